"""A copy of the log as it is at one moment, made while it is written, and checked whole.

`VACUUM INTO` reads one snapshot and holds up no writer. The copy counts only when every event of it has
been checked and its heads are those of the log.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from monitor.errors import Corrupt, StateError
from monitor.eventlog import EMPTY, Head
from monitor.eventlog.making import written
from monitor.eventlog.sqlite import WAIT, SqliteLog, open_reader
from monitor.eventlog.verify import Verified, verify
from monitor.sqlitefile import read_only
from monitor.state import room

SPARE = 64_000_000
"""Bytes that a backup leaves free on its disk: the log may be on the same one, and must go on."""

_UNREAD = {sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_CORRUPTFS}
"""The disk does not give what was written: that can only be the log, as the copy is new."""


def copy(log: Path, target: Path) -> Verified:
    """Write the log as it is now into a new file, on the disk, and check it. Raises LogError, StateError.

    Corrupt is raised when the copy is not whole, and so is the log, most likely. What has been begun
    is taken away then.
    """
    live = open_reader(log)
    if live is None:
        raise StateError(f"there is no log at {log}")
    with live:
        before = {stream: live.head(stream) for stream in live.streams()}
        with written(target):
            _vacuum(log, target)
            found = checked(target)
            _compare(live, before, found)
    return found


def _vacuum(log: Path, target: Path) -> None:
    """The copy, by SQLite itself; the target must not be there."""
    try:
        with closing(read_only(log, WAIT)) as db:
            db.execute("PRAGMA trusted_schema = 0")
            db.execute("PRAGMA cell_size_check = 1")
            db.execute("VACUUM INTO ?", (os.fspath(target),))
        shutil.copymode(log, target)
    except sqlite3.Error as error:
        raise _failed(log, target, error) from error


def _failed(log: Path, target: Path, error: sqlite3.Error) -> Corrupt | StateError:
    """Whose fault it is: the log's, or the place's."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        return Corrupt(0, f"{error} ({log})")
    if getattr(error, "sqlite_errorcode", 0) in _UNREAD:
        return StateError(f"{log} cannot be read: the disk reports an error ({error})")
    if code in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}:
        why = "there is no room left, or the disk reports an error"
        return StateError(f"{target} cannot be written: {why} ({error})")
    return StateError(f"{target} cannot be written: {error}")


def checked(file: Path) -> Verified:
    """Every event of a file, its numbers, hashes and ids, and the file itself. Raises LogError, StateError."""
    log = open_reader(file)
    if log is None:
        raise Corrupt(0, f"{file} is no log, or nothing was ever written to it")
    with log:
        return verify(log)


def _compare(live: SqliteLog, before: dict[str, Head], found: Verified) -> None:
    """Raise Corrupt unless the copy holds all that was there, and nothing else."""
    for stream in before.keys() | found.streams.keys():
        was, made = before.get(stream, EMPTY), found.streams.get(stream, EMPTY)
        row = next(live.raw(made.position - 1, stream), None) if made.position else None
        there = Head(row.position, row.n, row.hash) if row else EMPTY
        if made != there or made.n < was.n:
            raise Corrupt(
                made.position, f"the copy is not the log: its stream {stream} ends otherwise"
            )


def require_room(log: Path, folder: Path) -> None:
    """Raise StateError unless a copy fits into the folder and leaves some room."""
    needed, free = room(log), shutil.disk_usage(folder).free
    if free < needed + SPARE:
        raise StateError(
            f"no room for a copy of the log in {folder}: it takes {_mega(needed)},"
            f" {_mega(SPARE)} must stay free, and {_mega(free)} are"
        )


def _mega(count: int) -> str:
    return f"{count / 1e6:,.0f} MB"
