"""The base of every record, and the only door to msgspec.

A record is frozen, compares by value, pickles, and has one compact encoding.  From that encoding
come the cache and the fingerprints; nothing else in the program serialises records.
"""

from __future__ import annotations

import hashlib
from typing import TypeVar

import msgspec


class Record(msgspec.Struct, frozen=True, gc=False, array_like=True, omit_defaults=True):
    """A frozen value.  Subclasses repeat ``frozen=True`` so that type checkers know it too."""


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


def digest(data: bytes) -> str:
    """A content hash: 32 hexadecimal digits, the same on every machine."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()
