"""The daemon with a channel over a network: what leaves it, what comes of a channel that is away or hangs."""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

import pytest

from monitor.notices import AlertDelivered, AlertFailed
from tests.daemon.daemon_world import ARCHIVE, TROOPS, WEATHER, Feed, World, rss
from tests.loopback import Mode, in_turn, stalled, status

SECRET = "s3cret-0123456789"


def hooked(world: World, mode: Mode) -> Feed:
    """A topic with its archive read, whose alerts go to a webhook that behaves so."""
    address = world.server.at("/hook", mode)
    world.channel = (
        f'kind = "webhook"\naddress = "{address}"\nallow_private = true\ntimeout = 60\n'
        'secret_file = "hook"'
    )
    (world.config / "hook").write_text(f"{SECRET}\n")
    feed = Feed(rss(WEATHER))
    world.follow({"alpha": feed}, ARCHIVE)
    world.once(CREDENTIALS_DIRECTORY=str(world.config))
    feed.content = rss(TROOPS)
    world.make_due()
    return feed


def hooks(world: World) -> list[Any]:
    return [json.loads(each.body) for each in world.server.asked("/hook")]


def holding(folder: Path, text: str) -> list[Path]:
    """Files below a folder that hold a text."""
    files = [each for each in folder.rglob("*") if each.is_file()]
    return [each for each in files if text.encode() in each.read_bytes()]


def test_an_alert_goes_out_signed_and_its_secret_is_nowhere(world: World) -> None:
    """Neither in the log nor in any table, in what the daemon says, or in `status` and `alerts`."""
    hooked(world, in_turn(status(500), status(204)))
    told = world.once(CREDENTIALS_DIRECTORY=str(world.config))
    assert told.code == 0
    (failed,) = world.events("AlertFailed")
    assert isinstance(failed, AlertFailed)
    assert failed.detail == f"127.0.0.1:{world.server.port}: it answers 500 (Internal Server Error)"
    with world.running(speed=60, CREDENTIALS_DIRECTORY=str(world.config)) as daemon:
        daemon.waits(lambda: world.events("AlertDelivered"), "a delivered alert")
        assert daemon.stop() == 0
    for request in world.server.asked("/hook"):
        stamp = request.header("X-Monitor-Timestamp") or ""
        signed = hmac.new(SECRET.encode(), stamp.encode() + b"." + request.body, hashlib.sha256)
        assert request.header("X-Monitor-Signature") == f"sha256={signed.hexdigest()}"
    assert [(each["attempt"], each["repetition"]) for each in hooks(world)] == [
        (1, False),
        (2, False),
    ]
    assert [each["title"] for each in hooks(world)] == [
        "Norland troops at the coast: 6,000 troops, was 4,500"
    ] * 2
    assert holding(world.state, SECRET) == []
    said = [world.call(*words) for words in (["status"], ["status", "--json"], ["alerts"])]
    assert SECRET not in "".join(each.out + each.err for each in said) + told.err + daemon.told


@pytest.mark.slow
def test_a_signal_ends_it_while_a_channel_hangs(world: World) -> None:
    """Within 10 s; after the next start it is sent again, with the same id, and says what it may be."""
    hooked(world, in_turn(stalled(), status(200)))
    with world.running(CREDENTIALS_DIRECTORY=str(world.config)) as daemon:
        daemon.waits(lambda: world.server.asked("/hook"), "the channel that hangs")
        assert daemon.stop() == 0
        assert "Traceback" not in daemon.told
    with world.running(speed=60, CREDENTIALS_DIRECTORY=str(world.config)) as daemon:
        daemon.waits(lambda: world.events("AlertDelivered"), "a delivered alert")
        assert daemon.stop() == 0
    first, second = world.server.asked("/hook")
    assert first.header("X-Monitor-Delivery") == second.header("X-Monitor-Delivery")
    assert [(each["attempt"], each["repetition"]) for each in hooks(world)] == [
        (1, False),
        (2, True),
    ]
    (delivered,) = world.events("AlertDelivered")
    assert isinstance(delivered, AlertDelivered)
    assert delivered.repetition


@pytest.mark.slow
def test_a_channel_that_wants_to_be_left_alone_is(world: World) -> None:
    """For as long as it says, which is recorded."""
    hooked(world, status(429, {"Retry-After": "86000"}))
    with world.running(speed=600, CREDENTIALS_DIRECTORY=str(world.config)) as daemon:
        daemon.waits(lambda: world.events("AlertFailed"), "a failure")
        asked = len(world.server.asked("/alpha"))
        # a source is asked once a minute at most, and the pause without the wish is one minute
        daemon.waits(lambda: len(world.server.asked("/alpha")) >= asked + 4, "four more polls")
        assert daemon.stop() == 0
    (failed,) = world.events("AlertFailed")
    assert isinstance(failed, AlertFailed)
    assert (failed.retry_after, failed.final) == (86_000.0, False)
    assert len(world.server.asked("/hook")) == 1
