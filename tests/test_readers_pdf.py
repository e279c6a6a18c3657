"""PDF: paragraphs are made again from the lines on the pages, and nothing hangs or crashes."""

from __future__ import annotations

import contextlib
import io
import random
import zlib
from datetime import UTC, datetime

import pypdf
import pytest

from corpus_builders import make
from pressday import readers
from pressday.documents import Document
from pressday.problems import Problem, ProblemError
from pressday.readers import pdf as reader
from pressday.readers import pdf_pages


def read(data: bytes) -> tuple[Document, list[Problem]]:
    return readers.read(data, "x.pdf")


def texts(*pages: list[str]) -> list[str]:
    return [block.text for block in read(make.pdf(*pages))[0].blocks]


def refused(data: bytes) -> Problem:
    with pytest.raises(ProblemError) as caught:
        read(data)
    return caught.value.problems[-1]


SMALL = make.pdf([make.shown(72, 770, "Harbour shut", 20, "F2"), make.shown(72, 740, "The gates were closed at noon.")])


def test_headings_are_what_is_larger_or_bold_and_have_levels():
    document, _ = read(
        make.pdf(
            [
                make.shown(72, 770, "Harbour shut", 24, "F2"),
                *make.column(72, 740, make.FEATURE_2),
                make.shown(72, 640, "Why", 15),
                *make.column(72, 620, make.FEATURE_2),
                make.shown(72, 520, "And how", 11, "F2"),
                *make.column(72, 500, make.FEATURE_2),
            ]
        )
    )
    assert [(b.text, b.level) for b in document.blocks if b.kind == "heading"] == [
        ("Harbour shut", 1),
        ("Why", 2),
        ("And how", 3),
    ]
    assert len(document.blocks) == 6


def test_paragraphs_end_at_a_gap_an_indent_or_a_short_last_line():
    full = "The gates were well-known because they had been on every postcard since"
    ended = "the year in which the quay was built, and were taken down again in May."
    by_gap = [*make.column(72, 740, f"{full}\n{ended}"), *make.column(72, 690, f"{full}\n{ended}")]
    by_indent = [make.shown(72 + 14 * (at == 2), 740 - 14 * at, line) for at, line in enumerate([full, ended] * 2)]
    assert texts(by_gap) == texts(by_indent) == [f"{full} {ended}"] * 2
    by_end = make.column(72, 740, f"{full}\nit was built.\n{full}\n{ended}")
    assert texts(by_end) == [f"{full} it was built.", f"{full} {ended}"]


def test_words_parted_at_a_line_end_are_made_whole_and_compounds_stay():
    (_, _, first, second, *_) = [b.text for b in read(make.MADE["pdf/feature.pdf"])[0].blocks if b.role != "furniture"]
    assert "to acknowledge the applause" in first
    assert "the well-known gates" in second


def test_a_paragraph_goes_on_over_the_end_of_a_page():
    told = [b.text for b in read(make.MADE["pdf/feature.pdf"])[0].blocks]
    assert any("had brought the old ones. Nobody had expected" in text for text in told)


def test_running_heads_and_page_numbers_are_furniture_and_a_single_page_has_none():
    document, _ = read(make.MADE["pdf/feature.pdf"])
    furniture = [(b.line, b.text) for b in document.blocks if b.role == "furniture"]
    assert furniture == [(1, "The Harne Gazette"), (16, "1"), (17, "The Harne Gazette"), (25, "2")]
    assert all(b.role != "furniture" for b in read(SMALL)[0].blocks)


def test_labels_of_boxes_are_headings_of_the_text_in_what_no_browser_has_printed():
    page = [
        make.shown(72, 770, "The inquiry into the bell", 24, "F2"),
        *make.column(72, 740, make.FEATURE_2),
        make.shown(72, 640, "Related", 15, "F2"),
        make.shown(72, 620, "Two letters of the museum."),
        make.shown(72, 590, "Comments", 15, "F2"),
        make.shown(72, 570, "The council had none."),
    ]
    assert not [b for b in read(make.pdf(page))[0].blocks if b.role == "furniture"]
    printed = read(make.pdf(page, info=make.BROWSER))[0].blocks
    assert [b.text for b in printed if b.role == "furniture"] == ["Comments", "The council had none."]


def test_sentences_above_a_large_heading_stay_unless_the_page_s_title_is_that_heading():
    page = [
        make.shown(72, 800, "News"),
        make.shown(72, 770, "She came home at noon."),
        make.shown(72, 740, "The gates are open", 24, "F2"),
        *make.column(72, 700, make.FEATURE_2),
    ]
    for title, left in (("Home", []), ("The gates are open - Gazette", ["News", "She came home at noon."])):
        blocks = read(make.pdf(page, info=f"/Title ({title}) {make.BROWSER}"))[0].blocks
        assert [b.text for b in blocks if b.role == "furniture"] == left


def test_a_house_s_own_foot_does_not_tell_where_the_text_stands():
    page = [
        make.shown(72, 770, "Harbour shut", 20, "F2"),
        *make.column(72, 740, make.FEATURE_2),
        make.shown(72, 30, "https://port.example/  1/1", 8),
    ]
    blocks = read(make.pdf(page))[0].blocks
    assert [(b.text, b.role) for b in blocks][-1] == ("https://port.example/ 1/1", "furniture")
    assert not [b.url for b in blocks if b.url]


def test_a_line_of_prose_that_begins_like_a_byline_or_a_stamp_goes_on():
    lines = "She came home on the last boat, which was late, and was met at the pier by Nell Harrow and\n"
    lines += "By Harbour Road stood the whole of the choir, waiting for her to come up from the pier at\n"
    lines += "12.30 \u2013 in the rain, which had not stopped since the morning."
    blocks = read(make.pdf([make.shown(72, 770, "Home", 20, "F2"), *make.column(72, 740, lines)]))[0].blocks
    assert len(blocks) == 2


def test_the_hour_of_printing_is_told_and_not_taken_for_the_text_s_date():
    page = [make.shown(72, 770, "Harbour shut", 20, "F2"), *make.column(72, 740, make.FEATURE_2)]
    written = "/CreationDate (D:20260306085000Z)"
    (item,) = read(make.pdf(page, info=written))[0].items
    assert item.instant == datetime(2026, 3, 6, 8, 50, tzinfo=UTC)
    document, problems = read(make.pdf(page, info=f"{written} {make.BROWSER}"))
    assert document.items == ()
    assert [(p.message, p.hint) for p in problems] == [
        ("the text has no date; the file says 2026-03-06 08:50 UTC", "--date 2026-03-06 takes it")
    ]


def test_columns_are_read_one_after_the_other_however_they_were_written():
    blocks = read(make.MADE["pdf/columns.pdf"])[0].blocks
    assert blocks[1].text.startswith("The ferry will sail again on Tuesday.")
    assert blocks[2].text.startswith("Fares stay as they are, says the port,")
    by_column = [*make.column(72, 720, make.LEFT), *make.column(310, 720, make.RIGHT)]
    assert texts([make.shown(72, 770, "Ferry", 22), *by_column])[1:] == [blocks[1].text, blocks[2].text]


def test_short_cells_below_each_other_are_a_table():
    table = next(b for b in read(make.MADE["pdf/columns.pdf"])[0].blocks if b.kind == "table")
    assert table.markdown.split("\n")[:3] == [
        "| Boat | Leaves | Fare |",
        "| --- | --- | --- |",
        "| Ferry | 12:00 | 2.50 |",
    ]


def test_bullets_are_items_even_where_they_were_drawn_apart():
    page = [
        *[make.shown(72, 740 - 14 * at, "•") for at in range(3)],
        *[make.shown(86, 740 - 14 * at, f"point {at}") for at in range(3)],
        make.shown(72, 690, "1. first"),
        make.shown(72, 676, "2. second"),
    ]
    document, _ = read(make.pdf(page))
    assert [b.markdown for b in document.blocks] == ["- point 0", "- point 1", "- point 2", "1. first", "2. second"]


def test_links_bold_and_italic_are_kept_where_they_read_back():
    blocks = read(make.MADE["pdf/feature.pdf"])[0].blocks
    written = next(b.markdown for b in blocks if b.text.startswith("The tolls"))
    assert written == (
        "The tolls are those of **1987**; they stand in the [Harbour Act](<https://gazette.example/act?year=1987>)."
    )


def test_a_link_that_is_no_web_address_is_its_words():
    page = [make.shown(72, 740, "The gates"), make.shown(130, 740, "here")]
    document, _ = read(make.pdf(page, links={0: [("120 736 170 752", "javascript:alert(1)")]}))
    assert "](" not in document.blocks[0].markdown


def test_text_that_looks_like_markdown_stays_text():
    written = ["# not a heading", "*not* [a](link) <b>x</b> {{ y }}"]
    document, _ = read(make.pdf([make.shown(72, 740 - 60 * at, one) for at, one in enumerate(written)]))
    assert [b.text for b in document.blocks] == written
    assert document.blocks[0].markdown == "\\# not a heading"


def test_turned_pages_and_joined_letters_are_read():
    page = [
        "BT /F1 11 Tf 0 1 -1 0 100 100 Tm (The \\256rst line) Tj ET",
        "BT /F1 11 Tf 0 1 -1 0 114 100 Tm (and more.) Tj ET",
    ]
    assert texts(page)[0].endswith("and more.")
    assert pdf_pages._shown("e\ufb03cient\x00 \ud800o\ufb00er") == "efficient offer"


def test_the_information_dictionary_stands_in_where_the_text_says_nothing():
    document, problems = read(make.MADE["pdf/columns.pdf"])
    (item,) = document.items
    assert (item.title, item.authors) == ("Ferry to sail again", ("Tam Reyes",))
    assert item.instant == datetime(2026, 3, 5, 13, 20, tzinfo=UTC)
    assert [problem.severity for problem in problems] == ["note"]
    assert read(make.MADE["pdf/feature.pdf"])[0].items == ()
    # A byline in the text goes before an author of the file.
    page = [make.shown(72, 770, "Harbour shut", 20, "F2"), make.shown(72, 740, "By Ines Okafor")]
    page += make.column(72, 710, make.FEATURE_2)
    assert read(make.pdf(page, info="/Author (Tam Reyes)"))[0].items == ()


@pytest.mark.parametrize(
    ("written", "read_"),
    [
        ("D:20260305142000+01'00'", "2026-03-05T14:20:00+01:00"),
        ("D:20260305142000+01'00", "2026-03-05T14:20:00+01:00"),
        ("D:20260305142000Z", "2026-03-05T14:20:00+00:00"),
        ("20260305", "2026-03-05T00:00:00+00:00"),
        ("D:2026", "2026-01-01T00:00:00+00:00"),
    ],
)
def test_dates_are_read_as_the_format_writes_them(written, read_):
    assert reader._date(written) == datetime.fromisoformat(read_)


def test_no_date_is_none():
    for written in ("", "yesterday", "D:20261399", "D:20260305990000"):
        assert reader._date(written) is None


def test_pictures_of_pages_ask_for_ocr():
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(595, 842)
    image = pypdf.generic.StreamObject()
    image.update({pypdf.generic.NameObject("/Subtype"): pypdf.generic.NameObject("/Image")})
    resources = pypdf.generic.DictionaryObject()
    objects = pypdf.generic.DictionaryObject()
    objects[pypdf.generic.NameObject("/I")] = writer._add_object(image)
    resources[pypdf.generic.NameObject("/XObject")] = objects
    page[pypdf.generic.NameObject("/Resources")] = resources
    held = io.BytesIO()
    writer.write(held)
    problem = refused(held.getvalue())
    assert problem.message == "holds pictures of pages and no text"
    assert "OCR" in problem.hint


def test_a_page_with_nothing_on_it_holds_no_text():
    assert refused(make.pdf([])).message == "holds no text"


def test_a_password_is_said_and_an_empty_one_opens():
    def locked(password: str) -> bytes:
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(SMALL))
        writer.encrypt(password, owner_password="harbour", algorithm="RC4-128")
        held = io.BytesIO()
        writer.write(held)
        return held.getvalue()

    assert "password" in refused(locked("quay")).message
    assert [b.text for b in read(locked(""))[0].blocks] == ["Harbour shut", "The gates were closed at noon."]


def test_what_is_no_pdf_is_said_to_be_none():
    assert "no PDF" in refused(b"").message
    assert "no PDF" in refused(b"Harbour shut\n" * 100).message
    assert "damaged" in refused(b"%PDF-1.4\n" + b"\0" * 500).message


def test_a_cut_off_file_says_that_its_end_is_missing():
    assert "its end is missing" in refused(SMALL[:300]).message


def test_a_page_that_expands_beyond_measure_is_refused():
    content = zlib.compress(b" " * 60_000_000, 9)
    bomb = make.pdf([])
    head = b"<< /Length "
    at = bomb.index(head)
    end = bomb.index(b"endstream", at)
    stream = head + str(len(content)).encode() + b" /Filter /FlateDecode >>\nstream\n" + content + b"\n"
    assert refused(bomb[:at] + stream + bomb[end:]).message


def test_pages_beyond_all_number_and_work_beyond_all_measure_are_refused(monkeypatch):
    monkeypatch.setattr(pdf_pages, "MAX_PAGES", 1)
    assert "more than 1 pages" in refused(make.MADE["pdf/feature.pdf"]).message
    monkeypatch.setattr(pdf_pages, "MAX_PAGES", 10)
    monkeypatch.setattr(pdf_pages, "MAX_OPERATIONS", 20)
    assert "page 1 asks for more work" in refused(make.MADE["pdf/feature.pdf"]).message


def test_no_damage_raises_anything_but_a_problem():
    damaged = [SMALL[:end] for end in range(0, len(SMALL), 7)]
    chance = random.Random(7)
    for whole in (SMALL, make.MADE["pdf/feature.pdf"]):
        for _ in range(120):
            at = chance.randrange(len(whole))
            damaged.append(whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :])
    for _ in range(60):
        at, upto = sorted(chance.randrange(len(SMALL)) for _ in range(2))
        damaged.append(SMALL[:at] + SMALL[at:upto] * 2 + SMALL[upto:])
    read_ = 0
    for data in damaged:
        try:
            read_ += bool(read(data)[0].blocks)
        except ProblemError:
            continue
    assert read_


def test_nothing_is_printed_of_what_is_damaged(capfd):
    with contextlib.suppress(ProblemError):
        read(SMALL.replace(b"startxref", b"startxre_").replace(b"/Length", b"/Lengt_"))
    assert capfd.readouterr() == ("", "")


def test_objects_that_call_themselves_end():
    for old, new in ((b"/Kids [7 0 R]", b"/Kids [2 0 R]"), (b"/Parent 2 0 R", b"/Parent 7 0 R")):
        assert old in SMALL
        with contextlib.suppress(ProblemError):
            read(SMALL.replace(old, new))
