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

_FRONT_MATTER = lazy(r"\A(---|\+\+\+)[ \t]*\r?\n.*?^\1[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_FENCE = lazy(r"^ {0,3}(`{3,}|~{3,})[^\r\n]*$.*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", re.DOTALL | re.MULTILINE)
_MARKUP = lazy(
    r"""<!--.*?(?:-->|\Z)              # comments
      | \{[{%].*?[%}]\}                # template tags
      | (?<!`)(`+)(?!`)[^\r\n]*?(?<!`)\1(?!`)   # code
      | \]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+"[^"\r\n]*")?\)   # targets of links and images
      | </?[A-Za-z][^<>]*>             # tags
      | \bhttps?://[^\s<>()]+          # addresses
      | ^\s{0,3}\[[^\]\r\n]+\]:[^\r\n]*$     # definitions of links
      | ^(?:\ {4}|\t)[^\r\n]*$         # indented code
      | ^\s{0,3}\|[^\r\n]*\|[ \t]*$    # tables
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
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
    """Return `text` with front matter, code, tags, link targets, tables and addresses masked, lines kept."""
    for pattern in (_FRONT_MATTER, _FENCE, _MARKUP):
        text = pattern.sub(_hidden, text)
    return text


def mask_html(text: str) -> str:
    """Return `text` with tags, comments, scripts and other elements without prose masked, lines kept."""
    return _HTML_HIDDEN.sub(_hidden, text)


def _hidden(match: re.Match[str]) -> str:
    return re.sub(r"[^\r\n]", MASK, match.group())
