"""A log made in a new file, and put in the place of another by one rename.

It is made without a journal and thrown away when it is not finished: nothing lies beside it when it is
closed. It counts once `copying.checked` has read it, closed, from its first event to its last.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from monitor.errors import Corrupt, StateError
from monitor.eventlog import Raw, schema
from monitor.sqlitefile import beside, flush, remove

_INSERT = "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)"


@contextmanager
def written(target: Path) -> Iterator[None]:
    """What is written to a new file inside gets onto the disk, or is taken away. Raises StateError."""
    try:
        yield
        flush(target)
    except OSError as error:
        remove(target)
        raise StateError(f"{target} cannot be written: {error.strerror or error}") from error
    except BaseException:
        remove(target)
        raise


def build(path: Path, rows: Iterable[Raw]) -> None:
    """As `fill`. Raises StateError, and sqlite3.IntegrityError at a row that no append would have written."""
    try:
        fill(path, rows)
    except sqlite3.IntegrityError:
        raise
    except sqlite3.Error as error:
        raise StateError(f"{path} cannot be written: {error}") from error


def fill(path: Path, rows: Iterable[Raw] = ()) -> None:
    """A log of these rows, as they are, in a new file; use it inside of `written`. Raises sqlite3.Error."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")  # it is flushed as a whole
        db.execute("BEGIN")
        schema.create(db)
        db.executemany(_INSERT, rows)
        db.execute("COMMIT")


def make(name: str) -> None:
    """A log without events, which has its name only once it is whole and on the disk.

    Raises Corrupt where a WAL of one that is gone lies there, StateError, sqlite3.Error.
    """
    path = Path(name).resolve()  # a link to another disk stays one
    for left in beside(path):
        if left.stat().st_size and not left.name.endswith("-shm"):  # shared memory holds no events
            raise Corrupt(
                0, f"{path} is gone, and {left} is left of it; `monitor log restore` sets it aside"
            )
    fresh = path.with_name(f"{path.name}.new")
    try:
        for left in beside(path):
            left.unlink()
        remove(fresh)
    except OSError as error:
        raise StateError(f"the log {path} cannot be used: {error}") from error
    with written(fresh):
        fill(fresh)
    take_place(fresh, path)


def take_place(fresh: Path, log: Path) -> None:
    """One rename of a file that is on the disk; nobody may have the old one open. Raises StateError.

    A WAL that stayed beside the old file would be read into the new one, and one beside the new file
    would stay behind.
    """
    if left := [*beside(fresh), *beside(log)]:
        raise StateError(f"{log} cannot be replaced while {left[0]} lies there")
    try:
        os.replace(fresh, log)
        flush(log.parent)
    except OSError as error:
        raise StateError(f"{log} cannot be written: {error.strerror or error}") from error
