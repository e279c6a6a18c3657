"""What is to be drawn is parted among workers so that nobody is left with much of it, and nothing is made twice."""

from __future__ import annotations

import random

import pytest

from pressday.outputs import Output
from pressday.records import Record
from pressday.rendering import BATCH, SMALL_BATCH, parted


def outputs(*sheaves: tuple[str, int]) -> list[Output]:
    return [
        Output(f"{number}/{name}/{at}", "text", Record(), sheaf=name)
        for number, (name, count) in enumerate(sheaves)
        for at in range(count)
    ]


@pytest.mark.parametrize("seed", range(20))
def test_every_output_is_in_one_batch_in_order_and_none_is_too_large(seed: int) -> None:
    chance = random.Random(seed)
    every = outputs(*((chance.choice(["", "a", "b"]), chance.randint(0, 300)) for _ in range(chance.randint(0, 9))))
    batches = list(parted(every))
    assert [output for batch in batches for output in batch] == every
    assert all(0 < len(batch) <= BATCH for batch in batches)


def test_pages_come_in_large_batches() -> None:
    assert [len(batch) for batch in parted(outputs(("", 2 * BATCH + 1)))] == [BATCH, BATCH, 1]


def test_a_sheaf_is_drawn_by_one_worker() -> None:
    months = outputs(*((f"2026-{month:02}", 34) for month in range(1, 10)))
    assert [{output.sheaf for output in batch} for batch in parted(months)] == [
        {f"2026-{month:02}"} for month in range(1, 10)
    ]


def test_small_sheaves_share_a_batch() -> None:
    mails = outputs(*((f"day {day}", 3) for day in range(30)))
    sizes = [len(batch) for batch in parted(mails)]
    assert sizes[0] == -(-SMALL_BATCH // 3) * 3
    assert all(size % 3 == 0 for size in sizes)
