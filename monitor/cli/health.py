"""Which sources answer, from what feeds.db and views.db hold; and whether all this is stale.

A source that does not answer is told apart from one that was never asked: "nothing happened" is an
answer only where somebody looked.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal, NamedTuple

from monitor.cli.outline import SourceLine
from monitor.wording import many

Row = dict[str, Any]
State = Literal["answering", "failing", "blind", "gone", "late", "never polled"]

LATE = timedelta(hours=1)
"""How long a poll may be overdue: a restart, a suspended laptop. Then nobody polls any more."""
UNDELIVERED = timedelta(minutes=10)
"""How long an alert may wait: a first failure and its first repetition are over by then."""
WAIT_S = 0.5
"""Seconds to wait for a lock; a reader beside a WAL writer meets one only in a recovery."""


class Health(NamedTuple):
    """How a source does."""

    id: str
    state: State
    since: str | None
    """When it was found blind or gone."""
    reason: str
    """Why the last poll failed; empty when it did not."""
    last_success: str | None
    next_poll: str | None
    address: str

    @property
    def stale(self) -> bool:
        """True when nothing is to be heard from it now; one failure is none."""
        return self.state not in {"answering", "failing"}


def states(feeds: Path) -> dict[str, Row]:
    """What was remembered of each source after its last poll; nothing when there is no file."""
    if not feeds.exists():
        return {}
    try:
        connection = sqlite3.connect(
            f"{feeds.resolve().as_uri()}?mode=ro", uri=True, timeout=WAIT_S
        )
        try:
            rows = connection.execute("select id, state from sources").fetchall()
        finally:
            connection.close()
        return {name: json.loads(state) for name, state in rows}
    except (sqlite3.Error, ValueError):  # a memory that may be deleted at any time
        return {}


def health(
    sources: Iterable[SourceLine], known: dict[str, Row], noted: Iterable[Row], now: datetime
) -> list[Health]:
    """Each source by its last poll (`known`) and the log (`noted`), in the order given."""
    logged = {row["source"]: row for row in noted}
    found = {
        each.id: _health(each, known.get(each.id), logged.get(each.id), now) for each in sources
    }
    return list(found.values())


def _health(source: SourceLine, known: Row | None, logged: Row | None, now: datetime) -> Health:
    if known is None or known.get("configured") != source.address:
        known = {}
    down = logged is not None and logged["state"] != "answering"
    state: State = _state(known, now)
    return Health(
        id=source.id,
        state=state,
        since=logged["since"] if logged and down and state in {"blind", "gone"} else None,
        reason=known.get("last_error", ""),
        last_success=known.get("last_success"),
        next_poll=known.get("next_due"),
        address=known.get("address") or source.address,
    )


def _state(known: Row, now: datetime) -> State:
    """The worst that holds."""
    if not known:
        return "never polled"
    if known.get("gone"):
        return "gone"
    due = known.get("next_due")
    if due and datetime.fromisoformat(due) + LATE < now:
        return "late"
    if known.get("announced"):
        return "blind"
    return "failing" if known.get("failures") else "answering"


def last_round(known: dict[str, Row]) -> str | None:
    """When a source last answered."""
    return max(
        (row["last_success"] for row in known.values() if row.get("last_success")), default=None
    )


def waiting(alerts: Iterable[Row], now: datetime) -> list[Row]:
    """Undelivered alerts that should have been delivered by now."""
    return [
        row
        for row in alerts
        if row["final"] or datetime.fromisoformat(row["raised"]) + UNDELIVERED < now
    ]


def complaints(found: list[Health], overdue: list[Row]) -> list[str]:
    """Why the answers may be stale, or unheard, as sentences; [] when all is well."""
    worse: dict[str, list[str]] = {}
    for each in found:
        if each.stale:
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
