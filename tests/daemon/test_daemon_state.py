"""A state folder that is damaged, lost, full or no folder."""

import resource
import shlex
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.config import load
from monitor.entries import Entry
from monitor.errors import Unavailable
from monitor.eventlog import EventLog
from monitor.events import SourceFailed
from monitor.notices import DevelopmentNoted as Noted
from monitor.opening import locked, opened
from monitor.pipeline import SOURCES_STREAM
from monitor.sources.answers import Answers
from tests import loopback
from tests.budgets import ROOT
from tests.daemon.daemon_world import (
    ARCHIVE,
    PATIENCE,
    STRUCK,
    TROOPS,
    WEATHER,
    Feed,
    Running,
    World,
    environment,
    rss,
)
from tests.loopback import Exchange

SMALL = 4_096
"""Bytes: less than any write to a database, more than what the daemon says in a test."""


@pytest.fixture
def settled(world: World) -> World:
    """After a first round."""
    world.follow({"alpha": Feed(rss(STRUCK, WEATHER))}, ARCHIVE)
    assert world.once().code == 0
    return world


def test_lost_or_damaged_tables_are_made_anew(settled: World) -> None:
    """The next start takes them from the log: the same answers, the same bytes."""
    views = settled.state / "views.db"
    before = settled.call("tally", "--json").out.partition("as_of")[2][30:]
    views.write_bytes(views.read_bytes()[:4096] + b"\xff" * 8192)
    assert settled.once().code == 0
    assert settled.call("tally", "--json").out.partition("as_of")[2][30:] == before
    for path in settled.state.glob("views.db*"):
        path.unlink()
    assert settled.once().code == 0
    assert settled.call("rebuild", "--check").code == 0
    assert settled.types().count("StoryPublished") == 4


@pytest.mark.slow
def test_a_damaged_feeds_db_is_replaced(settled: World) -> None:
    """It is a memory only: sources are asked anew."""
    (settled.state / "feeds.db").write_bytes(b"no database at all, but longer than nothing" * 100)
    before = settled.types()
    assert settled.once().code == 0
    assert settled.types() == before


def test_a_damaged_log_is_refused_with_the_position(settled: World) -> None:
    """One byte of one body has changed: exit 1, and nothing is added to it."""
    with sqlite3.connect(settled.state / "log.db") as db:
        guards = db.execute("select name, sql from sqlite_master where type = 'trigger'").fetchall()
        for name, _ in guards:
            db.execute(f"drop trigger {name}")
        (body,) = db.execute("select body from events where position = 8").fetchone()
        changed = body.replace(b"Norland", b"Morland", 1)
        assert changed != body
        db.execute("update events set body = ? where position = 8", (changed,))
        for _, sql in guards:
            db.execute(sql)
    told = settled.once()
    assert told.code == 1
    assert "the log is damaged at position 8" in told.err
    assert "Traceback" not in told.err
    assert settled.call("log", "verify").code == 1


def test_a_log_that_is_gone_or_cut_off_is_told_once(settled: World) -> None:
    """The tables know better; it goes on from the log as it is."""
    for path in settled.state.glob("log.db*"):
        path.unlink()
    told = settled.once()
    assert told.code == 0
    assert "log.db is shorter than what" in told.err
    assert "it ends at event 0, not " in told.err
    assert "shorter" not in settled.once().err
    assert settled.call("rebuild", "--check").code == 0


def test_a_state_folder_that_is_a_file_is_refused(world: World) -> None:
    """Exit 1 with the path; also for one that may not be written."""
    world.follow({"alpha": Feed(rss(STRUCK))})
    world.state.write_text("a file")
    told = world.once()
    assert told.code == 1
    assert str(world.state) in told.err
    assert "Traceback" not in told.err


@contextmanager
def full(daemon: Running) -> Iterator[None]:
    """No file of the daemon can grow."""
    before = resource.prlimit(daemon.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(daemon.process.pid, resource.RLIMIT_FSIZE, (SMALL, before[1]))
    yield
    if daemon.process.poll() is None:
        resource.prlimit(daemon.process.pid, resource.RLIMIT_FSIZE, before)


def test_on_a_full_disk_it_goes_on_and_records_when_there_is_room(world: World) -> None:
    """It says so in a sentence; what came meanwhile is recorded and told later, once."""
    feed = Feed(rss(STRUCK, WEATHER))
    world.settings["log_level"] = '"debug"'
    world.follow({"alpha": feed}, ARCHIVE)
    with world.running(speed=60) as daemon:
        daemon.hears("alpha: 1 new")
        daemon.hears("polled alpha", 2)
        with full(daemon):
            feed.content = rss(TROOPS, STRUCK)
            daemon.hears("not recorded alpha: ")
            daemon.hears("tried again in 60 s")
            assert world.call("tally").code == 0
            assert not world.events("AlertRaised")
        daemon.waits(lambda: world.events("AlertDelivered"), "a delivered alert")
        assert daemon.stop() == 0
        assert "Traceback" not in daemon.told
    assert len(world.alerts()) == 1
    assert world.types().count("StoryPublished") == 5
    assert world.call("log", "verify").code == 0
    assert world.call("rebuild", "--check").code == 0


@pytest.mark.slow
def test_what_became_of_an_alert_is_recorded_when_there_is_room(world: World) -> None:
    """The disk is full when the sending ends: it is not sent again, and its end is recorded later."""
    script = world.state.parent / "desk.sh"
    go = world.state.parent / "go"
    script.write_text(
        f"#!/bin/sh\ncat > /dev/null\necho sent >> {world.journal}\n"
        f"while [ ! -e {go} ]; do sleep 0.05; done\n"
    )
    script.chmod(0o755)
    world.channel = f'kind = "command"\nargv = ["{script}"]\ntimeout = 600'
    feed = Feed(rss(WEATHER))
    world.follow({"alpha": feed}, ARCHIVE)
    world.once()
    feed.content = rss(TROOPS)
    world.make_due()
    with world.running(speed=60) as daemon:
        daemon.waits(world.journal.exists, "the sending")
        with full(daemon):
            go.touch()
            daemon.hears("not recorded")
        daemon.waits(lambda: world.events("AlertDelivered"), "the end of the sending")
        assert daemon.stop() == 0
    assert world.journal.read_text() == "sent\n"
    assert len(world.events("AlertAttempted")) == 1


@pytest.mark.slow
def test_one_round_that_could_not_be_recorded_ends_with_1(settled: World) -> None:
    """Also when every source has answered; what is known can be asked for all the same."""
    asked = threading.Event()
    go = threading.Event()

    def late(exchange: Exchange) -> None:
        asked.set()
        go.wait(PATIENCE)
        Feed(rss(TROOPS, STRUCK))(exchange)

    settled.follow({"alpha": late}, ARCHIVE)
    with settled.running("--once") as daemon:
        assert asked.wait(PATIENCE)
        with full(daemon):
            go.set()
            assert daemon.process.wait(PATIENCE) == 1
        assert "not recorded alpha: " in daemon.told
    assert settled.call("tally").code == 0


@pytest.mark.slow
def test_a_disk_that_is_full_from_the_start_is_a_sentence(world: World) -> None:
    """Exit 1, no traceback, and no half of a log is left behind."""
    world.follow({"alpha": Feed(rss(STRUCK))})
    command = shlex.join(world.command("run", "--once"))
    told = subprocess.run(
        ["bash", "-c", f"ulimit -f 4; exec {command}"],
        cwd=ROOT,
        env=environment({}),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert told.returncode == 1
    assert str(world.state) in told.stderr
    assert "Traceback" not in told.stderr
    assert world.once().code == 0


NO_ROOM = f"""\
import resource
from monitor.daemon import Daemon

begin = Daemon._for_good

async def full(self):
    resource.setrlimit(resource.RLIMIT_FSIZE, ({SMALL}, -1))
    await begin(self)

Daemon._for_good = full
"""
"""A sitecustomize module: from when the daemon begins, no file of it can grow."""


class Late(Feed):
    """A document that is sent only when it may be."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.asked, self.go = threading.Event(), threading.Event()

    def __call__(self, exchange: Exchange) -> None:
        self.asked.set()
        self.go.wait(PATIENCE)
        super().__call__(exchange)


def test_a_first_answer_that_could_not_be_recorded_still_is_the_first(world: World) -> None:
    """What a source has had for long is no news, also when there was no room for it at first."""
    feed = Late(rss(TROOPS))
    world.follow({"alpha": feed}, ARCHIVE)
    with world.running(speed=60) as daemon:
        assert feed.asked.wait(PATIENCE)
        with full(daemon):
            feed.go.set()
            daemon.hears("not recorded alpha: ")
        daemon.waits(lambda: "alpha: 1 new" in daemon.told, "the story")
        assert daemon.stop() == 0
    found = [each for each in world.events("DevelopmentNoted") if isinstance(each, Noted)]
    assert [each.backfill for each in found if each.after == "6000"] == [True]
    assert not world.events("AlertRaised")


def test_a_start_on_a_full_disk_waits_for_room_to_tell_what_it_sees(
    world: World, tmp_path: Path
) -> None:
    """A source had gone blind when it was killed: that is told as soon as it can be recorded."""
    world.follow({"alpha": Feed(rss(STRUCK))})
    assert world.once().code == 0
    with locked(world.state), opened(load(world.config, world.state)) as (_, pipeline):
        lost = SourceFailed(source="alpha", address="", at=datetime.now(UTC) - timedelta(hours=2))
        pipeline.record(SOURCES_STREAM, [lost])
    (tmp_path / "sitecustomize.py").write_text(NO_ROOM)
    with world.running(speed=60, python=str(tmp_path)) as daemon:
        daemon.hears("not recorded the state: ")
        resource.prlimit(daemon.process.pid, resource.RLIMIT_FSIZE, (-1, -1))
        daemon.waits(lambda: blind_told(world), "the blind source")
        assert daemon.stop() == 0


def blind_told(world: World) -> bool:
    found = world.events("DevelopmentNoted")
    return any(isinstance(each, Noted) and each.kind == "blind" for each in found)


def entry(name: str, title: str, text: str) -> Entry:
    """A text of now."""
    now = datetime.now(UTC)
    return Entry(
        source="alpha",
        url=f"https://harbour-post.example/{name}",
        title=title,
        text=text,
        published=now,
        day=now.date(),
        seen=now,
    )


def test_what_cannot_be_shown_is_recorded_and_shown_later(settled: World) -> None:
    """views.db has no room: the batch counts all the same, its alert is there, and the tables catch up."""
    now = datetime.now(UTC)
    with (
        locked(settled.state),
        opened(load(settled.config, settled.state)) as (log, pipeline),
    ):
        db = pipeline.views._connection
        (pages,) = db.execute("pragma page_count").fetchone()
        db.execute(f"pragma max_page_count = {pages}")
        db.execute("pragma query_only = on")
        (taking,) = pipeline.take_in([entry("troops", TROOPS.title, TROOPS.text)], now)
        assert (taking.published, len(taking.alerts)) == (1, 1)
        assert "views.db cannot be written" in str(pipeline.behind)
        assert pipeline.views.checkpoint() < log.position()

        db.execute("pragma query_only = off")
        db.execute("pragma max_page_count = 1000000")
        (again,) = pipeline.take_in([entry("troops", TROOPS.title, TROOPS.text)], now)
        assert (again.published, again.revised, again.claims) == (0, 0, 0)
        assert pipeline.behind is None
        assert pipeline.views.checkpoint() == log.position()
    assert settled.call("rebuild", "--check").code == 0
    assert "6,000" in settled.call("show", "troops").out


@pytest.mark.slow
def test_a_log_that_cannot_be_read_for_a_moment_costs_no_alert(settled: World) -> None:
    """The batch has been appended; that its events could not be read back for the tables is mended later."""
    now = datetime.now(UTC)
    with (
        locked(settled.state),
        opened(load(settled.config, settled.state)) as (log, pipeline),
    ):
        pipeline.log = Deaf(log)
        (taking,) = pipeline.take_in([entry("troops", TROOPS.title, TROOPS.text)], now)
        assert (taking.published, len(taking.alerts)) == (1, 1)
        assert "for the moment" in str(pipeline.behind)

        pipeline.log = log
        (again,) = pipeline.take_in([entry("troops", TROOPS.title, TROOPS.text)], now)
        assert (again.published, again.revised, again.claims) == (0, 0, 0)
        assert pipeline.views.checkpoint() == log.position()
    assert settled.call("rebuild", "--check").code == 0


class Deaf:
    """A log that takes events and, for the moment, gives none."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)

    def read(self, *places: object, **options: object) -> Iterator[Any]:
        raise Unavailable("for the moment, the log cannot be read")


NOT_KEPT = """\
from monitor import daemon
from monitor.errors import StateError

keep, left = daemon.keep, [3]

def refused(answers, outcome, **more):
    if outcome.steps and left[0]:
        left[0] -= 1
        raise StateError("feeds.db: no room")
    keep(answers, outcome, **more)

daemon.keep = refused
"""
"""A sitecustomize module: what has come of a poll that changes a source's health is not kept at first."""


def test_what_could_not_be_kept_is_recorded_once_and_nobody_is_asked_for_it_again(
    world: World, tmp_path: Path
) -> None:
    """A source has failed; four tries to remember it are one event, and three requests as before it."""
    failing = loopback.status(500)
    world.follow({"alpha": failing})
    (tmp_path / "sitecustomize.py").write_text(NOT_KEPT)
    with world.running(speed=240, python=str(tmp_path)) as daemon:
        daemon.hears("not recorded alpha: ")
        daemon.waits(lambda: announced(world), "the failure")
        assert len(world.events("SourceFailed")) == 1
        assert len(world.server.asked("/alpha")) <= 4
        assert daemon.stop() == 0


def announced(world: World) -> bool:
    with Answers(world.state / "feeds.db", readonly=True) as answers:
        state = answers.state("alpha")
    return state is not None and state.announced
