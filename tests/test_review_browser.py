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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 850), (390, 844)], ids=["desk", "phone"])
def test_axe_finds_nothing(browser: Any, folder: Path, scheme: str, size: tuple[int, int]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    window = Window(browser, viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    window.context.set_default_timeout(30_000)
    with serving(folder) as server:
        for path in ("", "article?name=004_78899e4275e58e70.txt", "names", "overview"):
            window.page.goto(server.address + path)
            if path.startswith("article"):
                window.page.keyboard.press("j")  # the first finding has no repair to accept
                window.page.keyboard.press("a")
                window.page.wait_for_selector(".card.accepted", state="attached")
                window.page.keyboard.press(".")
                window.page.keyboard.press("e")
                window.page.locator("#say:empty").wait_for(state="attached")
            wide = window.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert wide, f"{path} is wider than the window"
            found = axe.run(window.page)
            assert found.violations_count == 0, found.generate_report()
        window.page.goto(server.address)
        window.page.keyboard.press("?")
        found = axe.run(window.page)
        assert found.violations_count == 0, found.generate_report()
    assert not window.errors
    window.context.close()
