"""The browser that the tests look at pages with, and a server that publishes a site to it as a host would.

``python tests/browser.py`` prints where the browser is, or fails with a sentence that says how to get one.
"""

from __future__ import annotations

import os
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Playwright, sync_playwright

from pressday.preview.files import RefusedError, content_type, locate

HOW = "No browser to look at pages with: `apt install chromium`, or `playwright install chromium`."
NAMES = ("chromium", "chromium-browser", "google-chrome")
# A checkout of Pages is not at the root of its host: every link has to know.
BASE = "/brief/"


class NoBrowserError(Exception):
    """There is none on this machine."""


def find(playwright: Playwright) -> str:
    """The browser's program: the one named by PRESSDAY_CHROMIUM, the system's, or playwright's own."""
    named = os.environ.get("PRESSDAY_CHROMIUM")
    if named:
        if not Path(named).is_file():
            raise NoBrowserError(f"PRESSDAY_CHROMIUM names {named}, and there is nothing. {HOW}")
        return named
    for name in NAMES:
        if found := shutil.which(name) or shutil.which(name, path="/usr/bin"):
            return found
    own = playwright.chromium.executable_path
    if Path(own).is_file():
        return own
    raise NoBrowserError(HOW)


class Folders(NamedTuple):
    """What is served: the site below ``/brief/``, the mails below ``/mail/``."""

    site: Path
    mail: Path


@contextmanager
def hosting(site: Path, mail: Path) -> Iterator[str]:
    """Serve both folders, which need not be there yet, and give the site's base URL."""
    folders = Folders(site, mail)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            file = _file(folders, unquote(urlsplit(self.path).path))
            # For a page that names no icon the browser asks at the root, which is not ours.
            status = 200 if file else 204 if self.path == "/favicon.ico" else 404
            file = file or site / "404.html"
            data = file.read_bytes() if status != 204 and file.is_file() else b""
            self.send_response(status)
            self.send_header("Content-Type", content_type(file.name))
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """A test says what it sees."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{BASE}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _file(folders: Folders, path: str) -> Path | None:
    for prefix, root in ((BASE, folders.site), ("/mail/", folders.mail)):
        if path.startswith(prefix):
            path = path[len(prefix) - 1 :]
            try:
                found = locate(root, path + "index.html" if path.endswith("/") else path)
            except RefusedError:
                return None
            return found if found is not None and found.is_file() else None
    return None


if __name__ == "__main__":
    with sync_playwright() as started:
        try:
            print(find(started))
        except NoBrowserError as absent:
            sys.exit(str(absent))
