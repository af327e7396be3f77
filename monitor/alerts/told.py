"""What the rules of a topic have told and hold back: a fold over its events, in the order of the log."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct

from monitor.alerts.rules import rank
from monitor.events import AnyEvent
from monitor.notices import (
    ABOUT_CHANNEL,
    AlertHeld,
    AlertRaised,
    AlertSnoozed,
    DevelopmentNoted,
    HeldFor,
)

RECENT = 5_000
"""Developments that are remembered for the `AlertHeld` that comes with them: far more than a batch has."""
MANY = 5_000
"""Developments told through a channel that are remembered whatever their age ..."""
FORGOTTEN = timedelta(days=60)
"""... and how old they are when they are forgotten: nothing waits for so long."""

EVENTS = tuple(each.__name__ for each in (DevelopmentNoted, AlertRaised, AlertHeld, AlertSnoozed))
"""Names in the log of what is folded here."""

Key = tuple[str, str]
"""What alerts are about: a tracker and a field of it."""


class Waiting(Struct, frozen=True):
    """A development that a rule holds back, why, and until when."""

    rule: str
    development: DevelopmentNoted
    reason: HeldFor
    until: datetime | None
    second: bool = False
    """It has waited for a second voice: that it is borne out is news, also where it has been told."""


class Told:
    """See the module; `add` keeps it up to date."""

    def __init__(self) -> None:
        """Nothing has been told yet."""
        self.waiting: dict[tuple[str, str], Waiting] = {}
        """By rule and development."""
        self._noted: dict[str, DevelopmentNoted] = {}
        self._last: dict[str, datetime] = {}
        self._told: dict[tuple[str, Key], tuple[datetime, int]] = {}
        self._about: dict[str, frozenset[Key]] = {}
        self._snoozed: dict[Key, datetime] = {}
        self._through: dict[str, dict[str, datetime]] = {}

    def add(self, event: AnyEvent) -> None:
        """Take in an event of the topic; those that are not about alerts are ignored."""
        match event:
            case DevelopmentNoted():
                self._noted[event.development] = event
                if len(self._noted) > RECENT:
                    del self._noted[next(iter(self._noted))]
            case AlertRaised():
                self._raised(event)
            case AlertHeld():
                self._held(event)
            case AlertSnoozed():  # the last word counts: a snooze can be shortened, and ended
                for key in self._about.get(event.alert, ()):
                    self._snoozed[key] = event.until
            case _:
                pass

    def _raised(self, event: AlertRaised) -> None:
        self._about[event.alert] = frozenset((part.tracker, part.field) for part in event.parts)
        if event.rule.startswith(ABOUT_CHANNEL):  # of no rule of the topic
            return
        for name in event.developments:
            self.waiting.pop((event.rule, name), None)
        self._remember(event)
        self._last[event.rule] = max(event.at, self._last.get(event.rule, event.at))
        worst: dict[Key, int] = {}
        for part in event.parts:
            key = (part.tracker, part.field)
            worst[key] = max(worst.get(key, 0), rank(part.severity))
        self._told.update({(event.rule, key): (event.at, much) for key, much in worst.items()})

    def _remember(self, event: AlertRaised) -> None:
        """Through which channel developments were told; what is old is forgotten."""
        through = self._through.setdefault(event.channel, {})
        through.update(dict.fromkeys(event.developments, event.at))
        if len(through) > MANY:
            kept = {name: at for name, at in through.items() if event.at - at <= FORGOTTEN}
            self._through[event.channel] = kept

    def _held(self, event: AlertHeld) -> None:
        for name in event.developments:
            before = self.waiting.pop((event.rule, name), None)
            known = before.development if before is not None else self._noted.get(name)
            if known is not None and not event.final:
                second = event.reason == "voices" or (before is not None and before.second)
                held = Waiting(event.rule, known, event.reason, event.until, second)
                self.waiting[event.rule, name] = held

    # --- what can be asked ---------------------------------------------------------------------

    def of_rule(self, rule: str) -> list[Waiting]:
        """What a rule holds back, in the order in which it began to."""
        return [each for each in self.waiting.values() if each.rule == rule]

    def last(self, rule: str) -> datetime | None:
        """When a rule told something last."""
        return self._last.get(rule)

    def field(self, rule: str, development: DevelopmentNoted) -> tuple[datetime, int] | None:
        """When a rule last told of the same field, and how urgent that was (`rules.rank`)."""
        return self._told.get((rule, (development.tracker, development.field)))

    def snoozed(self, development: DevelopmentNoted) -> datetime | None:
        """Until when a person wants to hear nothing of such developments."""
        return self._snoozed.get((development.tracker, development.field))

    def through(self, channel: str, development: DevelopmentNoted) -> bool:
        """Whether a development has been told through a channel, by whatever rule."""
        return development.development in self._through.get(channel, ())
