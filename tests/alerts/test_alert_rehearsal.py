"""What rules would have sent of a time that is over."""

from datetime import datetime, timedelta
from typing import Any

from monitor.alerts.desk import Backing
from monitor.alerts.rehearsal import Rehearsal, rehearse
from monitor.notices import DevelopmentNoted
from monitor.topics import AlertRule
from tests.alerts.alert_samples import HOUR, NOW, development, topic

IMPORTED = NOW + 1000 * HOUR


def unknown(claim: str) -> None:
    """No claim is known."""


def old(name: str, at: datetime, **changes: Any) -> DevelopmentNoted:
    """Read out of an archive long after it was reported."""
    return development(name, at=at, seen=IMPORTED, backfill=True, **changes)


def played(
    rule: AlertRule,
    *noted: DevelopmentNoted,
    second: datetime = IMPORTED,
    since: datetime | None = None,
) -> Rehearsal:
    """The rule over these developments; a second voice came at a time."""

    def support(_: DevelopmentNoted, at: datetime) -> Backing:
        return Backing(2 if at >= second else 1)

    return rehearse(topic(rule), noted, [second], IMPORTED, unknown, support, since=since)


def told(found: Rehearsal) -> list[tuple[datetime, tuple[str, ...]]]:
    return [(each.at, each.developments) for each in found.alerts]


def test_what_was_imported_is_taken_as_if_it_had_been_seen_live() -> None:
    """At the time when it was reported, in that order, whatever the order of the log."""
    found = played(AlertRule(id="r"), old("d2", NOW + HOUR), old("d1", NOW))
    assert told(found) == [(NOW, ("d1",)), (NOW + HOUR, ("d2",))]
    assert found.developments == 2


def test_what_newer_rules_have_brought_about_is_left_out() -> None:
    """It was no news."""
    found = played(AlertRule(id="r"), old("d1", NOW, reread=True))
    assert (found.alerts, found.developments) == ((), 0)


def test_only_what_came_after_a_time_is_played() -> None:
    """From that time on."""
    found = played(AlertRule(id="r"), old("d1", NOW), old("d2", NOW + HOUR), since=NOW + HOUR)
    assert told(found) == [(NOW + HOUR, ("d2",))]


def test_time_passes_between_developments_as_it_would_have() -> None:
    """A pause ends when it ends, not when the next development comes."""
    noted = (old("d1", NOW), old("d2", NOW + timedelta(seconds=5)), old("d3", NOW + 10 * HOUR))
    found = played(AlertRule(id="r", throttle=60), *noted)
    assert told(found) == [
        (NOW, ("d1",)),
        (NOW + timedelta(seconds=60), ("d2",)),
        (NOW + 10 * HOUR, ("d3",)),
    ]


def test_a_second_voice_lets_it_out_when_it_came() -> None:
    """Not before, and not at the next development."""
    rule = AlertRule(id="r", voices=2)
    found = played(rule, old("d1", NOW, voices=1), second=NOW + 5 * HOUR)
    assert told(found) == [(NOW + 5 * HOUR, ("d1",))]
    late = played(rule, old("d1", NOW, voices=1), second=NOW + 100 * HOUR)
    assert late.alerts == ()
    assert late.held[-1].final


def test_what_would_wait_even_now_is_named() -> None:
    """For a voice that may still come."""
    now = NOW + HOUR
    rule = AlertRule(id="r", voices=2)
    found = rehearse(
        topic(rule), [old("d1", NOW, voices=1)], [], now, unknown, lambda *_: Backing(1)
    )
    assert (found.alerts, found.waiting) == ((), ("d1",))
