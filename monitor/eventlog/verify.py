"""Checks that a log holds what was appended: numbering, hashes, ids, redactions, the store itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

import msgspec

from monitor.errors import Corrupt, UnknownEvent
from monitor.eventlog import EMPTY, EventLog, Head, Raw, chained, content, is_note
from monitor.eventlog.codec import CODEC, Codec
from monitor.events import EventRedacted, Recorded
from monitor.values import ID_LENGTH

SHORT = ID_LENGTH
"""Hex digits of a hash by which an event is looked for: 64 bits, too many to make another log to."""

_REDACTED = EventRedacted.__name__
Place = tuple[str, int, str]
"""Stream, number in it, id."""


class Verified(msgspec.Struct, frozen=True):
    """What has been checked and found whole."""

    events: int
    streams: dict[str, Head]
    """The head of each stream: two logs with the same heads hold the same events."""
    ids: int
    """How many ids were derived anew from the event: all but those of older versions and of what was
    redacted."""
    redacted: int = 0
    """How many bodies were taken out, each with the event that says so."""
    met: tuple[tuple[str, Head], ...] = ()
    """Stream and place of the events whose hashes were looked for, in the order of the log."""


class Chain:
    """Follows the chains of all streams, row after row."""

    def __init__(self, position: int = 0, heads: Mapping[str, Head] | None = None) -> None:
        """Start behind `position`, with the heads that the streams have there."""
        self.position = position
        self._last: dict[str, tuple[int, int, str]] = dict(heads or {})

    @property
    def heads(self) -> dict[str, Head]:
        """The last event of each stream so far."""
        return {stream: Head._make(last) for stream, last in self._last.items()}

    def follow(self, row: Raw) -> None:
        """Take the next row. Raises Corrupt when it is not what was appended there."""
        position, stream, n, id_, type_, body, hash_ = row
        last = self._last.get(stream, EMPTY)
        if last is EMPTY and (
            not stream or "\0" in str(stream)
        ):  # damage can have changed its type
            raise Corrupt(position, f"not a name for a stream: {stream!r}")
        if position != self.position + 1 or n != last[1] + 1:
            self._misplaced(row, last[1])
        if not (
            type(body) is bytes  # damage can have changed the type of a value
            and chained(last[2], stream, n, id_, type_, content(body)) == hash_
        ):
            raise Corrupt(position, "its hash is not that of its content")
        self.position = position
        self._last[stream] = (position, n, hash_)

    def _misplaced(self, row: Raw, last: int) -> None:
        expected = self.position + 1
        if row.position != expected:
            raise Corrupt(expected, f"it is missing; the next event is at {row.position}")
        raise Corrupt(expected, f"event {row.n} of stream {row.stream} follows event {last}")


class Redactions(msgspec.Struct):
    """Bodies that are gone, and the events that say so: each needs the other."""

    gone: dict[Place, int] = {}
    """What has a note for a body -> its position."""
    said: dict[Place, int] = {}
    """What is said to be redacted -> the position of the event that says so."""

    def follow(self, row: Raw, codec: Codec) -> bool:
        """Take the next row, whose hash holds; whether its body is there. Raises Corrupt."""
        if is_note(row.body):
            self.gone[row.stream, row.n, row.id] = row.position
            return False
        if row.type.startswith(_REDACTED) and codec.knows(row.type):
            event = codec.event(row)
            if isinstance(event, EventRedacted):
                self.said[row.stream, event.n, event.event] = row.position
        return True

    def settle(self) -> int:
        """How many there are, at the end of the log. Raises Corrupt where one lacks the other."""
        bare = [at for place, at in self.gone.items() if place not in self.said]
        if bare:
            why = f"its body is gone, and no {_REDACTED} says who took it out, and why"
            raise Corrupt(min(bare), why)
        restored = [at for place, at in self.said.items() if place not in self.gone]
        if restored:
            raise Corrupt(min(restored), "it says that an event was redacted which is there")
        return len(self.gone)


class Checked:
    """A log whose chain is followed while it is read, for whoever folds all of it.

    Decoding takes several times as long as hashing: whoever reads every event can check every one.
    """

    def __init__(self, log: EventLog, codec: Codec = CODEC) -> None:
        """Read this log."""
        self._log, self._codec = log, codec

    def read(self) -> Iterator[Recorded]:
        """All events, from the first. Raises Corrupt at the first one that was not appended so."""
        return self._codec.read(self._followed(), lambda: {row.type for row in self._log.raw()})

    def _followed(self) -> Iterator[Raw]:
        chain, redactions = Chain(), Redactions()
        for row in self._log.raw():
            chain.follow(row)
            redactions.follow(row, self._codec)
            yield row
        redactions.settle()

    def at(self, positions: Iterable[int]) -> Iterator[Recorded]:
        """The events at these positions: read again, and checked by whoever has read them before."""
        return self._log.at(positions)


class Findings(msgspec.Struct):
    """What rows, one after the other, have been found to hold."""

    position: int
    heads: dict[str, Head]
    """After the last of them."""
    ids: int
    redactions: Redactions
    unknown: set[str]
    met: list[tuple[str, Head]]


def examine(
    rows: Iterable[Raw], codec: Codec, chain: Chain, *, ids: bool, seek: Collection[str] = ()
) -> Findings:
    """Follow the chain over rows. Raises Corrupt with the first bad position."""
    redactions, derived = Redactions(), 0
    unknown: set[str] = set()
    met: list[tuple[str, Head]] = []
    derivable: dict[str, bool] = {}
    for row in rows:
        chain.follow(row)
        if row.type not in derivable:
            derivable[row.type] = ids and codec.current(row.type)
            unknown.update(() if codec.knows(row.type) else (row.type,))
        if redactions.follow(row, codec) and derivable[row.type]:
            derived += 1
            if codec.derived_id(row) != row.id:
                raise Corrupt(row.position, f"its id is not that of its {row.type}")
        if seek and row.hash[:SHORT] in seek:
            met.append((row.stream, Head(row.position, row.n, row.hash)))
    return Findings(chain.position, chain.heads, derived, redactions, unknown, met)


def verify(
    log: EventLog, codec: Codec = CODEC, *, ids: bool = True, seek: Collection[str] = ()
) -> Verified:
    """Check every event of the log, then the store. Raises Corrupt with the first bad position.

    The position is 0 when the store is damaged where no event lies. Events cut off at the end leave
    a whole log behind: compare the heads with those that were written down elsewhere (`proof`).
    Without `ids` the events are not decoded, which takes half the time. `seek`: the first SHORT
    digits of hashes of which it is to be said where they are.

    Raises UnknownEvent when all is whole but some events are of a newer version.
    """
    found = examine(log.raw(), codec, Chain(), ids=ids, seek=seek)
    log.check_store()
    return concluded(found, codec)


def concluded(found: Findings, codec: Codec = CODEC) -> Verified:
    """What was found in a whole log. Raises Corrupt, UnknownEvent."""
    redacted = found.redactions.settle()
    if found.unknown:
        whole = f"numbers and hashes of all {found.position:,} events hold"
        raise UnknownEvent(
            f"{codec.unknown(found.unknown)}; {whole}, the ids of these were not checked"
        )
    return Verified(found.position, found.heads, found.ids, redacted, tuple(found.met))
