"""Whether the daemon moves: a file that it touches while it ticks. Light: a query imports this.

state/alive   {"process": 4711, "started": "2025-11-15T12:00:00+00:00"}; changed last: at its last tick;
              write-protected while the daemon can record nothing (that takes no room on a full disk)

The time is that of the file system, so it is the world's also where the daemon follows a replay.
"""

from __future__ import annotations

import json
import os
import stat
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from monitor.state import ALIVE

TOUCH_S = 10.0
"""Seconds between two touches: a tick a second need not wake a disk each time."""
PLAIN, PROTECTED = 0o644, 0o444
"""Modes of the file."""
HUNG = timedelta(seconds=60)
"""Without a touch for so long it hangs: its longest work in one piece takes seconds."""
STALL_S = 15.0
"""Seconds between two ticks that are told: something has held up everything, polls and alerts too."""


class Pulse(NamedTuple):
    """What the file says."""

    process: int
    started: datetime
    tick: datetime
    """When it was touched last."""
    held: bool = False
    """The daemon can record nothing, and asks and sends nothing."""

    def hangs(self, now: datetime) -> bool:
        """True when it has not ticked for too long."""
        return now - self.tick > HUNG


class Heartbeat:
    """Touches the file; one that cannot be written stops nothing."""

    def __init__(
        self, state: Path, started: datetime, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`clock` counts seconds, and stands still while the machine sleeps."""
        self._path = state / ALIVE
        self._told = {"process": os.getpid(), "started": started.isoformat()}
        self._clock = clock
        self._last: float | None = None
        self._touched: float | None = None
        self._held = False

    def beat(self, *, held: bool = False) -> None:
        """One more tick, in which the log has answered; `held`: nothing can be recorded."""
        now = self._clock()
        if self._last is not None and now - self._last > STALL_S:
            self._tell(round(now - self._last))
        self._last = now
        if self._touched is None or held != self._held or now - self._touched >= TOUCH_S:
            with suppress(OSError):  # no room, no right: the log says so at its next event
                self._touch()
                self._touched = now
                self._path.chmod(PROTECTED if held else PLAIN)
                self._held = held

    def _tell(self, seconds: int) -> None:
        import logging  # a query needs none of it

        log = logging.getLogger(__name__)
        log.warning("no tick for %s s: something has held up the whole service", seconds)

    def _touch(self) -> None:
        """The first time, and when it has been taken away, with its content."""
        try:
            if self._touched is not None:
                os.utime(self._path)
                return
        except FileNotFoundError:
            pass
        self._path.write_text(f"{json.dumps(self._told)}\n", "ascii")


def forget(state: Path) -> None:
    """Take away what a daemon before has left: in a container the next one has the same process id."""
    with suppress(OSError):
        (state / ALIVE).unlink()


def pulse(state: Path) -> Pulse | None:
    """What the last daemon has left in the file; None when there is nothing to be read."""
    path = state / ALIVE
    try:
        told = json.loads(path.read_bytes())
        seen = path.stat()
        tick, held = datetime.fromtimestamp(seen.st_mtime, UTC), not seen.st_mode & stat.S_IWUSR
        return Pulse(int(told["process"]), datetime.fromisoformat(told["started"]), tick, held)
    except (OSError, ValueError, TypeError, KeyError):
        return None
