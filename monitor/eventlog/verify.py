"""Checks that a log holds what was appended: numbering, hashes, ids, and the store itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from monitor.errors import Corrupt, UnknownEvent
from monitor.eventlog import EMPTY, EventLog, Head, Raw, link
from monitor.eventlog.codec import CODEC, Codec
from monitor.events import Recorded


class Verified(msgspec.Struct, frozen=True):
    """What has been checked and found whole."""

    events: int
    streams: dict[str, Head]
    """The head of each stream: two logs with the same heads hold the same events."""
    ids: int
    """How many ids were derived anew from the event: all but those of older or unknown versions."""


class Chain:
    """Follows the chains of all streams, row after row."""

    def __init__(self, position: int = 0, heads: Mapping[str, Head] | None = None) -> None:
        """Start behind `position`, with the heads that the streams have there."""
        self.position = position
        self.heads = dict(heads or {})

    def follow(self, row: Raw) -> None:
        """Take the next row. Raises Corrupt when it is not what was appended there."""
        expected = self.position + 1
        if row.position != expected:
            raise Corrupt(expected, f"it is missing; the next event is at {row.position}")
        last = self.heads.get(row.stream, EMPTY)
        if row.n != last.n + 1:
            raise Corrupt(expected, f"event {row.n} of stream {row.stream} follows event {last.n}")
        if not _holds(last.hash, row):
            raise Corrupt(expected, "its hash is not that of its content")
        self.position = expected
        self.heads[row.stream] = Head(expected, row.n, row.hash)


def _holds(previous: str, row: Raw) -> bool:
    """Whether the hash is that of the content; damage can also have changed the type of a value."""
    _, stream, n, id_, type_, stored, hash_ = row
    body: object = stored
    if not isinstance(body, bytes):
        return False
    return link(previous, stream=stream, n=n, id=id_, type=type_, body=body) == hash_


class Checked:
    """A log whose chain is followed while it is read, for whoever folds all of it.

    Decoding takes several times as long as hashing: whoever reads every event can check every one.
    """

    def __init__(self, log: EventLog, codec: Codec = CODEC) -> None:
        """Read this log."""
        self._log, self._codec = log, codec

    def read(self) -> Iterator[Recorded]:
        """All events, from the first. Raises Corrupt at the first one that was not appended so."""
        chain = Chain()
        for row in self._log.raw():
            chain.follow(row)
            try:
                recorded = self._codec.recorded(row)
            except UnknownEvent as error:
                raise self._codec.unknown({each.type for each in self._log.raw()}) from error
            yield recorded

    def at(self, positions: Iterable[int]) -> Iterator[Recorded]:
        """The events at these positions: read again, and checked by whoever has read them before."""
        return self._log.at(positions)


def verify(log: EventLog, codec: Codec = CODEC, *, ids: bool = True) -> Verified:
    """Check every event of the log, then the store. Raises Corrupt with the first bad position.

    The position is 0 when the store is damaged where no event lies. Events cut off at the end leave
    a whole log behind: compare the heads with those that were written down elsewhere. Without `ids`
    the events are not decoded, which takes less than half the time.
    """
    chain = Chain()
    derived = 0
    for row in log.raw():
        chain.follow(row)
        if ids and codec.current(row.type):
            derived += 1
            if codec.recorded(row).event.event_id() != row.id:
                raise Corrupt(row.position, f"its id is not that of its {row.type}")
    log.check_store()
    return Verified(chain.position, chain.heads, derived)
