"""A hub is told which feeds have changed, when somebody asks for it."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from newsletters import built, make, write
from pressday import fetching, pinging
from pressday.cli import main
from pressday.problems import ProblemError
from web import here, on_this_machine

SITE = Path("site")
post = functools.partial(fetching.post, may_connect=on_this_machine, resolve=here)


class Hub(HTTPServer):
    """A hub on this machine: what it was told, and how it answers (a status, and where it leads on to)."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Desk)
        self.told: list[tuple[str, str, dict[str, str]]] = []
        self.answers: list[tuple[int, str]] = []

    @property
    def url(self) -> str:
        return f"http://hub.example:{self.server_port}/tell"

    def feeds(self) -> list[str]:
        return [form["hub.url"].removeprefix("https://courier.example/") for _, _, form in self.told]


class _Desk(BaseHTTPRequestHandler):
    server: Hub

    def do_POST(self) -> None:
        form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        self.server.told.append((self.path, self.headers["Content-Type"], form))
        status, onward = self.server.answers.pop(0) if self.server.answers else (204, "")
        self.send_response(status)
        if onward:
            self.send_header("Location", onward)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def hub() -> Iterator[Hub]:
    with Hub() as made:
        threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield made
        made.shutdown()


@pytest.fixture
def folder(tmp_path: Path, hub: Hub) -> Path:
    made = make(tmp_path / "courier")
    settings = (made / "newsletter.yaml").read_text("utf-8")
    (made / "newsletter.yaml").write_text(f"{settings}feeds: {{hub: '{hub.url}', items: 1}}\n", "utf-8")
    assert built(made).published
    return made


def ping(folder: Path, **more: bool) -> pinging.Pinged:
    return pinging.ping(folder, SITE, post=post, **more)


def test_the_first_ping_tells_of_every_feed_in_every_format(folder: Path, hub: Hub) -> None:
    done = ping(folder)
    published = [p.relative_to(folder / SITE).as_posix() for p in (folder / SITE).rglob("*") if p.is_file()]
    feeds = {p for p in published if p.endswith(("feed.xml", "atom.xml", "feed.json")) and "feeds/" not in p}
    assert len(feeds) > 10
    assert set(hub.feeds()) == feeds
    assert len(done.told) == len(hub.told) == len(feeds)
    assert {(path, kind, form["hub.mode"]) for path, kind, form in hub.told} == {
        ("/tell", "application/x-www-form-urlencoded", "publish")
    }
    assert done.problems == ()


def test_archives_and_files_of_the_editor_are_no_feeds_to_tell_of(folder: Path, hub: Hub) -> None:
    (folder / "static/old").mkdir(parents=True)
    write(folder, "static/old/feed.xml", "<rss/>")
    built(folder)
    ping(folder)
    assert list((folder / SITE).glob("feeds/*/atom.xml"))
    assert "old/feed.xml" not in hub.feeds()
    assert not any("feeds/" in feed for feed in hub.feeds())


def test_afterwards_only_what_has_changed_is_told(folder: Path, hub: Hub) -> None:
    ping(folder)
    hub.told.clear()
    assert ping(folder).told == ()
    assert hub.told == []
    write(
        folder,
        "content/articles/2026/2026-11-22-new.md",
        "---\nid: nwnw2345\ntitle: New\ndate: 2026-11-22T08:00:00+00:00\ntopics: [council]\n---\nNew.\n",
    )
    built(folder)
    done = ping(folder)
    assert {"feed.xml", "topics/council/feed.xml"} <= set(hub.feeds())
    assert "topics/ferry/feed.xml" not in hub.feeds()
    assert done.unchanged > 0


def test_all_are_told_when_that_is_asked_or_the_hub_is_another(folder: Path, hub: Hub) -> None:
    every = len(ping(folder).told)
    assert len(ping(folder, everything=True).told) == every
    settings = (folder / "newsletter.yaml").read_text("utf-8")
    (folder / "newsletter.yaml").write_text(settings.replace("/tell", "/other"), "utf-8")
    assert len(ping(folder).told) == every


@pytest.mark.parametrize("damage", ["", "\xff", "no such line", None])
def test_what_was_told_may_be_forgotten(folder: Path, damage: str | None) -> None:
    every = len(ping(folder).told)
    remembered = folder / pinging.PINGED
    if damage is None:
        remembered.unlink()
    else:
        remembered.write_bytes(damage.encode("latin-1"))
    assert len(ping(folder).told) == every


def test_a_hub_that_refuses_is_told_of_and_the_rest_is_told_next_time(folder: Path, hub: Hub) -> None:
    hub.answers = [(204, ""), (202, ""), (500, "")]
    done = ping(folder)
    assert len(done.told) == 2
    assert [(p.path, p.message, p.severity) for p in done.problems] == [
        (hub.url, "did not take what it was told (500)", "error")
    ]
    first = hub.feeds()[:2]
    hub.told.clear()
    assert not ping(folder).problems
    assert not set(first) & set(hub.feeds())


def test_a_hub_that_has_moved_is_followed_only_where_the_form_goes_along(folder: Path, hub: Hub) -> None:
    hub.answers = [(308, "/moved")]
    ping(folder)
    assert [path for path, _, _ in hub.told[:2]] == ["/tell", "/moved"]
    assert hub.told[0][2] == hub.told[1][2]
    hub.answers = [(303, "/moved")]
    assert ping(folder, everything=True).problems[0].message == "did not take what it was told (303)"


def test_the_old_feeds_of_a_merged_topic_are_not_told_of_twice(folder: Path, hub: Hub) -> None:
    settings = (folder / "newsletter.yaml").read_text("utf-8")
    (folder / "newsletter.yaml").write_text(settings.replace("{id: ferry,", "{id: ferry, formerly: [boats],"), "utf-8")
    built(folder)
    assert (folder / SITE / "topics/boats/feed.xml").is_file()
    ping(folder)
    assert "topics/ferry/feed.xml" in hub.feeds()
    assert not any("boats" in feed for feed in hub.feeds())


def test_without_a_hub_or_a_site_nothing_is_told(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(ProblemError) as error:
        ping(make(tmp_path / "other"))
    assert [p.message for p in error.value.problems] == ["names no hub to tell"]
    with pytest.raises(ProblemError) as error:
        pinging.ping(folder, Path("elsewhere"), post=post)
    assert error.value.problems[-1].message == "nothing has been published into elsewhere"
    assert not (folder / "elsewhere").exists()


def test_the_command_line_says_in_words_what_went_wrong(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = (folder / "newsletter.yaml").read_text("utf-8")
    (folder / "newsletter.yaml").write_text(settings.replace("hub.example", "127.0.0.1"), "utf-8")
    # The command line has no policy but its own: this machine is not the open web.
    assert main(["ping", "--source", str(folder)]) == 1
    told = capsys.readouterr()
    assert "is not on the open web" in told.err
    assert "Traceback" not in told.err
    assert "was told of 0 feeds" in told.out
