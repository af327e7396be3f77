"""Numbers that nobody gives for one incident, taken from the totals around it.

Where only "at least one" is known of an incident, the totals before and after it leave one number: it
is taken when two voices leave the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from msgspec import structs

from monitor.projections import Standing
from monitor.projections.tally.incidents import NOTHING, Incident
from monitor.projections.tally.sums import LAG_DAYS, WITNESSES, Running, Total, backing
from monitor.projections.tally.votes import Value
from monitor.reports import AnyClaim


def filled(
    incidents: Sequence[Incident], measure: str, totals: Sequence[Total], standing: Standing
) -> list[Incident]:
    """Incidents without an exact number take the one that totals of several voices leave for them.

    Only totals between this incident and the next such one say something about it alone.
    """
    kept = list(incidents)
    unknown = [
        number for number, one in enumerate(kept) if not one.reason and _unknown(one, measure)
    ]
    for place, number in enumerate(unknown):
        until = kept[unknown[place + 1]].day if place + 1 < len(unknown) else None
        running = Running(kept, measure)
        value = _left(
            kept[number], measure, _about(totals, kept[number].day, until), running, standing
        )
        if value is not None:
            values = kept[number].values | {measure: value}
            kept[number] = structs.replace(kept[number], values=values)
    return kept


def _unknown(one: Incident, measure: str) -> bool:
    value = one.values.get(measure, NOTHING)
    return not value.exact and (value.open or value.min < value.max)


def _about(totals: Sequence[Total], day: int, until: int | None) -> list[Total]:
    """The totals that count this incident and not the next unknown one."""
    return [
        total
        for total in totals
        if total.day >= day
        and (until is None or total.day < until or (total.prior and total.day <= until + LAG_DAYS))
        and not (total.prior and total.day < day + 1)
    ]


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
