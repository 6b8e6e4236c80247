"""Tables made to unpack without end, or to hold one endless record: refused with a reason, in little memory."""

import gzip
import json
from pathlib import Path

import pytest

from lint.batch import Job
from lint.config import Config
from lint.linter import Linter
from lint.tables import columnar, streams, warc
from lint.tables.row import Columns
from lint.tables.shard import Recipe, TableOutcome, clean_table


@pytest.fixture(scope="module")
def linter() -> Linter:
    return Linter(Config())


def _cleaned(source: Path, linter: Linter, **options: bool) -> TableOutcome:
    return clean_table(Job(source, source.name), source.parent / "out", Recipe(linter, Columns(), **options))


def _response(body: bytes, packed: bool = False, number: int = 1) -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
    http += b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(body, 9) if packed else b"\r\n" + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_a_stream_that_unpacks_out_of_proportion_is_refused(
    tmp_path: Path, linter: Linter, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "LARGE", 3_000_000)
    line = json.dumps({"text": "The council met. " + " " * 200_000}).encode() + b"\n"
    if suffix == ".gz":
        packed = gzip.compress(line * 40, 9)
    else:
        packed = pytest.importorskip("zstandard").ZstdCompressor().compress(line * 40)
    source = tmp_path / f"a.jsonl{suffix}"
    source.write_bytes(packed)
    outcome = _cleaned(source, linter)
    assert outcome.state == "failed"
    assert "unpacks to more than 200 times its size" in outcome.message
    assert not list((tmp_path / "out").rglob("*.jsonl*"))


def test_a_zstandard_frame_of_zeros_is_unpacked_piece_by_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    zstandard = pytest.importorskip("zstandard")
    tracemalloc = pytest.importorskip("tracemalloc")
    compressor = zstandard.ZstdCompressor(19).compressobj()
    source = tmp_path / "a.jsonl.zst"
    with open(source, "wb") as file:
        for _ in range(300):
            file.write(compressor.compress(bytes(1_000_000)))
        file.write(compressor.flush())
    assert source.stat().st_size < 100_000
    tracemalloc.start()
    with streams.reading(source) as stream:
        total = 0
        while piece := stream.read(1 << 20):
            total += len(piece)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert total == 300_000_000
    assert peak < 150_000_000


def test_a_page_that_unpacks_to_too_much_is_put_aside(
    tmp_path: Path, linter: Linter, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("fastwarc")
    monkeypatch.setattr(warc, "MOST_BYTES", 1_000_000)
    good = _response(b"<html><body><p>The council met on Tuesday.</p></body></html>", number=1)
    bomb = _response(b"<p>" + b"a" * 5_000_000, packed=True, number=2)
    source = tmp_path / "a.warc"
    source.write_bytes(good + bomb)
    outcome = _cleaned(source, linter)
    assert outcome.record, outcome.message
    assert outcome.record["rows"]["rejected"] == 1
    assert list(outcome.record["reasons"]) == ["unpacks to more than 1 MB"]


def test_a_record_that_is_too_large_is_named_before_it_is_read(
    tmp_path: Path, linter: Linter, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("fastwarc")
    monkeypatch.setattr(warc, "MOST_PASSED", 1_000)
    source = tmp_path / "a.warc"
    source.write_bytes(_response(b"<p>short</p>") + _response(b"a" * 2_000))
    assert "record 2 has 0 MB, more than the 0 MB that are read" in _cleaned(source, linter).message


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_a_packed_crawl_that_is_cut_or_damaged_is_named(tmp_path: Path, linter: Linter, suffix: str) -> None:
    pytest.importorskip("fastwarc")
    whole = b"".join(_response(b"<p>The council met on Tuesday.</p>" * 50, number=n) for n in range(1, 9))
    packed = gzip.compress(whole) if suffix == ".gz" else pytest.importorskip("zstandard").compress(whole)
    source = tmp_path / f"a.warc{suffix}"
    source.write_bytes(packed)
    assert _cleaned(source, linter).state == "cleaned"
    for damaged in (packed[: len(packed) // 2], packed[:60] + b"\xff" * 8 + packed[68:]):
        source.write_bytes(damaged)
        outcome = _cleaned(source, linter, restart=True)
        assert outcome.state == "failed"
        assert str(source) in outcome.message


def test_parquet_that_unpacks_out_of_proportion_is_refused(
    tmp_path: Path, linter: Linter, monkeypatch: pytest.MonkeyPatch
) -> None:
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    source = tmp_path / "a.parquet"
    texts = pa.array(["a" * 1000 + str(n) for n in range(5_000)])
    parquet.write_table(pa.table({"text": texts}), source, compression="zstd", use_dictionary=False)
    monkeypatch.setattr(columnar, "LARGE", 1_000_000)
    monkeypatch.setattr(columnar, "MOST_GROWTH", 5)
    assert "unpacks to 5 MB, more than 5 times its size" in _cleaned(source, linter).message


@pytest.mark.parametrize("codec", ["none", "snappy", "gzip", "brotli", "zstd", "lz4"])
def test_parquet_of_every_codec_is_cleaned_and_keeps_it(tmp_path: Path, linter: Linter, codec: str) -> None:
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    source = tmp_path / "a.parquet"
    parquet.write_table(pa.table({"text": ["Talks resumed, following they met."]}), source, compression=codec)
    assert _cleaned(source, linter).state == "cleaned"
    kept = parquet.ParquetFile(tmp_path / "out" / "a.parquet").metadata.row_group(0).column(0).compression
    assert kept == parquet.ParquetFile(source).metadata.row_group(0).column(0).compression


def test_a_text_that_is_too_long_is_put_aside(tmp_path: Path, linter: Linter, monkeypatch: pytest.MonkeyPatch) -> None:
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    monkeypatch.setattr(columnar, "MOST_CHARACTERS", 1000)
    parquet.write_table(pa.table({"text": ["The council met.", "a" * 2000]}), tmp_path / "a.parquet")
    outcome = _cleaned(tmp_path / "a.parquet", linter)
    assert outcome.record, outcome.message
    assert outcome.record["rows"]["rejected"] == 1


def test_offsets_that_lead_out_of_an_arrow_file_are_damage(tmp_path: Path, linter: Linter) -> None:
    pa = pytest.importorskip("pyarrow")
    texts = pa.array(["The council met on Tuesday."] * 3)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, pa.schema([("text", pa.string())])) as writer:
        writer.write_batch(pa.record_batch([texts], names=["text"]))
    data = bytearray(sink.getvalue().to_pybytes())
    offsets = bytes(texts.buffers()[1])[:16]
    place = data.find(offsets)
    assert place > 0
    data[place + 4 : place + 8] = (1 << 30).to_bytes(4, "little")
    (tmp_path / "a.arrow").write_bytes(data)
    outcome = _cleaned(tmp_path / "a.arrow", linter)
    assert outcome.state == "failed"
    assert "damaged" in outcome.message
