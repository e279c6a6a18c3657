"""Whose work an entry is, and how much of it may be shown: applied here, and nowhere else."""

from __future__ import annotations

from pressday.config import Newsletter
from pressday.model import Source
from pressday.problems import Problem
from pressday.records import replace


class Rights:
    """Sources as the settings know them."""

    def __init__(self, newsletter: Newsletter) -> None:
        self._newsletter = newsletter
        self.unknown: dict[str, str] = {}

    def source(self, written: Source | None, path: str) -> Source | None:
        """The source that *written* names, with the settings' rights and, where it has none, their address."""
        if written is None:
            return None
        known = self._newsletter.source(written.name)
        if known is None:
            if not written.url:
                self.unknown.setdefault(written.name, path)
            return written
        return replace(known, url=written.url or known.url)

    def problems(self) -> list[Problem]:
        """One note for each source that the settings do not know."""
        return [
            Problem(
                f"the source `{name}` is not in the settings, so its text is shown whole",
                path,
                hint="add it to `sources:` in newsletter.yaml, with its rights",
                severity="warning",
            )
            for name, path in self.unknown.items()
        ]
