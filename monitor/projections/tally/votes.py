"""What a number is when several voices give it: votes over exact values, bounds where there are none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from monitor.reports import IncidentAdjusted, IncidentReported, TotalReported
from monitor.values import Count

Counting = IncidentReported | TotalReported | IncidentAdjusted
"""The claims that count something by measure."""

DISPUTE_SHARE = 0.5
"""Share of the winner's voices from which a dissenting value widens the range. One slip against three
good reports is noted, not printed as uncertainty; one against one or two is a real dispute."""

Interval = tuple[int, int | None]


class Said(NamedTuple):
    """One voice gives a number at a time."""

    voice: str
    at: datetime
    low: int
    high: int | None
    vague: bool
    correction: bool
    claim: str


class Value(NamedTuple):
    """What a measure of an incident is taken to be."""

    min: int
    best: int
    max: int
    open: bool = False
    """Nobody gives an upper bound: `max` is only what is known so far."""
    disputed: bool = False
    exact: bool = False
    """Some voice says just this number."""
    claims: tuple[str, ...] = ()
    dissent: tuple[tuple[int, int], ...] = ()
    """Other exact numbers, each with how many voices give it; sorted."""
    by_hand: bool = False
    """A person has given it: nothing that is told makes it another number, or disputes it."""
    told: int | None = None
    """What reports say, where a person has given another number."""


def interval(count: Count) -> Interval:
    """The bounds of a count; a vague one ("dozens") bounds from below only."""
    return (count.min, None if count.vague else count.max)


def meets(one: Interval, other: Interval) -> bool:
    """True when two intervals have a number in common."""
    return (one[1] is None or other[0] <= one[1]) and (other[1] is None or one[0] <= other[1])


def said(claims: Iterable[Counting], measure: str, voices: dict[str, str]) -> list[Said]:
    """What these claims say about a measure; `voices` by claim."""
    return [
        Said(
            voices[claim.id],
            claim.reported,
            *interval(claim.counts[measure]),
            claim.counts[measure].vague,
            claim.assertion == "correction",
            claim.id,
        )
        for claim in claims
        if measure in claim.counts
    ]


def settle(given: Iterable[Said]) -> Value | None:
    """The value that most voices give; of equals the latest, then the lowest. None when none does.

    A voice counts with the value that it came to last. A repeat of its earlier value (a copy printed
    late) does not bring that value back. A correction overrules what was said before it.
    """
    given = list(given)
    if not given:
        return None
    one = given[0]
    if one.low == one.high and all(s.low == one.low == s.high for s in given):
        told = tuple(sorted(s.claim for s in given))
        return Value(one.low, one.low, one.low, exact=True, claims=told)
    ballots = _ballots(_uncorrected(first_said(given)))
    claims = tuple(sorted({claim for ballot in ballots for claim in ballot[1]}))
    last = [ballot[0] for ballot in ballots]
    exact: dict[int, list[Said]] = defaultdict(list)
    for each in last:
        if each.low == each.high:
            exact[each.low].append(each)
    if exact:
        return _voted(exact, claims)
    return _bounded(last, claims)


def first_said(given: Iterable[Said]) -> list[Said]:
    """Each statement at the time when its voice first made it: a late copy says nothing new."""
    found: list[Said] = []
    first: dict[tuple[object, ...], datetime] = {}
    for each in sorted(given, key=lambda s: (s.at, s.claim)):
        at = first.setdefault((each.voice, *each[2:6]), each.at)
        found.append(each._replace(at=at))
    return found


def _uncorrected(given: list[Said]) -> list[Said]:
    """What was said since the last correction, itself included; all when there is none."""
    last = max((s.at for s in given if s.correction), default=None)
    if last is None:
        return given
    return [s for s in given if s.at > last or (s.at == last and s.correction)]


def _ballots(given: list[Said]) -> list[tuple[Said, list[str]]]:
    """For each voice the first report of its newest value, with all claims of that value."""
    values: dict[str, dict[tuple[int, int | None, bool], list[Said]]] = {}
    for each in given:
        key = (each.low, each.high, each.vague)
        values.setdefault(each.voice, {}).setdefault(key, []).append(each)
    ballots = []
    for _, own in sorted(values.items()):
        newest = max(own.values(), key=_recency)
        ballots.append((newest[0], [each.claim for each in newest]))
    return ballots


def _recency(same: list[Said]) -> tuple[datetime, bool, int]:
    """When a value was first given; of two at once the exact one, then the lower."""
    first = same[0]
    return (first.at, first.high == first.low, -first.low)


def _voted(exact: dict[int, list[Said]], claims: tuple[str, ...]) -> Value:
    best = max(exact, key=lambda v: (len(exact[v]), max(s.at for s in exact[v]), -v))
    enough = len(exact[best]) * DISPUTE_SHARE
    real = [value for value, voices in exact.items() if len(voices) >= enough]
    dissent = tuple(sorted((value, len(said)) for value, said in exact.items() if value != best))
    return Value(
        min(real),
        best,
        max(real),
        disputed=bool(dissent),
        exact=True,
        claims=claims,
        dissent=dissent,
    )


def _bounded(last: list[Said], claims: tuple[str, ...]) -> Value:
    """No exact value: the highest lower bound that is no mere "dozens", and the lowest upper one."""
    firm = [each for each in last if not each.vague] or last
    low = max(each.low for each in firm)
    highs = [each.high for each in firm if each.high is not None and each.high >= low]
    return Value(low, low, min(highs, default=low), open=not highs, claims=claims)
