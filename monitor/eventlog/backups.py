"""The folder of backups: what lies there, what is made, how much is kept.

A backup is a log of its own, `log-20251128T030000Z.db` for the time in UTC at which it was begun: any tool
for SQLite opens it, `monitor log restore` puts it in the place of the log.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Collection
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from monitor.errors import Corrupt, LogError, StateError
from monitor.eventlog.copying import checked, copy, require_room
from monitor.eventlog.retention import Keep, kept
from monitor.eventlog.verify import Verified
from monitor.sqlitefile import address, flush, remove

NAME = re.compile(r"log-(\d{8}T\d{6}Z)\.db")
TIME = "%Y%m%dT%H%M%SZ"
PART = re.compile(r"log-\d{8}T\d{6}Z\.db\.\d+(-wal|-shm|-journal)?")
"""A backup that is being made, with the process id behind it; left over where that was killed."""
PART_OLD = timedelta(days=1)
"""After so long nobody works on it any more."""


class Backup(NamedTuple):
    """A file in the folder."""

    path: Path
    at: datetime
    bytes: int


class Made(NamedTuple):
    """A new backup, and what was found when it was checked."""

    backup: Backup
    verified: Verified


def listed(folder: Path) -> list[Backup]:
    """The backups in the folder, newest first; [] when there is no such folder. Raises StateError."""
    try:
        found = [(NAME.fullmatch(each.name), each) for each in folder.iterdir() if each.is_file()]
        backups = [
            Backup(path, at, path.stat().st_size)
            for name, path in found
            if name is not None and (at := _time(name[1])) is not None
        ]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise StateError(f"{folder} cannot be read: {error.strerror}") from error
    return sorted(backups, key=lambda each: each.at, reverse=True)


def _time(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, TIME).replace(tzinfo=UTC)
    except ValueError:
        return None


def prepare(folder: Path, *, own: bool) -> None:
    """See that the folder is there; it is made where it is our `own`. Raises StateError.

    Where the disk of a configured one is not mounted, a folder made in its place would fill the wrong one.
    """
    try:
        if own:
            folder.mkdir(exist_ok=True)
        elif not folder.is_dir():
            raise StateError(f"there is no folder {folder} for backups; is its disk mounted?")
    except OSError as error:
        raise StateError(f"{folder} cannot be used: {error.strerror}") from error


def make(log: Path, folder: Path, now: datetime) -> Made:
    """Copy the log into the folder, which must be there. Raises LogError, StateError.

    The copy has its name only once it has been checked and is on the disk.
    """
    now = now.replace(microsecond=0)  # as its name says
    target = folder / f"log-{now.astimezone(UTC).strftime(TIME)}.db"
    part = target.with_name(f"{target.name}.{os.getpid()}")
    try:
        require_room(log, folder)
        if target.exists():
            raise StateError(f"{target} is there already")
        verified = copy(log, part)
        part.rename(target)
        flush(folder)
        size = target.stat().st_size
    except OSError as error:
        raise StateError(f"{folder} cannot be written: {error.strerror or error}") from error
    finally:
        remove(part)
    return Made(Backup(target, now, size), verified)


# --- how much is kept ---------------------------------------------------------------------------


def prune(made: Backup, keep: Keep, spared: Collection[str] = ()) -> list[Path]:
    """Delete the backups of the same log that are not kept any more; which these were. Raises StateError.

    Called when `made` has been checked: a good one is left whatever happens to the others. Files of
    another name or of another log are left alone, and so are `spared` names: damaged ones, which
    take no good one's place.
    """
    folder = made.path.parent
    mine = origin(made.path)
    ours = [made, *(each for each in listed(folder) if each.path != made.path)]
    ours = [each for each in ours if each.path.name not in spared and origin(each.path) == mine]
    stay = kept([each.at for each in ours], keep, made.at) | {made.at}
    gone = [each.path for each in ours if each.at not in stay]
    try:
        for path in gone:
            remove(path)
        _sweep(folder, made.at)
        flush(folder)
    except OSError as error:
        raise StateError(f"{folder} cannot be tidied: {error.strerror or error}") from error
    return gone


def _sweep(folder: Path, now: datetime) -> None:
    """Take away what killed programs have left half made."""
    for each in folder.iterdir():
        if PART.fullmatch(each.name):
            changed = datetime.fromtimestamp(each.stat().st_mtime, UTC)
            if now - changed > PART_OLD:
                each.unlink(missing_ok=True)


def origin(path: Path) -> str | None:
    """The hash of the first event: which log this is; empty before there is one, None for no log."""
    try:  # immutable: nobody writes it, and nothing is to be left beside it
        uri = f"{address(path, 'ro')}&immutable=1"
        with closing(sqlite3.connect(uri, uri=True)) as db:
            row = db.execute("SELECT hash FROM events WHERE position = 1").fetchone()
    except (sqlite3.Error, OSError):
        return None
    return str(row[0]) if row else ""


def damage(path: Path) -> str:
    """What is wrong with a backup, in words; empty when all of it is whole."""
    try:
        checked(path)
    except Corrupt as error:
        where = f"at position {error.position}: " if error.position else ""
        return f"{where}{error.reason}"
    except (LogError, StateError) as error:
        return str(error)
    return ""
