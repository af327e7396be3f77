"""A web page that has no feed, by CSS selectors: one for its entries, and others inside each of them.

The parser is lexbor, the one of browsers (`selectolax`, the extra "page"): it takes any page, and needs a
time that grows with the square of the depth for a page that is made to be deep. It runs in the worker.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import msgspec
from msgspec import Struct, structs

from monitor.sources import (
    Client,
    Document,
    Failure,
    Parsed,
    Retrieved,
    Validators,
    Worker,
    raw,
    written,
)
from monitor.sources.html import decoded
from monitor.topics import Source

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

ACCEPT = "text/html, application/xhtml+xml, */*;q=0.1"
NOT_THERE = 'the package selectolax is not installed: pip install "monitor[page]"'

LOOKED_AT = 2_000
"""Elements of a page among which the newest entries are looked for, the first ones: each costs .2 ms."""

SAMPLE = b"""<!DOCTYPE html><html lang="en"><head><title>Harbour News</title><base href="/news/"></head><body>
<article><h2><a href="ferry">Ferry <em>service</em> resumes</a></h2>
<time datetime="2025-06-03T08:30:00+02:00">yesterday</time><p>The ferry runs again.</p></article>
<article><h2><a href="https://example.org/storm">Storm closes the port</a></h2>
<time datetime="2025-06-02T23:30:00Z">Monday</time><p>No ship has left since noon.</p></article>
<article><p>Advertisement</p></article></body></html>"""


class PageOptions(Struct, frozen=True, kw_only=True):
    """CSS selectors; every one but `entry` is looked for inside an entry."""

    entry: str
    title: str = ""
    """Empty: the words of the link."""
    link: str = ""
    """Empty: the entry itself, or its first link."""
    date: str = ""
    """Its attribute `datetime` or `content`, else its words."""
    date_form: str = ""
    """As in Python's `strptime`; empty: ISO 8601 or a date as in mail."""
    text: str = ""


class Page:
    """A page at a web address."""

    sample = SAMPLE
    sample_type = "text/html; charset=utf-8"
    options = PageOptions
    sample_options = {"entry": "article", "date": "time", "text": "p"}

    def problems(self, options: PageOptions) -> Iterable[tuple[str, str]]:
        """Selectors that are none, a form of dates that is none, and the parser where it is not there."""
        if importlib.util.find_spec("selectolax") is None:
            yield "entry", NOT_THERE
            return
        for key in ("entry", "title", "link", "date", "text"):
            selector = getattr(options, key)
            if selector and not _is_selector(selector):
                yield key, f'expected a CSS selector, found "{selector}"'
        if options.date_form and (reason := written.bad_form(options.date_form)):
            yield "date_form", f'expected a form like "%d.%m.%Y": {reason}'

    async def retrieve(
        self, source: Source, validators: Validators, client: Client, *, now: datetime
    ) -> Retrieved:
        """Ask for the source's address."""
        return await client.get(source.address, validators, now=now, accept=ACCEPT)

    async def parse(self, source: Source, document: Document, worker: Worker) -> Parsed | Failure:
        """Read it in the worker."""
        return await worker.run(read, source, document)


SOURCE = Page()


def _is_selector(selector: str) -> bool:
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError

    try:
        LexborHTMLParser("<p></p>").css(selector)
    except SelectolaxError:
        return False
    return True


def read(source: Source, document: Document) -> Parsed | Failure:
    """Entries of a page."""
    options = msgspec.convert(source.options, PageOptions)
    if not document.body.strip():
        return Failure(kind="empty", sentence="the page is empty")
    try:
        from selectolax.lexbor import LexborHTMLParser
    except ImportError:
        return Failure(kind="fault", sentence=NOT_THERE)
    page = LexborHTMLParser(decoded(document))
    document = structs.replace(document, address=_base(page, document))
    nodes = page.css(options.entry)
    if not nodes:
        sentence = f'nothing on this page fits entry = "{options.entry}": it may have been rebuilt'
        return Failure(kind="not a feed", sentence=sentence)
    looked = nodes[:LOOKED_AT]
    raws = list(_once(_raw(node, options) for node in looked))
    if not raws:
        sentence = f'none of {len(nodes)} elements that fit "{options.entry}" has a title'
        return Failure(kind="not a feed", sentence=sentence)
    root = page.css_first("html")
    lang = (root.attributes.get("lang") or "") if root else ""
    total = len(raws) + len(nodes) - len(looked)
    return raw.parsed(raws, source, document, total=total, lang=lang)


def _base(page: Any, document: Document) -> str:
    """What the page's links are relative to."""
    node = page.css_first("base[href]")
    try:
        return (
            urljoin(document.address, node.attributes.get("href") or "")
            if node
            else document.address
        )
    except ValueError:  # half an IPv6 address
        return document.address


def _once(raws: Iterable[raw.Raw]) -> Iterator[raw.Raw]:
    """What has a title, each link once: a page shows one story in several places."""
    seen: set[str] = set()
    for each in raws:
        if each.title and not (each.link and each.link in seen):
            seen.add(each.link)
            yield each


def _raw(node: LexborNode, options: PageOptions) -> raw.Raw:
    link = _link(node, options.link)
    title = _words(node.css_first(options.title)) if options.title else _words(link)
    day = node.css_first(options.date) if options.date else None
    date = written.understood(_date(day) if day else "", options.date_form)
    return raw.Raw(
        link=(link.attributes.get("href") or "") if link else "",
        title=title,
        text=_words(node.css_first(options.text)) if options.text else "",
        date=date.date,
        moment=date.moment,
    )


def _link(node: LexborNode, selector: str) -> LexborNode | None:
    """The element with the address: the one that is meant, or the link in it."""
    found = node.css_first(selector) if selector else node
    if found is None or found.attributes.get("href"):
        return found
    return found.css_first("a[href]")


def _date(node: LexborNode) -> str:
    return node.attributes.get("datetime") or node.attributes.get("content") or _words(node)


def _words(node: LexborNode | None) -> str:
    """All text in an element. Tags are gone: what looks like one was written as text."""
    if node is None:
        return ""
    words = " ".join(node.text(deep=True, separator=" ").split())
    return words.replace("&", "&amp;").replace("<", "&lt;")
