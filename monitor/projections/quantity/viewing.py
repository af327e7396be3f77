"""The series of a quantity day by day, the value that is supported, and the view."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Annotated, Any

from msgspec import Meta, Struct, structs

from monitor.projections import (
    Heard,
    Problem,
    Standing,
    View,
    aside,
    day_of,
    options,
    set_aside,
    told,
    unentered,
    witnesses,
)
from monitor.projections.happened import bounded, by, heard
from monitor.reports import QuantityReported
from monitor.topics import Tracker
from monitor.values import DIGITS, Count

JUMP = 0.5
"""Share of the last value by which one voice may change it."""

WITNESSES = 2
"""Voices that make a value that one alone cannot."""

NOISE = 0.05
"""Share of the last value below which a change is recorded and wakes nobody: outlets round by so much
("about 15,000" of 14,500), and a force that is counted daily moves by as much without a decision."""


class Options(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a topic says about its number."""

    unit: str = ""
    """Claims in another unit are set aside; any unit when empty."""
    plausible: tuple[int, int] | None = None
    """Values outside are set aside: percentages beyond 100, a crew taken for a force."""
    noise: Annotated[float, Meta(ge=0, le=1)] = NOISE
    """Share of the last value; a smaller change is below notice."""
    points: Annotated[int, Meta(ge=0)] = 0
    """The same in the unit itself, in its stead when above 0: for percentages, which are rounded and sampled."""


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
    limit = by(standing)
    told_ever = [claim for claim in standing.claims if isinstance(claim, QuantityReported)]
    given = [claim for claim in told_ever if limit is None or limit.said(claim)]
    sure = standing.rulings.confirmed
    reasons = {claim.id: "" if sure(claim.id) else _unfit(claim, chosen) for claim in given}
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
        **heard(standing, given),
        "because": {"value": sorted(claim.id for claim in claims)},
        "set_aside": set_aside(apart, standing),
        **bounded(limit, len(told_ever) - len(given)),
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
        self.heard: dict[int, Heard] = defaultdict(lambda: Heard(standing))
        """Who has ever told a value; `since`: since it was left behind, where it was."""
        self.since: dict[int, Heard] = {}

    def add(self, day: str, claims: Iterable[QuantityReported]) -> None:
        """Take in what was published on one day."""
        today = _by_value(claims, self.current)
        points = [self.point(day, value, same) for value, same in sorted(today.items())]
        fit = [point for point in points if point.status == "supported"]
        best = max(fit, key=self.weight, default=None)
        for point in points:
            beside = point.status == "supported" and point is not best
            self.points.append(structs.replace(point, status="beside") if beside else point)
        if best is None:
            return
        if self.current is not None and self.current.value != best.value:
            self.leave(self.current.value, today.get(self.current.value, ()))
        self.since.pop(best.value, None)
        self.current = best

    def weight(self, point: Point) -> tuple[object, ...]:
        """Of the values of a day first what a person confirms, then what most voices say, the newest."""
        sure = self.sure(point.claims)
        return (sure, point.voices, point.claims[-1].reported, -point.value)

    def sure(self, claims: Iterable[QuantityReported]) -> bool:
        """Whether a person says that it is so."""
        return any(self.standing.rulings.confirmed(claim.id) for claim in claims)

    def leave(self, value: int, told: Iterable[QuantityReported]) -> None:
        """A value is the current one no more: only who tells it from this day on bears it out again."""
        self.since[value] = Heard(self.standing)
        for claim in told:
            self.since[value].add(claim)

    def point(self, day: str, value: int, same: list[QuantityReported]) -> Point:
        """A value of a day with the voices that have told it since it was last left behind."""
        for claim in same:
            self.heard[value].add(claim)
            if value in self.since:
                self.since[value].add(claim)
        voices = self.since.get(value, self.heard[value]).voices
        exact = [claim.value for claim in same if stated(claim.value) == value]
        lows, highs = (count.min for count in exact), (count.max or value for count in exact)
        return Point(
            day=day,
            value=value,
            min=max((low for low in lows if low <= value), default=value),
            max=min((high for high in highs if high >= value), default=value),
            status="supported" if self.sure(same) else self.status(value, voices),
            voices=voices,
            claims=tuple(same),
        )

    def status(self, value: int, voices: int) -> str:
        """Whether so many voices are enough for it."""
        if voices >= WITNESSES or self.current is None or self.current.value == value:
            return "supported"
        if value in self.since:
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
