"""A log without the bodies that were redacted: a new file, in which notes stand for them.

The guards of the file that is there are never touched. Its rows are copied into a new one, which is
checked, brought to the disk and put in its place; the old bytes go with the old file. Whoever calls this
holds the state folder.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path

from monitor.errors import StateError, Unavailable
from monitor.eventlog import Raw, note
from monitor.eventlog.appending import encoded, linked
from monitor.eventlog.codec import CODEC
from monitor.eventlog.copying import checked, require_room
from monitor.eventlog.making import build, take_place, written
from monitor.eventlog.sqlite import SqliteLog, open_writer
from monitor.eventlog.verify import Chain, Verified
from monitor.events import EventRedacted
from monitor.sqlitefile import remove

PATIENCE_S = 5.0
"""Seconds for who reads the log at this moment: a query takes less."""
PAUSE_S = 0.05


def redact(
    path: Path, said: Mapping[str, Sequence[EventRedacted]], ready: Callable[[], None]
) -> Verified:
    """Take the bodies out that these events, by stream, name, and append the events.

    `ready` is called when the new file is whole, before it takes the place of the old one. Raises
    LogError, StateError; then the log is as it was.
    """
    path = path.resolve()  # a link to another disk stays one
    fresh = path.with_name(f"{path.name}.new")
    try:
        remove(fresh)
        with open_writer(path) as log, written(fresh):
            require_room(path, path.parent)
            count = log.position() + sum(map(len, said.values()))
            build(fresh, _rows(log, said))
            _like(fresh, path)
        found = checked(fresh)
        if found.events != count:
            raise StateError(
                f"{fresh} holds {found.events:,} events, not {count:,}: nothing was changed"
            )
        _let_go(path)
        ready()
        take_place(fresh, path)
    except OSError as error:
        raise StateError(f"{path} cannot be replaced: {error.strerror or error}") from error
    finally:
        remove(fresh)
    return found


def _rows(log: SqliteLog, said: Mapping[str, Sequence[EventRedacted]]) -> Iterator[Raw]:
    """Every row, with notes in their places, and the events behind them."""
    gone = {(stream, each.n, each.event) for stream, events in said.items() for each in events}
    chain = Chain()
    for row in _followed(log.raw(), chain):
        yield _noted(row) if (row.stream, row.n, row.id) in gone else row
    position, heads = chain.position, chain.heads
    for stream, events in said.items():
        for row in linked(stream, encoded(stream, events, CODEC), heads[stream], position):
            yield row
            position = row.position


def _followed(rows: Iterable[Raw], chain: Chain) -> Iterator[Raw]:
    """The rows, as long as they are what was appended: a damaged log is not made to look whole."""
    for row in rows:
        chain.follow(row)
        yield row


def _noted(row: Raw) -> Raw:
    return row._replace(body=note(row.body))


def _like(fresh: Path, path: Path) -> None:
    """Give the new file to whom the old one belongs: root may redact what a service writes."""
    old = path.stat()
    fresh.chmod(old.st_mode & 0o7777)
    if old.st_uid != os.geteuid() or old.st_gid != os.getegid():
        with suppress(PermissionError):
            os.chown(fresh, old.st_uid, old.st_gid)


def _let_go(path: Path) -> None:
    """Have the old file alone and without a WAL. Raises Unavailable while somebody reads it.

    A WAL, or the shared memory of a reader, that stayed behind would be taken for the new file's.
    """
    give_up = time.monotonic() + PATIENCE_S
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        while True:
            with suppress(sqlite3.OperationalError):
                if db.execute("PRAGMA journal_mode = DELETE").fetchone()[0] == "delete":
                    return
            if time.monotonic() > give_up:
                raise Unavailable(
                    f"another program reads {path}: nothing was changed; try again when it has ended"
                )
            time.sleep(PAUSE_S)
