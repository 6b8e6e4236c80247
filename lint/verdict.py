"""What becomes of an article: four scores, a verdict, and the reasons for it in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from lint.config import Config
from lint.edits import OffsetMap
from lint.engine import Cleaned
from lint.linter import was_page
from lint.readers.formats import document as formatted
from lint.rule import Finding, Severity
from lint.text import Document

VERDICTS = ("publish", "review", "reject")
"""What can become of an article, the best first."""

_POINTS = {Severity.ERROR: 2.0, Severity.WARNING: 1.0, Severity.INFO: 0.25}
_CERTAIN = 30.0
"""Points in a thousand words at which the language score is 1; edited news has less than one."""

_FEWEST_WORDS = 200
_MOST_OF_A_KIND = 4


def scores(document: Document, findings: Sequence[Finding], config: Config) -> dict[str, Any]:
    """Return the scores, each from 0 (good) to 1, the verdict, its reasons, and the evidence for the artifact score."""
    from lint.artifacts.score import evidence

    values = _values(document, findings, config)
    grounds = evidence(document, findings)
    reasons = list(_reasons(values, config, findings))
    return {
        **_rounded(values),
        "verdict": _gravest(reasons),
        "reasons": reasons,
        "evidence": [{"rule": g.rule, "times": g.times, "weight": round(g.weight, 3)} for g in grounds],
    }


def scores_after(cleaned: Cleaned, path: str, config: Config) -> dict[str, Any]:
    """Return scores and verdict of what cleaning made of an article, by the findings that are left in it."""
    document = Document(cleaned.text, path=path) if was_page(cleaned) else formatted(cleaned.text, path)
    left, places = [], OffsetMap(cleaned.edits)
    for finding in cleaned.left:
        start, end = places.forth(finding.start, finding.end)
        left.append(finding._replace(start=start, end=end))
    values = _values(document, left, config)
    return {**_rounded(values), "verdict": _gravest(_reasons(values, config, left))}


def _values(document: Document, findings: Sequence[Finding], config: Config) -> dict[str, float]:
    from lint.artifacts.score import score
    from lint.boilerplate.score import boilerplate_score
    from lint.readability.hardest import long_share
    from lint.readability.style import profile

    return {
        "artifact": score(document, findings),
        "boilerplate": boilerplate_score(document, findings),
        "language": language_score(document, findings),
        "readability": long_share(document, profile(config.readability_profile).sentence_words),
    }


def _rounded(values: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 3) for name, value in values.items()}


def _gravest(reasons: Iterable[dict[str, Any]]) -> str:
    return max((reason["verdict"] for reason in reasons), key=VERDICTS.index, default=VERDICTS[0])


def language_score(document: Document, findings: Iterable[Finding]) -> float:
    """Return how dense mistakes of grammar and broken text stand in a document, 0 to 1.

    The end of the file says nothing about its language and does not count; a rule that fires all over a text, such as
    one on exotic spaces, counts no more than a few times.
    """
    words = max(document.text.count(" ") + 1, _FEWEST_WORDS)
    points: dict[str, list[float]] = {}
    for finding in findings:
        if finding.category in ("grammar", "text") and finding.rule != "text.final-newline":
            points.setdefault(finding.rule, []).append(_POINTS[finding.severity])
    total = sum(sum(sorted(each, reverse=True)[:_MOST_OF_A_KIND]) for each in points.values())
    return min(1.0, total * 1000 / words / _CERTAIN)


def _reasons(values: dict[str, float], config: Config, findings: Sequence[Finding]) -> Iterator[dict[str, Any]]:
    limits = {
        "artifact": (config.review_at, config.reject_at),
        "boilerplate": (config.review_at, config.reject_at),
        "language": (config.review_language_at, None),
        "readability": (config.review_readability_at, None),
    }
    for name, (review, reject) in limits.items():
        value = values[name]
        verdict = "reject" if reject is not None and value >= reject else "review" if value >= review else ""
        if verdict:
            limit = reject if verdict == "reject" else review
            text = f"{_MEANING[name]} ({value:.2f}, the limit is {limit:.2f})"
            yield {
                "score": name,
                "value": round(value, 3),
                "limit": limit,
                "verdict": verdict,
                "reason": text + _rules(name, findings),
            }


_MEANING = {
    "artifact": "a spinner or a translation engine went through the text",
    "boilerplate": "much of the text is furniture of the page",
    "language": "mistakes of grammar and broken text stand close together",
    "readability": "much of the text stands in long sentences",
}


def _rules(name: str, findings: Sequence[Finding]) -> str:
    """Return the rules behind a score, the most frequent first."""
    categories = ("grammar", "text") if name == "language" else (name,)
    counts = Counter(finding.rule for finding in findings if finding.category in categories)
    shown = [f"{rule} {times}x" for rule, times in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:3]]
    return f": {', '.join(shown)}" if shown else ""
