"""The log in a file: its guards, its settings, and what happens when the place is not usable."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from monitor.errors import Conflict, Corrupt, StateError, Unavailable, UnknownEvent
from monitor.eventlog import EventLog, schema
from monitor.eventlog.sqlite import SqliteLog, open_reader, open_writer
from monitor.eventlog.verify import verify
from tests.budgets import ROOT
from tests.eventlog.contract import failures, rows

NOBODY = 65_534
"""User id without rights: root may write into read-only folders."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.db"


@pytest.fixture
def log(path: Path) -> Iterator[SqliteLog]:
    with open_writer(path) as log:
        log.append("a", failures(3), 0)
        log.append("b", failures(1), 0)
        yield log


# --- settings -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("busy_timeout", 5_000),
        ("recursive_triggers", 1),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("journal_size_limit", 67_108_864),
        ("application_id", 0x4D6F4C67),
        ("user_version", 1),
    ],
)
def test_the_writer_has_its_settings(log: SqliteLog, name: str, value: object) -> None:
    """Durability and guards do not hang on how SQLite was compiled."""
    assert log._db.execute(f"PRAGMA {name}").fetchone() == (value,)


def test_a_setting_that_is_not_taken_is_an_error() -> None:
    """A file system without shared memory keeps the old journal: such a log is not written."""
    with (
        closing(sqlite3.connect(":memory:")) as db,
        pytest.raises(StateError, match=r"does not take journal_mode = wal .* it has memory"),
    ):
        schema.settle(db, schema.WRITER_SETTINGS)


def test_the_table_is_strict(log: SqliteLog, path: Path) -> None:
    """SQLite checks the types of the columns."""
    with closing(sqlite3.connect(path)) as other:
        strict = other.execute("SELECT strict FROM pragma_table_list WHERE name = 'events'")
        assert strict.fetchone() == (1,)


# --- opening ------------------------------------------------------------------------------------


def test_a_log_that_was_never_written_is_none(tmp_path: Path) -> None:
    """A reader can tell "never started" from "nothing happened", and makes no file."""
    assert open_reader(tmp_path / "log.db") is None
    assert open_reader(tmp_path / "no folder" / "log.db") is None
    assert list(tmp_path.iterdir()) == []


def test_a_log_can_be_opened_again(log: SqliteLog, path: Path) -> None:
    """What was appended is there after closing, for a writer and a reader."""
    before = list(log.raw())
    log.close()
    log.close()
    with open_writer(path) as again:
        assert list(again.raw()) == before
        assert again.append("a", failures(1, first=3), 3) == [5]
    assert rows(path)[:4] == before


@pytest.mark.parametrize("name", ["a?mode=memory", "50%20 #1.db", "été ☂.db"])
def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    """Characters that mean something in an address mean nothing in a path."""
    with open_writer(tmp_path / name) as log:
        log.append("a", failures(1), 0)
    assert len(rows(tmp_path / name)) == 1
    assert {entry.name for entry in tmp_path.iterdir()} >= {name}


def test_a_creation_that_was_cut_short_is_finished(path: Path) -> None:
    """A file without tables has never held an event: the schema is made in it."""
    with closing(sqlite3.connect(path)) as started:
        started.execute("PRAGMA journal_mode = WAL")
    assert open_reader(path) is None
    with open_writer(path) as log:
        assert log.append("a", failures(1), 0) == [1]


MAKING = """
import resource, signal, sys
import sqlite_utils
from monitor.eventlog.sqlite import open_writer
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), -1))
open_writer(sys.argv[1])
"""


def test_a_kill_while_a_log_is_made_is_no_hindrance(tmp_path: Path) -> None:
    """At whatever byte: there is no log yet, or one that is whole."""
    kills = 0
    for limit in (0, 512, 4_096, 8_192, 16_384, 24_576):
        path = tmp_path / f"{limit}" / "log.db"
        path.parent.mkdir()
        command = [sys.executable, "-B", "-c", MAKING, str(path), str(limit)]
        kills += subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGXFSZ
        with open_writer(path) as log:
            assert log.append("a", failures(1), 0) == [1]
        assert not list(path.parent.glob("*.new*"))
    assert kills == 6


def test_a_wal_without_its_log_is_not_deleted(path: Path) -> None:
    """It may be all that is left: SQLite would take the log for new."""
    with open_writer(path) as log:
        log.append("a", failures(3), 0)
        left = path.with_name("log.db-wal").read_bytes()
    path.unlink()
    path.with_name("log.db-wal").write_bytes(left)
    with pytest.raises(Corrupt, match=r"log\.db is gone, and .*log\.db-wal is left"):
        open_writer(path)
    assert path.with_name("log.db-wal").read_bytes() == left
    assert not path.exists()


def test_a_log_is_made_behind_a_link(path: Path) -> None:
    """The state folder may hold a link to another disk, on which nothing is yet."""
    disk = path.with_name("disk")
    disk.mkdir()
    path.symlink_to(disk / "log.db")
    with open_writer(path) as log:
        assert log.append("a", failures(1), 0) == [1]
    assert path.is_symlink()
    assert (disk / "log.db").is_file()


def test_another_database_is_refused(path: Path) -> None:
    """The database of another program is neither read nor written."""
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE t (a)")
    before = path.read_bytes()
    for opened in (open_writer, open_reader):
        with pytest.raises(StateError, match="not an event log of monitor"):
            opened(path)
    assert before[100:] == path.read_bytes()[100:]  # the header says WAL now


def test_a_newer_format_is_refused(log: SqliteLog, path: Path) -> None:
    """A log with a newer table is left to the newer program."""
    log.close()
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("PRAGMA user_version = 2")
    for opened in (open_writer, open_reader):
        with pytest.raises(UnknownEvent, match="format 2"):
            opened(path)


@pytest.mark.parametrize("place", ["no folder/log.db", "file/log.db", "."])
def test_an_impossible_place_is_explained(tmp_path: Path, place: str) -> None:
    """Where no file can be, the error is about the place and names it."""
    (tmp_path / "file").write_text("text")
    with pytest.raises(StateError, match=f"the log {tmp_path}.*cannot be used: it or its folder"):
        open_writer(tmp_path / place)


@contextmanager
def read_only_folder() -> Iterator[Path]:
    """A folder that this user may not write, with a log in it."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as undo:
        folder = Path(name)
        with open_writer(folder / "log.db") as log:
            log.append("a", failures(3), 0)
        folder.chmod(0o555)
        undo.callback(folder.chmod, 0o755)
        if os.geteuid() == 0:
            os.seteuid(NOBODY)
            undo.callback(os.seteuid, 0)
        yield folder


def test_a_read_only_folder_is_explained() -> None:
    """Without the right to write there, no log is opened for writing or made."""
    with read_only_folder() as folder:
        with pytest.raises(StateError, match="it or its folder is read-only"):
            open_writer(folder / "log.db")
        with pytest.raises(StateError, match="it or its folder cannot be read and written"):
            open_writer(folder / "new.db")
        assert [entry.name for entry in folder.iterdir()] == ["log.db"]


def test_a_read_only_folder_is_enough_to_read() -> None:
    """Whoever may only look can read and verify a log that nobody writes."""
    with read_only_folder() as folder:
        log = open_reader(folder / "log.db")
        assert log is not None
        with log:
            assert verify(log).events == 3
        assert [entry.name for entry in folder.iterdir()] == ["log.db"]


IMPORTS = """
import sys
from monitor.eventlog.sqlite import open_reader, open_writer
with {opened}({path!r}) as log:
    assert len(list(log.read())) == 4
heavy = {{"sqlite_utils", "httpx", "rich", "click", "apscheduler", "asyncio", "pathlib", "urllib"}}
print(sorted(heavy & sys.modules.keys()))
"""


@pytest.mark.parametrize("opened", ["open_reader", "open_writer"])
def test_an_existing_log_is_opened_lightly(log: SqliteLog, path: Path, opened: str) -> None:
    """Reading loads SQLite and msgspec; what makes the schema is loaded only to make it."""
    log.close()
    code = IMPORTS.format(opened=opened, path=str(path))
    # -S: site-packages may load anything at startup (editable installs, coverage).
    env = os.environ | {"PYTHONPATH": os.pathsep.join(each for each in sys.path if each)}
    command = [sys.executable, "-S", "-c", code]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- no room, no lock ---------------------------------------------------------------------------


def appends_when_well_again(log: EventLog) -> None:
    """The log has what it had, and takes the refused append without being opened again."""
    assert log.position() == 4
    assert log.append("a", failures(300, first=3), 3) == list(range(5, 305))
    assert verify(log).events == 304


def test_a_full_disk_is_survived(log: SqliteLog) -> None:
    """Without room nothing is half written; with room again the same append succeeds."""
    log._db.set_authorizer(None)
    (pages,) = log._db.execute("PRAGMA page_count").fetchone()
    log._db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(Unavailable, match="there is no room left"):
        log.append("a", failures(300, first=3), 3)
    assert not log._db.in_transaction
    log._db.execute("PRAGMA max_page_count = 100000")
    appends_when_well_again(log)


@contextmanager
def file_size_limit(size: int) -> Iterator[None]:
    """No file may grow beyond `size` bytes; SQLite sees an I/O error."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_an_error_of_the_disk_is_survived(log: SqliteLog, path: Path) -> None:
    """An I/O error in the middle of a write leaves the log as it was."""
    wal = path.with_name("log.db-wal").stat().st_size
    with file_size_limit(wal + 8_192), pytest.raises(Unavailable, match="the disk reports"):
        log.append("a", failures(300, first=3), 3)
    appends_when_well_again(log)


def test_a_log_that_could_not_be_made_leaves_nothing(path: Path) -> None:
    """When there is no room even for the schema, the next start finds a clean place."""
    with file_size_limit(0), pytest.raises(StateError, match="cannot be used"):
        open_writer(path)
    assert not path.exists()
    with open_writer(path) as log:
        assert log.position() == 0


def test_a_locked_log_is_unavailable(log: SqliteLog, path: Path) -> None:
    """While another connection writes, an append and an opening are refused after the wait."""
    with open_writer(path, wait=0.01) as other:
        log._db.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable, match="another program is writing"):
            other.append("a", failures(300, first=3), 3)
        with pytest.raises(Unavailable, match="another program is writing"):
            open_writer(path, wait=0.01)
        log._db.execute("ROLLBACK")
        appends_when_well_again(other)


# --- several connections ------------------------------------------------------------------------


def test_a_second_writer_sees_the_first(log: SqliteLog, path: Path) -> None:
    """Two writers get one order: the one that is behind is told where the stream is."""
    with open_writer(path) as other:
        assert other.append("a", failures(1, first=3), 3) == [5]
        with pytest.raises(Conflict) as caught:
            log.append("a", failures(1, first=4), 3)
        assert log.append("a", failures(1, first=4), caught.value.last) == [6]
        assert list(other.raw()) == list(log.raw())


def test_many_writers_lose_nothing(path: Path) -> None:
    """Writers that try again after each conflict append every event once, in one chain."""
    open_writer(path).close()

    def write(first: int) -> None:
        with open_writer(path) as log:
            for event in failures(20, first=first):
                last = log.head("a").position
                while True:
                    try:
                        log.append("a", [event], last)
                        break
                    except Conflict as conflict:
                        last = conflict.last

    threads = [threading.Thread(target=write, args=(100 * k,)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    reader = open_reader(path)
    assert reader is not None
    with reader:
        assert verify(reader).events == 80
        expected = {event.event_id() for k in range(4) for event in failures(20, first=100 * k)}
        assert {row.id for row in reader.raw()} == expected


def test_a_reader_follows_the_writer(log: SqliteLog, path: Path) -> None:
    """An open reader sees what is committed, when it is committed."""
    reader = open_reader(path)
    assert reader is not None
    with reader:
        assert reader.position() == 4
        log.append("a", failures(2, first=3), 3)
        assert [row.position for row in reader.read(after=4)] == [5, 6]


APPENDS = """
import sys
sys.path[:0] = {paths!r}
from monitor.eventlog.sqlite import open_writer
from tests.budgets import ROOT
from tests.eventlog.contract import failures
log, last = open_writer({path!r}), 0
for event in failures(100_000):
    last = log.append("a", [event], last)[-1]
    print(last, flush=True)
"""


def test_what_was_acknowledged_survives_a_kill(path: Path) -> None:
    """After kill -9 every position that was given is there, and the log is whole."""
    code = APPENDS.format(path=str(path), paths=sys.path)
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        acknowledged = [int(child.stdout.readline()) for _ in range(100)]
        child.kill()
        acknowledged += [int(line) for line in child.stdout if line.endswith(b"\n")]
    with open_writer(path) as log:
        assert verify(log).events in (acknowledged[-1], acknowledged[-1] + 1)
