"""What the person or the service manager wants: Ctrl-C and SIGTERM stop, SIGHUP rereads.

The handlers stand from the program's start to its end, across rereadings, so that no signal is lost
between two daemons.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from monitor.daemon import Daemon


class Signals:
    """Passes signals on to the daemon that runs; without one, a stop ends the program where it is."""

    def __init__(self) -> None:
        """No daemon runs yet."""
        self._daemon: Daemon | None = None
        self._reread = False

    @contextmanager
    def heard(self) -> Iterator[None]:
        """Hear SIGINT, SIGTERM and SIGHUP. A stop outside `by` raises KeyboardInterrupt."""
        usual = {number: signal.signal(number, self._stop) for number in STOPS}
        usual[signal.SIGHUP] = signal.signal(signal.SIGHUP, self._reload)
        try:
            yield
        finally:
            for number, before in usual.items():
                signal.signal(number, before)

    @contextmanager
    def by(self, daemon: Daemon) -> Iterator[None]:
        """Let this daemon hear them."""
        self._daemon = daemon
        try:
            if self._reread:
                self._reload()
            yield
        finally:
            self._daemon = None

    def _stop(self, number: int = 0, frame: FrameType | None = None) -> None:
        if self._daemon is None:
            raise KeyboardInterrupt
        self._daemon.stop()

    def _reload(self, number: int = 0, frame: FrameType | None = None) -> None:
        self._reread = self._daemon is None  # kept for the daemon that is about to run
        if self._daemon is not None:
            self._daemon.reload()


STOPS = (signal.SIGINT, signal.SIGTERM)
"""Signals that mean the same: end in order."""
