"""`quantity`: the latest supported value of a measured number, with its series.

The newest day decides. A value that would change the last one by more than half, or that had been left
behind and comes back, needs two voices: the crew of one ship is told as the whole force, and old
figures are printed late. What will be is not counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from msgspec import Struct, structs

from monitor.notices import DevelopmentKind
from monitor.projections import (
    NOBODY,
    Change,
    Kind,
    Problem,
    Standing,
    View,
    aside,
    corrects,
    day_of,
    news,
    options,
    set_aside,
    told,
    unentered,
    witnesses,
)
from monitor.projections.grounds import as_told
from monitor.reports import QuantityReported
from monitor.topics import Tracker
from monitor.values import DIGITS, Count

JUMP = 0.5
"""Share of the last value by which one voice may change it."""

WITNESSES = 2
"""Voices that make a value that one alone cannot."""


class Options(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a topic says about its number."""

    unit: str = ""
    """Claims in another unit are set aside; any unit when empty."""
    plausible: tuple[int, int] | None = None
    """Values outside are set aside: percentages beyond 100, a crew taken for a force."""


def problems(tracker: Tracker, counts: frozenset[str] | None) -> list[Problem]:
    """Bounds that are upside down: every value would be outside."""
    low, high = options(tracker, Options).plausible or (0, 0)
    return [("plausible", f"{low} is above {high}; expected the lower first")] if low > high else []


class Point(Struct, frozen=True, kw_only=True):
    """One value on one day."""

    day: str
    value: int
    min: int
    max: int
    status: str
    """"supported"; "beside" (fewer voices on that day); "repeat" (an old figure); "claimed"."""
    voices: int
    claims: tuple[QuantityReported, ...]


def view(tracker: Tracker, standing: Standing) -> View:
    """The value, its bounds, since when, the series and its range."""
    chosen = options(tracker, Options)
    given = [claim for claim in standing.claims if isinstance(claim, QuantityReported)]
    reasons = {claim.id: _unfit(claim, chosen) for claim in given}
    apart = [aside(claim, why) for claim in given if (why := reasons[claim.id])]
    series = _series([claim for claim in given if not reasons[claim.id]], standing)
    supported = [point for point in series if point.status == "supported"]
    last = supported[-1] if supported else None
    claims = _behind(supported)
    apart += [
        aside(claim, f"{point.status}: {point.value}", value=point.value)
        for point in series
        if point.status != "supported"
        for claim in point.claims
    ]
    return {
        "tracker": tracker.id,
        "kind": "quantity",
        "value": last.value if last else None,
        "min": last.min if last else None,
        "max": last.max if last else None,
        "unit": chosen.unit or (claims[0].unit if claims else ""),
        "day": last.day if last else None,
        "first_reported": told(claims[0]) if claims else None,
        "voices": witnesses(claims, standing.voiced(claims)),
        "outlets": standing.outlets(claims),
        "range": {
            "min": min((point.min for point in supported), default=None),
            "max": max((point.max for point in supported), default=None),
        },
        "claimed": _claimed(series),
        "series": [_plain(point) for point in series],
        "lineages": len(set(standing.voices.values())),
        "claims": len(standing.claims),
        "because": {"value": sorted(claim.id for claim in claims)},
        "set_aside": set_aside(apart, standing),
    }


def _unfit(claim: QuantityReported, chosen: Options) -> str:
    """Why a claim gives no value of this tracker, or nothing."""
    if (why := unentered(claim)) is not None:
        return why
    if claim.prospective:
        return "it is what will be, not what is"
    if claim.value.vague:
        return "no number"
    if chosen.unit and claim.unit != chosen.unit:
        return f"counted in {claim.unit}, not in {chosen.unit}"
    low, high = chosen.plausible or (None, None)
    if low is not None and high is not None and not low <= stated(claim.value) <= high:
        return f"outside {low}..{high}"
    return ""


def stated(count: Count) -> int:
    """The number that a text prints: 12,000 of "more than 12,000" (12,001..), 15,000 of "about"."""
    for words in count.words:
        for figure in DIGITS.findall(words):
            number = int("".join(c for c in figure if c.isdigit()))
            if count.min - 1 <= number <= (count.max or number) + 1:
                return number
    return count.min if count.max is None else (count.min + count.max) // 2


class _Series:
    """The values day by day, while they are gone through."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self.points: list[Point] = []
        self.current: Point | None = None
        self.left: dict[int, str] = {}
        """Values that were left behind, and the day when."""
        self.told: dict[int, list[QuantityReported]] = defaultdict(list)

    def add(self, day: str, claims: Iterable[QuantityReported]) -> None:
        """Take in what was published on one day."""
        today = _by_value(claims, self.current)
        points = [self.point(day, value, same) for value, same in sorted(today.items())]
        fit = [point for point in points if point.status == "supported"]
        best = max(fit, key=lambda p: (p.voices, p.claims[-1].reported, -p.value), default=None)
        for point in points:
            beside = point.status == "supported" and point is not best
            self.points.append(structs.replace(point, status="beside") if beside else point)
        if best is None:
            return
        if self.current is not None and self.current.value != best.value:
            self.left[self.current.value] = day
        self.left.pop(best.value, None)
        self.current = best

    def point(self, day: str, value: int, same: list[QuantityReported]) -> Point:
        """A value of a day with the voices that have told it since it was last left behind."""
        self.told[value].extend(same)
        since = self.left.get(value, "")
        fresh = [claim for claim in self.told[value] if f"{day_of(claim)}" >= since]
        voices = witnesses(fresh, self.standing.voiced(fresh))
        exact = [claim.value for claim in same if stated(claim.value) == value]
        lows, highs = (count.min for count in exact), (count.max or value for count in exact)
        return Point(
            day=day,
            value=value,
            min=max((low for low in lows if low <= value), default=value),
            max=min((high for high in highs if high >= value), default=value),
            status=self.status(value, voices),
            voices=voices,
            claims=tuple(same),
        )

    def status(self, value: int, voices: int) -> str:
        """Whether so many voices are enough for it."""
        if voices >= WITNESSES or self.current is None or self.current.value == value:
            return "supported"
        if value in self.left:
            return "repeat"
        jump = abs(value - self.current.value) > self.current.value * JUMP
        return "claimed" if jump else "supported"


def _series(claims: Sequence[QuantityReported], standing: Standing) -> list[Point]:
    """The values of each day, and which of them were supported on it."""
    ordered = sorted(claims, key=lambda claim: (day_of(claim), claim.reported, claim.id))
    series = _Series(standing)
    for day, told_then in groupby(ordered, key=lambda claim: f"{day_of(claim)}"):
        series.add(day, told_then)
    return series.points


def _by_value(
    claims: Iterable[QuantityReported], current: Point | None
) -> dict[int, list[QuantityReported]]:
    """The claims of a day by value; bounds that hold the current value only bear it out."""
    found: dict[int, list[QuantityReported]] = defaultdict(list)
    for claim in claims:
        count = claim.value
        value = stated(count)
        if current is not None and not count.exact:
            high = current.value if count.max is None else count.max
            value = current.value if count.min - 1 <= current.value <= high else value
        found[value].append(claim)
    return found


def _behind(supported: Sequence[Point]) -> list[QuantityReported]:
    """The claims of the current value since it became the current one."""
    run: list[QuantityReported] = []
    for point in reversed(supported):
        if point.value != supported[-1].value:
            break
        run = [*point.claims, *run]
    return run


def _claimed(series: Sequence[Point]) -> dict[str, Any] | None:
    """The newest value that waits for a second voice, when nothing supported is newer."""
    newest = series[-1].day if series else ""
    waiting = [point for point in series if point.status == "claimed" and point.day == newest]
    if not waiting:
        return None
    return {"value": waiting[-1].value, **told(waiting[-1].claims[0])}


def _plain(point: Point) -> dict[str, Any]:
    shown = structs.asdict(point)
    return {**shown, "claims": sorted(claim.id for claim in point.claims)}


def _number(value: int | None) -> str:
    return "unknown" if value is None else f"{value:,}"


def changes(
    tracker: Tracker,
    before: View | None,
    after: View,
    /,
    taken_back: frozenset[str] = NOBODY,
) -> list[Change]:
    """A new value, and a claimed one."""
    found = []
    old, new = (before or {}).get("value"), after["value"]
    if old != new:
        before_it = f", was {_number(old)}" if old is not None else ""
        found.append(
            Change(
                kind=_kind(old or 0, new or 0, before, after, taken_back),
                field="value",
                before="" if old is None else str(old),
                after="" if new is None else str(new),
                title=f"{tracker.title}: {_number(new)} {after['unit']}".rstrip() + before_it,
                severity="notice" if new is not None else "warning",
                because=news(before, after, "value"),
            )
        )
    claimed, was = after["claimed"], (before or {}).get("claimed")
    if claimed and (was is None or claimed["value"] != was["value"]):
        found.append(
            Change(
                kind="claimed",
                field="claimed",
                before=str(was["value"]) if was else "",
                after=str(claimed["value"]),
                title=f"{tracker.title}: {claimed['site']} alone says {_number(claimed['value'])}",
                severity="info",
                because=(claimed["claim"],),
            )
        )
    return found


def _kind(
    old: int, new: int, before: View | None, after: View, taken_back: frozenset[str]
) -> DevelopmentKind:
    if corrects(before, after, "value", taken_back):
        return "correction"
    return "fall" if new < old else "rise"


grounds = as_told(changes)
"""The claims behind a value in a view, while it is the latest, or the claimed one."""


def rows(tracker: Tracker, view: View) -> dict[str, list[dict[str, Any]]]:
    """The table `quantities`: the series."""
    return {
        "quantities": [
            {
                "tracker": tracker.id,
                **point,
                "unit": view["unit"],
                "claims": " ".join(point["claims"]),
            }
            for point in view["series"]
        ]
    }


def lines(tracker: Tracker, view: View) -> list[tuple[str, str, str]]:
    """The value with its range, and what one voice claims."""
    label = view["unit"] or tracker.id
    if view["value"] is None:
        return [(label, "unknown", "")]
    bounds = "" if view["min"] == view["max"] else f" ({view['min']:,} to {view['max']:,})"
    note = f"{view['day']}, {view['voices']} voices; since {view['first_reported']['at'][:10]}"
    out = [(label, f"{view['value']:,}{bounds}", note)]
    if view["claimed"]:
        out.append(
            ("claimed", _number(view["claimed"]["value"]), f"{view['claimed']['site']} alone")
        )
    return out


KIND = Kind(
    name="quantity",
    version=1,
    reader="quantities",
    options=Options,
    view=view,
    changes=changes,
    grounds=grounds,
    rows=rows,
    lines=lines,
    problems=problems,
)
