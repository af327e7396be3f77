"""A log verified in parts says what one pass says."""

from __future__ import annotations

import multiprocessing
import os
import signal
from pathlib import Path

import pytest

from monitor.errors import Corrupt
from monitor.eventlog import inparts
from monitor.eventlog.inparts import Task, verify_file, work
from monitor.eventlog.sqlite import SqliteLog, open_reader, open_writer
from monitor.eventlog.verify import SHORT, Findings, Verified, verify
from tests.eventlog.contract import failures
from tests.eventlog.test_log_verify import rewrite

COUNT = 90


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three streams; one begins in the second part, one ends in the first."""
    monkeypatch.setattr(inparts, "WORTH", 20)
    with open_writer(tmp_path / "log.db") as log:
        log.append("old", failures(10), 0)
        for first in range(0, 60, 20):
            log.append("a", failures(20, first=first), log.head("a").position)
        log.append("new", failures(20), 0)
    return tmp_path / "log.db"


def reader(path: Path) -> SqliteLog:
    found = open_reader(path)
    assert found is not None
    return found


def test_parts_find_what_one_pass_finds(path: Path) -> None:
    """Events, heads, ids, and where a hash is: in whatever part."""
    with reader(path) as log:
        seek = {row.hash[:SHORT] for row in log.raw() if row.position in {3, 50, 90}}
        whole = verify(log, seek=seek)
        assert verify_file(log, seek=seek, processes=3) == whole
        assert [head.position for _, head in whole.met] == [3, 50, 90]
        assert verify_file(log, ids=False, processes=4).ids == 0
        assert whole == verify_file(log, seek=seek, processes=1)


@pytest.mark.parametrize("position", [30, 31, 90])
def test_the_first_bad_position_is_named_whatever_part_it_is_in(path: Path, position: int) -> None:
    """Also the last of a part, on which the next one builds."""
    rewrite(path, f"UPDATE events SET hash = upper(hash) || 'x' WHERE position >= {position}")
    with reader(path) as log, pytest.raises(Corrupt) as caught:
        verify_file(log, processes=3)
    assert caught.value.position == position


@pytest.mark.parametrize("position", [31, 90])
def test_a_hole_is_found_in_whatever_part(path: Path, position: int) -> None:
    """Where an event is missing."""
    rewrite(path, f"DELETE FROM events WHERE position = {position}")
    with reader(path) as log:
        if position == COUNT:  # the end can only be known from elsewhere
            assert verify_file(log, processes=3).events == COUNT - 1
            return
        with pytest.raises(Corrupt) as caught:
            verify_file(log, processes=3)
    assert caught.value.position == position


def killed(task: Task) -> Findings | None:
    """A part whose process ends in the middle, as where memory runs out."""
    if multiprocessing.parent_process() is not None:
        os.kill(os.getpid(), signal.SIGKILL)
    return work(task)


def test_a_process_that_is_killed_leaves_one_pass(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log is not damaged by that: it is looked at without the others."""
    monkeypatch.setattr(inparts, "work", killed)
    with reader(path) as log:
        assert verify_file(log, processes=3) == verify(log)


def test_where_no_process_can_be_started_one_pass_is_made(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A limit on processes is met at the start."""

    def refused(*_: object, **__: object) -> object:
        raise BlockingIOError("Resource temporarily unavailable")

    monkeypatch.setattr(inparts, "ProcessPoolExecutor", refused)
    with reader(path) as log:
        assert verify_file(log, processes=3) == verify(log)


def test_a_short_log_needs_no_processes(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process takes longer to come up than a short log to be read."""
    monkeypatch.setattr(inparts, "WORTH", COUNT)
    monkeypatch.setattr(inparts, "_worked", lambda _: pytest.fail("processes were started"))
    with reader(path) as log:
        assert isinstance(verify_file(log, processes=8), Verified)
