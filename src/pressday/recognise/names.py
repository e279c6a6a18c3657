"""Bylines: which words are people, and where one name ends and the next begins."""

from __future__ import annotations

import re

from pressday import tongues

_BY = re.compile(rf"^\(?\s*(?:{tongues.any_of(tongues.BY)})\s*:?\s+(?=\S)", re.IGNORECASE)
_PARTICLES = frozenset(
    """al and as at bin da das de del della den der des di do dos du e el en for ibn in la le les of og the till und van
    von y zu & et""".split()
)
_BREAK = re.compile(rf"\s*(?:,|;|&|\b(?:{tongues.any_of(tongues.AND)})\b)\s*")
_PERHAPS = re.compile(rf"\s+(?:{tongues.any_of(tongues.PERHAPS_AND)})\s+")
_AND = re.compile(rf"[;&]|\b(?:{tongues.any_of((*tongues.AND, *tongues.PERHAPS_AND))})\b")
_MOST_GIVEN = 2
_AGENCIES = frozenset(
    """reuters afp ap dpa pa efe ansa anp lusa belga apa sda keystone-sda tass xinhua bloomberg kyodo ritzau tt ntb
    europapress aap upi agentur agency agencies agencias agences""".split()
)
_END = re.compile(r"[.?!:;…]$")
_INITIAL = re.compile(r"^(?:\w\.)+$|^(?:Jr|Sr|St)\.$")
_PLACE = re.compile(rf"^(?:{tongues.any_of(tongues.IN_A_PLACE)})\s+[^\W\d_a-z]")
_REPORTING = re.compile(r"^(?:reporting|live|berichtet|en direct) (?:from|in|at|aus|de) \S", re.IGNORECASE)
_PLACE_AFTER = re.compile(r",?\s+(?:in|reporting from)\s+(?=[^\W\d_a-z])")
_PARENTHESISED = re.compile(r"^\((?=\S)([^()]{3,80})\)$")
MAX_WORDS = 9
_MAX_ROLE = 7


def byline(text: str) -> str:
    """The names of a line that begins with "By" or stands in brackets, or an empty text."""
    if len(text) > 120:
        return ""
    match = _BY.match(text)
    if match:
        rest = text[match.end() :].strip(" )")
        return rest if is_name(people(rest), least=1) else ""
    if text.startswith("(") and (match := _PARENTHESISED.match(text)) and is_name(match[1]):
        return match[1]
    return ""


def without_by(text: str) -> str:
    """*text* less a leading "By"."""
    return _BY.sub("", text).strip(" ()")


def is_name(text: str, *, least: int = 2) -> bool:
    """Whether *text* could be one person's name or several, with at least that many capitalised words."""
    if len(text) > 80:
        return False
    if text[:1].islower() and "," in text:
        return bool(turned(text))  # "van der Meer, Jan"
    words = text.replace(",", " , ").split()
    if not words or len(words) > MAX_WORDS:
        return False
    capitals = 0
    for position, word in enumerate(words):
        if word == "," or word == "|":
            continue
        if word[0].isalpha() and not word[0].islower():
            capitals += 1
        elif word not in _PARTICLES or position == 0:
            return False
        if not word.isalpha() and word != "&" and not all(c.isalpha() or c in "-’'‘.`" for c in word):
            return False
        if _END.search(word) and not _INITIAL.match(word):
            return False
    return capitals >= least


def is_pair_of_words(text: str) -> bool:
    """Whether *text* joins words of which none is a person's whole name: "Food & Drink", "Arts and Culture".

    "Nell & Tam Reyes" and "Reuters and dpa" are names.
    """
    pieces = [piece.split() for piece in re.split(rf"[,]|{_AND.pattern}", text) if piece.split()]
    single = all(len(words) == 1 for words in pieces)
    return _AND.search(text) is not None and single and not any(words[0].lower() in _AGENCIES for words in pieces)


def is_of_agencies(text: str) -> bool:
    """Whether *text* is nothing but two news agencies or more: "Reuters and dpa"."""
    pieces = [piece.strip().lower() for piece in _BREAK.split(text)]
    return len(pieces) > 1 and all(piece in _AGENCIES for piece in pieces)


def people(text: str) -> str:
    """The names at the start of *text*, less a role or a place after them: "Nell Harrow, political editor"."""
    return parted(text)[0]


def parted(text: str) -> tuple[str, str]:
    """The names at the start of a byline, and the role or place after them; all of it where there is none."""
    for match in re.finditer(r"\s*[,|·•–—-]\s+|\s+(?=\()", text):
        if is_role(text[match.end() :].strip(" ()")) and match.start():
            return text[: match.start()], text[match.end() :]
    head, comma, last = text.rpartition(", ")
    one = "," not in head and _AND.search(head) is None and is_name(head)
    if comma and one and len(last.split()) == 1 and last[:1].isupper():
        return head, last  # "Nell Harrow, Harne"
    place = _PLACE_AFTER.search(text)
    if place and place.start() and not _BREAK.search(text, place.end()):
        return text[: place.start()], text[place.start() :].lstrip(" ,")
    return text, ""


def says_by(author: str, text: str) -> bool:
    """Whether *author* stands in *text* with "By" before it."""
    name = without_by(author)
    before = text.partition(name)[0].split() if name else []
    return bool(before) and bool(byline(f"{before[-1]} {name}"))


def is_surely_beside(author: str, text: str) -> bool:
    """Whether the name beside a date is no place: it has "By", or a mark that parts the two as places have none."""
    after = text.partition(without_by(author))[2].strip()
    return says_by(author, text) or after[:1] in tuple("·|•∙")


def may_be_person(author: str, text: str) -> bool:
    """Whether what stands beside the date of *text* may be a person: "Harne, 3 March 2026" names a place.

    "Food & Drink · 3 March 2026" names a section.
    """
    named = people(author)
    return not author or (len(named.split()) > 1 and not is_pair_of_words(named)) or says_by(author, text)


def is_role(text: str) -> bool:
    """Whether *text* is what a person is, or where: "Political editor", "in Harne", "Reporter, Harne Radio"."""
    if len(text) > 80 or _END.search(text) or any(map(str.isdigit, text)):
        return False
    words = text.split()
    if not words or len(words) > _MAX_ROLE:
        return False
    if _REPORTING.match(text):
        return True
    if _PLACE.match(text[:1].lower() + text[1:]) and len(words) <= 4:
        return all(word[0].isupper() or word.lower() in _PARTICLES for word in words[1:])
    said = text.partition(",")[0].split()
    for number, word in enumerate(said):
        if word.lower().strip("-") in tongues.ROLE_NOUNS:
            rest = said[number + 1 :]
            named = all(before.lower() in tongues.ROLE_WORDS or before[0].isupper() for before in said[:number])
            placed = not rest or rest[0].lower() in (*tongues.IN_A_PLACE, *tongues.ROLE_WORDS)
            return named and placed
    return False


def turned(text: str) -> str:
    """The name that is written surname first, the right way round ("Harrow, Nell"), or an empty text.

    Two agencies ("Reuters, dpa") are no name.
    """
    surname, comma, given = (piece.strip() for piece in text.partition(","))
    if not comma or "," in given or not 1 <= len(given.split()) <= _MOST_GIVEN:
        return ""
    last = surname.split()
    if not last or any(word not in _PARTICLES for word in last[:-1]) or not is_name(f"{given} {surname}"):
        return ""
    either = {surname.casefold(), given.casefold()}
    if either & _AGENCIES or surname.isupper() or given.isupper() or _BREAK.search(surname) or _BREAK.search(given):
        return ""
    return f"{given} {surname}"


def split(text: str) -> tuple[str, ...]:
    """The names in *text*, in order, each once: "A, B and C"; "Harrow, Nell" is one."""
    one = turned(" ".join(text.split()))
    if one:
        return (one,)
    names = [name for piece in _BREAK.split(" ".join(text.split())) for name in _apart(piece)]
    names = [name.strip(" ()") for name in names]
    return tuple(dict.fromkeys(name for name in names if name))


def of(author: str) -> tuple[str, ...]:
    """The people whom a format names as one author: "By Nell Harrow and Tam Reyes, political editor".

    What could be the name of a house ("Smith and Sons") stays whole.
    """
    named = people(without_by(" ".join(author.split())))
    if not is_name(named):
        return (author,)
    apart = split(named)
    return apart if all(len(name.split()) > 1 for name in apart) else (named,)


def _apart(text: str) -> list[str]:
    """*text* parted at a word that stands between names, or inside one ("Ortega y Gasset")."""
    pieces = _PERHAPS.split(text)
    return pieces if len(pieces) > 1 and all(len(piece.split()) > 1 for piece in pieces) else [text]
