"""What of a status is news, what goes into its table, and what a person is shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from monitor.projections import Change, Severity, View, news, options
from monitor.projections.status.episodes import CONSEQUENT, NONE, UNDOING, Options
from monitor.topics import Tracker


def changes(tracker: Tracker, before: View | None, after: View) -> list[Change]:
    """Stages, days, places and positions that are other than before."""
    chosen = options(tracker, Options)
    old = {one["kind"]: one for one in (before or {}).get("episodes", ())}
    found: list[Change] = []
    for one in after["episodes"]:
        was = old.get(one["kind"], {"stage": NONE, "date": None, "venue": None})
        found.extend(_changed_stage(tracker, before, after, one, was["stage"]))
        found.extend(_changed_plan(tracker, after, one, was))
    held = (before or {}).get("positions", {})
    for party, position in after["positions"].items():
        was = _stance(held[party]) if party in held else ""
        if was != _stance(position):
            found.append(_changed_position(tracker, party, was, position, chosen))
    return found


def _changed_stage(
    tracker: Tracker, before: View | None, after: View, one: dict[str, Any], was: str
) -> Iterable[Change]:
    if one["stage"] == was:
        return
    name, ladder = one["kind"], options(tracker, Options).ladder
    first = one["first_reported"]
    teller = (first["speaker"] or first["site"]) if first else ""
    source = f" ({teller})" if first else ""
    down = ladder.get(one["stage"], 0) < ladder.get(was, 0) and one["stage"] not in UNDOING
    yield Change(
        field="stage" if name == after["main"] else f"{name}.stage",
        before=was,
        after=one["stage"],
        title=f"{tracker.title}: {_called(name, tracker)}{_plainly(one['stage'])}"
        f"{', taken back' if down else ''}{source}",
        severity="warning" if down else _weight(one["stage"], ladder),
        because=news(before, after, f"{name}.stage"),
    )


def _called(episode: str, tracker: Tracker) -> str:
    """The episode's name before its stage; none where the tracker has that one question only."""
    return "" if episode == tracker.id else f"{episode} "


def _plainly(stage: str) -> str:
    """A stage in words: `no_plans` is "no plans"."""
    return stage.replace("_", " ")


def _weight(stage: str, ladder: dict[str, int]) -> Severity:
    """The two highest stages and what undoes them wake people; the lower half does not."""
    top = max(ladder.values())
    if stage == "cancelled" or ladder.get(stage, 0) > top - CONSEQUENT:
        return "critical"
    return "warning" if stage in UNDOING or ladder.get(stage, 0) > top // 2 else "notice"


def _changed_plan(
    tracker: Tracker, after: View, one: dict[str, Any], was: dict[str, Any]
) -> Iterable[Change]:
    for field in ("date", "venue"):
        if one[field] is None or one[field] == was[field]:
            continue
        old, new = (_plain(each) for each in (was[field], one[field]))
        yield Change(
            field=f"{one['kind']}.{field}",
            before=old,
            after=new,
            title=f"{tracker.title}: {one['kind']} {field} {new}",
            severity="notice",
            because=tuple(after["because"][f"{one['kind']}.stage"]),
        )


def _plain(value: str | dict[str, str] | None) -> str:
    if isinstance(value, dict):
        return value["from"] if value["from"] == value["to"] else f"{value['from']}..{value['to']}"
    return value or ""


def _stance(position: dict[str, Any]) -> str:
    """`meeting: no_plans`."""
    return f"{position['episode']}: {position['stage']}"


def _changed_position(
    tracker: Tracker, party: str, was: str, position: dict[str, Any], chosen: Options
) -> Change:
    stage = position["stage"]
    return Change(
        field="position",
        before=was,
        after=_stance(position),
        title=f"{tracker.title}: {party} says {_called(position['episode'], tracker)}{_plainly(stage)}"
        f" ({position['site']})",
        severity="info" if stage in chosen.ladder else "notice",
        because=(position["claim"],),
    )


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
