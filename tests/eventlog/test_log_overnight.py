"""The process that does the night's work: nothing waits for it, and it ends with whoever wants it."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from subprocess import PIPE

import pytest

from monitor.eventlog.backups import listed
from monitor.eventlog.overnight import Order, aside
from monitor.eventlog.retention import Keep
from tests.budgets import ROOT
from tests.eventlog import moved
from tests.eventlog.contract import failures

NIGHT = datetime(2025, 11, 28, 3, tzinfo=UTC)


def ordered(tmp_path: Path) -> Order:
    """A log with a few thousand events, and a folder."""
    (tmp_path / "copies").mkdir()
    state = moved.filled(tmp_path / "state", [("a", failures(4_000))])
    return Order(state / "log.db", tmp_path / "copies", Keep(), NIGHT)


def test_nobody_waits_for_the_process(tmp_path: Path) -> None:
    """What else is to be done goes on meanwhile, and the result comes back."""
    order, ticks = ordered(tmp_path), 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            ticks += 1
            await asyncio.sleep(0.01)

    async def night() -> None:
        other = asyncio.create_task(tick())
        result = await aside(order)
        other.cancel()
        assert (result.events, result.checked, result.saved) == (4_000, "", "")

    asyncio.run(night())
    assert ticks > 10
    assert len(listed(order.folder)) == 1


def test_a_night_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    """It counts as a failure of both, and leaves no process and no backup."""
    order = ordered(tmp_path)
    result = asyncio.run(aside(order, 0.01))
    assert "more than" in result.checked
    assert "more than" in result.saved
    assert not result.corrupt
    assert listed(order.folder) == []


def test_a_night_that_is_broken_off_leaves_nobody_behind(tmp_path: Path) -> None:
    """The daemon ends: so does the process, at once."""
    order = ordered(tmp_path)

    async def night() -> None:
        work = asyncio.create_task(aside(order))
        await asyncio.sleep(0.05)
        work.cancel()
        await work

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(night())
    assert _pids(os.getpid()) == []


def test_a_process_that_dies_is_told(tmp_path: Path) -> None:
    """For want of memory, say; nothing is known of the log then."""
    order = ordered(tmp_path)

    async def night() -> None:
        work = asyncio.create_task(aside(order))
        while not (found := _pids(os.getpid())):
            await asyncio.sleep(0.005)
        os.kill(found[0], signal.SIGKILL)
        result = await work
        assert "its process has ended too early" in result.checked
        assert "its process has ended too early" in result.saved

    asyncio.run(night())


def _pids(parent: int) -> list[int]:
    """Children that do the night's work."""
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        try:
            of = each.joinpath("stat").read_text().rpartition(")")[2].split()[1]
            line = each.joinpath("cmdline").read_bytes()
        except OSError:
            continue
        if int(of) == parent and b"spawn_main" in line:
            found.append(int(each.name))
    return found


WAITING = """
import asyncio, sys
from pathlib import Path
from tests.eventlog.test_log_overnight import Keep, NIGHT, Order, aside
if __name__ == "__main__":
    log, folder = map(Path, sys.argv[1:])
    asyncio.run(aside(Order(log, folder, Keep(), NIGHT)))
"""


@pytest.mark.slow
def test_a_killed_daemon_leaves_nobody_behind(tmp_path: Path) -> None:
    """The process watches it, and ends long before its work would."""
    order = ordered(tmp_path)
    moved.filled(order.log.parent, [("a", failures(60_000, first=5_000))])
    script = tmp_path / "waiting.py"
    script.write_text(WAITING)
    command = [sys.executable, str(script), str(order.log), str(order.folder)]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=env, stdout=PIPE) as daemon:
        while not (found := _pids(daemon.pid)):
            assert daemon.poll() is None
            time.sleep(0.01)
        daemon.kill()
    for _ in range(500):
        if not _runs(found[0]):
            break
        time.sleep(0.01)
    assert not _runs(found[0])
    assert listed(order.folder) == []


def _runs(pid: int) -> bool:
    """Whether there is such a process that is not only waiting to be buried."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
