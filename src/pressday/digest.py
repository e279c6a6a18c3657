"""One span of an edition to the ``Digest`` that tells it.  Pure: no clock, no disk, no layout."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache

from pressday import addresses
from pressday.config import Newsletter
from pressday.model import Briefing, Digest, Edition, EditorsNote, Entry, Group, Label, LivePage, Span, Story, Teaser
from pressday.spans import is_news
from pressday.wording import printable

SUBJECT_LENGTH = 120
PREHEADER_LENGTH = 140


def digests(edition: Edition, newsletter: Newsletter) -> Iterator[Digest]:
    """The digest of every span of *edition*, newest first."""
    return (compose(edition, newsletter, span) for span in edition.spans)


def compose(edition: Edition, newsletter: Newsletter, span: Span) -> Digest:
    """What *span* tells: key points first, then the stories by topic.

    *span* is one of the edition's.  Its digest has a story or a briefing and a subject, always.
    """
    note = edition.notes.get(span.name)
    briefings = _briefings(edition, span)
    groups = _groups(_stories(edition, span, note, bool(briefings)), edition, newsletter)
    printed = [story.teaser for group in groups for story in group.stories]
    subject = _subject(note, briefings, printed, newsletter)
    return Digest(
        span=span,
        address=addresses.digest(span.name),
        subject=subject,
        preheader=_preheader(note, subject, briefings, printed),
        briefings=briefings,
        groups=groups,
        note=note,
        revised=_revised(edition, span, note),
    )


def headlines(digest: Digest, count: int = 3) -> tuple[str, ...]:
    """The first *count* headlines that the subject does not say already, in the digest's order."""
    said = _same(digest.subject)
    return tuple([s.teaser.title for s in digest.stories if _same(s.teaser.title) != said][:count])


def one_line(text: str, length: int) -> str:
    """*text* on one line without control characters, cut at a word when longer than *length*."""
    line = " ".join(printable(text).split())
    if len(line) <= length:
        return line
    head = line[:length].rpartition(" ")[0]
    if len(head) < length // 2:
        head = line[: length - 1]
    return head.rstrip(" ,;:·–—-") + "…"


# --- key points ---------------------------------------------------------------------------------


def _briefings(edition: Edition, span: Span) -> tuple[Briefing, ...]:
    """Live pages with entries and a set of points in *span*, the one with the newest entry first."""
    found: list[tuple[Entry, Briefing]] = []
    for page in edition.live:
        entries = _within(page.entries, span)
        briefing = _briefing(page, span, len(entries))
        if entries and briefing:
            found.append((entries[0], briefing))
    found.sort(key=lambda pair: pair[0].published, reverse=True)
    return tuple(briefing for _, briefing in found)


def _briefing(page: LivePage, span: Span, count: int) -> Briefing | None:
    told = [points for points in page.sets if span.start <= points.as_of < span.end and points.points]
    if not told:
        return None
    return Briefing(page.index.title, page.address, told[-1].points, count, page.index.source)


# --- stories ------------------------------------------------------------------------------------


def _stories(edition: Edition, span: Span, note: EditorsNote | None, briefed: bool) -> list[Entry]:
    """The entries that the digest prints, newest first; of a live page, each headline once."""
    news = [entry for entry in _within(edition.entries, span) if is_news(entry)]
    picks = _picked(edition, note)
    told = _told_before(edition, span)
    fresh = [entry for entry in news if _repeated(entry) not in told]
    chosen = _once([*picks, *fresh])
    if not chosen and not briefed:
        chosen = _once(news)
    return chosen


def _revised(edition: Edition, span: Span, note: EditorsNote | None) -> datetime | None:
    """When what the digest of *span* told was last withdrawn from it."""
    picks = note.picks if note else ()
    told = (
        e for e in edition.retracted if e.key in picks or (e.kind != "card" and span.start <= e.published < span.end)
    )
    return max((entry.updated for entry in told), default=None)


def _within(newest_first: Sequence[Entry], span: Span) -> Sequence[Entry]:
    first = bisect_left(newest_first, True, key=lambda entry: entry.published < span.end)
    last = bisect_left(newest_first, True, lo=first, key=lambda entry: entry.published < span.start)
    return newest_first[first:last]


def _picked(edition: Edition, note: EditorsNote | None) -> list[Entry]:
    if note is None or not note.picks:
        return []
    wanted = set(note.picks)
    return [entry for group in (edition.cards, edition.entries) for entry in group if entry.key in wanted]


def _told_before(edition: Edition, span: Span) -> set[tuple[str, str]]:
    """What live pages told in the digest before that of *span*."""
    at = bisect_left(edition.spans, True, key=lambda other: other.end <= span.start)
    if at == len(edition.spans):
        return set()
    before = _within(edition.entries, edition.spans[at])
    return {_repeated(entry) for entry in before if entry.kind == "live" and is_news(entry)}


def _once(entries: Iterable[Entry]) -> list[Entry]:
    """*entries* without repeats, of which the first stays; newest first."""
    kept: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        kept.setdefault(_repeated(entry), entry)
    return sorted(kept.values(), key=lambda entry: entry.published, reverse=True)


def _repeated(entry: Entry) -> tuple[str, str]:
    """Equal for entries of which a digest prints one.

    A live page repeats itself.  Two articles under one headline are a column, or letters.
    """
    return (entry.collection, _same(entry.title)) if entry.kind == "live" else ("", entry.key)


@lru_cache(maxsize=100_000)
def _same(headline: str) -> str:
    """Equal for headlines that a reader would call the same."""
    folded = headline if headline.isascii() else unicodedata.normalize("NFKC", headline)
    return " ".join(folded.casefold().split())


def _groups(entries: Sequence[Entry], edition: Edition, newsletter: Newsletter) -> tuple[Group, ...]:
    """The stories under their first topics: the settings' in their order, others by title, none last."""
    labels: dict[str, Label] = {}
    stories: dict[str, list[Story]] = {}
    for entry in entries:
        teaser = edition.teasers[entry.key]
        label = teaser.topics[0] if teaser.topics else None
        if label:
            labels[label.id] = label
        summary = entry.summary if entry.written_summary else ""
        story = Story(entry.key, teaser, entry.hash, entry.links, entry.excerpt or teaser.excerpt, summary)
        stories.setdefault(label.id if label else "", []).append(story)
    place = {topic.id: number for number, topic in enumerate(newsletter.topics)}

    def order(id_: str) -> tuple[bool, int, str, str]:
        label = labels.get(id_)
        return label is None, place.get(id_, len(place)), label.title.casefold() if label else "", id_

    return tuple(Group(labels.get(id_), tuple(stories[id_])) for id_ in sorted(stories, key=order))


# --- what the inbox shows -----------------------------------------------------------------------


def _subject(
    note: EditorsNote | None, briefings: Sequence[Briefing], teasers: Sequence[Teaser], newsletter: Newsletter
) -> str:
    newest = sorted(teasers, key=lambda teaser: teaser.published, reverse=True)
    candidates = [
        note.subject if note else "",
        *(point.text for briefing in briefings for point in briefing.points[:1]),
        *(teaser.title for teaser in newest if teaser.kind == "article"),
        *(teaser.title for teaser in newest),
        newsletter.title,
    ]
    return next((line for text in candidates if (line := one_line(text, SUBJECT_LENGTH))), "Digest")


def _preheader(note: EditorsNote | None, subject: str, briefings: Sequence[Briefing], teasers: Sequence[Teaser]) -> str:
    if note and (written := one_line(note.preheader, PREHEADER_LENGTH)):
        return written
    points = [point.text for briefing in briefings for point in briefing.points]
    news = [teaser.title for teaser in teasers] + points
    said = {_same(subject)}
    following: list[str] = []
    for text in news:
        if len(following) < 2 and _same(one_line(text, SUBJECT_LENGTH)) not in said:
            said.add(_same(text))
            following.append(text)
    return one_line(" · ".join(following), PREHEADER_LENGTH)
