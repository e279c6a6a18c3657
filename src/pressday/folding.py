"""One form for what readers would call the same words, and where a word begins and ends in any script."""

from __future__ import annotations

import re
import unicodedata

# Apostrophes as they are typed, set and mistaken; what no reader sees is taken out.
_SIGNS: dict[int, str] = {
    **dict.fromkeys(map(ord, "’‘ʼʹʻ＇′´`‛"), "'"),
    **dict.fromkeys((0xAD, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF), ""),
}
_HYPHEN = re.compile(r"(?<=\w)[-‐](?=\w)")
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")

# Scripts that leave no space between words: two of these side by side may be two words.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u309f\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff]"
)


def folded(text: str) -> str:
    """*text* in one Unicode form: composed, of one width, with one kind of apostrophe, without soft
    hyphens and other signs that are not seen, single spaces between words and for a hyphen in a word.

    A line's end is a space; an empty line is kept as one line's end, which no phrase holds.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_SIGNS))
    if "-" in text or "‐" in text:
        text = _HYPHEN.sub(" ", text)
    if "\n\n" not in text and not _PARAGRAPH.search(text):
        return " ".join(text.split())
    return "\n".join([" ".join(part.split()) for part in _PARAGRAPH.split(text)])


def any_case(text: str) -> str:
    """A *folded* text in which capitals are small letters."""
    small = text.casefold()
    return small if small.isascii() else unicodedata.normalize("NFKC", small)


def spelling(name: str) -> str:
    """Equal for two ways of writing one name: "J. THACKWELL", "j thackwell", in whichever Unicode form."""
    return " ".join(any_case(folded(name)).replace(".", " ").split())


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether *start* to *end* (not included) of *text* are words of their own, not a part of one."""
    return not _inside(text, start) and not _inside(text, end)


def _inside(text: str, at: int) -> bool:
    """Whether a word goes on from the character before *at* to that at it."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if _is_mark(after):  # an accent or a vowel sign belongs to the letter before it
        return _joins(before)
    if not (_joins(before) and _joins(after)):
        return False
    return not (_UNSPACED.match(before) or _UNSPACED.match(after))


def _joins(char: str) -> bool:
    return char.isalnum() or char == "_" or _is_mark(char)


def _is_mark(char: str) -> bool:
    return not char.isascii() and unicodedata.category(char)[0] == "M"
