"""Claims as persons have put them right: what of their retractions and corrections holds, and the counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TypeVar

from msgspec import structs

from monitor.corrections import CorrectionUndone
from monitor.events import ClaimCorrected, ClaimRetracted
from monitor.projections import Retired
from monitor.projections.rulings import Rulings, undone
from monitor.reports import (
    AnyClaim,
    IncidentAdjusted,
    IncidentReported,
    QuantityReported,
    TotalReported,
)

Undoings = Mapping[str, Mapping[str, CorrectionUndone]]
"""Id of a correction -> event id -> that it was undone."""

Standings = list[tuple[datetime, str, AnyClaim]]
"""Claims that stand, each with when it was reported and its id."""

_Verdict = TypeVar("_Verdict", ClaimRetracted, ClaimCorrected)


def in_force(
    made: Iterable[_Verdict], undoings: Undoings, as_of: datetime | None = None
) -> list[_Verdict]:
    """Those of the retractions or corrections of a claim that hold at a time, in their order."""
    return sorted(
        (
            each
            for each in made
            if (as_of is None or each.at <= as_of)
            and not undone(undoings, each.correction_id(), as_of)
        ),
        key=lambda event: (event.at, event.event_id()),
    )


def corrected(claim: AnyClaim, events: Iterable[ClaimCorrected]) -> AnyClaim:
    """The claim after these corrections, the last one in force."""
    for event in events:
        claim = _with_counts(claim, event)
    return claim


def _with_counts(claim: AnyClaim, event: ClaimCorrected) -> AnyClaim:
    if isinstance(claim, IncidentReported | TotalReported | IncidentAdjusted):
        return _changed(claim, "counts", claim.counts | event.counts)
    if isinstance(claim, QuantityReported) and event.counts:
        value = event.counts.get("value") or next(iter(event.counts.values()))
        return _changed(claim, "value", value)
    return claim


def _changed(claim: AnyClaim, field: str, value: object) -> AnyClaim:
    """A copy with another value: built without the check against the quote, which a person overrules."""
    copied: AnyClaim = claim.__copy__()  # type: ignore[union-attr]
    structs.force_setattr(copied, field, value)
    return copied


_OF_INCIDENTS = (IncidentReported, TotalReported, IncidentAdjusted)


def undismissed(stand: Standings, decided: Rulings) -> tuple[Standings, list[Retired]]:
    """Without the steps, values and statements that a person has dismissed.

    What tells of incidents stays: there the kind shows what was dismissed.
    """
    left: Standings = []
    retired: list[Retired] = []
    for each in stand:
        why = decided.dismissed(each[1])
        if why is None or isinstance(each[2], _OF_INCIDENTS):
            left.append(each)
        else:
            retired.append(Retired(each[1], why, shown=True))
    return left, retired
