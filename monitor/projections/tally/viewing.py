"""The figures of a tally written down: the view, as JSON holds it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from monitor.projections import Standing, View, aside, options, set_aside, told, unentered
from monitor.projections.happened import bounded, by, heard
from monitor.projections.rulings import shown
from monitor.projections.tally.adjusting import Presumed
from monitor.projections.tally.deciding import by_hand, given, kept
from monitor.projections.tally.figures import Figures, figures
from monitor.projections.tally.incidents import NOTHING, Incident
from monitor.projections.tally.options import Options
from monitor.projections.tally.single import Toll, latest, readings, toll
from monitor.projections.tally.sums import backing
from monitor.projections.tally.totals import Verdict
from monitor.projections.tally.votes import Counting, Value
from monitor.reports import AnyClaim, IncidentAdjusted, IncidentReported
from monitor.topics import Tracker


def view(tracker: Tracker, standing: Standing) -> View:
    """The tally of a tracker: sums, incidents, totals, and the claims behind each figure."""
    chosen = options(tracker, Options)
    if chosen.single:
        return _one_happening(tracker, standing, chosen)
    found = figures(standing, chosen)
    sums, because = _sums(found, chosen)
    newest = found.counted[-1] if found.counted else None
    if newest is not None:
        because["last_incident"] = [claim.id for claim in newest.claims]
    return {
        "tracker": tracker.id,
        "kind": "tally",
        **sums,
        "last_incident": _incident(newest, standing, chosen) if newest else None,
        **heard(standing, [c for c in standing.claims if c.id not in found.happened.left]),
        "claimed": _claimed(
            found, max(sums[chosen.dead]["floor"], sums[chosen.dead]["best"]), standing, chosen
        ),
        "corrected": _corrected(found, chosen),
        "doubted": [_doubted(each) for each in found.presumed if not each.supported],
        "implied": _implied(found, chosen),
        "totals": {name: _floor(found, sums, name) for name in sorted(found.totals)},
        "reported": _reported(found, standing),
        "incidents": [_incident(one, standing, chosen) for one in found.incidents],
        "because": because,
        "set_aside": set_aside([*found.aside, *_uncounted(found)], standing),
        **bounded(by(standing), found.happened.out, [one.id for one in found.happened.maybe]),
    }


def _sums(found: Figures, chosen: Options) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Each measure summed over the incidents, and the claims behind it."""
    sums: dict[str, Any] = {}
    because: dict[str, list[str]] = {}
    for name in (chosen.event, chosen.object, chosen.dead, *chosen.others):
        values = [one.values.get(name, NOTHING) for one in found.counted]
        if name:
            more = sum(one.values.get(name, NOTHING).max for one in found.happened.maybe)
            high = sum(v.max for v in values) + more
            sums[name] = _range(sum(v.min for v in values), sum(v.best for v in values), high)
            because[name] = sorted({claim for value in values for claim in value.claims})
    held, dead = found.totals[chosen.dead], sums[chosen.dead]
    confirmed = dead["best"]
    added = sum(each.number for each in found.presumed if each.supported)
    doubtful = sum(each.number for each in found.presumed) - added
    doubtful += sum(one.presumed for one in found.happened.maybe)
    supported = sorted(
        {claim.id for each in found.presumed if each.supported for claim in each.claims}
    )
    sums[chosen.dead] = {
        **_range(dead["min"], confirmed + added, dead["max"] + added + doubtful),
        "confirmed": confirmed,
        "presumed_dead": added,
        "floor": held.floor,
        "gap": held.floor - confirmed - added,
    }
    because["confirmed"] = because[chosen.dead]
    because["presumed_dead"] = supported
    because["floor"] = list(held.floor_claims)
    because[chosen.dead] = sorted({*because[chosen.dead], *supported, *held.floor_claims})
    return sums, because


def _range(low: int, best: int, high: int) -> dict[str, int]:
    return {"min": min(low, best), "best": best, "max": max(high, best)}


def _day(ordinal: int | None) -> str | None:
    return None if ordinal is None else date.fromordinal(ordinal).isoformat()


def _days(days: tuple[int, int]) -> dict[str, str | None]:
    return {"from": _day(days[0]), "to": _day(days[1])}


def _incident(one: Incident, standing: Standing, chosen: Options) -> dict[str, Any]:
    values = {name: one.values.get(name) for name in chosen.measures}
    return {
        "id": one.id,
        "status": "unconfirmed" if one.reason else "counted",
        "reason": one.reason or None,
        "occurred": _days(one.occurred),
        "window": _days(one.window),
        "place": one.place,
        "ordinal": one.ordinal,
        **{name: _value(value) for name, value in values.items()},
        "presumed_dead": one.presumed,
        "voices": one.voices,
        "outlets": one.outlets,
        "disputed": [name for name, value in values.items() if value and value.disputed],
        "dissent": _dissent(values),
        "first_reported": told(one.claims[0]),
        "claims": [claim.id for claim in one.claims],
        "mentions": list(one.mentions),
        "corrections": _corrections(one.claims, standing),
    }


def _corrections(claims: Iterable[AnyClaim], standing: Standing) -> list[dict[str, Any]]:
    """What persons have decided of an incident, by its claims."""
    return [shown(each) for each in standing.rulings.about(claim.id for claim in claims)]


def _dissent(values: Mapping[str, Value | None]) -> dict[str, list[dict[str, int]]]:
    """The other numbers of the measures about which outlets disagree."""
    return {
        name: [{"value": number, "voices": voices} for number, voices in value.dissent]
        for name, value in values.items()
        if value is not None and value.dissent
    }


def _value(value: Value | None) -> dict[str, int] | None:
    return None if value is None else _range(value.min, value.best, value.max)


def _floor(found: Figures, sums: dict[str, Any], name: str) -> dict[str, int]:
    held = found.totals[name]
    return {"floor": held.floor, "gap": held.floor - sums[name]["best"]}


def _implied(found: Figures, chosen: Options) -> dict[str, Any] | None:
    """What the totals know and the incidents do not, and the days in which it must lie."""
    dead, events = found.totals[chosen.dead].missing, found.totals[chosen.event].missing
    if dead is None:
        return None
    size = {chosen.dead: dead.size, chosen.event: events.size if events else 0}
    return {**size, "from": _day(dead.since), "to": _day(dead.until)}


def _claimed(
    found: Figures, reached: int, standing: Standing, chosen: Options
) -> dict[str, Any] | None:
    """The newest total that too few voices tell and that goes beyond what is borne out."""
    waiting = [
        total
        for total, verdict in found.totals[chosen.dead].verdicts
        if verdict == "claimed" and total.value > reached
    ]
    newest = max(waiting, key=lambda t: (t.claim.reported, t.claim.id), default=None)
    if newest is None:
        return None
    same = [total.claim for total in waiting if total.value == newest.value]
    return {"value": newest.value, **told(newest.claim), "voices": backing(standing, same)}


def _corrected(found: Figures, chosen: Options) -> dict[str, Any] | None:
    """The newest stated correction of the toll of all, and what it takes back."""
    made = found.totals[chosen.dead].correction
    if made is None:
        return None
    return {"before": made.before, "value": made.total.value, **told(made.total.claim)}


def _doubted(each: Presumed) -> dict[str, Any]:
    """Who is presumed dead by too few voices: the newest that tells it."""
    newest = max(each.claims, key=lambda claim: (claim.reported, claim.id))
    return {"number": each.number, "incident": each.incident, **told(newest)}


def _reported(found: Figures, standing: Standing) -> list[dict[str, Any]]:
    """The totals as they were reported: equal ones of one day in one line."""
    lines: dict[tuple[str, int, int, bool, str, Verdict], list[Any]] = defaultdict(list)
    for name, held in found.totals.items():
        for total, verdict in held.verdicts:
            key = (name, total.day, total.value, total.exact, str(total.presumed), verdict)
            lines[key].append(total)
    return [
        {
            "measure": name,
            "day": _day(day),
            "value": value,
            "exact": exact,
            "presumed": given[0].presumed,
            "verdict": verdict,
            "voices": len(set(standing.voiced(total.claim for total in given).values())),
            "claims": sorted({total.claim.id for total in given}),
        }
        for (name, day, value, exact, _, verdict), given in sorted(lines.items())
    ]


def _uncounted(found: Figures) -> Iterable[dict[str, Any]]:
    """Claims of incidents and adjustments that are shown, but not counted."""
    for one in found.incidents:
        if one.reason:
            yield from (aside(claim, one.reason, incident=one.id) for claim in one.claims)
    for each in found.presumed:
        if not each.supported:
            reason = "an adjustment that only one voice bears out"
            yield from (aside(claim, reason, incident=each.incident) for claim in each.claims)


# --- one happening ---------------------------------------------------------------------------


def _one_happening(tracker: Tracker, standing: Standing, chosen: Options) -> View:
    """A disaster: one incident, its toll as two voices bear it out."""
    limit = by(standing)
    by_then = [claim for claim in standing.claims if limit is None or limit.said(claim)]
    told, dismissed = kept(by_then, standing)
    apart = [aside(claim, why) for claim in told if (why := unentered(claim))] + dismissed
    claims = readings(told)
    reached = toll(claims, chosen.dead, standing)
    numbers = _numbers(claims, told, reached, standing, chosen)
    dead = numbers[chosen.dead]
    floor = reached.floor if reached else 0
    alone: dict[str, Any] | None = None
    if reached:
        early = [claim for claim in claims if claim.id in set(reached.claimed)]
        reason = "a toll of one voice far above what is borne out"
        apart.extend(aside(claim, reason) for claim in early)
        alone = _alone(early, dead.best, chosen)
    once = int(bool(claims))
    happened = _range(once, once, once)
    because = {name: list(value.claims) for name, value in numbers.items()}
    because[chosen.event] = [claim.id for claim in claims]
    return {
        "tracker": tracker.id,
        "kind": "tally",
        chosen.event: happened,
        **{name: _value(value) for name, value in numbers.items()},
        chosen.dead: {
            **_range(dead.min, dead.best, dead.max),
            "confirmed": dead.best,
            "presumed_dead": 0,
            "floor": floor,
            "gap": floor - dead.best,
        },
        "last_incident": _only(claims, numbers, standing, chosen) if claims else None,
        **heard(standing, by_then),
        "claimed": alone,
        "corrected": None,
        "doubted": [],
        "implied": None,
        "totals": {chosen.dead: {"floor": floor, "gap": floor - dead.best}},
        "reported": [],
        "incidents": [_only(claims, numbers, standing, chosen)] if claims else [],
        "because": because,
        "set_aside": set_aside(apart, standing),
        **bounded(limit, len(standing.claims) - len(by_then)),
    }


def _numbers(
    claims: Sequence[Counting],
    told: Iterable[AnyClaim],
    reached: Toll | None,
    standing: Standing,
    chosen: Options,
) -> dict[str, Value]:
    """Each measure as it is told, or as a person has settled it."""
    numbers: dict[str, Value] = {chosen.dead: reached.value if reached else NOTHING}
    for name in (chosen.object, *chosen.others):
        found = latest(claims, name, standing) if name else None
        if found is not None:
            numbers[name] = found
    for change in by_hand((c for c in told if isinstance(c, IncidentAdjusted)), standing):
        numbers = given(numbers, change, chosen.measures)
    return numbers


def _alone(early: Sequence[Counting], reached: int, chosen: Options) -> dict[str, Any] | None:
    """The newest toll that one voice tells and that goes beyond what is borne out."""
    waiting = [(c.reported, c.id, c, c.counts[chosen.dead].min) for c in early]
    beyond = [each for each in waiting if each[3] > reached]
    if not beyond:
        return None
    *_, newest, value = max(beyond)
    return {"value": value, **told(newest), "voices": 1}


def _only(
    given: Sequence[Counting], numbers: dict[str, Value], standing: Standing, chosen: Options
) -> dict[str, Any]:
    """The one incident, in the same form as others."""
    places = [c.place for c in given if isinstance(c, IncidentReported) and c.place]
    first = next(
        (c.occurred for c in given if isinstance(c, IncidentReported) and c.occurred), None
    )
    occurred = (
        {"from": f"{first.from_}", "to": f"{first.to}"} if first else {"from": None, "to": None}
    )
    return {
        "id": f"{chosen.prefix}-1",
        "status": "counted",
        "reason": None,
        "occurred": occurred,
        "window": occurred,
        "place": max(sorted(set(places)), key=places.count, default=None),
        "ordinal": None,
        **{name: _value(value) for name, value in numbers.items()},
        "presumed_dead": 0,
        "voices": len(set(standing.voiced(given).values())),
        "outlets": standing.outlets(given),
        "disputed": [name for name, value in numbers.items() if value.disputed],
        "dissent": _dissent(numbers),
        "first_reported": told(given[0]),
        "claims": [claim.id for claim in given],
        "mentions": [],
        "corrections": _corrections(given, standing),
    }
