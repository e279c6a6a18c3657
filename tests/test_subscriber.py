"""A subscriber through two hundred days of editing: no item twice, none lost, none new that was not.

The subscriber is a feed reader: it knows items by their ids and when each was last changed, and goes
back through the archives.  What the editor does is drawn by lot; what must be seen is known from the
edition.  Every entry carries a word of its own through all that is done to it, so that the same
thing under another id would be found out.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from lxml import etree

import newsletters
from importing_samples import live_text
from pressday import addresses, config, correcting
from pressday.building import Outcome
from pressday.config import Newsletter
from pressday.content.cache import Cache
from pressday.content.loading import epoch, load
from pressday.importing import ImportOptions, import_documents
from pressday.model import Edition
from pressday.outputs.shells import silenced
from pressday.places import CACHE

ATOM = "{http://www.w3.org/2005/Atom}"
SESSIONS = 50
FEEDS = ("", "topics/ferry/", "topics/council/", "live/storm/", "authors/ann-tully/", "digests/")
_WORD = re.compile(r"word-of-(\d+)-only")


class Item(NamedTuple):
    """What a reader takes of an item."""

    id: str
    updated: datetime
    text: str


class Document(NamedTuple):
    """One document of a feed: its items, and the addresses of the document before it."""

    items: tuple[Item, ...]
    previous: str | None


def _instant(text: str | None) -> datetime:
    assert text
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        from email.utils import parsedate_to_datetime

        return parsedate_to_datetime(text).astimezone(UTC)


def parse(path: Path) -> Document:
    """A document as a reader reads it: Atom or RSS."""
    root = etree.parse(path).getroot()
    links = root.iter(f"{ATOM}link")
    previous = next((link.get("href") for link in links if link.get("rel") == "prev-archive"), None)
    if root.tag == "rss":
        items = [
            Item(
                item.findtext("guid") or "",
                _instant(item.findtext(f"{ATOM}updated") or item.findtext("pubDate")),
                etree.tostring(item, encoding="unicode"),
            )
            for item in root.iter("item")
        ]
    else:
        items = [
            Item(
                entry.findtext(f"{ATOM}id") or "",
                _instant(entry.findtext(f"{ATOM}updated")),
                etree.tostring(entry, encoding="unicode"),
            )
            for entry in root.findall(f"{ATOM}entry")
        ]
    ids = [item.id for item in items]
    assert len(ids) == len(set(ids)), f"an item twice in {path}"
    return Document(tuple(items), previous)


class Reader:
    """A subscriber of one feed; *patient* ones go back to the first entry each time."""

    def __init__(self, page: str, format_: str, *, patient: bool) -> None:
        self.page = page
        self.format = format_
        self.patient = patient
        self.known: dict[str, datetime] = {}
        self.words: dict[str, str] = {}

    def poll(self, folder: Path, base: str) -> tuple[set[str], set[str]]:
        """The ids that are new to this reader, and those that are marked as updated."""
        new: set[str] = set()
        updated: set[str] = set()
        path = folder / "site" / addresses.feed(self.page, self.format)
        seen: set[Path] = set()
        while path not in seen:
            seen.add(path)
            document = parse(path)
            fresh = [item for item in document.items if item.id not in self.known]
            for item in document.items:
                if item.id in self.known:
                    if item.updated > self.known[item.id]:
                        updated.add(item.id)
                else:
                    new.add(item.id)
                self.known[item.id] = max(item.updated, self.known.get(item.id, item.updated))
                for word in set(_WORD.findall(item.text)) if "live-page" not in item.id else ():
                    if "digest" not in item.id and "/live/" not in item.id and "linked" not in item.id:
                        assert self.words.setdefault(word, item.id) == item.id, "the same thing under another id"
            if document.previous is None or (not self.patient and not fresh):
                break
            assert document.previous.startswith(base)
            path = folder / "site" / document.previous.removeprefix(base)
        return new, updated


class Desk:
    """The editor's desk: what has been done, and what may be done next."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.folder = folder
        self.chance = chance
        self.now = newsletters.NOW
        self.number = 100
        self.touched: set[str] = set()
        self.saves = 1
        self.live = "storm"
        self.base = "https://courier.example/"

    def entries(self) -> list[Path]:
        found = [*self.folder.glob("content/articles/*/*.md"), *self.folder.glob(f"content/live/{self.live}/2*.md")]
        return sorted(path for path in found if "retracted:" not in path.read_text("utf-8"))

    def pick(self) -> Path:
        return self.chance.choice(self.entries())

    def change(self, path: Path, pattern: str, new: str) -> None:
        text = path.read_text("utf-8")
        path.write_text(re.sub(pattern, lambda _: new, text, count=1, flags=re.MULTILINE), "utf-8")

    def touch(self, path: Path) -> str:
        """Note the id of the file at *path* as one that may be marked as updated."""
        match = re.search(r"^id: (.*)$", path.read_text("utf-8"), re.MULTILINE)
        assert match
        self.touched.add(match[1])
        return match[1]

    # --- what an editor does -----------------------------------------------------------------------

    def write(self, *, back: int = 0) -> None:
        self.number += 1
        when = self.now - timedelta(days=back, minutes=self.chance.randrange(600))
        topics = self.chance.choice(["[ferry]", "[council]", "[ferry, council]", "[Harbour works]", "[]"])
        header = f"id: n{self.number}\ntitle: Piece {self.number}\ndate: {when.isoformat()}\ntopics: {topics}\n"
        name = f"content/articles/{when:%Y}/{when:%Y-%m-%d}-piece-{self.number}.md"
        newsletters.write(self.folder, name, f"---\n{header}---\nIt is word-of-{self.number}-only that counts.\n")

    def write_backdated(self) -> None:
        self.write(back=self.chance.randrange(20, 400))

    def write_live(self) -> None:
        self.number += 1
        when = self.now - timedelta(minutes=self.chance.randrange(300))
        header = f"id: l{self.number}\ntitle: Update {self.number}\ndate: {when.isoformat()}\ntopics: [ferry]\n"
        name = f"content/live/{self.live}/{when:%Y-%m-%d-%H%M}-update-{self.number}.md"
        newsletters.write(self.folder, name, f"---\n{header}---\nAt word-of-{self.number}-only o’clock.\n")

    def import_again(self) -> None:
        """The same live page, saved later: more on top, and something corrected."""
        top = []
        for number in range(self.saves, 0, -1):
            stamp = f"{number % 24:02}:{number % 60:02}, {1 + number // 24} November 2026"
            top.append((f"Gale warning {number}", stamp, "Tam Reyes", [f"Force {number}.", "It blew on."]))
        text = live_text(top, title="Gale over Sandle", points=[])
        self.saves += 1
        document = newsletters.write(self.folder, "sources/gale.txt", text)
        newsletter, _ = config.load(self.folder)
        import_documents(self.folder, [document], ImportOptions(), newsletter=newsletter, now=self.now)

    def retitle(self) -> None:
        self.change(self.pick(), r"^title: ", f"title: {self.chance.choice(['So', 'Again', 'At last'])}, ")

    def reslug(self) -> None:
        path = self.pick()
        self.change(path, r"^slug: .*\n", "")
        self.change(path, r"^title: ", f"slug: s{self.chance.randrange(10**6)}\ntitle: ")

    def rename(self) -> None:
        path = self.chance.choice([p for p in self.entries() if p.name != "index.md"])
        if path.name not in ("2026-11-18-timetable.md", "2026-11-19-minutes.md", "2026-11-21-2210-ferry-stays-in.md"):
            day = re.match(r"\d{4}-\d\d-\d\d(?:-\d{4})?", path.name)
            assert day
            path.rename(path.with_name(f"{day[0]}-renamed-{self.chance.randrange(10**6)}.md"))

    def rename_live_page(self) -> None:
        """Another folder for the live page, whose own file says its id or not."""
        before, self.live = self.live, self.chance.choice([n for n in ("storm", "gale", "wind") if n != self.live])
        place = self.folder / "content/live" / before
        place = place.rename(place.with_name(self.live))
        if self.chance.random() < 0.5:
            self.change(place / "index.md", r"^(?:id: storm\n)?title: ", "id: storm\ntitle: ")

    def rename_author(self) -> None:
        """A new name for somebody, whose old one is among their spellings."""
        name = self.chance.choice(["Ann Tully", "Ann Tully-Reth", "Ann Reth"])
        spellings = '["Ann Tully", "Ann Tully-Reth", "Ann Reth"]'
        settings = self.folder / "newsletter.yaml"
        text = re.sub(r"(?ms)^authors:\n.*?(?=^\S|\Z)", "", settings.read_text("utf-8"))
        settings.write_text(f"{text}authors:\n  - {{name: {name}, match: {spellings}}}\n", "utf-8")

    def rewrite(self) -> None:
        path = self.pick()
        path.write_text(path.read_text("utf-8") + f"\nOne more line, {self.chance.randrange(100)}.\n", "utf-8")

    def modify(self) -> None:
        path = self.pick()
        self.touch(path)
        self.change(path, r"^lastmod: .*\n", "")
        self.change(path, r"^title: ", f"lastmod: {self.now.isoformat()}\ntitle: ")

    def retopic(self) -> None:
        self.change(self.pick(), r"^topics: .*$", f"topics: [{self.chance.choice(['ferry', 'council'])}]")

    def correct(self) -> None:
        path = self.pick()
        key = self.touch(path)
        newsletter, _ = config.load(self.folder)
        entry = correcting.entry_of(self.folder, self.content(), key)
        correcting.correct(self.folder, newsletter, entry, f"It was {self.chance.randrange(99)}.", self.now)

    def retract(self) -> None:
        if self.chance.random() < 0.5:
            return
        path = self.pick()
        if path.name in ("2026-11-18-timetable.md", "2026-11-19-minutes.md"):
            return
        key = self.touch(path)
        newsletter, _ = config.load(self.folder)
        content = self.content()
        entry = correcting.entry_of(self.folder, content, key)
        correcting.retract(self.folder, newsletter, content, entry, "It was not so.", self.now)

    def change_theme(self) -> None:
        footer = f"<footer>Footer {self.chance.randrange(100)}</footer>\n"
        newsletters.write(self.folder, "themes/broadsheet/templates/parts/footer.html", footer)

    def change_zone(self) -> None:
        zone = self.chance.choice(["Pacific/Auckland", "America/New_York", "Europe/London"])
        self.change(self.folder / "newsletter.yaml", r"^timezone: .*$", f"timezone: {zone}")

    def change_base_url(self) -> None:
        self.base = self.chance.choice(["https://courier.example/brief/", "https://courier.example/"])
        self.change(self.folder / "newsletter.yaml", r"^base_url: .*$", f"base_url: {self.base}")

    def rename_topic(self) -> None:
        title = f"Ferry {self.chance.randrange(9)}"
        self.change(self.folder / "newsletter.yaml", r"\{id: ferry, title: [^,]*", f"{{id: ferry, title: {title}")

    def wait(self) -> None:
        self.now += timedelta(hours=self.chance.choice([1, 9, 30]))

    def content(self):
        newsletter, _ = config.load(self.folder)
        from pressday import versions

        cache = Cache(self.folder / CACHE, epoch(newsletter.timezone, versions.versions()))
        try:
            return load(self.folder, newsletter.timezone, cache, map)
        finally:
            cache.close()


ACTIONS: tuple[Callable[[Desk], None], ...] = (
    Desk.write, Desk.write, Desk.write_backdated, Desk.write_live, Desk.import_again, Desk.retitle, Desk.reslug,
    Desk.rename, Desk.rewrite, Desk.modify, Desk.retopic, Desk.correct, Desk.retract, Desk.change_theme,
    Desk.change_zone, Desk.change_base_url, Desk.rename_topic, Desk.wait, Desk.wait, Desk.rename_live_page,
    Desk.rename_author,
)  # fmt: skip


def promised(edition: Edition, page: str, newsletter: Newsletter) -> set[str]:
    """The ids that the feed beside *page* owes its subscribers."""
    identity = newsletter.identity
    things = (*edition.entries, *edition.cards, *edition.retracted)
    if page == "":
        made = {addresses.tag(identity, e.key) for e in things if e.kind == "article"}
        made |= {addresses.tag(identity, "live", live.index.key) for live in edition.live}
        return made | {addresses.tag(identity, "linked", one.index.key) for one in edition.collections}
    if page == "digests/":
        closed = [*edition.spans, *(span for span, _ in silenced(edition, newsletter))]
        return {addresses.tag(identity, "digest", span.name) for span in closed}
    folder, name = page.strip("/").split("/")
    if folder == "topics":
        return {addresses.tag(identity, e.key) for e in things if name in e.topics}
    if folder == "authors":
        (author,) = (author for author in edition.authors if author.slug == name)
        theirs = [e for e in things if author.person.name in e.authors]
        made = {addresses.tag(identity, e.key) for e in theirs if e.kind == "article"}
        pages = (("live" if e.kind == "live" else "linked", e.home_id) for e in theirs if e.kind != "article")
        return made | {addresses.tag(identity, *page) for page in pages}
    return {addresses.tag(identity, e.key) for e in things if e.kind == "live" and e.home_id == name}


@pytest.mark.parametrize("seed", range(4))
def test_no_item_twice_none_lost_none_new_that_was_not(seed, tmp_path):
    chance = random.Random(seed)
    folder = newsletters.make(tmp_path / "newsletter")
    desk = Desk(folder, chance)
    readers = [Reader(page, "atom", patient=True) for page in FEEDS]
    readers += [Reader(page, "rss", patient=False) for page in FEEDS]
    ever: dict[str, set[str]] = {page: set() for page in FEEDS}
    gone: dict[str, set[str]] = {page: set() for page in FEEDS}
    done: list[str] = []
    for session in range(SESSIONS):
        desk.touched.clear()
        for action in chance.sample(ACTIONS, chance.choice([1, 2, 3])) if session else ():
            action(desk)
            done.append(action.__name__)
        outcome: Outcome = newsletters.built(folder, desk.now, record=True)
        assert outcome.published, outcome.problems
        assert outcome.edition is not None
        assert outcome.newsletter is not None
        for reader in readers:
            owed = promised(outcome.edition, reader.page, outcome.newsletter)
            new, updated = reader.poll(folder, desk.base)
            where = (reader.page, reader.format, session, done[-6:])
            first = owed - ever[reader.page]
            assert new <= first | (set() if reader.patient else ever[reader.page] - set(reader.known)), where
            if reader.patient:
                assert first <= new, ("lost", first - new, where)
                assert owed <= set(reader.known), where
            entries = {one for one in updated if not re.search(r":(?:live|linked|digest)/", one)}
            assert entries <= {addresses.tag("courier.example,2026", key) for key in desk.touched}, where
        for page in FEEDS:
            owed = promised(outcome.edition, page, outcome.newsletter)
            gone[page] |= ever[page] - owed
            ever[page] |= owed
