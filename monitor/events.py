"""What the log records: frozen values, past tense, a closed union.

What became of texts (`Story...`), what texts say (`...Reported`: the claims, in `monitor.reports`), what a
language model answered about them (in `monitor.consulted`), developments and what people were told of them
(in `monitor.notices`), corrections by a person (of incidents in `monitor.corrections`), the health of
sources. All times are aware UTC.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from msgspec import Struct, structs

from monitor.consulted import AnswerRead, ModelAnswered, ModelFailed
from monitor.corrections import (
    ClaimEntered,
    ClaimsReplaced,
    CorrectionUndone,
    IncidentJudged,
    IncidentsMerged,
    IncidentSplit,
)
from monitor.notices import (
    AlertAcknowledged,
    AlertAttempted,
    AlertDelivered,
    AlertFailed,
    AlertHeld,
    AlertRaised,
    AlertRetried,
    AlertSnoozed,
    DevelopmentNoted,
)
from monitor.reports import (
    IncidentAdjusted,
    IncidentReported,
    QuantityReported,
    StatementReported,
    StatusReported,
    TotalReported,
)
from monitor.values import Count, Event, counts_text

# --- texts -----------------------------------------------------------------------------------


class StoryPublished(Event, frozen=True, kw_only=True, tag=True):
    """A text about the topic was first seen: the head of a lineage."""

    story: str
    source: str
    url: str
    guid: str = ""
    site: str
    title: str
    text: str
    lang: str
    wire: str | None = None
    published: datetime | None
    day: date | None
    day_only: bool = False
    seen: datetime
    why: str = ""

    def identity(self) -> tuple[str, ...]:
        """A story is first seen once."""
        return (self.story,)

    @property
    def reported(self) -> datetime:
        """Publication, else when we saw it."""
        return self.published or self.seen


class StoryCopied(StoryPublished, frozen=True, kw_only=True, tag=True):
    """The same text was seen at another address: a text of its own, one voice with `of`."""

    of: str
    """The story of which it is a copy."""
    joins: tuple[str, ...] = ()
    """Every lineage that this text shares; more than one when it bridges two."""
    kind: Literal["syndicated", "same text"] = "syndicated"
    score: float = 0.0
    """Shared part of the shorter text's five-word shingles, 0..1."""


class StoryRevised(Event, frozen=True, kw_only=True, tag=True):
    """The text at a known address has changed. A material change is read again: `reading` goes up."""

    story: str
    url: str
    title: str
    text: str
    material: bool
    reading: int
    """The reading whose claims stand from now on (unchanged when not material)."""
    published: datetime | None
    seen: datetime
    why: str = ""
    lang: str | None = None
    """As the entry had it, like the next three; None: this event was written before they were kept."""
    wire: str | None = None
    day: date | None = None
    day_only: bool = False
    seen_day: date | None = None
    """The day of `seen` in the outlet's zone; None: its day in UTC."""
    whole: bool = False
    """The page's text in place of the feed's summary: nothing was changed, it was published as it was."""

    def identity(self) -> tuple[str, ...]:
        """A revision is its text, where and when it was seen: a text can come back, or move."""
        where = (self.story, self.url, str(self.reading))
        return (*where, self.title, self.text, self.seen.isoformat())

    @property
    def reported(self) -> datetime:
        """When we saw the change: nobody says when a silent edit was made."""
        return self.seen


class StoryReread(Event, frozen=True, kw_only=True, tag=True):
    """Newer rules have read the story: claims of its earlier readings are retired.

    A story whose text has changed is read again text by text, in their order, so that what had been
    reported before a revision is told by newer rules as well.
    """

    story: str
    reading: int
    of: int = 0
    """The reading in which this text was first read; 0: the newest text there was."""
    pack: str
    """Language pack and its version; empty when nothing is read: another language, not about the topic."""
    published: datetime | None
    seen: datetime
    at: datetime | None = None
    """When it was read again; nothing depends on it."""

    def identity(self) -> tuple[str, ...]:
        """One reading of a story happens once."""
        return (self.story, str(self.reading))

    @property
    def reported(self) -> datetime:
        """The story's own time: that our rules have changed is no news about the world."""
        return self.published or self.seen


# --- corrections by a person -----------------------------------------------------------------


class ClaimRetracted(Event, frozen=True, kw_only=True, tag=True):
    """An analyst takes a claim out of every figure."""

    claim: str
    who: str
    why: str
    at: datetime
    of: str = ""
    """The claim that was meant, when its story was read again since: this one says the same."""

    def identity(self) -> tuple[str, ...]:
        """Who retracted which claim when."""
        return (self.claim, self.who, self.at.isoformat())

    def correction_id(self) -> str:
        """The id of what the person did, also where it was done again to this claim."""
        return structs.replace(self, claim=self.of or self.claim).event_id()

    @property
    def reported(self) -> datetime:
        """When it was retracted."""
        return self.at


class ClaimCorrected(Event, frozen=True, kw_only=True, tag=True):
    """An analyst gives a claim other counts than were read."""

    claim: str
    counts: dict[str, Count]
    who: str
    why: str
    at: datetime
    of: str = ""
    """The claim that was meant, when its story was read again since: this one has its place."""

    def identity(self) -> tuple[str, ...]:
        """Who corrected which claim to what, when."""
        return (self.claim, self.who, self.at.isoformat(), *counts_text(self.counts))

    def correction_id(self) -> str:
        """The id of what the person did, also where it was done again to this claim."""
        return structs.replace(self, claim=self.of or self.claim).event_id()

    @property
    def reported(self) -> datetime:
        """When it was corrected."""
        return self.at


class EventRedacted(Event, frozen=True, kw_only=True, tag=True):
    """The body of an earlier event of this stream was taken out of the log; its hash is kept.

    No event without its body is believed that has no such event behind it.
    """

    position: int
    """Place of that event in the log, `n` in its stream, ..."""
    n: int
    event: str
    """... its id ..."""
    kind: str
    """... and its stored type."""
    story: str = ""
    """The story whose text it was: nothing is taken in under its address again; empty: of none."""
    who: str
    why: str
    at: datetime

    def identity(self) -> tuple[str, ...]:
        """An event is redacted once."""
        return (str(self.n), self.event)

    @property
    def reported(self) -> datetime:
        """When it was redacted."""
        return self.at


# --- health of sources (stream "_sources") ---------------------------------------------------


class SourceStep(Event, frozen=True, kw_only=True):
    """A change in the health of a source, after hysteresis."""

    source: str
    address: str
    at: datetime
    detail: str = ""

    def identity(self) -> tuple[str, ...]:
        """Which source, when."""
        return (self.source, self.at.isoformat())

    @property
    def reported(self) -> datetime:
        """When it happened."""
        return self.at


class SourceFailed(SourceStep, frozen=True, kw_only=True, tag=True):
    """A source has failed several times in a row: we are blind there; `detail` says why."""


class SourceRecovered(SourceStep, frozen=True, kw_only=True, tag=True):
    """A failed source answers again."""


class SourceMoved(SourceStep, frozen=True, kw_only=True, tag=True):
    """A source has moved for good to `address`."""


class SourceGone(SourceStep, frozen=True, kw_only=True, tag=True):
    """A source says that it is gone for good (410): it is no longer polled."""


class CoverageGap(SourceStep, frozen=True, kw_only=True, tag=True):
    """Entries may have been missed between `since` and `at`."""

    since: datetime


AnyEvent = (
    StoryPublished
    | StoryCopied
    | StoryRevised
    | StoryReread
    | IncidentReported
    | TotalReported
    | IncidentAdjusted
    | StatusReported
    | QuantityReported
    | StatementReported
    | ModelAnswered
    | AnswerRead
    | ModelFailed
    | ClaimRetracted
    | ClaimCorrected
    | ClaimEntered
    | IncidentJudged
    | IncidentsMerged
    | IncidentSplit
    | CorrectionUndone
    | ClaimsReplaced
    | EventRedacted
    | DevelopmentNoted
    | AlertRaised
    | AlertHeld
    | AlertAttempted
    | AlertDelivered
    | AlertFailed
    | AlertAcknowledged
    | AlertSnoozed
    | AlertRetried
    | SourceFailed
    | SourceRecovered
    | SourceMoved
    | SourceGone
    | CoverageGap
)


class Recorded(Struct, frozen=True):
    """An event with its place in the log."""

    position: int
    """Place in the whole log: strictly increasing; holes are what was redacted."""
    stream: str
    n: int
    """Place in its stream, from 1; without holes but those."""
    id: str
    hash: str
    event: AnyEvent
    passed: int = 0
    """Events of its stream right before it that are not given: they were redacted."""
