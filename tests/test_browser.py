"""One page of every kind, in a browser: on a phone and on a desk, by day and by night.

Leaves a picture of each in ``tests/screenshots``, for people to look at.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urldefrag, urljoin
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from browser import NoBrowserError, find, hosting
from pressday import building, theme
from pressday.building import Options, Outcome
from pressday.outputs import KINDS, Output, planning
from pressday.preview.panel import EVENTS
from previews import FIRST_PAGE, newsletter, showing, write_article

ROOT = Path(__file__).resolve().parent.parent
PICTURES = Path(__file__).resolve().parent / "screenshots"
# The sample's live page is live at this time, and its newest digest is out.
NOW = datetime(2026, 11, 20, 15, tzinfo=ZoneInfo("Europe/London"))

PAGES = tuple(kind for kind, how in KINDS.items() if how.template and kind != "alias")
WIDTHS = (375, 1280)
SCHEMES = ("light", "dark")
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa"]}, "resultTypes": ["violations"]}


# The newsletter itself has withdrawn nothing yet.
WITHDRAWN = (
    "content/articles/2026/2026-11-13-the-lock-keeper.md",
    """---
id: 7bqk2nfd
date: 2026-11-13T08:00:00+00:00
topics: [river]
retracted: 2026-11-15T17:20:00+00:00
reason: "Two of the three letters that it rested on were not by the man who was said to have written them."
---
""",
)


class Sample(NamedTuple):
    """The sample newsletter, published."""

    base_url: str
    plan: tuple[Output, ...]

    def address(self, kind: str) -> str:
        """The fullest page of *kind*; a kind of which the sample has none fails by name."""
        found = [output for output in self.plan if output.kind == kind]
        assert found, f"the sample newsletter has no page of the kind `{kind}` to show"
        fullest = max(found, key=lambda output: (len(repr(output.recipe)), output.path))
        return self.base_url + re.sub(r"(^|/)index\.html$", r"\1", fullest.path)

    def mail(self) -> str:
        """The newest digest's mail."""
        newest = max(output.path for output in self.plan if output.kind == "mail_html")
        return urljoin(self.base_url, f"/mail/{newest}")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    """The repository's own newsletter, built as of a day with news and served below a sub-path."""
    folder = tmp_path_factory.mktemp("sample")
    shutil.copy(ROOT / "newsletter.yaml", folder)
    for name in ("content", "static", "themes", "ledger"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name)
    (folder / WITHDRAWN[0]).write_text(WITHDRAWN[1], "utf-8")
    with hosting(folder / "site", folder / "outbox") as base_url:
        outcome = building.build(folder, Options(base_url=base_url, jobs=1), NOW)
        assert outcome.published, [problem.lines() for problem in outcome.problems]
        yield Sample(base_url, _plan(folder, outcome))


def _plan(folder: Path, outcome: Outcome) -> tuple[Output, ...]:
    assert outcome.edition is not None
    assert outcome.newsletter is not None
    look = theme.load(folder, outcome.newsletter)
    return tuple(planning.plan(outcome.edition, outcome.newsletter, folder, look, {}, {}))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        try:
            program = find(playwright)
        except NoBrowserError as absent:
            pytest.fail(str(absent))
        # Its sandbox cannot be had by root, and there is nobody else in a container.
        root = sys.platform == "linux" and os.geteuid() == 0
        launched = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"] if root else [])
        yield launched
        launched.close()


class Eyes:
    """A browser that looks at pages at a width and by a scheme, and tells what was wrong with them."""

    def __init__(self, chromium: Browser) -> None:
        self._chromium = chromium
        self._open: dict[tuple[int, str, bool], Page] = {}
        self._home = ""
        self._found: list[str] = []

    @contextmanager
    def looking(
        self, address: str, width: int = 1280, scheme: str = "light", *, scripts: bool = True
    ) -> Iterator[Page]:
        """The page at *address*, loaded; it fails for anything that it complains of or asks elsewhere."""
        page = self._page(width, scheme, scripts)
        self._home = urljoin(address, "/")
        self._found.clear()
        try:
            page.goto(address, wait_until="load")
            yield page
            assert not self._found
        finally:
            page.goto("about:blank")

    def _page(self, width: int, scheme: str, scripts: bool) -> Page:
        # One page of each sort, used again and again: opening one takes longer than looking at it.
        if (width, scheme, scripts) not in self._open:
            page = self._chromium.new_page(
                viewport={"width": width, "height": 800 if width > 700 else 720},
                color_scheme="dark" if scheme == "dark" else "light",
                reduced_motion="reduce",
                java_script_enabled=scripts,
            )
            page.on("console", lambda said: self._note(said.type == "error", f"console: {said.text}"))
            page.on("pageerror", lambda error: self._note(True, f"script: {error}"))
            page.on("request", lambda asked: self._note(self._is_elsewhere(asked.url), f"elsewhere: {asked.url}"))
            page.on("response", lambda got: self._note(got.status >= 400, f"{got.status}: {got.url}"))
            # The preview's stream of events ends with the page that listened to it.
            page.on("requestfailed", lambda asked: self._note(EVENTS not in asked.url, f"failed: {asked.url}"))
            self._open[width, scheme, scripts] = page
        return self._open[width, scheme, scripts]

    def _note(self, is_wrong: bool, what: str) -> None:
        if is_wrong:
            self._found.append(what)

    def _is_elsewhere(self, url: str) -> bool:
        return not url.startswith((self._home, "data:", "blob:", "about:"))


@pytest.fixture(scope="module")
def eyes(chromium: Browser) -> Eyes:
    return Eyes(chromium)


def picture(page: Page, name: str) -> None:
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


def sticks_out(page: Page) -> list[str]:
    """What makes the page scroll sideways; nothing if it does not."""
    found: list[str] = page.evaluate(
        """() => {
          const wide = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= wide) return [];
          const all = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > wide + 1);
          return ['scrolls sideways', ...all.slice(0, 5).map(e => e.outerHTML.slice(0, 120))];
        }"""
    )
    return found


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", PAGES)
def test_a_page_is_whole_and_can_be_read_by_everybody(
    sample: Sample, eyes: Eyes, kind: str, width: int, scheme: str
) -> None:
    with eyes.looking(sample.address(kind), width, scheme) as page:
        picture(page, f"{kind}-{width}-{scheme}")
        assert sticks_out(page) == []
        assert page.locator("h1").count() == 1
        assert page.title().strip()
        assert page.locator("html").get_attribute("lang") == "en-GB"
        # Colours differ by scheme, what is shown by width: each of both is tried once.
        if (width, scheme) in ((375, "dark"), (1280, "light")):
            violations = Axe().run(page, options=RULES)
            assert violations.violations_count == 0, violations.generate_report()


@pytest.mark.parametrize("kind", PAGES)
def test_the_keyboard_finds_the_way_past_the_masthead_first(sample: Sample, eyes: Eyes, kind: str) -> None:
    with eyes.looking(sample.address(kind)) as page:
        page.keyboard.press("Tab")
        href = page.evaluate("document.activeElement.getAttribute('href')")
        assert href
        assert href.startswith("#")
        assert page.evaluate("document.activeElement.getBoundingClientRect().top >= 0"), "it is there, but out of sight"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("Boolean(document.activeElement.closest('main, footer'))")


@pytest.mark.parametrize("kind", PAGES)
def test_every_link_into_the_site_leads_somewhere(sample: Sample, eyes: Eyes, kind: str) -> None:
    with eyes.looking(sample.address(kind)) as page:
        links = page.eval_on_selector_all("[href], [src]", "all => all.map(e => e.href || e.src)")
    home = sample.base_url.removesuffix("brief/")
    own = sorted({link for link in links if isinstance(link, str) and link.startswith(home)})
    assert own
    assert [link for link in own if not link.startswith(sample.base_url)] == []
    assert [link for link in own if not answers(link)] == []


def answers(link: str) -> bool:
    """Whether there is such a page, with such a place in it."""
    address, fragment = urldefrag(link)
    try:
        with urllib.request.urlopen(address, timeout=10) as got:
            page = got.read().decode("utf-8", "replace")
    except urllib.error.HTTPError:
        return False
    return not fragment or f'id="{unquote(fragment)}"' in page


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_can_be_read_without_scripts_and_on_paper(sample: Sample, eyes: Eyes, kind: str) -> None:
    with eyes.looking(sample.address(kind), scripts=False) as page:
        without = page.locator("main").inner_text()
    with eyes.looking(sample.address(kind)) as page:
        assert without == page.locator("main").inner_text()
        page.emulate_media(media="print")
        assert page.locator("h1").is_visible()
        page.emulate_media(media="screen")


def test_an_address_of_before_leads_to_the_one_of_now(sample: Sample, eyes: Eyes) -> None:
    before = sample.address("alias")
    with eyes.looking(before) as page:
        page.wait_for_url(lambda now: now != before and now.startswith(sample.base_url))
        assert page.locator("h1").count() == 1


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", [375, 640])
def test_the_mail_can_be_read_on_a_phone_and_in_a_window(sample: Sample, eyes: Eyes, width: int, scheme: str) -> None:
    with eyes.looking(sample.mail(), width, scheme) as page:
        picture(page, f"mail-{width}-{scheme}")
        assert sticks_out(page) == []
        assert page.title().strip()
        assert page.locator("html").get_attribute("lang") == "en-GB"


@pytest.mark.parametrize("kind", PAGES)
def test_every_kind_with_a_template_is_in_the_sample(sample: Sample, kind: str) -> None:
    assert sample.address(kind)


def test_the_preview_reloads_the_page_that_is_open(tmp_path: Path, eyes: Eyes) -> None:
    folder = newsletter(tmp_path)
    with showing(folder) as shown, eyes.looking(f"http://127.0.0.1:{shown.port}{FIRST_PAGE}") as page:
        page.evaluate("window.loadedBefore = true")
        write_article(folder, "first", "The boat that came back")
        page.get_by_role("heading", level=1, name="The boat that came back").wait_for()
        assert not page.evaluate("window.loadedBefore")


def test_the_preview_shows_an_error_over_the_page_until_it_is_mended(tmp_path: Path, eyes: Eyes) -> None:
    folder = newsletter(tmp_path)
    settings = folder / "newsletter.yaml"
    good = settings.read_text()
    with showing(folder) as shown, eyes.looking(f"http://127.0.0.1:{shown.port}{FIRST_PAGE}", 375) as page:
        settings.write_text(good + "timezone: <img src=x onerror=alert(1)>/Land\n")
        error = page.get_by_role("alert")
        error.wait_for()
        picture(page, "preview-error-375-light")
        assert "newsletter.yaml:4" in error.inner_text()
        assert "<img" in error.inner_text()
        assert page.evaluate("document.elementFromPoint(180, 60).localName") == "pressday-panel"
        assert page.locator("pressday-panel img").count() == 0
        assert page.get_by_role("heading", level=1, name="The first boat").count() == 1
        settings.write_text(good)
        error.wait_for(state="detached")


def test_the_preview_is_quiet_about_an_entry_that_is_held_back(tmp_path: Path, eyes: Eyes) -> None:
    folder = newsletter(tmp_path)
    with showing(folder) as shown, eyes.looking(f"http://127.0.0.1:{shown.port}{FIRST_PAGE}", 375) as page:
        write_article(folder, "second", "Never", date="the day after")
        corner = page.get_by_text("Held back: 1 error")
        corner.wait_for()
        assert not page.get_by_text("content/articles/second.md").is_visible()
        corner.click()
        assert page.get_by_text("content/articles/second.md").is_visible()
        picture(page, "preview-held-375-light")
        assert page.evaluate("document.elementFromPoint(180, 60).localName") != "pressday-panel"
