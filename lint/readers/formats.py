"""From a source to a document: what of the text is markup is masked, what is prose is left for the rules."""

from __future__ import annotations

import re
from pathlib import PurePath

from lint.pattern import lazy
from lint.text import MASK, Document

SUFFIXES = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
}
"""The formats of articles by the ending of the file's name."""

_HTML_HIDDEN = lazy(
    r"<(script|style|head|template|svg|pre|code)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)|<[!/?A-Za-z][^<>]*(?:>|\Z)",
    re.DOTALL | re.IGNORECASE,
)


def format_of(path: str) -> str:
    """Return "text", "markdown" or "html" by the ending of a file's name; what is unknown is text."""
    return SUFFIXES.get(PurePath(path).suffix.lower(), "text")


def document(text: str, path: str) -> Document:
    """Return the document in a text, with the mask of its format."""
    format = format_of(path)
    return Document(text, path=path, format=format, mask={"markdown": mask_markdown, "html": mask_html}.get(format))


def mask_markdown(text: str) -> str:
    """Return `text` with front matter, code, tables, shortcodes, tags and targets of links masked, lines kept."""
    from lint.readers.markdown import mask

    return mask(text)


def mask_html(text: str) -> str:
    """Return `text` with tags, comments, scripts and other elements without prose masked, lines kept."""
    return _HTML_HIDDEN.sub(_hidden, text)


def _hidden(match: re.Match[str]) -> str:
    return re.sub(r"[^\r\n]", MASK, match.group())
