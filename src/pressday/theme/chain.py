"""Which folders make up a theme, which files are in them, and what they amount to.

A theme is a folder ``themes/<name>/`` of ``theme.yaml``, ``templates/``, ``assets/`` and
``strings/``.  It is looked for in the newsletter first, then in the package, and one may shadow
single files of the other.  ``extends:`` in ``theme.yaml`` names a parent, whose files answer for
all that the child does not have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from pressday import frontmatter
from pressday.frontmatter import Value
from pressday.problems import Problem, ProblemError
from pressday.records import digest

MANIFEST = "theme.yaml"
PARTS = ("assets", "strings", "templates")


class ThemeFile(NamedTuple):
    """One file of one level.  *data* is kept for texts and empty for assets, which are only copied."""

    path: Path
    hash: str
    data: bytes


class Level(NamedTuple):
    """One folder of the chain and its files, by their path below it (``templates/home.html``)."""

    name: str
    folder: Path
    files: dict[str, ThemeFile]

    def place(self, file: str) -> str:
        """How a problem names one of the files, wherever the folder lies."""
        return f"themes/{self.name}/{file}"


class Chain:
    """The levels of a theme, the newsletter's own first, the eldest ancestor last."""

    def __init__(self, levels: tuple[Level, ...], settings: dict[str, str]) -> None:
        self.levels = levels
        self.settings = settings

    def find(self, file: str, *, above: int = -1) -> tuple[int, ThemeFile] | None:
        """The first level after *above* that has *file*, and the file; None if none has."""
        for number, level in enumerate(self.levels):
            if number > above and file in level.files:
                return number, level.files[file]
        return None

    def effective(self, part: str) -> dict[str, ThemeFile]:
        """Every file below *part*/ by its path there, each from the first level that has it."""
        found: dict[str, ThemeFile] = {}
        for level in self.levels:
            for name, file in level.files.items():
                if name.startswith(f"{part}/"):
                    found.setdefault(name[len(part) + 1 :], file)
        return dict(sorted(found.items()))

    def fingerprint(self, *extra: str) -> str:
        """A hash of every file of every level by content, wherever the folders lie, and of *extra*."""
        lines = [*extra]
        for number, level in enumerate(self.levels):
            lines += [f"{number}\0{name}\0{level.files[name].hash}" for name in sorted(level.files)]
        return digest("\n".join(lines).encode())


def package_themes() -> Path:
    """The themes that come with the program: inside an installed package, beside ``src`` in a checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "themes"
    return installed if installed.is_dir() else package.parents[1] / "themes"


def find_chain(newsletter: Path, name: str) -> Chain:
    """The chain of the theme *name* for the newsletter in that folder.

    Raises ProblemError for a theme that is not there, a circle of ``extends`` or a bad ``theme.yaml``.
    """
    roots = _distinct([newsletter / "themes", package_themes()])
    levels: list[Level] = []
    settings: dict[str, str] = {}
    seen: list[str] = []
    asked_by = Problem("", path="newsletter.yaml")
    wanted = name
    while wanted:
        if wanted in seen:
            circle = " → ".join([*seen, wanted])
            raise ProblemError(Problem(f"themes extend each other in a circle: {circle}", asked_by.path, asked_by.line))
        seen.append(wanted)
        found = [Level(wanted, root / wanted, _files(root / wanted)) for root in roots if _is_theme(root, wanted)]
        if not found:
            raise ProblemError(_unknown(wanted, roots, asked_by))
        levels += found
        parent, asked_by = "", Problem("")
        for level in found:
            for key, value in _manifest(level).items():
                if key == "extends":
                    if not parent:
                        parent, asked_by = str(value.data), Problem("", level.place(MANIFEST), value.line)
                elif key not in settings:
                    settings[key] = str(value.data)
        wanted = parent
    return Chain(tuple(levels), settings)


def _distinct(roots: Iterable[Path]) -> list[Path]:
    kept: list[Path] = []
    for root in roots:
        if root.resolve() not in [other.resolve() for other in kept]:
            kept.append(root)
    return kept


def _is_theme(root: Path, name: str) -> bool:
    return name == Path(name).name and not name.startswith(".") and (root / name).is_dir()


def _unknown(name: str, roots: Iterable[Path], asked_by: Problem) -> Problem:
    known = sorted({p.name for root in roots if root.is_dir() for p in root.iterdir() if _is_theme(root, p.name)})
    where = f"{asked_by.path}:{asked_by.line}" if asked_by.line else asked_by.path
    return Problem(
        f"there is no theme `{name}`, which {where} asks for",
        path=f"themes/{name}/",
        hint=f"themes that are there: {', '.join(known) or 'none'}",
    )


def _files(folder: Path) -> dict[str, ThemeFile]:
    paths = [folder / MANIFEST] if (folder / MANIFEST).is_file() else []
    for part in PARTS:
        paths += _walk(folder / part)
    files = {}
    for path in sorted(paths):
        name = path.relative_to(folder).as_posix()
        data = path.read_bytes()
        files[name] = ThemeFile(path, digest(data), b"" if name.startswith("assets/") else data)
    return files


def _walk(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        # What editors and desktops leave behind is no part of a theme.
        if path.name.startswith(".") or path.name.endswith("~"):
            continue
        if path.is_dir():
            yield from _walk(path)
        elif path.is_file():
            yield path


def _manifest(level: Level) -> dict[str, Value]:
    file = level.files.get(MANIFEST)
    if file is None:
        return {}
    values = read_yaml(file.data, level.place(MANIFEST))
    for key, value in values.items():
        if not isinstance(value.data, str):
            raise ProblemError(Problem(f"`{key}` is a line of text", level.place(MANIFEST), value.line, value.column))
    return values


def read_yaml(data: bytes, place: str) -> dict[str, Value]:
    """The mapping in a theme's YAML file.  Raises ProblemError located at *place*."""
    try:
        return frontmatter.parse(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ProblemError(Problem("is not UTF-8", place, line)) from error
    except ProblemError as error:
        moved = (Problem(p.message, place, p.line, p.column, p.hint, p.severity) for p in error.problems)
        raise ProblemError(*moved) from error
