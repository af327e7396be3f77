"""A log as a database for other tools: the rows as they are, and a view that people and Datasette can read.

    events     position, stream, n, id, type, body, hash
    readable   a view of them with the body as text, its times, and what many events have
    heads      the last event of each stream: written last, a file without them is not whole
    export     which part this is, and when it was made

It has no guards and is no log: `monitor log import` makes one of it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from itertools import takewhile
from pathlib import Path
from typing import TypeGuard

from monitor.errors import StateError
from monitor.eventlog import Head, Raw, schema
from monitor.eventlog.incoming import Foreign, Unfit
from monitor.eventlog.making import written
from monitor.eventlog.parting import Leaving, Part
from monitor.eventlog.sqlite import WAIT, SqliteLog, open_reader
from monitor.sqlitefile import read_only

APPLICATION = 0x4D6F4C78
"""`application_id` of the file: "MoLx" in ASCII."""
VERSION = 1
MAGIC = b"SQLite format 3\0"
"""How every database of SQLite begins."""

_MADE = """
CREATE TABLE events (position INTEGER PRIMARY KEY, stream TEXT NOT NULL, n INTEGER NOT NULL,
  id TEXT NOT NULL, type TEXT NOT NULL, body BLOB NOT NULL, hash TEXT NOT NULL) STRICT;
CREATE TABLE heads (stream TEXT PRIMARY KEY, position INTEGER NOT NULL, n INTEGER NOT NULL,
  hash TEXT NOT NULL) STRICT;
CREATE TABLE export (version INTEGER NOT NULL, made TEXT NOT NULL, stream TEXT,
  after INTEGER NOT NULL, events INTEGER NOT NULL, position INTEGER NOT NULL) STRICT;
CREATE VIEW readable AS
  WITH told AS (SELECT *, CAST(body AS TEXT) AS said FROM events),
  parts AS (SELECT *, iif(json_valid(said), said, '{}') AS parts FROM told)
  SELECT position, coalesce(parts ->> 'seen', parts ->> 'at') AS recorded,
    parts ->> 'published' AS reported, stream, n, type,
    parts ->> 'tracker' AS tracker, parts ->> 'site' AS site, parts ->> 'title' AS title,
    parts -> 'quote' ->> 'text' AS quote, parts ->> 'url' AS url, said AS body, id, hash
  FROM parts;
"""
_INSERT = "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)"
_ROWS = "SELECT position, stream, n, id, type, body, hash FROM events ORDER BY position"
_TYPES = (int, str, int, str, str, bytes, str)


def write(leaving: Leaving, target: Path, made: datetime) -> None:
    """The export as a new file, on the disk. Raises LogError, StateError; then nothing is left of it."""
    with written(target):
        try:
            with closing(sqlite3.connect(target, isolation_level=None)) as db:
                _fill(db, leaving, made)
        except sqlite3.Error as error:
            raise StateError(f"{target} cannot be written: {error}") from error


def _fill(db: sqlite3.Connection, leaving: Leaving, made: datetime) -> None:
    """Without a journal: a file that is not finished is thrown away."""
    db.execute("PRAGMA journal_mode = OFF")
    db.execute("PRAGMA synchronous = OFF")  # it is flushed as a whole
    db.executescript(_MADE)
    db.execute("BEGIN")
    db.executemany(_INSERT, leaving)
    heads = [(stream, *head) for stream, head in leaving.heads.items()]
    db.executemany("INSERT INTO heads VALUES (?, ?, ?, ?)", heads)
    when = f"{made:%Y-%m-%dT%H:%M:%SZ}"
    end = (VERSION, when, *leaving.part, leaving.events, leaving.position)
    db.execute("INSERT INTO export VALUES (?, ?, ?, ?, ?, ?)", end)
    db.execute(f"PRAGMA application_id = {APPLICATION}")
    db.execute(f"PRAGMA user_version = {VERSION}")
    db.execute("COMMIT")


# --- in -----------------------------------------------------------------------------------------


class Table:
    """The events of an export as a database, or of a log or backup. Close it, or use it in a `closing`."""

    def __init__(self, path: Path) -> None:
        """Look what it is. Raises Foreign, Unfit, LogError, StateError."""
        self.name = str(path)
        self.part = Part()
        self.heads: dict[str, Head] = {}
        self._log: SqliteLog | None = None
        try:
            self._db = read_only(path, WAIT)
        except sqlite3.Error as error:
            raise Unfit(f"{path} cannot be read: {error}") from error
        try:
            self._look(path)
        except sqlite3.Error as error:
            self.close()
            raise Unfit(f"{path} cannot be read: {error}") from error
        except BaseException:
            self.close()
            raise

    def _look(self, path: Path) -> None:
        schema.settle(self._db, schema.READER_SETTINGS)
        application = schema.pragma(self._db, "application_id")
        if application == schema.APPLICATION:
            self._log = open_reader(path)
            return
        if application != APPLICATION:
            raise Foreign(self.name)
        version = schema.pragma(self._db, "user_version")
        if version != VERSION:
            raise Unfit(f"{path} has format {version}, this version of monitor knows {VERSION}")
        row = self._db.execute("SELECT stream, after FROM export").fetchone()
        if row is None:
            raise Unfit(f"{path} is not whole: it does not say what it is")
        self.part = Part(*row)

    def rows(self) -> Iterator[Raw]:
        """The events; then `heads` are those that the file tells. Raises Unfit, LogError."""
        return self._rows() if self._log is None else self._recorded(self._log)

    def _recorded(self, log: SqliteLog) -> Iterator[Raw]:
        """Those that are there now: it may be a log that is written."""
        until = log.position()
        yield from takewhile(lambda row: row.position <= until, log.raw())
        self.heads = log.heads_at(until)

    def _rows(self) -> Iterator[Raw]:
        position = 0
        try:
            for row in self._db.execute(_ROWS):
                if not _typed(row):
                    raise Unfit(f"{self.name}: the row behind position {position} is no event")
                position = row[0]
                yield Raw._make(row)
            heads = self._db.execute("SELECT stream, position, n, hash FROM heads")
            self.heads = {stream: Head(*head) for stream, *head in heads}
        except sqlite3.Error as error:
            raise Unfit(f"{self.name} is damaged behind position {position}: {error}") from error

    def where(self, position: int) -> str:
        """A position in the file."""
        return f"position {position}"

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()
        if self._log is not None:
            self._log.close()


def _typed(row: tuple[object, ...]) -> TypeGuard[tuple[int, str, int, str, str, bytes, str]]:
    """Whether the values are what they should be: damage can change that as well."""
    return all(type(value) is kind for value, kind in zip(row, _TYPES, strict=True))
