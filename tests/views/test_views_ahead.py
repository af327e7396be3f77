"""The keys of stories made in other processes: the tables are the same."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.eventlog.sqlite import SqliteLog, open_reader, open_writer
from monitor.events import Recorded, StoryPublished
from monitor.stories.index import Keys, Known, posting_keys
from monitor.stories.taking import kept
from monitor.views import ahead
from monitor.views.ahead import keyed
from monitor.views.rebuild import build
from monitor.views.store import Views
from tests.bench import history

EVENTS = 900


@pytest.fixture
def log(tmp_path: Path) -> Iterator[SqliteLog]:
    """Stories, copies, revisions and all that comes of them, in two streams."""
    with open_writer(tmp_path / "log.db") as written:
        for stream, events in history.history(EVENTS):
            written.append(stream, events, written.head(stream).position)
    found = open_reader(tmp_path / "log.db")
    assert found is not None
    with found:
        yield found


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes help from the first hundred events on."""
    monkeypatch.setattr(ahead, "WORTH", 100)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})


def batches(log: SqliteLog, size: int = 100) -> list[list[Recorded]]:
    events = list(log.read())
    return [events[first : first + size] for first in range(0, len(events), size)]


def tables(path: Path) -> tuple[list[bytes], list[tuple[int, ...]]]:
    """What the tables hold, the keys of the stories included."""
    with Views.open(path) as views:
        return list(views.dump()), views.tuples("select key, story from story_keys")


def test_the_tables_are_those_of_one_process(
    log: SqliteLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every key, too."""
    monkeypatch.setattr("monitor.views.rebuild.BATCH", 100)
    build(log, (), tmp_path / "alone.db")
    monkeypatch.setattr(ahead, "WORTH", 100)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    build(log, (), tmp_path / "helped.db")
    assert tables(tmp_path / "alone.db") == tables(tmp_path / "helped.db")
    assert len(tables(tmp_path / "helped.db")[1]) > EVENTS


@pytest.mark.usefixtures("soon")
def test_the_others_make_the_keys_of_every_story_behind_the_first(log: SqliteLog) -> None:
    """In the order of the log, and each for its own text."""
    given = batches(log)
    found = list(keyed(iter(given)))
    assert [batch.events for batch in found] == given
    assert found[0].keys == {}
    stories = {text for batch in given[1:] for text in _stories(batch)}
    made: dict[Known, Keys] = {text: keys for batch in found for text, keys in batch.keys.items()}
    assert made.keys() == stories
    assert all(keys == posting_keys(text) for text, keys in made.items())


def _stories(batch: list[Recorded]) -> Iterator[Known]:
    return (kept(each.event) for each in batch if isinstance(each.event, StoryPublished))


@pytest.mark.usefixtures("soon")
def test_without_those_who_help_nothing_is_lost(
    log: SqliteLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that is killed, as by a machine without memory, leaves the keys to who folds."""
    monkeypatch.setattr(ahead, "made", _killed)
    given = batches(log)
    found = list(keyed(iter(given)))
    assert [batch.events for batch in found] == given
    assert not any(batch.keys for batch in found)


def _killed(texts: list[Known]) -> list[Keys]:
    os.kill(os.getpid(), signal.SIGKILL)
    return []


def test_a_short_log_needs_no_processes(log: SqliteLog, monkeypatch: pytest.MonkeyPatch) -> None:
    """They take longer to come up than it takes."""
    monkeypatch.setattr(ahead, "_helped", lambda *_: pytest.fail("processes were started"))
    assert len(list(keyed(iter(batches(log)), 4))) == len(batches(log))
    monkeypatch.setattr(ahead, "WORTH", 100)
    assert len(list(keyed(iter(batches(log)), 1))) == len(batches(log))
