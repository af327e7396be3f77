"""Killed 200 times over 400 alerts: nothing is lost, and what comes twice says so or has the same key."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

from monitor.alerts.wording import REPEATED
from monitor.config import load
from monitor.eventlog.sqlite import open_reader
from monitor.events import AnyEvent, StoryPublished
from monitor.notices import AlertDelivered, AlertRaised, DevelopmentNoted
from tests.crash.desk import Arrived, Desk, Step, address
from tests.crash.nursery import Nursery
from tests.daemon.daemon_world import World
from tests.loopback import Loopback
from tests.newsroom.simulated import SharedClock
from tests.soak import told

KILLS = 200
ALERTS = 400
"""Through each of the two channels."""
MOST_ITEMS = 3
"""New figures that a life may see: about two on the whole, which makes the alerts."""
READ = 20
"""Events at the end of the log that a reader beside the daemon looks at."""
PATIENCE_S = 60.0
"""Real seconds until what has to come is given up."""
BEGIN = datetime(2025, 9, 1, tzinfo=UTC)
FAR = "2027-01-01T00:00:00+00:00"
TOKEN = {"GOTIFY_TOKEN": "A1b2C3"}
CHANNELS = """
kind = "webhook"
address = "{hook}"
allow_private = true

[channels.phone]
kind = "gotify"
server = "{server}"
token_env = "GOTIFY_TOKEN"
allow_private = true
"""


class Moment(NamedTuple):
    """When a life ends: so many seconds after the nth time of a step, or after the start."""

    step: Step | None
    times: int
    after: float


def moments(seed: int = 1) -> Iterator[Moment]:
    """Spread over all that the daemon does; most of them while something is under way."""
    chance = random.Random(f"kills {seed}")
    steps: tuple[tuple[Step | None, int, float], ...] = (
        (None, 15, 1.0),  # while it starts
        ("asked", 15, 0.06),  # while a document is read and recorded
        ("answered", 20, 0.12),  # while an alert is raised and its sending begun
        ("sending", 40, 0.06),  # sent, and not yet confirmed or not yet recorded
        ("taken", 10, 0.02),
    )
    while True:
        ((step, _, longest),) = chance.choices(steps, [weight for _, weight, _ in steps])
        # an item of the feed is one alert through each of two channels
        most = MOST_ITEMS * 2 if step in {"sending", "taken"} else MOST_ITEMS
        times = chance.randint(1, most)
        yield Moment(step, times, chance.uniform(0, longest))


Noted = set[tuple[int, str]]
"""Positions that somebody has read, with the hashes of their events."""


class Life:
    """One daemon, from its start to its end."""

    def __init__(
        self, nursery: Nursery, note: Callable[[], None], moment: Moment | None = None
    ) -> None:
        self._nursery, self._note, self._moment = nursery, note, moment
        self._left = moment.times if moment else 0
        self._reached = threading.Event()
        self._process = nursery.start()

    def hear(self, step: Step) -> None:
        """A step that the other end has seen."""
        if self._moment is not None and step == self._moment.step:
            self._left -= 1
            if self._left == 0:
                self._reached.set()

    def end_at_its_moment(self) -> None:
        """Somebody reads the log beside it; then SIGKILL."""
        assert self._moment is not None
        if self._moment.step is not None:
            assert self._reached.wait(PATIENCE_S)
        self._note()
        time.sleep(self._moment.after)
        os.kill(self._process, signal.SIGKILL)
        assert self._nursery.ended() == -signal.SIGKILL

    def end(self) -> int:
        """SIGTERM; the exit code."""
        os.kill(self._process, signal.SIGTERM)
        return self._nursery.ended()


def words(world: World, clock: SharedClock) -> list[str]:
    """The daemon's command line."""
    places = [
        "--config",
        str(world.config),
        "--state",
        str(world.state),
        "--clock",
        str(clock.path),
    ]
    return [*places, "--until", FAR, "--step", "60", "--speed", "0", "--tick", "0.004"]


def recorded(world: World) -> Sequence[AnyEvent]:
    """The log."""
    log = open_reader(world.state / "log.db")
    assert log is not None
    with log:
        return [each.event for each in log.read()]


def follow(world: World, desk: Desk) -> None:
    """One source, one rule, two channels."""
    world.channel = CHANNELS.format(hook=desk.hook, server=desk.gotify_server).strip()
    world.follow({"alpha": desk.feed})
    topic = world.config / "topics" / "norland.toml"
    rule = 'fields = ["value"]\nchannels = ["journal", "phone"]\nthrottle = "0s"'
    topic.write_text(topic.read_text().replace('channels = ["journal"]', rule))


@pytest.mark.slow
def test_200_kills_over_400_alerts_lose_none(tmp_path: Path) -> None:
    """Through the channel with a key each alert is one, through the other each repetition says so."""
    begun = time.monotonic()
    with Loopback() as server:
        world = World(tmp_path, server)
        clock = SharedClock(tmp_path / "clock", BEGIN)
        desk = Desk(server, clock)
        follow(world, desk)
        nursery = Nursery(words(world, clock), tmp_path / "told.txt", TOKEN)
        noted: Noted = set()
        try:
            live_and_die(nursery, world, desk, partial(note, world, noted))
        finally:
            nursery.close()
        events = recorded(world)
        report(desk, events, time.monotonic() - begun)
        what_was_read_is_still_there(world, noted)
        every_item_is_one_story(desk, events)
        every_development_is_told_once(world, events)
        nothing_is_missing(desk, events)
        what_comes_twice_has_its_key(desk.webhook)
        what_comes_twice_says_so(desk.gotify)
        assert world.call("log", "verify", env=TOKEN).code == 0
        assert world.call("rebuild", "--check", env=TOKEN).code == 0


def note(world: World, noted: Noted) -> None:
    """What a reader finds at the end of the log."""
    log = open_reader(world.state / "log.db")
    if log is not None:
        with log:
            last = log.position()
            noted.update((row.position, row.hash) for row in log.raw(max(last - READ, 0)))


def live_and_die(nursery: Nursery, world: World, desk: Desk, note: Callable[[], None]) -> None:
    """So many lives that end by a kill, and a last one in which all is done that is left to do."""
    when = moments()
    for _ in range(KILLS):
        # enough for this life to reach its moment, though some of it may be lost to the one before
        desk.most = desk.published + MOST_ITEMS + 1
        life = Life(nursery, note, next(when))
        desk.heard = life.hear
        life.end_at_its_moment()
    desk.heard = lambda step: None
    life = Life(nursery, note)
    end = time.monotonic() + PATIENCE_S
    while len(told.alerts(recorded(world), "phone")) < ALERTS and time.monotonic() < end:
        desk.most = desk.published + 1
        time.sleep(0.2)
    desk.most = 0
    asked = len(desk.server.asked("/feed"))
    while not all_done(recorded(world)) or len(desk.server.asked("/feed")) < asked + 2:
        assert time.monotonic() < end
        time.sleep(0.2)
    assert life.end() == 0


def all_done(events: Sequence[AnyEvent]) -> bool:
    """Whatever has been raised has been delivered."""
    raised = {each.alert for each in events if isinstance(each, AlertRaised)}
    return raised == {each.alert for each in events if isinstance(each, AlertDelivered)}


def report(desk: Desk, events: Sequence[AnyEvent], seconds: float) -> None:
    """The figures, for whoever runs it with -s."""
    alerts = len(told.alerts(events, "phone"))
    counted = [each for each in events if isinstance(each, AlertDelivered) and each.repetition]
    marked = sum(each.title.startswith(REPEATED) for each in desk.gotify)
    print(
        f"\n{KILLS} kills in {seconds:.0f} s; {alerts} alerts a channel;"
        f" by webhook {len(desk.webhook) - alerts} came again;"
        f" by Gotify {len(desk.gotify) - alerts} came again and {marked} were marked;"
        f" {len(counted)} recorded as maybe a repetition"
    )


def what_was_read_is_still_there(world: World, noted: Noted) -> None:
    """No event that was accepted has gone or changed with a kill."""
    log = open_reader(world.state / "log.db")
    assert log is not None
    with log:
        assert noted <= {(row.position, row.hash) for row in log.raw()}
    assert len(noted) > KILLS


def every_item_is_one_story(desk: Desk, events: Sequence[AnyEvent]) -> None:
    """No entry was lost between a poll and the log, and none was read twice."""
    urls = [each.url for each in events if isinstance(each, StoryPublished)]
    assert sorted(urls) == sorted(map(address, range(desk.published)))


def every_development_is_told_once(world: World, events: Sequence[AnyEvent]) -> None:
    """Whatever was cut off: an alert for each development and channel, and one delivery for each alert."""
    (topic,) = load(world.config, world.state).topics
    raised = told.raised(events)
    assert set(raised.values()) == {1}
    assert raised.keys() == told.owed(events, topic.rules)
    assert set(told.delivered(events).values()) == {1}
    noted = [each for each in events if isinstance(each, DevelopmentNoted) and not each.backfill]
    assert len(noted) >= ALERTS


def nothing_is_missing(desk: Desk, events: Sequence[AnyEvent]) -> None:
    """What was raised for a channel has come in there, and nothing else."""
    titles = {each.alert: each.title for each in events if isinstance(each, AlertRaised)}
    hook, phone = told.alerts(events, "journal"), told.alerts(events, "phone")
    assert {each.key for each in desk.webhook} == hook.keys()
    assert {plain(each) for each in desk.gotify} == {titles[alert] for alert in phone}
    assert len({titles[alert] for alert in phone}) == len(phone) >= ALERTS


def plain(arrived: Arrived) -> str:
    """The title without its mark."""
    return arrived.title.removeprefix(REPEATED)


def what_comes_twice_has_its_key(arrived: Sequence[Arrived]) -> None:
    """One key for each alert and one alert for each key; a repetition says that it may be one."""
    assert len({each.key for each in arrived}) == len({each.title for each in arrived})
    assert len({(each.key, each.title) for each in arrived}) == len({each.key for each in arrived})
    seen: set[str] = set()
    for each in arrived:
        assert each.repetition or each.key not in seen
        seen.add(each.key)


def what_comes_twice_says_so(arrived: Sequence[Arrived]) -> None:
    """All but the first of the same alert are marked; and some did come twice, or nothing was tried."""
    seen: Counter[str] = Counter()
    for each in arrived:
        assert each.title.startswith(REPEATED) or not seen[plain(each)], each
        seen[plain(each)] += 1
    assert max(seen.values()) > 1
