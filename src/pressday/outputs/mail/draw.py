"""A digest's mail as bytes.  The only door to css-inline."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape, unescape
from urllib.parse import urljoin

import css_inline

from pressday.outputs.mail import letter, message
from pressday.outputs.press import Press
from pressday.outputs.views import DigestMail
from pressday.problems import Problem, ProblemError

TEMPLATE = "mail/digest.html"

_LINK = re.compile(r'(<(?:a|img)\s(?:[^<>]*?\s)?(?:href|src)=")(?![a-z][a-z0-9+.-]*:|#)([^"]*)"', re.IGNORECASE)
# To see that there is none costs a fraction of looking at them all.
_PARTIAL = (re.compile('href="(?!https?:|mailto:|#)'), re.compile('src="(?!https?:)'))
_RULES = re.compile(r"(<head[^>]*>)(<style[^>]*>.*?</style>)(.*?)(?=</head>)", re.IGNORECASE | re.DOTALL)


def html(recipe: DigestMail, press: Press) -> bytes:
    """The HTML part: the theme's template, its styles on the elements, every link whole."""
    return _html(recipe, press).encode("utf-8", "replace")


def text(recipe: DigestMail, press: Press) -> bytes:
    """The text part."""
    return _text(recipe, press).encode("utf-8", "replace")


def eml(recipe: DigestMail, press: Press) -> bytes:
    """Both parts in one message, ready to be sent."""
    return message.write(recipe.digest, press.newsletter, text=_text(recipe, press), html=_html(recipe, press))


# A digest's three files are drawn one after the other, from the same recipe.
@lru_cache(maxsize=1)
def _text(recipe: DigestMail, press: Press) -> str:
    return letter.write(recipe, press)


@lru_cache(maxsize=1)
def _html(recipe: DigestMail, press: Press) -> str:
    page = press.theme.render(TEMPLATE, recipe, press)
    try:
        inlined = _inliner().inline(page)
    except css_inline.InlineError as error:
        raise ProblemError(Problem(f"the styles of {TEMPLATE} cannot be set on its elements: {error}")) from error
    # The rules that stay are put first in the head, where they would push the declared encoding out
    # of the bytes in which browsers look for it.
    inlined = _RULES.sub(r"\1\3\2", inlined, count=1)
    if not any(link.search(inlined) for link in _PARTIAL):
        return inlined
    here = press.absolute(recipe.digest.address)
    return _LINK.sub(lambda m: f'{m[1]}{escape(_whole(unescape(m[2]), here))}"', inlined)


def _whole(link: str, here: str) -> str:
    try:
        return urljoin(here, link)
    except ValueError:  # `//[`: leads nowhere from anywhere
        return link


def _inliner() -> css_inline.CSSInliner:
    # What has to stay a rule (dark mode, narrow screens) stays one.  Nothing is fetched.
    try:
        return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False, resolve_css_variables=True)
    except TypeError:  # a css-inline from before it knew variables
        return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
