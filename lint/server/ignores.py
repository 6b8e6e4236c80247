"""What leaves a finding alone from now on: a comment at its line, or in plain text an entry of the ignore file."""

from __future__ import annotations

import json
from pathlib import Path

from lsprotocol import types

from lint import ignorefile
from lint.fingerprint import fingerprint
from lint.positions import Positions
from lint.readers.formats import document
from lint.rule import Finding
from lint.server.analysis import Analysis
from lint.text import MASK, Document


def comment(analysis: Analysis, finding: Finding, name: str) -> types.TextEdit | None:
    """Return the insertion of a comment behind the line of a finding; None where no comment can stand there."""
    doc = document(analysis.cleaned.original, name)
    if doc.format == "text" or not doc.lines:
        return None
    end = doc.lines[doc.line_number(finding.start)].end
    if doc.format == "html" and _within_markup(doc, end):
        return None
    return types.TextEdit(analysis.range(end, end), f" <!-- newslint-ignore {finding.rule} -->")


def _within_markup(doc: Document, offset: int) -> bool:
    """Tell whether a place stands inside a tag that goes on in the next line."""
    return doc.prose[max(0, offset - 1) : offset] == MASK and doc.text[offset - 1 : offset] != ">"


def entry(analysis: Analysis, finding: Finding, path: Path) -> types.WorkspaceEdit:
    """Return the addition of a finding to the ignore file, which is made where it is missing."""
    place = ignorefile.place(path.parent)
    doc = document(analysis.cleaned.original, str(path))
    file = path.relative_to(place.parent).as_posix() if path.is_relative_to(place.parent) else path.name
    text = doc.text[finding.start : finding.end][:80]
    line = ignorefile.Entry(fingerprint(doc, finding), finding.rule, file, text, "")
    before = place.read_text(encoding="utf-8", errors="replace") if place.is_file() else ""
    at = types.Position(*Positions(before).place(len(before)))
    new = ("" if before.endswith("\n") or not before else "\n") + json.dumps(line._asdict(), ensure_ascii=False) + "\n"
    identifier = types.OptionalVersionedTextDocumentIdentifier(uri=place.as_uri())
    return types.WorkspaceEdit(
        document_changes=[
            types.CreateFile(uri=place.as_uri(), options=types.CreateFileOptions(ignore_if_exists=True)),
            types.TextDocumentEdit(identifier, [types.TextEdit(types.Range(at, at), new)]),
        ]
    )
