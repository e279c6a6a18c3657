"""Zip archives, read in memory and never unpacked to a disk.

``members`` looks at the list of contents alone and refuses what could do harm; ``read_member`` then
unpacks one file, at most as large as the list said.  Nothing larger than that is ever made.

The format is PKWARE's APPNOTE.TXT: a local header before each file (4.3.7), the list at the end.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import NamedTuple

from pressday.problems import Problem, ProblemError

# A text packs to a tenth, a table of zeros to a hundredth; a bomb to a thousandth.
MAX_RATIO = 200
_ANY_RATIO = 1_000_000
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_LOCAL_MARK = b"PK\x03\x04"
_LISTED_MARK = b"PK\x01\x02"
_END_MARK = b"PK\x05\x06"
_END_SIZE = 22
_LONGEST_COMMENT = 65_535
_ENCRYPTED = 0x1


class Member(NamedTuple):
    """A file of an archive: its *name* (with ``/``), its *size* in bytes unpacked, and where it lies."""

    name: str
    size: int
    packed: int
    offset: int
    method: int
    crc: int


def members(data: bytes, *, most_files: int, most_bytes: int) -> dict[str, Member]:
    """The files of the archive *data* by name, in its own order; folders are not among them.

    Raises ProblemError for data that is no whole archive; for more than *most_files* files or
    *most_bytes* bytes unpacked; for what unpacks to many times its size; for encrypted files; for a
    name that is absolute, leads upwards or comes twice.
    """
    if _listed(data) > most_files:
        raise _refused(f"its archive holds more than {most_files:,} files")
    found: dict[str, Member] = {}
    whole = 0
    for info in _infos(data):
        if info.is_dir():
            continue
        name = _safe(info.filename)
        if name in found:
            raise _refused(f"its archive holds two files of the name {name!r}")
        if info.flag_bits & _ENCRYPTED:
            raise _refused("its archive is protected by a password", hint="save it without a password")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _refused(f"{name!r} in its archive is packed in a way that is not known here")
        whole += info.file_size
        if whole > most_bytes:
            raise _refused(f"its archive unpacks to more than {most_bytes // 1_000_000} MB")
        if info.file_size > max(_ANY_RATIO, MAX_RATIO * info.compress_size):
            raise _refused(f"{name!r} in its archive unpacks to more than {MAX_RATIO} times its size")
        found[name] = Member(name, info.file_size, info.compress_size, info.header_offset, info.compress_type, info.CRC)
    return found


def read_member(data: bytes, member: Member) -> bytes:
    """The bytes of *member*, which ``members`` has found in *data*.

    Raises ProblemError where they are cut off, damaged, or more than the archive's list says.
    """
    at = member.offset
    if at < 0 or data[at : at + 4] != _LOCAL_MARK or len(data) < at + _LOCAL_HEADER.size:
        raise _damaged(member)
    _, name, extra = _LOCAL_HEADER.unpack_from(data, at)
    start = at + _LOCAL_HEADER.size + name + extra
    packed = data[start : start + member.packed]
    if len(packed) < member.packed:
        raise _damaged(member)
    if member.method == zipfile.ZIP_STORED:
        made = packed
    else:
        try:
            made = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, member.size + 1)
        except zlib.error as error:
            raise _damaged(member) from error
    if len(made) != member.size or zlib.crc32(made) != member.crc:
        raise _damaged(member)
    return made


def _infos(data: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.infolist()
    # What the standard library raises for a list of contents that is not one.
    except (zipfile.BadZipFile, NotImplementedError, struct.error, ValueError, OSError, EOFError, IndexError) as error:
        hint = "it is perhaps cut off: fetch or save it again"
        raise _refused("is no whole archive: its list of contents cannot be read", hint=hint) from error


def _listed(data: bytes) -> int:
    """How many files the list at the end names, counted without reading them."""
    end = data.rfind(_END_MARK, max(0, len(data) - _END_SIZE - _LONGEST_COMMENT))
    if end < 0 or len(data) < end + _END_SIZE:
        return 0
    (size,) = struct.unpack_from("<I", data, end + 12)
    return data.count(_LISTED_MARK, max(0, end - size), end)


def _safe(name: str) -> str:
    plain = name.replace("\\", "/")
    parts = plain.split("/")
    if plain.startswith("/") or ".." in parts or ":" in parts[0] or "\0" in plain:
        raise _refused(f"its archive holds a file whose name leads out of it: {name[:100]!r}")
    return "/".join(part for part in parts if part not in ("", "."))


def _damaged(member: Member) -> ProblemError:
    return _refused(f"is damaged or cut off: {member.name!r} in its archive cannot be read")


def _refused(message: str, *, hint: str = "") -> ProblemError:
    return ProblemError(Problem(message, hint=hint))
