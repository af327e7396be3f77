"""What people want of alerts reaches the log while the daemon alone may write it."""

from __future__ import annotations

import http.client
import json
import re
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from monitor.inbox import put
from monitor.notices import AlertAcknowledged, AlertAttempted, AlertSnoozed
from monitor.wishes import Acknowledge
from tests.daemon.daemon_world import ARCHIVE, STRUCK, Feed, World, rss

GATE = """\
import pathlib, sys
taken = pathlib.Path(sys.argv[1])
sys.stdin.read()
sys.exit(0 if taken.exists() else 1)
"""
"""A program that takes alerts when a file is there."""


def gated(world: World, gate: Path) -> None:
    """The channel is a program that takes nothing until `gate` is there."""
    world.channel = (
        f'kind = "command"\nargv = {json.dumps([sys.executable, "-c", GATE, str(gate)])}'
    )


def polled(world: World) -> None:
    """A source that has answered before, and has something new when it is asked again."""
    world.follow({"alpha": Feed(rss())}, ARCHIVE)
    world.once()
    world.make_due()
    world.follow({"alpha": Feed(rss(STRUCK))}, ARCHIVE)


def raised(world: World) -> list[str]:
    """Ids of the alerts, newest first."""
    return [row["alert"] for row in json.loads(world.call("alerts", "--json").out)]


@pytest.mark.slow
def test_wishes_are_recorded_while_the_daemon_runs(world: World, tmp_path: Path) -> None:
    """Acknowledged, snoozed, sent again at once; nothing is left in the inbox, and the log is whole."""
    gate = tmp_path / "open"
    gated(world, gate)
    polled(world)
    with world.running() as daemon:
        daemon.waits(lambda: world.events("AlertFailed"), "an alert that is not taken")
        name = raised(world)[0]
        gate.write_text("")
        told = json.loads(world.call("alerts", "retry", name, "--by", "eva", "--json").out)
        assert (told["outcome"], told["process"]) == ("recorded", daemon.process.pid)
        daemon.waits(lambda: world.events("AlertDelivered"), "the alert is taken")
        world.call("alerts", "snooze", name, "--for", "2h", "--by", "eva")
        world.call("alerts", "ack", "--all", "--by", "eva")
        daemon.hears("has seen")
        assert daemon.stop() == 0
    assert [type(each) for each in world.events("AlertSnoozed")] == [AlertSnoozed]
    assert all(
        isinstance(each, AlertAcknowledged) and each.detail == "eva"
        for each in world.events("AlertAcknowledged")
    )
    assert list((world.state / "inbox").iterdir()) == []
    assert world.call("log", "verify").code == 0


@pytest.mark.slow
def test_a_link_in_a_message_acknowledges_the_alert(world: World) -> None:
    """Asked with GET it shows a button; sent with POST the alert has been seen by whoever had it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    world.settings |= {"listen": f'"127.0.0.1:{port}"', "public": '"https://monitor.example.org"'}
    world.channel = 'kind = "terminal"'
    polled(world)
    with world.running() as daemon:
        daemon.hears("Seen it: https://monitor.example.org/ack/")
        link = re.findall(r"Seen it: (\S+)", daemon.told)[0]
        path = urlsplit(link).path
        asked = ask(port, "GET", path)
        assert (asked[0], "I have seen it" in asked[1]) == (200, True)
        assert world.events("AlertAcknowledged") == []
        sent = ask(port, "POST", path)
        assert (sent[0], "Acknowledged by whoever had the link" in sent[1]) == (200, True)
        (event,) = world.events("AlertAcknowledged")
        assert isinstance(event, AlertAcknowledged)
        assert event.alert in path
        assert ask(port, "POST", path[:-1])[0] == 404


def ask(port: int, method: str, path: str) -> tuple[int, str]:
    """As a proxy in front of it asks."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, headers={"Host": "monitor.example.org"})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


@pytest.mark.slow
def test_a_wish_that_waits_is_fulfilled_before_anything_is_sent(
    world: World, tmp_path: Path
) -> None:
    """It was written down while nobody ran: what has been seen is not sent any more."""
    gated(world, tmp_path / "open")
    polled(world)
    world.once()
    names = raised(world)
    tried = len(world.events("AlertAttempted"))
    assert names
    wish = Acknowledge(who="eva", at=datetime.now(UTC), alerts=tuple(names))
    path = put(world.state, wish)
    path.with_name("stray.txt").write_text("hello")
    told = world.once()
    assert "wish         eva has seen" in told.err
    assert "refused      stray.txt in" in told.err
    assert len(world.events("AlertAcknowledged")) == len(names)
    assert len(world.events("AlertAttempted")) == tried
    assert all(isinstance(each, AlertAttempted) for each in world.events("AlertAttempted"))
