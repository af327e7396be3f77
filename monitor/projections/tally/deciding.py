"""What persons have decided of a tally's incidents and totals, worked into them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from msgspec import structs

from monitor.projections import Standing, aside
from monitor.projections.rulings import Rulings
from monitor.projections.tally.incidents import NOTHING, Incident
from monitor.projections.tally.options import Options
from monitor.projections.tally.votes import Value
from monitor.reports import AnyClaim, IncidentAdjusted

_Claim = TypeVar("_Claim", bound=AnyClaim)


def judged(incidents: Iterable[Incident]) -> list[Incident]:
    """The incidents; those that a person has dismissed with that as the reason."""
    return [
        structs.replace(one, reason=one.ruling.sentence)
        if one.ruling is not None and one.dismissed
        else one
        for one in incidents
    ]


def alone(incidents: Iterable[Incident]) -> list[Incident]:
    """The incidents; of those that a person has judged as one, that with most of its claims is meant.

    The others were taken for it told again, and may be so still.
    """
    found = list(incidents)
    judged: dict[str, list[Incident]] = defaultdict(list)
    for one in found:
        if one.confirmed and one.ruling is not None:
            judged[one.ruling.correction].append(one)
    spare: set[int] = set()
    for same in judged.values():
        first = max(same, key=lambda one: (len(one.claims), one.claims[0].id))
        spare.update(id(one) for one in same if one is not first and not one.group)
    return [structs.replace(one, ruling=None) if id(one) in spare else one for one in found]


def decisive(rulings: Rulings) -> bool:
    """Whether more or fewer incidents count by what persons have decided, than those that they dismiss."""
    return bool(rulings.groups) or any(
        each.done != "dismissed" for each in rulings.verdicts.values()
    )


def by_person(claim: AnyClaim, standing: Standing) -> bool:
    """Whether a person has entered this incident."""
    return any(each.done == "entered" for each in standing.rulings.made.get(claim.id, ()))


def as_without(
    found: Iterable[Incident],
    refuted: Iterable[Incident],
    plain: Iterable[Incident],
    out: Iterable[Incident],
) -> tuple[list[Incident], list[Incident]]:
    """The incidents, and those refuted; of what nobody has decided as it is without any decision.

    `plain` and `out` are the incidents and those refuted without decisions.
    """
    without = {claim.id: one for one in plain for claim in one.claims}
    gone = {claim.id for one in out for claim in one.claims}
    was = {one.id for one in refuted}
    incidents, laid = [], []
    for one in found:
        before = [without[claim.id] for claim in one.claims if claim.id in without]
        refutes = one.id in was
        if before and not one.group and one.ruling is None:
            reason = next((each.reason for each in before if not each.reason), before[0].reason)
            refutes = bool(reason) and all(claim.id in gone for claim in one.claims)
            one = structs.replace(one, reason=reason)
        incidents.append(one)
        laid += [one] if refutes else []
    return incidents, laid


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


def _told(value: Value | None) -> int | None:
    """What reports say, whatever a person has given before."""
    if value is None:
        return None
    return value.told if value.by_hand else value.best


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
                by_hand=True,
                told=_told(values.get(name)),
            )
    return found
