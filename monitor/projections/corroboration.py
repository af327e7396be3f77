"""What a language model has proposed counts when a second voice says the same.

Observations. A proposal quotes its story and its number stands in the quote, but what the number means
is the model's word: a total taken for a toll, a history for news. A wrong figure is worse than a late
one. Theory. The rules win: where they have read a text, what a model makes of the same text is left
out, whether it agrees or not, for it is the same voice. What only a model has read waits until a claim
of another voice, by rule or by model, says the same of the same happening. A topic may let it count at
once (`model_alone` of a tracker).

A function of the set of claims that stand, like everything here: no order, no history.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from functools import singledispatch
from typing import TypeAlias

from monitor.projections import LONGEST_SPAN, Standing
from monitor.reports import (
    AnyClaim,
    IncidentAdjusted,
    IncidentReported,
    QuantityReported,
    StatementReported,
    StatusReported,
    TotalReported,
)
from monitor.topics import Alone
from monitor.values import Count, Window

READ = "the rules have read the same text"
ALONE = "read by a model, and no second voice says the same"
NEAR = timedelta(days=7)
"""Between two reports of one happening of which one gives no day; as for undated incidents of a tally."""

Fact: TypeAlias = tuple[object, ...]
"""Something that a claim says, so that others can be looked up that say it as well."""


def left_out(found: Standing, alone: Alone) -> dict[str, str]:
    """Claims that do not count, each with its reason; nothing where no model has read."""
    proposed = [claim for claim in found.claims if claim.by_model]
    if not proposed:
        return {}
    rules: defaultdict[str, list[AnyClaim]] = defaultdict(list)
    for claim in found.claims:
        if not claim.by_model:
            rules[found.voices[claim.lineage]].append(claim)
    reasons = {
        claim.id: READ
        for claim in proposed
        if any(_settled(claim, rule) for rule in rules[found.voices[claim.lineage]])
    }
    if alone == "set aside":
        heard = [claim for claim in found.claims if claim.id not in reasons]
        known, voices = _index(heard), found.voiced(heard)
        for claim in heard:
            if claim.by_model and not _borne_out(claim, known, voices):
                reasons[claim.id] = ALONE
    return reasons


# --- the rules win ---------------------------------------------------------------------------


def _settled(claim: AnyClaim, rule: AnyClaim) -> bool:
    """Whether a rule has read these very words, or what this voice says of the same thing."""
    one, other = claim.quote, rule.quote
    same = claim.story == rule.story and one.field == other.field
    if same and one.start < other.end and other.start < one.end:
        return True
    return rule.assertion != "background" and type(claim) is type(rule) and _alike(claim, rule)


@singledispatch
def _alike(claim: AnyClaim, other: AnyClaim) -> bool:
    """Whether two claims of one type can be about the same thing."""
    return True


@_alike.register
def _(claim: IncidentReported, other: IncidentReported) -> bool:
    ordinals = {each.ordinal for each in (claim, other) if each.ordinal is not None}
    return len(ordinals) < 2 and _meet(claim, other)  # noqa: PLR2004 - two that differ


@_alike.register
def _(claim: TotalReported, other: TotalReported) -> bool:
    return bool(claim.counts.keys() & other.counts.keys()) and _terms(claim) == _terms(other)


@_alike.register
def _(claim: IncidentAdjusted, other: IncidentAdjusted) -> bool:
    return _meet(claim, other)


@_alike.register
def _(claim: StatusReported, other: StatusReported) -> bool:
    windows = claim.occurred, other.occurred
    return claim.episode == other.episode and (None in windows or _share(*windows))


@_alike.register
def _(claim: StatementReported, other: StatementReported) -> bool:
    return (claim.act, claim.about) == (other.act, other.about)


def _meet(
    claim: IncidentReported | IncidentAdjusted, other: IncidentReported | IncidentAdjusted
) -> bool:
    """Whether two happenings can be one, by their days."""
    if claim.occurred is None or other.occurred is None:
        return abs(claim.reported - other.reported) <= NEAR
    return _share(claim.occurred, other.occurred)


def _share(one: Window | None, other: Window | None) -> bool:
    return (
        one is not None and other is not None and (one.from_ <= other.to and other.from_ <= one.to)
    )


def _terms(claim: TotalReported) -> Fact:
    """What two totals must have in common to be compared."""
    return claim.prior, claim.presumed, claim.scope


# --- a second voice --------------------------------------------------------------------------


def _borne_out(
    claim: AnyClaim, known: Mapping[Fact, list[AnyClaim]], voices: Mapping[str, str]
) -> bool:
    """Whether everything that a claim says is said of the same thing by other voices."""
    mine, says = voices[claim.id], list(_says(claim))
    return bool(says) and all(
        any(
            voices[other.id] != mine and _alike(claim, other)
            for fact in ways
            for other in known.get(fact, ())
        )
        for ways in says
    )


def _index(claims: Iterable[AnyClaim]) -> dict[Fact, list[AnyClaim]]:
    found: dict[Fact, list[AnyClaim]] = {}
    for claim in claims:
        for ways in _says(claim):
            for fact in ways:
                found.setdefault(fact, []).append(claim)
    return found


def _says(claim: AnyClaim) -> Iterator[list[Fact]]:
    """The things that a claim says, each with the facts any of which says it as well."""
    kind: Fact = (type(claim).__name__, claim.assertion)
    for said in _contents(claim):
        yield [(*kind, *fact) for fact in said]


@singledispatch
def _contents(claim: AnyClaim) -> Iterator[list[Fact]]:
    """What a claim says, by its type."""
    raise TypeError(f"{type(claim).__name__} is no claim")


@_contents.register
def _(claim: IncidentReported) -> Iterator[list[Fact]]:
    days = _days(claim)
    if claim.ordinal is not None:
        yield [("ordinal", claim.ordinal, day) for day in days]
    for ways in _numbers(claim.counts):
        yield [(*fact, day) for fact in ways for day in days]


@_contents.register(TotalReported)
@_contents.register(IncidentAdjusted)
def _(claim: TotalReported | IncidentAdjusted) -> Iterator[list[Fact]]:
    yield from _numbers(claim.counts)


@_contents.register
def _(claim: StatusReported) -> Iterator[list[Fact]]:
    yield [(claim.episode, claim.stage)]


@_contents.register
def _(claim: QuantityReported) -> Iterator[list[Fact]]:
    terms = f"{claim.unit}{' to come' if claim.prospective else ''}"
    yield from _numbers({terms: claim.value})


@_contents.register
def _(claim: StatementReported) -> Iterator[list[Fact]]:
    yield [(claim.speaker, claim.act, claim.about)]


def _days(claim: IncidentReported) -> range:
    """The days on which it can have happened: others are looked up by them, not all of one number."""
    if claim.occurred is None:
        told = claim.reported.toordinal()
        return range(told - NEAR.days, told + 1)
    first, last = claim.occurred.from_.toordinal(), claim.occurred.to.toordinal()
    return range(max(first, last - LONGEST_SPAN), last + 1)


def _numbers(counts: Mapping[str, Count]) -> Iterator[list[Fact]]:
    """Each number by its bounds: "at least 83" and "83" have one in common."""
    for name, count in sorted(counts.items()):
        bounds = {count.min, count.min if count.max is None else count.max}
        yield [(name, bound) for bound in sorted(bounds)]
