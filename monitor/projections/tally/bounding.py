"""A tally of what had happened by a time: the incidents of all that is known, cut off at that time.

What there was is settled by everything that stands, as ever: clusters, days, numbers, what the totals bear
out. Then an incident counts when its days had ended by then, or when it had been reported by then. One whose
days lie on both sides is shown and not counted; the sums can be higher by it. Who is presumed dead belongs
to the incident, whenever that was told. Of the reported totals those are held against these incidents
that count up to a day before the time; what was corrected later is known to be wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from msgspec import structs

from monitor.projections import Standing
from monitor.projections.happened import By
from monitor.projections.tally.adjusting import Presumed
from monitor.projections.tally.incidents import Incident
from monitor.projections.tally.sums import Total

UNSETTLED = "its days lie before and after the time that is asked for"

Totals = Mapping[str, Sequence[Total]]
"""By measure."""


class Happened(NamedTuple):
    """What of a tally had happened by a time."""

    incidents: tuple[Incident, ...]
    presumed: tuple[Presumed, ...]
    given: Totals
    later: Totals
    """Totals that count further: nothing but what they correct is looked at."""
    maybe: tuple[Incident, ...] = ()
    """Incidents that count, of which it is not known whether they had happened by then."""
    out: int = 0
    """How many that count happened later."""
    left: frozenset[str] = frozenset()
    """Claims that say nothing of what had happened by then."""


def happened(
    incidents: Sequence[Incident],
    presumed: Sequence[Presumed],
    given: Totals,
    standing: Standing,
    limit: By | None,
) -> Happened:
    """What of it had happened by the time; all of it without one."""
    if limit is None:
        return Happened(tuple(incidents), tuple(presumed), given, {})
    past = {one.id for one in incidents if limit.happened(one.day, one.reported)}
    gone = [one for one in incidents if one.id not in past and not limit.maybe(one.occurred[0])]
    later = {one.id for one in gone}
    maybe = [one for one in incidents if one.id not in past | later]
    reached = {name: [t for t in told if _by(t, limit)] for name, told in given.items()}
    behind = {claim.id for one in incidents for claim in one.claims}
    added = tuple(each for each in presumed if each.incident in past)
    behind |= {claim.id for each in added for claim in each.claims}
    behind |= {total.claim.id for told in reached.values() for total in told}
    others = {claim.id for claim in standing.claims if not limit.said(claim)} - behind
    return Happened(
        incidents=tuple(_shown(incidents, past, later)),
        presumed=added,
        given=reached,
        later={name: [t for t in told if not _by(t, limit)] for name, told in given.items()},
        maybe=tuple(one for one in maybe if not one.reason),
        out=sum(not one.reason for one in gone),
        left=frozenset(others.union(claim.id for one in gone for claim in one.claims)),
    )


def _by(total: Total, limit: By) -> bool:
    """Whether it says how far things had come by then."""
    return limit.happened(total.day, total.claim.reported)


def _shown(incidents: Iterable[Incident], past: set[str], later: set[str]) -> Iterator[Incident]:
    """Those that may be of then as well, with the reason why they do not count."""
    for one in incidents:
        if one.id in past:
            yield one
        elif one.id not in later:
            yield structs.replace(one, reason=one.reason or UNSETTLED)


def within(told: Iterable[dict[str, Any]], left: frozenset[str]) -> list[dict[str, Any]]:
    """What was set aside, without the claims that say nothing of then."""
    return [each for each in told if each["claim"] not in left]
