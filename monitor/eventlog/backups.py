"""The folder of backups: what lies there, what is made, how much is kept.

A backup is a log of its own, `log-20251128T030000Z.db` for the time in UTC at which it was begun: any tool
for SQLite opens it, `monitor log restore` puts it in the place of the log.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Collection, Mapping
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from monitor.errors import Corrupt, LogError, StateError
from monitor.eventlog import Head
from monitor.eventlog.copying import checked, copy, require_room
from monitor.eventlog.retention import Keep, kept
from monitor.eventlog.sqlite import SqliteLog, open_reader
from monitor.eventlog.verify import Verified
from monitor.sqlitefile import address, flush, remove

NAME = re.compile(r"log-(\d{8}T\d{6}Z)\.db")
TIME = "%Y%m%dT%H%M%SZ"
PART = re.compile(r"log-\d{8}T\d{6}Z\.db\.\d+(-wal|-shm|-journal)?")
"""A backup that is being made, with the process id behind it; left over where that was killed."""
ADVICE = (
    "it was cut off or written anew since, or another log was put in its place by hand: `monitor log"
    " restore` puts the backup back; one that is of no use any more can be moved elsewhere"
)
"""What to do where the log is not what was backed up."""
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


class Compared(NamedTuple):
    """What older backups say of the log."""

    backups: int = 0
    """How many backups of this log were compared."""
    astray: Mapping[str, str] = {}
    """Those that hold what the log does not, and what that is."""
    others: int = 0
    """How many have another first event."""


def compare(log: SqliteLog, folder: Path, since: str | None = None) -> Compared:
    """Whether the log goes on from each of its backups in the folder. Raises LogError, StateError.

    Numbers and hashes hold as well in a log that was cut off at its end, or written anew by somebody who
    worked out all the hashes: a backup remembers. `since`: only those made after that time (ISO), when
    another log was put in the place of this one. Damaged ones say nothing.
    """
    first = next(log.raw(), None)
    if first is None:
        return Compared()
    after = datetime.fromisoformat(since) if since else None
    count, astray, others = 0, {}, 0
    for each in listed(folder):
        if after is not None and each.at <= after:
            continue
        if (begun := origin(each.path)) != first.hash:
            others += bool(begun)
            continue
        heads = _heads(each.path)
        count += bool(heads)
        if why := _missing(log, heads):
            astray[each.path.name] = why
    return Compared(count, astray, others)


def _heads(path: Path) -> dict[str, Head]:
    with suppress(LogError, StateError):
        log = open_reader(path)
        if log is not None:
            with log:
                return {stream: log.head(stream) for stream in log.streams()}
    return {}


def _missing(log: SqliteLog, heads: Mapping[str, Head]) -> str:
    """What of a backup the log does not hold, in words; empty when it holds all."""
    for stream, was in heads.items():
        row = next(log.raw(was.position - 1, stream), None)
        if row is None:
            end = log.head(stream).n
            return f"it has event {was.n:,} of stream {stream}, the log ends with event {end:,}"
        if (row.position, row.n, row.hash) != was:
            return f"its event {was.n:,} of stream {stream} has another hash than that of the log"
    return ""


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
