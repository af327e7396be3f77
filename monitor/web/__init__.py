"""The page for people and the addresses for machines: a tenant of the daemon that reads.

The one thing that it takes is that an alert has been seen, from whoever has the link; it is written down
for the daemon, as any wish is (`monitor.inbox`).

/                                the topic, or the list of topics
/topics/TOPIC                    what is known, with its quotes; .../feed.atom: developments
/topics/TOPIC/TRACKER.json       the answer of a tracker
/topics/TOPIC/TRACKER/FIELD      everything behind a figure, an incident; `set-aside`: the rest
/ack/ALERT/TOKEN                 the alert, and a button; a POST acknowledges it
/livez /readyz /status.json /metrics

request --server--> target --routes--> tables --gathering--> dossier --page, feed, health--> bytes
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from monitor.topics import Topic
from monitor.web.routes import Site, answer, take
from monitor.web.server import CannotListen, Server

__all__ = ["CannotListen", "serve"]

LOOK_S = 0.5
"""Seconds between two looks at what has taken too long, and at whether it is to end."""


def utc() -> datetime:
    """The time: the only place where the page reads a clock."""
    return datetime.now(UTC)


@contextmanager
def serve(
    state_dir: Path,
    listen: str,
    topics: Iterable[Topic],
    clock: Callable[[], datetime] = utc,
    *,
    public: str = "",
) -> Iterator[str]:
    """Serve the page of a state folder at "host:port" from a thread; gives its address.

    `public` is the address under which others reach it, if they do. Disabled topics are not shown.
    Raises CannotListen. When the block ends, so does the page: open connections are broken off.
    """
    site = Site(state_dir, tuple(topic for topic in topics if topic.enabled), clock)
    with Server(listen, partial(answer, site), partial(take, site), public) as server:
        thread = threading.Thread(
            target=server.serve_forever, args=(LOOK_S,), name="page", daemon=True
        )
        thread.start()
        try:
            yield server.url
        finally:
            server.shutdown()
            thread.join()
            server.break_off(older=0)
