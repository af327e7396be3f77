"""What a document is, and which feeds a page names."""

import gzip
import time

import pytest
from msgspec import structs

from monitor.sources import discovery
from tests.sources.documents import ATOM, JSON_FEED, PAGE, RSS_091, RSS_10, document, rss


@pytest.mark.parametrize("body", [ATOM, JSON_FEED, RSS_10, RSS_091, rss()])
def test_a_feed_is_a_feed(body: bytes) -> None:
    """Whatever its format."""
    assert discovery.kind_of(document(body)) == "feed"
    assert not discovery.is_page(body)
    assert not discovery.is_api(body)


def test_a_sitemap_and_a_search_are_known() -> None:
    """By their root, by their name when packed, by their host."""
    sitemap = document(b'<?xml version="1.0"?><!-- x --><s:urlset xmlns:s="x"/>')
    packed = structs.replace(
        document(gzip.compress(sitemap.body)), address="https://example.org/sitemap.xml.gz"
    )
    search = structs.replace(document(rss()), address="https://news.google.com/rss/search?q=a")
    kinds = [discovery.kind_of(each) for each in (sitemap, packed, search)]
    assert kinds == ["sitemap", "sitemap", "google_news"]
    assert discovery.is_index(b"<sitemapindex>")


@pytest.mark.parametrize(
    ("body", "api"),
    [
        (b'{"a": 1}', True),
        (b" [1]", True),
        (b'{"items": [], "version": "https:\\/\\/jsonfeed.org\\/version\\/1.1"}', False),
        (b'{"a": "' + b"x" * 9_000 + b'", "version": "https://jsonfeed.org/version/1"}', False),
        (b"<rss/>", False),
    ],
    ids=["object", "list", "escaped", "at its end", "xml"],
)
def test_json_that_is_no_feed_is_an_api(body: bytes, api: bool) -> None:
    """A JSON Feed may say at its end that it is one."""
    assert discovery.is_api(body) is api


def test_a_page_names_its_feeds() -> None:
    """Whole addresses of the web, three at most, each once."""
    assert discovery.feeds_named(document(PAGE)) == ["https://www.example.org/rss.xml"]
    links = "".join(
        f'<link rel="alternate" type="application/atom+xml" href="{href}">'
        for href in ("/a", "/a", "javascript:alert(1)", "file:///etc/passwd", "/b", "/c", "/d")
    )
    named = discovery.feeds_named(document(f"<html>{links}".encode()))
    assert named == [f"https://www.example.org/{name}" for name in "abc"]


@pytest.mark.parametrize(
    ("head", "address"),
    [
        ('<link\n rel="alternate"\n\ttype="application/rss+xml"\n href="/a">', "/a"),
        ('<link type="application/rss+xml" href="/a?b=1&amp;c=2">', "/a?b=1&c=2"),
        ('<base href="/en/"><link type="application/rss+xml" href="a">', "/en/a"),
        ('<base href="http://["><link type="application/rss+xml" href="/a">', "/a"),
        (f'<script>{"x" * 500_000}</script><link type="application/rss+xml" href="/a">', "/a"),
    ],
    ids=["lines", "references", "base", "bad base", "scripts"],
)
def test_a_feed_is_found_however_the_page_is_written(head: str, address: str) -> None:
    """Tags over several lines, references in addresses, a base for them, long scripts before them."""
    page = document(f"<html><head>{head}</head></html>".encode())
    assert discovery.feeds_named(page) == [f"https://www.example.org{address}"]


@pytest.mark.parametrize("piece", [b"<link ", b"<", b'<link href="', b"<!doctype ", b"type='"])
def test_a_hostile_page_costs_little(piece: bytes) -> None:
    """Linear scans, and only of its head."""
    page = document(piece * 500_000)
    start = time.process_time()
    discovery.feeds_named(page)
    discovery.is_page(page.body)
    discovery.kind_of(page)
    discovery.is_api(page.body)
    assert time.process_time() - start < 5
