"""A clipping as the text of a content file: what its document says, and what the file keeps as it is."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from pressday.content.writing import EntryText
from pressday.documents import Clipping
from pressday.importing.naming import Home
from pressday.importing.shelf import FileOnDisk
from pressday.ledger.imports import Imported, paragraphs
from pressday.records import replace


def new(home: Home, clipping: Clipping, key: str, topics: tuple[str, ...]) -> EntryText:
    """The text of a clipping that was never here."""
    return _text(home, clipping, key, topics=topics, guessed=clipping.guessed)


def again(home: Home, clipping: Clipping, key: str, file: FileOnDisk, *, same_date: bool = False) -> EntryText:
    """*clipping* as the text of a file that is there: what the document does not tell stays as it was."""
    guessed = file.words("guessed")
    date = file.instant
    if date is None or (not same_date and "date" not in clipping.guessed and clipping.instant != date):
        date, guessed = home.local(clipping), clipping.guessed
    text = _text(home, clipping, key, topics=file.words("topics"), slug=file.text_of("slug"), guessed=guessed)
    return replace(text, date=date, also=file.words("also"))


def filled(text: EntryText, file: FileOnDisk, own: Imported | None) -> EntryText:
    """*text* with what its document has never told, as the file has it; *own* is what it told before.

    Whose work a thing is, no second document says anew.
    """
    told = own.fields if own is not None else {}
    kept: dict[str, object] = {}
    name, url = _written_source(file)
    if name and (own is None or (not text.source and "source" not in told)):
        kept |= {"source": name, "url": url}
    if not text.paragraphs and (own is None or not own.paragraphs):
        kept["paragraphs"] = tuple(paragraphs(file.body))
    for name in _UNTOLD:
        if not getattr(text, name) and name not in told and name in file.header:
            words = file.words(name)
            if name in ("authors", "aliases"):
                kept[name] = words
            elif name in ("draft", "excerpt"):
                kept[name] = words == ("true",)
            elif name == "lastmod":
                kept[name] = _moment(file.text_of(name))
            else:
                kept[name] = file.text_of(name)
    return replace(text, **kept) if kept else text


# What a document may leave unsaid, so that its silence takes nothing away.
_UNTOLD = ("authors", "summary", "kicker", "guid", "aliases", "image", "lastmod", "draft", "excerpt")


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _text(
    home: Home, clipping: Clipping, key: str, *, topics: tuple[str, ...], guessed: tuple[str, ...], slug: str = ""
) -> EntryText:
    source, url = source_of(home, clipping)
    return EntryText(
        id=key,
        title=clipping.title,
        date=home.local(clipping),
        paragraphs=clipping.paragraphs,
        slug=slug,
        authors=clipping.authors,
        topics=topics,
        summary=clipping.summary,
        kicker=clipping.kicker,
        source=source,
        excerpt=clipping.excerpt,
        guessed=guessed,
        url=url,
        # The id that another's feed gave it is the other's: two of our entries may come from it.
        guid="" if source else clipping.guid,
        lastmod=_lastmod(home, clipping),
        aliases=clipping.aliases,
        draft=clipping.draft,
        image=clipping.image.address if clipping.image else "",
    )


def _lastmod(home: Home, clipping: Clipping) -> datetime | None:
    if clipping.updated is None or (clipping.instant is not None and clipping.updated <= clipping.instant):
        return None
    return clipping.updated.astimezone(home.newsletter.zone)


def source_of(home: Home, clipping: Clipping) -> tuple[str, str]:
    """Whose work a clipping is, and where the original stands; nothing for what is the newsletter's own.

    Where nobody has named the source it is the publication's own name, or the host that it stands on.
    """
    host = host_of(clipping.url)
    if home.source:
        return home.source, clipping.url
    own = not host or clipping.aliases or host == host_of(home.newsletter.base_url)
    if own or home.site.casefold() == home.newsletter.title.casefold():
        return "", ""
    known = next((s.name for s in home.newsletter.sources if host_of(s.url) == host), "")
    return known or home.site or host, clipping.url


def host_of(url: str) -> str:
    """The host of an address, as people call it."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _written_source(file: FileOnDisk) -> tuple[str, str]:
    value = file.header.get("source")
    if value is None or not isinstance(value.data, dict):
        return file.text_of("source"), ""
    parts = {name: item.data for name, item in value.data.items() if isinstance(item.data, str)}
    return parts.get("name", ""), parts.get("url", "")
