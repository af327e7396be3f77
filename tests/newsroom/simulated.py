"""Simulated time: it is kept in a small file, which one process moves and all others read.

The daemon of a replay moves it, a step at a time, and only when it has nothing to do: every poll is made
at its own time, however long it takes, and a slow machine gives the same run as a fast one. A clock that
just runs faster would pass over whole intervals while a document is being read. The file outlives a
process that is killed, so that the next one goes on from there.
"""

from __future__ import annotations

import mmap
import struct
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.pace import Pace

WORD = struct.Struct("@q")
"""The machine's own eight bytes are written at once: a reader never sees half of a time."""
END = WORD.size
"""Where it stands that the end has been reached. Before it: the time in seconds."""


class SharedClock:
    """The time in a file, in whole seconds."""

    def __init__(self, path: Path, start: datetime | None = None) -> None:
        """Open the file; with `start` it is made, unless it is there already."""
        self.path = path
        if start is not None and not path.exists():
            path.write_bytes(WORD.pack(int(start.timestamp())) + WORD.pack(0))
        with path.open("r+b") as file:
            self._memory = mmap.mmap(file.fileno(), 2 * WORD.size)

    def __call__(self) -> datetime:
        """What time it is in the story."""
        return datetime.fromtimestamp(WORD.unpack_from(self._memory)[0], UTC)

    def move(self, now: datetime) -> None:
        """Let it be this time."""
        WORD.pack_into(self._memory, 0, int(now.timestamp()))

    @property
    def ended(self) -> bool:
        """The end of the story has been reached, and all that was due by then has been done."""
        return bool(WORD.unpack_from(self._memory, END)[0])

    def end(self) -> None:
        """Say so."""
        WORD.pack_into(self._memory, END, 1)


class Replay:
    """Moves the clock by a step whenever the daemon has nothing to do, up to an end."""

    def __init__(
        self,
        clock: SharedClock,
        until: datetime,
        step: timedelta,
        *,
        speed: float = 0.0,
        real: Callable[[], float] = time.monotonic,
    ) -> None:
        """`speed` is how many times faster than `real`, in seconds, it may go at most; 0: as it can."""
        self._clock = clock
        self._until = until
        self._step = step
        self._speed = speed
        self._real = real
        self._start, self._begun = clock(), real()

    def idle(self) -> None:
        """Move on, if it is time."""
        now = self._clock()
        if now >= self._until:
            self._clock.end()
            return
        gone = (self._real() - self._begun) * self._speed
        if not self._speed or (now - self._start).total_seconds() <= gone:
            self._clock.move(min(now + self._step, self._until))

    def pace(self, tick: float) -> Pace:
        """What the daemon is started with; `tick` is in real seconds."""
        return Pace(self._clock, tick, 0.0, self.idle)
