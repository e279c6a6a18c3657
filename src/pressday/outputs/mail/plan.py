"""Which mails there are: three files in the outbox for every closed digest that has news."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pressday.config import Newsletter
from pressday.model import Digest, Edition
from pressday.outputs.press import Output
from pressday.outputs.views import DigestMail

FILES = {"mail_html": "email.html", "mail_text": "email.txt", "mail_eml": "email.eml"}


def plan(edition: Edition, newsletter: Newsletter, digests: Sequence[Digest]) -> Iterator[Output]:
    """``<digest>/email.html``, ``email.txt`` and ``email.eml``, newest digest first."""
    for digest in digests:
        note = digest.note
        recipe = DigestMail(digest, intro=note.hash if note and not note.empty else "")
        origin = note.path if note else f"the digest of {digest.span.name}"
        for kind, name in FILES.items():
            yield Output(f"{digest.span.name}/{name}", kind, recipe, "outbox", origin)
