"""The five articles become what stands in samples/golden; a difference is written there, to be judged by `git diff`."""

import json
from pathlib import Path
from typing import Any

import pytest

from lint.batch import Job, Output, clean_file
from lint.linter import Linter
from lint.undo import undo_file, undoable

SAMPLES = sorted((Path(__file__).parent.parent / "samples").glob("*.txt"))
GOLDEN = SAMPLES[0].parent / "golden"
CLEAN = "003_57041a99e59c577c.txt"


def stable(report: dict[str, Any]) -> dict[str, Any]:
    """Return a report without what changes with every edit of a rule."""
    volatile = {"newslint", "rules_hash", "config_hash", "sha256"}
    return {key: value for key, value in report.items() if key not in volatile}


def expected(path: Path, content: str) -> str:
    """Return what a golden file holds; write it anew where it differs."""
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    if old != content:
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return old


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name[:3])
def test_sample(path: Path, tmp_path: Path) -> None:
    outcome = clean_file(Job(path, path.name), Output(tmp_path), Linter())
    assert outcome.record, outcome.message
    text = (tmp_path / path.name).read_text(encoding="utf-8")
    report = json.dumps(stable(outcome.record), ensure_ascii=False, indent=1) + "\n"
    old_text = expected(GOLDEN / f"{path.name}.cleaned", text)
    old_report = expected(GOLDEN / f"{path.name}.report.json", report)
    assert text == old_text
    assert json.loads(report) == json.loads(old_report or "{}")
    (item,) = undoable(tmp_path)
    undo_file(item, tmp_path / "back.txt")
    assert (tmp_path / "back.txt").read_bytes() == path.read_bytes()


def test_the_clean_sample_is_left_alone() -> None:
    (path,) = (path for path in SAMPLES if path.name == CLEAN)
    text = path.read_text(encoding="utf-8")
    assert Linter().clean(text).text == text + "\n"
