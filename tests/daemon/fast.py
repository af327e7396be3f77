"""`python -m tests.daemon.fast SPEED --config DIR --state DIR [--once]`: the daemon with a faster clock.

The tick and the pause between two requests to a host shrink with it; the time for a poll does not.
"""

import argparse
from datetime import datetime
from pathlib import Path

from monitor.cli.ending import ended
from monitor.cli.run import run
from monitor.errors import MonitorError
from monitor.pace import REAL, Pace

START = REAL.clock()
SHORTEST_TICK_S = 0.05


def faster(speed: int) -> Pace:
    """A clock that started now and runs so many times faster."""

    def clock() -> datetime:
        return START + (REAL.clock() - START) * speed

    return Pace(clock, max(REAL.tick / speed, SHORTEST_TICK_S), REAL.host_pause / speed)


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("speed", type=int)
    options.add_argument("word", choices=["run"])
    options.add_argument("--once", action="store_true")
    options.add_argument("--config", type=Path)
    options.add_argument("--state", type=Path)
    given = options.parse_args()
    try:
        return run(given.config, given.state, once=given.once, pace=faster(given.speed))
    except MonitorError as error:
        return ended(error)


if __name__ == "__main__":
    raise SystemExit(main())
