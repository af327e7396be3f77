"""The drawing of a course, and its line of bars."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.web import chart
from monitor.web.chart import Point

SVG = "{http://www.w3.org/2000/svg}"
DAY = date(2025, 9, 2)


def row(day: str | None, killed: int | None, **more: Any) -> dict[str, Any]:
    """A row of the table `incidents`."""
    low_high = {"killed_min": killed, "killed_max": killed, "presumed_dead": 0}
    return {"status": "counted", "day": day, "killed": killed, **low_high, **more}


def points(values: Sequence[int], start: date = DAY, apart: int = 10) -> list[Point]:
    return [
        Point(start + timedelta(days=n * apart), value, value, value)
        for n, value in enumerate(values)
    ]


def places(svg: str) -> list[float]:
    """Every number of the drawing that is a place."""
    root = ET.fromstring(svg)
    paths = " ".join(each.get("d", "") for each in root.iter(f"{SVG}path"))
    corners = [float(each.get(name, 0)) for each in root.iter() for name in ("cx", "cy", "x", "y")]
    return [*map(float, re.findall(r"-?\d+(?:\.\d+)?", paths)), *corners]


# --- rows to points ------------------------------------------------------------------------------


def test_incidents_add_up_by_day() -> None:
    """Counted incidents in the order of their days, with those who were presumed dead later."""
    rows = [
        row("2025-10-27", 14, killed_max=15, presumed_dead=1),
        row("2025-09-02", 11, killed_min=10),
        row("2025-09-03", 99, status="unconfirmed"),
        row("2025-11-01", None),
        row(None, 2, first_reported="2025-11-02T12:00:00Z"),
    ]
    found = chart.running(rows, "killed", added="presumed_dead")
    assert [(each.day.isoformat(), each.low, each.best, each.high) for each in found] == [
        ("2025-09-02", 10, 11, 11),
        ("2025-10-27", 24, 26, 27),
        ("2025-11-01", 24, 26, 27),
        ("2025-11-02", 26, 28, 29),
    ]
    assert found[1].note == "27 Oct 2025: 15 killed, 26 in all"


def test_only_totals_that_were_borne_out_are_dots() -> None:
    """Totals of another measure, outliers and undated ones are left out."""
    line = {"measure": "killed", "day": "2025-11-16", "value": 83, "exact": False}
    rows = [
        {**line, "verdict": "supported"},
        {**line, "verdict": "outlier"},
        {**line, "verdict": "supported", "measure": "vessels"},
        {**line, "verdict": "supported", "day": None},
    ]
    (found,) = chart.reported(rows, "killed")
    assert (found.best, found.note) == (83, "16 Nov 2025: a total of at least 83 killed reported")


# --- the line of bars ----------------------------------------------------------------------------


@given(st.lists(st.integers(0, 10**9), max_size=60))
def test_a_bar_for_each_value(values: list[int]) -> None:
    """As many signs as values; higher values have no lower bars; only nothing has none."""
    bars = chart.spark(values)
    assert len(bars) == len(values)
    ranks = [(" " + chart.BARS).index(bar) for bar in bars]
    by_value = sorted(zip(values, ranks, strict=True))
    assert [rank for _, rank in by_value] == sorted(ranks)
    assert all((value == 0) == (rank == 0) for value, rank in by_value)


def test_bars_have_eight_heights() -> None:
    """The highest value has the full bar, nothing a space."""
    assert chart.spark([0, 1, 2, 3, 4, 5, 6, 7]) == " ▂▃▄▅▆▇█"
    assert chart.spark([1, 100]) == "▁█"
    assert chart.spark([]) == ""


def test_weeks_hold_what_they_have_added() -> None:
    """Quiet weeks are nothing, also those since the last change."""
    found = chart.weekly(points([11, 14, 20]), until=DAY + timedelta(days=30))
    assert found == [11, 3, 6, 0, 0]
    assert chart.weekly([]) == []


# --- the drawing ---------------------------------------------------------------------------------


def test_a_step_holds_until_the_next_day() -> None:
    """Between two days the line is level, then straight up, and goes on to the end."""
    svg = chart.steps(points([10, 20]), until=DAY + timedelta(days=20), title="x")
    line = next(
        each for each in ET.fromstring(svg).iter(f"{SVG}path") if each.get("class") == "line"
    )
    assert (line.get("d") or "").partition("M34 104")[2] == "H350V14H666"


def test_the_last_value_and_the_first_day_are_written() -> None:
    """Without the picture: title, notes of the points, axis and last value are text."""
    told = [Point(DAY, 1, 1, 1, "one"), Point(DAY + timedelta(days=90), 8, 83, 90, "two")]
    root = ET.fromstring(chart.steps(told, title="The <course>"))
    texts = list(root.itertext())
    assert texts[0] == "The <course>"
    assert {"one", "two", "83", "2 Sep", "Oct", "Nov", "100"} <= set(texts)
    assert root.get("role") == "img"
    assert any(each.get("class") == "band" for each in root.iter())


@pytest.mark.parametrize("values", [[], [5]])
def test_less_than_two_points_are_no_course(values: list[int]) -> None:
    """A figure alone needs no drawing."""
    assert chart.steps(points(values)) == ""


_VALUES = st.lists(st.integers(0, 10**6), min_size=2, max_size=40).map(
    lambda some: list(accumulate(some))
)


@given(
    _VALUES, st.integers(0, 400), st.sampled_from([chart.NARROW, chart.WIDE]), st.integers(0, 900)
)
def test_nothing_is_drawn_outside(values: list[int], apart: int, width: int, later: int) -> None:
    """Whatever the numbers and days, the drawing is well-formed and stays in its frame."""
    given_points = points(values, apart=apart)
    until = given_points[-1].day + timedelta(days=later)
    svg = chart.steps(given_points, dots=given_points[::2], until=until, width=width)
    assert all(0 <= place <= width for place in places(svg))
    assert len([each for each in ET.fromstring(svg).iter(f"{SVG}text")]) < 30


@pytest.mark.parametrize(
    ("top", "lines"),
    [
        (1, [0, 1]),
        (3, [0, 1, 2, 3]),
        (83, [0, 50, 100]),
        (16_500, [0, 5_000, 10_000, 15_000, 20_000]),
    ],
)
def test_lines_stand_at_round_values(top: int, lines: list[int]) -> None:
    """One, two or five of a power of ten apart, the last one not below the top."""
    assert chart._lines(top) == lines
