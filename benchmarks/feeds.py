"""What feeds cost of a cold build: 10,000 entries, 20 topics, 12 authors, every archive.

    python benchmarks/feeds.py
    python benchmarks/feeds.py --entries 2000

All is read, planned and drawn in one process, in the order and the batches of a build, and nothing is
written: what is printed is the processor's time of each part, and its share.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import corpus
from pressday import config, outputs, theme, versions
from pressday.content.cache import Bodies, Cache
from pressday.content.loading import epoch, load
from pressday.digest import digests
from pressday.edition import compose
from pressday.model import Visible
from pressday.outputs import planning
from pressday.outputs.feeds import plan as feeds
from pressday.outputs.feeds.shelf import Shelf
from pressday.outputs.press import Output, Press
from pressday.records import Marks, encode
from pressday.rendering import prepare

PARTS = {"rss": "feeds", "atom": "feeds", "feed_json": "feeds", "opml": "feeds", "feed_archive": "archives"}


def here(function: Callable[[Any], Any], batches: Sequence[Any]) -> Iterator[Any]:
    """Runs *function* over *batches* in this process."""
    return map(function, batches)


def measure(folder: Path) -> tuple[dict[str, float], dict[str, int], int]:
    """Seconds by part, bytes by part, and the items that archives hold."""
    took: defaultdict[str, float] = defaultdict(float)
    size: defaultdict[str, int] = defaultdict(int)
    prepare()
    newsletter, _ = config.load(folder)
    look = theme.load(folder, newsletter)
    began = time.process_time()
    with closing(Cache(folder / "content.db", epoch(newsletter.timezone, versions.versions()))) as cache:
        content = load(folder, newsletter.timezone, cache, here)
        took["reading"] = time.process_time() - began
        edition, _ = compose(content, newsletter, Visible(corpus.NEWEST), {})
        began = time.process_time()
        plan = list(planning.plan(edition, newsletter, folder, look, content.assets, content.static))
        took["planning"] = time.process_time() - began
        every = tuple(digests(edition, newsletter))
        shelf = Shelf.of(newsletter, folder, content.assets, content.static, look.assets())
        began = time.process_time()
        own = list(feeds.plan(edition, newsletter, every, shelf))
        took["planning feeds"] = time.process_time() - began
        began = time.process_time()
        _fingerprint(plan)
        took["fingerprints"] = time.process_time() - began
        began = time.process_time()
        _fingerprint(own)
        took["fingerprints of feeds"] = time.process_time() - began
        with closing(Bodies(cache.path)) as bodies:
            press = Press(newsletter, look, bodies)
            for output in plan:
                if output.kind == "file":
                    continue
                began = time.process_time()
                data = outputs.draw(output.kind, output.recipe, press)
                part = f"drawing {PARTS.get(output.kind, 'all else')}"
                took[part] += time.process_time() - began
                size[part] += len(data)
    items = sum(len(getattr(output.recipe, "items", ())) for output in plan if output.kind == feeds.ARCHIVE)
    return took, size, items


def _fingerprint(plan: list[Output]) -> None:
    marks = Marks()
    for output in plan:
        encode(output.recipe.essence(marks))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--entries", type=int, default=10_000)
    options = parser.parse_args()
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        corpus.make("pressday", options.entries, Path(folder) / "newsletter")
        took, size, items = measure(Path(folder) / "newsletter")
    of_others = {"planning feeds", "fingerprints of feeds"}
    whole = sum(seconds for part, seconds in took.items() if part not in of_others)
    print(f"{'':24} {'cpu s':>8} {'share':>7} {'MB':>7}")
    for part, seconds in took.items():
        shown = f"{size[part] / 1e6:7.1f}" if part in size else ""
        print(f"{part:24} {seconds:8.2f} {seconds / whole:7.1%} {shown}")
    parts = ("planning feeds", "fingerprints of feeds", "drawing feeds", "drawing archives")
    print(
        f"\nfeeds in all: {sum(took[part] for part in parts) / whole:.1%} of {whole:.1f} s; {items:,} items in archives"
    )


if __name__ == "__main__":
    main()
