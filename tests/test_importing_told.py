"""What a format says itself of its items reaches the files: articles, pages, pictures, addresses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from importing_samples import NOW, Desk, told
from pressday import readers
from pressday.content import reading
from pressday.documents import Asset, Item, Picture
from pressday.importing import ImportOptions
from pressday.model import Entry, StandingPage
from pressday.readers import READERS, Reader

AT = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
LOCK = Asset("lock-0a1b2c3d.png", PNG)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(readers, "READERS", (*READERS, Reader("sample", (".told",), "importing_samples")))
    return Desk(tmp_path)


def post(number: int, **more: object) -> tuple[Item, list[str]]:
    item = {"title": f"Boat {number} is home", "instant": AT + timedelta(days=number), **more}
    return Item("article", 0, 0, **item), [f"Boat {number} came home to Harne, and nobody was hurt on the way."]  # type: ignore[arg-type]


def article(desk: Desk, path: str) -> Entry:
    made = reading.read(path, (desk.folder / path).read_bytes(), "Europe/London")
    assert made.problems == ()
    assert isinstance(made.record, Entry)
    return made.record


def test_many_articles_of_one_document_are_as_many_files(desk: Desk) -> None:
    desk.put(told(*(post(number) for number in range(3))), "posts.told")
    report = desk.report()
    assert (report.kind, report.into, report.count("new"), report.words.left_out) == ("article", "articles", 3, 0)
    assert desk.files() == [f"articles/2026/2026-03-0{4 + number}-boat-{number}-is-home.md" for number in range(3)]


def test_everything_that_the_item_says_stands_in_the_header(desk: Desk) -> None:
    item, text = post(
        1,
        updated=AT + timedelta(days=2),
        authors=("Nell Harrow", "Tam Reyes"),
        topics=("Ferries", "Boats"),
        summary="A boat: home.",
        guid="https://old.example/?p=1",
        slug="boat-one",
        aliases=("2019/05/boat-one/",),
        draft=True,
        image=Picture("https://pictures.example/1.png"),
    )
    desk.put(told((item, text)), "posts.told")
    (placed,) = desk.report().entries
    assert placed.path == "content/articles/2026/2026-03-05-boat-one.md"
    header = desk.read(placed.path).split("---\n")[1]
    assert header.partition("\n")[2] == (
        "title: Boat 1 is home\ndate: 2026-03-05T09:30:00+00:00\nlastmod: 2026-03-06T09:30:00+00:00\n"
        "authors: [Nell Harrow, Tam Reyes]\ntopics: [ferries, Boats]\nsummary: A boat: home.\n"
        'image: "https://pictures.example/1.png"\ndraft: true\nguid: "https://old.example/?p=1"\n'
        'aliases: ["/2019/05/boat-one/"]\n'
    )


@pytest.mark.parametrize(
    ("site", "source", "name"),
    [
        ("The Quay", "", "The Quay"),
        ("", "", "quay.example"),
        ("The Quay", "The Harne Gazette", "The Harne Gazette"),
    ],
)
def test_an_original_elsewhere_is_named_with_its_address(desk: Desk, site: str, source: str, name: str) -> None:
    desk.put(told(post(1, url="https://www.quay.example/1", guid="quay-1"), site=site), "posts.told")
    report = desk.report(options=ImportOptions(source=source))
    made = article(desk, report.entries[0].path)
    assert made.source is not None
    assert (made.source.name, made.source.url) == (name, "https://www.quay.example/1")
    assert "guid" not in desk.read(report.entries[0].path)
    assert not any("whose work" in problem.message for problem in report.problems)


@pytest.mark.parametrize(
    "more", [{"url": "https://brief.example/old/1"}, {"aliases": ("old/1/",), "url": "https://o.example/1"}]
)
def test_what_is_the_newsletters_own_has_no_source(desk: Desk, more: dict[str, object]) -> None:
    desk.put(told(post(1, **more)), "posts.told")
    assert "source" not in desk.read(desk.report().entries[0].path)


def test_standing_pages_are_pages_and_never_another_page(desk: Desk) -> None:
    about = desk.folder / "content/pages/about.md"
    about.parent.mkdir(parents=True)
    about.write_text("---\ntitle: About\n---\nMine.\n")
    page = Item("page", 0, 0, title="About", aliases=("who-we-are/",)), ["Who writes this.", "And why."]
    path = desk.put(told(post(1), page), "posts.told")
    report = desk.report()
    assert desk.files("content/pages") == ["about-2.md", "about.md"]
    made = reading.read("content/pages/about-2.md", desk.read("content/pages/about-2.md").encode(), "UTC")
    assert isinstance(made.record, StandingPage)
    assert (made.problems, made.record.title, made.record.aliases) == ((), "About", ("who-we-are/",))
    assert report.words.left_out == 0
    before = desk.state()
    assert desk.report(path).count("unchanged") == 2
    assert desk.state() == before


def test_a_picture_lies_beside_the_text_that_shows_it(desk: Desk) -> None:
    item, text = post(1, image=Picture(LOCK.name, alt="The lock [open]", credit="Piet Gossage"))
    desk.put(told((item, text), post(2), assets=(LOCK,)), "posts.told")
    report = desk.report()
    folder = "articles/2026/2026-03-05-boat-1-is-home"
    assert desk.files() == [f"{folder}/index.md", f"{folder}/{LOCK.name}", "articles/2026/2026-03-06-boat-2-is-home.md"]
    made = article(desk, report.entries[0].path)
    assert (made.image, made.slug) == (f"content/{folder}/{LOCK.name}", "boat-1-is-home")
    assert f"\n![The lock \\[open\\]]({LOCK.name})\n\n*Piet Gossage*\n\nBoat 1" in desk.read(report.entries[0].path)
    assert (desk.folder / "content" / folder / LOCK.name).read_bytes() == PNG


def test_a_live_entrys_picture_lies_in_the_pages_folder(desk: Desk) -> None:
    entry = Item("live", 0, 0, title="The lock opens", instant=AT), [f"See:\n\n![Lock]({LOCK.name})"]
    desk.put(told(entry, assets=(LOCK,)), "lock.told")
    into = desk.report().into
    assert LOCK.name in desk.files(f"content/{into}")


def test_another_picture_of_that_name_is_never_overwritten(desk: Desk) -> None:
    entry = Item("live", 0, 0, title="The lock opens", instant=AT), [f"![Lock]({LOCK.name})"]
    desk.put(told(entry, assets=(LOCK,)), "lock.told")
    place = desk.folder / "content/live/lock" / LOCK.name
    place.parent.mkdir(parents=True)
    place.write_bytes(b"mine")
    report = desk.report(options=ImportOptions(name="lock"))
    assert place.read_bytes() == b"mine"
    assert any(problem.path.endswith(LOCK.name) for problem in report.problems)


@pytest.mark.parametrize("name", ["../lock.png", "lock.svg", "a/b.png", ".png", "index.md", "CON", "lock.png\n"])
def test_a_picture_of_an_unsafe_name_is_refused(desk: Desk, name: str) -> None:
    desk.put(told(post(1), assets=(Asset(name, PNG),)), "posts.told")
    outcome = desk.run()
    assert outcome.failed
    assert desk.files() == []


def test_a_feeds_next_save_adds_only_what_is_new(desk: Desk) -> None:
    """Headlines, texts and times may all be corrected: the guid says which item it is."""
    desk.put(told(*(post(number, guid=f"g{number}") for number in (3, 2, 1))), "feed.told")
    desk.report()
    before = desk.state()
    fixed = Item("article", 0, 0, title="Quite another headline", instant=AT + timedelta(days=9), guid="g2")
    desk.put(told(post(4, guid="g4"), post(3, guid="g3"), (fixed, ["And another text."])), "feed.told")
    report = desk.report()
    assert (report.count("new"), report.count("unchanged"), report.count("changed"), report.gone) == (1, 1, 1, 1)
    assert [name for name in desk.state() if name not in before] == ["articles/2026/2026-03-08-boat-4-is-home.md"]


def test_a_column_with_one_headline_is_as_many_articles_as_it_has_guids_or_days(desk: Desk) -> None:
    def column(week: int, guid: str = "") -> tuple[Item, list[str]]:
        item = Item("article", 0, 0, title="From the quay", instant=AT + timedelta(weeks=week), guid=guid)
        return item, [f"What happened in week {week} on the quay of Harne."]

    desk.put(told(column(1, "a"), column(0, "b")), "feed.told")
    desk.put(told(column(1), column(0)), "other.told")
    desk.run()
    desk.put(told(column(2, "c"), column(1, "a")), "feed.told")
    desk.put(told(column(2), column(1)), "other.told")
    outcome = desk.run()
    assert [report.count("unchanged") for report in outcome.reports] == [1, 2]
    assert len(desk.files()) == 3


def test_two_people_who_import_an_undated_card_on_one_day_get_the_same_bytes(desk: Desk, tmp_path: Path) -> None:
    card = Item("card", 0, 0, title="The bell", url="https://quay.example/bell"), ["A bell hangs in the tower."]
    path = desk.put(told(card), "cards.told")
    report = desk.report(now=NOW)
    made = article(desk, report.entries[0].path)
    assert made.published == NOW.replace(hour=0)
    assert made.guessed == ("date",)
    other = Desk(tmp_path / "other")
    other.folder.mkdir()
    other.put(path.read_bytes(), "cards.told")
    other.report(now=NOW + timedelta(hours=5))
    assert {name: data for name, (data, _) in other.state().items()} == {
        name: data for name, (data, _) in desk.state().items()
    }


def test_what_another_document_does_not_tell_takes_nothing_away(desk: Desk) -> None:
    told_by = {"title": "The bell", "instant": AT, "url": "https://quay.example/bell"}
    whole = Item("card", 0, 0, authors=("Nell Harrow",), summary="A bell.", **told_by)  # type: ignore[arg-type]
    first = desk.put(told((whole, ["A bell hangs in the tower."])), "a.told")
    second = desk.put(told((Item("card", 0, 0, summary="The bell.", **told_by), [])), "b.told")  # type: ignore[arg-type]
    desk.run(options=ImportOptions(name="bells"))
    made = article(desk, "content/linked/bells/the-bell.md")
    assert (made.authors, made.summary) == (("Nell Harrow",), "The bell.")
    assert "A bell hangs" in desk.read(made.path)
    before = desk.state(), desk.state("ledger")
    outcome = desk.run(first, second, options=ImportOptions(name="bells"))
    assert [report.count("yours") for report in outcome.reports] == [0, 0]
    assert (desk.state(), desk.state("ledger")) == before


def test_a_page_beside_another_of_its_name_is_told_and_counted_where_it_went(desk: Desk) -> None:
    about = desk.folder / "content/pages/about.md"
    about.parent.mkdir(parents=True)
    about.write_text("---\ntitle: About\n---\n\nWho we are.\n")
    page = Item("page", 0, 0, "About", slug="about")
    desk.put(told(post(1), (page, ["Boats are built here."])), "posts.told")
    report = desk.report()
    assert report.lines()[0].startswith("sources/posts.told: articles in content/articles and content/pages: 2 new")
    (warning,) = (problem for problem in report.problems if problem.path.startswith("content/"))
    assert (warning.path, warning.severity) == ("content/pages/about-2.md", "warning")
    assert "about.md" in warning.hint
    assert desk.read("content/pages/about.md").endswith("Who we are.\n")
    # Told once: the next import knows the page.
    again = desk.report(desk.folder / "sources/posts.told")
    assert not any(problem.path.startswith("content/") for problem in again.problems)
