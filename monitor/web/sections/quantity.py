"""A quantity on the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from monitor.views.reading import Row
from monitor.web import chart
from monitor.web.markup import Child, element
from monitor.web.sections.shown import Shown, drawn, evidence
from monitor.web.wording import bounds, listed, number
from monitor.wording import day, many, plain

COURSE = 3
"""Values that make a course; two are a comparison."""


def draw(shown: Shown) -> list[Child]:
    """The value with its bounds, what one voice claims, the course, the quotes."""
    answer = shown.answer
    points = chart.measured(shown.rows("quantities"))
    reach = bounds(answer["range"]) if answer["range"]["min"] is not None else ""
    claimed = answer["claimed"]
    notes = listed(
        bounds(answer),
        day(answer["day"]),
        many(answer["voices"], "voice") if answer["voices"] else "",
        f"reported so far: {reach}" if reach else "",
    )
    alone = f"{claimed['site']} alone says {number(claimed['value'])}." if claimed else ""
    legend = f"{answer['unit'] or plain(shown.tracker.id)}, as supported on each day"
    return [
        element(
            "p",
            element("a", number(answer["value"]), href=shown.path("value"), class_="number"),
            element("span", answer["unit"], class_="label"),
            element("span", notes, class_="note"),
            class_="figure toll",
        ),
        element("p", alone, class_="agreed") if alone else None,
        drawn(points, [], shown.until, f"{shown.tracker.title}: {legend}", legend),
        evidence(shown, "value", f"{number(answer['value'])} {answer['unit']}".rstrip()),
    ]


def headline(shown: Shown) -> tuple[str, str]:
    """ "15,000 troops", and the course of the values."""
    if shown.answer["value"] is None:
        return "unknown", ""
    points = chart.measured(shown.rows("quantities"))
    course = chart.spark([point.best for point in points]) if len(points) >= COURSE else ""
    return f"{number(shown.answer['value'])} {shown.answer['unit']}".rstrip(), course


def telling(answer: Row, field: str) -> Iterator[str]:
    """Those of the value that stands, newest first."""
    behind = set(answer["because"].get(field, ()))
    for point in reversed(answer["series"]):
        yield from (claim for claim in point["claims"] if claim in behind)


def title(answer: Row, field: str) -> str:
    """ "15,000 troops"."""
    return f"{number(answer['value'])} {answer['unit']}".rstrip()


def figures(answer: Row) -> Mapping[str, Mapping[str, Any]]:
    """The value, by its unit."""
    if answer["value"] is None:
        return {}
    one = {"min": answer["min"], "best": answer["value"], "max": answer["max"]}
    return {answer["unit"] or "value": one}
