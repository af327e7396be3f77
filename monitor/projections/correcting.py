"""What corrections are about: the claims that each concerns, and the one of an id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias, get_args

from msgspec import structs

from monitor.corrections import (
    ClaimEntered,
    CorrectionUndone,
    Decision,
    IncidentJudged,
    IncidentsMerged,
    IncidentSplit,
)
from monitor.events import AnyEvent, ClaimCorrected, ClaimRetracted
from monitor.projections.developments import PutRight
from monitor.projections.ledger import Ledger
from monitor.projections.rulings import in_place
from monitor.reports import Claim
from monitor.text import printable

AnyCorrection: TypeAlias = (
    ClaimRetracted
    | ClaimCorrected
    | ClaimEntered
    | IncidentJudged
    | IncidentsMerged
    | IncidentSplit
    | CorrectionUndone
)
"""Everything that a person does to claims and incidents."""
_CORRECTIONS: tuple[type, ...] = get_args(AnyCorrection)


def corrections(events: Iterable[AnyEvent]) -> list[AnyCorrection]:
    """The corrections among events."""
    return [each for each in events if isinstance(each, _CORRECTIONS)]  # type: ignore[misc]


def named(ledger: Ledger, name: str) -> list[AnyCorrection]:
    """The correction of that id, also as it was done again to other claims; empty when there is none.

    An undoing is not found: nobody undoes it.
    """
    decided = ledger.decided.get(name)
    if decided is not None:
        return [decided]
    return [each for each in _of_claims(ledger) if each.correction_id() == name]


def _of_claims(ledger: Ledger) -> Iterator[ClaimRetracted | ClaimCorrected]:
    for retracted in ledger.retracted.values():
        yield from retracted.values()
    for corrected in ledger.corrected.values():
        yield from corrected.values()


def standing_corrections(ledger: Ledger) -> list[str]:
    """The ids of all corrections that have not been undone."""
    every = {*ledger.decided, *(each.correction_id() for each in _of_claims(ledger))}
    return sorted(every - ledger.undone.keys())


def concerned(ledger: Ledger, event: AnyCorrection) -> frozenset[str]:
    """The claims that a correction is about."""
    match event:
        case ClaimRetracted() | ClaimCorrected():
            return frozenset({event.claim})
        case ClaimEntered():
            return frozenset({event.claim, *event.claims})
        case IncidentJudged() | IncidentsMerged():
            return frozenset(event.claims)
        case IncidentSplit():
            return frozenset({*event.claims, *event.rest})
        case CorrectionUndone():
            undone = named(ledger, event.correction)
            return frozenset(claim for each in undone for claim in concerned(ledger, each))


def trackers(ledger: Ledger, events: Iterable[AnyCorrection]) -> frozenset[str]:
    """The trackers whose claims corrections are about: no other says anything else by them."""
    claims = {claim for each in events for claim in concerned(ledger, each)}
    return frozenset(name for name, kept in ledger.claims.items() if not claims.isdisjoint(kept))


def decided(ledger: Ledger) -> frozenset[str]:
    """The claims of which something is decided, with those in their place since."""
    every = ledger.decided.values()
    claims = (claim for each in every for claim in (*concerned(ledger, each), *_apart(each)))
    return frozenset(in_place(claims, ledger.replaced))


def done_again(ledger: Ledger, claim: str, other: str) -> Iterator[ClaimRetracted | ClaimCorrected]:
    """What was done to a claim, of one that has its place: by the same person, at the same time."""
    for retraction in ledger.retracted.get(claim, {}).values():
        yield structs.replace(retraction, claim=other, of=retraction.of or claim)
    for correction in ledger.corrected.get(claim, {}).values():
        yield structs.replace(correction, claim=other, of=correction.of or claim)


def judged(ledger: Ledger) -> dict[str, IncidentJudged]:
    """Claim -> what is said of what it tells, as far as that has not been undone."""
    return {
        claim: each
        for name, each in sorted(ledger.decided.items())
        if isinstance(each, IncidentJudged) and name not in ledger.undone
        for claim in in_place(each.claims, ledger.replaced)
    }


def _apart(event: AnyCorrection) -> Iterator[str]:
    """The claims from which an entered one is kept apart."""
    if isinstance(event, ClaimEntered):
        for claims in event.apart:
            yield from claims


def put_right(ledger: Ledger, events: Iterable[AnyEvent]) -> PutRight | None:
    """What a person puts right by these events; None when it is no correction."""
    made = corrections(events)
    if not made:
        return None
    claims = frozenset(claim for each in made for claim in concerned(ledger, each))
    first: Decision | ClaimRetracted | ClaimCorrected = made[0]
    return PutRight(who=first.who, why=first.why, claims=claims)


def astray(ledger: Ledger, events: Iterable[AnyEvent]) -> str:
    """What is wrong with corrections of what there is not; empty when nothing is."""
    events = list(events)
    known = {claim for kept in ledger.claims.values() for claim in kept}
    known.update(event.id for event in events if isinstance(event, Claim))
    for each in corrections(events):
        if isinstance(each, CorrectionUndone):
            if not named(ledger, each.correction):
                return f"there is no correction {printable(each.correction)}"
        elif unknown := sorted(concerned(ledger, each) - known):
            return f"there is no claim {printable(unknown[0])}"
    return ""
