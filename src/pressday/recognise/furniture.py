"""What a site puts around and between its texts: navigation, buttons, reading times.  No sentence is furniture."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pressday import tongues
from pressday.documents import Block
from pressday.markup.plain import to_markdown
from pressday.recognise import headlines, names, stamps
from pressday.records import replace

# Wherever they stand, alone on a line.
_ALONE = frozenset(
    {
        "advertisement", "advert", "ad", "anzeige", "werbung", "publicité", "publicidad", "pubblicità", "publicidade",
        "advertentie", "bookmark", "comments", "add comment", "leave a comment", "view comments",
        "show comments", "kommentare", "commentaires", "commenter", "comentarios", "commenti", "reacties",
        "comentários", "copy link", "copy link to post", "link copied", "link kopieren", "copier le lien",
        "copiar enlace", "copia link", "kopieer link", "link kopiëren", "copiar link", "permalink", "email",
        "e-mail", "print", "drucken", "imprimer", "imprimir", "stampa", "afdrukken", "facebook", "twitter",
        "whatsapp", "linkedin", "reddit", "telegram", "bluesky", "mastodon", "messenger", "x", "follow", "follow us",
        "save", "save for later", "saved", "merken", "read more", "show more", "show less", "load more",
        "load older posts", "load older updates", "mehr anzeigen", "weiterlesen", "lire la suite", "voir plus",
        "leer más", "seguir leyendo", "ver más", "leggi tutto", "leggi di più", "lees meer", "lees verder",
        "toon meer", "ler mais", "leia mais", "ver mais", "share", "share page", "share this", "share this page",
        "share post", "share update", "share this post", "share this article", "share link", "shareable link", "teilen",
        "beitrag teilen", "artikel teilen", "partager", "partagez", "compartir", "compartir entrada", "condividi",
        "delen", "deel", "deel dit bericht", "compartilhar", "partilhar", "report this post",
        "report comment", "reuse this content", "reply", "like", "back to top", "nach oben", "retour en haut",
        "type your email", "enter your email", "previous", "next", "get the app", "start writing",
        "sign up", "log in", "sign in", "subscribe", "skip to content", "skip to main content", "skip advert",
        "skip past newsletter",
        "skip past newsletter promotion", "skip newsletter", "newsletter", "view image in fullscreen", "play video",
        "this content is not available", "pinned", "pinned post", "close panel", "close", "angepinnt",
    }
)  # fmt: skip
# Above the entries only: further down they may be a headline.
_ABOVE = frozenset(
    {
        "breaking", "breaking news", "live", "live blog", "live now", "live updates", "menu", "search", "live-blog",
        "liveblog", "liveticker", "ticker", "im liveticker", "en direct", "direct", "en vivo", "en directo",
        "in diretta", "diretta", "ao vivo", "suche", "recherche", "buscar", "cerca", "zoeken", "home", "startseite",
        "accueil", "inicio", "live feed", "live reporting", "latest updates", "filters", "filters beta",
    }
)  # fmt: skip
_UPDATED = re.compile(
    rf"^(?:(?:{'|'.join(tongues.FIRST_OR_LAST)}) )?(?:updated|modified|aktualisiert|mis à jour|actualizado|aggiornato|"
    r"bijgewerkt|atualizado)\b[^.!?]{0,60}$",
    re.IGNORECASE,
)
# "Key events (3)": a button that shows some of the entries.
_FILTER = re.compile(r"^[^\W\d_][^.!?:()]{1,30} \(\d{1,3}\)$")
_COUNTED = re.compile(
    r"^[\d.,]+\s?[kK]? (?:comments?|shares?|likes?|restacks?|reposts?|boosts?|replies|views|reads?|"
    r"kommentare?|commentaires?|partages?|"
    r"comentarios?|commenti|reacties?|comentários?)$",
    re.IGNORECASE,
)
_SHARED = re.compile(
    r"^(?:share|post|teilen|partager|compartir|condividi|delen|compartilhar|follow(?: us)?|print|send)"
    r"(?: (?:on|via|by|to|auf|per|sur|en|su|via|op|no|this|us))+ "
    r"(?:facebook|twitter|x|whatsapp|linkedin|reddit|telegram|bluesky|mastodon|e-?mail|messenger|instagram|threads)"
    r"(?: \(opens in (?:a )?new (?:window|tab)\))?$",
    re.IGNORECASE,
)
_READING = re.compile(rf"^(?:reading time:?\s*)?{tongues.READING_TIME}$", re.IGNORECASE)
_READING_WITHIN = re.compile(rf"(?<!\w){tongues.READING_TIME}(?!\w)", re.IGNORECASE)
_READ = re.compile(r"read|lese|lecture|lectura|leitura|lettura|lees|lezen", re.IGNORECASE)
_RIGHTS = re.compile(
    r"^\W{0,2}(?:©[^.!?]{0,80}\b(?:19|20)\d\d\b|(?:copyright|\(c\))\W{0,5}(?:\(c\)\W{0,2})?(?:19|20)\d\d\b"
    r"|(?:©|copyright\b|\(c\))[^!?]{0,160}\brights reserved\b).{0,160}$",
    re.IGNORECASE,
)
# How long ago it was when the page was saved: nobody knows when that was.
_AGO = (
    r"(?:(?:\d{1,2} ?h(?:rs?|ours?)? )?(?:\d{1,3}|an?|one|two|three)\s?"
    r"(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|weeks?) ago"
    r"|just now|vor (?:\d{1,3}|einer|einem) (?:sekunden?|min(?:uten?)?|std|stunden?|tag(?:en)?)"
    r"|il y a (?:\d{1,3}|une?) ?(?:min(?:utes?)?|h|heures?|jours?)"
    r"|hace (?:\d{1,3}|una?) ?(?:min(?:utos?)?|horas?|días?)"
    r"|\d{1,3} (?:minut[io]|or[ae]|giorn[io]) fa|\d{1,3} (?:minuten|uur|dagen?) geleden"
    r"|há (?:\d{1,3}|uma?) ?(?:min(?:utos?)?|horas?|dias?))"
)
_AGO_ALONE = re.compile(f"^{_AGO}$", re.IGNORECASE)
# Behind a stamp it may be run together with it: "4:20 p.m. ET22 minutes ago".
_AGO_MAYBE = re.compile(r"ago\)?$|now\)?$|vor |il y a |hace | fa\)?$|geleden|há ", re.IGNORECASE)
_AGO_BEHIND = re.compile(rf"\W*?(?P<ago>\(?(?<!\d){_AGO}\)?)$", re.IGNORECASE)
_BELOW = re.compile(
    r"^(?:more (?:from|on|in) [^.!?:]{1,50}|more stories|explore more(?: on these topics)?"
    r"|related(?: (?:stories|articles|topics|content|links))?"
    r"|most (?:read|popular|viewed|shared)|you may also like|recommended|read next"
    r"|meistgelesen|mehr zum thema|das könnte sie auch interessieren|les plus lus|à lire aussi|sur le même sujet"
    r"|lo más (?:leído|visto)|más noticias|te puede interesar|i più letti|potrebbe interessarti|leggi anche"
    r"|meest gelezen|lees ook|mais lidas|leia também):?$",
    re.IGNORECASE,
)
_COMMENTS = re.compile(
    r"^(?:discussion about this (?:post|article|story)|join the (?:discussion|conversation)"
    r"|(?:readers?[’']? |all |top )?comments(?: \(?\d+\)?)?|(?:alle )?leserkommentare|commentaires des lecteurs"
    r"|comentarios de los lectores|reacties van lezers)$",
    re.IGNORECASE,
)
_GLUED = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])")
_COUNTER = re.compile(r"^(?:[\d.,]{1,6}[kK]?|[·∙•])$")
_DIGIT = re.compile(r"\d")
_SHORT, _LABEL = 3, 6
_HEADLINE = 14
_LONGEST, _META = 60, 100
_DIGITS, _BUTTONS = 7, 40
_TWO_SENTENCES = re.compile(r"[.!?][\"'”’]?\s")
_RULE = re.compile(r"^[\s\-–—*_=~·•∙.#|+]+$")
_EDGES = " .:•●·-–—|+*>›»↑↓←→"


def anywhere(block: Block) -> bool:
    """Whether a line is a button, a counter or a reading time, wherever it stands; the format may say so."""
    if block.role in ("furniture", "unwanted"):
        return True
    if block.instant is not None:
        return False
    # A heading is somebody's: "Comments" may be a section of an article.
    if _is_of_rights(block):
        return True
    if len(block.text) > _LONGEST or block.kind not in ("paragraph", "item") or block.role:
        return False
    text = block.text.strip(_EDGES)
    if text.casefold() in _ALONE:
        return True
    if len(text) <= _BUTTONS and _GLUED.search(text) and all(p.casefold() in _ALONE for p in _GLUED.split(text)):
        return True  # "SubscribeSign in": two buttons
    if not text or (not text[0].isdigit() and not text[:4].casefold().startswith(_BEGINNINGS)):
        return False
    return any(pattern.match(text) for pattern in (_COUNTED, _SHARED, _READING, _AGO_ALONE))


def _is_of_rights(block: Block) -> bool:
    """Whether a line is the "© 2026 …" of a page; the © of a picture's credit has no year."""
    return block.kind in ("paragraph", "item") and not block.role and _RIGHTS.match(block.text) is not None


def is_ago(block: Block) -> bool:
    """Whether a line says how long ago it was and nothing else: "5 min ago"."""
    return len(block.text) <= _LONGEST and _AGO_ALONE.match(block.text.strip(_EDGES)) is not None


_BEGINNINGS = (
    "shar", "post", "teil", "part", "comp", "cond", "dele", "foll", "prin", "send", "read", "one", "two", "thre",
    "four", "five", "six", "seve", "eigh", "nine", "ten", "an h", "a mi", "a da", "just", "vor ", "il y", "hace", "há ",
)  # fmt: skip


def set_aside(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], list[Block]]:
    """The blocks that may be text, and what is furniture wherever it stands.

    A role below a name ("Political editor") is, and "4 min read" on a line with a name or a date.
    """
    kept: list[Block] = []
    aside: list[Block] = []
    counters = _counters(blocks)
    gap = False
    for index, block in enumerate(blocks):
        if index in counters or anywhere(block):
            aside.append(block)
            gap = gap or block.gap
            continue
        if gap:
            # The empty line stood before the button.
            block, gap = replace(block, gap=True), False
        if kept and _is_role_below(block, kept[-1]):
            if kept[-1].kind == "paragraph" and names.is_name(kept[-1].text):
                kept[-1] = replace(kept[-1], role="byline")
            aside.append(block)
            continue
        block, ago = _without_ago(block)
        if ago is not None:
            kept.append(block)
            aside.append(ago)
            continue
        text, read, after = reading_time(block.text) if len(block.text) <= _META else (block.text, "", "")
        rest = f"{text.rstrip(_EDGES)} {after}".strip() if after.strip(_EDGES) else text.rstrip(_EDGES)
        if read and rest and _names_or_dates(rest):
            kept.append(replace(block, text=rest, markdown=to_markdown(rest)))
            aside.append(Block(read, block.line, to_markdown(read)))
        else:
            kept.append(block)
    return tuple(kept), aside


def _counters(blocks: Sequence[Block]) -> frozenset[int]:
    """The lines that are only a number and stand beside a button: how many like it, how many share it."""
    numbers = {
        index
        for index, block in enumerate(blocks)
        if len(block.text) <= _DIGITS and block.kind == "paragraph" and not block.role and _COUNTER.match(block.text)
    }
    found: set[int] = set()
    for step, indices in ((1, sorted(numbers)), (-1, sorted(numbers, reverse=True))):
        for index in indices:
            beside = index - step
            if beside in found or (0 <= beside < len(blocks) and beside not in numbers and anywhere(blocks[beside])):
                found.add(index)
    return frozenset(found)


def _without_ago(block: Block) -> tuple[Block, Block | None]:
    """A stamp without the "22 minutes ago" behind it, and that; None for any other line."""
    maybe = len(block.text) <= _META and _DIGIT.search(block.text) and _AGO_MAYBE.search(block.text)
    match = _AGO_BEHIND.search(block.text) if maybe else None
    if match is None or stamps.read(block.text[: match.start()]) is None:
        return block, None
    text, ago = block.text[: match.start()], match["ago"]
    return replace(block, text=text, markdown=to_markdown(text)), Block(ago, block.line, to_markdown(ago))


def _names_or_dates(text: str) -> bool:
    return bool(stamps.read(text.strip(_EDGES)) or names.byline(text) or names.is_name(text))


def _is_role_below(block: Block, above: Block) -> bool:
    if block.kind != "paragraph" or block.role or len(block.text) > _META or not names.is_role(block.text):
        return False
    if above.role == "byline" or names.byline(above.text) or names.is_name(above.text):
        return True
    stamp = stamps.read(above.text)
    return stamp is not None and bool(stamp.author)


def rule(block: Block) -> bool:
    """Whether a line is nothing but a rule between two texts."""
    return block.kind == "rule" or (block.kind == "paragraph" and _RULE.match(block.text) is not None)


def reading_time(text: str) -> tuple[str, str, str]:
    """*text* parted around "4 min read"; the middle is empty where it tells no time of reading."""
    match = _READING_WITHIN.search(text) if _READ.search(text) else None
    if match is None:
        return text, "", ""
    return text[: match.start()].strip(), match[0], text[match.end() :].strip()


def above(block: Block) -> bool:
    """Whether a line above the entries is a site's navigation, a button or the page's own clock."""
    text = block.text.strip()
    if text.strip(" .:•●·-").casefold() in _ABOVE or anywhere(block):
        return True
    if (_UPDATED.match(text) and len(text.split()) <= 8) or _FILTER.match(text):
        return True
    stamp = stamps.read(text)
    if stamp is not None and stamp.masthead:
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


def foot(blocks: Sequence[Block]) -> int:
    """Where the furniture below an article begins among its *blocks*; their number where there is none.

    It is what `below` finds, or the comments of readers under a label that says so, where they are less than
    the article.
    """
    words = [len(block.text.split()) for block in blocks]
    for index, block in enumerate(blocks):
        said = block.kind == "paragraph" and _COMMENTS.match(block.text.strip(_EDGES))
        if said and index and sum(words[index:]) <= sum(words[:index]):
            return index
    return below(blocks)


def _is_short(block: Block) -> bool:
    text = block.text.strip()
    return (
        block.kind in ("paragraph", "heading", "item")
        and len(text.split()) <= _HEADLINE
        and not headlines.ends_a_sentence(text)
        and not text.rstrip("\"'”’»)]").endswith(("!", "?"))
        and not _TWO_SENTENCES.search(text)
    )
