"""What had happened by a time, as it is known now: one rule for all kinds.

When a thing was reported and when it happened are two questions. `Standing.until` leaves out what had not
been reported by a time; `Standing.by` leaves out what had not happened by one. Both can be asked at once:
what had been reported by one time of what had happened by another.

A day has passed when it has ended (UTC): of a strike "on 15 November" nobody knows the hour. But nothing is
reported before it happens, so what had been reported by a time had happened by then, whatever its day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, NamedTuple

from monitor.projections import Standing, day_of, stamp
from monitor.reports import AnyClaim


class By(NamedTuple):
    """The time by which things had happened."""

    at: datetime

    @property
    def day(self) -> int:
        """The last day that had ended by then, as an ordinal."""
        whole = self.at.time() == time.max  # the end of a day is its last microsecond
        return self.at.toordinal() - (0 if whole else 1)

    def happened(self, last: int, reported: datetime) -> bool:
        """Whether what lies on a day, or ended on it, had happened, when it was first reported so."""
        return last <= self.day or reported <= self.at

    def maybe(self, first: int) -> bool:
        """Whether what happened on this day at the earliest can have happened by then."""
        return first <= self.at.toordinal()

    def said(self, claim: AnyClaim) -> bool:
        """Whether a claim speaks of then: of its day of publication, for it names no other."""
        return self.happened(day_of(claim).toordinal(), claim.reported)

    def shown(self, later: int, maybe: Iterable[str] = ()) -> dict[str, Any]:
        """How a view tells of the bound: how much was left out, and what may lie on either side."""
        day = date.fromordinal(self.day).isoformat()
        return {"at": stamp(self.at), "day": day, "later": later, "maybe": sorted(maybe)}


def by(standing: Standing) -> By | None:
    """The time by which things shall have happened; None when all are looked at."""
    return None if standing.occurred_by is None else By(standing.occurred_by)


def heard(standing: Standing, claims: Iterable[AnyClaim]) -> dict[str, int]:
    """How many voices and claims a view rests on; without a bound all that stand."""
    if standing.occurred_by is None:
        return {"lineages": len(set(standing.voices.values())), "claims": len(standing.claims)}
    given = tuple(claims)
    voices = {standing.voices.get(claim.lineage, claim.lineage) for claim in given}
    return {"lineages": len(voices), "claims": len(given)}


def bounded(limit: By | None, later: int, maybe: Iterable[str] = ()) -> dict[str, Any]:
    """What a view says of its bound; nothing when it has none."""
    return {} if limit is None else {"occurred_by": limit.shown(later, maybe)}
