"""The ledger of what was promised: read forgivingly, written whole, and never forgetting an address."""

from __future__ import annotations

from pathlib import Path

import pytest

from pressday.ledger import published
from pressday.ledger.promises import Planned, Promise
from pressday.ledger.published import Published
from pressday.records import replace
from written import article, composed

A = "content/articles/2026-11-20-a.md"
FILE = "ledger/published.tsv"
LINE = "article\taaaa\t2026-11-20T09:00:00+00:00\t2026-11-20T09:00:00+00:00\thash\t/2026/11/20/a/ /old/"
OTHER = "article\taaaa\t2026-11-19T09:00:00+00:00\t2026-11-21T09:00:00+00:00\tnewer\t/2026/11/20/b/"


def ledger(folder: Path, text: str | bytes) -> tuple[Published, list[str]]:
    (folder / "ledger").mkdir(exist_ok=True)
    (folder / FILE).write_bytes(text.encode() if isinstance(text, str) else text)
    found, problems = published.read(folder)
    assert all(problem.severity == "warning" for problem in problems)
    return found, [f"{problem.path}:{problem.line}" for problem in problems]


def test_a_newsletter_without_a_ledger_has_promised_nothing(tmp_path: Path) -> None:
    assert published.read(tmp_path) == (Published({}), [])


def test_what_is_written_reads_back_and_is_not_written_twice(tmp_path: Path) -> None:
    edition, _ = composed(
        {A: article(id="aaaa", topics="[ferries]"), "content/live/s/2026-11-20-0900-l.md": article(id="llll")}
    )
    first = published.recorded(Published({}), edition)
    assert published.write(tmp_path, first)
    assert published.read(tmp_path) == (first, [])
    assert not published.write(tmp_path, first)
    assert {kind for kind, _ in first.promises} == {"article", "live", "live-page", "topic", "digest"}


def test_an_address_is_never_forgotten_and_the_newest_comes_first() -> None:
    before, _ = composed({A: article(id="aaaa")})
    after, _ = composed({"content/articles/2026-11-20-b.md": article(id="aaaa", lastmod="2026-11-21")})
    first = published.recorded(Published({}), before)
    second = published.recorded(first, after)
    promise = second.promises["article", "aaaa"]
    assert promise.addresses == ("2026/11/20/b/", "2026/11/20/a/")
    assert promise.first == first.promises["article", "aaaa"].first
    assert second.moved() == {"2026/11/20/b/": "aaaa", "2026/11/20/a/": "aaaa"}
    back = published.recorded(second, before)
    assert back.promises["article", "aaaa"].addresses == ("2026/11/20/a/", "2026/11/20/b/")


def test_what_is_no_longer_shown_keeps_its_line_and_is_marked() -> None:
    first = published.recorded(Published({}), composed({A: article(id="aaaa")})[0])
    gone = published.recorded(first, composed({})[0]).promises["article", "aaaa"]
    assert gone.is_gone
    assert gone == replace(first.promises["article", "aaaa"], hash=gone.hash, title="")


def test_a_fresh_clone_knows_every_old_address(tmp_path: Path) -> None:
    found, _ = ledger(tmp_path, LINE + "\n")
    edition, _ = composed({A: article(id="aaaa")}, moved=found.moved())
    assert edition.moved == (("old/", "2026/11/20/a/"),)


@pytest.mark.parametrize(
    "line",
    [
        "<<<<<<< HEAD",
        "=======",
        "article\taaaa",
        LINE + "\textra",
        LINE.replace("2026-11-20T09:00:00+00:00", "soon", 1),
        LINE.replace("2026-11-20T09:00:00+00:00", "2026-11-20T09:00:00", 1),
        LINE.replace("\t", " "),
    ],
)
def test_a_line_that_is_none_is_a_warning_and_the_others_count(tmp_path: Path, line: str) -> None:
    found, places = ledger(tmp_path, f"{line}\n{LINE}\n")
    assert places == [f"{FILE}:1"]
    assert list(found.promises) == [("article", "aaaa")]


@pytest.mark.parametrize(
    ("columns", "known"),
    [
        ("0123456789\ttopic/ferries live/storm", ("0123456789", ("live/storm", "topic/ferries"))),
        ("-\t-", ("", ())),
        ("-\t?", ("", None)),
        ("a headline\ttopic/a b", ("", None)),
        ("0123456789\t../x", ("0123456789", None)),
        ("\t", ("", None)),
    ],
)
def test_of_a_headline_or_feeds_that_are_written_otherwise_nothing_is_known(
    tmp_path: Path, columns: str, known: tuple[str, tuple[str, ...] | None]
) -> None:
    found, places = ledger(tmp_path, f"{LINE}\t{columns}\n")
    promise = found.promises["article", "aaaa"]
    assert (places, (promise.title, promise.feeds)) == ([], known)


def test_a_ledger_of_before_feeds_were_remembered_is_read_and_written_anew(tmp_path: Path) -> None:
    old = f"kind\tid\tfirst\tupdated\thash\taddresses\n{LINE}\n"
    found, places = ledger(tmp_path, old)
    assert (places, found.knows_feeds) == ([], False)
    assert published.write(tmp_path, found)
    assert (tmp_path / FILE).read_text("utf-8").endswith(f"\ttitle\tfeeds\n{LINE}\t-\t?\n")
    assert published.read(tmp_path) == (found, [])


def test_a_line_of_before_does_not_take_from_what_the_other_knows(tmp_path: Path) -> None:
    one, other = f"{LINE}\t0123456789\ttopic/a topic/b", f"{OTHER}\t-\ttopic/b topic/c"
    promise = ledger(tmp_path, f"{one}\n{other}\n")[0].promises["article", "aaaa"]
    assert (promise.title, promise.feeds) == ("0123456789", ("topic/a", "topic/b", "topic/c"))
    promise = ledger(tmp_path, f"{one}\n{OTHER}\n")[0].promises["article", "aaaa"]
    assert (promise.hash, promise.title, promise.feeds) == ("newer", "0123456789", ("topic/a", "topic/b"))


def test_a_merged_topic_is_served_another_feed_whichever_branch_knows_it(tmp_path: Path) -> None:
    instant = "2026-11-20T09:00:00+00:00"
    own = f"topic\tboats\t{instant}\t{instant}\t\t/topics/boats/\t0123456789\t-"
    into = f"topic\tboats\t{instant}\t{instant}\t\t/topics/boats/\t-\ttopic/ferries"
    for lines in ((own, into), (into, own)):
        promise = ledger(tmp_path, "\n".join(lines) + "\n")[0].promises["topic", "boats"]
        assert (promise.feed, promise.served) == ("topic/boats", "topic/ferries")


def test_an_address_that_serves_another_feed_is_remembered_until_that_ends(tmp_path: Path) -> None:
    header = {"topics": "[boats]", "authors": "[Nell Harrow]"}
    storm = "content/live/storm/2026-11-20-0900-l.md"
    before, _ = composed({A: article(id="aaaa", **header), storm: article(id="llll", **header)})
    first = published.recorded(Published({}), before)
    planned = Planned(
        served={
            "": "whole",
            "topics/boats/": "topic/ferries",
            "topics/rafts/": "topic/ferries",
            "authors/nell-harrow/": "author/nell-reyes",
            "live/storm/": "live/gale",
        }
    )
    after, _ = composed({A: article(id="aaaa", topics="[ferries]", authors="[Nell Reyes]")})
    second = published.recorded(first, after, planned)
    found = {promise.feed: promise.served for promise in second.promises.values() if promise.feed and promise.is_gone}
    assert found == {
        "topic/boats": "topic/ferries",
        "topic/rafts": "topic/ferries",
        "author/nell-harrow": "author/nell-reyes",
        "live/storm": "live/gale",
    }
    assert second.promises["live-page", "storm"].feeds == ("author/nell-harrow", "live/gale")
    assert published.write(tmp_path, second)
    assert published.read(tmp_path) == (second, [])
    assert published.recorded(second, after, planned) == second
    third = published.recorded(second, after)
    assert {promise.feed for promise in third.promises.values() if promise.served != promise.feed} == set()
    assert published.recorded(third, before).promises["live-page", "storm"] == first.promises["live-page", "storm"]


def test_news_changes_no_line_but_its_own(tmp_path: Path) -> None:
    """So that two people who publish change different lines; a live page's says when it last changed."""
    header = {"topics": "[ferries]", "authors": "[Nell Harrow]"}
    before, _ = composed({A: article(id="aaaa", **header)})
    later = article(id="bbbb", date="2026-11-21T09:00:00+00:00", **header)
    after, _ = composed({A: article(id="aaaa", **header), "content/articles/2026-11-21-b.md": later})
    first = published.recorded(Published({}), before)
    second = published.recorded(first, after)
    changed = {place for place, promise in second.promises.items() if first.promises.get(place) != promise}
    assert {place for place in changed if place[0] != "digest"} == {("article", "bbbb")}


def test_a_topic_that_has_shown_nothing_yet_is_promised_too() -> None:
    empty = published.recorded(Published({}), composed({})[0])
    assert {key for kind, key in empty.promises if kind == "topic"} == {"ferries", "council"}
    filled = published.recorded(empty, composed({A: article(id="aaaa", topics="[ferries]")})[0])
    assert filled.promises["topic", "ferries"].first == "2026-11-20T09:00:00+00:00"


@pytest.mark.parametrize("order", [(LINE, OTHER), (OTHER, LINE)])
def test_two_lines_of_one_id_are_both_kept_as_a_merge_of_branches_leaves_them(
    tmp_path: Path, order: tuple[str, str]
) -> None:
    found, places = ledger(tmp_path, "\n".join(order) + "\n")
    assert places == []
    assert found.promises["article", "aaaa"] == Promise(
        "article",
        "aaaa",
        "2026-11-19T09:00:00+00:00",
        "2026-11-21T09:00:00+00:00",
        "newer",
        ("2026/11/20/b/", "2026/11/20/a/", "old/"),
    )


@pytest.mark.parametrize(
    "address", ["../../etc/", "a:b/", "feed.xml", "index.html", "a//b/", "./", "a?b/", "a\\b/", ""]
)
def test_an_address_that_no_page_had_is_passed_over(tmp_path: Path, address: str) -> None:
    found, places = ledger(tmp_path, LINE.replace("/old/", f"/{address}") + "\n")
    assert found.moved() == {"2026/11/20/a/": "aaaa"}
    assert places == [f"{FILE}:1"]


def test_windows_lines_and_a_mark_before_it_change_nothing(tmp_path: Path) -> None:
    published.write(tmp_path, ledger(tmp_path, LINE + "\n")[0])
    text = (tmp_path / FILE).read_text()
    assert ledger(tmp_path, b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()) == ledger(tmp_path, text)
    assert ledger(tmp_path, text)[1] == []


def test_a_ledger_that_cannot_be_read_is_a_warning(tmp_path: Path) -> None:
    assert ledger(tmp_path, b"\xff\xfe")[1] == [f"{FILE}:0"]
    (tmp_path / FILE).unlink()
    (tmp_path / FILE).mkdir()
    assert [problem.severity for problem in published.read(tmp_path)[1]] == ["warning"]


def test_one_branch_changes_one_line(tmp_path: Path) -> None:
    """Sorted by kind and id: what two people add does not conflict in the middle."""
    promises = {("article", key): Promise("article", key, "x", "x", "", (f"{key}/",)) for key in "cab"}
    published.write(tmp_path, Published(promises))
    assert [line.split("\t")[1] for line in (tmp_path / FILE).read_text().splitlines()] == ["id", "a", "b", "c"]
