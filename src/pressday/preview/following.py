"""The preview, on one screen: build, show, and build again at each change."""

from __future__ import annotations

import socket
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from pathlib import Path
from threading import Event
from typing import NamedTuple

from pressday import building
from pressday.building import Options, Outcome
from pressday.content.scan import inputs
from pressday.outputs import KINDS
from pressday.preview.app import App
from pressday.preview.bulletin import Bulletin, State
from pressday.preview.panel import panel
from pressday.preview.server import HOST, Server, port_of
from pressday.preview.watching import beats
from pressday.problems import Problem
from pressday.publish import DestinationError

SITE = Path(".pressday/preview/site")
OUTBOX = Path(".pressday/preview/outbox")
# How many beats of the watch go by between two looks at the clock and at the files: about a second.
LOOK_EVERY = 10


class Teller(NamedTuple):
    """Who hears what the preview does: each *outcome*, and each *fault* of our own."""

    outcome: Callable[[Outcome], object]
    fault: Callable[[Exception], object]


class Proofs:
    """Builds for the editor's eyes, one after the other.  *session* tells this preview from those before it."""

    def __init__(
        self, folder: Path, options: Options, clock: Callable[[], datetime], teller: Teller, session: str
    ) -> None:
        self._folder = folder
        self._options = options
        self._clock = clock
        self._teller = teller
        self._session = session
        self._changed = 0
        self._last = Outcome(False, ())
        self._machine_failed = False
        self._themes: tuple[Path, ...] = ()

    @property
    def themes(self) -> tuple[Path, ...]:
        """The folders of the theme, as far as a build has found them."""
        return self._themes

    def is_due(self) -> bool:
        """Whether the clock alone has changed what there is to see."""
        until = self._last.due.until
        return until is not None and self._clock() >= until

    def is_behind(self) -> bool:
        """Whether content or static files are not what the last build saw: an event may get lost.

        So it is too after a fault of the machine, which no save mends.
        """
        seen = self._last.seen
        return self._machine_failed or (bool(seen) and tuple(inputs(self._folder)) != seen)

    def pull(self) -> State:
        """Build, and give what open pages should know of it."""
        self._machine_failed = False
        try:
            outcome = building.build(self._folder, self._options, self._clock())
        except (DestinationError, OSError) as error:
            self._machine_failed = True
            outcome = Outcome(False, (Problem(f"a fault of the machine: {error}"),))
        except Exception as error:
            # The editor's next save may be what mends it: the preview lives on.
            told = Problem(f"a fault of pressday's own: {type(error).__name__}: {error}", hint="see the terminal")
            if told not in self._last.problems:  # what has fallen due is tried again and again
                self._teller.fault(error)
            return self._state(Outcome(False, (told,)))
        before, problems = self._changed, self._last.problems
        state = self._state(outcome)
        if self._changed != before or outcome.problems != problems:
            self._teller.outcome(outcome)
        return state

    def _state(self, outcome: Outcome) -> State:
        commits = [commit for commit in (outcome.site, outcome.outbox) if commit is not None]
        self._changed += any(commit.written or commit.removed for commit in commits)
        self._themes = outcome.folders or self._themes
        if outcome.newsletter is None:
            # It did not come as far as the content: what falls due, and what was seen, are those of the last that did.
            outcome = outcome._replace(due=self._last.due, seen=self._last.seen)
        self._last = outcome
        # Later builds are small, and run beside the server's thread: no second process for them.
        self._options = self._options._replace(jobs=1)
        return State(f"{self._session}.{self._changed}", panel(outcome.problems, published=outcome.published))


def follow(
    folder: Path,
    listening: socket.socket,
    *,
    drafts: bool,
    future: bool,
    clock: Callable[[], datetime],
    teller: Teller,
    session: str,
    jobs: int = 0,
    ready: Callable[[], object] = lambda: None,
    stop: Event | None = None,
) -> None:
    """Show the newsletter in *folder* at the port that is *listening*, until *stop* or Ctrl-C.

    *ready* is called once the first build, with *jobs* processes, is done and pages are answered for.
    """
    port = port_of(listening)
    options = Options(f"http://{HOST}:{port}/", SITE, OUTBOX, drafts, future, jobs=jobs)
    proofs = Proofs(folder, options, clock, teller, session)
    # Before there is a second thread: processes that share the work start fastest while we are alone.
    bulletin = Bulletin(proofs.pull())
    app = App(folder / SITE, folder / OUTBOX, bulletin, port)
    with Server(app, listening, bulletin.close):
        ready()
        _load_what_draws()
        for beat, seen in enumerate(beats(folder, also=lambda: proofs.themes, stop=stop), start=1):
            looks = beat % LOOK_EVERY == 0
            if seen is not None or (looks and (proofs.is_due() or proofs.is_behind())):
                bulletin.post(proofs.pull())


def _load_what_draws() -> None:
    # The first build was drawn by other processes, and the first save should not be a slow one.
    for kind in KINDS.values():
        if kind.module:
            import_module(kind.module)
