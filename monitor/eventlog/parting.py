"""A log, or a part of it, on its way out: its rows, checked while they are read, and the heads at their end."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from monitor.errors import NotFound
from monitor.eventlog import Head, Raw
from monitor.eventlog.sqlite import SqliteLog
from monitor.eventlog.verify import Chain


class Part(NamedTuple):
    """Which events: those of a stream, those behind a position; by default all."""

    stream: str | None = None
    after: int = 0

    @property
    def whole(self) -> bool:
        """Whether it is all of a log, which alone can be taken in again."""
        return self == Part()


class Leaving:
    """The events of a part of a log up to its present end, each checked against the one before.

    Read by pages, so that memory stays flat and no snapshot is held. What is appended meanwhile is
    not in it.
    """

    def __init__(self, log: SqliteLog, part: Part) -> None:
        """Look where it ends. Raises NotFound (there is no such stream), LogError."""
        self.part = part
        self.events = 0
        self._log = log
        self._until = log.position()
        streams = log.streams()
        if part.stream is not None and part.stream not in streams:
            known = ", ".join(streams) or "none"
            raise NotFound(f'the log has no stream "{part.stream}"; there are: {known}')
        start = min(part.after, self._until)
        heads = log.heads_at(start)
        wanted = streams if part.stream is None else [part.stream]
        self._chain = Chain(start, {name: heads[name] for name in wanted if name in heads})

    def __iter__(self) -> Iterator[Raw]:
        """The rows. Raises Corrupt at the first one that is not what was appended, LogError."""
        rows = self._log.raw(self.part.after, self.part.stream)
        for row in takewhile(lambda row: row.position <= self._until, rows):
            if self.part.stream is not None:
                self._chain.position = row.position - 1  # the events between are of other streams
            self._chain.follow(row)
            self.events += 1
            yield row

    @property
    def heads(self) -> dict[str, Head]:
        """The last event of each stream, up to the row that was read last."""
        return dict(sorted(self._chain.heads.items()))

    @property
    def position(self) -> int:
        """Of the last event that is in it, or before it."""
        return self._chain.position
