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
from monitor.projections.corroboration import ALONE, left_out
from monitor.projections.sightings import Address, address
from monitor.projections.sightings import voices as voices_of
from monitor.reports import (
    AnyClaim,
    IncidentAdjusted,
    IncidentReported,
    QuantityReported,
    TotalReported,
)
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
    stand: list[tuple[datetime, str, AnyClaim]] = []
    retired: list[Retired] = []
    gone: list[AnyClaim] = []
    for claim in ledger.claims.get(tracker, {}).values():
        at = claim.reported
        if as_of is not None and at > as_of:
            continue
        if claim.story not in readings:
            readings[claim.story] = _reading(ledger, claim.story, as_of)
        why = _retired(ledger, claim, readings[claim.story], as_of)
        if why is None:
            stand.append((at, claim.id, _as_corrected(ledger, claim, as_of)))
        else:
            retired.append(why)
            gone.append(claim)
    if gone:
        stand, more = _with_lead(stand, _of_earlier_texts(ledger, gone, readings))
        retired += more
    stand.sort(key=lambda each: each[:2])
    claims = tuple(claim for _, _, claim in stand)
    voices, sites = voices_of(ledger.addresses, ledger.linked, claims, as_of)
    found = Standing(claims=claims, voices=voices, sites=sites, as_of=as_of)
    if reasons := left_out(found, alone):
        retired += [Retired(name, why, shown=why == ALONE) for name, why in reasons.items()]
        claims = tuple(claim for claim in claims if claim.id not in reasons)
        voices, sites = voices_of(ledger.addresses, ledger.linked, claims, as_of)
        found = structs.replace(found, claims=claims, voices=voices, sites=sites)
    retired.sort(key=lambda each: each.claim)
    return structs.replace(found, retired=tuple(retired))


_Standing = list[tuple[datetime, str, AnyClaim]]


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


def _with_lead(stand: _Standing, replaced: Iterable[AnyClaim]) -> tuple[_Standing, list[Retired]]:
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
    told = ledger.retracted[claim.id].values()
    made = [event for event in told if as_of is None or event.at <= as_of]
    if not made:
        return None
    first = min(made, key=lambda event: (event.at, event.event_id()))
    return Retired(claim.id, f"retracted by {first.who}: {first.why}", shown=True)


def _as_corrected(ledger: Ledger, claim: AnyClaim, as_of: datetime | None) -> AnyClaim:
    """The claim with the counts that a person gave it last."""
    made = ledger.corrected.get(claim.id)
    if not made:
        return claim
    events = [event for event in made.values() if as_of is None or event.at <= as_of]
    return corrected(claim, sorted(events, key=lambda event: (event.at, event.event_id())))


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
