"""How a command ends: what went wrong as sentences on stderr, and the exit code."""

from __future__ import annotations

from collections.abc import Callable

from monitor.cli.places import Usage
from monitor.cli.rendering import say
from monitor.errors import ConfigError, MonitorError, NotFound

FAILED = 1
USAGE = 2
NOTHING_FOUND = 3
STALE = 4
WRONG_CONFIGURATION = 78
"""EX_CONFIG of sysexits.h: a service manager does not start it again."""

_CODES: tuple[tuple[type[MonitorError], int], ...] = (
    (ConfigError, WRONG_CONFIGURATION),
    (NotFound, NOTHING_FOUND),
    (Usage, USAGE),
)


class Ended(Exception):  # it is no error
    """A command has said what there is to say, and ends with this exit code."""

    def __init__(self, code: int) -> None:
        """Remember the code."""
        self.code = code
        super().__init__(code)


def ended(error: MonitorError, tell: Callable[[str], None] = say) -> int:
    """Say what went wrong, each problem of a configuration in a line; the exit code for it."""
    for line in str(error).split("\n"):
        tell(line)
    return next((code for kind, code in _CODES if isinstance(error, kind)), FAILED)
