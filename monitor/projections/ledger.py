"""What all tracker kinds stand on: the claims, and which of them stand at a time.

The ledger is a set, not a history: any order, batching or repetition of the same events gives an equal
ledger. What depends on time (which reading of a story is in force, what has been retracted) is decided
by `standing` from the times that the events themselves carry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeVar

import msgspec
from msgspec import Struct, structs

from monitor import reports
from monitor.corrections import (
    AnyDecision,
    ClaimEntered,
    ClaimsReplaced,
    CorrectionUndone,
    IncidentJudged,
    IncidentsMerged,
    IncidentSplit,
)
from monitor.events import (
    AnyEvent,
    ClaimCorrected,
    ClaimRetracted,
    StoryCopied,
    StoryPublished,
    StoryReread,
    StoryRevised,
)
from monitor.projections import Retired, Standing
from monitor.projections.amended import Standings, corrected, in_force, undismissed
from monitor.projections.corroboration import ALONE, left_out
from monitor.projections.rulings import rulings, undone
from monitor.projections.sightings import Address, address
from monitor.projections.sightings import voices as voices_of
from monitor.reports import AnyClaim
from monitor.topics import Alone

_Kept = TypeVar("_Kept")
_encode = msgspec.json.Encoder(order="sorted").encode


class Again(Struct, frozen=True):
    """A reading made by newer rules."""

    at: datetime
    """When the story had been reported."""
    of: int
    """The reading in which its text was first read; 0: the newest text there was."""


class Ledger(Struct, frozen=True, kw_only=True):
    """All that has been claimed. Fields are read-only; `apply` makes a new ledger."""

    claims: dict[str, dict[str, AnyClaim]] = {}
    """Tracker -> id -> claim; those that no longer stand included."""
    addresses: dict[str, Address] = {}
    """By story."""
    linked: dict[str, dict[str, bool]] = {}
    """Story or lineage -> the copies that link it with others."""
    revised: dict[str, dict[str, datetime]] = {}
    """Story -> reading (as text: JSON has no other keys) -> when its material revision was seen."""
    reread: dict[str, dict[str, Again]] = {}
    """Story -> reading made by newer rules -> what was read, and since when it was known."""
    retracted: dict[str, dict[str, ClaimRetracted]] = {}
    """Claim -> event id -> retraction."""
    corrected: dict[str, dict[str, ClaimCorrected]] = {}
    """Claim -> event id -> correction."""
    decided: dict[str, AnyDecision] = {}
    """Event id -> what a person has decided of incidents."""
    undone: dict[str, dict[str, CorrectionUndone]] = {}
    """Id of a correction of any kind -> event id -> that it was undone."""
    replaced: dict[str, dict[str, bool]] = {}
    """Claim -> the claims that have its place since its story was read again."""


class _Draft:
    """A ledger while a batch is applied: top dictionaries copied, inner ones copied when touched."""

    def __init__(self, ledger: Ledger) -> None:
        self.fields: dict[str, dict[str, Any]] = {}
        self.ledger = ledger
        self.mine: set[tuple[str, str]] = set()

    def outer(self, field: str) -> dict[str, Any]:
        """A copy of a field, made once per batch."""
        if field not in self.fields:
            self.fields[field] = dict(getattr(self.ledger, field))
        return self.fields[field]

    def inner(self, field: str, key: str) -> dict[Any, Any]:
        """A copy of what a field holds under a key, made once per batch."""
        outer = self.outer(field)
        if (field, key) not in self.mine:
            self.mine.add((field, key))
            outer[key] = dict(outer.get(key, {}))
        found: dict[Any, Any] = outer[key]
        return found


def apply(ledger: Ledger, events: Iterable[AnyEvent]) -> Ledger:
    """The ledger with these events as well; the one given stays as it is."""
    folding = Folding(ledger)
    folding.add(events)
    return folding.ledger


class Folding:
    """A ledger in the making: a long log is folded in many parts without a copy for each."""

    def __init__(self, ledger: Ledger) -> None:
        """Begin with this one, which stays as it is."""
        self._draft = _Draft(ledger)

    def add(self, events: Iterable[AnyEvent]) -> None:
        """Fold these as well."""
        for event in events:
            fold = _FOLDS.get(type(event))
            if fold is not None:
                fold(self._draft, event)

    @property
    def ledger(self) -> Ledger:
        """What was folded: to be asked for once, at the end."""
        made = self._draft
        return structs.replace(made.ledger, **made.fields) if made.fields else made.ledger


def _claim(draft: _Draft, claim: AnyClaim) -> None:
    _keep(draft.inner("claims", claim.tracker), claim.id, claim)


def _story(draft: _Draft, event: StoryPublished) -> None:
    made = address(event)
    for name in made.links:
        draft.inner("linked", name)[event.story] = True
    _keep(draft.outer("addresses"), event.story, made)


def seen(ledger: Ledger, found: Iterable[tuple[str, Address]]) -> Ledger:
    """The ledger with these stories as well, as `apply` makes it from their events; for many at once."""
    addresses = dict(ledger.addresses)
    linked = {name: dict(copies) for name, copies in ledger.linked.items()}
    for story, where in found:
        for name in where.links:
            linked.setdefault(name, {})[story] = True
        _keep(addresses, story, where)
    return structs.replace(ledger, addresses=addresses, linked=linked)


def _revision(draft: _Draft, event: StoryRevised) -> None:
    if event.material:
        _earliest(draft.inner("revised", event.story), event.reading, event.reported)


def _rereading(draft: _Draft, event: StoryReread) -> None:
    made = Again(event.reported, event.of)
    _keep(draft.inner("reread", event.story), str(event.reading), made)


def _retraction(draft: _Draft, event: ClaimRetracted) -> None:
    _keep(draft.inner("retracted", event.claim), event.event_id(), event)


def _correction(draft: _Draft, event: ClaimCorrected) -> None:
    _keep(draft.inner("corrected", event.claim), event.event_id(), event)


def _decision(draft: _Draft, event: AnyDecision) -> None:
    _keep(draft.outer("decided"), event.event_id(), event)


def _undoing(draft: _Draft, event: CorrectionUndone) -> None:
    _keep(draft.inner("undone", event.correction), event.event_id(), event)


def _replacement(draft: _Draft, event: ClaimsReplaced) -> None:
    for was, now in event.by.items():
        draft.inner("replaced", was)[now] = True


def _keep(kept: dict[str, _Kept], key: str, new: _Kept) -> None:
    """Keep `new`; of two that differ under one key, the one that comes first as text."""
    old = kept.get(key)
    if old is not None and old != new:
        new = min(old, new, key=_encode)
    kept[key] = new


def _earliest(kept: dict[str, datetime], reading: int, at: datetime) -> None:
    kept[str(reading)] = min(at, kept.get(str(reading), at))


_FOLDS: dict[type, Callable[[_Draft, Any], None]] = {
    reports.IncidentReported: _claim,
    reports.TotalReported: _claim,
    reports.IncidentAdjusted: _claim,
    reports.StatusReported: _claim,
    reports.QuantityReported: _claim,
    reports.StatementReported: _claim,
    StoryPublished: _story,
    StoryCopied: _story,
    StoryRevised: _revision,
    StoryReread: _rereading,
    ClaimRetracted: _retraction,
    ClaimCorrected: _correction,
    ClaimEntered: _decision,
    IncidentJudged: _decision,
    IncidentsMerged: _decision,
    IncidentSplit: _decision,
    CorrectionUndone: _undoing,
    ClaimsReplaced: _replacement,
}
FOLDED = frozenset(_FOLDS)
"""The types of events that make a difference here."""


def standing(
    ledger: Ledger, tracker: str, as_of: datetime | None = None, *, alone: Alone = "set aside"
) -> Standing:
    """What stands about a tracker, by what had been reported up to and including `as_of`.

    `alone` is what becomes of what only a language model has read.
    """
    readings: dict[str, int] = {}
    stand: Standings = []
    retired: list[Retired] = []
    gone: list[AnyClaim] = []
    withdrawn = _withdrawn(ledger, as_of)
    for claim in ledger.claims.get(tracker, {}).values():
        at = claim.reported
        if as_of is not None and at > as_of:
            continue
        if claim.story not in readings:
            readings[claim.story] = _reading(ledger, claim.story, as_of)
        why = _retired(ledger, claim, readings[claim.story], as_of)
        if claim.id in withdrawn:
            retired.append(Retired(claim.id, "entered by hand, and undone"))
        elif why is None:
            stand.append((at, claim.id, _corrected(ledger, claim, as_of)))
        else:
            retired.append(why)
            gone.append(claim)
    if gone:
        stand, more = _with_lead(stand, _of_earlier_texts(ledger, gone, readings))
        retired += more
    decided = rulings(ledger.decided, ledger.undone, ledger.replaced, tracker, as_of)
    stand, more = undismissed(stand, decided)
    retired += more
    stand.sort(key=lambda each: each[:2])
    claims = tuple(claim for _, _, claim in stand)
    voices, sites = voices_of(ledger.addresses, ledger.linked, claims, as_of)
    found = Standing(claims=claims, voices=voices, sites=sites, as_of=as_of, rulings=decided)
    if reasons := left_out(found, alone):
        retired += [Retired(name, why, shown=why == ALONE) for name, why in reasons.items()]
        claims = tuple(claim for claim in claims if claim.id not in reasons)
        voices, sites = voices_of(ledger.addresses, ledger.linked, claims, as_of)
        found = structs.replace(found, claims=claims, voices=voices, sites=sites)
    retired.sort(key=lambda each: each.claim)
    return structs.replace(found, retired=tuple(retired))


def _of_earlier_texts(
    ledger: Ledger, gone: Iterable[AnyClaim], readings: dict[str, int]
) -> Iterable[AnyClaim]:
    """Those of claims that do not stand that were read in a text which a revision has replaced.

    What newer rules do not find in the same text any more has not been withdrawn by anybody.
    """
    return (
        claim
        for claim in gone
        if claim.reading < (now := readings[claim.story])
        and _text(ledger, claim.story, claim.reading) < _text(ledger, claim.story, now)
    )


def _with_lead(stand: Standings, replaced: Iterable[AnyClaim]) -> tuple[Standings, list[Retired]]:
    """Without what copies still say after the story that they copy has withdrawn it.

    A copy is one voice with its lead: the lead's "four" and the copy's older "three" are no dispute.
    What a model has made of the lead is left out: by it nothing that the rules have read may fall.
    """
    withdrawn: dict[str, set[str]] = {}
    for claim in replaced:
        if claim.story == claim.lineage and not claim.by_model:
            withdrawn.setdefault(claim.lineage, set()).update(_sayings(claim))
    if not withdrawn:
        return stand, []
    for _, _, claim in stand:
        said = withdrawn.get(claim.lineage)
        if said and claim.story == claim.lineage and not claim.by_model:
            said.difference_update(_sayings(claim))
    left, retired = [], []
    for each in stand:
        claim = each[2]
        said = withdrawn.get(claim.lineage)
        if said and claim.story != claim.lineage and not said.isdisjoint(_sayings(claim)):
            retired.append(Retired(claim.id, "the story that this one copies has withdrawn it"))
        else:
            left.append(each)
    return left, retired


def _sayings(claim: AnyClaim) -> tuple[str, ...]:
    """What a claim says, as texts that can be compared: its words, and its counts."""
    kind = type(claim).__name__
    words = f"{kind} {' '.join(claim.quote.text.casefold().split())}"
    counts = getattr(claim, "counts", None)
    return (words, f"{kind} {_encode(counts).decode()}") if counts else (words,)


def find(ledger: Ledger, claim: str) -> AnyClaim | None:
    """The claim of that id, whether it stands or not."""
    return next((kept[claim] for kept in ledger.claims.values() if claim in kept), None)


def _reading(ledger: Ledger, story: str, as_of: datetime | None) -> int:
    """The reading of a story that is in force.

    A rereading counts from the story's own time on (our rules are no news), but not before the
    revision whose text it has read. Of the readings of one text the newest is in force; what is read
    of a later text has a higher number.
    """
    if story not in ledger.revised and story not in ledger.reread:
        return 1
    revised = {int(n): at for n, at in ledger.revised.get(story, {}).items()}
    best = 1
    for reading, at in revised.items():
        if as_of is None or at <= as_of:
            best = max(best, reading)
    for number, made in ledger.reread.get(story, {}).items():
        text = _text(ledger, story, int(number))
        there = (seen for reading, seen in revised.items() if reading <= text)
        if as_of is None or max([made.at, *there]) <= as_of:
            best = max(best, int(number))
    return best


def _text(ledger: Ledger, story: str, reading: int) -> int:
    """The reading in which the text of a reading was first read: the number of the text."""
    made = ledger.reread.get(story, {}).get(str(reading))
    if made is None:
        return reading
    earlier = (n for each in ledger.revised.get(story, {}) if (n := int(each)) < reading)
    return made.of or max(earlier, default=1)


def _retired(
    ledger: Ledger, claim: AnyClaim, reading: int, as_of: datetime | None
) -> Retired | None:
    if claim.reading < reading:
        return Retired(claim.id, f"read again: reading {reading} of the story stands")
    if claim.reading > reading:
        return Retired(claim.id, f"reading {reading} of the story stands, this is a later one")
    if claim.id not in ledger.retracted:
        return None
    made = in_force(ledger.retracted[claim.id].values(), ledger.undone, as_of)
    if not made:
        return None
    return Retired(claim.id, f"retracted by {made[0].who}: {made[0].why}", shown=True)


def _corrected(ledger: Ledger, claim: AnyClaim, as_of: datetime | None) -> AnyClaim:
    """The claim with the counts that a person gave it last."""
    made = ledger.corrected.get(claim.id)
    return corrected(claim, in_force(made.values(), ledger.undone, as_of)) if made else claim


def _withdrawn(ledger: Ledger, as_of: datetime | None) -> frozenset[str]:
    """The claims that a person had entered and that were undone by a time."""
    return frozenset(
        each.claim
        for name, each in ledger.decided.items()
        if isinstance(each, ClaimEntered) and undone(ledger.undone, name, as_of)
    )
