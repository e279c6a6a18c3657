"""Pages with the same headlines every day: no day takes another's entry, and a corrected one is what it was."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from importing_samples import SETTINGS, Desk
from pressday import config
from pressday.importing import ImportOptions, ImportReport
from pressday.ledger.imports import paragraphs

Told = tuple[str, str, str, list[str]]

CRACK = "A crack was seen in the spillway of Orlsby dam before dawn."
RAIN = "Rain has stopped and the lake is falling by two centimetres an hour."
BOATS = "Forty boats have come by road from Karsholm, and more are on their way."
CREST = "The minister walked on the crest in borrowed boots and said little."
NIGHT = "That was the day at the dam. Good night."
FIRST: list[Told] = [
    ("Good night", "22:00, 4 March 2026", "Tam Reyes", [NIGHT]),
    ("Boats arrive", "19:20, 4 March 2026", "Tam Reyes", [BOATS]),
    ("Opening summary", "07:03, 4 March 2026", "Nell Harrow", [CRACK]),
]
SECOND: list[Told] = [
    ("Good night", "22:00, 5 March 2026", "Tam Reyes", [NIGHT]),
    ("Minister on the crest", "11:30, 5 March 2026", "Tam Reyes", [CREST]),
    ("Opening summary", "07:03, 5 March 2026", "Nell Harrow", [RAIN]),
]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def page(entries: list[Told]) -> str:
    """A live page of the dam, without a lead."""
    lines = ["The dam, live"]
    for headline, stamp, author, texts in entries:
        lines += [headline, f"{stamp} | {author}", *texts]
    return "\n".join(lines) + "\n"


def put(desk: Desk, entries: list[Told], name: str = "dam.txt") -> ImportReport:
    return desk.report(desk.put(page(entries), name), options=ImportOptions(name="dam"))


def texts(desk: Desk) -> list[str]:
    """Every entry's text."""
    there = (desk.folder / "content").rglob("20*.md")
    return sorted(path.read_text().split("---\n", 2)[2].strip() for path in there)


def doubts(report: ImportReport) -> list[str]:
    return [p.message for p in report.problems if p.message.startswith(("has the headline", "is taken for"))]


@pytest.mark.parametrize("names", [("dam.txt", "dam.txt"), ("dam4.txt", "dam5.txt")])
def test_the_next_days_entries_under_the_same_headlines_are_new(desk: Desk, names: tuple[str, str]) -> None:
    put(desk, FIRST, names[0])
    before = desk.state("content/live/dam")
    report = put(desk, SECOND, names[1])
    assert (report.count("new"), doubts(report)) == (3, [])
    after = desk.state("content/live/dam")
    assert {path: after[path] for path in before} == before
    assert texts(desk) == sorted([CRACK, BOATS, NIGHT, RAIN, CREST, NIGHT])
    assert put(desk, SECOND, names[1]).count("unchanged") == 3


def test_a_recipe_sends_every_day_to_one_page_and_loses_none(desk: Desk) -> None:
    more = "recipes:\n  - documents: dam*.txt\n    into: dam\n"
    desk.newsletter, problems = config.parse(SETTINGS.format(zone="Europe/London") + more)
    assert problems == []
    for entries in (FIRST, SECOND):
        desk.put(page(entries))
        desk.report()
    assert len(texts(desk)) == 6


def test_another_page_with_the_same_fixed_headlines_is_another_page(desk: Desk) -> None:
    desk.report(desk.put(page(FIRST)))
    report = desk.report(desk.put(page(SECOND).replace("The dam, live", "Storm over Harne"), "storm.txt"))
    assert (report.into, report.count("new")) == ("live/storm-over-harne", 3)
    again = desk.report(desk.put(page(SECOND).replace("The dam, live", "The storm goes on"), "later.txt"))
    assert (again.into, again.count("unchanged")) == ("live/storm-over-harne", 3)


@pytest.mark.parametrize("text", [f"{CRACK} {BOATS}", "It is 10 degrees at the quay and the wind is from the west."])
def test_a_daily_article_under_one_headline_in_one_file_is_new_every_day(desk: Desk, text: str) -> None:
    for day, said in (("4", text), ("5", text.replace("10", "12").replace(CRACK, RAIN).replace(BOATS, CREST))):
        desk.put(f"Weather for Harne\nBy Tam Reyes, {day} March 2026\n{said}\n", "weather.txt")
        assert desk.report().count("new") == 1
    assert len(desk.files("content/articles")) == 2


def test_an_article_that_is_dated_anew_and_goes_on_is_the_same(desk: Desk) -> None:
    for day, said in (("4", [CRACK, BOATS]), ("5", [CRACK, BOATS, CREST])):
        desk.put("\n".join(["The crack in the dam", f"By Tam Reyes, {day} March 2026", *said]) + "\n", "crack.txt")
        report = desk.report()
    assert (report.count("changed"), len(desk.files("content/articles"))) == (1, 1)


def test_a_card_with_the_headline_of_another_week_stands_beside_it(desk: Desk) -> None:
    cards = (
        "Ferries\nNell Harrow\nThe week in Harne\n{}\nTam Reyes\nThe bell that nobody rings\nA bell hangs in the tower "
        "of Harne, and for a hundred years it has not\nInes Okafor\nA lock of its own\nThe lock was opened\n"
    )
    for said in (CRACK, RAIN):
        desk.put(cards.format(said))
        report = desk.report(options=ImportOptions(kind="topic"))
    assert report.count("new") == 1
    assert [message.partition(" of ")[0] for message in doubts(report)] == ["has the headline"]
    desk.put(cards.format(RAIN.replace("two centimetres", "three centimetres")))
    assert desk.report(options=ImportOptions(kind="topic")).count("changed") == 1


def test_a_text_that_is_replaced_is_told_by_its_words(desk: Desk) -> None:
    long = (
        "The ferry left the quay at noon with forty people and two dogs on board, and it was cheered by a choir that "
        "had waited since dawn on the cold mole without any tea."
    )
    put(desk, [FIRST[0], (*FIRST[1][:3], [long]), FIRST[2]])
    report = put(desk, [FIRST[0], (*FIRST[1][:3], [CREST]), FIRST[2]])
    (note,) = (p for p in report.problems if "stand in no file" in p.message)
    assert (note.path, note.severity) == ("content/live/dam/2026-03-04-1920-boats-arrive.md", "note")
    assert "34 words" in note.message


def test_a_lead_that_is_replaced_is_told(desk: Desk) -> None:
    for lead in (CRACK, RAIN):
        desk.put(page(FIRST).replace("The dam, live\n", f"The dam, live\n{lead}\n"))
        report = desk.report(options=ImportOptions(name="dam"))
    (note,) = (p.message for p in report.problems if "lead" in p.message)
    assert note.startswith("the page has another lead now; it was “A crack was seen")


def test_pages_without_a_date_lose_no_day_either(desk: Desk) -> None:
    for day, entries in ((4, FIRST), (5, SECOND)):
        undated = [(headline, stamp[:5], author, said) for headline, stamp, author, said in entries[1:]]
        desk.put(page(undated))
        assert (
            desk.report(options=ImportOptions(name="dam"), now=datetime.fromisoformat(f"2026-03-0{day}T23:00Z")).count(
                "new"
            )
            == 2
        )
    assert texts(desk) == sorted([CRACK, BOATS, RAIN, CREST])


def test_a_page_without_a_date_that_is_imported_again_a_day_later_is_the_same(desk: Desk) -> None:
    said = [CRACK, RAIN, BOATS, CREST, NIGHT]
    told: list[Told] = [(f"Story {hour}", f"1{hour}:05", "Tam Reyes", [text]) for hour, text in enumerate(said)][::-1]
    for day, shown in ((4, told[2:]), (5, told)):
        desk.put(page(shown))
        report = desk.report(now=datetime.fromisoformat(f"2026-03-0{day}T23:00Z"))
    assert (report.count("new"), report.count("unchanged")) == (2, 3)


def test_what_was_deleted_or_withdrawn_takes_nothing_of_the_next_day_with_it(desk: Desk) -> None:
    put(desk, FIRST)
    desk.entry("Opening summary").unlink()
    night = desk.entry("Good night")
    night.write_text(
        night.read_text().replace("---\n\n" + NIGHT, "retracted: 2026-03-04T23:00:00+00:00\nreason: x\n---\n")
    )
    assert put(desk, SECOND).count("new") == 3
    assert texts(desk) == sorted(["", BOATS, NIGHT, RAIN, CREST])
    assert put(desk, [*SECOND, *FIRST]).count("new") == 0


def test_a_later_entry_under_the_headline_of_one_that_has_gone_is_another(desk: Desk) -> None:
    put(desk, FIRST)
    later = ("Opening summary", "18:00, 4 March 2026", "Nell Harrow", [RAIN])
    report = put(desk, [later, *FIRST[1:2]])
    assert report.count("new") == 1
    path = "content/live/dam/2026-03-04-0703-opening-summary.md"
    assert doubts(report) == [f"has the headline of {path}, and is taken for another: its text is"]
    assert texts(desk) == sorted([CRACK, BOATS, NIGHT, RAIN])


def test_an_hourly_bulletin_that_a_page_has_dropped_stays(desk: Desk) -> None:
    def bulletin(hour: int) -> Told:
        return (
            "Weather",
            f"{hour}:00, 4 March 2026",
            "Tam Reyes",
            [f"It is {hour} degrees at the quay, and the wind is from the west."],
        )

    put(desk, [bulletin(12), ("Boats arrive", "11:20, 4 March 2026", "Tam Reyes", [BOATS]), bulletin(11), bulletin(10)])
    report = put(desk, [bulletin(14), ("Minister", "13:10, 4 March 2026", "Tam Reyes", [CREST]), bulletin(13)])
    assert (report.count("new"), len(texts(desk))) == (3, 7)


def test_two_pages_of_one_day_in_one_place_keep_their_entries_of_one_minute(desk: Desk) -> None:
    put(desk, [("Good morning", "07:00, 4 March 2026", "Tam Reyes", [CRACK]), *FIRST[:2]])
    other: list[Told] = [
        ("Good morning", "07:00, 4 March 2026", "Ines Okafor", [CREST]),
        ("A storm is near", "19:20, 4 March 2026", "Ines Okafor", [RAIN]),
        ("Gates shut", "21:10, 4 March 2026", "Ines Okafor", ["The gates of Harne were shut at nine."]),
    ]
    assert put(desk, other, "storm.txt").count("new") == 3
    assert len(texts(desk)) == 6
    assert put(desk, other, "storm.txt").count("unchanged") == 3


CORRECTED: dict[str, Told] = {
    "headline": ("Good evening, boats", *FIRST[1][1:]),
    "stamp": ("Boats arrive", "18:20, 4 March 2026", *FIRST[1][2:]),
    "stamp and a word": ("Boats arrive", "18:20, 4 March 2026", "Tam Reyes", [BOATS.replace("Forty", "Some forty")]),
    "stamp and a paragraph": ("Boats arrive", "20:20, 4 March 2026", "Tam Reyes", [BOATS, CREST]),
    "rewritten": (*FIRST[1][:3], [CREST]),
    "headline, and rewritten": ("Minister on the crest", *FIRST[1][1:3], [CREST]),
    "date": ("Boats arrive", "19:20, 3 March 2026", *FIRST[1][2:]),
}


@pytest.mark.parametrize("what", CORRECTED)
@pytest.mark.parametrize("name", ["dam.txt", "later.txt"])
def test_a_corrected_entry_of_a_page_that_goes_on_is_the_one_that_it_was(desk: Desk, what: str, name: str) -> None:
    put(desk, FIRST)
    path = desk.entry("Boats arrive")
    report = put(desk, [FIRST[0], CORRECTED[what], FIRST[2]], name)
    assert [entry.path for entry in report.entries if entry.state == "changed"] == [str(path.relative_to(desk.folder))]
    assert report.count("unchanged") == 2
    assert len(texts(desk)) == 3
    moved = what in ("stamp and a word", "stamp and a paragraph")
    assert [message.partition(" the document")[0] for message in doubts(report)] == ["is taken for what"] * moved


@pytest.mark.parametrize("hours", [1, -2, 24, 24 * 365])
def test_a_page_whose_stamps_were_all_put_right_is_the_same_page(desk: Desk, hours: int) -> None:
    put(desk, FIRST)
    ids = desk.files("content/live/dam")

    def moved(stamp: str) -> str:
        return (datetime.strptime(stamp, "%H:%M, %d %B %Y") + timedelta(hours=hours)).strftime("%H:%M, %d %B %Y")

    said = [(headline, moved(stamp), author, text) for headline, stamp, author, text in FIRST]
    assert put(desk, said).count("changed") == 3
    assert desk.files("content/live/dam") == ids


# --- any number of days, saves and corrections, drawn by lot -------------------------------------

_WORDS = [
    f"{a}{b}"
    for a in ("har", "bel", "quo", "mist", "ran", "tol", "vex", "wim")
    for b in ("ne", "dor", "ling", "sky", "ter", "ugh")
]
_FIXED = ["Good morning", "Opening summary", "Weather", "Summary", "Good night"]


class Newsroom:
    """A page that begins anew every day, and is saved now and then."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.lot = random.Random(seed)
        self.desk = Desk(folder)
        self.day = datetime(2026, 3, 1)
        self.now = self.day
        # Every entry: its headline, stamp and paragraphs as they are now, and as the last save had them.
        self.entries: list[list[object]] = []
        self.today: list[int] = []
        self.saved: dict[int, list[str]] = {}
        self.name = ""
        self.count = 0

    def paragraph(self) -> str:
        self.count += 1
        return " ".join(self.lot.choices(_WORDS, k=self.lot.randint(7, 30))).capitalize() + f" {self.count}."

    def begin(self) -> None:
        self.day += timedelta(days=1)
        self.now = self.day + timedelta(hours=6)
        self.today = []
        self.name = self.lot.choice(["dam.txt", f"dam-{self.day.day}.txt"])

    def post(self) -> None:
        self.now += timedelta(minutes=self.lot.randint(3, 110))
        headline = self.lot.choice([*_FIXED, f"Story {self.count}", f"News {self.count} of the day"])
        text = [self.paragraph() for _ in range(self.lot.randint(1, 3))]
        if headline == "Weather":
            text = [f"It is {self.count} degrees at the quay and the wind is from the west."]
            self.count += 1
        self.entries.append([headline, self.now, text])
        self.today.append(len(self.entries) - 1)

    def correct(self) -> None:
        if not self.today:
            return
        entry = self.entries[self.lot.choice(self.today)]
        what = self.lot.choice(["headline", "stamp", "word", "both", "more", "rewritten"])
        text = list(entry[2])  # type: ignore[call-overload]
        if what == "headline":
            entry[0] = f"{entry[0]} put right"
        if what in ("stamp", "both"):
            entry[1] += timedelta(minutes=self.lot.choice([-60, -5, 5, 7]))  # type: ignore[operator]
        if what in ("word", "both"):
            self.count += 1
            text[-1] = text[-1].removesuffix(".") + f" corrected{self.count}."
        if what == "more":
            text.insert(self.lot.randint(0, len(text)), self.paragraph())
        if what == "rewritten":
            text = [self.paragraph()]
        entry[2] = text

    def save(self, *, whole: bool) -> ImportReport:
        shown = self.today if whole else self.today[-self.lot.randint(3, 8) :]
        told = sorted(((self.entries[at], at) for at in shown), key=lambda pair: pair[0][1], reverse=True)  # type: ignore[arg-type,return-value]
        for entry, at in told:
            self.saved[at] = list(entry[2])  # type: ignore[call-overload]
        name = self.name if self.lot.random() < 0.8 else f"copy{self.count}.txt"
        said = [(str(e[0]), f"{e[1]:%H:%M, %d %B %Y}", "Tam Reyes", list(e[2])) for e, _ in told]  # type: ignore[call-overload]
        return put(self.desk, said, name)


@pytest.mark.parametrize("seed", range(60))
def test_whatever_a_page_does_from_day_to_day_no_paragraph_is_gone(tmp_path: Path, seed: int) -> None:
    room = Newsroom(tmp_path, seed)
    for _ in range(3):
        room.begin()
        for _ in range(room.lot.randint(2, 4)):
            for _ in range(room.lot.randint(1, 5)):
                room.post()
            for _ in range(room.lot.randint(0, 2)):
                room.correct()
            if len(room.today) >= 3:
                room.save(whole=room.lot.random() < 0.6)
            there = {
                text
                for path in tmp_path.glob("content/live/dam/20*.md")
                for text in paragraphs(path.read_text().split("---\n", 2)[2])
            }
            for at, said in room.saved.items():
                assert set(said) <= there, room.entries[at]


@pytest.mark.parametrize("seed", range(40))
def test_one_correction_between_two_saves_of_the_whole_page_makes_nothing_new(tmp_path: Path, seed: int) -> None:
    room = Newsroom(tmp_path, seed)
    for _ in range(2):
        room.begin()
        for _ in range(room.lot.randint(4, 7)):
            room.post()
        room.save(whole=True)
        for _ in range(3):
            room.correct()
            assert room.save(whole=True).count("new") == 0


def test_a_day_that_tells_most_of_it_again_is_another_day(desk: Desk) -> None:
    """ "Good morning" and "High tide at noon" come with the same words every day, and are most of a quiet one."""
    morning, noon = ["Good morning from the dam. Here is what we know."], ["The gauge is read at noon, as every day."]
    for day, told in ((4, CRACK), (5, RAIN), (6, CREST)):
        report = put(
            desk,
            [
                ("Good night", f"22:00, {day} March 2026", "Tam Reyes", [NIGHT]),
                ("Questions", f"16:00, {day} March 2026", "Nell Harrow", [told]),
                ("Noon", f"12:00, {day} March 2026", "Tam Reyes", noon),
                ("Good morning", f"07:00, {day} March 2026", "Tam Reyes", morning),
            ],
        )
        assert report.count("new") == 4
    assert len(texts(desk)) == 12
    assert {CRACK, RAIN, CREST} <= set(texts(desk))


def test_a_page_that_was_given_another_date_is_the_same_page(desk: Desk) -> None:
    put(desk, FIRST)
    report = put(desk, [(title, stamp.replace("4 March", "3 March"), by, told) for title, stamp, by, told in FIRST])
    assert report.count("changed") == 3
    assert len(texts(desk)) == 3
