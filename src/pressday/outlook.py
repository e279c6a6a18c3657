"""What subscribers will see: the records.  ``foretelling`` makes them, and a build remembers them."""

from __future__ import annotations

from pressday.records import Record


class Item(Record, frozen=True):
    """Something that feeds show: its kind and id, and the address where it stands (or stood)."""

    kind: str
    key: str
    address: str


class Moved(Record, frozen=True):
    """Something that stands elsewhere now; the old address leads on."""

    key: str
    old: str
    new: str


class Feed(Record, frozen=True):
    """A feed that somebody may follow: *id* is what is permanent of its own, *address* the page that it is beside."""

    id: str
    address: str


class Change(Record, frozen=True):
    """What changes for those who follow *feed*, apart from what is new, updated or gone everywhere.

    *comes* are items that it did not show them before, *leaves* those that it no longer shows them,
    *archived* those of *comes* that are too old for its current document.  *into* is the other feed
    that is served at its address from now on, if one is.
    """

    feed: Feed
    comes: tuple[Item, ...] = ()
    leaves: tuple[Item, ...] = ()
    archived: tuple[Item, ...] = ()
    into: Feed | None = None


class Outlook(Record, frozen=True):
    """What subscribers will see once this is out.

    *known*: there is a ledger to compare with.  *updated* are those whose date of change has moved.
    *gone* are no longer shown.  *archived* are those of the new ones that are too old for any current
    feed: only a reader who goes back will see them.  *retitled* are those that are called something
    else and are not updated: a reader shows the new headline in place.

    *feedless*: the ledger does not say what was shown in which feed; then nothing is known of feeds.
    *changes* are of feeds that stay what they are, *merged* of those that become another that was
    there before, *renamed* of those that are called something else, at their address or at another.
    *opened* are new, *dropped* are served no more.
    """

    known: bool
    new: tuple[Item, ...] = ()
    updated: tuple[Item, ...] = ()
    gone: tuple[Item, ...] = ()
    moved: tuple[Moved, ...] = ()
    archived: tuple[Item, ...] = ()
    retitled: tuple[Item, ...] = ()
    feedless: bool = False
    changes: tuple[Change, ...] = ()
    merged: tuple[Change, ...] = ()
    renamed: tuple[Change, ...] = ()
    opened: tuple[Feed, ...] = ()
    dropped: tuple[Feed, ...] = ()
