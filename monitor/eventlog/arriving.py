"""A new log from a file, and a log put in the place of another: nothing half done, nothing deleted.

Everything is made and checked beside the log, in the state folder, which must be held; then it takes its
place by one rename.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from monitor.errors import Corrupt, StateError
from monitor.eventlog import Head, Raw
from monitor.eventlog.codec import CODEC
from monitor.eventlog.copying import checked, copy
from monitor.eventlog.incoming import Incoming, Unfit
from monitor.eventlog.making import build, take_place, written
from monitor.eventlog.sqlite import open_reader
from monitor.eventlog.verify import Chain, Verified
from monitor.sqlitefile import SIDECARS, flush, remove
from monitor.state import FEEDS, LOG, VIEWS

FRESH = f"{LOG}.new"
"""The log that is being made."""
SHARED_FIRST, SHARED_SIZE = 0x40000002, 510
"""Bytes of a file that a connection of SQLite holds locked while it may read."""


def bring_in(incoming: Incoming, state: Path) -> Verified:
    """Make the log of a state folder that has none, or an empty one, from a file.

    Bytes are taken as they are, and each event is checked while it is read. Raises Unfit (where the
    file is wrong, or not all of a log), StateError (the log is not empty, no room), UnknownEvent.
    """
    _require_empty(state)
    if not incoming.part.whole:
        raise Unfit(f"{incoming.name} is a part of a log; only all of one can be taken in")
    fresh = state / FRESH
    remove(fresh)
    with written(fresh):
        _build(incoming, fresh)
        found = _sound(incoming, fresh)
        _remove_empty(state)
    take_place(fresh, state / LOG)
    return found


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
    build(path, _followed(incoming, chain))
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


def _remove_empty(state: Path) -> None:
    """Take away a log without events, and what SQLite keeps beside it."""
    _require_alone(state / LOG)
    remove(state / LOG)


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
    try:
        found = copy(backup, fresh)
    except Corrupt as error:
        where = f" at position {error.position}" if error.position else ""
        raise Unfit(f"{backup} is damaged{where}: {error.reason}; nothing was changed") from error
    try:
        aside = _set_aside(state, now)
        take_place(fresh, state / LOG)
    finally:
        remove(fresh)
    return found, aside


def _set_aside(state: Path, now: datetime) -> Path | None:
    """A folder with all that belongs to the present log; at every moment that is here or there."""
    log = state / LOG
    _require_alone(log)
    there = [path for name in (LOG, VIEWS, FEEDS) for path in _with_sidecars(state / name)]
    if not there:
        return None
    aside = state / f"aside-{now:%Y%m%dT%H%M%SZ}"
    try:
        aside.mkdir()
        for path in there:
            _link(path, aside / path.name)
        flush(aside)
        flush(state)
        for path in reversed(there):  # a WAL first: it must not be read into another file
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


def _with_sidecars(path: Path) -> Iterator[Path]:
    """The files of a database that are there, itself first."""
    for ending in ("", *SIDECARS):
        each = path.with_name(path.name + ending)
        if each.exists():
            yield each
