"""Shards as tasks of Ray: one that dies with its worker or its machine is done again by another."""

from __future__ import annotations

import os
import pickle
import socket
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from lint.batch import Job, Outcome, size_of
from lint.cluster.shards import built
from lint.parallel import Cleaning
from lint.pool import CHUNK_TASKS, Crew, Limits, Lost, bounded
from lint.tables.row import TableError
from lint.tables.shard import Recipe, TableOutcome, clean_table
from lint.tables.streams import engine

Out = TypeVar("Out")

RETRIES = 3
"""How often a shard is begun again whose worker died."""

AHEAD = 4
"""Shards for each processor that are handed to the cluster before the oldest one is finished."""


def clean_tables(
    jobs: Iterable[Job], folder: Path, recipe: Recipe, limits: Limits, address: str | None, processors: int = 0
) -> Iterator[TableOutcome]:
    """Yield what became of every table, in order, each cleaned by a task on a cluster.

    Source and output folder must be reachable under the same path, and newslint installed, on all its machines.
    Raise TableError where Ray is not installed or no cluster answers.
    """
    with cluster(address, processors) as ray:
        made = ray.put(pickle.dumps(recipe))
        calls = ((Job(job.path.resolve(), job.name), folder.resolve(), made, limits) for job in jobs)
        for (job, *_), answer in _mapped(ray, _table, calls):
            if isinstance(answer, Lost):
                yield TableOutcome(job.name, "failed", None, f"{job.name}: {answer.reason}")
            else:
                yield answer


def clean_articles(
    jobs: Iterable[Job | Outcome], work: Cleaning, limits: Limits, address: str | None, processors: int = 0
) -> Iterator[tuple[Outcome, int]]:
    """Yield the outcome and size of every article, in order, cleaned by tasks on a cluster a few dozen at a time."""
    with cluster(address, processors) as ray:
        made = ray.put(pickle.dumps(work._replace(output=work.output._replace(folder=work.output.folder.resolve()))))
        calls = ((chunk, made, limits) for chunk in _chunks(jobs))
        for (chunk, *_), answers in _mapped(ray, _articles, calls):
            if isinstance(answers, Lost):
                answers = [(Outcome(j.name, "failed", None, f"{j.name}: {answers.reason}"), 0) for _, j in chunk]
            yield from answers


def mapped(
    work: Callable[[Job], Out], jobs: Iterable[Job], limits: Limits, address: str | None, processors: int = 0
) -> Iterator[Out]:
    """Yield what `work` makes of every article, in order, on a cluster a few dozen at a time.

    Raise TableError for articles that no worker survives: what is counted of a corpus is worth nothing with holes in it.
    """
    with cluster(address, processors) as ray:
        calls = ((work, [job for _, job in chunk], limits) for chunk in _chunks(jobs))
        for (_, chunk, _), answers in _mapped(ray, _each, calls):
            if isinstance(answers, Lost):
                raise TableError(f"{chunk[0].name} and the {len(chunk) - 1} articles after it: {answers.reason}")
            yield from (answer for answer in answers if not isinstance(answer, Lost))


def _each(work: Callable[[Job], Out], chunk: list[Job], limits: Limits) -> list[Out | Lost]:
    done = bounded(work, limits)
    return [done(job, size_of(job.path)) for job in chunk]


def _table(job: Job, folder: Path, recipe: bytes, limits: Limits) -> TableOutcome:
    return clean_table(job, folder, built(recipe), Crew(0, limits))


def _articles(chunk: list[tuple[int, Any]], cleaning: bytes, limits: Limits) -> list[tuple[Outcome, int]]:
    clean, work = bounded(_one, limits), built(cleaning)
    done = []
    for number, job in chunk:
        if isinstance(job, Outcome):
            done.append((job, 0))
            continue
        size = size_of(job.path)
        answer = clean((work, number, job), size)
        if isinstance(answer, Lost):
            answer = Outcome(job.name, "failed", None, f"{job.name}: {answer.reason}")
        done.append((answer, size))
    return done


def _one(item: tuple[Cleaning, int, Job]) -> Outcome:
    work, _, job = item
    return work(job, False)


def _chunks(jobs: Iterable[Job | Outcome]) -> Iterator[list[tuple[int, Job | Outcome]]]:
    chunk: list[tuple[int, Job | Outcome]] = []
    for number, job in enumerate(jobs):
        chunk.append((number, job._replace(path=job.path.resolve()) if isinstance(job, Job) else job))
        if len(chunk) >= CHUNK_TASKS:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


@contextmanager
def cluster(address: str | None, processors: int = 0) -> Iterator[Any]:
    """Yield Ray, connected to the cluster at `address`, or to one that is started here for as long.

    Within another such context it is the cluster of that one.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    ray = engine("ray", "--engine ray", "ray")
    if ray.is_initialized():
        yield ray
        return
    _reached(address)
    options: dict[str, Any] = {"log_to_driver": False, "logging_level": "error", "ignore_reinit_error": True}
    if address is None and "RAY_ADDRESS" not in os.environ:
        options |= {"include_dashboard": False, "num_cpus": processors or None}
    try:
        ray.init(address=address, **options)
    except (ConnectionError, RuntimeError, ValueError) as error:
        reason = (str(error).splitlines() or ["no answer"])[0]
        raise TableError(f"no Ray cluster at {address or 'this machine'}: {reason}; check --address") from None
    try:
        yield ray
    finally:
        ray.shutdown()


def _reached(address: str | None) -> None:
    """Raise TableError if nobody listens at an address; Ray itself would try for minutes."""
    host, _, port = (address or "").removeprefix("ray://").rpartition(":")
    if host and port.isdecimal():
        try:
            socket.create_connection((host, int(port)), timeout=10).close()
        except OSError as error:
            raise TableError(f"no Ray cluster at {address} ({error.strerror or error}); check --address") from None


def _mapped(ray: Any, work: Callable[..., Any], calls: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, Any]]:
    """Yield each call with its answer, in order, a bounded number of them under way."""
    task = ray.remote(num_cpus=1, max_retries=RETRIES)(work)
    most = AHEAD * max(1, int(ray.cluster_resources().get("CPU", 1)))
    waiting: deque[tuple[Any, Any]] = deque()
    for call in calls:
        waiting.append((call, task.remote(*call)))
        if len(waiting) >= most:
            yield _answer(ray, *waiting.popleft())
    while waiting:
        yield _answer(ray, *waiting.popleft())


def _answer(ray: Any, call: Any, ref: Any) -> tuple[Any, Any]:
    try:
        return call, ray.get(ref)
    except ray.exceptions.RayTaskError as error:
        cause = str(error.cause).strip() or type(error.cause).__name__
        return call, Lost(f"{cause.splitlines()[-1]}; please report this")
    except ray.exceptions.RayError as error:
        return call, Lost(
            f"its worker died {RETRIES + 1} times ({type(error).__name__}); clean it without --engine to find the row"
        )
