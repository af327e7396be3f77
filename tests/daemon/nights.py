"""`python -m tests.daemon.nights SECONDS WHAT --config DIR --state DIR`: the daemon, soon making up for a night.

WHAT is "plain"; with "spoilt", a letter of an event changes on the disk just before the night begins.
"""

import sys
from pathlib import Path

from monitor import daemon
from monitor.cli.ending import ended
from monitor.cli.run import run
from monitor.errors import MonitorError
from monitor.nightly import Nights
from monitor.pace import REAL
from monitor.state import LOG
from tests.eventlog import moved


class Spoilt(Nights):
    """Nights before which the disk forgets."""

    async def _begin(self) -> None:
        moved.spoil(self._state / LOG, 2, b'"site"', b'"sitf"')
        await super()._begin()


def main() -> int:
    seconds, what, _, config, _, state = sys.argv[1:]
    if what == "spoilt":
        setattr(daemon, "Nights", Spoilt)  # noqa: B010  # it is no name for others
    try:
        pace = REAL._replace(night=float(seconds))
        return run(Path(config), Path(state), once=False, pace=pace)
    except MonitorError as error:
        return ended(error)


if __name__ == "__main__":
    raise SystemExit(main())
