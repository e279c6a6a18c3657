"""Entries by topic."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from html import unescape
from typing import NamedTuple

from pressday.config import Newsletter
from pressday.edition.desks import Topics
from pressday.model import Body, Entry
from pressday.problems import Problem

_BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|blockquote|pre|td|th|tr|dd|dt|figcaption)>|<br\s*/?>|<hr\s*/?>")
_TAG = re.compile(r"<[^<>]*>")


class Story(NamedTuple):
    """An entry with its *text*, a paragraph apart from the next by an empty line."""

    entry: Entry
    text: str

    @property
    def whole(self) -> str:
        return f"{self.entry.title}\n\n{self.text}"


class TopicRow(NamedTuple):
    """A topic and its number of entries; *known* to the settings, or a word that a file uses."""

    id: str
    title: str
    entries: int
    known: bool


class Overview(NamedTuple):
    """*rows* in the settings' order, then those that they do not know; *none* and *under* number the stories.

    *problems*: a note for each topic that the settings do not know.
    """

    total: int
    rows: tuple[TopicRow, ...]
    none: tuple[int, ...]
    under: dict[str, tuple[int, ...]]
    problems: tuple[Problem, ...]


def stories(entries: Iterable[Entry], body: Callable[[str], Body]) -> list[Story]:
    """Every entry with its text, newest first; nothing that was withdrawn."""
    newest = sorted(
        (entry for entry in entries if entry.retracted is None),
        key=lambda entry: (entry.published, entry.path),
        reverse=True,
    )
    return [Story(entry, "\n\n".join(filter(None, (entry.kicker, _text(body(entry.hash).html))))) for entry in newest]


def _text(html: str) -> str:
    """What a reader sees of a body: addresses behind links are no words of the text."""
    return unescape(_TAG.sub("", _BLOCK_END.sub("\n\n", html))).strip()


def overview(told: Sequence[Story], newsletter: Newsletter) -> Overview:
    """How many of the stories stand under each topic, drafts among them."""
    topics = Topics(newsletter)
    under: dict[str, list[int]] = {}
    for number, story in enumerate(told):
        for id_ in topics.ids(story.entry.topics, story.entry.path):
            under.setdefault(id_, []).append(number)
    counts = Counter({id_: len(numbers) for id_, numbers in under.items()})
    new = sorted(under.keys() - topics.known.keys(), key=lambda id_: (-counts[id_], id_))
    rows = [TopicRow(id_, topics.labels[id_].title, counts[id_], id_ in topics.known) for id_ in [*topics.known, *new]]
    return Overview(
        len(told),
        tuple(rows),
        tuple(number for number, story in enumerate(told) if not story.entry.topics),
        {id_: tuple(numbers) for id_, numbers in under.items()},
        tuple(topics.problems()),
    )
