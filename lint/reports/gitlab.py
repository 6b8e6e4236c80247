"""GitLab code quality: a JSON array whose fingerprints do not depend on line numbers."""

from __future__ import annotations

import json
from hashlib import sha256

from lint.positions import Positions
from lint.report import Record
from lint.reports.run import Checked, Run, left, path, whole

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def render(run: Run) -> str:
    """Return the findings that are left as a code quality report."""
    issues = [issue for checked in run.files for issue in _issues(checked)]
    return json.dumps(issues, ensure_ascii=False, indent=1) + "\n"


def _issues(checked: Checked) -> list[Record]:
    at = Positions(checked.text, len)
    name = whole(path(checked.record["file"]))
    return [_issue(name, finding, at) for finding in left(checked.record)]


def _issue(name: str, finding: Record, at: Positions) -> Record:
    end, _ = at.place(max(finding["start"], finding["end"] - 1))
    return {
        "description": whole(finding["message"]),
        "check_name": finding["rule"],
        "fingerprint": sha256(f"{name}\0{finding['fingerprint']}".encode()).hexdigest(),
        "severity": _SEVERITIES[finding["severity"]],
        "location": {"path": name, "lines": {"begin": finding["line"], "end": end + 1}},
    }
