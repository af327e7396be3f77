"""A replay: the daemon of every day with another clock, which loses no poll and gives the same run again."""

from __future__ import annotations

import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from monitor.eventlog.sqlite import open_reader
from monitor.events import SourceStep
from monitor.pipeline import SOURCES_STREAM
from tests.daemon.daemon_world import PATIENCE
from tests.loopback import stalled
from tests.newsroom import setting
from tests.newsroom.replaying import BEGIN, Run, Story, replay

SHORT = Story(feeds=12, every=21_600, until=BEGIN + timedelta(days=20), hosts=("127.0.0.1",))


def finished(run: Run) -> None:
    """Wait for the end of the story, and end the daemon."""
    end = time.monotonic() + PATIENCE * 4
    while not run.over and time.monotonic() < end:
        time.sleep(0.02)
    assert run.clock.ended, run.told.read_text()
    assert run.stop() == 0


def test_time_stands_still_while_a_poll_is_under_way(tmp_path: Path) -> None:
    """A feed that hangs costs real time and none of the story's."""
    story = SHORT._replace(settings="deadline = 60\n", faults=False)
    with replay(tmp_path, story) as run:
        server = run.newsroom.server
        server.at("/feed-03", stalled())
        end = time.monotonic() + PATIENCE
        while not server.asked("/feed-03") and time.monotonic() < end:
            time.sleep(0.02)
        time.sleep(0.2)  # the others of that look
        before = run.clock()
        time.sleep(0.5)
        assert server.asked("/feed-03")
        assert run.clock() == before
        assert run.stop() == 0


@pytest.mark.slow
def test_no_poll_is_lost_and_the_same_seed_gives_the_same_log(tmp_path: Path) -> None:
    """Every feed is asked at its interval, with faults and all; a second run has the same hashes."""
    runs = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        with replay(folder, SHORT) as run:
            finished(run)
        asked = Counter(seen.path for seen in run.newsroom.server.seen)
        healthy = asked["/feed-02"]  # its interval is a tenth more or less, and looks are hourly
        assert 20 * 4 * 0.8 <= healthy <= 20 * 4 * 1.15
        runs.append(recorded(run))
    assert runs[0] == runs[1]
    assert runs[0][0] > 100
    assert runs[0][2]


def recorded(run: Run) -> tuple[int, str, list[tuple[str, str, datetime]]]:
    """Number and hash of the topic's last event; what happened to which source when.

    The events about sources have addresses, and each run has another port.
    """
    log = open_reader(run.state / "log.db")
    assert log is not None
    with log:
        head = log.head(setting.TOPIC)
        health = [each.event for each in log.read(stream=SOURCES_STREAM)]
    steps = [
        (type(each).__name__, each.source, each.at)
        for each in health
        if isinstance(each, SourceStep)
    ]
    return head.n, head.hash, steps
