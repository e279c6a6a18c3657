"""Mail: what the sender wrote for readers, and nothing of what only carries or counts it."""

from __future__ import annotations

import base64
import random
from datetime import UTC, datetime

import pytest

from corpus_builders import CORPUS, make
from pressday import readers
from pressday.documents import Document
from pressday.problems import Problem, ProblemError
from pressday.readers.mail_body import unwrapped
from pressday.readers.mail_headers import decoded, stripped

HEAD = "From: Nell Harrow <nell@gazette.example>\nSubject: Harbour shut\nDate: Thu, 5 Mar 2026 14:20:00 +0100\n"
LETTER = (CORPUS / "mail/newsletter.eml").read_bytes()


def read(text: str | bytes, name: str = "x.eml") -> tuple[Document, list[Problem]]:
    return readers.read(text.encode() if isinstance(text, str) else text, name)


def shown(text: str | bytes, name: str = "x.eml") -> list[str]:
    """The lines that are text: no header's, no furniture."""
    return [block.text for block in read(text, name)[0].blocks if not block.role]


def furniture(text: str | bytes) -> list[str]:
    return [block.text for block in read(text)[0].blocks if block.role == "furniture"]


def html(body: str, head: str = HEAD) -> str:
    return f"{head}Content-Type: text/html; charset=utf-8\n\n{body}"


def refused(text: str | bytes, name: str = "x.eml") -> str:
    with pytest.raises(ProblemError) as caught:
        read(text, name)
    return str(caught.value)


# --- headers -------------------------------------------------------------------------------------


def test_headers_say_headline_author_source_instant_and_place():
    document, problems = read(LETTER)
    (item,) = document.items
    assert item.title == "Morning in Harne: the ferry sails at last – and the café opens"
    assert item.authors == ("Nell Harrow",)
    assert document.site == "The Harne Gazette"
    assert item.instant == datetime(2026, 3, 5, 7, 0, tzinfo=UTC)
    assert document.url == item.url == "https://gazette.example/letters/2026-03-05"
    assert [b.role for b in document.blocks[:3]] == ["byline", "headline", "stamp"]
    assert problems == []


@pytest.mark.parametrize(
    ("subject", "headline", "marks"),
    [
        ("Re: Fwd: [Harne News] Harbour shut", "Harbour shut", "Re: Fwd: [Harne News]"),
        ("AW: WG: Harbour shut", "Harbour shut", "AW: WG:"),
        ("RE[2]: Harbour shut", "Harbour shut", "RE[2]:"),
        ("Storm: harbour shut", "Storm: harbour shut", ""),
        ("[Brief]", "[Brief]", ""),
        ("Re:", "Re:", ""),
        ("Report: all is well", "Report: all is well", ""),
    ],
)
def test_a_subject_loses_the_marks_of_replies_and_lists_alone(subject, headline, marks):
    assert stripped(subject) == (headline, marks)


def test_decoded_headers_have_no_line_breaks_and_no_controls():
    assert decoded("=?utf-8?q?a=0ABcc:_x=00=1b?=") == "a Bcc: x"
    assert decoded("Caf\udce9") == "Café"
    assert decoded("=?x-unknown?q?caf=E9?=") == "café"
    assert decoded("=?utf-8?b?!!!?= end").endswith("end")
    document, _ = read("Subject: =?utf-8?q?a=0AFrom:_x?=\n\ntext")
    assert document.items[0].title == "a From: x"
    assert document.items[0].authors == ()


def test_names_are_told_from_addresses():
    def sent(by: str) -> tuple[tuple[str, ...], str]:
        document, _ = read(f"From: {by}\nSubject: x\n\ntext")
        return document.items[0].authors, document.site

    assert sent('"Okafor, Ines" <i@brief.example>') == (("Ines Okafor",), "Okafor, Ines")
    assert sent("=?utf-8?q?Reyes=2C_Tam?= <t@x.example>")[0] == ("Tam Reyes",)
    assert sent("news@gazette.example") == ((), "gazette.example")
    assert sent("Nell Harrow at The Gazette <n@g.example>") == (("Nell Harrow",), "The Gazette")
    assert sent("(((((" * 10_000) == ((), "")


def test_a_message_without_a_date_says_so():
    _, problems = read("Subject: Harbour shut\n\nThe gates were closed.")
    assert [(p.severity, p.message) for p in problems] == [("warning", "has no date that can be read")]


# --- which part ----------------------------------------------------------------------------------


def alternative(plain: str, rich: str) -> str:
    return (
        f"{HEAD}MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n"
        f"{plain}\n--b\nContent-Type: text/html\n\n{rich}\n--b--\n"
    )


def test_html_is_read_if_it_says_as_much_as_the_text():
    said = "The gates were closed at noon."
    assert shown(alternative(said, f"<p>{said[:-1]} <b>today</b>.</p>")) == ["The gates were closed at noon today."]
    assert shown(alternative(said * 3, "<p>Open in your program.</p>")) == [said * 3]
    assert shown(alternative("Open me.", f"<p>{said}</p>")) == [said]


def test_newsletters_lose_what_only_counts_or_carries_them():
    document, _ = read(LETTER)
    written = "\n".join(block.markdown for block in document.blocks)
    assert "8812.gif" not in written
    assert "The ferry sails at last\u00a0" not in written
    assert "| Boat | Leaves |" in written
    assert "](https://gazette.example/ferry?page=2)" in written
    assert "](https://mailer.example/c/Zm9v)" in written
    assert furniture(LETTER) == [
        "View this email in your browser",
        "You are receiving this because you signed up at gazette.example.",
        "The Harne Gazette, 1 Quay Street, Harne HN1 2AB",
        "Unsubscribe",
    ]


def test_pictures_inside_the_mail_are_assets_and_attached_ones_are_told():
    document, _ = read(LETTER)
    (asset,) = document.assets
    assert asset.data == make.png(8, 6, (20, 90, 120))
    assert f"![The ferry at the quay]({asset.name})" in [block.markdown for block in document.blocks]
    picture = base64.b64encode(asset.data).decode()
    attached = (
        f"{HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nSee the picture.\n--b\nContent-Type: image/png; "
        f"name=quay.png\nContent-Transfer-Encoding: base64\n\n{picture}\n--b--\n"
    )
    document, problems = read(attached)
    assert document.assets == ()
    assert [problem.message for problem in problems] == ["1 attachment was left out: quay.png"]


def test_a_sentence_about_leaving_is_no_foot():
    body = "<p>Readers may unsubscribe from the port's alarms, says the harbour.</p>" + "<p>One more story.</p>" * 200
    assert furniture(html(body)) == []
    assert furniture(html("<p>The gates open.</p><p>All rights reserved for the pier were sold.</p>")) == []


@pytest.mark.parametrize(
    ("href", "leads"),
    [
        ("https://m.example/c?url=https%3A%2F%2Fa.example%2Fx%3Fy%3D1", "https://a.example/x?y=1"),
        ("https://eu.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.example%2F&data=1", "https://a.example/"),
        ("https://m.example/c?u=https://n.example/d?u=https%3A%2F%2Fa.example%2F", "https://a.example/"),
        ("https://m.example/c/aHR0cHM6", "https://m.example/c/aHR0cHM6"),
        ("https://social.example/sharer?u=https://a.example/", "https://social.example/sharer?u=https://a.example/"),
        ("https://m.example/c?url=javascript:alert(1)", "https://m.example/c?url=javascript:alert(1)"),
        ("http://[broken?url=https://a.example", "http://[broken?url=https://a.example"),
    ],
)
def test_links_are_unwrapped_only_where_they_say_where_they_lead(href, leads):
    assert unwrapped(href) == leads


# --- plain text ----------------------------------------------------------------------------------


def test_flowed_text_is_joined_and_other_text_is_not():
    flowed = f"{HEAD}Content-Type: text/plain; format=flowed\n\nThe gates were \nclosed at \nnoon.\n From the pier\n"
    assert shown(flowed) == ["The gates were closed at noon.", "From the pier"]
    assert shown(f"{HEAD}\nThe gates were \nclosed.\n") == ["The gates were", "closed."]
    close = f"{HEAD}Content-Type: text/plain; format=flowed; delsp=yes\n\nhar \nbour\n"
    assert shown(close) == ["harbour"]


def test_quotes_of_a_reply_and_signatures_are_furniture_and_other_quotes_are_text():
    told = "The bell is silent.\n\n> Its rope was cut.\n\nSince 1926.\n\n-- \nNell Harrow\n"
    document, _ = read(f"{HEAD}\n{told}")
    assert [b.markdown for b in document.blocks if b.kind == "quote"] == ["> Its rope was cut."]
    assert furniture(f"{HEAD}\n{told}") == ["--", "Nell Harrow"]
    assert "Its rope was cut." in furniture(f"In-Reply-To: <1@x>\n{HEAD}\n{told}")


def test_a_forwarded_message_is_the_one_inside():
    inner = "From: Piet Gossage <p@x.example>\nSubject: Crane\nDate: Wed, 4 Mar 2026 18:00:00 +0000\n"
    head = HEAD.replace("Harbour shut", "Fwd: see this")
    attached = (
        f"{head}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nFor you.\n--b\nContent-Type: message/rfc822\n\n"
        f"{inner}\nThe crane comes down.\n--b--\n"
    )
    told = f"{head}\nFor you.\n\nBegin forwarded message:\n\n{inner}\nThe crane comes down.\n"
    rich = html(
        "<p>For you.</p><div class='gmail_quote'><div class='gmail_attr'>---------- Forwarded message ---------<br>"
        "From: <b>Piet Gossage</b> &lt;p@x.example&gt;<br>Date: Wed, 4 Mar 2026 at 18:00<br>Subject: Crane<br>"
        "To: N &lt;n@x.example&gt;</div><p>The crane comes down.</p></div>",
        head,
    )
    # A date without a zone is told by the clock of who passes it on.
    for message, hour in ((attached, 18), (told, 18), (rich, 17)):
        document, _ = read(message)
        (item,) = document.items
        assert (item.title, item.authors) == ("Crane", ("Piet Gossage",))
        assert item.instant == datetime(2026, 3, 4, hour, 0, tzinfo=UTC)
        assert shown(message) == ["The crane comes down."]
        assert "For you." in furniture(message)


def test_a_forwarded_message_whose_date_cannot_be_read_has_that_of_its_forwarding():
    head = HEAD.replace("Harbour shut", "WG: Kran")
    told = (
        "<div id=divRplyFwdMsg><b>Von:</b> Piet Gossage<br><b>Gesendet:</b> neulich, 4. März 2026 18:00<br>"
        "<b>An:</b> Nell Harrow<br><b>Betreff:</b> Der Kran</div><p>Der Kran wird abgebaut.</p>"
    )
    document, problems = read(html(told, head))
    (item,) = document.items
    assert (item.title, item.authors) == ("Der Kran", ("Piet Gossage",))
    assert item.instant == datetime(2026, 3, 5, 13, 20, tzinfo=UTC)
    assert "cannot be read" in problems[0].message
    assert shown(html(told, head)) == ["Der Kran wird abgebaut."]


@pytest.mark.parametrize(
    ("written", "minute", "zoned"),
    [
        ("Wed, Mar 4, 2026 at 6:05 PM", "17:05", False),
        ("Wed, Mar 4, 2026 at 6:05\u202fPM", "17:05", False),
        ("March 4, 2026 at 6:05:11 PM GMT+2", "16:05", True),
        ("March 4, 2026 at 12:05:11 AM EST", "05:05", True),
        ("4 March 2026 at 18:05:11 CET", "17:05", True),
        ("Wednesday, March 4, 2026 6:05 PM", "17:05", False),
        ("4. März 2026 um 18:05:11 MEZ", "17:05", True),
        ("Mittwoch, 4. März 2026 18:05", "17:05", False),
        ("Mi., 4. März 2026 um 18:05 Uhr", "17:05", False),
        ("04.03.2026 18:05", "17:05", False),
        ("4 mars 2026 à 18:05:11 UTC+1", "17:05", True),
        ("mer. 4 mars 2026 à 18:05", "17:05", False),
        ("mercredi 4 mars 2026 18h05", "17:05", False),
        ("4 de marzo de 2026, 18:05:11 CET", "17:05", True),
        ("mié, 4 mar 2026 a las 18:05", "17:05", False),
        ("miércoles, 4 de marzo de 2026 18:05", "17:05", False),
        ("2026-03-04 18:05", "17:05", False),
        # Of two days the one that was still to come is not meant, nor one that is no Wednesday.
        ("04/03/2026 18:05", "17:05", False),
        ("Wednesday, 3/4/2026 6:05 PM", "17:05", False),
    ],
)
def test_the_dates_that_mail_programs_write_above_a_forwarded_message_are_read(written, minute, zoned):
    told = f"From: Piet Gossage <p@x.example>\nDate: {written}\nSubject: Crane\nTo: N <n@x.example>\n"
    head = HEAD.replace("Harbour shut", "Fwd: Crane")
    document, problems = read(f"{head}\n---------- Forwarded message ---------\n{told}\nThe crane comes down.\n")
    (item,) = document.items
    assert item.instant is not None
    assert f"{item.instant:%Y-%m-%d %H:%M}" == f"2026-03-04 {minute}"
    assert [problem.message for problem in problems] == (
        [] if zoned else ["the forwarded message's date has no zone; that of who forwarded it (+01:00) is taken"]
    )


@pytest.mark.parametrize(
    "written", ["Thu, Mar 4, 2026 at 6:05 PM", "4 Mar 2026 at 25:05", "13/14/2026 18:05", "02/03/2026 18:05", "4 May"]
)
def test_a_date_that_may_be_two_or_none_is_not_taken_and_that_is_said(written):
    told = f"From: Piet Gossage <p@x.example>\nDate: {written}\nSubject: Crane\n"
    document, problems = read(f"{HEAD.replace('Harbour', 'Fwd: Harbour')}\nForwarded message\n{told}\nIt is down.\n")
    assert document.items[0].instant == datetime(2026, 3, 5, 13, 20, tzinfo=UTC)
    assert f"date “{written}” cannot be read" in problems[0].message


@pytest.mark.parametrize(
    "above",
    [
        "Anfang der weitergeleiteten Nachricht:\n\nVon: Piet Gossage <p@x.example>\nBetreff: Kran\n"
        "Datum: 4. März 2026 um 18:00:00 MEZ\nAn: N <n@x.example>\n",
        "Début du message transféré :\n\nDe: Piet Gossage <p@x.example>\nObjet: Kran\n"
        "Date: 4 mars 2026 à 18:00:00 UTC+1\nÀ: N <n@x.example>\nRépondre à: x@x.example\n",
        "Inicio del mensaje reenviado:\n\nDe: Piet Gossage <p@x.example>\nAsunto: Kran\n"
        "Fecha: 4 de marzo de 2026, 18:00:00 CET\nPara: N <n@x.example>\n",
        "________________________________\nVon: Piet Gossage <p@x.example>\nGesendet: Mittwoch, 4. März 2026 18:00\n"
        "An: N <n@x.example>\nBetreff: Kran\n",
        "From: Piet Gossage <p@x.example>\nSent: Wednesday, March 4, 2026 6:00 PM\nTo: N <n@x.example>\n"
        "Subject: Kran\nImportance: High\n",
    ],
)
def test_a_message_that_was_passed_on_is_known_in_every_language_and_without_a_line_that_says_so(above):
    message = f"{HEAD.replace('Harbour shut', 'WG: Kran')}\nFor you.\n\n{above}\nThe crane comes down.\n"
    (item,) = read(message)[0].items
    assert (item.title, item.authors) == ("Kran", ("Piet Gossage",))
    assert item.instant == datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
    assert [text for text in shown(message) if text] == ["The crane comes down."]


@pytest.mark.parametrize(
    "told",
    [
        "Content-Type: text/html; charset=utf-8\n\n<p>For you.</p><blockquote type=cite>"
        "<div>Begin forwarded message:</div><br><div><b>From: </b>Piet Gossage &lt;p@x.example&gt;</div>"
        "<div><b>Subject: </b>Crane</div><div><b>Date: </b>March 4, 2026 at 6:00:11\u202fPM GMT+1</div>"
        "<div><b>To: </b>n@x.example</div><p>The crane comes down.</p><blockquote>It rusts.</blockquote></blockquote>"
        "<p>Yours, Nell</p>",
        "\nFor you.\n\n> Begin forwarded message:\n>\n> From: Piet Gossage <p@x.example>\n> Subject: Crane\n"
        "> Date: March 4, 2026 at 6:00:11 PM GMT+1\n> To: n@x.example\n>\n> The crane comes down.\n>\n> It rusts.\n\n"
        "Yours, Nell\n",
    ],
)
def test_a_message_that_was_passed_on_as_a_quote_is_read_and_what_stands_around_it_is_not(told):
    message = f"{HEAD.replace('Harbour shut', 'Fwd: Crane')}{told}"
    (item,) = read(message)[0].items
    assert (item.title, item.authors) == ("Crane", ("Piet Gossage",))
    assert item.instant == datetime(2026, 3, 4, 17, 0, 11, tzinfo=UTC)
    assert shown(message) == ["The crane comes down.", "It rusts."]
    assert {"For you.", "Yours, Nell"} <= set(furniture(message))


@pytest.mark.parametrize("marks", ["> ", "> > "])
def test_words_that_a_message_passed_on_as_a_quote_quotes_itself_stay_quoted(marks):
    lines = [
        "Begin forwarded message:", "", "From: Piet Gossage <p@x.example>", "Subject: Crane",
        "Date: March 4, 2026 at 6:00:11 PM GMT+1", "", "Tam Reyes wrote:", "", "> I broke it.", ">> Who else?",
        "I doubt that.",
    ]  # fmt: skip
    told = "".join(f"{marks}{line}\n" for line in lines)
    document, _ = read(f"{HEAD.replace('Harbour shut', 'Fwd: Crane')}\n{told}{marks[2:]}So he says.\n")
    assert [(block.kind, block.markdown) for block in document.blocks if not block.role] == [
        ("paragraph", "Tam Reyes wrote:"),
        ("quote", "> I broke it."),
        ("quote", "> > Who else?"),
        ("paragraph", "I doubt that."),
    ]
    assert "So he says." in [block.text for block in document.blocks if block.role == "furniture"]


def test_a_message_that_a_letter_shows_and_does_not_pass_on_stays_its_quote():
    told = (
        "<p>He wrote this:</p><blockquote>Begin forwarded message:<br>From: Piet Gossage &lt;p@x.example&gt;<br>"
        "Subject: Crane<p>I broke it.</p></blockquote><p>I doubt that.</p>"
    )
    document, _ = read(html(told))
    assert document.items[0].authors == ("Nell Harrow",)
    kinds = [(block.kind, block.text) for block in document.blocks if not block.role]
    assert [kind for kind, _ in kinds] == ["paragraph", "quote", "paragraph"]
    assert kinds[-1][1] == "I doubt that."


@pytest.mark.parametrize(
    "line",
    [
        "Date: Saturday 10 October. From: 10am at the quay. To: the lighthouse, in a line of boats.",
        "From: 10am at the quay. Date: Saturday 10 October. Subject: boats.",
        "From: 10am at the quay.\nDate: Saturday 10 October.\nSubject: boats.",
    ],
)
def test_when_and_where_of_a_fair_is_no_head_of_a_message_that_was_passed_on(line):
    told = ["The fair is back.", *line.split("\n"), "Tickets are sold at the gate."]
    head = HEAD.replace("Harbour shut", "Fwd: Fair")
    for message in (f"{head}\n" + "\n\n".join(told), html("".join(f"<p>{one}</p>" for one in told), head)):
        document, problems = read(message)
        assert document.items[0].authors == ("Nell Harrow",)
        assert not problems
        assert shown(message) == told


def test_a_byline_names_who_wrote_what_a_house_sends():
    head = HEAD.replace("Nell Harrow", "The Harne Letter")
    document, _ = read(html("<h1>The bell</h1><p>By Nell Harrow and Tam Reyes</p><p>It rang again.</p>", head))
    assert document.items[0].authors == ("Nell Harrow and Tam Reyes",)
    assert document.site == "The Harne Letter"
    assert [(b.role, b.text) for b in document.blocks][-3:] == [
        ("", "The bell"), ("byline", "By Nell Harrow and Tam Reyes"), ("", "It rang again."),
    ]  # fmt: skip
    several = "<p>By Nell Harrow</p><p>It rang.</p><h2>The pump</h2><p>By Tam Reyes</p><p>It runs.</p>"
    for body in (several, "<p>By Monday the Harbour was shut.</p>", "<p>Von Montag bis Freitag</p><p>Ruhe</p>"):
        assert read(html(body, head))[0].items[0].authors == ("The Harne Letter",)
        assert not [block for block in read(html(body, head))[0].blocks if block.role == "byline" and block.line > 4]


def test_lines_are_those_of_the_file_soft_breaks_counted():
    lines = {block.text: block.line for block in read(LETTER)[0].blocks}
    written = LETTER.decode().split("\n")
    for text, piece in (
        ("Nell Harrow from The Harne Gazette", "From:"),
        ("Thu, 05 Mar 2026 08:00:00 +0100 (CET)", "Date:"),
        ("View this email in your browser", "View this email"),
        ("Three things to know", "<h2>Three things to know</h2>"),
        ("Fares are as before.", "Fares are as before."),
        ("Café Quay opens again; its new owner is Ines Okafor.", "<p>Caf=C3=A9 Quay"),
        ("Unsubscribe", "Unsubscribe</a>"),
    ):
        assert piece in written[lines[text] - 1], text


# --- boxes ---------------------------------------------------------------------------------------


def test_a_box_is_an_article_for_each_message():
    document, _ = read((CORPUS / "mail/letters.mbox").read_bytes(), "x.mbox")
    assert [item.title for item in document.items] == ["Harbour shut", "Wind rises – again", "Ferry sails at last"]
    assert [item.first for item in document.items][1:] == [item.last for item in document.items][:-1]
    assert "From the pier one saw the last boat come in." in [b.text for b in document.blocks]
    assert "From here on the fares are as before." in [b.text for b in document.blocks]


def test_one_bad_message_stops_none_of_the_others():
    separator = "From a@x.example Thu Mar  5 06:00:00 2026\n"
    box = f"{separator}{HEAD}\nOne.\n\n{separator}{HEAD}\n\n\n{separator}{HEAD}\nThree.\n"
    document, problems = read(box, "x.mbox")
    assert len(document.items) == 2
    assert [(p.line, p.severity, p.message) for p in problems] == [
        (9, "warning", "a message was left out: it holds no text")
    ]
    assert "no message that can be read" in refused(f"{separator}{HEAD}\n\n", "x.mbox")


# --- hostile -------------------------------------------------------------------------------------


def test_unknown_and_lying_encodings_are_read_by_the_best_guess_and_said():
    head = HEAD + "Content-Type: text/plain; charset={}\nContent-Transfer-Encoding: 8bit\n\n"
    document, problems = read(head.format("x-harne-9").encode() + "Das Café".encode())
    assert document.blocks[-1].text == "Das Café"
    assert "unknown" in problems[0].message
    document, problems = read(head.format("utf-8").encode() + b"Das Caf\xe9")
    assert document.blocks[-1].text == "Das Café"
    assert "is not what its bytes are" in problems[0].message
    assert shown(head.format("utf-8\0").encode() + b"text") == ["text"]


def test_parts_beyond_all_depth_and_number_are_refused():
    nested = "Subject: x\n"
    for number in range(1_500):
        nested += f"Content-Type: multipart/mixed; boundary=b{number}\n\n--b{number}\n"
    assert "nested too deeply" in refused(f"{nested}\ntext")
    flat = f"{HEAD}Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\ntext\n" * 1_500
    assert "more than 1,000 parts" in refused(flat)


def test_a_hundred_thousand_header_lines_are_read():
    document, _ = read("X-Hop: a\n" * 100_000 + HEAD + "\nThe gates were closed.\n")
    assert document.blocks[0].line == 100_001
    assert document.items[0].title == "Harbour shut"


def test_what_is_no_message_is_said_to_be_none():
    for data in (b"", b"\n\n\n", b"Harbour shut\n\nThe gates were closed.", b"\0\0\0\0", b"From here on\nall is well"):
        assert refused(data)
    assert "no text" in refused(HEAD + "\n   \n")


def test_broken_multiparts_keep_their_text():
    assert "text" in " ".join(shown(f"{HEAD}Content-Type: multipart/mixed\n\nall the text"))
    assert shown(f"{HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nall the text") == ["all the text"]
    assert shown(f"{HEAD}Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nVGhlIGdhdGVz!!") == [
        "The gates"
    ]
    assert shown(f"{HEAD}Content-Type: x\nContent-Transfer-Encoding: x-odd\n\ntext") == ["text"]


def test_no_damage_raises_anything_but_a_problem():
    chance = random.Random(7)
    small = (CORPUS / "mail/forwarded.eml").read_bytes()
    damaged = [whole[:end] for whole in (small, LETTER[1_200:]) for end in range(0, len(whole), 7)]
    damaged += [LETTER[:end] for end in range(0, len(LETTER), 71)]
    for name in ("newsletter.eml", "letters.mbox", "one.mbox", "forwarded.eml"):
        whole = (CORPUS / "mail" / name).read_bytes()
        for _ in range(40):
            at = chance.randrange(len(whole))
            damaged.append(whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :])
            damaged.append(whole[:at] + chance.choice([b"\0", b"<", b"&", b"\n\n", b"--=_one\n"]) + whole[at:])
    read_ = 0
    for data in damaged:
        try:
            read_ += bool(read(data)[0].blocks)
        except ProblemError:
            continue
    assert read_ > len(damaged) // 3
