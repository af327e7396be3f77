"""What persons decide about claims and incidents: events like the others, which take nothing away.

A claim is retracted or corrected (`ClaimRetracted`, `ClaimCorrected` in `monitor.events`) or entered; an
incident is confirmed, dismissed, put together with others or taken apart; any of that can be undone. An
incident is named by its claims, for its id may change with what is reported later; the id that was shown is
kept for people.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from monitor.values import Event

Claims = tuple[str, ...]
"""Ids of claims."""


class Decision(Event, frozen=True, kw_only=True):
    """Who has decided it, why and when."""

    who: str
    why: str
    at: datetime

    def subject(self) -> tuple[str, ...]:
        """What it is about."""
        raise NotImplementedError

    def identity(self) -> tuple[str, ...]:
        """Who decided what when."""
        return (*self.subject(), self.who, self.at.isoformat())

    @property
    def reported(self) -> datetime:
        """When it was decided."""
        return self.at


class ClaimEntered(Decision, frozen=True, kw_only=True, tag=True):
    """A claim (recorded beside it) is a person's own: an incident, or a change of one."""

    tracker: str
    claim: str
    incident: str = ""
    """The incident that it changes, as it was called."""
    claims: Claims = ()
    """The claims of that incident."""
    apart: tuple[Claims, ...] = ()
    """The claims of each known incident that looks like the one entered, which is another."""

    def subject(self) -> tuple[str, ...]:
        """The claim."""
        return (self.claim,)


class IncidentJudged(Decision, frozen=True, kw_only=True, tag=True):
    """What is told is so, or it is not: an incident, a total, a change of an incident."""

    tracker: str
    claims: Claims
    incident: str = ""
    """As it was called; empty for a total."""
    verdict: Literal["confirmed", "dismissed"]

    def subject(self) -> tuple[str, ...]:
        """The claims, and what is thought of them."""
        return (self.tracker, self.verdict, *self.claims)


class IncidentsMerged(Decision, frozen=True, kw_only=True, tag=True):
    """What was taken for several incidents is one."""

    tracker: str
    claims: Claims
    incidents: tuple[str, ...]
    """As they were called."""

    def subject(self) -> tuple[str, ...]:
        """The claims."""
        return (self.tracker, *self.claims)


class IncidentSplit(Decision, frozen=True, kw_only=True, tag=True):
    """Some claims of an incident tell of another one."""

    tracker: str
    claims: Claims
    """Those that tell of another one."""
    rest: Claims
    """Those that stay."""
    incident: str
    """As it was called."""

    def subject(self) -> tuple[str, ...]:
        """The claims that go, and those that stay."""
        return (self.tracker, *self.claims, "", *self.rest)


class CorrectionUndone(Decision, frozen=True, kw_only=True, tag=True):
    """An earlier correction does not hold from now on; it stays in the log, and held until now."""

    correction: str
    """Id of its event."""

    def subject(self) -> tuple[str, ...]:
        """The correction."""
        return (self.correction,)


class ClaimsReplaced(Event, frozen=True, kw_only=True, tag=True):
    """A story was read again: what persons have decided about its claims holds for those in their place."""

    story: str
    reading: int
    by: dict[str, str]
    """Claim -> the claim of the new reading that has its place."""
    at: datetime
    """When the text that was read had been reported."""

    def identity(self) -> tuple[str, ...]:
        """One reading of a story happens once."""
        return (self.story, str(self.reading))

    @property
    def reported(self) -> datetime:
        """The text's own time: since then there can be claims in the place of others."""
        return self.at


AnyDecision = ClaimEntered | IncidentJudged | IncidentsMerged | IncidentSplit
"""What is decided of incidents."""
