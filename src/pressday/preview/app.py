"""What the preview answers to a request."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote

from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from pressday.preview import files, mail
from pressday.preview.bulletin import Bulletin
from pressday.preview.files import HTML
from pressday.preview.panel import EVENTS, with_script

# Above this a file is sent in pieces, so that a film can be wound forward.
LARGE = 4_000_000
# After how many milliseconds a browser asks again, when we were stopped and started.
RETRY = 500

_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_NO_SITE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
    "<body><h1>{title}</h1></body></html>"
)


class App:
    """Pages below *site*, mails below *outbox*, and the *bulletin* as a stream; an ASGI application.

    Answers only to the names of this machine with *port*: a page of somebody else's whose name was
    made to lead here must not read drafts.
    """

    def __init__(self, site: Path, outbox: Path, bulletin: Bulletin, port: int) -> None:
        self._site = site
        self._outbox = outbox
        self._bulletin = bulletin
        names = ("127.0.0.1", "localhost", "[::1]")
        self._hosts = {f"{name}:{port}" for name in names} | (set(names) if port == 80 else set())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = self._answer(Request(scope))
        for name, value in _HEADERS.items():
            response.headers[name] = value
        await response(scope, receive, send)

    def _answer(self, request: Request) -> Response:
        if [host.lower() for host in request.headers.getlist("host")] not in [[host] for host in self._hosts]:
            return PlainTextResponse("This preview answers at its own address only.\n", 403)
        if request.method not in ("GET", "HEAD"):
            return PlainTextResponse("Only GET and HEAD.\n", 405, {"Allow": "GET, HEAD"})
        path: str = request.scope["path"]
        try:
            if path == EVENTS:
                return EventSourceResponse(self._events())
            if path == mail.ADDRESS:
                state = self._bulletin.state
                return HTMLResponse(with_script(mail.listing(self._outbox).encode(), state))
            if path.startswith(mail.ADDRESS):
                return self._file(self._outbox, path[len(mail.ADDRESS) - 1 :], path) or self._missing()
            return self._file(self._site, path, path) or self._missing()
        except files.RefusedError:
            return PlainTextResponse("There can be no such address.\n", 400)

    async def _events(self) -> AsyncIterator[ServerSentEvent]:
        async for state in self._bulletin.states():
            yield ServerSentEvent(json.dumps(state._asdict()), retry=RETRY)

    def _file(self, root: Path, path: str, address: str, status: int = 200) -> Response | None:
        state = self._bulletin.state  # before the file: at worst a page is loaded once too often
        found = files.locate(root, path)
        if found is not None and found.is_dir():
            if not path.endswith("/"):
                return RedirectResponse(quote(address) + "/", 301)
            found = files.locate(root, path + "index.html")
        if found is None or not found.is_file():
            return None
        kind = files.content_type(found.name)
        try:
            if kind != HTML and found.stat().st_size > LARGE:
                return FileResponse(found, headers={"Content-Type": kind})
            data = found.read_bytes()
        except OSError:  # a build has just removed it
            return None
        if kind == HTML:
            data = with_script(data, state)
        return Response(data, status, {"Content-Type": kind})

    def _missing(self) -> Response:
        own = self._file(self._site, "/404.html", "/404.html", 404)
        if own is not None:
            return own
        title = "Page not found" if (self._site / "index.html").is_file() else "Nothing has been published yet"
        return HTMLResponse(with_script(_NO_SITE.format(title=title).encode(), self._bulletin.state), 404)
