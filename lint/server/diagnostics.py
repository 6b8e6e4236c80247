"""Findings as the diagnostics and hovers of an editor."""

from __future__ import annotations

from lsprotocol import types

from lint.rule import Finding, Rule, Safety, Severity
from lint.server.analysis import MOST_DIAGNOSTICS, Analysis

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
_PROMISES = {
    Safety.SAFE: "Its fix is safe: `newslint check --fix` makes it.",
    Safety.UNSAFE: "Its fix may be wrong: it is made only when asked for.",
    Safety.SUGGESTION: "Its fix is a suggestion, for you to judge.",
}


def diagnostics(analysis: Analysis) -> list[types.Diagnostic]:
    """Return the diagnostics of a text; a last one says how many were left out."""
    made = [diagnostic(analysis, finding) for finding in analysis.findings]
    rest = len(analysis.cleaned.findings) - len(made)
    if rest:
        text = f"{rest} more findings of newslint; the {MOST_DIAGNOSTICS} most severe are shown."
        severity = types.DiagnosticSeverity.Information
        made.append(types.Diagnostic(analysis.range(0, 0), text, severity, source="newslint"))
    return made


def diagnostic(analysis: Analysis, finding: Finding) -> types.Diagnostic:
    """Return the diagnostic of one finding."""
    fix = finding.fix
    removed = fix is not None and bool(fix.edits) and not any(edit.replacement for edit in fix.edits)
    return types.Diagnostic(
        analysis.range(finding.start, finding.end),
        finding.message,
        _SEVERITIES[finding.severity],
        code=finding.rule,
        source="newslint",
        tags=[types.DiagnosticTag.Unnecessary] if removed and finding.category == "boilerplate" else None,
    )


def hover(analysis: Analysis, position: types.Position) -> types.Hover | None:
    """Return why the rules that fired at a position exist, with examples; the narrowest finding comes first."""
    found = sorted(analysis.at(types.Range(position, position)), key=lambda finding: finding.end - finding.start)
    if not found:
        return None
    parts = list(dict.fromkeys(_explained(finding, analysis.rules.get(finding.rule)) for finding in found[:3]))
    content = types.MarkupContent(types.MarkupKind.Markdown, "\n\n---\n\n".join(parts))
    return types.Hover(content, analysis.range(found[0].start, found[0].end))


def _explained(finding: Finding, rule: Rule | None) -> str:
    parts = [f"**{finding.rule}**"]
    if rule:
        parts.append(rule.why)
        if finding.fix:
            parts.append(_PROMISES[finding.fix.safety])
        for bad, good in rule.examples[:2]:
            parts.append(_diff(bad, good))
        if rule.keep:
            parts.append("Left alone:\n" + _fenced(rule.keep[0]))
    return "\n\n".join(parts)


def _diff(bad: str, good: str | None) -> str:
    lines = [f"- {line}" for line in bad.splitlines()]
    lines += [f"+ {line}" for line in good.splitlines()] if good is not None else []
    return _fenced("\n".join(lines), "diff")


def _fenced(text: str, language: str = "text") -> str:
    ticks = "```"
    while ticks in text:
        ticks += "`"
    return f"{ticks}{language}\n{text}\n{ticks}"
