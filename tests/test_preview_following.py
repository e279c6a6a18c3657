"""The preview follows every save, shows what is wrong, and tells nobody else."""

from __future__ import annotations

import socket
import time
from datetime import timedelta
from pathlib import Path

import pytest

from pressday import building
from pressday.building import Options
from pressday.preview.following import OUTBOX, SITE, Proofs, Teller
from pressday.problems import Problem, ProblemError
from previews import FIRST_PAGE, NOW, Shown, newsletter, showing, write_article

BROKEN = "title: The Ferry Sheet\nbase_url: https://ferry.example/\ntimezone: Nowhere/Land\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return newsletter(tmp_path)


def test_pages_are_shown_as_they_will_be_published_but_for_the_script(folder: Path) -> None:
    with showing(folder) as shown:
        answer = shown.get(FIRST_PAGE)
        on_disk = (folder / f".pressday/preview/site{FIRST_PAGE}index.html").read_text()
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    before, _, rest = answer.body.partition("<script>(function (events, mark, panel)")
    after = rest[rest.index("</script>\n") + len("</script>\n") :]
    assert before + after == on_disk


def test_nothing_is_written_to_the_site_and_outbox_that_are_published(folder: Path) -> None:
    with showing(folder):
        assert not (folder / "site").exists()
        assert not (folder / "outbox").exists()
        assert not (folder / "ledger").exists()


def test_a_save_reaches_the_browser(folder: Path) -> None:
    with showing(folder) as shown, shown.events() as page:
        was = shown.get("/").body
        write_article(folder, "first", "The second thought")
        told = page.next()
        assert told["mark"] not in was
        assert "The second thought" in shown.get(FIRST_PAGE).body
        assert told["mark"] in shown.get("/").body


def test_one_save_is_one_reload(folder: Path) -> None:
    with showing(folder) as shown, shown.events() as page:
        write_article(folder, "second", "Another boat")
        page.next()
        with pytest.raises(TimeoutError):
            page.next(0.7)


def test_a_file_that_only_looks_changed_reloads_nothing(folder: Path) -> None:
    with showing(folder) as shown, shown.events() as page:
        path = folder / "content/articles/first.md"
        path.touch()
        path.chmod(0o600)
        path.write_bytes(path.read_bytes())
        with pytest.raises(TimeoutError):
            page.next(0.7)


def test_a_theme_folder_that_appears_is_followed(folder: Path) -> None:
    with showing(folder) as shown, shown.events() as page:
        assets = folder / "themes/broadsheet/assets"
        assets.mkdir(parents=True)
        (assets / "own.css").write_text("p { color: teal }")
        page.until(lambda told: told["mark"] != "")
        (assets / "own.css").write_text("p { color: olive }")
        page.next()
        assert any("olive" in path.read_text() for path in (folder / ".pressday/preview/site").rglob("own*.css"))


def test_an_error_in_the_settings_is_shown_and_the_site_stays(folder: Path) -> None:
    good = (folder / "newsletter.yaml").read_text()
    with showing(folder) as shown, shown.events() as page:
        (folder / "newsletter.yaml").write_text(BROKEN)
        told = page.next()
        assert "newsletter.yaml:3" in told["panel"]
        answer = shown.get(FIRST_PAGE)
        assert answer.status == 200
        assert "It left on time." in answer.body
        assert "newsletter.yaml:3" in answer.body
        (folder / "newsletter.yaml").write_text(good)
        assert page.next()["panel"] == ""
        assert "newsletter.yaml:3" not in shown.get(FIRST_PAGE).body


def test_an_entry_that_is_held_back_is_named_in_the_corner(folder: Path) -> None:
    with showing(folder) as shown, shown.events() as page:
        path = write_article(folder, "second", "Fine", date="the day after")
        told = page.next()
        assert "content/articles/second.md:4" in told["panel"]
        assert 'class="corner"' in told["panel"]
        path.unlink()
        assert page.next()["panel"] == ""


def test_a_preview_that_begins_with_an_error_says_so_and_recovers(folder: Path) -> None:
    good = (folder / "newsletter.yaml").read_text()
    (folder / "newsletter.yaml").write_text(BROKEN)
    with showing(folder) as shown, shown.events() as page:
        answer = shown.get("/")
        assert answer.status == 404
        assert "newsletter.yaml:3" in answer.body
        (folder / "newsletter.yaml").write_text(good)
        page.next()
        assert shown.get("/").status == 200


def test_what_falls_due_appears_without_a_save(folder: Path) -> None:
    write_article(folder, "later", "The evening boat", date="2026-11-20T14:30")
    now = [NOW]
    with showing(folder, clock=lambda: now[0]) as shown, shown.events() as page:
        assert shown.get("/2026/11/20/later/").status == 404
        now[0] = NOW + timedelta(hours=1)
        page.next()
        assert shown.get("/2026/11/20/later/").status == 200


@pytest.mark.parametrize("fault", ["machine", "settings", "own"])
def test_what_falls_due_is_not_forgotten_by_a_build_that_failed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    write_article(folder, "later", "The evening boat", date="2026-11-20T14:30")
    now, faults = [NOW], []
    options = Options("http://127.0.0.1:8000/", SITE, OUTBOX, False, False, jobs=1)
    proofs = Proofs(folder, options, lambda: now[0], Teller(lambda _: None, faults.append), "s")
    proofs.pull()
    assert (proofs.is_due(), proofs.is_behind()) == (False, False)

    def fail(*_: object) -> None:
        raise {
            "machine": OSError(28, "No space left on device"),
            "settings": ProblemError(Problem("wrong", "newsletter.yaml")),
            "own": ValueError("ours"),
        }[fault]

    with monkeypatch.context() as patch:
        patch.setattr(building, "build" if fault != "settings" else "_build", fail)
        proofs.pull()
        assert proofs.is_behind() == (fault == "machine")  # that one is tried again at the next look
        proofs.pull()
    assert len(faults) == (fault == "own")
    (folder / "content/articles/first.md").write_text("---\ntitle: Saved unseen\n---\n")
    assert proofs.is_behind()
    now[0] = NOW + timedelta(hours=1)
    assert proofs.is_due()
    proofs.pull()
    assert (folder / SITE / "2026/11/20/later/index.html").exists()
    assert (proofs.is_due(), proofs.is_behind()) == (False, False)


def test_drafts_are_shown_when_asked_for(folder: Path) -> None:
    path = folder / "content/articles/first.md"
    path.write_text(path.read_text().replace("title:", "draft: true\ntitle:"))
    with showing(folder, drafts=True) as shown:
        assert shown.get(FIRST_PAGE).status == 200
    with showing(folder, drafts=False) as shown:
        assert shown.get(FIRST_PAGE).status == 404


def test_it_ends_quickly_with_pages_open(folder: Path) -> None:
    with showing(folder) as shown:
        streams = [shown.events() for _ in range(5)]
        pages = [stream.__enter__() for stream in streams]
        idle = socket.create_connection(("127.0.0.1", shown.port))
        began = time.monotonic()
    assert time.monotonic() - began < 2
    for page in pages:
        with pytest.raises(EOFError):
            page.next(1)
    idle.close()
    for stream in streams:
        stream.__exit__(None, None, None)


def test_each_outcome_with_something_to_tell_is_told_once(folder: Path) -> None:
    def published(shown: Shown) -> list[bool]:
        return [outcome.published for outcome in shown.outcomes]

    with showing(folder) as shown, shown.events() as page:
        assert published(shown) == [True]
        (folder / "newsletter.yaml").write_text(BROKEN)
        page.next()
        assert published(shown) == [True, False]
        (folder / "newsletter.yaml").touch()
        with pytest.raises(TimeoutError):
            page.next(0.5)
        assert published(shown) == [True, False]
