"""The same decisions without a browser: one finding after the other, a letter for each answer."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import TextIO

from lint.decisions import Action, DecisionsError, Scope
from lint.review.article import Card, clipped
from lint.review.desk import Desk, GoneError, ReviewError

HELP = """\
  a  accept the repair             A  always for this rule
  r  reject it                     R  never for this rule
  e  type what should stand here   w  always for these words, or this name
  t  always for this line, where   T  never for this line
     it recurs on this site
  g  genuine: an example to keep   u  undo the last decision
  s  skip for now                  n  next article
  q  quit; the next start goes on here
"""

_ANSWERS = {
    "a": (Action.ACCEPT, Scope.PLACE),
    "r": (Action.REJECT, Scope.PLACE),
    "g": (Action.GENUINE, Scope.PLACE),
    "w": (Action.ACCEPT, Scope.WORDS),
    "t": (Action.ACCEPT, Scope.TEMPLATE),
    "T": (Action.REJECT, Scope.TEMPLATE),
    "A": (Action.ACCEPT, Scope.RULE),
    "R": (Action.REJECT, Scope.RULE),
}


class _Quit(Exception):  # noqa: N818 - a way out, no error
    pass


class _NextArticle(Exception):  # noqa: N818
    pass


class Conversation:
    """Asks about every open finding, the most doubtful article first, until there is none or the person stops."""

    def __init__(self, desk: Desk, answers: TextIO, out: TextIO) -> None:
        self.desk, self.answers, self.out = desk, answers, out
        self.live = out.isatty() and not os.environ.get("NO_COLOR")
        self.skipped: set[tuple[str, str]] = set()
        self.done: list[str] = []

    def run(self) -> None:
        """Go through the queue."""
        passed: set[str] = set()
        with suppress(_Quit):
            while True:
                entries = [e for e in self.desk.queue() if e.tally.open and e.row.name not in passed]
                if not entries:
                    break
                name = entries[0].row.name
                try:
                    for card in self._open(name):
                        self._ask(name, card)
                except _NextArticle:
                    pass
                except GoneError as error:
                    self._print(_plain(f"newslint: {error}"))
                passed.add(name)
        self._print(
            f"{len(self.done)} decided, {self.desk.progress().open} open; the decisions are in {self.desk.log.path}"
        )

    def _open(self, name: str) -> Iterator[Card]:
        """Yield the open findings of an article; each decision may settle or move others."""
        self._print(f"\n{self._ink('1', name)}")
        while True:
            waiting = [c for c in self.desk.view(name).cards if c.is_open and (name, c.place) not in self.skipped]
            if not waiting:
                return
            yield waiting[0]

    def _ask(self, name: str, card: Card) -> None:
        self._show(card)
        while True:
            answer = self._line("[a]ccept [r]eject [e]dit [s]kip [q]uit, ? for more: ").strip()
            try:
                if self._do(name, card, answer):
                    return
            except GoneError as error:
                self._print(_plain(str(error)))
                return
            except (ReviewError, DecisionsError) as error:
                self._print(_plain(str(error)))

    def _do(self, name: str, card: Card, answer: str) -> bool:
        """Do what was answered; tell whether this finding is done with."""
        if answer == "q":
            raise _Quit
        if answer == "n":
            raise _NextArticle
        if answer == "s":
            self.skipped.add((name, card.place))
        elif answer == "u":
            if not self.done:
                self._print("nothing to undo")
                return False
            self.desk.undo(self.done.pop())
        elif answer == "e":
            words = self._line("instead: ").rstrip("\n")
            self.done.append(self.desk.decide(name, card.place, Action.EDIT, replacement=words).id)
        elif answer in _ANSWERS:
            action, scope = _ANSWERS[answer]
            self.done.append(self.desk.decide(name, card.place, action, scope=scope).id)
        else:
            self._print(HELP)
            return False
        return True

    def _show(self, card: Card) -> None:
        old, new = self._ink("31;9", clipped(card.old)), self._ink("32", clipped(card.new))
        if not self.live:
            old, new = f"[-{old}-]", f"{{+{new}+}}"
        change = old + (new if card.new != card.old else "") if card.can_accept else self._ink("33", clipped(card.old))
        before, after = _plain(card.before), _plain(card.after)
        self._print(f"\n  {self._ink('2', f'line {card.line}')}  {before}{change}{after}")
        self._print(f"  {_plain(card.message)} {self._ink('2', f'({card.rule}, {card.safety})')}")

    def _line(self, prompt: str) -> str:
        self.out.write(prompt)
        self.out.flush()
        line = self.answers.readline()
        if not line:
            raise _Quit
        return line

    def _ink(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{_plain(text)}\x1b[0m" if self.live else _plain(text)

    def _print(self, text: str) -> None:
        encoding = self.out.encoding or "utf-8"
        print(text.encode(encoding, "backslashreplace").decode(encoding), file=self.out)


def _plain(text: str) -> str:
    """Return a text as a terminal may show it: what would steer it is replaced."""
    return "".join(c if c == "\n" or c.isprintable() else " " if c.isspace() else "�" for c in text)


def converse(desk: Desk) -> int:
    """Ask on standard output, take the answers from standard input; return the exit code."""
    conversation = Conversation(desk, sys.stdin, sys.stdout)
    try:
        conversation.run()
    except KeyboardInterrupt:
        print(f"\n{len(conversation.done)} decided; the next start goes on here")
    return 0
