"""Bytes become text without loss: the encoding is found out, never forced, and can be written again."""

from __future__ import annotations

import codecs
import os
import re
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

MOST_BYTES = 200_000_000
"""Largest file that is read; larger ones are tables or no articles."""

SURE = 0.2
"""Confidence from which chardet's guess counts; it gives 0.3 to whole paragraphs of Cyrillic, 0.1 to Western ones."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_NO_CHARSETS = frozenset("utf-7 unicode-escape raw-unicode-escape punycode idna undefined rot13".split())
_LOSSLESS = "utf-8:surrogateescape"
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class UnreadableError(ValueError):
    """A file that can't be read as an article; the message names the file, the place and the remedy."""


class Source(NamedTuple):
    """A text and how its bytes were made; `encode(text)` of the same text gives the same bytes."""

    path: str
    text: str
    encoding: str
    bom: bool
    sha256: str


def read(path: Path, shown: str | None = None) -> Source:
    """Return the source in a file; raise UnreadableError for a file that is no text."""
    name = shown or str(path)
    try:
        if path.is_dir():
            os.listdir(path)  # raises where it can't be read
        if not path.is_file():
            raise UnreadableError(f"{name}: not a regular file; name a file or a folder of articles")
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise UnreadableError(f"{name}: {size / 1e6:.0f} MB is too large for an article; split the file")
        return decode(path.read_bytes(), name)
    except OSError as error:
        raise UnreadableError(f"{name}: can't be read ({error.strerror}); check its path and rights") from None


def decode(data: bytes, path: str) -> Source:
    """Return the source in `data`: by its byte order mark, strict UTF-8, its own declaration, or a guess.

    Bytes that no encoding explains are kept as they are (PEP 383). Raise UnreadableError for binary data.
    """
    digest = sha256(data).hexdigest()
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = _strictly(data[len(mark) :], encoding)
            if text is not None:
                return Source(path, text, encoding, True, digest)
    place = _binary(data)
    if place is not None:
        raise UnreadableError(f"{path}: byte {place} says that this is a binary file; leave it out")
    for propose in (_utf8, _declared, _guessed):
        proposed = propose(data)
        decoded = _strictly(data, proposed) if proposed else None
        if proposed and decoded is not None:
            return Source(path, decoded, proposed, False, digest)
    return Source(path, data.decode("utf-8", "surrogateescape"), _LOSSLESS, False, digest)


def encode(text: str, encoding: str, bom: bool) -> bytes:
    """Return the bytes of `text`; raise UnicodeEncodeError where the encoding has no place for a character."""
    codec, _, errors = encoding.partition(":")
    mark = next((mark for mark, name in _BOMS if name == codec), b"") if bom else b""
    return mark + text.encode(codec, errors or "strict")


def _strictly(data: bytes, encoding: str) -> str | None:
    """Return `data` decoded, if the encoding is known, takes every byte and gives the same bytes back."""
    try:
        text = data.decode(encoding)
        return text if text.encode(encoding) == data else None
    except (UnicodeError, LookupError, ValueError):
        return None


def _binary(data: bytes) -> int | None:
    """Return where binary content shows: a NUL byte, or more than a few control characters at the beginning."""
    nul = data.find(b"\0")
    if nul >= 0:
        return nul
    controls = [match.start() for match in _CONTROL.finditer(data, 0, 8192)]
    return controls[0] if len(controls) > max(8, min(len(data), 8192) // 50) else None


def _utf8(data: bytes) -> str:
    return "utf-8"


def _declared(data: bytes) -> str | None:
    """Return the encoding that an HTML or XML head declares."""
    if b"<" not in data[:1024]:
        return None
    match = _DECLARED.search(data, 0, 4096)
    name = match[1].decode("ascii") if match else None
    return None if name is None or _is_no_charset(name) else name


def _is_no_charset(name: str) -> bool:
    """Tell whether a name is not that of a character set, but of something else that Python can decode."""
    try:
        return codecs.lookup(name).name in _NO_CHARSETS
    except LookupError:
        return True


def _guessed(data: bytes) -> str | None:
    """Return what chardet takes the encoding for; where it is unsure, the Windows one that the web falls back to.

    Text that is UTF-8 but for a few broken bytes is none of these.
    """
    if data.isascii():
        return None
    kept = data.decode("utf-8", "surrogateescape")
    broken = sum("\udc80" <= letter <= "\udcff" for letter in kept)
    if not broken or sum(letter > "\x7f" for letter in kept) - broken >= broken:
        return None
    import chardet

    found = chardet.detect(b"".join(line for line in data.split(b"\n") if not line.isascii())[:200_000])
    encoding = (found.get("encoding") or "").lower()
    sure = (found.get("confidence") or 0) >= SURE
    return encoding if sure and encoding not in ("", "ascii", "iso-8859-1") else "cp1252"
