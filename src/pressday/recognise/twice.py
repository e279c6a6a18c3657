"""What a live page tells twice: a stamp for the eye and one for the ear, a list of its entries above them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import time
from typing import NamedTuple

from pressday.documents import Block
from pressday.recognise import names, points, stamps
from pressday.recognise.headlines import letters
from pressday.recognise.stamps import Stamp
from pressday.records import replace

_LEAST = 2
_FEW = 2
_CREDIT = re.compile(
    r"^\W*(?:photograph|photo|picture|image|illustration|video|composite|credit|foto|bild|imagen|©|\(c\))",
    re.IGNORECASE,
)


class Once(NamedTuple):
    """The blocks of a page that tells everything once, and those that are *aside*, in order."""

    blocks: tuple[Block, ...]
    aside: list[Block]


def once(blocks: Sequence[Block]) -> Once:
    """*blocks* with two lines that are one stamp as one, less echoes, a list of contents and the updates of entries.

    A list of contents is times and headlines without any text, each told again below with its text.  An
    update is "Updated at 14:25" in a page whose entries have stamps of another form.
    """
    blocks, doubled = _without_echoes(blocks)
    joined, aside = _joined(blocks)
    aside += doubled
    for told_elsewhere in (_contents, _updates):
        indices = told_elsewhere(joined)
        aside += [joined[index] for index in sorted(indices)]
        joined = [block for index, block in enumerate(joined) if index not in indices]
    return Once(tuple(joined), sorted(aside, key=lambda block: block.line))


def _without_echoes(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """The blocks less what a picture says again as text: a name below a portrait, the words under a photograph.

    A name that stands twice is a byline.
    """
    made: list[Block] = []
    aside: list[Block] = []
    for block in blocks:
        above = made[-1] if made and made[-1].kind == block.kind == "paragraph" else None
        if above and not block.gap and above.text == block.text and names.is_name(block.text):
            made[-1] = replace(above, role="byline")
            aside.append(block)
        elif above and not block.gap and _is_captioned(above.text, block.text):
            aside.append(above)
            made[-1] = block
        else:
            made.append(block)
    return made, aside


def _is_captioned(alt: str, caption: str) -> bool:
    """Whether a line is what a picture shows, and the next says it again with whose picture it is."""
    rest = caption[len(alt) :] if caption.startswith(alt) else ""
    return len(alt.split()) > _FEW and _CREDIT.match(rest) is not None


def _joined(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """The blocks, each stamp of two lines as one, and repeated stamps that cannot be read in one line."""
    made: list[Block] = []
    aside: list[Block] = []
    above: Stamp | None = None
    pages_own = _pages_own(blocks)
    for block in blocks:
        told = stamps.of(block, len(made))
        one = told is not None and told.moment.time is not None and not told.masthead
        if one and made and stamps.is_masthead_alone(made[-1].text):
            made[-1] = _one(made[-1], block)
            told = stamps.of(made[-1], len(made) - 1)
        elif one and told and above and _same(above, told) and made[-1] is not pages_own:
            both = _one(made[-1], block)
            if stamps.read(both.text):
                made[-1] = both
                told = stamps.of(both, len(made) - 1)
            else:
                aside.append(block)
                told = above
        elif told and above and _is_its_date(above, told):
            aside.append(block)
            told = above
        else:
            made.append(block)
        above = told
    return made, aside


def _pages_own(blocks: Sequence[Block]) -> Block | None:
    """The block of the first stamp, where it alone has a date or a name beside it: it is the page's."""
    first: Block | None = None
    others = 0
    for block in blocks:
        stamp = stamps.of(block, 0)
        if stamp is None or stamp.moment.time is None or stamp.masthead:
            continue
        told = stamp.moment.dated or bool(stamp.author)
        if told == (first is not None):
            return None
        first = first or block
        others += not told
    return first if others >= _LEAST else None


def _is_its_date(above: Stamp, told: Stamp) -> bool:
    """Whether a line is the date of the stamp above it once more."""
    if told.moment.time is not None or told.author or told.masthead or above.moment.time is None:
        return False
    return above.moment.day is not None and above.moment[:3] == told.moment[:3]


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
