"""What earlier versions have written is read for ever; what changes gets a new version."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

import pytest

from monitor.errors import UnknownEvent
from monitor.eventlog.codec import CODEC, Codec
from monitor.eventlog.memory import MemoryLog
from monitor.eventlog.verify import Checked, verify
from monitor.events import SourceFailed
from monitor.values import Event
from tests.eventlog import released
from tests.eventlog.replaying import replayed

VERSIONS = released.versions()
AGAIN = "python -m tests.eventlog.released"


def test_there_is_a_log_of_the_first_release() -> None:
    """None of them is ever taken away."""
    assert VERSIONS[0] == "0.1.0"


@pytest.mark.parametrize("version", VERSIONS)
def test_a_released_log_is_whole(version: str) -> None:
    """Its hashes and its ids are those of today's code; ids are derived anew for every current type."""
    log = released.log_of(version)
    found = verify(log)
    assert found.events == len(released.rows(version))
    assert found.ids == sum(CODEC.current(row.type) for row in log.raw()) - found.redacted


@pytest.mark.parametrize("version", VERSIONS)
def test_a_released_log_is_written_as_it_was(version: str) -> None:
    """The same events give the same ids today, and the same bytes unless their class has grown since."""
    grown = {
        name
        for name, fields in released.fields(version).items()
        if fields != released.current().get(name)
    }
    log = released.log_of(version)
    rows = {row.position: row for row in log.raw()}
    for each in log.read():
        row = rows[each.position]
        assert each.event.event_id() == row.id
        if row.type not in grown:
            assert CODEC.encode(each.event) == (row.type, row.body)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_released_log_gives_what_it_gave(version: str, tmp_path: Path) -> None:
    """Tables, what stands, and the figures: word for word."""
    made = replayed(Checked(released.log_of(version)), tmp_path)
    assert json.loads(json.dumps(made)) == released.golden(version)


def test_every_type_and_version_has_an_event_that_was_kept() -> None:
    """A new type, or a new version, needs a line of its own in `next.jsonl`."""
    stored = {row.type for version in VERSIONS for row in released.rows(version)}
    stored |= {name for name, _ in released.next_bodies()}
    missing = {
        name for kind in released.KINDS for name in CODEC.stored_names(kind) if name not in stored
    }
    assert not missing, f"write an event of each into {released.NEXT}"


@pytest.mark.parametrize(
    ("stored", "body"), released.next_bodies(), ids=[name for name, _ in released.next_bodies()]
)
def test_what_came_since_the_release_is_read(stored: str, body: bytes) -> None:
    """Each event is one of its type, with nothing left over."""
    event = CODEC.decode(stored, body)
    if CODEC.current(stored):
        assert json.loads(CODEC.encode(event)[1]) == json.loads(body)


def test_no_field_has_changed_unseen() -> None:
    """The fields of every event are in a file: what is changed in a class is changed there as well."""
    assert released.current() == released.fields("next"), (
        f"fields of an event have changed. What old events do not fit needs a new version with an"
        f" upcaster; then: {AGAIN}"
    )


@pytest.mark.parametrize("version", VERSIONS)
def test_a_field_changes_with_its_version(version: str) -> None:
    """Within a version a class may only grow: by fields that may be left out, by words of a list."""
    now = released.current()
    changed = [
        fault
        for name, fields in released.fields(version).items()
        if name in now
        for fault in released.incompatible(fields, now[name], name)
    ]
    assert not changed, "raise the version of the class and write an upcaster"


FIELD = {"type": "str", "required": True}
OLD = {"who": FIELD, "mood": {"type": {"words": ["bad", "good"]}, "required": False}}


@pytest.mark.parametrize(
    ("new", "faults"),
    [
        (OLD, 0),
        ({**OLD, "why": {"type": "str", "required": False}}, 0),
        ({**OLD, "mood": {"type": {"words": ["bad", "fair", "good"]}, "required": False}}, 0),
        ({"who": {"type": "str", "required": False}, "mood": OLD["mood"]}, 0),
        ({"who": FIELD}, 1),
        ({**OLD, "why": FIELD}, 1),
        ({**OLD, "who": {"type": "int", "required": True}}, 1),
        ({**OLD, "mood": {"type": {"words": ["good"]}, "required": False}}, 1),
        ({**OLD, "mood": {**OLD["mood"], "required": True}}, 1),
        ({**OLD, "mood": FIELD}, 1),
        ({"whose": FIELD, "mood": OLD["mood"]}, 2),
    ],
)
def test_a_change_that_old_events_do_not_fit_is_seen(new: dict[str, Any], faults: int) -> None:
    """What is gone, renamed, of another type, or newly required; not what may be left out."""
    assert len(list(released.incompatible(OLD, new, "Event"))) == faults


# --- upcasting over two steps -------------------------------------------------------------------


class Sighted(Event, frozen=True, kw_only=True, tag="Sighting"):
    """The first version: a place and a day, as people wrote them."""

    where: str
    day: str

    def identity(self) -> tuple[str, ...]:
        return (self.where, self.day)


class Located(Event, frozen=True, kw_only=True, tag="Sighting"):
    """The second: the place is called so, and has a country."""

    version: ClassVar[int] = 2
    place: str
    country: str
    day: str

    def identity(self) -> tuple[str, ...]:
        return (self.place, self.country, self.day)


class Sighting(Event, frozen=True, kw_only=True, tag=True):
    """The third, in force: a time instead of a day."""

    version: ClassVar[int] = 3
    place: str
    country: str
    at: datetime

    def identity(self) -> tuple[str, ...]:
        return (self.place, self.country, self.at.isoformat())


def upcast_sighting_v1_v2(fields: dict[str, Any]) -> dict[str, Any]:
    place, _, country = fields["where"].partition(", ")
    return {"place": place, "country": country or "unknown", "day": fields["day"]}


def upcast_sighting_v2_v3(fields: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in fields.items() if name != "day"}
    return kept | {"at": f"{fields['day']}T12:00:00Z"}


def codec(kind: type[Event], *upcasters: Any) -> Codec:
    """A program of that version: one class, called Sighting, and the way from the older ones."""
    named = kind if kind is Sighting else type("Sighting", (kind,), {}, frozen=True, tag="Sighting")
    steps = {("Sighting", at): step for at, step in enumerate(upcasters, 1)}
    return Codec([named, SourceFailed], steps)


FIRST = codec(Sighted)
SECOND = codec(Located, upcast_sighting_v1_v2)
THIRD = codec(Sighting, upcast_sighting_v1_v2, upcast_sighting_v2_v3)
NOON = datetime(2025, 11, 15, 12, tzinfo=UTC)


def written() -> MemoryLog:
    """A log to which three versions of a program have written, one after the other."""
    log = MemoryLog(FIRST)
    told: list[tuple[Codec, dict[str, Any]]] = [
        (FIRST, {"where": "Maracay, Venezuela", "day": "2025-11-13"}),
        (SECOND, {"place": "Maracay", "country": "Venezuela", "day": "2025-11-14"}),
        (THIRD, {"place": "Maracay", "country": "Venezuela", "at": NOON}),
    ]
    for number, (program, fields) in enumerate(told, 1):
        log._codec = program
        name = "Sighting" if number == 1 else f"Sighting.{number}"
        (kind,) = [each for each in program._names if program._names[each] == name]
        event: Any = kind(**fields)
        log.append("a", [event], log.head("a").position)
    return log


def test_a_log_of_three_versions_is_read_as_one() -> None:
    """The first goes through both steps, the second through one; no stored byte is touched."""
    log = written()
    before = list(log.raw())
    events: list[Any] = [each.event for each in log.read()]
    assert [type(each) for each in events] == [Sighting] * 3
    assert [(each.place, each.country, each.at.day) for each in events] == [
        ("Maracay", "Venezuela", day) for day in (13, 14, 15)
    ]
    assert list(log.raw()) == before
    assert [row.type for row in before] == ["Sighting", "Sighting.2", "Sighting.3"]
    assert (verify(log, THIRD).events, verify(log, THIRD).ids) == (3, 1)


def test_upcasters_are_pure() -> None:
    """The same fields give the same, and are left as they were."""
    for step, fields in (
        (upcast_sighting_v1_v2, {"where": "Maracay", "day": "2025-11-13"}),
        (upcast_sighting_v2_v3, {"place": "M", "country": "V", "day": "2025-11-13"}),
    ):
        kept = dict(fields)
        assert step(fields) == step(fields)
        assert fields == kept


@pytest.mark.parametrize(
    ("program", "named"), [(FIRST, r"Sighting\.2, Sighting\.3"), (SECOND, r"Sighting\.3")]
)
def test_an_older_program_refuses_a_newer_log(program: Codec, named: str) -> None:
    """It names what it does not know, and reads on before it: nothing is guessed or left out."""
    log = written()
    log._codec = program
    for reader in (log, Checked(log, program)):
        with pytest.raises(UnknownEvent, match=rf"newer version of monitor: it holds {named}$"):
            list(reader.read())
    with pytest.raises(UnknownEvent, match=rf"holds {named}; numbers and hashes of all 3 events"):
        verify(log, program)
