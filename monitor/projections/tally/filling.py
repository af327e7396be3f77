"""Numbers that nobody gives for one incident, taken from the totals around it.

Where only "at least one" is known of an incident, the totals before and after it leave one number: it
is taken when two voices leave the same.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence

from msgspec import structs

from monitor.projections import Standing
from monitor.projections.tally.incidents import NOTHING, Incident
from monitor.projections.tally.options import Options
from monitor.projections.tally.sums import LAG_DAYS, WITNESSES, Running, Total, backing
from monitor.projections.tally.votes import Value
from monitor.reports import AnyClaim


def filled(
    incidents: Sequence[Incident],
    evidence: dict[str, list[Total]],
    standing: Standing,
    options: Options,
) -> list[Incident]:
    """The incidents with the numbers of events, then of dead, that only totals give; by day.

    `evidence` holds the totals by measure. A total of the dead that counts other events than we do says
    nothing: what it leaves may be the dead of an incident that we do not know.
    """
    kept = _filled(incidents, options.event, evidence[options.event], standing)
    events = Running(kept, options.event)
    same = [t for t in evidence[options.dead] if _counts_alike(t, events, options.event)]
    return _filled(kept, options.dead, same, standing)


def _counts_alike(total: Total, events: Running, event: str) -> bool:
    count = total.claim.counts.get(event)
    return count is None or count.vague or count.min == events.expected(total).best


def _filled(
    incidents: Sequence[Incident], measure: str, totals: Sequence[Total], standing: Standing
) -> list[Incident]:
    """Only totals between one unknown incident and the next say something about the first alone."""
    kept = list(incidents)
    unknown = [n for n, one in enumerate(kept) if not one.reason and _unknown(one, measure)]
    if not unknown or not totals:
        return kept
    days = [total.day for total in totals]
    running = Running(kept, measure)
    for place, number in enumerate(unknown):
        one = kept[number]
        until = kept[unknown[place + 1]].day if place + 1 < len(unknown) else days[-1] + 1
        near = totals[bisect_left(days, one.day) : bisect_right(days, until + LAG_DAYS)]
        about = [t for t in near if (t.day > one.day if t.prior else t.day < until)]
        value = _left(one, measure, about, running, standing)
        if value is not None:
            kept[number] = structs.replace(one, values=one.values | {measure: value})
            running = Running(kept, measure)
    return kept


def _unknown(one: Incident, measure: str) -> bool:
    value = one.values.get(measure, NOTHING)
    return not (value.exact or value.by_hand) and (value.open or value.min < value.max)


def _left(
    one: Incident, measure: str, totals: Sequence[Total], running: Running, standing: Standing
) -> Value | None:
    """What most totals leave for this incident, when at least two voices agree and its bounds allow."""
    known = one.values.get(measure, NOTHING)
    votes: dict[int, list[AnyClaim]] = defaultdict(list)
    for total in totals:
        left = total.value - (running.expected(total).best - known.best)
        if left >= known.min and (known.open or left <= known.max) and total.presumed is not True:
            votes[left].append(total.claim)
    weighed = {left: backing(standing, claims) for left, claims in votes.items()}
    best = max(weighed, key=lambda left: (weighed[left], -left), default=None)
    if best is None or weighed[best] < WITNESSES:
        return None
    claims = tuple(sorted({*known.claims, *(claim.id for claim in votes[best])}))
    return Value(best, best, best, exact=True, claims=claims)
