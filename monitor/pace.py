"""How time passes for the daemon: the clock that it reads, and how long it rests in between.

There is one real pace. A replay has another: the same daemon follows a past story with a clock of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

from monitor.sources.schedule import HOST_PAUSE

Clock = Callable[[], datetime]
"""The time, in UTC."""
TICK_S = 1.0
"""Seconds between two looks at the heap of due times; nothing is polled more often than minutes."""

NIGHT_S = 30.0
"""Seconds after a start: the first polls go before it."""


def clock() -> datetime:
    """The time, in UTC: the only place where the daemon reads a clock."""
    return datetime.now(UTC)


STARTED = clock()
"""When this program was started, to within its first imports."""


def stays() -> None:
    """The real clock goes on by itself."""


class Pace(NamedTuple):
    """The clock, and the rests in seconds of the real world."""

    clock: Clock = clock
    tick: float = TICK_S
    """Between two looks at what is due."""
    host_pause: float = HOST_PAUSE
    """Between two requests to one host."""
    idle: Callable[[], None] = stays
    """Heard after each look that has found nothing due while nothing was under way. The clock of a replay
    moves on then and at no other time: what a poll takes in the real world costs none of the story's."""
    night: float | None = None
    """Until a night's work that was missed is made up for; None: there is none, a replay is thrown away."""


REAL = Pace(night=NIGHT_S)
