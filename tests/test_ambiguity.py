"""Expressions that take exponential time are told from those that don't, in packs of users and in our own code."""

import gc
import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import lint
from lint.ambiguity import attacks, exponential, suspicions
from lint.packs import PackError, entries, pack_files, rules_folder
from lint.pattern import _Lazy

ENDLESS = [
    r"(a+)+$",
    r"(a*)*b",
    r"(a|aa)+$",
    r"(\w+\s?)*$",
    r"(?:\w+[ ,]*)+:",
    r"([a-z]+)*1",
    r"(a*b*)*c",
    r"(?:a?b?)*x(?:\d+|\d+x)+$",
    r"^(([a-z])+.)+[A-Z]([a-z])+$",
    r"(x+x+)+y",
    r"(?=(a+)+$)",
    r"(?:a{1,5})*b",
    r"(?:share|like)(?: (?:now|or .{3,20}))* for",
    r"((?:é|É)+)+!",
]
HARMLESS = [
    r"a+b+",
    r"(?:\w+ )*\w+\.",
    r"(?:ab|cd)*",
    r"(?:\d{3})*",
    r"(?:[a-z]{20})*",
    r"(?:a?)*",
    r"(?:[^\"]|\"\")*\"",
    r"[a-z]+(?:-[a-z]+)*",
    r"(?:(?!\{\{).){0,2000}?\}\}",
    r"(?:,\s*\w+)*",
    r"(?:a|b|c)+",
    r"(?:a++b?)*+c",
    r"(?>a+)*!",
    r"(?:\r\n|\n|\r(?!\n)){2,}(?=[^\r\n])",
]


@pytest.mark.parametrize("pattern", ENDLESS)
def test_an_expression_that_takes_exponential_time_is_found_with_what_it_fails_on(pattern: str) -> None:
    text = exponential(pattern, re.IGNORECASE)
    assert text


@pytest.mark.parametrize("pattern", HARMLESS)
def test_an_expression_that_does_not_is_left_in_peace(pattern: str) -> None:
    assert exponential(pattern, re.IGNORECASE) is None


def test_what_a_lookahead_saves_is_suspected_and_then_tried() -> None:
    saved = r"(?:\r\n|\n|\r(?!\n)){2,}(?=[^\r\n])"
    assert list(suspicions(saved))
    assert exponential(saved) is None


def test_attacks_lead_into_every_loop() -> None:
    [attack] = attacks(r"by \d+,")
    assert (attack.lead, attack.round) == ("by 00", "0")


@pytest.mark.parametrize("kind", ["patterns", "lines", "unless"])
def test_a_pack_with_such_an_expression_is_refused(tmp_path: Path, kind: str) -> None:
    content = {"patterns": "'x'", "lines": "'x'", "unless": "''"} | {kind: r"'(?:\w+[ ,]*)+:'"}
    looks = "pattern" if kind == "unless" else kind.removesuffix("s")
    wanted = f"{looks}s = [{content[looks + 's']}]"
    unless = f"unless = {content['unless']}\n" if kind == "unless" else ""
    pack = tmp_path / "pack.toml"
    pack.write_text(
        f'[[rule]]\nid = "text.slow"\nkind = "{looks}"\nmessage = "m"\nwhy = "w."\n{wanted}\n{unless}'
        'examples = [{ bad = "x" }]\n'
    )
    with pytest.raises(PackError, match=r"pack\.toml:2: rule 'text\.slow': the pattern .* takes exponential time, as"):
        list(entries([pack]))


def _own() -> set[tuple[str, int]]:
    """Return every expression of the shipped packs, and of the code, with its flags."""
    found: set[tuple[str, int]] = set()
    for entry in entries(pack_files(rules_folder())):
        flags = 0 if entry.get("case") else re.IGNORECASE
        found.update((pattern, flags) for pattern in entry.get("patterns", ()))
        found.update((rf"(?:{pattern})\Z", flags) for pattern in entry.get("lines", ()))
        found.update((pattern, int(re.IGNORECASE)) for pattern in (entry.get("unless"),) if pattern)
    for module in pkgutil.walk_packages(lint.__path__, "lint."):
        if not module.name.endswith("__main__"):
            try:
                values = vars(importlib.import_module(module.name)).values()
            except ImportError:  # an extra that is not installed
                continue
            ours = (value for value in values if isinstance(value, re.Pattern) and isinstance(value.pattern, str))
            found.update((value.pattern, value.flags) for value in ours)
    found.update((each._source, each._flags) for each in gc.get_objects() if type(each) is _Lazy)
    return found


def test_no_expression_of_ours_takes_exponential_time() -> None:
    own = _own()
    assert len(own) > 550
    assert {pattern: text for pattern, flags in own if (text := exponential(pattern, flags)) is not None} == {}
