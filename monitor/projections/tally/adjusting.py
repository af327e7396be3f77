"""Who of the survivors is presumed dead later: added to an incident once, apart from the confirmed dead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from msgspec import Struct, structs

from monitor.projections import Standing, aside
from monitor.projections.tally.deciding import by_hand, meant
from monitor.projections.tally.incidents import Incident
from monitor.projections.tally.options import Options
from monitor.projections.tally.sums import WITNESSES, Running, Total, backing
from monitor.projections.tally.votes import said, settle
from monitor.reports import AnyClaim, IncidentAdjusted


class Presumed(Struct, frozen=True, kw_only=True):
    """Presumed dead of one incident, told later."""

    incident: str | None
    day: int
    number: int
    supported: bool
    claims: tuple[AnyClaim, ...]


SLIP_DAYS = 2
"""Texts that give days so near each other mean the same incident; without a day they mean the last."""


class Presumption:
    """How many may be presumed dead by a day, as far as anybody has said so."""

    def __init__(self, claims: Iterable[IncidentAdjusted], measure: str) -> None:
        told = [claim for claim in claims if measure in claim.counts]
        dated = sorted((c.occurred.to, c.reported, c.id, c) for c in told if c.occurred is not None)
        groups: list[list[IncidentAdjusted]] = []
        last: date | None = None
        for day, _, _, claim in dated:
            if last is None or (day - last).days > SLIP_DAYS:
                groups.append([])
            groups[-1].append(claim)
            last = day
        undated = [claim for claim in told if claim.occurred is None]
        if groups:
            groups[-1].extend(undated)
        elif undated:
            groups.append(undated)
        self.told = [
            (
                min(claim.reported.toordinal() for claim in group),
                max(claim.counts[measure].min for claim in group),
            )
            for group in groups
        ]

    def by(self, day: int) -> int:
        """The most that can be in a total of that day."""
        return sum(number for told, number in self.told if told <= day)


def adjustments(
    claims: Iterable[IncidentAdjusted],
    incidents: Sequence[Incident],
    standing: Standing,
    options: Options,
) -> tuple[dict[str, list[IncidentAdjusted]], list[dict[str, Any]]]:
    """The adjustments of each incident, and those that belong to none."""
    found: dict[str, list[IncidentAdjusted]] = defaultdict(list)
    lost: list[dict[str, Any]] = []
    ordered = sorted(claims, key=lambda c: (c.occurred is None, c.reported, c.id))
    for claim in ordered:
        entered = claim.id in standing.rulings.meant
        if options.presumed not in claim.counts:
            if not entered:  # else it gives other numbers, which the incident has already
                why = f"it does not say how many are {options.presumed or 'meant'}"
                lost.append(aside(claim, why))
            continue
        one = meant(claim, incidents, standing) if entered else _meant(claim, incidents, options)
        if one is None:
            lost.append(aside(claim, "no incident that it could adjust"))
        elif one.reason:
            lost.append(aside(claim, f"{one.id}, which it changes, is not counted"))
        else:
            found[one.id].append(claim)
    return dict(found), lost


def _meant(
    claim: IncidentAdjusted, incidents: Sequence[Incident], options: Options
) -> Incident | None:
    """The incident of that day, first of all one with survivors; else the last one with survivors.

    It may be one that a person has dismissed: its dead are no other's.
    """
    left = options.others[0] if options.others else options.dead
    so_far = (one for one in incidents if one.day <= claim.reported.toordinal())
    known = [one for one in so_far if one.dismissed or not one.reason]
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
        settled = settle(said(_last(claims, standing), options.presumed, standing.voiced(claims)))
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
        sure = any(_by_person(claim, standing) for claim in claims)
        supported = sure or backing(standing, [*claims, *containing]) >= WITNESSES
        before += number if supported else 0
        told = tuple([*claims, *containing])
        found.append(
            Presumed(incident=one.id, day=one.day, number=number, supported=supported, claims=told)
        )
    return found


def _by_person(claim: IncidentAdjusted, standing: Standing) -> bool:
    """Whether a person has entered it, or says that it is so."""
    return claim.id in standing.rulings.meant or standing.rulings.confirmed(claim.id)


def _last(claims: list[IncidentAdjusted], standing: Standing) -> list[IncidentAdjusted]:
    """What a person has entered last, alone; all claims where nobody has."""
    return by_hand(claims, standing)[-1:] or claims


def with_presumed(incidents: Iterable[Incident], added: Iterable[Presumed]) -> list[Incident]:
    """The incidents with the presumed dead that are supported."""
    numbers = {each.incident: each.number for each in added if each.supported}
    return [structs.replace(one, presumed=numbers.get(one.id, 0)) for one in incidents]
