"""What is sent at a time, and in which order."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest

from monitor import outgoing
from monitor.alerts import Message, NotSent, Outcome, Sent
from monitor.config import load
from monitor.opening import locked, opened
from monitor.outgoing import AT_ONCE, Outgoing
from monitor.pipeline import Pipeline
from tests.alerts.alert_samples import HOUR, NOW, alert
from tests.daemon.daemon_world import ARCHIVE, World

MANY = 3 * AT_ONCE
"""Alerts that have become due while a channel was away."""


class Gate:
    """In the place of all channels: takes what it is given when it is opened, and keeps the order."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.open = asyncio.Event()
        self.answer: Outcome = Sent()

    async def deliver(self, kind: str, options: object, message: Message) -> Outcome:
        self.asked.append(message.alert.alert)
        await self.open.wait()
        return self.answer


@pytest.fixture
def pipeline(world: World) -> Iterator[Pipeline]:
    """A log with many alerts that are due, the oldest last, and one for another channel."""
    world.channel += '\n[channels.desk]\nkind = "file"\npath = "/nowhere/desk"'
    world.follow({}, ARCHIVE)
    raised = [
        alert(f"a{n:02}", at=NOW - n * HOUR, channel="journal", topic="norland")
        for n in range(MANY)
    ]
    with locked(world.state), opened(load(world.config, world.state)) as (_, opening):
        opening.record("norland", [*raised, alert("other", topic="norland")])
        yield opening


def begun(world: World, pipeline: Pipeline) -> Outgoing:
    """The outbox at work, a day later."""
    found: list[BaseException] = []

    def hold(what: str, error: Exception) -> None:
        raise error

    configuration = load(world.config, world.state)
    return Outgoing(configuration, pipeline, lambda: NOW + timedelta(days=1), hold, found.append)


OLDEST_FIRST = [f"a{n:02}" for n in reversed(range(MANY))]


def test_after_an_outage_a_channel_gets_a_few_at_a_time_the_oldest_first(
    world: World, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others wait for room; another channel has its own."""

    async def run() -> None:
        gate = Gate()
        monkeypatch.setattr(outgoing, "deliver", gate.deliver)
        out = begun(world, pipeline)
        for _ in range(3):
            out.send_due()
            await asyncio.sleep(0)
        assert gate.asked == [*OLDEST_FIRST[:AT_ONCE], "other"]
        gate.open.set()
        never = asyncio.Event()
        for _ in range(3):
            await out.sending.ended(never)
            out.send_due()
        await out.sending.ended(never)
        assert [name for name in gate.asked if name != "other"] == OLDEST_FIRST

    asyncio.run(run())


def test_one_round_sends_all_that_is_due_each_once(
    world: World, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when that is more than goes at a time, and whatever comes of it."""

    async def run() -> None:
        gate = Gate()
        gate.open.set()
        gate.answer = NotSent("no route")
        monkeypatch.setattr(outgoing, "deliver", gate.deliver)
        await begun(world, pipeline).send_once(asyncio.Event())
        assert sorted(gate.asked) == sorted([*OLDEST_FIRST, "other"])

    asyncio.run(run())


def test_a_channel_that_wants_to_be_left_alone_is_asked_no_more(
    world: World, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that were under way by then have gone out; all others wait."""

    async def run() -> None:
        gate = Gate()
        gate.open.set()
        gate.answer = NotSent("busy", retry_after=3600)
        monkeypatch.setattr(outgoing, "deliver", gate.deliver)
        await begun(world, pipeline).send_once(asyncio.Event())
        assert gate.asked == [*OLDEST_FIRST[:AT_ONCE], "other"]

    asyncio.run(run())
