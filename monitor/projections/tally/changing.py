"""What of a tally's view is news."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from monitor.notices import Severity
from monitor.projections import NOBODY, Change, View, corrects, news, options
from monitor.projections.tally.options import Options
from monitor.topics import Tracker
from monitor.wording import counted, plain, span

Shown = dict[str, Any]
"""An incident as the view has it."""

DISPUTE = ".dispute"
"""Behind the name of a measure: the field of what outlets disagree about."""
TOTAL = f"floor{DISPUTE}"
"""The same of the total; no measure can be called "floor"."""


class _Turn(NamedTuple):
    """A tally before and after, with what is needed to tell the difference."""

    tracker: Tracker
    before: View | None
    after: View
    chosen: Options
    taken_back: frozenset[str]
    incidents: list[tuple[Shown, Shown | None]]
    """Each as it is, and as it was."""

    def was(self, key: str) -> Any:
        """What the view before had under a key; None when there was none."""
        return (self.before or {}).get(key)

    def title(self, text: str) -> str:
        """A title, under the name of the tracker."""
        return f"{self.tracker.title}: {text}"


def _earlier(before: View | None, after: View) -> list[tuple[Shown, Shown | None]]:
    """Each incident with what it was before: by its claims, else by its id where all texts were revised."""
    by_claim: dict[str, list[Shown]] = defaultdict(list)
    for one in (before or {}).get("incidents", ()):
        for claim in one["claims"]:
            by_claim[claim].append(one)
    alive = {claim for one in after["incidents"] for claim in one["claims"]}
    gone = {
        one["id"]: one
        for one in (before or {}).get("incidents", ())
        if alive.isdisjoint(one["claims"])
    }
    pairs = []
    for one in after["incidents"]:
        met = [each for claim in one["claims"] for each in by_claim.get(claim, ())]
        same = [each for each in met if each["status"] == one["status"]]
        pairs.append((one, next(iter([*same, *met]), gone.get(one["id"]))))
    return pairs


def changes(
    tracker: Tracker,
    before: View | None,
    after: View,
    /,
    taken_back: frozenset[str] = NOBODY,
) -> list[Change]:
    """Incidents new or of another standing, sums, a gap, a correction, a claim of one voice, disputes."""
    chosen, incidents = options(tracker, Options), _earlier(before, after)
    turn = _Turn(tracker, before, after, chosen, taken_back, incidents)
    new = list(_incidents(turn))
    fresh = any(change.kind == "incident" for change in new)
    return [
        *new,
        *_sums(turn, fresh=fresh),
        *_gap(turn),
        *_floor(turn),
        *_claimed(turn),
        *_disputed_total(turn),
        *_disputes(turn),
    ]


# --- incidents -------------------------------------------------------------------------------


def _incidents(turn: _Turn) -> Iterator[Change]:
    """New ones, those that count now and did not, and those that do not count any more."""
    for one, was in turn.incidents:
        if was is not None and was["status"] == one["status"]:
            continue
        sure = one["status"] == "counted"
        yield Change(
            kind="incident" if sure else "unconfirmed",
            field="incident" if sure else "unconfirmed",
            before=was["status"] if was else "",
            after=one["id"],
            title=turn.title(_told(turn, one, was)),
            severity="warning" if sure else "notice",
            because=tuple(one["claims"]),
        )


def _told(turn: _Turn, one: Shown, was: Shown | None) -> str:
    """`3 killed, Pacific, 15 Nov 2025; now 21 strikes, 83 killed`."""
    what, chosen = summary(one, turn.chosen), turn.chosen
    if one["status"] != "counted":
        how = "not counted any more" if was else "unconfirmed"
        return f"{how}: {what} ({one['reason']})"
    sums = (counted(turn.after[name]["best"], name) for name in (chosen.event, chosen.dead))
    return f"{'confirmed: ' if was else ''}{what}; now {', '.join(sums)}"


def summary(one: Shown, chosen: Options) -> str:
    """`3 killed, 2 strikes, Pacific, 15 Nov 2025` with what is known."""
    dead, many = one.get(chosen.dead), (one.get(chosen.event) or {"best": 1})["best"]
    parts = [
        counted(dead["best"], chosen.dead) if dead else "",
        counted(many, chosen.event) if many > 1 or not dead else "",
        "" if dead else "toll not told",
        _where(one),
    ]
    return ", ".join(part for part in parts if part)


def _where(one: Shown) -> str:
    """`Pacific, 15 Nov 2025`."""
    place, days = plain(one["place"]).title(), span(one["occurred"]) or "day unknown"
    return f"{place}, {days}" if place else days


# --- figures ---------------------------------------------------------------------------------


def measures(chosen: Options) -> tuple[str, ...]:
    """The measures, the one that is told first of all in front."""
    return tuple(
        name for name in (chosen.dead, chosen.event, chosen.object, *chosen.others) if name
    )


def best(view: View | None, name: str) -> int:
    """A sum; 0 where there is none."""
    found: int = ((view or {}).get(name) or {"best": 0})["best"]
    return found


def _sums(turn: _Turn, *, fresh: bool) -> Iterator[Change]:
    """Sums that are other than before: the first is told, or the new incident; the others are below it."""
    told = fresh
    for name in measures(turn.chosen):
        old, new = best(turn.before, name), best(turn.after, name)
        if old == new:
            continue
        fell = new < old
        right = corrects(turn.before, turn.after, name, turn.taken_back) and (fell or not fresh)
        severity: Severity = "info" if told else "notice"
        yield Change(
            kind="correction" if right else "fall" if fell else "rise",
            field=name,
            before=str(old),
            after=str(new),
            title=turn.title(_moved(name, old, new, right=right) + _of_one(turn, name)),
            severity="warning" if fell and name == turn.chosen.dead else severity,
            because=news(turn.before, turn.after, name),
        )
        told = True


def _moved(name: str, old: int, new: int, *, right: bool) -> str:
    """`83 killed, was 80`, `80 killed, down from 83`, `corrected to 80 killed, was 83`."""
    if right:
        return f"corrected to {counted(new, name)}, was {old:,}"
    return f"{counted(new, name)}, {'down from' if new < old else 'was'} {old:,}"


def _of_one(turn: _Turn, name: str) -> str:
    """Where and when, when the number of one known incident has moved and nothing else."""
    moved = [
        one
        for one, was in turn.incidents
        if was is None
        or was["status"] != one["status"]
        or (was.get(name) or {}).get("best") != (one.get(name) or {}).get("best")
    ]
    known = len(moved) == 1 and len(turn.incidents) > 1
    return f" ({_where(moved[0])})" if known and moved[0]["status"] == "counted" else ""


def _gap(turn: _Turn) -> Iterator[Change]:
    """What the totals know and the incidents do not: found, grown, smaller, closed."""
    dead = turn.chosen.dead
    old = max((turn.was(dead) or {"gap": 0})["gap"], 0)
    new = max(turn.after[dead]["gap"], 0)
    if old == new:
        return
    missing = turn.after["implied"]
    days = f"{'' if missing['from'] else 'up to '}{span(missing)}" if missing else ""
    title = f"reported totals have {counted(new, dead)} more than the incidents"
    title += f", before it was {old:,}" if old else ""
    title += f" ({days})" if days else ""
    yield Change(
        kind="gap",
        field="gap",
        before=str(old),
        after=str(new),
        title=turn.title(title if new else "reported totals and incidents agree again"),
        severity="warning" if new > old else "info",
        because=news(turn.before, turn.after, "floor"),
    )


def _floor(turn: _Turn) -> Iterator[Change]:
    """A floor that falls, and which outlet has corrected itself; of one happening its toll says so."""
    if turn.chosen.single:
        return
    dead = turn.chosen.dead
    old = (turn.was(dead) or {"floor": 0})["floor"]
    new, made = turn.after[dead]["floor"], turn.after["corrected"]
    if new < old:
        who = f" ({made['site']} corrects {made['before']:,} to {made['value']:,})" if made else ""
        now = f"corrected to {counted(new, dead)}" if new else "borne out by nobody any more"
        yield Change(
            kind="correction",
            field="floor",
            before=str(old),
            after=str(new),
            title=turn.title(f"reported totals {now}, was {old:,}{who}"),
            severity="warning",
            because=(made["claim"],) if made else news(turn.before, turn.after, "floor"),
        )


def _claimed(turn: _Turn) -> Iterator[Change]:
    """A higher total of one voice: not counted, and not to be missed."""
    old, new = turn.was("claimed"), turn.after["claimed"]
    if new and new["voices"] == 1 and (old is None or old["value"] != new["value"]):
        yield Change(
            kind="claimed",
            field="claimed",
            before=str(old["value"]) if old else "",
            after=str(new["value"]),
            title=turn.title(f"{teller(new)} {counted(new['value'], turn.chosen.dead)}"),
            severity="notice",
            because=(new["claim"],),
        )


def teller(claimed: dict[str, Any]) -> str:
    """ "example.org alone says", "example.org and 1 more say"."""
    others = claimed["voices"] - 1
    return f"{claimed['site']} and {others} more say" if others else f"{claimed['site']} alone says"


# --- disputes --------------------------------------------------------------------------------


def _disputed_total(turn: _Turn) -> Iterator[Change]:
    """A higher total of several voices, too few to bear it out: outlets and sum disagree."""
    old, new = beyond(turn.before), beyond(turn.after)
    if old == new:
        return
    dead = turn.chosen.dead
    was, now = best(turn.before, dead), best(turn.after, dead)
    ours = counted(now, dead)
    made = turn.after["claimed"]
    yield Change(
        kind="dispute" if new else "settled",
        field=TOTAL,
        before=f"{was:,} or {counted(old, dead)}" if old else counted(was, dead),
        after=f"{now:,} or {counted(new, dead)}" if new else ours,
        title=turn.title(
            f"{teller(made)} {counted(new, dead)}, the incidents come to {ours}"
            if new
            else f"no dispute about the total any more: {ours}"
        ),
        severity="notice" if new else "info",
        because=(made["claim"],) if new else news(turn.before, turn.after, dead),
    )


def beyond(view: View | None) -> int:
    """The total in dispute; 0 when there is none."""
    told = (view or {}).get("claimed")
    return told["value"] if told and told["voices"] > 1 else 0


def _disputes(turn: _Turn) -> Iterator[Change]:
    """Numbers of an incident about which voices of weight disagree, or do not any more."""
    for one, was in turn.incidents:
        for name in measures(turn.chosen):
            old, new = contested(was, name), contested(one, name)
            if old == new:
                continue
            now, known = value_of(one, name), set(was["claims"] if was else ())
            heavy = new and was and name == turn.chosen.dead  # a new incident is told already
            yield Change(
                kind="dispute" if new else "settled",
                field=f"{name}{DISPUTE}",
                before=old or value_of(was, name),
                after=new or now,
                title=turn.title(
                    f"outlets differ: {new} ({_where(one)})"
                    if new
                    else f"outlets agree now: {now} ({_where(one)})"
                ),
                severity="notice" if heavy else "info",
                because=tuple(c for c in one["claims"] if c not in known) or tuple(one["claims"]),
            )


def value_of(one: Shown | None, name: str) -> str:
    """ "3 killed"; nothing when nobody says."""
    value = (one or {}).get(name)
    return counted(value["best"], name) if value else ""


def contested(one: Shown | None, name: str) -> str:
    """ "3 or 4 killed" where so many voices say otherwise that the range is wider for it; or nothing."""
    if one is None or not (value := one.get(name)):
        return ""
    others = one["dissent"].get(name, ())
    real = {each["value"] for each in others if value["min"] <= each["value"] <= value["max"]}
    numbers = sorted(real | {value["best"]})
    return f"{' or '.join(map(str, numbers[:-1]))} or {counted(numbers[-1], name)}" if real else ""
