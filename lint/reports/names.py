"""The table of the names of a corpus: as text, JSON, CSV, or a page with a chart."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable
from typing import Any

from lint.names.clusters import RULE, Cluster
from lint.names.survey import Form
from lint.reports.cells import harmless
from lint.reports.page import without_controls
from lint.terminal import safe

MOST_BARS = 30
"""Names in the chart of the page."""

_COLUMNS = (
    "proposed",
    "kind",
    "why",
    "settled",
    "spelling",
    "mentions",
    "files",
    "evidence",
    "likely",
    "alone",
    "example",
)


def table(clusters: Iterable[Cluster], files: int, names: int) -> dict[str, Any]:
    """Return the table as plain data."""
    return {
        "schema": "newslint-names/1",
        "files": files,
        "names": names,
        "clusters": [_record(cluster) for cluster in clusters],
    }


def _record(cluster: Cluster) -> dict[str, Any]:
    own = _spelling(cluster.proposed, cluster.written, cluster.why, likely=True, alone=False)
    others = [_spelling(v.text, v.form, v.why, likely=v.likely, alone=v.alone) for v in cluster.variants]
    return {
        "rule": RULE,
        "proposed": cluster.proposed,
        "why": cluster.why,
        "kind": cluster.kind,
        "settled": cluster.settled,
        "mentions": cluster.mentions,
        "apart": list(cluster.apart),
        "spellings": [own, *others],
    }


def _spelling(text: str, form: Form, why: str, *, likely: bool, alone: bool) -> dict[str, Any]:
    places = [place._asdict() for place in form.places]
    counts = {"count": form.count, "files": form.files}
    return {"text": text, **counts, "why": why, "likely": likely, "alone": alone, "places": places}


def as_text(found: dict[str, Any]) -> str:
    """Return the table for a terminal: a name, its spellings below it, an example of each."""
    rows = []
    for cluster in found["clusters"]:
        settled = ", settled" if cluster["settled"] else ""
        rows.append(f"{cluster['proposed']}  ({cluster['kind']}{settled}: {cluster['why']})")
        width = max(len(spelling["text"]) for spelling in cluster["spellings"])
        for number, spelling in enumerate(cluster["spellings"]):
            counts = f"{spelling['count']:6} in {_files(spelling['files']):11}"
            perhaps = "" if spelling["likely"] else "perhaps: "
            why = f"  {perhaps}{spelling['why']}" if number else ""
            rows.append(f"  {spelling['text']:{width}} {counts}{why}".rstrip())
            if number and spelling["places"]:
                place = spelling["places"][0]
                rows.append(f"      {place['file']}:{place['line']}:{place['column']}: {place['text']}")
        if cluster["apart"]:
            rows.append(f"  kept apart: {', '.join(cluster['apart'])}")
        rows.append("")
    several = f"{_counted(len(found['clusters']), 'name')} in several spellings"
    rows.append(f"{several}, of {_counted(found['names'], 'spelling')} in {_files(found['files'])}.")
    return "\n".join(map(safe, rows)) + "\n"


def as_concise(found: dict[str, Any]) -> str:
    """Return a line for each example of a spelling other than the proposed one, as findings are shown."""
    rows = []
    for cluster in found["clusters"]:
        usual, *others = cluster["spellings"]
        for spelling in others:
            for place in spelling["places"]:
                where = f"{place['file']}:{place['line']}:{place['column']}"
                why = f"{_files(usual['files'])} have '{usual['text']}'" if usual["files"] else cluster["why"]
                rows.append(f"{where}: warning {RULE} '{spelling['text']}' should be '{usual['text']}': {why}.")
    return "".join(f"{safe(row)}\n" for row in rows)


def _files(number: int) -> str:
    return _counted(number, "file")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def as_json(found: dict[str, Any]) -> str:
    """Return the table as JSON."""
    text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    return text if _is_encodable(text) else json.dumps(found, indent=1) + "\n"


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
        return True
    except UnicodeEncodeError:
        return False


def as_csv(found: dict[str, Any]) -> str:
    """Return a row for each spelling; no cell begins in a way that a spreadsheet takes for a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for cluster in found["clusters"]:
        for s in cluster["spellings"]:
            place = s["places"][0] if s["places"] else None
            example = f"{place['file']}:{place['line']}:{place['column']}: {place['text']}" if place else ""
            head = (cluster["proposed"], cluster["kind"], cluster["why"], cluster["settled"])
            cells = (*head, s["text"], s["count"], s["files"], s["why"], s["likely"], s["alone"], example)
            writer.writerow([harmless(cell) for cell in cells])
    return out.getvalue()


def as_html(found: dict[str, Any]) -> str:
    """Return a page without scripts: a chart of the most frequent names, then every cluster."""
    from jinja2 import Environment, PackageLoader

    loader = PackageLoader("lint.reports", "templates")
    environment = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    page = environment.get_template("names.html.j2").render(table=found, chart=_chart(found["clusters"]))
    page = without_controls(page)
    return page.encode("utf-8", "replace").decode() + "\n"


def _chart(clusters: list[dict[str, Any]]) -> dict[str, Any]:
    shown = sorted(clusters, key=lambda cluster: -cluster["mentions"])[:MOST_BARS]
    scale = 600 / max((cluster["mentions"] for cluster in shown), default=1)
    rows = []
    for place, cluster in enumerate(shown):
        count = cluster["spellings"][0]["count"]
        others = cluster["mentions"] - count
        label = cluster["proposed"] if len(cluster["proposed"]) <= 36 else cluster["proposed"][:35] + "…"
        widths = {"usual": round(count * scale, 1), "other": round(others * scale, 1)}
        rows.append({"label": label, "y": place * 26, "count": count, "others": others, **widths})
    return {"rows": rows, "height": len(rows) * 26}


FORMATS: dict[str, Callable[[dict[str, Any]], str]] = {
    "text": as_text,
    "concise": as_concise,
    "json": as_json,
    "csv": as_csv,
    "html": as_html,
}
"""How the table can be written."""
