"""The functions that engines are given, a Ray cluster that is hurt, and the programs in docs/scale.md."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow")

from pyarrow import parquet  # noqa: E402

from lint.cluster import clean_batch, clean_shard, cleaned_schema, fingerprint  # noqa: E402
from lint.config import Config  # noqa: E402
from lint.tables.row import TableError, restored  # noqa: E402

ROOT = Path(__file__).parent.parent
DIRTY = (
    "The council met on Tuesday and agreed to repair the bridge, following they visited the site.\n\nLeave a Reply\n"
)
FIXED = "The council met on Tuesday and agreed to repair the bridge, after they visited the site.\n"
CLEAN = "The council met on Tuesday and agreed to repair the bridge.\n"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "PYSPARK_PYTHON": sys.executable, "HF_DATASETS_OFFLINE": "1"}


def _batch(texts: list[str | None], kind: Any = None) -> Any:
    columns = [pa.array(range(len(texts))), pa.array(texts, kind or pa.string())]
    return pa.RecordBatch.from_arrays(columns, names=["id", "text"])


@pytest.mark.parametrize(
    "kind", [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())]
)
def test_a_batch_is_cleaned_row_by_row(kind: Any) -> None:
    batch = _batch([DIRTY, CLEAN, None], pa.string())
    batch = batch.set_column(1, "text", batch.column("text").cast(kind))
    result = clean_batch(batch)
    assert result.schema == cleaned_schema(batch.schema)
    assert result.column("text").to_pylist() == [FIXED, CLEAN, None]
    assert result.column("newslint_error").to_pylist() == [None, None, "column 'text' is null"]
    assert result.column("newslint_verdict").to_pylist()[1:] == ["publish", None]
    assert batch.column("text").to_pylist() == [DIRTY, CLEAN, None]
    assert restored(FIXED, result.column("newslint_edits")[0].as_py(), "row") == DIRTY
    assert clean_batch(batch).equals(result)


def test_a_table_is_cleaned_like_its_batches() -> None:
    table = pa.table({"text": [DIRTY, CLEAN], "id": [1, 2]})
    assert clean_batch(table).column("text").to_pylist() == [FIXED, CLEAN]
    assert clean_batch(table.slice(0, 0)).schema == cleaned_schema(table.schema)
    with pytest.raises(TableError, match="no column 'body'"):
        clean_batch(table, "body")


def test_the_fingerprint_changes_with_the_rules(tmp_path: Path) -> None:
    pack = tmp_path / "own.toml"
    pack.write_text("# one")
    assert fingerprint() == fingerprint(Config())
    assert fingerprint() != fingerprint(Config(ignore=("text",))) != fingerprint(Config(packs=(str(pack),)))


def test_a_shard_is_cleaned_once(tmp_path: Path) -> None:
    parquet.write_table(pa.table({"text": [DIRTY] * 5}), tmp_path / "a.parquet")
    first = clean_shard(tmp_path / "a.parquet", tmp_path / "out")
    written = (tmp_path / "out" / "a.parquet").stat().st_mtime_ns
    assert clean_shard(tmp_path / "a.parquet", tmp_path / "out") == first
    assert (tmp_path / "out" / "a.parquet").stat().st_mtime_ns == written
    assert parquet.read_table(tmp_path / "out").column("text").to_pylist() == [FIXED] * 5
    with pytest.raises(TableError, match="can't be read"):
        clean_shard(tmp_path / "none.parquet", tmp_path / "out")


# --- Ray ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shards")
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "samples").glob("*.txt"))]
    for shard in range(8):
        rows = [f"Report {shard}-{row}\n\n{texts[row % 5]}" for row in range(40)]
        table = pa.table({"id": range(40), "text": [*rows[:-1], None]})
        if shard % 2:
            parquet.write_table(table, folder / f"{shard}.parquet")
        else:
            lines = (json.dumps(row, ensure_ascii=False) for row in table.to_pylist())
            (folder / f"{shard}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    pytest.importorskip("ray")
    os.environ |= {"PYTHONPATH": str(ROOT), "RAY_USAGE_STATS_ENABLED": "0", "RAY_raylet_start_wait_time_s": "300"}
    from ray.cluster_utils import Cluster

    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    cluster.add_node(num_cpus=1)
    yield cluster.address
    cluster.shutdown()


def _start(source: Path, output: Path, *options: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "lint", "clean", str(source), "-o", str(output), "--id-column", "id", *options]
    return subprocess.Popen(command, cwd=ROOT, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True)


def _tree(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "summary.json"  # which says what was skipped
    }


def _workers() -> list[int]:
    """Return the processes of Ray that are at a shard."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if entry.read_bytes().startswith(b"ray::_table"):
                found.append(int(entry.parent.name))
        except OSError:
            continue
    return found


def _wait_for_first(output: Path, process: "subprocess.Popen[str]") -> None:
    until = time.monotonic() + 120
    while not list(output.glob("[0-9].*")) and process.poll() is None and time.monotonic() < until:
        time.sleep(0.05)


@pytest.mark.ray
def test_a_cluster_that_is_hurt_gives_what_one_machine_gives(shards: Path, address: str, tmp_path: Path) -> None:
    assert _start(shards, tmp_path / "local").wait(300) == 2  # for the nulls
    whole = _tree(tmp_path / "local")
    assert len(whole) == 8 * 3 + 1

    hurt = _start(shards, tmp_path / "hurt", "--engine", "ray", "--address", address)
    _wait_for_first(tmp_path / "hurt", hurt)
    victims = _workers()
    os.kill(victims[0], signal.SIGKILL)
    assert "Traceback" not in hurt.communicate(timeout=300)[1]
    assert _tree(tmp_path / "hurt") == whole

    driver = _start(shards, tmp_path / "again", "--engine", "ray", "--address", address)
    _wait_for_first(tmp_path / "again", driver)
    driver.kill()
    driver.wait(60)
    done = len(list((tmp_path / "again").glob("[0-9].*")))
    assert 0 < done < 8
    again = _start(shards, tmp_path / "again", "--engine", "ray", "--address", address)
    assert again.wait(300) == 2
    assert _tree(tmp_path / "again") == whole
    summary = json.loads((tmp_path / "again" / "summary.json").read_text())
    assert summary["tables"]["skipped"] >= 1
    assert summary["rows"] == {"total": 320, "cleaned": 312, "unchanged": 0, "rejected": 8, "refused": 0}


@pytest.mark.ray
def test_articles_on_a_cluster_are_the_same_also_in_what_recurs(address: str, tmp_path: Path) -> None:
    site = tmp_path / "in" / "site"
    site.mkdir(parents=True)
    for number in range(320):  # so many that they are counted on the cluster, too
        own = f"Nobody had seen number {number} before, nor the {chr(97 + number % 26) * (number // 26 + 2)} beside it."
        (site / f"{number}.txt").write_text(f"Day {number}\n\n{own}\n\nOur island hour\n", encoding="utf-8")
    for name, options in (("local", ()), ("ray", ("--engine", "ray", "--address", address))):
        assert _start(site.parent, tmp_path / name, "--no-readability", *options).wait(300) == 0
    assert _tree(tmp_path / "local") == _tree(tmp_path / "ray")
    assert "Our island hour" not in (tmp_path / "ray" / "site" / "0.txt").read_text(encoding="utf-8")


@pytest.mark.ray
def test_a_cluster_that_is_not_there_is_named(shards: Path, tmp_path: Path) -> None:
    pytest.importorskip("ray")
    process = _start(shards, tmp_path / "out", "--engine", "ray", "--address", "127.0.0.1:1")
    error = process.communicate(timeout=300)[1]
    assert process.returncode == 2
    assert "no Ray cluster at 127.0.0.1:1" in error
    assert "Traceback" not in error


# --- recipes --------------------------------------------------------------------------------------------------------

NEEDS = {"Ray": "ray", "Spark": "pyspark", "Dask": "distributed", "Daft": "daft", "Hugging Face datasets": "datasets",
         "datatrove": "datatrove"}  # fmt: skip


def _recipe(title: str) -> str:
    text = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
    found = re.search(rf"^### {title}\n\n[^#]*?```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert found, title
    return found[1]


@pytest.mark.engines
@pytest.mark.parametrize("title", NEEDS)
def test_a_program_of_the_documentation_runs(title: str, tmp_path: Path) -> None:
    pytest.importorskip(NEEDS[title])
    if title == "Spark" and not shutil.which("java"):
        pytest.skip("Spark needs Java")
    (tmp_path / "articles").mkdir()
    for shard in range(4):
        rows = {"id": range(shard * 10, shard * 10 + 10), "text": [DIRTY, CLEAN] * 5}
        parquet.write_table(pa.table(rows), tmp_path / "articles" / f"{shard}.parquet")
    (tmp_path / "program.py").write_text(_recipe(title))
    environment = {
        **ENVIRONMENT,
        "HF_HOME": str(tmp_path / "hf"),
        "RAY_ADDRESS": "local",
        "RAY_USAGE_STATS_ENABLED": "0",
    }
    for _ in range(2 if title in ("Ray", "Dask", "Daft") else 1):  # again: what is done is skipped
        result = subprocess.run(
            [sys.executable, "program.py"], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300
        )
        assert result.returncode == 0, result.stderr[-2000:]
    files = sorted(path for path in (tmp_path / "cleaned").glob("*.parquet"))
    rows = [row for file in files for row in parquet.read_table(file).to_pylist()]
    assert sorted(row["text"] for row in rows) == sorted([FIXED, CLEAN] * 20)
    assert {"newslint_findings", "newslint_verdict"} <= set(rows[0].get("metadata") or rows[0])


@pytest.mark.engines
def test_the_program_that_counts_a_corpus_runs(tmp_path: Path) -> None:
    pytest.importorskip("ray")
    for number in range(8):
        place = tmp_path / "sites" / "mirror" / f"{number}.txt"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(
            f"Nobody had seen the {'abcdefgh'[number]}-boat before.\n\nOur island hour\n", encoding="utf-8"
        )
    (tmp_path / "program.py").write_text(_recipe("Passes over the whole corpus"))
    environment = {**ENVIRONMENT, "RAY_ADDRESS": "local", "RAY_USAGE_STATS_ENABLED": "0"}
    result = subprocess.run(
        [sys.executable, "program.py"], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300
    )
    assert result.returncode == 0, result.stderr[-2000:]
    assert result.stdout.splitlines()[-1] == "1 lines recur"
