"""By what the bytes of a format are known, where its file's ending is not enough."""

from __future__ import annotations

from collections.abc import Callable

# Declarations and comments may stand before what tells.
_HEAD = 4_096


def anything(data: bytes) -> bool:
    """For an ending that only one format has."""
    return True


def begins_with(*marks: bytes) -> Callable[[bytes], bool]:
    """A test for data that begins with one of *marks*, white space and a byte-order mark aside."""

    def looks(data: bytes) -> bool:
        return data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(marks)

    return looks


def holds(*marks: bytes) -> Callable[[bytes], bool]:
    """A test for data that has one of *marks*, in lower case, near its beginning."""

    def looks(data: bytes) -> bool:
        head = data[:_HEAD].lower()
        return any(mark in head for mark in marks)

    return looks
