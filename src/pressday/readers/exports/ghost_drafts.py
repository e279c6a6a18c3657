"""Ghost's own forms of a text, for a draft that it has never turned into HTML."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import Any

_MARKS = ((1, "strong"), (2, "em"), (4, "s"), (16, "code"))
_BLOCKS = {"paragraph": "p", "quote": "blockquote", "aside": "blockquote", "listitem": "li"}
_TAGS = frozenset("h1 h2 h3 h4 h5 h6 ul ol".split())
_INLINE = frozenset("a b code del em i s strong u".split())
_DEEPEST = 100


def html(lexical: str, mobiledoc: str) -> str:
    """The text of a draft as HTML, from whichever of the two forms it has; empty where it has none."""
    for text, made in ((lexical, _lexical), (mobiledoc, _mobiledoc)):
        try:
            told = json.loads(text) if text else None
            if isinstance(told, dict) and (found := made(told)):
                return found
        except (ValueError, RecursionError, TypeError, KeyError, IndexError):
            continue
    return ""


def _lexical(told: dict[str, Any]) -> str:
    root = told.get("root")
    return "".join(_node(root, 0)) if isinstance(root, dict) else ""


def _node(node: Any, depth: int) -> Iterator[str]:
    if not isinstance(node, dict) or depth > _DEEPEST:
        return
    kind, tag = str(node.get("type")), str(node.get("tag"))
    if kind in ("text", "extended-text"):
        made = escape(str(node.get("text") or ""))
        format_ = node.get("format")
        for bit, mark in _MARKS:
            if isinstance(format_, int) and format_ & bit:
                made = f"<{mark}>{made}</{mark}>"
        yield made
        return
    if kind == "linebreak":
        yield "<br>"
    elif kind == "horizontalrule":
        yield "<hr>"
    elif kind == "image":
        yield _picture(node)
    elif kind == "codeblock":
        yield f"<pre><code>{escape(str(node.get('code') or ''))}</code></pre>"
    elif isinstance(node.get("html"), str):
        yield str(node["html"])
    elif isinstance(node.get("url"), str) and kind not in ("link",):
        yield _link(str(node["url"]))
    inside = "".join(part for child in _listed(node.get("children")) for part in _node(child, depth + 1))
    if kind == "link":
        inside = f'<a href="{escape(str(node.get("url") or ""))}">{inside}</a>'
    around = tag if tag in _TAGS else _BLOCKS.get(kind.removeprefix("extended-"), "")
    yield f"<{around}>{inside}</{around}>\n" if around else inside


def _mobiledoc(told: dict[str, Any]) -> str:
    """Mobiledoc 0.3: sections of text, pictures, lists, and cards that stand in a table of their own."""
    return "\n".join(_section(section, told) for section in _listed(told.get("sections")))


def _section(section: Any, told: dict[str, Any]) -> str:
    parts = _listed(section)
    if len(parts) >= 3 and parts[0] == 1:
        tag = str(parts[1])
        tag = tag if tag in _TAGS or tag == "blockquote" else "p"
        return f"<{tag}>{_markers(parts[2], told)}</{tag}>"
    if len(parts) >= 2 and parts[0] == 2:
        return _picture({"src": parts[1]})
    if len(parts) >= 3 and parts[0] == 3:
        tag = "ol" if parts[1] == "ol" else "ul"
        items = "".join(f"<li>{_markers(item, told)}</li>" for item in _listed(parts[2]))
        return f"<{tag}>{items}</{tag}>"
    if len(parts) >= 2 and parts[0] == 10:
        return _card(_at(told.get("cards"), parts[1]))
    return ""


def _markers(listed: Any, told: dict[str, Any]) -> str:
    made = []
    markups = told.get("markups")
    open_: list[str] = []
    for marker in _listed(listed):
        type_, opens, closes, value = (*_listed(marker), None, None, None, None)[:4]
        for number in _listed(opens):
            tag, attributes = (*_listed(_at(markups, number)), None, None)[:2]
            tag = str(tag).lower() if str(tag).lower() in _INLINE else "span"
            pairs = _listed(attributes)
            address = next((str(pairs[at + 1]) for at in range(0, len(pairs) - 1, 2) if pairs[at] == "href"), "")
            made.append(f'<a href="{escape(address)}">' if tag == "a" else f"<{tag}>")
            open_.append(tag)
        if type_ == 0:
            made.append(escape(str(value or "")))
        elif type_ == 1:
            made.append("<br>")
        made += [f"</{open_.pop()}>" for _ in range(closes if isinstance(closes, int) else 0) if open_]
    return "".join(made)


def _card(card: Any) -> str:
    name, payload = (*_listed(card), None, None)[:2]
    if not isinstance(payload, dict):
        return "<hr>" if name == "hr" else ""
    if name == "image":
        return _picture(payload)
    if isinstance(payload.get("html"), str):
        return str(payload["html"])
    text = next((str(payload[key]) for key in ("markdown", "code") if isinstance(payload.get(key), str)), "")
    if text:
        return f"<pre><code>{escape(text)}</code></pre>"
    return _link(str(payload["url"])) if isinstance(payload.get("url"), str) else ""


def _picture(told: dict[str, Any]) -> str:
    caption = str(told.get("caption") or "")
    shown = f'<img src="{escape(str(told.get("src") or ""))}" alt="{escape(str(told.get("alt") or ""))}">'
    return f"<figure>{shown}<figcaption>{caption}</figcaption></figure>" if caption else f"<p>{shown}</p>"


def _link(address: str) -> str:
    return f'<p><a href="{escape(address)}">{escape(address)}</a></p>'


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _at(value: Any, number: Any) -> Any:
    listed = _listed(value)
    return listed[number] if isinstance(number, int) and 0 <= number < len(listed) else None
