"""The heartbeat: who looks from outside knows whether the daemon moves."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.heartbeat import HUNG, STALL_S, TOUCH_S, Heartbeat, Pulse, forget, pulse

STARTED = datetime(2025, 6, 12, 18, 30, tzinfo=UTC)


class Watch:
    """A clock that is set by hand, in seconds."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def aged(state: Path) -> Pulse:
    """Make the last touch an hour old; what is read then."""
    at = STARTED.timestamp() - 3_600
    os.utime(state / "alive", (at, at))
    found = pulse(state)
    assert found is not None
    return found


def test_without_a_file_nothing_is_known(tmp_path: Path) -> None:
    """Nobody has ever ticked, or somebody else has written there."""
    assert pulse(tmp_path) is None
    for text in ("", "no JSON", "[]", "{}", '{"process": null, "started": "x"}'):
        (tmp_path / "alive").write_text(text)
        assert pulse(tmp_path) is None


def test_a_tick_says_which_process_and_when(tmp_path: Path) -> None:
    """The time of the file is the time of the tick."""
    Heartbeat(tmp_path, STARTED).beat()
    found = pulse(tmp_path)
    assert found is not None
    assert (found.process, found.started) == (os.getpid(), STARTED)
    touched = (tmp_path / "alive").stat().st_mtime
    assert found.tick.timestamp() == pytest.approx(touched, abs=0.001)


def test_a_disk_is_not_woken_by_every_tick(tmp_path: Path) -> None:
    """The file is touched now and then only."""
    watch = Watch()
    heart = Heartbeat(tmp_path, STARTED, watch)
    heart.beat()
    old = aged(tmp_path)
    watch.now += TOUCH_S - 1
    heart.beat()
    assert pulse(tmp_path) == old
    watch.now += 1
    heart.beat()
    assert pulse(tmp_path) != old


def test_a_file_that_was_taken_away_comes_back(tmp_path: Path) -> None:
    """With its content."""
    watch = Watch()
    heart = Heartbeat(tmp_path, STARTED, watch)
    heart.beat()
    (tmp_path / "alive").unlink()
    watch.now += TOUCH_S
    heart.beat()
    assert json.loads((tmp_path / "alive").read_text())["process"] == os.getpid()


def test_a_start_forgets_the_daemon_before(tmp_path: Path) -> None:
    """Its process id may be the new one's, and its last tick is no sign that this one hangs."""
    forget(tmp_path)
    Heartbeat(tmp_path, STARTED).beat()
    forget(tmp_path)
    assert pulse(tmp_path) is None


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    """The service goes on; who looks from outside sees an old tick."""
    Heartbeat(tmp_path / "nowhere", STARTED).beat()
    assert pulse(tmp_path / "nowhere") is None


@pytest.mark.parametrize(("age", "hangs"), [(HUNG, False), (HUNG + timedelta(seconds=1), True)])
def test_without_a_tick_for_long_it_hangs(age: timedelta, hangs: bool) -> None:
    """A little longer than its longest work."""
    assert Pulse(1, STARTED, STARTED).hangs(STARTED + age) is hangs


def test_ticks_that_were_held_up_are_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Runs that did not happen are no secret; the usual second is no news."""
    watch = Watch()
    heart = Heartbeat(tmp_path, STARTED, watch)
    for wait in (0, 1, STALL_S):
        watch.now += wait
        heart.beat()
    assert not caplog.records
    watch.now += 240
    heart.beat()
    assert [each.getMessage() for each in caplog.records] == [
        "no tick for 240 s: something has held up the whole service"
    ]


def test_a_daemon_that_can_record_nothing_says_so_without_taking_room(tmp_path: Path) -> None:
    """The file is write-protected while it lasts, at once and not at the next touch."""
    beat = Heartbeat(tmp_path, STARTED, lambda: 0.0)
    for held in (False, True, True, False):
        beat.beat(held=held)
        found = pulse(tmp_path)
        assert found is not None
        assert found.held is held
