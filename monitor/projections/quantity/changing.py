"""What of a quantity is news, and the grounds of what was news once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from monitor.notices import DevelopmentKind
from monitor.projections import NOBODY, Change, View, corrects, news, options
from monitor.projections.grounds import as_told
from monitor.projections.quantity.showing import number
from monitor.projections.quantity.viewing import Options
from monitor.topics import Tracker

WEIGHT = 0.5
"""Share of the voices of the value that another value of the same day must have to be a dispute."""

NAMED = 4
"""Values that a title names; the others are counted."""


def changes(
    tracker: Tracker,
    before: View | None,
    after: View,
    /,
    taken_back: frozenset[str] = NOBODY,
) -> list[Change]:
    """A new value, one that waits for a second voice, and two values of weight on one day."""
    return [
        *_moved(tracker, before, after, taken_back),
        *_claimed(tracker, before, after),
        *_dispute(tracker, before, after),
    ]


def _moved(
    tracker: Tracker, before: View | None, after: View, taken_back: frozenset[str]
) -> Iterator[Change]:
    old, new = (before or {}).get("value"), after["value"]
    if old == new:
        return
    right = corrects(before, after, "value", taken_back)
    kind: DevelopmentKind = "change"
    if old is not None and new is not None:
        kind = "correction" if right else "fall" if new < old else "rise"
    now = f"{number(new)} {after['unit']}".rstrip() if new is not None else "unknown"
    was = "" if old is None else f", was {number(old)}"
    aloud = _aloud(tracker, before)
    slight = aloud is not None and new is not None and _noise(tracker, aloud, new)
    yield Change(
        kind=kind,
        field="value",
        before="" if old is None else str(old),
        after="" if new is None else str(new),
        title=f"{tracker.title}: {'corrected to ' if kind == 'correction' else ''}{now}{was}",
        severity="warning" if new is None else "info" if slight else "notice",
        because=news(before, after, "value"),
    )


def _aloud(tracker: Tracker, view: View | None) -> int | None:
    """The value that was last told aloud: small steps one way do not pass unheard for ever."""
    told: int | None = None
    for point in (view or {}).get("series", ()):
        if point["status"] == "supported" and (
            told is None or not _noise(tracker, told, point["value"])
        ):
            told = point["value"]
    return told


def _noise(tracker: Tracker, old: int, new: int) -> bool:
    """True when two values differ by no more than such values do without anything having happened."""
    chosen = options(tracker, Options)
    return abs(new - old) <= (chosen.points or old * chosen.noise)


def _claimed(tracker: Tracker, before: View | None, after: View) -> Iterator[Change]:
    claimed, was = after["claimed"], (before or {}).get("claimed")
    if claimed and (was is None or claimed["value"] != was["value"]):
        said = f"{claimed['site']} alone says {number(claimed['value'])} {after['unit']}".rstrip()
        yield Change(
            kind="claimed",
            field="claimed",
            before=str(was["value"]) if was else "",
            after=str(claimed["value"]),
            title=f"{tracker.title}: {said}",
            severity="info",
            because=(claimed["claim"],),
        )


def _dispute(tracker: Tracker, before: View | None, after: View) -> Iterator[Change]:
    """Two values have support on the newest day, or have not any more.

    Below notice when the value has just moved: its title gives both, and it may have moved within the day.
    """
    old, new = _contested(tracker, before), _contested(tracker, after)
    if [point["value"] for point in old] == [point["value"] for point in new]:
        return
    was, now = _numbers(old, before), _numbers(new, after)
    named = _numbers(new[:NAMED], after) + (f" and {len(new) - NAMED} more" if new[NAMED:] else "")
    lone = f"{number(after['value'])} {after['unit']}".rstrip()
    yield Change(
        kind="dispute" if new else "settled",
        field="dispute",
        before=was,
        after=now,
        title=f"{tracker.title}: {f'outlets differ: {named}' if new else f'outlets agree now: {lone}'}",
        severity="notice" if new and before and before["value"] == after["value"] else "info",
        because=tuple(sorted(c for point in new for c in point["claims"]))
        or news(before, after, "value"),
    )


def _contested(tracker: Tracker, view: View | None) -> list[dict[str, Any]]:
    """The points of the newest supported day, when one beside the value has weight and is no noise."""
    if view is None or view["value"] is None:
        return []
    same = [point for point in view["series"] if point["day"] == view["day"]]
    chosen = next(point for point in same if point["status"] == "supported")
    beside = [
        point
        for point in same
        if point["status"] == "beside"
        and point["voices"] >= chosen["voices"] * WEIGHT
        and not _noise(tracker, chosen["value"], point["value"])
    ]
    return sorted([chosen, *beside], key=lambda point: point["value"]) if beside else []


def _numbers(points: list[dict[str, Any]], view: View | None) -> str:
    """ "12,000 or 15,000 troops"."""
    said = " or ".join(number(point["value"]) for point in points)
    return f"{said} {(view or {}).get('unit', '')}".strip() if points else ""


grounds = as_told(changes)
"""The claims behind a value in a view, while it is the latest, the claimed one, or disputed."""
