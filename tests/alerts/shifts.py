"""A desk at work in tests: what it decides is recorded, and it hears of it."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any, Self

from monitor.alerts.desk import Backing, Desk
from monitor.notices import AlertHeld, AlertRaised, AlertSnoozed, DevelopmentNoted
from monitor.topics import AlertRule, QuietHours
from tests.alerts.alert_samples import NOW, development, topic

MINUTE = timedelta(minutes=1)
NIGHT = QuietHours(time(22), time(7))


def unknown(claim: str) -> None:
    """No claim is known."""


class Shift:
    """A desk at work: what it decides is recorded, and it hears of it."""

    def __init__(self, *rules: AlertRule) -> None:
        self.topic = topic(*rules)
        self.desk = Desk(self.topic)
        self.log: list[Any] = []
        self.support: dict[str, Backing | None] = {}

    def brings(self, *noted: DevelopmentNoted, at: datetime = NOW) -> Self:
        """A cycle with these developments."""
        return self._record([*noted, *self.desk.decide(noted, at, unknown)])

    def tick(self, at: datetime, *, flush: bool = False) -> Self:
        """A look at what waits."""
        return self._record(self.desk.due(at, unknown, self._support, flush=flush))

    def restart(self) -> Self:
        """Another desk takes up the log."""
        self.desk = Desk(self.topic, self.log)
        return self

    def _record(self, events: Iterable[Any]) -> Self:
        for event in events:
            self.log.append(event)
            self.desk.add(event)
        return self

    def _support(self, development: DevelopmentNoted) -> Backing | None:
        return self.support.get(development.development, Backing(development.voices))

    def snoozes(self, alert: AlertRaised, at: datetime, minutes: int) -> Self:
        """Somebody wants to hear no more of what an alert was about, for a while."""
        until = at + minutes * MINUTE
        return self._record([AlertSnoozed(alert=alert.alert, until=until, who="ada", at=at)])

    @property
    def alerts(self) -> list[AlertRaised]:
        """All that was raised."""
        return [each for each in self.log if isinstance(each, AlertRaised)]

    @property
    def holds(self) -> list[AlertHeld]:
        """All that was held."""
        return [each for each in self.log if isinstance(each, AlertHeld)]

    @property
    def told(self) -> list[tuple[str, ...]]:
        """The developments of each alert."""
        return [each.developments for each in self.log if isinstance(each, AlertRaised)]

    @property
    def held(self) -> list[tuple[str, str, datetime | None, bool]]:
        """Each reason, what for, until when, whether for good."""
        return [
            (each.reason, " ".join(each.developments), each.until, each.final)
            for each in self.log
            if isinstance(each, AlertHeld)
        ]


def now_is(name: str = "d1", at: datetime = NOW, **changes: Any) -> DevelopmentNoted:
    return development(name, at=at, seen=at, **changes)
