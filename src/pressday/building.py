"""The second journey: content to what is published, on one screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from pressday import config, foretelling, places, publish, rendering, theme, versions
from pressday.config import Newsletter
from pressday.content.cache import Cache, LostBodyError
from pressday.content.loading import Content, epoch, load
from pressday.content.scan import Found
from pressday.crew import Assistant, Crew
from pressday.edition import compose, due
from pressday.edition.composing import Due
from pressday.ledger import identity, pages, published
from pressday.model import Edition, Visible
from pressday.outlook import Outlook
from pressday.outputs import Output, planning
from pressday.outputs.mail import plan as mail
from pressday.problems import Problem, ProblemError, in_order
from pressday.publish import Commit
from pressday.retelling import Remembered
from pressday.theme import Theme

TRIES = 4


class Options(NamedTuple):
    """What a build may be told.  *destination* and *outbox* are relative to the newsletter's folder."""

    base_url: str | None = None
    destination: Path = Path("site")
    outbox: Path = Path("outbox")
    drafts: bool = False
    future: bool = False
    clean: bool = False
    strict: bool = False
    record: bool = False
    jobs: int = 0
    allow_id_change: bool = False


class Outcome(NamedTuple):
    """What a build did.

    *published* is False when nothing was; *held* are content files that errors held back; *kinds*
    counts the files that now stand; *due* says for how long the same content gives the same edition;
    *seen* are the files it was made of, *made_with* is what an edit can be printed with.
    *outlook* is what subscribers will see of it.
    """

    published: bool
    problems: tuple[Problem, ...]
    newsletter: Newsletter | None = None
    edition: Edition | None = None
    site: Commit | None = None
    outbox: Commit | None = None
    kinds: Mapping[str, int] = MappingProxyType({})
    held: tuple[str, ...] = ()
    folders: tuple[Path, ...] = ()
    due: Due = Due(None, None)
    seen: tuple[Found, ...] = ()
    made_with: Remembered | None = None
    outlook: Outlook = Outlook(False)


Progress = Callable[[str, int, int], None]
Run = Callable[[Callable[[Any], Any], Sequence[Any]], Iterator[Any]]


def build(
    folder: Path,
    options: Options,
    now: datetime,
    progress: Progress = lambda *_: None,
    assistant: Assistant | None = None,
) -> Outcome:
    """Build the newsletter in *folder* as it is at *now*.

    What a person wrote wrong is in the outcome's problems.  *assistant* may be one that has prepared
    for ``rendering``; it is sent home afterwards.  Raises DestinationError or OSError for faults of
    the machine.
    """
    try:
        return _build(folder, options, now, progress, assistant)
    except ProblemError as error:
        return Outcome(False, tuple(in_order(error.problems)))


def _build(folder: Path, options: Options, now: datetime, progress: Progress, assistant: Assistant | None) -> Outcome:
    with Crew(options.jobs, rendering.prepare, assistant) as crew:
        for left in reversed(range(TRIES)):
            try:
                return _published(folder, options, now, progress, crew)
            except (LostBodyError, rendering.MovedOnError):
                # Somebody saved, or another build read, while this one drew; or the cache is damaged.
                if not left:
                    raise
                if left == 1:
                    options = options._replace(clean=True)
    raise AssertionError


def _published(folder: Path, options: Options, now: datetime, progress: Progress, crew: Crew) -> Outcome:
    newsletter, problems = config.load(folder, base_url=options.base_url)
    look = theme.find(folder, newsletter)
    site, outbox = places.destinations(folder, options.destination, options.outbox)
    visible = Visible(now, options.drafts, options.future)
    with ExitStack() as opened:
        opened.enter_context(site.opened())
        opened.enter_context(outbox.opened())
        # What another build has just promised must be known, and what this one promises must reach the next.
        ledger, ledger_problems = published.read(folder)
        cache = Cache(folder / places.CACHE, epoch(newsletter.timezone, versions.versions()))
        opened.callback(cache.close)
        if options.clean:
            cache.reset()
        reading = partial(crew.run, meanwhile=rendering.prepare)
        content = load(folder, newsletter.timezone, cache, _watched(reading, progress, "reading"))
        # While this process composes and plans, another has nothing else to do.
        proved = None if look.is_proved else crew.begin(theme.prove, (folder, newsletter))
        broken: list[Problem] = []
        if not options.allow_id_change:
            entries, broken = identity.kept(content.entries, ledger)
            live, collections, renamed = pages.kept(entries, content.live, content.collections, ledger)
            content = content._replace(entries=entries, live=live, collections=collections)
            broken += renamed
        edition, found = compose(content, newsletter, visible, ledger.moved(), ledger)
        plan, collisions = _plan(edition, newsletter, folder, look, content)
        if proved is not None:
            proved()
        problems = in_order([*problems, *ledger_problems, *content.problems, *found, *collisions])
        held = _held(problems)
        lost = {problem.path for problem in broken}
        problems = in_order([*problems, *broken, *_nameless(edition, lost)])
        result = Outcome(
            False,
            tuple(problems),
            newsletter,
            edition,
            held=held,
            folders=look.folders,
            due=due(content, newsletter, now),
            seen=content.seen,
            outlook=foretelling.outlook(ledger, edition, plan, newsletter.identity),
        )
        if options.strict and any(problem.severity != "note" for problem in problems):
            return result
        prints = places.prints(folder, options.destination, options.outbox)
        work = rendering.Work(folder, cache.path, prints, newsletter, look, plan, options.clean)
        in_site, in_outbox = rendering.publish(work, site, outbox, crew, progress)
        if options.record:
            planned = foretelling.planned(plan, newsletter.identity)
            published.write(folder, published.recorded(ledger, edition, planned))
    problems += [_foreign(path) for path in in_site.in_the_way]
    sizes = (mail.size_problem(path, row.size) for path, row in in_outbox.rows.items())
    problems += [problem for problem in sizes if problem]
    return result._replace(
        published=True,
        problems=tuple(problems),
        site=in_site,
        outbox=in_outbox,
        kinds=Counter(output.kind for output in plan),
        made_with=Remembered(newsletter, look.fingerprint, rendering.press_fingerprint(newsletter, look.fingerprint)),
    )


def _plan(
    edition: Edition, newsletter: Newsletter, folder: Path, look: Theme, content: Content
) -> tuple[list[Output], list[Problem]]:
    """Every output, each at a place of its own; what would stand where another stands is an error."""
    taken: dict[str, Output] = {}
    problems = []
    for output in planning.plan(edition, newsletter, folder, look, content.assets, content.static):
        place = f"{output.place}/{output.path}"
        place = place if place.islower() else place.casefold()
        other = taken.setdefault(place, output)
        if other is not output:
            problems.append(_collision(output, other))
        elif not publish.fit(output.path):
            del taken[place]
            hint = "rename the file: such a name cannot be an address on every disk"
            problems.append(Problem(f"cannot be published at /{output.path}", output.origin, hint=hint))
    for file, below in publish.blocked(taken):
        # What a person wrote gives way to a page or feed of ours; of two files, the later does.
        if file in taken and below in taken:
            by_hand = taken[below].origin.startswith(("content/", "static/"))
            refused, kept = (below, file) if by_hand else (file, below)
            problems.append(_collision(taken.pop(refused), taken[kept]))
    return list(taken.values()), problems


def _collision(refused: Output, other: Output) -> Problem:
    hint = "give one of them another name, or another `slug:`"
    return Problem(f"would stand at /{refused.path}, where {other.origin} stands", refused.origin, 1, 1, hint)


def _nameless(edition: Edition, lost: Set[str]) -> list[Problem]:
    """One warning for all that have no id, but for those that have *lost* theirs: of these there is an error."""
    entries = (*edition.entries, *edition.cards)
    paths = [entry.path for entry in entries if not entry.keyed and entry.path not in lost]
    if not paths:
        return []
    message = "has no id; its path stands in"
    if len(paths) > 1:
        message = f"and {len(paths) - 1} more have no id; their paths stand in"
    hint = "renamed, it would be new to every subscriber: `pressday build --fix` writes ids in"
    return [Problem(message, paths[0], 1, 1, hint, "warning")]


def _held(problems: Sequence[Problem]) -> tuple[str, ...]:
    wrong = {problem.path for problem in problems if problem.severity == "error"}
    return tuple(sorted(path for path in wrong if path.startswith("content/")))


def _foreign(path: str) -> Problem:
    message = f"/{path} was put there by somebody else, and was left as it is"
    return Problem(message, hint="remove it, and build again, to have ours there", severity="warning")


def _watched(run: Run, progress: Progress, what: str) -> Run:
    """*run*, telling *progress* how far it has come."""

    def watched(function: Callable[[Any], Any], batches: Sequence[Any]) -> Iterator[Any]:
        progress(what, 0, len(batches))
        for done, result in enumerate(run(function, batches), start=1):
            progress(what, done, len(batches))
            yield result

    return watched
