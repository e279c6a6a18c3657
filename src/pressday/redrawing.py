"""What shows a text, drawn again from what it was drawn from before, with another text."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from pressday.model import Entry
from pressday.prints import Print, Prints, Remembered
from pressday.publish import Staged, stage
from pressday.records import Marks, Record, encode, replace


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


class Job(NamedTuple):
    """What is to be drawn again, and with what; *stages* are folders by place.  Pickles."""

    folder: str
    remembered: Remembered
    cache: str
    prints: str
    proof: str
    stages: dict[str, str]
    edits: tuple[Edit, ...]


# Where a summary is copied to, beside the address of what it tells.
_COPIES = {
    "Entry": "summary",
    "StandingPage": "summary",
    "Teaser": "summary",
    "FeedItem": "summary",
    "Line": "summary",
    "Shell": "description",
}
# The prints as they are now, and the files by place.
Drawn = tuple[list[Print], list[tuple[str, Staged]]]


def redraw(job: Job) -> Drawn | None:
    """Draw again all that shows the edited texts: its prints as they are now, and the files by place.

    None where the prints do not tell of what is published, there is something to be said of a file, or
    the theme is no longer the one that they were made with.
    """
    # Whoever only asks for this, of another process, has no need of it.
    from pressday import rendering
    from pressday.outputs import Output
    from pressday.outputs.mail.plan import size_problem

    found: dict[tuple[str, str], tuple[Print, Record]] = {}
    with closing(Prints(Path(job.prints))) as known:
        if not known.holds(job.proof) or any(known.is_aside(edit.old) for edit in job.edits):
            return None
        for edit in job.edits:
            for shown in (*known.showing(edit.old), *(known.quoting(edit.had) if edit.had != edit.has else ())):
                _, recipe = found.get(shown[:2]) or (shown, shown.recipe)
                found[shown[:2]] = shown, _retold(recipe, edit)
    drawn = []
    staged: list[tuple[str, Staged]] = []
    for (place, path, kind, *_), recipe in found.values():
        mark = rendering.fingerprint(Output(path, kind, recipe), job.remembered.press, Marks())
        drawn.append(Print.of(place, path, kind, mark, recipe))
    newsletter, look = job.remembered.newsletter, job.remembered.look
    try:
        for place, folder in job.stages.items():
            own = tuple(
                (print_.path, print_.kind, recipe) for print_, recipe in found.values() if print_.place == place
            )
            batch = rendering.Batch(job.folder, newsletter, look, folder, job.cache, own)
            for path, data in rendering.render_batch(batch) if own else ():
                if place == "outbox" and size_problem(path, len(data)):
                    return None
                staged.append((place, stage(folder, path, data)))
    except rendering.MovedOnError:
        return None
    return drawn, staged


def _retold(value: Any, edit: Edit) -> Any:
    """*value*, a recipe or a part of one, with the new text for the old."""
    if isinstance(value, Record):
        if not _tells(value, edit):
            return value
        changed: dict[str, object] = {}
        for field in value.__struct_fields__:
            part = getattr(value, field)
            new = _retold(part, edit)
            if new is not part:
                changed[field] = new
        if "hash" in changed and isinstance(value, Entry):
            changed["words"] = edit.words
        copied = _COPIES.get(type(value).__name__)
        if copied and edit.had and getattr(value, copied) == edit.had and getattr(value, "address", "") == edit.address:
            changed[copied] = edit.has
        return replace(value, **changed) if changed else value
    if isinstance(value, tuple):
        parts = tuple(_retold(part, edit) for part in value)
        return parts if any(new is not old for new, old in zip(parts, value, strict=True)) else value
    return edit.new if value == edit.old else value


def _tells(value: Record, edit: Edit) -> bool:
    """Whether the old text, or what was made of it, stands anywhere in *value*.

    Most of a long recipe is of others, and encoding is far quicker than looking at every part.
    """
    packed = encode(value)
    return edit.old.encode() in packed or (edit.had != edit.has and edit.had.encode() in packed)
