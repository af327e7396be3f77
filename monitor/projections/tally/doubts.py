"""Incidents that may be none of their own: another one told again, or a running total told as news.

What one text alone tells is counted unless the totals leave no room for it (`weighing`), or it looks like
another telling of a known incident: the same day with another toll, the same toll on the next day, no day
and an earlier toll. Such a one is shown, and counted as soon as a second voice or a total bears it out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

from msgspec import structs

from monitor.projections import Standing
from monitor.projections.tally import weighing
from monitor.projections.tally.adjusting import Presumption
from monitor.projections.tally.incidents import NOTHING, Incident
from monitor.projections.tally.options import Options
from monitor.projections.tally.reading import Grade
from monitor.projections.tally.sums import WITNESSES, Running, Total
from monitor.projections.tally.weighing import Suspicion, weighed

NEARBY_DAYS = 2
"""A weekday resolved in the wrong zone, or the day of a late announcement, is off by one or two."""

NO_ROOM = "the reported totals leave no room for it"
RETOLD = "told without a day, with the toll of an earlier one: it may be told again"
RUNNING = "told with about the toll of all: it may be a running total"

TOTAL_DAYS = 21
"""How old a running total may be that a text tells as if it were news."""

UNHEARD_OF = 3
"""So many times the largest toll so far, and about the toll of all: hardly that of one day."""


def counted(
    incidents: Sequence[Incident],
    evidence: Mapping[str, Sequence[Total]],
    presumption: Presumption,
    standing: Standing,
    options: Options,
) -> tuple[list[Incident], list[Incident]]:
    """The incidents, those that cannot be counted with a reason; and of these the ones refuted.

    Refuted are those without which a later total adds up, but for what a person has put together.
    What a person has dismissed makes no other one doubtful.
    `evidence` is by measure.
    """
    sure = [one for one in incidents if not one.reason]
    likeness = _Likeness([one for one in sure if not one.dismissed], options)
    unsure = (one for one in sure if not one.confirmed)
    suspects = {one.id: doubt for one in unsure if (doubt := likeness.suspicion(one))}
    out, agreed = weighed(sure, suspects, evidence, presumption, standing, options)
    reasons = {name: suspects[name].reason if name in suspects else NO_ROOM for name in out}
    found = [structs.replace(one, reason=reasons.get(one.id, one.reason)) for one in incidents]
    refuted = [one for one in found if one.id in out and one.told < agreed and not one.group]
    return found, refuted


class _Likeness:
    """Which incidents look like another telling of one that is known."""

    def __init__(self, incidents: Sequence[Incident], options: Options) -> None:
        self.options = options
        solid = [o for o in incidents if o.voices >= WITNESSES and o.grade > Grade.GUESS]
        dated = sorted((o for o in solid if o.grade >= Grade.WEEKDAY), key=lambda o: o.day)
        self.running = Running(dated, options.dead)
        self.days = [other.day for other in dated]
        self.largest = list(accumulate((other.best(options.dead) for other in dated), max))
        self.solid = _by_day(solid)
        self.weak = _by_day(one for one in incidents if one.voices < WITNESSES)
        self.earliest: dict[int, int] = {}
        for one in incidents:
            value = one.values.get(options.dead, NOTHING)
            for toll in () if one.undated else {value.best, value.told or value.best}:
                self.earliest[toll] = min(one.day, self.earliest.get(toll, one.day))

    def suspicion(self, one: Incident) -> Suspicion | None:
        """Why it may be one that is known, if it may."""
        if self.totalled(one):
            return Suspicion(RUNNING, weighing.RETOLD)
        near = self.near(one, self.solid)
        if near is not None:
            what = "toll" if near.day == one.day else "day"
            return _may_be(near, f"told with another {what}")
        whole = self.whole(one)
        if whole is not None:
            reason = f"it may be a part of {whole.id}"
            return Suspicion(reason, weighing.SUSPECT, whole.id)
        toll = one.best(self.options.dead)
        if one.undated and self.earliest.get(toll, one.day) < one.day and one.voices < WITNESSES:
            return Suspicion(RETOLD, weighing.RETOLD)
        first = self.near(one, self.weak)
        if first is not None and (first.told, first.id) < (one.told, one.id):
            return _may_be(first, "told differently")
        return None

    def whole(self, one: Incident) -> Incident | None:
        """An incident of several events on that day that more voices tell, of which it may be one."""
        dead, event = self.options.dead, self.options.event
        if one.several or one.ordinals or not one.best(dead):
            return None
        for other in self.solid.get(one.day, ()):
            alike = None in (one.place, other.place) or one.place == other.place
            larger = other.best(dead) > one.best(dead) and other.best(event) > 1
            if alike and larger and other.several and other.voices > one.voices:
                return other
        return None

    def totalled(self, one: Incident) -> bool:
        """True when its toll is more than any before it, and about what all of them had come to.

        With a day it must be far more, and told by one voice: then the day is that of something else.
        """
        toll, earlier = one.best(self.options.dead), bisect_right(self.days, one.day)
        largest = self.largest[earlier - 1] if earlier else 0
        if one.grade >= Grade.WEEKDAY:
            largest = largest * UNHEARD_OF if one.voices < WITNESSES else toll
        before = self.running.at(one.day - TOTAL_DAYS).best
        return largest < toll and before <= toll <= self.running.at(one.told).best

    def near(self, one: Incident, by_day: Mapping[int, Sequence[Incident]]) -> Incident | None:
        """An incident of the same day, or one of the next days with the same toll."""
        if one.voices >= WITNESSES:
            return None
        reach = NEARBY_DAYS if one.grade < Grade.EXPLICIT else 0
        for day in sorted(
            range(one.day - reach, one.day + reach + 1), key=lambda d: abs(d - one.day)
        ):
            for other in by_day.get(day, ()):
                if other.id != one.id and self.confused(one, other):
                    return other
        return None

    def confused(self, one: Incident, other: Incident) -> bool:
        """True when neither place nor number nor, on another day, the toll keeps them apart."""
        dead = self.options.dead
        return (
            one.since >= other.day
            and (other.day == one.day or (one.best(dead) > 0 and other.says(dead, one.best(dead))))
            and (None in (one.place, other.place) or one.place == other.place)
            and not (one.ordinals and other.ordinals)
        )


def _may_be(other: Incident, how: str) -> Suspicion:
    return Suspicion(f"one voice; it may be {other.id}, {how}", weighing.SUSPECT, other.id)


def _by_day(incidents: Iterable[Incident]) -> dict[int, list[Incident]]:
    found: dict[int, list[Incident]] = {}
    for one in incidents:
        found.setdefault(one.day, []).append(one)
    return found
