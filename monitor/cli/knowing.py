"""The tables that a query reads: those of views.db, or the same ones made from the log.

The log is the truth. When views.db is missing, damaged or behind it, or its answers were made from
another configuration or by another version, what it should hold is made from the log: in a temporary
file, which takes its place when nobody works on the state folder.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from monitor.cli.lock import holder
from monitor.cli.outline import Outline
from monitor.cli.places import Places
from monitor.cli.rendering import say
from monitor.errors import AlreadyRunning, NotFound, StateError
from monitor.views.basis import basis
from monitor.views.reading import Reading, Unreadable, log_position, missing

PAUSE_S = 0.05
"""Between two looks at tables that are behind: the daemon writes the log first, then the tables."""
LOOKS = 5
"""How often to look before the tables are made anew: a batch takes tens of milliseconds."""
BEHIND = "behind the log"
AHEAD = "ahead of the log"


@contextmanager
def tables(places: Places, topics: Iterable[Outline] = ()) -> Iterator[Reading]:
    """Tables that hold the whole log, with the answers of these topics as they are configured now.

    Raises NotFound (nothing recorded), LogError, StateError, ConfigError.
    """
    reading, why = _current(places, {topic.id: basis(topic.fingerprint) for topic in topics})
    if reading is None:
        with _anew(places, why) as made:
            yield made
        return
    with reading:
        yield reading


def ready(places: Places, topic: Outline) -> Reading | None:
    """views.db when it holds the whole log and answers of the topic as it is configured now, else None."""
    return _current(places, {topic.id: basis(topic.fingerprint)})[0]


def _current(places: Places, bases: Mapping[str, str]) -> tuple[Reading | None, str]:
    """views.db when it holds the whole log and answers made from this, else None and why not."""
    why = ""
    for look in range(LOOKS if holder(places.state) is not None else 1):
        if look:
            time.sleep(PAUSE_S)
        try:
            reading = Reading.open(places.views)
        except Unreadable as error:
            return None, error.why
        why = _fault(reading, places, bases)
        if not why:
            return reading, ""
        reading.close()
        if why != BEHIND:  # waiting does not help
            break
    return None, why


def _fault(reading: Reading, places: Places, bases: Mapping[str, str]) -> str:
    """What is wrong with these tables; empty when nothing is."""
    try:
        seen = reading.position()  # before the log, which is written first
        last = log_position(places.log)
        if seen != last:
            return BEHIND if seen < last else AHEAD
        return "" if reading.made_from(bases) else "not of this configuration and version"
    except Unreadable:
        return "beside a log that cannot be read"


@contextmanager
def _anew(places: Places, why: str) -> Iterator[Reading]:
    """The tables made from the log in a temporary file, which is kept when nobody else writes."""
    from tempfile import TemporaryDirectory

    from monitor.config import load
    from monitor.eventlog.sqlite import open_reader
    from monitor.views import rebuild

    log = open_reader(places.log)
    gone = missing(places.log, log.position() if log else 0, places.views) if why == AHEAD else ""
    if log is None:
        raise NotFound(
            gone or f"nothing has been recorded in {places.state} yet; `monitor run` starts"
        )
    with log, TemporaryDirectory(prefix="monitor-") as folder:
        made = Path(folder) / places.views.name
        rebuild.build(log, load(places.config, places.state).topics, made)
        with Reading.open(made) as reading:
            # Tables that have seen more are the only trace of what is missing: `run` replaces them.
            kept = not gone and _kept(places, made, lambda: reading.current(log.position()))
            how = "it is made again" if kept else "the answer is worked out"
            say(f"{gone or f'{places.views} is {why}'}: {how} from the log")
            yield reading


def _kept(places: Places, made: Path, is_current: Callable[[], bool]) -> bool:
    """Put tables in the place of views.db unless somebody else writes, or has written meanwhile.

    The state folder is held for the exchange alone: a daemon that starts is not refused.
    """
    import shutil

    from monitor.opening import locked
    from monitor.sqlitefile import flush, remove
    from monitor.views import rebuild

    if holder(places.state) is not None:
        return False
    fresh = places.views.with_name(f"{places.views.name}.{os.getpid()}")
    try:
        shutil.copyfile(made, fresh)
        flush(fresh)
        with locked(places.state):
            if not is_current():
                return False
            rebuild.swap(fresh, places.views)
    except (AlreadyRunning, StateError, OSError):
        return False
    finally:
        with suppress(OSError):
            remove(fresh)
    return True
