"""`statements`: who offered, threatened, demanded or denied what, newest first."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from msgspec import Struct

from monitor.projections import (
    NOBODY,
    Change,
    Kind,
    Standing,
    View,
    aside,
    options,
    set_aside,
    stamp,
    told,
    unentered,
    witnesses,
)
from monitor.projections.grounds import as_told
from monitor.projections.happened import bounded, by, heard
from monitor.reports import StatementReported
from monitor.topics import Tracker
from monitor.wording import plain

Key = tuple[str, str, str]


class Options(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a topic says about its statements."""

    acts: tuple[str, ...] = ()
    """Kinds of statement that are kept ("offer", "threat"); all when empty."""
    grave: tuple[str, ...] = ()
    """Kinds whose first report is a warning; that of others is a notice."""


def view(tracker: Tracker, standing: Standing) -> View:
    """One statement per speaker, act and subject, the one that was first reported last on top."""
    chosen = options(tracker, Options)
    kept: dict[Key, list[StatementReported]] = defaultdict(list)
    apart: list[dict[str, Any]] = []
    limit = by(standing)
    told_ever = [claim for claim in standing.claims if isinstance(claim, StatementReported)]
    given = [claim for claim in told_ever if limit is None or limit.said(claim)]
    for claim in given:
        why = unentered(claim)
        if why is None and chosen.acts and claim.act not in chosen.acts:
            why = f"{claim.act} is not kept by this tracker"
        if why is None:
            kept[claim.speaker, claim.act, claim.about].append(claim)
        else:
            apart.append(aside(claim, why))
    found = [_statement(same, standing) for same in kept.values()]
    found.sort(key=lambda one: (one["speaker"], one["act"], one["about"]))
    found.sort(key=lambda one: str(one["first_reported"]["at"]), reverse=True)
    return {
        "tracker": tracker.id,
        "kind": "statements",
        "statements": found,
        **heard(standing, given),
        "because": {"statements": sorted(claim.id for same in kept.values() for claim in same)},
        "set_aside": set_aside(apart, standing),
        **bounded(limit, len(told_ever) - len(given)),
    }


def _statement(same: list[StatementReported], standing: Standing) -> dict[str, Any]:
    first, last = same[0], same[-1]
    return {
        "speaker": first.speaker,
        "act": first.act,
        "about": first.about,
        "to": next((claim.to for claim in same if claim.to), None),
        "first_reported": told(first),
        "last_reported": stamp(last.reported),
        "quote": first.quote.text,
        "voices": witnesses(same, standing.voiced(same)),
        "outlets": standing.outlets(same),
        "claims": [claim.id for claim in same],
    }


def _key(one: dict[str, Any]) -> Key:
    return one["speaker"], one["act"], one["about"]


def _summary(one: dict[str, Any]) -> str:
    """`Maduro: offer (oil) to Trump`."""
    about = f" ({one['about']})" if one["about"] else ""
    return f"{one['speaker']}: {one['act']}{about}{' to ' + one['to'] if one['to'] else ''}"


def _headline(one: dict[str, Any]) -> str:
    """`Maduro, offer to Trump: oil`."""
    to = f" to {one['to']}" if one["to"] else ""
    return f"{one['speaker']}, {plain(one['act'])}{to}{': ' + one['about'] if one['about'] else ''}"


def changes(
    tracker: Tracker,
    before: View | None,
    after: View,
    /,
    taken_back: frozenset[str] = NOBODY,
) -> list[Change]:
    """Statements that were not there before, oldest first."""
    del taken_back  # what has been said has been said
    chosen = options(tracker, Options)
    known = {_key(one) for one in (before or {}).get("statements", ())}
    return [
        Change(
            kind="statement",
            field="statement",
            before="",
            after=_headline(one),
            title=f"{tracker.title}: {_headline(one)} ({one['first_reported']['site']})",
            severity="warning" if one["act"] in chosen.grave else "notice",
            because=tuple(one["claims"]),
        )
        for one in reversed(after["statements"])
        if _key(one) not in known
    ]


grounds = as_told(changes, things=frozenset({"statement"}))
"""The claims behind a statement in a view, while it is told."""


def rows(tracker: Tracker, view: View) -> dict[str, list[dict[str, Any]]]:
    """The table `statements`."""
    return {
        "statements": [
            {
                "tracker": tracker.id,
                "speaker": one["speaker"],
                "act": one["act"],
                "about": one["about"],
                "to": one["to"],
                "first_reported": one["first_reported"]["at"],
                "last_reported": one["last_reported"],
                "site": one["first_reported"]["site"],
                "url": one["first_reported"]["url"],
                "voices": one["voices"],
                "quote": one["quote"],
                "claims": " ".join(one["claims"]),
            }
            for one in view["statements"]
        ]
    }


def lines(tracker: Tracker, view: View) -> list[tuple[str, str, str]]:
    """Day, statement, who reported it."""
    if not view["statements"]:
        return [(tracker.id, "nothing", "")]
    return [
        (
            one["first_reported"]["at"][:10],
            _summary(one),
            f"{one['first_reported']['site']}, {one['voices']} voices",
        )
        for one in view["statements"]
    ]


KIND = Kind(
    name="statements",
    version=1,
    reader="statements",
    options=Options,
    view=view,
    changes=changes,
    grounds=grounds,
    rows=rows,
    lines=lines,
)
