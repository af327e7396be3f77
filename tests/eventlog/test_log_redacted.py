"""Bodies taken out of a log: the chain holds, the bytes are gone, and nobody can do it unseen."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.errors import Conflict, Corrupt, StateError, Unavailable
from monitor.eventlog import Raw, content, is_note, link, note, rewriting
from monitor.eventlog.memory import MemoryLog
from monitor.eventlog.rewriting import redact
from monitor.eventlog.sqlite import open_reader, open_writer
from monitor.eventlog.verify import Checked, Verified, verify
from monitor.events import AnyEvent, EventRedacted, SourceFailed
from tests.eventlog.contract import failures, rows
from tests.eventlog.moved import file_size_limit
from tests.eventlog.test_log_verify import rewrite, verified

SECRET = "the name of a private person"
AT = datetime(2025, 11, 20, tzinfo=UTC)


def events() -> list[AnyEvent]:
    """Ten, of which the fourth holds what must go."""
    private = SourceFailed(source="ap", address="https://example.org/", at=AT, detail=SECRET)
    return [*failures(3), private, *failures(6, first=3)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "log.db"
    with open_writer(path) as log:
        log.append("a", events(), 0)
        log.append("b", failures(2), 0)
    return path


def said(row: Raw, **changes: object) -> EventRedacted:
    """That a row was redacted."""
    fields: dict[str, object] = {"position": row.position, "n": row.n, "event": row.id}
    told = {"kind": row.type, "who": "ana", "why": "a court has ordered it", "at": AT}
    return EventRedacted(**(fields | told | changes))  # type: ignore[arg-type]


def nothing() -> None:
    """Nothing else has to go."""


def taken_out(path: Path, *positions: int) -> Verified:
    """Redact these."""
    found = rows(path)
    told: dict[str, list[EventRedacted]] = {}
    for position in positions:
        told.setdefault(found[position - 1].stream, []).append(said(found[position - 1]))
    return redact(path, told, nothing)


def bytes_of(folder: Path) -> bytes:
    """All that lies in a folder."""
    return b"".join(each.read_bytes() for each in folder.iterdir() if each.is_file())


# --- the note -----------------------------------------------------------------------------------


def test_a_note_keeps_the_link() -> None:
    """The chain is over the hash of the body, which the note tells."""
    body = b'{"type":"SourceFailed"}'
    assert is_note(note(body))
    assert not is_note(body)
    assert content(note(body)) == content(body)
    fields = {"stream": "a", "n": 1, "id": "x", "type": "SourceFailed"}
    assert link("", **fields, body=body) == link("", **fields, body=note(body))  # type: ignore[arg-type]
    assert note(note(body)) == note(body)


@pytest.mark.parametrize("at", range(0, 376, 25))
def test_a_note_with_another_bit_is_another_body(at: int) -> None:
    """Nothing in a note is outside the hash."""
    changed = bytearray(note(b"{}"))
    changed[at // 8] ^= 1 << at % 8
    assert content(bytes(changed)) != content(b"{}")


# --- in a file ----------------------------------------------------------------------------------


def test_a_redacted_body_is_gone_and_all_else_is_there(path: Path) -> None:
    """Position, stream, number, id, type and hash stay; so do the other bodies and the heads."""
    before = rows(path)
    assert SECRET.encode() in bytes_of(path.parent)
    found = taken_out(path, 4)
    assert (found.events, found.redacted, found.ids) == (13, 1, 12)
    assert SECRET.encode() not in bytes_of(path.parent)
    after = rows(path)
    assert after[:12] == [
        row._replace(body=note(row.body)) if row.position == 4 else row for row in before
    ]
    assert after[12].type == "EventRedacted"
    assert verified(path) == found


def test_bytes_are_gone_from_free_pages_and_from_the_wal(path: Path) -> None:
    """Also where a writer was killed: what it had in its WAL is in the new file, the WAL is not."""
    crashed = path.parent / "crashed"
    crashed.mkdir()
    with open_writer(path) as log:
        log.append("c", events(), 0)
        for name in ("log.db", "log.db-wal"):
            shutil.copy(path.with_name(name), crashed / name)
    assert SECRET.encode() in (crashed / "log.db-wal").read_bytes()
    taken_out(crashed / "log.db", 4, 16)
    assert SECRET.encode() not in bytes_of(crashed)
    assert verified(crashed / "log.db").redacted == 2


def test_readers_pass_over_what_was_redacted(path: Path) -> None:
    """It is left out, and whoever counts is told how many were."""
    taken_out(path, 1, 4, 5)
    with open_writer(path) as log:
        read = list(log.read(stream="a"))
        assert [each.n for each in read] == [2, 3, 6, 7, 8, 9, 10, 11, 12, 13]
        assert [each.passed for each in read] == [1, 0, 2, 0, 0, 0, 0, 0, 0, 0]
        assert list(log.read()) == list(Checked(log).read())
        assert next(each.position for each in log.read(types=["SourceFailed"], after=3)) == 6


def test_the_guards_are_in_the_new_file(path: Path) -> None:
    """It is a log like any other: it takes events, and nothing else."""
    taken_out(path, 4)
    with open_writer(path) as log:
        assert log.append("a", failures(1, first=90), log.head("a").position) == [14]
    with (
        closing(sqlite3.connect(path)) as other,
        pytest.raises(sqlite3.DatabaseError, match="append-only"),
    ):
        other.execute("UPDATE events SET body = x'7b7d' WHERE position = 5")


def test_the_guards_of_the_old_file_are_never_dropped(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Up to the exchange the old log is whole, under its name, and refuses to be changed."""
    seen: list[int] = []

    def look() -> None:
        with closing(sqlite3.connect(path)) as other:
            with pytest.raises(sqlite3.DatabaseError, match="append-only"):
                other.execute("DELETE FROM events")
            seen.append(other.execute("SELECT count(*) FROM events").fetchone()[0])

    redact(path, {"a": [said(rows(path)[3])]}, look)
    assert seen == [12]


def test_the_same_append_again_is_harmless_when_it_was_redacted(path: Path) -> None:
    """A retry gives the same positions; another body under the id is a conflict as ever."""
    taken_out(path, 4)
    with open_writer(path) as log:
        assert log.append("a", events()[3:5], 0) == [4, 5]
        other = SourceFailed(source="ap", address="https://example.org/", at=AT, detail="other")
        with pytest.raises(Conflict):
            log.append("a", [other], log.head("a").position)
        assert is_note(rows(path)[3].body)


def test_rows_of_a_redacted_log_make_the_same_log(path: Path, tmp_path: Path) -> None:
    """Rows with their notes are all that is needed: the heads and the count are the same."""
    found = taken_out(path, 4)
    with open_writer(tmp_path / "other.db") as other, MemoryLog() as memory:
        other.take(rows(path))
        memory.take(rows(path))
        assert verify(other) == verify(memory) == found
        assert list(other.read()) == list(memory.read())


def test_the_new_file_belongs_to_whom_the_old_one_belonged(path: Path) -> None:
    """Whoever runs the command; the service must be able to go on."""
    path.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(path, 65_534, 65_534)
    before = path.stat()
    taken_out(path, 4)
    after = path.stat()
    assert (before.st_mode, before.st_uid, before.st_gid) == (
        after.st_mode,
        after.st_uid,
        after.st_gid,
    )
    assert before.st_ino != after.st_ino


def test_a_log_behind_a_link_stays_there(path: Path, tmp_path: Path) -> None:
    """The state folder may hold a link to another disk."""
    disk = tmp_path / "disk"
    disk.mkdir()
    path.rename(disk / "log.db")
    path.symlink_to(disk / "log.db")
    taken_out(path, 4)
    assert path.is_symlink()
    assert SECRET.encode() not in bytes_of(disk)


# --- when it cannot be done ---------------------------------------------------------------------


def test_a_damaged_log_is_not_made_to_look_whole(path: Path) -> None:
    """What is wrong with it stays to be seen."""
    rewrite(path, "UPDATE events SET hash = 'x' WHERE position = 2")
    before = path.read_bytes()
    with pytest.raises(Corrupt, match="position 2:"):
        taken_out(path, 4)
    assert path.read_bytes()[100:] == before[100:]
    assert not list(path.parent.glob("log.db.new*"))


def test_beside_a_reader_nothing_is_exchanged(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its shared memory would be taken for the new file's; when it has ended it works."""
    monkeypatch.setattr(rewriting, "PATIENCE_S", 0.1)
    before = rows(path)
    reader = open_reader(path)
    assert reader is not None
    with reader:
        assert len(list(reader.raw())) == 12
        with pytest.raises(Unavailable, match="another program reads"):
            taken_out(path, 4)
    assert rows(path) == before
    assert taken_out(path, 4).redacted == 1


def test_without_room_nothing_is_changed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes the log's size once more for a while, and says so."""
    usage = shutil.disk_usage(path)._replace(free=1_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    before = rows(path)
    with pytest.raises(StateError, match="no room for a copy of the log"):
        taken_out(path, 4)
    assert rows(path) == before


@pytest.mark.parametrize("part", [0.1, 0.5, 0.7, 0.85, 0.95, 0.99])
def test_a_disk_that_fills_up_costs_nothing(part: float, path: Path) -> None:
    """Wherever the new file stops: it is told, and the log is what it was."""
    with open_writer(path) as log:
        log.append("c", failures(4_000), 0)
    before, size = rows(path), path.stat().st_size
    with file_size_limit(int(size * part)), pytest.raises(StateError, match=r"cannot be written"):
        taken_out(path, 4)
    assert rows(path) == before
    assert not list(path.parent.glob("log.db.new*"))
    assert taken_out(path, 4).redacted == verified(path).redacted == 1


def test_what_fails_before_the_exchange_leaves_the_log_as_it_was(path: Path) -> None:
    """The new file takes its name last, when everything else has been done."""
    before = rows(path)

    def fail() -> None:
        assert verified(path.with_name("log.db.new")).redacted == 1
        raise StateError("feeds.db cannot be written")

    with pytest.raises(StateError, match="feeds"):
        redact(path, {"a": [said(before[3])]}, fail)
    assert rows(path) == before
    assert not list(path.parent.glob("log.db.new*"))
    with open_writer(path) as log:
        assert log.append("a", failures(1, first=90), 10) == [13]


def test_what_a_killed_attempt_has_left_is_no_hindrance(path: Path) -> None:
    """It is taken away; the log itself was never touched."""
    for name in ("log.db.new", "log.db.new-wal", "log.db.new-shm"):
        path.with_name(name).write_bytes(b"half")
    assert taken_out(path, 4).redacted == 1
    assert not list(path.parent.glob("log.db.new*"))


# --- tampering ----------------------------------------------------------------------------------


def forged(path: Path, *positions: int) -> None:
    """Bodies replaced by notes with the chain intact, by somebody who knows how."""
    found = rows(path)
    rewrite(
        path,
        *(
            f"UPDATE events SET body = x'{note(found[at - 1].body).hex()}' WHERE position = {at}"
            for at in positions
        ),
    )


@pytest.mark.parametrize("honest", [(), (4,)])
def test_a_body_that_went_without_an_event_is_tampering(path: Path, honest: Sequence[int]) -> None:
    """The chain holds over a note; only the event says that somebody answers for it."""
    if honest:
        taken_out(path, *honest)
    forged(path, 7, 9)
    with pytest.raises(Corrupt, match="its body is gone, and no EventRedacted says") as caught:
        verified(path)
    assert caught.value.position == 7
    with open_writer(path) as log, pytest.raises(Corrupt, match="position 7"):
        list(Checked(log).read())


@pytest.mark.parametrize(
    "wrong", [{"n": 8}, {"event": "0" * 32}], ids=["another number", "another id"]
)
def test_an_event_about_another_one_does_not_cover_it(path: Path, wrong: dict[str, object]) -> None:
    """Number and id must be those of what is gone."""
    row = rows(path)[6]
    with open_writer(path) as log:
        log.append("a", [said(row, **wrong)], log.head("a").position)
    forged(path, 7)
    with pytest.raises(Corrupt, match="position 7"):
        verified(path)


def test_an_event_of_another_stream_does_not_cover_it(path: Path) -> None:
    """Each stream stands for itself: it can be exported alone."""
    row = rows(path)[6]
    with open_writer(path) as log:
        log.append("b", [said(row)], log.head("b").position)
    forged(path, 7)
    with pytest.raises(Corrupt, match="position 7"):
        verified(path)


def test_a_body_that_was_put_back_is_found(path: Path) -> None:
    """What was taken out by order must not be there again, although its hash is the right one."""
    body = rows(path)[3].body
    taken_out(path, 4)
    rewrite(path, f"UPDATE events SET body = x'{body.hex()}' WHERE position = 4")
    with pytest.raises(Corrupt, match="position 13: it says that an event was redacted which is"):
        verified(path)
