"""Ninety days in minutes: the daemon as a process, fifty feeds with faults, and what it has left behind."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from monitor.config import load
from monitor.eventlog.sqlite import open_reader
from monitor.events import (
    AnyEvent,
    SourceFailed,
    SourceGone,
    SourceMoved,
    SourceRecovered,
    StoryPublished,
    StoryRevised,
)
from monitor.notices import AlertHeld
from monitor.sources.answers import KEEP
from monitor.topics import Topic
from tests.loopback import Exchange
from tests.newsroom import setting
from tests.newsroom.replaying import BEGIN, END, Run, Story, replay
from tests.soak import told

LIMIT_S = 600.0
"""Real seconds until it is given up: three to four times what it takes on two busy cores."""
EVERY = 28_800
"""Eight hours between two polls: 50 feeds * 90 days * 3 polls are 13,500, at some 8 ms each two minutes."""
GROWTH_KB = 12 * 1024
"""What the daemon may grow after its first month. What it has to keep of the story grows with it: some 150
texts and 400 claims more, with their words and shingles about 20 kB each, and SQLite's page cache of 2 MB
a file fills up. A leak of 1 kB a poll would be 9 MB more, one of a kB a tick likewise."""


class Desk:
    """A server that takes alerts, and now and then is too busy for one."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.refused = 0

    def __call__(self, exchange: Exchange) -> None:
        """Every seventh request is refused; that one has not been taken."""
        asked = self.taken.total() + self.refused + 1
        if asked % 7 == 0:
            self.refused += 1
            exchange.head(503, {"Content-Length": "0"})
            return
        self.taken[json.loads(exchange.request.body)["alert"]] += 1
        exchange.head(204, {})


class Sample(NamedTuple):
    """The process at a moment."""

    memory: int
    """Resident, in kB."""
    descriptors: int


class Soaked(NamedTuple):
    """What is left at the end."""

    run: Run
    desk: Desk
    early: Sample
    late: Sample
    code: int
    seconds: float
    ending: float
    """Seconds from SIGTERM to the end."""
    events: Sequence[AnyEvent]
    topic: Topic


def sample(pid: int) -> Sample:
    """Memory and open files of a process, as the kernel counts them."""
    status = Path(f"/proc/{pid}/status").read_text()
    (memory,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
    return Sample(int(memory), len(list(Path(f"/proc/{pid}/fd").iterdir())))


@pytest.mark.slow
def test_ninety_days_with_fifty_feeds_and_their_faults(tmp_path: Path) -> None:
    """One run, looked at from all sides: it takes minutes, and workers that share tests would repeat it."""
    soaked = run_through(tmp_path)
    print(report(soaked))
    for check in CHECKS:
        check(soaked)


def run_through(folder: Path) -> Soaked:
    """The whole run."""
    channel = '[channels.desk]\nkind = "webhook"\naddress = "{server}/desk"\nallow_private = true\n'
    story = Story(
        feeds=50,
        every=EVERY,
        settings=f"deadline = 0.5\n{channel}",
        channels=("terminal", "desk"),
    )
    desk = Desk()
    begun = time.monotonic()
    with replay(folder, story) as run:
        run.newsroom.server.at("/desk", desk)
        waits(run, lambda: run.clock() >= BEGIN + (END - BEGIN) / 3)
        early = sample(run.process.pid)
        waits(run, lambda: run.clock.ended)
        late = sample(run.process.pid)
        seconds = time.monotonic() - begun
        asked_to_end = time.monotonic()
        code = run.stop()
        ending = time.monotonic() - asked_to_end
    log = open_reader(run.state / "log.db")
    assert log is not None
    with log:
        events = [each.event for each in log.read()]
    (topic,) = load(run.config, run.state).topics
    return Soaked(run, desk, early, late, code, seconds, ending, events, topic)


def waits(run: Run, condition: Any) -> None:
    """Wait until it holds."""
    end = time.monotonic() + LIMIT_S
    while not condition():
        assert run.process.poll() is None, run.told.read_text()[-2000:]
        assert time.monotonic() < end, f"the story has come to {run.clock()}"
        time.sleep(0.05)


def report(done: Soaked) -> str:
    """The figures, for whoever runs it with -s."""
    counts = Counter(type(each).__name__ for each in done.events)
    requests = len(done.run.newsroom.server.seen)
    early, late = done.early, done.late
    return (
        f"\n{requests:,} requests in {done.seconds:.0f} s, {len(done.events):,} events,"
        f" {counts['DevelopmentNoted']} developments, {counts['AlertRaised']} alerts,"
        f" {done.desk.refused} of them refused at first;"
        f" memory {early.memory:,} -> {late.memory:,} kB,"
        f" descriptors {early.descriptors} -> {late.descriptors};"
        f" ended in {done.ending:.1f} s with {done.code}"
    )


def ask(run: Run, *words: str) -> subprocess.CompletedProcess[str]:
    """What a command says to the state that is left."""
    places = ["--config", str(run.config), "--state", str(run.state)]
    return subprocess.run(
        [sys.executable, "-m", "monitor", *words, *places],
        cwd=setting.CHECKOUT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def it_ends_with_0_in_time(soaked: Soaked) -> None:
    """After ninety days as after one: exit 0, and nobody had to kill it."""
    assert soaked.code == 0
    assert soaked.ending < 10
    assert "Traceback" not in soaked.run.told.read_text()


def the_figures_are_those_of_the_story(soaked: Soaked) -> None:
    """21 strikes, 22 vessels, 82 and one presumed dead, as the desks had it on the last day."""
    done = ask(soaked.run, "tally", "--as-of", "2025-11-28", "--json")
    assert done.returncode == 0, done.stderr
    view = json.loads(done.stdout)
    assert (view["strikes"]["best"], view["vessels"]["best"]) == (21, 22)
    killed = view["killed"]
    assert (killed["confirmed"], killed["presumed_dead"], killed["best"]) == (82, 1, 83)
    assert (killed["floor"], killed["gap"]) == (83, 0)


def the_faults_were_there_and_did_no_harm(soaked: Soaked) -> None:
    """Sources failed, recovered, moved and went for good; no text that its feed still gave is missing."""
    kinds = {type(each) for each in soaked.events}
    assert {SourceFailed, SourceRecovered, SourceMoved, SourceGone} <= kinds
    known = {each.url for each in soaked.events if isinstance(each, StoryPublished | StoryRevised)}
    published = [item for feed in soaked.run.newsroom.feeds for item in feed.items]
    texts = [item for item in published if item.what == "archive"]
    assert len({item.url for item in texts} & known) > 170
    assert not {item.url for item in published if item.what == "other"} & known


def every_development_is_told_once_through_every_channel(soaked: Soaked) -> None:
    """All that a rule wants, and nothing else; what still waited at the end waits for a message to come."""
    raised = told.raised(soaked.events)
    owed = told.owed(soaked.events, soaked.topic.rules)
    assert {name: count for name, count in raised.items() if count != 1} == {}
    assert raised.keys() - owed == set()
    assert {each.development for each in owed - raised.keys()} <= waiting(soaked.events)
    assert len(raised) > 100


def waiting(events: Sequence[AnyEvent]) -> set[str]:
    """Developments that a rule had put off until after the end."""
    return {
        name
        for each in events
        if isinstance(each, AlertHeld) and each.until is not None and each.until > END
        for name in each.developments
    }


def every_alert_arrives_once(soaked: Soaked) -> None:
    """What was raised has come in at the other end, once, also after a refusal, and is delivered, once."""
    assert soaked.desk.refused > 5
    assert soaked.desk.taken == told.alerts(soaked.events, "desk")
    assert set(soaked.desk.taken.values()) == {1}
    both = soaked.desk.taken + told.alerts(soaked.events, "terminal")
    assert told.delivered(soaked.events) == both


def memory_is_flat_and_no_descriptor_is_lost(soaked: Soaked) -> None:
    """Two months later the daemon holds what it has to keep, and nothing else."""
    assert soaked.late.memory - soaked.early.memory < GROWTH_KB
    # a poll, a connection of SQLite's and a temporary file may be open at either moment
    assert abs(soaked.late.descriptors - soaked.early.descriptors) <= 4


def log_and_tables_are_whole(soaked: Soaked) -> None:
    """Every hash is right, and the tables are those that the log gives, byte for byte."""
    for words in (("log", "verify"), ("rebuild", "--check")):
        done = ask(soaked.run, *words)
        assert done.returncode == 0, done.stdout + done.stderr


def old_entries_are_forgotten(soaked: Soaked) -> None:
    """By the clock of the daemon: feeds.db holds a month, not a quarter of a year."""
    gone = soaked.run.newsroom.feeds[-1].name  # nothing is forgotten of a feed that cannot be asked
    query = "SELECT min(last_seen) FROM entries WHERE source <> ?"
    with sqlite3.connect(soaked.run.state / "feeds.db") as db:
        (oldest,) = db.execute(query, (gone,)).fetchone()
    assert oldest > (END - KEEP - timedelta(days=2)).isoformat()


CHECKS: tuple[Callable[[Soaked], None], ...] = (
    it_ends_with_0_in_time,
    the_figures_are_those_of_the_story,
    the_faults_were_there_and_did_no_harm,
    every_development_is_told_once_through_every_channel,
    every_alert_arrives_once,
    memory_is_flat_and_no_descriptor_is_lost,
    log_and_tables_are_whole,
    old_entries_are_forgotten,
)
