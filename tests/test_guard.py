"""The guard refuses what would take a fact out of the text that stays, and lets furniture go with all its facts."""

from pathlib import Path
from zlib import crc32

import pytest
from command import newslint

from lint import guard
from lint.catalogue import all_rules
from lint.config import Config
from lint.edits import Edit
from lint.engine import Cleaned, Judged
from lint.linter import Linter
from lint.rule import Finding

CATEGORIES = ("artifact", "boilerplate", "grammar", "name", "privacy", "readability", "text")
STORY = (
    "The council of Torby met on Tuesday, 4 March 2025, and agreed to pay 1,250.50 crowns for each of the 3 piers. "
    "Its plan stands at https://torby.example/plan.pdf for all to read, and letters go to plan@torby.example until May.\n"
    "\n"
    "“We have waited nine years for this bridge,” said the mayor, Marta Quill, when the vote was over at 10:30 on "
    "that evening. Her rival Ivo Petrow left the hall and went home before it was done.\n"
    "\n"
    "The work begins in spring and ends, if the ice allows it, before the first of the tourists come to the coast.\n"
)


def cut(text: str, replacement: str = "", rule: str = "house.some-rule", source: str = STORY) -> guard.Loss | None:
    start = source.index(text)
    return guard.loss(source, [Edit(start, start + len(text), replacement, rule)])


@pytest.mark.parametrize(
    ("text", "replacement", "kind", "lost"),
    [
        (" for each of the 3 piers", "", "number", "3"),
        ("1,250.50", "some", "number", "1,250.50"),
        ("1,250.50", "125,050", "number", "1,250.50"),
        (".50", "50", "number", "1,250.50"),
        ("10:30", "11:30", "number", "10:30"),
        (", 4 March 2025,", "", "number", "4"),
        ("on Tuesday", "this week", "date", "Tuesday"),
        (" until May", "", "date", "May"),
        ("Its plan stands at https://torby.example/plan.pdf for", "Its plan is there for", "address", "https://torby.example/plan.pdf"),
        ("https://torby", "http://torby", "address", "https://torby.example/plan.pdf"),
        ("plan@torby.example", "the council", "address", "plan@torby.example"),
        (" of Torby", "", "name", "Torby"),
        ("Her rival Ivo Petrow left the hall and", "She", "name", "Ivo"),
        ("Marta Quill", "Edda Brandt", "name", "Marta"),
        ("“We have waited nine years for this bridge,” said", "So said", "speech", "We have waited nine years for this bridge,"),
        ("have waited nine years for this", "like the", "speech", "have waited nine years for this"),
    ],
)  # fmt: skip
def test_a_fact_that_is_taken_out_of_a_sentence_is_named(text: str, replacement: str, kind: str, lost: str) -> None:
    found = cut(text, replacement)
    assert found is not None
    assert (found.kind, found.text, found.rule) == (kind, lost, "house.some-rule")


@pytest.mark.parametrize(
    ("text", "replacement"),
    [
        ("The council", "All"),  # a capital at the beginning of a sentence says little
        ("agreed to pay", "will pay"),
        ("Marta Quill", "Martha Quill"),
        ("Marta Quill", "Quill, Marta"),
        ("Ivo Petrow", "Iwo Petrov"),
        ("10:30", "10.30"),
        ("1,250.50", "1 250.50"),
        ("https://torby", "https:\u200b//torby"),
        ("“We have waited nine years for this bridge,”", "‘We have waited nine years for this bridge,’"),
        ("before it was done", ""),
        ("ends, if the ice allows it, before", "ends before"),
    ],
)
def test_a_repair_takes_nothing(text: str, replacement: str) -> None:
    assert cut(text, replacement) is None


@pytest.mark.parametrize(
    ("source", "text", "replacement"),
    [
        ("It cost 1 , 250 crowns.\n", "1 , 250", "1,250"),
        ("It cost 1 ,250 crowns.\n", " ", ""),
        ("It was in 2019 in 2019 that it fell.\n", "in 2019 in 2019", "in 2019"),
        ("I&#39;m sure that it&#39;s so.\n", "&#39;", "'"),
        ("It&amp;#39;s over.\n", "&amp;#39;", "'"),
        ("It rained all\x1b[0m day.\n", "\x1b[0m", ""),
        ("The talks <img src=x onerror=alert(1)> went on.\n", "<img src=x onerror=alert(1)> ", ""),
        ("The talks <script>alert(1)</script> went on.\n", "<script>alert(1)</script> ", ""),
        ('He saw <a href="https://torby.example/1">it</a> there.\n', '<a href="https://torby.example/1">', ""),
        ("The the plan of Mr Mr Quill.\n", "Mr Mr", "Mr"),
        ("They read http:/\u200b/www.\u200btorby.example/plan there.\n", "\u200b", ""),
        ("It was cold in EgyptÂ that year.\n", "EgyptÂ ", "Egypt\xa0"),
        (
            "The end came at last.     READ MORE: Torby pays 1,250 crowns\n",
            "     READ MORE: Torby pays 1,250 crowns",
            "",
        ),
        (
            "The end came at last. Read more: Torby pays 1,250 crowns\nAnd on.\n",
            " Read more: Torby pays 1,250 crowns",
            "",
        ),
        ("Follow Torby Herald on 3 networks\n\nIt ends.\n", "Follow Torby Herald on 3 networks\n\n", ""),
        ("2022-11-23T08:10\nð\x9d\x95\x8f is a network.\n", "2022-11-23T08:10\nð\x9d\x95\x8f", "𝕏"),
    ],
)
def test_damage_and_furniture_may_go(source: str, text: str, replacement: str) -> None:
    assert cut(text, replacement, source=source) is None


def test_who_respells_repairs_or_hides_on_purpose_may_do_so() -> None:
    assert cut("Marta Quill", "Edda Brandt", "name.variant-spelling") is None
    assert cut("Ivo Petrow", "Iwo", "artifact.some-rule") == guard.Loss(
        "name", "Petrow", STORY.index("Ivo"), "artifact.some-rule"
    )
    assert cut("Marta Quill", "Madame Pen", "artifact.some-rule") is None
    assert cut("plan@torby.example", "", "privacy.address") is None


def test_a_paragraph_with_speech_stays_between_others() -> None:
    paragraph = STORY.split("\n\n")[1] + "\n\n"
    lost = cut(paragraph)
    assert lost is not None
    assert (lost.kind, lost.text) == ("speech", "“We have waited nine years for this bridge,”")
    assert cut(paragraph, source=STORY + "\n" + paragraph) is None, "it stands there twice"
    assert cut(paragraph, source=STORY.split("The work")[0]) is None, "nothing follows it"
    assert cut(paragraph.replace("“", "").replace("”", ""), source=STORY.replace("“", "").replace("”", "")) is None


PACK = """
[[rule]]
id = "text.no-cost"
kind = "pattern"
severity = "warning"
safety = "safe"
message = "No cost is named."
why = "The house names no cost."
patterns = ['for [0-9,.]+ crowns ?']
replace = ""
examples = [{ bad = "It was sold for 3,000 crowns again.", good = "It was sold again." }]
keep = ["It was sold again.", "They asked for 3,000 chairs."]
"""
DIRTY = "The hall was sold for 1,250 crowns on Tuesday. Nobody had seen that coming, and nobody was glad of it.\n"


@pytest.mark.parametrize(
    "command", [["clean", "in", "-o", "out"], ["clean", "in", "--in-place"], ["check", "in", "--fix"]]
)
def test_a_file_that_would_lose_a_fact_is_refused_and_the_others_are_done(command: list[str], tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "house.toml").write_text(PACK)
    (tmp_path / "in" / "a.txt").write_text(DIRTY)
    (tmp_path / "in" / "b.txt").write_text("The hall was sold.\n\nLeave a Reply\n")
    result = newslint(tmp_path, *command, "--pack", "house.toml", NO_COLOR="1")
    assert result.returncode == 3, result.stderr
    assert (
        "a.txt: refused: cleaning would take the number '1,250' out of the text that stays (line 1, by text.no-cost)"
        in result.stderr
    )
    assert (tmp_path / "in" / "a.txt").read_text() == DIRTY
    assert not (tmp_path / "out" / "a.txt").exists()
    place = "out" if "-o" in command else "in"
    assert (tmp_path / place / "b.txt").read_text() == "The hall was sold.\n"
    (tmp_path / "newslint.toml").write_text("most-removed = 1\n")
    assert newslint(tmp_path, *command, "--pack", "house.toml").returncode == 0
    assert "1,250" not in (tmp_path / place / "a.txt").read_text()


def test_a_text_that_is_not_clean_after_all_is_refused_where_it_is_looked_at() -> None:
    linter = Linter(Config())
    text = next(
        t
        for n in range(1000)
        if crc32((t := f"The hall {n} was sold.\n\nLeave a Reply\n").encode()) % guard.ONE_IN == 0
    )
    finding = Finding("house.odd", 0, 1, "odd", linter.rules.rules[0].severity, None)
    wrong = Cleaned("x" + text, text, (Judged(finding, True),), ((),), (Edit(0, 1, "", "house.odd"),))
    assert guard.unsettled(wrong, linter, "a.txt").startswith(
        "cleaning it once more would change it again (boilerplate.comment-form"
    )
    right = linter.clean(text)
    assert guard.unsettled(right, linter, "a.txt") == ""
    assert guard.unsettled(wrong._replace(text=text + "!"), linter, "a.txt") == "", "one text in many is looked at"


def test_no_repair_of_a_shipped_rule_takes_a_fact() -> None:
    linter = Linter(Config(select=CATEGORIES, unsafe_fixes=True))
    for rule in all_rules():
        for example in rule.examples:
            cleaned = linter.clean(example.bad, page=False)
            assert guard.loss(*guard.page_edits(cleaned)) is None, (rule.id, example.bad)
