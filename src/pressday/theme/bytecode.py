"""Compiled templates kept between builds.  Whatever is wrong with them, they cost time and nothing else."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache

from pressday.records import digest

_SEAL = 32


class CompiledTemplates(BytecodeCache):
    """Files in *folder*, each sealed by a hash: a torn or altered one is compiled again, never run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            data = (self.folder / bucket.key).read_bytes()
        except OSError:
            return
        if data[:_SEAL].decode("ascii", "replace") == digest(data[_SEAL:]):
            with contextlib.suppress(ValueError, TypeError, EOFError):
                bucket.bytecode_from_string(data[_SEAL:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        data = bucket.bytecode_to_string()
        write_quietly(self.folder / bucket.key, digest(data).encode() + data)


def write_quietly(path: Path, data: bytes) -> None:
    """*data* at *path*, whole or not at all; a disk that refuses is no reason to stop."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
