"""The most that the sums of a tally can ever have been."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

from monitor.projections.tally.incidents import NOTHING, Incident

LEAST_STEP = 10
"""How far one more incident may go beyond small ones, and what is taken for one of which only a bound is
known."""


class Ceiling:
    """What no incident could bear out is not looked for."""

    def __init__(self, measure: str, gathered: Iterable[Incident], presumed: int) -> None:
        """Over all that was ever told; `presumed` are the presumed dead, by whomever."""
        most = sorted((one.window[0], _most(one, measure)) for one in gathered)
        self.days = [day for day, _ in most]
        self.sums = list(accumulate(number for _, number in most))
        self.presumed = presumed

    def at(self, day: int) -> int:
        """By a day, the presumed dead included."""
        number = bisect_right(self.days, day)
        return (self.sums[number - 1] if number else 0) + self.presumed


def _most(one: Incident, measure: str) -> int:
    """The highest number that anybody gives for it; where only a bound is known, a large one."""
    counts = (claim.counts[measure] for claim in one.claims if measure in claim.counts)
    told = max((count.min if count.max is None else count.max for count in counts), default=0)
    value = one.values.get(measure, NOTHING)
    unknown = value.open or not (value.exact or value.max)
    return max(told, value.max, LEAST_STEP if unknown else 0)
