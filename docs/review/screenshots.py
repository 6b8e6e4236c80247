"""Makes the pictures of docs/review.md from the samples: python docs/review/screenshots.py (needs the extra [browser])."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

import uvicorn
from PIL import Image
from playwright.sync_api import sync_playwright

from lint.cli import main as newslint
from lint.review.desk import Desk
from lint.review.server import application, listen

ARTICLE = "article?name=004_78899e4275e58e70.txt"
PICTURES = {
    "queue": ("", {"width": 1180, "height": 600}, "light", ""),
    "article": (ARTICLE, {"width": 1180, "height": 760}, "light", "araa"),
    "both": (ARTICLE, {"width": 1180, "height": 640}, "dark", "2"),
    "phone": (ARTICLE, {"width": 390, "height": 760}, "dark", "j"),
    "overview": ("overview", {"width": 1180, "height": 800}, "light", ""),
    "names": ("names", {"width": 1180, "height": 700}, "light", ""),
}
"""Name: page, size of the window, color scheme, keys to press."""


def main(target: Path) -> None:
    """Take every picture."""
    with tempfile.TemporaryDirectory() as name:
        os.chdir(name)  # the pages name the folder as it was given
        folder = Path("cleaned")
        newslint(["clean", str(ROOT / "samples"), "-o", str(folder), "--no-html", "--no-readability", "--no-config"])
        desk, opened = Desk(folder), listen(0)
        server = uvicorn.Server(uvicorn.Config(application(desk, "t"), log_level="error", lifespan="off"))
        threading.Thread(target=lambda: server.run(sockets=[opened]), daemon=True).start()
        while not server.started:
            time.sleep(0.05)
        take(f"http://127.0.0.1:{opened.getsockname()[1]}/t/", target)
        server.should_exit = True


def take(address: str, target: Path) -> None:
    """Open each page in a window of its own and write its picture."""
    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        for name, (path, size, scheme, keys) in PICTURES.items():
            context = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")
            page = context.new_page()
            page.goto(address + path)
            for key in keys:
                page.keyboard.press(key)
                page.wait_for_timeout(500)
            page.wait_for_timeout(5000 if keys else 1500)
            page.screenshot(path=target / f"{name}.png")
            context.close()
            small = Image.open(target / f"{name}.png").convert("RGB").quantize(224)
            small.save(target / f"{name}.png", optimize=True)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent).resolve())
