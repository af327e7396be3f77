"""What of a status is news, and the grounds of what was news once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from monitor.notices import Severity
from monitor.projections import NOBODY, Change, View, news, options
from monitor.projections.grounds import as_told
from monitor.projections.status.episodes import CONSEQUENT, NONE, UNDOING, Options
from monitor.topics import Tracker
from monitor.wording import plain, span

Episode = dict[str, Any]
"""An episode as the view has it."""

NEW: Episode = {"stage": NONE, "date": None, "venue": None, "claimed": None}
"""An episode of which nothing has been told."""


def changes(
    tracker: Tracker,
    before: View | None,
    after: View,
    /,
    taken_back: frozenset[str] = NOBODY,
) -> list[Change]:
    """Stages, days, places, claims of one voice, positions and disputes that are other than before."""
    del taken_back  # a stage that is taken back is seen in the stages
    old = {one["kind"]: one for one in (before or {}).get("episodes", ())}
    found: list[Change] = []
    for one in after["episodes"]:
        was = old.get(one["kind"], NEW)
        found.extend(_stage(tracker, before, after, one, was["stage"]))
        found.extend(_plan(tracker, after, one, was))
        found.extend(_claimed(tracker, after, one, was))
    found.extend(_positions(tracker, before, after))
    return found


def _field(episode: str, name: str, after: View) -> str:
    """A field of an episode; that of the main one needs no name before it."""
    return name if episode == after["main"] else f"{episode}.{name}"


def _stage(
    tracker: Tracker, before: View | None, after: View, one: Episode, was: str
) -> Iterable[Change]:
    if one["stage"] == was:
        return
    name, ladder = one["kind"], options(tracker, Options).ladder
    first = one["first_reported"]
    source = f" ({first['speaker'] or first['site']})" if first else ""
    down = ladder.get(one["stage"], 0) < ladder.get(was, 0) and one["stage"] not in UNDOING
    yield Change(
        kind="undone" if down or one["stage"] in UNDOING else "stage",
        field=_field(name, "stage", after),
        before=was,
        after=one["stage"],
        title=f"{tracker.title}: {_called(name, tracker)}{plain(one['stage'])}"
        f"{', taken back' if down else ''}{source}",
        severity="warning" if down else _weight(one["stage"], ladder),
        because=news(before, after, f"{name}.stage"),
    )


def _called(episode: str, tracker: Tracker) -> str:
    """The episode's name before its stage; none where the tracker has that one question only."""
    return "" if episode == tracker.id else f"{plain(episode)} "


def _weight(stage: str, ladder: dict[str, int]) -> Severity:
    """The two highest stages and what undoes them wake people; the lower half does not."""
    top = max(ladder.values())
    if stage == "cancelled" or ladder.get(stage, 0) > top - CONSEQUENT:
        return "critical"
    return "warning" if stage in UNDOING or ladder.get(stage, 0) > top // 2 else "notice"


def _plan(tracker: Tracker, after: View, one: Episode, was: Episode) -> Iterator[Change]:
    for field in ("date", "venue"):
        if one[field] is None or one[field] == was[field]:
            continue
        old, new = _words(was[field]), _words(one[field])
        yield Change(
            kind="plan",
            field=f"{one['kind']}.{field}",
            before=old,
            after=new,
            title=f"{tracker.title}: {_called(one['kind'], tracker)}{field} {new}",
            severity="notice",
            because=tuple(after["because"][f"{one['kind']}.stage"]),
        )


def _words(value: str | dict[str, str | None] | None) -> str:
    """A day or days, or a place, as people write them."""
    return span(value) if isinstance(value, dict) else plain(value).title()


def _claimed(tracker: Tracker, after: View, one: Episode, was: Episode) -> Iterator[Change]:
    """A higher stage that too few voices tell."""
    new, old = one["claimed"], was["claimed"]
    if new is None or (old is not None and old["stage"] == new["stage"]):
        return
    yield Change(
        kind="claimed",
        field=_field(one["kind"], "claimed", after),
        before=old["stage"] if old else "",
        after=new["stage"],
        title=f"{tracker.title}: {new['site']} alone says {_called(one['kind'], tracker)}"
        f"{plain(new['stage'])}",
        severity="notice",
        because=(new["claim"],),
    )


# --- positions -------------------------------------------------------------------------------


def _positions(tracker: Tracker, before: View | None, after: View) -> Iterator[Change]:
    held = (before or {}).get("positions", {})
    ladder = options(tracker, Options).ladder
    for party, position in after["positions"].items():
        was = _stance(party, held[party]) if party in held else ""
        now = _stance(party, position)
        if was == now:
            continue
        yield Change(
            kind="position",
            field="position",
            before=was,
            after=now,
            title=f"{tracker.title}: {now} ({position['site']})",
            severity="info" if position["stage"] in ladder else "notice",
            because=(position["claim"],),
        )


def _stance(party: str, position: dict[str, Any]) -> str:
    """`Maduro: meeting, no plans`."""
    return f"{party}: {plain(position['episode'])}, {plain(position['stage'])}"


grounds = as_told(changes)
"""The claims behind a development in a view; of a position the newest claim of the party as well."""
