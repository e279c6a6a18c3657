"""What the preview answers, to whom, and what it does not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from previews import Shown, newsletter, showing


class Running(NamedTuple):
    folder: Path
    shown: Shown


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One preview for all tests here: they only ask."""
    folder = newsletter(tmp_path_factory.mktemp("newsletter"))
    with showing(folder, clock=lambda: datetime(2026, 11, 22, tzinfo=UTC)) as shown:
        yield Running(folder, shown)


@pytest.fixture
def shown(running: Running) -> Shown:
    return running.shown


def test_an_address_that_is_nowhere_has_the_site_s_own_page(running: Running) -> None:
    answer = running.shown.get("/nowhere/")
    own = (running.folder / ".pressday/preview/site/404.html").read_text()
    assert answer.status == 404
    assert answer.body.startswith(own[: own.index("</body>")])


def test_a_folder_without_its_slash_is_sent_there(shown: Shown) -> None:
    answer = shown.get("/topics")
    assert (answer.status, answer.headers["location"]) == (301, "/topics/")


def test_the_mail_can_be_looked_at(shown: Shown) -> None:
    listed = shown.get("/-/mail/")
    html = shown.get("/-/mail/2026-11-19/email.html")
    text = shown.get("/-/mail/2026-11-19/email.txt")
    eml = shown.get("/-/mail/2026-11-19/email.eml")
    assert 'href="/-/mail/2026-11-19/email.html"' in listed.body
    assert "The first boat" in listed.body
    assert "The first boat" in html.body
    assert "The first boat" in text.body
    assert text.headers["content-type"] == "text/plain; charset=utf-8"
    assert eml.headers["content-type"] == "message/rfc822"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/feed.xml", "application/xml"),
        ("/feed.json", "application/json"),
        ("/feeds.opml", "text/x-opml; charset=utf-8"),
    ],
)
def test_feeds_are_served_as_the_host_serves_them(shown: Shown, path: str, kind: str) -> None:
    answer = shown.get(path)
    assert (answer.status, answer.headers["content-type"]) == (200, kind)
    assert "<script>(function" not in answer.body


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
def test_this_machine_s_names_are_answered_to(shown: Shown, host: str) -> None:
    assert shown.get("/", Host=f"{host}:{shown.port}").status == 200


@pytest.mark.parametrize(
    "host", ["rebound.example", "rebound.example:{port}", "127.0.0.1", "127.0.0.1:1", "a@127.0.0.1:{port}", ""]
)
@pytest.mark.parametrize("path", ["/", "/nowhere", "/-/events", "/-/mail/"])
def test_other_names_are_not(shown: Shown, host: str, path: str) -> None:
    answer = shown.get(path, Host=host.format(port=shown.port))
    assert answer.status in (400, 403)
    assert "ferry" not in answer.body.lower()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_nothing_can_be_changed_through_it(shown: Shown, method: str) -> None:
    answer = shown.get("/", method)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


def test_head_is_get_without_the_page(shown: Shown) -> None:
    head, get = shown.get("/", "HEAD"), shown.get("/")
    assert (head.status, head.body) == (200, "")
    assert head.headers["content-length"] == get.headers["content-length"]


@pytest.mark.parametrize(
    "path",
    [
        "/../../../secret.md", "/%2e%2e/%2e%2e/%2e%2e/secret.md", "/..%2f..%2f..%2fsecret.md",
        "/..%5c..%5c..%5csecret.md", "/%252e%252e/secret.md", "//secret.md", "/about%00.html", "/.pressday/manifest",
        "/-/mail/../../../secret.md", "/-/mail/%2e%2e/site/index.html", "/link.md", "/-/mail/link.md",
    ],
)  # fmt: skip
def test_no_address_leads_out_of_the_site(running: Running, path: str) -> None:
    secret = running.folder / "secret.md"
    secret.write_text("a secret")
    for place in ("site", "outbox"):
        link = running.folder / ".pressday/preview" / place / "link.md"
        if not link.is_symlink():
            link.symlink_to(secret)
    answer = running.shown.get(path)
    assert answer.status in (400, 404)
    assert "a secret" not in answer.body
    assert answer.headers["cache-control"] == "no-store"
