"""Gzip, bounded: a few bytes can become many."""

from __future__ import annotations

import zlib

UnpackError = zlib.error


class Unpacker:
    """Unpacks gzip (RFC 1952), one member after the other, never more than is asked for."""

    def __init__(self) -> None:
        self.work = zlib.decompressobj(wbits=31)

    @property
    def whole(self) -> bool:
        return self.work.eof

    def feed(self, data: bytes, most: int) -> bytes:
        """At most *most* bytes of what *data* holds; to stop there is the caller's."""
        made = bytearray()
        while data and len(made) < most:
            if self.work.eof:
                self.work = zlib.decompressobj(wbits=31)
            made += self.work.decompress(data, most - len(made))
            data = self.work.unused_data if self.work.eof else self.work.unconsumed_tail
        return bytes(made)
