"""What a rule says about each of its findings, and how what it found and its repair are shown."""

from __future__ import annotations

from typing import NamedTuple

from lint.edits import Edit
from lint.rule import Finding, Fix, Safety, Severity
from lint.text import Document


class Voice(NamedTuple):
    """What a rule says about each of its findings."""

    rule: str
    message: str
    severity: Severity
    safety: Safety
    quoted: str

    def finding(
        self, document: Document, start: int, end: int, edits: tuple[Edit, ...], *, safety: Safety | None = None
    ) -> Finding:
        """Return a finding on `start` to `end`; inside quotation marks its fix may be no more than a suggestion."""
        found = document.text[start:end]
        fix = edits[0].replacement if edits else ""
        message = self.message.replace("{found}", shown(found)).replace("{fix}", shown(fix))
        safety = safety or self.safety
        if edits and self.quoted != "fix" and safety is not Safety.SUGGESTION and document.is_quoted(start, end):
            safety = Safety.SUGGESTION
        return Finding(self.rule, start, end, message, self.severity, Fix(safety, edits) if edits else None)


def shown(text: str) -> str:
    """Return `text` as a message can quote it: on one line and not too long."""
    flat = " ".join(text.split()) or text.replace("\n", "\\n").replace("\r", "\\r")
    return flat if len(flat) <= 80 else flat[:60] + "…" + flat[-18:]


def fit_case(fix: str, found: str) -> str:
    """Return `fix` with the capitals of `found`: all of them, the first letter of each word or of all, or none."""
    letters = [letter for letter in found if letter.isalpha()]
    if len(letters) > 1 and all(letter.isupper() for letter in letters):
        return fix.upper()
    words = found.split()
    if len(words) > 1 and len(words) == len(fix.split()) and all(word[0].isupper() for word in words):
        return " ".join(word[0].upper() + word[1:] for word in fix.split())
    if letters and letters[0].isupper():
        return fix[:1].upper() + fix[1:]
    return fix
