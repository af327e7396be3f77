"""`python -m tests.daemon.jumping FILE --config DIR --state DIR`: the daemon with a clock that can be set.

FILE holds by how many seconds it is ahead of the real one.
"""

import argparse
from datetime import datetime, timedelta
from pathlib import Path

from monitor.cli.run import run
from monitor.pace import REAL


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("file", type=Path)
    options.add_argument("--config", type=Path)
    options.add_argument("--state", type=Path)
    given = options.parse_args()

    def clock() -> datetime:
        return REAL.clock() + timedelta(seconds=float(given.file.read_text() or 0))

    return run(given.config, given.state, once=False, pace=REAL._replace(clock=clock))


if __name__ == "__main__":
    raise SystemExit(main())
