"""Spinner and translation damage: the pair table, impossible words, clauses, evidence."""

import pytest

from lint.artifacts.evidence import is_spun
from lint.artifacts.impossible import find, repairs
from lint.artifacts.pairs import is_inflection, read, shipped_pairs
from lint.artifacts.score import evidence, score
from lint.catalogue import all_rules
from lint.engine import RuleSet, clean
from lint.packs import PackError
from lint.rule import Safety
from lint.text import Document

RULES = RuleSet([rule for rule in all_rules() if rule.category == "artifact"])


def cleaned(text: str) -> str:
    return clean(Document(text), RULES).text


def found(text: str) -> set[str]:
    return {finding.rule for finding in RULES.findings(Document(text))}


def test_there_are_many_pairs() -> None:
    assert sum(map(len, shipped_pairs().sources.values())) >= 400


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ('again = ["again"]', "maps to itself"),
        ('again = [""]', "empty"),
        ('again = ["once more", "once more"]', "twice"),
        ('data = ["information"]\ninformation = ["data"]', "leads back"),
        ('home = ["residence"]\nresidence = ["house"]\nhouse = ["home"]', "leads back"),
        ('begin = ["begins"]', "inflection"),
        ('pass = ["go"]', "fewer than"),
        ('"once more" = ["again"]', "must be one word"),
        ('again = ["Once-More"]', "must be words"),
    ],
)
def test_a_pair_that_cannot_be_turned_around_is_refused(table: str, reason: str) -> None:
    with pytest.raises(PackError, match=reason) as error:
        read(f"[table]\n{table}\n", "pairs.toml")
    assert "pairs.toml:" in str(error.value)
    assert ":1:" not in str(error.value)


@pytest.mark.parametrize(
    ("source", "replacement"), [("stop", "stopped"), ("carry", "carries"), ("make", "making"), ("help", "helper")]
)
def test_inflections_are_told(source: str, replacement: str) -> None:
    assert is_inflection(source, replacement)


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("once morest", "against"),
        ("Once morest", "Against"),
        ("ONCE MOREST", "AGAINST"),
        ("once  morest", "against"),
        ("followingnoon", "afternoon"),
        ("Followingnoon", "Afternoon"),
        ("followingmath", "aftermath"),
        ("dehowever", "debut"),
        ("gmore thannment", "government"),
        ("unsuch asly", "unlikely"),
        ("prior tohand", "beforehand"),
        ("beneathstandings", "understandings"),
        ("capametropolis", "capacity"),
        ("thousas well ass", "thousands"),
    ],
)
def test_impossible_words_are_repaired(damaged: str, right: str) -> None:
    text = f"{damaged} is what they wrote." if damaged[0].isupper() else f"They wrote {damaged} and went home."
    assert cleaned(text) == text.replace(damaged, right)


@pytest.mark.parametrize(
    "text", ["the followingnoon’s game", "a late-followingnoon game", "(once morest)", "once morest."]
)
def test_possessives_hyphens_and_brackets(text: str) -> None:
    assert "afternoon" in cleaned(f"It was {text} they saw.") or "against" in cleaned(f"It was {text} they saw.")


@pytest.mark.parametrize(
    "text",
    [
        "The typo 'once morest' made them laugh.",
        "The word followingnoon made them laugh.",
        "The hashtag #followingnoon made them laugh.",
        "See https://example.org/followingnoon for more.",
        "Write to followingnoon@example.org today.",
        "The user @followingnoon wrote it.",
        "Open followingnoon.py in the editor.",
        "They met Followingson in the hall.",
        "He is a learned man, and many are such astute readers.",
        "It was as a result of the storm.",
    ],
)
def test_names_addresses_and_mentions_are_left_alone(text: str) -> None:
    assert not list(find(Document(text)))


def test_a_broken_line_stays_broken() -> None:
    assert cleaned("They voted once\r\nmorest the plan.\r\n") == "They voted against\r\nthe plan.\r\n"


def test_an_ambiguous_repair_is_only_suggested() -> None:
    ambiguous = [hit for hit in find(Document("They tobtain it.")) if hit.fix and hit.fix.safety is Safety.SAFE]
    assert not ambiguous
    assert not repairs("followings")


def test_in_quotation_marks_only_impossible_words_are_repaired() -> None:
    quoted = "“We left following they came once morest our will,” he said."
    assert cleaned(quoted) == "“We left following they came against our will,” he said."


@pytest.mark.parametrize(
    "text",
    [
        "The man following Iran was a spy.",
        "People following it were happy.",
        "The following they knew by heart.",
        "Following the money took years.",
        "The year following Brexit was hard.",
        "The minister resigned following reports published in two papers.",
        "She fell following a race held the previous day.",
        "The trial opened following a delay ordered the week before.",
    ],
)
def test_following_in_its_own_sense(text: str) -> None:
    assert cleaned(text) == text


def test_soft_words_are_named_only_beside_proof() -> None:
    assert "artifact.soft-replacement" not in found("Then once more it rained.")
    assert "artifact.soft-replacement" in found("They stood once morest the wall. Then once more it rained.")
    assert "artifact.soft-replacement" not in found("Two youngsters might win.")


def test_a_document_is_proven_spun_by_an_impossible_word() -> None:
    assert is_spun(Document("They stood once morest the wall."))
    assert not is_spun(Document("They stood against the wall once more."))


def test_score_rises_with_proof_and_is_zero_without() -> None:
    clean_text, spun = Document("They stood against the wall."), Document("They stood once morest the wall.")
    worse = Document("They stood once morest the wall, following they met in the Center East.")
    scores = [score(document, RULES.findings(document)) for document in (clean_text, spun, worse)]
    assert scores[0] == 0.0 < scores[1] < scores[2] <= 1.0
    assert evidence(spun, RULES.findings(spun))[0].rule == "artifact.impossible-word"


def test_with_and_without_the_prefilter() -> None:
    text = "They stood once morest the wall, following they met at 20h30. Sales fell as a result of they slept."
    assert RULES.findings(Document(text)) == RULES.findings(Document(text), prefilter=False)
