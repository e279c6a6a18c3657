"""What the elements of a page are for: which are furniture, which carry the byline, the date, a picture's credit."""

from __future__ import annotations

import re

import lxml.html

from pressday.markup.fromhtml import Piece

_FURNITURE = re.compile(
    r"(?:^|[-_ ])(?:nav|navbar|navigation|menus?|breadcrumbs?|share|sharing|sharebar|sharedaddy|shariff|addtoany"
    r"|addthis|socials?|cookies?|consent|gdpr|cmp"
    r"|sign-?up|subscribe|subscription|paywall|related|recommended|recommendations|recirc|most-?(?:read|popular|viewed)"
    r"|popular|trending|sidebar|advert|adverts|advertisement|advertising|ads?|sponsor|sponsored|promos?|outbrain"
    r"|taboola|comments|disqus|foot|footer|pagination|pager|skip-?(?:link|to)?|toolbar|log-?in|mpu|nocontent|noprint"
    r"|reprints?)(?=$|[-_ ])",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ROLES = frozenset("navigation banner contentinfo complementary search dialog alertdialog menu menubar toolbar".split())
_BYLINE = re.compile(r"(?:^|[-_ ])(?:bylines?|authors?|contributors?|writers?|vcard)(?=$|[-_ ])", re.IGNORECASE)
_STAMP = re.compile(
    r"(?:^|[-_ ])(?:dates?|time|timestamp|datetime|published|pubdate|dateline"
    r"|publication-?date|updated|posted-?on)(?=$|[-_ ])",
    re.IGNORECASE,
)
_STANDFIRST = re.compile(
    r"(?:^|[-_ ])(?:standfirst|dek|deck|subtitle|sub-?(?:head|heading|headline|title)|summary|strapline"
    r"|article-?(?:intro|lead|lede)"
    r"|intro|teaser)(?=$|[-_ ])",
    re.IGNORECASE,
)
_KICKER = re.compile(
    r"(?:^|[-_ ])(?:kickers?|eyebrow|overline|rubric|topline|pre-?(?:title|headline)|article-?section"
    r"|section-?(?:name|label|link)|category)(?=$|[-_ ])",
    re.IGNORECASE,
)
_LONGEST_KICKER = 8
_COMMENTS = re.compile(r"(?:^|[-_ ])(?:comments|comment-?(?:list|section|thread)|disqus)(?=$|[-_ ])", re.IGNORECASE)
_CREDIT = re.compile(r"(?:^|[-_ ])(?:credits?|copyright|photographer|source)(?=$|[-_ ])", re.IGNORECASE)
_LONGEST_INLINE, _MOST_INLINE = 120, 40
_WHOLE = ("html", "body", "main", "article")
# So much of a page is no furniture, whatever it is called.
_MOST = 0.6
# Measuring is not free: so many texts are looked at for one page.
_MOST_MEASURED = 400_000


class Parts:
    """Answers for one page; each element is looked at once."""

    def __init__(self, root: lxml.html.HtmlElement) -> None:
        self._known: dict[lxml.html.HtmlElement, bool] = {}
        self._measured = 0
        self._length = len(_text(root.find("body") if root.find("body") is not None else root))

    def furniture(self, element: lxml.html.HtmlElement | None) -> bool:
        """Whether *element* stands in a site's navigation, footer, sidebar, or in what it wants of its readers."""
        above: list[lxml.html.HtmlElement] = []
        answer = False
        while element is not None:
            if element in self._known:
                answer = self._known[element]
                break
            above.append(element)
            element = element.getparent()
        for one in reversed(above):
            answer = answer or self._is_furniture(one)
            self._known[one] = answer
        return answer

    def _is_furniture(self, element: lxml.html.HtmlElement) -> bool:
        tag = element.tag
        if tag in _WHOLE:
            return False
        if element.get("role", "").lower() in _ROLES or tag in ("nav", "aside"):
            return not self._is_most(element)
        if tag in ("header", "footer"):
            inside = any(above.tag in ("article", "main", "section") for above in element.iterancestors())
            return (not inside or tag == "footer") and element.find(".//h1") is None and not self._is_most(element)
        return bool(_FURNITURE.search(_names(element))) and not self._is_most(element)

    def _is_most(self, element: lxml.html.HtmlElement) -> bool:
        length = 0
        for text in element.itertext():
            self._measured += 1
            length += len(text.strip())
            if length > self._length * _MOST or self._measured > _MOST_MEASURED:
                return True
        return False


def byline(piece: Piece) -> bool:
    """Whether the element of *piece*, or what closely holds or fills it, is marked as the author's line."""
    return any(
        one.get("itemprop") == "author"
        or "author" in (one.get("rel") or "").split()
        or bool(_BYLINE.search(_names(one)))
        for one in _around(piece)
    )


def stamp(piece: Piece) -> bool:
    """Whether the element of *piece* is marked as telling a date, or holds what is."""
    return (bool(_around(piece)) and next(piece.element.iter("time"), None) is not None) or any(
        one.get("itemprop") in ("datePublished", "dateModified") or bool(_STAMP.search(_names(one)))
        for one in _around(piece)
    )


def standfirst(piece: Piece) -> bool:
    """Whether the element of *piece* is marked as a standfirst."""
    return any(one.tag not in _WHOLE and bool(_STANDFIRST.search(_names(one))) for one in _around(piece)[:2])


def kicker(piece: Piece) -> bool:
    """Whether the element of *piece* is marked as a kicker."""
    return 0 < len(piece.block.text.split()) <= _LONGEST_KICKER and any(
        one.tag not in _WHOLE and bool(_KICKER.search(_names(one))) for one in _around(piece)[:3]
    )


def comments(element: lxml.html.HtmlElement) -> bool:
    """Whether *element* stands among what readers wrote below the article."""
    return any(
        one.tag not in _WHOLE and bool(_COMMENTS.search(_names(one))) for one in (element, *element.iterancestors())
    )


def credit(caption: lxml.html.HtmlElement) -> str:
    """Whose a picture is, by its caption: what is marked as a credit, or all of it."""
    for one in caption.iterdescendants():
        if isinstance(one.tag, str) and (one.get("itemprop") == "copyrightHolder" or _CREDIT.search(_names(one))):
            text = " ".join(_text(one).split())
            if text:
                return text
    return ""


def inside(element: lxml.html.HtmlElement, tag: str) -> lxml.html.HtmlElement | None:
    """The nearest *tag* that holds *element* or is it."""
    return element if element.tag == tag else next(element.iterancestors(tag), None)


def _names(element: lxml.html.HtmlElement) -> str:
    written = f"{element.get('class', '')} {element.get('id', '')} {element.get('data-component', '')}"
    return _CAMEL.sub("-", written) if len(written) < 2_000 else ""


def _around(piece: Piece) -> list[lxml.html.HtmlElement]:
    """The element of *piece*, what holds nothing else, and what it holds; if it holds more, what is the line in it."""
    element, text = piece.element, len(piece.block.text)
    if len(_bounded(element, text)) > text * 2 + 40:
        return _inline(piece)
    made, above = [element], element.getparent()
    while (
        above is not None and above.tag not in _WHOLE and len(made) < 4 and len(_bounded(above, text)) <= text * 2 + 40
    ):
        made.append(above)
        above = above.getparent()
    made += [one for one, _ in zip(element.iterdescendants("a", "span", "address", "div", "p"), range(8), strict=False)]
    return made


def _inline(piece: Piece) -> list[lxml.html.HtmlElement]:
    """The inline elements that are all of the line of *piece*, which stands among others in its element."""
    text = "".join(piece.block.text.split())
    if not 0 < len(text) <= _LONGEST_INLINE:
        return []
    children = zip(piece.element.iterchildren("a", "span", "address", "em", "i", "b", "strong", "small"),
                   range(_MOST_INLINE), strict=False)  # fmt: skip
    found = next((one for one, _ in children if "".join(_bounded(one, len(text)).split()) == text), None)
    return [] if found is None else [found, *found.iterdescendants("a", "span")]


def _bounded(element: lxml.html.HtmlElement, most: int) -> str:
    """The text of *element*, or enough of it to see that it is longer than twice *most*."""
    made, length = [], 0
    for text in element.itertext():
        text = text.strip()
        made.append(text)
        length += len(text)
        if length > most * 2 + 40:
            break
    return "".join(made)


def _text(element: lxml.html.HtmlElement) -> str:
    return "".join(text.strip() for text in element.itertext())
