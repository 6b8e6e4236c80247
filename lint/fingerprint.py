"""What a finding is known by when lines come and go: its rule, its text and the words around it, never its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import blake2b

from lint.rule import Finding
from lint.text import Document

NEAR = 3
"""Words on either side, within the line, that belong to a fingerprint: a paragraph may change elsewhere."""


def fingerprint(document: Document, finding: Finding) -> str:
    """Return a digest of a finding's rule, text and neighbors; equal places of a text have equal ones."""
    text, lines = document.text, document.lines
    before = after = ""
    if lines:
        before = text[lines[document.line_number(finding.start)].start : finding.start]
        after = text[finding.end : max(finding.end, lines[document.line_number(finding.end)].end)]
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
