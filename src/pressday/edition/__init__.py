"""Entries to ``Edition``: the whole newsletter at one build.  Pure; knows neither disk nor clock."""

from pressday.edition.composing import compose, due
from pressday.edition.paths import Paths

__all__ = ["Paths", "compose", "due"]
