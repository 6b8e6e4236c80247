"""The eight laws, over all rules together, on text made of the rules' own examples, the samples and odd letters."""

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint import ledger
from lint.catalogue import all_rules
from lint.engine import RuleSet, UnsettledError, choose, clean
from lint.kinds import build, shown
from lint.packs import entries
from lint.readers.source import decode, encode
from lint.rule import Safety
from lint.text import Document

RULES = RuleSet(rule for rule in all_rules() if rule.default)
EVERY = RuleSet(all_rules())
SAFE = frozenset({Safety.SAFE})
SAMPLES = Path(__file__).parent.parent / "samples"
ODD = [
    "ſ",
    "K",
    "İ",
    "ı",
    "ß",
    "\u00a0",
    "\u2009",
    "\u200b",
    "»",
    "«",
    "“",
    "”",
    '"',
    "’",
    "é",
    "é",
    "ï",
    "🙂",
    "شہباز",
]
ODD += [
    "\t",
    "  ",
    "...",
    "1713808912",
    "https://example.org/a?b=c",
    "a@b.example",
    "#tag",
    "`code`",
    "$2.5bn",
    "\ufffd",
]


@cache
def fragments() -> list[str]:
    """Return pieces of text that rules care about: their examples, and paragraphs of the samples."""
    texts = [text for rule in all_rules() for text in (*(e.bad for e in rule.examples), *rule.keep)]
    texts += [line for path in SAMPLES.glob("*.txt") for line in path.read_text(encoding="utf-8").splitlines()]
    words = sorted({word for text in texts for word in text.split()})
    return [*texts, *words[:: max(1, len(words) // 400)], *ODD]


pieces = st.sampled_from(fragments()) | st.text(max_size=6)
ends = st.sampled_from([" ", " ", "\n", "\n\n", "\r\n", "\r\n\r\n", "", ". "])
texts = st.lists(st.tuples(pieces, ends), max_size=9).map(lambda parts: "".join(a + b for a, b in parts))
written = st.sampled_from(
    [("utf-8", False), ("utf-8", True), ("cp1252", False), ("utf-16-le", True), ("latin-1", False)]
)


@given(texts, written, st.binary(max_size=4))
def test_1_clean_then_undo_gives_the_same_bytes(text: str, how: tuple[str, bool], junk: bytes) -> None:
    data = encode(text.encode("utf-8", "replace").decode(), "utf-8", False)
    try:
        data = encode(text, *how)
    except UnicodeEncodeError:
        data += junk.replace(b"\0", b"")
    try:
        source = decode(data, "a.txt")
    except ValueError:
        return
    cleaned = clean(Document(source.text), RULES)
    written_bytes, kept = ledger.encoded(source, cleaned.text)
    record = ledger.load(ledger.dump(ledger.make(source, written_bytes, kept, cleaned.rounds)), "a.json")
    assert ledger.restore(written_bytes, record, "a.txt") == data


@given(texts)
def test_2_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean(Document(text), RULES).text
    again = clean(Document(once), RULES)
    assert again.text == once
    assert choose(Document(once), RULES.findings(Document(once)), SAFE)[0] == []


@given(texts)
def test_3_the_prefilter_hides_nothing(text: str) -> None:
    document = Document(text)
    assert EVERY.findings(document) == EVERY.findings(Document(text), prefilter=False)


@given(texts)
def test_3_a_later_round_looks_where_something_can_have_changed(text: str) -> None:
    assert clean(Document(text), EVERY) == clean(Document(text), EVERY, prefilter=False)


@given(texts, st.randoms())
def test_4_the_order_of_rules_changes_nothing(text: str, random: object) -> None:
    rules = list(RULES.rules)
    random.shuffle(rules)  # type: ignore[attr-defined]
    assert clean(Document(text), RuleSet(rules)) == clean(Document(text), RULES)


@given(texts)
def test_5_nothing_but_safe_fixes_is_applied(text: str) -> None:
    current = Document(text)
    edits, done = choose(current, RULES.findings(current), SAFE)
    assert all(finding.fix and finding.fix.safety is Safety.SAFE for finding in done)
    wanted = {edit.rule for finding in done if finding.fix for edit in finding.fix.edits}
    assert {edit.rule for edit in edits} <= wanted


def test_6_rules_that_undo_each_other_are_named(tmp_path: Path) -> None:
    pack = tmp_path / "pack.toml"
    pack.write_text(
        "\n".join(
            f'[[rule]]\nid = "text.{name}"\nkind = "swap"\nsafety = "safe"\nmessage = "m"\nwhy = "w."\n'
            f'swaps = {{ "{a}" = "{b}" }}\nexamples = [{{ bad = "{a}" }}]\nkeep = ["one", "two"]\n'
            for name, a, b in (("to-grey", "gray", "grey"), ("to-gray", "grey", "gray"))
        )
    )
    rules = RuleSet(build(entry) for entry in entries([pack]))
    with pytest.raises(UnsettledError, match=r"text\.to-gray|text\.to-grey"):
        clean(Document("A gray day."), rules)


@given(texts)
def test_7_every_span_slices_to_what_its_message_quotes(text: str) -> None:
    for finding in EVERY.findings(Document(text)):
        assert 0 <= finding.start <= finding.end <= len(text)
        if finding.message.startswith("'"):
            assert finding.message[1:].startswith(shown(text[finding.start : finding.end]))
        for edit in finding.fix.edits if finding.fix else ():
            assert 0 <= edit.start <= edit.end <= len(text)


@given(texts)
def test_8_numbers_and_addresses_survive_safe_fixes(text: str) -> None:
    document = Document(text)
    for edit in choose(document, RULES.findings(document), SAFE)[0]:
        old = text[edit.start : edit.end]
        if edit.replacement.strip() or "\n" not in old.strip("\n"):
            inside = text[edit.start - 1 : edit.start] not in ("", "\n", "\r") and edit.replacement
            if inside and not edit.rule.startswith(("boilerplate.", "text.html", "text.mojibake")):
                assert re.findall(r"\d+", old) == re.findall(r"\d+", edit.replacement)
                assert re.findall(r"https?://\S+", old) == re.findall(r"https?://\S+", edit.replacement)


QUOTABLE = ("artifact.impossible-word", "text.", "boilerplate.", "name.")


@pytest.mark.parametrize("rule", [r for r in RULES.rules if r.safety is Safety.SAFE], ids=lambda r: r.id)
def test_8_quoted_speech_is_only_changed_for_the_damage_itself(rule: object) -> None:
    for bad, _ in rule.examples:  # type: ignore[attr-defined]
        if "\n" in bad or any(mark in bad for mark in '“”«»"'):
            continue
        text = f"The minister told reporters: “{bad}” Then she left the room."
        for edit in choose(Document(text), RULES.findings(Document(text)), SAFE)[0]:
            assert edit.rule.startswith(QUOTABLE)
