"""A story told again: the newsroom, a configuration of its own, and the daemon as a process that follows it.

with replay(folder, Story(feeds=50, every=28_800)) as run:
    while not run.over: ...
    run.stop()
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from tests.newsroom import archive, setting
from tests.newsroom.faults import Plan
from tests.newsroom.server import HOSTS, Newsroom
from tests.newsroom.simulated import SharedClock

ALLOWED = 'allow_private = ["127.0.0.1", "localhost"]\n'
BEGIN = datetime(2025, 9, 1, tzinfo=UTC)
"""The day before the first report of the default topic."""
END = datetime(2025, 11, 30, tzinfo=UTC)
"""A day after the last one: no copy comes later."""
PATIENCE_S = 10.0
"""Seconds within which the service has promised to end."""


class Story(NamedTuple):
    """How a story is told again."""

    feeds: int
    every: int
    """Seconds of the story between two polls of a feed."""
    begin: datetime = BEGIN
    until: datetime = END
    step: timedelta = timedelta(hours=1)
    """By which time moves on. Shorter than `every`, so that no poll waits for the next one."""
    speed: float = 0.0
    """How many times faster than the real time it may go at most; 0: as it can."""
    tick: float = 0.004
    """Real seconds between two looks of the daemon: the scheduler needs two milliseconds for one."""
    faults: bool = True
    seed: int = 1
    hosts: Sequence[str] = HOSTS
    """With one host the feeds are asked one after the other, and the whole run is the same each time."""
    settings: str = "deadline = 0.5\n"
    """Of monitor.toml; {server} is where the newsroom is."""
    channels: tuple[str, ...] = ()


class Run:
    """A daemon that follows a newsroom."""

    def __init__(self, folder: Path, story: Story, newsroom: Newsroom, clock: SharedClock) -> None:
        self.folder = folder
        self.config, self.state = folder / "config", folder / "state"
        self.told = folder / "daemon.txt"
        self.newsroom, self.clock, self.story = newsroom, clock, story
        with self.told.open("ab") as sink:
            self.process = subprocess.Popen(
                self._command(),
                cwd=setting.CHECKOUT,
                env=_environment(),
                stdin=subprocess.PIPE,
                stderr=sink,
                start_new_session=True,  # Ctrl-C is for whoever shows it
            )

    def _command(self) -> list[str]:
        given = {
            "--config": self.config,
            "--state": self.state,
            "--clock": self.clock.path,
            "--until": self.story.until.isoformat(),
            "--step": self.story.step.total_seconds(),
            "--speed": self.story.speed,
            "--tick": self.story.tick,
        }
        words = [str(word) for pair in given.items() for word in pair]
        return [sys.executable, "-m", "tests.newsroom.follow", *words]

    @property
    def over(self) -> bool:
        """The story has been told to its end, or the daemon has ended before."""
        return self.clock.ended or self.process.poll() is not None

    def stop(self) -> int:
        """End it as a service manager does; the exit code. Raises TimeoutExpired when it takes too long."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE_S)


def _environment() -> dict[str, str]:
    """Nothing of a service manager reaches the daemon, and it runs the code of this checkout."""
    plain = {key: value for key, value in os.environ.items() if key != "NOTIFY_SOCKET"}
    return plain | {"PYTHONPATH": str(setting.CHECKOUT)}


@contextmanager
def replay(folder: Path, story: Story) -> Iterator[Run]:
    """The daemon while the block runs; it is killed when it has not ended by then."""
    clock = SharedClock(folder / "clock", story.begin)
    texts = archive.read(setting.ARCHIVE)
    feeds = archive.feeds(texts, story.feeds, story.until, story.seed)
    names = [feed.name for feed in feeds]
    plan = Plan(names, story.begin, story.until, story.seed) if story.faults else None
    with Newsroom(feeds, clock, plan) as newsroom:
        setting.write(
            folder / "config",
            {feed.name: newsroom.address(feed, story.hosts) for feed in feeds},
            feeds,
            every=story.every,
            settings=ALLOWED + story.settings.replace("{server}", newsroom.server.url("")),
            channels=story.channels,
        )
        run = Run(folder, story, newsroom, clock)
        try:
            yield run
        finally:
            run.process.kill()
            run.process.communicate()
