"""The parts of a DOCX, made safe and plain before they are converted.

Every part is parsed without entities, references or addresses and written again; each paragraph
with text is given its number as a bookmark, so that the HTML made of it can say where it stands.
ECMA-376 part 1 names the elements; the strict and the transitional spelling are treated alike.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from lxml import etree

from pressday.problems import Problem, ProblemError
from pressday.readers import archives
from pressday.readers.properties import Properties, made

MAX_FILES = 5_000
MAX_BYTES = 100_000_000
# A part's tree takes some forty times its bytes.
MAX_PART = 8_000_000
# A book of 100,000 words has half as many.
MAX_ELEMENTS = 150_000
MARK = "pressday-line-"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOLDERS_LEFT = ("customXml/", "word/embeddings/", "word/fonts/", "word/activeX/", "word/theme/")
_UNWRAPPED = frozenset(["fldSimple", "bdo", "dir"])
_DROPPED = frozenset(["bookmarkStart", "bookmarkEnd", "proofErr", "lastRenderedPageBreak", "rPrChange", "pPrChange"])
# Of a run's properties, those that the text shows; what may stand in runs that are made one.
_SHOWN = frozenset(["b", "i", "strike", "vertAlign", "rStyle", "vanish", "del"])
_LETTERS = frozenset(["t", "tab", "br", "noBreakHyphen", "softHyphen"])
_TELLING = frozenset(["t", "drawing", "pict", "sym", "footnoteReference", "endnoteReference", "object"])


class Package(NamedTuple):
    """A DOCX that can be converted: *data* holds no entity and no bookmark but ours.

    *styles* are the style names of the numbered paragraphs that have one, in lower case.
    """

    data: bytes
    styles: Mapping[int, str]
    paragraphs: int
    properties: Properties
    problems: tuple[Problem, ...]


def open_package(data: bytes) -> Package:
    """Raises ProblemError for what is no DOCX, is protected, cut off, or larger than any document."""
    if data.startswith(_OLE):
        raise ProblemError(_ole(data))
    listed = archives.members(data, most_files=MAX_FILES, most_bytes=MAX_BYTES)
    parts = {
        name: archives.read_member(data, member)
        for name, member in listed.items()
        if not name.startswith(_FOLDERS_LEFT) and (not name.startswith("docProps/") or name.endswith("core.xml"))
    }
    trees = {
        name: _parsed(name, part)
        for name, part in parts.items()
        if name.endswith((".xml", ".rels")) and len(part) <= _too_large(name, part)
    }
    main = _main(trees)
    problems = _tracked(trees[main])
    styles = _Numbering(_style_names(trees)).number(trees[main])
    _mark_headers(trees[main])
    for name, tree in trees.items():
        if name.startswith("word/"):
            _join_runs(tree)
        if sum(1 for _ in tree.iter()) > MAX_ELEMENTS:
            message = f"{name!r} in it has more than {MAX_ELEMENTS:,} elements"
            raise ProblemError(Problem(message, hint="divide the document, and import its parts"))
    missing = sum(_mended(name, tree, trees) for name, tree in trees.items())
    if missing:
        what = "1 picture or link" if missing == 1 else f"{missing} pictures or links"
        problems.append(Problem(f"{what} to nothing in the file left out", severity="warning"))
    for name, tree in trees.items():
        if name != main:
            _cleaned(tree)
    comments = next((tree for name, tree in trees.items() if name.endswith("/comments.xml")), None)
    count = len(_elements(comments, "comment")) if comments is not None else 0
    if count:
        problems.append(_note(_count(count, "comment"), "left out"))
    core = next((tree for name, tree in trees.items() if name.startswith("docProps/")), None)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            info = zipfile.ZipInfo(name)
            archive.writestr(info, etree.tostring(trees[name], encoding="utf-8") if name in trees else part)
    said = _core(core) if core is not None else Properties()
    return Package(packed.getvalue(), styles, len(_elements(trees[main], "p")), said, tuple(problems))


def _ole(data: bytes) -> Problem:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Problem("is protected by a password", hint="open it, save it without a password, and import that")
    return Problem("is a document of the old kind (.doc)", hint="open it and save it as .docx")


def _too_large(name: str, part: bytes) -> int:
    if len(part) > MAX_PART:
        raise ProblemError(Problem(f"{name!r} in it is larger than {MAX_PART // 1_000_000} MB"))
    return MAX_PART


def _parsed(name: str, part: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(part, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 0
        raise ProblemError(Problem(f"{name!r} in it cannot be read: {error}"[:300], line=line)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        # ECMA-376 part 2, 9.1.5 forbids it; entities come with it.
        raise ProblemError(Problem(f"{name!r} in it declares entities or a document type, which no DOCX may"))
    return root


def _main(trees: Mapping[str, etree._Element]) -> str:
    for name, tree in trees.items():
        if name.startswith("word/") and _local(tree) == "document":
            return name
    raise ProblemError(Problem("is no DOCX: its archive holds no document"))


def _local(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _elements(root: etree._Element, name: str) -> list[etree._Element]:
    return [element for element in root.iter() if _local(element) == name]


def _value(element: etree._Element, name: str = "val") -> str:
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def _style_names(trees: Mapping[str, etree._Element]) -> dict[str, str]:
    found = {}
    for name, tree in trees.items():
        if name.startswith("word/") and _local(tree) == "styles":
            for style in _elements(tree, "style"):
                named = next((child for child in style if _local(child) == "name"), None)
                if named is not None:
                    found[_value(style, "styleId")] = _value(named).lower()
    return found


class _Numbering:
    """Numbers the paragraphs of a body in the order of reading, and takes out what no reader sees."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def number(self, root: etree._Element) -> dict[int, str]:
        _cleaned(root)
        styles: dict[int, str] = {}
        for number, paragraph in enumerate(_elements(root, "p"), start=1):
            head = next((child for child in paragraph if _local(child) == "pPr"), None)
            if head is not None:
                style = next((child for child in head if _local(child) == "pStyle"), None)
                if style is not None:
                    styles[number] = self._names.get(_value(style), _value(style).lower())
            if any(_local(element) in _TELLING for element in paragraph.iter()):
                space = str(paragraph.tag).rpartition("}")[0] + "}"
                mark = etree.Element(f"{space}bookmarkStart", {f"{space}name": f"{MARK}{number}"})
                paragraph.insert(0 if head is None else paragraph.index(head) + 1, mark)
        return styles


def _cleaned(root: etree._Element) -> None:
    """Takes out what is neither shown nor needed; unwraps what would hide its text from the converter."""
    for element in list(root.iter()):
        name, parent = _local(element), element.getparent()
        if parent is None:
            continue
        if name in _DROPPED or (name == "r" and _vanishes(element)):
            parent.remove(element)
        elif name in _UNWRAPPED:
            at = parent.index(element)
            for child in reversed(list(element)):
                parent.insert(at + 1, child)
            parent.remove(element)


def _mended(name: str, root: etree._Element, trees: Mapping[str, etree._Element]) -> int:
    """Takes out of the part *name* what calls something that is not there, over which the converter would fall."""
    folder, _, file = name.rpartition("/")
    relations = trees.get(f"{folder}/_rels/{file}.rels")
    known = {element.get("Id") for element in relations} if relations is not None else set()
    notes = {
        kind: {_value(note, "id") for tree in trees.values() if _local(tree) == f"{kind}s" for note in tree}
        for kind in ("footnote", "endnote")
    }
    missing = 0
    for element in list(root.iter()):
        kind, parent = _local(element), element.getparent()
        for key, value in list(element.attrib.items()):
            space, _, attribute = str(key).rpartition("}")
            if space.endswith("/relationships") and attribute in ("id", "embed", "link") and value not in known:
                del element.attrib[key]
                missing += kind in ("blip", "hyperlink", "imagedata")
        note = kind.removesuffix("Reference")
        lost = kind != note and note in notes and _value(element, "id") not in notes[note]
        if parent is not None and (
            lost or (kind == "sym" and not re.fullmatch("[0-9A-Fa-f]+", _value(element, "char")))
        ):
            parent.remove(element)
    return missing


def _mark_headers(root: etree._Element) -> None:
    """A first row that the table's look sets apart is its header, as one that says so itself.

    A table without a look says nothing of its first row: that is taken for one, as is a row all in bold.
    """
    for table in _elements(root, "tbl"):
        look = next((element for head in table for element in head if _local(element) == "tblLook"), None)
        row = next((child for child in table if _local(child) == "tr"), None)
        if row is None or _elements(row, "tblHeader") or len([one for one in table if _local(one) == "tr"]) < 2:
            continue
        if look is not None and not _sets_apart(look) and not _is_bold(row):
            continue
        space = str(row.tag).rpartition("}")[0] + "}"
        head = next((child for child in row if _local(child) == "trPr"), None)
        if head is None:
            head = etree.Element(f"{space}trPr")
            row.insert(0, head)
        head.append(etree.Element(f"{space}tblHeader"))


def _is_bold(row: etree._Element) -> bool:
    """Whether every word of *row* is in bold."""
    runs = [run for run in _elements(row, "r") if _elements(run, "t")]
    marks = [next((one for head in run for one in head if _local(one) == "b"), None) for run in runs]
    return bool(runs) and all(mark is not None and _value(mark) not in ("0", "false") for mark in marks)


def _sets_apart(look: etree._Element) -> bool:
    """Whether *look* has its flag for the first row (ECMA-376 part 1, 17.4.55; older files have a mask of bits)."""
    flag = _value(look, "firstRow")
    if flag:
        return flag not in ("0", "false", "off")
    mask = _value(look)
    return bool(re.fullmatch("[0-9A-Fa-f]{4}", mask)) and bool(int(mask, 16) & 0x0020)


def _join_runs(root: etree._Element) -> None:
    """Makes runs one that look alike: an editing program parts them at every change."""
    last: etree._Element | None = None
    style = b""
    for run in list(root.iter()):
        if _local(run) != "r":
            continue
        head = next((child for child in run if _local(child) == "rPr"), None)
        if head is not None:
            for child in list(head):
                if _local(child) not in _SHOWN:
                    head.remove(child)
            if not len(head):
                run.remove(head)
                head = None
        plain = all(_local(child) in _LETTERS for child in run if child is not head)
        own = etree.tostring(head) if head is not None else b""
        if plain and last is not None and run.getprevious() is last and own == style:
            last.extend([child for child in run if child is not head])
            run.getparent().remove(run)  # type: ignore[union-attr]
        else:
            last, style = (run, own) if plain else (None, b"")


def _vanishes(run: etree._Element) -> bool:
    head = next((child for child in run if _local(child) == "rPr"), None)
    if head is None:
        return False
    return any(_local(child) == "vanish" and _value(child) not in ("0", "false") for child in head)


def _tracked(root: etree._Element) -> list[Problem]:
    """What was deleted or hidden while changes were tracked, told in one line each."""
    deleted = [element for element in _elements(root, "del") if element.getparent() is not None and len(element)]
    words = sum(len("".join(str(text) for text in element.itertext()).split()) for element in deleted)
    kept = [element for element in _elements(root, "ins") if len(element)]
    hidden = sum(_vanishes(run) for run in _elements(root, "r"))
    problems = []
    if deleted:
        problems.append(_note(_count(len(deleted), "tracked deletion"), f"left out ({_count(words, 'word')})"))
    if kept:
        problems.append(_note(_count(len(kept), "tracked insertion"), "taken as accepted"))
    if hidden:
        problems.append(_note(_count(hidden, "piece") + " of hidden text", "left out", hidden))
    return problems


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _note(what: str, done: str, number: int = 0) -> Problem:
    one = what.startswith("1 ") or number == 1
    return Problem(f"{what} {'was' if one else 'were'} {done}", severity="note")


def _core(root: etree._Element) -> Properties:
    """The core properties (ECMA-376 part 2, annex D)."""
    said = {_local(element): (element.text or "").strip() for element in root}
    return made(said.get("title", ""), said.get("creator", ""), _date(said, "created"), _date(said, "modified"))


def _date(said: Mapping[str, str], name: str) -> datetime | None:
    try:
        return datetime.fromisoformat(said.get(name, ""))
    except ValueError:
        return None
