"""Grammar by LanguageTool, tried on the real one; where Java or LanguageTool is missing, only what needs neither."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.cli import main
from lint.grammar import languagetool, server
from lint.grammar.install import install
from lint.grammar.languagetool import Check, Entry, GrammarUnavailable, LanguageTool, entries, paragraphs, requests
from lint.rule import Finding, Safety
from lint.text import MASK, Document

pytestmark = pytest.mark.server
BAD = "Zardari had helped launching the stalled gas pipeline project."
CHECKS = [(entry, check) for entry in entries() for check in entry.checks]


def missing() -> str:
    """Return why LanguageTool can't be tried here, or nothing."""
    place = os.environ.get(languagetool.PLACE) or os.environ.get("LTP_PATH") or ""
    try:
        server.find_java()
        server.find_jar(place)
    except GrammarUnavailable as error:
        return str(error)
    return ""


@pytest.fixture(scope="module")
def tool() -> Iterator[LanguageTool]:
    reason = missing()
    if reason:
        pytest.skip(reason)
    with LanguageTool() as tool:
        yield tool


def found(tool: LanguageTool, text: str) -> list[Finding]:
    return list(tool.check(Document(text)))


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def ended(pid: int, seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not alive(pid)


linux = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes as Linux shows them")


@pytest.mark.languagetool
def test_a_mistake_is_found_and_its_repair_only_suggested(tool: LanguageTool) -> None:
    (finding,) = found(tool, BAD)
    assert (finding.rule, BAD[finding.start : finding.end]) == ("grammar.verb-form", "launching")
    assert "'launching'" in finding.message
    assert finding.fix is not None
    assert finding.fix.safety is Safety.SUGGESTION
    assert [edit.replacement for edit in finding.fix.edits] == ["to launch"]


@pytest.mark.languagetool
@pytest.mark.parametrize(("entry", "check"), CHECKS, ids=[check.languagetool for _, check in CHECKS])
def test_every_check_finds_its_example_and_keeps_its_peace(tool: LanguageTool, entry: Entry, check: Check) -> None:
    assert entry.rule.id in [finding.rule for finding in found(tool, check.bad)]
    assert check.languagetool in [match.rule_id for match in tool._ask(check.bad)]
    assert found(tool, check.keep) == []


@pytest.mark.languagetool
@pytest.mark.parametrize(
    "before",
    [
        "😀 ",
        "😀😀 It rained. 👩‍👩‍👧 ",
        "\ufeff",
        "Soft\u00adly. ",
        "e\u0301. ",
        "\ud800 ",
        "a\x00b. ",
        "Pakistan – Iran… ",
        "One.\r\n\r\n",
    ],
)
def test_offsets_are_right_behind_unusual_characters(tool: LanguageTool, before: str) -> None:
    text = before + BAD
    assert [text[finding.start : finding.end] for finding in found(tool, text)] == ["launching"]


@pytest.mark.languagetool
def test_an_emoji_within_a_finding_does_not_shift_its_end(tool: LanguageTool) -> None:
    text = (
        "It is not 😀 really 😀. Zardari had helped launching 😀 the line. It is 😀 less controversial 😀 then it was. "
        + BAD
    )
    for finding in found(tool, text):
        assert text[finding.start : finding.end] in finding.message
        assert "😀" not in finding.message


@pytest.mark.languagetool
def test_quotations_headlines_names_and_markup_are_left_alone(tool: LanguageTool) -> None:
    assert found(tool, f"“{BAD}”") == []
    assert found(tool, f'He said: "{BAD}"') == []
    assert found(tool, "Zardari Had Helped Launching The Stalled Gas Pipeline Project") == []
    assert found(tool, "They said the army will Smith the iron of the old gate today.") == []
    marked = BAD.replace("launching", "<b>launching</b>")
    assert list(tool.check(Document(marked, mask=lambda text: text.replace("<b>", MASK * 3)))) == []


@pytest.mark.languagetool
def test_findings_of_a_long_text_stand_where_its_mistakes_are(tool: LanguageTool) -> None:
    line = "The committee met in the capital on Monday, and it was agreed that the talks would go on for a week. "
    text = "\n".join([line * 100 + BAD, line * 300, "Label", line + BAD, BAD])
    findings = found(tool, text)
    assert [text[finding.start : finding.end] for finding in findings] == ["launching"] * 3
    assert findings == sorted(findings, key=lambda finding: finding.start)


@pytest.mark.languagetool
def test_british_english(tool: LanguageTool) -> None:
    with LanguageTool("en-GB") as british:
        assert [finding.rule for finding in found(british, BAD)] == ["grammar.verb-form"]


@pytest.mark.languagetool
def test_the_server_of_another_program_is_used_and_left_running(tool: LanguageTool) -> None:
    found(tool, BAD)
    assert tool._server
    for address in (tool._server.address, tool._server.address.rstrip("/"), tool._server.address + "v2"):
        with LanguageTool(place=address) as guest:
            assert len(found(guest, BAD)) == 1
            assert guest.pid is None
    assert len(found(tool, BAD)) == 1


@pytest.mark.languagetool
def test_a_text_that_the_server_refuses_does_not_cost_the_next_one(tool: LanguageTool) -> None:
    found(tool, BAD)
    pid = tool.pid
    tool._client.enabled_rules = set()  # with no rule at all, the server answers with an error
    with pytest.raises(GrammarUnavailable, match="could not check this text"):
        found(tool, BAD)
    assert len(found(tool, BAD)) == 1
    assert tool.pid == pid


@pytest.mark.languagetool
def test_threads_share_a_server(tool: LanguageTool) -> None:
    results: list[int] = []
    threads = [threading.Thread(target=lambda: results.append(len(found(tool, BAD)))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [1, 1, 1, 1]


@linux
@pytest.mark.languagetool
def test_threads_that_lose_their_server_at_once_start_one_new_one(tool: LanguageTool) -> None:
    with LanguageTool() as other, ThreadPoolExecutor(2) as pool:
        found(other, BAD)
        assert other.pid
        os.kill(other.pid, signal.SIGKILL)
        assert [len(findings) for findings in pool.map(lambda _: found(other, BAD), range(2))] == [1, 1]


@linux
@pytest.mark.languagetool
def test_a_server_started_by_a_thread_outlives_it(tool: LanguageTool) -> None:
    with LanguageTool() as other:
        thread = threading.Thread(target=found, args=(other, BAD))
        thread.start()
        thread.join()
        pid = other.pid
        assert pid
        assert alive(pid)
        assert len(found(other, BAD)) == 1
        assert other.pid == pid


@linux
@pytest.mark.languagetool
def test_a_crashed_server_is_started_again_once(tool: LanguageTool) -> None:
    with LanguageTool() as other:
        assert len(found(other, BAD)) == 1
        first = other.pid
        assert first
        os.kill(first, signal.SIGKILL)
        assert len(found(other, BAD)) == 1
        second = other.pid
        assert second
        assert second != first
        os.kill(second, signal.SIGKILL)
        with pytest.raises(GrammarUnavailable, match="crashed twice"):
            found(other, BAD)
        with pytest.raises(GrammarUnavailable, match="crashed twice"):
            found(other, BAD)


@linux
@pytest.mark.languagetool
def test_a_server_killed_in_the_middle_of_a_request_is_started_again(tool: LanguageTool) -> None:
    text = "The committee met in the capital, and it was agreed that the talks would go on. " * 200 + BAD
    with LanguageTool() as other:
        found(other, "The talks go on.")
        pid = other.pid
        assert pid
        killer = threading.Timer(0.05, os.kill, (pid, signal.SIGKILL))
        killer.start()
        assert len(found(other, text)) == 1
        assert other.pid != pid


@linux
@pytest.mark.languagetool
def test_a_server_ends_when_closed_and_when_forgotten(tool: LanguageTool) -> None:
    other = LanguageTool()
    found(other, BAD)
    assert other.pid
    assert other._server
    pid, folder = other.pid, other._server._folder
    other.close()
    assert not alive(pid)
    assert not folder.exists()
    found(other, BAD)
    pid = other.pid
    assert pid
    del other
    assert ended(pid)


CHILD = """
import os, sys, time
from lint.grammar.languagetool import LanguageTool
from lint.text import Document
tool = LanguageTool()
list(tool.check(Document("It was a long day.")))
print(tool.pid, tool._server._folder, flush=True)
if sys.argv[1] == "exit":
    sys.exit()
if sys.argv[1] == "abort":
    os.abort()
if sys.argv[1] == "fork" and os.fork() == 0:
    sys.exit()
time.sleep(60)
"""


def child(how: str) -> tuple["subprocess.Popen[str]", int, Path]:
    """Start a program that starts a server, and return it with the process id and the folder of that."""
    process = subprocess.Popen([sys.executable, "-c", CHILD, how], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    pid, folder = process.stdout.readline().split()
    return process, int(pid), Path(folder)


@linux
@pytest.mark.languagetool
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT", "SIGKILL"])
def test_no_server_outlives_a_program_that_is_killed(tool: LanguageTool, name: str) -> None:
    process, pid, folder = child("sleep")
    with process:
        assert alive(pid)
        process.send_signal(getattr(signal, name))
        assert process.wait(timeout=20) == -getattr(signal, name)
    assert ended(pid)
    assert name == "SIGKILL" or not folder.exists()
    shutil.rmtree(folder, ignore_errors=True)


@linux
@pytest.mark.languagetool
@pytest.mark.parametrize("how", ["exit", "abort"])
def test_no_server_outlives_a_program_that_ends(tool: LanguageTool, how: str) -> None:
    process, pid, folder = child(how)
    with process:
        process.wait(timeout=20)
    assert ended(pid)
    assert how == "abort" or not folder.exists()
    shutil.rmtree(folder, ignore_errors=True)


@linux
@pytest.mark.languagetool
def test_the_end_of_a_forked_process_leaves_the_server_to_its_parent(tool: LanguageTool) -> None:
    process, pid, folder = child("fork")
    with process:
        time.sleep(1)
        assert alive(pid)
        assert folder.exists()
        process.terminate()
    assert ended(pid)


def test_a_remote_server_that_is_not_there_is_reported_at_once() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
        start = time.monotonic()
        with pytest.raises(GrammarUnavailable, match="start it, or set NEWSLINT_LANGUAGETOOL"):
            found(LanguageTool(place=address), BAD)
        assert time.monotonic() - start < 5


def test_a_remote_server_that_never_answers_is_given_up() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        start = time.monotonic()
        with pytest.raises(GrammarUnavailable, match="no LanguageTool server answers"):
            found(LanguageTool(place=f"http://127.0.0.1:{silent.getsockname()[1]}"), BAD)
        assert time.monotonic() - start < 10


def test_the_environment_names_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LTP_PATH", "/nowhere")
    monkeypatch.setenv("NEWSLINT_LANGUAGETOOL", "http://127.0.0.1:9")
    with pytest.raises(GrammarUnavailable, match=r"http://127\.0\.0\.1:9/"):
        found(LanguageTool(), BAD)


def test_missing_java_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(GrammarUnavailable, match=r"no 'java' is on PATH: install a Java runtime, version 17 or newer"):
        found(LanguageTool(place=str(tmp_path)), BAD)


def fake_java(folder: Path, script: str) -> None:
    (folder / "java").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "java").chmod(0o755)


def fake_languagetool(folder: Path) -> None:
    (folder / "LanguageTool-6.8").mkdir()
    (folder / "LanguageTool-6.8" / "languagetool-server.jar").write_bytes(b"")


@linux
@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("""echo 'openjdk version "11.0.2" 2019-01-15' >&2""", "is Java 11, too old"),
        ("""echo 'java version "1.8.0_292"' >&2""", "is Java 8, too old"),
        ("echo 'Unable to locate a Java Runtime.' >&2; exit 1", "does not tell its version"),
        ("""echo 'openjdk version "21"' >&2""", "no LanguageTool-6.8 with its languagetool-server.jar"),
    ],
)
def test_an_unfit_java_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, message: str) -> None:
    fake_java(tmp_path, script)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GrammarUnavailable, match=message):
        found(LanguageTool(place=str(tmp_path)), BAD)


@linux
def test_a_missing_folder_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake_java(tmp_path, """echo 'openjdk version "17"' >&2""")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("NEWSLINT_LANGUAGETOOL", raising=False)
    monkeypatch.delenv("LTP_PATH", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with pytest.raises(GrammarUnavailable, match="no LanguageTool is named: set NEWSLINT_LANGUAGETOOL to the folder"):
        found(LanguageTool(), BAD)


@linux
def test_a_server_that_does_not_start_is_reported_with_its_last_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake_java(tmp_path, """echo 'openjdk version "17"' >&2; [ "$1" = -version ] || { echo 'no room' >&2; exit 3; }""")
    fake_languagetool(tmp_path)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    start = time.monotonic()
    with pytest.raises(GrammarUnavailable, match="no room"):
        found(LanguageTool(place=str(tmp_path)), BAD)
    assert time.monotonic() - start < 10


@linux
def test_a_server_that_hangs_is_given_up_and_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    fake_java(
        tmp_path, f"""echo 'openjdk version "17"' >&2; [ "$1" = -version ] || {{ echo $$ > {note}; exec sleep 60; }}"""
    )
    fake_languagetool(tmp_path)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(server, "START_SECONDS", 1)
    with pytest.raises(GrammarUnavailable, match="did not start"):
        found(LanguageTool(place=str(tmp_path)), BAD)
    assert not alive(int(note.read_text()))


def test_nothing_runs_where_there_is_no_running_text() -> None:
    with LanguageTool(place="/nowhere") as tool:
        assert found(tool, "") == []
        assert found(tool, "Share This Article\n\nRead More\n") == []
        assert tool.pid is None


def test_nothing_heavy_is_imported_before_a_text_is_checked() -> None:
    heavy = "{'language_tool_python', 'requests', 'subprocess', 'tempfile', 'urllib.request'}"
    code = f"import sys, lint.grammar.languagetool as l; l.LanguageTool(); print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_the_table_is_sound() -> None:
    ids = [entry.rule.id for entry in entries()]
    names = [check.languagetool for _, check in CHECKS]
    assert len(ids) == len(set(ids))
    assert len(names) == len(set(names))
    for entry in entries():
        assert entry.rule.id.startswith("grammar.")
        assert "{found}" in entry.message
        assert entry.message.endswith(".")
        assert entry.rule.why.endswith(".")
        assert entry.rule.safety is Safety.SUGGESTION


def test_a_paragraph_goes_on_in_a_line_that_begins_in_lower_case() -> None:
    prose = "The talks were held in the capital\nand they went on.\nThe Last Word\nThey ended late on Monday.\n"
    assert [prose[start:end] for start, end in paragraphs(prose)] == [
        "The talks were held in the capital\nand they went on.",
        "They ended late on Monday.",
    ]


@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                ["The talks go on. ", "\n", "\r\n", "\n\n", "It was a long day. ", MASK, "\ud800", "😀", "x" * 90]
            ),
            st.text(max_size=12),
        ),
        max_size=30,
    ).map("".join),
    st.integers(min_value=10, max_value=80),
)
def test_requests_are_capped_and_map_back_to_the_document(text: str, limit: int) -> None:
    done = 0
    for request in requests(Document(text), limit):
        assert len(request.text) <= limit
        request.text.encode()
        for here, character in enumerate(request.text.rstrip("\n")):
            there = request.offset(here)
            if there < len(text) and "\n\n" not in request.text[here - 1 : here + 2]:
                assert character in (text[there], "\ufffd", "\n")
        assert request.there == sorted(request.there)
        assert request.there[0] >= done
        done = request.there[-1] + 1


@linux
def test_an_installation_without_maven_says_how_to_go_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fake_java(tmp_path, """echo 'openjdk version "17"' >&2""")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["grammar", "install", str(tmp_path / "lt")]) == 1
    assert "no 'mvn' is on PATH" in capsys.readouterr().out
    assert not (tmp_path / "lt").exists()


@linux
@pytest.mark.parametrize("script", ["echo 'no network'; exit 1", "exit 0"])
def test_an_installation_that_fails_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str
) -> None:
    fake_java(tmp_path, """echo 'openjdk version "17"' >&2""")
    (tmp_path / "mvn").write_text(f"#!/bin/sh\n{script}\n")
    (tmp_path / "mvn").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(GrammarUnavailable, match="could not fetch"):
        install(tmp_path / "lt")
    assert list((tmp_path / "lt").iterdir()) == []


@linux
def test_what_maven_fetched_is_found_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake_java(tmp_path, """echo 'openjdk version "17"' >&2""")
    (tmp_path / "mvn").write_text(
        "#!/bin/sh\nfor word; do case $word in -DoutputDirectory=*) d=${word#*=};; esac; done\n"
        "mkdir -p $d && : > $d/languagetool-server.jar\n"
    )
    (tmp_path / "mvn").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for name in ("NEWSLINT_LANGUAGETOOL", "LTP_PATH"):
        monkeypatch.delenv(name, raising=False)
    assert main(["grammar", "install"]) == 0
    assert server.find_jar(languagetool.place_of()).name == "languagetool-server.jar"


def test_the_status_names_what_is_missing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "harper", None)
    monkeypatch.setenv("NEWSLINT_LANGUAGETOOL", "http://127.0.0.1:9")
    assert main(["grammar", "status"]) == 1
    said = capsys.readouterr().out
    assert "harper: not available: Harper is not installed" in said
    assert "languagetool: not available: no server answers at http://127.0.0.1:9/" in said


def test_a_language_the_server_lacks_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    if missing():
        pytest.skip(missing())
    with LanguageTool("xx-XX") as other, pytest.raises(GrammarUnavailable):  # type: ignore[arg-type]
        found(other, BAD)


@pytest.mark.languagetool
def test_an_endless_paragraph_is_sent_in_pieces(tool: LanguageTool) -> None:
    text = "The talks went on. " * 10_500 + BAD
    assert len(text) > 199_000
    assert [text[f.start : f.end] for f in found(tool, text)] == ["launching"]


@linux
@pytest.mark.languagetool
def test_a_request_that_takes_too_long_is_given_up(tool: LanguageTool, monkeypatch: pytest.MonkeyPatch) -> None:
    with LanguageTool() as other:
        found(other, "The talks go on.")
        assert other.pid
        monkeypatch.setattr(languagetool, "REQUEST_SECONDS", 1)
        monkeypatch.setattr(languagetool, "healthy", lambda *_, **__: True)
        other._client = None
        os.kill(other.pid, signal.SIGSTOP)
        with pytest.raises(GrammarUnavailable, match="could not check this text"):
            found(other, BAD)
        os.kill(other.pid, signal.SIGCONT)


@linux
@pytest.mark.languagetool
def test_a_port_that_is_taken_is_left_for_another(tool: LanguageTool, monkeypatch: pytest.MonkeyPatch) -> None:
    free = server._free_port
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ports = iter([taken.getsockname()[1], free()])
        monkeypatch.setattr(server, "_free_port", lambda: next(ports))
        with LanguageTool() as other:
            assert len(found(other, BAD)) == 1


@pytest.mark.languagetool
@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="listening ports are listed by Linux only")
def test_the_server_listens_to_this_machine_alone(tool: LanguageTool) -> None:
    found(tool, BAD)
    (process,) = {one.pid for one in server._running}
    sockets = {os.readlink(link) for link in Path(f"/proc/{process}/fd").iterdir() if link.is_symlink()}
    listening = []
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{process}/net/{table}").read_text().splitlines()[1:]:
            _, local, _, state, *rest = line.split()
            if state == "0A" and f"socket:[{rest[5]}]" in sockets:
                listening.append(local.partition(":")[0])
    assert listening, "the server listens"
    assert all(
        address in ("0100007F", "0000000000000000FFFF00000100007F", "0" * 24 + "01000000") for address in listening
    )
