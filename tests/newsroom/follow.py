"""`python -m tests.newsroom.follow --config DIR --state DIR --clock FILE ...`: the daemon, in a replay.

It is the daemon of `monitor run`, with another clock. It ends with whoever has started it, also when that
process was killed: nobody else moves its story on.
"""

from __future__ import annotations

import argparse
import os
import signal
import threading
from datetime import datetime, timedelta
from pathlib import Path


def end_with_parent() -> None:
    """The parent holds the other end of our standard input, and whatever ends it closes that."""
    while os.read(0, 1):  # not sys.stdin: its lock would be held when the interpreter ends
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> int:
    """Follow until told to stop; the exit code."""
    # here, because the process that reads feeds imports this module again
    from monitor.cli.ending import ended
    from monitor.cli.run import run
    from monitor.errors import MonitorError
    from tests.newsroom.simulated import Replay, SharedClock

    options = argparse.ArgumentParser()
    options.add_argument("--config", type=Path)
    options.add_argument("--state", type=Path)
    options.add_argument("--clock", type=Path)
    options.add_argument("--until", type=datetime.fromisoformat)
    options.add_argument("--step", type=float, help="seconds of the story by which time moves on")
    options.add_argument("--speed", type=float, help="how many times faster at most; 0: as it can")
    options.add_argument("--tick", type=float, help="real seconds between two looks")
    given = options.parse_args()
    threading.Thread(target=end_with_parent, daemon=True).start()
    clock = SharedClock(given.clock)
    replay = Replay(clock, given.until, timedelta(seconds=given.step), speed=given.speed)
    try:
        return run(given.config, given.state, once=False, pace=replay.pace(given.tick))
    except MonitorError as error:
        return ended(error)


if __name__ == "__main__":
    raise SystemExit(main())
