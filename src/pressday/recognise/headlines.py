"""What a headline looks like, and words by which two are compared."""

from __future__ import annotations

import re
import unicodedata

from pressday.documents import Block

_SENTENCE = re.compile(r"[.;:,…][\"'”’»)\]]*$")
_ABBREVIATED = re.compile(r"(?:\b[A-Za-z]\.|\b(?:Jr|Sr|Inc|Ltd|Co|etc))[\"'”’]*$")
_TWO_SENTENCES = re.compile(r"[a-z]{2}[.!?][\"'”’]?\s+[“\"'‘]?[A-Z]")
LONGEST = 25
_MAX_TITLE = 16


def likely(block: Block) -> bool:
    """Whether *block* could be a headline: short, and not a sentence with its full stop."""
    if block.kind not in ("paragraph", "heading") or not any(map(str.isalnum, block.text)):
        return False
    if block.kind == "heading":
        return True
    return len(block.text.split()) <= LONGEST and not ends_a_sentence(block.text)


def ends_a_sentence(text: str) -> bool:
    """Whether *text* ends as prose does."""
    return bool(_SENTENCE.search(text)) and not _ABBREVIATED.search(text)


def sentences(text: str) -> int:
    """How many sentences *text* surely has: those that end within it, and the last."""
    return len(_TWO_SENTENCES.findall(text)) + 1


def prose(block: Block) -> bool:
    """Whether *block* is surely no headline."""
    if block.kind == "heading":
        return False
    words = len(block.text.split())
    return block.kind != "paragraph" or words > 40 or (words > LONGEST and bool(_TWO_SENTENCES.search(block.text)))


def from_text(text: str) -> str:
    """A headline made of a text that has none: its first sentence, or the words that begin it."""
    first = re.split(r"(?<=[a-z\d”’\")][.!?])\s+(?=[“\"'‘(]?[A-Z\d])", text, maxsplit=1)[0].rstrip(".")
    words = first.split()
    return " ".join(words) if len(words) <= _MAX_TITLE else " ".join(words[:_MAX_TITLE]).rstrip(",;:–—-") + " …"


def letters(text: str) -> str:
    """The letters and digits of *text* alone: two headlines that have the same are one."""
    return "".join(filter(str.isalnum, text.casefold()))


def words(text: str) -> frozenset[str]:
    """The words of *text* without case, accents of typography, or punctuation."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    kept = ("".join(c for c in word if c.isalnum()) for word in plain.split())
    return frozenset(word for word in kept if word)
