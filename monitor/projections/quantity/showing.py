"""What of a quantity goes into its table, and what a person is shown."""

from __future__ import annotations

from typing import Any

from monitor.projections import View
from monitor.topics import Tracker


def number(value: int | None) -> str:
    """`12,000`, `unknown`."""
    return "unknown" if value is None else f"{value:,}"


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
            ("claimed", number(view["claimed"]["value"]), f"{view['claimed']['site']} alone")
        )
    return out
