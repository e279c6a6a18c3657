"""A list's pages: none but the first changes when something is added."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressday.outputs.paging import pages
from pressday.outputs.views import Pager
from pressday.records import replace


def newest_first(count: int) -> list[int]:
    return list(range(count, 0, -1))


@pytest.mark.parametrize(
    ("count", "sizes"),
    [
        (0, [0]),
        (1, [1]),
        (24, [24]),
        (25, [25]),
        (49, [49]),
        (50, [25, 25]),
        (51, [26, 25]),
        (74, [49, 25]),
        (75, [25, 25, 25]),
        (100, [25, 25, 25, 25]),
    ],
)
def test_the_first_page_takes_what_comes_and_the_others_are_full(count: int, sizes: list[int]) -> None:
    assert [len(items) for _, items, _ in pages(newest_first(count), "archive/")] == sizes


def test_pages_are_numbered_from_the_oldest_and_know_their_neighbours() -> None:
    made = list(pages(newest_first(76), "archive/"))
    assert made == [
        ("archive/", tuple(range(76, 50, -1)), Pager(0, 3, "", "archive/page/2/")),
        ("archive/page/2/", tuple(range(50, 25, -1)), Pager(2, 0, "archive/", "archive/page/1/")),
        ("archive/page/1/", tuple(range(25, 0, -1)), Pager(1, 0, "archive/page/2/", "")),
    ]


def test_a_list_of_one_page_has_no_neighbours() -> None:
    assert list(pages(["only"], "topics/bees/")) == [("topics/bees/", ("only",), Pager())]


@given(st.integers(0, 200), st.integers(1, 30))
def test_every_item_stands_on_one_page_in_order(count: int, size: int) -> None:
    made = list(pages(newest_first(count), "a/", size))
    assert [item for _, items, _ in made for item in items] == newest_first(count)
    assert [len(items) for _, items, _ in made[1:]] == [size] * (len(made) - 1)
    assert len(made[0][1]) < 2 * size
    assert [pager.older for _, _, pager in made] == [address for address, _, _ in made[1:]] + [""]
    assert [pager.newer for _, _, pager in made] == ["", *[address for address, _, _ in made[:-1]]]


@given(st.integers(0, 200))
def test_a_new_item_changes_no_older_page_but_a_neighbours_link(count: int) -> None:
    before = {address: (items, pager) for address, items, pager in list(pages(newest_first(count), "a/"))[1:]}
    after = {address: (items, pager) for address, items, pager in list(pages(newest_first(count + 1), "a/"))[1:]}
    changed = [address for address in before if before[address] != after[address]]
    if len(after) == len(before):
        assert changed == []
        return
    # The first page gave a page away: the one below it now leads there instead of to the first.
    newest = f"a/page/{len(after)}/"
    assert changed == ([f"a/page/{len(before)}/"] if before else [])
    for address in changed:
        items, pager = before[address]
        assert pager.newer == "a/"
        assert after[address] == (items, replace(pager, newer=newest))
