"""Findings that are kept, and times that are told: neither may change what is found."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from command import newslint

from lint.cache import MOST_FILES, Cache, _thin
from lint.checking import Checking, Failed, Request, answers
from lint.config import Config
from lint.linter import Linter
from lint.packs import cached
from lint.pool import Crew
from lint.timing import Timing

ROOT = Path(__file__).parent.parent
DIRTY = (
    "The council met on Tuesday and agreed to repair the bridge, following they visited the site.\n\nLeave a Reply\n"
)


class Counting(Linter):
    """A linter that counts how often it is asked."""

    asked = 0

    def clean(self, *args: object, **options: object):  # type: ignore[no-untyped-def]
        """Count, and clean."""
        Counting.asked += 1
        return super().clean(*args, **options)  # type: ignore[arg-type]


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    Counting.asked = 0
    return Cache(tmp_path / "cache")


def _files(cache: Cache) -> list[Path]:
    return [path for path in cache.folder.rglob("*") if path.is_file()]


def test_what_is_kept_is_what_was_found(cache: Cache, samples: list[Path]) -> None:
    linter = Counting()
    texts = [*(path.read_text(encoding="utf-8", errors="surrogateescape") for path in samples), "", "\udcff", DIRTY]
    for text in texts:
        assert cache.clean(linter, text, "a.txt") == linter.clean(text, "a.txt", page=False)
    Counting.asked = 0
    again = [cache.clean(linter, text, "b.txt") for text in texts]
    assert Counting.asked == 0
    assert again == [linter.clean(text, "b.txt", page=False) for text in texts]
    assert all(type(f.severity).__name__ == "Severity" for cleaned in again for f, _ in cleaned.findings)


def test_what_is_known_needs_no_work_and_no_process(cache: Cache, tmp_path: Path) -> None:
    requests = [Request(tmp_path / f"{number}.txt", f"{number}.txt") for number in range(300)]
    for number, request in enumerate(requests):
        assert request.path
        request.path.write_text(f"Number {number // 2} of them. {DIRTY * 20}", encoding="utf-8")
    linter = Counting()
    checking = Checking(lambda path: linter, cache)
    first = list(answers(requests, checking, None))
    assert Counting.asked == 150  # equal texts are checked once in a run

    def engaged() -> Crew:
        raise AssertionError("there is nothing to do")

    assert list(answers(requests, checking, engaged)) == first
    assert Counting.asked == 150
    requests[7].path.unlink()  # type: ignore[union-attr]
    requests[9].path.write_bytes(b"\0" * 9)  # type: ignore[union-attr]
    changed = [answer for _, answer in answers(requests, checking, engaged)]
    assert changed[7] is None
    assert isinstance(changed[9], Failed)
    assert changed[:7] == [answer for _, answer in first[:7]]


def test_other_settings_formats_and_packs_are_not_confused(cache: Cache, tmp_path: Path) -> None:
    pack = tmp_path / "own.toml"
    entry = (
        '[[rule]]\nid = "text.own"\nkind = "swap"\nsafety = "safe"\nmessage = "m"\nwhy = "w"\nswaps = {{ "bridge" = "{0}" }}\n'
        'keep = ["A", "B"]\nexamples = [{{ bad = "The bridge.", good = "The {0}." }}]\n'
    )
    pack.write_text(entry.format("dam"))
    kinds = [Counting(), Counting(Config(ignore=("artifact",))), Counting(Config(packs=(str(pack),)))]
    results = [cache.clean(linter, DIRTY, name) for linter in kinds for name in ("a.txt", "a.md", "a.html")]
    assert Counting.asked == len(results) == len(_files(cache))
    assert len({cleaned.text for cleaned in results}) >= 3


def test_a_damaged_cache_is_no_cache(cache: Cache) -> None:
    linter = Counting()
    whole = cache.clean(linter, DIRTY, "a.txt")
    [path] = _files(cache)
    content = path.read_bytes()
    for damaged in (b"", content[:30], content[:-1], b"\0" * 500, content[:40] + b"x" + content[41:]):
        path.write_bytes(damaged)
        assert cache.clean(linter, DIRTY, "a.txt") == whole
    path.unlink()
    path.mkdir()
    assert cache.clean(linter, DIRTY, "a.txt") == whole
    assert Cache(Path(os.devnull) / "x").clean(linter, DIRTY, "a.txt") == whole


def test_old_findings_make_room(tmp_path: Path) -> None:
    for number in range(MOST_FILES + 10):
        path = tmp_path / str(number)
        path.touch()
        os.utime(path, (number, number))
    _thin(tmp_path)
    left = sorted(int(path.name) for path in tmp_path.iterdir())
    assert left == list(range((MOST_FILES + 10) // 2, MOST_FILES + 10))


def test_watching_a_linter_changes_nothing(samples: list[Path]) -> None:
    plain, watched, timing = Linter(), Linter(), Timing()
    timing.watch(watched)
    for path in samples:
        text = path.read_text(encoding="utf-8")
        with timing.stage("rules"):
            found = watched.check(text)
        assert found == plain.check(text)
    table = list(timing.lines())
    assert table[0].split() == ["stage", "ms", "share"]
    assert timing.calls.total() > 100
    assert 0 < sum(timing.rules.values()) <= timing.stages["rules"]
    timing.rules["text.slow"] = timing.stages["rules"]  # type: ignore[assignment]
    assert any(line.startswith("text.slow") and line.endswith("more than 5 % of the whole") for line in timing.lines())


# --- the command ----------------------------------------------------------------------------------------------------


def _check(folder: Path, *options: str, cache: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "lint", "check", ".", "--output-format", "concise", *options],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NEWSLINT_CACHE": str(cache)},
        timeout=120,
    )


def test_check_gives_the_same_from_cache_and_from_processes(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(90):
        (folder / f"{number:02}.txt").write_text(f"Council {number} meets\n\n" + DIRTY * 50)
    (folder / "binary.txt").write_bytes(b"a\0b")
    cache = tmp_path / "cache"
    plain = _check(folder, "--no-cache", "--jobs", "1", cache=cache)
    assert not (cache / "findings").exists()
    assert plain.returncode == 2
    assert "binary.txt: byte 1 says" in plain.stderr
    for options in (["--no-cache", "--jobs", "2"], ["--jobs", "2"], ["--jobs", "2"], ["--jobs", "1"]):
        result = _check(folder, *options, cache=cache)
        assert (result.stdout, result.stderr, result.returncode) == (plain.stdout, plain.stderr, 2)
    assert len([path for path in (cache / "findings").rglob("*") if path.is_file()]) == 90


def test_timing_shows_stages_and_rules(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DIRTY)
    result = _check(tmp_path, "--timing", cache=tmp_path / "cache")
    assert "following-clause" in result.stdout
    for word in ("stage", "read and decode", "rules and edits", "report", "rule"):
        assert word in result.stderr


def test_cleaning_the_cache_leaves_what_others_have_put_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "kept"
    variables = {"NEWSLINT_CACHE": str(kept)}
    (tmp_path / "a.txt").write_text(DIRTY)
    assert newslint(tmp_path, "cache", "dir", **variables).stdout == f"{kept}\n"
    before = newslint(tmp_path, "check", "a.txt", **variables)
    Cache(kept / "findings").clean(Linter(), DIRTY, "a.txt")
    monkeypatch.setenv("NEWSLINT_CACHE", str(kept))
    assert cached("words", [b"some"], lambda: ["data"]) == ["data"]
    written = [path for path in kept.rglob("*") if path.is_file()]
    assert any(path.parent == kept for path in written)
    assert any(path.parent.parent.name == "findings" for path in written)
    others = [
        kept / "notes.txt",
        kept / f"photo-{'0' * 24}",  # named like a file of ours, but without its seal
        kept / f"names-{'0' * 24}.toml",
        kept / "findings" / "aa" / "mine.txt",
        tmp_path / f"review-{'0' * 24}",
    ]
    for path in others:
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text("mine")
    link = kept / f"review-{'1' * 24}"
    link.symlink_to(others[-1])
    size = sum(path.stat().st_size for path in written) / 1e6
    done = newslint(tmp_path, "cache", "clean", **variables)
    assert (done.returncode, done.stdout) == (0, f"{len(written):,} files removed from {kept} ({size:,.1f} MB)\n")
    assert {path for path in kept.rglob("*") if not path.is_dir()} == {*others[:-1], link}
    assert all(path.read_text() == "mine" for path in others)
    assert newslint(tmp_path, "check", "a.txt", **variables).stdout == before.stdout


def test_cleaning_a_cache_that_is_not_there(tmp_path: Path) -> None:
    done = newslint(tmp_path, "cache", "clean", NEWSLINT_CACHE=str(tmp_path / "none"))
    assert (done.returncode, done.stdout) == (0, f"0 files removed from {tmp_path / 'none'} (0.0 MB)\n")
