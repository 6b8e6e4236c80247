"""`newslint init`: a newslint.toml to begin with, in the working folder."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from lint.cli import WRONG
from lint.writers import write

NAME = "newslint.toml"

TEMPLATE = """\
# Settings of newslint for the articles in this folder and below; a newslint.toml further down counts more.
# All keys: newslint config schema. What holds for one article: newslint config show FILE

profile = "{profile}"  # news, strict, batch or hook

# Rules by id or the beginning of one; 'newslint rules list' shows them.
ignore = []
extend-select = []

# Files and folders that are left out.
exclude = []

# Rules of your own; 'newslint rules new text.our-rule' begins one.
packs = []

# Another severity, or another safety of fixes, for single rules or all with one beginning.
[severity]
# "boilerplate" = "warning"

[safety]
# "name.variant-spelling" = "suggestion"

# Rules to ignore in some files.
[per-file-ignores]
# "archive/**" = ["readability"]

# Settings for some articles, by file or by site.
# [[overrides]]
# domains = ["example.org"]
# ignore = ["boilerplate.byline"]
"""


def run(args: Namespace) -> int:
    """Write the file, unless there is one; return the exit code."""
    content = TEMPLATE.replace("{profile}", args.profile)
    if args.print:
        print(content, end="")
        return 0
    path = Path.cwd() / NAME
    if path.exists():
        print(f"newslint: {path} is there already; edit it, or look at 'newslint init --print'", file=sys.stderr)
        return WRONG
    write(path, content.encode())
    print(f"{NAME} written; 'newslint check' uses it from now on", file=sys.stderr)
    return 0
