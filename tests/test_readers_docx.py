"""DOCX: what an editor sees in it is read, what is not for print is left out and said."""

from __future__ import annotations

import contextlib
import io
import random
import zipfile

import pytest

from corpus_builders import CORPUS, make
from pressday import readers
from pressday.documents import Document
from pressday.problems import Problem, ProblemError
from pressday.readers import docx_parts


def read(data: bytes, name: str = "x.docx") -> tuple[Document, list[Problem]]:
    return readers.read(data, name)


def texts(data: bytes) -> list[str]:
    return [block.text for block in read(data)[0].blocks]


def refused(data: bytes) -> Problem:
    with pytest.raises(ProblemError) as caught:
        read(data)
    return caught.value.problems[-1]


def with_part(data: bytes, name: str, part: bytes) -> bytes:
    """*data* with another part of that name."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info, old.read(info), zipfile.ZIP_DEFLATED)
        new.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return held.getvalue()


SMALL = make.docx(make.par("Harbour shut", style="heading 1"), make.par("The gates were closed at noon."))


def test_the_binary_documents_of_the_corpus_are_what_their_script_makes():
    assert {name: (CORPUS / name).read_bytes() for name in make.MADE} == make.MADE


def test_a_line_is_the_number_of_its_paragraph_empty_ones_and_cells_counted():
    document, _ = read(make.MADE["docx/feature.docx"])
    lines = {block.text: block.line for block in document.blocks}
    assert lines["By Ines Okafor"] == 3
    assert lines["the will"] == 12
    assert lines["I never thought I would see it."] == 14
    assert lines["The tolls are those of 1987."] == 22
    assert lines["See the Harbour Act."] == 25


def test_headings_lists_tables_quotes_links_and_marks_are_kept():
    document, _ = read(make.MADE["docx/feature.docx"])
    kinds = [block.kind for block in document.blocks]
    assert kinds.count("heading") == 3
    assert [block.level for block in document.blocks if block.kind == "heading"] == [1, 2, 3]
    written = "\n".join(block.markdown for block in document.blocks)
    assert "**Old Quay**" in written
    assert "*eleven*" in written
    assert "[Gazette found](https://gazette.example/lock?year=2026&page=1)" in written
    assert "- the money\n  - of the county" in written
    assert "| Boat | Toll |\n| --- | --- |\n| Dinghy | 2.50 |" in written
    assert "> I never thought" in written
    assert "1987.[^1]" in written
    assert "[^1]: See the *Harbour Act*." in written
    assert "1. one captain" in [b.markdown for b in read(make.MADE["docx/tracked.docx"])[0].blocks]


def test_pictures_are_assets_with_what_they_show():
    document, problems = read(make.MADE["docx/feature.docx"])
    (asset,) = document.assets
    assert asset.data.startswith(b"\x89PNG")
    assert f"![The lock gates, newly painted]({asset.name})" in [block.markdown for block in document.blocks]
    assert problems == []


def test_a_picture_that_is_none_is_left_out_and_said():
    data = make.docx(make.par("Text."), make.par(make.picture("p", "A plan")), pictures={"p": b"\x01\0\0\0 EMF"})
    document, problems = read(data)
    assert document.assets == ()
    assert [block.text for block in document.blocks] == ["Text.", "A plan"]
    assert [p.severity for p in problems if "A plan" in p.message] == ["warning"]


def test_what_calls_nothing_in_the_file_is_left_out_and_the_text_kept():
    lost = make.docx(
        make.par("One.", make.note(7)), make.par(make.picture("nowhere", "A plan")), make.par(make.link("no", "Two."))
    )
    document, problems = read(lost)
    assert [block.text for block in document.blocks] == ["One.", "Two."]
    assert [problem.message for problem in problems] == ["2 pictures or links to nothing in the file left out"]


def test_deletions_comments_and_hidden_text_are_left_out_and_insertions_kept():
    document, problems = read(make.MADE["docx/tracked.docx"])
    text = " ".join(block.text for block in document.blocks)
    assert "on Tuesday at noon" in text
    assert "Monday" not in text
    assert "Are we sure" not in text
    assert "Not for print" not in text
    assert "since January." in text
    assert len([problem for problem in problems if problem.severity == "note"]) == 5


def test_properties_are_taken_where_the_text_says_nothing():
    (item,) = read(make.MADE["docx/tracked.docx"])[0].items
    assert (item.title, item.authors) == ("Ferry to sail again", ("Tam Reyes",))
    assert item.instant is not None
    assert item.instant.isoformat() == "2026-03-05T14:20:00+00:00"
    # This one has a byline and a date of its own, and properties of its template.
    assert read(make.MADE["docx/feature.docx"])[0].items == ()


@pytest.mark.parametrize(
    ("title", "creator", "created"),
    [
        ("Document1", "Microsoft Office User", "2013-12-23T23:15:00Z"),
        ("lock.docx", "user17", "yesterday"),
        ("", "", ""),
    ],
)
def test_properties_that_a_program_filled_in_are_none(title, creator, created):
    data = make.docx(make.par("The gates were closed at noon."), core=make.core(title, creator, created))
    document, problems = read(data)
    assert document.items == ()
    assert problems == []


def test_a_title_of_the_properties_stands_in_where_there_is_no_headline():
    core = make.core("Harbour shut", "Nell Harrow; Tam Reyes", "2026-03-05T14:20:00Z")
    (item,) = read(make.docx(make.par("The gates were closed at noon."), core=core))[0].items
    assert (item.title, item.authors) == ("Harbour shut", ("Nell Harrow", "Tam Reyes"))


@pytest.mark.parametrize(
    ("lines", "headline"),
    [
        # Text has begun above the heading: it is that of a part.
        (
            ["The boats", "By Nell Harrow", "They go out at four.  Nobody sees them.", "1 The net", "It is old."],
            "The boats",
        ),
        (["The boats", "They go out at four in the morning.", "1 The net", "Old.", "1 The oar", "New."], "The boats"),
        (["The boats", "They go out at four in the morning.", "2 The net", "Old."], "The boats"),
        # A kicker, a byline, a house's name and its standfirst are none.
        (["Long read", "1 The net", "It is old.", "1 The oar"], "The net"),
        (["By Nell Harrow", "March 4, 2026", "1 The net", "It is old."], "The net"),
        (["The Harne Letter", "What you need to know this week.", "1 The net", "It is old."], "The net"),
    ],
)
def test_a_heading_is_the_headline_unless_text_has_begun_above_it(lines, headline):
    body = [make.par(line[2:], style=f"heading {line[0]}") if line[0].isdigit() and line[1] == " " else make.par(line)
            for line in lines]  # fmt: skip
    blocks = readers.read(make.docx(*body), "x.docx")[0].blocks
    assert [block.text for block in blocks if block.role == "title"] == [headline]
    assert [block.text for block in blocks] == [" ".join(line.split()).lstrip("12 ") for line in lines]
    levels = [block.level for block in blocks if block.kind == "heading"]
    assert levels[0] == 1 if blocks[0].role == "title" else blocks[0].kind == "paragraph"
    assert all(block.markdown.startswith("#" * block.level + " ") for block in blocks if block.kind == "heading")


def test_a_password_and_the_old_kind_are_told_apart():
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert "password" in refused(ole + "EncryptedPackage".encode("utf-16-le")).message
    assert ".doc" in refused(ole).message
    assert refused(ole).hint


def test_a_document_that_expands_beyond_measure_is_refused_unexpanded(monkeypatch):
    bomb = with_part(SMALL, "word/document.xml", b"<w:p/>" * (133_000_000 // 6))
    assert len(bomb) < 1_000_000
    monkeypatch.setattr(docx_parts.archives, "read_member", None)
    assert "unpacks to more than" in refused(bomb).message


@pytest.mark.parametrize(
    "declared",
    [
        b'<!DOCTYPE a [<!ENTITY x "harbour">]>',
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd">',
        b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY x "&b;&b;&b;&b;">]>',
    ],
)
@pytest.mark.parametrize(
    "part", ["word/document.xml", "word/styles.xml", "docProps/core.xml", "word/_rels/document.xml.rels"]
)
def test_entities_and_document_types_are_refused_in_any_part(declared, part):
    body = (
        b"<w:document xmlns:w='"
        + make.W.encode()
        + b"'><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"
    )
    problem = refused(with_part(SMALL, part, declared + body))
    assert part in problem.message


def test_linked_pictures_are_never_fetched():
    linked = make.picture("rOut", "A plan").replace("r:embed", "r:link")
    data = make.docx(make.par("Text."), make.par(linked), links={"rOut": "file:///etc/passwd"})
    document, problems = read(data)
    assert document.assets == ()
    assert any("not in the file" in problem.message for problem in problems)


def test_nesting_beyond_measure_is_a_sentence():
    deep = "<w:p>" + "<w:smartTag>" * 5_000 + "</w:smartTag>" * 5_000 + "</w:p>"
    assert refused(make.docx(deep)).message
    tables = make.par("deep")
    for _ in range(8):
        tables = f"<w:tbl><w:tr><w:tc>{tables}</w:tc></w:tr></w:tbl>"
    assert "deep" in " ".join(texts(make.docx(tables)))


def test_no_docx_is_said_to_be_none():
    assert "no whole archive" in refused(b"").message
    assert "no whole archive" in refused(b"PK\x03\x04 and nothing else").message
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("readme.txt", "x")
    assert "no document" in refused(held.getvalue()).message


def test_imported_words_never_become_marks():
    written = ["# not a heading", "1. not a list", "*not* [a](link) <b>x</b>", "{{ nothing }} _here_"]
    document, _ = read(make.docx(make.par("Top", style="heading 1"), *[make.par(one) for one in written]))
    assert [block.text for block in document.blocks][1:] == written
    assert document.blocks[1].markdown == "\\# not a heading"


def test_no_damage_raises_anything_but_a_problem():
    small = SMALL
    damaged = [small[:end] for end in range(0, len(small), 7)]
    chance = random.Random(7)
    for _ in range(300):
        at = chance.randrange(len(small))
        damaged.append(small[:at] + bytes([small[at] ^ 1 << chance.randrange(8)]) + small[at + 1 :])
    refused_ = 0
    for data in damaged:
        try:
            read(data)
        except ProblemError:
            refused_ += 1
    assert refused_ > len(damaged) // 2


def test_no_damaged_part_raises_anything_but_a_problem():
    with zipfile.ZipFile(io.BytesIO(make.MADE["docx/feature.docx"])) as archive:
        part = archive.read("word/document.xml")
    chance = random.Random(11)
    pieces = [
        b"<w:p>",
        b"</w:p>",
        b'w:val="x"',
        b'r:id="none"',
        b"<w:tr/>",
        b"<w:sym/>",
        b'<w:gridSpan w:val="x"/>',
        b"\0",
    ]
    for _ in range(150):
        at = chance.randrange(len(part))
        broken = part[:at] + chance.choice(pieces) + part[at + chance.randrange(3) :]
        with contextlib.suppress(ProblemError):
            read(with_part(SMALL, "word/document.xml", broken))


def test_a_document_without_styles_has_its_title_and_the_first_row_of_its_table_is_its_head():
    document, _ = read(without_styles())
    assert (document.blocks[0].text, document.blocks[0].role) == ("Ferry sails", "title")
    (table,) = [block for block in document.blocks if block.kind == "table"]
    assert table.markdown.splitlines() == ["| Day | Boats |", "| --- | --- |", "| Monday | 3 |"]


def without_styles() -> bytes:
    """A document that has nothing but its text: no styles, no look of its table."""

    def par(text: str, style: str = "") -> str:
        head = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
        return f"<w:p>{head}<w:r><w:t>{text}</w:t></w:r></w:p>"

    rows = "".join(
        f"<w:tr>{''.join(f'<w:tc>{par(cell)}</w:tc>' for cell in row)}</w:tr>"
        for row in (("Day", "Boats"), ("Monday", "3"))
    )
    body = (
        par("Ferry sails", "Title") + par("At noon", "Heading1") + par("She left the quay.") + f"<w:tbl>{rows}</w:tbl>"
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    main = f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{types}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
            f'relationships+xml"/><Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}" Target="word/document.xml"/>'
            "</Relationships>",
        )
        archive.writestr("word/document.xml", main)
    return held.getvalue()
