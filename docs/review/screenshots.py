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
from playwright.sync_api import ViewportSize, sync_playwright

from lint.cli import main as newslint
from lint.review.desk import Desk
from lint.review.server import application, listen

Picture = tuple[str, ViewportSize, str, str]
ARTICLE = "article?name=004_78899e4275e58e70.txt"
PICTURES: dict[str, Picture] = {
    "queue": ("", {"width": 1180, "height": 600}, "light", ""),
    "article": (ARTICLE, {"width": 1180, "height": 760}, "light", "araa"),
    "both": (ARTICLE, {"width": 1180, "height": 640}, "dark", "2"),
    "phone": (ARTICLE, {"width": 390, "height": 760}, "dark", "j"),
    "overview": ("overview", {"width": 1180, "height": 800}, "light", ""),
    "names": ("names", {"width": 1180, "height": 700}, "light", ""),
}
"""Name: page, size of the window, color scheme, keys to press."""

SITE: dict[str, Picture] = {"templates": ("templates", {"width": 1180, "height": 560}, "light", "ja")}
"""The same of a folder with the articles of a site."""

THINGS = "harbor school bridge theater market library clinic station orchard quarry".split()


def write_site(folder: Path) -> None:
    """Write ten articles of a site that have lines in common."""
    folder.mkdir(parents=True)
    for number, thing in enumerate(THINGS):
        story = (
            f"The {thing} of Torby opens again",
            f"After {number + 3} months of work the {thing} is open again, and people came from all parts of the island "
            f"to see what had become of it.",
            f"Tonight on the Sound Mirror hour we explain the tide of week {number + 1}",
            f"What becomes of the old walls beside the {thing} will be next, the council of Torby said, but nobody knows "
            f"yet when the workers can come.",
            "Our island hour",
            "The Sound Mirror has told the islands what happens on the water and behind the doors of the town hall.",
            "Share this article",
        )
        (folder / f"{number}.txt").write_text("\n\n".join(story) + "\n", encoding="utf-8")


def main(target: Path) -> None:
    """Take every picture."""
    with tempfile.TemporaryDirectory() as name:
        os.chdir(name)  # the pages name the folder as it was given
        write_site(Path("site", "mirror"))
        for source, folder, pictures in (
            (ROOT / "samples", Path("cleaned"), PICTURES),
            (Path("site"), Path("mirror"), SITE),
        ):
            newslint(["clean", str(source), "-o", str(folder), "--no-html", "--no-readability", "--no-config"])
            serve(folder, pictures, target)


def serve(folder: Path, pictures: dict[str, Picture], target: Path) -> None:
    """Serve a folder while its pictures are taken."""
    desk, opened = Desk(folder), listen(0)
    server = uvicorn.Server(uvicorn.Config(application(desk, "t"), log_level="error", lifespan="off"))
    threading.Thread(target=lambda: server.run(sockets=[opened]), daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    take(f"http://127.0.0.1:{opened.getsockname()[1]}/t/", pictures, target)
    server.should_exit = True


def take(address: str, pictures: dict[str, Picture], target: Path) -> None:
    """Open each page in a window of its own and write its picture."""
    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        for name, (path, size, scheme, keys) in pictures.items():
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
