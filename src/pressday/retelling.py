"""What an edit of a text comes to, and what was drawn from the old text with the new one in its place."""

from __future__ import annotations

from typing import Any, NamedTuple

from pressday.config import Newsletter
from pressday.content.cache import Row
from pressday.content.reading import KINDS
from pressday.model import Entry, StandingPage
from pressday.records import Record, decode, encode, replace


class Remembered(Record, frozen=True):
    """What a build drew with: settings, the theme's fingerprint, and the one of all that outputs share."""

    newsletter: Newsletter
    look: str
    press: bytes


class Edit(NamedTuple):
    """A text that has become another.

    *old* and *new* are the hashes of the two files, *words* counts the words that there are now.
    *address* is where the thing stands whose text it is, *had* and *has* the summary that was made
    of it, which is copied to wherever the thing is listed.
    """

    old: str
    new: str
    words: int = 0
    address: str = ""
    had: str = ""
    has: str = ""


def edit(old: Row, new: Row, newsletter: Newsletter) -> Edit | None:
    """What the edit comes to, or None if it is more than another text."""
    if old.problems or new.problems or old.kind != new.kind or old.kind not in KINDS:
        return None
    before: Any
    before, after = (decode(row.record, KINDS[row.kind]) for row in (old, new))
    made = Edit(old.hash, new.hash)
    # One has no hash without a text.
    same: dict[str, object] = {"hash": before.hash} if before.hash and after.hash else {}
    if _targets(before) == _targets(after):
        same["links"] = before.links
    if isinstance(before, Entry) and isinstance(after, Entry):
        if bool(before.words) != bool(after.words):
            return None
        same["words"] = before.words
        made = made._replace(words=after.words)
        same |= {} if before.written_summary or not _is_whole(before, newsletter) else {"summary": before.summary}
    elif isinstance(before, StandingPage):
        same["summary"] = before.summary
    if "summary" in same and isinstance(before, Entry | StandingPage) and isinstance(after, Entry | StandingPage):
        if bool(before.summary) != bool(after.summary):
            return None
        made = made._replace(address=before.address, had=before.summary, has=after.summary)
    return made if replace(after, **same) == before else None


def _is_whole(entry: Entry, newsletter: Newsletter) -> bool:
    """Whether its summary is shown as it is: that of an excerpt is cut."""
    source = newsletter.source(entry.source.name) if entry.source is not None else None
    return not entry.excerpt and (entry.source is None or (source is not None and source.rights != "excerpt"))


def _targets(record: Any) -> list[tuple[str, str]]:
    return [(link.target, link.fragment) for link in record.links]


# Where a summary is copied to, beside the address of what it tells.
_COPIES = {
    "Entry": "summary",
    "StandingPage": "summary",
    "Teaser": "summary",
    "FeedItem": "summary",
    "Line": "summary",
    "Shell": "description",
}


def retold(value: Any, edit: Edit) -> Any:
    """*value*, a recipe or a part of one, with the new text for the old."""
    if isinstance(value, Record):
        if not _tells(value, edit):
            return value
        changed: dict[str, object] = {}
        for field in value.__struct_fields__:
            part = getattr(value, field)
            new = retold(part, edit)
            if new is not part:
                changed[field] = new
        if "hash" in changed and isinstance(value, Entry):
            changed["words"] = edit.words
        copied = _COPIES.get(type(value).__name__)
        if copied and edit.had and getattr(value, copied) == edit.had and getattr(value, "address", "") == edit.address:
            changed[copied] = edit.has
        return replace(value, **changed) if changed else value
    if isinstance(value, tuple):
        parts = tuple(retold(part, edit) for part in value)
        return parts if any(new is not old for new, old in zip(parts, value, strict=True)) else value
    return edit.new if value == edit.old else value


def _tells(value: Record, edit: Edit) -> bool:
    """Whether the old text, or what was made of it, stands anywhere in *value*.

    Most of a long recipe is of others, and encoding is far quicker than looking at every part.
    """
    packed = encode(value)
    return edit.old.encode() in packed or (edit.had != edit.has and edit.had.encode() in packed)
