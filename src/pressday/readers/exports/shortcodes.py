"""WordPress's own marks in a text: shortcodes, the comments of its blocks, paragraphs without tags."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable, Mapping
from html import escape

_BLOCK_COMMENT = re.compile(r"<!--\s*/?wp:")
_MORE = re.compile(r"<!--\s*(?:more|nextpage|noteaser)\b.{0,200}?-->", re.IGNORECASE)
_CODE = re.compile(
    r"(?<!\[)\[(/?)([A-Za-z][\w-]{1,40})((?:\s+[\w-]+\s*=\s*(?:\"[^\"\]]{0,2000}\"|'[^'\]]{0,2000}'|[^\s\]\"']{1,500})|\s+"
    r"\"[^\"\]]{0,2000}\"|\s+https?://[^\s\]]{1,2000})*)\s*(/?)\](?!\])"
)
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+))")
_ADDRESS = re.compile(r"https?://[^\s\"'\]]+")
_CAPTION = re.compile(r"(\s*(?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?)(.*)\Z", re.DOTALL | re.IGNORECASE)
_CAPTIONED = re.compile(r"\[(/?)caption\b([^\[\]]{0,2000})\]", re.IGNORECASE)
_ESCAPED = re.compile(r"\[(\[/?[\w-][^\[\]]{0,2000}\])\]")
_TAGGED = re.compile(
    r"\s*</?(?:p|div|h[1-6]|ul|ol|li|blockquote|pre|table|thead|tbody|tr|td|th|figure|figcaption|hr|section|article"
    r"|aside|dl|dt|dd|address|form|iframe|script|style|noscript|details|summary|video|audio)\b",
    re.IGNORECASE,
)
_PRE = re.compile(r"<(pre|script|style|table)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)

# Shortcodes whose marks say nothing to a reader; what stands between them stays.
_KNOWN = frozenset(
    """audio video playlist embed gallery caption wp_caption youtube vimeo tweet soundcloud instagram spotify gist
    contact-form contact-field contact-form-7 recent-posts archives blog_subscription_form subscribe sharethis
    button buttons quote pullquote dropcap highlight row column columns one_half one_third two_third one_fourth
    three_fourth clear divider spacer toc table table_of_contents""".split()
)
_PLAYED = ("audio", "video", "embed", "youtube", "vimeo", "tweet", "soundcloud", "instagram", "spotify", "gist")
_FILES = ("src", "url", "mp3", "m4a", "ogg", "wav", "mp4", "m4v", "webm", "ogv", "href")


def unfold(text: str, attached: Mapping[str, tuple[str, str]], dropped: Callable[[str], None]) -> str:
    """A post's text as HTML.

    *attached* gives the address and the alternative text of a picture by its id, for galleries.
    *dropped* is told the name of each shortcode whose marks were taken out.
    """
    in_blocks = "<!-- wp:" in text
    text = _MORE.sub("", _without_notes(text))
    if "[" in text:
        text = _captions(text)
        closed = {match[2].lower() for match in _CODE.finditer(text) if match[1]}
        text = _CODE.sub(lambda match: _code(match, closed, attached, dropped), text)
        text = _ESCAPED.sub(r"\1", text)
    return text if in_blocks else paragraphs(text)


def _without_notes(text: str) -> str:
    """*text* less the comments in which the editor of blocks keeps what it knows of each."""
    made, at = [], 0
    for match in _BLOCK_COMMENT.finditer(text):
        end = text.find("-->", match.end())
        if end < 0:
            break
        if match.start() >= at:
            made.append(text[at : match.start()])
            at = end + 3
    return "".join([*made, text[at:]])


def _captions(text: str) -> str:
    """*text* with each ``[caption …]…[/caption]`` as a figure."""
    made, at = [], 0
    opened: re.Match[str] | None = None
    for match in _CAPTIONED.finditer(text):
        if not match[1]:
            opened = match
        elif opened is not None:
            made += [text[at : opened.start()], _figure(text[opened.end() : match.start()], opened[2])]
            at, opened = match.end(), None
    return "".join([*made, text[at:]])


def _figure(inside: str, attributes: str) -> str:
    picture = _CAPTION.match(inside)
    told = next((match[2] or match[3] or "" for match in _ATTRIBUTE.finditer(attributes) if match[1] == "caption"), "")
    if picture is None:
        return f"{inside}\n\n{told}"
    caption = picture[2].strip() or entities.unescape(told)
    return f"\n\n<figure>{picture[1].strip()}<figcaption>{caption}</figcaption></figure>\n\n"


def _code(
    match: re.Match[str],
    closed: set[str],
    attached: Mapping[str, tuple[str, str]],
    dropped: Callable[[str], None],
) -> str:
    name, attributes = match[2].lower(), entities.unescape(match[3] or "")
    # A word in brackets is a word: only what WordPress or a plug-in would take is a mark.
    if name not in _KNOWN and name not in closed and not _ATTRIBUTE.search(attributes) and "_" not in name:
        return match[0]
    if match[1]:
        return " "
    given = {m[1].lower(): m[2] or m[3] or m[4] or "" for m in _ATTRIBUTE.finditer(attributes)}
    if name == "gallery" and given.get("ids"):
        pictures = [attached[id_.strip()] for id_ in given["ids"].split(",") if id_.strip() in attached]
        if pictures:
            shown = "".join(f'<p><img src="{escape(url)}" alt="{escape(alt)}"></p>' for url, alt in pictures)
            return f"\n\n{shown}\n\n"
    if name in _PLAYED:
        address = next((given[key] for key in _FILES if given.get(key, "").startswith("http")), "")
        plain = _ADDRESS.search(attributes)
        address = address or (plain[0] if plain else "")
        if address:
            return f'\n\n<p><a href="{escape(address)}">{escape(address)}</a></p>\n\n'
        if name in closed:
            return " "  # [embed]https://…[/embed]: the address is the text
    dropped(name)
    return " "


def paragraphs(text: str) -> str:
    """Text in which an empty line ends a paragraph and a line end a line, as WordPress kept it, as HTML."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept: list[str] = []

    def aside(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"\n\n\x00{len(kept) - 1}\x00\n\n"

    text = _PRE.sub(aside, text.replace("\x00", ""))
    made = []
    for part in re.split(r"\n[ \t]*\n+", text):
        part = part.strip("\n")
        if not part.strip():
            continue
        number = re.fullmatch(r"\s*\x00(\d+)\x00\s*", part)
        if number:
            made.append(kept[int(number[1])])
        elif _TAGGED.match(part):
            made.append(part)
        else:
            made.append(f"<p>{part.strip()}</p>".replace("\n", "<br>\n"))
    return "\n".join(made)
