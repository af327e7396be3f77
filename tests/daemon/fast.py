"""`python -m tests.daemon.fast SPEED run ...`: the program with a clock that runs faster.

The tick and the pause between two requests to a host shrink with it; the time for a poll does not.
"""

import sys
from datetime import datetime

from monitor import daemon
from monitor.cli import main
from monitor.sources.round import HOST_PAUSE, Round

START = daemon.clock()


def faster(speed: int) -> None:
    real = daemon.clock

    def clock() -> datetime:
        return START + (real() - START) * speed

    daemon.clock = clock
    daemon.TICK_S = max(daemon.TICK_S / speed, 0.05)
    defaults = Round.__init__.__kwdefaults__
    assert defaults is not None
    defaults["pause"] = HOST_PAUSE / speed


if __name__ == "__main__":
    faster(int(sys.argv.pop(1)))
    main()
