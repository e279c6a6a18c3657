"""A digest as a letter in plain text: written from the records, not scraped from the HTML."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date

from pressday import addresses, wording
from pressday.model import Briefing, Digest, Group, Link, Source, Story
from pressday.outputs.press import Press
from pressday.outputs.views import DigestMail

WIDTH = 72
# What a line of a list or of a quotation begins with: its next lines stand under the words.
_MARK = re.compile(r"^[> ]*(?:[-*•] |\d+[.)] )?")


def write(recipe: DigestMail, press: Press) -> str:
    """The whole letter, lines of at most 72 columns but for addresses, which are never broken."""
    digest, newsletter = recipe.digest, press.newsletter
    day = wording.day(date.fromisoformat(digest.span.name))
    blocks = [f"{_line(newsletter.title)}\n{day}", _wrapped(digest.subject)]
    if recipe.intro:
        links = digest.note.links if digest.note else ()
        blocks.append(_prose(_whole(press.body(recipe.intro).text, links, digest.address, press)))
    for briefing in digest.briefings:
        blocks += _briefing(briefing, press)
    for group in digest.groups:
        blocks += _group(group, bool(digest.briefings) or len(digest.groups) > 1, press)
    blocks.append("-" * WIDTH)
    blocks.append("\n".join(_foot(digest, press)))
    return "\n\n".join(block for block in blocks if block) + "\n"


def _briefing(briefing: Briefing, press: Press) -> Iterator[str]:
    yield _heading(briefing.title)
    source = _source(briefing.source)
    if source:
        yield _wrapped(f"From {source}")
    for number, point in enumerate(briefing.points, start=1):
        mark = f"{number}. "
        lines = _wrapped(mark + _line(point.text), hang=len(mark))
        yield f"{lines}\n{' ' * len(mark)}{press.absolute(point.address)}" if point.address else lines
    entries = "1 new entry" if briefing.count == 1 else f"{briefing.count} new entries"
    yield f"{entries}:\n{press.absolute(briefing.address)}"


def _group(group: Group, headed: bool, press: Press) -> Iterator[str]:
    if group.label:
        yield _heading(group.label.title)
    elif headed:
        yield _heading(wording.MORE_NEWS)
    for story in group.stories:
        yield _story(story, press)


def _story(story: Story, press: Press) -> str:
    teaser = story.teaser
    lines = [_wrapped(teaser.title), press.absolute(teaser.address), _wrapped(_byline(story))]
    words = story.summary
    if not words:
        body = press.body(story.hash)
        text = body.excerpt_text if story.excerpt else body.teaser_text or teaser.summary
        words = _whole(text, story.links, teaser.address, press)
    return "\n".join(line for line in (*lines, _wrapped(words)) if line)


_INTERNAL = re.compile(r" <pressday:(?:(\d+)|#([^<>\s]*))>")


def _whole(text: str, links: Sequence[Link], page: str, press: Press) -> str:
    """*text* (of a ``Body``) with the whole address behind each of its internal *links*; *page* is its own."""
    if "pressday:" not in text:
        return text

    def replaced(match: re.Match[str]) -> str:
        if match[1] is None:
            return f" <{press.absolute(page.partition('#')[0])}#{match[2]}>"
        number = int(match[1])
        link = links[number] if number < len(links) else None
        if link is None or not link.address:
            return ""
        address = f"{link.address.partition('#')[0]}#{link.fragment}" if link.fragment else link.address
        return f" <{press.absolute(address)}>"

    return _INTERNAL.sub(replaced, text)


def _byline(story: Story) -> str:
    teaser = story.teaser
    authors = ", ".join(person.name for person in teaser.authors)
    source = _source(teaser.source)
    parts = [f"by {authors}" if authors else "", f"from {source}" if source else ""]
    said = ", ".join(part for part in parts if part)
    if story.excerpt and said:
        said = f"an excerpt, {said}"
    return said[:1].upper() + said[1:]


def _source(source: Source | None) -> str:
    if source is None:
        return ""
    return f"{source.name} <{source.url}>" if source.url.startswith(("http://", "https://")) else source.name


def _foot(digest: Digest, press: Press) -> Iterator[str]:
    yield "This digest on the web:"
    yield press.absolute(digest.address)
    yield "Earlier digests, and feeds:"
    yield press.absolute(addresses.DIGESTS)
    subscribe = _line(press.newsletter.digest.subscribe)
    if subscribe:
        yield "Did somebody send you this? Subscribe:"
        yield subscribe


# --- lines --------------------------------------------------------------------------------------


def _heading(title: str) -> str:
    # An empty line more than between stories: the eye finds the next topic by it.
    lines = _wrapped(title)
    return f"\n{lines}\n{'=' * max(map(_columns, lines.splitlines()), default=0)}"


def _prose(text: str) -> str:
    """*text* in the lines that it has, the long ones folded."""
    return "\n".join(_fold(line.rstrip(), _hang(line)) if len(line) > WIDTH else line for line in _lines(text))


def _lines(text: str) -> list[str]:
    return [wording.printable(line).rstrip() for line in text.strip().split("\n")]


def _hang(line: str) -> str:
    mark = _MARK.match(line)
    return re.sub(r"[^> ]", " ", mark[0]) if mark else ""


def _wrapped(text: str, hang: int = 0) -> str:
    return _fold(_line(text), " " * hang)


def _fold(line: str, hang: str) -> str:
    if max(map(len, line.split(" "))) < WIDTH - len(hang) - 8:
        return _fold_words(line, hang)
    return textwrap.fill(
        line,
        WIDTH,
        subsequent_indent=hang,
        # A script without spaces has to break somewhere; an address must not.
        break_long_words="://" not in line,
        break_on_hyphens=False,
    )


def _fold_words(line: str, hang: str) -> str:
    """The common case of ``textwrap.fill``, words that all fit, without its price."""
    lines, at, width = [], 0, WIDTH
    while len(line) - at > width:
        space = line.rindex(" ", at, at + width + 1)
        lines.append(line[at:space])
        at, width = space + 1, WIDTH - len(hang)
    return f"\n{hang}".join([*lines, line[at:]])


def _line(text: str) -> str:
    return " ".join(wording.printable(text).split())


def _columns(text: str) -> int:
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
