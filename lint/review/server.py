"""The review page: a server for one folder and one person, on this machine only."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from lint.catalogue import all_rules
from lint.decisions import Action, DecisionsError, Scope, new
from lint.reports.page import without_controls
from lint.review.article import aligned, clipped
from lint.review.charts import bars, days, histogram, ring
from lint.review.desk import ChangedError, Desk, GoneError, ReviewError
from lint.review.gather import overview
from lint.review.guard import Guard
from lint.review.names import Survey
from lint.review.packs import name_of as name_of_pack
from lint.review.queue import Filter
from lint.review.requests import body_of, filter_of, name_of, number_of, text_of, texts_of
from lint.review.templates import Recurring
from lint.version import __version__

PAGE = 50
"""Articles on one page of the queue."""

_HERE = Path(__file__).parent

_SCOPES = {
    Scope.PLACE: "here",
    Scope.TEMPLATE: "for this line on its site",
    Scope.WORDS: "for these words",
    Scope.SITE: "for this rule on this site",
    Scope.RULE: "for this rule",
}
_DONE = {
    Action.ACCEPT: "Accepted",
    Action.EDIT: "Edited",
    Action.REJECT: "Rejected",
    Action.GENUINE: "Marked as genuine",
}


class PortError(OSError):
    """A port that can't be listened on; the message says what to do."""


def listen(port: int) -> socket.socket:
    """Return a socket that listens on this machine only; port 0 means a free one."""
    opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind(("127.0.0.1", port))
    except (OSError, OverflowError) as error:
        opened.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise PortError(f"port {port} can't be used ({reason}); name another with --port, or none") from None
    return opened


def application(desk: Desk, token: str) -> Guard:
    """Return the application for a folder, behind its guard."""
    pages = Pages(desk, token)
    routes = [
        Route("/", pages.queue),
        Route("/article", pages.article),
        Route("/names", pages.names),
        Route("/templates", pages.templates),
        Route("/overview", pages.overview),
        Route("/decide", pages.decide, methods=["POST"]),
        Route("/undo", pages.undo, methods=["POST"]),
        Route("/note", pages.note, methods=["POST"]),
        Route("/lines", pages.lines, methods=["POST"]),
        Mount("/static", StaticFiles(directory=_HERE / "static")),
    ]
    app = Starlette(
        routes=[Mount(f"/{token}", routes=routes), Route("/favicon.ico", lambda request: Response(status_code=404))],
        exception_handlers={
            GoneError: pages.failed(410),
            ChangedError: pages.failed(409),
            ReviewError: pages.failed(400),
            DecisionsError: pages.failed(507),
        },
    )
    return Guard(app, token)


class Pages:
    """The pages, and what is done from them."""

    def __init__(self, desk: Desk, token: str) -> None:
        self.desk = desk
        self.survey = Survey(desk)
        self.recurring = Recurring(desk)
        self.base = f"/{token}"
        self.env = Environment(
            loader=FileSystemLoader(_HERE / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
        )
        self.env.globals.update(
            base=self.base,
            folder=str(desk.shelf.folder),
            version=__version__,
            link=self._link,
            number=lambda count: f"{count:,}",
        )
        self.env.filters["visible"] = _visible
        self.kinds = sorted({rule.id for rule in all_rules()})

    def _link(self, to: str, wanted: Filter | None = None, /, **more: Any) -> str:
        fields = {**(wanted._asdict() if wanted else {}), **more}
        query = urlencode({key: value for key, value in fields.items() if value not in ("", None, 0)}, quote_via=quote)
        return f"{self.base}/{to}" + (f"?{query}" if query else "")

    def _html(self, template: str, **values: Any) -> Response:
        values.setdefault("progress", self.desk.progress())
        text = self.env.get_template(template).render(**values)
        return Response(without_controls(text).encode("utf-8", "replace"), media_type="text/html")

    def failed(self, status: int) -> Callable[[Request, Exception], Response]:
        """Return the handler that tells a person, in the way that was asked for, what could not be done."""

        def handler(request: Request, error: Exception) -> Response:
            if request.method == "POST":
                return JSONResponse({"ok": False, "message": str(error)}, status)
            page = self.env.get_template("problem.html").render(message=str(error), progress=self.desk.progress())
            return HTMLResponse(page.encode("utf-8", "replace"), status)

        return handler

    # --- pages ----------------------------------------------------------------------------------------------------

    def queue(self, request: Request) -> Response:
        """Show the articles, by verdict and doubt, with filters."""
        self.desk.refresh(files=True)
        wanted = filter_of(request)
        entries = self.desk.queue(wanted)
        page = max(number_of(request.query_params.get("page")), 1)
        last = max(-(-len(entries) // PAGE), 1)
        page = min(page, last)
        return self._html(
            "queue.html",
            page="queue",
            entries=entries[(page - 1) * PAGE : page * PAGE],
            found=len(entries),
            number_of_page=page,
            last=last,
            wanted=wanted,
            facets=self.desk.facets(),
            problems=self.desk.log.problems,
        )

    def article(self, request: Request) -> Response:
        """Show an article with its findings."""
        name = request.query_params.get("name", "")
        self.desk.refresh()
        return self._html("article.html", page="article", **self._article(name, filter_of(request)))

    def _article(self, name: str, wanted: Filter) -> dict[str, Any]:
        shown = self.desk.view(name)
        before, after = self.desk.neighbors(name, wanted)
        return {
            "view": shown,
            "row": self.desk.index.rows[name],
            "rows": [] if shown.long else aligned(shown.pieces),
            "wanted": wanted,
            "before": before,
            "after": after,
            "progress": self.desk.progress(),
        }

    def overview(self, request: Request) -> Response:
        """Show how the articles are and how the work goes."""
        self.desk.refresh(files=True)
        found = overview(self.desk)
        return self._html(
            "overview.html",
            page="overview",
            found=found,
            decisions=str(self.desk.log.path),
            rules=bars(found.rules, "findings"),
            sites=bars(found.sites, "findings"),
            scores=histogram(found.before, found.after),
            days=days(found.days),
            ring=ring,
        )

    def names(self, request: Request) -> Response:
        """Show the names that stand in several spellings."""
        self.desk.refresh()
        self.survey.start()
        ready = self.survey.ready  # before the names, for they may be ready in between
        return self._html("names.html", page="names", survey=self.survey, ready=ready, found=self.survey.found())

    def templates(self, request: Request) -> Response:
        """Show the lines and blocks that recur in the articles of each site."""
        self.desk.refresh()
        self.recurring.start()
        ready = self.recurring.ready
        found, site = self.recurring.found(), request.query_params.get("site", "")
        return self._html(
            "templates.html",
            page="templates",
            sweep=self.recurring,
            ready=ready,
            sites=sorted({block.site for block in found}),
            site=site,
            found=[block for block in found if site in ("", block.site or ".")],
            pack=name_of_pack,
            folder_of_packs=str(self.desk.log.path.parent),
        )

    # --- what is done ---------------------------------------------------------------------------------------------

    async def decide(self, request: Request) -> Response:
        """Keep a decision and return the article as it is then."""
        body = await body_of(request)
        return await run_in_threadpool(self._decide, body)

    def _decide(self, body: dict[str, Any]) -> Response:
        try:
            action, scope = Action(text_of(body, "action")), Scope(text_of(body, "scope") or "place")
        except ValueError as error:
            raise ReviewError(str(error)) from None
        if action not in _DONE:
            raise ReviewError(f"'{action}' is nothing to decide about a finding")
        name = text_of(body, "name")
        seen = text_of(body, "seen") if "seen" in body else None
        decision = self.desk.decide(
            name, text_of(body, "place"), action, scope=scope, replacement=text_of(body, "replacement"), seen=seen
        )
        said = f"{_DONE[action]} {_SCOPES[scope]}"
        return self._changed(
            name, body, said, decision.id, example=decision.data.get("sentence", ""), rule=decision.rule
        )

    async def undo(self, request: Request) -> Response:
        """Take back a decision and return the article as it is then."""
        body = await body_of(request)
        return await run_in_threadpool(self._undo, body)

    def _undo(self, body: dict[str, Any]) -> Response:
        decision = self.desk.undo(*text_of(body, "id").split())[0]
        what = _DONE.get(decision.action, decision.action.value.capitalize())
        return self._changed(text_of(body, "name"), body, f"Taken back: {what.lower()} {_SCOPES[decision.scope]}", "")

    async def note(self, request: Request) -> Response:
        """Keep a name for the book."""
        body = await body_of(request)
        return await run_in_threadpool(self._note, body)

    def _note(self, body: dict[str, Any]) -> Response:
        if text_of(body, "action") != Action.NAME:
            raise ReviewError("only names are noted")
        data = name_of(body.get("data"))
        decision = new(Action.NAME, data=data, file=text_of(body, "name"))
        self.desk.keep(decision)
        return JSONResponse({"ok": True, "message": f"{data['canonical']} is in the book.", "id": decision.id})

    async def lines(self, request: Request) -> Response:
        """Give recurring lines to their site or to their articles."""
        body = await body_of(request)
        return await run_in_threadpool(self._lines, body)

    def _lines(self, body: dict[str, Any]) -> Response:
        site, article = texts_of(body, "site"), texts_of(body, "article")
        made = self.recurring.decide(site, article, text_of(body, "seen"))
        count = f"{len(site)} line{'s' * (len(site) != 1)}"
        said = f"{count} of the site: removed from its articles, and in its pack." if site else "Left in the articles."
        return self._kept({"message": said, "id": " ".join(decision.id for decision in made)})

    def _kept(self, answer: dict[str, Any]) -> Response:
        """Return an answer with how far the work is then."""
        bar = self.env.get_template("progress.html").render(progress=self.desk.progress())
        return JSONResponse({"ok": True, "progress": bar, **answer})

    def _changed(self, name: str, body: dict[str, Any], said: str, id: str, **more: Any) -> Response:
        if not name:
            return self._kept({"message": f"{said}.", "id": id})
        given = body.get("filter", {})
        wanted = Filter(
            **{k: str(v) for k, v in given.items() if k in Filter._fields} if isinstance(given, dict) else {}
        )
        values = self._article(name, wanted)
        html = self.env.get_template("article_main.html").render(page="article", **values)
        left = values["view"].open
        said = f"{said}. {left} open in this article." if left else f"{said}. This article is finished."
        answer = {"ok": True, "id": id, "message": said, "html": html.encode("utf-8", "replace").decode(), **more}
        return JSONResponse(answer)


def _visible(text: str) -> str:
    """Return a text with marks for what can't be seen, where nothing else is in it."""
    text = clipped(text)
    return text if text.strip() else text.replace(" ", "·").replace("\n", "↵").replace("\t", "⇥").replace("\xa0", "⍽")
