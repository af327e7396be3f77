"""Append-only: what is refused through the writer, what through any other connection."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from monitor.errors import Corrupt, Unavailable
from monitor.eventlog.schema import GUARDS
from monitor.eventlog.sqlite import SqliteLog, open_reader, open_writer
from monitor.eventlog.verify import verify
from tests.eventlog.contract import failures, rows


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.db"


@pytest.fixture
def log(path: Path) -> Iterator[SqliteLog]:
    with open_writer(path) as log:
        log.append("a", failures(3), 0)
        log.append("b", failures(1), 0)
        yield log


VALUES = "'a', 4, 'id', 'type', x'7b7d', 'hash'"
REFUSED = r"not authorized|authorization denied|may not be modified|append-only|NULL|BLOB"
REWRITES = [
    "UPDATE events SET body = x'00' WHERE position = 1",
    "UPDATE events SET position = 99 WHERE position = 4",
    "UPDATE OR REPLACE events SET position = 1 WHERE position = 4",
    "DELETE FROM events WHERE position = 4",
    "DELETE FROM events",
    "REPLACE INTO events SELECT * FROM events WHERE position = 1",
    "REPLACE INTO events SELECT 5, stream, n, id, type, body, hash FROM events WHERE position = 1",
    "REPLACE INTO events SELECT 5, stream, 4, id, type, body, hash FROM events WHERE position = 1",
    "INSERT OR IGNORE INTO events SELECT * FROM events WHERE position = 1",
    f"INSERT INTO events VALUES (4, {VALUES}) ON CONFLICT (position) DO UPDATE SET body = x'00'",
    "INSERT INTO events SELECT 5, 'a', 4, id, type, body, hash FROM events WHERE position = 1"
    " ON CONFLICT DO UPDATE SET body = x'00'",
]
MISPLACED = [
    f"INSERT INTO events VALUES (6, {VALUES})",
    f"INSERT INTO events VALUES (0, {VALUES})",
    f"INSERT INTO events VALUES (-1, {VALUES})",
    f"INSERT INTO events VALUES (NULL, {VALUES})",
    "INSERT INTO events VALUES (5, 'a', 5, 'id', 'type', x'7b7d', 'hash')",
    "INSERT INTO events VALUES (5, 'new', 2, 'id', 'type', x'7b7d', 'hash')",
    "INSERT INTO events VALUES (5, 'a', 4, 'id', 'type', 'not bytes', 'hash')",
    "INSERT INTO events VALUES (5, 'a', 4, 'id', 'type', NULL, 'hash')",
]
CHANGES_OF_SCHEMA = [
    "DROP TRIGGER events_no_update",
    "DROP TRIGGER events_no_delete",
    "DROP TRIGGER events_in_order",
    "DROP TABLE events",
    "DROP INDEX idx_events_stream_id",
    "ALTER TABLE events RENAME TO old",
    "ALTER TABLE events ADD COLUMN note TEXT",
    "CREATE TABLE other (a)",
    "CREATE TRIGGER other BEFORE INSERT ON events BEGIN SELECT RAISE(IGNORE); END",
]
WAYS_AROUND = [
    "CREATE TEMP TABLE other (a)",
    "CREATE TEMP TRIGGER other BEFORE INSERT ON events BEGIN SELECT RAISE(IGNORE); END",
    "ATTACH ':memory:' AS other",
    "VACUUM",
    "PRAGMA writable_schema = 1",
    "PRAGMA recursive_triggers = 0",
    "PRAGMA synchronous = OFF",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA user_version = 2",
    "UPDATE sqlite_master SET sql = ''",
    "DELETE FROM sqlite_master",
    "INSERT INTO sqlite_master VALUES ('table', 'x', 'x', 0, '')",
]


@pytest.mark.parametrize("attack", [*REWRITES, *MISPLACED, *CHANGES_OF_SCHEMA, *WAYS_AROUND])
def test_the_writer_can_only_append(log: SqliteLog, path: Path, attack: str) -> None:
    """Nothing but an event behind the last one gets through the writer's own connection."""
    before = list(log.raw())
    with pytest.raises(sqlite3.DatabaseError, match=REFUSED):
        log._db.execute(attack)
    assert list(log.raw()) == rows(path) == before
    assert log.append("a", failures(1, first=3), 3) == [5]
    assert verify(log).events == 5


@pytest.mark.parametrize("attack", [*REWRITES, *MISPLACED])
def test_other_programs_can_only_append(log: SqliteLog, path: Path, attack: str) -> None:
    """The guards are in the file: they hold for a connection with SQLite's default settings."""
    before = list(log.raw())
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        assert other.execute("PRAGMA recursive_triggers").fetchone() == (0,)
        with pytest.raises(sqlite3.DatabaseError, match=r"append-only|NULL|BLOB"):
            other.execute(attack)
    assert list(log.raw()) == before


@pytest.mark.parametrize("change", CHANGES_OF_SCHEMA)
def test_a_changed_schema_is_refused(log: SqliteLog, path: Path, change: str) -> None:
    """What another program can do, changing the schema, is seen when the log is opened."""
    log.close()
    with closing(sqlite3.connect(path)) as other:
        other.execute(change)
    for opened in (open_writer, open_reader):
        with pytest.raises(Corrupt, match="the schema has been changed"):
            opened(path)


def test_a_weakened_guard_is_refused(log: SqliteLog, path: Path) -> None:
    """A trigger of the right name with other text is no guard."""
    log.close()
    with closing(sqlite3.connect(path)) as other:
        other.execute("DROP TRIGGER events_no_update")
        other.execute(
            "CREATE TRIGGER events_no_update BEFORE UPDATE ON events WHEN 0 BEGIN SELECT 1; END"
        )
    with pytest.raises(Corrupt, match="not as it was made: events_no_update"):
        open_writer(path)


def test_a_reader_cannot_write(log: SqliteLog, path: Path) -> None:
    """A reader's append is refused as unavailable; it goes on reading."""
    reader = open_reader(path)
    assert reader is not None
    with reader:
        with pytest.raises(Unavailable, match="read-only"):
            reader.append("a", failures(1, first=3), 3)
        assert list(reader.raw()) == list(log.raw())


def _with_guards_down(other: sqlite3.Connection, change: str) -> None:
    """Guards away, the change, the same guards back."""
    for name in GUARDS:
        other.execute(f"DROP TRIGGER {name}")
    other.execute(change)
    for guard in GUARDS.values():
        other.execute(guard)


def a_body_is_changed(other: sqlite3.Connection) -> None:
    _with_guards_down(other, "UPDATE events SET body = x'7b7d' WHERE position = 2")


def an_event_is_taken_out(other: sqlite3.Connection) -> None:
    _with_guards_down(other, "DELETE FROM events WHERE position = 2")


def an_event_is_put_in(other: sqlite3.Connection) -> None:
    other.execute("INSERT INTO events SELECT 5, 'a', 4, 'x', type, body, hash FROM events LIMIT 1")


def two_events_change_places(other: sqlite3.Connection) -> None:
    turned = (
        "UPDATE events SET position = CASE position WHEN 1 THEN -2 ELSE -1 END WHERE position < 3"
    )
    _with_guards_down(other, turned)
    _with_guards_down(other, "UPDATE events SET position = -position WHERE position < 0")


def an_event_goes_to_another_stream(other: sqlite3.Connection) -> None:
    _with_guards_down(other, "UPDATE events SET stream = 'c' WHERE position = 4")


def bytes_are_written_past_the_guards(other: sqlite3.Connection) -> None:
    """A handle on a value fires no trigger."""
    with other.blobopen("events", "body", 2) as body:
        body[3] = body[3] ^ 1


PAST_THE_GUARDS = [
    (a_body_is_changed, 2),
    (an_event_is_taken_out, 2),
    (an_event_is_put_in, 5),
    (two_events_change_places, 1),
    (an_event_goes_to_another_stream, 4),
    (bytes_are_written_past_the_guards, 2),
]


@pytest.mark.parametrize(("tamper", "position"), PAST_THE_GUARDS)
def test_what_gets_past_the_guards_is_found(
    log: SqliteLog, path: Path, tamper: Callable[[sqlite3.Connection], None], position: int
) -> None:
    """Whoever may write the file can go around all guards; the chain names the first wrong position."""
    log.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        tamper(other)
    reader = open_reader(path)
    assert reader is not None
    with reader, pytest.raises(Corrupt) as caught:
        verify(reader)
    assert caught.value.position == position
    with pytest.raises(Corrupt):  # so few events are all in the tail that each start checks
        open_writer(path)
