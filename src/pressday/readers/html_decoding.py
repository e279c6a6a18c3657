"""The bytes of a page to text: by its mark, by what it declares, as UTF-8, and only then by a guess."""

from __future__ import annotations

import codecs
import re

from pressday.problems import Problem
from pressday.readers import decoding

_HEAD = 4_096
_DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{2,40})"
    rb"|<meta\b[^>]{0,500}?\bcharset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{2,40})",
    re.IGNORECASE,
)
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# No page is written in these, and some of them take their time.
_REFUSED = frozenset("utf_7 idna punycode unicode_escape raw_unicode_escape undefined mbcs oem".split())
# https://encoding.spec.whatwg.org/#names-and-labels: what these labels have come to mean.
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030",
          "euc_kr": "cp949", "shift_jis": "cp932", "tis-620": "cp874"}  # fmt: skip


def decode(data: bytes, charset: str = "") -> tuple[str, list[Problem]]:
    """The text of a page.  *charset* is what was declared outside it (in a mail's header), if anything was.

    Raises ProblemError for what is no text.
    """
    if data.startswith(_MARKS):
        return _clean(*decoding.decode(data))
    problems: list[Problem] = []
    found = _DECLARED.search(data[:_HEAD])
    declared = charset or ((found[1] or found[2]).decode("ascii") if found else "")
    if declared:
        name = _codec(declared)
        if not name:
            problems.append(_warning(f"declares an encoding that nobody knows (“{declared}”)"))
        elif not name.startswith(("utf_16", "utf-16", "utf_32", "utf-32")):
            # A page that could declare it in single bytes is not in these.
            try:
                text = data.decode(name)
            except (UnicodeError, ValueError):
                problems.append(_warning(f"declares {declared}, and is not"))
            else:
                if name != "utf-8" and _is_utf8(data):
                    return _clean(data.decode("utf-8"), [_warning(f"declares {declared}, and is UTF-8")])
                return _clean(text, [])
    text, told = decoding.decode(data)
    return _clean(text, problems + told)


def _codec(label: str) -> str:
    try:
        found = codecs.lookup(label.strip().lower())
    except (LookupError, ValueError):
        return ""
    if found.name.replace("-", "_") in _REFUSED or not getattr(found, "_is_text_encoding", True):
        return ""
    return _MEANT.get(found.name, found.name)


def _is_utf8(data: bytes) -> bool:
    """Whether *data* has letters beyond ASCII, and all of them are whole UTF-8: by chance they never are."""
    if data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _warning(message: str) -> Problem:
    return Problem(message, line=1, hint="look at the accented letters and quotes", severity="warning")


def _clean(text: str, problems: list[Problem]) -> tuple[str, list[Problem]]:
    """*text* without what no page may hold, told once for each kind; its lines stay where they are."""
    decoding.refuse_noise(text)
    found, strange = decoding.lines(text)
    if not strange:
        return text, problems
    made: list[str] = []
    before = 0
    for line in found:
        made.append(("\n" if made and line.number != before else " " if made else "") + line.text)
        before = line.number
    return "".join(made), problems + strange
