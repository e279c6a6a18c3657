"""``ledger/imports/<document>.yaml``: how a document was read, and what each entry was when it was.

One line an entry, in the order of keys, so that two people's imports merge.  Texts stand as short
hashes of their paragraphs and fields: enough to tell an editor's change from the source's, without
keeping other people's work.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from pressday import frontmatter
from pressday.frontmatter import Value
from pressday.problems import Problem, ProblemError
from pressday.records import Record, digest, replace

FOLDER = "ledger/imports"
_HASH_LENGTH = 10
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_ESCAPED = re.compile(r"%2[5F]", re.IGNORECASE)
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")


class Imported(Record, frozen=True):
    """One entry as last imported.

    *at* is the source's instant (ISO).  *fields* are the header's, by name, and *paragraphs* the
    body's, as short hashes of what the source said; *path* is its content file.  *guid* and *url* are
    hashes of what the source calls it.  *waits* are what the editor has changed too, so that it stands
    in no file: ``title=<hash>`` for a field, ``text=<hash>/<hash>`` for a paragraph and those of the
    editor's in whose place it would stand.  *written* is the hash of
    the file as an import has left it, where that says more than this document does.
    """

    key: str
    path: str
    at: str
    title: str
    fields: dict[str, str]
    paragraphs: tuple[str, ...]
    guid: str = ""
    url: str = ""
    waits: tuple[str, ...] = ()
    written: str = ""

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.at)


class DocumentLedger(Record, frozen=True):
    """What is known of one document.

    *hash* is of its bytes, empty until its import was completed.  *kind* is what it was read as,
    *told* the kind that the editor has given it, empty where it is recognised anew each time.
    *timezone* is the zone in which it was read, *zoned* the one that the editor or a recipe has given it:
    empty where it was the newsletter's own, which says nothing against what the document says itself.
    *into* is the folder below ``content/`` where its entries went (``live/storm``).  *day* is the
    date that stood in for a missing one.  *points* are the hashes of the lines of the ``points.md``
    last written for it; two versions have `` | `` between them.  *seen* are hashes of the guesses and
    doubts that the editor has seen.  *rivals* are other versions of entries, where two branches that
    imported the document were merged.
    """

    document: str
    entries: dict[str, Imported]
    hash: str = ""
    kind: str = ""
    told: str = ""
    timezone: str = ""
    zoned: str = ""
    into: str = ""
    day: str = ""
    source: str = ""
    title: str = ""
    points: str = ""
    seen: str = ""
    rivals: tuple[Imported, ...] = ()

    @property
    def versions(self) -> Iterator[Imported]:
        """Every version of every entry."""
        yield from self.rivals
        yield from self.entries.values()

    @property
    def newest(self) -> str:
        """The latest instant of its entries (ISO, UTC); empty without any."""
        return max((entry.at for entry in self.entries.values()), default="")


_FIELDS = (
    "document", "hash", "kind", "told", "timezone", "zoned", "into", "day", "source", "title", "points", "seen",
)  # fmt: skip


def path_of(document: str) -> str:
    """The ledger of the document of that name, relative to the newsletter's folder."""
    # A name that holds what stands for a slash is another than the path that it looks like.
    plain = document.replace("%", "%25") if _ESCAPED.search(document) else document
    name = plain.replace("/", "%2F")
    if len(name.encode()) > 200:
        name = name.encode()[:180].decode(errors="ignore") + "-" + digest(document.encode())[:8]
    return f"{FOLDER}/{name}.yaml"


def fingerprint(text: str) -> str:
    """The short hash of a paragraph or field."""
    return digest(text.encode("utf-8", "replace"))[:_HASH_LENGTH]


def paragraphs(body: str) -> list[str]:
    """A body's paragraphs, in order, without the white space around them; fenced code is one."""
    if "```" not in body and "~~~" not in body:
        return [part for part in map(str.strip, _BLANK_LINES.split(body.strip())) if part]
    made: list[list[str]] = [[]]
    fence = ""
    for line in body.split("\n"):
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif mark:
            fence = mark[1]
        elif not line.strip():
            made.append([])
            continue
        made[-1].append(line)
    return [part for lines in made if (part := "\n".join(lines).strip())]


def body_hashes(body: str) -> tuple[str, ...]:
    """The hashes of a body's paragraphs, in order."""
    return tuple(map(fingerprint, paragraphs(body)))


def line_hashes(text: str) -> tuple[str, ...]:
    """The hashes of a file's lines, in order; ``-`` for an empty one."""
    return tuple(fingerprint(line) if line.strip() else "-" for line in text.rstrip("\n").split("\n"))


def field_hashes(header: Mapping[str, Value]) -> dict[str, str]:
    """The hashes of a header's fields, by name; ``id`` is no field, it never changes."""
    return {key: fingerprint(_flat(value)) for key, value in header.items() if key != "id"}


def _flat(value: Value) -> str:
    if isinstance(value.data, list):
        return "\x1f".join(_flat(item) for item in value.data)
    if isinstance(value.data, dict):
        return "\x1e".join(f"{key}\x1f{_flat(item)}" for key, item in value.data.items())
    return value.data or ""


def dump(ledger: DocumentLedger) -> str:
    """The file that reads back as *ledger*."""
    text = frontmatter.dump({name: getattr(ledger, name) or None for name in _FIELDS})
    lines = []
    # Of what two branches told the other versions stand before the one that holds, as ``parse`` reads them.
    rivals = [replace(rival, waits=()) for rival in ledger.rivals]
    for entry in sorted([*rivals, *ledger.entries.values()], key=lambda entry: entry.key):
        fields = " ".join(f"{name}={value}" for name, value in sorted(entry.fields.items()))
        values = {
            "path": entry.path,
            "at": entry.at,
            "headline": entry.title,
            "fields": fields,
            "text": " ".join(entry.paragraphs),
        }
        more = {"guid": entry.guid, "url": entry.url, "waits": " ".join(entry.waits), "written": entry.written}
        values |= {name: value for name, value in more.items() if value}
        inner = ", ".join(f"{name}: {frontmatter.scalar(value)}" for name, value in values.items())
        lines.append(f"  {frontmatter.scalar(entry.key)}: {{{inner}}}\n")
    return text + ("entries:\n" + "".join(lines) if lines else "")


def parse(text: str, path: str) -> DocumentLedger:
    """The ledger that *text* writes.  Raises ProblemError, at its line, for one that was damaged.

    What two branches have written of one document may stand below each other, as git's ``union`` merges
    it: then the document counts as not imported to the end, and both versions of an entry are known.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    is_entry = [line.startswith("  ") for line in lines]
    try:
        values = _head(
            ["" if entry or line == "entries:" else line for line, entry in zip(lines, is_entry, strict=True)]
        )
        told = _told([line if entry else "" for line, entry in zip(lines, is_entry, strict=True)])
    except ProblemError as error:
        raise ProblemError(*(_at(problem, path) for problem in error.problems)) from error
    except ValueError as error:
        raise ProblemError(_at(Problem(f"is damaged: {error}", line=1), path)) from error
    entries = {entry.key: entry for entry in told}
    rivals = tuple(entry for entry in told if entries[entry.key] is not entry)
    for rival in rivals:  # what waits on either branch goes on waiting
        waits = tuple(dict.fromkeys((*entries[rival.key].waits, *rival.waits)))
        entries[rival.key] = replace(entries[rival.key], waits=waits)
    return replace(DocumentLedger(values["document"], entries, rivals=rivals), **values)


def _head(lines: Sequence[str]) -> dict[str, str]:
    """The fields above the entries; of a field that stands twice, what becomes of both."""
    names = [line.partition(":")[0] for line in lines]
    twice = {name for name in names if name in _FIELDS and names.count(name) > 1}
    fields = frontmatter.parse(
        "\n".join("" if name in twice else line for name, line in zip(names, lines, strict=True)).rstrip()
    )
    values = {name: _text(fields[name]) for name in _FIELDS if name in fields}
    for name in twice:
        both = [
            _text(frontmatter.parse(line, first_line=at)[name])
            for at, line in enumerate(lines, start=1)
            if names[at - 1] == name
        ]
        values[name] = _of_both(name, list(dict.fromkeys(both)))
    if not values.get("document"):
        raise ProblemError(Problem("`document` is missing", line=1))
    if values.get("day"):
        date.fromisoformat(values["day"])
    return values


def _of_both(name: str, values: list[str]) -> str:
    if len(values) == 1:
        return values[0]
    if name == "document":
        raise ProblemError(Problem("is of two documents", line=1))
    if name == "hash":
        return ""
    if name == "points":
        return " | ".join(values)
    if name == "seen":
        return " ".join(dict.fromkeys(" ".join(values).split()))
    return values[-1]


# An entry as ``dump`` writes most of them: read without a parser, which would take most of an import's time.
_PLAIN = re.compile(
    r"  ([A-Za-z0-9-]+): \{path: ([^\s\"'#,{}\[\]]+), at: (\d[0-9T:.+-]+), headline: ([0-9a-f]{10}), "
    r'fields: "?([A-Za-z0-9= ]*)"?, text: "?([0-9a-f ]*)"?\}'
)


def _told(lines: Sequence[str]) -> list[Imported]:
    """The entries in their order, each version of one that stands twice."""
    made: dict[int, Imported] = {}
    others: list[int] = []
    first = {line: number for number, line in reversed(list(enumerate(lines)))}
    for number, line in enumerate(lines):
        if first[line] != number:
            continue
        plain = _PLAIN.fullmatch(line)
        if plain is not None:
            made[number] = _imported(
                plain[1], Value(None, number + 1, 3), dict(zip(_PARTS, plain.groups()[1:], strict=True))
            )
        elif line.strip():
            others.append(number)
    for number in others:
        for key, value in frontmatter.parse(lines[number], first_line=number + 1).items():
            made[number] = _entry(key, value)
    return [made[number] for number in sorted(made)]


_PARTS = ("path", "at", "headline", "fields", "text")


def _entry(key: str, value: Value) -> Imported:
    if not isinstance(value.data, dict):
        raise ProblemError(Problem(f"`{key}` is not an entry", line=value.line, column=value.column))
    return _imported(key, value, {name: _text(item) for name, item in value.data.items()})


def _imported(key: str, value: Value, got: Mapping[str, str]) -> Imported:
    missing = [name for name in ("path", "at") if not got.get(name)]
    if missing:
        raise ProblemError(Problem(f"`{key}` has no `{missing[0]}`", line=value.line, column=value.column))
    try:
        moment = datetime.fromisoformat(got["at"])
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ProblemError(Problem(f"`at` of `{key}` is not an instant", line=value.line, column=value.column))
    if got["path"].startswith("/") or ".." in got["path"].split("/"):
        raise ProblemError(Problem(f"`path` of `{key}` leads elsewhere", line=value.line, column=value.column))
    pairs = (pair.partition("=") for pair in got.get("fields", "").split())
    return Imported(
        key,
        got["path"],
        got["at"],
        got.get("headline", ""),
        {name: hash_ for name, _, hash_ in pairs},
        tuple(got.get("text", "").split()),
        got.get("guid", ""),
        got.get("url", ""),
        tuple(got.get("waits", "").split()),
        got.get("written", ""),
    )


def _text(value: Value) -> str:
    if value.data is not None and not isinstance(value.data, str):
        raise ProblemError(Problem("is one line of text", line=value.line, column=value.column))
    return value.data or ""


def _at(problem: Problem, path: str) -> Problem:
    return Problem(
        problem.message,
        path,
        problem.line,
        problem.column,
        "this file is the program's: take back the change (`git checkout` of the file)",
        problem.severity,
    )


def load_all(folder: Path) -> tuple[dict[str, DocumentLedger], list[Problem]]:
    """The ledgers of every document, by its name, and what is wrong with those that cannot be read."""
    ledgers: dict[str, DocumentLedger] = {}
    problems: list[Problem] = []
    for file in _files(folder / FOLDER):
        path = f"{FOLDER}/{file.name}"
        try:
            ledger = parse(file.read_bytes().decode(), path)
            ledgers[ledger.document] = ledger
        except ProblemError as error:
            problems += error.problems
        except UnicodeDecodeError:
            problems.append(_at(Problem("is not UTF-8", line=1), path))
        except OSError as error:
            problems.append(Problem(f"cannot be read: {error.strerror}", path))
    return ledgers, problems


def _files(folder: Path) -> Iterable[Path]:
    try:
        return sorted(file for file in folder.iterdir() if file.suffix == ".yaml" and not file.name.startswith("."))
    except (FileNotFoundError, NotADirectoryError):
        return []
