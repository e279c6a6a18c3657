"""What a site puts around a live page: its navigation above, its other headlines below.  No sentence is furniture."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pressday.documents import Block
from pressday.recognise import headlines

_ALONE = frozenset(
    {
        "advertisement", "bookmark", "breaking", "breaking news", "comments", "copy link", "email", "follow", "live",
        "live blog", "live now", "live updates", "log in", "menu", "newsletter", "print", "save", "search", "share",
        "share this", "share this page", "sign in", "sign up", "skip to content", "skip to main content", "subscribe",
    }
)  # fmt: skip
_UPDATED = re.compile(r"^(?:last )?(?:updated|modified)\b[^.!?]{0,60}$", re.IGNORECASE)
_COMMENTS = re.compile(r"^[\d,]+ (?:comments?|shares?)$", re.IGNORECASE)
_BELOW = re.compile(
    r"^(?:more (?:from|on|in) [^.!?:]{1,50}|more stories|related(?: (?:stories|articles|topics|content|links))?"
    r"|most (?:read|popular|viewed|shared)|you may also like|recommended|read next):?$",
    re.IGNORECASE,
)
_SHORT, _LABEL = 3, 6
_HEADLINE = 14
_TWO_SENTENCES = re.compile(r"[.!?][\"'”’]?\s")


def above(block: Block) -> bool:
    """Whether a line above the entries is a site's navigation, a button or the page's own clock."""
    text = block.text.strip()
    if text.strip(" .:•●·-").casefold() in _ALONE or _COMMENTS.match(text):
        return True
    if _UPDATED.match(text) and len(text.split()) <= 8:
        return True
    pieces = [piece.split() for piece in text.split("|")]
    said = [piece for piece in pieces if piece]
    return len(said) >= 3 and all(len(piece) <= _SHORT for piece in said) and not headlines.ends_a_sentence(text)


def below(blocks: Sequence[Block]) -> int:
    """Where the furniture below the last entry begins among its *blocks*; their number where there is none.

    It is a label such as "Most read" with nothing but short lines after it, to the end of the page.
    """
    start = len(blocks)
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        if len(block.text.split()) <= _LABEL and _BELOW.match(block.text.strip()):
            if index + 1 < len(blocks):
                start = index
        elif not _is_short(block):
            break
    return start


def _is_short(block: Block) -> bool:
    text = block.text.strip()
    return (
        block.kind in ("paragraph", "heading", "item")
        and len(text.split()) <= _HEADLINE
        and not headlines.ends_a_sentence(text)
        and not text.rstrip("\"'”’»)]").endswith(("!", "?"))
        and not _TWO_SENTENCES.search(text)
    )
