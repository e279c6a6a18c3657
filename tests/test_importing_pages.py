"""Two live pages of one day stay two, whatever headlines they share; a save of either is known by its texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from importing_samples import NOW, Desk
from pressday.importing import ImportOptions, ImportReport
from pressday.importing.review import Review

Told = tuple[str, str, str]

GALE = "Good morning. A gale is blowing from the west, and ferries are late."
SHUT = "The gates were closed at ten."
STUCK = "The gates of the harbour would not open again until the tide had turned."
HOME = "That is all from the harbour, where the gale went down at five and boats came home."
STORM: list[Told] = [
    ("17:00", "Closing summary", HOME),
    ("14:10", "Gates stuck", STUCK),
    ("10:20", "Harbour shut", SHUT),
    ("08:00", "Opening summary", GALE),
]
TRIAL: list[Told] = [
    ("16:30", "Closing summary", "The court has risen. The jury of Harne comes back on Tuesday to hear the clerk."),
    ("13:10", "Clerk weeps", "The clerk wept and was given a glass of water."),
    ("11:20", "Mayor takes the stand", "The mayor said he had never seen the money."),
    ("08:30", "Opening summary", "Welcome to court four, where the mayor is to be heard today."),
]
STORM_PAGE, TRIAL_PAGE = "live/storm-over-harne", "live/the-trial-of-the-mayor"
HELD = f"has headlines of content/{STORM_PAGE}, and is taken for another page: its texts are"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    folder = tmp_path / "newsletter"
    folder.mkdir()
    return Desk(folder)


def page(title: str, entries: list[Told], day: str = "5 March 2026") -> str:
    said = "\n\n".join(f"{time}\n{headline}\nBy Nell Harrow\n{text}" for time, headline, text in entries)
    return f"{title}\n\n{day}\n\n{said}\n"


def put(desk: Desk, title: str, entries: list[Told], name: str, day: str = "5 March 2026") -> ImportReport:
    return desk.report(desk.put(page(title, entries, day), name))


def guesses(report: ImportReport) -> list[str]:
    return [note.message for note in report.guesses if "another page" in note.message]


@pytest.mark.parametrize("kept", [slice(None), slice(2, None)])
@pytest.mark.parametrize("same_minute", [False, True])
def test_shared_headlines_alone_make_no_page_the_same(desk: Desk, kept: slice, same_minute: bool) -> None:
    put(desk, "Storm over Harne", STORM[kept], "storm.txt")
    times = STORM if same_minute else TRIAL
    trial = [(time, headline, text) for (time, *_), (_, headline, text) in zip(times, TRIAL, strict=True)][kept]
    report = put(desk, "The trial of the mayor", trial, "trial.txt")
    assert (report.into, report.count("new")) == (TRIAL_PAGE, len(trial))
    assert [message.partition(" (")[0] for message in guesses(report)] == [HELD]
    assert guesses(report)[0].endswith("(if not: `--name storm-over-harne`)")
    again = put(desk, "The trial of the mayor", trial, "trial.txt")
    assert (again.into, again.count("unchanged")) == (TRIAL_PAGE, len(trial))


def test_the_guess_waits_in_review_until_it_was_seen_of_one_page(desk: Desk) -> None:
    put(desk, "Storm over Harne", STORM, "storm.txt")
    put(desk, "The trial of the mayor", TRIAL, "trial.txt")
    review = Review(desk.folder, desk.newsletter, NOW)
    (doubt,) = (one for one in review.queue().doubts if one.document == "sources/trial.txt")
    assert doubt.message.startswith(HELD)
    review.seen(doubt)
    left = Review(desk.folder, desk.newsletter, NOW).queue().doubts
    assert not [one for one in left if "another page" in one.message]
    assert guesses(put(desk, "Storm over Harne", STORM, "storm.txt")) == []


def test_one_text_that_a_house_says_on_every_page_makes_no_page_the_same(desk: Desk) -> None:
    hello = "Good morning and welcome to all that is happening in Harne today."
    put(desk, "Storm over Harne", [*STORM[2:3], ("08:00", "Opening summary", hello)], "storm.txt")
    trial = [*TRIAL[2:3], ("08:00", "Opening summary", hello)]
    assert put(desk, "The trial of the mayor", trial, "trial.txt").into == TRIAL_PAGE


def test_what_a_house_says_twice_a_day_at_other_times_makes_no_page_the_same(desk: Desk) -> None:
    hello, bye = "Good morning and welcome to all of today's news.", "That was the day in Harne, good night to you."
    put(desk, "Storm over Harne", [("17:00", "Bye", bye), STORM[1], STORM[2], ("08:00", "Hello", hello)], "storm.txt")
    trial = [("16:30", "Bye", bye), TRIAL[1], TRIAL[2], ("08:30", "Hello", hello)]
    assert put(desk, "The trial of the mayor", trial, "trial.txt").into == TRIAL_PAGE


NEWER: Told = ("18:40", "Lights out", "The town has been dark since half past six, and nobody has a candle.")
SAVES: dict[str, list[Told]] = {
    "goes on": [NEWER, *STORM],
    "has its oldest alone": [NEWER, ("18:00", "Quay under water", "The quay is under water now."), *STORM[:2]],
    "was corrected": [(time, head, text.replace("harbour", "port")) for time, head, text in STORM],
    "has other headlines": [(time, f"{head}, again", text) for time, head, text in STORM],
    "was put into another zone": [(f"{int(time[:2]) + 1:02}{time[2:]}", *rest) for time, *rest in STORM],  # type: ignore[misc]
    "tells more": [(time, head, f"{text}\n\nThe harbour master said so in a letter.") for time, head, text in STORM],
    "was corrected here and there": [
        STORM[0],
        ("14:40", *STORM[1][1:]),
        (*STORM[2][:2], "All is new here, and nobody knows why it was so."),
        STORM[3],
    ],
}


@pytest.mark.parametrize("what", SAVES)
@pytest.mark.parametrize("name", ["storm.txt", "later.txt"])
def test_a_save_under_another_title_is_known_by_its_texts(desk: Desk, what: str, name: str) -> None:
    put(desk, "Storm over Harne", STORM, "storm.txt")
    report = put(desk, "What we know of the gale", SAVES[what], name)
    assert (report.into, guesses(report)) == (STORM_PAGE, [])
    assert report.count("new") == sum(entry[0] >= "18:00" for entry in SAVES[what] if "zone" not in what)


def test_a_save_that_shares_no_text_is_known_by_its_title(desk: Desk) -> None:
    put(desk, "Storm over Harne", STORM, "storm.txt")
    assert put(desk, "Storm over Harne", [NEWER, ("18:10", "Rain", "It rains.")], "later.txt").into == STORM_PAGE


def test_another_page_in_the_same_file_goes_to_a_page_of_its_own(desk: Desk) -> None:
    put(desk, "Storm over Harne", STORM, "live.txt")
    assert put(desk, "The trial of the mayor", TRIAL, "live.txt").into == TRIAL_PAGE


def test_another_page_from_elsewhere_takes_no_documents_place(desk: Desk) -> None:
    away = desk.folder.parent / "index.txt"
    away.write_text(page("Storm over Harne", STORM))
    desk.report(away)
    away.write_text(page("The trial of the mayor", TRIAL))
    report = desk.report(away)
    assert (report.document, report.into) == ("sources/index-2.txt", TRIAL_PAGE)
    away.write_text(page("What we know of the gale", [NEWER, *STORM]))
    report = desk.report(away)
    assert (report.document, report.into) == ("sources/index.txt", STORM_PAGE)


def test_a_page_whose_entries_have_no_text_is_known_by_their_headlines_and_times(desk: Desk) -> None:
    ticker = "".join(f"{hour}:05 – News of hour {hour}\n" for hour in range(18, 10, -1))
    options = ImportOptions(kind="live")
    first = desk.report(desk.put(f"Ticker\n\n5 March 2026\n\n{ticker}", "one.txt"), options=options)
    newer = desk.put(f"Evening ticker\n\n5 March 2026\n\n19:05 – All quiet\n{ticker}", "two.txt")
    assert desk.report(newer, options=options).into == first.into
