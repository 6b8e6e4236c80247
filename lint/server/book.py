"""A name that is right as it stands goes into the house's own book, so that no rule respells it again."""

from __future__ import annotations

import json
from pathlib import Path

from lsprotocol import types

from lint import ignorefile
from lint.names import house
from lint.positions import Positions
from lint.rule import Finding
from lint.server.analysis import Analysis


def spelled(analysis: Analysis, finding: Finding) -> str:
    """Return the name that a finding is about, as it stands in the text; empty where it is about something else."""
    if finding.category != "name" or not finding.fix:
        return ""
    name = analysis.cleaned.original[finding.start : finding.end]
    return name if name == " ".join(name.split()) and any(letter.isupper() for letter in name) else ""


def addition(name: str, path: Path) -> types.WorkspaceEdit:
    """Return the addition of a name to the closest book of the project, which is made where there is none."""
    own = [Path(book) for book in house.books(path.parent) if Path(book) != house.user_book()]
    place = own[-1] if own else ignorefile.place(path.parent).parent / house.FILE
    before = place.read_text(encoding="utf-8", errors="replace") if place.is_file() else ""
    at = types.Position(*Positions(before).place(len(before)))
    gap = "" if not before else "\n" if before.endswith("\n") else "\n\n"
    new = f"{gap}[[name]]\ncanonical = {json.dumps(name, ensure_ascii=False)}\n"
    identifier = types.OptionalVersionedTextDocumentIdentifier(uri=place.as_uri())
    return types.WorkspaceEdit(
        document_changes=[
            types.CreateFile(uri=place.as_uri(), options=types.CreateFileOptions(ignore_if_exists=True)),
            types.TextDocumentEdit(identifier, [types.TextEdit(types.Range(at, at), new)]),
        ]
    )
