"""What the grammar engines cost, called directly and through newslint: `python benchmarks/engines.py [FOLDER] [--runs N]`.

Both are asked about the same running text of the samples, or of the .txt files below a folder, with the same rules on.
Processor time counts this process and, with LanguageTool, its server; it is the least of several runs. "Cold" is a
fresh program from its start to the end of its first article. Characters a second are by the clock, so they say something
of a quiet machine only. An engine that is not installed is left out.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from lint.grammar.engines import Engine, made
from lint.grammar.requests import requests
from lint.grammar.server import GrammarUnavailable
from lint.text import Document

_TICKS = os.sysconf("SC_CLK_TCK")

_DIRECT = {
    "harper": """
import sys, harper
linter = harper.Linter(harper.Dialect.AMERICAN)
linter.organized_lints(open(sys.argv[1], encoding="utf-8").read(), language="plaintext")
""",
    "languagetool": """
import os, sys
from lint.grammar.languagetool import place_of
os.environ["LTP_PATH"] = place_of()
os.environ["JAVA_TOOL_OPTIONS"] = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx768m"
import language_tool_python
with language_tool_python.LanguageTool("en-US", config={"pipelineCaching": True}) as tool:
    tool.check(open(sys.argv[1], encoding="utf-8").read())
""",
}
_THROUGH = """
import sys
from lint.grammar.engines import made
from lint.text import Document
with made({name!r}) as engines:
    list(engines.check(Document(open(sys.argv[1], encoding="utf-8").read())))
"""


def cold(code: str, path: Path) -> float:
    """Return the processor seconds of a fresh program and of all that it started."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code, str(path)], check=True, cwd=HERE.parent, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def spent(pid: int | None) -> float:
    """Return the processor seconds of this process and of a server."""
    own = time.process_time()
    if pid is None:
        return own
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return own + (int(fields[11]) + int(fields[12])) / _TICKS


def direct(engine: Any) -> Callable[[str], object]:
    """Return what asks an engine without newslint, with the same rules on."""
    if engine.name == "harper":
        from lint.grammar.harper import _loaded

        idle = [_loaded()]

        def ask(text: str) -> object:
            linter = idle.pop() if idle else _loaded()
            found = linter.organized_lints(text, language="plaintext")
            idle.append(linter)
            return found

        return ask
    import language_tool_python

    tool = language_tool_python.LanguageTool("en-US", remote_server=engine._server.address, proxies={"http": ""})
    tool.enabled_rules_only, tool.enabled_rules = True, engine._client.enabled_rules
    return tool.check


def measured(ask: Callable[[Any], object], items: Iterable[Any], threads: int, pid: int | None) -> tuple[float, float]:
    """Return the processor and the clock seconds that it takes to ask about all items."""
    cpu, clock = spent(pid), time.perf_counter()
    if threads == 1:
        for item in items:
            ask(item)
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(ask, items))
    return spent(pid) - cpu, time.perf_counter() - clock


def table(engine: Any, texts: list[str], runs: int) -> None:
    """Print what an engine costs when it is warm, with one thread and with two."""
    asked = [[request.text for request in requests(Document(text))] for text in texts]
    size = sum(len(text) for parts in asked for text in parts)

    def through(text: str) -> object:
        return list(engine.check(Document(text)))

    for text in texts:
        through(text)
    ask, pid = direct(engine), getattr(engine, "pid", None)
    for threads in (1, 2):
        alone, ours = [], []
        for _ in range(runs):
            alone.append(measured(lambda parts: [ask(part) for part in parts], asked, threads, pid))
            ours.append(measured(through, texts, threads, pid))
        (cpu, clock), (our_cpu, our_clock) = (tuple(map(min, zip(*found, strict=True))) for found in (alone, ours))
        print(
            f"{engine.name:14} warm, {threads} thread{'s' * (threads > 1):1}  direct {cpu:7.2f} s CPU, through newslint "
            f"{our_cpu:7.2f} s ({our_cpu / cpu - 1:+.1%}) = {size / our_cpu / 1e3:5.1f} kB in a second; by the clock "
            f"{size / clock / 1e3:5.1f} and {size / our_clock / 1e3:5.1f} kB/s"
        )


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=HERE.parent / "samples")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--engine", choices=["harper", "languagetool"])
    args = parser.parse_args()
    paths = sorted(args.folder.glob("*.txt"))
    texts = [path.read_text(encoding="utf-8") for path in paths]
    for name in (args.engine,) if args.engine else ("harper", "languagetool"):
        engine: Engine = made(name).engines[0]
        try:
            list(engine.check(Document(texts[0])))
            first, ours = (min(cold(code, paths[0]) for _ in range(args.runs)) for code in _cold(name))
            print(
                f"{name:14} cold             direct {first:7.2f} s CPU, through newslint {ours:7.2f} s ({ours / first - 1:+.1%})"
            )
            table(engine, texts, args.runs)
        except GrammarUnavailable as error:
            print(f"left out: {name}: {error}")
        finally:
            engine.close()
    return 0


def _cold(name: str) -> tuple[str, str]:
    return _DIRECT[name], _THROUGH.format(name=name)


if __name__ == "__main__":
    sys.exit(main())
