"""The spinner of the benchmark, and what the artifact rules do with text that is not a news article."""

import random
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))

from spin import area, chosen, restored, spin

from lint.artifacts.foreign import language_of
from lint.artifacts.pairs import Pair
from lint.catalogue import all_rules
from lint.edits import apply
from lint.engine import RuleSet, clean
from lint.text import Document

RULES = RuleSet([rule for rule in all_rules() if rule.category == "artifact"])
TEXT = "They stood against the wall. After the match, understand this: Again nobody left."


def test_a_boundless_spinner_changes_the_insides_of_words() -> None:
    spun = apply(TEXT, spin(TEXT, {"again": "once more", "under": "beneath"}, glued=True))
    assert spun == "They stood once morest the wall. After the match, beneathstand this: Once more nobody left."


def test_a_careful_spinner_changes_whole_words() -> None:
    spun = apply(TEXT, spin(TEXT, {"again": "once more", "under": "beneath"}, glued=False))
    assert spun == "They stood against the wall. After the match, understand this: Once more nobody left."


def test_what_is_restored_is_counted_in_words_and_places() -> None:
    damage = spin(TEXT, {"again": "once more"}, glued=True)
    assert restored(TEXT, damage, RULES) == (1, 1, 1)


def test_a_table_is_chosen_by_chance_with_one_replacement_each() -> None:
    pairs = [Pair("about", "regarding", True), Pair("about", "roughly", False), Pair("again", "once more", True)]
    table = chosen(pairs, 1.0, random.Random(1))
    assert table.keys() == {"about", "again"}
    assert chosen(pairs, 0.0, random.Random(1)) == {}


def test_area_under_the_curve() -> None:
    assert area([0.0, 0.1], [0.5, 0.9]) == 1.0
    assert area([0.0, 0.0], [0.0, 0.0]) == 0.5


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Les ouvriers de la mine ont quitté le puits et ne sont pas revenus après la réunion.", "French"),
        ("Los obreros de la mina salieron del pozo y no han vuelto después de la reunión.", "Spanish"),
        ("Die Arbeiter der Grube haben den Schacht verlassen und sind nicht zurück gekehrt.", "German"),
        ("Os operários da mina não voltaram ao poço e estão muito cansados após a reunião.", "Portuguese"),
        ("The workers of the mine left the pit and have not come back to it since then.", "English"),
        ("عمال المنجم غادروا الحفرة ولم يعودوا إليها بعد الاجتماع الذي عقد أمس في المدينة القديمة", "Arabic"),
        ("Рабочие шахты покинули забой и не вернулись туда после вчерашнего собрания в старом городе", "Cyrillic"),
        ("Rue de la Paix, Place de la Concorde, Pont de Bir-Hakeim, Gare de Lyon, Cours de Vincennes", None),
        ("Les ouvriers.", None),
    ],
)
def test_the_language_of_a_paragraph(text: str, language: str | None) -> None:
    assert language_of(text.lower()) == language


def test_a_text_of_two_languages_is_no_mistake() -> None:
    english = "The workers of the mine left the pit and have not come back to it since then.\n"
    french = "Les ouvriers de la mine ont quitté le puits et ne sont pas revenus après la réunion.\n"
    assert not [f for f in RULES.findings(Document((english + french) * 3)) if f.rule == "artifact.foreign-paragraph"]


ODD = {
    "one line": "The workers of the mine left the pit following the strike and came back once more. ",
    "another script": "Рабочие шахты покинули забой и не вернулись туда после собрания. ",
    "all capitals": "THE WORKERS OF THE MINE LEFT THE PIT FOLLOWING THE STRIKE. ",
    "no spaces": "theworkersoftheminefollowingthestrike",
    "one name": "Marta Quispe ",
    "opening marks": "“such as ",
    "numbers": "12,5 1h 20h3 ",
}


@pytest.mark.parametrize("kind", ODD)
def test_odd_text_is_done_in_bounded_time_and_without_nonsense(kind: str) -> None:
    text = ODD[kind] * (400_000 // len(ODD[kind]))
    start = time.process_time()
    findings = RULES.findings(Document(text))
    assert time.process_time() - start < 6
    assert not findings


def test_capitals_are_kept_in_a_title() -> None:
    assert clean(Document("Gregarious Media Grows"), RULES).text == "Social Media Grows"
