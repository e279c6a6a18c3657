"""A Markdown document brings the pictures along that lie beside it; what is not there leads nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from importing_samples import Desk
from pressday import markup, readers

PNG = b"\x89PNG\r\n\x1a\n" + b"weir" * 20
OTHER = b"\x89PNG\r\n\x1a\n" + b"mill" * 20
TOP = "# The weir\n\nBy Nell Harrow, 20 February 2026\n\nHe keeps the weir and has done so for thirty years.\n\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "brief")


def download(folder: Path, text: str, **pictures: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "weir.md").write_text(text)
    for name, data in pictures.items():
        (folder / f"{name}.png").write_bytes(data)
    return folder / "weir.md"


def dead(desk: Desk, headline: str = "The weir") -> set[str]:
    """Where the links of an article lead although nothing is there."""
    path = desk.entry(headline)
    links = markup.render(path.read_text().split("---\n", 2)[2]).links
    return {link.target for link in links if not link.address and not (path.parent / link.target).exists()}


@pytest.mark.parametrize(
    "written",
    [
        "![The weir](pic.png)",
        '![The weir](./pic.png "In March")',
        "![The weir](<pic.png>)",
        "Text with ![The weir](pic.png) in it.",
        "[![The weir](pic.png)](https://gazette.example/weir)",
        '<img src="pic.png" alt="The weir">',
        "<figure>\n<img alt='The weir' src='pic.png'>\n</figure>",
        "- ![The weir](pic.png)\n- Another",
        "[The weir](pic.png)",
        "![The weir][w]\n\n[w]: pic.png",
    ],
)
def test_a_picture_beside_a_document_comes_to_where_its_article_looks_for_it(desk, tmp_path, written) -> None:
    path = download(tmp_path / "download", f"{TOP}{written}\n", pic=PNG)
    desk.report(path)
    (picture,) = (desk.folder / "content").rglob("*.png")
    assert picture.read_bytes() == PNG
    assert picture.parent == desk.entry("The weir").parent
    assert picture.name in desk.entry("The weir").read_text()
    assert dead(desk) == set()
    assert desk.files("sources") == ["weir.md", "weir_files/pic.png"]


def test_importing_again_from_anywhere_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    path = download(tmp_path / "m", f"{TOP}![The weir](img/pic.png)\n")
    (tmp_path / "m/img").mkdir()
    (tmp_path / "m/img/pic.png").write_bytes(PNG)
    desk.report(tmp_path / "m")
    before = desk.state("."), desk.files("sources")
    assert before[1] == ["m/weir.md", "m/weir_files/img/pic.png"]
    assert desk.run().problems == ()
    for again in (tmp_path / "m", desk.folder / "sources", desk.folder / "sources/m/weir.md"):
        assert desk.report(again).count("unchanged") == 1
        assert (desk.state("."), desk.files("sources")) == before
    assert path.read_text() == (desk.folder / "sources/m/weir.md").read_text()


def test_a_document_in_sources_keeps_its_picture_where_it_is(desk: Desk) -> None:
    desk.put(f"{TOP}![The weir](../pic.png)\n", "march/weir.md")
    desk.put(PNG, "pic.png")
    desk.report()
    assert desk.files("sources") == ["march/weir.md", "pic.png"]
    assert dead(desk) == set()
    assert len(list((desk.folder / "content").rglob("*.png"))) == 1


def test_two_pictures_of_one_name_stay_two(desk: Desk, tmp_path: Path) -> None:
    desk.report(download(tmp_path / "one", f"{TOP}![The weir](pic.png)\n", pic=PNG))
    other = TOP.replace("weir", "mill").replace("thirty", "eleven").replace("keeps", "turns")
    desk.report(download(tmp_path / "two", f"{other}![The mill](pic.png)\n", pic=OTHER))
    assert {path.read_bytes() for path in (desk.folder / "content").rglob("*.png")} == {PNG, OTHER}
    before = desk.state()
    desk.run(desk.folder / "sources")
    assert desk.state() == before


@pytest.mark.parametrize("key", ["image", "cover", "Thumbnail"])
def test_the_picture_that_the_header_names_is_the_articles(desk: Desk, tmp_path: Path, key: str) -> None:
    header = f"---\ntitle: The weir\ndate: 2026-02-20\n{key}: pic.png\n---\n\n"
    report = desk.report(download(tmp_path / "m", f"{header}He keeps the weir.\n", pic=PNG))
    (picture,) = (desk.folder / "content").rglob("*.png")
    assert f"\nimage: {picture.name}\n" in desk.entry("The weir").read_text()
    assert (report.guesses, report.words.left_out) == ((), 0)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("![A man](pic.png)", ""),
        ("Text with ![A man](pic.png) in it.", "Text with  in it."),
        ("See [the mill](mill.md) or [the lock](<the lock.md>).", "See the mill or the lock."),
        ("See [the mill][m].\n\n[m]: mill.md", "See the mill."),
        ("![A man][m]\n\n> [m]: pic.png", ""),
        ('Text <img src="pic.png"> here.', "Text  here."),
        ('See <a href="mill.html">the mill</a>.', "See the mill."),
        ("[![A man](pic.png)](https://gazette.example/)", ""),
        ("![A man](../above.png)", ""),
        ("![A man](notes.png)", ""),
    ],
)
def test_what_is_not_there_is_a_guess_with_its_line_and_leads_nowhere(desk, tmp_path, written, kept) -> None:
    (tmp_path / "above.png").write_bytes(PNG)
    report = desk.report(download(tmp_path / "m", f"{TOP}{written}\n", notes=b"no picture"))
    assert dead(desk) == set()
    assert list((desk.folder / "content").rglob("*.png")) == []
    assert {guess.line in (7, 8, 9) for guess in report.guesses} == {True}
    if kept:
        assert f"\n{kept}\n" in desk.entry("The weir").read_text()
    else:
        assert "](" not in desk.entry("The weir").read_text()


def test_what_is_no_link_to_a_file_is_left_as_it_is(desk: Desk, tmp_path: Path) -> None:
    text = (
        "See `![a](pic.png)` and [b](https://gazette.example/b.png), [c](#below), [d](/lock/), \\[e](f).\n\n"
        "[Nell]: we went home.\n\n```\n![a](pic.png)\n```\n"
    )
    report = desk.report(download(tmp_path / "m", f"{TOP}{text}", pic=PNG))
    assert desk.entry("The weir").read_text().endswith(text.rstrip("\n") + "\n")
    assert report.guesses == ()


def test_a_link_out_of_the_folder_that_was_given_brings_nothing(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(PNG)
    path = download(tmp_path / "m", f"{TOP}![A man](pic.png)\n")
    (tmp_path / "m/pic.png").symlink_to(tmp_path / "secret.png")
    desk.report(path)
    assert list(desk.folder.rglob("*.png")) == []


def test_a_page_written_by_hand_brings_the_picture_beside_it(desk: Desk, tmp_path: Path) -> None:
    download(tmp_path / "m", TOP, pic=PNG)
    page = """<html><head><title>The mill</title></head><body><article><h1>The mill</h1>
<p>The mill of Harne has turned for thirty years and will turn for thirty more, says the miller.</p>
<p><img src="pic.png" alt="Sails"></p>
<p>He has seen floods and droughts, and a gale that took two of the sails.</p></article></body></html>"""
    (tmp_path / "m/mill.html").write_text(page)
    desk.report(tmp_path / "m/mill.html")
    (picture,) = (desk.folder / "content").rglob("*.png")
    assert f"![Sails]({picture.name})" in desk.entry("The mill").read_text()
    before = desk.state()
    desk.run(desk.folder / "sources")
    assert desk.state() == before


def test_many_marks_without_an_end_are_read_at_once() -> None:
    text = "[x](y.png)\n\n" + "<img src=a " * 5_000 + "`" * 3 + " ".join("`" * n for n in range(1, 300)) + "[" * 50
    document, _ = readers.read(text.encode(), "weir.md")
    assert document.blocks
