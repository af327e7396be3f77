"""Small feeds of every kind, written for these tests, and the values that they are read with."""

from __future__ import annotations

from datetime import UTC, datetime

from monitor.sources import Document, Failure, Parsed
from monitor.sources.feed import read
from monitor.topics import Source

NOW = datetime(2025, 6, 4, 12, 0, tzinfo=UTC)
ADDRESS = "https://www.example.org/news/feed.xml"
SOURCE = Source(id="harbour", address=ADDRESS, lang="en", zone="Europe/Berlin")

RSS_091 = b"""<?xml version="1.0"?>
<!DOCTYPE rss SYSTEM "rss-0.91.dtd">
<rss version="0.91"><channel><title>Old News</title><language>en</language>
<item><title>Lighthouse lit</title><link>http://example.org/light</link>
<description>The lamp burns again.</description></item></channel></rss>"""

RSS_10 = b"""<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="http://example.org/"><title>Graph News</title></channel>
<item rdf:about="http://example.org/bridge"><title>Bridge opens</title>
<link>http://example.org/bridge</link><description>Cars cross.</description>
<dc:creator>Ann Lee</dc:creator><dc:date>2025-06-03T08:00:00+02:00</dc:date></item></rdf:RDF>"""

ATOM = b"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Atom News</title>
<id>urn:x</id><updated>2025-06-03T10:00:00Z</updated>
<entry><title type="html">Tide &lt;b&gt;rises&lt;/b&gt; &amp;amp; falls</title>
<id>tag:example.org,2025:1</id><link rel="alternate" href="tide"/>
<published>2025-06-03T22:30:00Z</published><updated>2025-06-04T01:00:00Z</updated>
<author><name>Ann Lee</name></author><author><name>Bo Chu</name></author>
<summary>Short.</summary><content type="html">&lt;p&gt;A long report.&lt;/p&gt;</content>
</entry></feed>"""

JSON_FEED = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "Json News", "items": [
{"id": 7, "url": "https://example.org/7", "title": "Pier built", "content_html": "<p>Of wood.</p>",
 "date_published": "2025-06-03T08:00:00+02:00", "authors": [{"name": "Ann Lee"}]},
{"id": "8", "external_url": "https://example.net/8", "content_text": "No title here."}]}"""

PAGE = b"""<!DOCTYPE html>
<html><head><title>News</title>
<link rel="stylesheet" href="/a.css"><link href='/rss.xml' type="application/rss+xml" rel=alternate>
</head><body><p>Hello</p></body></html>"""


def rss(*items: str, head: str = "") -> bytes:
    """An RSS 2.0 document of these `<item>` contents."""
    inside = "".join(f"<item>{item}</item>" for item in items)
    start = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>T</title>'
    return f"{start}{head}{inside}</channel></rss>".encode()


def numbered(count: int, first: int = 1) -> bytes:
    """An RSS 2.0 document with entries n, n+1, ..."""
    return rss(
        *(
            f"<title>Story {n}</title><link>https://example.org/{n}</link><guid>g{n}</guid>"
            for n in range(first, first + count)
        )
    )


def document(body: bytes, content_type: str = "application/xml") -> Document:
    """The body as it would have been retrieved."""
    return Document(address=ADDRESS, body=body, content_type=content_type, retrieved=NOW)


def outcome_of(body: bytes, content_type: str = "application/xml") -> Parsed | Failure:
    """What is read out of a body, in this process."""
    return read(SOURCE, document(body, content_type))


def parsed(body: bytes, content_type: str = "application/xml") -> Parsed:
    """The same, for a body that can be read."""
    found = outcome_of(body, content_type)
    assert isinstance(found, Parsed), found
    return found


def failure(body: bytes, content_type: str = "application/xml") -> Failure:
    """The same, for a body that cannot be read."""
    found = outcome_of(body, content_type)
    assert isinstance(found, Failure), found
    return found
