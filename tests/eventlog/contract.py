"""What every event log must do: checks over an empty log, for all stores and for wrong ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from pathlib import Path

import msgspec
import pytest

from monitor.errors import Conflict
from monitor.eventlog import EMPTY, EventLog, Head, Raw
from monitor.eventlog.sqlite import open_reader
from monitor.eventlog.verify import verify
from monitor.events import AnyEvent, SourceFailed, SourceRecovered
from monitor.notices import AlertAttempted

START = datetime(2025, 11, 15, 12, tzinfo=UTC)


def failures(count: int, first: int = 0) -> list[AnyEvent]:
    """Distinct events of one type."""
    return [
        SourceFailed(source="ap", address="https://example.org/", at=START + timedelta(seconds=k))
        for k in range(first, first + count)
    ]


class Alien(SourceFailed, frozen=True, kw_only=True):
    """An event that is not in the union."""


def rows(path: Path) -> list[Raw]:
    """What is stored in a file, read by a connection of its own."""
    reader = open_reader(path)
    assert reader is not None
    with reader:
        return list(reader.raw())


@contextmanager
def refused(log: EventLog, stream: str, last: int) -> Iterator[None]:
    """Conflict, with the stream's last position, and nothing has been written."""
    before = list(log.raw())
    with pytest.raises(Conflict) as caught:
        yield
    assert caught.value.last == last
    assert list(log.raw()) == before
    assert log.head(stream).position == last


def starts_empty(log: EventLog) -> None:
    """A new log has no events, no streams, no heads."""
    assert (list(log.read()), log.streams(), log.position()) == ([], [], 0)
    assert log.head("a") == EMPTY == Head(0, 0, "")


def positions_follow(log: EventLog) -> None:
    """Positions count through the whole log, `n` through each stream."""
    assert log.append("a", failures(2), 0) == [1, 2]
    assert log.append("b", failures(1), 0) == [3]
    assert log.append("a", failures(1, first=2), 2) == [4]
    assert [(row.position, row.stream, row.n) for row in log.read()] == [
        (1, "a", 1),
        (2, "a", 2),
        (3, "b", 1),
        (4, "a", 3),
    ]
    assert (log.head("a")[:2], log.head("b")[:2], log.position()) == ((4, 3), (3, 1), 4)


def streams_are_sorted(log: EventLog) -> None:
    """Streams are listed by name."""
    for k, stream in enumerate(("b", "_sources", "c", "a")):
        log.append(stream, failures(2, first=k), 0)
    assert log.streams() == ["_sources", "a", "b", "c"]


def events_come_back(log: EventLog) -> None:
    """What is read is what was appended, under the ids of the events."""
    events = failures(2)
    log.append("a", events, 0)
    assert [row.event for row in log.read()] == events
    assert [row.id for row in log.read()] == [event.event_id() for event in events]


def bodies_are_plain(log: EventLog) -> None:
    """A stored body is JSON that names the event's type; the stored type is the class's name."""
    event = AlertAttempted(alert="x", channel="mail", attempt=1, at=START)
    log.append("a", [event], 0)
    row = next(log.raw())
    assert row.type == "AlertAttempted"
    assert row.body == (
        b'{"type":"AlertAttempted","alert":"x","channel":"mail","attempt":1,'
        b'"at":"2025-11-15T12:00:00Z","detail":""}'
    )


def hashes_are_chained(log: EventLog) -> None:
    """Each hash covers the one before it in its stream, and every field."""
    log.append("a", failures(2), 0)
    log.append("b", failures(2), 0)
    log.append("a", failures(2, first=2), 2)
    previous = {"a": "", "b": ""}
    for row in log.raw():
        body = blake2b(row.body, digest_size=16).hexdigest()
        fields = (previous[row.stream], row.stream, str(row.n), row.id, row.type, body)
        text = "".join(f"{field}\0" for field in fields)
        assert row.hash == blake2b(text.encode(), digest_size=16).hexdigest()
        previous[row.stream] = row.hash
    assert previous == {stream: log.head(stream).hash for stream in log.streams()}
    assert verify(log).streams == {stream: log.head(stream) for stream in log.streams()}


def stale_writers_are_refused(log: EventLog) -> None:
    """A writer that has not seen the last event of the stream writes nothing."""
    log.append("a", failures(3), 0)
    for expected in (0, 2, 4):
        with refused(log, "a", last=3):
            log.append("a", failures(2, first=10), expected)


def streams_are_independent(log: EventLog) -> None:
    """`expected` is about one stream; two streams may hold the same event."""
    log.append("a", failures(3), 0)
    assert log.append("b", failures(3), 0) == [4, 5, 6]
    assert log.append("a", failures(1, first=3), 3) == [7]
    with refused(log, "b", last=6):
        log.append("b", failures(1, first=3), 7)


def retries_are_harmless(log: EventLog) -> None:
    """The same append again gives the same positions, whatever has been appended since."""
    log.append("a", failures(1), 0)
    assert log.append("a", failures(3, first=1), 1) == [2, 3, 4]
    log.append("b", failures(1), 0)
    log.append("a", failures(1, first=9), 4)
    before = list(log.raw())
    for expected in (1, 0, 6, 99):
        assert log.append("a", failures(3, first=1), expected) == [2, 3, 4]
    assert log.append("a", failures(1, first=2), 1) == [3]
    assert list(log.raw()) == before


def half_known_is_refused(log: EventLog) -> None:
    """A batch of which only a part is there is no retry."""
    log.append("a", failures(3), 0)
    with refused(log, "a", last=3):
        log.append("a", failures(3, first=1), 3)
    with refused(log, "a", last=3):
        log.append("a", failures(2, first=2), 2)


def other_order_is_refused(log: EventLog) -> None:
    """Events that are there in another order, or with others between, are no retry."""
    events = failures(3)
    log.append("a", events, 0)
    with refused(log, "a", last=3):
        log.append("a", events[::-1], 3)
    with refused(log, "a", last=3):
        log.append("a", events[::2], 0)


def other_body_is_refused(log: EventLog) -> None:
    """An id that is there with another body is no retry, and the conflict says so."""
    event = SourceFailed(source="ap", address="https://example.org/", at=START)
    log.append("a", [event], 0)
    changed = msgspec.structs.replace(event, detail="timeout")
    assert changed.event_id() == event.event_id()
    with refused(log, "a", last=1):
        log.append("a", [changed], 1)
    with pytest.raises(Conflict, match="1 of 1 ids are there"):
        log.append("a", [changed], 1)


def nonsense_is_refused(log: EventLog) -> None:
    """An event twice in one append, a nameless stream, an alien event: nothing is written."""
    alien: AnyEvent = Alien(source="ap", address="", at=START)
    for stream, events in (
        ("a", failures(2) * 2),
        ("", failures(1)),
        ("a\0b", failures(1)),
        ("a", [*failures(1), alien]),
    ):
        with pytest.raises((ValueError, TypeError)):
            log.append(stream, events, 0)
    assert log.position() == 0


def nothing_is_nothing(log: EventLog) -> None:
    """An append without events writes nothing and never conflicts."""
    log.append("a", failures(1), 0)
    assert log.append("a", [], 0) == []
    assert log.append("b", [], 7) == []
    assert (log.position(), log.streams()) == (1, ["a"])


def reading_starts_behind(log: EventLog) -> None:
    """`after` is the last position that is not given; it need not be one of the stream's."""
    log.append("a", failures(2), 0)
    log.append("b", failures(2), 0)
    log.append("a", failures(2, first=2), 2)
    assert [row.position for row in log.read(after=2)] == [3, 4, 5, 6]
    for after, expected in ((-1, [1, 2, 5, 6]), (1, [2, 5, 6]), (3, [5, 6]), (5, [6]), (6, [])):
        assert [row.position for row in log.read(after, stream="a")] == expected
    assert list(log.read(stream="none")) == []


def reading_chooses_types(log: EventLog) -> None:
    """`types` gives those types only, in a stream or in all."""
    back = SourceRecovered(source="ap", address="", at=START)
    log.append("a", [*failures(1), back, *failures(1, first=1)], 0)
    log.append("b", [back, *failures(1)], 0)
    assert [row.position for row in log.read(types={"SourceRecovered"})] == [2, 4]
    assert [row.position for row in log.read(types=["SourceFailed"], stream="a")] == [1, 3]
    assert len(list(log.read(types=("SourceFailed", "SourceRecovered")))) == 5
    assert list(log.read(types=())) == []
    assert list(log.raw(types=["Source", "SourceFailed.2"])) == []


def pages_have_no_seams(log: EventLog) -> None:
    """Nothing is skipped or given twice where a page ends."""
    last = 0
    for k in range(21):
        last = log.append("a", failures(100, first=100 * k), last)[-1]
        log.append("b", failures(1, first=k), log.head("b").position)
    assert [row.position for row in log.read()] == list(range(1, 2122))
    assert [row.n for row in log.read(stream="a")] == list(range(1, 2101))
    assert [row.n for row in log.raw(after=506, stream="a")] == list(range(502, 2101))


def reading_goes_on(log: EventLog) -> None:
    """A reader may append while it reads, and comes to what it has appended."""
    log.append("a", failures(1_500), 0)
    reader = log.read()
    first = [next(reader).position for _ in range(10)]
    log.append("a", failures(10, first=1_500), 1_500)
    assert first + [row.position for row in reader] == list(range(1, 1_511))


def positions_are_picked(log: EventLog) -> None:
    """Events are found by their positions, in the order of the log, over any number of pages."""
    log.append("a", failures(2_500), 0)
    wanted = [2_500, 7, *range(100, 1_300), 7, 9_999]
    found = [row.position for row in log.at(wanted)]
    assert found == [7, *range(100, 1_300), 2_500]
    assert [row.event for row in log.at([7])] == failures(1, first=6)
    assert list(log.at([])) == []


CHECKS: tuple[Callable[[EventLog], None], ...] = (
    starts_empty,
    positions_follow,
    streams_are_sorted,
    events_come_back,
    bodies_are_plain,
    hashes_are_chained,
    stale_writers_are_refused,
    streams_are_independent,
    retries_are_harmless,
    half_known_is_refused,
    other_order_is_refused,
    other_body_is_refused,
    nonsense_is_refused,
    nothing_is_nothing,
    reading_starts_behind,
    reading_chooses_types,
    pages_have_no_seams,
    reading_goes_on,
    positions_are_picked,
)
