"""The power goes while the log is written: what was acknowledged is there, and the rest can be said again."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from monitor.eventlog import schema, sqlite
from monitor.eventlog.sqlite import SqliteLog, open_writer
from monitor.eventlog.verify import verify
from tests.eventlog.contract import failures
from tests.eventlog.powercut import Disk, reachable

pytestmark = pytest.mark.skipif(not reachable(), reason="SQLite is built into this interpreter")

CUTS = 150
MOST_APPENDS = 400
"""Of one to three events each."""
STEPS_OF_AN_APPEND = 4
"""Writes and syncs, about: a cut falls anywhere between the first append and the last."""
CHECKPOINT_PAGES = 50
"""The WAL is taken into the file often enough for cuts in the middle of that."""
NORMAL = 1
"""`synchronous`: the WAL is not synced at a commit."""

EVENTS = failures(3 * MOST_APPENDS)


class Cut(NamedTuple):
    """What was known when the power went."""

    acknowledged: int
    """Events whose positions had been given."""
    folder: Path
    """What is found on the disk."""


@contextmanager
def on(disk: Disk, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Logs are opened on this disk."""

    def connect(path: str, mode: str, wait: float) -> sqlite3.Connection:
        address = f"file:{path}?mode={mode}&vfs={disk.name}"
        return sqlite3.connect(address, uri=True, timeout=wait, isolation_level=None)

    with monkeypatch.context() as patch:
        patch.setattr(sqlite, "_connect", connect)
        yield


def set_to(monkeypatch: pytest.MonkeyPatch, settings: Mapping[str, str | int]) -> None:
    """These settings of the writer, with small checkpoints."""
    changed = {**settings, "wal_autocheckpoint": CHECKPOINT_PAGES}
    monkeypatch.setattr(schema, "WRITER_SETTINGS", changed)


class Trial:
    """Appends until the power goes at a step that chance has chosen."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._chance = random.Random(f"power {seed}")
        self._found = folder / f"found{seed}"
        self._found.mkdir()
        self._path = folder / f"log{seed}.db"
        appends = self._chance.randint(1, MOST_APPENDS)
        self._left = self._chance.randint(1, appends * STEPS_OF_AN_APPEND)
        self._acknowledged = 0
        self._disk = Disk(self._step)
        self._cut: Cut | None = None

    def _step(self) -> None:
        self._left -= 1
        if self._left == 0:
            self._disk.lay_down(self._found, self._chance)
            self._cut = Cut(self._acknowledged, self._found)

    def run(self, monkeypatch: pytest.MonkeyPatch) -> Cut:
        """What a cut leaves."""
        with self._disk, on(self._disk, monkeypatch), open_writer(self._path) as log:
            assert Path(f"{self._path}-shm").exists()  # SQLite has the name as it was given
            while self._cut is None:
                size = self._chance.randint(1, 3)
                some = EVENTS[self._acknowledged : self._acknowledged + size]
                self._acknowledged = log.append("a", some, self._acknowledged)[-1]
        return self._cut


def written(log: SqliteLog) -> list[str]:
    """The ids in the log."""
    return [row.id for row in log.raw()]


IDS = [event.event_id() for event in EVENTS]


def test_of_150_power_cuts_none_costs_an_acknowledged_event(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log is whole, holds what was acknowledged without a gap, and takes the next events."""
    set_to(monkeypatch, schema.WRITER_SETTINGS)
    acknowledged = 0
    for seed in range(CUTS):
        cut = Trial(tmp_path, seed).run(monkeypatch)
        acknowledged += cut.acknowledged
        with open_writer(cut.folder / f"log{seed}.db") as log:
            found = verify(log).events
            assert cut.acknowledged <= found <= cut.acknowledged + 3, seed
            assert written(log) == IDS[:found]
            again = EVENTS[cut.acknowledged : found + 1]
            positions = list(range(cut.acknowledged + 1, found + 2))
            if found > cut.acknowledged:  # the writer never heard of them: it says them again
                assert log.append("a", again[:-1], cut.acknowledged) == positions[:-1]
            assert log.append("a", again[-1:], found) == positions[-1:]
            verify(log)
    assert acknowledged > CUTS * 50


def test_such_cuts_would_be_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a weaker setting most cuts do cost something: the disk above is one that loses."""
    set_to(monkeypatch, {**schema.WRITER_SETTINGS, "synchronous": NORMAL})
    losing = 0
    for seed in range(20):
        cut = Trial(tmp_path, seed).run(monkeypatch)
        if cut.acknowledged > 0:
            with open_writer(cut.folder / f"log{seed}.db") as log:
                losing += verify(log).events < cut.acknowledged
    assert losing >= 10
