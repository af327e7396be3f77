"""A log without the bodies that were redacted: a new file, in which notes stand for them.

The guards of the file that is there are never touched. Its rows are copied into a new one, which is
checked, brought to the disk and put in its place; the old bytes go with the old file. Whoever calls this
holds the state folder.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from itertools import islice
from pathlib import Path

from monitor.errors import Corrupt, StateError, Unavailable
from monitor.eventlog import Raw, note
from monitor.eventlog.sqlite import SqliteLog, open_writer
from monitor.eventlog.verify import Chain, Verified, verify
from monitor.events import EventRedacted
from monitor.state import room

BATCH = 5_000
"""Rows of one transaction: a few megabytes."""
PATIENCE_S = 5.0
"""Seconds for who reads the log at this moment: a query takes less."""
PAUSE_S = 0.05
SIDECARS = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a file, by ending."""


def redact(
    path: Path, said: Mapping[str, Sequence[EventRedacted]], ready: Callable[[], None]
) -> Verified:
    """Take the bodies out that these events, by stream, name, and append the events.

    `ready` is called when the new file is whole, before it takes the place of the old one. Raises
    LogError, StateError; then the log is as it was.
    """
    path = path.resolve()  # a link to another disk stays one
    fresh = path.with_name(f"{path.name}.new")
    _remove(fresh)
    try:
        with open_writer(path) as log:
            _require_room(path)
            with open_writer(fresh) as made:
                found = _filled(log, made, said)
        _like(fresh, path)
        _flush(fresh)
        _let_go(path)
        ready()
        fresh.replace(path)
        _flush(path.parent)
    except OSError as error:
        raise StateError(f"{path} cannot be replaced: {error.strerror or error}") from error
    finally:
        _remove(fresh)
    return found


def _filled(
    log: SqliteLog, made: SqliteLog, said: Mapping[str, Sequence[EventRedacted]]
) -> Verified:
    """Copy every row, with notes in their places, append the events and check all of it."""
    gone = {(stream, each.n, each.event) for stream, events in said.items() for each in events}
    chain = Chain()
    rows = _followed(log.raw(), chain)
    noted = (_noted(row) if (row.stream, row.n, row.id) in gone else row for row in rows)
    for batch in _batches(noted):
        made.take(batch)
    for stream, events in said.items():
        if made.head(stream) != chain.heads.get(stream):
            raise Corrupt(0, f"the copy of stream {stream} does not end as the stream does")
        made.append(stream, events, made.head(stream).position)
    return verify(made)


def _followed(rows: Iterable[Raw], chain: Chain) -> Iterator[Raw]:
    """The rows, as long as they are what was appended: a damaged log is not made to look whole."""
    for row in rows:
        chain.follow(row)
        yield row


def _noted(row: Raw) -> Raw:
    return row._replace(body=note(row.body))


def _batches(rows: Iterator[Raw]) -> Iterator[list[Raw]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _require_room(path: Path) -> None:
    """Raise StateError unless a second log fits beside the first, with its WAL."""
    needed, free = room(path), shutil.disk_usage(path.parent).free
    if free < needed:
        raise StateError(
            f"no room for a new log beside {path}: it takes {needed / 1e6:,.0f} MB for a while, and"
            f" {free / 1e6:,.0f} MB are free"
        )


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


def _flush(path: Path) -> None:
    """Wait until a closed file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(path: Path) -> None:
    for each in (path, *(path.with_name(path.name + ending) for ending in SIDECARS)):
        each.unlink(missing_ok=True)
