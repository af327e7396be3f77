"""The state folder opened for the one program that writes it: lock, log, views, pipeline.

state/lock      held by whoever writes; a second one is refused
state/log.db    the truth
state/views.db  made from the log, made anew when it is missing or damaged
"""

from __future__ import annotations

import fcntl
import logging
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.config import Configuration
from monitor.config.settings import Settings
from monitor.errors import AlreadyRunning, StateError
from monitor.eventlog.sqlite import SqliteLog, open_writer
from monitor.eventlog.verify import Checked
from monitor.events import Recorded
from monitor.notify import Busy
from monitor.pipeline import Pipeline
from monitor.state import FEEDS, LOCK, LOG, VIEWS
from monitor.views.reading import missing
from monitor.views.rebuild import open_or_rebuild

if TYPE_CHECKING:
    from monitor.sources.client import PoliteClient

__all__ = ["FEEDS", "LOCK", "LOG", "VIEWS", "locked", "opened", "polite"]

PAUSES_S = (0.02, 0.05, 0.1)
"""Seconds between tries to take the lock: a query holds it for less than a millisecond."""


log = logging.getLogger(__name__)


@contextmanager
def locked(state: Path) -> Iterator[None]:
    """Hold the state folder; it is made when it is not there. Raises AlreadyRunning, StateError."""
    path = state / LOCK
    try:
        state.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise StateError(
            f"{path} cannot be written: {error.strerror}; is the folder yours?"
        ) from error
    try:
        if not _taken(descriptor):
            other = os.read(descriptor, 32).decode("ascii", "replace").strip() or "unknown"
            raise AlreadyRunning(
                f"another monitor (process {other}) works on {state}; stop it first, "
                "or use another --state folder"
            )
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
        os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _taken(descriptor: int) -> bool:
    """Take the lock; a query looks at it for a moment, so one that is held is tried again."""
    for pause in (*PAUSES_S, None):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if pause is None:
                return False
            time.sleep(pause)
        else:
            return True
    return False


class _Told:
    """A log whose reading is told to the service manager: a long one outlasts the time for a start."""

    def __init__(self, log: Checked, busy: Busy) -> None:
        self._log, self._busy = log, busy

    def at(self, positions: Iterable[int]) -> Iterator[Recorded]:
        """Those at these positions, which have been read before."""
        return self._log.at(positions)

    def read(self) -> Iterator[Recorded]:
        return self._busy.through(self._log.read())


def polite(settings: Settings) -> PoliteClient:
    """The client of sources as it is configured."""
    from monitor.net import tls  # only for who polls: both take their time
    from monitor.sources.client import Limits, PoliteClient

    return PoliteClient(
        tls=tls.context(),
        contact=settings.contact,
        allow_private=settings.allow_private,
        limits=Limits(deadline=settings.deadline, connections=settings.concurrency),
    )


@contextmanager
def opened(configuration: Configuration) -> Iterator[tuple[SqliteLog, Pipeline]]:
    """Log and pipeline over the state folder, which must be held. Raises LogError, StateError.

    Every event is checked. That events are missing from the end of the log is told, once.
    """
    state = configuration.settings.state_dir
    followed = [topic for topic in configuration.topics if topic.enabled]
    busy = Busy("reading the log")
    with open_writer(state / LOG) as events:
        if gone := missing(state / LOG, events.position(), state / VIEWS):
            log.warning("%s; it goes on from the log as it is", gone)
        # The whole log is read in any case: that it is what was appended costs little more.
        read = _Told(Checked(events), busy)
        views, ledgers = open_or_rebuild(read, configuration.topics, state / VIEWS)
        with views:
            yield events, Pipeline(events, views, followed, ledgers)
