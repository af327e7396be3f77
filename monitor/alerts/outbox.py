"""What has still to be sent. Pure: a fold over the steps of alerts, and what is due at a time.

At least once: `AlertAttempted` is recorded before the sending, so that an alert whose sending was
cut off is sent again. An alert leaves the outbox when it has been delivered, when a person has
acknowledged it, or when it is given up, which is recorded too and stays visible in `dead`.
A person may take it up again (`AlertRetried`): it is due at once, with attempts and pauses as at first.
The fold takes the events of an alert in any order, and each any number of times.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple, get_args

from msgspec import Struct, structs

from monitor.alerts import NotSent, Outcome
from monitor.events import AnyEvent
from monitor.notices import (
    AlertAcknowledged,
    AlertAttempted,
    AlertDelivered,
    AlertFailed,
    AlertRaised,
    AlertRetried,
    AlertSnoozed,
)
from monitor.text import printable

FIRST_PAUSE = timedelta(minutes=1)
"""After the first failure; a restart of a chat server or a lost connection is over by then."""

LONGEST_PAUSE = timedelta(hours=6)
"""Each pause is twice the one before, up to this."""

LONGEST_REST = timedelta(hours=24)
"""However long a channel asks to be left alone: after that the news is history."""

SKEW = timedelta(minutes=1)
"""A step that lies further in the future was made by a clock that has been put back: no pause counts from it."""

MOST_ATTEMPTS = 16
"""1, 2, 4 ... 256 minutes, then 6 hours each: given up after 44 hours, when the news is history."""

AlertEvent = (
    AlertRaised
    | AlertAttempted
    | AlertDelivered
    | AlertFailed
    | AlertAcknowledged
    | AlertSnoozed
    | AlertRetried
)
EVENTS = tuple(event.__name__ for event in get_args(AlertEvent))
"""Their names in the log."""


class Retried(NamedTuple):
    """A person's wish that it be sent now."""

    after: int
    """Attempts there had been."""
    at: datetime


class Rest(NamedTuple):
    """A channel wants to be left alone: said then, until then."""

    at: datetime
    until: datetime


class Delivery(Struct, frozen=True, kw_only=True):
    """How far the delivery of one alert has come."""

    alert: AlertRaised | None = None
    """None until it is known, and again when somebody has it: then there is nothing to send."""
    attempts: int = 0
    """The highest attempt of which a step is known."""
    last: datetime | None = None
    """When the latest step of that attempt was."""
    reason: str = ""
    """Why that attempt failed; empty when its outcome is unknown."""
    given_up: int = 0
    """The highest attempt after which it was given up."""
    begun: frozenset[int] = frozenset()
    """Attempts that were begun ..."""
    refused: frozenset[int] = frozenset()
    """... and those of which it is known that they have not arrived."""
    rests: frozenset[tuple[datetime, datetime]] = frozenset()
    """From when until when a person does not want it."""
    retried: Retried | None = None
    """The last wish that it be sent now."""
    closed: bool = False
    """Delivered, or acknowledged by a person."""

    @property
    def wanted(self) -> Retried | None:
        """The wish that it be sent now, until it has been tried."""
        return self.retried if self.retried and self.retried.after >= self.attempts else None

    @property
    def tries(self) -> int:
        """Attempts since it was raised, or since a person wanted it to be sent."""
        return self.attempts - min(self.retried.after if self.retried else 0, self.attempts)

    @property
    def dead(self) -> bool:
        """True when it was given up, and is not to be tried again."""
        return not (self.closed or self.wanted) and 0 < self.given_up == self.attempts

    @property
    def not_before(self) -> datetime | None:
        """Until when it rests; a wish that it be sent now ends what was before it."""
        begun = (until for at, until in self.rests if not self.retried or at > self.retried.at)
        return max(begun, default=None)

    @property
    def uncertain(self) -> bool:
        """True when an attempt may have arrived although nobody has said so."""
        return bool(self.begun - self.refused)

    @property
    def due_at(self) -> datetime | None:
        """When it is to be sent; None when there is nothing to send, or no more."""
        if self.alert is None or self.dead:
            return None
        in_turn = self.last + pause(self.tries) if self.last and self.tries else self.alert.at
        due = self.wanted.at if self.wanted else in_turn
        return max(due, self.not_before) if self.not_before else due


def pause(attempts: int) -> timedelta:
    """How long to wait after that many attempts."""
    doubled = FIRST_PAUSE * (1 << min(attempts - 1, MOST_ATTEMPTS))
    return min(doubled, LONGEST_PAUSE)


def advance(delivery: Delivery, event: AlertEvent) -> Delivery:
    """The delivery after one more event. The order of events does not matter."""
    match event:
        case AlertRaised():
            known = delivery.alert
            if delivery.closed or (known is not None and known.at <= event.at):
                return delivery
            return structs.replace(delivery, alert=event)
        case AlertDelivered() | AlertAcknowledged():
            return Delivery(closed=True)
        case _:
            return delivery if delivery.closed else _changed(delivery, event)


def _changed(
    delivery: Delivery, event: AlertAttempted | AlertFailed | AlertSnoozed | AlertRetried
) -> Delivery:
    """What has still to be sent, after one more event."""
    match event:
        case AlertSnoozed():
            rests = delivery.rests | {(event.at, event.until)}
            return structs.replace(delivery, rests=rests)
        case AlertRetried():
            wish = Retried(event.after, event.at)
            return structs.replace(delivery, retried=max(delivery.retried or wish, wish))
        case AlertAttempted() | AlertFailed():
            return _attempted(delivery, event)


def _attempted(delivery: Delivery, event: AlertAttempted | AlertFailed) -> Delivery:
    """Only the steps of the highest attempt say how far it has come."""
    if isinstance(event, AlertFailed):
        delivery = _failed(delivery, event)
    else:
        delivery = structs.replace(delivery, begun=delivery.begun | {event.attempt})
    if event.attempt < delivery.attempts:
        return delivery
    last, reason = event.at, event.detail if isinstance(event, AlertFailed) else ""
    if event.attempt == delivery.attempts and delivery.last is not None:
        last, reason = max(delivery.last, last), max(delivery.reason, reason)
    return structs.replace(delivery, attempts=event.attempt, last=last, reason=reason)


def _failed(delivery: Delivery, event: AlertFailed) -> Delivery:
    """What one failure says, whatever came before or after it."""
    given_up = max(delivery.given_up, event.attempt) if event.final else delivery.given_up
    refused = delivery.refused if event.unknown else delivery.refused | {event.attempt}
    return structs.replace(delivery, given_up=given_up, refused=refused)


def _rested(rests: frozenset[Rest], rest: Rest) -> frozenset[Rest]:
    """The rests of a channel with one more; without those that another one covers."""
    found = rests | {rest}
    return frozenset(
        each
        for each in found
        if not any(o != each and o.at >= each.at and o.until >= each.until for o in found)
    )


class Outbox:
    """The deliveries of all alerts, kept up to date by `add`."""

    def __init__(self, events: Iterable[AnyEvent] = ()) -> None:
        """Fold events, in any order."""
        self._deliveries: dict[str, Delivery] = {}
        self._open: dict[str, Delivery] = {}
        self._rests: dict[str, frozenset[Rest]] = {}
        """By channel: what it has said to one alert holds for all."""
        self._worked: dict[str, datetime] = {}
        """When a channel last took an alert: what it had not taken before is tried again at once."""
        for event in events:
            self.add(event)

    def add(self, event: AnyEvent) -> None:
        """Take in an event; those that are not about alerts are ignored."""
        if not isinstance(event, AlertEvent):
            return
        if isinstance(event, AlertFailed) and event.retry_after:
            rest = Rest(event.at, event.at + timedelta(seconds=event.retry_after))
            known = self._rests.get(event.channel, frozenset())
            self._rests[event.channel] = _rested(known, rest)
        if isinstance(event, AlertDelivered):
            known_at = self._worked.get(event.channel, event.at)
            self._worked[event.channel] = max(known_at, event.at)
        delivery = advance(self._deliveries.get(event.alert, Delivery()), event)
        self._deliveries[event.alert] = delivery
        if delivery.alert is None:
            self._open.pop(event.alert, None)
        else:
            self._open[event.alert] = delivery

    def get(self, alert: str) -> Delivery | None:
        """How far an alert has come; None when nothing is known of it."""
        return self._deliveries.get(alert)

    def due(self, now: datetime) -> list[Delivery]:
        """What is to be sent at that time, longest due first.

        A sending under way is due again after its pause: whoever sends keeps account of those.
        """
        return [
            each
            for at, _, each in self._timed()
            if at <= now or (each.last is not None and each.last - now > SKEW)
        ]

    @property
    def next_due(self) -> datetime | None:
        """When something is to be sent next; None when nothing waits."""
        return min((at for at, _, _ in self._timed()), default=None)

    @property
    def waiting(self) -> list[Delivery]:
        """What has still to be sent, longest due first."""
        return [each for _, _, each in self._timed()]

    def _timed(self) -> list[tuple[datetime, str, Delivery]]:
        """What has still to be sent with its time and its id, longest due first."""
        timed = ((self._due_at(each), name, each) for name, each in self._open.items())
        return sorted((at, name, each) for at, name, each in timed if at is not None)

    def _due_at(self, delivery: Delivery) -> datetime | None:
        """When it is to be sent, its channel's rests minded; a wish, or a success, ends those before it."""
        due = delivery.due_at
        if due is None or delivery.alert is None:
            return None
        ended = delivery.retried.at if delivery.retried else None
        worked = self._worked.get(delivery.alert.channel)
        if worked is not None and delivery.last is not None and worked > delivery.last:
            due = max(worked, delivery.not_before or worked)
            ended = worked if ended is None else max(ended, worked)
        rests = self._rests.get(delivery.alert.channel, frozenset())
        return max([due, *(each.until for each in rests if ended is None or each.at > ended)])

    @property
    def dead(self) -> list[Delivery]:
        """What was given up and acknowledged by nobody."""
        return [each for _, each in sorted(self._open.items()) if each.dead]


def begin(delivery: Delivery, now: datetime) -> AlertAttempted | AlertFailed:
    """What to record before a sending that is due.

    AlertFailed when nothing may be sent any more: its last attempt was cut off, again and again.
    """
    if delivery.wanted or delivery.tries < MOST_ATTEMPTS:
        return again(delivery, now)
    alert = _whose(delivery)
    return AlertFailed(
        alert=alert.alert,
        channel=alert.channel,
        attempt=delivery.attempts,
        at=now,
        detail=f"given up: nobody knows what came of attempt {delivery.attempts}",
        final=True,
        unknown=True,
    )


def again(delivery: Delivery, now: datetime) -> AlertAttempted:
    """What to record before a sending that a person asks for, also of what was given up."""
    alert = _whose(delivery)
    attempt = delivery.attempts + 1
    return AlertAttempted(alert=alert.alert, channel=alert.channel, attempt=attempt, at=now)


def _whose(delivery: Delivery) -> AlertRaised:
    if delivery.alert is None:
        raise ValueError("there is nothing to send")
    return delivery.alert


def end(
    begun: AlertAttempted,
    outcome: Outcome,
    now: datetime,
    *,
    repetition: bool = False,
    tries: int = 0,
) -> AlertDelivered | AlertFailed:
    """What to record after a sending; `repetition`: an earlier one may have arrived as well.

    `tries`: which attempt it was since the alert was taken up; 0: the attempt's own number.
    """
    if isinstance(outcome, NotSent):
        return AlertFailed(
            alert=begun.alert,
            channel=begun.channel,
            attempt=begun.attempt,
            at=now,
            detail=printable(outcome.reason),
            final=outcome.permanent or (tries or begun.attempt) >= MOST_ATTEMPTS,
            unknown=outcome.unknown,
            retry_after=min(outcome.retry_after, LONGEST_REST.total_seconds()),
        )
    return AlertDelivered(
        alert=begun.alert,
        channel=begun.channel,
        attempt=begun.attempt,
        at=now,
        detail=printable(outcome.detail),
        repetition=repetition,
    )
