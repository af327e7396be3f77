"""Days, numbers and names as the page writes them, the same everywhere: no locale is asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from monitor.web.markup import Markup, element

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(text: str | None) -> str:
    """An ISO day or time as a day: "15 Nov 2025"; empty for none."""
    if not text:
        return ""
    at = datetime.fromisoformat(text)
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}"


def minute(text: str | None) -> str:
    """An ISO time to the minute: "15 Nov 2025, 12:00 UTC"; empty for none."""
    return f"{day(text)}, {datetime.fromisoformat(text).strftime('%H:%M')} UTC" if text else ""


def span(days: Mapping[str, str | None] | None) -> str:
    """`{"from", "to"}` as a person writes it: "20 to 23 Nov 2025", "28 Oct to 2 Nov 2025"."""
    if not days or not days["to"]:
        return ""
    first, last = date.fromisoformat(days["from"] or days["to"]), date.fromisoformat(days["to"])
    if first == last:
        return day(days["to"])
    begin = f"{first.day}"
    if (first.year, first.month) != (last.year, last.month):
        begin += f" {MONTHS[first.month - 1]}"
    if first.year != last.year:
        begin += f" {first.year}"
    return f"{begin} to {day(days['to'])}"


def time(text: str | None, *, exact: bool = False) -> Markup | None:
    """A `time` element that shows the day, with `exact` the minute; None for none."""
    return element("time", minute(text) if exact else day(text), datetime=text) if text else None


def number(value: float | None) -> str:
    """12,345; a dash for what is not known."""
    return "–" if value is None else f"{value:,}"


def many(count: int, one: str, more: str = "") -> str:
    """ "1 voice", "2 voices"."""
    return f"{number(count)} {one if count == 1 else more or f'{one}s'}"


def bounds(value: Mapping[str, Any]) -> str:
    """ "82 to 84"; empty when it is one number."""
    low, high = value.get("min"), value.get("max")
    return "" if low == high else f"{number(low)} to {number(high)}"


def plain(name: str | None) -> str:
    """A word of ours for a reader: "carried_out" is "carried out"."""
    return (name or "").replace("_", " ").replace("-", " ")


def listed(*parts: str | None) -> str:
    """What there is of these, with a dot between."""
    return " · ".join(part for part in parts if part)
