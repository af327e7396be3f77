"""The nights of a real daemon: the log checked and backed up beside its polls, and who hears of it."""

import json
import signal
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest

from monitor.eventlog.backups import damage, listed
from monitor.notices import DevelopmentNoted
from monitor.upkeep import WELL, recall, remember
from tests.daemon.daemon_world import ARCHIVE, STRUCK, Feed, Running, World, rss
from tests.eventlog import moved

SOON = "0.5"
"""Seconds after the start until a missed night is made up for."""


@contextmanager
def at_night(world: World, what: str = "plain") -> Iterator[Running]:
    """The daemon, which soon makes up for a night."""
    places = ["--config", str(world.config), "--state", str(world.state)]
    command = [sys.executable, "-m", "tests.daemon.nights", SOON, what, *places]
    with world.started(command) as daemon:
        yield daemon


@pytest.fixture
def following(world: World) -> World:
    """A topic with an archive and a feed."""
    world.follow({"harbour-post": Feed(rss(STRUCK))}, ARCHIVE)
    return world


def configured(world: World, table: str) -> None:
    """A table more in monitor.toml."""
    settings = world.config / "monitor.toml"
    settings.write_text(f"{settings.read_text()}\n{table}\n", "utf-8")


def noted(world: World) -> list[DevelopmentNoted]:
    """What was noted of the log."""
    found = world.events("DevelopmentNoted")
    return [each for each in found if isinstance(each, DevelopmentNoted) and each.field == "log.db"]


def missed(world: World) -> None:
    """Let a night go by."""
    known = recall(world.state)
    verify = known.verify._replace(last="2025-01-01T00:00:00Z")
    remember(world.state, known._replace(verify=verify))


def status(world: World) -> Any:
    return json.loads(world.call("status", "--json").out)


def test_a_missed_night_is_made_up_for_at_the_start(following: World) -> None:
    """The log is checked and backed up; the next start has nothing to make up for."""
    with at_night(following) as daemon:
        daemon.hears("backup ")
        assert "of the log are whole" in daemon.told
        assert daemon.stop() == 0
    (backup,) = listed(following.state / "backups")
    assert damage(backup.path) == ""
    known = recall(following.state)
    assert (known.hour, known.backup.file) == (3, str(backup.path))
    assert known.verify.good == known.backup.good is not None
    assert status(following)["upkeep"]["backup"]["good"] == known.backup.good
    assert noted(following) == []
    before = recall(following.state)
    with at_night(following) as daemon:
        daemon.hears("next poll")
        time.sleep(2 * float(SOON))
        assert daemon.stop() == 0
    assert recall(following.state) == before


def test_there_are_no_nights_where_none_are_wanted(following: World) -> None:
    """Neither a check nor a folder, and nothing that could be overdue."""
    configured(following, "[backup]\nnightly = false")
    with at_night(following) as daemon:
        daemon.hears("next poll")
        time.sleep(2 * float(SOON))
        assert daemon.stop() == 0
    assert not (following.state / "backups").exists()
    assert status(following)["upkeep"]["hour"] is None


@pytest.mark.slow
def test_backups_are_whole_while_the_daemon_records(world: World) -> None:
    """Made one after the other beside a daemon that takes in an archive: each is a beginning of its log."""
    many = [
        each
        | {
            "url": f"{each['url']}-{n}",
            "title": f"{each['title']} {n}",
            "text": f"{each['text']} {n}",
        }
        for n in range(200)
        for each in ARCHIVE
    ]
    world.follow({"harbour-post": Feed(rss(STRUCK))}, many)
    folder = world.config.parent / "copies"
    folder.mkdir()
    counts = []
    with at_night(world) as daemon:
        daemon.hears("reading the archive")
        daemon.waits(lambda: bool(world.events()), "events")
        for _ in range(4):
            done = world.call("log", "backup", str(folder), "--json")
            counts += [json.loads(done.out)["events"]] if done.code == 0 else []
        daemon.stop()
    rows = moved.rows(world.state)
    assert counts == sorted(counts)
    assert counts[0] < len(rows)
    assert len(listed(folder)) == len(counts)
    for backup in listed(folder):
        assert damage(backup.path) == ""
        with closing(sqlite3.connect(backup.path)) as db:
            stored = db.execute("select position, stream, n, id, type, body, hash from events")
            copied = [tuple(row) for row in stored]
        assert copied == [tuple(row) for row in rows[: len(copied)]]


def test_damage_is_told_and_fails_the_check(following: World) -> None:
    """As a critical alert through the topic's channels, and by `status --check`; no backup takes its place."""
    with at_night(following, "spoilt") as daemon:
        daemon.hears("not whole")
        daemon.waits(lambda: _told(following, "did not pass"), "an alert")
        daemon.stop()
    assert listed(following.state / "backups") == []
    (found,) = noted(following)
    assert (found.severity, found.tracker, found.kind) == ("critical", "coverage", "change")
    assert "damaged at position 2" in found.title
    done = following.call("status", "--check")
    assert done.code == 4
    assert "the log did not pass its last check: the log is damaged at position 2" in done.err


def _told(world: World, words: str) -> bool:
    return any(words in each["title"] for each in world.alerts())


@pytest.mark.slow
def test_a_backup_that_cannot_be_made_is_told_once_and_when_it_is_well_again(
    following: World,
) -> None:
    """The disk for backups is away for two nights, and comes back."""
    disk = following.config.parent / "disk"
    configured(following, f'[backup]\nfolder = "{disk}"')
    with at_night(following) as daemon:
        daemon.hears("no backup ")
        done = following.call("status", "--check")
        assert done.code == 4
        assert f"the last backup failed: there is no folder {disk}" in done.err
        missed(following)
        daemon.process.send_signal(signal.SIGHUP)
        daemon.hears("no backup ", 2)
        disk.mkdir()
        missed(following)
        daemon.process.send_signal(signal.SIGHUP)
        daemon.hears(f"backup       {disk}")
        daemon.waits(lambda: len(noted(following)) > 1, "that all is well")
        assert daemon.stop() == 0
    bad, well = noted(following)
    assert (bad.severity, well.severity) == ("warning", "notice")
    assert (well.before, well.after) == (bad.after, bad.before) == ("no backup", WELL)
    assert well.title.endswith(": the log is whole and backed up again")
    assert recall(following.state).backup.failures == 0
