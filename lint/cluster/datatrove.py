"""A step for pipelines of datatrove: every document cleaned, with its findings and edits in the metadata.

A worker that is killed makes datatrove's own executor wait for ever, for its pool never learns of it. Start the same
pipeline again: ranks that are done are skipped, and only the lost one is worked on. The step gives up a document that
takes too long, so that at least no text can hang a rank.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from datatrove.pipeline.base import PipelineStep

from lint.cluster.shards import ERROR, linter
from lint.config import Config
from lint.pool import Limits, Lost, bounded
from lint.tables.row import PREFIX, Bad, Row, RowCleaner

if TYPE_CHECKING:
    from datatrove.data import Document


class NewslintCleaner(PipelineStep):  # type: ignore[misc]
    """Cleans the text of every document; what it found, and what undo needs, stands in the metadata as JSON."""

    name = "newslint"
    type = "CLEAN"

    def __init__(self, config: Config | None = None, limits: Limits = Limits()) -> None:  # noqa: B008
        super().__init__()
        self.config, self.limits = config, limits

    def run(self, data: Iterable[Document], rank: int = 0, world_size: int = 1) -> Iterator[Document]:
        """Yield the documents, cleaned; one that can't be keeps its text, and `newslint_error` says why."""
        clean = bounded(RowCleaner(linter(self.config)), self.limits)
        for document in data or ():
            with self.track_time():
                row = clean(document.text, len(document.text))
                document.metadata.update(_metadata(row))
                if isinstance(row, Row):
                    document.text = row.text
                    self.stat_update("cleaned" if row.edits else "unchanged")
                else:
                    self.stat_update("failed")
            yield document


def _metadata(row: Row | Bad | Lost) -> dict[str, Any]:
    """Return the report; the same names and types for every document, because writers take both from the first."""
    good = row if isinstance(row, Row) else Row("", [], None, 0.0, 0.0, "")
    return {
        PREFIX + "findings": json.dumps(good.findings),
        PREFIX + "edits": json.dumps(good.edits) if good.edits else "",
        PREFIX + "artifact_score": good.artifact_score,
        PREFIX + "boilerplate_score": good.boilerplate_score,
        PREFIX + "verdict": good.verdict,
        ERROR: "" if isinstance(row, Row) else row.reason,
    }
