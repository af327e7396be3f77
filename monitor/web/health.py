"""For machines: is it alive, is it ready, how does it stand. `metrics` has the figures over time."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from monitor import __version__
from monitor.heartbeat import Pulse, pulse
from monitor.state import LOG, VIEWS, room
from monitor.topics import Topic
from monitor.upkeep import Upkeep, recall
from monitor.views.calls import model
from monitor.views.reading import Reading, Row, Unreadable, log_position
from monitor.views.sending import Held, channels, held
from monitor.web.outlook import Outlook, outlook, silent

LONG = frozenset(
    {"because", "set_aside", "incidents", "reported", "series", "statements", "episodes"}
)
"""Parts of an answer that `status.json` leaves to the tracker's own address."""
PENDING = frozenset({"raised", "attempted", "failed"})
"""States of an alert that nobody has got yet."""
FAR_BEHIND = 1_000
"""Events that the tables may lack and the answers still be of use: a first round brings some hundred."""


class Standing(NamedTuple):
    """Everything that is told of at this moment."""

    topics: tuple[Topic, ...]
    answers: Mapping[str, Mapping[str, Row]]
    """By topic and tracker."""
    counts: Mapping[str, Mapping[str, int]]
    sources: tuple[Outlook, ...]
    alerts: tuple[Row, ...]
    position: int
    """Of the last event in the tables ..."""
    log_position: int
    """... and in the log ..."""
    log_bytes: int = 0
    """... which takes so much room."""
    marks: Mapping[str, Row | None] = MappingProxyType({})
    """By topic: its last event in the tables, by number and hash."""
    model: Row | None = None
    """How the language model does; None when none was ever asked."""
    channels: tuple[Row, ...] = ()
    held: Held = Held(0, None, {})
    upkeep: Upkeep = Upkeep()
    """When the log was checked and backed up."""

    @property
    def lag(self) -> int:
        """Events that the tables do not hold yet."""
        return max(0, self.log_position - self.position)


def standing(
    reading: Reading, state_dir: Path, topics: tuple[Topic, ...], now: datetime
) -> Standing:
    """Read it. Raises Unreadable."""
    head = reading.head()
    return Standing(
        topics=topics,
        answers={topic.id: reading.answers(topic.id) for topic in topics},
        counts={topic.id: reading.counts(topic.id) for topic in topics},
        sources=tuple(outlook(reading, state_dir, topics, now)),
        alerts=tuple(reading.alerts()),
        position=head.position if head else 0,
        log_position=log_position(state_dir / LOG),
        log_bytes=room(state_dir / LOG),
        marks={topic.id: reading.mark(topic.id) for topic in topics},
        model=model(reading),
        channels=tuple(channels(reading)),
        held=held(reading),
        upkeep=recall(state_dir),
    )


def waiting(alert: Row) -> bool:
    """True when it has not been delivered and will still be tried."""
    return alert["state"] in PENDING and not alert["final"]


# --- ready -----------------------------------------------------------------------------------------


class Readiness(NamedTuple):
    """Whether the daemon does its work, and what its answers are worth."""

    reasons: tuple[str, ...]
    """Why not; () when it does."""
    pulse: Pulse | None
    lag: int | None
    """Events that the tables do not hold yet; None when they, or the log, cannot be read."""


def readiness(state_dir: Path, now: datetime) -> Readiness:
    """It is ready when it ticks, and when log and tables can be read and are not far apart."""
    beat = own_pulse(state_dir)
    reasons = []
    if beat is None:
        reasons.append("the daemon has not begun to tick yet")
    elif beat.hangs(now):
        stuck = round((now - beat.tick).total_seconds())
        reasons.append(f"the daemon hangs: no tick for {stuck} s")
    elif beat.held:
        reasons.append("the daemon can record nothing: it asks and sends nothing")
    lag = None
    file = VIEWS
    try:
        with Reading.open(state_dir / file) as reading:
            seen = reading.position()  # before the log, which is written first
        file = LOG
        lag = max(0, log_position(state_dir / file) - seen)
    except Unreadable as error:
        reasons.append(f"{file} cannot be read: {error.why}")
    if lag is not None and lag > FAR_BEHIND:
        reasons.append(f"the tables are {lag:,} events behind the log")
    return Readiness(tuple(reasons), beat, lag)


def own_pulse(state_dir: Path) -> Pulse | None:
    """That of the daemon in whose process the page is served; None before its first tick."""
    found = pulse(state_dir)
    return found if found is not None and found.process == os.getpid() else None


def ready(found: Readiness) -> bytes:
    """It as JSON."""
    tick = found.pulse.tick.isoformat(timespec="seconds") if found.pulse else None
    return dumped(
        {
            "ready": not found.reasons,
            "reasons": found.reasons,
            "last_tick": tick and tick.replace("+00:00", "Z"),
            "lag_events": found.lag,
        }
    )


# --- status.json -----------------------------------------------------------------------------------


def status(now: Standing) -> bytes:
    """Every tracker in short, the sources, the alerts that wait."""
    shown = {
        "version": __version__,
        "position": now.position,
        "lag_events": now.lag,
        "topics": [_topic(now, topic) for topic in now.topics],
        "sources": {
            "configured": len(now.sources),
            "answering": sum(each.health.heard for each in now.sources),
            "silent": [
                {
                    "id": each.source.id,
                    "state": each.health.state,
                    "since": each.health.since,
                    "why": each.health.reason,
                }
                for each in silent(now.sources)
            ],
        },
        "alerts": {
            "undelivered": sum(map(waiting, now.alerts)),
            "given_up": given_up(now.alerts),
            "held": now.held.waiting,
        },
        "channels": now.channels,
        "model": now.model,
        "upkeep": _upkeep(now.upkeep),
    }
    return dumped(shown)


def _upkeep(found: Upkeep) -> dict[str, Any]:
    """Without the reasons, which name folders of this machine."""
    return {
        "verified": found.verify.good,
        "verify_failures": found.verify.failures,
        "backed_up": found.backup.good,
        "backup_failures": found.backup.failures,
        "damaged_backups": len(found.damaged),
    }


def _topic(now: Standing, topic: Topic) -> dict[str, Any]:
    answers = now.answers[topic.id]
    return {
        "id": topic.id,
        "title": topic.title,
        **now.counts[topic.id],
        "log": now.marks.get(topic.id),
        "trackers": [
            {name: value for name, value in answers[each.id].items() if name not in LONG}
            for each in topic.trackers
            if each.id in answers
        ],
    }


def given_up(alerts: Iterable[Row]) -> int:
    """How many were tried until there was no sense in it, and have been acknowledged by nobody."""
    return sum(alert["state"] == "failed" and alert["final"] for alert in alerts)


def dumped(value: object) -> bytes:
    """JSON in ASCII: nothing in it that a terminal would obey."""
    return f"{json.dumps(value, indent=1)}\n".encode()
