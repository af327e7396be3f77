"""Steps of one alert's delivery, for the tests of the outbox."""

from datetime import timedelta
from typing import Any

from monitor.alerts import NotSent
from monitor.notices import (
    AlertAcknowledged,
    AlertAttempted,
    AlertDelivered,
    AlertFailed,
    AlertRetried,
    AlertSnoozed,
)
from tests.alerts.alert_samples import NOW

MINUTE = timedelta(minutes=1)
BROKEN = NotSent("no route")
REFUSED = NotSent("no such topic", permanent=True)
LATE = NotSent("no answer after 15 s", unknown=True)


def attempted(number: int, at: timedelta = MINUTE) -> AlertAttempted:
    return AlertAttempted(alert="a1", channel="desk", attempt=number, at=NOW + at)


def failed(number: int, *, at: timedelta = 2 * MINUTE, **changes: Any) -> AlertFailed:
    told: dict[str, Any] = {"detail": "no route"} | changes
    return AlertFailed(alert="a1", channel="desk", attempt=number, at=NOW + at, **told)


def delivered(number: int = 1) -> AlertDelivered:
    return AlertDelivered(alert="a1", channel="desk", attempt=number, at=NOW + 3 * MINUTE)


def acknowledged() -> AlertAcknowledged:
    return AlertAcknowledged(alert="a1", channel="desk", attempt=0, at=NOW, detail="eva")


def retried(after: int, at: timedelta = 3 * MINUTE) -> AlertRetried:
    return AlertRetried(alert="a1", after=after, who="eva", at=NOW + at)


def snoozed(until: timedelta, at: timedelta = MINUTE) -> AlertSnoozed:
    return AlertSnoozed(alert="a1", until=NOW + until, who="eva", at=NOW + at)
