"""The append-only log: the contract that every store keeps, and the hash chain.

A *stream* is one topic's events. A *position* is an event's place in the whole log; `n` is its
place in its stream. Each event hashes the hash before it in its stream, so that the hash of a head
stands for everything up to it. One file per store: `sqlite.py` (the default), `memory.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from hashlib import blake2b
from types import TracebackType
from typing import NamedTuple, Protocol, Self

from monitor.events import AnyEvent, Recorded

HASH_BYTES = 16
"""128 bits, as for the ids: no two events collide by chance in any log that fits on a disk."""


class Head(NamedTuple):
    """The last event of a stream: its position, its place in the stream, its hash."""

    position: int
    n: int
    hash: str


EMPTY = Head(0, 0, "")
"""The head of a stream without events."""


class Raw(NamedTuple):
    """A stored row: `body` are the bytes that were hashed, `type` the stored name."""

    position: int
    stream: str
    n: int
    id: str
    type: str
    body: bytes
    hash: str


class EventLog(Protocol):
    """An append-only log. Bound to the thread that opened it; a context manager that closes it."""

    def append(self, stream: str, events: Sequence[AnyEvent], expected: int) -> list[int]:
        """Write all events or none; give their positions.

        `expected` is the position of the last event of this stream that the writer has seen, 0 when
        none. Events that are all there already, one after the other in this stream and with the
        same bodies, give the same positions again, whatever `expected` is: a retry is harmless. An
        id occurs once in a stream; two streams may hold the same event.

        Raises Conflict (the stream has moved on, or holds some of the events, or holds one of the
        ids with another body), Unavailable (nothing is half written; call again later), ValueError
        (an event twice in one call, a stream without a name).
        """
        ...

    def head(self, stream: str) -> Head:
        """The last event of a stream; `EMPTY` when it has none."""
        ...

    def position(self) -> int:
        """The last position of the whole log; 0 when it is empty."""
        ...

    def streams(self) -> list[str]:
        """The names of the streams that have events, sorted."""
        ...

    def read(
        self, after: int = 0, stream: str | None = None, types: Collection[str] | None = None
    ) -> Iterator[Recorded]:
        """Events behind position `after`, positions strictly increasing.

        `types` are class names; any version of them is given. No snapshot is held between pages:
        what is appended meanwhile is read as well. Raises Corrupt (an event cannot be read; the
        chain is checked by `monitor.eventlog.verify`, not here), UnknownEvent (a newer version
        wrote it).
        """
        ...

    def raw(
        self, after: int = 0, stream: str | None = None, types: Collection[str] | None = None
    ) -> Iterator[Raw]:
        """The stored rows, as `read` gives them but not decoded."""
        ...

    def at(self, positions: Iterable[int]) -> Iterator[Recorded]:
        """The events at these positions, in the order of the log, as `read` gives them."""
        ...

    def check_store(self) -> None:
        """Whatever the store can check about itself beside the chain. Raises Corrupt."""
        ...

    def close(self) -> None:
        """Give back what is held open; harmless when repeated."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


def link(previous: str, *, stream: str, n: int, id: str, type: str, body: bytes) -> str:
    """The hash of an event, in hex, from the hash before it in its stream ("" for the first).

    Each field is closed by a NUL, so that no two lists of fields give the same text. The body
    enters by its own hash: it could be blanked and its hash kept, and the chain would still hold.
    """
    content = blake2b(body, digest_size=HASH_BYTES).hexdigest()
    fields = f"{previous}\0{stream}\0{n}\0{id}\0{type}\0{content}\0"
    return blake2b(fields.encode(), digest_size=HASH_BYTES).hexdigest()
