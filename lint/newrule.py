"""A rule to begin with: an entry of each kind that works and passes its own tests, for an author to change."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from lint.packs import PackError, load

_SWAP = """\
[[rule]]
id = "{id}"
kind = "swap"
severity = "warning"
safety = "suggestion"
message = "'{found}' is written '{fix}' here."
why = "Say in a sentence why this is wrong."
swaps = { "qwrong phrase" = "right phrase" }
examples = [{ bad = "The qwrong phrase stands here.", good = "The right phrase stands here." }]
keep = ["A genuine sentence that comes close.", "And another one."]
"""

_PATTERN = """\
[[rule]]
id = "{id}"
kind = "pattern"
severity = "warning"
safety = "suggestion"
message = "'{found}' should be '{fix}'."
why = "Say in a sentence why this is wrong."
patterns = ['\\bqwrong (\\w+)']
replace = 'right \\1'
examples = [{ bad = "The qwrong word stands here.", good = "The right word stands here." }]
keep = ["A genuine sentence that comes close.", "And another one."]
"""

_LINE = """\
[[rule]]
id = "{id}"
kind = "line"
severity = "warning"
safety = "suggestion"
zone = "tail"
message = "'{found}' is no part of the article."
why = "Say in a sentence where this line comes from."
lines = ['Qread our app(?: now)?']
examples = [{ bad = "The council met on Tuesday.\\n\\nQread our app now\\n", good = "The council met on Tuesday.\\n" }]
keep = ["A genuine sentence that comes close.", "And another one."]
"""

NEW = {"swap": _SWAP, "pattern": _PATTERN, "line": _LINE}
"""The entries by kind; {id} stands for the rule's id."""


def check_pack(content: bytes, path: Path) -> None:
    """Raise PackError, naming `path`, if a pack with this content would not load."""
    with TemporaryDirectory() as folder:
        trial = Path(folder, path.name)
        trial.write_bytes(content)
        try:
            load([trial])
        except PackError as error:
            raise PackError(str(error).replace(str(trial), str(path))) from None
