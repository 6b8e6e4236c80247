"""Fetches LanguageTool for English with Maven, once, into a folder where it is found again."""

from __future__ import annotations

import os
from pathlib import Path

from lint.grammar.server import VERSION, GrammarUnavailable, find_java
from lint.packs import rules_folder

_SECONDS = 900
_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies"


def default_folder() -> Path:
    """Return the folder that `install` fills and that is looked into when the environment names none."""
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "newslint" / "languagetool"


def install(target: Path) -> Path:
    """Return the folder of LanguageTool below `target`, fetched where it is not there yet.

    Raise GrammarUnavailable where Java, Maven or the network are missing; nothing half done is left behind.
    """
    import shutil
    from tempfile import mkdtemp

    installed = target / f"LanguageTool-{VERSION}"
    if (installed / "languagetool-server.jar").is_file():
        return installed
    find_java()
    maven = shutil.which("mvn")
    if maven is None:
        raise GrammarUnavailable(
            "LanguageTool is fetched with Maven and no 'mvn' is on PATH: install Maven and try again, or download "
            f"LanguageTool {VERSION} from languagetool.org by hand and unpack it into {target}"
        )
    try:
        target.mkdir(parents=True, exist_ok=True)
        work = Path(mkdtemp(prefix=".languagetool-", dir=target))
    except OSError as error:
        raise GrammarUnavailable(f"{target} can't be written ({error.strerror}): name another folder") from None
    try:
        _fetch(maven, work)
        if not (installed / "languagetool-server.jar").is_file():  # whoever finishes first wins
            shutil.rmtree(installed, ignore_errors=True)
            work.chmod(0o755)
            work.rename(installed)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return installed


def _fetch(maven: str, work: Path) -> None:
    import subprocess

    pom = rules_folder() / "grammar" / "languagetool-pom.xml"
    command = [maven, "--quiet", "--batch-mode", "--file", str(pom), f"-Dlanguagetool.version={VERSION}", _PLUGIN]
    command += ["-DincludeScope=runtime", "-Dmdep.stripVersion=true", f"-DoutputDirectory={work / 'libs'}"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise GrammarUnavailable(f"Maven did not finish ({error}): try again with a better network") from None
    jar = work / "libs" / "languagetool-server.jar"
    if done.returncode or not jar.is_file():
        raise GrammarUnavailable(
            f"Maven could not fetch LanguageTool {VERSION}: try again with a network that lets it through, or name your "
            f"mirror in Maven's settings.xml; it said: {_said(done.stdout + done.stderr)}"
        )
    jar.rename(work / "languagetool-server.jar")


def _said(output: str) -> str:
    """Return what a program printed, on one line, without the codes that color a terminal."""
    import re

    return " ".join(re.sub(r"\x1b\[[0-9;]*m", "", output).replace("[ERROR] ", "").split())[:300] or "nothing"
