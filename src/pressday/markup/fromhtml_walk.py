"""A tree of HTML to pieces: each a block with its Markdown and the element from which it comes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import lxml.html

from pressday.documents import Block, BlockKind
from pressday.markup import fromhtml_notes as notes
from pressday.markup import fromhtml_tables as tables
from pressday.markup.fromhtml_marks import MARKS, Event, markdown, words
from pressday.markup.fromhtml_runs import instant, only_link, paragraphs, parted, time_in
from pressday.markup.fromhtml_tree import BLOCKS, DROPPED, address, hidden, tracking
from pressday.markup.plain import heading, to_markdown
from pressday.markup.rendering import plain_text
from pressday.records import Record, replace

# Lists in lists and quotes in quotes are indented as deep as this, and told flat below.
_DEEPEST = 10
# An item or a quote of more parts than these is told as its parts.
_MOST_PARTS = 120
_LISTS = ("ul", "ol", "menu", "dir")
_LAZY = ("data-src", "data-original", "data-lazy-src", "data-src-large")


class Piece(Record, frozen=True):
    """A block and its element.  *time* is what the one ``<time>`` in it says to machines, as it is written."""

    block: Block
    element: lxml.html.HtmlElement
    time: str = ""


class Walk:
    """Walks one tree.  *base* resolves its addresses, *pictures* are those that have names of their own."""

    def __init__(self, base: str, pictures: Mapping[str, str], layout_tables: bool) -> None:
        self.base = base
        self.pictures = pictures
        self.layout_tables = layout_tables
        self.holding: set[lxml.html.HtmlElement] = set()

    def pieces(self, root: lxml.html.HtmlElement) -> list[Piece]:
        """The pieces of all that is in *root*, in order."""
        for element in root.iter(*BLOCKS):
            while element is not None and element not in self.holding:
                self.holding.add(element)
                element = element.getparent()
        if root not in self.holding:
            self.holding.add(root)
        line, made = 1, []
        labels = notes.mark(root)
        found = self.inside(root, 0, "")
        kept = {notes.begun(piece.block) for piece in found} if labels else ()
        for number, piece in enumerate(found):
            line = max(line, piece.block.line)
            block = replace(piece.block, line=line, gap=piece.block.gap and number > 0)
            block = notes.placed(block, labels, kept) if labels else block
            made.append(replace(piece, block=block))
        return made

    def inside(self, container: lxml.html.HtmlElement, depth: int, link: str) -> list[Piece]:
        """The pieces of what is in *container*; *link* is where the link around it leads."""
        made: list[Piece] = []
        run: list[Event] = [Event("text", container.text, _line(container))] if container.text else []
        for child in container:
            if isinstance(child.tag, str) and child.tag not in DROPPED and not hidden(child):
                if child in self.holding:
                    made += self.run(run, container, link)
                    run = []
                    made += self.block(child, depth, link)
                else:
                    run += self.events(child)
            if child.tail:
                run.append(Event("text", child.tail, _line(child)))
        return made + self.run(run, container, link)

    def block(self, element: lxml.html.HtmlElement, depth: int, link: str) -> list[Piece]:
        """The pieces of one element that stands for itself."""
        tag = element.tag
        if element.get(notes.NOTE):
            return self.note(element, depth, link)
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            return self.heading(element, link)
        if tag in _LISTS:
            return self.listing(element, depth, link)
        if tag == "li":
            return self.item(element, "- ", depth, link)
        if tag == "blockquote" and depth < _DEEPEST:
            return self.quote(element, depth, link)
        if tag == "pre":
            return _code(element)
        if tag == "hr":
            return [Piece(Block("", _line(element), "***", "rule", gap=True), element)]
        if tag == "table" and not tables.lays_out(element, self.layout_tables):
            return self.table(element, depth, link)
        if tag == "a":
            link = address(element.get("href", ""), self.base) or link
        return self.inside(element, depth, link)

    def heading(self, element: lxml.html.HtmlElement, link: str) -> list[Piece]:
        events = self.flat(element)
        if not words(events):
            return self.run(events, element, link)
        level = int(element.tag[1])
        made: list[Piece] = []
        for part in parted(events, str(element.tag)):
            if not words(part) or instant(part) is not None:
                made += self.told(part, element, "paragraph", link)
                continue
            for piece in self.told(part, element, "heading", link, one_line=True):
                source = heading(level, piece.block.markdown)
                made.append(Piece(replace(piece.block, level=level, markdown=source), element))
        return made

    def listing(self, element: lxml.html.HtmlElement, depth: int, link: str) -> list[Piece]:
        if depth >= _DEEPEST:
            return self.inside(element, depth, link)
        made: list[Piece] = []
        number = _number(element.get("start"), 1)
        stray: list[Event] = []
        if element.text and element.text.strip():
            made += self.run([Event("text", element.text, _line(element))], element, link)
        for child in element:
            if isinstance(child.tag, str) and child.tag not in DROPPED and not hidden(child):
                if child.tag == "li":
                    number = _number(child.get("value"), number)
                    mark = f"{number}. " if element.tag == "ol" else "- "
                    item = self.item(child, mark, depth, link)
                    number = min(number + bool(item), 999_999_999)
                    made += [_in_list(piece, bool(made)) for piece in item]
                elif child in self.holding:
                    under = self.block(child, depth + 1, link)
                    # A list right in a list belongs to the item above it.
                    made = _beneath(made, under) if made and child.tag in _LISTS else [*made, *under]
                else:
                    stray += self.events(child)
            if child.tail:
                stray.append(Event("text", child.tail, _line(child)))
            if any(event.kind != "text" or event.value.strip() for event in stray):
                made += self.run(stray, element, link)
            stray = []
        return made

    def item(self, element: lxml.html.HtmlElement, mark: str, depth: int, link: str) -> list[Piece]:
        """The one piece of a list's item; the stamp, headline and teaser of a card are pieces of their own."""
        if element.get(notes.NOTE):
            return self.note(element, depth, link)
        if depth >= _DEEPEST:
            return self.inside(element, depth, link)
        parts = self.inside(element, depth + 1, link)
        if any(part.block.kind == "heading" or part.block.instant for part in parts) or len(parts) > _MOST_PARTS:
            return parts
        return _one(parts, element, "item", mark, " " * len(mark), verify=depth == 0)

    def note(self, element: lxml.html.HtmlElement, depth: int, link: str) -> list[Piece]:
        """The pieces of a footnote, all of its one element."""
        blocks = [piece.block for piece in self.inside(element, depth + 1, link)]
        return [Piece(block, element) for block in notes.told(int(element.get(notes.NOTE)), blocks)]

    def quote(self, element: lxml.html.HtmlElement, depth: int, link: str) -> list[Piece]:
        parts = self.inside(element, depth + 1, link)
        if len(parts) > _MOST_PARTS:
            return parts
        return _one(parts, element, "quote", "> ", "> ", verify=depth == 0)

    def table(self, element: lxml.html.HtmlElement, depth: int, link: str) -> list[Piece]:
        made: list[Piece] = []
        for caption in element.iterchildren("caption"):
            made += self.inside(caption, depth, link)
        rows = tables.rows(element)
        drawn = [[self.flat(cell) for cell in row.cells] for row in rows]
        text = " ".join(filter(None, (words(cell) for row in drawn for cell in row)))
        if not any(markdown(cell) for row in drawn for cell in row):
            return made
        source = tables.draw(rows, [[markdown(cell, one_line=True) for cell in row] for row in drawn])
        return [*made, Piece(Block(text, _line(element), source, "table", gap=True), element)]

    def flat(self, element: lxml.html.HtmlElement) -> list[Event]:
        """All of *element* as one run: where a block begins or ends, a space stands."""
        made = [Event("text", element.text, _line(element))] if element.text else []
        for child in element:
            if isinstance(child.tag, str) and child.tag not in DROPPED and not hidden(child):
                if child.tag in BLOCKS or child in self.holding:
                    made += [
                        Event("text", " ", _line(child)),
                        *self.marked(child, self.flat(child)),
                        Event("text", " ", _line(child)),
                    ]
                else:
                    made += self.events(child)
            if child.tail:
                made.append(Event("text", child.tail, _line(child)))
        return made

    def events(self, element: lxml.html.HtmlElement) -> list[Event]:
        """An inline element as a part of a run."""
        line = _line(element)
        if element.tag == "br":
            return [Event("break", "", line)]
        if element.tag == "img":
            return self.picture(element)
        if element.tag == "wbr":
            return []
        return self.marked(element, self.flat(element))

    def marked(self, element: lxml.html.HtmlElement, inner: list[Event]) -> list[Event]:
        mark = MARKS.get(element.tag)
        if mark is None:
            return (
                [Event("text", "“", inner[0].line), *inner, Event("text", "”", inner[-1].line)]
                if (element.tag == "q" and inner)
                else inner
            )
        where = ""
        if mark == "a":
            where = address(element.get("href", ""), self.base)
        elif mark == "time":
            where = element.get("datetime", "")
        return [Event("open", mark, _line(element), where), *inner, Event("close", mark, _line(element))]

    def picture(self, element: lxml.html.HtmlElement) -> list[Event]:
        if tracking(element):
            return []
        alt = " ".join(element.get("alt", "").split())
        source = self.source(element)
        line = _line(element)
        if source:
            return [Event("picture", alt, line, source)]
        return [Event("text", f" {alt} ", line)] if alt else []

    def source(self, element: lxml.html.HtmlElement) -> str:
        """The asset's name or the whole address of a picture, or nothing."""
        written = element.get("src", "")
        if self.pictures.get(written):
            return self.pictures[written]
        given = [element.get(name, "") for name in _LAZY]
        given.append(element.get("srcset", element.get("data-srcset", "")).split(",")[-1].strip().partition(" ")[0])
        if written in self.pictures:
            written = ""
        for one in [*given, written] if written.startswith("data:") or not written else [written, *given]:
            if where := address(one, self.base, ("http", "https")):
                return where
        return ""

    def run(self, events: Sequence[Event], container: lxml.html.HtmlElement, link: str) -> list[Piece]:
        """The paragraphs of a run: two breaks on end part them."""
        made: list[Piece] = []
        for part in paragraphs(events):
            told = [
                piece
                for one in parted(part, str(container.tag))
                for piece in self.told(one, container, "paragraph", link)
            ]
            made += told[:1] + [replace(piece, block=replace(piece.block, gap=False)) for piece in told[1:]]
        return made

    def told(
        self,
        run: Sequence[Event],
        element: lxml.html.HtmlElement,
        kind: BlockKind,
        link: str,
        *,
        one_line: bool = False,
    ) -> list[Piece]:
        """The pieces of one paragraph's run."""
        text = words(run)
        pictures = [event for event in run if event.kind == "picture"]
        if not text and not pictures:
            return []
        line = next((event.line for event in run if event.kind == "picture" or event.value.strip()), _line(element))
        own = only_link(run)
        if link and not own and not any(event.kind == "open" and event.value == "a" for event in run):
            run = [Event("open", "a", line, link), *run, Event("close", "a", line)]
        if kind == "paragraph" and pictures and not words([event for event in run if event.kind != "picture"]):
            return [
                Piece(
                    Block(one.value, one.line, _picture(one, own or link), "image", gap=True, url=own or link), element
                )
                for one in pictures
            ]
        source = markdown(run, one_line=one_line)
        block = Block(text, line, source, kind, gap=True, instant=instant(run), url=own or link)
        return [Piece(block, element, time_in(run))]


def _line(element: lxml.html.HtmlElement) -> int:
    return int(element.sourceline or 1)


def _number(written: str | None, otherwise: int) -> int:
    written = (written or "").strip()
    return int(written) if written.isascii() and written.isdigit() and len(written) < 9 else otherwise


def _in_list(piece: Piece, after: bool) -> Piece:
    return Piece(replace(piece.block, gap=False), piece.element) if after and piece.block.kind == "item" else piece


def _code(element: lxml.html.HtmlElement) -> list[Piece]:
    for stop in element.iter("br"):
        stop.tail = "\n" + (stop.tail or "")
    written = "".join(element.itertext()).replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if not written.strip():
        return []
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", written)), default=0))
    source = f"{fence}{_language(element)}\n{written}\n{fence}"
    return [Piece(Block(" ".join(written.split()), _line(element), source, "code", gap=True), element)]


def _language(element: lxml.html.HtmlElement) -> str:
    for one in [element, *element.iter("code")]:
        named: list[str] = [one.get("data-lang", ""), one.get("data-language", "")]
        for word in one.get("class", "").split():
            for before in ("language-", "lang-", "highlight-source-", "brush:"):
                if word.startswith(before):
                    named.append(word[len(before) :])
        for name in named:
            if name and len(name) <= 30 and all(char.isalnum() or char in "+#.-_" for char in name):
                return name
    return ""


def _one(
    parts: Sequence[Piece], element: lxml.html.HtmlElement, kind: BlockKind, first: str, further: str, *, verify: bool
) -> list[Piece]:
    """*parts* as one piece, its first line after *first* and all others after *further*."""
    if not parts:
        return []
    blocks = [part.block for part in parts]
    text = " ".join(filter(None, [block.text for block in blocks]))
    source = _behind(_together(blocks), first, further)
    if verify and (len(blocks) > 1 or blocks[0].kind != "paragraph") and plain_text(source).split() != text.split():
        source = first + to_markdown(text)
    url = blocks[0].url if len({block.url for block in blocks}) == 1 else ""
    line = next((block.line for block in blocks), _line(element))
    return [Piece(Block(text, line, source, kind, gap=True, url=url), element)]


def _together(blocks: Sequence[Block]) -> str:
    made = ""
    before = ""
    for block in blocks:
        close = (
            block.kind == "item"
            and before in ("item", "paragraph")
            and (not block.gap or block.markdown.startswith(("- ", "1. ")))
        )
        made += ("\n" if close else "\n\n") * bool(made) + block.markdown
        before = block.kind
    return made


def _behind(source: str, first: str, further: str) -> str:
    lines = source.split("\n")
    return "\n".join([first + lines[0], *[(further + line).rstrip() for line in lines[1:]]])


def _beneath(made: list[Piece], under: Sequence[Piece]) -> list[Piece]:
    if not under:
        return made
    last = made[-1].block
    mark = last.markdown[: last.markdown.find(" ") + 1]
    inner = _behind(_together([piece.block for piece in under]), "", "")
    source = last.markdown + "\n" + "\n".join([(" " * len(mark) + line).rstrip() for line in inner.split("\n")])
    text = " ".join([last.text, *[piece.block.text for piece in under]])
    if plain_text(source).split() != text.split():
        return [*made, *under]
    return [*made[:-1], Piece(replace(last, text=text, markdown=source), made[-1].element)]


def _picture(event: Event, link: str) -> str:
    drawn = f"![{to_markdown(event.value)}]({event.address})"
    return f"[{drawn}]({link})" if link else drawn
