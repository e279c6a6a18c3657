"""What is installed is whole: the command, the theme and what ``init`` writes are inside."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def _run(*words: str, cwd: Path, path: Path | None = None) -> str:
    settings = {**os.environ, "PYTHONPATH": str(path)} if path else dict(os.environ)
    done = subprocess.run(words, cwd=cwd, env=settings, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=ROOT)
    (made,) = folder.glob("*.whl")
    return made


def test_the_wheel_holds_the_theme_and_the_scaffold(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    themes = {f"pressday/{path.relative_to(ROOT)}" for path in (ROOT / "themes").rglob("*") if path.is_file()}
    assert themes <= names
    assert {"pressday/scaffold/pages.yml", "pressday/scaffold/daily.yml", "pressday/py.typed"} <= names
    assert not any(name.startswith(("tests", "content")) for name in names)


def test_a_newsletter_is_begun_and_built_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    packages = tmp_path / "packages"
    zipfile.ZipFile(wheel).extractall(packages)
    where = _run(sys.executable, "-c", "import pressday; print(pressday.__file__)", cwd=tmp_path, path=packages)
    assert where.startswith(str(packages))
    _run(sys.executable, "-m", "pressday", "init", "letters", cwd=tmp_path, path=packages)
    said = _run(sys.executable, "-m", "pressday", "build", cwd=tmp_path / "letters", path=packages)
    assert "1 entry" in said
    assert (tmp_path / "letters/site/assets/broadsheet.css").is_file()


def test_a_newsletter_is_begun_and_built_from_the_checkout(tmp_path: Path) -> None:
    _run(sys.executable, "-m", "pressday", "init", cwd=tmp_path)
    _run(sys.executable, "-m", "pressday", "build", cwd=tmp_path)
    assert (tmp_path / "site/index.html").is_file()


def test_the_build_file_says_in_one_sentence_how_to_install(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(ROOT / "build.py")], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "make site" in done.stderr
