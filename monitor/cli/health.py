"""The health of the sources for people, and whether an answer may be stale or unheard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from monitor.cli.outline import SourceLine
from monitor.views.health import Health
from monitor.views.health import health as health_of
from monitor.wording import many

Row = dict[str, Any]

UNDELIVERED = timedelta(minutes=10)
"""How long an alert may wait: a first failure and its first repetition are over by then."""


def health(
    sources: Iterable[SourceLine],
    known: Mapping[str, Mapping[str, Any]],
    noted: Iterable[Row],
    now: datetime,
) -> list[Health]:
    """Each source once by its last poll (`known`) and the log (`noted`), in the order given."""
    logged = {row["source"]: row for row in noted}
    found = {
        each.id: health_of(each.id, each.address, known.get(each.id), logged.get(each.id), now)
        for each in sources
    }
    return list(found.values())


def last_round(known: Mapping[str, Mapping[str, Any]]) -> str | None:
    """When a source last answered."""
    return max(
        (row["last_success"] for row in known.values() if row.get("last_success")), default=None
    )


def waiting(alerts: Iterable[Row], now: datetime) -> list[Row]:
    """Undelivered alerts that should have been delivered by now."""
    return [
        row
        for row in alerts
        if row["final"]
        or datetime.fromisoformat(max(row["raised"], row["snoozed"] or "")) + UNDELIVERED < now
    ]


def complaints(found: list[Health], overdue: list[Row]) -> list[str]:
    """Why the answers may be stale, or unheard, as sentences; [] when all is well."""
    worse: dict[str, list[str]] = {}
    for each in found:
        if not each.heard:
            worse.setdefault(each.state, []).append(each.id)
    sentences = [f"{state}: {', '.join(names)}" for state, names in sorted(worse.items())]
    return sentences + ([f"{many(len(overdue), 'alert')} not delivered"] if overdue else [])


def counted(found: Sequence[Health]) -> str:
    """`3 sources: 2 answering, 1 blind`."""
    counts: dict[str, int] = {}
    for each in found:
        counts[each.state] = counts.get(each.state, 0) + 1
    parts = ", ".join(f"{count} {state}" for state, count in counts.items())
    return f"{many(len(found), 'source')}: {parts}" if parts else "no source"


def fate(row: Row) -> str:
    """`delivered to terminal`, `failed to desk: no answer`."""
    state = "given up for" if row["state"] == "failed" and row["final"] else _STATES[row["state"]]
    return f"{state} {row['channel']}"


_STATES = {
    "raised": "waiting for",
    "attempted": "sent to",
    "delivered": "delivered to",
    "failed": "not taken by",
    "acknowledged": "acknowledged,",
}
