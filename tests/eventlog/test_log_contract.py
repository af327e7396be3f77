"""The contract suite over every store, and over wrong stores that it must fail."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path

import pytest

from monitor.errors import Conflict, LogError
from monitor.eventlog import EMPTY, EventLog, Head, Raw
from monitor.eventlog.memory import MemoryLog
from monitor.eventlog.sqlite import open_writer
from monitor.events import AnyEvent, Recorded
from tests.eventlog import contract

Check = Callable[[EventLog], None]
by_check = pytest.mark.parametrize("check", contract.CHECKS, ids=lambda check: check.__name__)


@by_check
def test_memory_keeps_the_contract(check: Check) -> None:
    """The log in memory does what every log must do."""
    with MemoryLog() as log:
        check(log)


@by_check
def test_sqlite_keeps_the_contract(check: Check, tmp_path: Path) -> None:
    """The log in a file does what every log must do."""
    with open_writer(tmp_path / "log.db") as log:
        check(log)


def test_both_stores_give_the_same_bytes(tmp_path: Path) -> None:
    """The same appends leave the same rows, hashes included, in every store."""
    with MemoryLog() as memory, open_writer(tmp_path / "log.db") as file:
        for log in (memory, file):
            log.append("a", contract.failures(5), 0)
            log.append("b", contract.failures(3), 0)
            log.append("a", contract.failures(5, first=5), 5)
        assert list(memory.raw()) == list(file.raw())


# --- wrong logs ---------------------------------------------------------------------------------


class Trusting(MemoryLog):
    """Accepts a stale `expected`."""

    def append(self, stream: str, events: Sequence[AnyEvent], expected: int) -> list[int]:
        return super().append(stream, events, self.head(stream).position)


class Forgetful(MemoryLog):
    """Has lost the idempotence: a retry is a conflict."""

    def append(self, stream: str, events: Sequence[AnyEvent], expected: int) -> list[int]:
        if events and self.head(stream).position != expected:
            raise Conflict(stream, expected, self.head(stream).position)
        return super().append(stream, events, expected)


class Piecemeal(MemoryLog):
    """Writes a batch event by event."""

    def append(self, stream: str, events: Sequence[AnyEvent], expected: int) -> list[int]:
        positions: list[int] = []
        for event in events:
            positions += super().append(stream, [event], positions[-1] if positions else expected)
        return positions


class Careless(MemoryLog):
    """Takes any known ids for a retry: order, place and body are not looked at."""

    def append(self, stream: str, events: Sequence[AnyEvent], expected: int) -> list[int]:
        places = {row.id: row.position for row in self.raw(stream=stream)}
        ids = [event.event_id() for event in events]
        if ids and all(each in places for each in ids):
            return [places[each] for each in ids]
        return super().append(stream, events, expected)


class Jealous(MemoryLog):
    """An id belongs to one stream of the whole log; `expected` is a position of the whole log."""

    def append(self, stream: str, events: Sequence[AnyEvent], expected: int) -> list[int]:
        if any(row.stream != stream for row in self.raw()):
            raise Conflict(stream, expected, self.position())
        return super().append(stream, events, expected)


class Unchained(MemoryLog):
    """Starts every append's chain anew."""

    def head(self, stream: str) -> Head:
        position, n, _ = super().head(stream)
        return Head(position, n, "")


class Haunted(MemoryLog):
    """Has the head of an event that it does not hold, and writes when there is nothing to write."""

    def head(self, stream: str) -> Head:
        return Head(1, 1, "") if super().head(stream) == EMPTY else super().head(stream)


class Busy(MemoryLog):
    """Checks `expected` even when there is nothing to write."""

    def append(self, stream: str, events: Sequence[AnyEvent], expected: int) -> list[int]:
        if not events and self.head(stream).position != expected:
            raise Conflict(stream, expected, self.head(stream).position)
        return super().append(stream, events, expected)


class Unsorted(MemoryLog):
    """Lists streams as they came."""

    def streams(self) -> list[str]:
        return list(self._heads)


class Including(MemoryLog):
    """Gives the event at `after` again."""

    def raw(
        self, after: int = 0, stream: str | None = None, types: Collection[str] | None = None
    ) -> Iterator[Raw]:
        return super().raw(after - 1, stream, types)


class Indiscriminate(MemoryLog):
    """Does not look at `types`."""

    def raw(
        self, after: int = 0, stream: str | None = None, types: Collection[str] | None = None
    ) -> Iterator[Raw]:
        return super().raw(after, stream)


class OnePage(MemoryLog):
    """Stops where the first page ends."""

    def raw(
        self, after: int = 0, stream: str | None = None, types: Collection[str] | None = None
    ) -> Iterator[Raw]:
        yield from list(super().raw(after, stream, types))[:1_000]


class Frozen(MemoryLog):
    """Reads what was there when the reading began."""

    def read(
        self, after: int = 0, stream: str | None = None, types: Collection[str] | None = None
    ) -> Iterator[Recorded]:
        yield from list(super().read(after, stream, types))


class Spaced(MemoryLog):
    """Stores other bytes than were hashed, and does not name the type in them."""

    def raw(
        self, after: int = 0, stream: str | None = None, types: Collection[str] | None = None
    ) -> Iterator[Raw]:
        for row in super().raw(after, stream, types):
            yield row._replace(body=row.body.replace(b":", b": "))


class Mixed(MemoryLog):
    """Gives every event under the first one's id."""

    def raw(
        self, after: int = 0, stream: str | None = None, types: Collection[str] | None = None
    ) -> Iterator[Raw]:
        for row in super().raw(after, stream, types):
            yield row._replace(id=self._rows[0].id)


class Literal(MemoryLog):
    """Gives events at positions in the order and as often as they are asked for."""

    def at(self, positions: Iterable[int]) -> Iterator[Recorded]:
        for position in positions:
            yield from super().at([position])


class Credulous(MemoryLog):
    """Drops what it cannot store and takes any name for a stream."""

    def append(self, stream: str, events: Sequence[AnyEvent], expected: int) -> list[int]:
        distinct = {event.event_id(): event for event in events}
        return super().append(stream or "nameless", list(distinct.values()), expected)


WRONG: dict[type[MemoryLog], tuple[Check, ...]] = {
    Trusting: (contract.stale_writers_are_refused, contract.streams_are_independent),
    Forgetful: (contract.retries_are_harmless,),
    Piecemeal: (contract.half_known_is_refused, contract.other_order_is_refused),
    Careless: (contract.other_order_is_refused, contract.other_body_is_refused),
    Jealous: (contract.streams_are_independent, contract.positions_follow),
    Unchained: (contract.hashes_are_chained,),
    Haunted: (contract.starts_empty,),
    Busy: (contract.nothing_is_nothing,),
    Unsorted: (contract.streams_are_sorted,),
    Including: (contract.reading_starts_behind,),
    Indiscriminate: (contract.reading_chooses_types,),
    OnePage: (contract.pages_have_no_seams,),
    Frozen: (contract.reading_goes_on,),
    Spaced: (contract.bodies_are_plain, contract.hashes_are_chained),
    Mixed: (contract.events_come_back,),
    Literal: (contract.positions_are_picked,),
    Credulous: (contract.nonsense_is_refused,),
}


@pytest.mark.parametrize(
    ("wrong", "check"),
    [(wrong, check) for wrong, checks in WRONG.items() for check in checks],
    ids=lambda each: each.__name__,
)
def test_a_wrong_log_fails_the_suite(wrong: type[MemoryLog], check: Check) -> None:
    """The suite sees each seeded mistake, by the check that is there for it."""
    with pytest.raises((AssertionError, LogError, pytest.fail.Exception)):
        check(wrong())


def test_every_check_has_been_seen_to_fail() -> None:
    """A check that no wrong log fails is not trusted."""
    assert set().union(*WRONG.values()) == set(contract.CHECKS)
