"""What an address holds becomes a document in ``sources/``; its next fetch is that document's next save."""

from __future__ import annotations

import functools
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pressday import config, fetching, readers
from pressday.cli import bringing, commands
from pressday.fetching import Fetched
from pressday.importing import ImportOptions, import_documents, remote
from pressday.problems import ProblemError
from web import answer, here, on_this_machine, web

NOW = datetime(2026, 3, 6, 18, 0, tzinfo=UTC)
SETTINGS = """\
title: The Harbour Brief
base_url: https://brief.example/
identity: brief.example,2026
"""
PAGE = b"<!DOCTYPE html>\n<html><head><title>The lock</title></head><body><p>It is open.</p></body></html>"
FEED = """<?xml version="1.0"?>
<rss version="2.0"><channel><title>{title}</title><link>https://gazette.example/</link>{items}</channel></rss>"""
ITEM = (
    "<item><title>{0}</title><link>https://gazette.example/{1}</link><guid>gz-{1}</guid>"
    "<pubDate>Thu, 05 Mar 2026 14:20:00 GMT</pubDate><description>All of {0}.</description></item>"
)

fetch = functools.partial(fetching.fetch, may_connect=on_this_machine, resolve=here)


def feed(*headlines, title="The Harne Gazette"):
    items = (ITEM.format(headline, headline.lower().replace(" ", "-")) for headline in headlines)
    return FEED.format(title=title, items="".join(items)).encode()


@pytest.fixture
def gazette():
    with web() as made:
        yield made


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "newsletter.yaml").write_text(SETTINGS, "utf-8")
    return tmp_path


def bring(folder, url, **more):
    return remote.bring(folder, url, fetch=fetch, **more)


def sources(folder):
    return sorted(path.name for path in (folder / "sources").iterdir()) if (folder / "sources").is_dir() else []


# --- names --------------------------------------------------------------------------------------


def name(url, media="text/html", data=b"<html>"):
    return remote.name_of(url, Fetched(url, data, media))


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://gazette.example/", "gazette.example.html"),
        ("https://www.gazette.example", "gazette.example.html"),
        ("https://gazette.example/2026/03/harbour-shut", "gazette.example_2026_03_harbour-shut.html"),
        ("https://gazette.example/2026/03/harbour-shut/", "gazette.example_2026_03_harbour-shut.html"),
        ("http://gazette.example/news.html", "gazette.example_news.html"),
        ("https://gazette.example/news#top", "gazette.example_news.html"),
    ],
)
def test_a_document_is_named_by_host_and_path(url, told):
    assert name(url) == told


def test_two_addresses_have_two_names_and_one_always_the_same():
    addresses = [
        "https://gazette.example/a",
        "https://gazette.example/a?page=2",
        "https://gazette.example/a?page=3",
        "https://gazette.example/A",
        "https://gazette.example/a/b",
        "https://gazette.example/a-b",
        "https://gazette.example/a_b",
        "https://gazette.example/a%20b",
        "https://gazette.example:8443/a",
        "https://other.example/a",
        "https://gazette.example/" + "long-" * 60,
        "https://gazette.example/" + "long-" * 61,
        "https://gazette.example/../../etc/passwd",
        "https://gazette.example/%2e%2e/%2fetc",
        "https://gazette.example/..%5c..%00",
    ]
    names = [name(address) for address in addresses]
    assert len(set(names)) == len(names)
    assert names == [name(address) for address in addresses]
    for made in names:
        assert len(made.encode()) < 150
        assert not set(made) & set('/\\\x00:*?"<>|')
        assert not made.startswith(".")


@pytest.mark.parametrize(
    ("media", "data", "ending"),
    [
        ("text/html", b"<html>", ".html"),
        ("text/html", b'<?xml version="1.0"?>\n<!-- a --><rss version="2.0">', ".xml"),
        ("application/rss+xml", b"<rss>", ".xml"),
        ("application/atom+xml", b"<feed>", ".xml"),
        ("application/feed+json", b"{}", ".json"),
        ("application/pdf", b"%PDF-1.7", ".pdf"),
        ("", b"%PDF-1.7", ".pdf"),
        ("", b"\xef\xbb\xbf<!-- x -->\n<!DOCTYPE HTML><html>", ".html"),
        ("text/plain", b"Harbour shut", ".txt"),
        ("application/octet-stream", b'{"version"', ".json"),
    ],
)
def test_its_ending_is_that_of_its_type(media, data, ending):
    assert name("https://gazette.example/a", media, data) == f"gazette.example_a{ending}"


def test_a_server_that_knows_no_type_leaves_the_ending_to_the_address():
    assert name("https://gazette.example/a.md", "text/plain", b"# A") == "gazette.example_a.md"
    assert name("https://gazette.example/a.php", "text/plain", b"A").endswith(".txt")


# --- fetching and keeping -------------------------------------------------------------------------


def test_a_second_fetch_is_the_next_save_of_the_same_document(folder, gazette):
    gazette.pages["/news"] = answer(b"one", "Content-Type: text/plain", 'ETag: "1"')
    first = bring(folder, gazette.url("/news"))
    assert (first.changed, first.file.read_bytes()) == (True, b"one")
    gazette.pages["/news"] = answer(b"two", "Content-Type: text/plain", 'ETag: "2"')
    second = bring(folder, gazette.url("/news"))
    assert (second.file, second.changed, second.file.read_bytes()) == (first.file, True, b"two")
    assert b'If-None-Match: "1"\r\n' in gazette.asked[1]
    assert sources(folder) == [first.file.name]


def test_nothing_new_is_not_fetched_again(folder, gazette):
    gazette.pages["/news"] = answer(b"one", "Content-Type: text/plain", "Last-Modified: Thu, 05 Mar 2026 07:00:00 GMT")
    first = bring(folder, gazette.url("/news"))
    gazette.pages["/news"] = answer(b"", status="304 Not Modified", length=False)
    again = bring(folder, gazette.url("/news"))
    assert (again.file, again.changed) == (first.file, False)
    assert first.file.read_bytes() == b"one"


@pytest.mark.parametrize("lost", ["document", "edited", "note", "garbage"])
def test_what_is_noted_of_the_last_fetch_may_be_lost(folder, gazette, lost):
    gazette.pages["/news"] = answer(b"one", "Content-Type: text/plain", 'ETag: "1"')
    first = bring(folder, gazette.url("/news"))
    (note,) = (folder / ".pressday/fetched").iterdir()
    assert json.loads(note.read_text("utf-8"))["url"] == gazette.url("/news")
    if lost == "document":
        first.file.unlink()
    elif lost == "edited":
        first.file.write_bytes(b"mine")
    elif lost == "note":
        note.unlink()
    else:
        note.write_bytes(b'{"name": "../../x", "hash": 1')
    assert bring(folder, gazette.url("/news")).file.read_bytes() == b"one"
    assert b"If-None-Match" not in gazette.asked[1]


def test_a_redirect_does_not_rename_the_document(folder, gazette):
    gazette.pages["/today"] = answer(b"", "Location: /2026/03/05", status="302 Found")
    gazette.pages["/2026/03/05"] = answer(b"one", "Content-Type: text/plain")
    assert "_today" in bring(folder, gazette.url("/today")).file.name


def test_a_run_that_must_leave_no_trace_leaves_none(folder, gazette, tmp_path_factory):
    held = tmp_path_factory.mktemp("held")
    gazette.pages["/news"] = answer(b"one", "Content-Type: text/plain")
    before = sorted(folder.rglob("*"))
    brought = bring(folder, gazette.url("/news"), held=held)
    assert brought.file.parent == held
    assert sorted(folder.rglob("*")) == before
    assert bring(folder, gazette.url("/news")).file.name == brought.file.name


def test_what_only_the_server_says_is_kept_with_the_page(folder, gazette):
    text = PAGE.replace(b"It is open.", "Она открыта.".encode("windows-1251"))
    gazette.pages["/a--b"] = answer(text, "Content-Type: text/html; charset=windows-1251")
    kept = bring(folder, gazette.url("/a--b")).file.read_bytes()
    assert kept.startswith(b"\xef\xbb\xbf<!DOCTYPE html>\n<!-- saved from url=(")
    assert "Она открыта." in kept.decode("utf-8-sig")
    assert b"/a%2D%2Db -->" in kept


def test_a_page_that_says_its_encoding_itself_is_believed(folder, gazette):
    page = PAGE.replace(b"<title>", b"<meta charset='iso-8859-1'><title>").replace(b"open", b"op\xe9n")
    gazette.pages["/a"] = answer(page, "Content-Type: text/html; charset=koi8-r")
    assert b"op\xe9n" in bring(folder, gazette.url("/a")).file.read_bytes()


def test_one_address_that_cannot_be_fetched_stops_none_of_the_others(folder, gazette):
    gazette.pages["/a"] = answer(b"one", "Content-Type: text/plain")
    given = [gazette.url("/gone"), gazette.url("/a"), "sources/b.txt"]
    files, problems = remote.addressed(folder, given, fetch=fetch)
    assert [file.name for file in files] == [sources(folder)[0], "b.txt"]
    assert [(problem.path, problem.severity) for problem in problems] == [(gazette.url("/gone"), "error")]


# --- the sources' feeds ---------------------------------------------------------------------------


def newsletter(folder, gazette, *paths):
    lines = ["sources:"]
    for path in paths:
        lines += [f"  - name: Gazette {path}", f"    feed: {gazette.url(f'/{path}')}", "    rights: excerpt"]
    (folder / "newsletter.yaml").write_text(SETTINGS + "\n".join(lines) + "\n", "utf-8")
    made, problems = config.load(folder)
    assert problems == []
    return made


def deliver(folder, settings, monkeypatch):
    """``pressday import --feeds``, with the way to the web that tests have."""
    monkeypatch.setattr(remote, "deliveries", functools.partial(remote.deliveries, fetch=fetch))

    def do(files, options):
        return import_documents(folder, files, options, newsletter=settings, now=NOW)

    return bringing.imported(folder, [], ImportOptions(), settings, do, feeds=True)


def test_each_sources_feed_is_imported_as_its_own(folder, gazette, monkeypatch):
    settings = newsletter(folder, gazette, "one", "two")
    gazette.pages["/one"] = answer(feed("Harbour shut", "Wind rises"), "Content-Type: application/rss+xml")
    gazette.pages["/two"] = answer(feed("Boat found", title="Harne Radio"), "Content-Type: application/rss+xml")
    outcome = deliver(folder, settings, monkeypatch)
    assert not outcome.failed
    assert [report.count("new") for report in outcome.reports] == [2, 1]
    texts = [path.read_text("utf-8") for path in sorted((folder / "content/linked").rglob("*.md"))]
    assert sum("name: Gazette one" in text for text in texts) == 2
    assert sum("name: Gazette two" in text for text in texts) == 1


def test_a_feeds_next_save_adds_what_is_new_and_nothing_new_is_said(folder, gazette, monkeypatch):
    settings = newsletter(folder, gazette, "one")
    gazette.pages["/one"] = answer(feed("Harbour shut"), 'ETag: "1"')
    deliver(folder, settings, monkeypatch)
    gazette.pages["/one"] = answer(b"", status="304 Not Modified", length=False)
    outcome = deliver(folder, settings, monkeypatch)
    assert outcome.reports == ()
    assert [problem.message for problem in outcome.problems] == ["Gazette one: nothing new"]
    gazette.pages["/one"] = answer(feed("Wind rises", "Harbour shut"), 'ETag: "2"')
    (report,) = deliver(folder, settings, monkeypatch).reports
    assert (report.count("new"), report.count("unchanged")) == (1, 1)
    cards = [path for path in (folder / "content/linked").rglob("*.md") if path.name != "index.md"]
    assert len(cards) == 2


def test_an_import_that_was_broken_off_is_made_good_though_the_feed_has_nothing_new(folder, gazette, monkeypatch):
    settings = newsletter(folder, gazette, "one")
    gazette.pages["/one"] = answer(feed("Harbour shut"), 'ETag: "1"')
    bring(folder, gazette.url("/one"))  # and then the lights went out
    gazette.pages["/one"] = answer(b"", status="304 Not Modified", length=False)
    (report,) = deliver(folder, settings, monkeypatch).reports
    assert report.count("new") == 1


def test_one_bad_feed_stops_none_of_the_others(folder, gazette, monkeypatch):
    settings = newsletter(folder, gazette, "gone", "broken", "one")
    gazette.pages["/broken"] = answer(b"<html><body>Sorry</body></html>", "Content-Type: application/rss+xml")
    gazette.pages["/one"] = answer(feed("Harbour shut"))
    outcome = deliver(folder, settings, monkeypatch)
    assert outcome.failed
    assert [report.count("new") for report in outcome.reports] == [1]
    assert [problem.severity for problem in outcome.problems if problem.severity == "error"] == ["error", "error"]


# --- the command ----------------------------------------------------------------------------------


def run(capsys, *words):
    status = commands.run(["import", *map(str, words)])
    told = capsys.readouterr()
    return status, told.out, told.err


def test_the_command_never_connects_to_this_machine(folder, gazette, capsys):
    gazette.pages["/news"] = answer(b"one")
    status, _, said = run(
        capsys, f"http://127.0.0.1:{gazette.port}/news", f"http://localhost:{gazette.port}/", "-s", folder
    )
    assert status == 1
    assert said.count("is not on the open web") == 2
    assert gazette.asked == []
    assert sources(folder) == []


def test_what_lies_in_sources_is_not_imported_because_an_address_failed(folder, capsys):
    (folder / "sources").mkdir()
    (folder / "sources/a.txt").write_text("The lock is open\n\nAll of Harne came.\n", "utf-8")
    status, _, _ = run(capsys, "http://127.0.0.1/", "-s", folder)
    assert status == 1
    assert not (folder / "content").exists()


def test_feeds_without_any_are_said(folder, capsys):
    status, _, said = run(capsys, "--feeds", "-s", folder)
    assert status == 1
    assert "no source has a feed" in said


def test_a_list_of_feeds_is_printed_as_settings_and_nothing_is_written(folder, capsys):
    listed = folder / "read.opml"
    listed.write_text('<opml><body><outline text="A" xmlUrl="https://a.example/f"/></body></opml>', "utf-8")
    before = sorted(folder.rglob("*"))
    status, told, _ = run(capsys, listed, "-s", folder)
    assert status == 0
    (folder / "newsletter.yaml").write_text(SETTINGS + told, "utf-8")
    (wire,) = config.load(folder)[0].wires
    assert (wire.source, wire.feed) == ("A", "https://a.example/f")
    assert sorted(folder.rglob("*")) == before
    listed.write_text("<opml>", "utf-8")
    assert run(capsys, listed, "-s", folder)[0] == 1


def test_a_feed_that_was_fetched_can_be_read():
    assert readers.find(Path(name("https://a.example/feed", "text/xml", b"<rss>")).name, b"<rss>") is not None
    with pytest.raises(ProblemError):
        readers.read(b"", "a.xml")
