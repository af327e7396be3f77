"""What of a tally's view goes into readable tables, and what a person is shown."""

from __future__ import annotations

from typing import Any

from monitor.projections import View, options
from monitor.projections.tally.changing import teller
from monitor.projections.tally.options import Options
from monitor.topics import Tracker


def _summary(one: dict[str, Any], chosen: Options) -> str:
    """`3 killed, pacific, 2025-11-15` with what is known."""
    dead = one.get(chosen.dead)
    many = (one.get(chosen.event) or {"best": 1})["best"]
    parts = [
        f"{dead['best']} {chosen.dead}" if dead else f"{chosen.dead} not told",
        f"{many} {chosen.event}" if many > 1 else "",
        one["place"] or "",
        span(one["occurred"]),
    ]
    return ", ".join(part for part in parts if part)


def span(days: dict[str, str | None]) -> str:
    """A day, or two with dots between."""
    first, last = days["from"], days["to"]
    return (first or "day unknown") if first == last else f"{first}..{last}"


def rows(tracker: Tracker, view: View) -> dict[str, list[dict[str, Any]]]:
    """The tables `incidents` and `totals`."""
    chosen = options(tracker, Options)
    return {
        "incidents": [_row(tracker, one, chosen) for one in view["incidents"]],
        "totals": [
            {"tracker": tracker.id, **line, "claims": " ".join(line["claims"])}
            for line in view["reported"]
        ],
    }


def _row(tracker: Tracker, one: dict[str, Any], chosen: Options) -> dict[str, Any]:
    numbers: dict[str, int | None] = {}
    for name in chosen.measures:
        value = one.get(name) or {"min": None, "best": None, "max": None}
        numbers |= {name: value["best"], f"{name}_min": value["min"], f"{name}_max": value["max"]}
    return {
        "tracker": tracker.id,
        "incident": one["id"],
        "day": one["occurred"]["to"],
        "from": one["occurred"]["from"],
        "to": one["occurred"]["to"],
        "status": one["status"],
        "reason": one["reason"],
        "place": one["place"],
        "ordinal": one["ordinal"],
        **numbers,
        "presumed_dead": one["presumed_dead"],
        "voices": one["voices"],
        "outlets": one["outlets"],
        "disputed": " ".join(one["disputed"]),
        "first_reported": one["first_reported"]["at"],
        "url": one["first_reported"]["url"],
        "claims": " ".join(one["claims"]),
    }


def lines(tracker: Tracker, view: View) -> list[tuple[str, str, str]]:
    """The sums, the gap, the newest incident, what is doubtful."""
    chosen = options(tracker, Options)
    out = [
        (name, _between(view[name]), _note(view, name, chosen))
        for name in (chosen.event, chosen.object, chosen.dead, *chosen.others)
        if name and view.get(name)
    ]
    newest, missing = view["last_incident"], view["implied"]
    if newest:
        note = f"{newest['id']}, {newest['voices']} voices, {newest['outlets']} outlets"
        out.append(("latest", _summary(newest, chosen), note))
    if missing:
        size = f"{missing[chosen.dead]} {chosen.dead}"
        out.append(
            ("missing", size, f"between {missing['from'] or 'the start'} and {missing['to']}")
        )
    if alone := view["claimed"]:
        out.append(("claimed", f"{alone['value']:,} {chosen.dead}", teller(alone)))
    doubtful = (one for one in view["incidents"] if one["status"] != "counted")
    return out + [("unconfirmed", _summary(one, chosen), one["reason"]) for one in doubtful]


def _between(value: dict[str, int]) -> str:
    """One number, or the best with its range."""
    if value["min"] == value["max"]:
        return str(value["best"])
    return f"{value['best']} ({value['min']} to {value['max']})"


def _note(view: View, name: str, chosen: Options) -> str:
    if name != chosen.dead:
        return ""
    dead = view[name]
    total = f"totals say {dead['floor']}" if dead["floor"] else "no total borne out yet"
    presumed = f"{dead['confirmed']} confirmed + {dead['presumed_dead']} presumed dead; "
    gap = f", gap {dead['gap']}" if dead["gap"] else ""
    return f"{presumed if dead['presumed_dead'] else ''}{total}{gap}"
