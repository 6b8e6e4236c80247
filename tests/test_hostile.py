"""Texts made to hurt: letters that are none, nesting without end, entities without end, one endless line."""

import time
from pathlib import Path

import pytest
from command import newslint

from lint import ledger
from lint.config import Config
from lint.engine import undo
from lint.linter import Linter
from lint.readers.source import MOST_BYTES, UnreadableError, decode, read
from lint.text import SEGMENT, Document

SENTENCE = "Talks resumed, following they met in Oslo."
ATTACKS = {
    "bidirectional": "".join(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C))),
    "homoglyphs": "Тhе mауоr оf Наmburg ѕаіd ѕо. " * 20,
    "zero width": "\u200b\u200c\u200d\u2060\ufeff\u00ad" * 50,
    "combining flood": "a" + "\u0301\u0308\u0489\u20dd" * 5_000 + "b",
    "lone surrogates": "\ud800\udfff\udc80 \ud83d x \ude00",
    "noncharacters": "".join(map(chr, (0xFDD0, 0xFDEF, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF))),
    "tags and selectors": "".join(
        map(chr, (*range(0xE0000, 0xE0080), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE0110)))
    ),
    "objects": "\ufffc\ufff9a\ufffab\ufffb" * 20,
    "controls": "".join(map(chr, (*range(1, 9), *range(0x0E, 0x20), *range(0x7F, 0xA0)))),
    "line ends": "a\x0bb\x0cc\x1cd\x1de\x1ef\x85g\u2028h\u2029i\r\r\n\n\r",
    "case that grows": "İ ŉ ǰ ΐ ß ﬃ ẞ" * 40,
    "digits of the world": "٠١٢३४५๖๗๘１２３𝟘𝟙² ³ ½ Ⅷ ㊿" * 20,
    "emoji sequences": "👩‍👩‍👧‍👦🏳️‍🌈👍🏽🇺🇳" * 40,
    "quotation marks": "“‘«»’”„‚‹›\"'`´" * 200,
}


@pytest.fixture(scope="module")
def linter() -> Linter:
    return Linter(Config(select=("all",)))


@pytest.mark.parametrize("name", ATTACKS)
@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
def test_odd_letters_cost_nothing_and_come_back(linter: Linter, name: str, suffix: str) -> None:
    attack = ATTACKS[name]
    text = f"{SENTENCE}\n\n{attack}\n\nThe army {attack[:200]} must fight once morest terror.\n"
    cleaned = linter.clean(text, f"a{suffix}")
    assert undo(cleaned.text, cleaned.rounds) == text
    again = linter.clean(cleaned.text, "a.txt" if suffix == ".html" else f"a{suffix}")
    assert again.text == cleaned.text
    if name != "controls":  # these are binary files
        source = decode(text.encode("utf-8", "surrogatepass"), f"a{suffix}")
        made = linter.clean(source.text, f"a{suffix}")
        data, how = ledger.encoded(source, made.text)
        kept = ledger.make(source, data, how, made.rounds)
        assert ledger.restore(data, ledger.load(ledger.dump(kept), "l"), "a") == text.encode("utf-8", "surrogatepass")


# --- nesting --------------------------------------------------------------------------------------------------------

DEEP = 100_000


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.html", "<div>" * DEEP + SENTENCE + "</div>" * DEEP),
        ("a.html", "<p>" + "<b><i>" * (DEEP // 2) + SENTENCE),
        ("a.html", "<ul><li>" * (DEEP // 2) + SENTENCE),
        ("a.html", "<table><tr><td>" * (DEEP // 3) + SENTENCE),
        ("a.html", "<" * DEEP + SENTENCE),
        ("a.html", "<!--" * DEEP + SENTENCE),
        ("a.html", "&amp;" * DEEP + SENTENCE),
        ("a.html", "<a " + "x='" * DEEP + SENTENCE),
        ("a.md", "> " * DEEP + SENTENCE),
        ("a.md", "- " * 5_000 + SENTENCE),
        ("a.md", "[" * DEEP + SENTENCE + "](" * DEEP),
        ("a.md", "*" * DEEP + SENTENCE + "_" * DEEP),
        ("a.md", "`" * DEEP + SENTENCE),
        ("a.md", "{{" * DEEP + SENTENCE),
        ("a.md", "<pre>" * 20_000 + SENTENCE),
        ("a.md", "$" + "^" * DEEP + SENTENCE),
        ("a.txt", "(" * DEEP + SENTENCE + ")" * DEEP),
        ("a.txt", "“" * DEEP + SENTENCE),
        ("a.txt", '"' * DEEP + SENTENCE),
        ("a.txt", ". " * DEEP + SENTENCE),
        ("a.txt", "a-" * DEEP + SENTENCE),
        ("a.txt", "A. " * DEEP + SENTENCE),
        ("a.txt", "\n" * DEEP + SENTENCE),
        ("a.txt", "\n" * DEEP),
        ("a.txt", "\r" * DEEP + SENTENCE),
        ("a.txt", " " * DEEP + SENTENCE),
    ],
    ids=lambda value: value[:12],
)
def test_nesting_and_repetition_without_end_is_cleaned_in_time(name: str, text: str) -> None:
    start = time.process_time()
    cleaned = Linter(Config()).clean(text, name)
    assert undo(cleaned.text, cleaned.rounds) == text
    assert time.process_time() - start < 60, "a hundred times what such a text takes"


def test_entities_that_stand_for_entities_are_never_expanded(linter: Linter) -> None:
    levels = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{levels}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    page = f"{bomb}<html><body><p>&l12; &f; {SENTENCE}</p></body></html>"
    for name in ("a.html", "a.md", "a.txt"):
        cleaned = linter.clean(page, name)
        assert len(cleaned.text) < 3 * len(page)
        assert "root:" not in cleaned.text
        assert undo(cleaned.text, cleaned.rounds) == page


@pytest.mark.parametrize("text", ["[" * DEEP, '{"a":' * DEEP, '{"text": "' + "\\u0041" * DEEP + '"}'])
def test_rows_that_nest_without_end_are_put_aside(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.jsonl").write_text(text + '\n{"text": "' + SENTENCE + '"}\n')
    done = newslint(tmp_path, "clean", "a.jsonl", "-o", "out")
    assert "Traceback" not in done.stderr
    assert "after they met" in (tmp_path / "out" / "a.jsonl").read_text()
    assert newslint(tmp_path, "check", "a.jsonl").returncode in (1, 2)


# --- size -----------------------------------------------------------------------------------------------------------


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    place = tmp_path / "a.txt"
    with open(place, "wb") as file:
        file.truncate(1_000_000_000)  # takes no room on disk
    with pytest.raises(UnreadableError, match=r"a\.txt: 1000 MB is too large for an article; split the file"):
        read(place)
    done = newslint(tmp_path, "clean", "a.txt", "-o", "out")
    assert done.returncode == 2
    assert "1000 MB is too large" in done.stderr
    assert MOST_BYTES < 1_000_000_000


def test_a_row_that_is_too_long_is_named_and_the_next_one_is_checked(tmp_path: Path) -> None:
    from lint.readers import rows

    with open(tmp_path / "a.jsonl", "wb") as file:
        file.write(b'{"text": "' + b"a" * rows.MOST_BYTES)
        file.write(b'"}\n{"text": "Talks resumed, following they met."}\n')
    found = list(rows.rows(tmp_path / "a.jsonl", "a.jsonl", "text"))
    assert isinstance(found[0], UnreadableError)
    assert str(found[0]) == "a.jsonl:1: longer than 100 MB; split it"
    assert [row.path for row in found[1:] if not isinstance(row, UnreadableError)] == ["a.jsonl:2"]


def test_one_endless_line_is_checked_in_pieces() -> None:
    document = Document((SENTENCE + " ") * (SEGMENT // 4))
    assert len(document.lines) == 1
    assert max(end - start for start, end in document.segments) < 2 * SEGMENT


def test_an_encoding_that_a_page_declares_is_one_of_text() -> None:
    for name in ("zlib", "bz2", "hex", "rot13", "base64", "unicode_escape", "punycode", "idna", "undefined", "utf-7"):
        data = f"<meta charset={name}><p>Caf\xe9 \\u0041 +AEE-</p>".encode("latin-1")
        source = decode(data, "a.html")
        assert source.encoding not in (name, name.replace("_", "-"))
        assert "\\u0041 +AEE-" in source.text
