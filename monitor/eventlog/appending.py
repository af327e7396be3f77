"""What an append means, the same for every store: pure functions from rows to rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from monitor.errors import Conflict
from monitor.eventlog import Head, Raw, content, link
from monitor.eventlog.codec import Codec
from monitor.values import Event


class Fresh(NamedTuple):
    """An event about to be written."""

    id: str
    type: str
    body: bytes


def encoded(stream: str, events: Sequence[Event], codec: Codec) -> list[Fresh]:
    """The events as they will be stored. Raises ValueError for what no log can hold."""
    if not stream or "\0" in stream:
        raise ValueError(f"not a name for a stream: {stream!r}")
    fresh = [Fresh(event.event_id(), *codec.encode(event)) for event in events]
    if len({event.id for event in fresh}) < len(fresh):
        raise ValueError(f"stream {stream}: the same event twice in one append")
    return fresh


def repeated(
    stream: str, fresh: Sequence[Fresh], known: Sequence[Raw], last: Head, expected: int
) -> list[int]:
    """Positions of an append that is there already: these events, in order, one after the other.

    `known` are the rows of the stream that have one of the ids. Raises Conflict when it is not.
    """
    rows = sorted(known, key=lambda row: row.n)
    if not rows:
        raise Conflict(stream, expected, last.position)
    # By the hash of the body: one that was redacted since is the same append all the same.
    stored = [(row.id, row.type, content(row.body)) for row in rows]
    wanted = [(event.id, event.type, content(event.body)) for event in fresh]
    if stored == wanted and rows[-1].n - rows[0].n == len(rows) - 1:
        return [row.position for row in rows]
    why = f"{len(rows)} of {len(fresh)} ids are there, but it is not the same append again"
    raise Conflict(stream, expected, last.position, why)


def linked(stream: str, fresh: Sequence[Fresh], last: Head, position: int) -> Iterator[Raw]:
    """The rows to be written behind `last` in the stream and behind `position` in the log."""
    previous = last.hash
    for k, (id_, type_, body) in enumerate(fresh, 1):
        n = last.n + k
        previous = link(previous, stream=stream, n=n, id=id_, type=type_, body=body)
        yield Raw(position + k, stream, n, id_, type_, body, previous)
