"""`python -m tests.daemon.nights SECONDS --config DIR --state DIR`: the daemon, soon making up for a night."""

import sys
from pathlib import Path

from monitor.cli.ending import ended
from monitor.cli.run import run
from monitor.errors import MonitorError
from monitor.pace import REAL


def main() -> int:
    seconds, _, config, _, state = sys.argv[1:]
    pace = REAL._replace(night=float(seconds))
    try:
        return run(Path(config), Path(state), once=False, pace=pace)
    except MonitorError as error:
        return ended(error)


if __name__ == "__main__":
    raise SystemExit(main())
