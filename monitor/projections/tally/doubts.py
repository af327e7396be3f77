"""Incidents held against the official counts: what there is no room for is not counted.

"The 21st strike" and "21 strikes" are counts of their own. What one text alone tells is counted unless
they leave no room for it, or it looks like another telling of a known incident: the same day with
another toll, the same toll on the next day, no day and an earlier toll. Such a one is shown, and counted
as soon as a second voice or a total bears it out.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from msgspec import structs

from monitor.projections import Standing
from monitor.projections.tally.incidents import Incident
from monitor.projections.tally.options import Options
from monitor.projections.tally.reading import Grade
from monitor.projections.tally.sums import LAG_DAYS, WITNESSES, Running, Total, backing
from monitor.reports import AnyClaim

NEARBY_DAYS = 2
"""A weekday resolved in the wrong zone, or the day of a late announcement, is off by one or two."""

LATER = 10
"""Totals looked at beyond the next doubtful incident: enough to decide, and no more work than that."""

NO_ROOM = "the reported totals leave no room for it"
RETOLD = "told without a day, with the toll of an earlier one: it may be told again"
RUNNING = "told without a day, with about the toll of all: it may be a running total"

TOTAL_DAYS = 21
"""How old a running total may be that a text tells as if it were news."""


def counted(
    incidents: Sequence[Incident],
    evidence: dict[str, list[Total]],
    standing: Standing,
    options: Options,
) -> list[Incident]:
    """The incidents, those that cannot be counted with a reason; `evidence` is by measure."""
    sure = [one for one in incidents if not one.reason]
    solid = [one for one in sure if one.voices >= WITNESSES and one.grade > Grade.GUESS]
    likeness = _Likeness(sure, solid, options)
    suspects = {one.id: why for one in sure if (why := likeness.suspicion(one))}
    known = [one for one in solid if one.id not in suspects]
    settled = {one.id for one in known}
    reasons: dict[str, str] = {}
    for plain in (True, False):
        open_ = [one for one in sure if one.id not in settled and (one.id not in suspects) == plain]
        court = _Court(known, open_, evidence, standing, options)
        for one in court.sitting():
            why = court.verdict(one, suspects.get(one.id, ""), likeness)
            if why:
                reasons[one.id] = why
            else:
                court.accept(one)
                known.append(one)
            settled.add(one.id)
    return [structs.replace(one, reason=reasons.get(one.id, one.reason)) for one in incidents]


class _Likeness:
    """Which incidents look like another telling of one that is known."""

    def __init__(
        self, incidents: Iterable[Incident], solid: Iterable[Incident], options: Options
    ) -> None:
        self.options = options
        dated = sorted((o for o in solid if o.grade >= Grade.WEEKDAY), key=lambda o: o.day)
        self.running = Running(dated, options.dead)
        self.days = [other.day for other in dated]
        self.largest = list(accumulate((other.best(options.dead) for other in dated), max))
        self.solid_by_day: dict[int, list[Incident]] = {}
        self.earliest: dict[int, int] = {}
        for one in solid:
            self.solid_by_day.setdefault(one.day, []).append(one)
        for one in incidents:
            toll = one.best(options.dead)
            if not one.undated:
                self.earliest[toll] = min(one.day, self.earliest.get(toll, one.day))

    def suspicion(self, one: Incident) -> str:
        """Why it may be one that is known, or nothing."""
        near = self.near(one, self.solid_by_day)
        if near is not None:
            what = "toll" if near.day == one.day else "day"
            return f"one voice; it may be {near.id}, told with another {what}"
        toll = one.best(self.options.dead)
        if one.grade < Grade.WEEKDAY and self.totalled(one):
            return RUNNING
        if one.undated and self.earliest.get(toll, one.day) < one.day and one.voices < WITNESSES:
            return RETOLD
        return ""

    def totalled(self, one: Incident) -> bool:
        """True when its toll is more than any before it, and about what all of them had come to."""
        toll, earlier = one.best(self.options.dead), bisect_right(self.days, one.day)
        largest = self.largest[earlier - 1] if earlier else 0
        before = self.running.at(one.day - TOTAL_DAYS).best
        return largest < toll and before <= toll <= self.running.at(one.day).best

    def near(self, one: Incident, by_day: dict[int, list[Incident]]) -> Incident | None:
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
            (other.day == one.day or 0 < one.best(dead) == other.best(dead))
            and (None in (one.place, other.place) or one.place == other.place)
            and not (one.ordinals and other.ordinals)
        )


class _Court:
    """The totals against the incidents known so far, for those that are open."""

    def __init__(
        self,
        known: Sequence[Incident],
        open_: Sequence[Incident],
        evidence: dict[str, list[Total]],
        standing: Standing,
        options: Options,
    ) -> None:
        ordered = sorted(known, key=lambda one: one.day)
        self.checks = [
            _Check(measure, Running(ordered, measure), evidence.get(measure, []))
            for measure in (options.event, options.dead)
        ]
        self.standing = standing
        self.by_day: dict[int, list[Incident]] = {}
        for one in open_:
            self.by_day.setdefault(one.day, []).append(one)
        days = sorted(self.by_day)
        self.until = dict(zip(days, [*days[1:], None], strict=True)) if days else {}
        self.accepted: dict[int, list[Incident]] = {}

    def sitting(self) -> Iterable[Incident]:
        """The open ones by day; of one day those first that the totals bear out best by then."""
        for day in sorted(self.by_day):
            waiting = self.by_day[day]
            while waiting:
                waiting.sort(key=lambda one: (-self.witnesses(one, against=False), one.id))
                yield waiting.pop(0)

    def witnesses(self, one: Incident, *, against: bool) -> int:
        """How many voices have totals that add up only with it, or only without it."""
        told = (check.votes(one, self.until[one.day], against=against) for check in self.checks)
        return backing(self.standing, [claim for claims in told for claim in claims])

    def verdict(self, one: Incident, suspicion: str, likeness: _Likeness) -> str:
        """Why it is not counted, or nothing."""
        pro, con = self.witnesses(one, against=False), self.witnesses(one, against=True)
        if con > pro and con >= WITNESSES:
            return NO_ROOM
        rival = likeness.near(one, self.accepted)
        if rival is not None:
            suspicion = f"one voice; it may be {rival.id}, told differently"
        enough = 1 if suspicion in (RETOLD, RUNNING) else WITNESSES
        return suspicion if pro < enough else ""

    def accept(self, one: Incident) -> None:
        """Count it from here on."""
        self.accepted.setdefault(one.day, []).append(one)
        for check in self.checks:
            check.accepted += one.best(check.measure)


class _Check:
    """The totals of one measure, and the sums to hold them against."""

    def __init__(self, measure: str, running: Running, totals: Sequence[Total]) -> None:
        self.measure = measure
        self.running = running
        self.totals = [total for total in totals if not total.prior]
        self.days = [total.day for total in self.totals]
        self.accepted = 0

    def votes(self, one: Incident, until: int | None, *, against: bool) -> list[AnyClaim]:
        """Claims of totals that only add up with this incident, or only without it."""
        size = one.best(self.measure)
        start = bisect_left(self.days, one.day)
        end = bisect_left(self.days, until) if until is not None else len(self.days)
        found: list[AnyClaim] = []
        for total in self.totals[start : end + LATER]:
            base = self.running.at(total.day).best + self.accepted
            fits = base if against else base + size
            if total.value == fits and (not against or total.day >= one.day + LAG_DAYS):
                found.append(total.claim)
        return found if size else []
