"""Developments: what a person would want to know of the difference between two answers.

A kind says which changes there are (`Kind.changes`); here they become events, with an id made of their
content and of the batch that brought them (a figure can go up, down and up again), and with the time
when it was reported.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from monitor.notices import DevelopmentNoted
from monitor.projections import Kind, View
from monitor.reports import AnyClaim
from monitor.topics import Tracker
from monitor.values import digest

ID_LENGTH = 16
"""Hex digits of a development's id: 64 bits."""


def developments(
    kind: Kind,
    tracker: Tracker,
    before: View | None,
    after: View,
    *,
    claims: Mapping[str, AnyClaim],
    now: datetime,
    backfill: bool,
) -> list[DevelopmentNoted]:
    """The developments between two views of a tracker.

    `claims` are those of the batch: a development is dated by the newest of them behind it, else by
    `now`. With `backfill` they are noted but never alerted.
    """
    found = []
    batch = digest(now.isoformat() if not claims else "", *sorted(claims))
    for change in kind.changes(tracker, before, after):
        mine = [claims[name] for name in change.because if name in claims]
        at = max((claim.reported for claim in mine), default=now)
        found.append(
            DevelopmentNoted(
                development=digest(
                    tracker.id, change.field, change.before, change.after, batch, *change.because
                )[:ID_LENGTH],
                tracker=tracker.id,
                field=change.field,
                before=change.before,
                after=change.after,
                title=change.title,
                severity=change.severity,
                because=change.because,
                backfill=backfill,
                at=at,
                seen=now,
            )
        )
    return found
