"""What a service manager hears of the real daemon: in which order, and when nothing may come."""

import fcntl
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from monitor.notify import PIECE, Busy, interval
from tests.daemon.daemon_world import ARCHIVE, STRUCK, Feed, World, rss
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
    with world.running(speed=60, WATCHDOG_USEC=OFTEN, **manager.environ) as daemon:
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


@pytest.mark.slow
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


@pytest.mark.slow
def test_an_interval_that_is_too_short_is_told(world: World, manager: Hearing) -> None:
    """A watchdog that bites between two ticks would end a daemon that is well."""
    world.follow({"alpha": Feed(rss(STRUCK))})
    with world.running(WATCHDOG_USEC="1500000", **manager.environ) as daemon:
        daemon.hears("WARNING the service manager wants a sign of life within 1.5 s")
        daemon.hears("set WatchdogSec to 3 s or more")
        manager.hears("WATCHDOG")
        assert daemon.stop() == 0


@pytest.mark.slow
def test_a_manager_that_reads_nothing_stops_nothing(world: World, manager: Hearing) -> None:
    """Its socket is full: what a source brings is taken in, and the end is in time."""
    world.follow({"alpha": Feed(rss(STRUCK))})
    manager.fill()
    with world.running(speed=60, WATCHDOG_USEC="150000", **manager.environ) as daemon:
        daemon.hears("alpha: 1 new")
        assert daemon.stop() == 0
    assert {message.states["STATUS"] for message in manager.waiting()} == {"full"}


@pytest.mark.slow
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


@pytest.mark.slow
def test_a_stop_while_the_archive_is_read_is_told(world: World, manager: Hearing) -> None:
    """STOPPING also from a start that was never READY."""
    world.follow({"alpha": Feed(rss(STRUCK))}, lines(200))
    with world.running(**manager.environ) as daemon:
        manager.hears("STATUS", "reading the archive")
        assert daemon.stop() == 0
        assert not any("READY" in message.states for message in manager.until("STOPPING"))


def test_the_interval_is_the_managers() -> None:
    """A number that is none is no interval."""
    cases = {"3000000": 3.0, "": 0.0, "-5": 0.0, "3e6": 0.0, "²": 0.0}
    assert {usec: interval({"WATCHDOG_USEC": usec}) for usec in cases} == cases
    ours = {"WATCHDOG_USEC": "3000000", "WATCHDOG_PID": str(os.getpid())}
    assert interval(ours) == 3.0
    assert interval({}) == 0.0


def test_signs_come_between_the_pieces(manager: Hearing, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a long log: not only before it is read."""
    for name, value in manager.environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("monitor.notify.SIGN_S", 0.0)
    busy = Busy("reading the log")
    pieces = busy.through(range(2 * PIECE))
    before = len(manager.waiting())
    assert [next(pieces) for _ in range(PIECE)] == list(range(PIECE))
    assert [message.states["STATUS"] for message in manager.waiting()] == ["reading the log"]
    assert list(pieces) == list(range(PIECE, 2 * PIECE))
    assert (before, len(manager.waiting())) == (1, 1)
