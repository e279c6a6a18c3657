"""What a live page tells twice: a stamp for the eye and one for the ear, a list of its entries above them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import NamedTuple

from pressday.documents import Block
from pressday.recognise import points, stamps
from pressday.recognise.headlines import letters
from pressday.recognise.stamps import Stamp
from pressday.records import replace

_LEAST = 2


class Once(NamedTuple):
    """The blocks of a page that tells everything once, and those that are *aside*, in order."""

    blocks: tuple[Block, ...]
    aside: list[Block]


def once(blocks: Sequence[Block]) -> Once:
    """*blocks* with two lines that are one stamp as one, less a list of contents and the updates of entries.

    A list of contents is times and headlines without any text, each told again below with its text.  An
    update is "Updated at 14:25" in a page whose entries have stamps of another form.
    """
    joined, aside = _joined(blocks)
    for told_elsewhere in (_contents, _updates):
        indices = told_elsewhere(joined)
        aside += [joined[index] for index in sorted(indices)]
        joined = [block for index, block in enumerate(joined) if index not in indices]
    return Once(tuple(joined), sorted(aside, key=lambda block: block.line))


def _joined(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """The blocks, each stamp of two lines as one, and repeated stamps that cannot be read in one line."""
    made: list[Block] = []
    aside: list[Block] = []
    above: Stamp | None = None
    for block in blocks:
        told = stamps.of(block, len(made))
        one = told is not None and told.moment.time is not None and not told.masthead
        if one and made and stamps.is_masthead_alone(made[-1].text):
            made[-1] = _one(made[-1], block)
            told = stamps.of(made[-1], len(made) - 1)
        elif one and told and above and _same(above, told):
            both = _one(made[-1], block)
            if stamps.read(both.text):
                made[-1] = both
                told = stamps.of(both, len(made) - 1)
            else:
                aside.append(block)
                told = above
        else:
            made.append(block)
        above = told
    return made, aside


def _one(block: Block, below: Block) -> Block:
    text, markdown = f"{block.text.strip()} {below.text}", f"{block.markdown.strip()} {below.markdown}"
    return replace(block, text=text, markdown=markdown, instant=block.instant or below.instant)


def _same(above: Stamp, below: Stamp) -> bool:
    """Whether two stamps of adjacent lines tell one time."""
    if above.masthead or above.moment.time != below.moment.time:
        return False
    dated = above.moment.dated and below.moment.dated and above.moment[:3] != below.moment[:3]
    return not dated and not (above.author and below.author and above.author != below.author)


def _contents(blocks: Sequence[Block]) -> frozenset[int]:
    timed = {
        index: stamp.moment.time
        for index, block in enumerate(blocks)
        if (stamp := stamps.of(block, index)) and stamp.moment.time is not None and not stamp.masthead
    }
    for side in (1, -1):
        listed = _listed(blocks, timed, side)
        if listed:
            first = min(listed) - 1
            return frozenset({*listed, *([first] if first >= 0 and points.is_label(blocks[first].text) else ())})
    return frozenset()


def _listed(blocks: Sequence[Block], timed: dict[int, time], side: int) -> list[int]:
    """The blocks of the longest run of stamps and headlines (*side* says where) that are told again below."""
    told: dict[int, tuple[time, str]] = {}
    whole: dict[tuple[time, str], int] = {}
    for index, at in timed.items():
        beside = index + side
        if not 0 <= beside < len(blocks) or beside in timed:
            continue
        told[index] = (at, letters(blocks[beside].text))
        after = max(index, beside) + 1
        # Before the next headline there is text.
        text = after if side > 0 else after + 1
        if text < len(blocks) and after not in timed and text not in timed:
            whole[told[index]] = index
    again = [index for index, key in told.items() if whole.get(key, -1) > index]
    best: list[int] = []
    run: list[int] = []
    for index in again:
        run = [*run, index] if run and index == run[-1] + 2 else [index]
        if len(run) > len(best) and all(whole[told[one]] > index for one in run):
            best = run
    return [place for index in best for place in (index, index + side)] if len(best) >= _LEAST else []


def _updates(blocks: Sequence[Block]) -> frozenset[int]:
    found = stamps.find(blocks).stamps
    if len(found) < _LEAST:
        return frozenset()
    own = {stamp.block for stamp in found}
    dated = found[0].moment.dated
    return frozenset(
        index
        for index in range(found[0].block + 1, len(blocks))
        if index not in own
        and (stamp := stamps.of(blocks[index], index))
        and stamp.masthead
        and stamp.moment.time is not None
        and (dated or not stamp.moment.dated)
    )
