"""What a service manager wants to hear (sd_notify(3)); nothing happens without one.

The clock here is the system's monotonic one: the manager measures with it, whatever the daemon's own says.
"""

from __future__ import annotations

import logging
import os
import socket
import time
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from monitor.text import printable

SEND_S = 1.0
"""Seconds that a manager may keep us waiting at a turn: one that reads nothing must not stop the daemon."""
FEEDINGS = 3
"""Signs of life in the manager's interval: one may be late, and one may get lost."""
PATIENCE_S = 300
"""Seconds for one piece of the work before READY; one that takes longer is taken for stuck."""
SIGN_S = 1.0
"""Seconds between two signs of long work."""
PIECE = 500
"""Events of the log, a few milliseconds, between two looks at the clock."""

log = logging.getLogger(__name__)
T = TypeVar("T")


def tell(*states: str, wait: float = SEND_S) -> bool:
    """Send states ("READY=1", "STOPPING=1") to the service manager; False when they do not arrive.

    What is said again and again need not wait: another one follows.
    """
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return False
    if address.startswith("@"):
        address = f"\0{address[1:]}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as link:
        link.settimeout(wait)
        try:
            link.connect(address)
            link.sendall("\n".join(states).encode())
        except OSError:
            return False
    return True


def reloading() -> bool:
    """The configuration is being read again; READY=1 must follow, whatever comes of it."""
    return tell("RELOADING=1", f"MONOTONIC_USEC={time.monotonic_ns() // 1_000}")


class Signs:
    """Of a daemon at work: that it is ready, and signs of life as often as the manager wants them."""

    def __init__(self, tick: float, environ: Mapping[str, str] | None = None) -> None:
        """`tick`: seconds between two calls of `feed`."""
        self._status = ""
        self._ails = False
        self._fed = float("-inf")
        wanted = interval(os.environ if environ is None else environ)
        self._pause = wanted / FEEDINGS
        if 0 < self._pause < tick:
            log.warning(
                "the service manager wants a sign of life within %g s, and there is one in %g s: "
                "it may end this for nothing; set WatchdogSec to %g s or more",
                wanted,
                tick,
                tick * FEEDINGS,
            )

    def ready(self, status: str) -> None:
        """It polls, or polls again with a new configuration."""
        self._status = printable(status)
        tell("READY=1", f"STATUS={self._status}")

    def feed(self) -> None:
        """Give a sign of life when one is due (sd_watchdog_enabled(3)). Call it where the log has answered."""
        now = time.monotonic()
        if self._pause and now - self._fed >= self._pause:
            self._fed = now
            tell("WATCHDOG=1", wait=0)

    def ails(self, why: str) -> None:
        """It cannot work at the moment."""
        self._ails = True
        tell(f"STATUS={printable(why)}", wait=0)

    def well(self) -> None:
        """It works again, if it did not."""
        if self._ails:
            self._ails = False
            tell(f"STATUS={self._status}")


def interval(environ: Mapping[str, str]) -> float:
    """Seconds within which the manager wants a sign of life from this process; 0: it wants none."""
    usec, pid = environ.get("WATCHDOG_USEC", ""), environ.get("WATCHDOG_PID", "")
    ours = pid in {"", str(os.getpid())}
    return int(usec) / 1e6 if ours and usec.isascii() and usec.isdigit() else 0.0


class Busy:
    """Long work before READY: as long as it goes on, the manager is asked to wait.

    A first start reads an archive, a later one the whole log; both may outlast the time for a start,
    and after a reload also that of the watchdog.
    """

    def __init__(self, what: str) -> None:
        """`what` is done: a few words for the manager's status."""
        self._what = what
        self._told = float("-inf")
        self.sign()

    def sign(self, _done: int = 0) -> None:
        """Call it before each piece; most of the calls do nothing."""
        now = time.monotonic()
        if now - self._told >= SIGN_S:
            self._told = now
            patience = f"EXTEND_TIMEOUT_USEC={PATIENCE_S * 1_000_000}"
            tell(patience, "WATCHDOG=1", f"STATUS={self._what}", wait=0)

    def through(self, pieces: Iterable[T]) -> Iterator[T]:
        """The pieces as they come, with a sign now and then."""
        for number, piece in enumerate(pieces):
            if number % PIECE == 0:
                self.sign()
            yield piece
