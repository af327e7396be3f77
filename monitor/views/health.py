"""Which sources answer, by what feeds.db remembers of each poll and what the log says of it.

Light: only the standard library is imported. A source that does not answer is told apart from one that
was never asked: "nothing happened" is an answer only where somebody looked.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal, NamedTuple

from monitor.text import without_password
from monitor.wording import minute

Row = Mapping[str, Any]
State = Literal["answering", "failing", "blind", "late", "never polled"]
"""failing       the last poll or two have failed: that is no silence yet
blind         it has been recorded that it fails, or that it is gone for good
late          its poll is overdue: nobody polls any more
never polled  nothing is remembered of it at its present address"""
HEARD: frozenset[State] = frozenset(("answering", "failing"))
"""States in which no news is no news."""

QUIET_TIMES = 2
"""Times its usual pause without anything new and a source is quiet: it answers, and may be dead."""
QUIET_AT_LEAST = timedelta(days=2)
"""However busy it is: a weekend is no silence."""
LATE = timedelta(hours=1)
"""How long a poll may be overdue: a restart, a suspended laptop. Then nobody polls any more."""
WAIT_S = 0.5
"""Seconds to wait for a lock; a reader beside a WAL writer meets one only in a recovery."""


class Health(NamedTuple):
    """How a source does."""

    id: str
    state: State
    since: str | None
    """ISO time at which it was found blind."""
    reason: str
    """Why the last poll failed; empty when it did not."""
    last_success: str | None
    next_poll: str | None
    address: str
    failures: int
    """In a row."""
    entries: int
    """How many its last good document held."""
    last_poll: str | None = None
    """When it was asked last, whatever came of it."""
    last_news: str | None = None
    """When it brought something new last."""
    quiet: bool = False
    """It answers, and has brought nothing new for much longer than it uses to."""
    polls: Mapping[str, int] = {}
    """How often which outcome, since its address is what it is."""
    news: int = 0
    """Entries that it has brought, ever."""

    @property
    def heard(self) -> bool:
        """True when what it tells is known here; one failure changes nothing in that."""
        return self.state in HEARD


def remembered(feeds: Path) -> dict[str, Row]:
    """What is remembered of each source after its last poll; nothing when there is no file."""
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


def health(name: str, address: str, known: Row | None, logged: Row | None, now: datetime) -> Health:
    """A source with its configured address by its last poll (`known`) and the log (`logged`)."""
    if known is not None and known.get("configured") != address:
        known, logged = {}, None  # what was known is of the address before
    down = logged is not None and logged["state"] != "answering"
    poll = known or {}
    state: State = _state(poll, now)
    if known is None and down:  # the memory is lost, the log is not
        state = "blind"
    blind = logged if logged and down and state == "blind" else {}
    return Health(
        id=name,
        state=state,
        since=blind.get("since"),
        reason=poll.get("last_error") or blind.get("detail") or _why(state, poll),
        last_success=poll.get("last_success"),
        next_poll=poll.get("next_due"),
        address=without_password(poll.get("address") or address),
        failures=poll.get("failures", 0),
        entries=poll.get("entries", 0),
        last_poll=poll.get("polled"),
        last_news=poll.get("last_news"),
        quiet=_quiet(poll, now),
        polls=poll.get("polls", {}),
        news=poll.get("news", 0),
    )


def _why(state: State, poll: Row) -> str:
    """The reason of a state that no failure has brought about."""
    if state == "late":
        return f"not asked, though it was due {minute(poll['next_due'])}"
    return "not asked yet at this address" if state == "never polled" else ""


def _quiet(poll: Row, now: datetime) -> bool:
    """By its own rhythm: what one source uses to bring in an hour another brings in a month."""
    last, pause = poll.get("last_news"), timedelta(seconds=poll.get("pause", 0))
    if not (last and pause):
        return False
    return now - datetime.fromisoformat(last) > max(QUIET_TIMES * pause, QUIET_AT_LEAST)


def _state(poll: Row, now: datetime) -> State:
    """The worst that holds."""
    if poll.get("gone"):
        return "blind"
    due = poll.get("next_due")
    if due and datetime.fromisoformat(due) + LATE < now:
        return "late"
    if poll.get("announced"):
        return "blind"
    if poll.get("failures"):
        return "failing"
    return "answering" if poll.get("last_success") else "never polled"
