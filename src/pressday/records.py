"""The base of every record, and the only door to msgspec.

A record is frozen, compares by value, pickles, and has one compact encoding.  From that encoding
come the cache and the fingerprints; nothing else in the program serialises records.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TypeVar

import msgspec

# The fingerprint of a part that many records share.
Mark = Callable[["Record"], str]


class Record(msgspec.Struct, frozen=True, gc=False, array_like=True, omit_defaults=True):
    """A frozen value.  Subclasses repeat ``frozen=True`` so that type checkers know it too."""

    def essence(self, mark: Mark) -> object:
        """What a fingerprint of this record is made of: itself or, where that is long, less that says as much.

        *mark* gives the fingerprint of a part, made once for all the records that share it.
        """
        return self


class CorruptRecordError(ValueError):
    """Encoded bytes that are not the record they were said to be."""


R = TypeVar("R")

_encoder = msgspec.msgpack.Encoder()
_decoders: dict[object, msgspec.msgpack.Decoder[object]] = {}

encode = _encoder.encode
replace = msgspec.structs.replace


def decode(data: bytes, kind: type[R]) -> R:
    """The record (or list, or tuple of records) that *data* encodes.

    Raises CorruptRecordError for bytes of any other shape.
    """
    decoder = _decoders.get(kind)
    if decoder is None:
        decoder = _decoders[kind] = msgspec.msgpack.Decoder(kind)
    try:
        return decoder.decode(data)  # type: ignore[return-value]
    except (msgspec.MsgspecError, ValueError) as error:
        raise CorruptRecordError(str(error)) from error


class Marks:
    """Fingerprints of shared parts, by identity: for as long as a plan lasts."""

    def __init__(self) -> None:
        self._made: dict[int, tuple[Record, str]] = {}

    def __call__(self, record: Record) -> str:
        made = self._made.get(id(record))
        if made is None:
            # The record is kept with its mark: another must not be given its identity.
            made = self._made[id(record)] = (record, digest(encode(record.essence(self))))
        return made[1]


def digest(data: bytes) -> str:
    """A content hash: 32 hexadecimal digits, the same on every machine."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()
