"""The key points of a live page: a box under one of its usual names, its bullets in any form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pressday.documents import Block

LABELS = frozenset(
    {
        "key points", "the key points", "key point", "key developments", "key events", "key facts", "key takeaways",
        "key moments", "key updates", "at a glance", "main points", "the main points", "main developments", "summary",
        "in summary", "in brief", "highlights", "top lines", "the latest", "takeaways", "what we know",
        "what we know so far", "what you need to know", "what to know", "need to know", "here's what we know",
        "the essentials", "what you need to know so far", "what happened", "the story so far", "recap",
        # German
        "das wichtigste", "das wichtigste in kürze", "das wichtigste im überblick", "die wichtigsten punkte",
        "auf einen blick", "im überblick", "überblick", "kurz gefasst", "zusammenfassung", "was wir wissen",
        "was bisher bekannt ist", "was bisher geschah", "die lage im überblick", "in kürze", "kernpunkte",
        # French
        "l'essentiel", "ce qu'il faut retenir", "ce qu'il faut savoir", "ce que l'on sait", "ce que nous savons",
        "les points clés", "points clés", "les points essentiels", "à retenir", "en bref", "les faits marquants",
        "les temps forts", "en résumé", "le résumé", "les dernières informations",
        # Spanish
        "claves", "las claves", "puntos clave", "los puntos clave", "lo más importante", "lo esencial", "qué sabemos",
        "lo que sabemos", "lo que se sabe", "en resumen", "resumen", "en breve", "lo último", "lo más destacado",
        # Italian
        "i punti chiave", "punti chiave", "in breve", "in sintesi", "cosa sappiamo", "quello che sappiamo", "da sapere",
        "cosa c'è da sapere", "l'essenziale", "i fatti principali", "le cose da sapere", "il punto", "riepilogo",
        # Dutch
        "kernpunten", "in het kort", "kort samengevat", "samenvatting", "het belangrijkste", "wat we weten",
        "dit weten we", "wat weten we", "hoofdpunten", "de hoofdpunten", "het belangrijkste nieuws", "in 't kort",
        # Portuguese
        "pontos principais", "os pontos principais", "pontos-chave", "os pontos-chave", "o essencial", "em resumo",
        "resumo", "o que sabemos", "o que se sabe", "em síntese", "destaques", "o mais importante",
    }
)  # fmt: skip
_MARK_ALONE = re.compile(r"^[-*•·–—‣▪◦●○■►]$")
_MARK = re.compile(r"^(?:[-*•·–—‣▪◦●○■►]|\d{1,2}[.)])\s+(?=\S)")
_MARKDOWN_MARK = re.compile(r"^(?:\\?[-*+•·–—‣▪◦●○■►]|\d{1,9}\\?[.)])\s+(?=\S)")
_LONGEST_PLAIN = 40


class Box(NamedTuple):
    """The label's index, the index after the last point, and the points as Markdown."""

    label: int
    end: int
    points: tuple[str, ...]


def find(blocks: Sequence[Block], start: int, end: int) -> Box | None:
    """The box among the blocks from *start* to *end*, if there is one."""
    for index in range(start, end - 1):
        if is_label(blocks[index].text):
            stop, points = _read(blocks, index + 1, end)
            if points:
                return Box(index, stop, points)
    return None


def is_label(text: str) -> bool:
    """Whether *text* is a name of the box and nothing else."""
    return text.strip(" :#*—–-").casefold().replace("’", "'") in LABELS


def _read(blocks: Sequence[Block], start: int, end: int) -> tuple[int, tuple[str, ...]]:
    points: list[str] = []
    index = start
    if _marked(blocks[start]):
        while index < end and _marked(blocks[index]):
            if _MARK_ALONE.match(blocks[index].text):
                if index + 1 == end:
                    break
                points.append(blocks[index + 1].markdown)
                index += 2
            else:
                points.append(_MARKDOWN_MARK.sub("", blocks[index].markdown))
                index += 1
        return index, _one_line(points)
    spaced = all(block.gap for block in blocks[start:end])
    while index < end:
        block = blocks[index]
        apart = block.gap and index > start and not spaced
        if apart or block.kind != "paragraph" or len(block.text.split()) > _LONGEST_PLAIN:
            break
        points.append(block.markdown)
        index += 1
    return index, _one_line(points)


def _marked(block: Block) -> bool:
    return block.kind == "item" or bool(_MARK_ALONE.match(block.text) or _MARK.match(block.text))


def _one_line(points: Sequence[str]) -> tuple[str, ...]:
    return tuple(line for line in (" ".join(point.split()) for point in points) if line)
