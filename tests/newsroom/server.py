"""The newsroom: feeds on 127.0.0.1 that hold, at any time of the story, what had been published by then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from types import TracebackType
from xml.sax.saxutils import escape, quoteattr

from monitor.pace import Clock
from tests.loopback import Exchange, Loopback, Mode, conditional, redirect, reset, status
from tests.newsroom.faults import Fault, Plan
from tests.newsroom.items import Feed, Item

TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml"}
RETRY_AFTER = {"Retry-After": "14400"}
"""Seconds: four hours."""
HOSTS = ("127.0.0.1", "localhost")
"""Under these names the feeds are reached, in turn: what one host does must not touch the other."""
PIECES, PIECE_PAUSE = 4, 0.02
"""A slow answer comes in so many pieces, with so many seconds between them."""
SILENCE = 5.0
"""Seconds without any answer; whoever asks gives up long before."""


class Newsroom:
    """The server while a `with` lasts."""

    def __init__(self, feeds: Sequence[Feed], clock: Clock, plan: Plan | None = None) -> None:
        self.feeds = feeds
        self.server = Loopback()
        self._clock, self._plan = clock, plan
        for feed in feeds:
            self.server.at(f"/{feed.name}", self._front(feed))
            self.server.at(f"/new/{feed.name}", self._back(feed))

    def __enter__(self) -> Newsroom:
        self.server.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.server.__exit__(kind, error, trace)

    def address(self, feed: Feed, hosts: Sequence[str] = HOSTS) -> str:
        """Where a feed is."""
        return self.server.url(f"/{feed.name}", hosts[self.feeds.index(feed) % len(hosts)])

    def _front(self, feed: Feed) -> Mode:
        """The feed at its first address: the document, or what the plan says."""

        def mode(exchange: Exchange) -> None:
            now = self._clock()
            fault = self._plan.at(feed.name, now) if self._plan else None
            answer = self._document(feed, now)
            if fault is not None:
                answer = self._wrong(fault, feed, now, exchange)
            answer(exchange)

        return mode

    def _back(self, feed: Feed) -> Mode:
        """Where redirects lead."""
        return lambda exchange: self._document(feed, self._clock())(exchange)

    def _document(self, feed: Feed, now: datetime) -> Mode:
        """What the feed holds now, under a tag that changes with it."""
        count = feed.count(now)
        headers = {"Content-Type": TYPES[feed.kind]}
        return conditional(document(feed, count), etag=f'"{feed.name}-{count}"', headers=headers)

    def _wrong(self, fault: Fault, feed: Feed, now: datetime, exchange: Exchange) -> Mode:
        host = (exchange.request.header("Host") or "127.0.0.1").partition(":")[0]
        there = self.server.url(f"/new/{feed.name}", host)
        whole = document(feed, feed.count(now))
        modes: dict[str, Mode] = {
            "error": status(500),
            "busy": status(429, RETRY_AFTER),
            "resting": status(503, RETRY_AFTER),
            "cut off": _half(whole, TYPES[feed.kind]),
            "timeout": lambda exchange: exchange.stall(SILENCE),
            "slow": _drops(whole, TYPES[feed.kind]),
            "dead": reset(),
            "elsewhere": redirect(there, 302),
            "moved": redirect(there, 301),
            "gone": status(410),
        }
        return modes[fault.kind]


def _half(whole: bytes, content_type: str) -> Mode:
    """A document that ends in the middle, as a writer that died has left it: its length is right."""
    cut = whole[: len(whole) // 2]

    def mode(exchange: Exchange) -> None:
        exchange.head(200, {"Content-Type": content_type, "Content-Length": str(len(cut))})
        exchange.write(cut)

    return mode


def _drops(whole: bytes, content_type: str) -> Mode:
    """The whole document, in pieces with pauses."""

    def mode(exchange: Exchange) -> None:
        exchange.head(200, {"Content-Type": content_type, "Content-Length": str(len(whole))})
        size = len(whole) // PIECES + 1
        for start in range(0, len(whole), size):
            exchange.write(whole[start : start + size])
            exchange.stall(PIECE_PAUSE)

    return mode


# --- documents ----------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def document(feed: Feed, count: int) -> bytes:
    """The feed after so many items."""
    write = _rss if feed.kind == "rss" else _atom
    return "".join(write(feed, feed.held(count))).encode()


def _rss(feed: Feed, held: Sequence[Item]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>'
    yield f"<title>{feed.name}</title><link>https://{feed.name}.example/</link>"
    yield f"<language>{feed.lang}</language>"
    for item in held:
        yield f"<item><title>{escape(item.title)}</title><link>{escape(item.url)}</link>"
        yield f"<guid>{escape(item.url)}</guid><pubDate>{format_datetime(item.at)}</pubDate>"
        yield f"<source url={quoteattr(f'https://{item.site}/')}>{escape(item.site)}</source>"
        yield f"<description>{escape(item.text)}</description></item>\n"
    yield "</channel></rss>\n"


def _atom(feed: Feed, held: Sequence[Item]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{feed.lang}">'
    yield f"<title>{escape(feed.site)}</title><id>urn:feed:{feed.name}</id>"
    yield f"<updated>{held[0].at.isoformat() if held else '2025-01-01T00:00:00Z'}</updated>"
    for item in held:
        yield f"<entry><title>{escape(item.title)}</title><id>{escape(item.url)}</id>"
        yield f"<link href={quoteattr(item.url)}/><published>{item.at.isoformat()}</published>"
        yield f"<updated>{item.at.isoformat()}</updated>"
        yield f"<summary>{escape(item.text)}</summary></entry>\n"
    yield "</feed>\n"
