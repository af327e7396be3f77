"""What of a status is news, and the grounds of what was news once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from monitor.notices import Severity
from monitor.projections import NOBODY, Change, View, news, options
from monitor.projections.grounds import all_of, as_told
from monitor.projections.status.episodes import CONSEQUENT, DENYING, NONE, UNDOING, Options
from monitor.topics import Tracker
from monitor.wording import plain, span

Episode = dict[str, Any]
"""An episode as the view has it."""

DISPUTE = "dispute"
"""The field of what parties say against each other, behind the episode's name."""

SAME_TURN = timedelta(days=7)
"""What a party has denied longer ago was another turn of the question: positions are kept for ever."""

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
    disputes = [each for one in after["episodes"] for each in _dispute(tracker, before, after, one)]
    found: list[Change] = []
    for one in after["episodes"]:
        was = old.get(one["kind"], NEW)
        found.extend(_stage(tracker, before, after, one, was["stage"]))
        found.extend(_plan(tracker, after, one, was))
        found.extend(_claimed(tracker, after, one, was))
    told = any(change.kind == "dispute" for change in disputes)
    return [*found, *disputes, *_positions(tracker, before, after, told=told)]


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
        title=f"{tracker.title}: {_called(one, tracker, after)}{plain(one['stage'])}"
        f"{', taken back' if down else ''}{source}",
        severity="warning" if down else _weight(one["stage"], ladder),
        because=news(before, after, f"{name}.stage"),
    )


def _called(one: Episode, tracker: Tracker, after: View) -> str:
    """The episode's name before its stage; none where the tracker has that one question only."""
    alone = one["kind"] == tracker.id and len(after["episodes"]) == 1
    return "" if alone else f"{plain(one['kind'])} "


def _weight(stage: str, ladder: dict[str, int]) -> Severity:
    """The highest stage, the one below it on a long ladder, and a cancellation wake people."""
    top, rank = max(ladder.values()), ladder.get(stage, 0)
    near = rank > top - CONSEQUENT
    if stage == "cancelled" or rank == top or (near and rank > top // 2):
        return "critical"
    return "warning" if stage in UNDOING or near or rank > top // 2 else "notice"


def _plan(tracker: Tracker, after: View, one: Episode, was: Episode) -> Iterator[Change]:
    """A day or a place that is known, another one, or dropped while the stage does not say so."""
    ladder = options(tracker, Options).ladder
    back = one["stage"] in ladder and ladder[one["stage"]] <= ladder.get(was["stage"], 0)
    for field in ("date", "venue"):
        old, new = _words(was[field]), _words(one[field])
        if old == new or not (new or back):
            continue
        what = f"{_called(one, tracker, after)}{field}"
        yield Change(
            kind="plan",
            field=f"{one['kind']}.{field}",
            before=old,
            after=new,
            title=f"{tracker.title}: {what} {new}{f', was {old}' if old else ''}"
            if new
            else f"{tracker.title}: {what} not known any more, was {old}",
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
        title=f"{tracker.title}: {new['site']} alone says {_called(one, tracker, after)}"
        f"{plain(new['stage'])}",
        severity="notice",
        because=(new["claim"],),
    )


# --- positions -------------------------------------------------------------------------------


def _positions(
    tracker: Tracker, before: View | None, after: View, *, told: bool
) -> Iterator[Change]:
    """What parties say otherwise, or for the first time; `told`: the dispute that it opens is told."""
    held = (before or {}).get("positions", {})
    ladder = options(tracker, Options).ladder
    for party, position in after["positions"].items():
        was = _stance(party, held[party], tracker) if party in held else ""
        now = _stance(party, position, tracker)
        if was == now:
            continue
        yield Change(
            kind="position",
            field="position",
            before=was,
            after=now,
            title=f"{tracker.title}: {now} ({position['site']})",
            severity="info" if told or position["stage"] in ladder else "notice",
            because=(position["claim"],),
        )


def _stance(party: str, position: dict[str, Any], tracker: Tracker) -> str:
    """`Maduro: no plans for a meeting`, `Trump: meeting offered`."""
    stage, episode = position["stage"], position["episode"]
    name = "" if episode == tracker.id and not _several(tracker) else plain(episode)
    if stage == "no_plans" and name:
        return f"{party}: no plans for {_a(name)}"
    return f"{party}: {name} {plain(stage)}".replace("  ", " ")


def _several(tracker: Tracker) -> bool:
    """True when the tracker asks more than one question: then each is named."""
    return len(options(tracker, Options).episodes) > 1


def _a(name: str) -> str:
    """`a call`, `an agreement`, `talks`."""
    return name if name.endswith("s") else f"{'an' if name[:1] in 'aeiou' else 'a'} {name}"


# --- disputes --------------------------------------------------------------------------------


def _dispute(tracker: Tracker, before: View | None, after: View, one: Episode) -> Iterator[Change]:
    """One party affirms what another denies, or does not any more."""
    chosen = options(tracker, Options)
    old, new = (_sides(view or {}, one["kind"], chosen) for view in (before, after))
    if bool(old) == bool(new):
        return
    said, name = "; ".join(new), _called(one, tracker, after)
    held = after["positions"]
    yield Change(
        kind="dispute" if new else "settled",
        field=_field(one["kind"], DISPUTE, after),
        before="; ".join(old),
        after=said,
        title=f"{tracker.title}: {name}{f'disputed ({said})' if new else 'not disputed any more'}",
        severity="notice" if new else "info",
        because=tuple(held[each]["claim"] for each in (new or old).values() if each in held),
    )


def _sides(view: View, episode: str, chosen: Options) -> dict[str, str]:
    """ "Trump: offered" -> party, of all who affirm or deny an episode at one time; none where all agree."""
    ladder = chosen.ladder
    told = DENYING | ladder.keys() - {NONE}
    held = {
        party: each
        for party, each in view.get("positions", {}).items()
        if each["episode"] == episode
        and each["stage"] in told
        and party in (chosen.parties or (party,))
    }
    meeting = {
        party
        for party, one in held.items()
        for other in held.values()
        if (one["stage"] in ladder) != (other["stage"] in ladder) and _together(one, other)
    }
    return {f"{party}: {plain(held[party]['stage'])}": party for party in sorted(meeting)}


def _together(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """True when two parties speak of the same turn of a question."""
    first, last = (datetime.fromisoformat(each["at"]) for each in (one, other))
    return abs(first - last) <= SAME_TURN


# --- grounds ---------------------------------------------------------------------------------

_as_told = as_told(changes)


def grounds(
    tracker: Tracker, view: View, field: str, after: str, because: tuple[str, ...]
) -> tuple[str, ...] | None:
    """The claims behind a development in a view; of a position the newest claim of the party as well.

    A dispute lasts as long as there is one, whoever joins it.
    """
    if not (after and field.rpartition(".")[2] == DISPUTE):
        return _as_told(tracker, view, field, after, because)
    open_ = [each for each in changes(tracker, None, view) if each.field == field]
    return all_of(because, *(each.because for each in open_)) if open_ else None
