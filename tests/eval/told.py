"""Claims that were written down by hand, without texts: facts of reports, to measure the projection alone.

One JSON object a line: `id`, `src` (outlet), `wire` (agency or ""), `pub` (day of publication), `kind` (`inc`,
`cum` or `presumed`), `k` ([least, most] killed, most null when open), `ed` (day of the incident, or [from, to]),
`ord`, `place`, `s` (survivors), `n` (strikes) and `v` (vessels) of an incident; `strikes`, `vessels`,
`prior`, `as_of`, `incl_presumed` of a total; `group` (one text in several places), `status` ("ambiguous"), and
`incident_ref`, the day of the strike that is meant (with a letter where a day has several).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
from msgspec import Struct

from monitor.reports import AnyClaim, IncidentAdjusted, IncidentReported, TotalReported
from monitor.values import Count, Quote, Window

Bounds = tuple[int, int | None]
NOTHING: Bounds = (0, None)
"""How a file writes that no toll is told."""


class ClaimRow(Struct, frozen=True):
    """One claim of one outlet."""

    id: str
    src: str
    pub: date
    kind: str
    k: Bounds
    wire: str = ""
    ed: date | tuple[date, date] | None = None
    ord: int | None = None
    place: str | None = None
    s: Bounds | None = None
    n: int | None = None
    v: int | None = None
    strikes: Bounds | None = None
    vessels: Bounds | None = None
    prior: bool = False
    as_of: date | None = None
    incl_presumed: int = 0
    group: str = ""
    status: str = ""
    incident_ref: str | None = None

    @property
    def counts(self) -> dict[str, Count]:
        """By the measures of the default topic's tally."""
        killed = "presumed_dead" if self.kind == "presumed" else "killed"
        bounds: dict[str, Bounds | None] = {
            killed: self.k if self.k != NOTHING else None,
            "survivors": self.s,
            "strikes": self.strikes or (self.n and (self.n, self.n)) or None,
            "vessels": self.vessels or (self.v and (self.v, self.v)) or None,
        }
        return {name: Count(*each, (f"{each[0]}",)) for name, each in bounds.items() if each}

    @property
    def occurred(self) -> Window | None:
        """The day, or the days from one to another, which a text gave by a weekday or not at all."""
        if self.ed is None:
            return None
        if isinstance(self.ed, date):
            return Window(self.ed, self.ed, "explicit")
        return Window(*self.ed, "weekday")


def rows(lines: Sequence[dict[str, Any]]) -> list[ClaimRow]:
    """The lines of a file; keys that are not known here are passed over."""
    return [msgspec.convert(line, ClaimRow) for line in lines]


def claims(told: Sequence[ClaimRow], tracker: str) -> Iterator[tuple[ClaimRow, AnyClaim]]:
    """Each row with the claim that a reader would have made of its text."""
    for row in told:
        yield row, _claim(row, tracker)


def _claim(row: ClaimRow, tracker: str) -> AnyClaim:
    text = " ".join(word for count in row.counts.values() for word in count.words) or "a strike"
    at = datetime.combine(row.pub, datetime.min.time(), UTC) + timedelta(hours=12)
    given: dict[str, Any] = {
        "tracker": tracker,
        "story": row.id,
        "lineage": row.group or row.id,
        "wire": row.wire or None,
        "url": f"https://{row.id}.example/",
        "site": row.src,
        "quote": Quote("text", 0, len(text), text),
        "rule": "told",
        "pack": "told/1",
        "assertion": "possible" if row.status == "ambiguous" else "asserted",
        "published": at,
        "day": row.pub,
        "seen": at,
        "counts": row.counts,
    }
    if row.kind == "inc":
        return IncidentReported(**given, occurred=row.occurred, place=row.place, ordinal=row.ord)
    if row.kind == "presumed":
        return IncidentAdjusted(**given, occurred=row.occurred)
    presumed = True if row.incl_presumed else None
    return TotalReported(**given, as_of=row.as_of, prior=row.prior, presumed=presumed)
