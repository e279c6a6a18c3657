"""What newsrooms do with headlines and links: kickers, pointers to other pieces, a headline told twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pressday import tongues
from pressday.documents import Block
from pressday.recognise import headlines, names
from pressday.recognise.found import Roles

KICKERS = (
    "watch", "watch live", "video", "in video", "listen", "podcast", "icymi", "in case you missed it", "breaking",
    "breaking news", "just in", "exclusive", "analysis", "opinion", "comment", "commentary", "editorial", "leader",
    "letters", "explainer", "explained", "fact check", "factbox", "interview", "profile", "obituary", "review",
    "recap", "in pictures", "pictures", "pictured", "photos", "gallery", "live", "update", "quiz", "timeline",
    "eilmeldung", "eil", "analyse", "kommentar", "meinung", "leitartikel", "nachruf", "reportage", "im video",
    "faktencheck", "en vidéo", "vidéo", "décryptage", "opinion", "tribune", "éditorial", "édito", "entretien",
    "urgent", "en images", "portrait", "última hora", "análisis", "opinión", "vídeo", "en directo", "entrevista",
    "ultima ora", "analisi", "opinione", "commento", "intervista", "editoriale", "opinie", "commentaar",
    "net binnen", "análise", "opinião", "exclusivo", "exclusif", "exklusiv", "esclusiva", "urgente",
)  # fmt: skip
_LIVE = re.compile(
    r"\b(?:live|live-?blog\w*|live-?ticker\w*|ticker|as it happened|minute by minute|hour by hour|rolling coverage"
    r"|(?:en|notre|le|au) direct|minute par minute|en vivo|en directo|minuto a minuto|in diretta|ao vivo"
    r"|van minuut tot minuut|newsblog|liveblog\w*)\b|^direct\b",
    re.IGNORECASE,
)
_ALONE = frozenset(KICKERS)
_KICKER = re.compile(
    rf"^({tongues.any_of(KICKERS)})(?:\s*[:|]\s*|\s+[–—-]\s+)(?=\S)",
    re.IGNORECASE,
)
_LONGEST = max(map(len, KICKERS)) + 3
_MARKED = re.compile(r"[:|–—-]")

_WRITES = (
    "writes", "reports", "explains", "has more", "has the full story", "has the story", "has the details",
    "has this report", "has this analysis", "schreibt", "berichtet", "analysiert", "kommentiert", "écrit", "raconte",
    "explique", "escribe", "informa", "explica", "scrive", "racconta", "spiega", "schrijft", "bericht", "escreve",
    "conta",
)  # fmt: skip
_WRITER = re.compile(rf"^(?P<who>.{{3,80}}?)\s+(?:{tongues.any_of(_WRITES)})(?: here| in full| from [\w ]+)?\s?:$")
_READ = re.compile(
    r"^(?:(?:you can |to )?(?:read|see|watch|listen to|find|click)\b.*|(?:the |our )?full (?:story|report|article)\b.*"
    r"|more (?:on|here|about|from)\b.*|(?:our|the) (?:report|story|analysis)\b.*|also read"
    r"|(?:lesen sie|hier lesen|lies|mehr dazu|mehr zum thema|zum artikel|den ganzen)\b.*"
    r"|(?:lire|à lire|retrouvez|notre article|pour aller plus loin)\b.*"
    r"|(?:lea|lee|leer|puede leer|más información)\b.*|(?:leggi|leggete|l[’']articolo|per approfondire)\b.*"
    r"|(?:lees|meer over|het hele)\b.*|(?:leia|veja|saiba mais)\b.*)\s?:$",
    re.IGNORECASE,
)
_MOST_LABEL_WORDS = 16
_ADDRESS = re.compile(r"https?://[^\s<>()\\\"]+$")
_WHOLLY_A_LINK = re.compile(r"^\W{0,4}\[(?:[^\[\]\\]|\\.|\[[^\[\]]*\])+\]\((https?://[^\s()<>]+)\)\W{0,4}$")


class Headline(NamedTuple):
    """A headline and what stands before it: "Watch: waves over the mole"."""

    kicker: str
    title: str


def headline(text: str) -> Headline:
    """The kicker and the title of a headline; an empty kicker where none of the table begins it."""
    if _MARKED.search(text, 0, _LONGEST) is None:
        return Headline("", text)
    match = _KICKER.match(text)
    if match is None or not any(map(str.isalnum, text[match.end() :])):
        return Headline("", text)
    return Headline(match[1], text[match.end() :])


def says_live(text: str) -> bool:
    """Whether *text* calls its page live: "live updates", "as it happened", "Liveticker"."""
    return _LIVE.search(text) is not None


def is_kicker(block: Block) -> bool:
    """Whether a line is a kicker and nothing else: "BREAKING"."""
    return block.kind in ("paragraph", "heading") and block.text.strip(" :|–—-").casefold() in _ALONE


def give_headline(roles: Roles, index: int, text: str, clipping: int) -> Headline:
    """Gives the block at *index*, whose headline is *text*, to a clipping: a kicker and a title, or a title."""
    told = headline(text)
    roles.give("headline", index, clipping)
    if told.kicker and roles.blocks[index].text.strip() == text:
        roles.cut(index, (("kicker", told.kicker), ("headline", told.title)), clipping)
    return told


def repeats(block: Block, title: str) -> bool:
    """Whether the first line of a text says the headline again, and nothing else."""
    if abs(len(block.text) - len(title)) > 12 or block.kind not in ("paragraph", "heading"):
        return False
    said = headlines.letters(block.text)
    return bool(said) and said == headlines.letters(title)


def address(block: Block) -> str:
    """Where all of a block leads, as its format says or as its Markdown is one link; empty where it does not."""
    if block.url:
        return block.url if _ADDRESS.match(block.url) else ""
    if "](" not in block.markdown:
        return ""
    match = _WHOLLY_A_LINK.match(block.markdown)
    return match[1] if match else ""


# --- pointers ------------------------------------------------------------------------------------


def is_pointer(label: Block, following: Block) -> bool:
    """Whether "Read the full report:" or "Nell Harrow writes:" stands before the headline of another piece."""
    text = label.text
    if not text.endswith(":") or label.kind != "paragraph" or len(text.split()) > _MOST_LABEL_WORDS:
        return False
    if following.kind not in ("paragraph", "heading") or not headlines.likely(following):
        return False
    return bool(_READ.match(text) or (_WRITER.match(text) and writer(label)))


def writer(label: Block) -> str:
    """Who is said to have written what follows: "Political editor Nell Harrow writes:"."""
    match = _WRITER.match(label.text) if label.text.endswith(":") else None
    if match is None:
        return ""
    words = match["who"].rstrip(" ,").split()
    count = 0
    for word in reversed(words):
        if not word[0].isupper() or word.lower().strip(",") in tongues.ROLE_NOUNS or word.endswith(","):
            break
        count += 1
    name = " ".join(words[len(words) - count :])
    return name if names.is_name(name) else ""


def joined(blocks: Sequence[Block]) -> Sequence[Block]:
    """*blocks* with each pointer's two lines as one paragraph, linked where the format tells its address."""
    if not any(block.text.endswith(":") for block in blocks):
        return blocks
    made: list[Block] = []
    for block in blocks:
        if made and is_pointer(made[-1], block):
            label = made.pop()
            made.append(Block(f"{label.text} {block.text}", label.line, f"{label.markdown} {_pointed(block)}"))
        else:
            made.append(block)
    return made


def _pointed(block: Block) -> str:
    words = " ".join(block.markdown.split())
    if block.kind == "heading":
        words = words.lstrip("# ")
    if "](" in words:
        return words
    strong = words if "*" in words else f"**{words}**"
    return f"[{strong}]({block.url})" if address(block) and "[" not in words else strong
