"""Mail: one message (.eml), or a box of them (mbox, RFC 4155).

Newsletters above all: the text that people see, without what only counts them, and with what every
issue carries (the link to the browser, the way out, the postal address) known as furniture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pressday.documents import Asset, Block, Document, Item
from pressday.problems import Problem, ProblemError
from pressday.readers import mail_body, mail_headers, mail_parts
from pressday.readers.assets import Album
from pressday.records import digest, replace

MAX_MESSAGES = 20_000
# A separator line, and after it a header: "From " begins sentences too.
_SEPARATOR = re.compile(rb"(?:\A|(?<=\n))From [^\n]*\n(?=(?:>*From |[!-9;-~]+:))")
_QUOTED_FROM = re.compile(rb"(?m)^>(?=>*From )")


class _Message(NamedTuple):
    blocks: list[Block]
    item: Item
    site: str


def read(data: bytes, name: str) -> tuple[Document, list[Problem]]:
    """The document that one message, or a whole box, is: an article for each message.

    Raises ProblemError for what has no headers, for parts beyond all number and depth, and for a
    message without any text; in a box such a message is left out with a warning.
    """
    data = data.replace(b"\r\n", b"\n")
    album = Album()
    problems: list[Problem] = []
    if not data.startswith(b"From ") or _SEPARATOR.match(data) is None:
        made = [_message(data.lstrip(b"\n"), 1 + len(data) - len(data.lstrip(b"\n")), album, problems)]
    else:
        made = list(_box(data, album, problems))
        if not made:
            raise ProblemError(*problems, Problem("holds no message that can be read"))
    return _document(made, name, digest(data), album.assets), problems + album.problems


def _document(made: list[_Message], name: str, hash_: str, assets: tuple[Asset, ...]) -> Document:
    blocks: list[Block] = []
    items = []
    for message in made:
        first = len(blocks)
        blocks += message.blocks
        items.append(replace(message.item, first=first, last=len(blocks)))
    sites = {message.site for message in made}
    site = made[0].site if len(sites) == 1 else ""
    title = items[0].title if len(items) == 1 else ""
    url = items[0].url if len(items) == 1 else ""
    return Document(
        name, "mail", tuple(blocks), hash_, title=title, items=tuple(items), assets=assets, site=site, url=url
    )


def _box(data: bytes, album: Album, problems: list[Problem]) -> Iterator[_Message]:
    starts = [found for found in _SEPARATOR.finditer(data) if found.start() == 0 or _ends(data, found.start())]
    if len(starts) > MAX_MESSAGES:
        raise ProblemError(Problem(f"holds more than {MAX_MESSAGES:,} messages"))
    line, at = 1, 0
    for found, following in zip(starts, (*starts[1:], None), strict=True):
        end = following.start() if following else len(data)
        line += data.count(b"\n", at, found.end())
        at = found.end()
        try:
            yield _message(_QUOTED_FROM.sub(b"", data[at:end]), line, album, problems)
        except ProblemError as error:
            for problem in error.problems:
                message = f"a message was left out: it {problem.message}"
                problems.append(replace(problem, message=message, line=problem.line or line, severity="warning"))


def _ends(data: bytes, at: int) -> bool:
    """Whether a message may end before *at*: an empty line, or the end of a multipart, stands there."""
    return data[max(0, at - 2) : at] == b"\n\n" or data[max(0, at - 3) : at] == b"--\n"


def _message(data: bytes, line: int, album: Album, problems: list[Problem]) -> _Message:
    """One message, of which the first line has the number *line*."""
    try:
        parsed = mail_parts.parse(data)
        parts = mail_parts.choose(parsed, data, line, problems)
    except RecursionError as error:
        raise ProblemError(Problem("its parts are nested too deeply", line=line)) from error
    head = mail_headers.read(parsed, data, line)
    if parts.forwarded is not None:
        inner = mail_headers.read(parts.forwarded, data, line, within=parts.forwarded_text)
        covering = [replace(block, role="furniture") for block in head.blocks]
        head = inner._replace(blocks=[*covering, *inner.blocks])
    body = mail_body.read(parts, album, problems, head)
    if body.inner is not None:
        head = mail_headers.instead(head, body.inner)
    if body.authors:
        # A house sends, a person has written: the house is the source.
        passed = [replace(block, role="furniture") if block.role == "byline" else block for block in head.blocks]
        head = head._replace(authors=body.authors, blocks=passed)
    blocks = sorted(head.blocks + body.blocks, key=lambda block: block.line)
    if not any(block.text and block.role != "furniture" for block in body.blocks):
        hint = "its attachments are not read" if parts.attached else ""
        raise ProblemError(Problem("holds no text", line=line, hint=hint))
    if head.instant is None:
        problems.append(Problem("has no date that can be read", line=line, severity="warning"))
    item = Item("article", 0, len(blocks), title=head.title, instant=head.instant, authors=head.authors, url=head.url)
    return _Message(blocks, item, head.site)
