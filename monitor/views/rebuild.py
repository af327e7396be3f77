"""Tables from the log: brought up to date, made anew beside the old ones, compared with the log.

Tables are made anew in one pass over the log; then each tracker is answered from what the tables say it
rests on, so that no more than that is held at a time. The daemon folds the ledgers that `open_or_rebuild`
gives in a pass over the log, which brings tables that are behind up to date.
"""

from __future__ import annotations

import gc
import os
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from itertools import islice, takewhile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, Protocol

from monitor.errors import StateError
from monitor.events import Recorded
from monitor.projections import Kind, Standing
from monitor.projections.ledger import Folding, Ledger, standing
from monitor.projections.shelves import gathered
from monitor.registry import resolve
from monitor.sqlitefile import beside, flush, read_only, remove
from monitor.topics import Topic, Tracker
from monitor.views.ahead import keyed
from monitor.views.basis import basis
from monitor.views.compare import compare, dump
from monitor.views.filed import Filed
from monitor.views.store import Answer, Answers, Damaged, Views, explained

BATCH = 1_000
"""Events of one transaction: more makes the log of a transaction grow and saves nothing."""
PATIENCE_S = 5.0
"""Seconds that a comparison waits for whoever locks the tables."""


class Log(Protocol):
    """What of the event log is needed here."""

    def read(self) -> Iterator[Recorded]:
        """All events, in order."""
        ...

    def at(self, positions: Iterable[int]) -> Iterator[Recorded]:
        """Those at these positions, in order."""
        ...


class Opened(NamedTuple):
    """Tables that hold the whole log, and the ledger of each topic."""

    views: Views
    ledgers: dict[str, Ledger]


def stands(tracker: Tracker, ledger: Ledger) -> Standing:
    """What stands about the tracker by everything that the ledger holds."""
    return standing(ledger, tracker.id, alone=tracker.model_alone)


def answer(tracker: Tracker, ledger: Ledger) -> Answer:
    """What the tracker says by everything that the ledger holds."""
    return answered(tracker, stands(tracker, ledger))


def answered(tracker: Tracker, found: Standing) -> Answer:
    """What the tracker says by what stands."""
    kind: Kind = resolve("projections", tracker.kind)
    view = kind.view(tracker, found)
    return Answer(view, kind.rows(tracker, view), kind.lines(tracker, view))


def answers(topics: Iterable[Topic], ledgers: dict[str, Ledger]) -> Answers:
    """What every tracker says. Of a topic without events, too: that nothing is known."""
    return {
        (topic.id, tracker.id): answer(tracker, ledgers.get(topic.id, Ledger()))
        for topic in topics
        for tracker in topic.trackers
    }


def catch_up(
    views: Views, recorded: Iterable[Recorded], topics: Iterable[Topic]
) -> dict[str, Ledger]:
    """Bring the tables to the end of the log, `recorded` from its start; give a ledger per stream.

    All answers are made anew: the topics' files and the kinds may have changed since. Raises
    Damaged when the tables hold what is not in the log.
    """
    topics = tuple(topics)
    folding: defaultdict[str, Folding] = defaultdict(lambda: Folding(Ledger()))
    stored = {head.position: (stream, head.hash) for stream, head in views.heads().items()}
    with _uncollected():
        for batch in _batches(iter(recorded), BATCH):
            found = {each.position: (each.stream, each.hash) for each in batch}
            stored = dict(stored.items() - found.items())
            for stream in dict.fromkeys(each.stream for each in batch):
                folding[stream].add(each.event for each in batch if each.stream == stream)
            if batch[-1].position > views.checkpoint():
                views.apply(batch)
    if stored:
        raise Damaged(f"{views.path} holds events that are not in the log")
    ledgers = {stream: made.ledger for stream, made in folding.items()}
    bases = {topic.id: basis(topic.fingerprint) for topic in topics}
    views.apply((), answers(topics, ledgers), bases=bases)
    return ledgers


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of cycles: what is made here stays, and walking it doubles the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def open_or_rebuild(log: Log, topics: Iterable[Topic], path: Path) -> Opened:
    """The tables, up to date; made anew when they are missing, damaged or of another version.

    Raises StateError when the file cannot be written; the log is only read.
    """
    topics = tuple(topics)
    if path.exists():
        with suppress(Damaged):
            return _caught_up(Views.open(path), log.read(), topics)
    rebuild(log, topics, path)
    return _caught_up(Views.open(path), log.read(), topics)


def rebuild(log: Log, topics: Iterable[Topic], path: Path) -> None:
    """Fold the whole log into a new file beside the old one and put it in its place.

    Nobody may have the old file open for writing. Queries that read it meanwhile end undisturbed.
    """
    fresh = path.with_name(f"{path.name}.new")
    try:
        build(log, topics, fresh)
        with explained(path):
            flush(fresh)
            swap(fresh, path)
    finally:
        remove(fresh)


def check(log: Log, topics: Iterable[Topic], path: Path) -> list[str]:
    """What differs between the tables and those that the log gives; [] when nothing does.

    They are compared at the checkpoint of the tables: the daemon may go on beside it.
    """
    try:
        with _room_for(path) as fresh, _snapshot(path) as stored:
            (until,) = stored.execute("select max(position) from checkpoint").fetchone()
            build(log, topics, fresh, until or 0)
            with _snapshot(fresh) as made:
                difference = compare(dump(stored), dump(made))
    except sqlite3.DatabaseError as error:
        return [f"{path} cannot be read: {error}"]
    except Damaged as error:
        return [str(error)]
    return [difference] if difference else []


@contextmanager
def _room_for(path: Path) -> Iterator[Path]:
    """Where tables can be made for a while: beside the file, or elsewhere when that may only be read."""
    mine = os.access in os.supports_effective_ids
    if not os.access(path.parent, os.W_OK, effective_ids=mine):
        with TemporaryDirectory(prefix="monitor-") as folder:
            yield Path(folder) / path.name
        return
    fresh = path.with_name(f"{path.name}.check")
    try:
        yield fresh
    finally:
        remove(fresh)


@contextmanager
def _snapshot(path: Path) -> Iterator[sqlite3.Connection]:
    """A file as it is at this moment, read-only."""
    with closing(read_only(path, PATIENCE_S)) as connection:
        connection.execute("begin")
        yield connection


def build(log: Log, topics: Iterable[Topic], path: Path, until: int | None = None) -> None:
    """Make complete tables in a new file, of the log or of what stands up to a position.

    `flush` the file before it takes the place of another.
    """
    remove(path)
    topics = tuple(topics)
    recorded = log.read()
    if until is not None:
        recorded = takewhile(lambda each: each.position <= until, recorded)
    with Views.build(path) as views, _uncollected():
        for batch, keys in keyed(_batches(iter(recorded), BATCH)):
            views.apply(batch, keys=keys)
        views.finish()
        bases = {topic.id: basis(topic.fingerprint) for topic in topics}
        views.apply((), _answers(views, log, topics), bases=bases)


def _answers(views: Views, log: Log, topics: Iterable[Topic]) -> Answers:
    """What every tracker says, each from what the tables say that it rests on."""
    return {
        (topic.id, tracker.id): answer(
            tracker, gathered(tracker.id, Filed(views.tuples, topic.id, log.at))
        )
        for topic in topics
        for tracker in topic.trackers
    }


def _caught_up(views: Views, recorded: Iterable[Recorded], topics: Iterable[Topic]) -> Opened:
    """The tables, up to date, or closed."""
    try:
        return Opened(views, catch_up(views, recorded, topics))
    except BaseException:
        views.close()
        raise


def swap(fresh: Path, path: Path) -> None:
    """Put a flushed file in the place of one that may be open for reading, damaged or missing.

    Nobody may have the old file open for writing: hold the state folder.
    """
    if path.is_dir():
        raise StateError(f"{path} is a folder; expected a file, or nothing")
    if any(beside(path)):
        # Left by a program that was killed or reads. A WAL that stayed would be read into the new
        # file: better no file at all, for a moment.
        remove(path)
    os.replace(fresh, path)


def _batches(recorded: Iterator[Recorded], size: int) -> Iterator[list[Recorded]]:
    """Lists of at most `size` events."""
    while batch := list(islice(recorded, size)):
        yield batch
