"""A log in memory: for tests, for dry runs, and as the plainest statement of the contract."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from types import TracebackType
from typing import Self

from monitor.eventlog import EMPTY, Head, Raw
from monitor.eventlog.appending import encoded, linked, repeated
from monitor.eventlog.codec import CODEC, Codec
from monitor.events import AnyEvent, Recorded


class MemoryLog:
    """Keeps its rows in a list; keeps every promise of `EventLog` but durability."""

    def __init__(self, codec: Codec = CODEC) -> None:
        """Start without events."""
        self._codec = codec
        self._rows: list[Raw] = []
        self._places: dict[tuple[str, str], Raw] = {}
        self._heads: dict[str, Head] = {}

    def append(self, stream: str, events: Sequence[AnyEvent], expected: int) -> list[int]:
        """As the contract says."""
        fresh = encoded(stream, events, self._codec)
        if not fresh:
            return []
        places = ((stream, event.id) for event in fresh)
        known = [self._places[place] for place in places if place in self._places]
        last = self.head(stream)
        if known or last.position != expected:
            return repeated(stream, fresh, known, last, expected)
        rows = list(linked(stream, fresh, last, self.position()))
        self.take(rows)
        return [row.position for row in rows]

    def take(self, rows: Iterable[Raw]) -> None:
        """Write rows of another log as they are stored there; nothing of them is looked at."""
        for row in rows:
            self._rows.append(row)
            self._places[row.stream, row.id] = row
            self._heads[row.stream] = Head(row.position, row.n, row.hash)

    def rewrite(self, row: Raw) -> None:
        """Put another row in the place of one, as no file lets anybody do."""
        self._rows[row.position - 1] = row
        self._places[row.stream, row.id] = row

    def head(self, stream: str) -> Head:
        """As the contract says."""
        return self._heads.get(stream, EMPTY)

    def position(self) -> int:
        """As the contract says."""
        return len(self._rows)

    def streams(self) -> list[str]:
        """As the contract says."""
        return sorted(self._heads)

    def raw(
        self, after: int = 0, stream: str | None = None, types: Collection[str] | None = None
    ) -> Iterator[Raw]:
        """As the contract says."""
        at = max(after, 0)
        while at < len(self._rows):
            row = self._rows[at]
            at += 1
            if stream in (None, row.stream) and (
                types is None or row.type.partition(".")[0] in types
            ):
                yield row

    def read(
        self, after: int = 0, stream: str | None = None, types: Collection[str] | None = None
    ) -> Iterator[Recorded]:
        """As the contract says."""
        return self._decoded(self.raw(after, stream, types))

    def at(self, positions: Iterable[int]) -> Iterator[Recorded]:
        """As the contract says."""
        wanted = set(positions)
        return self._decoded(row for row in self._rows if row.position in wanted)

    def _decoded(self, rows: Iterable[Raw]) -> Iterator[Recorded]:
        return self._codec.read(rows, lambda: {row.type for row in self._rows})

    def check_store(self) -> None:
        """Memory has no file that could be damaged."""

    def close(self) -> None:
        """Nothing is held open."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
