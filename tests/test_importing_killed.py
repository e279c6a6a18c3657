"""An import that is killed at any write is completed by the next one, without a duplicate and without a loss."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from importing_samples import ENTRIES, NEWER, NOW, Desk, live_text, told
from pressday import readers
from pressday.documents import Asset, Item, Picture
from pressday.importing import ImportOptions
from pressday.readers import READERS, Reader

AT = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
LOCK = Asset("lock-0a1b2c3d.png", b"\x89PNG\r\n\x1a\n" + bytes(40))
QUAY = Asset("quay-4e5f6a7b.png", b"\x89PNG\r\n\x1a\n" + bytes(50))


class Killed(BaseException):
    """Stands for a process that is gone."""


def ends_at(monkeypatch: pytest.MonkeyPatch, number: int, work: Callable[[], object]) -> bool:
    """Whether *work* comes to its end although its *number*-th write is its last."""
    left, replace = [number], os.replace

    def dying(source: Path, target: Path) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise Killed
        replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", dying)
        try:
            work()
        except Killed:
            return False
    return True


def live_again(desk: Desk) -> None:
    """A live page is here, two of its files edited; its newer save has corrections, entries and points."""
    desk.put(live_text())
    desk.report()
    ferry, wind = desk.entry("Ferry sails at last"), desk.entry("Wind rises")
    ferry.write_text(ferry.read_text().replace("It was cheered.", "All cheered.\n\nMine."))
    wind.write_text(wind.read_text().replace("title: Wind", "title: The wind"))
    newer = live_text(NEWER + ENTRIES, points=["Ferry back in harbour"])
    for old, new in (
        ("forty on board", "fifty on board"),
        ("It was cheered", "They cheered"),
        ("A gale", "A storm"),
        ("closed at midnight", "shut at midnight"),
        ("A storm has reached", "A storm has left"),
    ):
        newer = newer.replace(old, new)
    desk.put(newer)


def articles(desk: Desk) -> None:
    """Articles with pictures, a page and a live entry with a picture, none of them here yet."""

    def post(number: int, asset: Asset) -> tuple[Item, list[str]]:
        item = Item("article", 0, 0, title="From the quay", instant=AT + timedelta(days=number), guid=f"g{number}",
                    image=Picture(asset.name, alt="The quay"))  # fmt: skip
        return item, [f"What befell on day {number}.", f"![Lock]({LOCK.name})"]

    page = Item("page", 0, 0, title="About us"), ["Who writes this."]
    desk.put(told(post(1, LOCK), post(2, QUAY), page, assets=(LOCK, QUAY)), "posts.told")
    entry = Item("live", 0, 0, title="The lock opens", instant=AT), [f"![Lock]({LOCK.name})"]
    desk.put(told(entry, assets=(LOCK,)), "lock.told")


def articles_again(desk: Desk) -> None:
    """The same, known and edited, with a correction, a new picture and a new article."""
    articles(desk)
    desk.run(options=ImportOptions(source="The Harne Gazette"))
    for path in (desk.folder / "content/articles").rglob("*.md"):
        path.write_text(path.read_text().replace("What befell", "All that befell"))
    item = Item("article", 0, 0, title="From the quay", instant=AT + timedelta(days=1), guid="g1")
    new = Item("article", 0, 0, title="From the quay", instant=AT + timedelta(days=3), guid="g3")
    texts = ["What befell on day 1.", f"![Lock]({LOCK.name})", f"![Quay]({QUAY.name})"]
    desk.put(told((new, ["News."]), (item, texts), assets=(LOCK, QUAY)), "posts.told")


@pytest.mark.parametrize("scene", [live_again, articles, articles_again])
def test_an_import_that_is_killed_at_any_write_is_completed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scene: Callable[[Desk], None]
) -> None:
    monkeypatch.setattr(readers, "READERS", (*READERS, Reader("sample", (".told",), "importing_samples")))

    def desk(name: str) -> Desk:
        made = Desk(tmp_path / name)
        made.folder.mkdir()
        scene(made)
        return made

    def state(desk: Desk) -> dict[str, bytes]:
        return {path: data for path, (data, _) in desk.state(".").items() if not path.endswith(".part")}

    whole = desk("whole")
    start = state(whole)
    whole.run()
    expected = state(whole)
    changed = [path for path in expected if expected[path] != start.get(path)]
    # A new document's ledger is written twice.
    writes = len(changed) + len([path for path in changed if path.startswith("ledger/") and path not in start])
    assert writes >= 4
    for number in range(writes):
        broken = desk(f"broken{number}")
        assert not ends_at(monkeypatch, number, broken.run)
        # And once more, in the midst of completing it.
        ends_at(monkeypatch, 1, lambda desk=broken: desk.run(now=NOW + timedelta(hours=1)))
        broken.run(now=NOW + timedelta(hours=2))
        assert state(broken) == expected
        assert broken.run().reports == ()
    assert ends_at(monkeypatch, writes, desk("last").run)
