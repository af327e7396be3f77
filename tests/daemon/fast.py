"""`python -m tests.daemon.fast SPEED run ...`: the program with a clock that runs faster."""

import sys
from datetime import datetime

from monitor import daemon
from monitor.cli import main

START = daemon.clock()


def faster(speed: int) -> None:
    real = daemon.clock

    def clock() -> datetime:
        return START + (real() - START) * speed

    daemon.clock = clock


if __name__ == "__main__":
    faster(int(sys.argv.pop(1)))
    main()
