"""Lists of feeds as other programs exchange them (OPML 2.0): read within bounds, and written.

Only http(s) addresses come through: other programs have run what such a list called "exec:".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import quoteattr

from msgspec import Struct

from monitor.sources.elements import Closed, Damaged, Opened, walk
from monitor.sources.raw import ADDRESS_LIMIT
from monitor.text import TITLE_LIMIT, clean, printable, web_address

LARGEST = 8 << 20
"""Bytes of a list: 8 MiB are some 30,000 feeds."""
FEEDS = 10_000
"""Feeds of a list that are taken."""


_LONE = re.compile(rb"&(?!#?\w{1,10};)")
"""A "&" that stands for itself, as many programs write it in titles and addresses."""
_FEED = re.compile(r"^feed:(?://(?!https?:)|(?://)?(https?://))", re.IGNORECASE)
"""How browsers used to mark the address of a feed."""


class Feed(Struct, frozen=True, kw_only=True):
    """A feed of a list."""

    title: str
    address: str
    page: str = ""
    """Address of the page that it belongs to."""
    lang: str = ""
    group: str = ""
    """What the folders that it lies in are called."""


class Found(Struct, frozen=True):
    """What a list holds."""

    feeds: tuple[Feed, ...]
    refused: tuple[str, ...]
    """Addresses that are none of the web."""


def read(body: bytes) -> Found:
    """The feeds of a list, each address once. Raises Damaged."""
    if len(body) > LARGEST:
        raise Damaged(f"it has more than {LARGEST:,} bytes")
    try:
        reading = _walked(body)
    except Damaged:
        mended = _LONE.sub(b"&amp;", body)
        if mended == body:
            raise
        reading = _walked(mended)
    if not reading.is_list:
        raise Damaged("it is XML, but no OPML")
    return Found(tuple(reading.feeds.values()), tuple(reading.refused))


def _walked(body: bytes) -> _Reading:
    """Raises Damaged."""
    reading = _Reading()
    walk(body, reading.closed, reading.opened)
    return reading


class _Reading:
    """What has been read so far: outlines lie in each other, an open one without a feed is a folder."""

    def __init__(self) -> None:
        self.is_list = False
        self.feeds: dict[str, Feed] = {}
        self.refused: list[str] = []
        self._folders: list[str] = []

    def opened(self, element: Opened) -> None:
        if len(element.path) == 1:
            self.is_list = element.path[0].lower() == "opml"
        if not self.is_list or element.path[-1].lower() != "outline":
            return
        given = {name.lower(): value for name, value in element.attributes.items()}
        title = clean(given.get("title") or given.get("text") or "", TITLE_LIMIT)
        address = given.get("xmlurl", "").strip()
        self._folders.append("" if address else title)
        if address:
            self._feed(title, address, given)

    def closed(self, element: Closed) -> None:
        if self._folders and element.path[-1].lower() == "outline":
            self._folders.pop()

    def _feed(self, title: str, address: str, given: Mapping[str, str]) -> None:
        plain = _FEED.sub(lambda found: found[1] or "http://", address)
        whole = web_address(plain) if len(plain) <= ADDRESS_LIMIT else ""
        if not whole:
            self.refused.append(clean(address, ADDRESS_LIMIT))
        elif len(self.feeds) < FEEDS:
            feed = Feed(
                title=title,
                address=whole,
                page=web_address(given.get("htmlurl", "")),
                lang=clean(given.get("language", ""), 2).lower(),
                group=" / ".join(filter(None, self._folders)),
            )
            self.feeds.setdefault(whole, feed)


def written(title: str, groups: Iterable[tuple[str, Iterable[Feed]]]) -> str:
    """A list with a folder for each group."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">']
    lines.append(f"  <head><title>{_text(title)}</title></head>")
    lines.append("  <body>")
    for name, feeds in groups:
        lines.append(f"    <outline text={_quoted(name)}>")
        lines += [
            f'      <outline type="rss" text={_quoted(feed.title)} xmlUrl={_quoted(feed.address)}/>'
            for feed in feeds
        ]
        lines.append("    </outline>")
    return "\n".join([*lines, "  </body>", "</opml>"])


def _quoted(text: str) -> str:
    return quoteattr(printable(text))


def _text(text: str) -> str:
    return _quoted(text)[1:-1]
