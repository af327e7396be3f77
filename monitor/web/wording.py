"""Times and numbers as the page writes them, beside what every reader gets (`monitor.wording`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from monitor import wording
from monitor.web.markup import Markup, element


def minute(text: str | None) -> str:
    """An ISO time to the minute, with its zone; empty for none."""
    return f"{wording.minute(text)} UTC" if text else ""


def time(text: str | None, *, exact: bool = False) -> Markup | None:
    """A `time` element that shows the day, with `exact` the minute; None for none."""
    return (
        element("time", minute(text) if exact else wording.day(text), datetime=text)
        if text
        else None
    )


def number(value: float | None) -> str:
    """12,345; a dash for what is not known."""
    return "–" if value is None else f"{value:,}"


def bounds(value: Mapping[str, Any]) -> str:
    """ "82 to 84"; empty when it is one number."""
    low, high = value.get("min"), value.get("max")
    return "" if low == high else f"{number(low)} to {number(high)}"


def listed(*parts: str | None) -> str:
    """What there is of these, with a dot between."""
    return " · ".join(part for part in parts if part)
