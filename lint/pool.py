"""Work over processes: in order, bounded in time and memory, and one bad task costs nothing but itself.

A pool of the standard library waits for ever for a worker that died, or gives up everything. Here every worker has a
pipe of its own and says after each task what came out, so that it is always known which task a dead worker held.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext

In = TypeVar("In")
Out = TypeVar("Out")

CHUNK_BYTES = 256_000
"""Size of the tasks that go to a worker at once: a quarter of a second of work, against half a millisecond of talk."""

CHUNK_TASKS = 64
"""Most tasks that go to a worker at once."""

AHEAD = 16
"""Chunks for each worker that may be begun while the oldest one is not finished; they bound what waits in memory."""

_PATIENCE = 3.0
_ALARM = getattr(signal, "SIGALRM", 0) or 1 << 30


class PoolError(RuntimeError):
    """The processes can't be started; the message says why."""


class Limits(NamedTuple):
    """What a task may take: seconds, more seconds for each MB of it, and MB of memory; 0 is no limit."""

    seconds: float = 60.0
    seconds_per_mb: float = 30.0
    memory: int = 2048

    @property
    def rule(self) -> float:
        """The seconds that one rule may take over a text: a tenth of what the text may take."""
        return self.seconds / 10

    def time(self, size: int) -> float:
        """Return the seconds that a task of so many bytes may take; 0 is no limit."""
        return self.seconds + self.seconds_per_mb * size / 1e6 if self.seconds else 0.0


class Crew:
    """Who does the work: so many processes, or with 0 this one, within limits; `tell` hears of those that die."""

    def __init__(
        self,
        processes: int,
        limits: Limits = Limits(),  # noqa: B008
        tell: Callable[[str], None] = lambda message: None,
    ) -> None:
        self.processes, self.limits, self.tell = processes, limits, tell
        self.losses = 0

    def lost(self, message: str) -> None:
        """Count a process that died, and tell of it."""
        self.losses += 1
        self.tell(f"newslint: {message}")


class Task(NamedTuple, Generic[In]):
    """Something to do: its name in messages, its size in bytes, and what the work is called with.

    `again` is what it is called with, if given, after a process died over it. A task that is `ready` has its answer
    already and keeps its place among the others, at no cost.
    """

    name: str
    size: int
    item: In
    again: In | None = None
    ready: Any = None


class Lost(NamedTuple):
    """What comes out of a task that its worker did not survive, or whose work raised."""

    reason: str


class _Numbered(NamedTuple):
    number: int
    task: Task[Any]
    tries: int = 0


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run(
    tasks: Iterable[Task[In]],
    work: Callable[[In], Out],
    jobs: int,
    limits: Limits = Limits(),  # noqa: B008
    *,
    tell: Callable[[str], None] = lambda message: None,
) -> Iterator[tuple[Task[In], Out | Lost]]:
    """Yield every task with what `work` made of it, in the order of the tasks, from `jobs` processes.

    A task whose worker dies is tried once more alone, and then given up; `tell` is called with a sentence about it.
    `work` has to be picklable where processes can't be forked.
    """
    with _Pool(work, jobs, limits, tell) as pool:
        yield from pool.run(tasks)


class _Worker:
    """A process, our end of its pipe, and the tasks that it has not answered yet."""

    def __init__(self, context: BaseContext, work: Callable[[Any], Any], limits: Limits, others: list[Any]) -> None:
        self.pipe, far = context.Pipe()
        inherited = [*others, self.pipe] if context.get_start_method() == "fork" else []
        self.process = context.Process(  # type: ignore[attr-defined]
            target=_serve, args=(far, work, limits, inherited), daemon=True
        )
        self.process.start()
        far.close()
        self.tasks: deque[_Numbered] = deque()
        self.since = time.monotonic()

    def give(self, chunk: list[_Numbered]) -> None:
        """Hand tasks to an idle worker; one that died meanwhile is noticed when its answer is read."""
        self.tasks.extend(chunk)
        self.since = time.monotonic()
        with suppress(OSError):
            self.pipe.send([(item.task.item, item.task.size) for item in chunk])

    def end(self) -> int:
        """Kill the process; return its exit code, negative for a signal."""
        self.process.kill()
        self.process.join()
        self.pipe.close()
        return int(self.process.exitcode or 0)


class _Pool:
    def __init__(self, work: Callable[[Any], Any], jobs: int, limits: Limits, tell: Callable[[str], None]) -> None:
        self.work, self.jobs, self.limits, self.tell = work, jobs, limits, tell
        self.context = _context()
        self.workers: list[_Worker] = []
        self.again: deque[list[_Numbered]] = deque()
        self.answers: dict[int, tuple[Task[Any], Any]] = {}
        self.next = 0

    def __enter__(self) -> _Pool:
        return self

    def __exit__(self, *_: object) -> None:
        """Let the workers finish the task they are at, but not wait for long."""
        for worker in self.workers:
            worker.pipe.close()
        until = time.monotonic() + _PATIENCE
        for worker in self.workers:
            worker.process.join(max(0.0, until - time.monotonic()))
        for worker in self.workers:
            worker.end()

    def run(self, tasks: Iterable[Task[Any]]) -> Iterator[tuple[Task[Any], Any]]:
        chunks = self._chunks(tasks)
        while self._feed(chunks):
            if any(worker.tasks for worker in self.workers):
                self._listen()
            while self.next in self.answers:
                yield self.answers.pop(self.next)
                self.next += 1

    def _feed(self, chunks: Iterator[list[_Numbered]]) -> bool:
        """Give every idle worker something to do; return whether there is anything to wait for, or to answer."""
        while self.again or len(self.answers) < self._most:
            worker = next((worker for worker in self.workers if not worker.tasks), None)
            if worker is None and len(self.workers) >= self.jobs:
                break
            chunk = self.again.popleft() if self.again else next(chunks, None)
            if not chunk:
                break
            if worker is None:
                worker = self._start()
            worker.give(chunk)
        return self.next in self.answers or any(worker.tasks for worker in self.workers)

    @property
    def _most(self) -> int:
        return AHEAD * CHUNK_TASKS * self.jobs

    def _chunks(self, tasks: Iterable[Task[Any]]) -> Iterator[list[_Numbered]]:
        """Yield what is to be done, numbered, in lists of about CHUNK_BYTES; a large task stands alone.

        What is ready is taken up here; a list is empty where so much of it waits that it has to be handed out first.
        """
        chunk: list[_Numbered] = []
        size = 0
        for number, task in enumerate(tasks):
            if task.ready is not None:
                self.answers[number] = task, task.ready
                if len(self.answers) >= self._most:
                    yield chunk
                    chunk, size = [], 0
                continue
            if chunk and (size + task.size > CHUNK_BYTES or len(chunk) >= CHUNK_TASKS):
                yield chunk
                chunk, size = [], 0
            chunk.append(_Numbered(number, task))
            size += task.size
        if chunk:
            yield chunk

    def _start(self) -> _Worker:
        try:
            worker = _Worker(self.context, self.work, self.limits, [other.pipe for other in self.workers])
        except OSError as error:
            raise PoolError(f"no process could be started ({error.strerror}); try fewer --jobs") from None
        self.workers.append(worker)
        return worker

    def _listen(self) -> None:
        from multiprocessing.connection import wait

        busy = {worker.pipe: worker for worker in self.workers if worker.tasks}
        ready: list[Any] = wait(list(busy), timeout=self._longest(busy.values()))
        for pipe in ready:
            try:
                self._answer(busy[pipe], pipe.recv())
            except (EOFError, OSError):
                self._dead(busy[pipe])
        now = time.monotonic()
        for worker in [worker for pipe, worker in busy.items() if pipe not in ready]:
            allowed = self._allowed(worker)
            if allowed and now - worker.since > allowed:
                self._dead(worker)

    def _allowed(self, worker: _Worker) -> float:
        """Return the seconds that a worker may be silent; it ends itself a second before where it can."""
        limit = self.limits.time(worker.tasks[0].task.size)
        return limit and limit + 1

    def _longest(self, workers: Iterable[_Worker]) -> float | None:
        now = time.monotonic()
        left = [worker.since + allowed - now for worker in workers if (allowed := self._allowed(worker))]
        return max(0.0, min(left)) if left else None

    def _answer(self, worker: _Worker, answer: Any) -> None:
        number, task, _ = worker.tasks.popleft()
        self.answers[number] = task, answer
        worker.since = time.monotonic()

    def _dead(self, worker: _Worker) -> None:
        """Put aside the task that a dead worker held, or try it again alone; the rest of its chunk is done by others."""
        silent = time.monotonic() - worker.since
        worker.process.join(0.2)
        code = worker.end()
        self.workers.remove(worker)
        number, task, tries = culprit = worker.tasks.popleft()
        if worker.tasks:
            self.again.appendleft(list(worker.tasks))
        limit = self.limits.time(task.size)
        if limit and (silent >= limit or code == -_ALARM):
            self.answers[number] = task, Lost(_late(limit))
        elif tries:
            reason = f"ended its process twice ({_cause(code)}); leave it out, or raise --memory-limit"
            self.answers[number] = task, Lost(reason)
        else:
            self.tell(f"{task.name}: its process ended ({_cause(code)}); trying it once more")
            if task.again is not None:
                task = task._replace(item=task.again)
            self.again.appendleft([culprit._replace(task=task, tries=1)])


def _context() -> BaseContext:
    """Return how processes are started: forked where that is sound, for the rules are then shared and not built anew."""
    import multiprocessing
    import threading

    forked = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if forked else "spawn")


def _cause(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    with suppress(ValueError):
        return signal.Signals(-code).name
    return f"signal {-code}"


def bounded(work: Callable[[In], Out], limits: Limits) -> Callable[[In, int], Out | Lost]:
    """Return `work` for use in this process, given up after its time where signals can interrupt it.

    That holds for Python and its regular expressions, in the main thread of a POSIX system.
    """
    import threading

    able = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread() and limits.seconds

    def late(number: int, frame: object) -> None:
        raise _LateError

    def done(item: In, size: int) -> Out | Lost:
        if not able:
            return work(item)
        before = signal.signal(signal.SIGALRM, late)
        try:
            signal.setitimer(signal.ITIMER_REAL, limits.time(size))
            return work(item)
        except _LateError:
            return Lost(_late(limits.time(size)))
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)

    return done


class _LateError(BaseException):
    """Raised by the alarm in the middle of some work; no handler of errors may take it for one."""


def _late(seconds: float) -> str:
    return f"took longer than {seconds:.0f} s; leave it out, or raise --time-limit"


# --- in the worker ------------------------------------------------------------------------------------------------


def _serve(pipe: Connection, work: Callable[[Any], Any], limits: Limits, inherited: list[Connection]) -> None:
    """Do what comes through the pipe until it closes; Ctrl-C is the parent's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for other in inherited:  # ends of pipes that a fork copies: while they are open here, none of them closes
        with suppress(OSError):
            other.close()
    _bound(limits.memory)
    with suppress(EOFError, OSError):
        while True:
            for item, size in pipe.recv():
                _alarm(limits.time(size))
                answer = _tried(work, item, limits)
                _alarm(0)
                pipe.send(answer)
    os._exit(0)


def _tried(work: Callable[[Any], Any], item: Any, limits: Limits) -> Any:
    try:
        return work(item)
    except MemoryError:
        return Lost(f"needs more than {limits.memory} MB of memory; leave it out, or raise --memory-limit")
    except Exception as error:
        import traceback

        last = traceback.extract_tb(error.__traceback__)[-1]
        return Lost(f"{type(error).__name__} in {last.name}, line {last.lineno} ({error}); please report this text")


def _alarm(seconds: float) -> None:
    """Let the system end this process after `seconds`, whatever it does then, also in a library and as an orphan."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _bound(memory: int) -> None:
    """Give this process at most `memory` MB of address space beyond what it has."""
    if not memory or sys.platform != "linux":
        return
    import resource

    with open("/proc/self/statm") as file:
        used = int(file.read().split()[0]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = used + memory * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (limit if hard < 0 else min(limit, hard), hard))
