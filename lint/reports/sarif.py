"""SARIF 2.1.0, for code scanning services and editors; columns count UTF-16 code units."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from lint.positions import Positions
from lint.report import Record
from lint.reports.links import rule_page
from lint.reports.run import Checked, Problem, Run, Suppressed, path, whole, worst_first
from lint.rule import Rule
from lint.version import __version__

MOST_RESULTS = 25_000
"""Results that GitHub takes of one run; the most severe ones are kept."""

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_KINDS = {"comment": "inSource", "ignore file": "external", "baseline": "external"}
_JUSTIFICATIONS = {
    "comment": "left alone by a comment in the article",
    "ignore file": "left alone by the ignore file",
    "baseline": "known since the baseline was written",
}
_SAFETY = {
    "safe": "Safe repair",
    "unsafe": "Repair that may be wrong",
    "suggestion": "Suggestion, to be judged by an editor",
}


def render(run: Run) -> str:
    """Return the run as a SARIF log."""
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [_run(run)],
    }
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _run(run: Run) -> Record:
    found = worst_first(run)
    suppressed = [(checked, item) for checked in run.files for item in checked.suppressed]
    used = sorted({finding["rule"] for _, finding in found} | {item.finding["rule"] for _, item in suppressed})
    files = [checked.record["file"] for checked in run.files]
    positions = {checked.record["file"]: Positions(checked.text) for checked in run.files}
    rules, artifacts = {rule: number for number, rule in enumerate(used)}, {f: n for n, f in enumerate(files)}

    def result(checked: Checked, finding: Record) -> Record:
        return _result(checked, finding, positions[checked.record["file"]], rules, artifacts)

    return {
        "tool": {
            "driver": {
                "name": "newslint",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(rule, run.rules.get(rule), rule_page(run.docs, rule)) for rule in used],
            }
        },
        "columnKind": "utf16CodeUnits",
        "invocations": [_invocation(run.problems, len(found))],
        "artifacts": [_artifact(checked) for checked in run.files],
        "results": [
            *(result(checked, finding) for checked, finding in found[:MOST_RESULTS]),
            *(
                {**result(checked, item.finding), "suppressions": [_suppression(item)]}
                for checked, item in suppressed[: max(0, MOST_RESULTS - len(found))]
            ),
        ],
    }


def _invocation(problems: Iterable[Problem], found: int) -> Record:
    notices = [{"level": "error", "message": {"text": whole(problem.message)}} for problem in problems]
    if found > MOST_RESULTS:
        text = (
            f"{found - MOST_RESULTS} findings of lower severity are left out; {MOST_RESULTS} is the most that is shown."
        )
        notices.append({"level": "warning", "message": {"text": text}})
    successful = not any(notice["level"] == "error" for notice in notices)
    return {"executionSuccessful": successful, "toolExecutionNotifications": notices}


def _rule(name: str, rule: Rule | None, page: str) -> Record:
    if rule is None:
        return {"id": name}
    first, _, _ = rule.why.partition("\n")
    return {
        "id": rule.id,
        **({"helpUri": page} if page else {}),
        "shortDescription": {"text": first},
        "fullDescription": {"text": rule.why},
        "help": {"text": rule.why, "markdown": _help(rule)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity.value], "enabled": rule.default},
        "properties": {"tags": [rule.category], "safety": rule.safety.value},
    }


def _help(rule: Rule) -> str:
    parts = [f"**{rule.id}**", rule.why]
    for bad, good in rule.examples[:3]:
        parts.append(_quoted("Found", bad) + ("\n" + _quoted("Repaired", good) if good is not None else ""))
    parts += [_quoted("Left alone", text) for text in rule.keep[:2]]
    return "\n\n".join(parts)


def _quoted(label: str, text: str) -> str:
    ticks = "```"
    while ticks in text:
        ticks += "`"
    return f"{label}:\n{ticks}text\n{whole(text)}\n{ticks}"


def _artifact(checked: Checked) -> Record:
    artifact: dict[str, Any] = {
        "location": {"uri": uri(checked.record["file"])},
        "hashes": {"sha-256": checked.record["sha256"]["original"]},
    }
    encoding = checked.record["encoding"].partition(":")[0]
    return {**artifact, "encoding": encoding} if encoding else artifact


def uri(name: str) -> str:
    """Return a file's name as a URI: relative where the name is, with everything unusual in it escaped."""
    pure = PurePath(name)
    if pure.is_absolute():
        return pure.as_uri()
    return quote(whole(path(name)), safe="/~-._")


def _result(
    checked: Checked, finding: Record, at: Positions, rules: Mapping[str, int], artifacts: Mapping[str, int]
) -> Record:
    name = checked.record["file"]
    place = {"uri": uri(name), "index": artifacts[name]}
    region = {**_region(at, finding["start"], finding["end"]), "snippet": {"text": whole(finding["text"])}}
    result: dict[str, Any] = {
        "ruleId": finding["rule"],
        "ruleIndex": rules[finding["rule"]],
        "level": _LEVELS[finding["severity"]],
        "message": {"text": whole(finding["message"])},
        "locations": [{"physicalLocation": {"artifactLocation": place, "region": region}}],
        "partialFingerprints": {
            "primaryLocationLineHash": f"{finding['fingerprint']}:1",
            "newslint/1": finding["fingerprint"],
        },
        "properties": {"category": finding["category"], "safety": (finding["fix"] or {}).get("safety", "none")},
    }
    fix = checked.fix(finding)
    if fix:
        result["fixes"] = [_fix(fix, place, at)]
    return result


def _suppression(item: Suppressed) -> Record:
    """Return why a result is not to be shown; without a reason of the writer's, by what it was left alone."""
    reason = whole(item.reason) or _JUSTIFICATIONS[item.by]
    return {"kind": _KINDS[item.by], "status": "accepted", "justification": reason}


def _fix(fix: Record, place: Record, at: Positions) -> Record:
    replacements = [
        {
            "deletedRegion": _region(at, edit["start"], edit["end"]),
            "insertedContent": {"text": whole(edit["replacement"])},
        }
        for edit in fix["edits"]
    ]
    return {
        "description": {"text": _SAFETY[fix["safety"]]},
        "artifactChanges": [{"artifactLocation": place, "replacements": replacements}],
    }


def _region(at: Positions, start: int, end: int) -> Record:
    (line, column), (end_line, end_column) = at.place(start), at.place(end)
    return {
        "startLine": line + 1,
        "startColumn": column + 1,
        "endLine": end_line + 1,
        "endColumn": end_column + 1,
        "charOffset": start,
        "charLength": end - start,
    }
