"""Pictures that are inside a document: which text shows them, and their way into ``content/``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from pressday.documents import Asset, Clipping, Document
from pressday.importing.tree import Tree
from pressday.markup.plain import to_markdown
from pressday.problems import Problem, ProblemError
from pressday.recognise import Found
from pressday.records import replace

_SAFE = re.compile(r"[a-z0-9][a-z0-9_-]{0,120}\.(?:png|jpe?g|gif|webp|avif)")
# In Markdown's own links, in a definition of one, or in a tag.
_SHOWN = re.compile(r"(?:\]\(\s*<?|\]:\s*<?|\bsrc\s*=\s*[\"']?)([^()<>\s\"']+)", re.IGNORECASE)


def checked(assets: Sequence[Asset]) -> dict[str, Asset]:
    """*assets* by name.  Raises ProblemError for a name that could lead or mean anything else."""
    for asset in assets:
        if not _SAFE.fullmatch(asset.name):
            raise ProblemError(Problem(f"holds a picture under a name that is not safe: `{asset.name[:80]}`"))
    return {asset.name: asset for asset in assets}


def with_image(document: Document, found: Found) -> tuple[Clipping, ...]:
    """The clippings of a document, its one article with the picture that stands for the whole."""
    clippings = found.clippings
    if document.image is None or found.kind != "article" or len(clippings) != 1 or clippings[0].image is not None:
        return clippings
    return (replace(clippings[0], image=document.image),)


def dressed(clipping: Clipping) -> Clipping:
    """*clipping* with its lead image in the text, where words belong to it or a header has no place for it."""
    image = clipping.image
    if image is None or _shows(clipping.paragraphs, image.address):
        return clipping
    if clipping.kind == "card" or not (image.alt or image.credit or clipping.kind == "page"):
        return clipping
    address = f"<{image.address}>" if re.search(r"[()\s]", image.address) else image.address
    shown = [f"![{to_markdown(' '.join(image.alt.split()))}]({address})"]
    if image.credit:
        shown.append(f"*{to_markdown(' '.join(image.credit.split()))}*")
    return replace(clipping, paragraphs=(*shown, *clipping.paragraphs))


def used(clipping: Clipping, assets: dict[str, Asset]) -> list[Asset]:
    """The pictures inside the document that *clipping* shows."""
    if not assets:
        return []
    names = _names(clipping.paragraphs)
    if clipping.image is not None:
        names[clipping.image.address] = None
    return [assets[name] for name in names if name in assets]


def shown_in(text: str, assets: dict[str, Asset]) -> list[Asset]:
    """The pictures inside the document that a file's *text* shows."""
    return [asset for name, asset in assets.items() if name in text] if assets else []


def put(tree: Tree, beside: str, assets: Iterable[Asset]) -> list[Problem]:
    """Writes pictures beside the file at *beside*; another picture of the same name is left as it is, and told."""
    problems = []
    for asset in assets:
        path = str(PurePosixPath(beside).with_name(asset.name))
        try:
            there = tree.read(path)
        except OSError as error:
            raise ProblemError(Problem(f"cannot be read: {error.strerror}", path)) from error
        if there is None:
            tree.write_bytes(path, asset.data)
        elif there != asset.data:
            problems.append(
                Problem("is another picture than the document's, and is left as it is", path, severity="warning")
            )
    return problems


def _names(paragraphs: Sequence[str]) -> dict[str, None]:
    return dict.fromkeys(name for text in paragraphs for name in _SHOWN.findall(text))


def _shows(paragraphs: Sequence[str], address: str) -> bool:
    return any(address in text for text in paragraphs)
