"""An entry that moved in keeps the id by which feed readers know it."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import pytest

from feed_samples import NEWSLETTER, NOON, article, drawn, edition
from pressday.content import reading
from pressday.edition.unique import unique

OLD = "https://old.example/?p=12"
ATOM = "{http://www.w3.org/2005/Atom}"


def _read(*lines):
    raw = "\n".join(["---", "id: abcd2345", "title: The lock is open", "date: 2026-03-05", *lines, "---", "", "Text."])
    return reading.read("content/articles/2026/2026-03-05-lock.md", raw.encode(), "UTC")


def test_the_header_may_say_the_old_feeds_id_word_for_word():
    made = _read(f"guid: '{OLD}'")
    assert made.problems == ()
    assert (made.record.key, made.record.guid) == ("abcd2345", OLD)


def test_it_takes_no_place_of_the_id():
    made = reading.read(
        "content/articles/2026/2026-03-05-lock.md",
        b"---\ntitle: The lock is open\ndate: 2026-03-05\nguid: 12\n---\n\nText.\n",
        "UTC",
    )
    assert (made.record.key, made.record.keyed) == ("articles/2026/2026-03-05-lock", False)
    assert made.record.guid == "12"


@pytest.mark.parametrize("wrong", ["guid: [a, b]", f"guid: {'x' * 501}"])
def test_one_that_is_no_line_is_an_error_at_its_line(wrong):
    (problem,) = _read(wrong).problems
    assert (problem.severity, problem.line) == ("error", 5)


def test_a_second_entry_with_the_same_one_is_held_back_and_the_error_names_both():
    one = article("one", "The lock is open", NOON, guid=OLD)
    two = article("two", "Open is the lock", NOON, guid=OLD)
    three = article("three", "The boat", NOON)
    four = article("four", "The bell", NOON)
    kept, problems = unique([one, two, three, four])
    assert kept == [one, three, four]
    (problem,) = problems
    assert (problem.severity, problem.path, problem.line) == ("error", two.path, 1)
    assert OLD in problem.message
    assert one.path in problem.message


def test_feeds_go_on_using_it():
    files = drawn(edition(article("one", "The lock is open", NOON, guid=OLD)))
    assert [node.text for node in ET.fromstring(files["feed.xml"]).iter("guid")] == [OLD]
    assert [node.findtext(f"{ATOM}id") for node in ET.fromstring(files["atom.xml"]).iter(f"{ATOM}entry")] == [OLD]
    assert [item["id"] for item in json.loads(files["feed.json"])["items"]] == [OLD]


def test_atom_has_its_own_where_the_old_one_is_no_address():
    files = drawn(edition(article("one", "The lock is open", NOON, guid="5f1a9c0e")))
    assert [node.text for node in ET.fromstring(files["feed.xml"]).iter("guid")] == ["5f1a9c0e"]
    own = f"tag:{NEWSLETTER.identity}:one"
    assert [node.findtext(f"{ATOM}id") for node in ET.fromstring(files["atom.xml"]).iter(f"{ATOM}entry")] == [own]
    assert [item["id"] for item in json.loads(files["feed.json"])["items"]] == ["5f1a9c0e"]
