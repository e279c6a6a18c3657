"""Makes the documents of the corpus that are no plain text: ``python tests/corpus/make.py`` in the root.

The bytes are the same on every machine: a document changes only where this file does.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path
from xml.sax.saxutils import escape

HERE = Path(__file__).resolve().parent
DAY = (2026, 3, 5, 0, 0, 0)

# --- DOCX ----------------------------------------------------------------------------------------

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STYLES = ["Title", "Subtitle", "heading 1", "heading 2", "heading 3", "Quote", "List Paragraph", "caption"]


def run(text: str, *marks: str) -> str:
    inner = "".join(f"<w:{mark}/>" for mark in marks)
    head = f"<w:rPr>{inner}</w:rPr>" if inner else ""
    return f'<w:r>{head}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def link(target: str, text: str) -> str:
    return f'<w:hyperlink r:id="{target}">{run(text)}</w:hyperlink>'


def styled(name: str) -> str:
    """A style's id, as Word makes it from its name."""
    return name.replace(" ", "").capitalize()


def par(*inner: str, style: str = "", number: int = 0, level: int = 0) -> str:
    """A paragraph of runs (a text alone is one); *number* 1 is the bullets, 2 the numbers."""
    head = f'<w:pStyle w:val="{styled(style)}"/>' if style else ""
    if number:
        head += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    body = "".join(one if one.startswith("<") else run(one) for one in inner)
    return f"<w:p><w:pPr>{head}</w:pPr>{body}</w:p>" if head else f"<w:p>{body}</w:p>"


BREAK = "<w:r><w:br/></w:r>"


def table(*rows: tuple[str, ...]) -> str:
    made = "".join("<w:tr>" + "".join(f"<w:tc>{par(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
    return f'<w:tbl><w:tblPr><w:tblLook w:val="04A0"/></w:tblPr>{made}</w:tbl>'


def picture(target: str, alt: str) -> str:
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="9525" cy="9525"/><wp:docPr id="1" name="p" descr="{escape(alt)}"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:blipFill><a:blip r:embed="{target}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def note(number: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def docx(
    *body: str,
    links: dict[str, str] | None = None,
    pictures: dict[str, bytes] | None = None,
    notes: tuple[str, ...] = (),
    comments: tuple[str, ...] = (),
    core: str = "",
    extra: tuple[tuple[str, bytes], ...] = (),
) -> bytes:
    """A DOCX as Word lays it out, with as little as it needs."""
    office = R.rpartition("/")[0] + "/relationships"
    targets = "".join(
        f'<Relationship Id="{key}" Type="{office}/hyperlink" Target="{escape(url)}" TargetMode="External"/>'
        for key, url in (links or {}).items()
    )
    targets += "".join(
        f'<Relationship Id="{key}" Type="{office}/image" Target="media/{key}.png"/>' for key in pictures or {}
    )
    parts = {"styles": "styles", "numbering": "numbering"}
    if notes:
        parts["footnotes"] = "footnotes"
    if comments:
        parts["comments"] = "comments"
    targets += "".join(f'<Relationship Id="r{part}" Type="{office}/{part}" Target="{part}.xml"/>' for part in parts)
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{styled(name)}"><w:name w:val="{name}"/></w:style>' for name in STYLES
    )
    levels = {
        kind: "".join(f'<w:lvl w:ilvl="{at}"><w:numFmt w:val="{kind}"/></w:lvl>' for at in range(3))
        for kind in ("bullet", "decimal")
    }
    numbering = "".join(
        f'<w:abstractNum w:abstractNumId="{number}">{levels[kind]}</w:abstractNum>'
        for number, kind in ((1, "bullet"), (2, "decimal"))
    ) + "".join(f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>' for number in (1, 2))
    files: list[tuple[str, str | bytes]] = [
        (
            "[Content_Types].xml",
            f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="png" ContentType="image/png"/>'
            '<Default Extension="xml" ContentType="application/xml"/></Types>',
        ),
        (
            "_rels/.rels",
            f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="r1" Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
        ),
        ("word/document.xml", f"{HEAD}<w:document {SPACES}><w:body>{''.join(body)}</w:body></w:document>"),
        (
            "word/_rels/document.xml.rels",
            f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{targets}</Relationships>',
        ),
        ("word/styles.xml", f"{HEAD}<w:styles {SPACES}>{styles}</w:styles>"),
        ("word/numbering.xml", f"{HEAD}<w:numbering {SPACES}>{numbering}</w:numbering>"),
    ]
    if notes:
        told = "".join(f'<w:footnote w:id="{at}">{one}</w:footnote>' for at, one in enumerate(notes, start=1))
        files.append(("word/footnotes.xml", f"{HEAD}<w:footnotes {SPACES}>{told}</w:footnotes>"))
    if comments:
        told = "".join(f'<w:comment w:id="{at}">{par(one)}</w:comment>' for at, one in enumerate(comments))
        files.append(("word/comments.xml", f"{HEAD}<w:comments {SPACES}>{told}</w:comments>"))
    if core:
        space = f'xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        terms = 'xmlns:dcterms="http://purl.org/dc/terms/"'
        files.append(("docProps/core.xml", f"{HEAD}<cp:coreProperties {space} {terms}>{core}</cp:coreProperties>"))
    files += [(f"word/media/{key}.png", data) for key, data in (pictures or {}).items()]
    files += extra
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name, DAY), data, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def png(width: int, height: int, colour: tuple[int, int, int]) -> bytes:
    """A picture of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + bytes(colour) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def core(title: str = "", creator: str = "", created: str = "") -> str:
    return (
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(creator)}</dc:creator>"
        f"<dcterms:created>{created}</dcterms:created>"
    )


DOCX = {
    "docx/feature.docx": docx(
        par("The lock is open", style="Title"),
        par("All of Harne came to see the first boat go through.", style="Subtitle"),
        par("By Ines Okafor"),
        par("4 July 2026"),
        par("The lock at ", run("Old Quay", "b"), " has been shut for ", run("eleven", "i"), " years."),
        par("Why it took so long", style="heading 1"),
        par("Three things stood in the way, the ", link("rGazette", "Gazette found"), ":"),
        par("the gates, which had rotted", number=1),
        par("the money", number=1),
        par("of the county", number=1, level=1),
        par("of the port", number=1, level=1),
        par("the will", number=1),
        par(),
        par("I never thought I would see it.", style="Quote"),
        par("What boats pay", style="heading 2"),
        table(("Boat", "Toll"), ("Dinghy", "2.50"), ("Trawler | large", "18.00")),
        par("The tolls are those of 1987.", note(1)),
        par(picture("pLock", "The lock gates, newly painted")),
        par("Boats will pass", note(2), " from dawn to dusk."),
        links={"rGazette": "https://gazette.example/lock?year=2026&page=1"},
        pictures={"pLock": png(8, 6, (20, 90, 120))},
        notes=(par("See the ", run("Harbour Act", "i"), "."), par("Not on Sundays.")),
        core=core("Template for features", "Desk", "2011-01-01T00:00:00Z"),
    ),
    "docx/tracked.docx": docx(
        par("Ferry to sail again", style="heading 1"),
        par(
            "The ferry will sail on ",
            '<w:del w:id="1" w:author="Tam Reyes"><w:r><w:delText>Monday</w:delText></w:r></w:del>',
            f'<w:ins w:id="2" w:author="Tam Reyes">{run("Tuesday")}</w:ins>',
            " at noon.",
            '<w:r><w:commentReference w:id="0"/></w:r>',
        ),
        par("It has lain in the yard since ", '<w:fldSimple w:instr="DATE">' + run("January") + "</w:fldSimple>", "."),
        par(run("Not for print.", "vanish"), "Fares stay as they are."),
        par("Numbers", style="heading 2"),
        par("one captain", number=2),
        par("two mates", number=2),
        comments=("Are we sure of the day?",),
        core=core("ferry_v3_FINAL.docx", "Tam Reyes", "2026-03-05T14:20:00Z"),
    ),
    # As many write: headline, byline and date as lines of text, and headings for the parts alone.
    "docx/plain-headline.docx": docx(
        par("The eel catchers of Harne"),
        par("By Ines Okafor"),
        par("4 March 2026"),
        par("They go out at four, when the eels are sleepy and so is the harbour master."),
        par("The boat", style="heading 1"),
        par("It is flat and black, and it is older than its owner."),
        par("The net", style="heading 1"),
        par("It is older than the boat."),
    ),
    # Headline and byline with Shift and Enter between them.
    "docx/live-breaks.docx": docx(
        par("Night shift at the lock", style="Title"),
        par("5 March 2026"),
        par(run("23:40 – The last boat is through"), BREAK, run("By Nell Harrow")),
        par("It was a trawler, and it had no lights."),
        par(run("22:15 – Gates stuck", "b"), BREAK, run("By Tam Reyes", "b")),
        par("A tree had come down the river."),
        par(run("21:05 – Water at the mark"), BREAK, run("By Nell Harrow")),
        par("The keeper has moved his chair up a step."),
    ),
    "docx/live.docx": docx(
        par("Storm over Harne", style="Title"),
        par("5 March 2026"),
        par("A storm has reached the coast; the harbour is shut."),
        par("14:20 – Nell Harrow", style="heading 2"),
        par("Ferry sails at last", style="heading 3"),
        par("It left with ", run("twelve", "b"), " on board."),
        par("12:14 – Piet Gossage", style="heading 2"),
        par("Harbour shut", style="heading 3"),
        par("The gates were closed at noon."),
        par("11:50 – Nell Harrow", style="heading 2"),
        par("Wind rises", style="heading 3"),
        par("Gusts of 60 knots were measured at the pier."),
        core=core("Storm over Harne", "Nell Harrow", "2026-03-05T09:00:00Z"),
    ),
}

# --- PDF -----------------------------------------------------------------------------------------

FACES = {"F1": "Helvetica", "F2": "Helvetica-Bold", "F3": "Helvetica-Oblique"}


def shown(x: float, y: float, text: str, size: float = 11, face: str = "F1") -> str:
    """Operators that show *text*; PDF's own letters for what is not ASCII."""
    inner = text.encode("cp1252").decode("latin-1").replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /{face} {size:g} Tf 1 0 0 1 {x:g} {y:g} Tm ({inner}) Tj ET"


def column(x: float, y: float, lines: str, size: float = 11, step: float = 14) -> list[str]:
    """The lines of a text one below the other; an empty one leaves room."""
    return [shown(x, y - at * step, line, size) for at, line in enumerate(lines.split("\n")) if line.strip()]


def pdf(*pages: list[str], info: str = "", links: dict[int, list[tuple[str, str]]] | None = None) -> bytes:
    """A PDF of *pages* of operators; *links* are, by page, ``("x0 y0 x1 y1", address)``."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    fonts = " ".join(f"/{key} {number} 0 R" for number, key in enumerate(FACES, start=3))
    for face in FACES.values():
        font = f"<< /Type /Font /Subtype /Type1 /BaseFont /{face} /Encoding /WinAnsiEncoding >>"
        objects.append(font.encode())
    kids = []
    for number, page in enumerate(pages):
        content = zlib.compress("\n".join(page).encode("latin-1"), 9)
        head = f"<< /Length {len(content)} /Filter /FlateDecode >>\nstream\n".encode()
        objects.append(head + content + b"\nendstream")
        notes = " ".join(
            f"<< /Type /Annot /Subtype /Link /Rect [{place}] /A << /S /URI /URI ({url}) >> >>"
            for place, url in (links or {}).get(number, [])
        )
        annots = f" /Annots [{notes}]" if notes else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R"
            f" /Resources << /Font << {fonts} >> >>{annots} >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    if info:
        objects.append(f"<< {info} >>".encode("latin-1"))
    made = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, one in enumerate(objects, start=1):
        places.append(len(made))
        made += f"{number} 0 obj\n".encode() + one + b"\nendobj\n"
    start = len(made)
    made += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    made += "".join(f"{place:010} 00000 n \n" for place in places).encode()
    said = f" /Info {len(objects)} 0 R" if info else ""
    made += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R{said} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(made)


FEATURE_1 = """The lock at the old quay has been shut for eleven years. On Saturday all of
Harne came to see the first boat go through, and the harbour master, who had
promised it seven times, had to be asked twice to let go of the rope and to ac-
knowledge the applause.

Three things stood in the way of those who would have opened it: the well-
known gates, the money, and the county. None of them was settled in a day,
and not one of them was settled in the town hall."""
FEATURE_2 = """The gates were well-known because they had been on every postcard since the
year in which the quay was built. They were taken down in May, and what was
left of the oak went to the church, where it is now a bench. The new ones are
made of steel and were brought by the same railway that had brought the"""
FEATURE_3 = """old ones. Nobody had expected the railway to be still able to do it, and the
railway least of all."""
LEFT = """The ferry will sail again on
Tuesday. It has lain in the yard
since January, when a log broke
its rudder on the way home."""
RIGHT = """Fares stay as they are, says the
port, and so does the timetable.
Dogs travel without a ticket, as
they have since the first day."""

BROWSER = "/Creator (Mozilla/5.0 \\(X11; Linux x86_64\\) Chrome/141.0.0.0 Safari/537.36) /Producer (Skia/PDF m141)"


def printed(title: str, address: str, count: str) -> list[str]:
    """What a browser sets at the edges of a page, after all that is on it."""
    return [
        shown(24, 815, "3/6/26, 8:50 AM", 8),
        shown(280, 815, title, 8),
        shown(24, 18, address, 8),
        shown(560, 18, count, 8),
    ]


PRINT_1 = """The tide of Sunday left a bell on the sand below the old quay. It weighs as much as two men, says
the museum, and it has no name on it. Children rang it with stones until the evening."""
PRINT_2 = """The harbour master says that bells were hung on the mole until 1911, one for
each drowned boat, and that the last was taken down in the war. Nobody wrote
down where they went."""
PRINT_3 = """Bronze, mostly, and something that the laboratory of the county has promised to look at before
Easter. The clapper is of oak."""

TIMES = (("Boat", "Leaves", "Fare"), ("Ferry", "12:00", "2.50"), ("Launch", "14:00", "4.00"))

PDF = {
    "pdf/feature.pdf": pdf(
        [
            shown(72, 800, "The Harne Gazette", 9),
            shown(72, 740, "The lock is open", 24, "F2"),
            shown(72, 710, "By Ines Okafor, 4 July 2026", 11, "F3"),
            *column(72, 670, FEATURE_1),
            shown(72, 530, "Why it took so long", 15, "F2"),
            *column(72, 500, FEATURE_2),
            shown(290, 40, "1", 9),
        ],
        [
            shown(72, 800, "The Harne Gazette", 9),
            *column(72, 750, FEATURE_3),
            shown(72, 700, "What boats pay:"),
            shown(72, 680, "\u2022 a dinghy, 2.50"),
            shown(72, 666, "\u2022 a trawler, 18.00, and more if she is over"),
            shown(81, 652, "twelve metres long"),
            shown(72, 620, "The tolls are those of ") + " " + shown(183, 620, "1987", 11, "F2"),
            shown(208, 620, "; they stand in the "),
            shown(302, 620, "Harbour Act"),
            shown(360.5, 620, "."),
            shown(290, 40, "2", 9),
        ],
        info="/Title (Microsoft Word - lock_v3.doc) /Author (desk) /CreationDate (D:20260701120000Z)",
        links={1: [("300 616 364 632", "https://gazette.example/act?year=1987")]},
    ),
    "pdf/columns.pdf": pdf(
        [
            shown(72, 770, "Ferry to sail again", 22, "F2"),
            # Written across both columns, line by line, as some programs do.
            *[
                part
                for at, (one, other) in enumerate(zip(LEFT.split("\n"), RIGHT.split("\n"), strict=True))
                for part in (shown(72, 720 - 14 * at, one), shown(310, 720 - 14 * at, other))
            ],
            shown(72, 630, "Numbers", 15, "F2"),
            *[
                part
                for at, row in enumerate(
                    (("Boat", "Leaves", "Fare"), ("Ferry", "12:00", "2.50"), ("Launch", "14:00", "4.00"))
                )
                for part in (shown(72 + 120 * cell, 600 - 14 * at, text) for cell, text in enumerate(row))
            ],
        ],
        info="/Title (Ferry to sail again) /Author (Tam Reyes) /CreationDate (D:20260305142000+01'00')",
    ),
    "pdf/live.pdf": pdf(
        [
            shown(72, 770, "Storm over Harne", 22, "F2"),
            shown(72, 740, "5 March 2026"),
            shown(72, 715, "A storm has reached the coast; the harbour is shut."),
            *[
                part
                for at, (stamp, headline, text) in enumerate(
                    (
                        ("14:20 \u2013 Nell Harrow", "Ferry sails at last", "It left with twelve on board."),
                        ("12:14 \u2013 Piet Gossage", "Harbour shut", "The gates were closed at noon."),
                        ("11:50 \u2013 Nell Harrow", "Wind rises", "Gusts of 60 knots were measured at the pier."),
                    )
                )
                for part in (
                    shown(72, 680 - 80 * at, stamp),
                    shown(72, 660 - 80 * at, headline, 14, "F2"),
                    shown(72, 640 - 80 * at, text),
                )
            ],
        ]
    ),
    # As Chrome prints a page of a newspaper: a box that floats is drawn first, head and foot last.
    "pdf/print-article.pdf": pdf(
        [
            shown(430, 590, "Sign up to The Tide", 14, "F2"),
            *column(430, 570, "Our weekly letter about\nthe harbour."),
            shown(51, 790, "News"),
            shown(96, 790, " Sport"),
            shown(51, 740, "The bell in the sand", 24, "F2"),
            shown(51, 710, "Nobody knows whose it was, and everybody has heard it."),
            shown(51, 685, "By Ines Okafor"),
            shown(140, 685, " 4 March 2026"),
            *column(51, 655, PRINT_1, 11, 18),
            *column(51, 600, PRINT_2, 11, 18),
            shown(51, 520, "What it is made of", 18, "F2"),
            *column(51, 490, PRINT_3, 11, 18),
            shown(51, 430, "Related stories", 18, "F2"),
            shown(51, 400, "Ferry sails at last", 14, "F2"),
            shown(51, 380, "It left with fifty."),
            shown(225, 400, "Wind rises over Harne", 14, "F2"),
            shown(225, 380, "A gale is coming."),
            *printed("The bell in the sand - The Harne Gazette", "https://gazette.example/2026/bell", "1/2"),
        ],
        [
            shown(51, 790, "Comments (2)", 18, "F2"),
            shown(51, 760, "quayfan", 11, "F2"),
            shown(95, 760, " 5 March 2026"),
            shown(51, 735, "It was my grandfather's."),
            shown(51, 700, "No, it was not."),
            *printed("The bell in the sand - The Harne Gazette", "https://gazette.example/2026/bell", "2/2"),
        ],
        info=f"/Title (The bell in the sand - The Harne Gazette) {BROWSER} /CreationDate (D:20260306085000Z)",
    ),
    "pdf/print-live.pdf": pdf(
        [
            shown(34, 770, "Liveticker: Sturm \xfcber Harne", 24, "F2"),
            *[
                part
                for at, (stamp, byline, text) in enumerate(
                    (
                        ("23.58 Uhr \u2013 Wir beenden den Ticker", "Von Nell Harrow", "Danke f\xfcrs Mitlesen."),
                        ("19.12 Uhr \u2013 F\xe4hre l\xe4uft aus", "Von Tam Reyes", "Zw\xf6lf Leute sind an Bord."),
                        ("11.05 Uhr \u2013 Hafen gesperrt", "Von Nell Harrow", "Die Tore sind seit Mittag zu."),
                    )
                )
                for part in (
                    shown(34, 738 - 65 * at, stamp, 12),
                    shown(34, 724.5 - 65 * at, byline, 12),
                    shown(34, 699 - 65 * at, text, 12),
                )
            ],
            *printed("Liveticker: Sturm \xfcber Harne", "file:///home/desk/sturm.html", "1/1"),
        ],
        info=f"/Title (Liveticker: Sturm \xfcber Harne) {BROWSER} /CreationDate (D:20260306085000Z)",
    ),
    "pdf/print-listing.pdf": pdf(
        [
            shown(51, 790, "Home Sport"),
            shown(51, 740, "Harbour news", 24, "F2"),
            *[
                part
                for at, (headline, author, day, teaser) in enumerate(
                    (
                        ("The lock is open", "Ines Okafor", "2 March 2026", "All of Harne came to see the first boat."),
                        ("Ferry to sail again", "Tam Reyes", "1 March 2026", "It has lain in the yard since January."),
                        ("The crane comes down", "Piet Gossage", "28 February 2026", "It has rusted for forty years."),
                        ("A bell in the sand", "Nell Harrow", "27 February 2026", "Nobody knows whose it was."),
                    )
                )
                for part in (
                    shown(51, 690 - 130 * at, headline, 18, "F2"),
                    shown(51, 660 - 130 * at, author),
                    shown(51, 635 - 130 * at, day),
                    shown(51, 610 - 130 * at, teaser),
                )
            ],
            *printed("Harbour news - The Harne Gazette", "https://gazette.example/harbour", "1/1"),
        ],
        info=f"/Title (Harbour news - The Harne Gazette) {BROWSER} /CreationDate (D:20260306085000Z)",
        links={
            0: [
                (f"51 {685 - 130 * at} 300 {706 - 130 * at}", f"https://gazette.example/{name}")
                for at, name in enumerate(("lock", "ferry", "crane", "bell"))
            ]
        },
    ),
    # As Firefox prints: title and address above, number and hour below; one page.
    "pdf/print-firefox.pdf": pdf(
        [
            shown(28, 815, "The lock is open", 8),
            shown(400, 815, " https://gazette.example/lock", 8),
            shown(51, 760, "The lock is open", 24, "F2"),
            shown(51, 730, "By Ines Okafor"),
            *column(51, 700, FEATURE_1.partition("\n\n")[0], 11, 18),
            shown(51, 610, "Most read", 14, "F2"),
            shown(51, 590, "Ferry to sail again"),
            shown(51, 570, "Wind rises"),
            shown(28, 18, "1 of 1", 8),
            shown(500, 18, " 06/03/2026, 08:50", 8),
        ],
        info="/Title (The lock is open) /Creator (Mozilla Firefox 140.0) /CreationDate (D:20260306085000Z)",
    ),
}

MADE: dict[str, bytes] = {**DOCX, **PDF}

if __name__ == "__main__":
    for place, data in MADE.items():
        (HERE / place).parent.mkdir(exist_ok=True)
        (HERE / place).write_bytes(data)
