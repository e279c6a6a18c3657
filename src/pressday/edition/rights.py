"""Whose work an entry is, and how much of it may be shown: applied here, and nowhere else."""

from __future__ import annotations

from pressday import markup
from pressday.config import Newsletter
from pressday.model import LiveIndex, Source
from pressday.problems import Problem
from pressday.records import replace


def is_excerpt(source: Source | None) -> bool:
    """Whether no more than an excerpt of *source*'s text may be shown."""
    return source is not None and source.rights == "excerpt"


class Rights:
    """Sources as the settings know them."""

    def __init__(self, newsletter: Newsletter) -> None:
        self._newsletter = newsletter
        self.unknown: dict[str, str] = {}

    def source(self, written: Source | None, path: str) -> Source | None:
        """The source that *written* names, with the settings' rights and, where it has none, their address.

        The newsletter's own name is no source: what is ours needs no credit.
        """
        if written is None or written.name.casefold() == self._newsletter.title.casefold():
            return None
        known = self._newsletter.source(written.name)
        if known is None:
            if not written.url:
                self.unknown.setdefault(written.name, path)
            return written
        return replace(known, url=written.url or known.url)

    def of_live_page(self, index: LiveIndex) -> LiveIndex:
        """*index* with its source and, of an excerpt, no more of what the source wrote than may be shown."""
        source = self.source(index.source, index.path)
        if not is_excerpt(source):
            return replace(index, source=source)
        sets = tuple(
            replace(points, points=tuple(replace(point, text=markup.limited(point.text)) for point in points.points))
            for points in index.sets
        )
        return replace(index, source=source, lead_hash="", lead_text=markup.limited(index.lead_text), sets=sets)

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
