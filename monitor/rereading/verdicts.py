"""What persons have done to claims, done again to the claims that take their place.

A retraction is of what was read: it holds for a claim that says the same, wherever it is found. A
correction tells what words mean, whatever is read in them: it holds for the very same words as well.
What was decided of an incident holds for the claims in the place of its own; that it is dismissed, while
their numbers are the same. What does not hold any more lapses, and is told, unless newer rules read what
was wanted.
"""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias, TypeVar

from msgspec import Struct, structs

from monitor.claims.differing import Compared, same_span, says_the_same
from monitor.corrections import IncidentJudged
from monitor.events import ClaimCorrected, ClaimRetracted
from monitor.projections.amended import corrected, in_force
from monitor.projections.correcting import decided, judged
from monitor.projections.ledger import Ledger
from monitor.reports import AnyClaim, QuantityReported
from monitor.values import Count

Verdict: TypeAlias = ClaimRetracted | ClaimCorrected
"""What a person has done to a claim."""


class Lapsed(Struct, frozen=True):
    """What a person has done to a claim that is not read any more."""

    verdict: Verdict | IncidentJudged
    was: AnyClaim
    now: AnyClaim | None = None
    """What is read in its place, if something is."""


class Verdicts:
    """What persons have done to claims."""

    def __init__(self, ledger: Ledger) -> None:
        self._retracted = ledger.retracted
        self._corrected = ledger.corrected
        self._undone = ledger.undone
        self._decided = decided(ledger)
        self._judged = judged(ledger)

    def replaced(self, difference: Compared) -> dict[str, str]:
        """What stands in the place of each claim of which persons have decided something."""
        pairs = (*difference.same, *difference.changed)
        return {
            was.id: now.id
            for was, now in pairs
            if was.id in self._decided and not self._mended(was, now)
        }

    def _mended(self, was: AnyClaim, now: AnyClaim) -> IncidentJudged | None:
        """That a claim was dismissed with numbers that are not read any more: it may be so after all."""
        judged = self._judged.get(was.id)
        gone = judged is not None and judged.verdict == "dismissed"
        return judged if gone and _counts(was) != _counts(now) else None

    def carried(self, difference: Compared) -> tuple[list[Verdict], list[Lapsed]]:
        """What is done again to the claims of the new reading, and what is not."""
        carried: list[Verdict] = []
        lapsed: list[Lapsed] = []
        for was, now in (*difference.same, *difference.changed):
            retractions, corrections = self._of(was.id)
            same = says_the_same(was, now)
            wanted = corrected(now, in_force(corrections, self._undone))
            carried += (_done_again(each, now) for each in retractions if same)
            lapsed += (
                Lapsed(each, was, now) for each in in_force(retractions, self._undone) if not same
            )
            if same or (same_span(was, now) and _counts(wanted) != _counts(now)):
                carried += (_done_again(each, now) for each in corrections)
            elif _counts(wanted) != _counts(now):
                lapsed += (Lapsed(each, was, now) for each in in_force(corrections, self._undone))
        for was, now in difference.changed:
            mended = self._mended(was, now)
            lapsed += [Lapsed(mended, was, now)] if mended is not None else []
        for was in difference.lost:  # what was retracted is gone, as it was wanted
            made = in_force(self._of(was.id)[1], self._undone)
            lapsed += (Lapsed(each, was) for each in made)
            alone = self._judged.get(was.id)
            if alone is not None and len(alone.claims) == 1:  # else its other claims bear it on
                lapsed.append(Lapsed(alone, was))
        return carried, lapsed

    def _of(self, claim: str) -> tuple[list[ClaimRetracted], list[ClaimCorrected]]:
        """Everything that was done to a claim, in the order in which it was."""
        return (
            sorted(self._retracted.get(claim, {}).values(), key=_when),
            sorted(self._corrected.get(claim, {}).values(), key=_when),
        )


def _when(verdict: Verdict) -> tuple[datetime, str]:
    return (verdict.at, verdict.event_id())


def _counts(claim: AnyClaim) -> dict[str, tuple[int, int | None]]:
    """The numbers of a claim by name; a single one is called "value"."""
    if isinstance(claim, QuantityReported):
        return {"value": (claim.value.min, claim.value.max)}
    counts: dict[str, Count] = getattr(claim, "counts", {})
    return {name: (count.min, count.max) for name, count in counts.items()}


_Made = TypeVar("_Made", ClaimRetracted, ClaimCorrected)


def _done_again(verdict: _Made, claim: AnyClaim) -> _Made:
    """The same by the same person at the same time, of another claim."""
    return structs.replace(verdict, claim=claim.id, of=verdict.of or verdict.claim)
