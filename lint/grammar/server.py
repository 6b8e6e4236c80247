"""The server of LanguageTool as a process of ours: found, started on a free port, watched, and ended with us."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess
    from types import FrameType

VERSION = "6.8"
"""The version of LanguageTool that the table of checks is tried with."""

PLACE = "NEWSLINT_LANGUAGETOOL"
"""The environment variable that names the folder of LanguageTool, or the address of a server; LTP_PATH works too."""

REQUEST_SECONDS = 45
"""How long the answer to one request may take."""

START_SECONDS = 60
"""How long a server may take to start; 1.5 seconds are usual."""

_JAVA = 17
_OPTIONS = (
    "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx768m",  # of those tried: quickest start, least memory
    "-XX:+ExitOnOutOfMemoryError", "-XX:-UsePerfData", "-Dfile.encoding=UTF-8",
)  # fmt: skip
_SETTINGS = f"""\
pipelineCaching=true
maxPipelinePoolSize=10
pipelineExpireTimeInSeconds=3600
maxCheckTimeMillis={(REQUEST_SECONDS - 5) * 1000}
"""


class GrammarUnavailable(Exception):  # noqa: N818
    """LanguageTool can't be asked; the message says in a sentence why, and what helps."""


def healthy(address: str, *, seconds: float, direct: bool = False) -> bool:
    """Tell whether a server answers; `direct` passes over any proxy that the environment names."""
    from http.client import HTTPException
    from urllib.request import ProxyHandler, build_opener

    opener = build_opener(ProxyHandler({})) if direct else build_opener()
    try:
        with opener.open(address + "v2/healthcheck", timeout=seconds) as response:
            return bool(response.status == 200)
    except (OSError, HTTPException, ValueError):
        return False


def find_java() -> str:
    """Return the path of a Java that is new enough."""
    import shutil
    import subprocess

    remedy = f"install a Java runtime, version {_JAVA} or newer, or check without grammar"
    path = shutil.which("java")
    if path is None:
        raise GrammarUnavailable(f"LanguageTool needs Java and no 'java' is on PATH: {remedy}")
    try:
        answer = subprocess.run([path, "-version"], capture_output=True, text=True, errors="replace", timeout=30)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise GrammarUnavailable(f"{path} does not run ({error}): {remedy}") from None
    version = re.search(r'version "(?:1\.)?(\d+)', answer.stderr + answer.stdout)
    if version is None:
        raise GrammarUnavailable(f"{path} does not tell its version: {remedy}")
    if int(version[1]) < _JAVA:
        raise GrammarUnavailable(f"{path} is Java {version[1]}, too old for LanguageTool: {remedy}")
    return path


def find_jar(place: str) -> Path:
    """Return the jar of the server below the folder that the environment names."""
    remedy = (
        f"set {PLACE} to the folder that holds LanguageTool-{VERSION}, or to the address of a server; "
        "'newslint grammar install' fetches it"
    )
    if not place:
        raise GrammarUnavailable(f"no LanguageTool is named: {remedy}")
    for folder in (Path(place) / f"LanguageTool-{VERSION}", Path(place)):
        jar = folder / "languagetool-server.jar"
        if jar.is_file():
            return jar.resolve()
    raise GrammarUnavailable(f"no LanguageTool-{VERSION} with its languagetool-server.jar is in {place}: {remedy}")


# The launcher of the server on Linux. It asks the kernel to kill this process when its parent ends, however that
# ends, and then becomes the server. (1 is PR_SET_PDEATHSIG, 9 is SIGKILL; the parent may be gone already.)
_TIED = """\
import ctypes, os, sys
ctypes.CDLL(None).prctl(1, 9)
if os.getppid() == int(sys.argv[1]):
    os.execv(sys.argv[2], sys.argv[2:])
"""

_running: set[Server] = set()


class Server:
    """A LanguageTool process of ours on a free port of the loopback interface."""

    def __init__(self, java: str, jar: Path) -> None:
        """Start the process; it may take seconds to answer, see `wait_until_healthy`."""
        from concurrent.futures import ThreadPoolExecutor
        from tempfile import mkdtemp

        _end_servers_on_signals()
        self._owner = os.getpid()
        self._folder = Path(mkdtemp(prefix="newslint-"))
        (self._folder / "server.properties").write_text(_SETTINGS, encoding="ascii")
        port = _free_port()
        self.address = f"http://127.0.0.1:{port}/"
        command = [java, *_OPTIONS, "-cp", str(jar), "org.languagetool.server.HTTPServer"]
        command += ["--port", str(port), "--config", "server.properties"]
        # What the kernel takes for the parent is a thread, so one is kept for as long as the server is wanted.
        self._keeper = ThreadPoolExecutor(1, thread_name_prefix="languagetool")
        self._process = self._keeper.submit(self._launch, command).result()
        _running.add(self)

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def _launch(self, command: list[str]) -> subprocess.Popen[bytes]:
        import subprocess

        if sys.platform == "linux" and sys.executable:
            command = [sys.executable, "-I", "-S", "-c", _TIED, str(self._owner), *command]
        with open(self._folder / "server.log", "wb") as log:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self._folder,
                start_new_session=True,
            )

    def wait_untilhealthy(self) -> bool:
        """Return False where the process ends or does not answer in time."""
        import time

        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            if healthy(self.address, seconds=2, direct=True):
                return True
            time.sleep(0.05)
        return False

    def tail(self, length: int = 400) -> str:
        """Return the end of what the server printed, on one line."""
        try:
            text = (self._folder / "server.log").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return "nothing"
        return " ".join(text.split())[-length:] or "nothing"

    def kill(self) -> None:
        """End the process without waiting for it, and remove its files."""
        import shutil

        if self._owner == os.getpid():
            if self._process.returncode is None:
                self._process.kill()
            shutil.rmtree(self._folder, ignore_errors=True)

    def stop(self) -> None:
        """End the process and wait for it; a copy of this object in a forked process does nothing."""
        _running.discard(self)
        if self._owner == os.getpid():
            self.kill()
            self._process.wait()
            self._keeper.shutdown()


def started(java: str, jar: Path) -> Server:
    """Return a server that answers; another program may take the port that was free, so there are three tries."""
    tail = ""
    for _ in range(3):
        try:
            server = Server(java, jar)
        except OSError as error:
            raise GrammarUnavailable(f"LanguageTool can't be started ({error}): check without grammar") from None
        try:
            if server.wait_untilhealthy():
                return server
            tail = server.tail(20_000)
        except BaseException:
            server.stop()
            raise
        server.stop()
        if "Address already in use" not in tail:
            break
    raise GrammarUnavailable(
        f"LanguageTool did not start; install it again, or check without grammar; it said: {tail[-400:]}"
    )


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _end_servers_on_signals() -> None:
    """Let our servers end where a signal is about to end the program; a program's own handlers are left alone."""
    import signal
    import threading

    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, _end_by_signal)


def _end_by_signal(number: int, _: FrameType | None) -> None:
    import signal

    for server in tuple(_running):
        server.kill()
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
