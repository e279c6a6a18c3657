"""``pressday topics``: how many entries each topic has, which have none, and what phrases would find."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from pressday import config, tagging, versions
from pressday.cli import say
from pressday.config import Newsletter
from pressday.content.cache import Bodies, Cache
from pressday.content.loading import Content, epoch, load
from pressday.crew import Crew
from pressday.ledger import imports as ledger
from pressday.places import CACHE
from pressday.problems import Problem, in_order
from pressday.tagging import Overview, Proposal, Story
from pressday.topics import Matcher, Suggestion, suggest

_FEW = 5
_UNTAGGED = 12
_FOR_A_TOPIC = 6
# So much of a phrase's texts must be the topic's own.
_PURITY = 0.6


class Wanted(NamedTuple):
    """What ``topics`` is asked for: entries without one, phrases for every topic, or new topics for entries."""

    none: bool = False
    suggest: bool = False
    retag: bool = False
    write: bool = False
    drop: bool = False


def topics(folder: Path, wanted: Wanted, *, as_json: bool) -> int:
    """Tell of the topics, or give entries theirs; and the exit status."""
    if wrong := _wrong(wanted):
        say.problems([wrong])
        return 2
    newsletter, problems = config.load(folder)
    cache = Cache(folder / CACHE, epoch(newsletter.timezone, versions.versions()))
    with closing(cache), Crew(0, _nothing) as crew:
        content = load(folder, newsletter.timezone, cache, crew.run)
        with closing(Bodies(cache.path)) as bodies:
            told = tagging.stories(content.entries, bodies)
    held = [problem for problem in content.problems if problem.severity == "error"]
    if wanted.retag:
        return _retag(folder, newsletter, told, wanted, [*problems, *held], as_json=as_json)
    seen = tagging.overview(told, newsletter)
    phrases = _phrases(told, seen, newsletter, every=wanted.suggest or as_json)
    if as_json:
        say.data(_as_data(told, seen, phrases))
        return 0
    say.problems(in_order([*problems, *held]))
    if wanted.none:
        for number in seen.none:
            _entry(told[number])
    else:
        _show(told, seen, phrases, content, wanted)
    return 0


def _wrong(wanted: Wanted) -> Problem | None:
    if (wanted.write or wanted.drop) and not wanted.retag:
        which = "--write" if wanted.write else "--drop"
        return Problem(f"`{which}` goes with `--retag`", which, hint="`pressday topics --retag` shows what it would do")
    if wanted.retag and (wanted.none or wanted.suggest):
        return Problem("`--retag` stands alone", "--retag", hint="leave out `--none` and `--suggest`")
    return None


def _nothing() -> None:
    """Reading needs no more than has been loaded."""


def _phrases(
    told: list[Story], seen: Overview, newsletter: Newsletter, *, every: bool
) -> dict[str, tuple[Suggestion, ...]]:
    """Phrases for the entries without a topic (under an empty name) and, if *every*, for each topic."""
    texts = [story.whole for story in told]
    made = suggest(texts, {"": seen.none}, most=_UNTAGGED) if seen.none else {}
    if every:
        groups = {row.id: seen.under[row.id] for row in seen.rows if row.entries}
        made |= suggest(texts, groups, known=Matcher(newsletter.topics), most=_FOR_A_TOPIC, purity=_PURITY)
    return made


# --- in words -----------------------------------------------------------------------------------


def _show(
    told: list[Story], seen: Overview, phrases: dict[str, tuple[Suggestion, ...]], content: Content, wanted: Wanted
) -> None:
    width = max((len(row.id) for row in seen.rows), default=0)
    for row in seen.rows:
        note = "" if row.known else "  (not in the settings)"
        say.line(f"{row.entries:7,}  {row.id:{width}}  {row.title}{note}".rstrip())
    say.line(f"{seen.total:7,}  {'entries' if seen.total != 1 else 'entry'} in all, {len(seen.none):,} without a topic")
    for number in seen.none[:_FEW]:
        _entry(told[number], indent="         ")
    if len(seen.none) > _FEW:
        say.line(f"         and {len(seen.none) - _FEW:,} more: pressday topics --none")
    say.problems(in_order(seen.problems))
    if phrases.get(""):
        say.line("\nPhrases that stand out in entries without a topic:")
        _suggestions(phrases[""])
    for row in seen.rows:
        if wanted.suggest and phrases.get(row.id):
            say.line(f"\nPhrases that stand out under `{row.id}`, which it does not have yet:")
            _suggestions(phrases[row.id])


def _suggestions(found: tuple[Suggestion, ...]) -> None:
    for one in found:
        elsewhere = f"  (and in {one.of_all - one.entries:,} others)" if one.of_all > one.entries else ""
        say.line(f"{one.entries:7,}  {one.phrase}{elsewhere}")


def _entry(story: Story, indent: str = "") -> None:
    say.line(f"{indent}{story.entry.path}\t{story.entry.title}")


def _retag(
    folder: Path, newsletter: Newsletter, told: list[Story], wanted: Wanted, problems: list[Problem], *, as_json: bool
) -> int:
    ledgers, damaged = ledger.load_all(folder)
    problems += damaged
    if damaged and wanted.write:
        # Whose the topics are cannot be told without it.
        say.problems(in_order(problems))
        return 1
    proposals = tagging.propose(folder, told, newsletter, ledgers.values(), drop=wanted.drop)
    done: list[Proposal] = []
    if wanted.write:
        done, failed = tagging.write(folder, proposals, ledgers)
        problems += failed
    failed_ = wanted.write and any(problem.severity == "error" for problem in problems)
    if as_json:
        rows = [{**_proposal(one), "written": one in done} for one in proposals]
        say.data({"status": int(failed_), "retag": rows, "problems": say.as_data(in_order(problems))})
        return int(failed_)
    say.problems(in_order(problems))
    for one in proposals:
        if not one.yours and (not wanted.write or one in done):
            say.line(f"{one.path}: {_list(one.now)} → {_list(one.then)}")
    yours = [one for one in proposals if one.yours]
    for one in yours:
        say.line(f"yours: {one.path}: {_list(one.now)} stays; by the phrases {_list(one.then)}")
    count = len(done) if wanted.write else len(proposals) - len(yours)
    entries = f"{count:,} {'entry' if count == 1 else 'entries'}"
    if wanted.write:
        say.line(f"Gave {entries} new topics." if count else "Nothing to write.")
    else:
        say.line(f"Would give {entries} new topics; --write does it." if count else "Nothing would change.")
    return int(failed_)


def _list(names: tuple[str, ...]) -> str:
    return f"[{', '.join(names)}]"


# --- in data ------------------------------------------------------------------------------------


def _as_data(told: list[Story], seen: Overview, phrases: dict[str, tuple[Suggestion, ...]]) -> dict[str, Any]:
    return {
        "entries": seen.total,
        "topics": [
            {
                "id": row.id,
                "title": row.title,
                "entries": row.entries,
                "known": row.known,
                "phrases": [one._asdict() for one in phrases.get(row.id, ())],
            }
            for row in seen.rows
        ],
        "none": [{"path": told[n].entry.path, "title": told[n].entry.title} for n in seen.none],
        "phrases": [one._asdict() for one in phrases.get("", ())],
    }


def _proposal(one: Proposal) -> dict[str, Any]:
    return {
        "path": one.path,
        "title": one.title,
        "now": list(one.now),
        "then": list(one.then),
        "added": list(one.added),
        "dropped": list(one.dropped),
        "yours": one.yours,
    }
