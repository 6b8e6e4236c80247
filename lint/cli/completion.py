"""`newslint completion`: a script that completes commands, options, their values and rule ids in a shell."""

from __future__ import annotations

from argparse import Action, ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Iterator
from typing import NamedTuple

from lint.catalogue import all_rules
from lint.cli import parser
from lint.rule import CATEGORIES

_RULES = ("--select", "--ignore", "--extend-select")


class Level(NamedTuple):
    """What can follow some words of a command line: further words, options, and the values of options."""

    words: tuple[str, ...]
    following: dict[str, str]
    options: dict[str, str]
    values: dict[str, tuple[str, ...]]


def run(args: Namespace) -> int:
    """Print the script; return the exit code."""
    levels = list(_levels(parser(), ()))
    print({"bash": _bash, "zsh": _zsh, "fish": _fish}[args.shell](levels), end="")
    return 0


def _levels(at: ArgumentParser, words: tuple[str, ...]) -> Iterator[Level]:
    subcommands = next((a for a in at._actions if isinstance(a, _SubParsersAction)), None)
    abouts = {c.dest: c.help or "" for c in subcommands._choices_actions} if subcommands else {}
    options = {name: action.help or "" for action in at._actions for name in action.option_strings}
    values = {name: _values(action) for action in at._actions for name in action.option_strings if _values(action)}
    positional = {
        str(c): "" for a in at._actions if not a.option_strings and a.choices and not abouts for c in a.choices
    }
    rules = {rule.id: "" for rule in all_rules()} if words in (("rules", "show"), ("rules", "list")) else {}
    yield Level(words, abouts or positional or rules, options, values)
    if subcommands:
        for name, below in subcommands.choices.items():
            yield from _levels(below, (*words, name))


def _values(action: Action) -> tuple[str, ...]:
    if any(name in _RULES for name in action.option_strings):
        return (*CATEGORIES, *(rule.id for rule in all_rules()))
    return tuple(map(str, action.choices or ()))


def _bash(levels: list[Level]) -> str:
    cases = []
    for level in levels:
        lines = [f'    "{" ".join(level.words)}")']
        if level.values:
            lines.append('      case "$prev" in')
            for name, values in level.values.items():
                lines.append(f'        {name}) COMPREPLY=($(compgen -W "{" ".join(values)}" -- "$cur")); return;;')
            lines.append("      esac")
        lines.append(f'      words="{" ".join((*level.following, *level.options))}";;')
        cases.append("\n".join(lines))
    known = "|".join(f'"{" ".join(level.words)}"' for level in levels if level.words)
    body = "\n".join(cases)
    return f"""\
# newslint completion bash; put this into ~/.bashrc:  eval "$(newslint completion bash)"
_newslint() {{
  local cur="${{COMP_WORDS[COMP_CWORD]}}" prev="${{COMP_WORDS[COMP_CWORD-1]}}" at="" next word words=""
  for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    next="${{at:+$at }}$word"
    case "$next" in {known}) at="$next";; esac
  done
  case "$at" in
{body}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}}
complete -o default -F _newslint newslint
"""


def _zsh(levels: list[Level]) -> str:
    head = '# newslint completion zsh; put this into ~/.zshrc:  eval "$(newslint completion zsh)"\n'
    script = _bash(levels).partition("\n")[2]
    return f"{head}autoload -Uz compinit bashcompinit && compinit && bashcompinit\n{script}"


def _fish(levels: list[Level]) -> str:
    lines = ["# newslint completion fish; newslint completion fish > ~/.config/fish/completions/newslint.fish"]
    for level in levels:
        here = "; and ".join(f"__fish_seen_subcommand_from {word}" for word in level.words)
        deeper = " ".join(level.following)
        condition = here or "__fish_use_subcommand"
        if here and deeper:
            condition += f"; and not __fish_seen_subcommand_from {deeper}"
        for word, about in level.following.items():
            lines.append(f"complete -c newslint -n {_quoted(condition)} -a {word} -d {_quoted(about)}")
        for option, about in level.options.items():
            flag = f"-l {option[2:]}" if option.startswith("--") else f"-s {option[1:]}"
            values = f" -xa {_quoted(' '.join(level.values[option]))}" if option in level.values else ""
            lines.append(f"complete -c newslint -n {_quoted(here or condition)} {flag} -d {_quoted(about)}{values}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("%%", "%") + "'"
