"""Reported totals reconciled with the sum of the incidents: the floor, the presumed dead, the gap.

The floor is the highest total that is borne out: by the sum itself, or by two voices. It never falls but
for a correction, a retraction, or a lower total with more voices. Figures with and without the presumed
dead are never held against each other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple

from msgspec import Struct, structs

from monitor.projections import Standing, aside
from monitor.projections.tally.incidents import Incident
from monitor.projections.tally.options import Options
from monitor.projections.tally.sums import LAG_DAYS, WITNESSES, Running, Total, backing
from monitor.projections.tally.votes import said, settle
from monitor.reports import AnyClaim, IncidentAdjusted

Verdict = Literal["supported", "lagging", "stale", "claimed", "outlier", "corrected"]

REASONS: dict[Verdict, str] = {
    "lagging": "a total without the newest incident",
    "stale": "a total below what had been reached before",
    "claimed": "a total of one voice that the incidents do not bear out",
    "outlier": "a total that better supported ones or the incidents after it contradict",
    "corrected": "a total that was corrected later",
}


class Presumed(Struct, frozen=True, kw_only=True):
    """Presumed dead of one incident, told later."""

    incident: str | None
    day: int
    number: int
    supported: bool
    claims: tuple[AnyClaim, ...]


class Missing(NamedTuple):
    """What the totals know and the incidents do not."""

    since: int | None
    """Day of the last total that agrees; None when none does."""
    until: int
    """Day of the first total that does not agree any more."""
    size: int


class Reconciled(Struct, frozen=True, kw_only=True):
    """What the totals of one measure come to."""

    floor: int = 0
    """0 when no total is borne out."""
    floor_claims: tuple[str, ...] = ()
    verdicts: tuple[tuple[Total, Verdict], ...] = ()
    missing: Missing | None = None


def adjustments(
    claims: Iterable[IncidentAdjusted], incidents: Sequence[Incident], options: Options
) -> tuple[dict[str, list[IncidentAdjusted]], list[dict[str, Any]]]:
    """The adjustments of each incident, and those that belong to none."""
    found: dict[str, list[IncidentAdjusted]] = defaultdict(list)
    lost: list[dict[str, Any]] = []
    ordered = sorted(claims, key=lambda c: (c.occurred is None, c.reported, c.id))
    for claim in ordered:
        if options.presumed not in claim.counts:
            lost.append(aside(claim, f"it does not say how many are {options.presumed or 'meant'}"))
            continue
        one = _meant(claim, incidents, options)
        if one is None:
            lost.append(aside(claim, "no incident that it could adjust"))
        else:
            found[one.id].append(claim)
    return dict(found), lost


def _meant(
    claim: IncidentAdjusted, incidents: Sequence[Incident], options: Options
) -> Incident | None:
    """The incident of that day, first of all one with survivors; else the last one with survivors."""
    left = options.others[0] if options.others else options.dead
    known = [one for one in incidents if not one.reason and one.day <= claim.reported.toordinal()]
    if claim.occurred is not None:
        first, last = claim.occurred.from_.toordinal(), claim.occurred.to.toordinal()
        near = [one for one in known if one.window[0] - 1 <= last and first <= one.window[1] + 1]
        if near:
            middle = (first + last) // 2
            return max(near, key=lambda o: (o.best(left) > 0, -abs(o.day - middle), o.day))
    with_some = [one for one in known if one.best(left) > 0]
    return with_some[-1] if with_some else None


def presumed(
    adjusted: dict[str, list[IncidentAdjusted]],
    incidents: Sequence[Incident],
    totals: Sequence[Total],
    standing: Standing,
    options: Options,
) -> list[Presumed]:
    """Once per incident, by votes; supported by two voices that tell it or whose total contains it."""
    running = Running(incidents, options.dead)
    found: list[Presumed] = []
    before = 0
    for one in incidents:
        claims = adjusted.get(one.id, [])
        settled = settle(said(claims, options.presumed, standing.voiced(claims)))
        if settled is None or not settled.best:
            continue
        number = settled.best
        containing = [
            total.claim
            for total in totals
            if total.day >= one.day
            and total.presumed is not False
            and total.value == running.expected(total).best + before + number
        ]
        supported = backing(standing, [*claims, *containing]) >= WITNESSES
        before += number if supported else 0
        told = tuple([*claims, *containing])
        found.append(
            Presumed(incident=one.id, day=one.day, number=number, supported=supported, claims=told)
        )
    return found


def reconcile(
    totals: Sequence[Total],
    incidents: Sequence[Incident],
    measure: str,
    added: Sequence[Presumed],
    standing: Standing,
) -> Reconciled:
    """Hold the totals of one measure, by day, against the sums; `added` are the supported presumed."""
    running = Running(incidents, measure)
    judge = _Judge(totals, running, added, standing)
    verdicts = tuple((total, judge.verdict(total)) for total in totals)
    verdicts = _contradicted(verdicts, judge, running)
    borne = [(judge.reached(t), t) for t, verdict in verdicts if judge.borne_out(t, verdict)]
    floor = max((value for value, _ in borne), default=0)
    claims = tuple(sorted({total.claim.id for value, total in borne if value == floor}))
    return Reconciled(
        floor=floor,
        floor_claims=claims if floor else (),
        verdicts=_stale(verdicts),
        missing=_missing(
            [total for _, total in borne], judge, Running(incidents, measure, as_told=True)
        ),
    )


class _Judge:
    """What is known about the totals while they are held against the sums."""

    def __init__(
        self,
        totals: Sequence[Total],
        running: Running,
        added: Sequence[Presumed],
        standing: Standing,
    ) -> None:
        self.running = running
        self.added = added
        alike: dict[tuple[int, bool | None], list[AnyClaim]] = defaultdict(list)
        for total in totals:
            alike[total.value, total.presumed].append(total.claim)
        self.voices = {key: backing(standing, claims) for key, claims in alike.items()}
        self.corrections = [total for total in totals if total.correction]

    def more(self, day: int) -> int:
        """The presumed dead of incidents up to a day."""
        return sum(each.number for each in self.added if each.day <= day)

    def backed(self, total: Total) -> int:
        """How many voices give this very total under this convention."""
        return self.voices[total.value, total.presumed]

    def reached(self, total: Total) -> int:
        """The total with the presumed dead, where it says that it leaves them out."""
        return total.value + (self.more(total.day) if total.presumed is False else 0)

    def agrees(self, total: Total) -> bool:
        """True when the sums of its day bear the total out."""
        low, _, high = self.running.expected(total)
        low += self.more(total.day) if total.presumed else 0
        high += self.more(total.day) if total.presumed is not False else 0
        return low <= total.value <= high

    def verdict(self, total: Total) -> Verdict:
        """How one total stands, not yet compared with the other totals."""
        if any(
            c.claim.reported > total.claim.reported
            and c.value < total.value
            and not total.correction
            for c in self.corrections
        ):
            return "corrected"
        if self.agrees(total):
            return "supported"
        if total.value < self.running.expected(total).min:
            return "lagging" if self.late(total) else "stale"
        return "supported" if self.backed(total) >= WITNESSES else "claimed"

    def borne_out(self, total: Total, verdict: Verdict) -> bool:
        """True for what the sums bear out, now or days ago, and for what two voices say."""
        if verdict in ("supported", "lagging"):
            return True
        return verdict == "stale" and self.backed(total) >= WITNESSES

    def late(self, total: Total) -> bool:
        """True when it is the sum before an incident of the last few days."""
        steps = self.running.since(total.day - LAG_DAYS)
        more = self.more(total.day)
        return any(step.min <= total.value <= step.max + more for step in steps)


def _contradicted(
    verdicts: tuple[tuple[Total, Verdict], ...], judge: _Judge, running: Running
) -> tuple[tuple[Total, Verdict], ...]:
    """Mark totals above the sums that a later, better supported total or the next incidents refute."""
    agreeing = [t for t, verdict in verdicts if verdict == "supported" and judge.agrees(t)]
    days = [total.day for total in agreeing]
    lowest: list[Total] = []
    for total in reversed(agreeing):
        lowest.append(min(total, lowest[-1], key=lambda t: t.value) if lowest else total)
    lowest.reverse()
    out: list[tuple[Total, Verdict]] = []
    for total, verdict in verdicts:
        above = verdict in ("supported", "claimed") and not judge.agrees(total)
        start = bisect_left(days, total.day + LAG_DAYS + 1)
        if above and start < len(agreeing) and _refutes(lowest[start], total, judge, running):
            out.append((total, "outlier"))
        else:
            out.append((total, verdict))
    return tuple(out)


def _refutes(later: Total, total: Total, judge: _Judge, running: Running) -> bool:
    """A later total that leaves fewer dead than the incidents in between, with more voices behind it."""
    between = running.at(later.day).min - running.at(total.day).max
    return later.value - total.value < between and judge.backed(later) > judge.backed(total)


def _stale(verdicts: tuple[tuple[Total, Verdict], ...]) -> tuple[tuple[Total, Verdict], ...]:
    """A total that lags behind the sums is stale when a higher one had been borne out days before."""
    out: list[tuple[Total, Verdict]] = []
    reached: list[tuple[int, int]] = []
    for total, verdict in verdicts:
        known = [value for day, value in reached if day < total.day - LAG_DAYS]
        if verdict == "lagging" and known and total.value < known[-1]:
            out.append((total, "stale"))
            continue
        if verdict == "supported" and (not reached or total.value > reached[-1][1]):
            reached.append((total.day, total.value))
        out.append((total, verdict))
    return tuple(out)


def _missing(borne: Sequence[Total], judge: _Judge, as_told: Running) -> Missing | None:
    """Where the totals leave the sums behind for good, if they do, and by how much."""
    since: int | None = None
    found: Missing | None = None
    for total in borne:
        if total.prior:
            continue
        more = judge.more(total.day) if total.presumed is not False else 0
        short = total.value - as_told.at(total.day).max - more
        if short <= 0 and judge.verdict(total) == "supported":
            since, found = total.day, None
        elif short > 0:
            until = found.until if found else total.day
            found = Missing(since, until, short)
    return found


def told_apart(verdicts: Iterable[tuple[Total, Verdict]]) -> list[dict[str, Any]]:
    """The totals that do not make the floor, for `set_aside`."""
    return [
        aside(total.claim, REASONS[verdict], value=total.value, verdict=verdict)
        for total, verdict in verdicts
        if verdict in REASONS
    ]


def with_presumed(incidents: Iterable[Incident], added: Iterable[Presumed]) -> list[Incident]:
    """The incidents with the presumed dead that are supported."""
    numbers = {each.incident: each.number for each in added if each.supported}
    return [structs.replace(one, presumed=numbers.get(one.id, 0)) for one in incidents]
