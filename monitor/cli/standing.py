"""Whether the daemon runs and moves, seen from outside: by its lock, and by what it touches at a tick."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, NamedTuple

from monitor.cli.lock import holder
from monitor.cli.times import ago, duration, iso, minute
from monitor.heartbeat import pulse
from monitor.state import LOCK

State = Literal["running", "hanging", "busy", "not running"]
"""busy   somebody works on the state folder without a tick: a start, a round, an import, a rebuild"""
BUSY = timedelta(minutes=5)
"""How long that may be: a log of a million events is read in a minute."""


class Daemon(NamedTuple):
    """How it stands at a moment."""

    state: State
    process: int | None
    """Who works on the state folder; 0: it does not say; None: nobody."""
    started: datetime | None
    last_tick: datetime | None
    since: datetime | None
    """When the state folder was taken; None when nobody has it."""
    held: bool = False
    """It can record nothing."""

    def complaint(self, now: datetime) -> str:
        """Why nobody polls, as a sentence; empty when somebody does."""
        if self.state == "not running":
            return "the daemon is not running: nobody polls"
        if self.state == "hanging" and self.last_tick is not None:
            return f"process {self.process} hangs: no tick for {duration(now - self.last_tick)}"
        if self.state == "busy" and self.since is not None and now - self.since > BUSY:
            held = duration(now - self.since)
            return f"process {self.process} has worked on the state for {held} without a tick"
        if self.held:
            return f"process {self.process} can record nothing: no room, no right? It polls nothing"
        return ""

    def told(self, now: datetime) -> str:
        """For a person."""
        tick = ago(iso(self.last_tick), now) if self.last_tick else ""
        if self.state == "not running":
            last = f"; last tick {minute(iso(self.last_tick))} (UTC)" if self.last_tick else ""
            return f"not running{last}"
        if self.state == "running" and not self.held:
            since = f" since {minute(iso(self.started))} (UTC)" if self.started else ""
            return f"running{since}, process {self.process}, last tick {tick}"
        works = f"process {self.process} works on the state: a start, a round, an import, a rebuild"
        return self.complaint(now) or works

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "running": self.process is not None,
            "pid": self.process or None,
            "state": self.state,
            "started": iso(self.started) if self.started else None,
            "last_tick": iso(self.last_tick) if self.last_tick else None,
            "held": self.held,
        }


def daemon(state: Path, now: datetime) -> Daemon:
    """Look. The lock says who is there, the heartbeat whether it is the daemon, and moves."""
    beat, process = pulse(state), holder(state)
    tick = beat.tick if beat else None
    if process is None:
        return Daemon("not running", None, None, tick, None)
    since = datetime.fromtimestamp((state / LOCK).stat().st_mtime, UTC)
    if beat is None or process not in {beat.process, 0}:
        return Daemon("busy", process, None, None, since)
    return Daemon(
        "hanging" if beat.hangs(now) else "running",
        process,
        beat.started,
        beat.tick,
        since,
        beat.held,
    )
