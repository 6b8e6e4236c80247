"""What newslint promises whatever bytes it is given, one function a promise: each raises if its promise is broken.

They are tried by `benchmarks/fuzz.py` with libFuzzer, and by `test_fuzzed.py` with hypothesis and on the cases of
`tests/fuzzed/` that broke one of them once.
"""

import asyncio
import gzip
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from lint import baseline, engine, ignorefile, ledger, packs
from lint.batch import Job
from lint.catalogue import all_rules
from lint.config import Config, Configs, files
from lint.decisions import DecisionsError
from lint.decisions import load as load_decisions
from lint.edits import Edit, apply, compose, invert, record
from lint.engine import UnsettledError
from lint.linter import Linter, known_rules, page_edits
from lint.linters import SETTINGS_ERRORS, Linters
from lint.names.book import house_book
from lint.packs import PackError
from lint.readers.formats import document
from lint.readers.rows import rows
from lint.readers.source import UnreadableError, decode, encode
from lint.ruleset import RuleSet
from lint.tables.row import Columns, TableError
from lint.tables.shard import Recipe, clean_table
from lint.tables.undo import records, undo_table
from lint.text import Document
from lint.writers import UnwritableError

SUFFIXES = (".txt", ".md", ".html")


@cache
def linter() -> Linter:
    return Linter(Config())


@cache
def every_rule() -> RuleSet:
    return RuleSet(known_rules(Config()))


@contextmanager
def a_folder() -> Iterator[Path]:
    """Give an empty folder, and no memory of the files of an earlier one."""
    with tempfile.TemporaryDirectory(prefix="newslint-") as name:
        for forget in (files.forget, ignorefile.forget, house_book.cache_clear):
            forget()
        yield Path(name)


def bytes_become_text_and_come_back(data: bytes) -> None:
    try:
        source = decode(data, "a.txt")
    except UnreadableError:
        return
    assert encode(source.text, source.encoding, source.bom) == data


def an_article_is_cleaned_once_and_comes_back(data: bytes) -> None:
    """The first byte tells the format; the rest is the article. All rules look at it, also those off by default."""
    if not data:
        return
    name = "article" + SUFFIXES[data[0] % 3]
    try:
        source = decode(data[1:], name)
    except UnreadableError:
        return
    page = document(source.text, name)
    opening = page_edits(page) if page.format == "html" else []
    prose = page if opening or page.format != "html" else Document(source.text, path=name)
    cleaned = engine.clean(prose, every_rule(), opening=opening)
    written, how = ledger.encoded(source, cleaned.text)
    try:
        made = ledger.make(source, written, how, cleaned.rounds)
    except ledger.LedgerError:
        return  # broken bytes that would mean something else side by side: such a file is left as it is
    kept = ledger.load(ledger.dump(made), "a.json")
    assert ledger.restore(written, kept, name) == data[1:]
    assert apply(source.text, cleaned.edits) == cleaned.text
    assert engine.retrace(cleaned.text, cleaned.rounds)[0] == source.text
    again = Document(cleaned.text, path=name) if page.format == "html" else document(cleaned.text, name)
    assert engine.clean(again, every_rule()).text == cleaned.text
    for finding, _ in cleaned.findings:
        assert 0 <= finding.start <= finding.end <= len(source.text)


def edits_compose_and_are_undone(data: bytes) -> None:
    """The bytes are a text and two lists of edits, as JSON: `[text, [[gap, length, replacement]…], […]]`."""
    try:
        text, first, second = json.loads(data)
        assert isinstance(text, str)
        once = _edits(text, first)
        middle = apply(text, once)
        twice = _edits(middle, second)
    except (ValueError, TypeError, AssertionError, RecursionError, OverflowError):
        return
    last = apply(middle, twice)
    assert apply(text, compose(once, twice)) == last
    changes = [record(text, once), record(middle, twice)]
    assert engine.undo(last, changes) == text
    assert apply(last, invert(changes[1])) == middle
    assert engine.retrace(last, changes)[0] == text


def _edits(text: str, parts: list[Any]) -> list[Edit]:
    done, made = 0, []
    for gap, length, replacement in parts:
        start = min(done + 1 + abs(int(gap)), len(text))
        end = min(start + abs(int(length)), len(text))
        if start > done or not made:
            made.append(Edit(start, end, str(replacement), "text.fuzzed"))
            done = end
    return made


def a_ledger_is_read_or_refused(data: bytes) -> None:
    try:
        kept = ledger.load(data, "a.json")
    except ledger.LedgerError:
        return
    with suppress(ledger.LedgerError):
        ledger.restore(data[:40], kept._replace(cleaned_sha256=sha256(data[:40]).hexdigest()), "a.txt")
    assert ledger.load(ledger.dump(kept), "a.json") == kept


def settings_hold_or_are_refused(data: bytes) -> None:
    with a_folder() as folder:
        (folder / "newslint.toml").write_bytes(data)
        article = folder / "news" / "a.md"
        with suppress(*SETTINGS_ERRORS, baseline.BaselineError, DecisionsError):
            configs = Configs()
            configs.excluded(article)
            configs.baseline()
            Linters(configs).of(article).clean("They met, following they left.\n", "news/a.md")


def a_pack_is_used_or_refused(data: bytes) -> None:
    with a_folder() as folder:
        (folder / "pack.toml").write_bytes(data)
        with suppress(PackError, UnsettledError):
            rules = packs.load([folder / "pack.toml"])
            engine.clean(Document("They met, following they left 3 towns.\n\nShare this\n"), RuleSet(rules))


def a_book_of_names_is_used_or_refused(data: bytes) -> None:
    with a_folder() as folder:
        (folder / "names.toml").write_bytes(data)
        with suppress(PackError):
            known_rules(Config(names=(str(folder / "names.toml"),)))


def an_ignore_file_is_read_or_refused(data: bytes) -> None:
    with a_folder() as folder:
        (folder / ignorefile.NAME).write_bytes(data)
        with suppress(ignorefile.IgnoreFileError):
            kept = ignorefile.read(folder / ignorefile.NAME)
            ignorefile.save(folder / ignorefile.NAME, kept.values())
            assert set(ignorefile.read(folder / ignorefile.NAME)) == set(kept)


def a_baseline_is_read_or_refused(data: bytes) -> None:
    with a_folder() as folder:
        (folder / baseline.NAME).write_bytes(data)
        with suppress(baseline.BaselineError):
            known = baseline.load(folder / baseline.NAME)
            known.counts(folder / "a.txt")
            baseline.save(known)
            assert set(baseline.load(folder / baseline.NAME).files) == set(known.files)


def decisions_are_followed_or_left_out(data: bytes) -> None:
    with a_folder() as folder:
        (folder / "decisions.jsonl").write_bytes(data)
        with suppress(DecisionsError, PackError):
            log = load_decisions(folder / "decisions.jsonl")
            assert isinstance(len(log.decisions), int)
            Linter(Config(decisions=str(folder / "decisions.jsonl"))).clean("They met, following they left.\n", "a.txt")


def rows_are_read_or_refused(data: bytes) -> None:
    with a_folder() as folder:
        (folder / "a.jsonl").write_bytes(data)
        with suppress(UnreadableError):
            for row in rows(folder / "a.jsonl", "a.jsonl", "text"):
                assert isinstance(row, UnreadableError) or isinstance(row.text, str)


def _a_table_comes_back(name: str, data: bytes, same: Callable[[bytes, bytes], bool] | None = None) -> None:
    with a_folder() as folder:
        (folder / name).write_bytes(data)
        outcome = clean_table(Job(folder / name, name), folder / "out", Recipe(linter(), Columns()))
        if outcome.state == "failed":
            assert outcome.message
            return
        for _, places in records(folder / "out"):
            with suppress(TableError, UnwritableError):
                undo_table(places, folder / "back" / name)
                assert same is None or same((folder / "back" / name).read_bytes(), data)


def json_lines_come_back(data: bytes) -> None:
    _a_table_comes_back("a.jsonl", data, bytes.__eq__)


def packed_json_lines_come_back(data: bytes) -> None:
    _a_table_comes_back("a.jsonl.gz", data, lambda back, data: gzip.decompress(back) == gzip.decompress(data))


def zstandard_json_lines_are_read_or_refused(data: bytes) -> None:
    _a_table_comes_back("a.jsonl.zst", data)


def parquet_is_read_or_refused(data: bytes) -> None:
    _a_table_comes_back("a.parquet", data)


def arrow_is_read_or_refused(data: bytes) -> None:
    _a_table_comes_back("a.arrow", data)


def warc_is_read_or_refused(data: bytes) -> None:
    _a_table_comes_back("a.warc", data)


def packed_warc_is_read_or_refused(data: bytes) -> None:
    _a_table_comes_back("a.warc.gz", data)


def an_editor_is_answered(data: bytes) -> None:
    """The bytes are messages of the language server protocol, a line each, as `[method, params]`."""
    from lsprotocol import types
    from pygls.exceptions import JsonRpcException

    from lint.server.server import server

    async def talk() -> None:
        made = server()
        said: list[bytes] = []
        made.protocol.set_writer(_Writer(said.append))
        greeting = {"capabilities": {}, "processId": None, "rootUri": None}
        messages = [["initialize", greeting], ["initialized", {}]]
        for line in data.splitlines()[:8]:
            with suppress(ValueError, RecursionError):
                messages.append(json.loads(line))
        for number, message in enumerate(messages):
            if not (isinstance(message, list) and len(message) == 2 and isinstance(message[0], str)):
                continue
            if message[0] in ("exit", "shutdown"):
                continue
            head = {"jsonrpc": "2.0", "method": message[0], "params": message[1]}
            asks = message[0] in (types.INITIALIZE, types.TEXT_DOCUMENT_CODE_ACTION, types.TEXT_DOCUMENT_HOVER)
            wire = json.dumps({**head, "id": number} if asks else head)
            try:
                parsed = json.loads(wire, object_hook=made.protocol.structure_message)
            except (JsonRpcException, TypeError, ValueError, KeyError):
                continue  # refused by the protocol library
            made.protocol.handle_message(parsed)
            await asyncio.sleep(0)
        await asyncio.gather(*(task for task in asyncio.all_tasks() if task is not asyncio.current_task()))
        for answer in b"".join(said).split(b"Content-Length"):
            assert b"Traceback" not in answer, answer

    asyncio.run(talk())


class _Writer:
    """Takes what a server writes to its client."""

    def __init__(self, take: Callable[[bytes], None]) -> None:
        self.write = take

    def close(self) -> None:
        pass


PROMISES: dict[str, Callable[[bytes], None]] = {
    "decode": bytes_become_text_and_come_back,
    "article": an_article_is_cleaned_once_and_comes_back,
    "edits": edits_compose_and_are_undone,
    "ledger": a_ledger_is_read_or_refused,
    "settings": settings_hold_or_are_refused,
    "pack": a_pack_is_used_or_refused,
    "book": a_book_of_names_is_used_or_refused,
    "ignore": an_ignore_file_is_read_or_refused,
    "baseline": a_baseline_is_read_or_refused,
    "decisions": decisions_are_followed_or_left_out,
    "rows": rows_are_read_or_refused,
    "jsonl": json_lines_come_back,
    "jsonl-gz": packed_json_lines_come_back,
    "jsonl-zst": zstandard_json_lines_are_read_or_refused,
    "parquet": parquet_is_read_or_refused,
    "arrow": arrow_is_read_or_refused,
    "warc": warc_is_read_or_refused,
    "warc-gz": packed_warc_is_read_or_refused,
    "server": an_editor_is_answered,
}
"""Every promise, by the name of its folder in tests/fuzzed/."""

SAMPLES = Path(__file__).parent.parent / "samples"


@cache
def seeds(name: str) -> list[bytes]:
    """Return a few good inputs for a promise, from which bad ones are made."""
    return list(_seeds(name))


def _seeds(name: str) -> Iterator[bytes]:
    spun = "Talks resumed, following they met in Oslo.\n\nThe army must fight once morest terror.\n\nLeave a Reply\n"
    if name in ("decode", "article"):
        head = b"\0" if name == "article" else b""
        for sample in sorted(SAMPLES.glob("*.txt")):
            yield head + sample.read_bytes()[:1500]
        for number, rule in enumerate(all_rules()):
            for bad, _ in rule.examples[:1]:
                yield (bytes([number % 3]) if head else b"") + bad.encode()
        if not head:
            yield b'<meta charset="windows-1251">' + "Привет".encode("cp1251")
            yield "﻿Schön".encode("utf-16")
    elif name == "edits":
        yield b'["ab cd", [[0, 1, "x"], [1, 0, "yy"]], [[0, 2, ""], [0, 0, "z"]]]'
    elif name == "ledger":
        for data in (spun.encode(), "Schön, following they met.\n".encode("utf-16")):
            source = decode(data, "a.txt")
            cleaned = linter().clean(source.text)
            written, how = ledger.encoded(source, cleaned.text)
            yield ledger.dump(ledger.make(source, written, how, cleaned.rounds))
    elif name == "settings":
        yield b'select = ["artifact"]\nignore = ["text"]\nseverity = {text = "info"}\nexclude = ["old/**"]\n'
        yield b'profile = "strict"\n[[overrides]]\nfiles = ["*.md"]\nselect = ["all"]\n[per-file-ignores]\n"a.*" = ["name"]'
        yield b'extend = "newslint.toml"\nbaseline = "b.json"\nnames = ["n.toml"]\npacks = ["p.toml"]\nreview-at = 0.5\n'
    elif name == "pack":
        for path in packs.pack_files(packs.rules_folder())[:12]:
            content = path.read_bytes()
            yield content[: content.find(b"[[rule]]", content.find(b"[[rule]]") + 8)]
    elif name == "book":
        for path in sorted((packs.rules_folder() / "names").glob("*.toml"))[:4]:
            yield path.read_bytes()[:800]
        yield b'[[name]]\nname = "Asif Ali Zardari"\nvariants = ["Asif Zardari"]\nwrong = ["Asif Ali Zardar"]\n'
    elif name == "ignore":
        yield b'{"fingerprint": "a1", "rule": "text.x", "file": "a.txt", "text": "b", "reason": ""}\n'
    elif name == "baseline":
        yield (
            b'{"schema": "newslint-baseline/1", "newslint": "0.1.0", "files": {"a.txt": '
            b'[{"fingerprint": "a1", "rule": "text.x", "text": "b", "times": 2}]}}'
        )
    elif name == "decisions":
        yield (
            b'{"id": "a1", "time": "2026-01-01T00:00:00Z", "action": "reject", "scope": "rule", '
            b'"rule": "grammar.following-clause", "file": "a.txt", "data": {}}\n'
            b'{"id": "a2", "time": "2026-01-01T00:00:01Z", "action": "name", "data": {"name": "Asif Zardari"}}\n'
        )
    elif name in ("rows", "jsonl", "jsonl-gz", "jsonl-zst"):
        lines = f'{json.dumps({"id": 1, "text": spun})}\n{{"text": "Caf\\u00e9 \\ud800"}}\r\n\n[1]\n'.encode()
        if name.endswith("gz"):
            yield gzip.compress(lines, mtime=0)
        elif name.endswith("zst"):
            import zstandard

            yield zstandard.ZstdCompressor().compress(lines)
        else:
            yield lines
    elif name in ("parquet", "arrow"):
        yield from _columnar(name, [spun, "Nothing here.", None])
    elif name in ("warc", "warc-gz"):
        body = f"<html><body><article><h1>News</h1><p>{spun}</p></article></body></html>".encode()
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
        head = (
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: http://a.example/\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        ).encode()
        yield gzip.compress(head + http + b"\r\n\r\n", mtime=0) if name == "warc-gz" else head + http + b"\r\n\r\n"
    elif name == "server":
        uri = "file:///news/a.txt"
        opened = {"textDocument": {"uri": uri, "languageId": "markdown", "version": 1, "text": spun}}
        place = {"start": {"line": 0, "character": 0}, "end": {"line": 2, "character": 9}}
        asked = {"textDocument": {"uri": uri}, "range": place, "context": {"diagnostics": [], "only": ["quickfix"]}}
        hover = {"textDocument": {"uri": uri}, "position": {"line": 0, "character": 20}}
        changed = {"textDocument": {"uri": uri, "version": 2}, "contentChanges": [{"text": "Once morest 😀.\n"}]}
        messages = [
            ["textDocument/didOpen", opened],
            ["textDocument/codeAction", asked],
            ["textDocument/hover", hover],
            ["textDocument/didChange", changed],
            ["textDocument/codeAction", asked],
            ["textDocument/didClose", {"textDocument": {"uri": uri}}],
        ]
        yield "\n".join(map(json.dumps, messages)).encode()


def _columnar(name: str, texts: list[str | None]) -> Iterator[bytes]:
    import pyarrow as pa
    from pyarrow import parquet

    table = pa.table({"id": list(range(len(texts))), "text": texts})
    if name == "parquet":
        sink = pa.BufferOutputStream()
        parquet.write_table(table, sink, compression="none")
        yield sink.getvalue().to_pybytes()
        return
    for make in (pa.ipc.new_file, pa.ipc.new_stream):
        sink = pa.BufferOutputStream()
        with make(sink, table.schema) as writer:
            writer.write_table(table)
        yield sink.getvalue().to_pybytes()
