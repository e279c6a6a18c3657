"""Which line above the entries of a live page is its title, and which are the site's navigation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pressday.documents import Block
from pressday.recognise import bylines, furniture, headlines

_SHORT = 3
_LEAST_OF_ONE_WORD = 2


class Top(NamedTuple):
    """The *title* among the lines above the entries, or None, and those before it that are *navigation*."""

    title: int | None
    navigation: tuple[int, ...] = ()


def read(blocks: Sequence[Block], lines: Sequence[int]) -> Top:
    """What the *lines* (numbers of blocks) above the entries and the key points are.

    The title is the one that its format says to be, else the first of them, unless a site's navigation
    stands before it: a run of short lines of which two have one word.
    """
    told = [index for index in lines if not furniture.above(blocks[index])]
    said = next((index for index in told if blocks[index].role in ("title", "headline")), None)
    if said is not None:
        above = (index for index in told if index < said)
        return Top(said, tuple(index for index in above if not headlines.ends_a_sentence(blocks[index].text)))
    first = told[0] if told and headlines.likely(blocks[told[0]]) else None
    title = _after_navigation(blocks, lines)
    if title is None:
        return Top(first)
    return Top(title, tuple(index for index in told if index < title))


def _after_navigation(blocks: Sequence[Block], lines: Sequence[int]) -> int | None:
    """The headline that follows a site's navigation, or None where the page begins without any."""
    short: list[int] = []
    long: int | None = None
    for index in lines:
        block = blocks[index]
        if short and furniture.above(block) and not _is_short(block):
            continue  # "Updated 4 mins ago"
        if block.kind == "heading" and not furniture.above(block):
            long = index
            break
        if not headlines.likely(block) and not (block.kind == "item" and _is_short(block)):
            break
        if _is_short(blocks[index]):
            short.append(index)
            long = None
        elif long is not None:
            break  # a headline and a line under it
        else:
            long = index
    if sum(len(blocks[index].text.split()) == 1 for index in short) < _LEAST_OF_ONE_WORD:
        return None
    if long is not None:
        return long
    several = [index for index in short if len(blocks[index].text.split()) > 1 and not furniture.above(blocks[index])]
    return next((index for index in reversed(several) if not bylines.told(blocks[index])), None)


def _is_short(block: Block) -> bool:
    return len(block.text.split()) <= _SHORT and not headlines.ends_a_sentence(block.text)
