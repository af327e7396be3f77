"""RSS 0.9x, 1.0 and 2.0, Atom, CDF, and JSON Feed.

feedparser gets the bytes in a `BytesIO` and never a `str` or `bytes`: those it would take for a
path or an address and open. It does not sanitise (our `clean` does; its own way is slow and has
holes) and does not resolve links (its base leaks from one entry into the next).
"""

from __future__ import annotations

import io
import re
import sys
from datetime import datetime
from typing import Any

from msgspec import structs

from monitor.net import decode
from monitor.sources import (
    Client,
    Document,
    Failure,
    Parsed,
    Retrieved,
    Validators,
    Worker,
    hints,
    jsonfeed,
    raw,
    slicing,
)
from monitor.sources.discovery import feeds_named, is_page
from monitor.text import TITLE_LIMIT, clean
from monitor.topics import Source

# What feedparser flags although nothing is wrong with the document itself.
NOT_CALLED_XML = "NonXMLContentType"
HARMLESS = ("CharacterEncodingOverride", NOT_CALLED_XML)

_REFERENCE = re.compile(rb"&#(?:[Xx]([0-9A-Fa-f]+)|([0-9]+));?")
_UNDECLARED = b"<rss:item"
_SURROGATES = range(0xD800, 0xE000)

SAMPLE = b"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Harbour News</title><link>https://example.org/</link>
<item><title>Ferry service resumes</title><link>https://example.org/ferry</link>
<guid isPermaLink="false">n-2</guid><pubDate>Tue, 03 Jun 2025 08:30:00 +0200</pubDate>
<description>&lt;p&gt;The ferry runs again.&lt;/p&gt;</description></item>
<item><title>Storm closes the port</title><link>https://example.org/storm</link>
<guid isPermaLink="false">n-1</guid><pubDate>Mon, 02 Jun 2025 23:30:00 +0000</pubDate>
<description>No ship has left since noon.</description></item>
</channel></rss>
"""


class Feed:
    """A feed at a web address."""

    sample = SAMPLE
    sample_type = "application/rss+xml"

    async def retrieve(
        self, source: Source, validators: Validators, client: Client, *, now: datetime
    ) -> Retrieved:
        """Ask for the source's address."""
        return await client.get(source.address, validators, now=now)

    async def parse(self, source: Source, document: Document, worker: Worker) -> Parsed | Failure:
        """Read it in the worker."""
        return await worker.run(read, source, document)


SOURCE = Feed()


def read(source: Source, document: Document) -> Parsed | Failure:
    """Entries of a feed document. Pure, but for what feedparser may do to time and memory."""
    try:
        document = structs.replace(document, body=decode.unpacked(document.body))
    except decode.TooLarge as error:
        return Failure(kind="too large", sentence=f"unpacked, {error}")
    except decode.BadCoding as error:
        return Failure(kind="encoding", sentence=f"this is a gzip file, and {error}")
    if not document.body.strip():
        return Failure(kind="empty", sentence="the document is empty")
    if jsonfeed.is_json(document.body):
        return jsonfeed.read(source, document)
    try:
        return _read_xml(source, document)
    except (
        UnicodeError
    ) as error:  # "undefined", "punycode": what feedparser does not expect of an encoding
        return _damaged(f"its encoding cannot be read: {error}")


def _read_xml(source: Source, document: Document) -> Parsed | Failure:
    """The entries that are not known; of a document that is not as the scan sees it, all of them."""
    parts = slicing.sliced(document.body, document.content_type, document.known, raw.LOOKED_AT)
    if parts is None:
        return _read_whole(source, document)
    items = slicing.joined(parts.hashes)
    if parts.cut:
        found = _fed(parts.body, document.content_type)
        if _agree(found, len(parts.hashes) - parts.cut):
            result = _result(source, document, found)
            return structs.replace(result, items=items, cut=parts.cut)
    found = _fed_whole(document)
    whole = _whole(source, document, found)
    if isinstance(whole, Failure):
        return whole
    agree = not parts.cut and _agree(found, len(parts.hashes))
    return structs.replace(
        whole, items=items if agree else b"", mistaken=not (agree or whole.broken)
    )


def _read_whole(source: Source, document: Document) -> Parsed | Failure:
    return _whole(source, document, _fed_whole(document))


def _fed_whole(document: Document) -> Any:
    """What feedparser makes of all of it; where that is nothing, without a prefix that nobody declares."""
    found = _fed(document.body, document.content_type)
    if found.entries or _UNDECLARED not in document.body:
        return found
    bare = document.body.replace(b"<rss:", b"<").replace(b"</rss:", b"</")
    return _fed(bare[max(bare.find(b"<rss"), 0) :], document.content_type)


def _fed(body: bytes, content_type: str) -> Any:
    """What feedparser makes of it."""
    import feedparser

    return feedparser.parse(
        io.BytesIO(_REFERENCE.sub(_letter, body)),
        response_headers={"content-type": content_type or "application/xml"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )


def _agree(found: Any, items: int) -> bool:
    """Whether the parser has seen as many items as the scan, and nothing odd besides."""
    odd = found.bozo and type(found.get("bozo_exception")).__name__ != NOT_CALLED_XML
    return len(found.entries) == items and not odd


def _error(found: Any) -> object:
    """What is wrong with the document, None when nothing is."""
    error = found.get("bozo_exception") if found.bozo else None
    return None if type(error).__name__ in HARMLESS else error


def _whole(source: Source, document: Document, found: Any) -> Parsed | Failure:
    """What a document holds, unless nothing came out of it."""
    error = _error(found)
    broken = error is not None
    if not found.entries and (failure := _why_nothing(document, found.version, broken, error)):
        return failure
    result = _result(source, document, found)
    if not broken:
        return result
    if not result.entries:
        return _damaged(error)
    told = f"the document is damaged or cut off: {clean(str(error), 200)}"
    return structs.replace(result, broken=True, warnings=(*result.warnings, told))


def _result(source: Source, document: Document, found: Any) -> Parsed:
    """Its entries, and what it says of itself."""
    raws = (_raw(each, found.feed) for each in found.entries)
    total = len(found.entries)
    result = raw.parsed(raws, source, document, total=total, lang=_text(found.feed, "language"))
    return structs.replace(
        result,
        title=clean(_text(found.feed, "title"), TITLE_LIMIT),
        ttl=hints.ttl(_text(found.feed, "ttl")),
        update=hints.update(
            _text(found.feed, "sy_updateperiod"), _text(found.feed, "sy_updatefrequency")
        ),
        skip_hours=hints.skip_hours(document.body),
        skip_days=hints.skip_days(document.body),
    )


def _letter(reference: re.Match[bytes]) -> bytes:
    """A numeric reference, or U+FFFD where it names no letter: feedparser would give up the feed."""
    digits = (reference[1] or reference[2]).lstrip(b"0") or b"0"
    if len(digits) <= len(f"{sys.maxunicode}"):
        number = int(digits, 16 if reference[1] else 10)
        if number <= sys.maxunicode and number not in _SURROGATES:
            return reference[0]
    return b"&#xFFFD;"


def _why_nothing(document: Document, version: str, broken: bool, error: object) -> Failure | None:
    """A document without entries: a web page, no feed, a damaged feed, or (None) an empty feed."""
    if not version and is_page(document.body):
        sentence = "this is a web page, not a feed"
        if addresses := feeds_named(document):
            sentence += f"; it names a feed at {', '.join(addresses)}"
        return Failure(kind="not a feed", sentence=sentence)
    if broken:
        return _damaged(error)
    if not version:
        return Failure(kind="not a feed", sentence="this is neither RSS nor Atom nor JSON Feed")
    return None


def _damaged(error: object) -> Failure:
    """A damaged document out of which nothing came."""
    reason = clean(str(error), 200)
    return Failure(kind="broken", sentence=f"this is damaged, nothing came out: {reason}")


def _raw(each: Any, feed: Any) -> raw.Raw:
    """What feedparser made of one entry."""
    # "updated" is asked for only where it is: elsewhere feedparser warns and gives "published"
    dated = "updated" if "updated" in each and not each.get("published_parsed") else "published"
    origin = each.get("source") or {}
    contents = [_text(content, "value") for content in (each.get("content") or [])[:3]]
    return raw.Raw(
        guid=_text(each, "id"),
        link=_text(each, "link"),
        link_from_guid=bool(each.get("guidislink")) and each.get("link") == each.get("id"),
        title=_text(each, "title"),
        text=max([_text(each, "summary"), *contents], key=len),
        credit=_authors(each) or _authors(feed),
        date=_text(each, dated) or _text(each, "pubdate"),
        moment=raw.moment_of(each.get(f"{dated}_parsed")),
        publisher=_text(origin, "title") if origin.get("href") else "",
        publisher_link=_text(origin, "href"),
    )


def _authors(each: Any) -> str:
    """Names of all authors, else the author as written."""
    names = [_text(author, "name") for author in (each.get("authors") or [])[:20]]
    return ", ".join(name for name in names if name) or _text(each, "author")


def _text(each: Any, key: str) -> str:
    value = each.get(key)
    return value if isinstance(value, str) else ""
