"""What a service manager hears of the real daemon: in which order, and when nothing may come."""

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.daemon.daemon_world import ARCHIVE, STRUCK, TROOPS, Feed, World, rss
from tests.daemon.manager import Hearing

MINUTE = "60000000"
OFTEN = "3000000"
"""WATCHDOG_USEC that lets a sign of life come with every tick."""
LOCKS = 120
"""Where SQLite's locks of a log of transactions lie in its -shm file, eight bytes (wal.c)."""


@pytest.fixture
def manager() -> Iterator[Hearing]:
    hearing = Hearing()
    yield hearing
    hearing.close()


def test_the_service_manager_hears_how_it_goes(world: World, manager: Hearing) -> None:
    """READY once it polls, WATCHDOG, RELOADING with its time and READY on SIGHUP, STOPPING at the end."""
    world.follow({"alpha": Feed(rss(STRUCK))})
    with world.running(WATCHDOG_USEC=OFTEN, **manager.environ) as daemon:
        start = list(manager.until("READY"))
        assert start[-1].states == {"READY": "1", "STATUS": "following 1 topic"}
        assert {message.kind for message in start[:-1]} == {"EXTEND_TIMEOUT_USEC"}
        manager.hears("WATCHDOG")
        manager.hears("WATCHDOG")
        before = time.monotonic_ns() // 1_000
        daemon.process.send_signal(signal.SIGHUP)
        reloading = manager.hears("RELOADING")
        assert before <= int(reloading.states["MONOTONIC_USEC"]) <= reloading.usec
        again = list(manager.until("READY"))
        assert not any("STOPPING" in message.states for message in again)
        manager.hears("WATCHDOG")
        assert daemon.stop() == 0
        manager.hears("STOPPING")
        assert manager.waiting() == []


def test_after_a_wrong_configuration_it_is_ready_again(world: World, manager: Hearing) -> None:
    """The manager waits for READY after each RELOADING; the status says that it is the old one."""
    world.settings = {"deadline": "5"}
    world.follow({"alpha": Feed(rss(STRUCK))})
    with world.running(WATCHDOG_USEC=OFTEN, **manager.environ) as daemon:
        manager.hears("READY")
        world.settings = {"deadline": "0", "concurency": "5"}
        world.follow({"alpha": "gopher://example.org"})
        daemon.process.send_signal(signal.SIGHUP)
        manager.hears("RELOADING", "1")
        ready = manager.hears("READY")
        assert ready.states["STATUS"] == (
            "following 1 topic, as before: 3 mistakes in the new configuration"
        )
        for part in ("deadline", 'did you mean "concurrency"?', "source[alpha].address"):
            assert part in daemon.told
        manager.hears("WATCHDOG")
        assert daemon.stop() == 0


@contextmanager
def held(log: Path) -> Iterator[None]:
    """Hold the locks of SQLite's readers, as a recovery that hangs would: the log answers nobody."""
    with open(f"{log}-shm", "r+b") as file:
        fcntl.lockf(file, fcntl.LOCK_EX, 8, LOCKS)
        yield


@pytest.mark.slow
def test_no_sign_of_life_while_the_log_does_not_answer(world: World, manager: Hearing) -> None:
    """The status says why; the signs come again with the first answer.

    SQLite tries for ten seconds each time.
    """
    world.follow({"alpha": Feed(rss(STRUCK))}, ARCHIVE)
    with world.running(WATCHDOG_USEC=OFTEN, **manager.environ) as daemon:
        manager.hears("READY")
        daemon.hears("alpha: 1 new")
        manager.hears("WATCHDOG")
        with held(world.state / "log.db"):
            manager.hears("STATUS", "waiting: ")  # until here a tick may have been under way
            (message,) = manager.until("STATUS", "waiting: ")  # nothing else in between
            assert "another program holds its locks" in message.states["STATUS"]
        assert "WATCHDOG" in manager.next().states
        manager.hears("STATUS", "following 1 topic")
        daemon.hears("not recorded")
        assert daemon.stop() == 0
    assert world.call("log", "verify").code == 0


@pytest.mark.parametrize("env", [{}, {"WATCHDOG_PID": "1", "WATCHDOG_USEC": OFTEN}], ids=str)
def test_who_wants_no_sign_of_life_gets_none(
    world: World, manager: Hearing, env: dict[str, str]
) -> None:
    """Without an interval, or with one that is meant for another process."""
    world.follow({"alpha": Feed(rss(STRUCK))})
    with world.running(speed=60, **env, **manager.environ) as daemon:
        manager.hears("READY")
        daemon.hears("alpha: 1 new", times=1)
        assert daemon.stop() == 0
        assert [message.kind for message in manager.until("STOPPING")] == ["STOPPING"]


def test_an_interval_that_is_too_short_is_told(world: World, manager: Hearing) -> None:
    """A watchdog that bites between two ticks would end a daemon that is well."""
    world.follow({"alpha": Feed(rss(STRUCK))})
    with world.running(WATCHDOG_USEC="1500000", **manager.environ) as daemon:
        daemon.hears("WARNING the service manager wants a sign of life within 1.5 s")
        daemon.hears("set WatchdogSec to 3 s or more")
        manager.hears("WATCHDOG")
        assert daemon.stop() == 0


def test_a_manager_that_reads_nothing_stops_nothing(world: World, manager: Hearing) -> None:
    """Its socket is full soon; stories are taken in all the same, and the end is in time."""
    alpha = Feed(rss(STRUCK))
    world.follow({"alpha": alpha}, ARCHIVE)
    with world.running(speed=60, WATCHDOG_USEC="150000", **manager.environ) as daemon:
        daemon.hears("alpha: 1 new")
        alpha.content = rss(STRUCK, TROOPS)
        daemon.hears("alpha: 1 new", times=2)
        assert daemon.stop() == 0
    assert len(manager.waiting()) < 50


@pytest.mark.parametrize("socket", ["", "/nowhere/notify", "@nobody", "vsock:2:1", "relative"])
def test_without_a_service_manager_nothing_is_missing(world: World, socket: str) -> None:
    """No socket, one that nobody reads, one of a kind that is not spoken here."""
    world.follow({"alpha": Feed(rss(STRUCK))})
    told = world.once(**({"NOTIFY_SOCKET": socket} if socket else {}))
    assert (told.code, "Traceback" in told.err) == (0, False)


def lines(count: int) -> list[dict[str, str]]:
    """Texts of so many days."""
    return [
        {
            **ARCHIVE[0],
            "url": f"{ARCHIVE[0]['url']}-{n}",
            "text": f"{ARCHIVE[0]['text']} Notice {n} of the day {n}.",
            "published": f"{2025 - n // 336}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02}",
        }
        for n in range(count)
    ]


@pytest.mark.slow
def test_a_first_start_that_takes_long_asks_for_patience(world: World, manager: Hearing) -> None:
    """Signs come all the time while an archive is read, and again while it is read anew after SIGHUP.

    The second sign shows that they come while the work goes on, not only before it.
    """
    world.follow({"alpha": Feed(rss(STRUCK))}, lines(200))
    with world.running(WATCHDOG_USEC=MINUTE, **manager.environ) as daemon:
        start = list(manager.until("READY"))
        reading = [m for m in start if "reading the archive" in m.states.get("STATUS", "")]
        assert len(reading) >= 2
        assert {m.states["EXTEND_TIMEOUT_USEC"] for m in reading} == {"300000000"}
        assert daemon.stop() == 0
    with world.running(WATCHDOG_USEC=MINUTE, **manager.environ) as daemon:
        manager.hears("STATUS", "reading the log")
        manager.hears("READY")
        assert daemon.stop() == 0


def test_a_stop_while_the_archive_is_read_is_told(world: World, manager: Hearing) -> None:
    """STOPPING also from a start that was never READY."""
    world.follow({"alpha": Feed(rss(STRUCK))}, lines(200))
    with world.running(**manager.environ) as daemon:
        manager.hears("STATUS", "reading the archive")
        assert daemon.stop() == 0
        assert not any("READY" in message.states for message in manager.until("STOPPING"))


SLEEPY = """\
import os, sys
from monitor.notify import interval
print(interval(os.environ), flush=True)
"""


def test_the_interval_is_for_the_process_that_was_started() -> None:
    """WATCHDOG_PID names it; a number that is none is no interval."""
    cases = {"3000000": "3.0", "": "0.0", "-5": "0.0", "3e6": "0.0", "²": "0.0"}
    for usec, expected in cases.items():
        done = subprocess.run(
            [sys.executable, "-c", SLEEPY],
            env=os.environ | {"WATCHDOG_USEC": usec},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == expected
