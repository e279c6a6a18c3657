"""Footnotes of a tree: a link to a note that links back to it becomes a reference, and the note a Markdown footnote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import unquote

import lxml.html

from pressday.documents import Block
from pressday.markup.fromhtml_tree import BLOCKS
from pressday.records import replace

# The number of the note that an element is.
NOTE = "data-pressday-note"
# Two characters that no text has a use for hold a reference's place until the text around it is made.
_OPEN, _CLOSE = "\ue002", "\ue003"
_PLACE = re.compile(rf"\s*{_OPEN}(\d{{1,4}}){_CLOSE}")
_REFERENCE = re.compile(r"(?<!\\)\[\^(\d{1,4})\](?!:)")
_BEGUN = re.compile(r"^\[\^(\d{1,4})\]: ")
# What stood around the number of a note.
_EMPTIED = re.compile(r"^(?:(?:\(\)|\\?\[\\?\]|\\?\^|↑)\s*|[.:)]\s+)+")
_LONGEST_LABEL = 6
_MOST = 9_999
_ABOVE = 3
# What parts of a page hold, and notes do not.
_OF_A_PART = ("h1", "h2", "h3", "h4", "h5", "h6", "table")


def mark(root: lxml.html.HtmlElement) -> dict[int, str]:
    """Marks the references and notes of *root*; the labels of those that were found, by their numbers."""
    order: dict[lxml.html.HtmlElement, int] = {}
    named: dict[str, lxml.html.HtmlElement] = {}
    links: list[lxml.html.HtmlElement] = []
    for number, element in enumerate(root.iter()):
        order[element] = number
        for name in (element.get("id"), element.get("name")):
            if name:
                named.setdefault(name, element)
        if element.tag == "a" and element.get("href", "").startswith("#"):
            links.append(element)
    homes: dict[lxml.html.HtmlElement, lxml.html.HtmlElement] = {}
    found: list[tuple[lxml.html.HtmlElement, lxml.html.HtmlElement]] = []
    for link in links:
        target = named.get(unquote(link.get("href", "")[1:]))
        if target is None or order[target] < order[link] or not _is_label(link):
            continue
        home = _home(target)
        if home is None or link in home.iter("a") or homes.setdefault(home, target) is not target:
            continue
        if _back(home, _names(link)):
            found.append((link, home))
    labels: dict[int, str] = {}
    numbers: dict[lxml.html.HtmlElement, int] = {}
    for link, home in found[:_MOST]:
        number = numbers.setdefault(home, len(numbers) + 1)
        labels.setdefault(number, " ".join((link.text_content() or "").split()))
        for back in _back(home, _names(link)):
            back.drop_tree()
        for inner in list(link):
            link.remove(inner)
        link.tag, link.text = "span", f"{_OPEN}{number}{_CLOSE}"
        home.set(NOTE, str(number))
    return labels


def placed(block: Block, labels: Mapping[int, str], kept: Iterable[int]) -> Block:
    """*block* with the references to the notes that were *kept*, and the labels of the others."""
    if _OPEN not in block.text and _OPEN not in block.markdown:
        return block
    there = frozenset(kept)

    def shown(found: re.Match[str], reference: bool) -> str:
        number = int(found[1])
        if number in there:
            return f"[^{number}]" if reference else ""
        return re.sub(r"([\\`*_\[\]<>])", r"\\\1", labels.get(number, "")) if reference else labels.get(number, "")

    text = _PLACE.sub(lambda found: shown(found, False), block.text)
    return replace(block, text=text, markdown=_PLACE.sub(lambda found: shown(found, True), block.markdown))


def told(number: int, blocks: Sequence[Block]) -> list[Block]:
    """The blocks of a note as Markdown has them."""
    made: list[Block] = []
    for block in blocks:
        source = block.markdown if made else _EMPTIED.sub("", block.markdown)
        text = block.text if made else _EMPTIED.sub("", block.text)
        if not source.strip() or (not made and not any(map(str.isalnum, text))):
            continue
        inner = source.replace("\n", "\n    ")
        begun = f"    {inner}" if made else f"[^{number}]: {inner}"
        made.append(replace(block, text=text, markdown=begun, kind="paragraph", level=0))
    return made


def references(block: Block) -> set[int]:
    """The numbers of the notes to which *block* refers."""
    return {int(number) for number in _REFERENCE.findall(block.markdown)} if "[^" in block.markdown else set()


def begun(block: Block) -> int:
    """The number of the note that *block* begins, or 0."""
    found = _BEGUN.match(block.markdown)
    return int(found[1]) if found else 0


def without(blocks: Sequence[Block]) -> list[Block]:
    """*blocks* with the references to notes that are not among them as plain numbers, which their texts have not."""
    there = {number for block in blocks if (number := begun(block))}
    made = []
    for block in blocks:
        lost = references(block) - there
        if lost:
            pattern = re.compile(rf"(?<!\\)\[\^({'|'.join(map(str, sorted(lost)))})\](?!:)")
            block = replace(block, markdown=pattern.sub(r"\1", block.markdown))
        made.append(block)
    return made


def _is_label(link: lxml.html.HtmlElement) -> bool:
    label = " ".join((link.text_content() or "").split())
    return (0 < len(label) <= _LONGEST_LABEL and not label.isalpha()) or label in ("a", "b", "c", "d", "e", "i")


def _names(link: lxml.html.HtmlElement) -> set[str]:
    """What a note may call the reference: its name, or that of what closely holds or fills it."""
    near = [link, *link.iterdescendants()]
    above = link.getparent()
    while above is not None and len(near) < 12 and above.tag not in BLOCKS:
        near.append(above)
        above = above.getparent()
    return {name for one in near for name in (one.get("id"), one.get("name")) if name}


def _back(home: lxml.html.HtmlElement, names: set[str]) -> list[lxml.html.HtmlElement]:
    return [
        one
        for one in home.iter("a")
        if one.get("href", "").startswith("#") and unquote(one.get("href", "")[1:]) in names
    ]


def _home(target: lxml.html.HtmlElement) -> lxml.html.HtmlElement | None:
    """The block that is the note: *target*, or what holds it with the note's words; a part of the page is none."""
    one: lxml.html.HtmlElement | None = target
    for _ in range(_ABOVE + 1):
        if one is None or one.tag in ("body", "html", "main", "article", "section", "ol", "ul", "table"):
            return None
        words = [word for word in (one.text_content() or "").split() if any(map(str.isalpha, word))]
        if one.tag in BLOCKS and words:
            return None if next(one.iter(*_OF_A_PART), None) is not None else one
        one = one.getparent()
    return None
