"""Suppression: by comment, front matter and ignore file; what is suppressed is not shown, not counted, not fixed."""

import json
import time
from collections import Counter
from pathlib import Path

import pytest
from command import newslint
from hypothesis import given
from hypothesis import strategies as st
from test_laws import texts

from lint.engine import Silenced
from lint.fingerprint import fingerprint
from lint.ignorefile import NAME, Entry, IgnoreFileError, forget, read
from lint.linter import Linter
from lint.readers.formats import document
from lint.suppress import UNUSED, Known, moved

BAD = "The council agreed to repair the bridge, following they visited the site."
GOOD = "The council agreed to repair the bridge, after they visited the site."
LINTER = Linter()


def found(text: str, path: str = "a.md") -> list[str]:
    return [finding.rule for finding in LINTER.check(text, path)]


def cleaned(text: str, path: str = "a.md") -> str:
    return LINTER.clean(text, path, page=False).text


@pytest.mark.parametrize(
    "text",
    [
        f"{BAD} <!-- newslint-ignore -->\n",
        f"{BAD} <!-- newslint-ignore artifact: a quotation -->\n",
        f"<!-- newslint-ignore artifact.following-clause, text -->\n\n{BAD}\n",
        f"<!-- newslint-ignore-begin artifact -->\nA line.\n\n{BAD}\n<!-- newslint-ignore-end -->\n",
        f"{BAD}\n\n<!-- newslint-ignore-file artifact: from the archive -->\n",
        f"---\ntitle: x\nnewslint-ignore: artifact.following-clause\n---\n{BAD}\n",
        f"---\nnewslint-ignore:\n  - artifact\n---\n{BAD}\n",
        f'+++\nnewslint-ignore = ["artifact"]\n+++\n{BAD}\n',
        f"---\nnewslint-ignore: true\n---\n{BAD}\n",
        f"<!--newslint-ignore\n  artifact: over\n  two lines-->\n{BAD}\n",
        f"<!-- newslint-ignore -->\r\n{BAD}\r\n",
        f"<!-- newslint-ignore artifact -->\n<!-- newslint-ignore text -->\n{BAD[:-1]} .\n",
    ],
)
def test_what_is_suppressed_is_neither_found_nor_fixed(text: str) -> None:
    assert found(text) == []
    assert cleaned(text) == text
    assert GOOD in cleaned(text.replace("newslint-ignore", "note"))


@pytest.mark.parametrize(
    "text",
    [
        f"<!-- newslint-ignore boilerplate -->\n{BAD}\n",
        f"<!-- newslint-ignore artifact -->\nA line.\n\n{BAD}\n",
        f"<!-- newslint-ignore-begin artifact -->\nA line.\n<!-- newslint-ignore-end -->\n{BAD}\n",
        f"A line. <!-- newslint-ignore artifact -->\n\n{BAD}\n",
        f"---\nnewslint-ignore: false\n---\n{BAD}\n",
    ],
)
def test_other_places_and_rules_are_not_suppressed(text: str) -> None:
    assert "artifact.following-clause" in found(text)
    assert GOOD in cleaned(text)


def test_in_html_and_when_the_page_becomes_prose() -> None:
    page = (
        f"<html><body><article>\n<!-- newslint-ignore artifact -->\n<p>{BAD}</p>\n<p>{BAD}</p></article></body></html>"
    )
    result = LINTER.clean(page, "a.html")
    assert result.text.count(BAD) == 1
    assert result.text.count(GOOD) == 1


def test_plain_text_has_no_comments() -> None:
    assert "artifact.following-clause" in found(f"{BAD} <!-- newslint-ignore -->\n", "a.txt")


def test_many_suppressions_cost_little() -> None:
    text = f"<!-- newslint-ignore artifact -->\n{BAD}\n\n" * 1000
    start = time.process_time()
    result = LINTER.clean(text, "a.md", page=False)
    assert len(result.silenced) == 1000
    assert result.text == text.rstrip() + "\n"
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("A line. <!-- newslint-ignore artifact -->\n", "this suppresses nothing; remove it"),
        ("A line. <!-- newslint-ignore artefact -->\n", "no rule begins with 'artefact'; did you mean 'artifact'?"),
        ("A line.\n<!-- newslint-ignore-end -->\n", "no newslint-ignore-begin stands before this"),
        ("A line.\n<!-- newslint-ingore text -->\n", "there is no newslint-ingore"),
        ("---\nnewslint-ignore: text\n---\nA line.\n", "this suppresses nothing"),
        ("A line. <!-- newslint-ignore -->\n", "this suppresses nothing"),
    ],
)
def test_a_suppression_without_use_is_a_finding(text: str, message: str) -> None:
    (finding,) = LINTER.check(text, "a.md")
    assert finding.rule == UNUSED.id
    assert message in finding.message
    assert cleaned(text) == text


def test_use_is_judged_only_where_the_rules_ran() -> None:
    from lint.config import Config

    text = "A line. <!-- newslint-ignore artifact -->\n"
    assert Linter(Config(select=("boilerplate", UNUSED.id))).check(text, "a.md") == []
    assert Linter(Config(ignore=(UNUSED.id,))).check(text, "a.md") == []


def test_a_reason_is_kept_with_what_was_silenced() -> None:
    (item,) = LINTER.clean(f"{BAD} <!-- newslint-ignore artifact: as it was said -->\n", "a.md").silenced
    assert isinstance(item, Silenced)
    assert (item.by, item.reason, item.finding.rule) == ("comment", "as it was said", "artifact.following-clause")


def test_a_later_round_does_not_fix_what_is_suppressed() -> None:
    text = f"Leave a Reply\n\nThe  council met. {BAD}\n\nShare this article\n"
    doc = document(text, "a.txt")
    finding = next(f for f in LINTER.check(text, "a.txt") if f.rule == "artifact.following-clause")
    result = LINTER.knowing(Known({fingerprint(doc, finding): "said so"})).clean(text, "a.txt")
    assert BAD in result.text
    assert "Leave" not in result.text
    assert [item.reason for item in result.silenced] == ["said so"]


def test_a_fingerprint_survives_what_happens_elsewhere() -> None:
    def marks(text: str) -> list[str]:
        doc = document(text, "a.txt")
        return [fingerprint(doc, finding) for finding in LINTER.check(text, "a.txt")]

    assert marks(BAD + "\n") == marks(f"A new paragraph.\n\nOne more sentence. {BAD} And another one.\n")
    assert marks(BAD + "\n") != marks(BAD.replace("bridge", "road") + "\n")
    assert marks(f"{BAD}\n\n{BAD}\n") == marks(BAD + "\n") * 2


# --- the ignore file ---


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    forget()
    (tmp_path / "newslint.toml").write_text("")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text(f"{BAD}\n\nLeave a Reply\n")
    return tmp_path


def test_findings_are_added_and_left_alone(folder: Path) -> None:
    added = newslint(folder, "check", "--select", "artifact", "--add-ignore", "--reason", "as it was said")
    assert added.stderr == f"1 entry added to {NAME}\n"
    (entry,) = read(folder / NAME).values()
    assert (entry.rule, entry.file, entry.reason) == ("artifact.following-clause", "sub/a.txt", "as it was said")
    assert newslint(folder, "check", "--add-ignore", "--select", "artifact").stderr == ""
    shown = newslint(folder, "check", "--output-format", "concise").stdout
    assert "artifact" not in shown
    assert "(1 ignored by the ignore file)" in shown
    newslint(folder, "check", "--fix")
    assert (folder / "sub" / "a.txt").read_text() == BAD + "\n"
    newslint(folder, "clean", "sub", "-o", "out")
    assert (folder / "out" / "a.txt").read_text() == BAD + "\n"


def test_an_entry_holds_wherever_the_text_goes(folder: Path) -> None:
    newslint(folder, "check", "--add-ignore")
    text = (folder / "sub" / "a.txt").read_text()
    (folder / "sub" / "a.txt").unlink()
    (folder / "sub" / "renamed.txt").write_text("A new paragraph above.\n\n" + text)
    assert newslint(folder, "check").returncode == 0


def test_entries_without_use_are_found_and_pruned(folder: Path) -> None:
    newslint(folder, "check", "--add-ignore")
    (folder / "sub" / "a.txt").write_text(f"{BAD}\n")
    result = newslint(folder, "check", "--output-format", "concise")
    assert result.returncode == 1
    assert f"{NAME}:2:1: warning {UNUSED.id} this entry ignores nothing any more" in result.stdout
    assert newslint(folder, "check", "--select", "artifact").returncode == 0
    assert newslint(folder, "check", "--prune-ignores").returncode == 0
    assert [entry.rule for entry in map(_entry, (folder / NAME).read_text().splitlines())] == [
        "artifact.following-clause"
    ]


def _entry(line: str) -> Entry:
    return Entry(**json.loads(line))


def test_a_fix_beside_an_ignored_finding_does_not_wake_it(folder: Path) -> None:
    text = f"{BAD[:-1]} ,  once morest the plan.\n"
    (folder / "sub" / "a.txt").write_text(text)
    newslint(folder, "check", "--select", "artifact.following-clause", "--add-ignore")
    newslint(folder, "check", "--fix")
    first = (folder / "sub" / "a.txt").read_text()
    assert "following they" in first
    assert first != text
    assert len(read(folder / NAME)) == 1
    assert UNUSED.id not in newslint(folder, "check", "--fix").stdout
    assert (folder / "sub" / "a.txt").read_text() == first


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{}\n", f"{NAME}:1: no entry of an ignore file"),
        (b'{"fingerprint": "x", "rule": "y"}\n[1]\n', f"{NAME}:2: no entry of an ignore file"),
        (b'{"fingerprint": 1, "rule": "y"}\n', f"{NAME}:1: no entry"),
        (b"\xff\xfe", "byte 0 is not UTF-8"),
        (b"\0", f"{NAME}:1: no entry"),
    ],
)
def test_a_damaged_ignore_file_is_refused(folder: Path, content: bytes, message: str) -> None:
    (folder / NAME).write_bytes(content)
    with pytest.raises(IgnoreFileError):
        read(folder / NAME)
    result = newslint(folder, "check")
    assert result.returncode == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr


# --- laws, on generated text ---


@given(texts, st.sampled_from(["a.txt", "a.md"]))
def test_a_text_whose_findings_are_all_known_stays_as_it_is(text: str, path: str) -> None:
    doc = document(text, path)
    marks = [fingerprint(doc, finding) for finding in LINTER.check(text, path)]
    for known in (Known(dict.fromkeys(marks, "")), Known(counts=Counter(marks))):
        result = LINTER.knowing(known).clean(text, path, page=False)
        assert result.text == text
        assert result.findings == ()


@given(texts, st.data())
def test_what_is_ignored_stays_so_after_fixing_the_rest(text: str, data: st.DataObject) -> None:
    doc = document(text, "a.txt")
    found = LINTER.check(text, "a.txt")
    if not found:
        return
    chosen = data.draw(st.sampled_from(found))
    known = Known({fingerprint(doc, chosen): ""})
    result = LINTER.knowing(known).clean(text, "a.txt", page=False)
    after = Known({**known.ignored, **{mark: "" for _, mark in moved(result)}})
    again = LINTER.knowing(after).clean(result.text, "a.txt", page=False)
    assert again.text == result.text


@given(texts)
def test_a_comment_for_the_whole_file_silences_all(text: str) -> None:
    text = "<!-- newslint-ignore-file -->\n\n" + text.replace("<!--", "").replace("newslint", "")
    result = LINTER.clean(text, "a.md", page=False)
    assert result.text == text
    assert [finding.rule for finding, _ in result.findings if finding.rule != UNUSED.id] == []
