"""What takes long to make of a theme, kept between builds: what is wrong with it costs time and nothing else."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache

from pressday.records import digest

_SEAL = 32


def read_sealed(path: Path) -> bytes | None:
    """What ``write_sealed`` has put at *path*; None if it is gone, torn or altered."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    return data[_SEAL:] if data[:_SEAL].decode("ascii", "replace") == digest(data[_SEAL:]) else None


def write_sealed(path: Path, data: bytes) -> None:
    """*data* at *path*, sealed by a hash; a disk that refuses is no reason to stop."""
    write_quietly(path, digest(data).encode() + data)


class CompiledTemplates(BytecodeCache):
    """Sealed files in *folder*: a torn or altered one is compiled again, never run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        data = read_sealed(self.folder / bucket.key)
        if data is not None:
            with contextlib.suppress(ValueError, TypeError, EOFError):
                bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        write_sealed(self.folder / bucket.key, bucket.bytecode_to_string())


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
