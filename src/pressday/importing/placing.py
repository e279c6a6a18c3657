"""Clippings to content files: which are written, which are merged, and which are left alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC
from typing import NamedTuple

from pressday import frontmatter
from pressday.content import writing
from pressday.content.writing import EntryText
from pressday.documents import Asset, Clipping
from pressday.importing import merging, pictures, repeats, telling
from pressday.importing.likeness import words_gone
from pressday.importing.matching import May, match
from pressday.importing.naming import Home, Names, slug_of
from pressday.importing.pairing import Wait, each_once
from pressday.importing.repeats import Story
from pressday.importing.report import Placed, State
from pressday.importing.shelf import EDITORS, FileOnDisk, Known, Shelf, state_of
from pressday.importing.tree import Tree
from pressday.importing.withheld import Withheld
from pressday.ledger.imports import Imported, fingerprint, paragraphs
from pressday.problems import Problem
from pressday.records import replace

TEXT = "text"
# Of so many words that go, and are half of a text, it is told.
_TELL = 30


class Shelved(NamedTuple):
    """What was done about one clipping, and what the ledger is to record of it (None: nothing).

    *late*: a newer save of the page has told of it already.  *again*: it could not be merged for now.
    """

    placed: Placed
    record: Imported | None
    problems: tuple[Problem, ...] = ()
    late: bool = False
    again: bool = False


class Placing(NamedTuple):
    """Where clippings are placed; *assets* are the pictures inside their document.

    *topics* gives the ids of the topics of the clipping of that number; it is asked for new ones only.
    *same_dates*: a day that once stood in for a date is no news.  *is_late* says of an entry's key that
    a newer save has told of it.  *repeats* gives, by the paths of new stories, the files that told them
    before.  *withheld* gives, by number, what of new clippings was withdrawn, or may have been.
    """

    shelf: Shelf
    home: Home
    assets: Mapping[str, Asset]
    topics: Callable[[int], tuple[str, ...]]
    is_late: Callable[[str], bool] = lambda key: False
    same_dates: bool = False
    repeats: Callable[[Sequence[Story]], Mapping[str, tuple[str, ...]]] = lambda stories: {}
    withheld: Callable[[Mapping[int, Clipping]], Mapping[int, Withheld]] = lambda clippings: {}


def place(
    work: Placing,
    clippings: Sequence[Clipping],
    known: Sequence[Known],
    may: May = lambda number, entry: True,
    *,
    columns: bool = False,
    page: bool = True,
) -> list[Shelved]:
    """Writes what is new and what the source has changed; no edit of a person is overwritten.

    Ids and paths of all that is *known* are taken; *may* says whether the clipping of that number could
    be that entry; for *columns* and *page* see ``match``.
    """
    names = Names(work.shelf.tree, work.home, known)
    matched, doubts = match(clippings, known, may, columns=columns, page=page)
    asked = {number: clippings[number] for number, entry in enumerate(matched) if entry is None}
    withheld = work.withheld(asked)
    new = {
        number: _named(work, names, clipping)
        for number, clipping in asked.items()
        if number not in withheld or not withheld[number].whole
    }
    stories = [_story(clippings[number], path) for number, (_, path) in new.items() if clippings[number].kind != "page"]
    also = work.repeats(stories)
    made = []
    for number, (clipping, entry) in enumerate(zip(clippings, matched, strict=True)):
        if number in new:
            key, path = new[number]
            text = replace(telling.new(work.home, clipping, key, work.topics(number)), also=also.get(path, ()))
            done = _new(work, clipping, text, path)
            made.append(done._replace(problems=(*done.problems, *_doubted(path, withheld.get(number)))))
        elif entry is None:
            made.append(Shelved(_placed(withheld[number].path, "withdrawn", clipping), None))
        else:
            done = _again(work, clipping, entry)
            made.append(done._replace(problems=(*done.problems, *_gone(work, entry, done.placed))))
    for number, message in doubts.items():
        if number in withheld:
            continue
        note = Problem(message, made[number].placed.path, severity="note")
        made[number] = made[number]._replace(problems=(*made[number].problems, note))
    return made


def _named(work: Placing, names: Names, clipping: Clipping) -> tuple[str, str]:
    """The key and the path of a clipping that was never here."""
    date = work.home.local(clipping)
    folder = clipping.kind in ("article", "page") and bool(pictures.used(clipping, dict(work.assets)))
    path = names.path(clipping, date, folder=folder)
    # A standing page has no id: it is known by its place.
    return path if clipping.kind == "page" else names.key(clipping, date), path


def _story(clipping: Clipping, path: str) -> Story:
    text = "\n\n".join(clipping.paragraphs)
    return Story(path, clipping.title, text, clipping.instant, repeats.page_of(path), clipping.line)


def _new(work: Placing, clipping: Clipping, text: EntryText, path: str) -> Shelved:
    shown = pictures.used(clipping, dict(work.assets))
    problems = pictures.put(work.shelf.tree, path, shown)
    if clipping.kind == "page":
        problems += _beside_another(clipping, path)
    content = _content(clipping, text)
    work.shelf.tree.write(path, content)
    return Shelved(_placed(path, "new", clipping), _record(work, path, text, clipping, content), tuple(problems))


def _doubted(path: str, withheld: Withheld | None) -> list[Problem]:
    """A warning for what is new at *path* and may have been withdrawn before."""
    if withheld is None:
        return []
    hint = "if it is, withdraw it too, or delete the file: then no import brings it back"
    message = f"may be what you withdrew as {withheld.path}: {withheld.why}"
    return [Problem(message, path, hint=hint, severity="warning")]


def _beside_another(clipping: Clipping, path: str) -> list[Problem]:
    """A warning for a page whose name another has: a page's name is its address."""
    name = slug_of(clipping)
    if path.removesuffix("/index.md").removesuffix(".md").endswith(f"/{name}"):
        return []
    hint = f"its old address leads to the other page: keep one of the two as {name}.md"
    return [
        Problem(
            f"a page called {name} is there already, so that this one has another address",
            path,
            hint=hint,
            severity="warning",
        )
    ]


def _again(work: Placing, clipping: Clipping, entry: Known) -> Shelved:
    """What an entry that was here before becomes."""
    if entry.file is None:
        return Shelved(_placed(entry.path, "deleted", clipping), entry.versions[-1] if entry.versions else None)
    file = entry.file
    if file.broken:
        note = Problem("has a header that cannot be read, so it is left as it is", entry.path, 1, severity="warning")
        return Shelved(_placed(entry.path, "yours", clipping), entry.own, (note,), again=True)
    text = telling.again(work.home, clipping, entry.key, file, same_date=work.same_dates)
    content = _content(clipping, text)
    record = _as_an_import_wrote(_record(work, entry.path, text, clipping, content), entry)
    if file.is_withdrawn:
        # By what the document says of it now, the next save will know it again.
        last = entry.own if work.is_late(entry.key) else record
        return Shelved(_placed(entry.path, "withdrawn", clipping), last)
    whole = telling.filled(text, file, entry.own)
    if whole is not text:
        text, content = whole, _content(clipping, whole)
    dated = "date" not in clipping.guessed and not work.same_dates
    if entry.own is not None and _says_the_same(entry.own, record, dated=dated):
        record = replace(entry.own, path=entry.path, waits=())
    left_as = entry.left_as
    if content == file.text:
        # What a person has added is no import's, although the document says nothing against it.
        if left_as is not None and not _is_said(record, entry):
            record = _left(work, record, entry.path, content)
        return Shelved(_placed(entry.path, "unchanged", clipping), record)
    if work.is_late(entry.key) or _says_the_same(entry.own, record, dated=dated):
        state: State = "yours" if left_as is None else "unchanged"
        waits = _still_waiting(entry.own, record, file)
        late = work.is_late(entry.key)
        return Shelved(_placed(entry.path, state, clipping, waits), _waiting(record, waits), late=late)
    if left_as is not None and _is_plain(file):
        problems = _write(work, entry.path, content, file)
        return Shelved(_placed(entry.path, "changed", clipping), _left(work, record, entry.path, content), problems)
    return _merge(work, clipping, entry, file, text, record)


def _gone(work: Placing, entry: Known, placed: Placed) -> list[Problem]:
    """A note where most of an entry's text has gone: perhaps the document has only its beginning, or another's."""
    after = work.shelf.file(placed.path) if placed.state in ("changed", "merged") else None
    if after is None or entry.file is None:
        return []
    before = paragraphs(entry.file.body)
    count = words_gone(before, paragraphs(after.body))
    if count < _TELL or count * 2 < len(entry.file.body.split()):
        return []
    message = f"has another text now, as the document has: {count:,} words of what it told stand in no file"
    return [Problem(message, placed.path, severity="note")]


def _merge(
    work: Placing, clipping: Clipping, entry: Known, file: FileOnDisk, text: EntryText, record: Imported
) -> Shelved:
    base = _base(entry, file)
    said = paragraphs("\n\n".join(text.paragraphs))
    merged = merging.bodies(base.paragraphs if base else (), file.body, said)
    said_now = work.shelf.parsed(entry.path, _content(clipping, text).encode())
    assert said_now is not None
    take, held = merging.fields(base.fields if base else {}, file.fields, said_now.fields)
    texts = (str(Wait(TEXT, *told)) for told in zip(merged.waits, merged.against, strict=True))
    waits = (*(f"{name}={record.fields[name]}" for name in held), *texts)
    header = _header(clipping, text)
    content = file.text
    if take or merged.changed:
        written, _, _ = frontmatter.split(file.text)
        fresh = writing.with_fields(written, {name: header.get(name) for name in take})
        content = f"---\n{fresh}---\n{merged.body}"
    if content != file.text:
        after = work.shelf.parsed(entry.path, content.encode())
        if after is None or after.broken:  # a header that cannot be written into: it stays as it is
            content, take = file.text, ()
            waits = (*(f"{name}={record.fields[name]}" for name in record.fields if name in held), *waits)
    waits = each_once((*_still_waiting(entry.own, record, file), *waits))
    record = _waiting(record, waits)
    if content == file.text:
        return Shelved(_placed(entry.path, "yours", clipping, waits), record)
    problems = _write(work, entry.path, content, file)
    return Shelved(_placed(entry.path, "merged", clipping, waits), record, problems)


def _as_an_import_wrote(record: Imported, entry: Known) -> Imported:
    """*record* with what is the editor's as the last import had it: what a person has made of it is no import's."""
    last = entry.own or (entry.versions[-1] if entry.versions else None)
    if last is None:
        return record
    fields = {name: hash_ for name, hash_ in record.fields.items() if name not in EDITORS}
    fields |= {name: hash_ for name, hash_ in last.fields.items() if name in EDITORS}
    return replace(record, fields=fields, written=entry.own.written if entry.own else "")


def _left(work: Placing, record: Imported, path: str, content: str) -> Imported:
    """*record* of a file that an import leaves with this *content*."""
    file = work.shelf.parsed(path, content.encode())
    assert file is not None
    written = state_of(file.fields, file.paragraphs)
    return replace(record, written="" if written == state_of(record.fields, record.paragraphs) else written)


def _is_plain(file: FileOnDisk) -> bool:
    """Whether nothing would be lost with the file's own layout: no comment in the header, no other gaps."""
    written = file.text[: len(file.text) - len(file.body)]
    _, gaps = merging.split(file.body)
    usual = all(gap == "\n\n" for gap in gaps[1:-1]) and len(gaps[0]) <= 1 and gaps[-1] in ("", "\n")
    return usual and not any(line.lstrip().startswith("#") or " #" in line for line in written.split("\n"))


def _base(entry: Known, file: FileOnDisk) -> Imported | None:
    """The version from which a person has made the file: the one that has most in common with it."""

    def common(version: Imported) -> tuple[int, bool]:
        fields = sum(file.fields.get(name) == hash_ for name, hash_ in version.fields.items())
        return fields + len(set(version.paragraphs) & set(file.paragraphs)), version is entry.own

    return max(reversed(entry.versions), key=common, default=None)


def _is_said(record: Imported, entry: Known) -> bool:
    """Whether *record* is what the ledger has already."""
    return entry.own is not None and replace(record, path=entry.own.path, waits=entry.own.waits) == entry.own


def _says_the_same(own: Imported | None, record: Imported, *, dated: bool) -> bool:
    """Whether the document says of an entry what it said the last time."""
    if own is None or own.paragraphs != record.paragraphs or own.title != record.title:
        return False
    told = {*own.fields, *record.fields} - EDITORS
    if not dated:  # then it is the file's, whoever has told it
        told.discard("date")
    return all(own.fields.get(name) == record.fields.get(name) for name in told)


def _still_waiting(own: Imported | None, record: Imported, file: FileOnDisk) -> tuple[str, ...]:
    """What waited already, is still said by the document, and does not stand in the file."""
    kept = []
    for wait in own.waits if own else ():
        name, hash_, _ = Wait.parse(wait)
        if name == TEXT:
            waits = hash_ in record.paragraphs and hash_ not in file.paragraphs
        else:
            waits = record.fields.get(name) == hash_ != file.fields.get(name)
        if waits:
            kept.append(wait)
    return tuple(kept)


def _waiting(record: Imported, waits: tuple[str, ...]) -> Imported:
    fields = {name: getattr(record, name) for name in record.__struct_fields__}
    return Imported(**{**fields, "waits": waits})


def header_again(home: Home, clipping: Clipping, entry: Imported, file: FileOnDisk) -> Mapping[str, frontmatter.Plain]:
    """The header that the source's version of an entry has."""
    text = telling.again(home, clipping, entry.key, file)
    return _header(clipping, telling.filled(text, file, entry))


def _write(work: Placing, path: str, content: str, file: FileOnDisk) -> tuple[Problem, ...]:
    return rewrite(work.shelf.tree, work.assets, path, content, file)


def rewrite(tree: Tree, assets: Mapping[str, Asset], path: str, content: str, file: FileOnDisk) -> tuple[Problem, ...]:
    """Writes a file anew, with the pictures that it did not show before and with the line ends that it has."""
    fresh = {name: asset for name, asset in assets.items() if name not in file.text}
    problems = pictures.put(tree, path, pictures.shown_in(content, fresh))
    data = content.encode()
    if b"\r\n" in file.data:
        data = data.replace(b"\n", b"\r\n")
    if file.data.startswith(b"\xef\xbb\xbf"):
        data = b"\xef\xbb\xbf" + data
    tree.write_bytes(path, data)
    return tuple(problems)


def _placed(path: str, state: State, clipping: Clipping, waits: tuple[str, ...] = ()) -> Placed:
    return Placed(path, state, clipping.line, clipping.title, waits)


def _header(clipping: Clipping, text: EntryText) -> dict[str, frontmatter.Plain]:
    return writing.page_header(text) if clipping.kind == "page" else writing.entry_header(text)


def _content(clipping: Clipping, text: EntryText) -> str:
    return writing.whole(_header(clipping, text), "\n\n".join(text.paragraphs))


def _record(work: Placing, path: str, text: EntryText, clipping: Clipping, content: str) -> Imported:
    file = work.shelf.parsed(path, content.encode())
    assert file is not None
    at = text.date.astimezone(UTC).isoformat()
    title = fingerprint(clipping.title)
    guid, url = origin_of(clipping)
    return Imported(text.id, path, at, title, file.fields, file.paragraphs, guid, url)


def origin_of(clipping: Clipping) -> tuple[str, str]:
    """Hashes of what the source calls a clipping: its guid and its address."""
    return fingerprint(clipping.guid) if clipping.guid else "", fingerprint(clipping.url) if clipping.url else ""
