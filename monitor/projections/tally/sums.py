"""Reported totals made comparable, and the running sums of incidents that they are held against."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from monitor.projections import Standing, day_of
from monitor.projections.tally.incidents import Incident
from monitor.reports import AnyClaim, IncidentReported, TotalReported

LAG_DAYS = 3
"""Totals are behind by one announcement in one text of six, for two days; announcements come up to
three days late. A total so near behind a happening says nothing against it."""

WITNESSES = 2
"""Independent voices that establish what the incidents do not bear out."""


class Total(NamedTuple):
    """One measure of one total claim, or the ordinal of an incident: "the 21st" is a total of 21."""

    day: int
    """Ordinal of the day up to which it counts."""
    value: int
    """What is said to have been reached."""
    exact: bool
    """False for "at least": then it is only a bound."""
    prior: bool
    presumed: bool | None
    correction: bool
    claim: TotalReported | IncidentReported


class Step(NamedTuple):
    """The sum after one incident."""

    min: int
    best: int
    max: int


ZERO = Step(0, 0, 0)


class Running:
    """Sums of one measure over incidents, by day."""

    def __init__(
        self, incidents: Iterable[Incident], measure: str, *, as_told: bool = False
    ) -> None:
        """Over the counted incidents; `as_told` puts each on the day before its first report.

        A strike announced three days late was in no total before. The day of slack is for reports
        that were out before those that we have.
        """
        self.days: list[int] = []
        self.steps: list[Step] = []
        low = best = high = 0
        for day, one in sorted(_dated(incidents, as_told=as_told), key=lambda pair: pair[0]):
            value = one.values.get(measure)
            if value is not None:
                low, best, high = low + value.min, best + value.best, high + value.max
            self.days.append(day)
            self.steps.append(Step(low, best, high))

    def at(self, day: int) -> Step:
        """The sums up to and including a day."""
        number = bisect_right(self.days, day)
        return self.steps[number - 1] if number else ZERO

    def before_newest(self, day: int) -> Step:
        """The sums up to a day, without the newest incident by then."""
        number = bisect_right(self.days, day)
        return self.steps[number - 2] if number > 1 else ZERO

    def expected(self, total: Total) -> Step:
        """What a total ought to say."""
        return self.before_newest(total.day) if total.prior else self.at(total.day)

    def since(self, day: int) -> list[Step]:
        """The sums before each incident of that day or later, oldest first."""
        number = bisect_right(self.days, day - 1)
        return [ZERO, *self.steps][number:-1]


def _dated(incidents: Iterable[Incident], *, as_told: bool) -> Iterator[tuple[int, Incident]]:
    for one in incidents:
        if not one.reason:
            yield (max(one.day, one.told - 1) if as_told else one.day), one


def totals(claims: Iterable[TotalReported], measure: str) -> list[Total]:
    """The totals of a measure that can be compared: about the whole, no "dozens", no "about", by day."""
    found = []
    for claim in claims:
        count = claim.counts.get(measure)
        if count is None or claim.scope is not None or count.vague:
            continue
        if count.max is not None and not count.exact:
            continue
        day = (claim.as_of or day_of(claim)).toordinal()
        correction = claim.assertion == "correction"
        how = (count.exact, claim.prior, claim.presumed, correction, claim)
        found.append(Total(day, count.min, *how))
    return sorted(found, key=lambda total: (total.day, total.claim.reported, total.claim.id))


def numbered(incidents: Iterable[Incident], measure: str) -> list[Total]:
    """The ordinals of single events as totals of events, by day."""
    found = [
        Total(
            day=one.day,
            value=ordinal,
            exact=True,
            prior=False,
            presumed=None,
            correction=False,
            claim=claim,
        )
        for one in incidents
        if one.best(measure) == 1
        for ordinal, claims in one.ordinals.items()
        for claim in claims
    ]
    return sorted(found, key=lambda total: (total.day, total.claim.reported, total.claim.id))


def backing(standing: Standing, claims: Iterable[AnyClaim]) -> int:
    """How many voices these claims have."""
    return len(set(standing.voiced(claims).values()))
