"""Developments: what a person would want to know of the difference between two answers.

A kind says which changes there are (`Kind.changes`); here they become events, with an id made of their
content and of the batch that brought them (a figure can go up, down and up again), and with the time
when it was reported.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct, structs

from monitor.notices import DevelopmentNoted
from monitor.projections import Kind, Standing, View, support
from monitor.reports import AnyClaim
from monitor.topics import Tracker
from monitor.values import digest, short_id

LONGEST_REASON = 120
"""Characters of a reason in a title: `monitor why` has it whole."""
OWN = frozenset({"dispute", "settled", "gap"})
"""Kinds that say what a correction leads to, not what was put right."""


class PutRight(Struct, frozen=True, kw_only=True):
    """What a person has put right."""

    who: str
    why: str
    claims: frozenset[str]
    """The claims that it is about."""


class Batch(Struct, frozen=True, kw_only=True):
    """What has brought a new view about."""

    claims: Mapping[str, AnyClaim]
    """The new ones, by id: a development is dated by the newest of them behind it, else by `now`."""
    now: datetime
    backfill: bool = False
    """Old texts: noted, never alerted."""
    reread: bool = False
    """Newer rules: nobody has taken anything back."""
    heard: datetime | None = None
    """When the source that has brought it was heard last before; None: nothing depends on it."""
    put_right: PutRight | None = None
    """What a person has just put right; None: nobody has."""


def developments(
    kind: Kind,
    tracker: Tracker,
    before: View | None,
    after: View,
    standing: Standing,
    batch: Batch,
) -> list[DevelopmentNoted]:
    """The developments between two views of a tracker; `standing` is what `after` was made of."""
    claims, now = batch.claims, batch.now
    name = digest(now.isoformat() if not claims else "", *sorted(claims))
    found = []
    for change in kind.changes(tracker, before, after, _taken_back(standing, batch)):
        mine = [claims[each] for each in change.because if each in claims]
        at = max((claim.reported for claim in mine), default=now)
        behind = kind.grounds(tracker, after, change.field, change.after, change.because)
        voices, official = support(standing, behind or change.because)
        noted = DevelopmentNoted(
            development=short_id(
                tracker.id, change.field, change.before, change.after, name, *change.because
            ),
            tracker=tracker.id,
            field=change.field,
            before=change.before,
            after=change.after,
            title=change.title,
            severity=change.severity,
            because=change.because,
            kind=change.kind,
            voices=voices,
            official=official,
            backfill=batch.backfill,
            reread=batch.reread,
            unheard=batch.heard is not None and at > batch.heard,
            at=at,
            seen=now,
        )
        found.append(_put_right(noted, batch.put_right) if batch.put_right else noted)
    return found


def _taken_back(standing: Standing, batch: Batch) -> frozenset[str]:
    """Claims by which somebody corrects himself, and those that were withdrawn or put right."""
    retired = () if batch.reread else (each.claim for each in standing.retired)
    stated = (claim.id for claim in standing.claims if claim.assertion == "correction")
    return frozenset([*stated, *retired, *(batch.put_right.claims if batch.put_right else ())])


def _put_right(noted: DevelopmentNoted, by: PutRight) -> DevelopmentNoted:
    """A development that a person has brought about: a correction, with who and why.

    Whoever was told the figure before is to hear of it: it is at least a notice.
    """
    why = by.why if len(by.why) <= LONGEST_REASON else f"{by.why[:LONGEST_REASON].rstrip()}..."
    told = f"by {by.who}: {why}"
    return structs.replace(
        noted,
        kind=noted.kind if noted.kind in OWN else "correction",
        severity="notice" if noted.severity == "info" else noted.severity,
        title=noted.title if told in noted.title else f"{noted.title} (corrected {told})",
        corrected_by=by.who,
    )
