"""XML that may be read: text in a known encoding, no entities of its own, nothing called from elsewhere.

The only door to lxml's XML parser.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from lxml import etree

from pressday.problems import Problem, ProblemError
from pressday.readers.decoding import decode

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_DECLARED = re.compile(rb"""\A\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_DECLARATION = re.compile(r"\A\s*<\?xml\s[^>]{0,300}?\?>")
_DOCTYPE = re.compile(r"<!doctype\s", re.IGNORECASE)
_ENTITY = re.compile(r"<!entity\s", re.IGNORECASE)
_ASIDE = re.compile(r"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)", re.DOTALL)
_ROOT = re.compile(r"<[^\s<>!?/]")
# XML 1.0, 2.2: what no document may hold.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Every text encoding that Python knows is not one that a document may be in.
_NO_ENCODINGS = frozenset("utf_7 idna punycode unicode_escape raw_unicode_escape undefined mbcs oem".split())
_NUMBERED = re.compile(r"&#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}));")


class SafeText(NamedTuple):
    """The document's text without its declaration, whose line stays; and warnings."""

    text: str
    problems: list[Problem]

    @property
    def data(self) -> bytes:
        """The text as UTF-8, which XML without a declaration is."""
        return self.text.encode("utf-8")


def text(data: bytes) -> SafeText:
    """*data* as XML that may be read: by its byte-order mark, its declaration, or as UTF-8.

    Raises ProblemError, at its line, for a document that declares entities: a few can be made to
    stand for billions of words, or for a file of this machine (OWASP, XXE).
    """
    written, problems = _decoded(data)
    written = _DECLARATION.sub(lambda match: "\n" * match[0].count("\n"), written, count=1)
    strange = _UNFIT.search(written)
    if strange:
        line = written.count("\n", 0, strange.start()) + 1
        written, count = _UNFIT.subn("", written)
        message = f"{count} characters that XML cannot hold were taken out"
        problems.append(Problem(message, line=line, severity="warning"))
    written = _NUMBERED.sub(lambda match: match[0] if _fit(match) else "\ufffd", written)
    _check(written)
    return SafeText(written, problems)


def _fit(match: re.Match[str]) -> bool:
    code = int(match[1], 16) if match[1] else int(match[2])
    return code <= 0x10FFFF and not _UNFIT.match(chr(code))


def _decoded(data: bytes) -> tuple[str, list[Problem]]:
    declared = _DECLARED.match(data)
    if declared is None or data.startswith(_MARKS):
        return decode(data)
    name = declared[1].decode("ascii")
    try:
        codec = codecs.lookup(name)
        if codec.name.replace("-", "_") in _NO_ENCODINGS or not codec._is_text_encoding:
            raise LookupError(name)
        return codec.decode(data)[0], []
    except LookupError:
        why = f"says that it is in “{name}”, which is no encoding"
    except UnicodeError:
        why = f"says that it is in “{name}”, and is not"
    written, problems = decode(data)
    return written, [Problem(why, line=1, severity="warning"), *problems]


def _check(written: str) -> None:
    doctype = _DOCTYPE.search(written)
    if doctype is None:
        return
    root = _ROOT.search(_ASIDE.sub(lambda match: " " * len(match[0]), written[:100_000]))
    if root is not None and root.start() < doctype.start():
        return  # a word in the text
    entity = _ENTITY.search(written, doctype.start())
    if entity is not None:
        line = written.count("\n", 0, entity.start()) + 1
        raise ProblemError(Problem("declares entities of its own, which are not read", line=line))


def elements(safe: SafeText, names: Collection[str]) -> Iterator[etree._Element]:
    """Every element, whole, whose name without its namespace is one of *names*, in the order of their ends.

    One inside another of these is not given.  An element's children are gone when the next is asked
    for.  Raises ProblemError, at its line, for XML that is broken.
    """
    inside = 0
    try:
        for event, element in etree.iterparse(
            io.BytesIO(safe.data), events=("start", "end"), resolve_entities=False, no_network=True, huge_tree=False
        ):
            if local(element) not in names:
                continue
            if event == "start":
                inside += 1
                continue
            inside -= 1
            if inside:
                continue
            yield element
            element.clear()
            parent = element.getparent()
            # What is above still holds it: an export of 100 MB would stand in memory as a tree.
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    except etree.XMLSyntaxError as error:
        raise broken(error) from error


def local(element: etree._Element) -> str:
    """An element's name without its namespace, or without a prefix that nothing declares."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]


def tree(safe: SafeText) -> etree._Element:
    """The document's root.  Raises ProblemError, at its line, for XML that is broken."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        return etree.fromstring(safe.data, parser)
    except etree.XMLSyntaxError as error:
        raise broken(error) from error


def broken(error: etree.XMLSyntaxError) -> ProblemError:
    """The problem that lxml's *error* is."""
    line, column = error.position if error.position else (0, 0)
    said = (error.msg or "").partition(", line ")[0]
    return ProblemError(Problem(f"is broken XML: {said[:200]}", line=line or 0, column=column or 0))
