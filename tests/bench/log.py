"""The log: appending beside raw SQLite with the same durability, and rebuilding the tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path

from msgspec.structs import replace

from monitor.claims import Readers
from monitor.cli.texts import story_of
from monitor.eventlog.codec import CODEC
from monitor.eventlog.sqlite import SqliteLog, open_writer
from monitor.eventlog.verify import verify
from monitor.events import AnyEvent, StoryPublished
from monitor.projections.ledger import Ledger, apply
from monitor.views.rebuild import rebuild
from tests.bench.figures import Figure, best, rate, side_by_side, times
from tests.eval import texts
from tests.eval.reading import CORPUS, SEEN, default_topic, entry_of

BATCHES = 60
"""Appends of one measurement: each waits for the disk."""
RUNS = 15
"""A disk is less even than a processor."""
EVENTS = 12_000
"""Events of the log that is rebuilt."""
CLAIMS = 400
"""Of them claims."""


def figures(folder: Path) -> Iterator[Figure]:
    """Appends of one event and of twenty; a rebuild and its parts."""
    for size in (1, 20):
        yield _append(folder, size)
    yield from _rebuild(folder)
    yield _verify(folder)


# --- appending ------------------------------------------------------------------------------------


def _append(folder: Path, size: int) -> Figure:
    numbers = count()
    raw = _raw_database(folder / f"raw{size}.db")
    with open_writer(folder / f"log{size}.db") as log:
        mine, peer = side_by_side(
            partial(_to_log, log, size, numbers), partial(_to_raw, raw, size, numbers), RUNS
        )
    raw.close()
    events = BATCHES * size
    return Figure(
        f"append {size} events at a time",
        rate(events, mine, "events"),
        f"raw SQLite: {rate(events, peer, 'events')}",
        times(peer / mine),
        ">= 0.80x",
    )


def _to_log(log: SqliteLog, size: int, numbers: count[int]) -> None:
    for _ in range(BATCHES):
        log.append("bench", _published(numbers, size), log.head("bench").position)


def _to_raw(raw: sqlite3.Connection, size: int, numbers: count[int]) -> None:
    """The same bytes into the same columns, and no more."""
    for _ in range(BATCHES):
        events = _published(numbers, size)
        rows = [
            ("bench", next(numbers), each.event_id(), *CODEC.encode(each), "") for each in events
        ]
        raw.execute("BEGIN IMMEDIATE")
        raw.executemany(
            "INSERT INTO events (stream, n, id, type, body, hash) VALUES (?, ?, ?, ?, ?, ?)", rows
        )
        raw.execute("COMMIT")


def _raw_database(path: Path) -> sqlite3.Connection:
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("PRAGMA synchronous = FULL")
    raw.execute(
        "CREATE TABLE events (position INTEGER PRIMARY KEY, stream TEXT NOT NULL, n INTEGER NOT NULL,"
        " id TEXT NOT NULL, type TEXT NOT NULL, body BLOB NOT NULL, hash TEXT NOT NULL,"
        " UNIQUE (stream, n), UNIQUE (stream, id))"
    )
    return raw


def _published(numbers: count[int], size: int) -> list[AnyEvent]:
    return [_story(next(numbers)) for _ in range(size)]


def _story(number: int) -> StoryPublished:
    """A story of usual size."""
    at = SEEN + timedelta(minutes=number)
    return StoryPublished(
        story=f"{number:016x}",
        source=f"feed{number % 300}",
        url=f"https://outlet{number % 300}.example/2025/11/{number}-what-happened-at-sea",
        site=f"outlet{number % 300}.example",
        title=f"What happened at sea on the day that has the number {number}",
        text=f"Word {number} about the {number % 97}th boat and the harbor of {number % 89}. " * 5,
        lang="en",
        published=at,
        day=at.date(),
        seen=at,
    )


# --- rebuilding -------------------------------------------------------------------------------------


def _rebuild(folder: Path) -> Iterator[Figure]:
    topic = default_topic()
    with open_writer(folder / "rebuilt.db") as log:
        log.append(topic.id, _history(), 0)
        read = best(lambda: sum(1 for _ in log.read()), runs=2)
        raw = best(lambda: sum(1 for _ in log.raw()), runs=2)
        yield Figure(
            "read and decode the log",
            rate(EVENTS, read, "events"),
            f"rows only: {rate(EVENTS, raw, 'events')}",
            times(read / raw),
        )
        events = [each.event for each in log.read()]
        fold = best(partial(_fold, events), runs=2)
        yield Figure("fold events into a ledger", rate(EVENTS, fold, "events"))
        every = best(lambda: rebuild(log, (topic,), folder / "views.db"), runs=2)
        yield Figure(
            f"rebuild tables and answers ({EVENTS:,})",
            rate(EVENTS, every, "events"),
            f"reading alone: {rate(EVENTS, read, 'events')}",
            times(every / read),
            ">= 150,000 events/s",
        )


def _verify(folder: Path) -> Figure:
    """Hashes, numbers, ids, the file; beside reading the rows alone. One pass: a log of many events is
    looked at in parts, on all processors.
    """
    with open_writer(folder / "verified.db") as log:
        log.append("bench", _history(), 0)
        mine, peer = side_by_side(lambda: verify(log), lambda: sum(1 for _ in log.raw()), runs=3)
        bare = best(lambda: verify(log, ids=False), runs=2)
    return Figure(
        "verify the log, one processor",
        rate(EVENTS, mine, "events"),
        f"without ids: {rate(EVENTS, bare, 'events')}",
        times(mine / peer),
        ">= 100,000 events/s",
    )


def _fold(events: Sequence[AnyEvent]) -> None:
    ledger = Ledger()
    for start in range(0, len(events), 1_000):
        ledger = apply(ledger, events[start : start + 1_000])


def _history() -> list[AnyEvent]:
    """Stories, and the claims of our own texts at their stories, again and again with other days."""
    stories: list[AnyEvent] = [_story(number) for number in range(EVENTS - CLAIMS)]
    claims = _claims()
    return [*stories, *(claims[number % len(claims)](number) for number in range(CLAIMS))]


def _claims() -> list[partial[AnyEvent]]:
    topic = default_topic()
    readers = Readers(topic)
    rows = [row for each in texts.load(CORPUS)[0] for row in each.rows]
    return [
        partial(_told_again, claim)
        for row in rows
        if isinstance(row, texts.StoryRow) and row.gold.relevant
        for claim in readers.read(story_of(entry_of(row), topic))
    ]


def _told_again(claim: AnyEvent, number: int) -> AnyEvent:
    story = f"{number:016x}"
    return replace(claim, id="", story=story, lineage=story)
