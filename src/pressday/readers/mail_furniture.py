"""What every issue of a newsletter carries besides its text: known by its words and its place."""

from __future__ import annotations

import re

from pressday.documents import Block
from pressday.records import replace

_ABOVE = (
    r"(?:view|read|open|see)\b.{0,40}\b(?:in|on)\b.{0,20}\b(?:browser|web|online|app)\b",
    r"view (?:it )?online|web version|trouble (?:viewing|reading)|images? not display",
    r"(?:im|in ihrem|in deinem) browser (?:ansehen|anzeigen|öffnen|lesen)|online ansehen",
    r"(?:voir|afficher|lire).{0,30}(?:navigateur|en ligne)|ver (?:en|no) (?:el |su )?navegador",
    r"visualizza.{0,20}browser|bekijk.{0,30}(?:browser|online)",
    r"was this (?:e-?mail |newsletter )?forwarded|forwarded this (?:e-?mail|newsletter)",
)
# The way out, which the law asks of every newsletter: it stands at the foot and nowhere else.
_WAY_OUT = (
    r"unsubscribe|opt[ -]?out of (?:this|these|all|our)|cancel (?:your )?subscription",
    r"(?:manage|update|change|edit) (?:your |my )?(?:e-?mail |mailing |subscription )?preferences",
    r"no longer (?:wish|want) to receive|abbestellen|abmelden|austragen|(?:se )?désabonner|désinscri",
    r"darse de baja|cancelar (?:la |a )?(?:suscripci|subscriç|inscriç)|annulla.{0,12}iscrizione|disiscri",
    r"uitschrijven|afmelden",
)
_BESIDE = (
    r"you(?:['’]re| are)? receiv(?:ed|ing) this|you (?:are|have) subscribed|because you (?:are|signed|subscribed)",
    r"this (?:e-?mail|message|newsletter) was sent|sent to \S+@\S+|forward to a friend|address book",
    r"privacy (?:policy|notice|settings)|all rights reserved|manage (?:your )?subscription",
    r"sie erhalten diese|vous recevez|ha recibido este|ricevi questa|u ontvangt deze",
)
_SMALL_PRINT = (
    r"^\s*(?:©|\(c\)|copyright\b|impressum\b)|^\W*$",
    r"\b\d{5}\b|\b[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}\b",
)
_LONGEST_LINE = 60
_LONGEST_FOOT = 250
_NEAR_TOP = 6


def _any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_IS_ABOVE, _IS_WAY_OUT, _IS_BESIDE, _IS_SMALL = _any(_ABOVE), _any(_WAY_OUT), _any(_BESIDE), _any(_SMALL_PRINT)


def known(blocks: list[Block]) -> list[Block]:
    """*blocks*, those that are furniture with that role.

    The link to the browser stands at the top; the foot begins with the lines around the way out.
    Without a way out there is no foot.
    """
    made = list(blocks)
    first = next((number for number, block in enumerate(made) if not block.role), 0)
    for number in range(first, min(first + _NEAR_TOP, len(made))):
        if not made[number].role and _fits(made[number], _IS_ABOVE, _LONGEST_LINE // 2):
            made[number] = replace(made[number], role="furniture")
    foot = _foot(made)
    return [replace(block, role="furniture") if number >= foot else block for number, block in enumerate(made)]


def _foot(blocks: list[Block]) -> int:
    """Where the foot begins, from which on there is no more text; the number of blocks if there is none."""
    words, foot, way_out = 0, len(blocks), False
    for number in range(len(blocks) - 1, -1, -1):
        block = blocks[number]
        words += _words(block)
        if words > _LONGEST_FOOT:
            break
        if _fits(block, _IS_WAY_OUT, _LONGEST_LINE):
            foot, way_out = number, True
        elif _fits(block, _IS_BESIDE, _LONGEST_LINE // 2):
            foot = number
    if not way_out:
        return len(blocks)
    while foot > 0:
        above = blocks[foot - 1]
        small = above.kind == "paragraph" and _fits(above, _IS_SMALL, 14)
        if not (small or above.kind == "rule"):
            break
        foot -= 1
    return foot


def _fits(block: Block, words: re.Pattern[str], most: int) -> bool:
    kinds = ("paragraph", "item", "table", "heading")
    return block.kind in kinds and _words(block) <= most and bool(words.search(block.text))


def _words(block: Block) -> int:
    return len(block.text.split())
