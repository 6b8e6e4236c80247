"""The figures of the overview: what was found, what is settled, what that did to the scores, and when it was done."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from lint.decisions import Action
from lint.review.desk import Desk, Progress
from lint.review.index import Row, states

MOST_BARS = 15


class Overview(NamedTuple):
    """The figures; `rules` and `sites` are (name, findings, settled), `before` and `after` articles by tenth of score."""

    progress: Progress
    verdicts: Counter[str]
    rules: list[tuple[str, int, int]]
    sites: list[tuple[str, int, int]]
    before: list[int]
    after: list[int]
    days: dict[str, int]
    actions: Counter[str]
    examples: dict[str, list[str]]


def overview(desk: Desk) -> Overview:
    """Return the figures of a folder under review."""
    rules: dict[str, list[int]] = {}
    sites: dict[str, list[int]] = {}
    verdicts: Counter[str] = Counter()
    before, after = [0] * 10, [0] * 10
    with desk.lock:
        decisions = desk.log.decisions
        for row in desk.index.rows.values():
            verdicts[row.verdict] += 1
            finished = not desk.index.count(row, decisions).open  # repairs may have settled what stood beside them
            settled = [finished or state != "open" for state in states(row, decisions)]
            for item, done in zip(row.items, settled, strict=True):
                for table, key in ((rules, item.rule), (sites, row.site or "(no site)")):
                    counts = table.setdefault(key, [0, 0])
                    counts[0] += 1
                    counts[1] += done
            before[_tenth(row.artifact, row.boilerplate)] += 1
            after[_tenth(*_scores_after(row, settled))] += 1
        days: Counter[str] = Counter(d.time[:10] for d in decisions)
        actions: Counter[str] = Counter(d.action.value for d in decisions if d.action is not Action.UNDO)
        examples = desk.examples()
    return Overview(
        desk.progress(),
        verdicts,
        _top(rules),
        _top(sites),
        before,
        after,
        dict(sorted(days.items())),
        actions,
        examples,
    )


def _scores_after(row: Row, settled: list[bool]) -> tuple[float, float]:
    """Return what speaks against an article that is not settled yet, as the two scores."""
    left = Counter(item.rule for item, done in zip(row.items, settled, strict=True) if not done)
    belief = 1.0
    for rule, times, weight in row.evidence:
        belief *= (1 - weight) ** (left[rule] / times)
    pages = [
        (item.size, done) for item, done in zip(row.items, settled, strict=True) if item.rule.startswith("boilerplate.")
    ]
    total = sum(size for size, _ in pages)
    open_share = sum(size for size, done in pages if not done) / total if total else 0.0
    return 1 - belief, row.boilerplate * open_share


def _tenth(artifact: float, boilerplate: float) -> int:
    return min(int(10 * max(artifact, boilerplate)), 9)


def _top(table: dict[str, list[int]]) -> list[tuple[str, int, int]]:
    rows = sorted(((name, total, done) for name, (total, done) in table.items()), key=lambda row: (-row[1], row[0]))
    return rows[:MOST_BARS]
