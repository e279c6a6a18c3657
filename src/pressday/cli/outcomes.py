"""The outcome of a build in words, in data, and as an exit status."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pressday.cli import say
from pressday.cli.memory import Tally
from pressday.outlook import Outlook
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
        (_count(len(outlook.new), "new item", "new items"), [item.address for item in outlook.new]),
        (f"{len(outlook.updated):,} updated", [item.address for item in outlook.updated]),
        (f"{len(outlook.gone):,} gone", [item.address for item in outlook.gone]),
        (
            _count(len(outlook.moved), "address moved", "addresses moved"),
            [f"{m.old} to /{m.new}" for m in outlook.moved],
        ),
        (f"{len(outlook.archived):,} in archives only", [item.address for item in outlook.archived]),
    ]
    happening = [(what, which) for what, which in told if which]
    if not happening:
        say.line("Subscribers will see nothing new.")
        return
    say.line(f"Subscribers will see: {', '.join(what for what, _ in happening)}.")
    for what, which in happening:
        more = f" and {len(which) - _FEW:,} more" if len(which) > _FEW else ""
        say.line(f"  {what}: {', '.join(f'/{address}' for address in which[:_FEW])}{more}")


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
    told: dict[str, Any] = {
        name: [{"kind": item.kind, "id": item.key, "address": f"/{item.address}"} for item in items]
        for name, items in kinds.items()
    }
    told["moved"] = [{"id": one.key, "from": f"/{one.old}", "to": f"/{one.new}"} for one in outlook.moved]
    return {"known": outlook.known, **told}


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
