"""The language server in a real Neovim: diagnostics arrive, a fix is applied by the editor, and its undo takes it back."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command import ROOT

pytestmark = pytest.mark.skipif(not shutil.which("nvim"), reason="Neovim is not installed")

TEXT = "Talks 😀 resumed, following they met in Oslo.\n\nThe army must fight once morest terror.\n"


def test_neovim_shows_findings_and_makes_fixes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    server = [sys.executable, "-c", "import sys; from lint.cli import main; sys.exit(main())", "server"]
    env = os.environ | {"NEWSLINT_COMMAND": json.dumps(server), "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)}
    env |= {"NEWSLINT_CACHE": str(tmp_path / "cache"), "XDG_STATE_HOME": str(tmp_path / "state")}
    result = subprocess.run(
        ["nvim", "--clean", "--headless", "-n", "a.txt", "-S", str(ROOT / "tests" / "neovim.lua")],
        cwd=tmp_path, env=env, capture_output=True, text=True, encoding="utf-8", timeout=150, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    seen = json.loads(result.stdout.splitlines()[-1])
    assert "trouble" not in seen, f"{seen['trouble']}\n{result.stderr}"
    first, _, third = TEXT.splitlines()
    fixed = first.replace("following", "after")
    assert (seen["source"], seen["code"]) == ("newslint", "artifact.following-clause")
    assert seen["place"] == [0, len(TEXT[: TEXT.index("following")].encode())]
    assert seen["fixed"] == [fixed, "", third]
    assert seen["all"] == [fixed, "", "The army must fight against terror."]
    assert seen["undone"] == TEXT.splitlines(), "a script is one step of Neovim's undo"
