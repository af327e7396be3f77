"""Incidents that the totals refute, laid to those that they tell again.

An outlet gives another day, a caption repeats an old strike, a feature tells a running total as if it
were news: when the totals have no room for it and it fits a counted incident, it is that one. Its claims
are shown there, and give no value. What fits none stays by itself, not counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import structs

from monitor.projections import LONGEST_SPAN, Standing
from monitor.projections.tally.clusters import NEWS_DAYS, RETOLD_DAYS
from monitor.projections.tally.doubts import NEARBY_DAYS, RUNNING
from monitor.projections.tally.incidents import NOTHING, Incident
from monitor.projections.tally.options import Options
from monitor.projections.tally.sums import WITNESSES
from monitor.reports import IncidentReported

Apart = tuple[IncidentReported, str]
"""A claim that gives no value, and why."""


def laid(
    incidents: Sequence[Incident], refuted: Iterable[Incident], standing: Standing, options: Options
) -> tuple[list[Incident], list[Apart]]:
    """The incidents without the refuted ones that are another told again, and the claims of these."""
    kept = {one.id: one for one in incidents}
    known = _Known(one for one in incidents if not one.reason)
    apart: list[Apart] = []
    for one in refuted:
        if one.reason == RUNNING:
            del kept[one.id]
            apart.extend((claim, RUNNING) for claim in one.claims)
            continue
        home = known.home(one, kept, options)
        if home is not None:
            del kept[one.id]
            kept[home.id] = _with(home, one, standing, options)
            why = f"the reported totals leave no room for another: it is taken for {home.id} told again"
            apart.extend((claim, why) for claim in one.claims)
    return list(kept.values()), apart


class _Known:
    """The counted incidents, to be found by day, by when they were told, and by number."""

    def __init__(self, counted: Iterable[Incident]) -> None:
        self.days: dict[int, list[str]] = defaultdict(list)
        self.told: dict[int, list[str]] = defaultdict(list)
        self.numbers: dict[int, list[str]] = defaultdict(list)
        for one in counted:
            for day in range(max(one.occurred[0], one.day - LONGEST_SPAN), one.day + 1):
                self.days[day].append(one.id)
            self.told[one.told].append(one.id)
            for number in one.ordinals:
                self.numbers[number].append(one.id)

    def home(self, one: Incident, now: Mapping[str, Incident], options: Options) -> Incident | None:
        """The counted incident that it fits best."""
        first = min(one.window[0], one.day - RETOLD_DAYS)
        last = max(one.window[1], one.day + NEARBY_DAYS)
        names = {name for day in range(first, last + 1) for name in self.days.get(day, ())}
        names.update(n for day in range(NEWS_DAYS + 1) for n in self.told.get(one.told - day, ()))
        names.update(name for number in one.ordinals for name in self.numbers.get(number, ()))
        found = [now[name] for name in names if _may_be(one, now[name], options)]
        return min(found, key=lambda other: _unlike(one, other, options), default=None)


def _unlike(one: Incident, other: Incident, options: Options) -> tuple[object, ...]:
    """Toll, then day, then when it was told: the less the better."""
    apart = abs(other.day - one.day)
    same = other.says(options.dead, one.best(options.dead))
    return (not same, apart > NEARBY_DAYS, abs(other.told - one.told), apart, other.id)


def _may_be(one: Incident, other: Incident, options: Options) -> bool:
    """True when place and number allow it, and the day, or the toll with the time of telling, bind them."""
    if None not in (one.place, other.place) and one.place != other.place:
        return False
    if one.ordinals and other.ordinals and not one.ordinals.keys() & other.ordinals.keys():
        return False
    if one.since < other.day or _told_apart(one, other):
        return False
    toll, known = one.best(options.dead), other.best(options.dead)
    if one.window[0] <= other.occurred[1] and other.occurred[0] <= one.window[1]:
        return not toll or not known or toll <= known or one.voices < other.voices
    if not toll or not other.says(options.dead, toll) or _clash(one, other, options):
        return False
    return abs(one.day - other.day) <= NEARBY_DAYS or (
        one.voices < WITNESSES
        and (
            0 <= one.told - other.told <= NEWS_DAYS
            or (one.undated and 0 <= one.day - other.day <= RETOLD_DAYS)
            or bool(one.ordinals.keys() & other.ordinals.keys())
        )
    )


def _clash(one: Incident, other: Incident, options: Options) -> bool:
    """True when the one is of several events or objects and the other known to be of one."""
    counts = [
        {each.best(name) for each in (one, other)}
        for name in (options.event, options.object)
        if name and all(each.values.get(name, NOTHING).exact for each in (one, other))
    ]
    return any(1 in both and len(both) > 1 for both in counts)


def _told_apart(one: Incident, other: Incident) -> bool:
    """True when a text tells both as two."""
    stories = {claim.story for claim in other.claims}
    return any(claim.story in stories for claim in one.claims)


def _with(home: Incident, one: Incident, standing: Standing, options: Options) -> Incident:
    """The incident with the claims that tell it again; what they say otherwise is a dispute."""
    claims = tuple(sorted((*home.claims, *one.claims), key=lambda c: (c.reported, c.id)))
    values = dict(home.values)
    for name in options.measures:
        told, known = one.values.get(name), values.get(name)
        if told is None or known is None or known.by_hand:
            continue
        if told.exact and told.best != known.best:
            others = dict(known.dissent)
            others[told.best] = others.get(told.best, 0) + one.voices
            values[name] = known._replace(disputed=True, dissent=tuple(sorted(others.items())))
    return structs.replace(
        home,
        claims=claims,
        values=values,
        window=(min(home.window[0], one.window[0]), max(home.window[1], one.window[1])),
        mentions=tuple(sorted({*home.mentions, *one.mentions})),
        voices=len(set(standing.voiced(claims).values())),
        outlets=standing.outlets(claims),
        reported=claims[0].reported,
    )
