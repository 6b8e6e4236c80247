"""Cases that broke a promise once, and good inputs that hypothesis damages in new ways every time."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from promises import PROMISES, seeds

FUZZED = Path(__file__).parent / "fuzzed"
CASES = sorted(path for path in FUZZED.glob("*/*") if path.is_file())
NEEDED = {"parquet": "pyarrow", "arrow": "pyarrow", "jsonl-zst": "zstandard", "warc": "fastwarc", "warc-gz": "fastwarc"}
NEEDED |= {"server": "pygls"}


def _promise(name: str) -> "pytest.param":
    if name in NEEDED:
        pytest.importorskip(NEEDED[name])
    return PROMISES[name]


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_broke_a_promise_once_keeps_it_now(case: Path) -> None:
    _promise(case.parent.name)(case.read_bytes())


@st.composite
def damaged(draw: st.DrawFn, good: list[bytes]) -> bytes:
    """Return a good input with a few pieces cut, doubled, swapped for others or written over."""
    data = bytearray(draw(st.sampled_from(good)))
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 12)))
        piece = draw(st.binary(max_size=6) | st.sampled_from([b"", b"[" * 40, b"\xff\xfe", b"1e999", b"-1", b"null"]))
        data[start:end] = draw(st.sampled_from([piece, bytes(data[start:end]) * 3, bytes(data[:40])]))
    return bytes(data)


@pytest.mark.parametrize("name", PROMISES)
def test_promises_hold_on_damaged_input(name: str) -> None:
    promise = _promise(name)

    @given(damaged(seeds(name)) | st.binary(max_size=60))
    def tried(data: bytes) -> None:
        promise(data)

    tried()
