"""What of a status goes into its table, and what a person is shown."""

from __future__ import annotations

from typing import Any

from monitor.projections import View
from monitor.topics import Tracker


def _plain(value: str | dict[str, str] | None) -> str:
    if isinstance(value, dict):
        return value["from"] if value["from"] == value["to"] else f"{value['from']}..{value['to']}"
    return value or ""


def rows(tracker: Tracker, view: View) -> dict[str, list[dict[str, Any]]]:
    """The table `statuses`: each dated, attributed step of each episode."""
    return {
        "statuses": [_row(tracker, one, step) for one in view["episodes"] for step in one["steps"]]
    }


def _row(tracker: Tracker, one: dict[str, Any], step: dict[str, Any]) -> dict[str, Any]:
    current = step["stage"] == one["stage"]
    occurred = (one["occurred"] if current else None) or {"from": None, "to": None}
    return {
        "tracker": tracker.id,
        "episode": one["kind"],
        "stage": step["stage"],
        "current": current,
        "reported": step["at"],
        "occurred_from": occurred["from"],
        "occurred_to": occurred["to"],
        "site": step["site"],
        "url": step["url"],
        "speaker": step["speaker"],
        "voices": step["voices"],
        "claims": " ".join(step["claims"]),
    }


def lines(tracker: Tracker, view: View) -> list[tuple[str, str, str]]:
    """Each episode with its stage, then who says otherwise."""
    out = []
    for one in view["episodes"]:
        parts = [
            f"since {one['since'][:10]}" if one["since"] else "",
            f"first {one['first_reported']['site']}" if one["first_reported"] else "",
            f"took place {_plain(one['occurred'])}" if one["occurred"] else "",
            f"set for {_plain(one['date'])}" if one["date"] else "",
            one["venue"] or "",
            f"{one['voices']} voices" if one["voices"] else "",
            f"{one['claimed']['site']} alone says {one['claimed']['stage']}"
            if one["claimed"]
            else "",
        ]
        out.append((one["kind"], one["stage"], ", ".join(part for part in parts if part)))
    for party, position in view["positions"].items():
        note = f"{position['episode']}, {position['site']}, {position['at'][:10]}"
        out.append((party, position["stage"], note))
    return out
