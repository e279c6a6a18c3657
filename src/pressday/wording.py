"""Words that are written without a theme: in feeds, in letters, in the headers of mails."""

from __future__ import annotations

import re
from datetime import date

# Not the machine's own names of months, which change with its language.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
# What stands over the stories that no topic claims.
MORE_NEWS = "More news"
# The headline of what was withdrawn.
WITHDRAWN = "Withdrawn"


def day(of: date) -> str:
    """*of* as a reader writes it: ``20 November 2026``."""
    return f"{of.day} {_MONTHS[of.month - 1]} {of.year}"


def printable(text: str) -> str:
    """*text* with a space for each control character, line ends among them, and each half of a pair."""
    return text if text.isprintable() else _UNPRINTABLE.sub(" ", text)
