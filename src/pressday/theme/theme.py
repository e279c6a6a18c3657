"""A theme as the outputs use it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pressday import versions
from pressday.config import Newsletter
from pressday.records import Record
from pressday.theme.chain import Chain, find_chain

if TYPE_CHECKING:
    from pressday.theme.bodies import Press
    from pressday.theme.engine import Engine
    from pressday.theme.site import Site

CACHE = ".pressday/cache/jinja"


class Theme:
    """A chain of theme folders that draws records.  One a process; cheap to make again.

    *fingerprint* changes with any file of the chain and with Jinja's version, and with nothing else.
    """

    def __init__(self, chain: Chain, newsletter: Newsletter, cache: Path) -> None:
        self._chain = chain
        self._newsletter = newsletter
        self._cache = cache
        self.fingerprint = chain.fingerprint(versions.version_of("jinja2"))

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders whose files make up the theme, to be watched."""
        return tuple(level.folder for level in self._chain.levels)

    @property
    def site(self) -> Site:
        """What every template sees of the newsletter."""
        return self._engine.site

    def assets(self) -> Iterable[tuple[str, Path]]:
        """Every asset: its path below ``assets/`` and the file, in order of path."""
        return [(name, file.path) for name, file in self._chain.effective("assets").items()]

    def render(self, template: str, page: Record, press: Press) -> str:
        """*template* (``home.html``) drawn with *page*, fetching texts through *press*.

        Raises ProblemError for a mistake in a template, with its place and line.
        """
        return self._engine.render(template, page, press)

    @property
    def is_proved(self) -> bool:
        """Whether it was found good, and no file of the chain has changed since."""
        try:
            return self._seal.read_text("ascii") == self.fingerprint
        except (OSError, ValueError):
            return False

    def check(self) -> None:
        """Raises ProblemError for bad strings, or with every template that cannot be compiled."""
        if self.is_proved:
            return
        self._engine.check()
        from pressday.theme.bytecode import write_quietly

        write_quietly(self._seal, self.fingerprint.encode())

    @property
    def _seal(self) -> Path:
        return self._cache / "checked"

    @cached_property
    def _engine(self) -> Engine:
        # Jinja takes longer to load than a build takes in which nothing has changed.
        from pressday.theme.engine import Engine

        return Engine(self._chain, self._newsletter, self._cache)


def find(folder: Path, newsletter: Newsletter) -> Theme:
    """The theme that *newsletter*, whose files are in *folder*, asks for; not proved yet.

    Raises ProblemError for a theme that is not there, or one with a mistake in ``theme.yaml``.
    """
    return Theme(find_chain(folder, newsletter.theme), newsletter, folder / CACHE)


def load(folder: Path, newsletter: Newsletter) -> Theme:
    """As ``find``, and proved.  Raises ProblemError for a mistake in its strings or in a template as well."""
    theme = find(folder, newsletter)
    theme.check()
    return theme


def prove(asked: tuple[Path, Newsletter]) -> None:
    """``load`` for its errors alone: compiling every template takes a while, and can be done beside other work."""
    load(*asked)
