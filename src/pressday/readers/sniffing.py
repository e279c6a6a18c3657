"""By what the bytes of a format are known, where its file's ending is not enough."""

from __future__ import annotations

import re
from collections.abc import Callable

# Declarations and comments may stand before what tells.
_HEAD = 4_096
_TAG = re.compile(rb"<[a-zA-Z!/?]")
# A page that was saved as UTF-16 has the mark of that before it.
_PAGE = re.compile(
    rb"^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,400}?-->\s*)?"
    rb"<(?:!doctype\s+html|html)(?:\s[^>]{0,1000})?>",
    re.IGNORECASE | re.DOTALL,
)


def anything(data: bytes) -> bool:
    """For an ending that only one format has."""
    return True


def begins_with(*marks: bytes) -> Callable[[bytes], bool]:
    """A test for data that begins with one of *marks*, white space and a byte-order mark aside."""

    def looks(data: bytes) -> bool:
        return data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(marks)

    return looks


def is_page(data: bytes) -> bool:
    """A test for a web page under any name: its first tag says so."""
    return _PAGE.match(data[:_HEAD].replace(b"\0", b"")) is not None


def has_tags(data: bytes) -> bool:
    """A test for markup: a text that only bears a page's name has not one tag where it begins."""
    head = data[:_HEAD].replace(b"\0", b"")
    return not head.strip() or _TAG.search(head) is not None


def holds(*marks: bytes) -> Callable[[bytes], bool]:
    """A test for data that has one of *marks*, in lower case, near its beginning."""

    def looks(data: bytes) -> bool:
        head = data[:_HEAD].lower()
        return any(mark in head for mark in marks)

    return looks
