"""One door to each library: whoever would change it has one place to look."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src/pressday"

DOORS = {
    "ahocorasick_rs": ["topics/matching.py"],
    "css_inline": ["outputs/mail/draw.py"],
    "feedparser": ["readers/feeds.py"],
    "feedgen": ["outputs/feeds/rss_atom.py"],
    "jinja2": ["theme/"],
    "markdownify": ["markup/"],
    "mammoth": ["readers/docx.py"],
    "markdown_it": ["markup/"],
    "mdit_py_plugins": ["markup/"],
    "msgspec": ["records.py"],
    "nh3": ["markup/"],
    "pypdf": ["readers/pdf_pages.py"],
    "rich": ["cli/"],
    "sqlite3": ["content/cache.py", "prints.py"],
    "sse_starlette": ["preview/"],
    "starlette": ["preview/"],
    "trafilatura": ["readers/html_extract.py"],
    "typer": ["cli/"],
    "uvicorn": ["preview/"],
    "rapidfuzz": ["alike.py"],
    "urllib3": ["fetching/"],
    "watchfiles": ["preview/watching.py"],
    "yaml": ["yamltree.py"],
}
CLOCKS = {("datetime", "now"), ("datetime", "today"), ("date", "today"), ("datetime", "utcnow"), ("time", "time")}


@cache
def _modules() -> list[tuple[str, ast.Module]]:
    files = sorted(SOURCE.rglob("*.py"))
    return [(file.relative_to(SOURCE).as_posix(), ast.parse(file.read_text("utf-8"))) for file in files]


def _imported(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


@pytest.mark.parametrize("library", DOORS)
def test_a_library_has_one_door(library):
    users = [name for name, tree in _modules() if library in _imported(tree)]
    strangers = [name for name in users if not any(name.startswith(door) for door in DOORS[library])]
    assert users, f"nobody uses {library}: take it out of the table"
    assert strangers == []


def test_only_the_command_line_reads_the_clock():
    readers = [
        f"{name}:{node.lineno}"
        for name, tree in _modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in CLOCKS
        and not name.startswith("cli/")
    ]
    assert readers == []


def test_nothing_is_left_to_chance():
    users = [name for name, tree in _modules() if _imported(tree) & {"random", "secrets", "uuid"}]
    assert users == []


def test_no_module_has_grown_past_what_one_reads_at_a_sitting():
    lines = {name: len((SOURCE / name).read_text("utf-8").splitlines()) for name, _ in _modules()}
    # The nouns are a table: one reads a row of it.
    assert lines.pop("model.py") <= 550
    assert [name for name, count in lines.items() if count > 400] == []
