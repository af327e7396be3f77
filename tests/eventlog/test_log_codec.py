"""Events to bytes and back, over made-up old versions as well."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import Corrupt, UnknownEvent
from monitor.eventlog import Raw
from monitor.eventlog.codec import CODEC, UPCASTERS, Codec, Upcaster
from monitor.eventlog.memory import MemoryLog
from monitor.eventlog.verify import verify
from monitor.events import AnyEvent, ClaimCorrected, EventRedacted, SourceFailed
from monitor.reports import QuantityReported
from monitor.values import Count, Event, Quote
from tests import strategies

AT = datetime(2025, 11, 15, tzinfo=UTC)
APPENDED = strategies.events().filter(lambda event: not isinstance(event, EventRedacted))
"""That an event was redacted is never appended without doing it."""


# --- the program's events -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", strategies.EVENTS, ids=lambda kind: kind.__name__)
@settings(max_examples=30, deadline=None)
@given(drawn=st.data())
def test_every_event_comes_back_as_it_was(kind: type[Event], drawn: st.DataObject) -> None:
    """Any event of any type is the same, with the same id, after it was stored and read."""
    event = drawn.draw(strategies.events(kind))
    stored, body = CODEC.encode(event)
    back = CODEC.decode(stored, body)
    assert type(back) is kind
    assert (back, back.event_id()) == (event, event.event_id())
    assert CODEC.encode(back) == (stored, body)


@settings(deadline=None)
@given(counts=strategies.measured())
def test_bytes_do_not_depend_on_the_order_of_a_dict(counts: dict[str, Any]) -> None:
    """The same event has the same bytes however its dicts were filled."""
    event = ClaimCorrected(claim="c", counts=counts, who="w", why="y", at=AT)
    turned = msgspec.structs.replace(event, counts=dict(reversed(counts.items())))
    assert CODEC.encode(event) == CODEC.encode(turned)


@settings(max_examples=50, deadline=None)
@given(events=st.lists(APPENDED, unique_by=lambda event: event.event_id()))
def test_a_log_of_any_events_is_whole(events: list[AnyEvent]) -> None:
    """Whatever is appended is read again and verified."""
    log = MemoryLog()
    log.append("a", events, 0)
    assert [row.event for row in log.read()] == events
    assert verify(log).ids == len(events)


# --- versions -----------------------------------------------------------------------------------


class Sighting(Event, frozen=True, kw_only=True, tag=True):
    """A made-up event in its third version: 1 had `where` and minutes, 2 has `place`."""

    version: ClassVar[int] = 3
    place: str
    lasted: timedelta

    def identity(self) -> tuple[str, ...]:
        return (self.place,)


def upcast_sighting_v1_v2(fields: dict[str, Any]) -> dict[str, Any]:
    return {"place": fields["where"], "minutes": fields["minutes"]}


def upcast_sighting_v2_v3(fields: dict[str, Any]) -> dict[str, Any]:
    return {"place": fields["place"], "lasted": f"PT{fields['minutes']}M"}


CHAIN: dict[tuple[str, int], Upcaster] = {
    ("Sighting", 1): upcast_sighting_v1_v2,
    ("Sighting", 2): upcast_sighting_v2_v3,
}
NOW = Codec([Sighting, SourceFailed], CHAIN)
THIRD = b'{"type":"Sighting","place":"Caracas","lasted":"PT300S"}'


@pytest.mark.parametrize(
    ("stored", "body"),
    [
        ("Sighting", b'{"type":"Sighting","where":"Caracas","minutes":5}'),
        ("Sighting.2", b'{"type":"Sighting","place":"Caracas","minutes":5}'),
        ("Sighting.3", THIRD),
    ],
)
def test_old_versions_are_brought_up_to_date(stored: str, body: bytes) -> None:
    """Each version goes through every upcaster from its own to the current one."""
    assert NOW.decode(stored, body) == Sighting(place="Caracas", lasted=timedelta(minutes=5))


def test_the_version_is_in_the_stored_type() -> None:
    """The first version is stored under the class's name, later ones with their number."""
    event = Sighting(place="Caracas", lasted=timedelta(minutes=5))
    assert NOW.encode(event) == ("Sighting.3", THIRD)
    assert CODEC.encode(SourceFailed(source="s", address="", at=AT))[0] == "SourceFailed"


@pytest.mark.parametrize("gap", [1, 2])
def test_a_forgotten_upcaster_is_noticed_at_once(gap: int) -> None:
    """A codec without an upcaster for each older version cannot be made."""
    chain = {key: upcast for key, upcast in CHAIN.items() if key[1] != gap}
    with pytest.raises(TypeError, match=f"no upcaster for version {gap} of Sighting"):
        Codec([Sighting], chain)


def test_registered_upcasters_bear_their_names() -> None:
    """An upcaster is called after the type and the versions between which it stands."""
    table: dict[tuple[str, int], Callable[..., Any]] = dict(UPCASTERS) | CHAIN
    for (name, version), upcast in table.items():
        assert getattr(upcast, "__name__", "") == f"upcast_{name.lower()}_v{version}_v{version + 1}"


@pytest.mark.parametrize("stored", ["Sighting.4", "Sighting.1", "Rumour", "Rumour.2", ""])
def test_an_unknown_type_or_version_is_named(stored: str) -> None:
    """What this program does not know is refused by name, never guessed."""
    with pytest.raises(UnknownEvent, match=f"it holds {stored}$"):
        NOW.decode(stored, THIRD)


def test_a_log_of_a_newer_version_names_all_that_is_unknown() -> None:
    """The first unknown event stops the reading, and the error lists every unknown type."""
    log = MemoryLog(NOW)
    five = timedelta(minutes=5)
    known: Any = SourceFailed(source="s", address="", at=AT)
    unknown: list[Any] = [Sighting(place=place, lasted=five) for place in ("Caracas", "Maracay")]
    log.append("a", [known, *unknown], 0)
    log._codec = CODEC
    reader = log.read()
    assert next(reader).event == known
    with pytest.raises(UnknownEvent, match=r"it holds Sighting\.3$"):
        next(reader)
    with pytest.raises(UnknownEvent, match=r"Sighting\.3; numbers and hashes of all 3 events hold"):
        verify(log)


def test_the_ids_of_old_versions_are_left_alone() -> None:
    """The chain of an old event is checked; its id comes from fields that are no longer there."""
    log = MemoryLog(NOW)
    event: Any = Sighting(place="Caracas", lasted=timedelta(minutes=5))
    log.append("a", [event], 0)
    newer = Codec([type("Sighting", (Sighting,), {"version": 4})], CHAIN | {("Sighting", 3): dict})
    assert verify(log, newer).ids == 0
    assert verify(log, NOW).ids == 1


# --- bodies that are no events ------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"type":"SourceFailed"}',
        b'{"type":"SourceGone","source":"s","address":"","at":"2025-11-15T00:00:00Z"}',
        b'{"type":"SourceFailed","source":"\xff","address":"","at":"2025-11-15T00:00:00Z"}',
        b'{"type":"SourceFailed","source":"s","address":"","at":"yesterday"}',
    ],
)
def test_a_body_that_is_no_such_event_is_damage(body: bytes) -> None:
    """What cannot be decoded is refused with its position."""
    with pytest.raises(Corrupt, match="position 7: the body is no SourceFailed") as caught:
        CODEC.recorded(Raw(7, "a", 1, "id", "SourceFailed", body, "hash"))
    assert caught.value.position == 7


def test_a_claim_whose_number_is_not_in_its_quote_is_damage() -> None:
    """The rule that a value occurs in its quote holds for what is read, too."""
    claim = QuantityReported(
        tracker="troops",
        story="s",
        lineage="s",
        url="",
        site="",
        quote=Quote("text", 0, 12, "15000 troops"),
        rule="r",
        pack="en/1",
        published=None,
        day=None,
        seen=AT,
        value=Count(15_000, 15_000, ("15000",)),
        unit="troops",
    )
    stored, body = CODEC.encode(claim)
    assert CODEC.recorded(Raw(1, "a", 1, "", stored, body, "")).event == claim
    changed = body.replace(b'"15000 troops"', b'"16000 troops"')
    with pytest.raises(Corrupt, match="'15000' does not occur in '16000 troops'"):
        CODEC.recorded(Raw(1, "a", 1, "", stored, changed, ""))
