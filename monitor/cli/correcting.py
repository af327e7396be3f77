"""From what a person says to the events of a correction. Nothing is written here.

What is recorded names claims: the id of an incident is kept for people alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple, TypeAlias
from urllib.parse import urlsplit

from msgspec import structs

from monitor.cli.naming import (
    Author,
    Known,
    Shown,
    claim_of,
    copied,
    correction_of,
    counted,
    counts_of,
    incident_of,
    measures,
    same_voice,
)
from monitor.cli.outline import listed
from monitor.cli.places import Usage
from monitor.cli.reviewing import UNBORNE
from monitor.corrections import (
    ClaimEntered,
    CorrectionUndone,
    IncidentJudged,
    IncidentsMerged,
    IncidentSplit,
)
from monitor.errors import NotFound
from monitor.events import ClaimCorrected, ClaimRetracted
from monitor.projections import View
from monitor.projections.ledger import find
from monitor.reports import (
    AnyClaim,
    IncidentAdjusted,
    IncidentReported,
    QuantityReported,
    TotalReported,
)
from monitor.text import printable, web_address
from monitor.topics import Tracker
from monitor.values import Attribution, Quote, Window, short_id
from monitor.wishes import ZONES, Corrects
from monitor.wording import instead

Made: TypeAlias = list[Corrects]
Verdict = Literal["confirmed", "dismissed"]

BY_HAND = "entered by hand"
"""Site of what is entered without an address."""
LIKE = 5
"""Known incidents that one entered may look like; more on one day nobody has seen."""


# --- claims -----------------------------------------------------------------------------------


def retracted(known: Known, names: Sequence[str], by: Author) -> Made:
    """These claims enter no figure any more, nor do copies of them."""
    meant = {claim.id: claim for claim in (claim_of(known, name) for name in names)}
    made: dict[str, ClaimRetracted] = {}
    for claim in meant.values():
        first = ClaimRetracted(claim=claim.id, **by._asdict())
        made[claim.id] = first
        for copy in copied(known, claim):
            if copy not in meant:
                made.setdefault(copy, structs.replace(first, claim=copy, of=claim.id))
    return list(made.values())


def valued(known: Known, name: str, words: Sequence[str], by: Author) -> Made:
    """A claim says other numbers than were read, and so do copies of it."""
    claim = claim_of(known, name)
    allowed: list[str] = []
    if isinstance(claim, QuantityReported):
        allowed = ["value"]
    elif isinstance(claim, IncidentReported | TotalReported | IncidentAdjusted):
        tracker = known.topic.tracker(claim.tracker)
        allowed = [*claim.counts, *(measures(tracker) if tracker else ())]
    if not allowed:
        raise Usage(f"the claim {claim.id} has no numbers")
    made = ClaimCorrected(claim=claim.id, counts=counts_of(words, allowed), **by._asdict())
    return [made, *(structs.replace(made, claim=c, of=claim.id) for c in copied(known, claim))]


# --- what is entered --------------------------------------------------------------------------


class Entry(NamedTuple):
    """An incident as a person tells it."""

    days: Window
    counts: Sequence[str]
    place: str | None = None
    ordinal: int | None = None
    source: str = ""


def entered(known: Known, tracker: Tracker, told: Entry, by: Author) -> tuple[Made, list[str]]:
    """One more incident; and the ids of known ones that look like it, and are others.

    One that is not counted yet and looks like it is taken for it: now somebody says that it is so.
    """
    counts = counts_of(told.counts, counted(tracker).measures)
    if told.days.to > by.at.date() + ZONES:
        raise Usage(f"{told.days.to} has not been yet")
    place = _place(known, told.place) if told.place else None
    words = [_days(told.days), place or "", *told.counts]
    words += [f"number {told.ordinal}"] if told.ordinal else []
    claim = IncidentReported(
        **_by_person(tracker, " ".join(filter(None, words)), told.source, by),
        occurred=told.days,
        place=place,
        ordinal=told.ordinal,
        counts=counts,
    )
    apart: list[Shown] = []
    made = _entered(claim, tracker, apart, by)
    incidents = [one for one in known.view(tracker)["incidents"] if one["status"] == "counted"]
    for _ in range(LIKE):
        beside = _beside(known.after(made).view(tracker), claim.id)
        like = [one for one in incidents if not beside.isdisjoint(one["claims"])]
        if not like or counted(tracker).single:
            break
        apart += [one for one in like if one not in apart]
        made = _entered(claim, tracker, apart, by)
    return made, [one["id"] for one in apart]


def _place(known: Known, name: str) -> str:
    """A place of the topic, however it is written; any, where the topic names none. Raises Usage."""
    place = " ".join(printable(name).split()).lower()
    known_as = {each.lower(): each for each in known.topic.places}
    if known_as and place not in known_as:
        raise Usage(f'the topic has no place "{place}"; {instead(place, known.topic.places)}')
    return known_as.get(place, place)


def _entered(claim: IncidentReported, tracker: Tracker, apart: Iterable[Shown], by: Author) -> Made:
    parts = tuple(tuple(one["claims"]) for one in apart)
    return [
        claim,
        ClaimEntered(tracker=tracker.id, claim=claim.id, apart=parts, **by._asdict()),
    ]


def _beside(view: View, claim: str) -> set[str]:
    """The other claims of the incident that has this one."""
    return next(
        (set(one["claims"]) - {claim} for one in view["incidents"] if claim in one["claims"]), set()
    )


def adjusted(known: Known, name: str, words: Sequence[str], source: str, by: Author) -> Made:
    """An incident has other numbers than are told, or some of it are presumed dead."""
    tracker, one = incident_of(known, name)
    counts = counts_of(words, measures(tracker))
    days = one["occurred"]
    window = (
        Window(date.fromisoformat(days["from"]), date.fromisoformat(days["to"]))
        if days["from"]
        else None
    )
    claim = IncidentAdjusted(
        **_by_person(tracker, f"{one['id']} {' '.join(words)}", source, by),
        occurred=window,
        counts=counts,
    )
    told = {"incident": one["id"], "claims": tuple(one["claims"])}
    return [claim, ClaimEntered(tracker=tracker.id, claim=claim.id, **told, **by._asdict())]


def _by_person(tracker: Tracker, said: str, source: str, by: Author) -> dict[str, Any]:
    """What a claim that a person enters has in common: its quote are the person's own words."""
    address = web_address(source)
    if source and not address:
        raise Usage(f'"{printable(source)}" is no web address; expected https://...')
    text = f"{said}: {by.why}"
    story = short_id("by hand", tracker.id, by.who, by.at.isoformat(), text)
    return {
        "tracker": tracker.id,
        "story": story,
        "lineage": story,
        "url": address,
        "site": (urlsplit(address).hostname or BY_HAND) if address else BY_HAND,
        "quote": Quote("text", 0, len(text), text),
        "rule": "by-hand",
        "pack": "",
        "attribution": Attribution(by.who, None, "analyst"),
        "published": None,
        "day": by.at.date(),
        "seen": by.at,
    }


def _days(days: Window) -> str:
    return f"{days.from_}" if days.from_ == days.to else f"{days.from_}..{days.to}"


# --- what is judged ---------------------------------------------------------------------------


def judged(known: Known, name: str, verdict: Verdict, by: Author) -> Made:
    """An incident, a total or a change of an incident is so, or it is not."""
    try:
        tracker, one = incident_of(known, name)
    except NotFound:
        if not re.fullmatch(r"[0-9a-f]+", name.lower()):
            raise
        return _judged_claim(known, claim_of(known, name), verdict, by)
    return [
        IncidentJudged(
            tracker=tracker.id,
            claims=tuple(one["claims"]),
            incident=one["id"],
            verdict=verdict,
            **by._asdict(),
        )
    ]


def _judged_claim(known: Known, claim: AnyClaim, verdict: Verdict, by: Author) -> Made:
    """With all that give the same total, and what one voice says in the same words elsewhere."""
    tally = next((each for each in known.tallies() if each.id == claim.tracker), None)
    if tally is not None and isinstance(claim, IncidentReported) and not counted(tally).single:
        raise Usage(
            f"claim {claim.id} is no total: name its incident, or `monitor correct retract` it"
        )
    claims = {claim.id, *same_voice(known, claim)}
    if tally is not None:
        claims.update(_same_total(known.view(tally), claim.id))
    found = tuple(sorted(claims))
    return [IncidentJudged(tracker=claim.tracker, claims=found, verdict=verdict, **by._asdict())]


def _same_total(view: View, claim: str) -> Iterator[str]:
    """The claims of every total that is as high and not borne out either."""
    lines = [line for line in view["reported"] if line["verdict"] in UNBORNE]
    for mine in [line for line in lines if claim in line["claims"]]:
        for line in lines:
            if (line["measure"], line["value"]) == (mine["measure"], mine["value"]):
                yield from line["claims"]


# --- what is put together or taken apart ------------------------------------------------------


def merged(known: Known, names: Sequence[str], by: Author) -> Made:
    """These incidents are one."""
    found = {each.name: each for each in (incident_of(known, name) for name in names)}
    if len(found) < 2:  # noqa: PLR2004 - one alone is one already
        raise Usage("which incidents are one? name two or more")
    trackers = {each.tracker.id for each in found.values()}
    if len(trackers) > 1:
        raise Usage(f"these are incidents of different trackers: {listed(sorted(trackers))}")
    claims = sorted({claim for each in found.values() for claim in each.claims})
    return [
        IncidentsMerged(
            tracker=trackers.pop(), claims=tuple(claims), incidents=tuple(found), **by._asdict()
        )
    ]


def split(known: Known, name: str, claims: Sequence[str], by: Author) -> Made:
    """These claims of an incident, with copies that say the same, tell of another one."""
    meant = incident_of(known, name)
    if counted(meant.tracker).single:
        raise Usage(f"{meant.tracker.id} is about one happening: it has no second incident")
    here = [each for claim in meant.claims if (each := find(known.ledger, claim))]
    named = [claim_of(known, each) for each in claims]
    for each in named:
        if each.id not in meant.claims:
            raise Usage(f"claim {each.id} does not tell of {meant.name}")
    said = {(each.lineage, each.payload()) for each in named}
    gone = {each.id for each in here if (each.lineage, each.payload()) in said}
    rest = [claim for claim in meant.claims if claim not in gone]
    if not named or not rest:
        raise Usage(f"which claims of {meant.name} tell of another one? some, and not all")
    return [
        IncidentSplit(
            tracker=meant.tracker.id,
            claims=tuple(sorted(gone)),
            rest=tuple(sorted(rest)),
            incident=meant.name,
            **by._asdict(),
        )
    ]


def undone(known: Known, name: str, by: Author) -> Made:
    """A correction does not hold any more."""
    return [CorrectionUndone(correction=correction_of(known, name), **by._asdict())]
