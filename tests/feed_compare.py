"""Feeds against what the edition says belongs in them, item by item; and the formats of a feed against each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from feed_expected import Held, Thing
from feed_items import Document, Item, clean, document, words
from feed_rules import wrong
from pressday import addresses
from pressday.config import Newsletter

FORMATS = ("rss", "atom", "json")
RECENT = timedelta(hours=48)
SAID_FOR = timedelta(days=30)
SHARE = 4


def is_feed(path: str) -> bool:
    """Whether a document of a feed of ours stands at *path*."""
    return path.rpartition("/")[2] in addresses.FEED_FILES.values()


def differences(
    documents: Mapping[str, bytes], feeds: Iterable[Held], newsletter: Newsletter, not_ours: Iterable[str] = ()
) -> list[str]:
    """What is wrong with *documents*, by path, and what they tell otherwise than *feeds*, a sentence each.

    At *not_ours* stands something else.
    """
    told = broken(documents)
    if told:
        return told
    left = set(documents)
    for feed in feeds:
        # A feed that was merged into this one goes on at its old place, and its archives are this one's.
        older = sorted(path for path in documents if path.startswith(f"{feed.places[0]}feeds/"))
        archives = {path.split("/")[-2]: document(path, documents[path]) for path in older}
        left -= set(older)
        for place in feed.places:
            paths = [addresses.feed(place, format_) for format_ in FORMATS]
            missing = [path for path in paths if path not in documents]
            told += [f"{path} is missing" for path in missing if path not in not_ours]
            if missing:
                continue
            left -= set(paths)
            current = [document(path, documents[path]) for path in paths]
            told += [f"/{place}: {said}" for said in _feed(feed, current, archives, newsletter)]
    return told + [f"{path} belongs to no feed" for path in sorted(left)]


def broken(documents: Mapping[str, bytes]) -> list[str]:
    """The rules of their formats that *documents* break."""
    return [f"{path}: {said}" for path, data in documents.items() for said in wrong(path, data)]


def same(documents: Mapping[str, bytes]) -> list[str]:
    """What one of *documents* tells otherwise than the same feed in another format."""
    told = []
    for path in documents:
        place = path.removesuffix(addresses.FEED_FILES["atom"])
        others = {format_: place + addresses.FEED_FILES[format_] for format_ in ("rss", "json")}
        if path == place or not documents.keys() >= set(others.values()):
            continue
        atom = document(path, documents[path])
        for format_, other in others.items():
            items = document(other, documents[other]).items
            if len(items) != len(atom.items):
                told.append(f"{other} holds {len(items)} items, and {path} {len(atom.items)}")
            told += [said for pair in zip(atom.items, items, strict=False) for said in _alike(*pair, format_)]
    return told


def refuse(told: Sequence[str]) -> None:
    """Raise AssertionError if anything is *told*."""
    if told:
        raise AssertionError("\n".join(told[:40]))


# --- one feed ----------------------------------------------------------------------------------------


def _feed(
    feed: Held, current: Sequence[Document], archives: Mapping[str, Document], newsletter: Newsletter
) -> Iterator[str]:
    by_id = {thing.iri: thing for thing in feed.things}
    if len(by_id) != len(feed.things):
        yield "one id for two"
    page = feed.places[0]
    for format_, found in zip(FORMATS, current, strict=True):
        yield from _head(feed, found, format_, addresses.feed(page, format_), newsletter)
        yield from _items(found, by_id, format_)
    atom = current[1]
    if any(len(found.items) != len(atom.items) for found in current):
        yield f"its formats hold {[len(found.items) for found in current]} items"
    for item, *others in zip(atom.items, current[0].items, current[2].items, strict=False):
        for format_, other in zip(("rss", "json"), others, strict=True):
            yield from _alike(item, other, format_)
    yield from _chosen([by_id[item.id] for item in atom.items if item.id in by_id], feed.things, newsletter.feeds.items)
    yield from _archives(feed, atom, archives, newsletter)
    if len({found.image for found in current}) > 1:
        yield f"is shown by {[found.image for found in current]}"
    around = [dict(found.around) for found in current[:2]]
    if around[0] != around[1]:
        yield f"RSS leads to {around[0]}, Atom to {around[1]}"


def _head(feed: Held, found: Document, format_: str, path: str, newsletter: Newsletter) -> Iterator[str]:
    base = newsletter.base_url
    wanted = {
        "title": feed.title or base,
        "language": newsletter.language,
        "page": addresses.absolute(base, feed.places[0]),
        "url": addresses.absolute(base, path),
        "hub": newsletter.feeds.hub,
    }
    for name, value in wanted.items():
        if getattr(found, name) != value:
            yield f"{format_}: its {name} is {getattr(found, name)!r}, not {value!r}"
    if format_ == "atom" and found.id != feed.id:
        yield f"{format_}: its id is {found.id}, not {feed.id}"
    latest = max((item.updated for item in found.items if item.updated), default=None)
    if found.updated is not None and latest is not None and found.updated != latest:
        yield f"{format_}: was updated on {found.updated}, and its items on {latest}"


def _items(found: Document, by_id: Mapping[str, Thing], format_: str) -> Iterator[str]:
    by_guid = by_id if format_ == "atom" else {thing.id: thing for thing in by_id.values()}
    for item in found.items:
        thing = by_guid.get(item.id)
        if thing is None:
            yield f"{format_}: {item.id} does not belong there"
        else:
            yield from (f"{format_}: {item.id}: {said}" for said in _item(item, thing, format_))
    gone = {item.id for item in found.items if item.id in by_id and by_id[item.id].withdrawn}
    if format_ == "atom" and found.gone != gone:
        yield f"{format_}: says that {sorted(found.gone)} were deleted, and {sorted(gone)} were"


# Entries stand in many feeds, and most stay as they were from one build to the next.
@lru_cache(maxsize=20_000)
def _item(item: Item, thing: Thing, format_: str) -> tuple[str, ...]:
    authors = {"atom": thing.credited}.get(format_, thing.authors)
    wanted = {
        "title": (clean(item.title), clean(thing.title)),
        "url": (item.url, thing.url),
        "published": (item.published, _whole(thing.published)),
        "updated": (item.updated, _whole(thing.updated)),
        "authors": (item.authors, authors),
        "categories": (tuple(map(clean, item.categories)), tuple(map(clean, thing.categories))),
        "summary": (item.summary, thing.summary),
        "enclosure": (item.enclosure, thing.enclosure),
    }
    if format_ == "rss" and not item.summary:
        wanted.pop("summary")
    told = [f"its {name} is {found!r}, not {value!r}" for name, (found, value) in wanted.items() if found != value]
    text, at = words(item.html), 0
    for part in thing.says:
        place = text.find(part, at)
        if place < 0:
            told.append(f"does not say {part!r}, or not there: {text!r}")
            break
        at = place + len(part)
    if thing.most is not None and len(text.split()) > thing.most:
        told.append(f"says more than that it was withdrawn: {text!r}")
    if not text and "<" not in item.html:
        told.append("says nothing")
    return tuple(told)


def _whole(instant: datetime) -> datetime:
    """*instant* as feedparser gives it: in UTC, in whole seconds."""
    return instant.astimezone(UTC).replace(microsecond=0)


@lru_cache(maxsize=20_000)
def _alike(atom: Item, other: Item, format_: str) -> tuple[str, ...]:
    """What one format tells of an item otherwise than Atom does."""
    told = []
    for name in ("title", "url", "published", "updated", "categories", "html", "enclosure"):
        if getattr(atom, name) != getattr(other, name):
            told.append(
                f"{atom.id}: its {name} is {getattr(atom, name)!r} in Atom, {getattr(other, name)!r} in {format_}"
            )
    return tuple(told)


# --- which items ---------------------------------------------------------------------------------------


def _chosen(shown: Sequence[Thing], every: Sequence[Thing], least: int) -> Iterator[str]:
    """The newest *least* and everything of the newest two days; then what was corrected; then what was withdrawn."""
    if not every:
        return
    ranks = sorted((thing.rank for thing in every), reverse=True)
    last = ranks[min(least, len(ranks)) - 1]
    latest = ranks[0] - RECENT
    latest_dated = max((thing.rank for thing in every if thing.dated), default=ranks[0]) - RECENT

    def is_recent(thing: Thing) -> bool:
        return thing.rank >= latest or (thing.dated and thing.rank >= latest_dated)

    there = {thing.iri for thing in shown}
    for thing in every:
        if (thing.rank > last or is_recent(thing)) and thing.iri not in there:
            yield f"{thing.iri} is missing"
    kept = [thing for thing in shown if thing.rank >= last or is_recent(thing)]
    if len(kept) < min(least, len(every)):
        yield f"holds {len(kept)} of {len(every)}"
    if [thing.rank for thing in kept] != sorted((thing.rank for thing in kept), reverse=True):
        yield "is not newest first"
    # Of one instant with the last that is kept, any may be kept, and the others not.
    left = [thing for thing in every if thing not in kept and (thing.iri in there or thing.rank != last)]
    since = max((thing.published for thing in kept), default=ranks[0]) - SAID_FOR
    corrected = [thing for thing in left if thing.corrected is not None and thing.corrected >= since]
    gone = sorted((t for t in left if t.withdrawn), key=lambda t: (t.withdrawn, t.iri), reverse=True)
    room = least // SHARE - sum(thing.withdrawn is not None for thing in kept)
    withdrawn = [
        t for place, t in enumerate(gone) if place < room or (t.withdrawn is not None and t.withdrawn >= since)
    ]
    wanted = [thing.iri for group in (corrected, withdrawn) for thing in sorted(group, key=_newest, reverse=True)]
    found = [thing.iri for thing in shown if thing not in kept]
    if found != wanted:
        yield f"tells of {found} behind the news, not of {wanted}"


def _newest(thing: Thing) -> tuple[datetime, str]:
    return thing.published, thing.iri


def _archives(feed: Held, atom: Document, archives: Mapping[str, Document], newsletter: Newsletter) -> Iterator[str]:
    """Back along ``prev-archive`` every item is met; each archive is of its month, and known to its neighbours."""
    by_id = {thing.iri: thing for thing in feed.things}

    def whole(name: str) -> str:
        return addresses.absolute(newsletter.base_url, addresses.feed_archive(feed.places[0], name))

    names = {whole(name): name for name in archives}
    current = addresses.absolute(newsletter.base_url, addresses.feed(feed.places[0], "atom"))
    met = {item.id for item in atom.items}
    document_, passed = atom, []
    while older := dict(document_.around).get("prev-archive"):
        if older not in names or older in passed:
            yield f"{document_.url} leads back to {older}"
            return
        passed.append(older)
        document_ = archives[names[older]]
        met |= {item.id for item in document_.items}
    if set(passed) != set(names):
        yield f"nobody is led to {sorted(set(names) - set(passed))}"
    if met != set(by_id):
        yield f"in no document are {sorted(set(by_id) - met)}"
    for name, found in archives.items():
        yield from _items(found, by_id, "atom")
        own = {
            thing.iri for thing in feed.things if thing.day[:7] == name[:7] and (len(name) == 7 or thing.day <= name)
        }
        if {item.id for item in found.items} != own:
            yield f"{name} holds {sorted({item.id for item in found.items} ^ own)} wrongly"
        after = passed.index(whole(name)) - 1 if whole(name) in passed else -1
        newer = passed[after] if after >= 0 and len(names[passed[after]]) == 7 else None
        around = dict(found.around)
        if (found.id, found.url, around.get("current")) != (feed.id, whole(name), current):
            yield f"{name} does not say whose archive it is"
        if around.get("next-archive") != newer:
            yield f"{name} leads on to {around.get('next-archive')}, not {newer}"
