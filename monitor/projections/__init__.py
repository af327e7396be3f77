"""Folds over claims: one file (or folder) per tracker kind; what they share is here.

`ledger` folds events into what is claimed about every tracker, whatever its kind. A kind is a pure
function of the claims that stand: `view` says what they add up to, `changes` what is new between two
views, `rows` and `lines` how a view is shown. The order in which claims came in is never looked at.
`shelves` says which events one tracker's answers rest on, `sightings` which stories are one voice, `happened`
what had happened by a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol, TypeVar

import msgspec
from msgspec import Struct, structs

from monitor.notices import DevelopmentKind, Severity
from monitor.projections.rulings import NONE, Rulings
from monitor.reports import AnyClaim
from monitor.topics import Tracker

View = dict[str, Any]
"""What a kind makes of a tracker: plain values that JSON can hold, the keys in a fixed order."""

Problem = tuple[str, str]
"""A key of the options, and what is wrong there."""

ENTERS = frozenset({"asserted", "correction"})
"""Assertions that enter figures; a denial or a possibility is set aside with its reason."""

LONGEST_SPAN = 62
"""Days. A wider span says nothing about a day; only its end is looked at."""

Options = TypeVar("Options")


class Retired(Struct, frozen=True):
    """A claim that no longer stands, and why."""

    claim: str
    reason: str
    shown: bool = False
    """Every view shows it among `set_aside`: a person has retracted it, or it waits for a second voice."""


class Standing(Struct, frozen=True, kw_only=True):
    """What is claimed about one tracker at one time: all that a view is made of."""

    claims: tuple[AnyClaim, ...] = ()
    """Sorted by when they were reported, then by id."""
    voices: dict[str, str] = {}
    """Lineage -> the lineage that stands for all the texts it is linked with."""
    sites: dict[str, tuple[str, ...]] = {}
    """Voice -> the sites where its texts were seen, copies without claims included; sorted."""
    retired: tuple[Retired, ...] = ()
    as_of: datetime | None = None
    rulings: Rulings = NONE
    """What persons have decided, by the claims that it is about."""
    occurred_by: datetime | None = None
    """A kind leaves out what had not happened by then (`monitor.projections.happened`); None: nothing."""

    def by(self, at: datetime | None) -> Standing:
        """The same claims, to be asked for what had happened by a time."""
        return structs.replace(self, occurred_by=at)

    def until(self, at: datetime) -> Standing:
        """What of this had been reported up to and including a time."""
        return structs.replace(
            self, claims=tuple(c for c in self.claims if c.reported <= at), as_of=at
        )

    def voiced(self, claims: Iterable[AnyClaim]) -> dict[str, str]:
        """Claim id -> its voice among these claims.

        Texts of one lineage are one voice. Within the claims given, so are all that credit the same
        agency, and an outlet's own texts: two rewrites of one AP story are not two witnesses, nor is
        an outlet that tells it twice; nor are all that have it from one paper ("The Intercept reports").
        A site that prints copies does not make one voice of them.
        """
        claims = tuple(claims)
        heads: dict[str, str] = {}
        for claim in claims:
            for name in shared(claim):
                join(heads, name, self.voices.get(claim.lineage, claim.lineage))
        return {c.id: head(heads, self.voices.get(c.lineage, c.lineage)) for c in claims}

    def outlets(self, claims: Iterable[AnyClaim]) -> int:
        """On how many sites these claims or copies of their texts were seen."""
        claims = tuple(claims)
        seen = {claim.site for claim in claims}
        for lineage in {claim.lineage for claim in claims}:
            seen.update(self.sites.get(self.voices.get(lineage, lineage), ()))
        return len(seen)


def shared(claim: AnyClaim) -> Iterator[str]:
    """Whom a claim has it from: all that have it from one are one voice."""
    if claim.wire:
        yield f"wire {claim.wire}"
    elif claim.story == claim.lineage:
        yield f"site {claim.site}"
    said = claim.attribution
    if said.speaker and said.kind in {"outlet", "agency"}:
        yield f"paper {said.speaker}"


class Heard:
    """How many voices claims have that come in one after the other, as `Standing.voiced` tells them apart."""

    def __init__(self, standing: Standing) -> None:
        self._voices = standing.voices
        self._heads: dict[str, str] = {}
        self._leading: set[str] = set()
        """The names that lead a set in which there is a voice."""

    def add(self, claim: AnyClaim) -> None:
        """Hear one more."""
        mine = self._voices.get(claim.lineage, claim.lineage)
        self._leading.add(head(self._heads, mine))
        for name in shared(claim):
            both = {head(self._heads, mine), head(self._heads, name)}
            join(self._heads, mine, name)
            self._leading -= both
            self._leading.add(min(both))

    @property
    def voices(self) -> int:
        """How many there are."""
        return len(self._leading)


class Support(NamedTuple):
    """Who stands behind a development."""

    voices: int
    """Independent ones."""
    official: bool
    """One of them is an official one."""


def support(standing: Standing, claims: Iterable[str]) -> Support:
    """Who stands behind these claims, given by id; those that do not stand any more count for nothing."""
    names = set(claims)
    found = [claim for claim in standing.claims if claim.id in names]
    official = any(claim.attribution.kind == "official" for claim in found)
    return Support(len(set(standing.voiced(found).values())), official)


class Change(Struct, frozen=True, kw_only=True):
    """One difference between two views that a person would want to know."""

    kind: DevelopmentKind
    field: str
    before: str
    after: str
    title: str
    """One line that a person would write."""
    severity: Severity
    because: tuple[str, ...]
    """Ids of the claims that brought it about."""


NOBODY: frozenset[str] = frozenset()
"""No claim has been taken back."""


class Changes(Protocol):
    """What is new between two views."""

    def __call__(
        self,
        tracker: Tracker,
        before: View | None,
        after: View,
        /,
        taken_back: frozenset[str] = NOBODY,
    ) -> list[Change]:
        """Between the view before (None: there was none) and the view after.

        `taken_back` are claims by which somebody corrects himself, and those that have been withdrawn
        or put right: a figure that moves by them is corrected.
        """
        ...


Grounds = Callable[[Tracker, View, str, str, tuple[str, ...]], tuple[str, ...] | None]
"""Tracker, view, and the field, the value after, and the claims (`because`) of a development that was noted
earlier -> ids of all claims that stand behind it in this view; None when the view says so no more."""


class Counted(NamedTuple):
    """What the incidents of a tracker count, for whoever corrects them."""

    measures: tuple[str, ...]
    """Those that an incident has; a person may settle each."""
    presumed: str = ""
    """What is added to an incident later; empty when there is no such thing."""
    single: bool = False
    """It is about one happening: nothing is merged or split."""


class Kind(Struct, frozen=True, kw_only=True):
    """A tracker kind: how claims become a figure. A member offers one as `KIND`."""

    name: str
    version: int
    """Goes up when the same claims give another view: then kept views are rebuilt."""
    reader: str
    """Member of `monitor.claims.readers` that reads claims for it unless the tracker names one."""
    options: type[Struct]
    view: Callable[[Tracker, Standing], View]
    changes: Changes
    grounds: Grounds
    """Whether a development that waits (for a second voice, for the morning) still holds, and why."""
    rows: Callable[[Tracker, View], dict[str, list[dict[str, Any]]]]
    """Table -> flat rows: "incidents", "totals", "statuses", "quantities" or "statements"."""
    lines: Callable[[Tracker, View], list[tuple[str, str, str]]]
    """Label, value, note: what the command line prints."""
    problems: Callable[[Tracker, frozenset[str] | None], list[Problem]] = lambda tracker, counts: []
    """Mistakes in the options that their types do not show: (key, reason). `counts` are the names
    under which the claims of the reader count; None when it has none."""
    counted: Callable[[Tracker], Counted] | None = None
    """What its incidents count; None: it has none, and nothing of it is confirmed or dismissed."""


def options(tracker: Tracker, struct: type[Options]) -> Options:
    """The options of a tracker as its kind describes them. Raises msgspec.ValidationError."""
    return msgspec.convert(tracker.options, struct)


def head(heads: dict[str, str], name: str) -> str:
    """The smallest name of the set that holds `name` (union-find with halved paths)."""
    while (above := heads.get(name, name)) != name:
        heads[name] = name = heads.get(above, above)
    return name


def join(heads: dict[str, str], one: str, other: str) -> None:
    """Make one set of the sets of two names; the smallest name leads, whatever the order."""
    one, other = head(heads, one), head(heads, other)
    if one != other:
        heads[max(one, other)] = min(one, other)


class Span(NamedTuple):
    """Days that a voice gives, as ordinals (`date.toordinal`), both included."""

    voice: str
    first: int
    last: int
    weight: int = 0
    """How well it knows: of days with as many voices the one with more weight is taken."""


def shared_days(spans: Iterable[Span]) -> tuple[int, int]:
    """The day that most voices allow, with those after it that the same voices allow.

    Of days with as many voices it is the best known, then the earliest: what is told late was earlier.
    """
    votes: dict[int, set[str]] = defaultdict(set)
    weights: dict[int, int] = defaultdict(int)
    for span in spans:
        for day in range(max(span.first, span.last - LONGEST_SPAN), span.last + 1):
            votes[day].add(span.voice)
            weights[day] = max(weights[day], span.weight)
    first = max(votes, key=lambda day: (len(votes[day]), weights[day], -day))
    last = first
    while votes.get(last + 1) == votes[first] and weights[last + 1] == weights[first]:
        last += 1
    return first, last


def day_of(claim: AnyClaim) -> date:
    """The day of publication in the outlet's zone, else of when it was reported (UTC)."""
    return claim.day or claim.reported.date()


def told(claim: AnyClaim) -> dict[str, Any]:
    """Who reported it when and where, as a view shows it."""
    return {
        "at": stamp(claim.reported),
        "site": claim.site,
        "url": claim.url,
        "speaker": claim.attribution.speaker,
        "claim": claim.id,
    }


def stamp(at: datetime) -> str:
    """A time as views write it: ISO 8601, UTC, whole seconds, "Z"."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def aside(claim: AnyClaim, reason: str, **more: Any) -> dict[str, Any]:
    """A claim that enters no figure, and why."""
    return {
        "claim": claim.id,
        "reason": reason,
        "site": claim.site,
        "day": f"{day_of(claim)}",
    } | more


def set_aside(found: Iterable[dict[str, Any]], standing: Standing) -> list[dict[str, Any]]:
    """What was set aside by the kind, by day, then what persons retracted and what waits."""
    shown = [{"claim": r.claim, "reason": r.reason} for r in standing.retired if r.shown]
    return sorted(found, key=lambda one: (one["day"], one["claim"], one["reason"])) + shown


def unentered(claim: AnyClaim) -> str | None:
    """Why a claim cannot enter a figure for the way in which the text means it, or None."""
    return None if claim.assertion in ENTERS else f"the text means it as {claim.assertion}"


def witnesses(claims: Iterable[AnyClaim], voices: dict[str, str]) -> int:
    """How many of these voices the claims have; `voices` by claim."""
    return len({voices[claim.id] for claim in claims})


def news(before: View | None, after: View, field: str) -> tuple[str, ...]:
    """The claims behind a field that were not behind it before; all of them when none is new."""
    now: list[str] = after["because"].get(field, [])
    known = set(before["because"].get(field, ())) if before else set()
    return tuple(claim for claim in now if claim not in known) or tuple(now)


def corrects(before: View | None, after: View, field: str, taken_back: frozenset[str]) -> bool:
    """Whether a figure has moved because somebody has taken back what he had said.

    The claims that have come or gone behind it say so; where none has, those that were put right.
    """
    now = set(after["because"].get(field, ()))
    known = set(before["because"].get(field, ())) if before else set()
    return before is not None and not taken_back.isdisjoint(now ^ known or now)
