"""The text under examination: spans, lines, words and positions, each computed once and only when asked for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property, partial
from itertools import accumulate, chain, compress, pairwise
from typing import Any, NamedTuple, TypeVar

from lint.pattern import lazy

_Made = TypeVar("_Made")

MASK = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands in a document's prose for every character that is markup."""

SEGMENT = 65_536
"""Size, in characters, at which a long text is cut at a line or sentence end for matching."""

_PLAIN = b"\t\n" + bytes(range(32, 127))
_SPACED = bytes(code if code >= 128 or chr(code).isalnum() else 32 for code in range(256))
_LINE_END = lazy(r"\r\n|\r|\n")
_WORD = lazy(r"[^\W_]+")
_NO_WORD = lazy(r"[\W_]")
_MOST_SIGNS = 100
_DIGITS = lazy(r"\d+")
_SENTENCE_GAP = lazy(r"(?<=[.!?]) +(?=[^\W\d_a-z])")
_BODY_END = lazy(r"""[.!?…؟।۔॥][”"’'»)\]]{0,3}\Z""")

# Letters that re.IGNORECASE holds equal although str.lower keeps them apart; the first of each group stands for all.
# Written as escapes, because an editor that normalizes text would make other letters of them.
_SAME_LETTER = (
    "i\u0131\u0130", "s\u017f", "k\u212a", "\xe5\u212b", "\u03bc\xb5", "\u03c9\u2126", "\xdf\u1e9e", "\u03c3\u03c2",
    "\u03b2\u03d0", "\u03b5\u03f5", "\u03b8\u03d1\u03f4", "\u03ba\u03f0", "\u03c0\u03d6", "\u03c1\u03f1",
    "\u03c6\u03d5", "\u1e61\u1e9b", "\u0345\u03b9\u1fbe", "\u0390\u1fd3", "\u03b0\u1fe3", "\u0432\u1c80",
    "\u0434\u1c81", "\u043e\u1c82", "\u0441\u1c83", "\u0442\u1c84\u1c85", "\u044a\u1c86", "\u0463\u1c87",
    "\ua64b\u1c88", "\ufb05\ufb06",
)  # fmt: skip
_UNIFY = str.maketrans({letter: group[0] for group in _SAME_LETTER for letter in group[1:]})
_UNUSUAL = lazy("[" + "".join(group[1:] for group in _SAME_LETTER) + "]")


def fold(text: str) -> str:
    """Return `text` in one case, of equal length, so that what re.IGNORECASE holds equal is equal."""
    if not text.isascii() and _UNUSUAL.search(text):
        text = text.translate(_UNIFY).lower().translate(_UNIFY)
        return text
    return text.lower()


def words_of(folded: str) -> list[str]:
    """Return the runs of letters and digits in a folded text, in order."""
    return _WORD.findall(folded)


def spaced(text: str) -> str:
    """Return `text`, of equal length, with a space for whatever is no letter and no digit: its words are then split at
    once, several times faster than they are found one by one."""
    signs = [] if text.isascii() else [sign for sign in unusual_in(text) if not sign.isalnum()]
    if len(signs) > _MOST_SIGNS:
        return _NO_WORD.sub(" ", text)
    for sign in signs:
        text = text.replace(sign, " ")
    return text.encode("utf-8", "surrogatepass").translate(_SPACED).decode("utf-8", "surrogatepass")


def unusual_in(text: str) -> frozenset[str]:
    """Return every character of a text beyond those of plain ASCII text."""
    rest = text.encode("utf-8", "surrogatepass").translate(None, _PLAIN)
    return frozenset(rest.decode("utf-8", "surrogatepass"))


def first_key(word: str) -> str:
    """Return what stands for the first word of a line in an index: itself, with every number as one sign."""
    return word if word.isalpha() else _DIGITS.sub("#", word)


Pair = tuple[str, str]
"""Two folded words that stand next to each other, whatever signs and spaces are between them."""

Alternative = tuple[str | Pair, ...]
"""Words and pairs of words, all of which a text must hold."""

Needs = tuple[Alternative, ...]
"""What a text must hold for a probe to match: any one of the alternatives, each with all its words and pairs of words.

A word stands for itself as a whole folded word; one that begins with "*" may stand anywhere in the folded text.
A word comes first in its alternative, the rarest whole one if there is any: it is the one that is looked for. A pair
comes second, alone, and holds that word.
No alternative at all means that the probe must always run.
"""


def holds(needs: Needs, words: frozenset[str], pairs: frozenset[Pair], folded: str, span: Span) -> bool:
    """Tell whether the range `span` of a folded text, with these words and pairs, holds what `needs` asks for."""
    for alternative in needs:
        for item in alternative:
            if isinstance(item, tuple):
                if item not in pairs:
                    break
            elif item[0] != "*":
                if item not in words:
                    break
            elif folded.find(item[1:], *span) < 0:
                break
        else:
            return True
    return not needs


class Span(NamedTuple):
    """A half-open range of code points."""

    start: int
    end: int


class Line(NamedTuple):
    """A line: its content is `start` to `end`, the next line begins at `stop`."""

    start: int
    end: int
    stop: int


_line = partial(tuple.__new__, Line)


class Document:
    """A text as it was read, with the indexes that rules share.

    `format` is "text", "markdown" or "html". `mask` hides the markup of a text: it returns a text of equal length.
    """

    def __init__(
        self, text: str, *, path: str = "-", format: str = "text", mask: Callable[[str], str] | None = None
    ) -> None:
        self.text = text
        self.path = path
        self.format = format
        self._mask = mask
        self._first: set[str] = set()
        self._pairs: set[Pair] = set()

    def with_text(self, text: str) -> Document:
        """Return the same document with another text."""
        return Document(text, path=self.path, format=self.format, mask=self._mask)

    @cached_property
    def _derived(self) -> dict[Any, Any]:
        return {}

    def derived(self, make: Callable[[Document], _Made]) -> _Made:
        """Return `make(self)`, computed once: so rules share what they work out about a document."""
        if make not in self._derived:
            self._derived[make] = make(self)
        found: _Made = self._derived[make]
        return found

    def remember(self, make: Callable[[Document], _Made], made: _Made) -> None:
        """Let `derived(make)` be what was worked out in another way."""
        self._derived[make] = made

    @cached_property
    def prose(self) -> str:
        """The text with every character of markup replaced by MASK; of equal length, so offsets need no mapping."""
        if self._mask is None:
            return self.text
        prose = self._mask(self.text)
        if len(prose) != len(self.text):
            raise ValueError(f"{self.path}: masked prose has {len(prose)} characters, the text has {len(self.text)}")
        return prose

    @cached_property
    def folded(self) -> str:
        """The prose in one case, of equal length."""
        return fold(self.prose)

    @cached_property
    def sought(self) -> str:
        """The folded prose of the segments, one behind the other, each with a few characters around it."""
        return self.folded

    @cached_property
    def tokens(self) -> list[str]:
        """What stands between white space in what is sought: words with the signs beside them, in order."""
        return self.sought.split()

    @cached_property
    def flat(self) -> str:
        """What is sought with one space for every run of white space: quick to search for a phrase."""
        return " ".join(self.tokens)

    @cached_property
    def line_words(self) -> list[list[str]]:
        """For each line its folded words, in order."""
        text = spaced(self.folded)
        return [text[start:end].split() for start, end, _ in self.lines]

    @cached_property
    def words(self) -> frozenset[str]:
        """Every folded word of the segments."""
        return frozenset(self._word_run())

    @cached_property
    def _word_lines(self) -> dict[str, list[int]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for number in self.filled:
            for word in self.line_words[number]:
                found[word].append(number)
        return found

    def lines_holding(self, words: Collection[str]) -> set[int]:
        """Return the indexes of the lines in the segments that hold one of these folded words."""
        lines = self._word_lines
        return set().union(*(lines[word] for word in words if word in lines))

    @cached_property
    def has_short_lines(self) -> bool:
        """Tell whether no line is cut into segments, and every line ends with a line feed."""
        text = self.text
        return len(text) <= SEGMENT and ("\r" not in text or text.count("\r") == text.count("\r\n"))

    def pairs(self, first: set[str]) -> set[Pair]:
        """Return every two folded words next to each other in the segments, also across line ends, that begin with one
        of `first`."""
        words = list(self._word_run())
        found = set(compress(pairwise(words), map(first.__contains__, words)))
        self._pairs |= found
        self._first |= first
        return found

    def lacks(self, pairs: frozenset[Pair], first: frozenset[str]) -> bool:
        """Tell whether the segments are known to hold none of these pairs, whose first words are `first`, because
        they were looked for before."""
        return self._pairs.isdisjoint(pairs) and self._first.issuperset(first)

    def _word_run(self) -> Iterable[str]:
        return chain.from_iterable(self.line_words)

    @cached_property
    def unusual(self) -> frozenset[str]:
        """Every character of the prose beyond those of plain ASCII text."""
        return unusual_in(self.prose)

    @cached_property
    def vocabulary(self) -> str:
        """Every folded word once, in no order, each between spaces: quicker to search for a part of a word."""
        return f" {' '.join(self.words)} "

    @cached_property
    def lines(self) -> list[Line]:
        """The lines; their ends are LF, CRLF or CR. A text that ends in a line end has no empty last line."""
        text = self.text
        if "\r" in text:
            ends = [match.span() for match in _LINE_END.finditer(text)]
        else:
            stops = list(accumulate(len(content) + 1 for content in text.split("\n")[:-1]))
            ends = list(zip((stop - 1 for stop in stops), stops, strict=True))
        if text[-1:] not in ("", "\n", "\r"):
            ends.append((len(text), len(text)))
        starts = (0, *(stop for _, stop in ends))
        return [_line((start, *end)) for start, end in zip(starts, ends, strict=False)]

    @cached_property
    def _starts(self) -> list[int]:
        return [line.start for line in self.lines]

    def line_number(self, offset: int) -> int:
        """Return the index in `lines` of the line that holds `offset`."""
        return max(bisect_right(self._starts, offset) - 1, 0)

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and column of `offset`, both counted from 1."""
        if not self.lines:
            return 1, 1
        index = self.line_number(offset)
        line = self.lines[index]
        if offset >= line.stop and self.text[line.stop - 1] in "\r\n":
            return index + 2, offset - line.stop + 1
        return index + 1, offset - line.start + 1

    def line_text(self, index: int) -> str:
        """Return the prose of a line, without its line end and outer white space."""
        return self._contents[index]

    @cached_property
    def _contents(self) -> list[str]:
        prose = self.prose
        return [prose[start:end].strip() for start, end, _ in self.lines]

    @cached_property
    def filled(self) -> list[int]:
        """Indexes of the lines that are not blank."""
        return [index for index, content in enumerate(self._contents) if content]

    @cached_property
    def first_words(self) -> dict[str, list[int]]:
        """For each key of a word, the indexes of the lines that begin with it; numbers are one key."""
        index: dict[str, list[int]] = {}
        for number in self.filled:
            words = self.line_words[number]
            if words:
                index.setdefault(first_key(words[0]), []).append(number)
        return index

    @cached_property
    def body(self) -> Span:
        """Line indexes, half-open, from the first to the last paragraph of running prose.

        A paragraph of running prose has 20 words or more and ends like a sentence. Empty where there is none.
        """
        return Span(self.prose_lines[0], self.prose_lines[-1] + 1) if self.prose_lines else Span(0, 0)

    @cached_property
    def prose_lines(self) -> list[int]:
        """Indexes of the lines that are paragraphs of running prose."""
        return [index for index in self.filled if self.is_prose(index)]

    def is_prose(self, index: int) -> bool:
        """Tell whether a line is a paragraph of running prose: 20 words or more, ending like a sentence."""
        start, end, _ = self.lines[index]
        if end - start < 80 or not _BODY_END.search(self._contents[index][-4:]):
            return False
        return self.prose.count(" ", start, end) >= 19

    @cached_property
    def title(self) -> int | None:
        """Index of the line that looks like the headline: the first one, if it is short and no sentence."""
        if not self.filled:
            return None
        first = self.filled[0]
        content = self.line_text(first)
        looks_like_title = 2 <= content.count(" ") + 1 <= 30 and not content.endswith((".", ";", ","))
        return first if looks_like_title and len(self.filled) > 1 else None

    @cached_property
    def segments(self) -> list[Span]:
        """The text cut at line ends, or within an endless line at sentence ends, into pieces to match in."""
        if len(self.text) <= SEGMENT:
            return [Span(0, len(self.text))] if self.text else []
        cuts = [0]
        for line in self.lines:
            if line.stop - line.start > SEGMENT:
                for match in _SENTENCE_GAP.finditer(self.text, line.start, line.end):
                    if match.end() - cuts[-1] >= SEGMENT:
                        cuts.append(match.end())
            if line.stop - cuts[-1] >= SEGMENT:
                cuts.append(line.stop)
        if cuts[-1] != len(self.text):
            cuts.append(len(self.text))
        return [Span(start, end) for start, end in pairwise(cuts)]

    @cached_property
    def _in_segments(self) -> list[tuple[frozenset[str], frozenset[Pair]]]:
        words = [spaced(self.folded[start:end]).split() for start, end in self.segments]
        return [(frozenset(found), frozenset(pairwise(found))) for found in words]

    def finditer(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Yield the matches of an expression in the prose, segment by segment."""
        for start, end in self.segments:
            yield from pattern.finditer(self.prose, start, end)

    def places(self, phrase: str) -> Iterator[int]:
        """Yield where a phrase stands in the folded prose of the segments, as it is written."""
        for low, high in self.segments:
            start = self.folded.find(phrase, low, high)
            while start >= 0:
                yield start
                start = self.folded.find(phrase, start + len(phrase), high)

    def where(self, needs: Needs) -> list[Span]:
        """Return the segments that hold what `needs` asks for."""
        if len(self.segments) == 1 or not needs:
            return self.segments
        return [
            segment
            for segment, (words, pairs) in zip(self.segments, self._in_segments, strict=True)
            if holds(needs, words, pairs, self.folded, segment)
        ]

    def is_quoted(self, start: int, end: int) -> bool:
        """Tell whether a range stands inside quotation marks, judged within its own line.

        Curly marks and guillemets are paired by direction, straight ones by parity.
        """
        line = self.lines[self.line_number(start)]
        before = self.prose[line.start : start]
        if max(before.rfind("“"), before.rfind("«"), before.rfind("„")) > max(before.rfind("”"), before.rfind("»")):
            return True
        return before.count('"') % 2 == 1 and '"' in self.prose[end : line.end]

    def removal(self, first: int, last: int | None = None) -> Span:
        """Return what to delete so that the lines `first` to `last` vanish and no double gap is left."""
        last = first if last is None else last
        start, stop = self.lines[first].start, self.lines[last].stop
        blank_before = first == 0 or not self.line_text(first - 1)
        after = last + 1
        while after < len(self.lines) and not self.line_text(after):
            after += 1
        if after == len(self.lines):
            while first > 0 and not self.line_text(first - 1):
                first -= 1
            return Span(self.lines[first].start, len(self.text))
        if blank_before:
            stop = self.lines[after].start
        return Span(start, stop)


class Part(Document):
    """A document as those see it who look only into some of its whole lines: `spans` are its segments."""

    def __init__(self, whole: Document, spans: list[Span]) -> None:
        super().__init__(whole.text, path=whole.path, format=whole.format)
        self._whole = whole
        self.__dict__["segments"] = spans

    @cached_property
    def prose(self) -> str:
        """The prose of the whole document."""
        return self._whole.prose

    @cached_property
    def folded(self) -> str:
        """The folded prose of the whole document."""
        return self._whole.folded

    @cached_property
    def lines(self) -> list[Line]:
        """All lines of the document."""
        return self._whole.lines

    @cached_property
    def line_words(self) -> list[list[str]]:
        """The folded words of all lines of the document."""
        return self._whole.line_words

    @cached_property
    def _contents(self) -> list[str]:
        return self._whole._contents

    @cached_property
    def filled(self) -> list[int]:
        """Indexes of the lines in the segments that are not blank."""
        numbers = chain.from_iterable(
            range(self.line_number(start), self.line_number(end - 1) + 1) for start, end in self.segments if start < end
        )
        return [number for number in numbers if self.line_text(number)]

    @cached_property
    def sought(self) -> str:
        """The folded prose of the segments, one behind the other, each with a few characters around it."""
        return "".join(self.folded[max(start - 8, 0) : end + 8] for start, end in self.segments)

    def _word_run(self) -> Iterable[str]:
        return spaced(" ".join(self.folded[start:end] for start, end in self.segments)).split()
