"""What texts say: the claims. Events like the others, gathered here because all reading makes them.

A claim is what one story says about one tracker. It keeps the exact span that says it, and cannot be
built when a value does not occur there.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, get_args

from msgspec import structs

from monitor.errors import QuoteError
from monitor.values import (
    Assertion,
    Attribution,
    Count,
    Event,
    Quote,
    Window,
    check_said,
    counts_text,
    short_id,
)

MODEL = "model/"
"""How the `pack` of a claim begins that a language model has proposed: "model/1+en/3"."""


class Claim(Event, frozen=True, kw_only=True):
    """What one story says about one tracker, with its quote."""

    word: ClassVar[str]
    """What such a claim is called where people and programs read it."""
    id: str = ""
    """Handle of the claim; filled from the content when left empty."""
    tracker: str
    story: str
    reading: int = 1
    lineage: str
    wire: str | None = None
    url: str
    site: str
    quote: Quote
    rule: str
    """Id of the rule that found it."""
    pack: str
    """Language pack and its version, "en/1"; for what a model has proposed also the check and its own.
    Empty when a person entered it."""
    attribution: Attribution = Attribution()
    assertion: Assertion = "asserted"
    published: datetime | None
    day: date | None
    seen: datetime

    def counts_said(self) -> tuple[Count, ...]:
        """Every number of the claim: each must be said by the quote."""
        return ()

    def payload(self) -> tuple[str, ...]:
        """What is claimed, as text: part of the identity."""
        return ()

    def __post_init__(self) -> None:
        """Check the quote and fill the id. Raises QuoteError when a value is not in the quote."""
        if len(self.quote.text) != self.quote.end - self.quote.start:
            raise QuoteError(f"quote of {self.rule} is not its span: {self.quote!r}")
        for count in self.counts_said():
            check_said(count, self.quote.text, self.rule)
        if not self.id:
            structs.force_setattr(self, "id", short_id(*self.identity()))

    def identity(self) -> tuple[str, ...]:
        """Story, reading, span, rule, tracker and what is claimed."""
        quote = self.quote
        place = (quote.field, str(quote.start), str(quote.end))
        how = (self.rule, self.tracker, self.assertion, type(self).__name__)
        return (self.story, str(self.reading), *place, *how, *self.payload())

    @property
    def by_model(self) -> bool:
        """True when a language model has proposed it; the rules have only checked it."""
        return self.pack.startswith(MODEL)

    @property
    def reported(self) -> datetime:
        """Publication of the story, else when we saw it."""
        return self.published or self.seen


class IncidentReported(Claim, frozen=True, kw_only=True, tag=True):
    """One happening: when, where, and how many of each measure of the tracker."""

    word = "incident"
    occurred: Window | None = None
    place: str | None = None
    ordinal: int | None = None
    """"the 21st strike" is 21; ordinals within a week or a region are not given."""
    counts: dict[str, Count] = {}
    """By measure of the tracker: "killed", "survivors", "vessels", "strikes" ..."""
    aggregate: bool = False
    """The text tells several happenings in one ("five killed in two strikes")."""
    another: bool = False
    """The text says that it is one more ("another strike", "hours after the first")."""

    def counts_said(self) -> tuple[Count, ...]:
        """All of them."""
        return tuple(self.counts.values())

    def payload(self) -> tuple[str, ...]:
        """When, where, which, how many."""
        when = f"{self.occurred.from_!s}..{self.occurred.to!s}" if self.occurred else ""
        return (when, self.place or "", str(self.ordinal), *counts_text(self.counts))


class TotalReported(Claim, frozen=True, kw_only=True, tag=True):
    """A running total of one or more measures."""

    word = "total"
    counts: dict[str, Count]
    as_of: date | None = None
    """The day up to which it counts, when said."""
    since: date | None = None
    prior: bool = False
    """It counts up to, but without, the newest happening ("before Thursday's strike")."""
    presumed: bool | None = None
    """The convention: with the presumed dead (True), without (False), not said (None)."""
    scope: str | None = None
    """A part only ("this week", "in the Pacific"): never compared with the whole."""

    def counts_said(self) -> tuple[Count, ...]:
        """All of them."""
        return tuple(self.counts.values())

    def payload(self) -> tuple[str, ...]:
        """How many, of what, with which convention."""
        convention = (str(self.prior), str(self.presumed), self.scope or "", str(self.as_of))
        return (*convention, *counts_text(self.counts))


class IncidentAdjusted(Claim, frozen=True, kw_only=True, tag=True):
    """Something about an earlier incident changes: a survivor is presumed dead, a body is found.

    It is told by a text (with its quote) or entered by an analyst (then the quote is the reason).
    """

    word = "adjustment"
    occurred: Window | None = None
    """The day of the incident meant, when it is said."""
    counts: dict[str, Count]
    """Added to the incident: "presumed_dead" 1, for one."""

    def counts_said(self) -> tuple[Count, ...]:
        """All of them."""
        return tuple(self.counts.values())

    def payload(self) -> tuple[str, ...]:
        """Which incident, what is added."""
        when = f"{self.occurred.from_!s}..{self.occurred.to!s}" if self.occurred else ""
        return (when, *counts_text(self.counts))


class StatusReported(Claim, frozen=True, kw_only=True, tag=True):
    """A step of a question between parties, or of one with stages of its own."""

    word = "status"
    episode: str
    """Which question of the tracker: "meeting", "call"; the tracker's id when it has one only."""
    stage: str
    parties: tuple[str, ...] = ()
    party: str | None = None
    """The party whose position it is, when one of them speaks."""
    venue: str | None = None
    date: Window | None = None
    """The day set for it, when one is."""
    occurred: Window | None = None
    """When it took place or was said to."""
    participants: tuple[str, ...] = ()

    def payload(self) -> tuple[str, ...]:
        """Episode, stage, place, days, people."""
        days = (f"{w.from_!s}..{w.to!s}" if w else "" for w in (self.date, self.occurred))
        return (self.episode, self.stage, self.venue or "", self.party or "", *days)


class QuantityReported(Claim, frozen=True, kw_only=True, tag=True):
    """A measured number at a time: troops, per cent, barrels."""

    word = "quantity"
    value: Count
    unit: str
    prospective: bool = False
    """It is what will be, not what is ("will bring the number to 14,500")."""

    def counts_said(self) -> tuple[Count, ...]:
        """The value."""
        return (self.value,)

    def payload(self) -> tuple[str, ...]:
        """How many of what."""
        return (f"{self.value.min}..{self.value.max}", self.unit, str(self.prospective))


class StatementReported(Claim, frozen=True, kw_only=True, tag=True):
    """Who offered, threatened, demanded or denied something, to whom."""

    word = "statement"
    speaker: str
    act: str
    about: str = ""
    to: str | None = None

    def payload(self) -> tuple[str, ...]:
        """Who does what about what to whom."""
        return (self.speaker, self.act, self.about, self.to or "")


AnyClaim = (
    IncidentReported
    | TotalReported
    | IncidentAdjusted
    | StatusReported
    | QuantityReported
    | StatementReported
)
"""The closed union of claims."""
CLAIMS: tuple[type[Claim], ...] = get_args(AnyClaim)
"""Their classes."""
