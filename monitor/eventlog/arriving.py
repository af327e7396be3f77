"""A new log from a file, and a log put in the place of another: nothing half done, nothing deleted.

Everything is made and checked beside the log, in the state folder, which must be held; then it takes its
place by one rename.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path

from monitor.errors import Corrupt, StateError
from monitor.eventlog import Head, Raw
from monitor.eventlog.codec import CODEC
from monitor.eventlog.copying import checked, copy, require_room
from monitor.eventlog.incoming import Incoming, Unfit
from monitor.eventlog.making import build, take_place, written
from monitor.eventlog.sqlite import DAMAGED, SMALLEST, WAIT, open_reader
from monitor.eventlog.verify import Chain, Verified
from monitor.sqlitefile import address, beside, flush, read_only, remove
from monitor.state import FEEDS, LOG, VIEWS

FRESH = f"{LOG}.new"
"""The log that is being made."""
SHARED_FIRST, SHARED_SIZE = 0x40000002, 510
"""Bytes of a file that a connection of SQLite holds locked while it may read."""


def bring_in(incoming: Incoming, state: Path, now: datetime) -> tuple[Verified, Path | None]:
    """Make the log of a state folder that has none, or an empty one, from a file.

    Bytes are taken as they are, and each event is checked while it is read. Tables and what the
    sources answered belonged to another log: they are set aside, and given as by `restore`. Raises
    Unfit (where the file is wrong, or not all of a log), StateError (the log is not empty, no room),
    UnknownEvent.
    """
    _require_empty(state)
    if not incoming.part.whole:
        raise Unfit(f"{incoming.name} is a part of a log; only all of one can be taken in")
    fresh = state / FRESH
    remove(fresh)
    with written(fresh):
        _build(incoming, fresh)
        found = _sound(incoming, fresh)
        _remove_empty(state / LOG)
        aside = _set_aside(state, now)
    take_place(fresh, state / LOG)
    return found, aside


def _require_empty(state: Path) -> None:
    """Raise StateError when events have been recorded."""
    log = open_reader(state / LOG)
    if log is None:
        return
    with log:
        count = log.position()
    if count:
        raise StateError(
            f"{state / LOG} holds {count:,} events: a log is taken in where there is none, into another"
            " --state folder; `monitor log restore` puts a backup in its place"
        )


def _build(incoming: Incoming, path: Path) -> None:
    """The log in a new file. Raises Unfit, UnknownEvent, StateError."""
    chain = Chain()
    try:
        build(path, _followed(incoming, chain))
    except sqlite3.IntegrityError as error:
        wrong = Corrupt(chain.position, f"no append would have written it: {error}")
        raise _unfit(incoming, wrong) from error
    _same(incoming, chain.heads)


def _followed(incoming: Incoming, chain: Chain) -> Iterator[Raw]:
    """The rows. Raises Unfit at the first that does not follow from the one before, UnknownEvent."""
    for row in incoming.rows():
        if not CODEC.knows(row.type):
            raise CODEC.unknown([row.type])
        try:
            chain.follow(row)
        except Corrupt as error:
            raise _unfit(incoming, error) from error
        yield row


def _unfit(incoming: Incoming, error: Corrupt) -> Unfit:
    where = incoming.where(error.position)
    return Unfit(f"{incoming.name}, {where}: {error.reason}; nothing was taken in")


def _same(incoming: Incoming, found: Mapping[str, Head]) -> None:
    """Raise Unfit when the events are not those that the file ends with."""
    told = incoming.heads
    for stream in sorted(told.keys() | found.keys()):
        if told.get(stream) != found.get(stream):
            raise Unfit(
                f"{incoming.name} is not whole: the events of stream {stream} do not end"
                " with the head that it tells; nothing was taken in"
            )


def _sound(incoming: Incoming, fresh: Path) -> Verified:
    """The new log, checked as any other. Raises Unfit."""
    try:
        return checked(fresh)
    except Corrupt as error:
        raise _unfit(incoming, error) from error


def _remove_empty(log: Path) -> None:
    """Take away a log without events, and what SQLite keeps beside it."""
    _require_alone(log)
    if log.exists():
        remove(log)


def _require_alone(log: Path) -> None:
    """Raise StateError when another program has the log open: it would write what it keeps beside the
    old file to the new one.

    SQLite holds these bytes locked as long as a file in WAL mode is open (sqlite.org/fileformat2.html,
    "The Lock-Byte Page"). Nothing of this process may have it open: closing it here lets go of them.
    """
    if not log.exists():
        return
    with log.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, SHARED_SIZE, SHARED_FIRST)
        except OSError as error:
            raise StateError(f"another program has {log} open; close it first") from error


# --- restoring ----------------------------------------------------------------------------------


def restore(backup: Path, state: Path, now: datetime) -> tuple[Verified, Path | None]:
    """Put a copy of a backup in the place of the log, all that was there aside: the folder, None if nothing.

    The copy is checked first. Tables and what the sources answered go with the log that they belong
    to: what came after the backup is asked for again. Raises Unfit, LogError, StateError.
    """
    fresh = state / FRESH
    remove(fresh)
    require_room(backup, state)
    try:
        found = copy(backup, fresh)
    except Corrupt as error:
        where = f" at position {error.position}" if error.position else ""
        raise Unfit(f"{backup} is damaged{where}: {error.reason}; nothing was changed") from error
    try:
        _settle(state / LOG)
        aside = _set_aside(state, now)
        take_place(fresh, state / LOG)
    finally:
        remove(fresh)
    return found, aside


def _settle(log: Path) -> None:
    """Take in what a killed daemon has left in the WAL: from now on the file alone holds all of it.

    A log that is damaged stays as it is. Raises StateError.
    """
    _require_alone(log)
    if not log.exists() or log.stat().st_size < SMALLEST:  # SQLite deletes what lies beside a stump
        return
    try:
        # One that may write deletes the WAL of a file that it cannot read.
        read_only(log, WAIT).close()
        with closing(sqlite3.connect(address(log, "rw"), uri=True)) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF in DAMAGED:
            return
        raise StateError(f"{log} cannot be set aside: {error}") from error
    if left := next(beside(log), None):
        raise StateError(f"{log} cannot be set aside: there is no room to take in {left.name}")


def _set_aside(state: Path, now: datetime) -> Path | None:
    """A folder with all that belongs to the present log; at every moment that is here or there.

    The log itself keeps its name beside that, until another takes it.
    """
    log = state / LOG
    files = [each for name in (VIEWS, FEEDS, LOG) for each in (*beside(state / name), state / name)]
    there = [each for each in files if each.exists()]
    if not there:
        return None
    aside = state / f"aside-{now:%Y%m%dT%H%M%SZ}"
    try:
        aside.mkdir()
        for path in there:
            _link(path, aside / path.name)
        flush(aside)
        flush(state)
        for path in there:
            if path != log:
                path.unlink()
        flush(state)
    except OSError as error:
        raise StateError(f"{log} cannot be set aside in {aside}: {error.strerror}") from error
    return aside


def _link(path: Path, to: Path) -> None:
    """A second name for a file, or a copy where the file system knows no such thing."""
    try:
        os.link(path, to)
    except OSError:
        shutil.copy2(path, to)
