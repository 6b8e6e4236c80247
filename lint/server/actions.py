"""What an editor offers for a finding: its fix, and all safe fixes at once. Only edits, no commands of any client."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from lsprotocol import types
from pygls.uris import to_fs_path

from lint.edits import Edit
from lint.rule import Fix, Safety
from lint.server.analysis import Analysis
from lint.server.book import addition, spelled
from lint.server.diagnostics import diagnostic
from lint.server.ignores import comment, entry
from lint.suppress import UNUSED

FIX_ALL = "source.fixAll.newslint"
"""The kind of the action that makes every safe fix; editors can run it when a file is saved."""

KINDS = [types.CodeActionKind.QuickFix, FIX_ALL]
"""The kinds of action that are offered."""

_LONGEST = 60
_DOUBTS = {Safety.SAFE: "", Safety.UNSAFE: " (may be wrong)", Safety.SUGGESTION: " (suggestion)"}


def actions(analysis: Analysis, uri: str, params: types.CodeActionParams) -> Iterator[types.CodeAction]:
    """Yield the actions for a range of the text: fixes, the safe ones first, then what leaves findings alone."""
    only = params.context.only
    if _wanted(types.CodeActionKind.QuickFix, only):
        yield from _quick_fixes(analysis, uri, params.range)
        yield from _names(analysis, uri, params.range)
        yield from _ignores(analysis, uri, params.range)
    if _wanted(FIX_ALL, only) and analysis.cleaned.edits:
        yield _fix_all(analysis, uri)


def _wanted(kind: str, only: Sequence[types.CodeActionKind | str] | None) -> bool:
    """Tell whether a kind was asked for: itself, or a kind above it."""
    return only is None or any(kind == asked or kind.startswith(f"{asked}.") for asked in map(_value, only))


def _value(kind: types.CodeActionKind | str) -> str:
    return kind.value if isinstance(kind, types.CodeActionKind) else kind


def _quick_fixes(analysis: Analysis, uri: str, place: types.Range) -> Iterator[types.CodeAction]:
    order = list(Safety)
    found = [(fix, finding) for finding in analysis.at(place) if (fix := analysis.fix(finding))]
    for fix, finding in sorted(found, key=lambda item: order.index(item[0].safety)):
        yield types.CodeAction(
            title=_title(analysis.cleaned.original, fix),
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[diagnostic(analysis, finding)],
            is_preferred=fix.safety is Safety.SAFE,
            edit=_workspace_edit(analysis, uri, sorted(fix.edits)),
        )


def _names(analysis: Analysis, uri: str, place: types.Range) -> Iterator[types.CodeAction]:
    """Yield for each name that a rule would respell what puts it into the house's own book as it stands."""
    path = to_fs_path(uri) if uri.startswith("file:") else None
    for finding in analysis.at(place) if path else ():
        name = spelled(analysis, finding)
        if name and path:
            yield types.CodeAction(
                title=f"Add '{name}' to the names of this house",
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[diagnostic(analysis, finding)],
                edit=addition(name, Path(path)),
            )


def _ignores(analysis: Analysis, uri: str, place: types.Range) -> Iterator[types.CodeAction]:
    """Yield for each finding what leaves it alone from now on; a text that has no file has no ignore file."""
    for finding in analysis.at(place):
        note = comment(analysis, finding, analysis.name)
        path = to_fs_path(uri) if uri.startswith("file:") else None
        if note:
            version = types.OptionalVersionedTextDocumentIdentifier(uri=uri, version=analysis.version)
            edit = types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(version, [note])])
        elif path and finding.rule != UNUSED.id:
            edit = entry(analysis, finding, Path(path))
        else:
            continue
        yield types.CodeAction(
            title=f"Leave {finding.rule} alone here",
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[diagnostic(analysis, finding)],
            edit=edit,
        )


def _title(text: str, fix: Fix) -> str:
    edit = fix.edits[0]
    old, new = _shown(text[edit.start : edit.end]), _shown(edit.replacement)
    if len(fix.edits) > 1:
        done = f"Repair {len(fix.edits)} places"
    elif not edit.replacement:
        done = f"Remove '{old}'" if old else "Remove it"
    elif not old or not new:
        done = f"Insert '{new}'" if new else "Repair the spacing"
    else:
        done = f"Replace '{old}' with '{new}'"
    return done + _DOUBTS[fix.safety]


def _shown(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]}…{text[-_LONGEST // 3 :]}"


def _fix_all(analysis: Analysis, uri: str) -> types.CodeAction:
    count = sum(applied for _, applied in analysis.cleaned.findings)
    return types.CodeAction(
        title=f"newslint: make all safe fixes ({count})",
        kind=FIX_ALL,
        edit=_workspace_edit(analysis, uri, analysis.cleaned.edits),
    )


def _workspace_edit(analysis: Analysis, uri: str, edits: tuple[Edit, ...] | list[Edit]) -> types.WorkspaceEdit:
    """Return the edits of a text, bound to the version that they were made for."""
    document = types.OptionalVersionedTextDocumentIdentifier(uri=uri, version=analysis.version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(document, [*analysis.edits(edits)])])
