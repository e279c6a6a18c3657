"""A small newsletter, and a preview of it that a test can ask, wait for and end."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from pressday.building import Outcome
from pressday.preview.following import Teller, follow
from pressday.preview.server import listen, port_of

NOW = datetime(2026, 11, 20, 14, tzinfo=UTC)
PATIENCE = 15.0

SETTINGS = """\
title: The Ferry Sheet
base_url: https://ferry.example/sheet/
identity: ferry.example,2026
"""
ARTICLE = """\
---
id: {key}
title: {title}
date: {date}
---

{text}
"""
FIRST = "content/articles/first.md"
FIRST_PAGE = "/2026/11/19/first/"


def newsletter(folder: Path) -> Path:
    """Settings and one article, in *folder*."""
    (folder / "content/articles").mkdir(parents=True)
    (folder / "newsletter.yaml").write_text(SETTINGS, encoding="utf-8")
    write_article(folder, "first", "The first boat")
    return folder


def write_article(
    folder: Path, name: str, title: str, text: str = "It left on time.", date: str = "2026-11-19T12:00"
) -> Path:
    path = folder / f"content/articles/{name}.md"
    path.write_text(ARTICLE.format(key=name, title=title, date=date, text=text), encoding="utf-8")
    return path


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: str


class Stream:
    """The events that an open page gets."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self._socket.sendall(f"GET /-/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        self._file = self._socket.makefile("rb")

    def next(self, patience: float = PATIENCE) -> dict[str, str]:
        """The next event.  Raises TimeoutError if there is none, EOFError if there will be none."""
        self._socket.settimeout(patience)
        give_up = time.monotonic() + patience
        while line := self._file.readline():
            # The server says that it is alive, now and then: that is no answer.
            if time.monotonic() > give_up:
                raise TimeoutError
            if line.startswith(b"data: "):
                told: dict[str, str] = json.loads(line[len(b"data: ") :])
                return told
        raise EOFError

    def until(self, is_it: Callable[[dict[str, str]], bool]) -> dict[str, str]:
        """The first event of which *is_it* is true."""
        while not is_it(told := self.next()):
            pass
        return told

    def close(self) -> None:
        self._file.close()
        self._socket.close()


class Shown:
    """A preview that runs."""

    def __init__(self, port: int, outcomes: list[Outcome]) -> None:
        self.port = port
        self.outcomes = outcomes

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        with closing(connection):
            connection.putrequest(method, path, skip_host=True)
            for name, value in ({"Host": f"127.0.0.1:{self.port}"} | headers).items():
                connection.putheader(name, value)
            connection.endheaders()
            answer = connection.getresponse()
            names = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, names, answer.read().decode())

    @contextmanager
    def events(self) -> Iterator[Stream]:
        """What a page is told that is opened now, with the state it finds already read."""
        with closing(Stream(self.port)) as stream:
            stream.next()
            yield stream


@contextmanager
def showing(folder: Path, *, clock: Callable[[], datetime] = lambda: NOW, **options: Any) -> Iterator[Shown]:
    """A preview of *folder* for as long as the block lasts.  A fault of ours in it fails the test."""
    faults: list[Exception] = []
    outcomes: list[Outcome] = []
    ready, stop = threading.Event(), threading.Event()
    settings: dict[str, Any] = {
        "drafts": True,
        "future": False,
        "clock": clock,
        "teller": Teller(outcomes.append, faults.append),
        "session": "test",
        "jobs": 1,
        "ready": ready.set,
        "stop": stop,
    } | options
    with closing(listen(0)) as listening:
        thread = threading.Thread(target=follow, args=(folder, listening), kwargs=settings)
        thread.start()
        try:
            assert ready.wait(PATIENCE), "the preview did not start"
            yield Shown(port_of(listening), outcomes)
        finally:
            stop.set()
            thread.join(PATIENCE)
    assert not thread.is_alive(), "the preview did not stop"
    assert not faults
