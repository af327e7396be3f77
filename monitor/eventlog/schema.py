"""The SQLite file of the log: its settings, its one table, its guards, what a writer may do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

from monitor.errors import Corrupt, StateError, UnknownEvent

APPLICATION = 0x4D6F4C67
"""`application_id` of the file: "MoLg" in ASCII; `file` and SQLite's own tools show it."""
FORMAT = 1
"""`user_version` of the file; goes up with the table, not with the events."""

WRITER_SETTINGS: Mapping[str, str | int] = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: NORMAL loses acknowledged events at a power cut
    "recursive_triggers": 1,  # else INSERT OR REPLACE deletes rows past the DELETE trigger
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "wal_autocheckpoint": 1_000,  # pages
    "journal_size_limit": 1 << 26,  # bytes: a WAL that a long reader has blown up shrinks again
}
READER_SETTINGS: Mapping[str, str | int] = {
    "query_only": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
}

_REFUSED = "the log is append-only"
GUARDS = {
    "events_no_update": f"""CREATE TRIGGER events_no_update BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END""",
    "events_no_delete": f"""CREATE TRIGGER events_no_delete BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END""",
    # Stops INSERT OR REPLACE on connections that have recursive_triggers off (SQLite's default).
    "events_in_order": f"""CREATE TRIGGER events_in_order BEFORE INSERT ON events
WHEN NEW.position IS NOT (SELECT coalesce(max(position), 0) + 1 FROM events)
  OR NEW.n IS NOT (SELECT coalesce(max(n), 0) + 1 FROM events WHERE stream = NEW.stream)
  OR EXISTS (SELECT 1 FROM events WHERE stream = NEW.stream AND id = NEW.id)
BEGIN SELECT RAISE(ABORT, '{_REFUSED}: an event goes behind the last one'); END""",
}
"""The triggers, as SQLite keeps their text."""

_COLUMNS = {
    "position": int,
    "stream": str,
    "n": int,
    "id": str,
    "type": str,
    "body": bytes,
    "hash": str,
}
_UNIQUE = (("stream", "n"), ("stream", "id"))
_OBJECTS = GUARDS | {
    "events": """CREATE TABLE events ( position INTEGER PRIMARY KEY, stream TEXT NOT NULL,
 n INTEGER NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL, body BLOB NOT NULL,
 hash TEXT NOT NULL ) STRICT""",
    "idx_events_stream_n": "CREATE UNIQUE INDEX idx_events_stream_n ON events (stream, n)",
    "idx_events_stream_id": "CREATE UNIQUE INDEX idx_events_stream_id ON events (stream, id)",
}
"""All that is in the file, but for quotes around names and for white space."""


def settle(db: sqlite3.Connection, settings: Mapping[str, str | int]) -> None:
    """Make the settings and look whether SQLite has taken them. Raises StateError."""
    for name, value in settings.items():
        db.execute(f"PRAGMA {name} = {value}")
        taken = pragma(db, name)
        if taken != value:
            raise StateError(f"SQLite does not take {name} = {value} for the log: it has {taken}")


def pragma(db: sqlite3.Connection, name: str) -> str | int:
    """The value of a setting, 0 when SQLite has no such setting."""
    row = db.execute(f"PRAGMA {name}").fetchone()
    value: str | int = row[0] if row else 0
    return value


def blank(db: sqlite3.Connection) -> bool:
    """Whether the file has no table and belongs to no program yet."""
    objects = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    return objects == 0 and pragma(db, "application_id") == 0


def create(db: sqlite3.Connection) -> None:
    """Make the table and its guards, within the transaction that is open."""
    from sqlite_utils import Database  # 0.1 s to import, needed once in the life of a log

    table = Database(db).create_table(
        "events",
        _COLUMNS,
        pk="position",
        not_null=set(_COLUMNS) - {"position"},
        strict=True,
    )
    for columns in _UNIQUE:
        table.create_index(columns, unique=True)
    for guard in GUARDS.values():
        db.execute(guard)
    db.execute(f"PRAGMA application_id = {APPLICATION}")
    db.execute(f"PRAGMA user_version = {FORMAT}")


def check(db: sqlite3.Connection, path: str) -> None:
    """That it is a log of this format with its guards. Raises StateError, UnknownEvent, Corrupt."""
    if pragma(db, "application_id") != APPLICATION:
        raise StateError(f"{path} is not an event log of monitor but a database of something else")
    version = pragma(db, "user_version")
    if version != FORMAT:
        raise UnknownEvent(f"{path} has format {version}, this version of monitor knows {FORMAT}")
    found = dict(db.execute("SELECT name, sql FROM sqlite_master"))
    _complain("missing", _OBJECTS.keys() - found.keys())
    _complain("not a part of the log", found.keys() - _OBJECTS.keys())
    changed = (name for name in found if _plain(found[name]) != _plain(_OBJECTS[name]))
    _complain("not as it was made", changed)


def _plain(sql: str) -> str:
    """A statement without the quotes and line breaks that sqlite-utils puts in."""
    return " ".join(sql.replace('"', "").split())


def _complain(what: str, names: Iterable[str]) -> None:
    """Raise Corrupt when there are such tables, indexes or triggers."""
    listed = ", ".join(sorted(names))
    if listed:
        raise Corrupt(0, f"the schema has been changed ({what}: {listed})")


_ALLOWED = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
    sqlite3.SQLITE_TRANSACTION,
    sqlite3.SQLITE_SAVEPOINT,
}


def only_append(
    action: int, first: str | None, second: str | None, _file: str | None, _by: str | None
) -> int:
    """Authorizer of the writer: it reads, and inserts into `events`; settings stay as they are."""
    allowed = (
        action in _ALLOWED
        or (action == sqlite3.SQLITE_INSERT and first == "events")
        or (action == sqlite3.SQLITE_PRAGMA and second is None)
    )
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY
