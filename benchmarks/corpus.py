"""Invented entries, the same for every generator: ``python benchmarks/corpus.py pressday 10000 FOLDER``."""

from __future__ import annotations

import random
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
TOPICS = [f"topic-{number:02}" for number in range(20)]
NEWEST = datetime(2026, 9, 30, 20, 0, tzinfo=UTC)
A_DAY = 40


class Piece(NamedTuple):
    """One entry."""

    slug: str
    title: str
    date: datetime
    author: str
    topics: list[str]
    summary: str
    body: str


class Writer:
    """Writes prose of words that do not exist; the same *seed*, the same prose."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        parts = [
            "ba",
            "co",
            "den",
            "fi",
            "gra",
            "hul",
            "ist",
            "jo",
            "kel",
            "lo",
            "mar",
            "nu",
            "op",
            "per",
            "ra",
            "sto",
            "tu",
        ]
        self.words = sorted(
            {"".join(self.chance.choices(parts, k=self.chance.choice([1, 2, 2, 3]))) for _ in range(1500)}
        )
        self.authors = [f"{self.word().title()} {self.word().title()}" for _ in range(12)]

    def word(self) -> str:
        return self.chance.choice(self.words)

    def sentence(self, marks: bool = True) -> str:
        words = [self.word() for _ in range(self.chance.randint(9, 16))]
        if marks and self.chance.random() < 0.3:
            at = self.chance.randrange(len(words))
            words[at] = self.chance.choice(["*{}*", "**{}**", "`{}`", "[{}](https://elsewhere.example/a)"]).format(
                words[at]
            )
        return " ".join(words).capitalize() + "."

    def body(self) -> str:
        blocks = [
            " ".join(self.sentence() for _ in range(self.chance.randint(2, 4)))
            for _ in range(self.chance.randint(3, 4))
        ]
        kind = self.chance.random()
        if kind < 0.3:
            blocks.insert(1, "\n".join(f"- {self.sentence()}" for _ in range(4)))
        elif kind < 0.5:
            blocks.insert(1, f"> {self.sentence()}")
        elif kind < 0.65:
            blocks.insert(1, f"## {self.sentence(marks=False)}")
        return "\n\n".join(blocks) + "\n"

    def pieces(self, count: int) -> Iterator[Piece]:
        for number in range(count):
            back = count - 1 - number
            date = NEWEST - timedelta(days=back // A_DAY, minutes=(back % A_DAY) * 18)
            title = " ".join(self.word() for _ in range(5)).capitalize()
            yield Piece(
                f"p{number:06}", title, date, self.chance.choice(self.authors),
                sorted(self.chance.sample(TOPICS, self.chance.choice([1, 2, 2, 3]))), self.sentence(False), self.body(),
            )  # fmt: skip


def _header(piece: Piece, author: str, more: str = "") -> str:
    topics = ", ".join(piece.topics)
    date = piece.date.isoformat()
    return (
        f"---\n{more}title: {piece.title}\ndate: {date}\n{author}\ntopics: [{topics}]\nsummary: {piece.summary}\n---\n"
    )


def _pressday(folder: Path, piece: Piece) -> tuple[Path, str]:
    path = folder / f"content/articles/{piece.date:%Y}/{piece.date:%Y-%m-%d}-{piece.slug}.md"
    return path, _header(piece, f"authors: [{piece.author}]", f"id: {piece.slug}\n") + piece.body


def _hugo(folder: Path, piece: Piece) -> tuple[Path, str]:
    return folder / f"content/posts/{piece.slug}.md", _header(piece, f"author: {piece.author}") + piece.body


SETTINGS = """\
title: The Bench
base_url: https://bench.example/
identity: bench.example,2026
topics:
{topics}
"""
MAKERS = {"pressday": _pressday, "hugo": _hugo}


def make(generator: str, count: int, folder: Path, seed: int = 11) -> None:
    """Write *count* entries, and what the generator needs besides, into *folder*."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if generator == "hugo":
        shutil.copytree(HERE / "hugo", folder, dirs_exist_ok=True)
        (folder / "data").mkdir()
        (folder / "data/topics.yaml").write_text("".join(f"- {topic}\n" for topic in TOPICS))
    else:
        topics = "\n".join(f"  - {{id: {topic}, title: {topic}}}" for topic in TOPICS)
        (folder / "newsletter.yaml").write_text(SETTINGS.format(topics=topics))
    for piece in Writer(seed).pieces(count):
        path, text = MAKERS[generator](folder, piece)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


if __name__ == "__main__":
    make(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
