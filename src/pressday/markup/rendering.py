"""One Markdown text to the forms in which readers meet it.

CommonMark with tables, strikethrough, footnotes and bare addresses as links.  Raw HTML passes
through a list of what is harmless; a link to another file of the newsletter becomes ``pressday:N``
until its address is known.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, MutableMapping, Sequence
from functools import lru_cache
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.token import Token

from pressday.markup import sentences
from pressday.markup import text as as_text
from pressday.model import Body, Link
from pressday.problems import Problem

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore

MAX_NESTING = 400
MAX_HTML_TAGS = 5_000
MAX_GROWTH = 30
GROUND = 100_000

_SCHEME = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*):")
_SAFE_SCHEMES = ("http", "https", "mailto", "tel")


class Rendered(NamedTuple):
    """A body, what it links to, how many words it has, and what is wrong with it."""

    body: Body
    links: tuple[Link, ...]
    words: int
    summary: str
    problems: tuple[Problem, ...]


def render(markdown: str, *, path: str = "", key: str = "", first_line: int = 1) -> Rendered:
    """The body that *markdown* makes.

    *path* is its content file (links are resolved from its folder), *key* keeps footnotes of two
    texts on one page apart, *first_line* is where the text stands in the file.
    """
    work = _Work(markdown, path, first_line)
    # It is printed into `id="…"` as it is.
    env: MutableMapping[str, Any] = {"docId": _NO_NAME.sub("-", key)} if key else {}
    parser = _parser_for(markdown, bare_addresses=_has_bare_address(markdown))
    try:
        tokens = parser.parse(markdown, env)
    except RecursionError:
        work.problem("nested too deeply", 0)
        return work.nothing()
    most = MAX_GROWTH * len(markdown) + GROUND
    if not work.prepare(tokens, most):
        return work.nothing()
    html = parser.renderer.render(tokens, parser.options, env)
    if len(html) > most:
        work.problem(_TOO_MUCH, 0, _WHY_TOO_MUCH)
        return work.nothing()
    first = _first_paragraph(tokens)
    # Where a paragraph stands alone there are no footnotes, and none is called.
    alone = [child for child in (first.children or [] if first else []) if child.type != "footnote_ref"]
    if first and first is tokens[1] and not work.has_html and len(alone) == len(first.children or []):
        teaser = html[len("<p>") : html.index("</p>")]
    else:
        teaser = parser.renderer.render(alone, parser.options, env) if first else ""
    if work.has_html:
        html, teaser = work.clean(html), work.clean(teaser)
    # What an entity stands for is in no file, and may be what no page can hold.
    fit = _fit if "&" in markdown else str
    blocks = as_text.blocks(tokens)
    told = [fit(text) for text in as_text.prose(blocks)]
    excerpt = sentences.excerpt(told)
    body = Body(
        html=fit(html),
        text=fit(as_text.letter(tokens)),
        teaser_html=fit(teaser),
        teaser_text=fit(as_text.inline(first.children or [], urls=True, pictures=False)) if first else "",
        excerpt_html=f"<p>{escape(excerpt, quote=False)}</p>\n" if excerpt else "",
        excerpt_text=excerpt,
    )
    words = sum([as_text.count_words(text) for text, _, _ in blocks])
    return Rendered(body, tuple(work.links), words, as_text.summary(told), tuple(work.problems))


def plain_text(markdown: str) -> str:
    """All the text that a reader of *markdown* sees, blocks on lines of their own."""
    try:
        blocks = as_text.blocks(_parser_for(markdown, bare_addresses=False).parse(markdown))
    except RecursionError:  # nested too deeply to mean anything: a reader sees the signs
        return markdown
    return "\n".join([block.text for block in blocks])


# A rule that finds nothing still costs: only those are tried for which there is a sign.
_SIGNS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("|",), ("table",)),
    (("~~",), ("strikethrough",)),
    (("`", "~~~"), ("fence", "backticks")),
    (("    ", "\t"), ("code",)),
    ((">",), ("blockquote",)),
    (("-", "=", "*", "_"), ("hr", "lheading", "emphasis")),
    (("- ", "-\n", "-\t", "* ", "*\n", "*\t", "+", ". ", ".\n", ".\t", ")"), ("list",)),
    (("[",), ("link", "image", "reference")),
    (("<",), ("html_block", "html_inline", "autolink")),
    (("#",), ("heading",)),
    (("\\", "&"), ("escape", "entity")),
)
_MARKED = [name for _, names in _SIGNS for name in names]


def _parser_for(markdown: str, *, bare_addresses: bool) -> MarkdownIt:
    signs = tuple([any(map(markdown.__contains__, signs)) for signs, _ in _SIGNS])
    return _parser(signs, "[^" in markdown, bare_addresses)


@lru_cache(maxsize=256)
def _parser(signs: tuple[bool, ...], footnotes: bool, bare_addresses: bool) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING, "linkify": bare_addresses})
    parser.disable(_MARKED)
    parser.enable([name for found, (_, names) in zip(signs, _SIGNS, strict=True) if found for name in names])
    if bare_addresses:
        parser.enable("linkify")
        # Only what is plainly an address: `main.py` in a sentence is not one.
        assert parser.linkify is not None
        parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False})
    if footnotes:
        from mdit_py_plugins.footnote import footnote_plugin

        parser.use(footnote_plugin)
    live = _LIVE + ":" if bare_addresses else _LIVE
    parser.core.ruler.at("inline", _inline(re.compile(f"[{live}]").search))
    # Its documented way to replace the two rules.
    parser.validateLink = _is_safe  # type: ignore[method-assign]  # see above
    parser.normalizeLink = _normal  # type: ignore[method-assign]  # see above
    return parser


# With none of these in it a block is text, and nothing but text: no rule for what stands in a line begins with another.
_LIVE = r"\n*_`~<&\[\\"


def _inline(find_live: Callable[[str], object]) -> Callable[[StateCore], None]:
    def inline(state: StateCore) -> None:
        """Parse what stands in blocks.  Most need no parsing, and to begin costs as much as it takes to be done."""
        for token in state.tokens:
            if token.type == "inline":
                if token.children is None:
                    token.children = []
                if find_live(token.content):
                    state.md.inline.parse(token.content, state.md, state.env, token.children)
                elif token.content:
                    token.children.append(Token("text", "", 0, content=token.content))

    return inline


# What an address may be that normalising would give back as it is, at many times the price.
_NORMAL = re.compile(r"(?:https?://(?:[a-z0-9-]{1,63}\.){1,3}[a-z]{2,20}(?=[/?#]|\Z)|(?!//))[A-Za-z0-9._~/?#=&+,-]*\Z")


def _normal(url: str) -> str:
    return url if _NORMAL.match(url) else normalizeLink(url)


_ADDRESS = re.compile("https?://")


def _has_bare_address(markdown: str) -> bool:
    # The search is quadratic in addresses without an end: a text of hundreds goes without.
    if "://" not in markdown or markdown.count("//") >= 300:
        return False
    return any(_is_bare(markdown[max(0, found.start() - 2) : found.start()]) for found in _ADDRESS.finditer(markdown))


def _is_bare(before: str) -> bool:
    # Not one that stands in a link or in angle brackets already: looking for them costs as much as all the rest.
    return not before.endswith(("](", "<", "_")) and not before[-1:].isalnum()


_NO_NAME = re.compile(r"[^A-Za-z0-9._-]")
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


def _fit(text: str) -> str:
    return _UNFIT.sub("", text)


_TOO_MUCH = "grows out of all proportion when it is drawn"
_WHY_TOO_MUCH = "is one long definition used many times?"


def _is_safe(url: str) -> bool:
    match = _SCHEME.match(url.strip())
    return match is None or match[1].lower() in _SAFE_SCHEMES


def _first_paragraph(tokens: Sequence[Token]) -> Token | None:
    for before, token in pairwise(tokens):
        if (
            before.type == "paragraph_open"
            and token.level == 1
            and as_text.inline(token.children or [], pictures=False).strip()
        ):
            return token
    return None


class _Work:
    """What is gathered while one text is rendered."""

    def __init__(self, markdown: str, path: str, first_line: int) -> None:
        self.lines = markdown.split("\n")
        self.path = path
        self.first_line = first_line
        self.links: list[Link] = []
        self.problems: list[Problem] = []
        self.has_html = False
        self.left = 0

    def problem(self, message: str, line: int, hint: str = "") -> None:
        self.problems.append(Problem(message, self.path, self.first_line + line, hint=hint))

    def nothing(self) -> Rendered:
        """What is left of a text that cannot be drawn: its problems."""
        return Rendered(Body("", ""), (), 0, "", tuple(self.problems))

    def prepare(self, tokens: Sequence[Token], most: int) -> bool:
        """Mark links, find raw HTML, and keep the page's only ``h1`` for its title.

        Whether the text can be drawn: its links must amount to no more than *most* characters.
        """
        self.left = most
        lowered = any(token.type == "heading_open" and token.tag == "h1" for token in tokens)
        tags = 0
        for token in tokens:
            if token.level >= MAX_NESTING - 1:
                self.problem("nested too deeply: what is inside would not be shown", token.map[0] if token.map else 0)
                break
            if lowered and token.tag in _LOWER:
                token.tag = _LOWER[token.tag]
            if token.type == "html_block":
                tags += token.content.count("<")
            elif token.children:
                tags += self._inline(token)
                if self.left < 0:
                    self.problem(_TOO_MUCH, token.map[0] if token.map else 0, _WHY_TOO_MUCH)
                    return False
        self.has_html = tags > 0
        if tags > MAX_HTML_TAGS:
            self.problem(f"holds more than {MAX_HTML_TAGS} HTML tags", 0)
            for token in tokens:
                _disarm(token)
        return True

    def _inline(self, token: Token) -> int:
        line, tags = (token.map[0] if token.map else 0), 0
        for child in token.children or ():
            kind = child.type
            if kind in ("softbreak", "hardbreak"):
                line += 1
            elif kind == "link_open":
                child.attrs["href"] = self.link(str(child.attrs.get("href", "")), line, child)
            elif kind == "image":
                child.attrs["src"] = self.link(str(child.attrs.get("src", "")), line, child)
            elif kind == "html_inline":
                tags += 1
                line += child.content.count("\n")
        return tags

    def link(self, href: str, line: int, token: Token | None = None) -> str:
        """*href*, or the mark that stands for it if it leads to a file of the newsletter."""
        self.left -= len(href) + len(str(token.attrs.get("title", "")) if token else "")
        if self.left < 0 or not href or href[0] in "#?" or href.startswith("//") or _SCHEME.match(href):
            return href
        target, _, fragment = href.partition("#")
        target, fragment = unquote(target), unquote(fragment)
        column = self.lines[line].find(href) + 1 if line < len(self.lines) else 0
        where = self.first_line + line
        if target.startswith("/"):
            # The front page's own address is empty, which says of a link that it leads nowhere.
            link = Link(target, where, column, fragment, address=target.lstrip("/") or "./")
        else:
            folder = posixpath.dirname(self.path)
            link = Link(posixpath.normpath(posixpath.join(folder, target)), where, column, fragment)
        self.links.append(link)
        return f"pressday:{len(self.links) - 1}"

    def clean(self, html: str) -> str:
        """*html* without scripts, styles, frames, forms and whatever else could act."""
        import nh3

        own = {f"pressday:{number}" for number in range(len(self.links))}

        def attribute(tag: str, name: str, value: str) -> str | None:
            if name == "cite":
                return value if value.startswith(("https://", "http://")) else None
            if name not in ("href", "src"):
                return value
            scheme = _SCHEME.match(value)
            if scheme is None:
                return self.link(value, next((at for at, line in enumerate(self.lines) if value in line), 0))
            return None if scheme[1].lower() == "pressday" and value not in own else value

        return nh3.clean(
            html,
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            attribute_filter=attribute,
            url_schemes={*_SAFE_SCHEMES, "pressday"},
            filter_style_properties={"text-align"},
            link_rel=None,
            clean_content_tags={"script", "style", "iframe", "object", "template", "noscript", "svg", "math"},
        )


def _disarm(token: Token) -> None:
    for part in (token, *(token.children or ())):
        if part.type in ("html_block", "html_inline"):
            part.type, part.content = "text", part.content


_LOWER = {"h1": "h2", "h2": "h3", "h3": "h4", "h4": "h5", "h5": "h6"}
_TAGS = set(
    """a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption
    figure h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp section small span strong sub
    summary sup table tbody td tfoot th thead time tr u ul var wbr""".split()
)
_ATTRIBUTES = {
    "*": {"class", "dir", "id", "lang", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start", "reversed", "type"},
    "td": {"colspan", "rowspan", "align", "style"},
    "th": {"colspan", "rowspan", "align", "scope", "style"},
    "time": {"datetime"},
    "details": {"open"},
    "blockquote": {"cite"},
    "q": {"cite"},
}
