"""``ledger/imports/<document>.yaml``: how a document was read, and what each entry was when it was.

One line an entry, in the order of keys, so that two people's imports merge.  Texts stand as short
hashes of their paragraphs and fields: enough to tell an editor's change from the source's, without
keeping other people's work.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path

from pressday import frontmatter
from pressday.frontmatter import Value
from pressday.problems import Problem, ProblemError
from pressday.records import Record, digest

FOLDER = "ledger/imports"
_HASH_LENGTH = 10
# A header may hold only so many values: long lists of entries are read a piece at a time.
_PIECE = 500
_ENTRIES = re.compile(r"^entries:[ ]*\n", re.MULTILINE)
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")


class Imported(Record, frozen=True):
    """One entry as last imported.

    *at* is the source's instant (ISO).  *fields* are the header's, by name, and *paragraphs* the
    body's, as short hashes; *path* is its content file.
    """

    key: str
    path: str
    at: str
    title: str
    fields: dict[str, str]
    paragraphs: tuple[str, ...]

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.at)


class DocumentLedger(Record, frozen=True):
    """What is known of one document.

    *hash* is of its bytes, empty until its import was completed.  *kind* is what it was read as,
    *told* the kind that the editor has given it, empty where it is recognised anew each time.
    *into* is the folder below ``content/`` where its entries went (``live/storm``).  *day* is the
    date that stood in for a missing one.  *points* is the hash of the ``points.md`` last written for it.
    """

    document: str
    entries: dict[str, Imported]
    hash: str = ""
    kind: str = ""
    told: str = ""
    timezone: str = ""
    into: str = ""
    day: str = ""
    source: str = ""
    title: str = ""
    points: str = ""


_FIELDS = ("document", "hash", "kind", "told", "timezone", "into", "day", "source", "title", "points")


def path_of(document: str) -> str:
    """The ledger of the document of that name, relative to the newsletter's folder."""
    name = document.replace("/", "%2F")
    if len(name.encode()) > 200:
        name = name.encode()[:180].decode(errors="ignore") + "-" + digest(document.encode())[:8]
    return f"{FOLDER}/{name}.yaml"


def fingerprint(text: str) -> str:
    """The short hash of a paragraph or field."""
    return digest(text.encode("utf-8", "replace"))[:_HASH_LENGTH]


def body_hashes(body: str) -> tuple[str, ...]:
    """The hashes of a body's paragraphs, in order; white space around them does not count."""
    return tuple(fingerprint(part.strip()) for part in _BLANK_LINES.split(body.strip()) if part.strip())


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
    for key in sorted(ledger.entries):
        entry = ledger.entries[key]
        fields = " ".join(f"{name}={value}" for name, value in sorted(entry.fields.items()))
        values = {
            "path": entry.path,
            "at": entry.at,
            "headline": entry.title,
            "fields": fields,
            "text": " ".join(entry.paragraphs),
        }
        inner = ", ".join(f"{name}: {frontmatter.scalar(value)}" for name, value in values.items())
        lines.append(f"  {frontmatter.scalar(key)}: {{{inner}}}\n")
    return text + ("entries:\n" + "".join(lines) if lines else "")


def parse(text: str, path: str) -> DocumentLedger:
    """The ledger that *text* writes.  Raises ProblemError, at its line, for one that was damaged."""
    head, *after = _ENTRIES.split(text.replace("\r\n", "\n"), maxsplit=1)
    rest = after[0] if after else ""
    first_line = head.count("\n") + 2
    try:
        fields = frontmatter.parse(head)
        values = {name: _text(fields[name]) for name in _FIELDS if name in fields}
        if not values.get("document"):
            raise ProblemError(Problem("`document` is missing", line=1))
        if values.get("day"):
            date.fromisoformat(values["day"])
        entries: dict[str, Imported] = {}
        lines = rest.splitlines(keepends=True)
        for start in range(0, len(lines), _PIECE):
            piece = frontmatter.parse("".join(lines[start : start + _PIECE]), first_line=first_line + start)
            for key, value in piece.items():
                if key in entries:
                    raise ProblemError(Problem(f"`{key}` stands twice", line=value.line))
                entries[key] = _entry(key, value)
    except ProblemError as error:
        raise ProblemError(*(_at(problem, path) for problem in error.problems)) from error
    except ValueError as error:
        raise ProblemError(_at(Problem(f"is damaged: {error}", line=1), path)) from error
    return DocumentLedger(values.pop("document"), entries, **values)


def _entry(key: str, value: Value) -> Imported:
    if not isinstance(value.data, dict):
        raise ProblemError(Problem(f"`{key}` is not an entry", line=value.line, column=value.column))
    got = {name: _text(item) for name, item in value.data.items()}
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
