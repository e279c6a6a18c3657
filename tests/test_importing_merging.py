"""Import again is a three-way merge: no paragraph of either side is ever gone, and the editor's stands."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importing_samples import Desk, live_text
from pressday.importing import merging
from pressday.importing.merging import bodies
from pressday.importing.pairing import Wait
from pressday.ledger.imports import body_hashes, fingerprint, paragraphs, parse

LIVE = "content/live/storm-over-harne"


def merged(base: str, mine: str, theirs: str) -> tuple[str, str]:
    """Three texts of one letter a paragraph: the file's paragraphs, and those that wait."""
    made = bodies(body_hashes("\n\n".join(base)), "\n" + "\n\n".join(mine) + "\n", list(theirs))
    names = {fingerprint(letter): letter for letter in theirs}
    return "".join(paragraphs(made.body)), "".join(names[hash_] for hash_ in made.waits)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "file", "waits"),
    [
        ("abc", "abc", "aBc", "aBc", ""),  # only the source changed it
        ("abc", "aXc", "abc", "aXc", ""),  # only the editor did
        ("abc", "aXc", "aBc", "aXc", "B"),  # both did
        ("abc", "aXc", "abC", "aXC", ""),  # each another one
        ("abc", "aBc", "aBc", "aBc", ""),  # both the same
        ("abc", "cab", "aBc", "caB", ""),  # the editor has another order
        ("abc", "cab", "abC", "Cab", ""),
        ("abc", "ac", "abc", "ac", ""),  # what the editor deleted stays deleted
        ("abc", "ac", "aBc", "ac", "B"),
        ("abc", "aXbYc", "aBc", "aXBYc", ""),  # inserted between
        ("abc", "aXbc", "abcd", "aXbcd", ""),
        ("abc", "abX", "abcd", "abXd", ""),  # the last was edited, and the source goes on
        ("abc", "Xbc", "dabc", "dXbc", ""),
        ("abc", "XYZ", "aBcd", "XYZ", "Bd"),  # rewritten whole
        ("abc", "", "abcd", "", "d"),
        ("abc", "abc", "", "", ""),
        ("", "", "ab", "ab", ""),
        ("", "X", "ab", "X", "ab"),
        ("abc", "abc", "cab", "abc", ""),  # the source moved one: the editor's order stands
        ("abcd", "aXcd", "abCD", "aXCD", ""),
        ("abcd", "aXcd", "aBCQd", "aXcd", "BCQ"),  # one by one cannot be told
        ("aab", "aab", "aaB", "aaB", ""),
        ("aab", "aXab", "aacb", "aXacb", ""),
    ],
)
def test_paragraph_by_paragraph(base: str, mine: str, theirs: str, file: str, waits: str) -> None:
    assert merged(base, mine, theirs) == (file, waits)


_TEXT = st.text("abcdef", max_size=7)


@settings(max_examples=600, deadline=None)
@given(_TEXT, st.text("abcdefXYZ", max_size=7), st.text("abcdefPQR", max_size=7))
def test_no_paragraph_of_either_side_is_gone(base: str, mine: str, theirs: str) -> None:
    file, waits = merged(base, mine, theirs)
    own = set(mine) - set(base)
    assert own <= set(file)
    assert set(theirs) - set(base) <= set(file) | set(waits)
    assert set(base) & set(mine) & set(theirs) <= set(file)
    assert set(file) <= set(mine) | set(theirs)
    assert [letter for letter in file if letter in "XYZ"] == [letter for letter in mine if letter in "XYZ"]
    # Told the same once more, nothing happens.
    assert merged(theirs, file, theirs) == (file, "")


@given(_TEXT, st.text("abcdefPQR", max_size=7))
def test_what_nobody_edited_becomes_what_the_source_says_but_for_its_order(base: str, theirs: str) -> None:
    file, waits = merged(base, base, theirs)
    assert (sorted(file), waits) == (sorted(theirs), "") or len(set(theirs)) < len(theirs) or len(set(base)) < len(base)


def test_the_editors_white_space_and_line_breaks_stay() -> None:
    mine = "\n\nOne  \nline.\n\n\n\nTwo.\n\n  Three.\n"
    base = body_hashes("One  \nline.\n\nTwo.\n\nThree.")
    assert bodies(base, mine, ["One  \nline.", "Two.", "Three."]).body == mine
    assert bodies(base, mine, ["One  \nline.", "Two.", "3."]).body == "\n\nOne  \nline.\n\n\n\nTwo.\n\n3.\n"


def test_fenced_code_is_one_paragraph() -> None:
    text = "One.\n\n```py\na\n\n\nb\n```\n\nTwo.\n\n~~~~\n```\n\n~~~~"
    assert paragraphs(text) == ["One.", "```py\na\n\n\nb\n```", "Two.", "~~~~\n```\n\n~~~~"]


def test_fields_are_merged_one_by_one() -> None:
    base = {"title": "1", "date": "1", "topics": "1", "authors": "1", "kicker": "1"}
    mine = {"title": "1", "date": "2", "topics": "2", "authors": "2", "kicker": "1", "summary": "1"}
    theirs = {"title": "2", "date": "3", "topics": "3", "authors": "1", "summary": "9"}
    assert merging.fields(base, mine, theirs) == (("title", "kicker"), ("date", "summary"))


# --- the whole way, with edits drawn by lot --------------------------------------------------------

_ENTRIES = 4


class Model:
    """A live page and its files, edited on both sides by a seeded hand."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.lot = random.Random(seed)
        self.desk = Desk(folder)
        self.count = 0
        self.source = [
            (f"Headline {number}", [self.paragraph("source") for _ in range(self.lot.randint(0, 4))])
            for number in range(_ENTRIES)
        ]
        self.save()
        self.desk.report()
        self.paths = [self.desk.entry(headline) for headline, _ in self.source]

    def paragraph(self, who: str) -> str:
        self.count += 1
        return f"The {who} tells number {self.count} of what befell in Harne."

    def headline(self, whose: str) -> str:
        self.count += 1
        return f"{whose} headline {self.count}"

    def save(self) -> None:
        entries = [
            (headline, f"1{number}:0{number}, 4 March 2026", "Tam Reyes", list(texts))
            for number, (headline, texts) in enumerate(self.source)
        ]
        self.desk.put(live_text(entries, points=[]))

    def change(self, texts: list[str], who: str) -> list[str]:
        texts = list(texts)
        for _ in range(self.lot.randint(0, 3)):
            at = self.lot.randrange(len(texts) + 1)
            what = self.lot.choice(["insert", "change", "change", "delete", "swap", "rewrite"])
            if what == "insert" or not texts:
                texts.insert(at, self.paragraph(who))
                continue
            at = min(at, len(texts) - 1)
            if what == "change":
                texts[at] = self.paragraph(who)
            elif what == "delete":
                del texts[at]
            elif what == "swap":
                texts.insert(0, texts.pop(at))
            elif self.lot.random() < 0.3:
                texts = [self.paragraph(who) for _ in range(self.lot.randint(1, 3))]
        return texts

    def correct(self) -> None:
        """What the source does until its next save."""
        self.source = [
            (self.headline("Corrected") if self.lot.random() < 0.2 else headline, self.change(texts, "source"))
            for headline, texts in self.source
        ]
        self.save()

    def edit(self, path: Path) -> None:
        """What the editor does to one file: the text, the headline, a broken header, or away with it."""
        _, head, body = path.read_text().split("---\n", 2)
        texts, what = self.change(paragraphs(body), "editor"), self.lot.random()
        if what < 0.1:
            path.unlink()
            return
        if what < 0.2:
            head = re.sub("title: .*", f"title: {self.headline('My')}", head)
        elif what < 0.3:
            head = head.replace("title: ", "title: [", 1) + "x: [\n"
        path.write_text(f"---\n{head}---\n\n" + "\n\n".join(texts) + "\n")

    def waits(self) -> set[str]:
        ledger = parse(self.desk.read("ledger/imports/storm.txt.yaml"), "x")
        return {Wait.parse(wait).hash for entry in ledger.entries.values() for wait in entry.waits}


def read(path: Path) -> tuple[str, list[str]]:
    """A file's headline and paragraphs; nothing of one that was deleted."""
    if not path.exists():
        return "", []
    _, head, body = path.read_text().split("---\n", 2)
    return head.split("title: ", 1)[1].split("\n")[0], paragraphs(body)


@pytest.mark.parametrize("seed", range(200))
def test_whatever_both_sides_do_no_paragraph_is_gone(tmp_path: Path, seed: int) -> None:
    model = Model(tmp_path, seed)
    for _ in range(2):
        was, before = list(model.source), [read(path) for path in model.paths]
        for path in model.paths:
            if path.exists() and model.lot.random() < 0.6:
                model.edit(path)
        mine, data = [read(path) for path in model.paths], [path.exists() and path.read_bytes() for path in model.paths]
        model.correct()
        waited = model.waits()
        assert not any(report.count("new") for report in model.desk.run().reports)
        waits = model.waits()
        for number, (headline, said) in enumerate(model.source):
            path, (my_title, my_texts), (old_title, old) = model.paths[number], mine[number], was[number]
            title, texts = read(path)
            broken = b"x: [" in (data[number] or b"")
            if not data[number] or broken:
                assert (path.exists() and path.read_bytes()) == data[number]
                if broken:  # mended, it is merged
                    path.write_text(path.read_text().replace("title: [", "title: ").replace("x: [\n", ""))
                continue
            there = {fingerprint(text) for text in texts} | waits
            assert [text for text in texts if "editor" in text] == [text for text in my_texts if "editor" in text]
            assert set(my_texts) & set(said) <= set(texts)
            assert {fingerprint(text) for text in set(said) - set(old)} <= there
            assert {fingerprint(text) for text in said} & waited <= there
            if (my_title, my_texts) == before[number] == (old_title, old):
                assert (title, texts) == (headline, said)
            elif headline != old_title:
                assert title == headline if my_title == old_title else fingerprint(headline) in waits
        model.desk.run()
        after, waits = model.desk.state(), model.waits()
        model.desk.report(model.desk.folder / "sources/storm.txt")
        assert (model.desk.state(), model.waits()) == (after, waits)
