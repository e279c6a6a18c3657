"""Atom's grammar lets through what Atom allows and we use, and nothing else: each of its patterns broken once."""

from __future__ import annotations

import pytest
from lxml import etree

from feed_rules_atom import GRAMMAR

# Everything that the grammar allows, each once; no feed of ours holds all of it.
WHOLE = """\
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB" xml:base="https://harne.example/">
  <id>tag:harne.example,2026:feed/whole</id>
  <title type="text">The Harne Gazette</title>
  <subtitle>News of a harbour</subtitle>
  <updated>2026-03-02T10:00:00.5+01:00</updated>
  <generator uri="https://press.example/" version="1">Pressday</generator>
  <icon>https://harne.example/icon.png</icon>
  <logo>logo.png</logo>
  <rights>Ours</rights>
  <author><name>Nell Harrow</name><uri>https://harne.example/nell</uri><email>nell@harne.example</email></author>
  <contributor><name>Tam Reyes</name></contributor>
  <category term="harbour" scheme="https://harne.example/topics" label="Harbour"/>
  <link rel="self" href="https://harne.example/atom.xml" type="application/atom+xml" hreflang="en" length="9"/>
  <link href="https://harne.example/"/>
  <link rel="hub" href="https://hub.example/" title="The hub"/>
  <link rel="current" href="https://harne.example/now"/>
  <link rel="prev-archive" href="https://harne.example/then"/>
  <link rel="next-archive" href="https://harne.example/soon"/>
  <fh:archive xmlns:fh="http://purl.org/syndication/history/1.0"/>
  <at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0" ref="tag:harne.example,2026:gone"
      when="2026-03-02T09:00:00Z">
    <at:comment>It was wrong.</at:comment>
    <at:by><name>Ines Okafor</name></at:by>
    <link rel="related" href="why"/>
  </at:deleted-entry>
  <entry>
    <id>tag:harne.example,2026:pier</id>
    <title type="html">The &lt;b>pier&lt;/b></title>
    <updated>2026-03-02T10:00:00Z</updated>
    <published>2026-03-02T09:00:00Z</published>
    <summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <b class="x">pier</b></div></summary>
    <content type="html">&lt;p>A pier&lt;/p></content>
    <rights>Theirs</rights>
    <source><id>https://cove.example/</id><title>The Cove</title><updated>2026-03-02T09:00:00Z</updated></source>
    <author><name>Piet Gossage</name></author>
    <category term="pier"/>
    <link rel="enclosure" href="pier.png" type="image/png" length="12"/>
    <link rel="via" href="https://cove.example/"/>
  </entry>
  <entry>
    <id>tag:harne.example,2026:chart</id>
    <title/>
    <updated>2026-03-02T10:00:00Z</updated>
    <content type="image/svg+xml" src="chart.svg"/>
  </entry>
</feed>
"""
ENTRY = "<id>tag:harne.example,2026:pier</id>"
FOREIGN = '<x:a xmlns:x="https://x.example/"/>'


def is_right(text: str) -> bool:
    return bool(GRAMMAR.validate(etree.fromstring(text)))


def test_what_atom_allows_and_we_use_is_right() -> None:
    assert is_right(WHOLE), GRAMMAR.error_log


BROKEN = [
    # what stands where (RFC 4287, 4.1.1 and 4.1.2)
    ("  <id>tag:harne.example,2026:feed/whole</id>\n", ""),
    ('  <title type="text">The Harne Gazette</title>\n', ""),
    ("  <updated>2026-03-02T10:00:00.5+01:00</updated>\n", ""),
    ("<subtitle>", "<subtitle>Twice</subtitle><subtitle>"),
    ("<generator ", "<generator>Two</generator><generator "),
    ("<icon>", "<icon>https://harne.example/</icon><icon>"),
    ("<logo>", "<logo>https://harne.example/</logo><logo>"),
    ("<rights>Ours", "<rights>Nobody's</rights><rights>Ours"),
    ("<rights>Theirs", "<rights>Nobody's</rights><rights>Theirs"),
    (ENTRY, ""),
    (ENTRY, ENTRY + ENTRY),
    ('    <title type="html">The &lt;b>pier&lt;/b></title>\n', ""),
    ("    <updated>2026-03-02T10:00:00Z</updated>\n", ""),
    ("<published>", "<published>2026-03-02T09:00:00Z</published><published>"),
    ("<summary ", "<summary/><summary "),
    ('<content type="html">', "<content/><content>"),
    ("<source>", "<source/><source>"),
    ("<source>", "<source><entry/>"),
    (ENTRY, f"{ENTRY}<subtitle>An entry has none</subtitle>"),
    (ENTRY, f"{ENTRY}<entry/>"),
    (ENTRY, f"{ENTRY}<colour/>"),
    (ENTRY, f"{ENTRY}words between"),
    ("<subtitle>", "words between<subtitle>"),
    ("<published>", '<published xmlns=""/><published>'),
    # people (3.2)
    ("<name>Nell Harrow</name>", ""),
    ("<name>Nell Harrow</name>", "<name>Nell</name><name>Harrow</name>"),
    ("<name>Nell Harrow</name>", "<name> \n</name>"),
    ("<uri>https://harne.example/nell</uri>", "<uri>a b</uri>"),
    ("<email>nell@harne.example</email>", "<email>nell</email>"),
    ("<name>Tam Reyes</name>", "<name>Tam Reyes</name><phone>1</phone>"),
    # text (3.1)
    ('<title type="text">', '<title type="markdown">'),
    ('<title type="text">The Harne', '<title type="text">The <b>Harne</b>'),
    ('<title type="html">The &lt;b>', '<title type="html">The <b/>&lt;b>'),
    ('<summary type="xhtml"><div', '<summary type="xhtml">words <div'),
    ('<div xmlns="http://www.w3.org/1999/xhtml">', '<div xmlns="">'),
    ("A <b class", '<b xmlns="https://x.example/">A</b> <b class'),
    # instants (3.3)
    ("09:00:00Z</published>", "09:00:00</published>"),
    ("09:00:00Z</published>", "09:00Z</published>"),
    ("2026-03-02T09:00:00Z</published>", "2026-03-02</published>"),
    ("2026-03-02T09:00:00Z</published>", "2026-03-02t09:00:00z</published>"),
    ("2026-03-02T09:00:00Z</published>", "2026-02-30T09:00:00Z</published>"),
    ("2026-03-02T09:00:00Z</published>", "Mon, 02 Mar 2026 09:00:00 GMT</published>"),
    # ids and addresses (4.2.5 to 4.2.8)
    (ENTRY, "<id>pier</id>"),
    (ENTRY, "<id></id>"),
    (ENTRY, "<id>tag:harne.example,2026:the pier</id>"),
    ("<icon>https://harne.example/icon.png", "<icon>an icon"),
    ("<logo>logo.png", "<logo>"),
    # categories (4.2.2)
    (' term="harbour"', ""),
    (' term="harbour"', ' term=""'),
    (' label="Harbour"', ' label=" "'),
    ('scheme="https://harne.example/topics"', 'scheme="topics"'),
    ('<category term="pier"/>', '<category term="pier">Pier</category>'),
    # links (4.2.7)
    ('<link href="https://harne.example/"/>', "<link/>"),
    ('<link href="https://harne.example/"/>', '<link href="a b"/>'),
    ('<link href="https://harne.example/"/>', '<link href="https://harne.example/">home</link>'),
    ('<link href="https://harne.example/"/>', '<link href="https://harne.example/" colour="red"/>'),
    ('rel="hub"', 'rel="pub"'),
    ('type="application/atom+xml"', 'type="atom"'),
    ('hreflang="en"', 'hreflang="English!"'),
    ('length="9"', 'length="long"'),
    ('length="12"', 'length="-12"'),
    # content (4.1.3), the program (4.2.4)
    ('type="image/svg+xml" src="chart.svg"/>', 'type="image/svg+xml" src="chart.svg">chart</content>'),
    ('type="image/svg+xml" src="chart.svg"', 'type="svg" src="chart.svg"'),
    ('<content type="html">', '<content type="html" src="pier.html">'),
    (">Pressday<", "> <"),
    # what every element may say of itself (2)
    ('xml:lang="en-GB"', 'xml:lang="en_GB"'),
    ('xml:base="https://harne.example/"', 'xml:base="a b"'),
    ('xml:lang="en-GB"', 'version="1.0"'),
    # archives (RFC 5005, 4) and tombstones (RFC 6721, 3)
    ("<fh:archive ", '<fh:archive xmlns:fh="http://purl.org/syndication/history/1.0"/><fh:archive '),
    ('history/1.0"/>', 'history/1.0">yes</fh:archive>'),
    ("<fh:archive ", "<fh:complete "),
    (ENTRY, ENTRY + '<fh:archive xmlns:fh="http://purl.org/syndication/history/1.0"/>'),
    ('ref="tag:harne.example,2026:gone"', ""),
    ('ref="tag:harne.example,2026:gone"', 'ref="gone"'),
    ('when="2026-03-02T09:00:00Z"', ""),
    ('when="2026-03-02T09:00:00Z"', 'when="today"'),
    ("<at:comment>", "<at:comment>No.</at:comment><at:comment>"),
    ("<at:comment>", "words <at:comment>"),
    ("<at:by><name>Ines Okafor</name></at:by>", "<at:by>Ines Okafor</at:by>"),
    (
        ENTRY,
        ENTRY
        + '<at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0" ref="a:b" when="2026-03-02T09:00:00Z"/>',
    ),
    # other vocabularies
    ("<subtitle>", f"{FOREIGN}<subtitle>"),
    (ENTRY, ENTRY + FOREIGN),
    (ENTRY, ENTRY.replace("<id>", '<id xmlns:x="https://x.example/" x:a="1">')),
    ("<name>Tam Reyes</name>", f"<name>Tam Reyes</name>{FOREIGN}"),
    ('<category term="pier"/>', f'<category term="pier">{FOREIGN}</category>'),
    # the document itself: a feed of Atom, and of this Atom
    ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"),
]


@pytest.mark.parametrize(("old", "new"), BROKEN)
def test_what_atom_does_not_allow_or_we_do_not_use_is_refused(old: str, new: str) -> None:
    assert old in WHOLE
    assert not is_right(WHOLE.replace(old, new, 1))


def test_a_document_of_one_entry_is_no_feed() -> None:
    entry = WHOLE[WHOLE.index("<entry>") : WHOLE.index("</entry>")] + "</entry>"
    assert not is_right(entry.replace("<entry>", '<entry xmlns="http://www.w3.org/2005/Atom">'))


def test_a_feed_without_entries_is_right() -> None:
    assert is_right(WHOLE[: WHOLE.index("<entry>")] + "</feed>")
