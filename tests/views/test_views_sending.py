"""How the channels do, and what is held back, whatever happened before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor import events as e
from monitor import notices
from monitor.views.reading import Reading
from monitor.views.sending import Held, channels, held
from monitor.views.store import Views
from tests.views import views_samples as samples

START = datetime(2025, 11, 15, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def views(tmp_path: Path) -> Iterator[Views]:
    with Views.open(tmp_path / "views.db") as views:
        yield views


def tell(views: Views, *events: e.AnyEvent) -> None:
    views.apply(list(samples.told(*events).read()))


def hold(names: str, hours: int = 0, **fields: Any) -> notices.AlertHeld:
    """A rule holds these developments back, by default for a night."""
    at = START + hours * HOUR
    given: dict[str, Any] = {"rule": "r", "reason": "quiet hours", "until": at + 8 * HOUR} | fields
    return notices.AlertHeld(developments=tuple(names.split()), at=at, **given)


def raised(names: str, hours: int, rule: str = "r") -> notices.AlertRaised:
    """A rule tells these developments."""
    return notices.AlertRaised(
        alert=f"{rule}-{names}-{hours}",
        rule=rule,
        channel="desk",
        severity="info",
        title="t",
        body="",
        developments=tuple(names.split()),
        at=START + hours * HOUR,
    )


def waits(views: Views) -> Held:
    with Reading.open(views.path) as reading:
        return held(reading, "us")


def test_what_is_held_is_counted_with_its_reasons(views: Views) -> None:
    """Until the first of them is looked at again."""
    tell(views, hold("a b"), hold("c", reason="voices", until=None))
    assert waits(views) == Held(3, "2025-11-15T20:00:00Z", {"quiet hours": 2, "voices": 1})


def test_what_has_been_told_since_is_not_held(views: Views) -> None:
    """By the same rule: another rule's alert changes nothing."""
    tell(views, hold("a b"), raised("a", 1), raised("b", 1, rule="other"))
    assert waits(views).waiting == 1


def test_only_the_last_word_of_a_rule_counts(views: Views) -> None:
    """Held on, until later; or settled, that it is never told."""
    tell(views, hold("a b"), hold("a", 1), hold("b", 1, reason="superseded", final=True))
    assert waits(views) == Held(1, "2025-11-15T21:00:00Z", {"quiet hours": 1})


def test_what_is_held_again_after_an_alert_waits_again(views: Views) -> None:
    """A snooze, a cooldown: it was told once, and more of it waits."""
    tell(views, raised("a", 0), hold("a", 1, reason="cooldown"))
    assert waits(views).waiting == 1


def test_another_topic_holds_for_itself(views: Views) -> None:
    """One may ask about a single topic, or about all."""
    tell(views, hold("a"))
    with Reading.open(views.path) as reading:
        assert held(reading, "elsewhere") == Held(0, None, {})
        assert held(reading).waiting == 1


def step(kind: type[notices.AlertStep], attempt: int, hours: int, **fields: Any) -> e.AnyEvent:
    at = START + hours * HOUR
    made: Any = kind(alert="x", channel="desk", attempt=attempt, at=at, **fields)
    return made  # type: ignore[no-any-return]  # an alert's step is an event


def test_a_channel_says_since_when_it_fails_and_why(views: Views) -> None:
    """The first of the failures in a row, and the reason of the last."""
    tell(
        views,
        step(notices.AlertFailed, 1, 1, detail="it answers 500"),
        step(notices.AlertFailed, 2, 2, detail="no answer", final=True),
    )
    with Reading.open(views.path) as reading:
        (row,) = channels(reading)
    assert row == {
        "channel": "desk",
        "delivered": 0,
        "failed": 2,
        "given_up": 1,
        "last_delivered": None,
        "failing_since": "2025-11-15T13:00:00Z",
        "detail": "no answer",
    }


def test_a_channel_that_takes_an_alert_does_not_fail_any_more(views: Views) -> None:
    """What it has taken counts; acknowledgements and attempts do not."""
    tell(
        views,
        step(notices.AlertFailed, 1, 1, detail="it answers 500"),
        step(notices.AlertAttempted, 2, 2),
        step(notices.AlertDelivered, 2, 3),
        step(notices.AlertAcknowledged, 2, 4),
    )
    with Reading.open(views.path) as reading:
        (row,) = channels(reading)
    assert (row["delivered"], row["failed"], row["given_up"]) == (1, 1, 0)
    assert (row["last_delivered"], row["failing_since"]) == ("2025-11-15T15:00:00Z", None)
    assert row["detail"] == ""
