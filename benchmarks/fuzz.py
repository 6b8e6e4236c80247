"""Tries the promises of tests/promises.py with libFuzzer (Atheris), each in a process of its own.

    python benchmarks/fuzz.py --seconds 60                     # a minute, shared by all promises
    python benchmarks/fuzz.py article pack --seconds 600 --record benchmarks/fuzzed.json

What breaks a promise is kept in a folder, one file a kind of failure, and the run goes on. Exit code 1 if there was
any. `--record` adds seconds and cases to those of earlier runs. Needs the extra `fuzz`.
"""

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import traceback
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]


def main() -> int:
    """Try the promises in turn; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("promises", nargs="*", help="which, by name; all of them by default")
    parser.add_argument("--seconds", type=float, default=60.0, help="for all promises together")
    parser.add_argument("--corpus", type=Path, help="folder whose inputs are begun with, and that grows")
    parser.add_argument("--found", type=Path, default=Path("fuzz-found"), help="folder for what breaks a promise")
    parser.add_argument("--record", type=Path, help="JSON file that seconds and cases are added to")
    parser.add_argument("--recorded", type=Path, help="tell what that file of --record holds, and try nothing")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        fuzz(options.one, options.corpus, options.found, options.seconds)
        return 0
    if options.recorded:
        print(total(json.loads(options.recorded.read_text())))
        return 0
    from promises import PROMISES

    names = options.promises or list(PROMISES)
    failed = 0
    with tempfile.TemporaryDirectory(prefix="newslint-corpus-") as temporary:
        for name in names:
            corpus = (options.corpus or Path(temporary)) / name
            corpus.mkdir(parents=True, exist_ok=True)
            failed += attempt(name, corpus, options.found, options.seconds / len(names), options.record)
    return 1 if failed else 0


def total(recorded: dict[str, dict[str, float]]) -> str:
    """Return the sums of a record."""
    seconds, cases = (sum(entry[key] for entry in recorded.values()) for key in ("cpu_seconds", "cases"))
    articles = recorded.get("article", {"cases": 0})["cases"]
    return f"{seconds / 60:.0f} minutes of processor time, {cases:,} cases, of them {articles:,} articles"


def attempt(name: str, corpus: Path, found: Path, seconds: float, log: Path | None) -> int:
    """Fuzz one promise in a process of its own; print and record what came of it; return how many failures there are."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    known = set(found.glob(f"{name}-*"))
    command = [sys.executable, __file__, "--one", name, "--corpus", corpus, "--found", found, "--seconds", str(seconds)]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, errors="replace")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    cases = re.search(r"number_of_executed_units: (\d+)", done.stderr)
    coverage = re.findall(r"cov: (\d+)", done.stderr) or ["0"]
    new = sorted(set(found.glob(f"{name}-*")) - known)
    if done.returncode and not cases:
        new.append(died(name, found, done))
    tried = int(cases[1]) if cases else 0
    print(f"{name:10} {spent:8.1f} s CPU {tried:9} cases {coverage[-1]:>6} edges {len(new):3} failures", flush=True)
    for file in new:
        print(f"    {file}", flush=True)
    if log:
        totals = json.loads(log.read_text()) if log.exists() else {}
        entry = totals.setdefault(name, {"cpu_seconds": 0.0, "cases": 0})
        entry["cpu_seconds"] = round(entry["cpu_seconds"] + spent, 1)
        entry["cases"] += tried
        log.write_text(json.dumps(totals, indent=1) + "\n")
    return len(new)


def died(name: str, found: Path, done: "subprocess.CompletedProcess[str]") -> Path:
    """Keep what a process that ended in a library has said last."""
    found.mkdir(parents=True, exist_ok=True)
    place = found / f"{name}-died-{abs(done.returncode)}.log"
    place.write_text(done.stderr[-20_000:])
    return place


def fuzz(name: str, corpus: Path, found: Path, seconds: float) -> None:
    """Fuzz one promise in this process, which ends with it."""
    import atheris

    os.environ.setdefault("NEWSLINT_CACHE", tempfile.mkdtemp(prefix="newslint-fuzz-"))
    with atheris.instrument_imports(include=["lint"]):
        import promises

        from lint import packs
    for number, seed in enumerate(promises.seeds(name)):
        (corpus / f"seed-{number}").write_bytes(seed)
    packs._store = lambda path, payload: None  # type: ignore[assignment]  # or every bad pack would be kept
    promise, kinds = promises.PROMISES[name], set[str]()

    def attempt(data: bytes) -> None:
        try:
            promise(data)
        except Exception as error:
            kind = kind_of(error)
            if kind not in kinds:
                kinds.add(kind)
                keep(found, name, kind, data, error)

    arguments = [
        sys.argv[0],
        f"-max_total_time={max(1, round(seconds))}",
        "-print_final_stats=1",
        "-rss_limit_mb=3000",
        "-timeout=60",
        "-max_len=4096",
        f"-artifact_prefix={found}/{name}-crash-",
        "-verbosity=1",
        str(corpus),
    ]
    found.mkdir(parents=True, exist_ok=True)
    atheris.Setup(arguments, attempt)
    atheris.Fuzz()


def kind_of(error: BaseException) -> str:
    """Return what two failures of one cause share: the exception, and where it was raised last in our code."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/lint/" in frame.filename or frame.filename.endswith("promises.py")]
    place = f"{Path(ours[-1].filename).stem}-{ours[-1].name}-{ours[-1].lineno}" if ours else "elsewhere"
    return f"{type(error).__name__}-{place}"


def keep(found: Path, name: str, kind: str, data: bytes, error: BaseException) -> None:
    """Keep an input that breaks a promise, with what was raised."""
    place = found / f"{name}-{kind}-{sha256(data).hexdigest()[:8]}"
    place.write_bytes(data)
    print(f"FAILED {place}: {''.join(traceback.format_exception_only(error)).strip()[:300]}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
