"""Writes docs/commands.md from the parser of the command line; the tests compare the two."""

from __future__ import annotations

import argparse
from pathlib import Path

from lint.cli import parser

HEAD = """# Commands

This page is made from the program: `python docs/reference.py`. `newslint COMMAND --help` says the same.

Exit codes: 0, nothing is left at or above `--fail-on`; 1, findings are left; 2, wrong use, a bad configuration or rule,
or a file that can't be read or written; 3, a file was refused, because cleaning would take too much of it away.
"""


def page() -> str:
    """Return the page in Markdown."""
    parts = [HEAD]
    for name, about, command in _commands(parser()):
        parts.append(_section(f"## newslint {name}", about, command, f"newslint {name}"))
        for action, said, sub in _commands(command):
            parts.append(_section(f"### newslint {name} {action}", said, sub, f"newslint {name} {action}"))
    return "\n".join(parts)


def _commands(parent: argparse.ArgumentParser) -> list[tuple[str, str, argparse.ArgumentParser]]:
    for action in parent._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {choice.dest: choice.help or "" for choice in action._choices_actions}
            return [(name, helps.get(name, ""), command) for name, command in action.choices.items()]
    return []


def _section(head: str, about: str, command: argparse.ArgumentParser, name: str) -> str:
    rows = [row for action in command._actions if not isinstance(action, argparse._HelpAction) for row in _row(action)]
    first = about[:1].upper() + about[1:]
    lines = [head, "", first.rstrip(".") + ".", ""]
    if rows:
        lines += ["| argument | meaning |", "|---|---|", *rows, ""]
    return "\n".join(lines)


def _row(action: argparse.Action) -> list[str]:
    if isinstance(action, argparse._SubParsersAction):
        return []
    value = _value(action)
    value = value.replace("|", "\\|")
    shown = ", ".join(f"`{option}{f' {value}' if value else ''}`" for option in action.option_strings) or f"`{value}`"
    text = (action.help or "").replace("|", "\\|")
    default = action.default
    if action.option_strings and isinstance(default, str) and default not in ("", "-", argparse.SUPPRESS):
        text = f"{text}{'; ' if text else ''}default `{default}`"
    return [f"| {shown} | {text} |".replace("|  |", "| |")]


def _value(action: argparse.Action) -> str:
    if action.nargs == 0:
        return ""
    if action.choices is not None:
        return "{" + ",".join(map(str, action.choices)) + "}"
    name = action.metavar or action.dest.upper()
    return name if isinstance(name, str) else " ".join(name)


if __name__ == "__main__":
    Path(__file__).with_name("commands.md").write_text(page(), encoding="utf-8")
