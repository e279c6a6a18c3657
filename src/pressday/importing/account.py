"""Where every word of a document went, read back from the files on disk.

Nothing is taken on trust from the import: the words of each part of the document are looked for in
the file that should hold them, in their order, and what is not there is named with its line.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from pressday import markup, tongues
from pressday.content import writing
from pressday.documents import Block, Clipping
from pressday.importing import keypoints
from pressday.importing.placing import Shelved
from pressday.importing.report import BOX, DELETED, EDITED, REPEATED, WITHDRAWN, LeftOut, WordSums
from pressday.importing.shelf import FileOnDisk, Shelf
from pressday.recognise import Found, Part
from pressday.recognise.names import split as split_names

# Comparing longer texts than this word by word would take more than the import.
_LONGEST = 3_000
_NOT_THERE = "not in the file"
_NO_AUTHOR = "stands in a byline, and is not among the authors"


class Account(NamedTuple):
    """The three sums, and every place that was left out."""

    sums: WordSums
    left_out: tuple[LeftOut, ...]


def words(text: str) -> list[str]:
    """The tokens between white space that hold a letter or a digit."""
    return [token for token in text.split() if token[0].isalnum() or any(map(str.isalnum, token))]


def take(here: Shelf, into: str, found: Found, shelved: Sequence[Shelved], topics: Sequence[str] = ()) -> Account:
    """Compares a document with the files that its import left.

    *topics* are the ids that the document's own topics have in the newsletter.
    """
    work = _Account(here, into, found, shelved, topics)
    for part in found.parts:
        work.part(part)
    return work.account()


class _Account:
    def __init__(self, here: Shelf, into: str, found: Found, shelved: Sequence[Shelved], topics: Sequence[str]) -> None:
        self.found = found
        self.topics = frozenset(topics)
        self.shelved = shelved
        self.files = [here.file(made.placed.path) for made in shelved]
        self.texts = 0
        self.headers = 0
        self.left: list[LeftOut] = []
        page = f"{writing.CONTENT}/{into}"
        points = here.file(f"{page}/points.md") if found.kind == "live" else None
        index = here.file(f"{page}/index.md") if found.kind in ("live", "topic") else None
        lead, sets = keypoints.parse(points.text) if points else ((), {})
        self.lead = _seen("\n\n".join(lead))
        self.sets = [_seen("\n".join(items)) for items in sets.values()]
        self.title = words(index.title) if index else []
        # Text parts of one entry are compared together, at the first of them.
        self.told: set[int] = set()
        self.bodies: dict[int, list[Block]] = {}
        for part in found.parts:
            if part.role == "text":
                self.bodies.setdefault(part.clipping, []).extend(found.blocks[part.first : part.last])

    def part(self, part: Part) -> None:
        blocks = self.found.blocks[part.first : part.last]
        if part.role == "text":
            if part.clipping not in self.told:
                self.told.add(part.clipping)
                file = self.files[part.clipping]
                there = _seen(file.body) if file else []
                self.texts += self.compare(self.bodies[part.clipping], there, self.why(part.clipping))
        elif part.role == "caption":
            # The lead picture stands above the text, with its words.
            file = self.files[part.clipping]
            self.texts += self.compare(blocks, _seen(file.body) if file else [], self.why(part.clipping))
        elif part.role == "lead":
            self.texts += self.compare(blocks, self.lead, "not in points.md: it is yours, or has a newer lead")
        elif part.role == "point":
            said = _words(blocks)
            kept = next((told for told in self.sets if told == said), self.sets[-1] if self.sets else [])
            self.texts += self.compare(blocks, kept, "not in points.md, which is yours")
        elif part.role == "label":
            self.compare(blocks, [], BOX)
        elif part.role == "furniture":
            self.compare(blocks, [], "furniture of the page")
        elif part.role == "unwanted":
            self.compare(blocks, [], "your recipe leaves it out")
        elif part.role == "repeat":
            self.compare(blocks, [], REPEATED)
        elif part.role == "left":
            self.compare(blocks, [], "has no place in an entry")
        elif part.clipping < 0:
            stands = part.role == "day" or self.heading_stands()
            why = (
                "the page has another title" if self.found.kind == "live" else "names the whole, and stands in no file"
            )
            self.headers += self.compare(blocks, _if(blocks, stands) or self.title, why)
        else:
            why = self.why(part.clipping)
            why = _NO_AUTHOR if part.role == "byline" and why == _NOT_THERE else why
            self.headers += self.compare(blocks, self.header(part, blocks), why)

    def header(self, part: Part, blocks: Sequence[Block]) -> list[str]:
        """The words that stand in a file's header: as they are, or as the date and the names that they tell."""
        file, clipping = self.files[part.clipping], self.found.clippings[part.clipping]
        if file is None:
            return []
        if part.role == "headline":
            return words(file.title)
        if part.role == "kicker":
            return words(file.text_of("kicker"))
        if part.role == "standfirst":
            return words(file.text_of("summary"))
        named = _names_stand(clipping, file)
        if part.role == "byline":
            known = _letters(" ".join((*_BYLINE_WORDS, *file.words("authors"), _source(file))))
            return [word for word in _words(blocks) if named and _letters(word) <= known]
        dated = "date" in clipping.guessed or (file.instant is not None and clipping.instant == file.instant)
        return _if(blocks, dated and named)

    def heading_stands(self) -> bool:
        """Whether a topic page's heading is a topic of its cards on disk."""
        return bool(self.topics) and any(file and self.topics <= set(file.words("topics")) for file in self.files)

    def why(self, clipping: int) -> str:
        placed, late = self.shelved[clipping].placed, self.shelved[clipping].late
        state = placed.state
        if late:
            return "a newer save says otherwise"
        if placed.waits:
            return "waits in review, or you have edited it out"
        if state in ("yours", "merged"):
            return EDITED
        return {"deleted": DELETED, "withdrawn": WITHDRAWN}.get(state, _NOT_THERE)

    def compare(self, blocks: Sequence[Block], there: Sequence[str], reason: str) -> int:
        """How many of the words of *blocks* are *there* in their order; notes the others."""
        said = _words(blocks)
        if said == there:
            return len(said)
        lost = missing(said, there)
        lines = [block.line for block in blocks for _ in words(block.text)]
        self.left += _places([(lines[number], said[number]) for number in lost], reason, _parted(blocks, lines, lost))
        return len(said) - len(lost)

    def account(self) -> Account:
        lost = sum(len(words(left.text)) for left in self.left)
        return Account(WordSums(self.texts, self.headers, lost), tuple(sorted(self.left, key=lambda left: left.line)))


def _words(blocks: Iterable[Block]) -> list[str]:
    return [word for block in blocks for word in words(block.text)]


def _seen(markdown: str) -> list[str]:
    return words(markup.plain_text(markdown) if _MARKED.search(markdown) else markdown)


# Anything that Markdown could take for a mark: a text without is as a reader sees it.
_MARKED = re.compile(r"[\\`*_\[\]<>#|~&$=^{}:]|^[ \t]*(?:[-+]|\d+[.)])|^[ \t]{2,}|[ \t]$", re.MULTILINE)


def _if(blocks: Iterable[Block], true: bool) -> list[str]:
    return _words(blocks) if true else []


def _source(file: FileOnDisk) -> str:
    """Whose work the file says it is."""
    source = file.header.get("source")
    named = source.data.get("name") if source is not None and isinstance(source.data, dict) else None
    return str(named.data if named is not None else source.data if source is not None else "")


def _letters(text: str) -> set[str]:
    """The words of *text* as a byline may have them: in capitals, with any apostrophe or point."""
    return {word.casefold() for word in _NAME.findall(unicodedata.normalize("NFKC", text))}


_NAME = re.compile(r"[^\W_]+")
_BYLINE_WORDS = (*tongues.BY, *tongues.AND, *tongues.PERHAPS_AND)


def _names_stand(clipping: Clipping, file: FileOnDisk) -> bool:
    names = {name for written in file.words("authors") for name in split_names(written)}
    return set(clipping.authors) <= names


def missing(said: Sequence[str], there: Sequence[str]) -> list[int]:
    """The numbers of the words of *said* that are not in *there*, in one order."""
    if list(said) == list(there):
        return []
    if not there:
        return list(range(len(said)))
    start = 0
    while start < min(len(said), len(there)) and said[start] == there[start]:
        start += 1
    rest, other = list(said[start:]), list(there[start:])
    if len(rest) * len(other) > _LONGEST * _LONGEST:
        return [start + number for number in _missing_greedily(rest, other)]
    kept: set[int] = set()
    for block in SequenceMatcher(None, rest, other, autojunk=False).get_matching_blocks():
        kept.update(range(block.a, block.a + block.size))
    return [start + number for number in range(len(rest)) if number not in kept]


def _missing_greedily(said: Sequence[str], there: Sequence[str]) -> list[int]:
    places: dict[str, list[int]] = {}
    for number, word in enumerate(there):
        places.setdefault(word, []).append(number)
    at, lost = -1, []
    for number, word in enumerate(said):
        found = places.get(word, [])
        after = bisect_right(found, at)
        if after < len(found):
            at = found[after]
        else:
            lost.append(number)
    return lost


def _parted(blocks: Sequence[Block], lines: Sequence[int], lost: Sequence[int]) -> dict[int, str]:
    """The lines of which some words are *lost* and others are not, whole."""
    kept = {lines[number] for number in set(range(len(lines))) - set(lost)}
    wanted = kept & {lines[number] for number in lost}
    return {line: " ".join(block.text for block in blocks if block.line == line) for line in wanted}


def _places(lost: Sequence[tuple[int, str]], reason: str, parted: Mapping[int, str]) -> list[LeftOut]:
    by_line: dict[int, list[str]] = {}
    for line, word in lost:
        by_line.setdefault(line, []).append(word)
    return [LeftOut(line, " ".join(texts), reason, parted.get(line, "")) for line, texts in by_line.items()]
