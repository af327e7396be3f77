"""A step chart of a running number as SVG, and the same in one line of text. Pure functions of rows.

The step is the running sum of incidents (the floor that they bear out), the band around it what their
lowest and highest values allow, the hollow dots are totals that were reported. Colours stand as
attributes, so that the file can be looked at alone; a page's own style goes over them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import chain
from typing import Any, NamedTuple

from monitor.web.markup import Child, Markup, element
from monitor.web.wording import number
from monitor.wording import MONTHS, day, plain

Row = Mapping[str, Any]

BARS = "▁▂▃▄▅▆▇█"
WEEK = timedelta(days=7)
HEIGHT = 220
"""Units of the drawing; so is the width, which the caller chooses: a unit is about a CSS pixel."""
EDGES = {"left": 34, "right": 34, "top": 14, "bottom": 26}
"""Room for the figures at the left, the last value at the right, the months below."""
LINES = 4
"""Horizontal lines at most."""
LABEL_WIDTH = 56
"""Units that a month below the chart needs."""
NARROW, WIDE = 340, 700
"""Widths for a telephone and for a desk."""
SHORT_SPAN = 45
"""Days up to which weeks are marked instead of months."""


class Point(NamedTuple):
    """The running value from one day on."""

    day: date
    low: int
    best: int
    high: int
    note: str = ""


# --- rows to points ------------------------------------------------------------------------------


def running(rows: Iterable[Row], measure: str, *, added: str = "") -> list[Point]:
    """The running sum of a measure over the counted rows of the table `incidents`.

    `added` names a column that comes on top of it: those who were presumed dead later.
    """
    counted = [
        (found, row)
        for row in rows
        if row["status"] == "counted" and (found := _day_of(row)) is not None
    ]
    low = best = high = 0
    points: list[Point] = []
    for when, row in sorted(counted, key=lambda pair: pair[0]):
        later = int(row.get(added) or 0)
        value = row.get(measure) or 0
        low += row.get(f"{measure}_min") or value
        best += value + later
        high += (row.get(f"{measure}_max") or value) + later
        many = number(value + later) if row.get(measure) is not None else "number not told:"
        note = f"{day(when.isoformat())}: {many} {plain(measure)}, {number(best)} in all"
        points.append(Point(when, low, best, high, note))
    return points


def _day_of(row: Row) -> date | None:
    """The last day on which it can have been; else when it was first reported."""
    text = row.get("day") or row.get("first_reported")
    return date.fromisoformat(text[:10]) if text else None


def reported(rows: Iterable[Row], measure: str) -> list[Point]:
    """The totals of a measure that were borne out, of the table `totals`."""
    return [
        Point(date.fromisoformat(row["day"]), *(3 * (row["value"],)), _told(row, measure))
        for row in rows
        if row["measure"] == measure and row["verdict"] == "supported" and row["day"]
    ]


def _told(row: Row, measure: str) -> str:
    least = "" if row["exact"] else "at least "
    return f"{day(row['day'])}: a total of {least}{number(row['value'])} {plain(measure)} reported"


def measured(rows: Iterable[Row]) -> list[Point]:
    """The supported values of the table `quantities`."""
    return [
        Point(
            date.fromisoformat(row["day"]),
            row["min"],
            row["value"],
            row["max"],
            f"{day(row['day'])}: {number(row['value'])} {row['unit'] or ''}".rstrip(),
        )
        for row in rows
        if row["status"] == "supported"
    ]


# --- one line of text ----------------------------------------------------------------------------


def spark(values: Sequence[float]) -> str:
    """One of eight bars for each value, the highest value the highest bar; a space for nothing."""
    top = max(values, default=0)
    if top <= 0:
        return " " * len(values)
    steps = len(BARS) - 1
    return "".join(BARS[round(value / top * steps)] if value > 0 else " " for value in values)


def weekly(points: Sequence[Point], until: date | None = None) -> list[int]:
    """What each week has added, from the first day on to `until` (else the last day)."""
    if not points:
        return []
    first, last = points[0].day, max(points[-1].day, until or points[-1].day)
    weeks = [0] * ((last - first) // WEEK + 1)
    before = 0
    for point in points:
        weeks[(point.day - first) // WEEK] += point.best - before
        before = point.best
    return weeks


# --- the drawing ---------------------------------------------------------------------------------


class _Scale:
    """Days and values as places in the drawing."""

    def __init__(self, first: date, last: date, top: int, width: int) -> None:
        self.first, self.last, self.top = first, last, top
        self.width = width
        self.right = width - EDGES["right"]
        self.floor = HEIGHT - EDGES["bottom"]

    def x(self, when: date) -> float:
        """From the left."""
        share = (when - self.first).days / max((self.last - self.first).days, 1)
        return round(EDGES["left"] + share * (self.right - EDGES["left"]), 1)

    def y(self, value: float) -> float:
        """From the top."""
        return round(self.floor - value / self.top * (self.floor - EDGES["top"]), 1)


def steps(
    points: Sequence[Point],
    *,
    dots: Sequence[Point] = (),
    until: date | None = None,
    width: int = WIDE,
    title: str = "",
) -> Markup:
    """The step chart; empty when there are fewer than two points.

    `until` is how far is known: the line goes on to it. `dots` are drawn, not joined.
    """
    if len(points) < 2:  # noqa: PLR2004  # one value is a figure, not a course
        return Markup("")
    lines = _lines(max(1, *(point.high for point in chain(points, dots))))
    last = max(filter(None, (until, *(point.day for point in chain(points, dots)))))
    first = min(point.day for point in chain(points, dots))
    scale = _Scale(first, last, lines[-1], width)
    return element(
        "svg",
        element("title", title),
        _grid(scale, lines),
        _months(scale),
        _band(scale, points),
        element("path", d=_area(scale, points), class_="area", fill="#8c2f23", fill_opacity="0.1"),
        _line(scale, points),
        [_dot(scale, point, hollow=True) for point in dots],
        [_dot(scale, point) for point in points],
        _last(scale, points[-1]),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {HEIGHT}",
        role="img",
        aria_label=title,
        class_="chart",
        font_size="12",
        font_family="sans-serif",
    )


def _lines(top: int) -> list[int]:
    """Round values at equal distances, from nothing to above the highest value."""
    sizes = (base * 10**power for power in range(18) for base in (1, 2, 5))
    size = next(size for size in sizes if size * LINES >= top)
    return [size * n for n in range(-(-top // size) + 1)]


def _grid(scale: _Scale, lines: Iterable[int]) -> Iterable[Child]:
    for value in lines:
        y = scale.y(value)
        yield element("path", d=f"M{EDGES['left']} {y}H{scale.right}", class_="grid", stroke="#ddd")
        where: dict[str, str | int] = {
            "x": EDGES["left"] - 6,
            "y": f"{y + 4:g}",
            "text_anchor": "end",
        }
        yield element("text", _short(value), class_="axis", fill="#666", **where)


def _short(value: int) -> str:
    """A figure that has room at the side: 15k for 15,000."""
    for size, letter in ((1_000_000, "M"), (1_000, "k")):
        if value >= size and value % (size // 10) == 0:
            return f"{value / size:g}{letter}"
    return str(value)


def _months(scale: _Scale) -> Iterable[Child]:
    """Marks below: the first of a month, or every week when the whole is short."""
    marks = list(_marks(scale))
    every = -(-len(marks) * LABEL_WIDTH // max(scale.width - EDGES["left"], 1)) or 1
    for when in marks[::every]:
        text = MONTHS[when.month - 1]
        text = f"{when.day} {text}" if when.day > 1 else text
        text = f"{text} {when.year}" if (when.day, when.month) == (1, 1) else text
        x = scale.x(when)
        yield element("path", d=f"M{x} {scale.floor}v5", class_="grid", stroke="#ddd")
        where: dict[str, str | int] = {"x": f"{x:g}", "y": HEIGHT - 7, "text_anchor": "middle"}
        yield element("text", text, class_="axis", fill="#666", **where)


def _marks(scale: _Scale) -> list[date]:
    """The first day, unless the next mark is too near, then weeks or months."""
    first, last = scale.first, scale.last
    if (last - first).days <= SHORT_SPAN:
        return [first + n * WEEK for n in range((last - first).days // WEEK.days + 1)]
    months = range(first.year * 12 + first.month, last.year * 12 + last.month)
    found = [date(n // 12, n % 12 + 1, 1) for n in months]
    near = scale.x(found[0]) - scale.x(first) < LABEL_WIDTH
    return found if near else [first, *found]


def _path(scale: _Scale, points: Sequence[Point], values: Sequence[int]) -> str:
    """Along the values from left to right, each holding until the next."""
    corners = zip((scale.x(point.day) for point in points), map(scale.y, values), strict=True)
    start, *others = corners
    drawn = "".join(f"H{x:g}V{y:g}" for x, y in others)
    return f"{start[0]:g} {start[1]:g}{drawn}H{scale.right:g}"


def _area(scale: _Scale, points: Sequence[Point]) -> str:
    start = f"M{scale.x(points[0].day):g} {scale.floor}L"
    return f"{start}{_path(scale, points, [each.best for each in points])}V{scale.floor}Z"


def _band(scale: _Scale, points: Sequence[Point]) -> Markup | None:
    """Between the lowest and the highest that the rows allow."""
    if all(point.low == point.high for point in points):
        return None
    there = _path(scale, points, [point.high for point in points])
    corners = ((scale.x(point.day), scale.y(point.low)) for point in reversed(points))
    back = "".join(f"V{y:g}H{x:g}" for x, y in corners)
    shape = f"M{there}{back}Z"
    return element("path", d=shape, class_="band", fill="#8c2f23", fill_opacity="0.15")


def _line(scale: _Scale, points: Sequence[Point]) -> Markup:
    start = f"M{scale.x(points[0].day):g} {scale.floor}V{scale.y(points[0].best):g}M"
    drawn = start + _path(scale, points, [point.best for point in points])
    return element("path", d=drawn, class_="line", fill="none", stroke="#8c2f23", stroke_width="2")


def _dot(scale: _Scale, point: Point, *, hollow: bool = False) -> Markup:
    return element(
        "circle",
        element("title", point.note),
        cx=f"{scale.x(point.day):g}",
        cy=f"{scale.y(point.best):g}",
        r="3.5" if hollow else "2.5",
        class_="told" if hollow else "dot",
        fill="none" if hollow else "#8c2f23",
        stroke="#888" if hollow else None,
    )


def _last(scale: _Scale, point: Point) -> Markup:
    where: dict[str, str | int] = {"x": scale.right + 7, "y": f"{scale.y(point.best) + 4:g}"}
    return element(
        "text", _short(point.best), class_="last", fill="#8c2f23", font_weight="bold", **where
    )
