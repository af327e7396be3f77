"""Reported totals reconciled with the sum of the incidents: the floor, and what is missing.

The floor is the highest total that is borne out: by voices that give it, or by the incidents that had been
told when it was. What has once borne a total out cannot be taken back by what is reported later, but for a
correction or a retraction: so the floor never falls without one. Figures with and without the presumed
dead are never held against each other.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

from msgspec import Struct

from monitor.projections import Standing, aside
from monitor.projections.tally.adjusting import Presumed
from monitor.projections.tally.ceiling import LEAST_STEP, Ceiling
from monitor.projections.tally.incidents import Incident
from monitor.projections.tally.sums import LAG_DAYS, WITNESSES, Running, Total

Verdict = Literal["supported", "lagging", "stale", "claimed", "outlier", "corrected"]

REASONS: dict[Verdict, str] = {
    "lagging": "a total without the newest incident",
    "stale": "a total below what had been reached before",
    "claimed": "a total that the incidents do not bear out, of too few voices",
    "outlier": "a total that better supported ones or the incidents after it contradict",
    "corrected": "a total that was corrected later",
}

UNBORNE: frozenset[Verdict] = frozenset({"claimed", "outlier"})

STEP = 2
"""By so many times the largest incident two voices may be beyond the sums: an incident or two that nobody
has told. Farther up copies of one invention are likelier, and three are asked for."""
WITNESSES_BEYOND = 3

EARLIER = 6
"""So many earlier times are reckoned anew for one measure, the highest totals first: real coverage asks for
one or two. Where outlets disagree for years, the sums of now must do for the rest."""
RECKONED = 6_000
"""Claims that are reckoned anew for one measure: some 50 ms."""


class Missing(NamedTuple):
    """What the totals know and the incidents do not."""

    since: int | None
    """Day of the last total that agrees; None when none does."""
    until: int
    """Day of the first total that does not agree any more."""
    size: int


class Correction(NamedTuple):
    """A total that takes back a higher one."""

    total: Total
    before: int
    """The highest that it takes back."""


class Reconciled(Struct, frozen=True, kw_only=True):
    """What the totals of one measure come to."""

    floor: int = 0
    """0 when no total is borne out."""
    floor_claims: tuple[str, ...] = ()
    verdicts: tuple[tuple[Total, Verdict], ...] = ()
    missing: Missing | None = None
    correction: Correction | None = None
    """The newest one that took something back."""


class Sums(NamedTuple):
    """The incidents, by what had been reported up to a time."""

    incidents: Sequence[Incident]
    added: Sequence[Presumed]
    """Who is presumed dead, as far as it is supported."""
    gathered: Sequence[Incident]
    """All that was ever told, as it was before any of it was refuted."""
    doubted: int = 0
    """How many are presumed dead by too few voices."""
    later: Sequence[Total] = ()
    """Totals that count further: only what they correct is looked at."""


Known = Callable[[datetime], Sums]
"""What had been told by a time."""


def reconcile(
    totals: Sequence[Total], measure: str, sums: Sums, known: Known, standing: Standing
) -> Reconciled:
    """Hold the totals of one measure, by day, against the sums of now and of when they were told."""
    judge = _Judge(totals, measure, sums, standing)
    verdicts = _contradicted([(total, judge.verdict(total)) for total in totals], judge)
    floor = _Floor(judge, known, standing).highest(totals)
    value = max((judge.reached(total) for total in floor), default=0)
    claims = tuple(sorted({total.claim.id for total in floor}))
    made = {id(total) for total in floor}
    verdicts = [
        (t, "supported" if id(t) in made and verdict in UNBORNE else verdict)
        for t, verdict in verdicts
    ]
    borne = [each for each in verdicts if id(each[0]) in made or judge.borne_out(*each)]
    return Reconciled(
        floor=value,
        floor_claims=claims,
        verdicts=_stale(verdicts),
        missing=_missing(borne, judge),
        correction=_correction(verdicts),
    )


class _Judge:
    """The totals held against the sums of one time."""

    def __init__(
        self, totals: Sequence[Total], measure: str, sums: Sums, standing: Standing
    ) -> None:
        self.measure = measure
        self.sums = sums
        self.added = sums.added
        self.by_day = Running(sums.incidents, measure)
        self.as_told = Running(sums.incidents, measure, as_told=True)
        largest = max((one.best(measure) for one in sums.incidents if not one.reason), default=0)
        self.step = max(LEAST_STEP, STEP * largest) if largest else None
        self.corrections = [total for total in (*totals, *sums.later) if total.correction]
        self.voices = standing.voiced(each.claim for each in (*totals, *self.corrections))
        self.confirmed = standing.rulings.confirmed
        alike: dict[tuple[int, bool | None], list[Total]] = defaultdict(list)
        for total in totals:
            if not self.taken_back(total):
                alike[total.value, total.presumed].append(total)
        self.alike = alike
        self.backing = {
            key: len({self.voices[total.claim.id] for total in told}) for key, told in alike.items()
        }

    def taken_back(self, total: Total, *, by_any: bool = False) -> bool:
        """True when its voice has corrected it later to a lower one, or several have; `by_any`: or one."""
        since, most = total.claim.reported, total.value
        later = [c.claim for c in self.corrections if c.claim.reported > since and c.value < most]
        voices = {self.voices[claim.id] for claim in later}
        own = self.voices[total.claim.id] in voices
        return own or len(voices) >= WITNESSES or (by_any and bool(voices))

    def more(self, day: int) -> int:
        """The presumed dead of incidents up to a day."""
        return sum(each.number for each in self.added if each.day <= day)

    def backed(self, total: Total) -> int:
        """How many voices give this very total under this convention, and have not taken it back."""
        return self.backing.get((total.value, total.presumed), 0)

    def reached(self, total: Total) -> int:
        """The total with the presumed dead, where it says that it leaves them out."""
        return total.value + (self.more(total.day) if total.presumed is False else 0)

    def agrees(self, total: Total) -> bool:
        """True when the sums of its day bear the total out: by when incidents were, or were told."""
        more = self.more(total.day)
        least, most = (more if total.presumed else 0), (0 if total.presumed is False else more)
        spans = (running.expected(total) for running in (self.by_day, self.as_told))
        return any(low + least <= total.value <= high + most for low, _, high in spans)

    def late(self, total: Total) -> bool:
        """True when it is the sum before an incident of the last few days."""
        steps = self.by_day.since(total.day - LAG_DAYS)
        more = self.more(total.day)
        return any(step.min <= total.value <= step.max + more for step in steps)

    def needed(self, total: Total) -> int:
        """How many voices bear it out by themselves."""
        most = self.by_day.at(total.day).max + self.more(total.day)
        far = self.step is not None and total.value > most + self.step
        return WITNESSES_BEYOND if far else WITNESSES

    def verdict(self, total: Total) -> Verdict:
        """How one total stands, not yet compared with the other totals."""
        if self.confirmed(total.claim.id):
            return "supported"
        corrected = not total.correction and self.taken_back(total, by_any=True)
        if corrected and (self.taken_back(total) or not self.agrees(total)):
            return "corrected"
        if self.agrees(total):
            return "supported"
        if total.value < self.by_day.expected(total).min:
            return "lagging" if self.late(total) else "stale"
        return "supported" if self.backed(total) >= self.needed(total) else "claimed"

    def borne_out(self, total: Total, verdict: Verdict) -> bool:
        """True for what the sums bear out, now or days ago, and for what enough voices say."""
        if verdict in ("supported", "lagging"):
            return True
        return verdict == "stale" and self.backed(total) >= WITNESSES


class _Floor:
    """The search for the highest total that is borne out, by what was known when."""

    def __init__(self, judge: _Judge, known: Known, standing: Standing) -> None:
        self.now = judge
        self.known = known
        self.standing = standing
        self.newest = max((claim.reported for claim in standing.claims), default=None)
        presumed = sum(each.number for each in judge.sums.added) + judge.sums.doubted
        self.ceiling = Ceiling(judge.measure, judge.sums.gathered, presumed)
        self.looks = min(EARLIER, RECKONED // max(1, len(standing.claims)))
        self.then: dict[datetime, _Judge] = {}

    def highest(self, totals: Sequence[Total]) -> list[Total]:
        """The borne out totals that reach highest, all of one height."""
        by_height: dict[int, list[Total]] = defaultdict(list)
        for total in totals:
            by_height[self.now.reached(total)].append(total)
        for height in sorted(by_height, reverse=True):
            told = by_height[height]
            found = [t for t in told if self.told_by_enough(t)]
            if found:
                return [t for t in told if t in found or self.now.agrees(t)]
            found = [t for t in told if self.added_up(t)]
            if found:
                return found
        return []

    def told_by_enough(self, total: Total) -> bool:
        """True when so many voices give it that it needs no incidents."""
        if self.now.confirmed(total.claim.id):
            return True
        voices = self.now.backed(total)
        if voices < WITNESSES or self.taken_back(total):
            return False
        return voices >= self.now.needed(total) or voices >= self.judge(total, 0).needed(total)

    def added_up(self, total: Total) -> bool:
        """True when it was what the incidents came to when it was told, or in the days after."""
        if self.taken_back(total) or total.value > self.ceiling.at(total.day + LAG_DAYS):
            return False
        days = (day for day in range(LAG_DAYS + 1) if self.has_passed(total, day))
        return any(judge.agrees(total) or judge.late(total) for judge in self.judges(total, days))

    def taken_back(self, total: Total) -> bool:
        """True when its voice has corrected it, or another one has and the incidents do not bear it out."""
        any_ = self.now.taken_back(total, by_any=not total.correction)
        return any_ and (self.now.taken_back(total) or not self.now.agrees(total))

    def has_passed(self, total: Total, days: int) -> bool:
        """True when something is known of so many days after a total was told."""
        return self.newest is not None and total.claim.reported + timedelta(days) <= self.newest

    def judges(self, total: Total, days: Iterable[int]) -> Iterable[_Judge]:
        """Each when it is asked for: every one reckons the incidents of then anew."""
        return (self.judge(total, day) for day in days)

    def judge(self, total: Total, days: int) -> _Judge:
        """The judge of so many days after a total was told."""
        at = total.claim.reported + timedelta(days)
        if self.newest is None or at >= self.newest:
            return self.now
        if at not in self.then and len(self.then) >= self.looks:
            return self.now
        if at not in self.then:
            self.then[at] = _Judge((), self.now.measure, self.known(at), self.standing)
        return self.then[at]


def _contradicted(
    verdicts: Sequence[tuple[Total, Verdict]], judge: _Judge
) -> list[tuple[Total, Verdict]]:
    """Mark totals above the sums that a later, better supported total or the next incidents refute."""
    agreeing = [t for t, verdict in verdicts if verdict == "supported" and judge.agrees(t)]
    later = {
        convention: _Later([t for t in agreeing if t.presumed is not other])
        for convention, other in ((True, False), (False, True), (None, _NEITHER))
    }
    out: list[tuple[Total, Verdict]] = []
    for total, verdict in verdicts:
        lowest = later[total.presumed].lowest(total.day + LAG_DAYS)
        if verdict == "claimed" and lowest is not None and _refutes(lowest, total, judge):
            out.append((total, "outlier"))
        else:
            out.append((total, verdict))
    return out


_NEITHER = object()
"""No convention: what does not say how it counts is held against all."""


class _Later:
    """The lowest total after a day, of totals in the order of their days."""

    def __init__(self, totals: Sequence[Total]) -> None:
        self.days = [total.day for total in totals]
        self.from_here: list[Total] = []
        for total in reversed(totals):
            last = self.from_here[-1] if self.from_here else total
            self.from_here.append(min(total, last, key=lambda t: t.value))
        self.from_here.reverse()

    def lowest(self, day: int) -> Total | None:
        """The lowest one of a later day; None when there is none."""
        start = bisect_right(self.days, day)
        return self.from_here[start] if start < len(self.from_here) else None


def _refutes(later: Total, total: Total, judge: _Judge) -> bool:
    """A later total that leaves fewer dead than the incidents in between, with more voices behind it."""
    between = judge.by_day.at(later.day).min - judge.by_day.at(total.day).max
    return later.value - total.value < between and judge.backed(later) > judge.backed(total)


def _stale(verdicts: Sequence[tuple[Total, Verdict]]) -> tuple[tuple[Total, Verdict], ...]:
    """A total that lags behind the sums is stale when a higher one had been borne out days before."""
    out: list[tuple[Total, Verdict]] = []
    days: list[int] = []
    reached: list[int] = []
    for total, verdict in verdicts:
        known = bisect_left(days, total.day - LAG_DAYS)
        if verdict == "lagging" and known and total.value < reached[known - 1]:
            out.append((total, "stale"))
            continue
        if verdict == "supported" and (not reached or total.value > reached[-1]):
            days.append(total.day)
            reached.append(total.value)
        out.append((total, verdict))
    return tuple(out)


def _missing(borne: Sequence[tuple[Total, Verdict]], judge: _Judge) -> Missing | None:
    """Where the totals leave the sums behind for good, if they do, and by how much.

    A lower total does not say that nothing is missing: it may lack the same.
    """
    since: int | None = None
    found: Missing | None = None
    beyond = 0
    for total, verdict in borne:
        if total.prior:
            continue
        more = judge.more(total.day) if total.presumed is not False else 0
        short = total.value - judge.as_told.at(total.day).max - more
        if short > 0:
            found = Missing(since, found.until if found else total.day, short)
            beyond = max(beyond, judge.reached(total))
        elif verdict == "supported" and judge.reached(total) >= beyond:
            since, found = total.day, None
    return found


def _correction(verdicts: Iterable[tuple[Total, Verdict]]) -> Correction | None:
    """The newest total that corrects a higher one, with the highest that it takes back."""
    verdicts = list(verdicts)
    back = [total for total, verdict in verdicts if verdict == "corrected"]
    made = []
    for total, _ in verdicts:
        taken = [
            t.value
            for t in back
            if t.value > total.value and t.claim.reported < total.claim.reported
        ]
        if total.correction and taken:
            made.append(Correction(total, max(taken)))
    return max(made, key=lambda c: (c.total.claim.reported, c.total.claim.id), default=None)


def told_apart(held: Reconciled) -> list[dict[str, Any]]:
    """The totals that do not make the floor, for `set_aside`."""
    return [
        aside(total.claim, REASONS[verdict], value=total.value, verdict=verdict)
        for total, verdict in held.verdicts
        if verdict in REASONS and total.claim.id not in held.floor_claims
    ]
