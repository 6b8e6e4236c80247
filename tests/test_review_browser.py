"""The review page in a real Chromium: the whole journey by keyboard and by mouse, two windows, a server that dies."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from lint.decisions import Log
from lint.undo import undo_file, undoable

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
ROOT = Path(__file__).parent.parent


_ONE_LINE = """() => {
  const mark = [...document.querySelectorAll("#view-marked .m.open")].find((m) => m.getClientRects().length === 1);
  mark.scrollIntoView({ block: "center" });
  const box = mark.getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
}"""
"""Finds where to click on a marked place that stands within one line."""


class Server(NamedTuple):
    process: "subprocess.Popen[str]"
    address: str


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[Server]:
    """Yield a running `newslint review` and its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "lint", "review", str(folder), "--no-browser", "--no-config", *options],
        stdout=subprocess.PIPE,
        text=True,
        cwd=folder.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert process.stdout
        line = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/\S+/", line)
        assert found, line
        for _ in range(200):
            with suppress(OSError):
                import urllib.request

                urllib.request.urlopen(found[0], timeout=5).close()
                break
            time.sleep(0.05)
        yield Server(process, found[0])
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            if process.poll() is None:
                process.kill()
        process.wait()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    if "NEWSLINT_CACHE" not in os.environ:
        monkeypatch.setenv("NEWSLINT_CACHE", str(tmp_path / "cache"))
    options = [
        "clean",
        str(ROOT / "samples"),
        "-o",
        str(tmp_path / "out"),
        "--no-html",
        "--no-readability",
        "--no-config",
    ]
    subprocess.run([sys.executable, "-m", "lint", *options], cwd=ROOT, check=True, timeout=300)
    return tmp_path / "out"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    pytest.importorskip("uvicorn", reason="the extra [review] is not installed")
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine")
    with api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


class Window:
    """A window with the mistakes that its page reports."""

    def __init__(self, browser: Any, **options: Any) -> None:
        self.context = browser.new_context(
            viewport=options.pop("viewport", {"width": 1280, "height": 850}), reduced_motion="reduce", **options
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda m: self.errors.append(m.text) if "Content Security" in m.text else None)
        self.asked: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))

    def open(self) -> int:
        """Return how many findings the bar on top calls open."""
        return int(self.page.locator("#work b").inner_text().replace(",", ""))

    def settled(self, before: int) -> None:
        """Wait until fewer findings than `before` are open."""
        self.page.wait_for_function(
            "n => Number(document.querySelector('#work b').textContent.replace(',', '')) < n", arg=before
        )


@pytest.fixture
def window(browser: Any) -> Iterator[Window]:
    found = Window(browser)
    yield found
    found.context.close()
    assert not found.errors
    assert all(url.startswith("http://127.0.0.1:") for url in found.asked)


def test_everything_is_settled_with_the_keyboard_alone(window: Window, folder: Path) -> None:
    page = window.page
    with serving(folder) as server:
        page.goto(server.address)
        total = window.open()
        assert total > 20
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_selector(".card.current")
        for count in range(total * 3):
            if not window.open():
                break
            if not page.locator(".card.open").count():
                page.keyboard.press("]")
                page.wait_for_selector(".card.current.open")
                continue
            page.wait_for_selector(".card.current.open")
            before = window.open()
            can = page.locator(".card.current .accept").is_enabled()
            page.keyboard.press("a" if can and count % 3 else "r")
            window.settled(before)
        assert window.open() == 0
        page.keyboard.press("q")
        page.wait_for_selector("#queue")
        assert page.locator("#queue li.finished").count() == 5
    assert len(Log(folder / "decisions.jsonl").decisions) >= total * 0.6
    done = subprocess.run(
        [sys.executable, "-m", "lint", "review", str(folder), "--export", str(folder.parent / "final"), "--no-config"],
        cwd=ROOT, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "still open" not in done.stderr
    for item in undoable(folder.parent / "final"):
        undo_file(item, folder.parent / "originals" / item.name)
    for sample in (ROOT / "samples").glob("*.txt"):
        assert (folder.parent / "originals" / sample.name).read_bytes() == sample.read_bytes()


def test_the_journey_by_mouse(window: Window, folder: Path) -> None:
    page = window.page
    with serving(folder) as server:
        page.goto(server.address)
        page.get_by_label("Verdict").select_option("reject")
        page.wait_for_url(re.compile("verdict=reject"))
        page.locator("#queue a").first.click()
        page.locator(".card.open .line").nth(2).click()
        card = page.locator(".card.current")
        number = card.get_attribute("data-number")
        before = window.open()
        card.get_by_role("button", name="Reject").click()
        window.settled(before)
        page.locator(f"#c{number} .line").click()
        page.locator(f"#c{number}").get_by_role("button", name="Undo").click()
        page.wait_for_selector(f"#c{number}.open")
        assert window.open() == before

        page.locator(f"#c{number}").get_by_role("button", name="Edit").click()
        page.locator(f"#c{number} textarea").fill("words of my own <b>")
        page.locator(f"#c{number} form button.primary").click()
        window.settled(before)
        page.get_by_role("tab", name="Result").click()
        assert "words of my own <b>" in page.locator("#view-result").inner_text()
        page.get_by_role("tab", name="Side by side").click()
        assert page.locator("#view-both .pair.changed ins", has_text="words of my own <b>").count() == 1

        page.get_by_role("tab", name="Marked").click()
        at = page.evaluate(_ONE_LINE)
        page.mouse.click(at[0], at[1])
        card = page.locator(".card.current.open")
        rule = card.get_attribute("data-rule")
        before = window.open()
        card.get_by_role("button", name="Always").click()
        page.locator("#always [value=reject]").check()
        page.locator("#always [value=rule]").check()
        page.locator("#always button.primary").click()
        window.settled(before)
        assert not page.locator(f'.card.open[data-rule="{rule}"]').count()

        before = window.open()
        page.locator(".card.current.open").get_by_role("button", name="Genuine").click()
        window.settled(before)
        assert page.locator("#example pre").inner_text().startswith('keep = ["')
        page.get_by_role("link", name="Overview").click()
        assert page.locator("pre", has_text="keep = [").count() == 1
        assert page.locator("svg.chart").count() >= 3


def test_keys_that_help_and_move(window: Window, folder: Path) -> None:
    page = window.page
    with serving(folder) as server:
        page.goto(server.address)
        page.keyboard.press("?")
        assert page.locator("#help").is_visible()
        page.keyboard.press("Escape")
        page.keyboard.press("/")
        page.keyboard.type("jalil raj")
        assert page.locator("[data-search]").input_value() == "jalil raj"
        page.goto(f"{server.address}article?name=004_78899e4275e58e70.txt")
        first = page.locator(".card.current").get_attribute("data-number")
        page.keyboard.press("j")
        assert page.locator(".card.current").get_attribute("data-number") != first
        page.keyboard.press("k")
        assert page.locator(".card.current").get_attribute("data-number") == first
        for key, view in (("2", "both"), ("3", "result"), ("1", "marked")):
            page.keyboard.press(key)
            assert page.locator(f"#view-{view}").is_visible()
        few = page.locator(".card:visible").count()
        page.keyboard.press(".")
        assert page.locator(".card:visible").count() > few
        page.keyboard.press("e")
        page.keyboard.type("typed")
        page.keyboard.press("Escape")
        assert not page.locator("form.edit:visible").count()
        page.keyboard.press("e")
        page.keyboard.press("Control+a")
        page.keyboard.type("Typed with keys")
        before = window.open()
        page.keyboard.press("Control+Enter")
        window.settled(before)
        page.keyboard.press("3")
        assert "Typed with keys" in page.locator("#view-result").inner_text()


def test_two_windows_at_once(browser: Any, folder: Path) -> None:
    one, other = Window(browser), Window(browser)
    with serving(folder) as server:
        address = f"{server.address}article?name=004_78899e4275e58e70.txt"
        one.page.goto(address)
        other.page.goto(address)
        before = one.open()
        one.page.keyboard.press("j")  # the first finding has no repair to accept
        one.page.keyboard.press("r")
        one.settled(before)
        other.page.keyboard.press("j")
        other.page.keyboard.press("a")
        other.page.wait_for_selector("#say.wrong:has-text('another window')")
        other.page.wait_for_function("n => Number(document.querySelector('#work b').textContent) < n", arg=before)
        assert other.open() == one.open()
        before = other.open()
        for _ in range(5):
            if other.page.locator(".card.current.open .accept:not([disabled])").count():
                break
            other.page.keyboard.press("j")
        other.page.keyboard.press("a")
        other.settled(before)
    assert sorted(d.action for d in Log(folder / "decisions.jsonl").decisions) == ["accept", "reject"]
    one.context.close()
    other.context.close()


def test_a_server_that_is_killed_loses_nothing(window: Window, folder: Path) -> None:
    page = window.page
    with serving(folder) as server:
        page.goto(f"{server.address}article?name=004_78899e4275e58e70.txt")
        before = window.open()
        page.keyboard.press("r")
        window.settled(before)
        left = window.open()
        server.process.kill()
        server.process.wait()
        page.keyboard.press("r")
        page.wait_for_selector("#say.wrong:has-text('does not answer')")
        assert window.open() == left
    with serving(folder) as server:
        page.goto(server.address)
        assert window.open() == left
    assert len(Log(folder / "decisions.jsonl").decisions) == 1


def test_hostile_articles_run_nothing(window: Window, folder: Path) -> None:
    plain = folder.parent / "plain"
    plain.mkdir()
    hostile = (ROOT / "samples" / "004_78899e4275e58e70.txt").read_text(encoding="utf-8")
    (plain / "<img src=x onerror=window.hit=1>.txt").write_text(
        "<script>window.hit=1</script>\n\n<img src=x onerror=window.hit=1>\n" + hostile, encoding="utf-8"
    )
    with serving(plain) as server:
        window.page.goto(server.address)
        window.page.locator("#queue a").first.click()
        window.page.wait_for_selector(".card.current")
        before = window.open()
        window.page.keyboard.press("r")
        window.settled(before)
        assert window.page.evaluate("window.hit") is None
        assert "<script>window.hit=1</script>" in window.page.locator("#view-marked").inner_text()


def mirror(folder: Path) -> None:
    """Write ten articles of a site that have lines in common, and clean them with the samples."""
    for number, thing in enumerate("harbor school bridge theater market library clinic station orchard quarry".split()):
        (folder / "mirror").mkdir(parents=True, exist_ok=True)
        (folder / "mirror" / f"{number}.txt").write_text(
            f"The {thing} of Torby opens again\n\nAfter {number + 3} months of work the {thing} is open again, and people "
            f"came from all parts of the island to see what had become of the old walls beside it.\n\n"
            f"Tonight on the mirror hour we explain the tide of week {number}\n\n"
            f"What becomes of the {thing} will be next, the council of Torby said, but nobody knows yet when the workers "
            f"can come.\n\nOur island hour\n"
        )


@pytest.fixture
def sites(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    if "NEWSLINT_CACHE" not in os.environ:
        monkeypatch.setenv("NEWSLINT_CACHE", str(tmp_path / "cache"))
    mirror(tmp_path / "in")
    (tmp_path / "in" / "names").mkdir()
    for number, name in enumerate(["Shehbaz Sharif", "Shahbaz Sharif", "Shehbaz Sharif"]):
        article = f"The court of the capital\n\nOn Monday the court heard that {name} had left the country again.\n"
        (tmp_path / "in" / "names" / f"{number}.txt").write_text(article)
    command = ["clean", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--no-html", "--no-readability"]
    subprocess.run([sys.executable, "-m", "lint", *command, "--no-config"], cwd=ROOT, check=True, timeout=300)
    return tmp_path / "out"


def test_templates_are_settled_by_keyboard_and_by_mouse(window: Window, sites: Path) -> None:
    page = window.page
    with serving(sites) as server:
        page.goto(f"{server.address}templates")
        page.wait_for_selector("#blocks .cluster")
        tonight = page.locator("#blocks .cluster", has_text="Tonight")
        before = window.open()
        for _ in range(3):
            page.keyboard.press("j")
            if "Tonight" in page.locator(".cluster.chosen").inner_text():
                break
        page.keyboard.press("a")
        page.wait_for_selector(".cluster.done:has-text('Tonight'):has-text('belongs to the site')")
        window.settled(before)
        pack = sites / "templates" / "mirror.toml"
        assert "tonight on the mirror hour" in pack.read_text(encoding="utf-8").lower()
        tonight.click(position={"x": 300, "y": 8})
        page.keyboard.press("u")
        page.wait_for_selector(".cluster:not(.done):has-text('Tonight')")
        assert window.open() == before
        assert not pack.exists()

        tonight.get_by_role("button", name="Stays in the articles").click()
        page.wait_for_selector(".cluster.done:has-text('Tonight'):has-text('stays in the articles')")
        page.reload()
        page.wait_for_selector(".cluster.done:has-text('Tonight'):has-text('stays in the articles')")
        tonight.get_by_role("button", name="Undo").click()
        page.wait_for_selector(".cluster:not(.done):has-text('Tonight')")
        tonight.locator("input[type=checkbox]").first.focus()
        page.keyboard.press("Space")
        assert not tonight.locator("input[type=checkbox]").first.is_checked()
        page.keyboard.press("Space")
        tonight.get_by_role("link", name="one of them").click()
        page.wait_for_selector("#article")
        page.locator(".card.current.open", has_text="Tonight").wait_for()
        page.keyboard.press("l")
        page.locator("#always button.primary").click()
        window.settled(before)
        assert pack.exists()


def test_names_are_settled_by_keyboard_and_taken_back(window: Window, sites: Path) -> None:
    page = window.page
    with serving(sites) as server:
        page.goto(f"{server.address}names")
        page.wait_for_selector(".cluster:has-text('Shahbaz Sharif')")
        page.keyboard.press("j")
        page.locator(".cluster.chosen input[type=radio]").first.focus()
        page.keyboard.press("ArrowDown")
        assert page.locator(".cluster.chosen input[type=radio]").nth(1).is_checked()
        page.keyboard.press("ArrowUp")
        page.locator(".cluster.chosen input[type=checkbox]").nth(1).focus()
        page.keyboard.press("Space")
        page.keyboard.press("a")
        page.wait_for_selector(".cluster.done:has-text('Shahbaz Sharif')")
        (decision,) = Log(sites / "decisions.jsonl").decisions
        assert decision.data["apart"] == ["Shahbaz Sharif"]
        page.reload()
        page.wait_for_selector(".cluster.done:has-text('Shahbaz Sharif')")
        assert not page.locator(".cluster.done input[type=checkbox]").nth(1).is_checked()
        page.locator(".cluster.done").get_by_role("button", name="Undo").click()
        page.wait_for_selector(".cluster:not(.done):has-text('Shahbaz Sharif')")
        assert not len(Log(sites / "decisions.jsonl").decisions)


@pytest.fixture
def audited(browser: Any) -> Iterator[Any]:
    """A way to open a window and look for what keeps people out of its page."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    windows: list[Window] = []

    def opened(scheme: str, size: tuple[int, int]) -> tuple[Window, Any]:
        window = Window(browser, viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
        window.page.set_default_timeout(30_000)
        windows.append(window)

        def look() -> None:
            window.page.locator("#say:empty").wait_for(state="attached")
            assert window.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "wider than the window"
            found = axe.run(window.page)
            assert found.violations_count == 0, found.generate_report()

        return window, look

    yield opened
    for window in windows:
        assert not window.errors
        window.context.close()


looks = pytest.mark.parametrize(
    ("scheme", "size"),
    [(scheme, size) for scheme in ("light", "dark") for size in ((1280, 850), (390, 844))],
    ids=["light-desk", "light-phone", "dark-desk", "dark-phone"],
)


@looks
def test_axe_finds_nothing_in_articles(audited: Any, folder: Path, scheme: str, size: tuple[int, int]) -> None:
    window, look = audited(scheme, size)
    page = window.page
    with serving(folder) as server:
        for path in ("", "?search=nothing+like+it", "names", "templates", "overview"):
            page.goto(server.address + path)
            look()
        page.goto(f"{server.address}article?name=004_78899e4275e58e70.txt")
        page.keyboard.press("j")  # the first finding has no repair to accept
        page.keyboard.press("a")
        page.wait_for_selector(".card.accepted", state="attached")
        page.keyboard.press("g")
        page.wait_for_selector("#example:visible")
        page.keyboard.press(".")
        page.keyboard.press("e")
        look()
        page.keyboard.press("Escape")
        for key, dialog in (("l", "#always"), ("n", "#name"), ("?", "#help")):
            page.keyboard.press(key)
            page.locator(dialog).wait_for()
            look()
            page.keyboard.press("Escape")
        for key in "23":
            page.keyboard.press(key)
            look()
        page.goto(f"{server.address}overview")
        look()


@looks
def test_axe_finds_nothing_in_lists(audited: Any, sites: Path, scheme: str, size: tuple[int, int]) -> None:
    window, look = audited(scheme, size)
    page = window.page
    with serving(sites) as server:
        for path in ("templates", "names"):
            page.goto(server.address + path)
            page.wait_for_selector(".cluster")
            look()
            page.keyboard.press("j")
            page.keyboard.press("a")
            page.wait_for_selector(".cluster.done")
            look()
            page.reload()
            page.wait_for_selector(".cluster.done")
            look()
        page.goto(f"{server.address}article?name=nowhere.txt")
        assert "no such article" in page.locator("main").inner_text()
        look()
