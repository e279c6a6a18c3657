"""The texts of content files as templates draw them.

A page's record names its texts by hash; these filters fetch them from what the page is drawn with
(``press``, which every drawing carries) and give their links the form that the place needs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from pressday.model import Body, Entry, Link, Story
from pressday.theme.words import Words

_DOWN = 'href="#'


class Press(Protocol):
    """What drawing needs of ``outputs.press.Press``."""

    @property
    def body(self) -> Callable[[str], Body]: ...

    def url(self, address: str) -> str: ...

    def page_html(self, html: str, links: Sequence[Link]) -> str: ...

    def feed_html(self, html: str, links: Sequence[Link], page: str) -> str: ...


class Bodies:
    """The filters ``body``, ``teaser_html`` and ``mail_html``, and the functions ``html`` and ``mail``."""

    def __init__(self, words: Words) -> None:
        self.words = words

    @pass_context
    def body(self, context: Context, entry: Entry) -> Markup:
        """An entry's whole text, or its excerpt where that is all that may be shown."""
        press = _press(context)
        body = press.body(entry.hash)
        return self._page(press, body.excerpt_html if entry.excerpt else body.html, entry.links)

    @pass_context
    def html(self, context: Context, hash_: str, links: Sequence[Link] = ()) -> Markup:
        """The whole text under a hash."""
        press = _press(context)
        return self._page(press, press.body(hash_).html, links)

    @pass_context
    def teaser_html(self, context: Context, story: Story) -> Markup:
        """The first paragraph of a digest's story, with its marks and links."""
        press = _press(context)
        html = press.page_html(_teaser(press, story), story.links)
        # What leads to a place further down in the text leads to its page from here.
        return Markup(html.replace(_DOWN, f'href="{escape(press.url(story.teaser.address.partition("#")[0]))}#'))

    @pass_context
    def mail_html(self, context: Context, story: Story) -> Markup:
        """The same with every link whole."""
        press = _press(context)
        return Markup(press.feed_html(_teaser(press, story), story.links, story.teaser.address))

    @pass_context
    def mail(self, context: Context, hash_: str, links: Sequence[Link], address: str) -> Markup:
        """The whole text under a hash with every link whole; *address* is its page on the web."""
        press = _press(context)
        return Markup(press.feed_html(press.body(hash_).html, links, address))

    def _page(self, press: Press, html: str, links: Sequence[Link]) -> Markup:
        html = press.page_html(html, links)
        # What is wider than a phone scrolls inside itself, and can be reached by keyboard.
        if "<table" in html:
            label = escape(self.words.t("table"))
            frame = f'<div class="scroll" role="region" aria-label="{label}" tabindex="0"><table'
            html = html.replace("<table", frame).replace("</table>", "</table></div>")
        if "<pre" in html:
            html = html.replace("<pre", '<pre tabindex="0"')
        return Markup(html)


def _press(context: Context) -> Press:
    press: Press = context["press"]
    return press


def _teaser(press: Press, story: Story) -> str:
    if story.summary:
        return str(escape(story.summary))
    body = press.body(story.hash)
    if not story.excerpt:
        return body.teaser_html
    # An excerpt is a paragraph; here it goes inside one.
    return body.excerpt_html.strip().removeprefix("<p>").removesuffix("</p>")
