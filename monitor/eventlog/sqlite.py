"""The log in one SQLite file: every event is on the disk before `append` gives its position.

One connection writes (`open_writer`), any number read beside it (`open_reader`). Local disks only:
WAL needs shared memory, which network file systems do not give.
"""

from __future__ import annotations

import os
import sqlite3
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import islice
from types import TracebackType
from typing import Self

from monitor.errors import Corrupt, MonitorError, StateError, Unavailable
from monitor.eventlog import EMPTY, Head, Raw, schema
from monitor.eventlog.appending import Fresh, encoded, linked, repeated
from monitor.eventlog.codec import CODEC, Codec
from monitor.eventlog.verify import Chain
from monitor.events import AnyEvent, Recorded
from monitor.sqlitefile import address, read_only

PAGE = 1_000
"""Rows that are read at a time: a reader that holds a snapshot for long makes the WAL grow."""
TAIL = 200
"""Events whose chain is checked when the log is opened for writing: what a crash could have hit."""
WAIT = 5.0
"""Seconds that a writer waits for another one."""
SMALLEST = 512
"""Bytes of SQLite's smallest page: no database is smaller."""

DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}
"""What SQLite reports of a file that is no whole database."""
_REASONS = {
    sqlite3.SQLITE_FULL: "there is no room left",
    sqlite3.SQLITE_READONLY: "it or its folder is read-only",
    sqlite3.SQLITE_BUSY: "another program is writing to it",
    sqlite3.SQLITE_LOCKED: "another program is writing to it",
    sqlite3.SQLITE_PROTOCOL: "another program holds its locks",
    sqlite3.SQLITE_CANTOPEN: "it or its folder cannot be read and written",
    sqlite3.SQLITE_PERM: "it must not be read and written by this user",
    sqlite3.SQLITE_IOERR: "the disk reports an error",
}
_SELECT = "SELECT position, stream, n, id, type, body, hash FROM events"
_INSERT = "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)"
_HEAD = "SELECT position, n, hash FROM events WHERE stream = ? ORDER BY n DESC LIMIT 1"
_BEFORE = "SELECT position, n, hash FROM events WHERE stream = ? AND n < ? ORDER BY n DESC LIMIT 1"
_NTH = "SELECT position, n, hash FROM events WHERE stream = ? AND n = ?"
_STREAMS = """WITH RECURSIVE found(stream) AS (
  SELECT min(stream) FROM events UNION ALL
  SELECT (SELECT min(stream) FROM events WHERE stream > found.stream) FROM found
  WHERE found.stream IS NOT NULL)
SELECT stream FROM found WHERE stream IS NOT NULL"""  # a step per stream, not per event
_BASE = "iif(instr(type, '.'), substr(type, 1, instr(type, '.') - 1), type)"  # without the version


def open_writer(path: str | os.PathLike[str], *, wait: float = WAIT) -> SqliteLog:
    """The log for the one program that writes it; made when it is not there (its folder must be).

    Checks the file's structure and the end of the chain. Raises StateError (the place cannot be
    used), Unavailable (somebody else writes), Corrupt, UnknownEvent (a newer format).
    """
    path = os.path.abspath(path)
    _refuse_stump(path)
    with ExitStack() as undo, _opening(path):
        if not os.path.exists(path):
            from monitor.eventlog.making import make  # needed once in the life of a log

            make(path)
        log = SqliteLog(_connect(path, "rw", wait), path)
        undo.callback(log.close)
        log.prepare()
        undo.pop_all()
    return log


def open_reader(path: str | os.PathLike[str]) -> SqliteLog | None:
    """The log for reading, beside a writer or without one; None when none has been written yet.

    None and not an empty log: "never started" or a mistyped folder is not "nothing happened".
    Checks the schema only. Raises StateError, Corrupt, UnknownEvent.
    """
    path = os.path.abspath(path)
    if not os.path.exists(path):
        return None
    _refuse_stump(path)
    with ExitStack() as undo, _opening(path):
        log = SqliteLog(read_only(path, WAIT), path)
        undo.callback(log.close)
        if not log.examine():
            return None
        undo.pop_all()
    return log


def _connect(path: str, mode: str, wait: float) -> sqlite3.Connection:
    """A connection that begins no transaction by itself."""
    return sqlite3.connect(address(path, mode), uri=True, timeout=wait, isolation_level=None)


def _refuse_stump(path: str) -> None:
    """SQLite would take it for a new file; it may have been a log, which only a person can tell."""
    if os.path.isfile(path) and os.path.getsize(path) < SMALLEST:
        raise Corrupt(0, f"{path} is all but empty; delete it if nothing was ever recorded there")


@contextmanager
def _opening(path: str) -> Iterator[None]:
    """Opening fails for reasons that a person has to mend, unless another writer is at work."""
    try:
        with _told(path):
            yield
    except Unavailable as error:
        if _code(error.__cause__) == sqlite3.SQLITE_BUSY:
            raise
        raise StateError(str(error)) from error


@contextmanager
def _told(path: str, position: int = 0) -> Iterator[None]:
    """What SQLite reports, as an error of ours; a wrong statement stays what it is: a bug."""
    try:
        yield
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        ours = _ours(path, position, error)
        if ours is None:
            raise
        raise ours from error


def _ours(path: str, position: int, error: Exception) -> MonitorError | None:
    """Corrupt or Unavailable, or None when it is neither."""
    code = _code(error)
    # Text that is not UTF-8 is noticed by Python: it gives no code, or fails over SQLite's report.
    undecoded = isinstance(error, UnicodeDecodeError) or (code is None and "UTF-8" in str(error))
    if code in DAMAGED or undecoded:
        return Corrupt(position, f"{error} ({path})")
    if code in _REASONS:
        return Unavailable(f"the log {path} cannot be used: {_REASONS[code]} ({error})")
    return None


def _code(error: BaseException | None) -> int | None:
    """SQLite's primary result code, the low byte of the extended one."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


class SqliteLog:
    """A log in a file, over an open connection; made by `open_writer` and `open_reader`."""

    def __init__(self, db: sqlite3.Connection, path: str, codec: Codec = CODEC) -> None:
        """Take the connection over: `close` closes it."""
        self.path = path
        self._db = db
        self._codec = codec

    def prepare(self) -> None:
        """For writing: settings, the schema when the file is new, checks, and the authorizer."""
        schema.settle(self._db, schema.WRITER_SETTINGS)
        with self._writing():  # also shows that the file can be written
            if schema.blank(self._db):
                schema.create(self._db)
        schema.check(self._db, self.path)
        self._check_file("quick_check")
        self._check_tail()
        self._db.set_authorizer(schema.only_append)

    def examine(self) -> bool:
        """For reading: settings and schema; False when nothing has been written yet."""
        schema.settle(self._db, schema.READER_SETTINGS)
        if schema.blank(self._db):
            return False
        schema.check(self._db, self.path)
        return True

    # --- writing ------------------------------------------------------------------------------

    def append(self, stream: str, events: Sequence[AnyEvent], expected: int) -> list[int]:
        """As the contract says; on return the events are on the disk."""
        fresh = encoded(stream, events, self._codec)
        if not fresh:
            return []
        with _told(self.path):
            try:
                written = self._write(stream, fresh, expected)
            except sqlite3.IntegrityError:  # the guard has met one of the ids
                known = self._known(stream, fresh)
                if not known:
                    raise
            else:
                if written:
                    return written
                known = self._known(stream, fresh)
        return repeated(stream, fresh, known, self.head(stream), expected)

    def _write(self, stream: str, fresh: Sequence[Fresh], expected: int) -> list[int]:
        """Write the events and give their positions; nothing when the stream has moved on."""
        with self._writing():
            last = self._head(stream)
            if last.position != expected:
                return []
            rows = list(linked(stream, fresh, last, self._last()))
            self._db.executemany(_INSERT, rows)
        return [row.position for row in rows]

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction that holds the write lock from its start: all of it or nothing."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        finally:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")

    def take(self, rows: Sequence[Raw]) -> None:
        """Write rows of another log as they are stored there: all or none.

        Their hashes are not looked at. Raises Unavailable, sqlite3.IntegrityError (they do not
        follow what is here).
        """
        with _told(self.path), self._writing():
            self._db.executemany(_INSERT, rows)

    def _known(self, stream: str, fresh: Sequence[Fresh]) -> list[Raw]:
        """The rows of the stream that have one of the ids."""
        query = f"{_SELECT} WHERE stream = ? AND id = ?"
        found = (self._db.execute(query, (stream, event.id)).fetchone() for event in fresh)
        return [Raw._make(row) for row in found if row]

    # --- reading ------------------------------------------------------------------------------

    def head(self, stream: str) -> Head:
        """As the contract says."""
        with _told(self.path):
            return self._head(stream)

    def position(self) -> int:
        """As the contract says."""
        with _told(self.path):
            return self._last()

    def _head(self, stream: str) -> Head:
        row = self._db.execute(_HEAD, (stream,)).fetchone()
        return Head._make(row) if row else EMPTY

    def _last(self) -> int:
        row = self._db.execute("SELECT max(position) FROM events").fetchone()
        return row[0] or 0

    def streams(self) -> list[str]:
        """As the contract says."""
        with _told(self.path):
            return [stream for (stream,) in self._db.execute(_STREAMS)]

    def raw(
        self, after: int = 0, stream: str | None = None, types: Collection[str] | None = None
    ) -> Iterator[Raw]:
        """As the contract says."""
        query, values = _page_query(stream, types)
        cursor = after if stream is None else self._place(stream, after)
        size = PAGE
        while True:
            try:
                with _told(self.path, after + 1):
                    rows = self._db.execute(query, (*values, cursor, size)).fetchall()
            except Corrupt:
                if size == 1:
                    raise
                size = 1  # from here row by row, up to the one that cannot be read
                continue
            page = [Raw._make(row) for row in rows]
            yield from page
            if len(page) < size:
                return
            after = page[-1].position
            cursor = after if stream is None else page[-1].n

    def read(
        self, after: int = 0, stream: str | None = None, types: Collection[str] | None = None
    ) -> Iterator[Recorded]:
        """As the contract says."""
        return self._codec.read(self.raw(after, stream, types), self._types)

    def at(self, positions: Iterable[int]) -> Iterator[Recorded]:
        """As the contract says."""
        return self._codec.read(self.raw_at(positions), self._types)

    def raw_at(self, positions: Iterable[int]) -> Iterator[Raw]:
        """The stored rows at these positions, in the order of the log."""
        left = iter(sorted(set(positions)))
        while page := list(islice(left, PAGE)):
            marks = ", ".join("?" * len(page))  # the writer may not call json_each
            query = f"{_SELECT} WHERE position IN ({marks}) ORDER BY position"
            with _told(self.path, page[0]):
                rows = self._db.execute(query, page).fetchall()
            yield from map(Raw._make, rows)

    def heads_at(self, position: int) -> dict[str, Head]:
        """The last event of each stream up to and with a position, by what is written there."""
        with _told(self.path):
            places = {stream: self._place(stream, position) for stream in self.streams()}
            rows = {
                stream: self._db.execute(_NTH, (stream, n)).fetchone()
                for stream, n in places.items()
                if n
            }
        return {stream: Head._make(row) for stream, row in rows.items() if row}

    def _place(self, stream: str, after: int) -> int:
        """`n` of the last event of the stream that is not behind the position."""

        def position(n: int) -> int:
            row = self._db.execute(_NTH, (stream, n)).fetchone()
            return row[0] if row else 0

        with _told(self.path):
            last = self._head(stream).n if after > 0 else 0
            return bisect_right(range(1, last + 1), after, key=position)

    def _types(self) -> list[str]:
        """Every stored type there is."""
        with _told(self.path):
            return [name for (name,) in self._db.execute("SELECT DISTINCT type FROM events")]

    # --- checking and closing -----------------------------------------------------------------

    def check_store(self) -> None:
        """The whole file by SQLite's own check: pages, indexes, constraints."""
        self._check_file("integrity_check")

    def _check_file(self, how: str) -> None:
        """Raise Corrupt with the first thing that SQLite finds."""
        with _told(self.path):
            found = self._db.execute(f"PRAGMA {how}").fetchone()[0]
        if found != "ok":
            raise Corrupt(0, f"{self.path}: {' '.join(str(found).split())}")

    def _check_tail(self) -> None:
        """Raise Corrupt unless the last events are numbered and linked as they were appended."""
        start = max(self.position() - TAIL, 0)
        rows = list(self.raw(start))
        firsts = {row.stream: row for row in reversed(rows)}
        heads = {stream: self.before(row) for stream, row in firsts.items()}
        chain = Chain(start, heads)
        for row in rows:
            chain.follow(row)

    def before(self, row: Raw) -> Head:
        """What stands before an event in its stream. Raises as `read` does."""
        with _told(self.path):
            found = self._db.execute(_BEFORE, (row.stream, row.n)).fetchone()
        return Head._make(found) if found else EMPTY

    def close(self) -> None:
        """Close the file; the last connection takes the WAL in."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _page_query(stream: str | None, types: Collection[str] | None) -> tuple[str, list[str]]:
    """The statement for a page and its values but the last two: where it starts, how many rows.

    A stream is read along its own numbers: a rare stream costs nothing for the events between.
    """
    column, where, values = "position", [], []
    if stream is not None:
        column, where, values = "n", ["stream = ?"], [stream]
    if types is not None:
        where.append(f"{_BASE} IN ({', '.join('?' * len(types))})")
        values += types
    where.append(f"{column} > ?")
    return f"{_SELECT} WHERE {' AND '.join(where)} ORDER BY {column} LIMIT ?", values
