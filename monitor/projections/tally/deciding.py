"""What persons have decided of a tally's incidents and totals, worked into them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from msgspec import structs

from monitor.projections import Standing, aside
from monitor.projections.tally.incidents import NOTHING, Incident
from monitor.projections.tally.options import Options
from monitor.projections.tally.votes import Value
from monitor.reports import AnyClaim, IncidentAdjusted

_Claim = TypeVar("_Claim", bound=AnyClaim)


def judged(incidents: Iterable[Incident]) -> list[Incident]:
    """The incidents; those that a person has dismissed with that as the reason."""
    return [
        structs.replace(one, reason=one.ruling.sentence)
        if one.ruling is not None and not one.confirmed
        else one
        for one in incidents
    ]


def kept(claims: Iterable[_Claim], standing: Standing) -> tuple[list[_Claim], list[dict[str, Any]]]:
    """The claims that nobody has dismissed, and the others as they are set aside."""
    left: list[_Claim] = []
    apart: list[dict[str, Any]] = []
    for claim in claims:
        why = standing.rulings.dismissed(claim.id)
        if why is None:
            left.append(claim)
        else:
            apart.append(aside(claim, why))
    return left, apart


def by_hand(claims: Iterable[IncidentAdjusted], standing: Standing) -> list[IncidentAdjusted]:
    """The changes that persons have entered, in their order."""
    mine = (claim for claim in claims if claim.id in standing.rulings.meant)
    return sorted(mine, key=lambda claim: (claim.reported, claim.id))


def meant(claim: AnyClaim, incidents: Sequence[Incident], standing: Standing) -> Incident | None:
    """The incident that a person has named for a change: the one with most of its claims."""
    named = standing.rulings.meant.get(claim.id, frozenset())
    shared = [sum(each.id in named for each in one.claims) for one in incidents]
    most = max(shared, default=0)
    return incidents[shared.index(most)] if most else None


def settled(
    incidents: Sequence[Incident],
    changes: Sequence[IncidentAdjusted],
    standing: Standing,
    options: Options,
) -> list[Incident]:
    """The incidents with the numbers that persons give them: the last one holds."""
    found = list(incidents)
    for change in changes:
        one = meant(change, found, standing)
        if one is not None:
            values = given(one.values, change, options.measures)
            found[found.index(one)] = structs.replace(one, values=values)
    return found


def given(
    values: dict[str, Value], change: IncidentAdjusted, measures: Sequence[str]
) -> dict[str, Value]:
    """The values with the numbers of a change in their place; what was said before stays behind them."""
    found = dict(values)
    for name in measures:
        count = change.counts.get(name)
        if count is not None:
            high = count.min if count.max is None else count.max
            claims = tuple(sorted({change.id, *values.get(name, NOTHING).claims}))
            found[name] = Value(
                count.min,
                count.min,
                high,
                open=count.max is None,
                exact=count.exact,
                claims=claims,
            )
    return found
