"""Bytes of every kind become text and the same bytes again, or a clear refusal."""

from pathlib import Path

import pytest

from lint.readers.formats import document, mask_markdown
from lint.readers.rows import rows
from lint.readers.source import UnreadableError, decode, encode, read
from lint.text import MASK

TEXT = "Der Bürgermeister sagte: „Wir prüfen das.“ – Ende…\n" * 3


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"plain\n",
        b"a\r\nb\rc\n",
        "é “x”\n".encode(),
        b"\xef\xbb\xbfwith a mark\n",
        "wide é\n".encode("utf-16-le").join([b"\xff\xfe", b""]),
        TEXT.encode("cp1252"),
        "Привет, мир. Это новости дня.\n".encode("cp1251") * 5,
        b"broken \xff\xfe\xfd utf-8 \xc3\n",
        "surrogate \ud800 in utf-8".encode("utf-8", "surrogatepass"),
        "lone bom inside \ufeff here".encode(),
    ],
)
def test_bytes_survive(data: bytes) -> None:
    source = decode(data, "a.txt")
    assert encode(source.text, source.encoding, source.bom) == data


def test_windows_quotes_are_read_as_quotes() -> None:
    assert "„Wir prüfen das.“" in decode(TEXT.encode("cp1252"), "a.txt").text


def test_a_declared_encoding_is_believed() -> None:
    page = '<html><head><meta charset="iso-8859-2"></head><body>Łódź</body></html>'.encode("iso-8859-2")
    assert "Łódź" in decode(page, "a.html").text


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\x01\x02\x03\x04" * 50])
def test_binary_files_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match=r"photo\.txt: byte \d+ says that this is a binary file; leave it out"):
        decode(data, "photo.txt")


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="not a regular file"):
        read(tmp_path)
    with pytest.raises(UnreadableError, match="not a regular file"):
        read(tmp_path / "missing.txt")


def test_markdown_markup_is_masked_and_prose_is_not() -> None:
    text = (
        "---\ntitle: following they met\n---\n# Head\n\nProse `following they` [link](https://a.example/following_they)\n"
        "\n```\nfollowing they\n```\n\n<!-- following they -->End following they met.\n"
    )
    masked = mask_markdown(text)
    assert len(masked) == len(text)
    assert masked.count("following they") == 1
    assert "# Head" in masked
    assert "[link" in masked


@pytest.mark.parametrize(
    "text", ["---\nopen: front matter\n", "```\nopen fence\n", "<!-- open", "`a", "[x](", "<p", "{{ x"]
)
def test_broken_markup_is_no_error(text: str) -> None:
    for name in ("a.md", "a.html"):
        assert len(document(text, name).prose) == len(text)


def test_html_is_masked_for_check() -> None:
    page = document("<html><script>following they</script><p class='x'>Talks resumed.</p></html>", "a.html")
    assert page.prose.strip(MASK) == "Talks resumed."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"text": "a"}\n{oops\n{"text": "b"}\n', "t.jsonl:2: not valid JSON"),
        (b'{"text": "a"}\n[1]\n{"text": "b"}\n', "t.jsonl:2: not a JSON object"),
        (b'{"text": "a"}\n{"text": 7}\n{"text": "b"}\n', "t.jsonl:2: 'text' is not a text"),
        (b'{"text": "a"}\n\xff\n{"text": "b"}\n', "t.jsonl:2: not valid JSON"),
        (b'{"text": "a"}\n' + b"[" * 100_000 + b'\n{"text": "b"}\n', "t.jsonl:2: not valid JSON"),
    ],
)
def test_a_bad_row_is_named_and_the_others_are_read(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "t.jsonl"
    path.write_bytes(content)
    first, wrong, last = rows(path, "t.jsonl", "text")
    assert (first.text, last.text, last.path) == ("a", "b", "t.jsonl:3")
    assert str(wrong).startswith(said)


def test_rows_without_text_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"body": "a"}\r\n\n{"body": null}\r\n{"id": 3}')
    assert [row.text for row in rows(path, "t", "body")] == ["a"]
    with pytest.raises(
        UnreadableError, match="no row has 'text'; name the text with --text-column; there are body, id"
    ):
        list(rows(path, "t", "text"))
