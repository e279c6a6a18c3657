"""HTML to a tree that is shallow enough to walk.

The parser drops what is nested deeper than it likes, and says nothing: what is too deep is made
shallow first, and its words stay.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

import lxml.html
from lxml import etree

from pressday.problems import Problem, ProblemError

MAX_SIZE = 40_000_000
MAX_DEPTH = 180

BLOCKS = frozenset(
    """address article aside blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search
    section summary table tbody td tfoot th thead tr ul""".split()
)
# What no reader of a page reads as its text.
DROPPED = frozenset(
    """script style template noscript head title meta link base iframe object embed video audio canvas svg map
    input select textarea button option optgroup datalist progress meter frame frameset noframes noembed
    param source track dialog""".split()
)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
# A second one ends the first.
_SELF_ENDING = frozenset("li dt dd tr td th option".split())
_BREAK = "<br><br>"
_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)\b.*?(?:</(?P=raw)\s*>|\Z)"
    r"|<(?P<end>/?)(?P<name>[A-Za-z][^\s/<>]*)[^<>]*>?",
    re.DOTALL | re.IGNORECASE,
)
_UNFIT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff\ufeff\ud800-\udfff]")
_OF_A_HEAD = frozenset("base basefont bgsound link meta noframes noscript script style template title".split())
_HIDING = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|!|$)"
    r"|max-height\s*:\s*0(?:px)?\s*(?:;|!|$)|opacity\s*:\s*0\s*(?:;|!|$))",
    re.IGNORECASE,
)
_UNSEEN = frozenset(
    "visually-hidden visuallyhidden sr-only screen-reader-text u-visually-hidden screenreader-only".split()
)
_TINY = re.compile(r"(?:^|;)\s*(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|!|$)", re.IGNORECASE)


def parse(html: str) -> lxml.html.HtmlElement | None:
    """The tree that *html* is, at most ``MAX_DEPTH`` and a little deep; None for what holds no element or text.

    Raises ProblemError for what is too large.
    """
    if len(html) > MAX_SIZE:
        raise ProblemError(Problem(f"holds more than {MAX_SIZE // 1_000_000} million characters of HTML"))
    html = _UNFIT.sub("", html)
    root = _parsed(html)
    if root is not None and _is_deep(root):
        root = _parsed(shallow(html))
    if root is not None:
        _end_head(root)
    return root


def _end_head(root: lxml.html.HtmlElement) -> None:
    """Moves out of the head what no head holds.

    A head without an end tag ends at the first element that is none of its own (HTML standard, 13.2.6.4.4);
    libxml2 knows none of the newer elements, and takes ``<main>`` in.
    """
    head = root.find("head")
    if head is None:
        return
    strange = next((at for at, child in enumerate(head) if child.tag not in _OF_A_HEAD), None)
    if strange is None:
        return
    body = root.find("body")
    if body is None:
        body = etree.SubElement(root, "body")
    text, body.text = body.text, None
    moved = head[strange:]
    for number, child in enumerate(moved):
        body.insert(number, child)
    if text:
        moved[-1].tail = (moved[-1].tail or "") + text


def _parsed(html: str) -> lxml.html.HtmlElement | None:
    if not html.strip():
        return None
    # A text that declares an encoding is refused as text.
    data = html.encode("utf-8")
    parser = lxml.html.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        return lxml.html.document_fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError):
        return None


def _is_deep(root: lxml.html.HtmlElement) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            return True
    return False


def shallow(html: str) -> str:
    """*html* without the tags that are nested too deeply; where one began a block, a break stands."""
    made: list[str] = []
    opened: list[tuple[str, bool]] = []
    counts: dict[str, int] = {}
    at = kept = 0
    for token in _TOKEN.finditer(html):
        name = (token["name"] or "").lower()
        if not name or name in _VOID or name == "p":
            continue
        made.append(html[at : token.start()])
        at = token.end()
        if not token["end"]:
            if name in _SELF_ENDING and opened and opened[-1][0] == name:
                kept -= opened.pop()[1]
                counts[name] -= 1
            keep = kept < MAX_DEPTH - 60
            opened.append((name, keep))
            counts[name] = counts.get(name, 0) + 1
            kept += keep
            if keep:
                made.append(token[0])
            elif name in BLOCKS:
                _break(made)
            continue
        if not counts.get(name):
            continue
        while True:
            last, was_kept = opened.pop()
            counts[last] -= 1
            kept -= was_kept
            if was_kept:
                made.append(f"</{last}>")
            elif last in BLOCKS:
                _break(made)
            if last == name:
                break
    made.append(html[at:])
    return "".join(made)


def _break(made: list[str]) -> None:
    if not "".join(made[-2:]).rstrip().endswith(_BREAK):
        made.append(_BREAK)


def hidden(element: lxml.html.HtmlElement) -> bool:
    """Whether *element* and all in it is out of a reader's sight."""
    attributes = element.attrib
    if not attributes:
        return False
    if "hidden" in attributes and attributes["hidden"].lower() != "until-found":
        return True
    style = attributes.get("style")
    if style and _HIDING.search(style):
        return True
    classes = attributes.get("class")
    return bool(classes) and not _UNSEEN.isdisjoint(classes.lower().split())


def tracking(image: lxml.html.HtmlElement) -> bool:
    """Whether *image* is a dot that tells who reads."""
    sizes = (image.get("width", "").strip().removesuffix("px"), image.get("height", "").strip().removesuffix("px"))
    return any(size in ("0", "1") for size in sizes) or bool(_TINY.search(image.get("style", "")))


_LONGEST_ADDRESS = 2_000
_UNSAFE = re.compile(r"[^A-Za-z0-9\-._~:/?#\[\]@!$&'*+,;=%]")


def address(written: str, base: str, schemes: tuple[str, ...] = ("http", "https", "mailto")) -> str:
    """The whole address that *written* is, seen from *base*; empty for what leads nowhere that is safe."""
    written = re.sub(r"[\t\r\n]", "", written).strip()
    if not written or written.startswith("#") or len(written) > _LONGEST_ADDRESS:
        return ""
    try:
        whole = urljoin(base, written) if base else written
        parts = urlsplit(whole)
    except ValueError:
        return ""
    if parts.scheme.lower() not in schemes or not (parts.netloc or parts.scheme.lower() == "mailto"):
        return ""
    return _UNSAFE.sub(_percent, whole)


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace"))
