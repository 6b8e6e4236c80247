"""What a finding is known by when lines come and go: its rule, its text and the words around it, never its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import blake2b

from lint.rule import Finding
from lint.text import Document

NEAR = 3
"""Words on either side, within the line, that belong to a fingerprint: a paragraph may change elsewhere."""

_REACH = 2_000
"""Characters in which these words are sought, or an endless line would be read anew for every finding."""


def fingerprint(document: Document, finding: Finding) -> str:
    """Return a digest of a finding's rule, text and neighbors; equal places of a text have equal ones."""
    text, lines = document.text, document.lines
    before = after = ""
    if lines:
        start = lines[document.line_number(finding.start)].start
        end = max(finding.end, lines[document.line_number(finding.end)].end)
        before = text[max(start, finding.start - _REACH) : finding.start]
        after = text[finding.end : min(end, finding.end + _REACH)]
    found = " ".join(text[finding.start : finding.end].split())
    near = (*before.split()[-NEAR:], "", found, "", *after.split()[:NEAR])
    content = "\0".join((finding.rule, *near)).encode("utf-8", "surrogatepass")
    return blake2b(content, digest_size=10).hexdigest()


def fingerprints(document: Document, finding: Finding, renamed: Mapping[str, str]) -> Iterator[str]:
    """Yield the fingerprint of a finding, then those under ids that its rule had before; `renamed` leads from these."""
    yield fingerprint(document, finding)
    for old, new in renamed.items():
        if new == finding.rule:
            yield fingerprint(document, finding._replace(rule=old))
