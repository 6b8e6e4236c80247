"""`newslint review`: findings settled by a person, in the browser or here, and what came of it written out."""

from __future__ import annotations

import sys
from argparse import Namespace
from contextlib import suppress
from pathlib import Path
from typing import Any

from lint.cli import configured


class ReviewUnavailable(ImportError):  # noqa: N818 - not an error of the program
    """The packages of the review page are missing; the message says how to get them."""


def run(args: Namespace) -> int:
    """Open the desk, the way that was asked for; return the exit code."""
    config = configured(args).of(Path(args.folder, "article.txt"))
    opened = None if args.export or args.terminal else _listening(args.port)
    from lint.review.desk import Desk

    desk = Desk(
        Path(args.folder), config, decisions=Path(args.decisions) if args.decisions else None, progress=_progress
    )
    for problem in desk.log.problems:
        print(f"newslint: {problem}", file=sys.stderr)
    if args.export:
        from lint.review.export import export

        return export(desk, Path(args.export))
    if args.terminal:
        from lint.review.terminal import converse

        return converse(desk)
    return _serve(args, desk, opened)


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty() and total > 20:
        end = "\r\x1b[K" if done + 1 == total else ""
        print(f"\rlooking at {done + 1} of {total} articles {end}", end="", file=sys.stderr, flush=True)


def _listening(port: int) -> Any:
    """Return an open socket for the page; what keeps it from being served is said before any article is read."""
    try:
        import uvicorn  # noqa: F401 - to see whether it is here

        from lint.review.server import listen
    except ImportError as error:
        raise ReviewUnavailable(
            f"the review page needs the package '{error.name}': pip install 'newslint[review]'; --terminal works without"
        ) from None
    return listen(port)


def _serve(args: Namespace, desk: Any, opened: Any) -> int:
    from secrets import token_urlsafe

    import uvicorn

    from lint.review.server import application

    token = token_urlsafe(24)
    address = f"http://127.0.0.1:{opened.getsockname()[1]}/{token}/"
    settings = uvicorn.Config(
        application(desk, token), log_level="warning", access_log=False, lifespan="off", timeout_graceful_shutdown=1
    )
    print(
        f"newslint: review {desk.shelf.folder} at {address}\nnewslint: Ctrl-C ends it; every decision is kept",
        flush=True,
    )
    if not args.no_browser:
        _browse(address)
    with suppress(KeyboardInterrupt):
        uvicorn.Server(settings).run(sockets=[opened])
    return 0


def _browse(address: str) -> None:
    """Open a browser in a moment, when the server answers; say so if there is none."""
    import webbrowser
    from threading import Timer

    def open_page() -> None:
        try:
            found = webbrowser.open(address)
        except (OSError, webbrowser.Error):
            found = False
        if not found:
            print("newslint: no browser could be started; open the address above yourself", file=sys.stderr)

    timer = Timer(0.5, open_page)
    timer.daemon = True
    timer.start()
