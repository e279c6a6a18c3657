"""What is taken in review replaces what the source changed, and no other paragraph of either side."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from importing_samples import NOW, SETTINGS, Desk
from pressday.cli.commands import run
from pressday.importing import ImportOptions
from pressday.importing.pairing import Wait, each_once, pairs
from pressday.importing.review import Conflict, Review
from pressday.ledger.imports import paragraphs
from pressday.problems import ProblemError

EELS = [
    "Thirty eels were seen below the weir of Harne on Monday.",
    "The weirs have been open since the spring of last year.",
    "Rain is forecast for the whole of the week.",
    "There will be tea in the hall for those who count.",
]
MINE = ["My own first paragraph, long worked at.", "My own second paragraph, also long worked at."]
FORTY = EELS[0].replace("Thirty", "Forty")
OPEN = EELS[1].replace("open", "half open")
HEAD = "The eels are back\nBy Ines Okafor\n4 March 2026\n\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def put(desk: Desk, texts: list[str]) -> None:
    desk.put(HEAD + "\n\n".join(texts) + "\n", "eels.txt")
    desk.report(options=ImportOptions(kind="article"))


def write(path: Path, texts: list[str]) -> None:
    head = path.read_text().split("---\n", 2)[1]
    path.write_text(f"---\n{head}---\n\n" + "\n\n".join(texts) + "\n")


def there(path: Path) -> list[str]:
    return paragraphs(path.read_text().split("---\n", 2)[2])


def both(desk: Desk, mine: list[str], theirs: list[str], base: list[str] = EELS) -> Path:
    """The file after the editor and the source have changed *base*."""
    put(desk, base)
    path = desk.entry("The eels are back")
    write(path, mine)
    put(desk, theirs)
    return path


def review(desk: Desk) -> Review:
    return Review(desk.folder, desk.newsletter, NOW)


def shown(desk: Desk) -> list[tuple[str, str | None]]:
    return [(one.mine, one.theirs) for one in review(desk).queue().conflicts]


def take(desk: Desk, theirs: str) -> None:
    desk_now = review(desk)
    (one,) = (one for one in desk_now.queue().conflicts if one.theirs == theirs)
    desk_now.take(one)


def test_of_two_edited_paragraphs_the_one_that_the_source_left_alone_stays(desk: Desk) -> None:
    path = both(desk, [*MINE, *EELS[2:]], [FORTY, *EELS[1:]])
    assert shown(desk) == [(MINE[0], FORTY)]
    take(desk, FORTY)
    assert there(path) == [FORTY, MINE[1], *EELS[2:]]
    before = desk.state()
    assert review(desk).queue().conflicts == ()
    report = desk.report(desk.folder / "sources/eels.txt")
    assert (report.waiting, report.count("merged"), report.needs_an_eye) == (0, 0, False)
    assert desk.state() == before
    put(desk, [FORTY, *EELS[1:3], "Tea is off."])
    assert there(path) == [FORTY, MINE[1], EELS[2], "Tea is off."]


@pytest.mark.parametrize("order", [(FORTY, OPEN), (OPEN, FORTY)])
def test_two_are_taken_in_either_order(desk: Desk, order: tuple[str, str]) -> None:
    path = both(desk, [*MINE, *EELS[2:]], [FORTY, OPEN, *EELS[2:]])
    queue = review(desk).queue().conflicts
    assert [(one.mine, one.theirs) for one in queue] == [(MINE[0], FORTY), (MINE[1], OPEN)]
    now = review(desk)
    for text in order:  # decided by ids that were told before the first was taken
        now.take(next(one for one in queue if one.theirs == text))
    assert there(path) == [FORTY, OPEN, *EELS[2:]]
    assert desk.report(desk.folder / "sources/eels.txt").count("unchanged") == 1


@pytest.mark.parametrize(
    ("mine", "theirs", "conflict", "after"),
    [
        # An edit that keeps its words is known wherever it stands.
        (["Before.", OPEN, *EELS[2:]], [FORTY, *EELS[1:]], ("Before.", FORTY), [FORTY, OPEN, *EELS[2:]]),
        ([OPEN, *EELS[2:]], [FORTY, *EELS[1:]], ("", FORTY), [FORTY, OPEN, *EELS[2:]]),
        # Nobody knows of which the one that is left was made: nothing of it goes.
        ([MINE[0], *EELS[2:]], [FORTY, *EELS[1:]], ("", FORTY), [FORTY, MINE[0], *EELS[2:]]),
        ([*MINE, *EELS[1:]], [FORTY, *EELS[1:]], ("", FORTY), [FORTY, *MINE, *EELS[1:]]),
        ([*MINE, *EELS[1:]], [FORTY, OPEN, *EELS[2:]], ("", FORTY), [FORTY, *MINE, OPEN, *EELS[2:]]),
        # What it took together with the one beside it, which was left alone, goes with it.
        ([MINE[0], *EELS[1:]], ["All is one.", *EELS[2:]], (MINE[0], "All is one."), ["All is one.", *EELS[2:]]),
    ],
)  # fmt: skip
def test_what_would_go_is_what_is_shown(
    desk: Desk, mine: list[str], theirs: list[str], conflict: tuple[str, str], after: list[str]
) -> None:
    path = both(desk, mine, theirs)
    (one, *_) = review(desk).queue().conflicts
    assert one.theirs == conflict[1]
    assert one.mine in (conflict[0], f"{conflict[0]}\n\n{EELS[1]}")
    review(desk).take(one)
    assert there(path) == after
    assert review(desk).queue().conflicts == ()


def test_a_paragraph_that_was_edited_again_meanwhile_is_the_one_that_goes(desk: Desk) -> None:
    path = both(desk, [MINE[0], *EELS[1:]], [FORTY, *EELS[1:]])
    write(path, ["Something else.", *EELS[1:]])
    assert shown(desk) == [("Something else.", FORTY)]
    write(path, ["Something else.", "And more.", *EELS[1:]])
    assert shown(desk) == [("", FORTY)]
    take(desk, FORTY)
    assert set(there(path)) == {"Something else.", "And more.", FORTY, *EELS[1:]}


def test_what_waits_since_before_places_were_noted_is_still_decided(desk: Desk) -> None:
    path = both(desk, [*MINE, *EELS[2:]], [FORTY, *EELS[1:]])
    ledger = desk.folder / "ledger/imports/eels.txt.yaml"
    told = ledger.read_text()
    ledger.write_text(re.sub(r"(text=[0-9a-f]+)/[0-9a-f]+", r"\1", told))
    assert ledger.read_text() != told
    assert shown(desk) == [(MINE[0], FORTY)]
    take(desk, FORTY)
    assert there(path) == [FORTY, MINE[1], *EELS[2:]]


def test_where_nothing_of_yours_goes_it_is_said(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    both(desk, EELS[1:], [FORTY, *EELS[1:]])
    (desk.folder / "newsletter.yaml").write_text(SETTINGS.format(zone="Europe/London"))
    assert run(["review", "-s", str(desk.folder)]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        "    - (nothing of yours goes: it would be added)",
        f"    + {FORTY}",
    ]


def test_a_gap_and_the_header_stay_when_one_is_taken(desk: Desk) -> None:
    path = both(desk, [MINE[0], *EELS[1:]], [FORTY, *EELS[1:]])
    path.write_text(path.read_text().replace("\n\nRain", "\n\n\n\nRain").replace("---\n\n", "# mine\n---\n\n\n", 1))
    before = path.read_text()
    take(desk, FORTY)
    assert path.read_text() == before.replace(MINE[0], FORTY)


# --- pairs ----------------------------------------------------------------------------------------


def test_pairs_go_by_words_then_by_place() -> None:
    assert pairs(["a", "b"], ["x", "y"]) == {0: 0, 1: 1}
    assert pairs(["a", "b"], ["x"]) == {}
    assert pairs([EELS[0], EELS[1]], [OPEN]) == {1: 0}
    assert pairs([EELS[0], EELS[1]], [OPEN, FORTY]) in ({0: 1}, {1: 0})
    assert pairs([None, EELS[1]], ["x", OPEN]) == {0: 0, 1: 1}
    assert pairs([], ["x"]) == pairs(["x"], []) == {}


def test_a_wait_is_written_as_it_is_read() -> None:
    for text in ("title=0123456789", "text=0123456789", "text=0123456789/", "text=01/23/45"):
        assert str(Wait.parse(text)) == text
    assert Wait.parse("text=01/23/45") == ("text", "01", ("23", "45"))
    assert each_once(("text=01", "title=01", "text=01/23")) == ("text=01/23", "title=01")


# --- the whole way, with edits drawn by lot --------------------------------------------------------

_WORDS = [f"{a}{b}" for a in ("har", "bel", "quo", "mist", "ran", "tol", "vex") for b in ("ne", "dor", "ling", "sky")]


class Sides:
    """A text, and what each side makes of it; every paragraph knows the number of the first one's."""

    def __init__(self, seed: int) -> None:
        self.lot = random.Random(seed)
        self.base = [self.new() for _ in range(self.lot.randint(2, 6))]
        # In place each side may rewrite as it likes; else what is edited keeps most of its words.
        self.in_place = self.lot.random() < 0.5
        self.mine = self.edited(structure=not self.in_place, rewrite=self.in_place)
        self.theirs = self.edited(structure=True, rewrite=self.in_place)
        while not self.theirs or [text for _, text in self.theirs] == self.base:
            self.theirs = self.edited(structure=True, rewrite=self.in_place)

    def new(self) -> str:
        return " ".join(self.lot.choices(_WORDS, k=self.lot.randint(8, 16))).capitalize() + "."

    def edited(self, *, structure: bool, rewrite: bool) -> list[tuple[int | None, str]]:
        made: list[tuple[int | None, str]] = []
        for number, text in enumerate(self.base):
            what = self.lot.random()
            if structure and what < 0.12:
                made.append((None, self.new()))
            if structure and 0.12 <= what < 0.24 and made:
                continue
            if what > 0.6:
                words = text.split()
                words[self.lot.randrange(len(words))] = "changed" + str(self.lot.randint(0, 99))
                text = self.new() if rewrite else " ".join(words)
            made.append((number, text))
        return made


def decide(desk: Desk, path: Path, lot: random.Random, taken: float) -> None:
    """Decides all that waits, in any order; of each that is taken what goes is what was shown."""
    conflicts = list(review(desk).queue().conflicts)
    lot.shuffle(conflicts)
    for one in conflicts:
        now = next((c for c in review(desk).queue().conflicts if c.id == one.id), None)
        if now is None:  # what was taken has brought it along
            continue
        decide_one(desk, path, now, take=lot.random() < taken)


def decide_one(desk: Desk, path: Path, one: Conflict, *, take: bool) -> None:
    before = there(path)
    if not take:
        review(desk).keep(one)
        assert there(path) == before
        return
    review(desk).take(one)
    gone = paragraphs(one.mine)
    assert one.theirs is not None
    after = there(path)
    left = list(before)
    for text in gone:
        left.remove(text)
    assert [text for text in after if text != one.theirs] == [text for text in left if text != one.theirs]
    assert after.count(one.theirs) == left.count(one.theirs) + 1


@pytest.mark.parametrize("seed", range(120))
def test_whatever_is_taken_or_kept_in_any_order_no_other_paragraph_is_gone(tmp_path: Path, seed: int) -> None:
    desk, sides = Desk(tmp_path), Sides(seed)
    path = both(desk, [text for _, text in sides.mine], [text for _, text in sides.theirs], sides.base)
    merged = there(path)
    mode = sides.lot.choice([0.0, 0.5, 1.0])
    waited = [one.theirs for one in review(desk).queue().conflicts]
    decide(desk, path, sides.lot, mode)
    after = there(path)
    assert review(desk).queue().conflicts == ()
    if mode == 0.0:
        assert after == merged
    if mode == 1.0:
        assert {text for text in waited if text} <= set(after)
    # What the editor alone has changed stands.
    unchanged = {number for number, text in sides.theirs if number is not None and text == sides.base[number]}
    for number, text in sides.mine:
        if number in unchanged and text != sides.base[number]:
            assert text in after
    # And the next import says nothing and changes nothing.
    before = desk.state()
    report = desk.report(desk.folder / "sources/eels.txt")
    assert (report.waiting, report.needs_an_eye, desk.state()) == (0, False, before)


def test_a_take_that_no_longer_fits_is_refused(desk: Desk) -> None:
    path = both(desk, [MINE[0], *EELS[1:]], [FORTY, *EELS[1:]])
    (one,) = review(desk).queue().conflicts
    review(desk).take(one)
    with pytest.raises(ProblemError, match="look at it again"):
        review(desk).take(one)
    assert there(path) == [FORTY, *EELS[1:]]
