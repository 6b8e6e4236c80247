"""The lexicon: what it knows, and that it costs nothing to open."""

import subprocess
import sys
from itertools import pairwise

import pytest

from lint import lexicon
from lint.packs import rules_folder


@pytest.mark.parametrize("word", ["against", "Against", "AGAINST", "couldn’t", "the"])
def test_knows_english_words_in_any_case(word: str) -> None:
    assert lexicon.is_known(word)


@pytest.mark.parametrize("word", ["morest", "followingnoon", "", "\t", "a\n", "\ud800", "zzqzzqzz", "!", "été\0"])
def test_knows_no_others(word: str) -> None:
    assert not lexicon.is_known(word)
    assert lexicon.zipf(word) == 0.0
    assert lexicon.tags(word) == ""


def test_common_words_are_more_frequent() -> None:
    assert lexicon.zipf("the") > lexicon.zipf("against") > lexicon.zipf("aftermath") > lexicon.COMMON


@pytest.mark.parametrize("word", ["began", "took", "was", "ran", "withdrew"])
def test_finite_past(word: str) -> None:
    assert lexicon.is_finite_past(word)


@pytest.mark.parametrize("word", ["launched", "begun", "begin", "held", "made", "learned", "crew"])
def test_what_may_be_a_participle_is_not_finite(word: str) -> None:
    assert not lexicon.is_finite_past(word)


def test_verb_forms() -> None:
    assert lexicon.is_base_verb("begin")
    assert lexicon.is_third_person("holds")
    assert lexicon.is_past("launched")
    assert not lexicon.is_past("launches")


def test_lines_are_sorted_and_well_formed_and_all_are_found() -> None:
    lines = (rules_folder() / "lexicon" / "english.txt").read_bytes().splitlines()
    words = [line.partition(b"\t")[0] for line in lines]
    assert all(first < second for first, second in pairwise(words))
    assert all(lexicon.is_known(word.decode()) for word in [words[0], words[-1], *words[::997]])
    assert sum(map(len, lines)) < 4_000_000


def test_needs_none_of_the_packages_that_it_was_made_from() -> None:
    code = (
        "import sys; from lint import lexicon; lexicon.zipf('the'); print({'wordfreq', 'lemminflect'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
