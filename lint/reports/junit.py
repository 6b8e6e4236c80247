"""JUnit XML: a suite for each file, in it a failed case for each rule that found something."""

from __future__ import annotations

from collections import defaultdict
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from lint.pattern import lazy
from lint.report import Record
from lint.reports.run import Checked, Problem, Run, left

_INVALID = lazy(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(run: Run) -> str:
    """Return the findings that are left as JUnit XML."""
    suites = [*(_suite(checked) for checked in run.files), *(_broken(problem) for problem in run.problems)]
    root = Element("testsuites", name="newslint")
    for key in ("tests", "failures", "errors"):
        root.set(key, str(sum(int(suite.get(key, "0")) for suite in suites)))
    root.extend(suites)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _suite(checked: Checked) -> Element:
    rules: dict[str, list[Record]] = defaultdict(list)
    for finding in left(checked.record):
        rules[finding["rule"]].append(finding)
    name = _valid(checked.record["file"])
    suite = Element("testsuite", name=name, tests=str(len(rules) or 1), failures=str(len(rules)), errors="0")
    if not rules:
        SubElement(suite, "testcase", name="newslint", classname=name)
    for rule, found in rules.items():
        case = SubElement(suite, "testcase", name=rule, classname=name)
        message = found[0]["message"] if len(found) == 1 else f"{len(found)} times; first: {found[0]['message']}"
        failure = SubElement(case, "failure", message=_valid(message), type=found[0]["severity"])
        failure.text = "\n".join(_valid(f"{name}:{f['line']}:{f['column']}: {f['message']}") for f in found)
    return suite


def _broken(problem: Problem) -> Element:
    name = _valid(problem.file)
    suite = Element("testsuite", name=name, tests="1", failures="0", errors="1")
    case = SubElement(suite, "testcase", name="newslint", classname=name)
    SubElement(case, "error", message=_valid(problem.message), type="unreadable")
    return suite


def _valid(text: str) -> str:
    """Return `text` with U+FFFD for every character that XML 1.0 does not allow."""
    return _INVALID.sub("\N{REPLACEMENT CHARACTER}", text)
