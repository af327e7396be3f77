"""Backups: whole and checked while the log is written, kept as long as is wanted, and put back in its place."""

import itertools
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import PIPE

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import Corrupt, LogError, StateError
from monitor.eventlog import copying
from monitor.eventlog.arriving import restore
from monitor.eventlog.backups import damage, listed, make, origin, prune
from monitor.eventlog.copying import SPARE
from monitor.eventlog.incoming import Unfit
from monitor.eventlog.overnight import Order, Result, work
from monitor.eventlog.retention import Keep, kept
from monitor.eventlog.sqlite import open_reader, open_writer
from tests.budgets import ROOT
from tests.eventlog import moved
from tests.eventlog.contract import failures

NIGHT = datetime(2025, 11, 28, 3, 0, 12, 345, tzinfo=UTC)


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return moved.filled(tmp_path / "state")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "copies"
    found.mkdir()
    return found


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


# --- made ---------------------------------------------------------------------------------------


def test_a_backup_is_a_log_of_its_own(state: Path, folder: Path) -> None:
    """Named after the time in UTC, with the same rows; nothing else is left in the folder."""
    made = make(state / "log.db", folder, NIGHT)
    assert names(folder) == ["log-20251128T030012Z.db"]
    assert made.verified.streams == moved.heads(state)
    copy = open_reader(made.backup.path)
    assert copy is not None
    with copy:
        assert list(copy.raw()) == moved.rows(state)
    with open_writer(made.backup.path) as log:
        assert log.append("a", failures(1, first=99), log.head("a").position) == [13]


APPENDING = """
import sys
from monitor.eventlog.sqlite import open_writer
from tests.eventlog.contract import failures
with open_writer(sys.argv[1]) as log:
    last, k = log.head("w").position, 0
    print("ready", flush=True)
    while k < 100_000:
        last = log.append("w", failures(5, first=k), last)[-1]
        k += 5
"""


def test_a_backup_is_whole_while_another_process_writes(state: Path, folder: Path) -> None:
    """Each copy is the log as it was at a moment: a beginning of the log that goes on meanwhile."""
    command = [sys.executable, "-c", APPENDING, str(state / "log.db")]
    found = []
    with subprocess.Popen(command, cwd=ROOT, stdout=PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        for k in range(6):
            made = make(state / "log.db", folder, NIGHT + timedelta(minutes=k))
            found.append(made)
        assert writer.poll() is None
        writer.kill()
    rows = moved.rows(state)
    counts = [made.verified.events for made in found]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1] < len(rows)
    for made in found:
        copy = open_reader(made.backup.path)
        assert copy is not None
        with copy:
            assert list(copy.raw()) == rows[: made.verified.events]


def test_a_damaged_log_gives_no_backup(state: Path, folder: Path) -> None:
    """What is not whole gets no name, and nothing is left of it."""
    moved.spoil(state / "log.db")
    with pytest.raises(Corrupt, match="position 5"):
        make(state / "log.db", folder, NIGHT)
    assert names(folder) == []


def test_a_backup_that_is_damaged_is_noticed(state: Path, folder: Path) -> None:
    """Any bit of an event that has changed, by the chain; one cut short, by the file's own check."""
    made = make(state / "log.db", folder, NIGHT)
    assert damage(made.backup.path) == ""
    whole = made.backup.path.read_bytes()
    for k, row in enumerate(moved.rows(state)):
        broken = bytearray(whole)
        broken[whole.index(row.body) + 7 * k] ^= 1 << (k % 8)
        made.backup.path.write_bytes(broken)
        assert f"at position {row.position}: " in damage(made.backup.path)
    made.backup.path.write_bytes(whole[: len(whole) // 2])
    assert damage(made.backup.path)


def test_a_full_disk_leaves_nothing_and_is_told(state: Path, folder: Path) -> None:
    """Whether the disk says so when it is written, or it is seen before."""
    moved.filled(state, [("a", failures(400, first=100))])
    with moved.file_size_limit(60_000), pytest.raises(StateError, match="no room left"):
        make(state / "log.db", folder, NIGHT)
    assert names(folder) == []
    assert make(state / "log.db", folder, NIGHT).verified.events == 412


def test_a_backup_leaves_room_for_the_log(
    state: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log may be on the same disk: one that would fill it is not begun."""
    monkeypatch.setattr(copying, "SPARE", 1 << 60)
    with pytest.raises(StateError, match="no room for a copy of the log"):
        make(state / "log.db", folder, NIGHT)
    assert names(folder) == []


def test_a_folder_that_is_not_there_is_told(state: Path, tmp_path: Path) -> None:
    """It is not made."""
    with pytest.raises(StateError, match="No such file or directory"):
        make(state / "log.db", tmp_path / "no", NIGHT)
    assert not (tmp_path / "no").exists()


def test_a_backup_is_never_overwritten(state: Path, folder: Path) -> None:
    """Two in the same second: the first stays."""
    first = make(state / "log.db", folder, NIGHT).backup.path.read_bytes()
    moved.filled(state, [("a", failures(1, first=99))])
    with pytest.raises(StateError, match="is there already"):
        make(state / "log.db", folder, NIGHT)
    assert (folder / "log-20251128T030012Z.db").read_bytes() == first


def test_others_may_read_a_backup_where_they_may_read_the_log(state: Path, folder: Path) -> None:
    """And not where they may not."""
    (state / "log.db").chmod(0o640)
    made = make(state / "log.db", folder, NIGHT)
    assert made.backup.path.stat().st_mode & 0o777 == 0o640


# --- kept ---------------------------------------------------------------------------------------


def test_a_year_of_nights_leaves_days_weeks_and_months() -> None:
    """Pruned every night: seven days, four weeks, twelve months."""
    keep, there, now = Keep(), set[datetime](), NIGHT
    for k in range(500):
        now = NIGHT.replace(microsecond=0) + timedelta(days=k)
        there = kept({*there, now}, keep, now)
    ages = sorted((now - at).days for at in there)
    assert ages[:7] == [0, 1, 2, 3, 4, 5, 6]
    assert len(ages) <= 7 + 4 + 12
    assert {(at.year, at.month) for at in there} == {
        *((2026, month) for month in range(5, 13)),
        *((2027, month) for month in range(1, 5)),
    }
    assert len({at.isocalendar()[:2] for at in there if now - at < timedelta(days=28)}) >= 4


def test_what_was_made_within_a_day_is_kept() -> None:
    """One before and one after a change, on the same day."""
    times = {NIGHT - timedelta(hours=k) for k in range(0, 60, 4)}
    assert {at for at in times if at > NIGHT - timedelta(days=1)} <= kept(times, Keep(), NIGHT)
    assert len(kept(times, Keep(daily=0, weekly=0, monthly=0), NIGHT)) == 6


HOURS = st.integers(0, 30_000).map(lambda hours: NIGHT - timedelta(hours=hours))
"""Of three years: cheap to make, and several fall on a day."""


@given(times=st.sets(HOURS, max_size=40), counts=st.tuples(*[st.integers(0, 9)] * 3), now=HOURS)
def test_the_newest_of_each_kind_are_kept(
    times: set[datetime], counts: tuple[int, int, int], now: datetime
) -> None:
    """At least so many days, weeks and months as there are; and pruning again changes nothing."""
    daily, weekly, monthly = counts
    keep = Keep(daily=daily, weekly=weekly, monthly=monthly)
    found = kept(times, keep, now)
    assert found <= times
    days = sorted({at.date() for at in times}, reverse=True)[:daily]
    assert {max(at for at in times if at.date() == day) for day in days} <= found
    months = sorted({(at.year, at.month) for at in times}, reverse=True)[:monthly]
    assert set(months) <= {(at.year, at.month) for at in found}
    assert kept(found, keep, now) == found


def test_only_copies_of_this_log_are_deleted(state: Path, tmp_path: Path, folder: Path) -> None:
    """Not those of another log in the same folder, not other files, not damaged ones."""
    other = moved.filled(tmp_path / "other", [("z", failures(1))])
    days = [NIGHT - timedelta(days=k) for k in range(9, 0, -1)]
    for at in days:
        make(state / "log.db", folder, at)
    make(other / "log.db", folder, days[0] + timedelta(hours=1))
    for name in ("notes.txt", "log-yesterday.db", "log-20200101T000000Z.db.bak"):
        (folder / name).write_text("mine")
    (folder / "log-20200101T000000Z.db").write_text("no log")
    (folder / "log-20209901T000000Z.db").write_text("no time")
    made = make(state / "log.db", folder, NIGHT)
    damaged = listed(folder)[8].path.name
    gone = prune(made.backup, Keep(daily=2, weekly=0, monthly=0), {damaged})
    assert len(gone) == 7
    assert {path.name for path in gone} == {
        f"log-{at:%Y%m%dT%H%M%S}Z.db" for at in days[:-1] if f"{at:%Y%m%d}" not in damaged
    }
    left = set(names(folder))
    assert {"notes.txt", "log-yesterday.db", "log-20200101T000000Z.db", damaged} <= left
    assert f"log-{days[0] + timedelta(hours=1):%Y%m%dT%H%M%S}Z.db" in left


def test_the_newest_stays_whatever_the_clock_said(state: Path, folder: Path) -> None:
    """A clock that was put back makes backups that look old; they are the good ones."""
    make(state / "log.db", folder, NIGHT + timedelta(days=900))
    made = make(state / "log.db", folder, NIGHT)
    prune(made.backup, Keep(daily=1, weekly=0, monthly=0))
    assert made.backup.path.exists()


def test_what_a_killed_backup_has_left_is_swept_away(state: Path, folder: Path) -> None:
    """After a day; a younger one may still be at work."""
    old, new = (folder / f"log-20251120T03000{k}Z.db.{k}" for k in (1, 2))
    for each, age in ((old, 30), (new, 1)):
        each.write_bytes(b"x")
        at = (NIGHT - timedelta(hours=age)).timestamp()
        os.utime(each, (at, at))
    made = make(state / "log.db", folder, NIGHT)
    prune(made.backup, Keep())
    assert names(folder) == [new.name, "log-20251128T030012Z.db"]


def test_the_first_event_says_which_log_it_is(state: Path, tmp_path: Path) -> None:
    """It stays the same while the log goes on."""
    (tmp_path / "no.db").write_text("x")
    before = origin(state / "log.db")
    moved.filled(state, [("a", failures(1, first=99))])
    assert before == origin(state / "log.db") == moved.rows(state)[0].hash
    assert origin(tmp_path / "no.db") is None


# --- a night ------------------------------------------------------------------------------------


def test_a_night_checks_backs_up_and_deletes(state: Path, folder: Path) -> None:
    """What it did is in its result."""
    keep, result = Keep(daily=2, weekly=0, monthly=0), Result()
    for k in range(4):
        result = work(Order(state / "log.db", folder, keep, NIGHT + timedelta(days=k)))
    assert (result.events, result.checked, result.saved, result.damaged) == (12, "", "", {})
    assert result.file == str(folder / "log-20251201T030012Z.db")
    assert result.deleted == ("log-20251129T030012Z.db",)
    assert len(names(folder)) == 2


def test_a_night_over_a_damaged_log_tells_and_spares_the_good_backups(
    state: Path, folder: Path
) -> None:
    """Nothing is deleted when nothing good was made."""
    keep = Keep(daily=1, weekly=0, monthly=0)
    work(Order(state / "log.db", folder, keep, NIGHT))
    moved.spoil(state / "log.db")
    for k in range(1, 9):
        result = work(Order(state / "log.db", folder, keep, NIGHT + timedelta(days=k)))
        assert result.corrupt
        assert "position 5" in result.checked
        assert "position 5" in result.saved
    assert names(folder) == ["log-20251128T030012Z.db"]
    assert damage(folder / "log-20251128T030012Z.db") == ""


@pytest.mark.parametrize(
    ("position", "forged", "why"),
    [
        (8, None, "it has event 6 of stream a, the log ends with event 5"),
        (12, (b"example.org", b"example.com"), "its event 6 of stream b has another hash"),
    ],
    ids=["cut off", "written anew"],
)
def test_a_log_that_is_not_what_was_backed_up_is_told_night_after_night(
    position: int, forged: tuple[bytes, bytes] | None, why: str, state: Path, folder: Path
) -> None:
    """Its numbers and hashes hold. The backup that knows better is spared, however old it gets."""
    keep = Keep(daily=1, weekly=0, monthly=0)
    work(Order(state / "log.db", folder, keep, NIGHT))
    moved.cut(state, position, forged)
    for k in range(1, 4):
        result = work(Order(state / "log.db", folder, keep, NIGHT + timedelta(days=k)))
        assert (result.corrupt, result.saved) == (True, "")
        assert f"backed up as log-20251128T030012Z.db: {why}" in result.checked
        assert list(result.astray) == ["log-20251128T030012Z.db"]
    assert names(folder) == ["log-20251128T030012Z.db", "log-20251201T030012Z.db"]


def test_a_restored_log_is_compared_with_what_was_backed_up_since(
    state: Path, folder: Path
) -> None:
    """That it lacks what newer backups have is what was wanted."""
    old = make(state / "log.db", folder, NIGHT).backup.path
    moved.filled(state, [("a", failures(1, first=99))])
    make(state / "log.db", folder, NIGHT + timedelta(days=1))
    restore(old, state, NIGHT + timedelta(days=2))
    parted = (NIGHT + timedelta(days=2)).isoformat()
    for k, corrupt in ((3, False), (4, True)):
        now = NIGHT + timedelta(days=k)
        assert work(Order(state / "log.db", folder, Keep(), now, parted=parted)).corrupt is corrupt
        moved.cut(state, 10)


@pytest.mark.parametrize("which", range(5))
def test_each_night_another_old_backup_is_read_whole(which: int, state: Path, folder: Path) -> None:
    """Within some nights each that stays is read; a damaged one is found, and stays known."""
    keep = Keep(daily=2, weekly=1, monthly=5)

    def night(k: int, before: Result) -> Result:
        at = NIGHT + timedelta(days=k)
        told = (before.damaged, False, before.looked)
        return work(Order(state / "log.db", folder, keep, at, *told))

    result = Result()
    for k in (*range(0, 140, 10), 140, 141):
        result = night(k, result)
    assert result.damaged == {}
    bad = listed(folder)[which].path
    moved.spoil(bad)
    for k in range(142, 150):
        result = night(k, result)
    assert list(result.damaged) == ([bad.name] if bad.exists() else [])
    assert bad.exists() or which < 2  # the others stay for months
    if bad.exists():
        assert "at position 5" in result.damaged[bad.name]
        bad.unlink()
    assert night(150, result).damaged == {}


def test_a_night_before_anything_was_recorded_does_nothing(tmp_path: Path, folder: Path) -> None:
    """There is nothing to lose."""
    open_writer(tmp_path / "log.db").close()
    for log in ("log.db", "none.db"):
        result = work(Order(tmp_path / log, folder, Keep(), NIGHT))
        assert (result.events, result.checked, result.saved, result.file) == (0, "", "", "")
    assert names(folder) == []


def test_a_night_without_a_folder_still_checks_the_log(state: Path, tmp_path: Path) -> None:
    """Where the disk for backups is away the wrong one is not filled; our own folder is made."""
    disk = tmp_path / "disk"
    result = work(Order(state / "log.db", disk, Keep(), NIGHT))
    assert (result.events, result.checked) == (12, "")
    assert "is its disk mounted?" in result.saved
    assert not disk.exists()
    assert work(Order(state / "log.db", disk, Keep(), NIGHT, own=True)).saved == ""
    (state / "backups").write_text("in the way")
    result = work(Order(state / "log.db", state / "backups", Keep(), NIGHT, own=True))
    assert "File exists" in result.saved


# --- put back -----------------------------------------------------------------------------------


def test_a_restore_that_dies_half_way_leaves_all_events(
    state: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also those that a killed daemon has left in the WAL alone."""
    backup = make(state / "log.db", folder, NIGHT).backup.path
    log = state / "log.db"
    with open_writer(log) as writer:
        writer.append("a", failures(5, first=90), writer.head("a").position)
        before = moved.rows(state)
        for name in ("log.db", "log.db-wal"):
            shutil.copy(state / name, folder / name)
    for name in ("log.db", "log.db-wal"):
        shutil.copy(folder / name, state / name)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("monitor.eventlog.arriving.take_place", killed)
    with pytest.raises(KeyboardInterrupt):
        restore(backup, state, NIGHT)
    assert moved.rows(state) == before


def test_a_backup_is_put_back_and_the_log_set_aside(state: Path, folder: Path) -> None:
    """With all that belonged to it: the tables, and what the sources answered."""
    before = moved.heads(state)
    made = make(state / "log.db", folder, NIGHT)
    moved.filled(state, [("a", failures(3, first=80))])
    for name in ("views.db", "feeds.db", "ack.key"):
        (state / name).write_text(name)
    later = moved.heads(state)
    found, aside = restore(made.backup.path, state, NIGHT)
    assert found.streams == before == moved.heads(state)
    assert aside == state / "aside-20251128T030012Z"
    assert moved.files(state) == ["ack.key", aside.name, "log.db"]
    assert moved.files(aside) == ["feeds.db", "log.db", "views.db"]
    assert moved.heads(aside) == later
    with open_writer(state / "log.db") as log:
        assert log.append("a", failures(1, first=99), log.head("a").position) == [13]


KILLED = """
import os, sys
from monitor.eventlog.sqlite import open_writer
from tests.eventlog.contract import failures
log = open_writer(sys.argv[1])
log.append("w", failures(50, first=500), 0)
os.kill(os.getpid(), 9)
"""


def test_what_a_killed_daemon_had_written_is_set_aside_as_well(state: Path, folder: Path) -> None:
    """Its last events are in the WAL; they do not get into the restored log."""
    made = make(state / "log.db", folder, NIGHT)
    subprocess.run([sys.executable, "-c", KILLED, str(state / "log.db")], cwd=ROOT, check=False)
    assert (state / "log.db-wal").stat().st_size > 0
    _, aside = restore(made.backup.path, state, NIGHT)
    assert aside is not None
    assert sum(head.n for head in moved.heads(state).values()) == 12
    assert sum(head.n for head in moved.heads(aside).values()) == 62


RESTORED = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from monitor.eventlog.arriving import restore
left, begun = int(sys.argv[3]), False
def step(event, _):
    global left, begun
    begun = begun or event == "os.mkdir"
    if begun and event in {"os.mkdir", "os.link", "os.remove", "os.rename"}:
        left -= 1
        if left < 0:
            os.kill(os.getpid(), 9)
sys.addaudithook(step)
restore(Path(sys.argv[1]), Path(sys.argv[2]), datetime(2025, 11, 28, tzinfo=UTC))
"""


def test_a_restoration_that_is_killed_costs_nothing(state: Path, folder: Path) -> None:
    """Before whatever step: the log holds what the daemon had written, or all of it is aside."""
    made = make(state / "log.db", folder, NIGHT)
    subprocess.run([sys.executable, "-c", KILLED, str(state / "log.db")], cwd=ROOT, check=False)
    for name in ("views.db", "feeds.db"):
        (state / name).write_text(name)
    steps: list[int] = []
    step = 0
    for step in itertools.count():
        trial = state.with_name(f"trial{step}")
        shutil.copytree(state, trial)
        command = [sys.executable, "-c", RESTORED, str(made.backup.path), str(trial), str(step)]
        if subprocess.run(command, cwd=ROOT, check=False).returncode == 0:
            break
        if (trial / "log.db.new").exists():  # it has not taken its place yet
            steps.append(sum(head.n for head in moved.heads(trial).values()))
    assert len(steps) >= 6
    assert set(steps) == {62}
    done = state.with_name(f"trial{step}")
    (aside,) = done.glob("aside-*")
    assert moved.files(aside) == ["feeds.db", "log.db", "views.db"]
    assert sum(head.n for head in moved.heads(aside).values()) == 62
    assert sum(head.n for head in moved.heads(done).values()) == 12


def test_a_wal_beside_a_damaged_log_is_set_aside_unread(state: Path, folder: Path) -> None:
    """Somebody may still get something out of it."""
    made = make(state / "log.db", folder, NIGHT)
    for name in ("log.db", "log.db-wal"):
        (state / name).write_bytes(b"x" * 5_000)
    _, aside = restore(made.backup.path, state, NIGHT)
    assert aside is not None
    assert (aside / "log.db-wal").read_bytes() == b"x" * 5_000
    assert not (state / "log.db-wal").exists()
    assert sum(head.n for head in moved.heads(state).values()) == 12


def test_a_restoration_leaves_room_for_the_log(
    state: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a backup does: what follows must have somewhere to go."""
    made = make(state / "log.db", folder, NIGHT)
    usage = shutil.disk_usage(folder)._replace(free=SPARE)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(StateError, match="no room for a copy of the log"):
        restore(made.backup.path, state, NIGHT)
    assert moved.files(state) == ["log.db"]


def test_a_damaged_log_is_replaced(state: Path, folder: Path) -> None:
    """Also one that cannot even be opened."""
    made = make(state / "log.db", folder, NIGHT)
    (state / "log.db").write_bytes(b"x" * 5_000)
    _, aside = restore(made.backup.path, state, NIGHT)
    assert aside is not None
    assert (aside / "log.db").read_bytes() == b"x" * 5_000
    assert sum(head.n for head in moved.heads(state).values()) == 12


def test_a_log_that_is_lost_is_put_back(state: Path, folder: Path, tmp_path: Path) -> None:
    """Into an empty folder: there is nothing to set aside."""
    made = make(state / "log.db", folder, NIGHT)
    (tmp_path / "new").mkdir()
    found, aside = restore(made.backup.path, tmp_path / "new", NIGHT)
    assert aside is None
    assert found.streams == moved.heads(tmp_path / "new") == moved.heads(state)


@pytest.mark.parametrize("kind", ["damaged", "no log", "no file", "export"])
def test_what_is_no_good_backup_changes_nothing(kind: str, state: Path, folder: Path) -> None:
    """The log that is there stays."""
    file = make(state / "log.db", folder, NIGHT).backup.path
    if kind == "damaged":
        moved.spoil(file)
    elif kind == "no log":
        file.write_bytes(b"x" * 5_000)
    elif kind == "no file":
        file.unlink()
    else:
        file.unlink()
        moved.as_table(state, file)
    before = moved.rows(state)
    with pytest.raises((Unfit, StateError, LogError), match=r"log-20251128T030012Z\.db"):
        restore(file, state, NIGHT)
    assert moved.rows(state) == before
    assert moved.files(state) == ["log.db"]


def test_a_log_that_is_open_elsewhere_is_not_replaced(state: Path, folder: Path) -> None:
    """What another program has open must not lose its name under it."""
    made = make(state / "log.db", folder, NIGHT)
    with moved.elsewhere(state / "log.db"), pytest.raises(StateError, match="close it first"):
        restore(made.backup.path, state, NIGHT)
    assert moved.files(state) == ["log.db"]


def test_a_full_disk_stops_a_restoration_before_it_begins(state: Path, folder: Path) -> None:
    """The copy is made first."""
    moved.filled(state, [("a", failures(400, first=100))])
    made = make(state / "log.db", folder, NIGHT)
    before = moved.rows(state)
    with moved.file_size_limit(60_000), pytest.raises(StateError, match="no room left"):
        restore(made.backup.path, state, NIGHT)
    assert (moved.rows(state), moved.files(state)) == (before, ["log.db"])


def test_readers_go_on_while_a_backup_is_made(state: Path, folder: Path) -> None:
    """One that reads all the time meets no error."""
    stop, met = threading.Event(), list[Exception]()

    def read() -> None:
        with closing(sqlite3.connect(f"file:{state / 'log.db'}?mode=ro", uri=True)) as db:
            while not stop.is_set():
                try:
                    db.execute("select count(*) from events").fetchone()
                except sqlite3.Error as error:
                    met.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    make(state / "log.db", folder, NIGHT)
    stop.set()
    reader.join()
    assert met == []
