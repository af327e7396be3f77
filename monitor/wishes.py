"""What a person wants, as a value, and the events that it comes to: of alerts that were raised, or a correction.

Pure. A wish is written down by a command or by the page, and fulfilled by whoever writes the log. What it
comes to depends on the wish alone and on where an alert was raised, which never changes: a wish that has
been fulfilled gives the same events when it is read again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal, NamedTuple

import msgspec
from msgspec import Meta, Struct, structs

from monitor.corrections import (
    ClaimEntered,
    CorrectionUndone,
    IncidentJudged,
    IncidentsMerged,
    IncidentSplit,
)
from monitor.errors import MonitorError, QuoteError
from monitor.events import AnyEvent, ClaimCorrected, ClaimRetracted
from monitor.notices import (
    AlertAcknowledged,
    AlertAttempted,
    AlertRaised,
    AlertRetried,
    AlertSnoozed,
)
from monitor.reports import Claim, IncidentAdjusted, IncidentReported
from monitor.text import printable
from monitor.values import Count
from monitor.wording import many

MOST_ALERTS = 500
"""Alerts in one wish: they are recorded at once, some ten milliseconds; more are several wishes."""
LONGEST_ID = 64
"""Characters of an alert's id: ours have 16."""
LONGEST_NAME = 100
"""Characters of a person's name."""
LARGEST_COUNT = 10**9
"""Nothing that is counted here is more: it is a slip, or meant to do harm."""
ZONES = timedelta(days=1)
"""By so much a day may be ahead of that in UTC."""

Id = Annotated[str, Meta(min_length=1, max_length=LONGEST_ID)]
Time = Annotated[datetime, Meta(tz=True)]


class Unfulfillable(MonitorError):
    """A wish that cannot come to anything, now or later."""


class Wish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who wants it, and since when."""

    who: Annotated[str, Meta(min_length=1, max_length=LONGEST_NAME)]
    at: Time
    """In UTC, whatever it is given in; so are all times of a wish."""

    def __post_init__(self) -> None:
        """Let the same time be the same event."""
        structs.force_setattr(self, "at", _utc(self.at))


class Acknowledge(Wish, frozen=True, kw_only=True, forbid_unknown_fields=True, tag=True):
    """These alerts have been seen."""

    alerts: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=MOST_ALERTS)]


class Snooze(Wish, frozen=True, kw_only=True, forbid_unknown_fields=True, tag=True):
    """No more of what these alerts are about, until then."""

    alerts: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=MOST_ALERTS)]
    until: Time

    def __post_init__(self) -> None:
        """Both times."""
        Wish.__post_init__(self)
        structs.force_setattr(self, "until", _utc(self.until))


class Retry(Wish, frozen=True, kw_only=True, forbid_unknown_fields=True, tag=True):
    """These alerts are to be sent now; with each, how many attempts there have been."""

    alerts: Annotated[
        dict[Id, Annotated[int, Meta(ge=0)]], Meta(min_length=1, max_length=MOST_ALERTS)
    ]


Corrects = (
    ClaimRetracted
    | ClaimCorrected
    | ClaimEntered
    | IncidentJudged
    | IncidentsMerged
    | IncidentSplit
    | CorrectionUndone
    | IncidentReported
    | IncidentAdjusted
)
"""What a correction is recorded as; a claim that a person enters stands beside its `ClaimEntered`."""


class Correct(Wish, frozen=True, kw_only=True, forbid_unknown_fields=True, tag=True):
    """Something is otherwise than it was read or reckoned."""

    topic: Annotated[str, Meta(min_length=1, max_length=LONGEST_NAME)]
    events: Annotated[tuple[Corrects, ...], Meta(min_length=1, max_length=MOST_ALERTS)]

    def __post_init__(self) -> None:
        """Let nobody speak for another, or at another time; a claim is the person's own words."""
        Wish.__post_init__(self)
        entered = {each.claim for each in self.events if isinstance(each, ClaimEntered)}
        for each in self.events:
            if isinstance(each, Claim):
                said = (each.attribution.speaker, each.attribution.kind, each.pack, each.seen)
                if said != (self.who, "analyst", "", self.at) or each.id not in entered:
                    raise ValueError("a claim that is entered is the person's own")
            elif (each.who, each.at) != (self.who, self.at):
                raise ValueError("a correction has another author or time than the wish")
            _check(each, self.at)


def _check(event: Corrects, at: datetime) -> None:
    """Raise ValueError for a number or a day that cannot be."""
    counts: dict[str, Count] = {}
    if isinstance(event, ClaimCorrected | IncidentReported | IncidentAdjusted):
        counts = event.counts
    if any(max(count.min, count.max or 0) > LARGEST_COUNT for count in counts.values()):
        raise ValueError(f"a number of a correction is above {LARGEST_COUNT:,}")
    days = event.occurred if isinstance(event, IncidentReported | IncidentAdjusted) else None
    if days is not None and days.to > at.date() + ZONES:
        raise ValueError(f"{days.to} has not been yet")


def _utc(time: datetime) -> datetime:
    """The same time in UTC. Raises ValueError when it has none: the last hours of the year 9999."""
    try:
        return time.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{time.isoformat()} is no time that can be told in UTC") from error


AlertWish = Acknowledge | Snooze | Retry
AnyWish = AlertWish | Correct


class Letter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A wish as it is written down. A wish of another form is another version."""

    version: Literal[1] = 1
    wish: AnyWish


class Raised(NamedTuple):
    """Where an alert was raised, for which channel, and how often it has been sent or tried by now."""

    stream: str
    channel: str
    attempts: int = 0


class Whereabouts(dict[str, Raised]):
    """Where each alert was raised, by its id; kept up to date by `add`, in the order of the log."""

    types = (AlertRaised.__name__, AlertAttempted.__name__)
    """Names in the log of the events that it is made of."""

    def add(self, stream: str, event: AnyEvent) -> None:
        """Take in an event of a stream; others are ignored."""
        if isinstance(event, AlertRaised):
            self[event.alert] = Raised(stream, event.channel)
        elif isinstance(event, AlertAttempted) and event.alert in self:
            known = self[event.alert]
            self[event.alert] = known._replace(attempts=max(known.attempts, event.attempt))


Where = Callable[[str], Raised | None]
"""Where the alert of an id was raised; None when there is no such alert."""

_ENCODER = msgspec.json.Encoder(order="deterministic")
_DECODER = msgspec.json.Decoder(Letter)


def written(wish: AnyWish) -> bytes:
    """A wish as it is written down."""
    return _ENCODER.encode(Letter(wish=wish))


def read(text: bytes) -> AnyWish:
    """The wish that was written down. Raises Unfulfillable when it is none."""
    try:
        return _DECODER.decode(text).wish
    except (msgspec.MsgspecError, QuoteError, ValueError, RecursionError) as error:
        raise Unfulfillable(f"it is no wish: {printable(str(error))}") from error


def events(wish: AnyWish, where: Where) -> dict[str, list[AnyEvent]]:
    """What a wish comes to, by stream. Raises Unfulfillable for an alert or an attempt that there is not."""
    if isinstance(wish, Correct):
        return {wish.topic: [*wish.events]}
    found: dict[str, list[AnyEvent]] = {}
    for alert in sorted(set(wish.alerts)):
        raised = where(alert)
        if raised is None:
            raise Unfulfillable(f"there is no alert {printable(alert)}")
        if isinstance(wish, Retry) and wish.alerts[alert] > raised.attempts:
            had = many(raised.attempts, "attempt")
            raise Unfulfillable(f"alert {printable(alert)} has had {had}, not {wish.alerts[alert]}")
        found.setdefault(raised.stream, []).append(_event(wish, alert, raised.channel))
    return found


def _event(wish: AlertWish, alert: str, channel: str) -> AnyEvent:
    who = printable(wish.who).strip()
    match wish:
        case Acknowledge():
            return AlertAcknowledged(
                alert=alert, channel=channel, attempt=0, at=wish.at, detail=who
            )
        case Snooze():
            return AlertSnoozed(alert=alert, until=wish.until, who=who, at=wish.at)
        case Retry():
            return AlertRetried(alert=alert, after=wish.alerts[alert], who=who, at=wish.at)


def told(wish: AnyWish) -> str:
    """The wish in a sentence."""
    who = printable(wish.who).strip()
    if isinstance(wish, Correct):
        made = next(each for each in wish.events if not isinstance(each, Claim))
        return f"{who} has corrected {printable(wish.topic)}: {printable(made.why)}"
    alerts = many(len(wish.alerts), "alert")
    match wish:
        case Acknowledge():
            return f"{who} has seen {alerts}"
        case Snooze():
            return f"{who} wants no more of {alerts} until {wish.until:%Y-%m-%d %H:%M} UTC"
        case Retry():
            return f"{who} wants {alerts} sent again"
