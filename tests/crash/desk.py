"""The other end of everything: a feed with a new figure for each poll, and two servers that take alerts.

Each step that it sees is told to `heard`, so that somebody can be killed in the middle of it.
"""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Callable
from datetime import datetime
from email.utils import format_datetime
from typing import Literal, NamedTuple

from monitor.pace import Clock
from tests.loopback import FEED_TYPE, Exchange, Loopback

Step = Literal["asked", "answered", "sending", "taken"]
"""The feed is asked, has answered; an alert comes in, has been confirmed."""
HELD = 20
"""Items in the feed."""
SLOWEST_S = 0.05
"""Real seconds that a server takes at most to confirm an alert: time to be killed in."""
LOW, HIGH, STEP = 2_000, 90_000, 20
"""The figure goes up and down between two ranges, far apart, and never comes again."""


class Arrived(NamedTuple):
    """An alert as it has come in."""

    key: str
    """Its id; empty where the channel has none."""
    title: str
    repetition: bool
    """The body says that it may be one; False where it has no such word."""


def figure(number: int) -> int:
    """The troops of the item of that number."""
    return (HIGH if number % 2 else LOW) + STEP * number


def address(number: int) -> str:
    """The address of the item of that number."""
    return f"https://harbour-post.example/{number}"


class Desk:
    """Feed, webhook and Gotify on one server."""

    def __init__(self, server: Loopback, clock: Clock, seed: int = 1) -> None:
        self._clock = clock
        self._chance = random.Random(f"desk {seed}")
        self._lock = threading.Lock()
        self._items: list[tuple[int, datetime]] = []
        self.webhook: list[Arrived] = []
        self.gotify: list[Arrived] = []
        self.heard: Callable[[Step], None] = lambda step: None
        self.feed = server.at("/feed", self._asked)
        self.hook = server.at("/hook", self._hooked)
        server.at("/gotify/message", self._notified)
        self.server = server
        self.gotify_server = server.url("/gotify")
        self.most = 0
        """Items that are published in all, at most."""

    @property
    def published(self) -> int:
        """How many items there have been."""
        return len(self._items)

    def _asked(self, exchange: Exchange) -> None:
        """One item more than at the last poll."""
        self.heard("asked")
        with self._lock:
            if self.published < self.most:
                self._items.append((self.published, self._clock()))
            told = "".join(_item(*each) for each in self._items[-HELD:][::-1])
        head = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        body = f"{head}<title>Harbour Post</title>{told}</channel></rss>".encode()
        exchange.head(200, {"Content-Type": FEED_TYPE, "Content-Length": str(len(body))})
        exchange.write(body)
        self.heard("answered")

    def _hooked(self, exchange: Exchange) -> None:
        told = json.loads(exchange.request.body)
        key = exchange.request.header("X-Monitor-Delivery") or ""
        self._take(self.webhook, Arrived(key, told["title"], told["repetition"]), exchange)

    def _notified(self, exchange: Exchange) -> None:
        told = json.loads(exchange.request.body)
        self._take(self.gotify, Arrived("", told["title"], repetition=False), exchange)

    def _take(self, where: list[Arrived], arrived: Arrived, exchange: Exchange) -> None:
        """It has arrived from here on, whatever becomes of the answer."""
        with self._lock:
            where.append(arrived)
            slow = self._chance.uniform(0, SLOWEST_S)
        self.heard("sending")
        exchange.stall(slow)
        body = b'{"id": 1}'
        exchange.head(200, {"Content-Type": "application/json", "Content-Length": str(len(body))})
        exchange.write(body)
        self.heard("taken")


def _item(number: int, at: datetime) -> str:
    count = f"{figure(number):,}"
    text = f"Norland has {count} troops at the coast off Tarland, the navy said in notice {number}."
    return (
        f"<item><title>Norland now has {count} troops at the coast</title>"
        f"<link>{address(number)}</link><guid>n-{number}</guid>"
        f"<pubDate>{format_datetime(at)}</pubDate><description>{text}</description></item>"
    )
