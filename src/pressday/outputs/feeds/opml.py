"""The list of all feeds, as feed readers take it in."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from pressday import addresses
from pressday.outputs.feeds import safe
from pressday.outputs.feeds.recipes import OpmlRecipe
from pressday.outputs.press import Press


def draw(recipe: OpmlRecipe, press: Press) -> bytes:
    """OPML 2.0; of each feed its RSS form, which every reader knows."""
    root = ET.Element("opml", version="2.0")
    ET.SubElement(ET.SubElement(root, "head"), "title").text = safe.line(recipe.title)
    body = ET.SubElement(root, "body")
    for outline in recipe.outlines:
        title, page = safe.line(outline.title), press.absolute(outline.page)
        feed = press.absolute(addresses.feed(outline.page, "rss"))
        shown = {"type": "rss", "text": title, "title": title, "xmlUrl": feed, "htmlUrl": page}
        if outline.description:
            shown["description"] = safe.line(outline.description)
        ET.SubElement(body, "outline", shown)
    ET.indent(root)
    drawn: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return drawn + b"\n"
