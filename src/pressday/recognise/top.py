"""Which line above the entries of a live page is its title, and which are the site's navigation."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from pressday.documents import Block
from pressday.folding import spelling
from pressday.recognise import bylines, furniture, habits, headlines, stamps

_SHORT = 3
_LEAST_OF_ONE_WORD = 2
_LEAST_WORDS = 2


class Top(NamedTuple):
    """The *title* among the lines above the entries, or None, and those before it that are *navigation*."""

    title: int | None
    navigation: tuple[int, ...] = ()


def read(blocks: Sequence[Block], lines: Sequence[int], sources: Collection[str] = ()) -> Top:
    """What the *lines* (numbers of blocks) above the entries and the key points are.

    The title is the one that its format says to be, else the first of them, unless a site's navigation
    stands before it: a run of short lines of which two have one word.  The name of one of *sources* is
    none if a headline follows.
    """
    named = frozenset(map(_bare, sources))
    brands = [index for index in lines if _bare(blocks[index].text) in named]
    after = next((index for index in lines if brands and index > brands[0] and index not in brands), None)
    if after is not None and any(_fits(blocks[index]) for index in lines if index >= after and index not in brands):
        top = read(blocks, [index for index in lines if index not in brands])
        if top.title is not None:
            return Top(top.title, tuple(sorted((*top.navigation, *brands))))
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
        enough = sum(len(blocks[one].text.split()) == 1 for one in short) >= _LEAST_OF_ONE_WORD
        if long is not None and enough and _is_of_the_page(block):
            continue
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


def _is_of_the_page(block: Block) -> bool:
    """Whether a short line below a headline tells of the page, as no navigation does: "LIVE", who and when."""
    live = furniture.above(block) and habits.says_live(block.text)
    return live or bool(bylines.told(block) or stamps.read(block.text)) or bylines.is_lone_name(block)


def _fits(block: Block) -> bool:
    """Whether a line may be a page's title: no label, byline or date, and more than a word."""
    if furniture.above(block) or not headlines.likely(block) or len(block.text.split()) < _LEAST_WORDS:
        return False
    return block.kind == "heading" or not _is_of_the_page(block)


def _bare(name: str) -> str:
    """A name without case, marks and article: "THE HARNE GAZETTE" is "Harne Gazette"."""
    return headlines.letters(spelling(name).removeprefix("the "))
