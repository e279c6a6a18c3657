"""Markdown's tokens as text: for mail, for summaries, for counting."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from typing import TYPE_CHECKING, Literal, NamedTuple

from pressday.markup.sentences import excerpt, parted, unparted

if TYPE_CHECKING:
    from markdown_it.token import Token

_TAG = re.compile(r"<!--.*?(?:-->|$)|<(script|style|template)\b.*?(?:</\1\s*>|$)|<[^<>]*>", re.DOTALL | re.IGNORECASE)
_UNREAD = re.compile(r"<(/?)(?:script|style|template)\b", re.IGNORECASE)


def count_words(text: str) -> int:
    """Tokens between white space that hold a letter or a digit."""
    tokens = text.split()
    # Nearly all begin with one: that is seen at a fraction of the price.
    marked = [token for token in tokens if not token[0].isalnum()]
    return len(tokens) - len(marked) + sum([any(map(str.isalnum, token)) for token in marked])


def inline(children: Sequence[Token], *, urls: bool = False, pictures: bool = True) -> str:
    """The text of one block's inline tokens.

    *urls* adds the address behind each link, as ``<pressday:N>`` or ``<pressday:#fragment>`` where it leads to
    the newsletter's own pages; *pictures* tells what stands in for a picture.
    """
    if len(children) == 1 and children[0].type == "text":
        return children[0].content
    parts: list[str] = []
    opened: list[tuple[int, str]] = []
    unread = False
    for token in children:
        kind = token.type
        if kind == "html_inline":
            tag = _UNREAD.match(token.content)
            unread = not tag[1] if tag else unread
        elif unread:
            continue
        elif kind in ("text", "code_inline"):
            parts.append(token.content)
        elif kind in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif kind == "image":
            if pictures:
                parts.append(inline(token.children or []))
        elif urls and kind == "link_open":
            opened.append((len(parts), str(token.attrs.get("href", ""))))
        elif urls and kind == "link_close" and opened:
            start, href = opened.pop()
            shown = "".join(parts[start:])
            if href.startswith("#"):
                href = f"pressday:{href}"
            outward = href.startswith(("http:", "https:", "pressday:"))
            if outward and href not in (shown, "http://" + shown, "https://" + shown):
                parts.append(f" <{href}>")
    return "".join(parts)


class Block(NamedTuple):
    """The *text* of a block as a reader sees it; *said* is the same less what stands in for pictures."""

    text: str
    said: str
    kind: Literal["paragraph", "heading", "other"] = "other"


def blocks(tokens: Sequence[Token]) -> list[Block]:
    """Every block that has text, in order.  What stands in a list or a footnote is no paragraph."""
    found: list[Block] = []
    before, aside = "", 0
    for token in tokens:
        kind = token.type
        if kind == "inline":
            children = token.children or []
            text = said = inline(children)
            if "image" in [child.type for child in children]:
                said = inline(children, pictures=False)
            if before == "heading_open":
                found.append(Block(text, said, "heading"))
            else:
                found.append(Block(text, said, "paragraph" if before == "paragraph_open" and not aside else "other"))
        elif kind in ("fence", "code_block"):
            found.append(Block(token.content, token.content))
        elif kind == "html_block":
            text = said = _untagged(token.content, " ")
            if "<li" in token.content.lower():
                marked = _untagged(_ITEM.sub(f"{_PART}<li", token.content), " ")
                said = " ".join(parted([item for item in marked.split(_PART) if item.strip()]))
            found.append(Block(text, said))
        elif kind in _ASIDE:
            aside += token.nesting
        before = kind
    return [block for block in found if block.text.strip()]


# An item of a list in HTML, and what marks it while its tags are taken out: a character that no text has.
_ITEM = re.compile(r"<li(?![\w-])", re.IGNORECASE)
_PART = "\ufdd0"
_ASIDE = frozenset(
    f"{what}_{end}" for what in ("bullet_list", "ordered_list", "footnote_block") for end in ("open", "close")
)


def prose(told: Sequence[Block]) -> list[str]:
    """What summaries and excerpts are made of: the paragraphs or, without any, all but the headings, parted."""
    said = [block.said for block in told if block.kind == "paragraph" and block.said.strip()]
    return said or parted([block.said for block in told if block.kind != "heading" and block.said.strip()])


def _untagged(html: str, instead: str) -> str:
    return unescape(_TAG.sub(instead, html))


def letter(tokens: Sequence[Token]) -> str:
    """The text as a letter has it: paragraphs apart, lists with their marks, quotes with theirs."""
    blocks: list[str] = []
    lists: list[int | None] = []
    marker, quotes, tight = "", 0, False
    row: list[str] | None = None
    for token in tokens:
        kind = token.type
        if kind == "blockquote_open":
            quotes += 1
        elif kind == "blockquote_close":
            quotes -= 1
        elif kind == "bullet_list_open":
            lists.append(None)
        elif kind == "ordered_list_open":
            lists.append(int(token.attrs.get("start", 1)))
        elif kind in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
            tight = False
        elif kind == "list_item_open":
            number = lists[-1]
            marker = "- " if number is None else f"{number}. "
            if number is not None:
                lists[-1] = number + 1
        elif kind == "tr_open":
            row = []
        elif kind == "inline" and row is not None:
            row.append(" ".join(inline(token.children or [], urls=True).split()))
        elif kind in ("inline", "fence", "code_block", "hr", "html_block", "tr_close"):
            if kind == "tr_close":
                body, row = " | ".join(row or []), None
            elif kind == "inline":
                body = inline(token.children or [], urls=True)
            else:
                body = {"hr": "* * *", "html_block": _untagged(token.content, "").strip()}.get(kind, token.content)
            if not body.strip(" |\n"):
                continue
            prefix = "> " * quotes + "  " * max(0, len(lists) - 1)
            hang = " " * len(marker) if marker or not lists else "  "
            head = prefix + marker
            text = head + body.rstrip("\n").replace("\n", "\n" + prefix + hang)
            if tight and marker and blocks:
                blocks[-1] += "\n" + text
            else:
                blocks.append(text)
            tight, marker = bool(lists), ""
    return "\n\n".join(blocks) + "\n" if blocks else ""


def summary(said: Sequence[str]) -> str:
    """The first paragraph, or as much of it as an excerpt may hold; the next too if it is very short."""
    if not said:
        return ""
    enough = list(said[:1] if len(said[0].split(None, _SHORT)) >= _SHORT else said[:2])
    if len(enough) < len(said):
        enough[-1] = unparted(enough[-1])
    return excerpt(enough)


# A paragraph of fewer words says too little alone.
_SHORT = 12
