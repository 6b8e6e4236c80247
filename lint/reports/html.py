"""The overview of a run as one page without scripts, with a page for each article beside it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from os.path import relpath
from pathlib import Path
from typing import Any
from urllib.parse import quote

from lint import ledger as ledgers
from lint.batch import Outcome, Output
from lint.edits import Edit
from lint.engine import retrace
from lint.ledger import LedgerError
from lint.readers.source import UnreadableError, decode, encode
from lint.report import LEVELS, Record
from lint.reports.article import SCORES, Note, article_page, note, score_changes
from lint.reports.charts import bar, shares
from lint.reports.page import page
from lint.reports.run import Run, whole, worst_first
from lint.rule import Severity
from lint.writers import UnwritableError, write

MOST_ROWS = 300
"""Articles that the overview lists: those that need an editor most."""

MOST_NAMES = 60
"""Spellings of names that the overview lists."""

KNOWN_NAMES = 20_000
"""Spellings of names that are counted at a time; the rarest half is forgotten when there are more."""

MOST_RULES = 40
"""Rules that the overview lists."""

MOST_PROBLEMS = 50
"""Files that could not be worked on which the overview names."""

MOST_FINDINGS = 600
"""Findings that a page without pages beside it shows."""

VERDICTS = ("reject", "review", "publish")
"""The verdicts, the gravest first."""

_TAIL = 16
_MEASURES = {"words": "words", "ease": "flesch_reading_ease", "grade": "flesch_kincaid_grade"}


class Overview:
    """Collects what the overview shows while a run goes on; bounded, whatever the number of files."""

    def __init__(self) -> None:
        self.found: Counter[str] = Counter()
        self.repaired: Counter[str] = Counter()
        self.verdicts: Counter[str] = Counter()
        self.verdicts_after: Counter[str] = Counter()
        self.scores: Counter[str] = Counter()
        self.states: Counter[str] = Counter()
        self.names: dict[tuple[str, str], Counter[str]] = {}
        self.problems: list[str] = []
        self.measured: Counter[str] = Counter()
        self.rows: list[dict[str, Any]] = []
        self.files = self.more = self.failed = 0

    def add(self, record: Record, state: str, link: str = "", message: str = "") -> None:
        """Take the report of a file; `link` leads to its page."""
        self.files += 1
        self.states[state] += 1
        self._score(record["scores"])
        for finding in record["findings"]:
            self.found[finding["rule"]] += 1
            self.repaired[finding["rule"]] += finding["applied"]
        self._name(record)
        self._measure(record)
        self.rows.append(_row(record, state, link, message))
        if len(self.rows) >= 2 * MOST_ROWS:
            self._prune()

    def take(self, outcome: Outcome) -> None:
        """Take what became of a file that was cleaned into a folder."""
        if outcome.record is None:
            self.problem(outcome.message)
            return
        link = quote(whole(f"{outcome.name}.report.html"))
        self.add({**outcome.record, "file": outcome.name}, outcome.state, link, outcome.message)

    def html(self) -> str:
        """Return the overview of an output folder."""
        return page("index.html.j2", **self.values(), undo=True, details=[], more_findings=0)

    def problem(self, message: str) -> None:
        """Take a file that could not be worked on."""
        self.files += 1
        self.failed += 1
        self.states["failed"] += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(whole(message))

    def _prune(self) -> None:
        self.rows.sort(key=_need)
        self.more += len(self.rows[MOST_ROWS:])
        del self.rows[MOST_ROWS:]

    def _name(self, record: Record) -> None:
        here: set[tuple[str, str]] = set()
        for finding in record["findings"]:
            spelling = _spelling(finding)
            if finding["category"] == "name" and spelling:
                counts = self.names.setdefault(spelling, Counter())
                counts["times"] += 1
                counts["repaired"] += finding["applied"]
                here.add(spelling)
        for spelling in here:
            self.names[spelling]["files"] += 1
        if len(self.names) > KNOWN_NAMES:
            kept = sorted(self.names.items(), key=_frequency)[: KNOWN_NAMES // 2]
            self.names = dict(kept)

    def _score(self, scores: Record) -> None:
        """Count the verdict on an article and its scores; what was not cleaned is afterwards what it was."""
        after = scores.get("after") or scores
        self.verdicts[scores["verdict"]] += 1
        self.verdicts_after[after["verdict"]] += 1
        for key in SCORES.keys() & scores.keys():
            self.scores[key] += round(1000 * scores[key])  # whole, so that their sum does not depend on an order
            self.scores[f"{key}_after"] += round(1000 * after[key])

    def _measure(self, record: Record) -> None:
        if not record["readability"]:
            return
        self.measured["files"] += 1
        for name, key in _MEASURES.items():
            for when in ("before", "after"):
                self.measured[f"{name}_{when}"] += record["readability"][when].get(key, 0)

    def values(self) -> dict[str, Any]:
        """Return what the template of the overview needs."""
        self._prune()
        rules = sorted(self.found.items(), key=lambda item: (-item[1], item[0]))
        names = sorted(self.names.items(), key=_frequency)
        judged = sum(self.verdicts.values())
        return {
            "total": self.files,
            "states": sorted(self.states.items()),
            "found": sum(self.found.values()),
            "repaired": sum(self.repaired.values()),
            "flagged": self.verdicts["review"] + self.verdicts["reject"],
            "means": self._means(),
            "problems": self.problems,
            "more_problems": self.failed - len(self.problems),
            "verdict_bar": shares({verdict: self.verdicts[verdict] for verdict in VERDICTS}),
            "verdicts": [
                (v, self.verdicts[v], self.verdicts_after[v], round(100 * self.verdicts[v] / (judged or 1)))
                for v in VERDICTS
            ],
            "scores": [
                (label, self.scores[key] / 1000 / (judged or 1), self.scores[f"{key}_after"] / 1000 / (judged or 1))
                for key, label in SCORES.items()
            ],
            "categories": self._categories(),
            "rules": self._bars(rules[:MOST_RULES], self.repaired),
            "more_rules": max(0, len(rules) - MOST_RULES),
            "names": [{"found": f, "usual": u, **counts} for (f, u), counts in names[:MOST_NAMES]],
            "more_names": max(0, len(names) - MOST_NAMES),
            "rows": self.rows,
            "more": self.more,
        }

    def _means(self) -> dict[str, float]:
        files = self.measured["files"]
        values = {
            key: total if key.startswith("words") else total / files
            for key, total in self.measured.items()
            if key != "files"
        }
        return {"files": files, **values}

    def _categories(self) -> list[dict[str, Any]]:
        found: Counter[str] = Counter()
        repaired: Counter[str] = Counter()
        for rule, count in self.found.items():
            found[rule.partition(".")[0]] += count
            repaired[rule.partition(".")[0]] += self.repaired[rule]
        return self._bars(sorted(found.items(), key=lambda item: (-item[1], item[0])), repaired)

    def _bars(self, counts: Sequence[tuple[str, int]], repaired: Counter[str]) -> list[dict[str, Any]]:
        most = max((count for _, count in counts), default=1)
        return [
            {"name": name, "found": count, "repaired": repaired[name], "bar": bar(name, count, repaired[name], most)}
            for name, count in counts
        ]


def _frequency(item: tuple[tuple[str, str], Counter[str]]) -> tuple[int, tuple[str, str]]:
    return -item[1]["times"], item[0]


def _row(record: Record, state: str, link: str, message: str) -> dict[str, Any]:
    readability = record["readability"]
    ease = [readability[when].get("flesch_reading_ease") for when in ("before", "after")] if readability else []
    left = [finding for finding in record["findings"] if not finding["applied"]]
    return {
        "name": whole(record["file"]),
        "link": link,
        "state": state,
        "message": whole(message),
        "verdict": record["scores"]["verdict"],
        "after": (record["scores"].get("after") or record["scores"])["verdict"],
        "found": len(record["findings"]),
        "left": len(left),
        "graver": sum(LEVELS[Severity(finding["severity"])] for finding in left),
        "artifact": record["scores"]["artifact"],
        "scores": score_changes(record),
        "ease": " → ".join(dict.fromkeys(map(str, ease))) if ease else "–",
    }


def _need(row: dict[str, Any]) -> tuple[Any, ...]:
    """Return what puts articles in order of their need for an editor; the name makes it the same in every run."""
    return (
        row["state"] != "refused",
        VERDICTS.index(row["verdict"]),
        -row["artifact"],
        -row["graver"],
        -row["found"],
        row["name"],
    )


def _spelling(finding: Record) -> tuple[str, str] | None:
    """Return a name as it was found and as it is usually written."""
    edits = (finding["fix"] or {}).get("edits", [])
    if len(edits) != 1 or not finding["start"] <= edits[0]["start"] <= edits[0]["end"] <= finding["end"]:
        return None
    text, first, last = finding["text"], edits[0]["start"] - finding["start"], edits[0]["end"] - finding["start"]
    return whole(text), whole(text[:first] + edits[0]["replacement"] + text[last:])


def with_page(outcome: Outcome, output: Output) -> Outcome:
    """Write the page of an article unless an earlier run has, and return its outcome: failed if that can't be done."""
    if outcome.record is None:
        return outcome
    place = output.folder / f"{outcome.name}.report.html"
    if outcome.state == "skipped" and _is_whole(place):
        return outcome
    try:
        write(place, _article(outcome, outcome.record, output).encode("utf-8", "replace"), lasting=False)
        return outcome
    except UnwritableError as error:
        return Outcome(outcome.name, "failed", None, str(error))


def _is_whole(place: Path) -> bool:
    """Tell whether a page is there to its end; a machine that went down may leave less."""
    try:
        with open(place, "rb") as file:
            file.seek(-_TAIL, os.SEEK_END)
            return b"</html>" in file.read()
    except OSError:
        return False


def _article(outcome: Outcome, record: Record, output: Output) -> str:
    text, edits = _texts(outcome, output)
    folder = output.report(outcome.name).parent
    links = {
        "index": _link(output.folder / "index.html", folder),
        "report_link": _link(output.report(outcome.name), folder),
        "text_link": "" if outcome.state == "refused" else _link(output.text(outcome.name), folder),
    }
    return article_page(record, text, edits, links, outcome.message)


def _texts(outcome: Outcome, output: Output) -> tuple[str, Sequence[Edit]]:
    """Return the original of an article and what was edited: nothing, in a file that was refused."""
    if outcome.cleaned:
        return outcome.cleaned.original, () if outcome.state == "refused" else outcome.cleaned.edits
    try:
        ledger = ledgers.load(output.ledger(outcome.name).read_bytes(), outcome.name)
        data = output.text(outcome.name).read_bytes()
        mark = len(encode("", *ledger.cleaned))
        text = decode(data, outcome.name).text if mark else data.decode("utf-8", "surrogateescape")
        return retrace(text, ledger.rounds)
    except (OSError, LedgerError, UnreadableError, ValueError):
        return "", ()


def _link(target: Any, folder: Any) -> str:
    return quote(whole(relpath(target, folder).replace("\\", "/")))


def _place(note: Note) -> tuple[int, int]:
    return note.line, note.column


def render(run: Run) -> str:
    """Return one page about a run of `check`: the overview, and the findings that matter most."""
    overview = Overview()
    shown: dict[str, list[Note]] = {}
    found = worst_first(run)
    for checked, finding in found[:MOST_FINDINGS]:
        shown.setdefault(checked.record["file"], []).append(note(finding, checked.text))
    anchors = {name: f"f{number}" for number, name in enumerate(shown, 1)}
    for checked in run.files:
        name = checked.record["file"]
        overview.add(checked.record, "checked", f"#{anchors[name]}" if name in anchors else "")
    for problem in run.problems:
        overview.problem(problem.message)
    details: list[dict[str, Any]] = [
        {"name": whole(name), "anchor": anchors[name], "notes": sorted(shown[name], key=_place)} for name in shown
    ]
    more = max(0, len(found) - MOST_FINDINGS)
    return page("index.html.j2", **overview.values(), undo=False, details=details, more_findings=more)
