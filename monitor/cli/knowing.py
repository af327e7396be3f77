"""The tables that a query reads: those of views.db, or the same ones made from the log.

The log is the truth. When views.db is missing, damaged or behind it, what it should hold is made
from the log: in its place when nobody works on the state folder, else in a temporary file.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from monitor.cli.lock import holder
from monitor.cli.places import Places
from monitor.cli.rendering import say
from monitor.errors import AlreadyRunning, NotFound, StateError
from monitor.views.reading import Reading, Unreadable, log_position

PAUSE_S = 0.05
"""Between two looks at tables that are behind: the daemon writes the log first, then the tables."""
LOOKS = 5
"""How often to look before the tables are made anew: a batch takes tens of milliseconds."""


@contextmanager
def tables(places: Places) -> Iterator[Reading]:
    """Tables that hold the whole log. Raises NotFound (nothing recorded), LogError, StateError."""
    reading, why = _current(places)
    if reading is None:
        with _anew(places, why) as made:
            yield made
        return
    with reading:
        yield reading


def _current(places: Places) -> tuple[Reading | None, str]:
    """views.db when it holds the whole log, else None and why not."""
    looks = LOOKS if holder(places.state) is not None else 1
    why = ""
    for look in range(looks):
        if look:
            time.sleep(PAUSE_S)
        try:
            reading = Reading.open(places.views)
        except Unreadable as error:
            return None, error.why
        try:
            if reading.current(log_position(places.log)):
                return reading, ""
            why = "behind the log"
        except Unreadable:
            why = "beside a log that cannot be read"
        reading.close()
    return None, why


@contextmanager
def _anew(places: Places, why: str) -> Iterator[Reading]:
    """The tables made from the log."""
    from monitor.eventlog.sqlite import open_reader

    log = open_reader(places.log)
    if log is None:
        raise NotFound(f"nothing has been recorded in {places.state} yet; `monitor run` starts")
    with log:
        from monitor.config import load
        from monitor.opening import locked
        from monitor.views.rebuild import rebuild

        topics = load(places.config, places.state).topics
        try:
            with locked(places.state):
                say(f"{places.views} is {why}: it is made again from the log")
                rebuild(log, topics, places.views)
        except (AlreadyRunning, StateError):
            say(f"{places.views} is {why}: the answer is worked out from the log")
            with _aside(log, topics) as reading:
                yield reading
            return
    with Reading.open(places.views) as reading:
        yield reading


@contextmanager
def _aside(log: Any, topics: Any) -> Iterator[Reading]:
    """The tables in a temporary file."""
    from tempfile import TemporaryDirectory

    from monitor.views.rebuild import rebuild

    with TemporaryDirectory(prefix="monitor-") as folder:
        path = Path(folder) / "views.db"
        rebuild(log, topics, path)
        with Reading.open(path) as reading:
            yield reading


def answer_at(places: Places, topic: str, tracker: str, as_of: datetime) -> dict[str, Any]:
    """What the tracker said by what had been reported up to a time. Raises as `tables` does."""
    from monitor.config import load
    from monitor.eventlog.sqlite import open_reader
    from monitor.projections.ledger import Ledger, apply, standing
    from monitor.registry import resolve

    described = load(places.config, places.state).topic(topic).tracker(tracker)
    log = open_reader(places.log)
    if log is None or described is None:
        raise NotFound(f"nothing has been recorded in {places.state} yet; `monitor run` starts")
    with log:
        ledger = apply(Ledger(), (each.event for each in log.read(stream=topic)))
    kind = resolve("projections", described.kind)
    view: dict[str, Any] = kind.view(described, standing(ledger, tracker, as_of))
    return view
