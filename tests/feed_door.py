"""The door that every build of a test goes out by: what it published as feeds is held against its edition.

``watch`` puts it there, before anybody has taken ``build`` by its name.  What is wrong is told at the end of the test
that built it, whoever built and however: by a call, by the command, in a preview.  What other processes built is looked
at where it lies, as far as it can be known from there.
"""

from __future__ import annotations

import functools
import os
import re
import tempfile
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from pressday import building, config, places, retouching, versions
from pressday.building import Options, Outcome
from pressday.config import Newsletter
from pressday.content.cache import Bodies, Cache
from pressday.content.loading import epoch, load
from pressday.edition import compose
from pressday.ledger import identity, pages, published
from pressday.model import Edition, Visible
from pressday.publish import Commit, manifest
from pressday.retouching import Retouched


class Asked(NamedTuple):
    """How a newsletter was last built, and when."""

    options: Options
    now: datetime


_TOLD: list[str] = []
_ASKED: dict[tuple[Path, Path], Asked] = {}
# The feeds that were held against an edition, by their digests.
_HELD: set[str] = set()


def watch() -> None:
    """Hold every build from now on."""
    if not hasattr(building.build, "__wrapped__"):
        building.build = _watched(building.build)
        retouching.retouch = _watched_retouch(retouching.retouch)


def told() -> list[str]:
    """What was wrong since this was last asked."""
    found, _TOLD[:] = list(_TOLD), []
    return found


def _watched(build: Callable[..., Outcome]) -> Callable[..., Outcome]:
    @functools.wraps(build)
    def watched(folder: Path, options: Options, now: datetime, *rest: Any, **more: Any) -> Outcome:
        outcome = build(folder, options, now, *rest, **more)
        if outcome.published and outcome.site and outcome.edition and outcome.newsletter:
            _ASKED[folder.resolve(), options.destination] = Asked(options, now)
            refused = (problem.message for problem in outcome.problems if "would stand at /" in problem.message)
            not_ours = {message.split("would stand at /")[1].split(",")[0] for message in refused}
            site = folder / options.destination
            _hold(folder, site, outcome.site, outcome.edition, outcome.newsletter, folder / places.CACHE, not_ours)
        return outcome

    return watched


def _watched_retouch(retouch: Callable[..., Retouched | None]) -> Callable[..., Retouched | None]:
    @functools.wraps(retouch)
    def watched(folder: Path, site: Path, *rest: Any, **more: Any) -> Retouched | None:
        done = retouch(folder, site, *rest, **more)
        asked = _ASKED.get((folder.resolve(), site))
        if done is not None and asked is not None:
            with tempfile.TemporaryDirectory() as scratch:
                cache = Path(scratch) / "content.db"
                newsletter, edition = _edition(folder, asked, cache)
                _hold(folder, folder / site, done.site, edition, newsletter, cache, set())
        return done

    return watched


def _edition(folder: Path, asked: Asked, place: Path) -> tuple[Newsletter, Edition]:
    """The edition that a build would make now, which no cache knows of."""
    newsletter, _ = config.load(folder, base_url=asked.options.base_url)
    with closing(Cache(place, epoch(newsletter.timezone, versions.versions()))) as cache:
        content = load(folder, newsletter.timezone, cache, map)
    ledger, _ = published.read(folder)
    if not asked.options.allow_id_change:
        entries, _ = identity.kept(content.entries, ledger)
        live, collections, _ = pages.kept(entries, content.live, content.collections, ledger)
        content = content._replace(entries=entries, live=live, collections=collections)
    visible = Visible(asked.now, asked.options.drafts, asked.options.future)
    edition, _ = compose(content, newsletter, visible, ledger.moved(), ledger)
    return newsletter, edition


def _hold(
    folder: Path, site: Path, commit: Commit, edition: Edition, newsletter: Newsletter, cache: Path, not_ours: set[str]
) -> None:
    from feed_compare import differences, is_feed
    from feed_expected import Expected

    # A file of the editor's own is published as it is, whatever it is called.
    own = {path for path in commit.rows if is_feed(path) and (folder / "static" / path).exists()}
    not_ours |= own | set(commit.in_the_way)
    paths = [path for path in commit.rows if is_feed(path) and path not in not_ours]
    documents = {path: (site / path).read_bytes() for path in paths}

    def size(entry: Any) -> int:
        picture = site / entry.image
        return picture.stat().st_size if picture.is_file() else 0

    with closing(Bodies(cache)) as body:
        try:
            found = differences(documents, Expected(edition, newsletter, body, size).feeds(), newsletter, not_ours)
        except Exception:
            # The command takes what it does not know for a fault of the program, and says so; a test must hear of it.
            found = [traceback.format_exc()]
    _TOLD.extend(f"{site}: {said}" for said in found)
    if not found:
        _HELD.update(commit.rows[path].digest for path in paths)


# --- what other processes have built ---------------------------------------------------------------------


def look_into(folder: Path) -> None:
    """Hold what lies below *folder* and was published there by another process."""
    for place in _sites(folder):
        rows = manifest.read(place / ".pressday/manifest") or {}
        _look_at(place, rows)


def _sites(folder: Path) -> Iterator[Path]:
    for place, folders, _ in os.walk(folder):
        if ".pressday" in folders and (Path(place) / ".pressday/manifest").is_file():
            yield Path(place)


def _look_at(site: Path, rows: Mapping[str, manifest.Row]) -> None:
    """Its feeds keep the rules, tell the same in each format, and of an entry what its file says."""
    from feed_compare import broken, is_feed, same
    from feed_items import document

    fresh = {path for path, row in rows.items() if is_feed(path) and row.digest not in _HELD}
    home = next((above for above in site.parents if (above / "newsletter.yaml").is_file()), None)
    fresh = {path for path in fresh if home is None or not (home / "static" / path).exists()}
    documents = {path: (site / path).read_bytes() for path in fresh if rows[path].is_on_disk(os.fspath(site / path))}
    found = broken(documents)
    if documents and not found:
        found = same(documents)
        headlines = _headlines(home, site / ".pressday/manifest") if home else {}
        for path, data in documents.items():
            for item in document(path, data).items:
                title = headlines.get(item.id.rpartition(":")[2], item.title)
                if title != item.title and item.title != "Withdrawn":
                    found.append(f"{path}: {item.id} is called {item.title!r}, and its file {title!r}")
    _TOLD.extend(f"{site}: {said}" for said in found)
    if not found:
        _HELD.update(rows[path].digest for path in documents)


def _headlines(home: Path, built: Path) -> dict[str, str]:
    """The headlines of the content files, by id; of those that nobody has touched since the site was *built*."""
    found = {}
    for file in (home / "content").rglob("*.md"):
        if file.stat().st_mtime_ns < built.stat().st_mtime_ns:
            header = file.read_text("utf-8", "replace").partition("\n---")[0]
            lines = dict(re.findall(r"^(id|title): *(.*?) *$", header, re.MULTILINE))
            if (
                lines.keys() == {"id", "title"}
                and not set(lines["title"]) & set("\"'\\")
                and lines["title"].isprintable()
            ):
                found[lines["id"]] = " ".join(lines["title"].split())
    return found
