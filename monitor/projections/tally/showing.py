"""What of a tally's view is news, what goes into readable tables, and what a person is shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from monitor.projections import Change, View, news, options
from monitor.projections.tally.options import Options
from monitor.topics import Tracker


def changes(tracker: Tracker, before: View | None, after: View) -> list[Change]:
    """New and doubtful incidents, changed sums, a gap that opens or closes."""
    chosen = options(tracker, Options)
    new = list(_new_incidents(tracker, before, after, chosen))
    fresh = any(change.field == "incident" for change in new)
    return [
        *new,
        *_changed_sums(tracker, before, after, chosen, fresh),
        *_changed_gap(tracker, before, after, chosen),
        *_corrected(tracker, before, after, chosen),
        *_claimed(tracker, before, after, chosen),
    ]


def _new_incidents(
    tracker: Tracker, before: View | None, after: View, chosen: Options
) -> Iterator[Change]:
    old = {
        (claim, one["status"])
        for one in (before or {}).get("incidents", ())
        for claim in one["claims"]
    }
    same = _reread(before, after)
    for one in after["incidents"]:
        if (one["id"], one["status"]) in same:
            continue
        if any((claim, one["status"]) in old for claim in one["claims"]):
            continue
        sure = one["status"] == "counted"
        what = _summary(one, chosen)
        events, dead = after[chosen.event]["best"], after[chosen.dead]["best"]
        sums = f"{events} {chosen.event}, {dead} {chosen.dead}"
        yield Change(
            field="incident" if sure else "unconfirmed",
            before="",
            after=one["id"],
            title=f"{tracker.title}: {what}; now {sums}"
            if sure
            else f"{tracker.title}: unconfirmed: {what}",
            severity="warning" if sure else "notice",
            because=tuple(one["claims"]),
        )


def _reread(before: View | None, after: View) -> set[tuple[str, str]]:
    """Ids and standing of incidents all of whose texts have been revised: old ones, with new claims."""
    alive = {claim for one in after["incidents"] for claim in one["claims"]}
    return {
        (one["id"], one["status"])
        for one in (before or {}).get("incidents", ())
        if alive.isdisjoint(one["claims"])
    }


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


def _changed_sums(
    tracker: Tracker, before: View | None, after: View, chosen: Options, fresh: bool
) -> Iterator[Change]:
    """Sums that are other than before: below notice when a new incident has already been told."""
    for name in (chosen.event, chosen.object, chosen.dead, *chosen.others):
        if not name or name not in after:
            continue
        old = ((before or {}).get(name) or {"best": 0})["best"]
        new = after[name]["best"]
        if old == new:
            continue
        fell = new < old and name not in chosen.others
        yield Change(
            field=name,
            before=str(old),
            after=str(new),
            title=f"{tracker.title}: {name} {'corrected to ' if fell else ''}{new:,}, was {old:,}",
            severity="warning" if fell else "info" if fresh else "notice",
            because=news(before, after, name),
        )


def _changed_gap(
    tracker: Tracker, before: View | None, after: View, chosen: Options
) -> Iterator[Change]:
    old = max(((before or {}).get(chosen.dead) or {"gap": 0})["gap"], 0)
    new = max(after[chosen.dead]["gap"], 0)
    if old == new:
        return
    missing = after["implied"]
    where = f" between {missing['from']} and {missing['to']}" if missing else ""
    title = f"reported totals and incidents differ by {new} {chosen.dead}{where}"
    yield Change(
        field="gap",
        before=str(old),
        after=str(new),
        title=f"{tracker.title}: {title if new else 'reported totals and incidents agree again'}",
        severity="warning" if new > old else "info",
        because=news(before, after, "floor"),
    )


def _corrected(
    tracker: Tracker, before: View | None, after: View, chosen: Options
) -> Iterator[Change]:
    """A floor that falls, and which outlet has corrected itself."""
    old = ((before or {}).get(chosen.dead) or {"floor": 0})["floor"]
    new, made = after[chosen.dead]["floor"], after["corrected"]
    if new < old:
        who = f"{made['site']} corrects {made['before']:,} to {made['value']:,}" if made else ""
        yield Change(
            field="floor",
            before=str(old),
            after=str(new),
            title=f"{tracker.title}: reported totals corrected to {new:,} {chosen.dead}, were {old:,}"
            f"{f' ({who})' if who else ''}",
            severity="warning",
            because=(made["claim"],) if made else news(before, after, "floor"),
        )


def _claimed(
    tracker: Tracker, before: View | None, after: View, chosen: Options
) -> Iterator[Change]:
    """A higher total of one voice: not counted, and not to be missed."""
    old, new = (before or {}).get("claimed"), after["claimed"]
    if new and (old is None or old["value"] != new["value"]):
        yield Change(
            field="claimed",
            before=str(old["value"]) if old else "",
            after=str(new["value"]),
            title=f"{tracker.title}: {teller(new)} {new['value']:,} {chosen.dead}",
            severity="notice",
            because=(new["claim"],),
        )


def teller(claimed: dict[str, Any]) -> str:
    """ "example.org alone says", "example.org and 1 more say"."""
    others = claimed["voices"] - 1
    return f"{claimed['site']} and {others} more say" if others else f"{claimed['site']} alone says"


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
