"""What persons decide, as the tests tell it; and decisions at random over given claims."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st
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
from monitor.projections import View
from monitor.reports import AnyClaim
from monitor.values import Attribution
from tests.projections.projection_claims import adjusted, at, corrected, incident, retracted
from tests.projections.projection_worlds import SPAN
from tests.projections.tally_law import told

AnyMade = Decision | ClaimRetracted | ClaimCorrected


def by(when: int, who: str = "ann", why: str = "checked") -> dict[str, Any]:
    """Who decides something on a day, and why."""
    return {"who": who, "why": why, "at": at(when)}


def ids(*claims: AnyClaim | str) -> tuple[str, ...]:
    """Their ids, sorted."""
    return tuple(sorted(each if isinstance(each, str) else each.id for each in claims))


def confirmed(when: int, *claims: AnyClaim, **more: Any) -> IncidentJudged:
    """What these claims tell is so."""
    return IncidentJudged(tracker="t", claims=ids(*claims), verdict="confirmed", **by(when, **more))


def dismissed(when: int, *claims: AnyClaim, **more: Any) -> IncidentJudged:
    """What these claims tell is not so."""
    return IncidentJudged(tracker="t", claims=ids(*claims), verdict="dismissed", **by(when, **more))


def merged(when: int, *claims: AnyClaim) -> IncidentsMerged:
    """These claims tell of one incident."""
    return IncidentsMerged(tracker="t", claims=ids(*claims), incidents=("X", "Y"), **by(when))


def split(when: int, off: Sequence[AnyClaim], rest: Sequence[AnyClaim]) -> IncidentSplit:
    """Some claims tell of another incident than the rest."""
    return IncidentSplit(tracker="t", claims=ids(*off), rest=ids(*rest), incident="X", **by(when))


def by_hand(claim: Any, when: int) -> Any:
    """A claim as a person enters it."""
    story = f"hand-{claim.id}"
    return structs.replace(
        claim,
        id="",
        story=story,
        lineage=story,
        pack="",
        attribution=Attribution("ann", None, "analyst"),
        published=None,
        seen=at(when),
    )


def entered(when: int, killed: int, happened: int, *apart: Sequence[AnyClaim]) -> list[AnyEvent]:
    """One more incident, another one than those of these claims."""
    claim = by_hand(incident(when, "hand", killed, happened, place="north"), when)
    parts = tuple(ids(*claims) for claims in apart)
    return [claim, ClaimEntered(tracker="t", claim=claim.id, apart=parts, **by(when))]


def changed(when: int, claims: Sequence[AnyClaim], **counts: int) -> list[AnyEvent]:
    """The incident of these claims has other numbers, or more presumed dead."""
    dead = counts.pop("presumed_dead", 1)
    claim = by_hand(adjusted(when, "hand", when - 1, dead=dead), when)
    if counts:
        numbers = incident(when, "hand", **counts)
        claim = structs.replace(claim, id="", counts=numbers.counts, quote=numbers.quote)
    meant = ids(*claims)
    return [
        claim,
        ClaimEntered(tracker="t", claim=claim.id, incident="X", claims=meant, **by(when)),
    ]


def undone(when: int, event: AnyMade) -> CorrectionUndone:
    """A correction is taken back."""
    name = event.event_id() if isinstance(event, Decision) else event.correction_id()
    return CorrectionUndone(correction=name, **by(when, "bob", "no"))


def made(events: Sequence[AnyEvent]) -> list[AnyMade]:
    """The corrections among events that can be undone."""
    kinds = (ClaimRetracted, ClaimCorrected, Decision)
    return [
        each
        for each in events
        if isinstance(each, kinds) and not isinstance(each, CorrectionUndone)
    ]


@st.composite
def corrections(draw: st.DrawFn, events: Sequence[AnyEvent], most: int = 4) -> list[AnyEvent]:
    """Decisions about any of the claims, one a day after all of them were told."""
    claims = told(events)
    found: list[AnyEvent] = []
    for number in range(draw(st.integers(1, most))):
        when = SPAN + 2 + number
        some = (
            draw(st.lists(st.sampled_from(claims), min_size=1, max_size=4, unique_by=_id))
            if claims
            else []
        )
        found += draw(_one(when, some))
    return found


def _id(claim: Any) -> str:
    return str(claim.id)


@st.composite
def _one(draw: st.DrawFn, when: int, some: Sequence[Any]) -> list[AnyEvent]:
    """One correction on a day."""
    killed, day = draw(st.integers(0, 6)), draw(st.integers(0, SPAN))
    if not some:
        return entered(when, killed, day)
    half = len(some) // 2
    ways: list[list[AnyEvent]] = [
        [confirmed(when, *some)],
        [dismissed(when, *some)],
        [merged(when, *some)],
        [split(when, some[:half] or some, some[half:] if half else ())],
        entered(when, killed, day, *([some] if draw(st.booleans()) else [])),
        changed(when, some),
        changed(when, some, killed=killed),
        [retracted(when, some[0])],
        [corrected(when, some[0], killed=killed)],
    ]
    return draw(st.sampled_from(ways))


def incidents(view: View) -> list[tuple[Any, ...]]:
    """Status, toll and claims of each incident."""
    return [
        (one["status"], (one["killed"] or {"best": None})["best"], set(one["claims"]))
        for one in view["incidents"]
    ]
