"""Which mails there are: three files in the outbox for every closed digest that has news."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pressday.config import Newsletter
from pressday.model import Digest, Edition
from pressday.outputs.press import Output
from pressday.outputs.views import DigestMail
from pressday.problems import Problem

# Gmail cuts a mail off at 102 kB, and whoever sends it adds links and pixels of their own.
LARGE = 80_000
FILES = {"mail_html": "email.html", "mail_text": "email.txt", "mail_eml": "email.eml"}


def plan(edition: Edition, newsletter: Newsletter, digests: Sequence[Digest]) -> Iterator[Output]:
    """``<digest>/email.html``, ``email.txt`` and ``email.eml``, newest digest first."""
    for digest in digests:
        note = digest.note
        recipe = DigestMail(digest, intro=note.hash if note and not note.empty else "")
        origin = note.path if note else f"the digest of {digest.span.name}"
        for kind, name in FILES.items():
            yield Output(f"{digest.span.name}/{name}", kind, recipe, "outbox", origin, sheaf=digest.span.name)


def size_problem(path: str, size: int) -> Problem | None:
    """A warning if the file at *path* is the HTML of a mail so large that a reader may see half of it.

    *size* is in bytes.
    """
    if not path.endswith(f"/{FILES['mail_html']}") or size <= LARGE:
        return None
    return Problem(
        f"the mail has {size // 1000} kB of HTML",
        f"outbox/{path}",
        hint="some readers cut a mail off at 102 kB: let it hold fewer stories, or shorter ones",
        severity="warning",
    )
