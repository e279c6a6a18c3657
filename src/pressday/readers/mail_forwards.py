"""A letter that was passed on inside the text of another: by what it is known, and what its head says."""

from __future__ import annotations

import re
from datetime import datetime
from itertools import islice

import lxml.html

from pressday.documents import Block
from pressday.problems import Problem
from pressday.readers import mail_headers
from pressday.records import replace

_MARKER = re.compile(
    r"^[\s>*_-]*(?:-{2,}\s*)?(?:(?:anfang der|début du|inicio del|inizio del|begin van het|início da)\s+)?"
    r"(?:forwarded message|original message|begin forwarded message|weitergeleiteten? nachricht|ursprüngliche nachricht"
    r"|message (?:transféré|réexpédié)|message d['’]origine|mensaje reenviado|mensaje original|messaggio inoltrato"
    r"|messaggio originale|doorgestuurd bericht|oorspronkelijk bericht|mensagem (?:encaminhada|original))\b",
    re.IGNORECASE,
)
_KEYS = {
    "From": "from|von|de|da|van",
    "Date": "date|sent|gesendet|datum|envoyé|enviado(?: el)?|fecha|data|inviato|verzonden",
    "Subject": "subject|betreff|objet|asunto|oggetto|onderwerp|assunto",
    "To": "to|an|à|para|a|aan|cc|reply-to|antwort an|répondre à|responder a|importance|wichtigkeit|importancia",
}
_KEY = re.compile("|".join(rf"(?P<{name}>(?<!\w)(?:{words})\s*:)" for name, words in _KEYS.items()), re.IGNORECASE)


def inside(
    blocks: list[Block], outer: mail_headers.Head, problems: list[Problem]
) -> tuple[list[Block], mail_headers.Head | None]:
    """The blocks of a message that was forwarded in the text of another, and the head that stands above them."""
    marker = next((number for number in range(len(blocks)) if _begins(blocks, number, outer)), None)
    if marker is None:
        return blocks, None
    end = marker + 1
    said = _said(_MARKER.sub("", blocks[marker].text))
    while end < len(blocks) and end < marker + 12:
        found = _KEY.match(blocks[end].text)
        if found is None and (said or end > marker + 2):
            break
        if found is not None:
            said = {**_said(blocks[end].text), **said}
        end += 1
    if not said.get("From") and not said.get("Subject"):
        return blocks, None
    inner, zoned = mail_headers.told(said, zone=outer.zone, before=outer.instant)
    message = ""
    if inner.instant is None:
        date = f" “{said['Date'][:60]}”" if said.get("Date") else ""
        message = f"the forwarded message's date{date} cannot be read; the day on which it was forwarded is taken"
    elif not zoned:
        # Mail programs write it as the clock of who passes it on shows it.
        where = f"{datetime.min.replace(tzinfo=outer.zone):%z}"
        where = "UTC" if where == "+0000" else f"that of who forwarded it ({where[:3]}:{where[3:]})"
        message = f"the forwarded message's date has no zone; {where} is taken"
    if message:
        problems.append(Problem(message, line=blocks[marker].line, severity="note"))
    head = [replace(block, role="furniture") for block in blocks[:end]]
    return head + (_unquoted(blocks[end:], blocks[marker]) if blocks[marker].kind == "quote" else blocks[end:]), inner


def _unquoted(blocks: list[Block], marker: Block) -> list[Block]:
    """*blocks* with those at their head that were quoted only because their message was passed on below *marker*.

    What they quote themselves stays a quote.  What stands below them is of who has passed it on.
    """
    marks = marker.markdown[: len(marker.markdown) - len(marker.markdown.lstrip("> "))]
    end = next((number for number, block in enumerate(blocks) if not block.markdown.startswith(marks)), len(blocks))
    whole = []
    for block in blocks[:end]:
        source = block.markdown.removeprefix(marks)
        whole.append(replace(block, kind="quote" if source.startswith("> ") else "paragraph", markdown=source))
    return whole + [replace(block, role="furniture") for block in blocks[end:]]


def _begins(blocks: list[Block], number: int, outer: mail_headers.Head) -> bool:
    """A line that says so, or, as Outlook has it, the headers themselves, on one line or on several."""
    block = blocks[number]
    if _MARKER.match(block.text):
        return True
    first = _KEY.match(block.text) if len(block.text) < 600 else None
    if first is None:
        return False
    said = _said(block.text)
    if first.lastgroup != "From" or _is_head(said, outer):
        return _is_head(said, outer)
    for one in blocks[number + 1 : number + 6]:
        if _KEY.match(one.text) is None or len(one.text) >= 600:
            break
        for key, value in _said(one.text).items():
            said.setdefault(key, value)
    return _is_head(said, outer)


def _is_head(said: dict[str, str], outer: mail_headers.Head) -> bool:
    """Whether *said* is the head of a message, not the time and place of a fair (``Date: … From: … To: …``).

    It names a sender and when it was sent; a date that cannot be read is one in the order in which Outlook writes.
    """
    if not {"From", "Date", "Subject"} <= set(said) and "@" not in said.get("From", ""):
        return False
    if mail_headers.told(said, zone=outer.zone, before=outer.instant).head.instant is not None:
        return True
    return list(said)[:3] == ["From", "Date", "To"] and "Subject" in said


def _said(text: str) -> dict[str, str]:
    found = list(_KEY.finditer(text))
    said: dict[str, str] = {}
    ends = [one.start() for one in found[1:]] + [len(text)]
    for one, end in zip(found, ends, strict=False):
        value = text[one.end() : end].strip(" *")
        said.setdefault(str(one.lastgroup), value)
    return said


def quotes(quote: lxml.html.HtmlElement, outer: mail_headers.Head) -> bool:
    """Whether a *quote* is a letter that was passed on: it begins with the line that says so, or with a head."""
    text = " ".join(" ".join(islice(quote.itertext(), 40)).split())[:600]
    return bool(_MARKER.match(text)) or (_KEY.match(text) is not None and _is_head(_said(text), outer))
