"""However the log comes to the tables, they hold the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import StateError
from monitor.eventlog.memory import MemoryLog
from monitor.eventlog.sqlite import open_writer
from monitor.projections.ledger import Ledger, apply
from monitor.views import rebuild, schema
from monitor.views.compare import compare
from monitor.views.store import Damaged, Views
from tests.views import views_samples as samples

STORY = [samples.published(1), samples.claim(1), samples.claim(1, tracker="troops")]


def content(path: Path) -> list[bytes]:
    with Views.open(path) as views:
        return list(views.dump())


def ledgers(log: MemoryLog, until: int) -> dict[str, Ledger]:
    made: dict[str, Ledger] = {}
    for each in log.read():
        if each.position <= until:
            made[each.stream] = apply(made.get(each.stream, Ledger()), [each.event])
    return made


@settings(max_examples=40, deadline=None)
@given(samples.logs(), st.lists(st.integers(0, 40)))
def test_batches_leave_no_trace(log: MemoryLog, cuts: list[int]) -> None:
    """Events applied in any batches, with answers in between, give the bytes of a rebuild."""
    recorded = list(log.read())
    ends = sorted({0, len(recorded), *(cut for cut in cuts if cut < len(recorded))})
    with TemporaryDirectory() as folder:
        whole, pieces = Path(folder, "whole.db"), Path(folder, "pieces.db")
        rebuild.rebuild(log, samples.TOPICS, whole)
        with Views.open(pieces) as views:
            views.apply([], rebuild.answers(samples.TOPICS, {}))
            for start, end in pairwise(ends):
                known = rebuild.answers(samples.TOPICS, ledgers(log, end))
                views.apply(recorded[start:end], known)
            assert views.checkpoint() == log.position()
        assert compare(content(pieces), content(whole)) is None
        assert rebuild.check(log, samples.TOPICS, pieces) == []


@given(samples.logs())
@settings(max_examples=15, deadline=None)
def test_what_was_appended_before_a_crash_is_caught_up(log: MemoryLog) -> None:
    """Tables that stopped anywhere in the log are brought to its end when they are opened."""
    recorded = list(log.read())
    with TemporaryDirectory() as folder:
        path, whole = Path(folder, "views.db"), Path(folder, "whole.db")
        samples.tables(path, recorded[: len(recorded) // 2]).close()
        opened = rebuild.open_or_rebuild(log, samples.TOPICS, path)
        opened.views.close()
        rebuild.rebuild(log, samples.TOPICS, whole)
        assert opened.ledgers == ledgers(log, log.position())
        assert content(path) == content(whole)


def test_the_log_on_disk_gives_the_same_tables(tmp_path: Path) -> None:
    """The tables do not tell which store keeps the log."""
    memory = samples.told(*STORY, samples.copied(2, 1))
    rebuild.rebuild(memory, samples.TOPICS, tmp_path / "memory.db")
    with open_writer(tmp_path / "log.db") as log:
        log.append("us", [each.event for each in memory.read()], 0)
        rebuild.rebuild(log, samples.TOPICS, tmp_path / "disk.db")
    assert content(tmp_path / "memory.db") == content(tmp_path / "disk.db")


def test_every_kind_of_tracker_fills_its_table(tmp_path: Path) -> None:
    """Incidents, quantities, statuses and statements stand in tables of their own."""
    claims = [samples.claim(1, tracker=tracker) for tracker in samples.KINDS]
    log = samples.log_of(*(("eu", event) for event in (samples.published(1), *claims)))
    rebuild.rebuild(log, samples.TOPICS, tmp_path / "views.db")
    with closing(sqlite3.connect(tmp_path / "views.db")) as connection:
        for table in ("incidents", "quantities", "statuses", "statements"):
            query = f"select count(*) from {table} where topic = 'eu'"
            assert connection.execute(query).fetchone() == (1,), table


def test_nothing_is_left_beside_the_tables(tmp_path: Path) -> None:
    """A rebuild and a check leave one file."""
    path = tmp_path / "views.db"
    for _ in range(2):
        rebuild.rebuild(samples.told(*STORY), samples.TOPICS, path)
    assert rebuild.check(samples.told(*STORY), samples.TOPICS, path) == []
    assert [each.name for each in tmp_path.iterdir()] == ["views.db"]


def test_a_query_that_reads_during_a_rebuild_ends_undisturbed(tmp_path: Path) -> None:
    """Who has the old file open reads the old tables; who opens it next reads the new ones."""
    path, log = tmp_path / "views.db", samples.told(samples.published(1))
    Views.open(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        with Views.open(path) as views:
            reader.execute("begin")
            assert reader.execute("select count(*) from stories").fetchone() == (0,)
            views.apply(list(samples.told(*map(samples.published, range(9))).read()))
        assert path.with_name("views.db-wal").stat().st_size > 0
        rebuild.rebuild(log, samples.TOPICS, path)
        assert reader.execute("select count(*) from stories").fetchone() == (0,)
    with closing(sqlite3.connect(path)) as next_reader:
        assert next_reader.execute("select id from stories").fetchall() == [("s1",)]
    assert rebuild.check(log, samples.TOPICS, path) == []


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5_000])


def overwrite(path: Path) -> None:
    path.write_bytes(b"not a database, whatever its name says " * 400)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def forget(path: Path) -> None:
    path.unlink()


def age(path: Path) -> None:
    change(path, f"pragma user_version = {schema.VERSION + 1}")


def lose_a_table(path: Path) -> None:
    change(path, "drop table claims")


def spoil_pages(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))


def change(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(statement)


@pytest.mark.parametrize("damage", [cut, overwrite, empty, forget, age, lose_a_table, spoil_pages])
def test_a_file_that_cannot_be_used_is_made_again(tmp_path: Path, damage: object) -> None:
    """Whatever has become of the file, opening gives the tables of the log."""
    path, log = tmp_path / "views.db", samples.told(*STORY)
    rebuild.rebuild(log, samples.TOPICS, path)
    before = content(path)
    assert callable(damage)
    damage(path)
    rebuild.open_or_rebuild(log, samples.TOPICS, path).views.close()
    assert content(path) == before


def test_tables_of_another_log_are_made_again(tmp_path: Path) -> None:
    """Tables that hold what is not in the log, or more than it, are not believed."""
    path = tmp_path / "views.db"
    rebuild.rebuild(samples.told(*STORY), samples.TOPICS, path)
    for log in (samples.told(samples.published(2)), samples.told(*STORY[:2])):
        rebuild.open_or_rebuild(log, samples.TOPICS, path).views.close()
        assert rebuild.check(log, samples.TOPICS, path) == []


def test_a_changed_topic_changes_its_answers(tmp_path: Path) -> None:
    """Answers of a tracker that is gone are gone when the tables are opened again."""
    path, log = tmp_path / "views.db", samples.told(*STORY)
    rebuild.rebuild(log, samples.TOPICS, path)
    fewer = [samples.topic("us", trackers=("troops",))]
    rebuild.open_or_rebuild(log, fewer, path).views.close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("select tracker from answers").fetchall() == [("troops",)]
        assert connection.execute("select count(*) from told_strikes").fetchone() == (0,)
    assert rebuild.check(log, fewer, path) == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("update stories set title = 'Other' where id = 's1'", "stories: "),
        ("update answers set answer = '{}' where tracker = 'troops'", "answers: "),
        ("delete from claims", "claims: missing: "),
        ("delete from story_keys where rowid is null or key > 0", "story_keys: missing: "),
        ("insert into sums values ('us', 'more', 1, 'x')", "sums: kept but not in the log: "),
        ("update checkpoint set hash = 'f'", "checkpoint: "),
        ("insert into stories_fts (rowid, title, text) values (9, 'word', '')", "stories_fts: "),
    ],
)
def test_a_difference_is_named(tmp_path: Path, statement: str, said: str) -> None:
    """A check names the table and the row that the log does not bear out."""
    path, log = tmp_path / "views.db", samples.told(*STORY)
    rebuild.rebuild(log, samples.TOPICS, path)
    change(path, statement.replace("rowid is null or ", ""))
    found = rebuild.check(log, samples.TOPICS, path)
    assert len(found) == 1
    assert found[0].startswith(said)


def test_a_check_stops_where_the_tables_stop(tmp_path: Path) -> None:
    """Events that the daemon has yet to apply are no difference."""
    path, log = tmp_path / "views.db", samples.told(*STORY)
    rebuild.rebuild(log, samples.TOPICS, path)
    samples.add(log, "us", samples.published(2))
    assert rebuild.check(log, samples.TOPICS, path) == []


@pytest.mark.parametrize("damage", [overwrite, forget])
def test_a_check_says_that_there_is_nothing_to_compare(tmp_path: Path, damage: object) -> None:
    """A missing or unreadable file is one difference, and stays as it is."""
    path, log = tmp_path / "views.db", samples.told(*STORY)
    rebuild.rebuild(log, samples.TOPICS, path)
    assert callable(damage)
    damage(path)
    (found,) = rebuild.check(log, samples.TOPICS, path)
    assert str(path) in found


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """Where no file can be made the error names the path; the log is not touched."""
    path, log = tmp_path / "missing" / "views.db", samples.told(*STORY)
    with pytest.raises(StateError, match="missing"):
        rebuild.open_or_rebuild(log, samples.TOPICS, path)
    assert log.position() == len(STORY)


class Stopping:
    """A log that cannot be read to its end."""

    def __init__(self, log: MemoryLog) -> None:
        self.log = log

    def read(self, after: int = 0) -> Iterator[object]:
        yield next(self.log.read(after))
        raise OSError("gone")


def test_a_rebuild_that_fails_leaves_the_old_tables(tmp_path: Path) -> None:
    """The old file stays until the new one is complete."""
    path, log = tmp_path / "views.db", samples.told(*STORY)
    rebuild.rebuild(log, samples.TOPICS, path)
    before = content(path)
    with pytest.raises(OSError, match="gone"):
        rebuild.rebuild(Stopping(log), samples.TOPICS, path)  # type: ignore[arg-type]  # by design
    assert content(path) == before
    assert [each.name for each in tmp_path.iterdir()] == ["views.db"]


def test_opening_tells_damage_from_an_empty_place(tmp_path: Path) -> None:
    """`Views.open` makes tables where there is no file, and refuses a file that is none."""
    with Views.open(tmp_path / "views.db") as views:
        assert views.checkpoint() == 0
    overwrite(tmp_path / "views.db")
    with pytest.raises(Damaged):
        Views.open(tmp_path / "views.db")
