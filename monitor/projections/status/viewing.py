"""The view of a status: the episodes, and the positions of the parties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from monitor.projections import (
    Span,
    Standing,
    View,
    aside,
    day_of,
    options,
    set_aside,
    shared_days,
    stamp,
    told,
    unentered,
    witnesses,
)
from monitor.projections.happened import By, bounded, by, heard
from monitor.projections.status.episodes import (
    DENYING,
    NONE,
    UNDOING,
    Options,
    Reached,
    reached,
)
from monitor.reports import StatusReported
from monitor.topics import Tracker
from monitor.values import Window

GRACE_DAYS = 1
"""A meeting set for a day counts as lapsed when the day after it has passed without word of it."""


def view(tracker: Tracker, standing: Standing) -> View:
    """The stage of the tracker, each episode, each party's position."""
    chosen = options(tracker, Options)
    limit = by(standing)
    told_ever = [claim for claim in standing.claims if isinstance(claim, StatusReported)]
    given = told_ever if limit is None else taken_place(told_ever, standing, limit)
    apart, entered, denied = _sorted_out(given, chosen)
    episodes = {name: [c for c in entered if c.episode == name] for name in _names(given, chosen)}
    found = {name: reached(claims, standing, chosen) for name, claims in episodes.items()}
    shown = [_episode(name, found[name], episodes[name], standing) for name in episodes]
    main = chosen.main or max(found, key=lambda name: found[name].rank, default="")
    current = next((one for one in shown if one["kind"] == main), None)
    because = {f"{name}.stage": [c.id for c in found[name].claims] for name in found}
    because["stage"] = because.get(f"{main}.stage", [])
    positions = _positions([*entered, *denied])
    because["positions"] = [position["claim"] for position in positions.values()]
    return {
        "tracker": tracker.id,
        "kind": "status",
        "main": main,
        "stage": current["stage"] if current else NONE,
        "since": current["since"] if current else None,
        "episodes": shown,
        "positions": positions,
        **heard(standing, given),
        "because": because,
        "set_aside": set_aside([*apart, *_too_few(found)], standing),
        **bounded(limit, len(told_ever) - len(given)),
    }


def _sorted_out(
    given: Sequence[StatusReported], chosen: Options
) -> tuple[list[dict[str, Any]], list[StatusReported], list[StatusReported]]:
    """What is set aside, what enters, and the denials of a step."""
    known = chosen.ladder.keys() | UNDOING | DENYING
    apart: list[dict[str, Any]] = []
    entered: list[StatusReported] = []
    denied: list[StatusReported] = []
    for claim in given:
        if chosen.episodes and claim.episode not in chosen.episodes:
            apart.append(aside(claim, f"{claim.episode} is no episode of this tracker"))
        elif claim.stage not in known:
            apart.append(aside(claim, f"{claim.stage} is no stage of this tracker"))
        elif (why := unentered(claim)) is None:
            entered.append(claim)
        else:
            apart.append(aside(claim, why))
            if claim.assertion == "denied":
                denied.append(claim)
    return apart, entered, denied


def taken_place(
    claims: Sequence[StatusReported], standing: Standing, limit: By
) -> list[StatusReported]:
    """The steps that had been made by a time.

    A step lies where its text puts it. A text that names no day tells of the step that others date, when
    that was before it; else of what is new on the day of its publication.
    """
    same: dict[tuple[str, str], list[StatusReported]] = defaultdict(list)
    for claim in claims:
        if claim.occurred is not None:
            same[claim.episode, claim.stage].append(claim)
    dated = {step: _occurred(told, standing.voiced(told)) for step, told in same.items()}
    return [
        claim
        for claim in claims
        if limit.happened(_last_day(claim, dated.get((claim.episode, claim.stage))), claim.reported)
    ]


def _last_day(claim: StatusReported, dated: dict[str, str] | None) -> int:
    """By when a step had been made."""
    told = day_of(claim).toordinal()
    if claim.occurred is not None:
        return claim.occurred.to.toordinal()
    return min(told, date.fromisoformat(dated["to"]).toordinal()) if dated else told


def _names(given: Sequence[StatusReported], chosen: Options) -> list[str]:
    return list(chosen.episodes) or sorted({claim.episode for claim in given})


def _episode(
    name: str, state: Reached, claims: Sequence[StatusReported], standing: Standing
) -> dict[str, Any]:
    voices = standing.voiced(state.claims)
    first = state.claims[0] if state.claims else None
    others: dict[str, StatusReported] = {}
    for claim in state.claims:
        others.setdefault(voices[claim.id], claim)
    confirming = [claim for claim in others.values() if claim is not first]
    day = next((c.date for c in reversed(state.claims) if c.date is not None), None)
    lapsed = state.stage == "scheduled" and _past(day, standing)
    return {
        "kind": name,
        "stage": "lapsed" if lapsed else state.stage,
        "since": stamp(first.reported) if first else None,
        "occurred": _occurred(state.claims, voices),
        "first_reported": told(first) if first else None,
        "confirmed_by": [told(claim) for claim in confirming],
        "venue": _newest(claim.venue for claim in state.claims),
        "date": {"from": f"{day.from_}", "to": f"{day.to}"} if day else None,
        "participants": sorted({name for claim in state.claims for name in claim.participants}),
        "claimed": _claimed(state),
        "steps": _steps(claims, standing),
        "voices": witnesses(state.claims, voices),
        "outlets": standing.outlets(state.claims),
    }


def _past(day: Window | None, standing: Standing) -> bool:
    """True when the day that was set has passed, by the newest report that we have."""
    newest = max((claim.reported for claim in standing.claims), default=None)
    known: datetime | None = standing.as_of or newest
    now = min(filter(None, (known, standing.occurred_by)), default=None)
    return day is not None and now is not None and now.date() > day.to + timedelta(GRACE_DAYS)


def _occurred(claims: Iterable[StatusReported], voices: dict[str, str]) -> dict[str, str] | None:
    """The days on which most voices allow it to have taken place."""
    spans = [
        Span(
            voices[claim.id],
            claim.occurred.from_.toordinal(),
            claim.occurred.to.toordinal(),
            int(claim.occurred.basis == "explicit"),
        )
        for claim in claims
        if claim.occurred is not None
    ]
    if not spans:
        return None
    first, last = shared_days(spans)
    return {"from": f"{date.fromordinal(first)}", "to": f"{date.fromordinal(last)}"}


def _newest(names: Iterable[str | None]) -> str | None:
    found = [name for name in names if name]
    return found[-1] if found else None


def _claimed(state: Reached) -> dict[str, Any] | None:
    if not state.claimed:
        return None
    first = state.claimed[0]
    return {"stage": first.stage, **told(first)}


def _steps(claims: Sequence[StatusReported], standing: Standing) -> list[dict[str, Any]]:
    """Each step when it was first reported, by whom, and how many voices have told it."""
    by_stage: dict[str, list[StatusReported]] = defaultdict(list)
    for claim in claims:
        by_stage[claim.stage].append(claim)
    return [
        {
            "stage": stage,
            **told(same[0]),
            "voices": witnesses(same, standing.voiced(same)),
            "claims": [claim.id for claim in same],
        }
        for stage, same in by_stage.items()
    ]


def _positions(claims: Iterable[StatusReported]) -> dict[str, Any]:
    """The last position of each party; of denials without a party that of the speaker."""
    found: dict[str, Any] = {}
    for claim in sorted(claims, key=lambda claim: (claim.reported, claim.id)):
        denial = claim.assertion == "denied" or claim.stage in DENYING
        party = claim.party or (claim.attribution.speaker if denial else None)
        if party:
            stage = "denied" if claim.assertion == "denied" else claim.stage
            found[party] = {"episode": claim.episode, "stage": stage, **told(claim)}
    return dict(sorted(found.items()))


def _too_few(found: dict[str, Reached]) -> Iterable[dict[str, Any]]:
    for name, each in found.items():
        for claim in each.claimed:
            yield aside(claim, f"too few voices for {claim.stage}", episode=name)
