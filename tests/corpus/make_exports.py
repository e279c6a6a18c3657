"""Writes the archives of ``tests/corpus/exports``: ``python tests/corpus/make_exports.py``.

The same bytes each time: every file in them has the same date.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path

HERE = Path(__file__).resolve().parent / "exports"
COLUMNS = "post_id,post_date,is_published,email_sent_at,inbox_sent_at,type,audience,title,subtitle,podcast_url"

OLD = "https://brief.substack.example"
SUBSCRIBE = (
    '<div class="subscription-widget-wrap-editor"><div class="subscription-widget show-subscribe">'
    '<div class="preamble">'
    "<p>Thanks for reading! Subscribe for free.</p></div></div></div>"
)
PICTURE = (
    '<div class="captioned-image-container"><figure><a class="image-link" href="https://cdn.example/lock.jpeg">'
    '<div class="image2-inset"><picture><img src="https://cdn.example/lock.jpeg" alt="The lock"></picture></div></a>'
    '<figcaption class="image-caption">The lock, open</figcaption></figure></div>'
)


def png() -> bytes:
    """A picture of one grey point."""
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = (
        (b"IHDR", head),
        (b"IDAT", zlib.compress(b"\0\x80")),
        (b"IEND", b""),
    )
    made = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(made)


def write(name: str, rows: list[str], files: dict[str, str | bytes], *, columns: str = COLUMNS) -> None:
    """An export of that name: the lines of ``posts.csv``, and every other file."""
    with zipfile.ZipFile(HERE / name, "w") as archive:
        for path, text in {"posts.csv": "\n".join([columns, *rows]) + "\n", **files}.items():
            info = zipfile.ZipInfo(path, (2026, 3, 5, 12, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text)


def make() -> None:
    write(
        "substack.zip",
        [
            "101.the-lock-is-open,2026-03-04T09:00:00.000Z,true,,,newsletter,everyone,"
            '"The lock is open, at last",After forty years,',
            "102.for-those-who-pay,2026-03-04T10:00:00.000Z,true,,,newsletter,only_paid,For those who pay,,",
            "103.half-a-thought,,false,,,newsletter,everyone,Half a thought,,",
            "104.about,2026-03-01T10:00:00.000Z,true,,,page,everyone,About,,",
            "105.talk,2026-03-02T10:00:00.000Z,true,,,thread,everyone,What do you think?,,",
            "106.bell,2026-03-05T10:00:00.000Z,true,,,podcast,everyone,The bell,,https://cdn.example/bell.mp3",
        ],
        {
            "posts/101.the-lock-is-open.html": f"<p>All of Harne came.</p>{SUBSCRIBE}{PICTURE}<p>They went home.</p>",
            "posts/102.for-those-who-pay.html": f'<p>As <a href="{OLD}/p/the-lock-is-open">we told</a>.</p>',
            "posts/103.half-a-thought.html": "<p>It could be</p>",
            "posts/104.about.html": "<p>We are four.</p>",
            "posts/106.bell.html": f'<p>Hear it. See <a href="{OLD}/p/bell?utm_source=x">here</a>.</p>',
            "posts/101.the-lock-is-open.opens.csv": "post_id,timestamp,email\n101,2026,someone@example.org\n",
            "subscribers.csv": "email\nsomeone@example.org\n",
        },
    )
    write(
        "substack-old.zip",
        [
            "1.wind,2026-03-05T06:10:00.000Z,true,newsletter,everyone,Wind rises,",
            "2.gone,2026-03-05T07:10:00.000Z,true,newsletter,everyone,Gone,",
        ],
        {"posts/1.wind.html": "<h3>West</h3><p>It blows &amp; blows.</p><ul><li><p>hats</p></li></ul>"},
        columns="post_id,post_date,is_published,type,audience,title,subtitle",
    )
    write(
        "substack-pictures.zip",
        ["7.quay,2026-03-05T08:00:00.000Z,true,,,newsletter,everyone,On the quay,,"],
        {
            "posts/7.quay.html": '<p>Look:</p><p><img src="images/quay.png" alt="The quay"></p>'
            '<p><img src="images/evil.svg" alt="Drawn"></p>',
            "images/quay.png": png(),
            "images/evil.svg": "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        },
    )
    write(
        "substack-notes.zip",
        ["8.well,2026-03-05T08:00:00.000Z,true,,,newsletter,everyone,The well,,"],
        {
            "posts/8.well.html": "<p>There is a well under the post office."
            '<a class="footnote-anchor" id="footnote-anchor-1" href="#footnote-1">1</a> It is deep.</p>'
            '<div class="footnote"><a id="footnote-1" href="#footnote-anchor-1" class="footnote-number">1</a>'
            '<div class="footnote-content"><p>Nine metres.</p><p>By the rope.</p></div></div>',
        },
    )


if __name__ == "__main__":
    make()
