"""Rule packs: TOML files become rules, and what is wrong in one is said by file, line, rule, key and remedy.

Reading TOML and taking regular expressions apart costs a tenth of a second, so the result is kept in a cache
folder, under a name made of the content of the packs and the version of the program.
"""

from __future__ import annotations

import marshal
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache, lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from lint.kinds import NEEDS, Entry, build
from lint.lines import LineIndex
from lint.pattern import lazy
from lint.rule import CATEGORIES, LineProbe, Rule
from lint.version import __version__

_IDENTIFIER = lazy(r"[a-z]+\.[a-z0-9]+(?:-[a-z0-9]+)*")
_DIGEST = 32


class PackError(ValueError):
    """A pack that can't be used; the message names file, line, rule, key and remedy."""


def rules_folder() -> Path:
    """Return the folder of the packs that newslint ships, in a wheel or in a checkout."""
    here = Path(__file__).parent
    return here / "rules" if (here / "rules").is_dir() else here.parent / "rules"


def cache_folder() -> Path:
    """Return the folder for what can be computed anew at any time; NEWSLINT_CACHE names another."""
    named = os.environ.get("NEWSLINT_CACHE")
    if named:
        return Path(named)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "newslint"


@cache
def shipped() -> tuple[Rule, ...]:
    """Return the declarative rules that newslint ships."""
    return load(pack_files(rules_folder()))


@cache
def shipped_lines() -> LineIndex:
    """Return the index of the line probes that newslint ships."""
    return LineIndex(probe for rule in shipped() for probe in rule.probes if isinstance(probe, LineProbe))


def pack_files(folder: Path) -> list[Path]:
    """Return the rule packs below a folder; other TOML files there, which hold data for rules in code, are left out."""
    found = (os.path.join(at, name) for at, _, names in os.walk(folder) for name in names if name.endswith(".toml"))
    return sorted(path for path in map(Path, found) if b"\n[[rule]]" in b"\n" + path.read_bytes())


def load(paths: Iterable[Path]) -> tuple[Rule, ...]:
    """Return the rules of packs; raise PackError for a pack that can't be used."""
    return tuple(build(entry)._replace(aliases=tuple(entry.get("aliases", ()))) for entry in entries(paths))


def entries(paths: Iterable[Path]) -> list[Entry]:
    """Return the validated entries of packs, from the cache where it holds them."""
    sources = [(path, _read(path)) for path in paths]
    tables = [_read(table) for path, content in sources for table in _tables(path, content)]
    contents = [*(content for _, content in sources), *tables]
    stored = cached("packs", contents, lambda: list(_validated(sources)))
    found: list[Entry] = stored
    return found


@cache
def data(name: str) -> dict[str, Any]:
    """Return a data table of the rules folder, such as "artifacts/pairs.toml"; it is shared, so don't change it."""
    content = _read(rules_folder() / name)
    found: dict[str, Any] = cached(Path(name).stem, [content], lambda: _parse(rules_folder() / name, content))
    return found


def derived(name: str, make: Callable[[dict[str, Any]], Any]) -> Any:
    """Return `make(data(name))`, plain data that takes long to make, or what an earlier run stored of it.

    It is made anew when the table changes, or the module that makes it.
    """
    code = Path(make.__code__.co_filename).read_bytes()
    return cached(f"{Path(name).stem}-{make.__name__}", [_read(rules_folder() / name), code], lambda: make(data(name)))


def cached(name: str, sources: Iterable[bytes], make: Any) -> Any:
    """Return `make()`, plain data, or what an earlier run stored for the same sources and version.

    A damaged or unwritable cache is never an error: the result is computed again.
    """
    key = blake2b(digest_size=12)
    for part in (__version__.encode(), sys.version.encode(), _own_code(), *sources):
        key.update(part)
        key.update(b"\0")
    path = cache_folder() / f"{name}-{key.hexdigest()}"
    stored = _stored(path)
    if stored is not None:
        return stored
    made = make()
    _store(path, marshal.dumps(made))
    return made


@cache
def _own_code() -> bytes:
    """Return what changes when the code that compiles packs changes."""
    here = Path(__file__).parent
    sources = [here / "packs.py", here / "needs.py", here / "ambiguity.py", *sorted((here / "kinds").glob("*.py"))]
    return b"".join(str(os.stat(source).st_mtime_ns).encode() for source in sources)


def _stored(path: Path) -> Any:
    try:
        content = path.read_bytes()
    except OSError:
        return None
    return marshal.loads(content[_DIGEST:]) if sealed(content) else None


def sealed(content: bytes) -> bool:
    """Tell whether the content of a file is whole, as `cached` has written it: a digest, and what it is of."""
    return blake2b(content[_DIGEST:], digest_size=_DIGEST).digest() == content[:_DIGEST]


def _store(path: Path, payload: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(blake2b(payload, digest_size=_DIGEST).digest() + payload)
        os.replace(temporary, path)
    except OSError:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise PackError(f"{path}: the rule pack can't be read ({error.strerror}); check its path and rights") from None


def _parse(path: Path, content: bytes) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise PackError(f"{path}: byte {error.start} is not UTF-8; save the pack as UTF-8") from None
    except RecursionError:
        raise PackError(f"{path}: not valid TOML: nested too deeply; write it flat") from None
    except ValueError as error:
        raise PackError(f"{path}: not valid TOML: {error}") from None


def _tables(path: Path, content: bytes) -> list[Path]:
    """Return the tables of swaps that a pack names; they lie beside it."""
    if b"\nfile" not in content:
        return []
    return [path.parent / name.decode() for name in re.findall(rb"""^file\s*=\s*["']([^"']+)["']""", content, re.M)]


def _swaps(path: Path) -> dict[str, str]:
    """Return the swaps in a CSV or TSV table of wrong and right phrases; a first row `wrong, right` is a heading."""
    import csv

    swaps: dict[str, str] = {}
    delimiter = "\t" if path.suffix.lower() == ".tsv" else ","
    lines = _read(path).decode("utf-8-sig", "replace").splitlines()
    for number, row in enumerate(csv.reader(lines, delimiter=delimiter), 1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (number == 1 and [cell.lower() for cell in cells[:2]] == ["wrong", "right"]):
            continue
        if len(cells) < 2 or not cells[0] or not cells[1]:
            raise PackError(f"{path}:{number}: a row needs a wrong and a right phrase")
        wrong, right = cells[:2]
        if wrong.casefold() == right.casefold():
            raise PackError(f"{path}:{number}: '{wrong}' maps to itself; remove the row")
        if swaps.setdefault(wrong, right) != right:
            raise PackError(
                f"{path}:{number}: '{wrong}' maps to '{right}' here and to '{swaps[wrong]}' above; keep one"
            )
    if not swaps:
        raise PackError(f"{path}: the table is empty; add rows of a wrong and a right phrase")
    return swaps


def _validated(sources: Iterable[tuple[Path, bytes]]) -> Iterator[dict[str, Any]]:
    seen: dict[str, Path] = {}
    for path, content in sources:
        parsed = _parse(path, content)
        unknown = set(parsed) - {"defaults", "rule"}
        if unknown:
            raise PackError(f"{path}: unknown table '{min(unknown)}'; a pack holds [defaults] and [[rule]] only")
        for raw in parsed.get("rule", []):
            entry = _entry(path, content, {**parsed.get("defaults", {}), **raw})
            for name in (entry["id"], *entry.get("aliases", ())):
                if name in seen:
                    what = "id" if name == entry["id"] else f"alias '{name}'"
                    raise PackError(_where(path, content, entry["id"]) + f"the {what} stands already in {seen[name]}")
                seen[name] = path
            yield entry


def _where(path: Path, content: bytes, rule: str) -> str:
    return f"{path}:{_line_numbers(content).get(rule, 1)}: rule '{rule}': "


@lru_cache(maxsize=2)
def _line_numbers(content: bytes) -> dict[str, int]:
    """Return the line on which each rule of a pack has its id."""
    lines = enumerate(content.decode("utf-8").splitlines(), 1)
    found = ((match[1], number) for number, line in lines if (match := re.match(r"""\s*id\s*=\s*["']([^"']*)""", line)))
    numbers: dict[str, int] = {}
    for rule, number in found:
        numbers.setdefault(rule, number)
    return numbers


def _entry(path: Path, content: bytes, raw: dict[str, Any]) -> dict[str, Any]:
    import msgspec

    where = _where(path, content, str(raw.get("id", "?")))
    try:
        entry = msgspec.to_builtins(msgspec.convert(raw, _model()))
    except msgspec.ValidationError as error:
        raise PackError(f"{where}{_in_words(str(error))}") from None
    entry = {key: value for key, value in entry.items() if value is not None}
    if entry["kind"] == "table":
        if not entry.get("file"):
            raise PackError(f"{where}a table rule needs 'file'; name a CSV or TSV of wrong and right phrases")
        entry |= {"kind": "swap", "swaps": _swaps(path.parent / entry.pop("file"))}
    try:
        for problem in (*_problems(entry), *(() if _is_shipped(path) else _slowness(entry))):
            raise PackError(where + problem)
        entry["needs"] = NEEDS[entry["kind"]](entry)
    except re.error as error:
        raise PackError(f"{where}the regular expression '{error.pattern!s}' is wrong: {error.msg}") from None
    return entry


def _in_words(error: str) -> str:
    unknown = re.search(r"unknown field `(\w+)`", error)
    if unknown:
        return f"unknown key '{unknown[1]}'; see docs/writing-rules.md for the keys of a rule"
    missing = re.search(r"missing required field `(\w+)`", error)
    if missing:
        return f"the key '{missing[1]}' is missing; add it"
    return error.replace("$.", "key ").replace("`", "'")


def _problems(entry: dict[str, Any]) -> Iterator[str]:
    content = {"swap": "swaps", "pattern": "patterns", "line": "lines"}[entry["kind"]]
    for what, name in (("id", entry["id"]), *(("alias", name) for name in entry.get("aliases", ()))):
        if not _IDENTIFIER.fullmatch(name) or name.partition(".")[0] not in CATEGORIES:
            yield f"the {what} must be category.what-is-wrong in lower case, with a category of {', '.join(CATEGORIES)}"
    if not entry.get(content):
        yield f"a {entry['kind']} rule needs '{content}'; add what it looks for"
    for other in {"swaps", "patterns", "lines"} - {content}:
        if entry.get(other):
            yield f"'{other}' does not belong in a {entry['kind']} rule; use '{content}' or another kind"
    if not entry.get("examples"):
        yield "no examples; add a text that must be caught and its repair"
    if entry.get("safety") == "safe" and len(entry.get("keep", ())) < 2:
        yield "a safe rule needs two genuine sentences in 'keep'; add them, or set safety = \"suggestion\""
    for phrase, fix in entry.get("swaps", {}).items():
        if phrase.casefold() == fix.casefold():
            yield f"the swap '{phrase}' maps to itself; remove it"
        if not re.search(r"\w", phrase):
            yield f"the swap '{phrase}' holds no word; give it one"
    for pattern in entry.get("patterns", []) + entry.get("lines", []):
        if re.compile(pattern).fullmatch(""):
            yield f"the pattern '{pattern}' matches nothing at all; let it need a character"


def _is_shipped(path: Path) -> bool:
    """Tell whether a pack is one of our own, whose expressions the tests try."""
    return str(path).startswith(f"{rules_folder()}{os.sep}")


def _slowness(entry: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with expressions that a text can keep busy without end."""
    from lint.ambiguity import exponential

    flags = 0 if entry.get("case") else re.IGNORECASE
    tried = [(pattern, pattern, flags) for pattern in entry.get("patterns", ())]
    tried += [(pattern, rf"(?:{pattern})\Z", flags) for pattern in entry.get("lines", ())]
    tried += [(pattern, pattern, re.IGNORECASE) for pattern in (entry.get("unless"),) if pattern]
    for shown, pattern, how in tried:
        text = exponential(pattern, how)
        if text is not None:
            yield (
                f"the pattern '{shown}' takes exponential time, as on '{text}…'; "
                "let each thing that it repeats begin with what the one before can't end in"
            )


@cache
def _model() -> Any:
    """Return the type of a pack entry; made on demand, because its library costs more to import than a run."""
    from lint.schema import PackRule

    return PackRule
