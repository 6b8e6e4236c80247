"""Two rules in code, edge by edge: the article that a word takes by its sound, and paragraphs cut into lines."""

import pytest

from lint.catalogue import all_rules
from lint.engine import clean
from lint.rule import Safety
from lint.ruleset import RuleSet
from lint.text import Document

ARTICLE = RuleSet(rule for rule in all_rules() if rule.id == "grammar.a-or-an")
PLACE = RuleSet(rule for rule in all_rules() if rule.id == "grammar.missing-article-before-place")
WRAPPED = RuleSet(rule for rule in all_rules() if rule.id == "text.hard-wrapped")
ANY = frozenset(Safety)


def _cleaned(rules: RuleSet, text: str) -> str:
    return clean(Document(text), rules, ANY).text


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("She met an teacher there.", "She met a teacher there."),
        ("She met a editor there.", "She met an editor there."),
        ("A editor met her.", "An editor met her."),
        ("An teacher met her.", "A teacher met her."),
        ("It took a hour.", "It took an hour."),
        ("He is a honest man.", "He is an honest man."),
        ("It is an useful plan.", "It is a useful plan."),
        ("It is an university.", "It is a university."),
        ("It is a uncle of hers.", "It is an uncle of hers."),
        ("It was a “editor” who came.", "It was a “editor” who came."),
        ("He saw a editor, a engineer and a artist.", "He saw an editor, an engineer and an artist."),
    ],
)
def test_the_article_follows_the_sound(wrong: str, right: str) -> None:
    assert _cleaned(ARTICLE, wrong) == right


@pytest.mark.parametrize(
    "text",
    [
        "She met a teacher and an editor.",
        "It is a one-year plan for a once proud town.",
        "An hour in a house of an heir is an honor.",
        "An historic day in a historic hotel.",
        "Vitamin A improves sight.",
        "In group A Italy won.",
        "He took plan A instead.",
        "THE BEST A EDITOR CAN GET.",
        "A unit, a union, a user and a uniform.",
        "An x-ray, an MRI and a UFO.",
        "Grade A eggs were sold.",
        "Un an et une heure; a is a letter.",
        "It was a or b.",
        "An aaronic a zyzzyva.",
    ],
)
def test_a_right_article_is_left(text: str) -> None:
    assert _cleaned(ARTICLE, text) == text


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("Aid came from region and beyond.", "Aid came from the region and beyond."),
        ("They want peace in region.", "They want peace in the region."),
        ("It is the stability of country, which matters.", "It is the stability of the country, which matters."),
        ("It is the situation in province and it is bad.", "It is the situation in the province and it is bad."),
    ],
)
def test_a_place_gets_its_article(wrong: str, right: str) -> None:
    assert _cleaned(PLACE, wrong) == right


@pytest.mark.parametrize(
    "text",
    [
        "They want peace in the region.",
        "They want peace for country music.",
        "She sang in country bars.",
        "It went from region to region.",
        "They want peace in region 5.",
        "A house in country.",
    ],
)
def test_a_place_that_needs_none_is_left(text: str) -> None:
    assert _cleaned(PLACE, text) == text


LINES = (
    "The mayor left the hall at nine in the evening",
    "with his wife and his two sons, the paper wrote",
    "on Monday in its late edition, and he came back",
    "to the town on the Friday after that.",
)


def test_a_paragraph_of_cut_lines_is_one() -> None:
    assert _cleaned(WRAPPED, "\n".join(LINES) + "\n") == " ".join(LINES) + "\n"
    assert _cleaned(WRAPPED, "Head\n\n" + "\r\n".join(LINES) + "\r\n\r\nTail\r\n").count("\n") == 5
    assert _cleaned(WRAPPED, "\n".join(line + "  " for line in LINES)) == " ".join(LINES) + "  "
    assert _cleaned(WRAPPED, "\n  ".join(LINES)) == " ".join(LINES)


@pytest.mark.parametrize(
    "lines",
    [
        LINES[:1] + LINES[3:],  # too few
        (*LINES[:3], "To the town he came back on Friday"),  # ends within a sentence
        (LINES[0], LINES[1] + " " + LINES[1] + " " + LINES[1], LINES[2], LINES[3]),  # of very different width
        ("The mayor left.", "with his wife", "and sons.", "to town."),  # too short
        tuple("- " + line for line in LINES),
        tuple("| " + line for line in LINES),
        tuple(f"{n}. {line}" for n, line in enumerate(LINES)),
        tuple(line.capitalize() for line in LINES),
        (LINES[0], "", LINES[1], "", *LINES[2:]),
        (*LINES[:3], "x = f(a); return {x: y};"),
    ],
)
def test_lines_that_are_no_cut_paragraph_are_left(lines: tuple[str, ...]) -> None:
    text = "\n".join(lines) + "\n"
    assert _cleaned(WRAPPED, text) == text


def _lines(*widths: int, capitals: int = 0) -> str:
    """Return a paragraph cut into lines of these widths, of which the last `capitals` begin with a capital."""
    starts = ["Aa", *["bb"] * (len(widths) - 1 - capitals), *["Bb"] * capitals]
    lines = [f"{start} {'c' * (width - 3)}" for start, width in zip(starts, widths, strict=True)]
    return "\n".join(lines)[:-1] + ".\n"


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        (_lines(50, 50, 50), True),  # the fewest lines
        (_lines(50, 50), False),
        (_lines(30, 30, 30), True),  # the shortest and the longest lines
        (_lines(29, 29, 29), False),
        (_lines(100, 100, 100), True),
        (_lines(101, 101, 101), False),
        (_lines(50, 66, 20), True),  # the widest difference; the last line may have any width
        (_lines(50, 67, 20), False),
        (_lines(66, 50, 50, 50), True),
        (_lines(67, 50, 50, 50), False),
        (_lines(50, 50, 67, 50), False),
        (_lines(50, 50, 50, 50, 50, capitals=2), True),  # half of the lines begin in lower case
        (_lines(50, 50, 50, 50, 50, 50, capitals=3), False),
        (_lines(50, 50, 50, capitals=1), False),
    ],
)
def test_what_a_cut_paragraph_looks_like(text: str, cut: bool) -> None:
    assert bool(WRAPPED.findings(Document(text))) is cut


@pytest.mark.parametrize(("end", "cut"), [(",", True), ("a", True), (".", False), ("5", False), ("”", False)])
def test_a_line_that_begins_with_a_capital_goes_on_one_that_ends_within_a_sentence(end: str, cut: bool) -> None:
    first = "The mayor left the hall at nine in the evening" + end
    text = f"{first}\nWith his wife and his two sons, the paper wrote\nwith care, and he went to the town with\nhis friends.\n"
    found = WRAPPED.findings(Document(text))
    assert [text[f.start : f.end].startswith("The") for f in found] == [cut]


def test_the_edits_of_a_cut_paragraph_name_their_rule() -> None:
    [finding] = WRAPPED.findings(Document("\n".join(LINES)))
    assert finding.fix is not None
    assert {edit.rule for edit in finding.fix.edits} == {"text.hard-wrapped"}
    [finding] = ARTICLE.findings(Document("It took a hour."))
    assert finding.fix is not None
    assert finding.fix.edits[0].rule == "grammar.a-or-an"


def test_a_finding_tells_the_whole_paragraph_and_one_edit_for_each_cut() -> None:
    text = "Head\n\n" + "\n".join(LINES) + "\n"
    [finding] = WRAPPED.findings(Document(text))
    assert text[finding.start : finding.end] == "\n".join(LINES)
    assert finding.fix is not None
    assert [text[edit.start : edit.end] for edit in finding.fix.edits] == ["\n"] * 3
