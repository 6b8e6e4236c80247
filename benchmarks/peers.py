"""The other tools that are measured beside newslint: how each is found, and how it is run over a folder of articles.

Each is found on the PATH, or by a variable: VALE, TYPOS, CODESPELL, PROSELINT, TEXTLINT, HARPER hold a program;
VALE_STYLES a folder with the styles Google, Microsoft, proselint and write-good; TEXTLINT_RC a .textlintrc.json;
LANGUAGETOOL a command that takes a file; PEERS_PYTHON a Python that has trafilatura, justext, ftfy and datatrove.
What is not found is left out.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

NEWS = {
    "Spin": """extends: substitution
message: "use '%s' instead of '%s'"
level: error
ignorecase: true
swap:
  once morest: against
  following (they|he|she|it|we)\\b: after $1
  concerned regarding: concerned about
  taken accountability: claimed responsibility
""",
    "Names": """extends: substitution
message: "use '%s' instead of '%s'"
level: error
swap:
  Raïssi: Raisi
  Shahbaz: Shehbaz
  Baluchistan: Balochistan
  Maliha Lodhi: Maleeha Lodhi
  Amir Abdollahian: Amir-Abdollahian
""",
    "Boilerplate": """extends: existence
message: "boilerplate: '%s'"
level: error
scope: raw
raw:
  - '(?mi)^(?:Leave a (?:Reply|Replay|comment)|Your email address will not be published.*|Share this Article|'
  - 'Follow:|\\d+ Min Read|Also Read:.*|#\\w+(?: #\\w+)+|\\d{10})$'
""",
}
"""The three rules for Vale: of newslint's kind, though of four, five and eight forms."""

LIBRARIES = {
    "trafilatura": "import trafilatura\nfor t in H: trafilatura.extract(t)",
    "jusText": "import justext\ns = justext.get_stoplist('English')\nfor t in H: justext.justext(t.encode(), s)",
    "ftfy": "import ftfy\nfor t in T: ftfy.fix_text(t)",
    "C4 filter": (
        "from datatrove.data import Document\nfrom datatrove.pipeline.filters import C4QualityFilter\n"
        "c = C4QualityFilter()\nfor t in T: c.filter(Document(text=t, id='a'))"
    ),
}
"""Libraries in one process over all texts; those for web pages get each text as the simplest page."""

_READ = """import glob, html, sys
T = [open(f, encoding="utf-8").read() for f in sorted(glob.glob(sys.argv[1] + "/*.txt"))]
H = ["<html><head><title>t</title></head><body><article>" + "".join(
    f"<p>{html.escape(l)}</p>" for l in t.split("\\n") if l.strip()) + "</article></body></html>" for t in T]
"""


class Peer(NamedTuple):
    """A tool: its command, to which the files or the folder are added, and how many files at most it is given."""

    name: str
    command: list[str]
    files: int = 1000
    each: bool = False
    folder: Path | None = None


def peers(work: Path) -> Iterator[Peer]:
    """Yield the tools that are installed; `work` is a folder for their settings."""
    yield from _vale(work)
    for name, variable, arguments, files, each in (
        ("codespell", "CODESPELL", [], 1000, False),
        ("typos", "TYPOS", ["--isolated", "--format", "brief"], 1000, False),
        ("proselint", "PROSELINT", ["check", "-o", "json"], 1000, True),
        ("Harper", "HARPER", ["lint", "--format", "json", "--no-color", "--quiet"], 20, False),
        ("LanguageTool", "LANGUAGETOOL", [], 20, True),
    ):
        program = _found(variable, name.lower())
        if program:
            yield Peer(name, [*program, *arguments], files, each)
    program, settings = _found("TEXTLINT", "textlint"), os.environ.get("TEXTLINT_RC")
    if program and settings:
        yield Peer("textlint", [*program, "--config", settings, "--format", "json"], 100, True, Path(settings).parent)
    python = os.environ.get("PEERS_PYTHON", sys.executable)
    for name, program_text in LIBRARIES.items():
        module = program_text.split()[1].partition(".")[0]
        if subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=False).returncode == 0:
            yield Peer(name, [python, "-c", _READ + program_text], 200 if name == "C4 filter" else 1000)


def _vale(work: Path) -> Iterator[Peer]:
    program = _found("VALE", "vale")
    if not program:
        return
    styles = work / "styles"
    (styles / "News").mkdir(parents=True)
    for name, content in NEWS.items():
        (styles / "News" / f"{name}.yml").write_text(content, encoding="utf-8")
    yield Peer("Vale, three rules", [*program, "--config", _settings(work, "News"), *_VALE])
    stock = os.environ.get("VALE_STYLES")
    if stock:
        shutil.copytree(stock, styles, dirs_exist_ok=True)
        names = ", ".join(sorted(path.name for path in Path(stock).iterdir() if path.is_dir()))
        yield Peer("Vale, stock styles", [*program, "--config", _settings(work, f"Vale, {names}"), *_VALE], 200)
    else:
        yield Peer("Vale, own style", [*program, "--config", _settings(work, "Vale"), *_VALE])


_VALE = ["--output", "JSON", "--no-exit"]


def _settings(work: Path, styles: str) -> str:
    path = work / f"{styles.partition(',')[0]}-{styles.count(',')}.ini"
    path.write_text(f"StylesPath = styles\nMinAlertLevel = suggestion\n[*.txt]\nBasedOnStyles = {styles}\n")
    return str(path)


def _found(variable: str, program: str) -> list[str]:
    """Return the command in a variable, or the program on the PATH, or nothing."""
    given = os.environ.get(variable)
    found = shutil.which(program)
    return shlex.split(given) if given else [found] if found else []
