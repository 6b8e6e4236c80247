"""What of a Markdown file is prose: front matter, code, tables, shortcodes, tags and the targets of links are masked.

Spans within a line are told by regular expressions; blocks too, as long as nothing is indented. An indented line can
be code or the second paragraph of a list, which takes a parser of CommonMark to tell: markdown-it-py, imported then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint.pattern import lazy
from lint.text import MASK

LARGE = 2_000_000
"""Characters from which a file is not parsed any more, and every indented line of it is taken for code."""

_FRONT_MATTER = lazy(
    r"\A\ufeff?(?:(---|\+\+\+|;;;)[ \t]*\r?\n.*?^(?:\1|\.\.\.)[ \t]*(?=[\r\n]|\Z)|\{[ \t]*\r?\n.*?^\}[ \t]*(?=[\r\n]|\Z))",
    re.DOTALL | re.MULTILINE,
)
_FENCE = lazy(
    r"^ {0,3}(?P<fence>`{3,}(?=[^`\r\n]*$)|~{3,})[^\r\n]*$.*?(?:^ {0,3}(?P=fence)`*~*[ \t]*$|\Z)",
    re.DOTALL | re.MULTILINE,
)
_RAW = lazy(
    r"""<!--.*?(?:-->|\Z)                                                          # comments
      | \{%-?\s*(?P<liquid>highlight|raw|comment|verbatim|code|codeblock)\b.*?(?:\{%-?\s*end(?P=liquid)\b[^%]*%\}|\Z)
      | \{\{[<%]\s*(?P<hugo>highlight|code|mermaid|math|raw)\b[^}]*[>%]\}\}(?:.*?\{\{[<%]\s*/\s*(?P=hugo)\s*[>%]\}\})?
      | <(?P<tag>script|style|pre|code|textarea|svg|math|iframe)\b[^>]*>.*?(?:</(?P=tag)\s*>|\Z)
      | ^[ \t]*\$\$.*?\$\$[ \t]*$                                                  # formulas
      | ^import\ [^\r\n]*['"];?[ \t]*$ | ^export\ (?:const|default|function|let)\b[^\r\n]*$     # MDX
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
_LINES = lazy(
    r"""^\s{0,3}\[[^\]\r\n]+\]:[^\r\n]*$                      # definitions of links and footnotes: their label and target
      | ^[ \t]*\|[^\r\n]*\|[ \t]*$                          # tables
      | ^[ \t]*(?:!!!|\?\?\?\+?|===)(?=[ \t])(?:[ \t]+[\w-]+)*(?:[ \t]+inline(?:[ \t]+end)?)?   # MkDocs: the kind of a box
      | ^[ \t]*:{3,}[ \t]*\{?[\w-]*[^\r\n]*$                 # fenced boxes
      | ^[ \t]*(?:\[\[?_?TOC_?\]\]?|\{:?\s*toc\s*\}|\[\[toc\]\])[ \t]*$
      | ^[ \t]*>[ \t]*\[![A-Z]+\][ \t]*[+-]?                 # boxes of GitHub and Obsidian
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
_SPANS = lazy(
    r"""\{\{(?:(?!\{\{).){0,2000}?\}\} | \{%(?:(?!\{%).){0,2000}?%\}    # template tags and shortcodes
      | (?<![`\\])(?P<ticks>`+)(?!`)(?:(?!\r?\n[ \t]*\r?\n).)*?(?<!`)(?P=ticks)(?!`)     # code
      | \]\(\s*(?:<[^<>\r\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*\)(?:\{[^}\r\n]*\})?
      | (?<=\])\[[^\[\]\r\n]*\]                             # labels of links that are defined elsewhere
      | \[\^[^\]\s]+\]:?                                    # footnotes
      | \[\[[^\[\]|\r\n]*\|                                 # targets of wiki links
      | </?[A-Za-z][^<>]*>                                  # tags and addresses in angle brackets
      | \b(?:https?://|www\.)[^\s<>()]+                     # addresses
      | \{:?[ \t]*[.#:][^{}\r\n]*\} | \{:[^{}\r\n]*\}         # attributes
      | (?<!\w):[a-z0-9_+-]+:(?!\w)                         # emoji by name
      | (?<![\w$\\])\$(?=[^$\r\n]*[\\^_{])[^$\s](?:[^$\r\n]*[^$\s])?\$(?![\w$])   # formulas
    """,
    re.VERBOSE | re.DOTALL,
)
_INDENTED = lazy(r"^[ >]*(?:\t| {4})[ \t]*\S", re.MULTILINE)
_BOX = lazy(r"^([ \t]*)(?:!!!|\?\?\?\+?|===)(?=[ \t])", re.MULTILINE)
_CODE_LINE = lazy(r"^(?: {4}|\t)[^\r\n]*$", re.MULTILINE)
_CODE = frozenset({"fence", "code_block", "table_open"})


def mask(text: str) -> str:
    """Return `text` with every character that is no prose masked; line ends are kept, so lines are too."""
    text = _FRONT_MATTER.sub(_hidden, text, count=1)
    if _INDENTED.search(text):
        text = _without_blocks(text) if len(text) <= LARGE else _CODE_LINE.sub(_hidden, text)
    for pattern in (_FENCE, _RAW, _LINES, _SPANS):
        text = pattern.sub(_hidden, text)
    return text


def _hidden(match: re.Match[str]) -> str:
    return _masked(match.group())


def _masked(text: str) -> str:
    return re.sub(r"[^\r\n]", MASK, text)


def _without_blocks(text: str) -> str:
    """Return `text` with code and tables masked, as CommonMark has them."""
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
    for first, last in _blocks(text):
        lines[first:last] = [_masked(line) for line in lines[first:last]]
    return "".join(lines)


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield the first and the last line, exclusive, of every block of code and every table."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table").disable("inline")
    for token in parser.parse(_BOX.sub(_as_item, text)):
        if token.type in _CODE and token.map:
            yield token.map[0], token.map[1]


def _as_item(match: re.Match[str]) -> str:
    """Return the marker of a box as one of a list, of equal length: what is indented below belongs to either."""
    return f"{match[1]}- {match.group()[len(match[1]) + 2 :]}"
