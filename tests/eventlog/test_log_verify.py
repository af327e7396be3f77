"""Damage is found, and the first bad position is named."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from monitor.errors import Corrupt, MonitorError
from monitor.eventlog import Head, Raw, link
from monitor.eventlog.memory import MemoryLog
from monitor.eventlog.sqlite import PAGE, TAIL, open_reader, open_writer
from monitor.eventlog.verify import Verified, verify
from tests.eventlog import released
from tests.eventlog.contract import failures, rows

COUNT = 40


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "log.db"
    with open_writer(path) as log:
        log.append("a", failures(COUNT // 2), 0)
        log.append("b", failures(COUNT // 2, first=COUNT), 0)
    return path


def verified(path: Path) -> Verified:
    reader = open_reader(path)
    assert reader is not None
    with reader:
        return verify(reader)


def rewrite(path: Path, *statements: str) -> None:
    """What somebody does who owns the file and knows SQL, with the guards put back afterwards."""
    with closing(sqlite3.connect(path)) as db:
        guards = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            db.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            db.execute(statement)
        for _, sql in guards:
            db.execute(sql)
        db.commit()


def test_a_whole_log_is_described(path: Path) -> None:
    """Verifying gives the number of events and the head of each stream."""
    whole = {row.position: row for row in rows(path)}
    assert verified(path) == Verified(
        COUNT, {"a": Head(20, 20, whole[20].hash), "b": Head(40, 20, whole[40].hash)}, COUNT
    )


def test_ids_can_be_left_out(path: Path) -> None:
    """Without the ids no event is decoded."""
    reader = open_reader(path)
    assert reader is not None
    with reader:
        assert verify(reader, ids=False).ids == 0
        assert verify(reader, ids=False).events == COUNT


@pytest.mark.parametrize(
    ("statement", "position"),
    [
        ("UPDATE events SET body = CAST(replace(body, 'ap', 'b') AS BLOB) WHERE n = 7", 7),
        ("UPDATE events SET body = CAST(body || ' ' AS BLOB) WHERE position IN (7, 30)", 7),
        ("UPDATE events SET type = 'SourceGone' WHERE position = 30", 30),
        ("UPDATE events SET id = 'x' WHERE position = 1", 1),
        ("UPDATE events SET hash = upper(hash) WHERE position = 20", 20),
        ("UPDATE events SET hash = '' WHERE position = 40", 40),
        ("UPDATE events SET n = 99 WHERE position = 40", 40),
        ("UPDATE events SET stream = 'c', n = 1 WHERE position = 40", 40),
        ("UPDATE events SET stream = 'c' WHERE stream = 'b'", 21),
        ("UPDATE events SET position = 41 WHERE position = 40", 40),
        ("UPDATE events SET position = 0 WHERE position = 1", 1),
        ("UPDATE events SET position = position + 1000 WHERE stream = 'b'", 21),
        ("DELETE FROM events WHERE position = 1", 1),
        ("DELETE FROM events WHERE position = 25", 25),
        ("DELETE FROM events WHERE stream = 'a'", 1),
    ],
)
def test_a_rewritten_log_is_found(path: Path, statement: str, position: int) -> None:
    """Whatever is changed with SQL behind the guards, the first bad position is named."""
    rewrite(path, statement)
    with pytest.raises(Corrupt) as caught:
        verified(path)
    assert caught.value.position == position


def test_an_event_under_a_wrong_id_is_found() -> None:
    """A chain that holds over a wrong id is not enough: the id is that of the event."""
    log = MemoryLog()
    log.append("a", failures(2), 0)
    first, second = log.raw()
    fields = second._replace(id="0" * 32)
    chained = link(first.hash, stream="a", n=2, id=fields.id, type=fields.type, body=fields.body)
    log._rows[1] = fields._replace(hash=chained)
    with pytest.raises(Corrupt, match="position 2: its id is not that of its SourceFailed"):
        verify(log)
    assert verify(log, ids=False).events == 2


def test_events_cut_off_at_the_end_change_the_heads(path: Path) -> None:
    """What no chain can show is shown by heads that were written down before."""
    before = verified(path)
    rewrite(path, "DELETE FROM events WHERE position > 35")
    after = verified(path)
    assert after.events == 35
    assert after.streams["a"] == before.streams["a"]
    assert after.streams["b"] != before.streams["b"]


# --- damage of the file -------------------------------------------------------------------------


def flip(path: Path, at: int, bit: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1 << bit
    path.write_bytes(content)


FIELDS: list[Callable[[Raw], bytes]] = [
    lambda row: row.body,
    lambda row: row.hash.encode(),
    lambda row: row.id.encode() + row.type.encode(),
]


@pytest.mark.parametrize("bit", [0, 1, 4, 7])
@pytest.mark.parametrize("field", FIELDS, ids=["body", "hash", "id and type"])
def test_a_flipped_bit_is_found(path: Path, field: Callable[[Raw], bytes], bit: int) -> None:
    """A single bit in a stored event is found, with the position of the event."""
    for row in rows(path)[:: COUNT // 8]:
        text = field(row)
        at = path.read_bytes().index(text) + row.position % len(text)
        flip(path, at, bit)
        with pytest.raises(Corrupt) as caught:
            verified(path)
        assert caught.value.position == row.position
        flip(path, at, bit)
    assert verified(path).events == COUNT


FLIPS = 300
"""Single bits that are flipped, one at a time."""


def places(path: Path) -> list[list[int]]:
    """Where in the file the bytes of each event's row are, whatever page they are on.

    Left out is the one byte that says nothing: the type of the column of the position, which SQLite
    keeps elsewhere in the row and reads from there.
    """
    whole = path.read_bytes()
    found = []
    for row in rows(path):
        number = row.n.to_bytes(1) if row.n > 1 else b""  # SQLite keeps 1 in the type alone
        text = b"".join((row.stream.encode(), number, row.id.encode(), row.type.encode()))
        record = text + row.body + row.hash.encode()
        assert whole.count(record) == 1
        begin = whole.index(record)
        cell = begin - len(_header(row))
        assert whole[cell:begin].endswith(_header(row))
        idle = begin - len(_kinds(row))
        found.append([at for at in range(cell, begin + len(record)) if at != idle])
    return found


def _header(row: Raw) -> bytes:
    """The head of the row as SQLite writes it: length, position, then the type of each column."""
    kinds = _kinds(row)
    head = bytes([len(kinds) + 1]) + kinds
    texts = (row.stream, row.id, row.type, row.hash)
    size = sum(len(each.encode()) for each in texts) + len(row.body) + (row.n > 1)
    return _varint(len(head) + size) + _varint(row.position) + head


def _kinds(row: Raw) -> bytes:
    """The types of the columns, the position's first: nothing."""
    texts = (row.stream, row.id, row.type, row.hash)
    stream, id_, type_, hash_ = (_varint(13 + 2 * len(each.encode())) for each in texts)
    number = bytes([9 if row.n == 1 else 1])
    return b"\0" + stream + number + id_ + type_ + _varint(12 + 2 * len(row.body)) + hash_


def _varint(value: int) -> bytes:
    assert value < 1 << 14
    return bytes([value]) if value < 1 << 7 else bytes([0x80 | value >> 7, value & 0x7F])


@pytest.mark.parametrize("seed", range(3))
def test_every_flipped_bit_of_an_event_is_found(tmp_path: Path, seed: int) -> None:
    """Any bit of any column of any row, and of the row's own head in the page: verify finds it."""
    path = tmp_path / "log.db"
    with open_writer(path) as log:
        log.take(released.rows("0.1.0"))
    assert verified(path).events == len(released.rows("0.1.0"))
    whole, chance = path.read_bytes(), random.Random(seed)
    where = places(path)
    unseen = []
    for _ in range(FLIPS // 3):
        at, bit = chance.choice(chance.choice(where)), chance.randrange(8)
        flip(path, at, bit)
        try:
            verified(path)
            unseen.append((at, bit))
        except MonitorError:
            pass
        path.write_bytes(whole)
        for leftover in ("log.db-wal", "log.db-shm"):
            path.with_name(leftover).unlink(missing_ok=True)
    assert unseen == []


def test_no_flipped_bit_changes_an_event_unseen(path: Path) -> None:
    """Wherever in the file a bit is flipped: it is found, or every event is as it was."""
    whole = path.read_bytes()
    before = rows(path)
    chance = random.Random(21)
    found = 0
    for _ in range(400):
        flip(path, chance.randrange(len(whole)), chance.randrange(8))
        try:
            verified(path)
            assert rows(path) == before
        except MonitorError:
            found += 1
        path.write_bytes(whole)
        for leftover in ("log.db-wal", "log.db-shm"):
            path.with_name(leftover).unlink(missing_ok=True)
    assert found > 100


def test_a_truncated_file_is_refused(path: Path) -> None:
    """A file that has lost its end, or all of it, is never taken for a shorter or a new log."""
    whole = path.read_bytes()
    for size in (0, 1, 50, 100, 511, 512, *range(1_000, len(whole), 1_000), len(whole) - 1):
        path.write_bytes(whole[:size])
        with pytest.raises(Corrupt):
            open_writer(path)
    path.write_bytes(whole)
    assert verified(path).events == COUNT


def test_the_tail_is_checked_at_opening(tmp_path: Path) -> None:
    """Damage among the last events is found when the log is opened for writing, older by verify."""
    path = tmp_path / "log.db"
    count = PAGE + TAIL
    with open_writer(path) as log:
        log.append("a", failures(count - 1), 0)
        log.append("b", failures(1), 0)
    rewrite(path, f"UPDATE events SET hash = 'x' WHERE position = {count - TAIL - 3}")
    open_writer(path).close()
    with pytest.raises(Corrupt, match=f"position {count - TAIL - 3}:"):
        verified(path)
    rewrite(path, f"UPDATE events SET hash = 'x' WHERE position = {count - TAIL + 3}")
    with pytest.raises(Corrupt) as caught:
        open_writer(path)
    assert caught.value.position == count - TAIL + 3


def test_reading_stops_before_the_damage(path: Path) -> None:
    """Events before the one that cannot be read are given, then its position is named."""
    row = rows(path)[29]
    at = path.read_bytes().index(row.id.encode() + row.type.encode())
    flip(path, at, 7)
    reader = open_reader(path)
    assert reader is not None
    with reader:
        events = reader.read()
        assert [next(events).position for _ in range(29)] == list(range(1, 30))
        with pytest.raises(Corrupt, match=r"position 30: .*UTF-8"):
            next(events)
