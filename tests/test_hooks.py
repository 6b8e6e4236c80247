"""The hooks, run by the real pre-commit in a real repository: refused, fixed, committed."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HOOKS = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
DIRTY = "Talks resumed, following they met in Oslo.\n"
CLEAN = "Talks resumed, after they met in Oslo.\n"

Git = Callable[..., subprocess.CompletedProcess[str]]

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An environment in which `newslint` is this checkout, and git knows nobody's settings."""
    tools = tmp_path / "tools"
    tools.mkdir()
    command = tools / "newslint"
    command.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m lint "$@"\n')
    command.chmod(0o755)
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "PRE_COMMIT"))}
    return kept | {
        "PATH": f"{tools}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "PRE_COMMIT_HOME": str(tmp_path / "pre-commit"),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{who}_{what}": f"editor{'@example.org' if what == 'EMAIL' else ''}"
           for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }  # fmt: skip


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "news room"
    folder.mkdir()
    return folder


@pytest.fixture
def git(repository: Path, environment: dict[str, str]) -> Git:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["git", *arguments], cwd=repository, env=environment, capture_output=True, text=True, check=False
        )

    assert run("init", "-q", "-b", "main").returncode == 0
    return run


def local(*ids: str) -> str:
    """Return a configuration with hooks as they are shipped, but run from this checkout without installing it."""
    hooks = {id: block for block, id in re.findall(r"(^- id: (\S+)\n(?:  .*\n)+)", HOOKS, re.MULTILINE)}
    blocks = [hooks[id].replace("language: python", "language: system") for id in ids]
    indented = "".join(f"      {line}\n" for block in blocks for line in block.splitlines())
    return f"repos:\n  - repo: local\n    hooks:\n{indented}"


def install(git: Git, repository: Path, environment: dict[str, str], config: str) -> None:
    (repository / ".pre-commit-config.yaml").write_text(config)
    git("add", ".pre-commit-config.yaml")
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "install"],
        cwd=repository,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def commits(git: Git) -> int:
    return len(git("log", "--oneline").stdout.splitlines())


def test_a_dirty_article_is_refused_fixed_and_committed(
    git: Git, repository: Path, environment: dict[str, str]
) -> None:
    install(git, repository, environment, local("newslint-fix", "newslint"))
    article = repository / "summit.txt"
    article.write_text(DIRTY)
    git("add", "summit.txt")
    refused = git("commit", "-m", "Add the summit")
    assert refused.returncode != 0
    assert commits(git) == 0
    assert "summit.txt: 1 repair of artifact.following-clause" in refused.stderr + refused.stdout
    assert article.read_text() == CLEAN
    git("add", "summit.txt")
    done = git("commit", "-m", "Add the summit")
    assert done.returncode == 0, done.stdout + done.stderr
    assert git("show", "HEAD:summit.txt").stdout == CLEAN
    assert git("status", "--porcelain").stdout == ""


def test_what_only_an_editor_can_repair_is_shown_and_stays(
    git: Git, repository: Path, environment: dict[str, str]
) -> None:
    install(git, repository, environment, local("newslint"))
    (repository / "a.md").write_text(DIRTY)
    git("add", "a.md")
    refused = git("commit", "-m", "Add")
    assert refused.returncode != 0
    assert "a.md:1:16: error artifact.following-clause [safe]" in refused.stdout + refused.stderr
    assert (repository / "a.md").read_text() == DIRTY


def test_many_files_with_strange_names_and_folders(git: Git, repository: Path, environment: dict[str, str]) -> None:
    install(git, repository, environment, local("newslint-fix", "newslint"))
    names = [f"2024/{number:03} – Ärger & 'co' \"x\" {number}.txt" for number in range(120)]
    names += ["-dash.txt", "ünï/多言語 نص.md", "$(touch x).txt", "a;b.html"]
    for name in names:
        path = repository / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(CLEAN)
    (repository / "ünï" / "bad 😀.txt").write_text(DIRTY)
    (repository / "data.py").write_text("x = 'following they met'\n")
    git("add", "-A")
    refused = git("commit", "-m", "Add")
    assert refused.returncode != 0
    assert (repository / "ünï" / "bad 😀.txt").read_text() == CLEAN
    changed = git("-c", "core.quotePath=false", "diff", "--name-only").stdout.splitlines()
    assert [name for name in changed if "bad" not in name] == []
    git("add", "-A")
    done = git("commit", "-m", "Add")
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (repository / "x").exists()


def test_what_is_not_staged_stays_as_it_is(git: Git, repository: Path, environment: dict[str, str]) -> None:
    install(git, repository, environment, local("newslint-fix"))
    article = repository / "a.txt"
    article.write_text("One.\n\nTwo.\n\nThree.\n")
    git("add", "a.txt")
    assert git("commit", "-m", "Add").returncode == 0
    article.write_text(f"One.\n\n{DIRTY}\nThree.\n")
    git("add", "a.txt")
    unstaged = f"One.\n\n{DIRTY}\nThree.\n\nNot finished, following they left\n"
    article.write_text(unstaged)
    refused = git("commit", "-m", "Change")
    assert refused.returncode != 0
    text = article.read_text()
    assert text.endswith("Not finished, following they left\n")
    git("stash", "-k")
    assert commits(git) == 1


def test_what_the_settings_leave_out_is_left_out(git: Git, repository: Path, environment: dict[str, str]) -> None:
    install(git, repository, environment, local("newslint-fix", "newslint"))
    (repository / "newslint.toml").write_text('exclude = ["archive/**"]\n')
    (repository / "archive").mkdir()
    (repository / "archive" / "old.txt").write_text(DIRTY)
    git("add", "-A")
    done = git("commit", "-m", "Add")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (repository / "archive" / "old.txt").read_text() == DIRTY


def test_nothing_is_said_of_clean_articles(git: Git, repository: Path, environment: dict[str, str]) -> None:
    install(git, repository, environment, local("newslint-fix", "newslint"))
    (repository / "a.txt").write_text(CLEAN)
    git("add", "a.txt")
    done = git("commit", "-m", "Add")
    assert done.returncode == 0
    assert [
        line for line in (done.stdout + done.stderr).splitlines() if "a.txt" in line and "create mode" not in line
    ] == []


def test_a_dirty_row_of_a_table_is_refused(git: Git, repository: Path, environment: dict[str, str]) -> None:
    install(git, repository, environment, local("newslint-data"))
    table = repository / "daten ä.jsonl"
    table.write_text(json.dumps({"id": 1, "text": CLEAN}) + "\n" + json.dumps({"id": 2, "text": DIRTY}) + "\n")
    git("add", "-A")
    refused = git("commit", "-m", "Add")
    assert refused.returncode != 0
    assert "daten ä.jsonl:2:1:16: error artifact.following-clause" in refused.stdout + refused.stderr
    table.write_text(json.dumps({"id": 1, "text": CLEAN}) + "\n")
    git("add", "-A")
    assert git("commit", "-m", "Add").returncode == 0


@pytest.mark.precommit
def test_pre_commit_installs_and_runs_the_hooks_of_this_repository(
    git: Git, repository: Path, environment: dict[str, str]
) -> None:
    """The only test that installs the package as a user's pre-commit does; it needs a package index."""
    head = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()
    ids = re.findall(r"^- id: (\S+)", HOOKS, re.MULTILINE)
    hooks = "".join(f"      - id: {id}\n" for id in ids)
    install(git, repository, environment, f"repos:\n  - repo: {ROOT}\n    rev: {head}\n    hooks:\n{hooks}")
    (repository / "a.txt").write_text(DIRTY)
    (repository / "clean.txt").write_text(CLEAN)
    git("add", "-A")
    refused = git("commit", "-m", "Add")
    assert refused.returncode != 0
    assert (repository / "a.txt").read_text() == CLEAN, refused.stdout + refused.stderr
    git("add", "-A")
    done = git("commit", "-m", "Add")
    assert done.returncode == 0, done.stdout + done.stderr
