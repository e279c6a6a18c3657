"""The digest as mail: HTML with its styles inside, a letter, and both in one message."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_samples import GAZETTE, a_day_of_news, at, body, edition, newsletter, story
from pressday import records, theme
from pressday.config import DigestSettings, Newsletter
from pressday.digest import digests
from pressday.model import Body, Digest, EditorsNote, Link
from pressday.outputs.mail import draw, letter, message
from pressday.outputs.mail import plan as planning
from pressday.outputs.press import Press
from pressday.outputs.views import DigestMail
from pressday.problems import ProblemError


def plan(edition, newsletter):
    """The planned outputs, with the digests that the edition makes."""
    return planning.plan(edition, newsletter, tuple(digests(edition, newsletter)))


SETTINGS = newsletter()
PAGE = """<!doctype html><html><head><style>
:root { --ink: #112233 } h1 { color: var(--ink) } @media (max-width: 400px) { h1 { color: red } }
</style></head><body><h1>Größe</h1><a href="/brief/x/">a</a> <a class="b" href="../y/?a=1&amp;b=2">b</a>
<a href="https://elsewhere.example/">c</a> <a href="mailto:desk@quay.example">d</a> <a href="#top">e</a>
<a href="//[">f</a>
<img alt="" src="p.png"> if a &lt; b href="/z/"</body></html>"""


class Stub:
    """A theme that draws one page, whatever it is given."""

    def __init__(self, page: str = PAGE) -> None:
        self.page = page
        self.asked: list[str] = []

    def render(self, template: str, page: object, press: object) -> str:
        self.asked.append(template)
        return self.page


def press(settings: Newsletter = SETTINGS, theme: Any = None, texts: Callable[[str], Body] = body) -> Press:
    return Press(settings, theme or Stub(), texts)


def mail(settings: Newsletter = SETTINGS, **fields: Any) -> DigestMail:
    recipe = next(output.recipe for output in plan(a_day_of_news(settings), settings))
    assert isinstance(recipe, DigestMail)
    return records.replace(recipe, digest=records.replace(recipe.digest, **fields))


def parsed(data: bytes) -> EmailMessage:
    read = message_from_bytes(data, policy=policy.default)
    assert isinstance(read, EmailMessage)
    return read


def content(part: EmailMessage) -> str:
    """What the part says, its lines ended as in a file."""
    said = part.get_content()
    assert isinstance(said, str)
    return said.replace("\r\n", "\n")


def headers(settings: Newsletter = SETTINGS, **fields: Any) -> EmailMessage:
    return parsed(message.write(mail(settings, **fields).digest, settings, text="t\n", html="<p>h</p>"))


def sent_by(sender: str, **settings: object) -> Newsletter:
    return newsletter(**{"digest": DigestSettings(sender=sender), **settings})


# --- which mails --------------------------------------------------------------------------------


def test_every_digest_is_three_files_in_the_outbox() -> None:
    made = list(plan(a_day_of_news(SETTINGS), SETTINGS))
    assert [(output.path, output.kind) for output in made[:3]] == [
        ("2026-11-20/email.html", "mail_html"),
        ("2026-11-20/email.txt", "mail_text"),
        ("2026-11-20/email.eml", "mail_eml"),
    ]
    assert len(made) == 6
    assert {output.place for output in made} == {"outbox"}


def test_the_editors_intro_is_sent_when_there_is_one() -> None:
    note = EditorsNote("content/digests/2026-11-20.md", "2026-11-20", "hash-note", empty=True)
    made = edition(SETTINGS, [story("a", at(20))], notes=[note])
    assert mail().intro == "hash-note"
    assert [o.recipe.intro for o in plan(made, SETTINGS) if isinstance(o.recipe, DigestMail)] == [""] * 3


def test_no_news_no_mail() -> None:
    assert list(plan(edition(SETTINGS, []), SETTINGS)) == []


def test_planning_loads_nothing_that_draws() -> None:
    drawing = "{'css_inline', 'pressday.outputs.mail.draw', 'pressday.outputs.mail.message'}"
    code = f"import sys, pressday.outputs.mail.plan; sys.exit(bool({drawing} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --- HTML ---------------------------------------------------------------------------------------


def test_styles_are_on_the_elements_and_rules_for_screens_stay() -> None:
    stub = Stub()
    made = draw.html(mail(), press(theme=stub)).decode()
    assert stub.asked == ["mail/digest.html"]
    assert re.search(r'<h1 style="color: ?#112233;?">Größe</h1>', made)
    assert "@media" in made
    assert made.lower().startswith("<!doctype html>")


def test_every_link_is_whole() -> None:
    made = draw.html(mail(), press()).decode()
    assert re.findall(r'<[^>]* (?:href|src)="([^"]*)"', made) == [
        "https://quay.example/brief/x/",
        "https://quay.example/brief/digests/y/?a=1&amp;b=2",
        "https://elsewhere.example/",
        "mailto:desk@quay.example",
        "#top",
        "//[",
        "https://quay.example/brief/digests/2026-11-20/p.png",
    ]
    assert 'a &lt; b href="/z/"' in made


def test_the_encoding_is_declared_before_any_rule() -> None:
    page = PAGE.replace("<head>", '<head><meta charset="utf-8">')
    made = draw.html(mail(), press(theme=Stub(page))).decode()
    assert made.index("<meta charset") < made.index("@media") < made.index("</head>")


def test_the_broadsheets_mail_is_complete(tmp_path: Path) -> None:
    made = draw.html(mail(), press(theme=theme.load(tmp_path, SETTINGS))).decode()
    assert re.search(r'<div[^>]*style="display: none[^>]*>Two boats laid up · Council votes on kerbs', made)
    assert {link for link in re.findall(r'(?:href|src)="([^"]*)"', made) if not link.startswith("https://")} == set()
    assert made.index("Harbour shut") < made.index("Two boats laid up</a>") < made.index("Cat found</a>")
    assert '<a href="https://gazette.example/"' in made
    assert "Text of hash-note" in made
    assert "Text of hash-boats" not in made
    for shown in mail().digest.stories:
        assert made.count(f">{shown.teaser.title}</a></h3>") == 1


def test_a_mail_that_would_be_cut_off_is_a_warning() -> None:
    assert planning.size_problem("2026-11-20/email.html", 80_000) is None
    assert planning.size_problem("2026-11-20/email.eml", 80_001) is None
    problem = planning.size_problem("2026-11-20/email.html", 80_001)
    assert problem is not None
    assert (problem.severity, problem.path) == ("warning", "outbox/2026-11-20/email.html")


# --- the letter ---------------------------------------------------------------------------------


def test_the_letter_reads_as_one() -> None:
    made = letter.write(mail(), press())
    assert made.startswith("The Quay\n20 November 2026\n\nGale force nine by dusk\n\nText of hash-note, told")
    assert (
        "Live: storm\n===========\n\n1. Gale force nine by dusk\n   https://quay.example/brief/live/storm/gale/\n"
        in made
    )
    assert "\n\n\nFerries\n=======\n\nTwo boats laid up\nhttps://quay.example/brief/2026/11/20/boats/\n" in made
    assert (
        "An excerpt, by Ines Okafor, from The Harne Gazette\n<https://gazette.example/>\nShort of hash-boats.\n" in made
    )
    assert "\nMore news\n=========\n\nCat found\n" in made
    assert made.endswith("https://quay.example/brief/digests/\n")


def test_the_letter_has_each_story_once_in_order() -> None:
    made = letter.write(mail(), press())
    places = [
        made.index(f"\n{title}\nhttps://") for title in ("Two boats laid up", "Council votes on kerbs", "Gale warning")
    ]
    assert places == sorted(places)
    for shown in mail().digest.stories:
        assert made.count(f"\n{shown.teaser.title}\n") == 1
    assert "Watch: the pier" not in made


def test_lines_are_short_and_addresses_whole() -> None:
    made = letter.write(mail(), press())
    assert [line for line in made.splitlines() if len(line) > 72 and "://" not in line] == []
    assert f"\n<https://harbour.example/reports/{'x' * 80}>.\n" in made


def test_an_excerpt_is_all_that_is_sent_of_an_excerpt() -> None:
    assert "Text of hash-boats" not in letter.write(mail(), press())


def test_internal_links_are_whole_addresses_in_the_letter() -> None:
    links = (Link("content/live/storm/index.md", 1, address="live/storm/"), Link("x.md", 1, fragment="e", address="a/"))
    note = EditorsNote("content/digests/2026-11-20.md", "2026-11-20", "own", links=(*links, Link("gone.md", 1)))
    said = "Read the page <pressday:0>, the end <pressday:1>, what is gone <pressday:2> or below <pressday:#x>.\n"

    def texts(hash_: str) -> Body:
        return Body("", said) if hash_ == "hash-note" else body(hash_)

    made = " ".join(letter.write(mail(note=note), press(texts=texts)).split())
    base = "https://quay.example/brief"
    assert f"Read the page <{base}/live/storm/>, the end <{base}/a/#e>, what is gone or below <{base}/" in made
    assert "#x>." in made
    assert "pressday:" not in made


def test_internal_links_of_a_story_are_whole_addresses_in_the_letter() -> None:
    link = Link("content/articles/b.md", 1, address="2026/11/19/b/")
    made = edition(SETTINGS, [records.replace(story("a", at(20)), links=(link,))])
    recipe = next(output.recipe for output in plan(made, SETTINGS))
    assert isinstance(recipe, DigestMail)
    told = letter.write(recipe, press(texts=lambda hash_: Body("", "", teaser_text="As told <pressday:0>.")))
    assert "As told <https://quay.example/brief/2026/11/19/b/>." in told


def test_lists_of_the_intro_stay_lists() -> None:
    made = letter.write(mail(), press())
    assert (
        "\n- one\n- two, Text of hash-note, told at such length that the line it stands on\n  has to be folded" in made
    )


def test_what_is_not_there_is_not_spoken_of() -> None:
    made = edition(SETTINGS, [records.replace(story("a", at(20)), authors=())])
    recipe = next(output.recipe for output in plan(made, SETTINGS))
    assert isinstance(recipe, DigestMail)
    text = letter.write(recipe, press(texts=lambda hash_: Body("", "")))
    assert text.split("\n---")[0] == (
        "The Quay\n20 November 2026\n\nHeadline of a\n\nHeadline of a\nhttps://quay.example/brief/2026/11/20/a/\n"
    )


def test_the_letter_says_where_to_subscribe_when_that_is_set() -> None:
    settings = newsletter(digest=DigestSettings(subscribe="https://lists.example/quay"))
    assert letter.write(mail(settings), press(settings)).endswith("Subscribe:\nhttps://lists.example/quay\n")
    assert "ubscribe" not in letter.write(mail(), press())


def test_a_script_without_spaces_is_folded_too() -> None:
    made = letter.write(mail(subject="潮" * 100), press())
    assert max(len(line) for line in made.splitlines() if "潮" in line) == 72


# --- the message --------------------------------------------------------------------------------


def test_the_message_holds_both_parts_as_they_are_in_the_files() -> None:
    read = parsed(draw.eml(mail(), press()))
    assert read.get_content_type() == "multipart/alternative"
    text, html = read.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert content(text).encode() == draw.text(mail(), press())
    assert content(html).encode() == draw.html(mail(), press())
    assert {part["Content-Transfer-Encoding"] for part in (text, html)} == {"quoted-printable"}
    assert [part.defects for part in read.walk()] == [[], [], []]


def test_the_message_can_be_sent_as_it_is() -> None:
    made = draw.eml(mail(), press())
    assert made.isascii()
    assert b"\n" not in made.replace(b"\r\n", b"")
    assert max(map(len, made.split(b"\r\n"))) <= 78


def test_headers_follow_from_the_digest() -> None:
    read = headers()
    assert read.keys() == ["From", "Subject", "Date", "Message-ID", "List-Id", "MIME-Version", "Content-Type"]
    assert (read["From"], read["Subject"]) == ("The Quay <desk@quay.example>", "Gale force nine by dusk")
    assert read["Date"].datetime == at(21, "00:00")
    assert re.fullmatch(r"<digest-2026-11-20\.[0-9a-f]{12}@quay\.example>", read["Message-ID"])
    assert read["List-Id"] == '"The Quay" <digests.quay.example>'


def test_the_message_keeps_its_id_when_its_text_is_mended() -> None:
    assert headers(subject="Mended")["Message-ID"] == headers()["Message-ID"]
    assert headers(newsletter(identity="quay.example,2027"))["Message-ID"] != headers()["Message-ID"]


@pytest.mark.parametrize("drawn", [draw.html, draw.text, draw.eml])
def test_the_same_digest_gives_the_same_bytes(drawn: Any) -> None:
    assert drawn(mail(), press()) == drawn(mail(), press())


@pytest.mark.parametrize(
    ("sender", "name", "address"),
    [
        ('"Müller, \\"Jo\\"" <jo@quay.example>', 'Müller, "Jo"', "jo@quay.example"),
        ("Zoë O'Hara <z@quay.example>", "Zoë O'Hara", "z@quay.example"),
        ("desk@quay.example", "The Quay", "desk@quay.example"),
        ("Ines Okafor", "Ines Okafor", "digest@quay.example"),
        ("Ines <nowhere>", "Ines", "digest@quay.example"),
        ("", "The Quay", "digest@quay.example"),
        ("Post <post@käse.example>", "Post", "post@xn--kse-qla.example"),
        ("x\r\nBcc: b@evil.example <a@quay.example>", None, None),
        ("=?utf-8?q?x=0D=0ABcc:_b=40evil.example?= <a@quay.example>", None, None),
    ],
)
def test_the_sender_is_named(sender: str, name: str | None, address: str | None) -> None:
    read = headers(sent_by(sender))
    assert "Bcc" not in read
    (mailbox,) = read["From"].addresses
    if name is not None:
        assert (mailbox.display_name, mailbox.addr_spec) == (name, address)


def test_a_host_that_is_no_domain_gives_an_address_that_leads_nowhere() -> None:
    read = headers(sent_by("", base_url="http://[::1]:8000/", identity="a<b>.example,2026"))
    assert read["From"].addresses[0].addr_spec == "digest@newsletter.invalid"
    assert read["Message-ID"].endswith("@newsletter.invalid>")


def test_a_long_identity_is_still_an_id() -> None:
    host = ".".join(["a" * 60, "b" * 60, "example"])
    assert headers(newsletter(identity=f"{host},2026"))["Message-ID"].endswith(f"@{host}>")


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("=?utf-8?q?a=0ABcc:_x?=", "a Bcc: x"),
        ("a\r\nBcc: x", "a Bcc: x"),
        ("a\x00\x1b[31m\u2028b", "a [31m b"),
        ("=?utf-8?q?=3D=3Futf-8=3Fq=3Fa=3D0ABcc=3A=5Fx=3F=3D?=", "= ?utf-8?q?a=0ABcc:_x?="),
        ("=?nonsense?q?a?= =?utf-8?b?!?=", "= ?nonsense?q?a?= = ?utf-8?b?!?="),
        ("=?é?q?x?=", "= ?é?q?x?="),
        ("lone \ud800 half", "lone half"),
        ("Fähre " * 833, ("Fähre " * 833).strip()),
        ("x" * 5_000, "x" * 5_000),
        ("", ""),
    ],
)
def test_a_subject_is_one_header_whatever_it_holds(subject: str, said: str) -> None:
    read = headers(subject=subject)
    assert read.keys() == headers().keys()
    assert read["Subject"] == said


@given(st.text(max_size=200), st.text(max_size=80), st.text(max_size=80))
def test_no_words_break_out_of_their_header(subject: str, title: str, sender: str) -> None:
    read = headers(sent_by(sender, title=title), subject=subject)
    assert read.keys() == headers().keys()
    assert len(read["From"].addresses) == 1


@given(
    st.lists(
        st.sampled_from(["ferry", "Zürich", "日本", "a,b", "(c)", '"q"', "x" * 90, "ß" * 60, "=?", "🚢"]), min_size=1
    )
)
def test_a_subject_is_read_back_as_it_was_meant(words: list[str]) -> None:
    subject = " ".join(words)
    assert headers(subject=subject)["Subject"].replace("= ?", "=?") == subject


def test_a_header_that_would_be_misread_stops_the_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(message, "_encoded", lambda key, words, address: "a\r\nBcc: x")
    with pytest.raises(ProblemError, match="cannot be written"):
        message.write(mail().digest, SETTINGS, text="", html="")


def test_text_that_mail_treats_as_special_comes_through() -> None:
    text = "From here\n.\n--\n  \ntrailing \n=3D=?utf-8?q?x?=\nlong " + "é" * 300 + "\n"
    made = message.write(mail().digest, SETTINGS, text=text, html="<p>h</p>\r\n<p>i</p>")
    assert [content(part) for part in parsed(made).iter_parts()] == [text, "<p>h</p>\n<p>i</p>"]


def test_the_source_of_key_points_is_named() -> None:
    digest: Digest = mail().digest
    sourced = records.replace(digest.briefings[0], source=GAZETTE)
    made = letter.write(mail(briefings=(sourced,)), press())
    assert "===========\n\nFrom The Harne Gazette <https://gazette.example/>\n\n1. Gale" in made
