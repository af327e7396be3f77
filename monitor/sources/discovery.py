"""What a document is that somebody has an address of, and which feeds a web page names.

For people who look for a source; the daemon never discovers. Linear scans: nothing here is parsed.
"""

from __future__ import annotations

import html
import re

from msgspec import structs

from monitor.sources import Document, jsonfeed, raw
from monitor.stories.addresses import GOOGLE_NEWS
from monitor.text import host, web_address

PAGE_START = 4_096
"""Bytes in which a document says what it is."""
PAGE_HEAD = 1_000_000
"""Bytes of a web page in which its feeds are looked for; scripts of half a megabyte stand before them."""
TAG = 1_000
"""Characters of a tag that are looked at."""
NAMED = 3
"""Feeds of a page that are told."""

_PAGE = re.compile(rb"<(?:!doctype\s{1,20})?html[\s>]", re.IGNORECASE)
_SITEMAP = re.compile(rb"<(?:\w{1,20}:)?(?:urlset|sitemapindex)[\s>]")
_INDEX = re.compile(rb"<(?:\w{1,20}:)?sitemapindex[\s>]")
_FEED_LINK = re.compile(
    r"type\s*=\s*[\"']?application/(?:rss\+xml|atom\+xml|feed\+json)", re.IGNORECASE
)
_HREF = re.compile(r"href\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)


def kind_of(document: Document) -> str:
    """The kind of source that reads this document, as far as it shows: never one that needs options."""
    if host(document.address) == GOOGLE_NEWS:
        return "google_news"
    start = document.body[:PAGE_START]
    packed = start.startswith(b"\x1f\x8b")
    if _SITEMAP.search(start) or (packed and "sitemap" in document.address):
        return "sitemap"
    return "feed"


def is_index(body: bytes) -> bool:
    """True for a sitemap index."""
    return _INDEX.search(body[:PAGE_START]) is not None


def is_page(body: bytes) -> bool:
    """True for a web page."""
    return _PAGE.search(body[:PAGE_START]) is not None


def is_api(body: bytes) -> bool:
    """True for JSON that is no JSON Feed."""
    start = body[:PAGE_START].removeprefix(b"\xef\xbb\xbf").lstrip()
    # a JSON Feed says what it is anywhere, often at its end, and PHP escapes the slashes in it
    return start.startswith(b"[") or (jsonfeed.is_json(body) and b"jsonfeed.org" not in body)


def feeds_named(document: Document) -> list[str]:
    """Up to three addresses of feeds that a web page names in its head (autodiscovery)."""
    page = document.body[:PAGE_HEAD].decode("utf-8", "replace")
    addresses = []
    base = document
    for piece in page.split("<"):
        tag = piece[:TAG].partition(">")[0]
        name = tag[:5].lower()
        if name[:4] not in {"link", "base"} or not name[4:].isspace():
            continue
        found = _HREF.search(tag)
        link = raw.Raw(link=html.unescape(found[1] or found[2] or found[3] or "") if found else "")
        if name.startswith("base"):
            address = raw.whole_link(link, document) or document.address
            base = structs.replace(document, address=address)
        elif _FEED_LINK.search(tag):
            addresses.append(raw.whole_link(link, base))
    return [address for address in dict.fromkeys(addresses) if web_address(address)][:NAMED]
