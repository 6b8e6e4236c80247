"""What stands before every request: only this machine, only this address, only this page, and only with the token."""

from __future__ import annotations

from secrets import compare_digest

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lint.pattern import lazy

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing from elsewhere, and no script or style that is not a file of ours."""

HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}

MOST_BYTES = 1_000_000
"""Largest body of a request."""

_LOCAL = lazy(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::[0-9]{1,5})?")


class Guard:
    """Lets a request through to the application only if host, token, origin and size are right."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self.app = app
        self.token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on with the headers of the policy in its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                added = [(key.encode(), value.encode()) for key, value in HEADERS.items()]
                message = {**message, "headers": [*message.get("headers", ()), *added]}
            await send(message)

        reason = self.refusal(scope)
        if reason:
            status, text = reason
            await PlainTextResponse(text + "\n", status)(scope, receive, guarded)
            return
        await self.app(scope, receive, guarded)

    def refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Return status and reason why a request may not pass, or None."""
        headers = {key.decode("latin-1").lower(): value.decode("latin-1") for key, value in scope["headers"]}
        host = headers.get("host", "")
        if not _LOCAL.fullmatch(host):
            return 421, "This page answers only to 127.0.0.1 and localhost."
        given = scope["path"].split("/")[1] if "/" in scope["path"] else ""
        if not compare_digest(given.encode("utf-8", "replace"), self.token.encode()):
            return (
                403,
                "This address is not valid. Open the one that 'newslint review' printed; it is new with every start.",
            )
        if headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
            return 403, "Requests from other sites are refused."
        if scope["method"] not in ("GET", "HEAD"):
            return self._refused_change(headers, host)
        return None

    def _refused_change(self, headers: dict[str, str], host: str) -> tuple[int, str] | None:
        if headers.get("origin") != f"http://{host}":
            return 403, "Changes are taken only from this page."
        if headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            return 415, "Changes are taken only as JSON."
        length = headers.get("content-length", "")
        if not length.isdigit() or int(length) > MOST_BYTES:
            return 413, "The request is too large."
        return None
