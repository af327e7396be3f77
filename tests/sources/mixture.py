"""Feeds of which a third misbehave, each in a way of its own, on hosts of their own."""

from __future__ import annotations

import gzip
import ssl
from collections.abc import Sequence

from monitor.sources.client import Limits, PoliteClient
from monitor.topics import Source
from tests import loopback
from tests.loopback import Loopback, Mode
from tests.sources.documents import PAGE, numbered, rss

ENTRIES = 10
DEADLINE = 3.0
"""Seconds for one request: those that hang take all of it."""
BAD: dict[str, tuple[Mode, str]] = {
    "hang": (loopback.stalled(), "timeout"),
    "stall": (loopback.stalled(b"<rss>"), "timeout"),
    "drip": (loopback.drip(), "timeout"),
    "endless": (loopback.endless(), "too large"),
    "bomb": (loopback.bomb(20), "too large"),
    "nested": (loopback.packed(gzip.compress(gzip.compress(b"x")), "gzip, gzip"), "encoding"),
    "cut": (loopback.cut_off(b"<rss>", promised=999), "unreachable"),
    "reset": (loopback.reset(), "unreachable"),
    "missing": (loopback.status(404), "status"),
    "gone": (loopback.status(410), "gone"),
    "limited": (loopback.status(429, {"Retry-After": "60"}), "status"),
    "down": (loopback.status(503), "status"),
    "broken": (loopback.status(500), "status"),
    "inside": (loopback.redirect("http://169.254.169.254/"), "refused"),
    "loop": (loopback.redirect("/loop"), "refused"),
    "page": (loopback.body(PAGE, "text/html"), "not a feed"),
    "author": (loopback.body(rss(f"<author>{'a' * 200_000}</author>")), "parser"),
    "noise": (loopback.body(b"\x00\xff" * 999), "broken"),
}
AUTHORS = 3
"""Of the one that costs the worker its time; elsewhere each kind of bad feed comes as often."""


def sources(server: Loopback, count: int) -> list[Source]:
    """Every third one is bad, each kind in turn."""
    server.at("/good", loopback.gzipped(numbered(ENTRIES)))
    for name, (mode, _) in BAD.items():
        server.at(f"/{name}", mode)
    found, authors, names = [], 0, list(BAD)
    for number in range(count):
        name = names[number // 3 % len(names)] if number % 3 == 0 else "good"
        authors += name == "author"
        if name == "author" and authors > AUTHORS:
            name = "noise"
        address = server.url(f"/{name}", f"h{number}.test")
        found.append(Source(id=f"{name}-{number}", address=address))
    return found


def expected(source: Source) -> str | None:
    """The kind of its failure; None for a good one."""
    name = source.id.partition("-")[0]
    return BAD[name][1] if name in BAD else None


def client(polled: Sequence[Source], tls: ssl.SSLContext) -> PoliteClient:
    """A client for which all their hosts are on this machine."""
    hosts = {source.address.split("/")[2].partition(":")[0] for source in polled}
    return PoliteClient(
        allow_private=hosts,
        limits=Limits(deadline=DEADLINE, step=10.0),
        tls=tls,
        resolve=lambda host, port: ["169.254.169.254" if host[0] == "1" else "127.0.0.1"],
    )
