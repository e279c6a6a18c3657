"""The outcome of a build in words, in data, and as an exit status."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pressday.cli import say
from pressday.cli.memory import Tally
from pressday.outlook import Change, Feed, Item, Outlook
from pressday.problems import Problem
from pressday.publish import Commit

if TYPE_CHECKING:
    from pressday.building import Options, Outcome

_FEEDS = ("rss", "atom", "feed_json")
_FILES = ("file", "text", "sitemap", "sitemap_index", "opml", "feed_archive", "alias", "404")
# More than these are counted.
_FEW = 3
_MAIL = ("mail_html", "mail_text", "mail_eml")


def status(outcome: Outcome) -> int:
    if not outcome.published:
        return 1
    return 4 if any(problem.severity == "error" for problem in outcome.problems) else 0


def show(outcome: Outcome, options: Options, seconds: float, *, quiet: bool) -> None:
    """The problems, then what was made of what."""
    warn(outcome.problems, outcome.held if outcome.published else (), quiet=quiet)
    if not outcome.published:
        errors = sum(problem.severity == "error" for problem in outcome.problems)
        say.line("Nothing was published." if errors else "Nothing was published: --strict, and there are warnings.")
        return
    if quiet:
        return
    assert outcome.site is not None
    assert outcome.outbox is not None
    made(tally(outcome), options.destination, options.outbox, outcome.site, outcome.outbox, seconds)
    foreign = (*outcome.site.foreign, *outcome.outbox.foreign)
    if foreign:
        named = ", ".join(foreign[:5]) + (f" and {len(foreign) - 5} more" if len(foreign) > 5 else "")
        say.line(f"Left alone, for they are not ours: {named}")
    foretell(outcome.outlook, recorded=options.record)


def warn(problems: Sequence[Problem], held: Sequence[str], *, quiet: bool) -> None:
    """The *problems*, and the files that were *held* back for them."""
    say.problems(problems, quiet=quiet)
    if held:
        say.line(f"Held back: {', '.join(held)}")


def tally(outcome: Outcome) -> Tally:
    """How much a published build is made of."""
    assert outcome.edition is not None
    edition = outcome.edition
    return Tally(len(edition.entries) + len(edition.cards), len(edition.topics), dict(outcome.kinds))


def made(tally: Tally, site: Path, outbox: Path, in_site: Commit, in_outbox: Commit, seconds: float) -> None:
    """What there is, and what was written and removed."""
    counts = tally.kinds
    feeds = sum(counts.get(kind, 0) for kind in _FEEDS)
    pages = sum(counts.values()) - feeds - sum(counts.get(kind, 0) for kind in (*_FILES, *_MAIL))
    say.line(f"{_count(tally.entries, 'entry', 'entries')} in {_count(tally.topics, 'topic', 'topics')}:")
    say.line(
        f"  {_folder(site)}  {_count(pages, 'page', 'pages')}, {_count(feeds, 'feed', 'feeds')}; "
        f"{_changes(len(in_site.written), len(in_site.removed))}"
    )
    digests = counts.get("mail_eml", 0)
    say.line(
        f"  {_folder(outbox)}  {_count(digests, 'digest', 'digests')}; "
        f"{_changes(len(in_outbox.written), len(in_outbox.removed))}"
    )
    say.line(f"Published in {seconds:.2f} s.")


def foretell(outlook: Outlook, *, recorded: bool = False) -> None:
    """What subscribers will see, as far as the ledger knows what they have seen."""
    if not outlook.known and recorded:
        say.line("Recorded. From now on a build says what subscribers will see.")
        return
    if not outlook.known:
        say.line("What subscribers will see is not known: nothing has been recorded yet (pressday build --record).")
        return
    told = [
        _Told(_count(len(outlook.new), "new item", "new items"), [item.address for item in outlook.new]),
        _Told(f"{len(outlook.updated):,} updated", [item.address for item in outlook.updated]),
        _Told(f"{len(outlook.gone):,} gone", [item.address for item in outlook.gone]),
        _Told(
            _count(len(outlook.moved), "address moved", "addresses moved"),
            [f"{m.old} to /{m.new}" for m in outlook.moved],
        ),
        _Told(f"{len(outlook.archived):,} in archives only", [item.address for item in outlook.archived]),
        _Told(f"{len(outlook.retitled):,} retitled", [item.address for item in outlook.retitled]),
        *_of_feeds(outlook),
    ]
    happening = [kind for kind in told if kind.which]
    if happening:
        say.line(f"Subscribers will see: {', '.join(kind.what for kind in happening)}.")
    else:
        say.line("No item is new, updated or gone." if outlook.feedless else "Subscribers will see nothing new.")
    for what, which, note in happening:
        more = f" and {len(which) - _FEW:,} more" if len(which) > _FEW else ""
        say.line(f"  {what}: {', '.join(f'/{address}' for address in which[:_FEW])}{more}{note}")
    if outlook.feedless and recorded:
        say.line("Recorded. From now on a build says what comes to which feed, too.")
    elif outlook.feedless:
        say.line("What comes to which feed is not known: it has not been recorded yet (pressday build --record).")


class _Told(NamedTuple):
    """One kind of what subscribers will see: how many, which (addresses without the first slash), a last word."""

    what: str
    which: list[str]
    note: str = ""


def _of_feeds(outlook: Outlook) -> list[_Told]:
    """What happens to feeds, and to which."""
    come = {item for change in outlook.changes for item in change.comes}
    leave = {item for change in outlook.changes for item in change.leaves}
    is_topic = any(feed.id.startswith("topic/") for feed in outlook.dropped)
    kept = "; a topic's id under `formerly:` of another would keep its feed" if is_topic else ""
    return [
        _Told(
            _count(len(come), "item new to a feed", "items new to a feed"),
            [f"{change.feed.address} ({_coming(change)})" for change in outlook.changes if change.comes],
        ),
        _Told(
            _count(len(leave), "item leaves a feed", "items leave a feed"),
            [f"{change.feed.address} ({len(change.leaves):,})" for change in outlook.changes if change.leaves],
        ),
        _Told(_count(len(outlook.merged), "feed merged", "feeds merged"), [_becoming(c) for c in outlook.merged]),
        _Told(_count(len(outlook.renamed), "feed renamed", "feeds renamed"), [_becoming(c) for c in outlook.renamed]),
        _Told(_count(len(outlook.opened), "new feed", "new feeds"), [feed.address for feed in outlook.opened]),
        _Told(
            _count(len(outlook.dropped), "feed goes away", "feeds go away"),
            [feed.address for feed in outlook.dropped],
            f". Whoever follows it gets nothing more{kept}.",
        ),
    ]


def _coming(change: Change) -> str:
    if len(change.archived) == len(change.comes):
        return f"{len(change.comes):,} in archives only"
    return f"{len(change.comes):,}" + (f", {len(change.archived):,} in archives only" if change.archived else "")


def _becoming(change: Change) -> str:
    told = f"{change.feed.address} to /{change.into.address}" if change.into else change.feed.address
    return f"{told} ({_coming(change)} new to its followers)" if change.comes else told


def as_data(outcome: Outcome, options: Options, seconds: float) -> dict[str, Any]:
    """The same for programs."""
    made: dict[str, Any] = {
        "published": outcome.published,
        "status": status(outcome),
        "seconds": round(seconds, 3),
        "problems": say.as_data(outcome.problems),
        "held": list(outcome.held),
        "subscribers": _foretold(outcome.outlook),
    }
    for name, commit in (("site", outcome.site), ("outbox", outcome.outbox)):
        if commit is not None:
            made[name] = {
                "folder": str(options.destination if name == "site" else options.outbox),
                "written": list(commit.written),
                "removed": list(commit.removed),
                "foreign": list(commit.foreign),
            }
    return made


def _foretold(outlook: Outlook) -> dict[str, Any]:
    kinds = {"new": outlook.new, "updated": outlook.updated, "gone": outlook.gone, "archives_only": outlook.archived}
    told: dict[str, Any] = {name: _as_items(items) for name, items in kinds.items()}
    told["moved"] = [{"id": one.key, "from": f"/{one.old}", "to": f"/{one.new}"} for one in outlook.moved]
    told["retitled"] = _as_items(outlook.retitled)
    told["feeds"] = {
        "known": outlook.known and not outlook.feedless,
        "changed": [_as_change(change) for change in outlook.changes],
        "merged": [_as_change(change) for change in outlook.merged],
        "renamed": [_as_change(change) for change in outlook.renamed],
        "new": [_as_feed(feed) for feed in outlook.opened],
        "gone": [_as_feed(feed) for feed in outlook.dropped],
    }
    return {"known": outlook.known, **told}


def _as_items(items: Sequence[Item]) -> list[dict[str, str]]:
    return [{"kind": item.kind, "id": item.key, "address": f"/{item.address}"} for item in items]


def _as_feed(feed: Feed) -> dict[str, str]:
    return {"id": feed.id, "address": f"/{feed.address}"}


def _as_change(change: Change) -> dict[str, Any]:
    """A change of a feed; ``into`` is the other feed that is served there from now on, or null."""
    return {
        **_as_feed(change.feed),
        "into": _as_feed(change.into) if change.into else None,
        "comes": _as_items(change.comes),
        "leaves": _as_items(change.leaves),
        "archives_only": _as_items(change.archived),
    }


def _folder(path: Path) -> str:
    return f"{path}/"


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _changes(written: int, removed: int) -> str:
    if not written and not removed:
        return "nothing to change"
    parts = [f"{written:,} written"] if written else []
    parts += [f"{removed:,} removed"] if removed else []
    return ", ".join(parts)
