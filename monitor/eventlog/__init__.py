"""The append-only log: the contract that every store keeps, and the hash chain.

A *stream* is one topic's events. A *position* is an event's place in the whole log; `n` is its
place in its stream. Each event hashes the hash before it in its stream, so that the hash of a head
stands for everything up to it. One file per store: `sqlite.py` (the default), `memory.py`.

codec      events to bytes and back, over all versions; `appending`: what an append means
verify     numbers, hashes, ids, redactions, the store; `inparts`: on several processors
proof      heads that were written down elsewhere, looked for in the chain
rewriting  a log without the bodies that were redacted
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from hashlib import blake2b
from types import TracebackType
from typing import Any, NamedTuple, Protocol, Self

from monitor.errors import Corrupt
from monitor.events import AnyEvent, Recorded

HASH_BYTES = 16
"""128 bits, as for the ids: no two events collide by chance in any log that fits on a disk."""

_NOTE, _END = b'{"redacted":"', b'"}'
_NOTE_BYTES = len(_NOTE) + 2 * HASH_BYTES + len(_END)


class Head(NamedTuple):
    """The last event of a stream: its position, its place in the stream, its hash."""

    position: int
    n: int
    hash: str


EMPTY = Head(0, 0, "")
"""The head of a stream without events."""


class Raw(NamedTuple):
    """A stored row: `body` are the bytes that were hashed, or the note that stands for them; `type`
    is the stored name.
    """

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

        `types` are class names; any version of them is given. What was redacted is left out. No
        snapshot is held between pages: what is appended meanwhile is read as well. Raises Corrupt
        (an event cannot be read; the chain is checked by `monitor.eventlog.verify`, not here),
        UnknownEvent (a newer version wrote it).
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


def note(body: bytes) -> bytes:
    """What takes the place of a body that is redacted: the hash by which it has entered the chain."""
    return _NOTE + content(body).encode() + _END


def is_note(body: bytes) -> bool:
    """Whether it is what is left of a body that was redacted. No event has such a body."""
    return len(body) == _NOTE_BYTES and body.startswith(_NOTE) and body.endswith(_END)


def fields(row: Raw) -> dict[str, Any]:
    """What an event says, as it was stored, whatever its type. Raises Corrupt when that cannot be read."""
    try:
        found = json.loads(row.body)
    except (ValueError, RecursionError) as error:
        raise Corrupt(row.position, f"its body cannot be read: {error}") from error
    if not isinstance(found, dict):
        raise Corrupt(row.position, "its body cannot be read: it has no fields")
    return found


def content(body: bytes) -> str:
    """The hash by which a body enters the chain; a note tells that of the body for which it stands."""
    if is_note(body):
        return body[len(_NOTE) : -len(_END)].decode("ascii", "replace")
    return blake2b(body, digest_size=HASH_BYTES).hexdigest()


def link(previous: str, *, stream: str, n: int, id: str, type: str, body: bytes) -> str:
    """The hash of an event, in hex, from the hash before it in its stream ("" for the first).

    Each field is closed by a NUL, so that no two lists of fields give the same text. The body
    enters by its own hash, which a note in its place keeps: the chain holds without the body.
    """
    return chained(previous, stream, n, id, type, content(body))


def chained(previous: str, stream: str, n: int, id: str, type: str, content: str) -> str:
    """As `link`, by the hash of the body."""
    fields = f"{previous}\0{stream}\0{n}\0{id}\0{type}\0{content}\0"
    return blake2b(fields.encode(), digest_size=HASH_BYTES).hexdigest()
