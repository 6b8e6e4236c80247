"""Tables: what is not text stays as it was, nothing is lost, and undo gives the table back."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lint.batch import Job
from lint.config import Config
from lint.linter import Linter
from lint.lock import UNFINISHED
from lint.pool import Crew
from lint.tables import jsonl, streams
from lint.tables.row import Columns
from lint.tables.shard import Places, Recipe, TableOutcome, clean_table, format_of, tables
from lint.tables.undo import records, undo_table

ROOT = Path(__file__).parent.parent
DIRTY = (
    "The council met on Tuesday and agreed to repair the bridge, following they visited the site.\n\nLeave a Reply\n"
)
FIXED = "The council met on Tuesday and agreed to repair the bridge, after they visited the site.\n"
CLEAN = "The council met on Tuesday and agreed to repair the bridge.\n"

arrow = pytest.mark.skipif(not pytest.importorskip("importlib.util").find_spec("pyarrow"), reason="needs pyarrow")
packed = pytest.mark.skipif(not pytest.importorskip("importlib.util").find_spec("zstandard"), reason="needs zstandard")

LINES = (
    json.dumps({"id": 1, "text": DIRTY, "n": 1.50}),
    '{ "text" : "Caf\\u00e9 owners met on Tuesday, following they left the room\\/hall." , "id":2, "big": 1e400 }\r',
    json.dumps({"id": 3, "text": CLEAN, "text2": "«é»"}, ensure_ascii=False),
    "",
    '{"text": "The mayor met reporters, following they asked for a talk. \\ud83d\\ude00 \\ud800", "id": 4}',
    '{"text": "first", "text": ' + json.dumps("Ümit said so on Tuesday, following they met.", ensure_ascii=False) + "}",
)
BAD = {
    "[1, 2]": "not a JSON object",
    '{"id": 9}': "no column 'text'; it has 'id'",
    '{"text": null}': "column 'text' is null, not a text",
    '{"text": 5}': "column 'text' is a number, not a text",
    '{"text": "a"} x': "not JSON: extra data at character 15",
    '{"text": "a",}': "not JSON: expecting '\"' at character 14",
    '{"text": "a"': "not JSON: expecting ',' at character 14",
    "not json": "not JSON: Expecting value at character 1",
    '{"text": "a", "newslint_edits": null}': "cleaned already; undo it first",
    "[" * 100_000: "not read: nested too deeply",
}


@pytest.fixture(scope="module")
def linter() -> Linter:
    return Linter(Config())


Clean = Callable[..., TableOutcome]


@pytest.fixture
def clean(tmp_path: Path, linter: Linter) -> Clean:
    def cleaner(source: Path, processes: int = 0, folder: str = "out", **options: Any) -> TableOutcome:
        recipe = Recipe(linter, Columns(**options.pop("columns", {})), **options)
        return clean_table(Job(source, source.name), tmp_path / folder, recipe, Crew(processes))

    return cleaner


def _undone(tmp_path: Path, name: str) -> Path:
    [(_, places)] = [item for item in records(tmp_path / "out") if item[1].name == name]
    assert undo_table(places, tmp_path / "back" / name) == "restored"
    return tmp_path / "back" / name


# --- JSON Lines -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("aside", [False, True])
@pytest.mark.parametrize("processes", [0, 2])
def test_lines_change_in_their_text_only_and_come_back(
    tmp_path: Path, clean: Clean, processes: int, aside: bool
) -> None:
    bad = [line for pair in zip(BAD, LINES, strict=False) for line in pair]
    source = tmp_path / "news.jsonl"
    source.write_bytes(b"\xef\xbb\xbf" + "\n".join([*LINES, *bad, *BAD]).encode() + b'\n{"text": "\xff\xfe"}')
    outcome = clean(source, processes, columns={"id": "id", "aside": aside})
    assert outcome.record, outcome.message
    rows = outcome.record["rows"]
    assert (
        rows["total"] == rows["cleaned"] + rows["unchanged"] + rows["rejected"] == source.read_bytes().count(b"\n") + 1
    )
    out = (tmp_path / "out" / "news.jsonl").read_text(encoding="utf-8-sig").splitlines()
    first, second = json.loads(out[0]), json.loads(out[1])
    assert (first["id"], first["text"], first["n"]) == (1, FIXED, 1.5)
    assert '"n": 1.5' in out[0]
    assert '"big": 1e400' in out[1]
    assert second["text"].startswith("Café owners met on Tuesday, after they left")
    assert ("newslint_verdict" in first) is not aside
    if not aside:
        assert list(first)[3:] == [
            "newslint_" + name for name in ("findings", "edits", "artifact_score", "boilerplate_score", "verdict")
        ]
        found = first["newslint_findings"][0]
        assert DIRTY[found["start"] : found["end"]] == found["text"] == "following they"
    rejects = [json.loads(line) for line in (tmp_path / "out" / "_rejects" / "news.jsonl").read_text().splitlines()]
    assert len(rejects) == rows["rejected"]
    reasons = {reject["line"].strip(): reject["reason"] for reject in rejects}
    expected = {line: reason for line, reason in BAD.items() if not (aside and "edits" in line)}
    assert {line: reasons[line] for line in expected} == expected
    assert rejects[-1]["reason"] == "not valid UTF-8 at byte 11"
    assert _undone(tmp_path, "news.jsonl").read_bytes() == source.read_bytes()


@packed
@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_packed_lines_are_packed_again_and_a_cut_is_seen(tmp_path: Path, clean: Clean, suffix: str) -> None:
    source = tmp_path / f"news.jsonl{suffix}"
    content = b"".join(
        json.dumps({"text": DIRTY, "n": n, "x": os.urandom(60).hex()}).encode() + b"\n" for n in range(300)
    )
    with streams.writing(source, source.name) as file:
        file.write(content)
    assert clean(source).state == "cleaned"
    with streams.reading(_undone(tmp_path, source.name)) as file:
        assert file.read() == content
    whole = source.read_bytes()
    cut = tmp_path / f"cut.jsonl{suffix}"
    cut.write_bytes(whole[: len(whole) * 2 // 3])
    outcome = clean(cut)
    assert outcome.state == "failed"
    assert "damaged after row" in outcome.message
    assert "nothing was written" in outcome.message
    assert not (tmp_path / "out" / cut.name).exists()
    (tmp_path / f"junk.jsonl{suffix}").write_bytes(b"this was never packed")
    assert "junk.jsonl" in clean(tmp_path / f"junk.jsonl{suffix}").message
    two = tmp_path / f"two.jsonl{suffix}"
    two.write_bytes(whole + whole)  # members or frames one behind the other
    assert (clean(two).record or {})["rows"]["total"] == 600


def test_a_record_without_end_is_put_aside(tmp_path: Path, clean: Clean, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "MOST_BYTES", 3_000_000)
    source = tmp_path / "huge.jsonl"
    source.write_text(
        f'{{"text": "{CLEAN.strip()}"}}\n{{"text": "{"a " * 4_000_000}"}}\n{{"text": "{CLEAN.strip()}"}}\n'
    )
    outcome = clean(source)
    assert (outcome.record or {})["rows"] == {"total": 3, "cleaned": 0, "unchanged": 2, "rejected": 1, "refused": 0}
    [reject] = (tmp_path / "out" / "_rejects" / "huge.jsonl").read_text().splitlines()
    assert json.loads(reject)["reason"] == "longer than 3 MB; split it"
    assert len(reject) < 2000


def test_what_is_done_is_skipped_and_what_is_strange_is_kept(tmp_path: Path, clean: Clean) -> None:
    source = tmp_path / "news.jsonl"
    source.write_text(json.dumps({"text": DIRTY}) + "\n")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "news.jsonl").write_text("mine")
    assert "exists and was not written by newslint" in clean(source).message
    assert clean(source, restart=True).state == "cleaned"
    assert clean(source).state == "skipped"
    (tmp_path / "out" / "news.jsonl").write_text("changed")
    [(_, places)] = records(tmp_path / "out")
    with pytest.raises(ValueError, match="changed since it was cleaned"):
        undo_table(places, tmp_path / "back")
    assert clean(source).state == "cleaned"
    source.write_text(json.dumps({"text": CLEAN}) + "\n")
    assert clean(source).state == "cleaned"
    assert not (tmp_path / "out" / UNFINISHED).exists()
    assert "cleaned already" in clean(tmp_path / "out" / "news.jsonl", folder="again").message


def test_edits_that_were_tampered_with_restore_nothing(tmp_path: Path, clean: Clean) -> None:
    source = tmp_path / "news.jsonl"
    source.write_text(json.dumps({"text": DIRTY}) + "\n")
    clean(source)
    out = tmp_path / "out" / "news.jsonl"
    out.write_text(out.read_text().replace("Leave a Reply", "Leave no Reply"))
    record = json.loads((tmp_path / "out" / "_reports" / "news.jsonl.json").read_text())
    from hashlib import sha256

    record["sha256"]["cleaned"] = sha256(out.read_bytes()).hexdigest()
    (tmp_path / "out" / "_reports" / "news.jsonl.json").write_text(json.dumps(record))
    [(_, places)] = records(out)
    with pytest.raises(ValueError, match="row 1: changed since"):
        undo_table(places, out)
    assert "after they" in out.read_text()


def test_the_first_bad_row_stops_a_table_that_may_have_none(tmp_path: Path, clean: Clean) -> None:
    source = tmp_path / "news.jsonl"
    source.write_text(json.dumps({"text": DIRTY}) + "\n[]\n")
    outcome = clean(source, keep_going=False)
    assert outcome.message == "news.jsonl: row 2: not a JSON object; repair it, or --keep-going to put it aside"
    source.write_text('{"body": "x"}\n')
    assert "no row could be cleaned: no column 'text'; it has 'body'" in clean(source).message
    assert "can't be read" in clean(tmp_path / "none.jsonl").message


def test_a_row_that_would_lose_too_much_is_refused(tmp_path: Path) -> None:
    page = "Title of it\n\n" + "Your email address will not be published.\n\n" * 12 + "One sentence stays here.\n"
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": page}) + "\n" + json.dumps({"text": CLEAN}) + "\n")
    result = _run(tmp_path, "clean", "a.jsonl", "-o", "out")
    assert result.returncode == 3
    assert "1 refused: cleaning would remove" in result.stderr
    assert json.loads((tmp_path / "out" / "summary.json").read_text())["rows"]["refused"] == 1


def test_tables_are_found_by_their_names(tmp_path: Path) -> None:
    assert [format_of(name) for name in ("a.jsonl", "a.ndjson.gz", "A.Parquet", "a.arrow", "a.warc.gz", "a.txt", "a.gz")] == [
        "jsonl", "jsonl", "parquet", "arrow", "warc", None, None,
    ]  # fmt: skip
    (tmp_path / "only").mkdir()
    (tmp_path / "only" / "a.jsonl").touch()
    (tmp_path / "both" / "sub").mkdir(parents=True)
    (tmp_path / "both" / "a.txt").touch()
    (tmp_path / "both" / "sub" / "b.jsonl").touch()
    only, both = str(tmp_path / "only"), str(tmp_path / "both")
    assert [job.name for job in tables([only, both], inside=False)[0]] == ["a.jsonl"]
    found, others = tables([only, both, "missing.jsonl"], inside=True)
    assert [job.name for job in found] == ["a.jsonl", "sub/b.jsonl"]
    assert others == [both, "missing.jsonl"]
    assert Places(tmp_path, "a.jsonl.gz").rejects.name == "a.jsonl"


# --- Parquet and Arrow ----------------------------------------------------------------------------------------------


def _table() -> Any:
    import pyarrow as pa

    number = 620
    columns = {
        "id": pa.array(range(number), pa.int16()),
        "when": pa.array([1_700_000_000_000] * number, pa.timestamp("ms", tz="UTC")),
        "text": pa.array([None if n == 350 else DIRTY if n % 2 else CLEAN for n in range(number)], pa.large_string()),
        "kind": pa.array(["news", "sport"] * (number // 2)).dictionary_encode(),
        "tags": pa.array([["a", None]] * number),
        "deep": pa.array([{"x": {"y": 1.5}}] * number),
        "raw": pa.array([b"\xff\x00"] * number),
    }
    return pa.table(columns).replace_schema_metadata({"origin": "test"})


def _write(path: Path, table: Any, kind: str) -> Path:
    import pyarrow as pa
    from pyarrow import parquet

    if kind == "parquet":
        parquet.write_table(table, path, compression="zstd", row_group_size=250)
    else:
        with (pa.ipc.new_file if kind == "arrow" else pa.ipc.new_stream)(str(path), table.schema) as file:
            file.write_table(table, max_chunksize=150)
    return path


def _read(path: Path, kind: str) -> Any:
    import pyarrow as pa
    from pyarrow import parquet

    if kind == "parquet":
        return parquet.read_table(path)
    return (pa.ipc.open_file if kind == "arrow" else pa.ipc.open_stream)(path.read_bytes()).read_all()


@arrow
@pytest.mark.parametrize("aside", [False, True])
@pytest.mark.parametrize("kind", ["parquet", "arrow", "stream"])
def test_columns_keep_their_order_types_and_values(tmp_path: Path, clean: Clean, kind: str, aside: bool) -> None:
    name = "news.parquet" if kind == "parquet" else "news.arrow"
    table = _table()
    source = _write(tmp_path / name, table, kind)
    table = _read(source, kind)
    outcome = clean(source, columns={"id": "id", "aside": aside})
    assert outcome.record, outcome.message
    assert outcome.record["rows"] == {"total": 620, "cleaned": 310, "unchanged": 309, "rejected": 1, "refused": 0}
    out = _read(tmp_path / "out" / name, kind)
    own = out.select(table.schema.names)
    assert own.schema.equals(table.schema, check_metadata=True)
    others = [column for column in table.schema.names if column != "text"]
    kept = table.slice(0, 350).to_pylist() + table.slice(351).to_pylist()
    assert own.select(others).to_pylist() == [{key: row[key] for key in others} for row in kept]
    assert out.column("text")[1].as_py() == FIXED
    report = _read(tmp_path / "out" / "_reports" / name, kind) if aside else out
    assert report.column("newslint_verdict")[0].as_py() == "publish"
    assert report.column("newslint_findings")[1].as_py()[0]["rule"] == "artifact.following-clause"
    if aside:
        assert report.schema.names[:2] == ["newslint_row", "id"]
    rejects = _read(tmp_path / "out" / "_rejects" / name, kind).to_pylist()
    assert [(row["id"], row["newslint_row"], row["newslint_reason"]) for row in rejects] == [
        (350, 351, "column 'text' is null")
    ]
    back = _read(_undone(tmp_path, name), kind)
    assert back.schema.equals(table.schema, check_metadata=True)
    assert back.equals(table)
    assert clean(source, columns={"id": "id", "aside": aside}).state == "skipped"


@arrow
@pytest.mark.parametrize("kind", ["parquet", "arrow"])
def test_processes_change_no_byte_of_a_table(tmp_path: Path, clean: Clean, kind: str) -> None:
    source = _write(tmp_path / f"news.{kind}", _table(), kind)
    for processes in (0, 1, 2):
        clean(source, processes, folder=str(processes))
    results = {(tmp_path / str(processes) / source.name).read_bytes() for processes in (0, 1, 2)}
    assert len(results) == 1


@arrow
def test_tables_that_can_not_be_cleaned_say_why(tmp_path: Path, clean: Clean) -> None:
    import pyarrow as pa

    source = _write(tmp_path / "news.parquet", _table(), "parquet")
    assert "no column 'body'; it has 'id', 'when'" in clean(source, columns={"text": "body"}).message
    assert "column 'id' is int16, not a text" in clean(source, columns={"text": "id"}).message
    assert "no column 'key'" in clean(source, columns={"id": "key"}).message
    (tmp_path / "cut.parquet").write_bytes(source.read_bytes()[:-100])
    assert "not readable as Parquet" in clean(tmp_path / "cut.parquet").message
    (tmp_path / "zero.arrow").write_bytes(b"")
    assert "not readable as Arrow" in clean(tmp_path / "zero.arrow").message
    stream = _write(tmp_path / "stream.arrow", _table(), "stream")
    stream.write_bytes(stream.read_bytes()[: stream.stat().st_size // 2])
    assert "damaged after row 300" in clean(stream).message
    clean(source, folder="once")
    assert "cleaned already" in clean(tmp_path / "once" / "news.parquet").message
    empty = _write(tmp_path / "empty.parquet", _table().slice(0, 0), "parquet")
    assert (clean(empty).record or {})["rows"]["total"] == 0
    assert _read(tmp_path / "out" / "empty.parquet", "parquet").schema.names[-1] == "newslint_verdict"
    broken = pa.Array.from_buffers(
        pa.string(), 2, [None, pa.py_buffer(b"\0\0\0\0\1\0\0\0\2\0\0\0"), pa.py_buffer(b"a\xff")]
    )
    bad = _write(tmp_path / "bad.parquet", pa.table({"text": broken}), "parquet")
    assert (clean(bad).record or {})["reasons"] == {"not valid UTF-8 at byte 1": 1}


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak is told by Linux only")
def test_memory_does_not_grow_with_the_table(tmp_path: Path) -> None:
    code = (
        "import re, sys; from pathlib import Path; from lint.batch import Job; from lint.linter import Linter;"
        "from lint.tables.shard import Recipe, clean_table;"
        "clean_table(Job(Path(sys.argv[1]), 'a.jsonl'), Path(sys.argv[2]), Recipe(Linter()));"
        "print(int(re.search('VmHWM: *([0-9]+)', Path('/proc/self/status').read_text().replace('\\t', ''))[1]) // 1024)"
    )
    peaks = []
    for rows in (200, 2000):
        source = tmp_path / f"{rows}.jsonl"
        source.write_text((json.dumps({"text": CLEAN, "ballast": "x" * 20000}) + "\n") * rows)
        command = [sys.executable, "-c", code, str(source), str(tmp_path / f"out{rows}")]
        peaks.append(int(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout))
    assert peaks[1] - peaks[0] < 15


# --- WARC -----------------------------------------------------------------------------------------------------------

PAGE = "<html><head><title>T</title></head><body><p>The council met on Tuesday, following they saw the caf\u00e9.</p></body></html>"


def _record(number: int, kind: str, block: bytes) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number:032}>\r\nWARC-Date: 2024-04-22T00:00:00Z\r\n"
        f"WARC-Target-URI: https://news.example/{number}\r\nContent-Type: application/http; msgtype={kind}\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def _records() -> list[bytes]:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
    body = PAGE.encode()
    return [
        _record(number, kind, block)
        for number, (kind, block) in enumerate([
            ("warcinfo", b"software: test\r\n"),
            ("request", b"GET / HTTP/1.1\r\n\r\n"),
            ("response", http + b"\r\n" + body),
            ("response", http + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(body, mtime=0)),
            ("response", http + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(body) + body + b"\r\n0\r\n\r\n"),
            ("response", http + b"\r\n<p>\0binary"),
            ("response", b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG\0"),
            ("response", http + b"\r\n" + PAGE.encode("cp1252")),
            ("response", http + b"\r\n"),
        ])
    ]  # fmt: skip


@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_pages_become_text_and_other_records_stay(tmp_path: Path, clean: Clean, suffix: str) -> None:
    warc = pytest.importorskip("fastwarc.warc")
    source = tmp_path / f"crawl.warc{suffix}"
    pack = gzip.compress if suffix else bytes
    source.write_bytes(b"".join(map(pack, _records())))
    outcome = clean(source)
    assert outcome.record, outcome.message
    assert outcome.record["rows"] == {"total": 9, "cleaned": 4, "unchanged": 4, "rejected": 1, "refused": 0}
    open_packed = gzip.open if suffix else open
    with open_packed(tmp_path / "out" / source.name, "rb") as file:
        found = [(r.headers["WARC-Type"], r.reader.read()) for r in warc.ArchiveIterator(file, parse_http=False)]
    text = "The council met on Tuesday, after they saw the café.".encode()
    assert [kind for kind, _ in found] == [
        "warcinfo",
        "request",
        *["conversion"] * 3,
        "response",
        "conversion",
        "conversion",
    ]
    assert all(text in block and b"<p>" not in block for block in (found[2][1], found[3][1], found[4][1], found[6][1]))
    assert found[5][1].endswith(b"\x89PNG\0")
    with open_packed(_undone(tmp_path, source.name), "rb") as file:
        assert file.read() == b"".join(_records())
    assert clean(source).state == "skipped"
    once = (tmp_path / "out" / source.name).read_bytes()
    assert clean(source, 2, restart=True).state == "cleaned"
    assert (tmp_path / "out" / source.name).read_bytes() == once


def test_a_broken_warc_is_named(tmp_path: Path, clean: Clean) -> None:
    pytest.importorskip("fastwarc.warc")
    whole = b"".join(_records())
    (tmp_path / "cut.warc").write_bytes(whole[:-700])
    assert "damaged after record" in clean(tmp_path / "cut.warc").message
    (tmp_path / "head.warc").write_bytes(whole[: whole.rindex(b"Content-Length")])
    assert "ends in the middle" in clean(tmp_path / "head.warc").message
    packed = b"".join(map(gzip.compress, _records()))
    (tmp_path / "cut.warc.gz").write_bytes(packed[:-300])
    assert "damaged after record" in clean(tmp_path / "cut.warc.gz").message
    (tmp_path / "junk.warc").write_bytes(b"hello\nworld\n" * 100)
    assert "junk.warc: damaged after record 0" in clean(tmp_path / "junk.warc").message
    (tmp_path / "empty.warc").write_bytes(b"")
    assert "holds no WARC record" in clean(tmp_path / "empty.warc").message
    assert not list((tmp_path / "out").glob("*.warc*"))


# --- the command ----------------------------------------------------------------------------------------------------


def _run(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "lint", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=120,
    )


def test_the_command_cleans_tables_and_gives_them_back(tmp_path: Path) -> None:
    (tmp_path / "in" / "sub").mkdir(parents=True)
    with gzip.open(tmp_path / "in" / "sub" / "a.jsonl.gz", "wt") as file:
        file.write(json.dumps({"key": "k", "body": DIRTY}) + "\n")
    (tmp_path / "in" / "b.jsonl").write_text(json.dumps({"key": "k", "body": DIRTY}) + "\n[]\n")
    (tmp_path / "in" / "c.txt").write_text(DIRTY)
    result = _run(tmp_path, "clean", "in", "-o", "out", "--text-column", "body", "--id-column", "key")
    assert result.returncode == 2
    assert result.stderr == "newslint: b.jsonl: 1 of 2 rows are in out/_rejects/b.jsonl: 1 not a JSON object\n"
    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert summary["tables"] == {"total": 2, "cleaned": 2}
    assert summary["rows"] == {"total": 3, "cleaned": 2, "unchanged": 0, "rejected": 1, "refused": 0}
    assert summary["files"]["cleaned"] == 1
    assert summary["rules"]["artifact.following-clause"] == {"found": 3, "applied": 3}
    assert _run(tmp_path, "undo", "out", "-o", "back").returncode == 0
    assert (tmp_path / "back" / "b.jsonl").read_bytes() == (tmp_path / "in" / "b.jsonl").read_bytes()
    assert (tmp_path / "back" / "c.txt").read_text() == DIRTY
    with gzip.open(tmp_path / "back" / "sub" / "a.jsonl.gz", "rt") as file:
        assert json.loads(file.read())["body"] == DIRTY
    assert _run(tmp_path, "undo", "out/b.jsonl").returncode == 0
    assert (tmp_path / "out" / "b.jsonl").read_bytes() == (tmp_path / "in" / "b.jsonl").read_bytes()
    missing = _run(tmp_path, "clean", "in/b.jsonl", "-o", "none")
    assert missing.returncode == 2
    assert "no row could be cleaned: no column 'text'; it has 'key', 'body'" in missing.stderr


def test_a_missing_library_is_named_with_its_remedy(tmp_path: Path) -> None:
    (tmp_path / "pyarrow.py").write_text("raise ImportError('none')")
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    result = _run(tmp_path, "clean", "a.parquet", "-o", "out")
    assert result.returncode == 2
    assert "needs pyarrow, which is not installed; pip install 'newslint[tables]'" in result.stderr
