"""What a build is made with: the versions of the program and of all that it draws with.

Read from the names of installed packages' folders: asking each package would load it.
"""

from __future__ import annotations

import os
import sys
from functools import cache

from pressday import __version__

_DRAWN_WITH = frozenset(
    """css_inline feedgen jinja2 linkify_it_py lxml markdown_it_py markupsafe mdit_py_plugins msgspec nh3 pyyaml
    tzdata""".split()
)


@cache
def _installed() -> dict[str, str]:
    """The versions of what pages are drawn with, by package."""
    found: dict[str, str] = {}
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")
        except OSError:
            continue
        for name in names:
            if name.endswith(".dist-info"):
                package, _, version = name.removesuffix(".dist-info").partition("-")
                if package.lower().replace(".", "_") in _DRAWN_WITH:
                    found.setdefault(package.lower(), version)
    return found


def version_of(package: str) -> str:
    """The version of one of them, or an empty text for one that was not installed as a package."""
    return _installed().get(package, "")


@cache
def versions() -> str:
    """A line that changes when anything does that a page's bytes could depend on."""
    listed = " ".join(f"{package}-{version}" for package, version in sorted(_installed().items()))
    return f"pressday-{__version__} {_source()} python-{sys.version_info[0]}.{sys.version_info[1]} {listed}"


def _source() -> str:
    """Our own files' times and sizes, so that someone who works on the program sees what they changed."""
    own = os.path.dirname(__file__)  # noqa: PTH120 - loaded in builds that must not load pathlib for nothing
    total = 0
    for folder, below, names in os.walk(own):
        below[:] = [name for name in below if name not in ("__pycache__", "themes")]
        for name in names:
            if name.endswith(".py"):
                status = os.stat(f"{folder}/{name}")  # noqa: PTH116
                total = (total * 31 + status.st_mtime_ns + status.st_size) & 0xFFFFFFFFFFFF
    return f"{total:012x}"
