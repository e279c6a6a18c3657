"""The page that lists the digests in the outbox."""

from __future__ import annotations

from email import policy
from email.parser import BytesParser
from html import escape
from pathlib import Path

ADDRESS = "/-/mail/"
_PARTS = {"email.html": "as mail", "email.txt": "as text", "email.eml": "as a file"}


def listing(outbox: Path) -> str:
    """The digests below *outbox*, newest first, with links to their parts, as an HTML document."""
    try:
        names = sorted((path.name for path in outbox.iterdir() if (path / "email.eml").is_file()), reverse=True)
    except OSError:
        names = []
    rows = "".join(_row(outbox / name) for name in names)
    body = f"<ul>{rows}</ul>" if rows else "<p>There is no closed digest with news in it yet.</p>"
    return _PAGE.format(body=body)


def _row(folder: Path) -> str:
    links = " · ".join(
        f'<a href="{ADDRESS}{escape(folder.name)}/{file}">{words}</a>'
        for file, words in _PARTS.items()
        if (folder / file).is_file()
    )
    return f"<li><time>{escape(folder.name)}</time> <b>{escape(_subject(folder / 'email.eml'))}</b><br>{links}</li>"


def _subject(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            head = opened.read(8192)
    except OSError:
        return ""
    return str(BytesParser(policy=policy.default).parsebytes(head, headersonly=True)["subject"] or "")


_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Digests in the outbox</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ max-width: 40rem; margin: 3rem auto; padding: 0 1rem; font: 17px/1.5 Georgia, serif; }}
ul {{ padding: 0; list-style: none; }}
li {{ padding: .7rem 0; border-top: 1px solid #8886; }}
time {{ font: 14px system-ui, sans-serif; margin-right: .5rem; }}
</style></head>
<body><h1>Digests in the outbox</h1>
{body}
<p><a href="/">To the front page</a></p>
</body></html>
"""
