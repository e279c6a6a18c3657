"""An address leads to a file below the site, or nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from pressday.preview.files import RefusedError, content_type, locate


@pytest.fixture
def site(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    (site / "about").mkdir(parents=True)
    (site / "about/index.html").write_text("about")
    (site / ".pressday").mkdir()
    (site / ".pressday/manifest").write_text("ours")
    (tmp_path / "secret.md").write_text("secret")
    return site


def test_files_and_folders_are_found(site: Path) -> None:
    assert locate(site, "/about/index.html") == (site / "about/index.html").resolve()
    assert locate(site, "/about") == locate(site, "/about/") == (site / "about").resolve()
    assert locate(site, "/nothing") is None
    assert locate(site / "not-built-yet", "/") is None


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.md", "/about/../../secret.md", "/..", "/./secret.md", "/..\\secret.md", "/about\\..\\..\\secret.md",
        "//etc/passwd", "/about//index.html", "/a\0b", "/a\nb", "http://other.example/", "secret.md", "",
        "/.pressday/manifest", "/.pressday",
    ],
)  # fmt: skip
def test_what_climbs_is_refused(site: Path, path: str) -> None:
    with pytest.raises(RefusedError):
        locate(site, path)


def test_links_that_leave_the_site_lead_nowhere(site: Path) -> None:
    (site / "out.md").symlink_to(site.parent / "secret.md")
    (site / "up").symlink_to(site.parent)
    (site / "own").symlink_to(site / ".pressday")
    (site / "round").symlink_to(site / "round")
    (site / "fine").symlink_to(site / "about")
    assert locate(site, "/out.md") is None
    assert locate(site, "/up/secret.md") is None
    assert locate(site, "/own/manifest") is None
    assert locate(site, "/round") is None
    assert locate(site, "/fine/index.html") == (site / "about/index.html").resolve()


def test_a_name_that_is_too_long_is_nowhere(site: Path) -> None:
    assert locate(site, "/" + "x" * 5000) is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"), ("feed.xml", "application/xml"), ("feed.json", "application/json"),
        ("feeds.opml", "text/x-opml; charset=utf-8"), ("favicon.SVG", "image/svg+xml"), ("email.eml", "message/rfc822"),
        ("email.txt", "text/plain; charset=utf-8"), ("CNAME", "application/octet-stream"),
    ],
)  # fmt: skip
def test_files_say_what_they_are(name: str, kind: str) -> None:
    assert content_type(name) == kind
