"""What a daemon at work tells: in its log, by its heartbeat, on its page."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import time
from http.client import HTTPConnection
from typing import Any

import pytest

from monitor.heartbeat import HUNG
from tests.daemon.daemon_world import ARCHIVE, STRUCK, TROOPS, Feed, Running, World, rss
from tests.loopback import status


def two_rounds(world: World) -> None:
    """The first round is history, the second one brings news; a new source does not answer."""
    feed = Feed(rss(STRUCK))
    world.follow({"alpha": feed}, ARCHIVE)
    assert world.once().code == 0
    world.follow({"alpha": feed, "beta": status(500)}, ARCHIVE)
    feed.content = rss(TROOPS, STRUCK)
    world.make_due()


def test_a_log_in_json_is_an_object_a_line_and_a_line_an_event(world: World) -> None:
    """From the first line to the last, with what each is about."""
    world.settings["log_format"] = '"json"'
    two_rounds(world)
    lines = [json.loads(line) for line in world.once().err.splitlines()]
    told: dict[str, list[dict[str, Any]]] = {}
    for each in lines:
        told.setdefault(each.get("event", each["logger"]), []).append(each)
    (development,) = told["development"]
    assert development["level"] == "info"
    assert development["topic"] == "norland"
    assert "6,000 troops" in development["message"]
    (failed,) = told["no answer"]
    assert (failed["level"], failed["source"]) == ("warning", "beta")
    raised, delivered = told["monitor.alerts"]
    assert raised["alert"] == delivered["alert"]
    assert " delivered to journal" in delivered["message"]
    assert told["stopped"]
    assert "stories" not in told


def test_in_the_journal_each_line_has_its_priority(world: World) -> None:
    """Device and inode of stderr are those that the service manager has named."""
    two_rounds(world)
    path = world.config.parent / "told.txt"
    path.touch()
    found = path.stat()
    stream = f"{found.st_dev}:{found.st_ino}"
    with world.running("--once", JOURNAL_STREAM=stream) as daemon:
        assert daemon.process.wait(20) == 0
        lines = daemon.told.splitlines()
    assert [line for line in lines if not re.match("<[0-7]>", line)] == []
    assert sum("<6>development: " in line for line in lines) == 1
    assert sum("<4>no answer: beta: " in line for line in lines) == 1


def test_a_wrong_configuration_is_told_in_the_form_of_the_log(world: World) -> None:
    """Each mistake is a line of its own; the exit code is the same."""
    world.follow({"alpha": Feed()})
    topic = world.config / "topics" / "norland.toml"
    topic.write_text(topic.read_text("utf-8").replace('"tally"', '"tale"'), "utf-8")
    path = world.config.parent / "told.txt"
    path.touch()
    stream = f"{path.stat().st_dev}:{path.stat().st_ino}"
    with world.running("--once", JOURNAL_STREAM=stream) as daemon:
        assert daemon.process.wait(20) == 78
        lines = daemon.told.splitlines()
    assert lines
    assert all(line.startswith("<3>failed: ") for line in lines)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ready(port: int) -> tuple[int, list[str]]:
    """What the page says of the daemon; 0 while there is no page."""
    link = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        link.request("GET", "/readyz")
        answer = link.getresponse()
        return answer.status, json.loads(answer.read())["reasons"]
    except ConnectionError:
        return 0, []
    finally:
        link.close()


def aged(world: World, daemon: Running) -> None:
    """As if the daemon, which stands still now, had not ticked for long."""
    os.kill(daemon.process.pid, signal.SIGSTOP)
    long_ago = time.time() - HUNG.total_seconds() - 10
    os.utime(world.state / "alive", (long_ago, long_ago))


def test_a_daemon_at_work_is_seen_to_move_and_to_hang(world: World) -> None:
    """By `status`, from another process; by the page, from another thread."""
    port = free_port()
    world.settings["listen"] = f'"127.0.0.1:{port}"'
    world.follow({"alpha": Feed(rss(STRUCK))}, ARCHIVE)
    world.once()
    assert "not running\n" in world.call("status").out
    world.make_due()
    with world.running() as daemon:
        daemon.waits(lambda: ready(port)[0] == 200, "ready")
        daemon.waits(lambda: len(world.server.asked("/alpha")) == 2, "a poll")
        told = world.call("status", "--check")
        assert f"process {daemon.process.pid}, last tick " in " ".join(told.out.split())
        assert (told.code, told.err) == (0, "")
        aged(world, daemon)
        hung = world.call("status", "--check")
        assert hung.code == 4
        assert hung.err == f"process {daemon.process.pid} hangs: no tick for 1 min\n"
        os.kill(daemon.process.pid, signal.SIGCONT)
        assert daemon.stop() == 0
    assert "not running; last tick " in " ".join(world.call("status").out.split())


BLOCKED = """\
import time
from monitor.daemon import Daemon

real = Daemon._look

def look(self, now):
    real(self, now)
    if (self.configuration.settings.state_dir / "block").exists():
        time.sleep(60)

Daemon._look = look
"""
"""A sitecustomize module: the loop is held up once a file is there."""


@pytest.mark.slow
def test_a_page_tells_of_a_loop_that_is_held_up(world: World) -> None:
    """The thread of the page goes on: /readyz fails, /livez does not."""
    (world.config.parent / "sitecustomize.py").write_text(BLOCKED)
    port = free_port()
    world.settings["listen"] = f'"127.0.0.1:{port}"'
    world.follow({"alpha": Feed(rss(STRUCK))}, ARCHIVE)
    with world.running(python=str(world.config.parent)) as daemon:
        daemon.waits(lambda: ready(port)[0] == 200, "ready")
        (world.state / "block").touch()
        time.sleep(2)
        long_ago = time.time() - HUNG.total_seconds() - 10
        os.utime(world.state / "alive", (long_ago, long_ago))
        code, reasons = ready(port)
        assert code == 503
        assert reasons[0].startswith("the daemon hangs: no tick for ")
        daemon.process.kill()
