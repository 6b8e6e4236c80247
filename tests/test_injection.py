"""Articles, file names and packs that try to command what shows them: terminal, spreadsheet, CI service, browser."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from command import ROOT, newslint

from lint.terminal import guarded_messages, safe

ESCAPES = "\x1b[31mred\x1b]0;title\x07\x9b2J\u202e\u2066\u061c\u2028"
MARKUP = (
    "<script>document.title='owned'</script>",
    "<img src=x onerror=\"document.title='owned'\">",
    '"><svg onload="document.title=\'owned\'">',
    "'-document.title='owned'-'",
    "</style><script>document.title='owned'</script>",
    "<iframe src=http://127.0.0.1:9/leak></iframe>",
    "<link rel=stylesheet href=http://127.0.0.1:9/leak.css>",
    "<meta http-equiv=refresh content='0;url=http://127.0.0.1:9/leak'>",
    "javascript:document.title='owned'",
    "{{7*7}}{% raw %}${7*7}<!--",
    "]]><x>&lt;b&gt;&amp;&#0;",
)
NAMES = (
    f"a{ESCAPES}.txt",
    "new\nline ::error::owned.txt",
    "=cmd|' ! A1.txt",
    "<img src=x onerror=document.title='owned'>.txt",
    "\"'><svg onload=document.title='owned'>.txt",
    "%0Aowned ]]> & .txt",
)
COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
PACK = f"""
[[rule]]
id = "text.hostile"
kind = "swap"
message = {json.dumps("evil " + ESCAPES + MARKUP[0] + " '{found}'")}
why = {json.dumps("Why " + ESCAPES + MARKUP[1] + ".")}
swaps = {{ "Talks" = {json.dumps(MARKUP[2] + ESCAPES)} }}
examples = [{{ bad = "Talks" }}]
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows allows none of these names")


def _text() -> str:
    paragraphs = [f"Talks resumed {markup} in Oslo, following they met {ESCAPES}." for markup in MARKUP]
    return "\n\n".join([*paragraphs, "Police fight once morest terror.", "Leave a Reply", ""])


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("hostile")
    (place / "in").mkdir()
    for name in NAMES:
        (place / "in" / name).write_text(_text(), encoding="utf-8")
    (place / "in" / f"binary{ESCAPES}.txt").write_bytes(b"\0\0")
    (place / "pack.toml").write_text(PACK, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def cleaned(place: Path) -> Path:
    done = newslint(place, "clean", "in", "-o", "out", "--pack", "pack.toml", "--no-readability")
    assert done.returncode == 2  # the binary file
    return place / "out"


# --- the terminal ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "in", "--pack", "pack.toml"),
        ("check", "in", "--pack", "pack.toml", "--output-format", "concise"),
        ("check", "in", "--output-format", "grouped"),
        ("check", "in", "--output-format", "by-rule"),
        ("check", "in", "--output-format", "github", "--pack", "pack.toml"),
        ("check", "in", "--diff", "--pack", "pack.toml"),
        ("check", "in", "--statistics"),
        ("explain", f"in/{NAMES[0]}:1", "--pack", "pack.toml"),
        ("template", "in", "--least-files", "2"),
        ("rules", "test", "pack.toml"),
        ("rules", "show", f"x{ESCAPES}"),
        ("check", f"none{ESCAPES}"),
        ("clean", f"none{ESCAPES}", "-o", "x"),
        ("undo", f"none{ESCAPES}"),
        ("check", "in", "--config", f"none{ESCAPES}"),
        ("check", "in", "--select", f"x{ESCAPES}"),
        ("check", "in", f"--none{ESCAPES}"),
        ("baseline", "show", "--baseline", f"none{ESCAPES}"),
    ],
)
def test_nothing_commands_the_terminal(place: Path, arguments: tuple[str, ...]) -> None:
    done = newslint(place, *arguments)
    assert "Traceback" not in done.stderr
    for printed in (done.stdout, done.stderr):
        assert not COMMANDS.search(printed), COMMANDS.findall(printed)


@pytest.mark.parametrize("form", ["text", "concise"])
def test_names_do_not_command_it_either(place: Path, form: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "lint", "names", "in", "--format", form, "--jobs", "1"],
        cwd=place, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert not COMMANDS.search(done.stdout + done.stderr)


def test_messages_keep_their_lines_and_the_line_of_progress(capsys: pytest.CaptureFixture[str]) -> None:
    with guarded_messages():
        print("one\n\x1b[2Jtwo", file=sys.stderr)
        print("\r\x1b[Kthree \r\x1b[K", end="", file=sys.stderr)
    assert capsys.readouterr().err == "one\n�[2Jtwo\n\r\x1b[Kthree ��[K"
    assert safe("a\tb") == "a b"


# --- files for other programs ---------------------------------------------------------------------------------------


def test_reports_for_machines_stay_well_formed(place: Path) -> None:
    def shown(form: str) -> str:
        return newslint(place, "check", "in", "--pack", "pack.toml", "--output-format", form).stdout

    suites = ElementTree.fromstring(shown("junit").split("\n", 1)[1])
    assert len(suites.findall("testsuite")) == len(NAMES) + 1
    sarif = json.loads(shown("sarif"))
    places = [
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in sarif["runs"][0]["results"]
    ]
    assert places
    assert all(re.fullmatch(r"[\w\-./%~!$&'()*+,;=:@]+", place, re.ASCII) for place in places)
    for form in ("json", "gitlab", "rdjson"):
        assert json.loads(shown(form))
    assert all(json.loads(line) for line in shown("jsonl").split("\n") if line)
    commands = [line for line in shown("github").splitlines() if "owned" in line and line.startswith("::")]
    assert all(
        line.startswith(("::warning file=", "::error file=", "::notice file=", "::error title")) for line in commands
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", " =", '"='])
def test_no_cell_of_a_table_is_a_formula(start: str) -> None:
    from lint.reports.names import as_csv

    text = f"{start}HYPERLINK(1)"
    spelling = {"text": text, "count": 1, "files": 1, "why": text, "likely": True, "alone": 0, "places": []}
    cluster = {"proposed": text, "kind": text, "why": text, "settled": False, "spellings": [spelling]}
    _, row = csv.reader(io.StringIO(as_csv({"clusters": [cluster]}), newline=""))
    for cell in row:
        assert not re.match(r"\s*[=+\-@＝＋－＠]", cell), cell


@pytest.mark.parametrize("name", ["../../owned.jsonl", "..\\owned.jsonl", "/owned.jsonl"])
def test_ids_in_tables_name_no_files(tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    row = {"id": name, "url": name, "text": "Talks resumed, following they met."}
    (tmp_path / "in" / "a.jsonl").write_text(json.dumps(row) + "\n")
    done = newslint(tmp_path, "clean", "in", "-o", "deep/out", "--id-column", "id")
    assert done.returncode == 0, done.stderr
    assert not list(tmp_path.rglob("*owned*"))
    assert {path.relative_to(tmp_path).parts[0] for path in tmp_path.iterdir()} == {"in", "deep"}


def test_a_link_out_of_the_folder_is_no_way_to_write_there(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "outside.txt").write_text("Talks resumed, following they met.\n")
    (tmp_path / "in" / "a.txt").symlink_to(tmp_path / "outside.txt")
    newslint(tmp_path, "clean", "in", "-o", "out")
    assert (tmp_path / "outside.txt").read_text() == "Talks resumed, following they met.\n"


def test_a_ledger_can_not_send_undo_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Talks resumed, following they met.\n")
    newslint(tmp_path, "clean", "in", "-o", "out", "--no-readability")
    [record] = (tmp_path / "out" / "ledger").rglob("*.json")
    record.write_text(record.read_text().replace('"source":"a.txt"', '"source":"../../owned.txt"'))
    newslint(tmp_path, "undo", "out", "-o", "back")
    assert not list(tmp_path.rglob("owned*"))
    assert (tmp_path / "back" / "a.txt").read_text() == "Talks resumed, following they met.\n"


# --- pages ----------------------------------------------------------------------------------------------------------


def test_pages_hold_the_attacks_as_text_only(place: Path, cleaned: Path) -> None:
    pages = [*cleaned.glob("*.html")]
    assert len(pages) == len(NAMES) + 1
    shown = newslint(place, "check", "in", "--pack", "pack.toml", "--output-format", "html").stdout
    for page in (*(page.read_text(encoding="utf-8") for page in pages), shown):
        assert "default-src 'none'" in page
        assert not re.search(r"<(?:script|iframe|img|meta http-equiv=refresh|svg onload)", page)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", page)


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine")
    from test_review_browser import FLAGS

    with api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


class Witness:
    """A window that notes what runs in a page and what leaves it."""

    def __init__(self, browser: Any) -> None:
        self.page = browser.new_context().new_page()
        self.page.set_default_timeout(20_000)
        self.asked: list[str] = []
        self.refused: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.refused.append(message.text))
        self.page.on("dialog", lambda dialog: self.refused.append(dialog.message))

    def look(self, address: str) -> None:
        self.page.goto(address)
        self.page.wait_for_timeout(300)
        assert self.page.title() != "owned"
        assert not self.page.query_selector("[onerror], [onload], iframe, img[src='x']")
        assert not [text for text in self.refused if "Content Security Policy" in text or "owned" in text], self.refused


@pytest.mark.browser
def test_no_script_of_an_article_runs_in_a_report(cleaned: Path, place: Path, browser: Any) -> None:
    report = place / "report.html"
    done = newslint(place, "check", "in", "--pack", "pack.toml", "--output", f"html:{report}")
    assert done.returncode in (1, 2)
    with open(place / "names.html", "wb") as file:
        names = [sys.executable, "-m", "lint", "names", "in", "--format", "html", "--jobs", "1", "--all"]
        subprocess.run(names, cwd=place, stdout=file, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)})
    for page in (*cleaned.glob("*.html"), report, place / "names.html"):
        witness = Witness(browser)
        witness.look(page.as_uri())
        assert witness.asked == [page.as_uri()]


@pytest.mark.browser
def test_no_script_of_an_article_runs_in_the_review(cleaned: Path, browser: Any) -> None:
    from test_review_browser import serving

    with serving(cleaned, "--pack", str(cleaned.parent / "pack.toml")) as server:
        witness = Witness(browser)
        for path in ("", "names", "overview"):
            witness.look(server.address + path)
        witness.look(server.address)
        links = {a.get_attribute("href") for a in witness.page.query_selector_all("main a[href*='article']")}
        assert links
        for link in links:
            assert link is not None
            witness.look(f"{server.address.rsplit('/', 2)[0]}{link}" if link.startswith("/") else server.address + link)
        host = server.address.split("/")[2]
        assert {address.split("/")[2] for address in witness.asked} == {host}
