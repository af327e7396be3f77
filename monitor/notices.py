"""Developments, and what people are told of them: the events of the outbox.

A development is a change of an answer, or of what we can see. A rule makes an alert of it at once, or
holds it back and says why; each step of an alert's delivery is an event of its own.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from monitor.values import Event

Severity = Literal["info", "notice", "warning", "critical"]
SEVERITIES: tuple[Severity, ...] = ("info", "notice", "warning", "critical")
"""From what is only recorded to what wakes people."""

DevelopmentKind = Literal[
    "incident",
    "unconfirmed",
    "rise",
    "fall",
    "correction",
    "claimed",
    "stage",
    "undone",
    "plan",
    "position",
    "statement",
    "dispute",
    "settled",
    "gap",
    "blind",
    "back",
    "silence",
    "change",
]
"""incident     a new happening that counts; `unconfirmed`: one that does not count yet
rise, fall   a figure went up or down
correction   it went down, or another way, because a source has taken back what it had said, or because a
             person has put it right
claimed      one voice alone says it
stage        a question has moved on; `undone`: it has been taken back
plan         a day or a place is known
position     somebody says otherwise, or something new
dispute      voices of weight give different figures; `settled`: they do not any more
gap          reported totals and incidents differ, by more or less than before
blind, back  sources of the topic do not answer, answer again; `silence`: they answer and tell nothing
change       anything else"""

COVERAGE = "coverage"
"""Tracker of the developments that are about what we can see, not about the world: no topic may have it."""
SOURCES, STORIES = "sources", "stories"
"""Their fields: all sources together; silence. Others are ids of sources: none may be called so."""

ABOUT_CHANNEL = "channel "
"""The rule of a notice about a channel is this and its name: no rule of a topic has a blank in its id."""

HeldFor = Literal[
    "backfill",
    "read again",
    "old news",
    "voices",
    "quiet hours",
    "digest",
    "throttle",
    "cooldown",
    "snoozed",
    "superseded",
]
"""Why a rule does not tell a development: it came from old texts, from newer rules, was reported long ago;
it waits for another voice, for the end of quiet hours, for the next digest, for a pause to end, for the end
of a snooze; it has been overtaken while it waited."""


class DevelopmentNoted(Event, frozen=True, kw_only=True, tag=True):
    """A projection has changed in a way that a person would want to know."""

    development: str
    """Its id: content-derived, so that the same change is noted once."""
    tracker: str
    field: str
    """What changed: "killed", "strikes", "incident", "stage", "value" ..."""
    before: str
    after: str
    title: str
    """One line that a person would write."""
    severity: Severity
    because: tuple[str, ...]
    """Ids of the claims that brought it about."""
    kind: DevelopmentKind = "change"
    voices: int = 0
    """Independent voices behind it when it was noted; 0: not counted (of a source, or an older event)."""
    official: bool = False
    """One of the voices is an official one."""
    backfill: bool = False
    """Found while old texts were imported or read late: noted, never alerted."""
    reread: bool = False
    """Brought about by newer rules over stored stories: no news about the world. A backfill as well."""
    unheard: bool = False
    """Reported while its source was not heard (down, or we were off): news to us, however old."""
    corrected_by: str = ""
    """The person who has brought it about by a correction; empty: nobody has."""
    at: datetime
    """When the claims that brought it about were reported."""
    seen: datetime

    def identity(self) -> tuple[str, ...]:
        """The development's own id."""
        return (self.development,)

    @property
    def reported(self) -> datetime:
        """When it was reported."""
        return self.at


class Quoted(Struct, frozen=True, kw_only=True):
    """What one voice says, as an alert repeats it: text made safe, at most a long sentence."""

    text: str
    site: str
    url: str
    """Empty when it is no web address."""
    at: datetime
    speaker: str = ""
    by_model: bool = False


class Part(Struct, frozen=True, kw_only=True):
    """One development in an alert: all that a channel needs to show it. All text is one safe line."""

    development: str
    tracker: str
    field: str
    kind: DevelopmentKind
    severity: Severity
    title: str
    before: str
    after: str
    at: datetime
    voices: int = 0
    """Independent voices in all; more than are quoted, maybe."""
    quotes: tuple[Quoted, ...] = ()
    why: str = ""
    """The command that shows the grounds."""


class AlertRaised(Event, frozen=True, kw_only=True, tag=True):
    """A rule wants somebody to be told of developments through a channel."""

    alert: str
    rule: str
    channel: str
    severity: Severity
    title: str
    body: str
    """Plain text: one block a development."""
    developments: tuple[str, ...]
    at: datetime
    topic: str = ""
    """Id of the topic; empty in older events."""
    parts: tuple[Part, ...] = ()
    """The developments for channels that can show more than plain text; () in older events."""

    def identity(self) -> tuple[str, ...]:
        """The alert's own id."""
        return (self.alert,)

    @property
    def reported(self) -> datetime:
        """When it was raised."""
        return self.at


class AlertHeld(Event, frozen=True, kw_only=True, tag=True):
    """A rule does not tell developments: not now, or (`until` is None) not unless something changes."""

    rule: str
    developments: tuple[str, ...]
    reason: HeldFor
    detail: str = ""
    until: datetime | None = None
    """When it is looked at again."""
    final: bool = False
    """It is never told."""
    at: datetime

    def identity(self) -> tuple[str, ...]:
        """Which rule held what back, why and when."""
        return (self.rule, self.reason, self.at.isoformat(), *self.developments)

    @property
    def reported(self) -> datetime:
        """When it was held back."""
        return self.at


class AlertSnoozed(Event, frozen=True, kw_only=True, tag=True):
    """A person wants to hear no more, for a while, of what an alert was about."""

    alert: str
    until: datetime
    who: str
    at: datetime

    def identity(self) -> tuple[str, ...]:
        """Who snoozed which alert when."""
        return (self.alert, self.who, self.at.isoformat())

    @property
    def reported(self) -> datetime:
        """When it was snoozed."""
        return self.at


class AlertRetried(Event, frozen=True, kw_only=True, tag=True):
    """A person wants an alert to be sent now, whether it waits or was given up."""

    alert: str
    after: int
    """How many attempts there had been: a later one shows that it has been tried again since."""
    who: str
    at: datetime

    def identity(self) -> tuple[str, ...]:
        """Who wanted which alert sent again when."""
        return (self.alert, self.who, self.at.isoformat())

    @property
    def reported(self) -> datetime:
        """When it was wanted."""
        return self.at


class AlertStep(Event, frozen=True, kw_only=True):
    """One step in the delivery of an alert."""

    alert: str
    channel: str
    attempt: int
    at: datetime
    detail: str = ""

    def identity(self) -> tuple[str, ...]:
        """Which attempt of which alert."""
        return (self.alert, str(self.attempt))

    @property
    def reported(self) -> datetime:
        """When it happened."""
        return self.at


class AlertAttempted(AlertStep, frozen=True, kw_only=True, tag=True):
    """It is about to be sent: should we die now, it may have been sent."""


class AlertDelivered(AlertStep, frozen=True, kw_only=True, tag=True):
    """The channel has taken it."""

    repetition: bool = False
    """An earlier attempt may have arrived as well, and the channel cannot tell: it was sent marked so."""


class AlertFailed(AlertStep, frozen=True, kw_only=True, tag=True):
    """The channel has not taken it; `detail` says why, `final` that it is not tried again."""

    final: bool = False
    unknown: bool = False
    """It may have arrived all the same: no answer came."""
    retry_after: float = 0.0
    """Seconds for which the channel wants to be left alone; 0: it has not said."""


class AlertAcknowledged(AlertStep, frozen=True, kw_only=True, tag=True):
    """A person has seen it; `detail` says who. It belongs to no attempt: `attempt` is 0."""

    def identity(self) -> tuple[str, ...]:
        """Who has seen which alert when: several may see it."""
        return (self.alert, self.detail, self.at.isoformat())
