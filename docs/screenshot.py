"""Takes docs/report.png: the page of a sample as Chromium shows it. Needs Chromium; `python docs/screenshot.py`."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
SIZE = "1160,760"
QUIET = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --hide-scrollbars "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()


def main() -> None:
    """Clean the samples into a temporary folder, and take the picture of the first one's page."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not browser:
        sys.exit("no Chromium on this machine; install it and try again")
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "lint", "clean", str(ROOT / "samples"), "-o", folder, "--no-config"]
        subprocess.run(command, check=True, cwd=ROOT)
        page = min(Path(folder).glob("*.report.html"))
        picture = Path(__file__).with_name("report.png")
        profile = f"--user-data-dir={folder}/profile"
        shot = [browser, *QUIET, profile, f"--screenshot={picture}", f"--window-size={SIZE}", page.as_uri()]
        subprocess.run(shot, check=True, capture_output=True, timeout=120)
    print(f"{picture.name}: {picture.stat().st_size} bytes")


if __name__ == "__main__":
    main()
