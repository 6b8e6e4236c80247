"""How long an editor waits: the first page, and the next article after a decision, with many articles and findings.

Makes a folder of 2,000 articles with 25 findings each, as `newslint clean` would have written it, with lines that recur
on each of 20 sites, and asks the server as a browser does, over a socket. Fails where the first page takes over 500 ms
or an article over 100 ms (median). The times of the processor are those of server and browser together; on a busy
machine they tell more than the clock.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from hashlib import sha256
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).parent.parent))

import uvicorn

from lint import corpus
from lint.batch import Job, Output, clean_file
from lint.config import Config
from lint.linter import Linter
from lint.recurrence import stored
from lint.recurrence.count import evidence
from lint.review.desk import Desk
from lint.review.server import application, listen

FIRST, NEXT = 0.5, 0.1
TOKEN = "benchmark"

# Half of what stands in an article is clean; of the rest a part is repaired safely and a part is left to the editor.
_CLEAN = (
    "The council of {place} met on {day} and agreed to repair the bridge before the winter. ",
    "Farmers from {place} said that the harvest was better than in the year before. ",
    "A spokesman said on {day} that {number} people had taken part in the march. ",
    "The train to {place} was late again, and nobody at the station could say why. ",
)
_DAMAGED = (
    "Doctors in {place} are concerned regarding the delay of {number} days. ",
    "They agreed to fight once morest the smugglers of {place} on {day}. ",
    "The mayor left, following they had counted {number} votes in {place}. ",
    "He said that that the the road to {place} was closed on {day} . ",
    "The ministry recommended caution along the boundary near {place} after {number} were slain. ",
)
_PLACES = (
    "Ashford Bexley Corby Dunmore Elstow Farley Galway Hexham Ilkley Jarrow Kendal Louth Malton Neath Oakham".split()
)
CONFIG = Config(safety={"artifact.about-as-regarding": "suggestion", "artifact.following-clause": "suggestion"})
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


SITES = 20


def article(number: int, findings: int) -> str:
    """Return an article of about 6,000 characters with about so many findings."""
    chance = random.Random(number)

    def filled(sentence: str) -> str:
        return sentence.format(place=chance.choice(_PLACES), day=chance.choice(_DAYS), number=chance.randrange(2, 900))

    paragraphs = [f"{chance.choice(_PLACES)} counts the days, part {number}\n\n"]
    for count in range(findings):
        paragraphs.append(
            filled(chance.choice(_CLEAN)) + filled(_DAMAGED[(count + number) % 5]) + filled(chance.choice(_CLEAN))
        )
        paragraphs.append("\n\n" if count % 3 == 2 else "")
        if count == findings // 2:
            paragraphs.append(f"\n\nTonight on the site{number % SITES} hour we explain the tide of week {number}\n\n")
    return "".join(paragraphs).rstrip() + f"\n\nThe voice of site{number % SITES}\n"


def written(source: Path, articles: int, findings: int) -> Iterator[Job]:
    """Write the articles as they were scraped, and yield each."""
    for number in range(articles):
        path = source / f"site{number % SITES}" / f"{number:05}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(article(number, findings), encoding="utf-8")
        yield Job(path, path.relative_to(source).as_posix())


def make(folder: Path, articles: int, findings: int) -> tuple[int, int]:
    """Write a cleaned folder; every article is cleaned for real. Return how many findings and how many are open."""
    jobs = list(written(folder / "in", articles, findings))
    lines = corpus.recurring(map(corpus.lines_of, jobs))
    linter = Linter(CONFIG.with_options(evidence=evidence(lines)), recurring=lines)
    (folder / "out").mkdir()
    (folder / "out" / stored.NAME).write_bytes(stored.dump(lines))
    total = left = 0
    for job in jobs:
        outcome = clean_file(job, Output(folder / "out"), linter, readability=False)
        assert outcome.record
        total += len(outcome.record["findings"])
        left += sum(not finding["applied"] for finding in outcome.record["findings"])
    (folder / "out" / "summary.json").write_text(json.dumps({"made": sha256(b"benchmark").hexdigest()}))
    return total, left


class Time(NamedTuple):
    """Seconds by the clock and of the processor."""

    clock: float
    processor: float


def median(times: list[Time]) -> Time:
    """Return the median by either measure."""
    return Time(*map(statistics.median, zip(*times, strict=True)))


class Browser:
    """Asks the server as a browser does, and tells how long each answer took."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.connection = HTTPConnection("127.0.0.1", port)

    def get(self, path: str) -> tuple[str, Time]:
        """Return a page and its time."""
        return self._ask("GET", path, None)

    def post(self, path: str, body: object) -> tuple[str, Time]:
        """Return the answer to a change and its time."""
        return self._ask("POST", path, json.dumps(body).encode())

    def _ask(self, method: str, path: str, body: bytes | None) -> tuple[str, Time]:
        headers = {"Origin": f"http://127.0.0.1:{self.port}", "Content-Type": "application/json"} if body else {}
        began, ran = time.perf_counter(), time.process_time()
        self.connection.request(method, f"/{TOKEN}/{path}", body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        taken = Time(time.perf_counter() - began, time.process_time() - ran)
        assert answer.status == 200, text[:500]
        return text, taken


def main() -> int:
    """Print the figures; return 1 where one is too high."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--findings", type=int, default=19, help="damaged sentences an article")
    parser.add_argument("--steps", type=int, default=30, help="articles to open, each with one decision")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        began = time.perf_counter()
        total, left = make(folder, args.articles, args.findings)
        print(
            f"{args.articles} articles, {total} findings, {left} left to a person (made in {time.perf_counter() - began:.0f} s)"
        )
        for what in ("built", "taken up"):
            began, ran = time.perf_counter(), time.process_time()
            desk = Desk(folder / "out", CONFIG)
            print(f"index {what:9} {time.perf_counter() - began:7.2f} s, processor {time.process_time() - ran:7.2f} s")
        return measured(desk, listen(0), args.steps)


def measured(desk: Desk, opened: socket.socket, steps: int) -> int:
    """Serve a folder, ask for its pages, print how long they took; return 1 where that is too long."""
    server = uvicorn.Server(uvicorn.Config(application(desk, TOKEN), log_level="error", lifespan="off"))
    thread = threading.Thread(target=lambda: server.run(sockets=[opened]), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    browser = Browser(opened.getsockname()[1])
    page, first = browser.get("")
    _, again = browser.get("")
    shown, decided = [], []
    name = unescape(re.findall(r"article\?name=([^\"&]+)", page)[0])
    for _ in range(steps):
        page, taken = browser.get(f"article?name={name}")
        shown.append(taken)
        place = re.search(r'data-state="open" data-place="([^"]+)"', page)
        if place:
            body = {"name": name.replace("%2F", "/"), "place": place[1], "action": "reject", "seen": "", "filter": {}}
            decided.append(browser.post("decide", body)[1])
        after = re.search(r'id="after" href="[^"]*article\?name=([^"&]+)', page)
        name = quote(unescape(after[1]), safe="%") if after else name
    _, late = browser.get("")
    blocks, templates = browser.get("templates")
    while "data-waiting" in blocks:
        time.sleep(0.2)
        blocks, templates = browser.get("templates")
    key = re.search(r'id="k(-?\d+)"', blocks)
    line = browser.post("lines", {"site": [key[1]], "article": [], "seen": ""})[1] if key else Time(0, 0)
    _, names = browser.get("names")
    _, overview = browser.get("overview")
    server.should_exit = True
    thread.join(5)
    for label, value in (
        ("first page", first),
        ("same page again", again),
        ("first page after the decisions", late),
        ("next article, median", median(shown)),
        ("next article, slowest", max(shown)),
        ("decision, median", median(decided)),
        ("templates", templates),
        ("a line given to its site", line),
        ("names, while they are counted", names),
        ("overview", overview),
    ):
        print(f"{label:32} {value.clock * 1000:7.0f} ms, processor {value.processor * 1000:7.0f} ms")
    good = first.clock <= FIRST and median(shown).clock <= NEXT and median(decided).clock <= NEXT
    print(
        "good"
        if good
        else f"TOO SLOW: first page <= {FIRST * 1000:.0f} ms, next article and decision <= {NEXT * 1000:.0f} ms"
    )
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
