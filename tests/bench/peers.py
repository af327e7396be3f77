"""What else keeps events in SQLite: raw sqlite3, sqlite-utils, and the recorder of eventsourcing.

Each appends the same bytes under the same ids, durable after every batch, and reads them again.
"""

from __future__ import annotations

import importlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol
from uuid import NAMESPACE_URL, uuid5

from sqlite_utils import Database

from monitor.eventlog.codec import CODEC
from tests.bench.history import Batch

PAGE = 1_000
SETTINGS = ("pragma journal_mode = wal", "pragma synchronous = full")
TABLE = """
    create table events (position integer primary key, stream text not null, n integer not null,
        id text not null, type text not null, body blob not null, hash text not null,
        unique (stream, n), unique (stream, id))
"""


class Peer(Protocol):
    """Somebody who keeps events."""

    name: str

    def append(self, batch: Batch) -> None:
        """Keep a batch, on the disk."""
        ...

    def bodies(self) -> Iterator[bytes]:
        """All of them again."""
        ...

    def check(self) -> None:
        """Read and decode all, and check the file."""
        ...

    def decode(self) -> None:
        """Read and decode all."""
        ...

    def replay(self, until: str) -> int:
        """Read all claims of a tracker that had been reported by then; nothing is made of them."""
        ...

    def backup(self) -> None:
        """Copy the file while it is open."""
        ...


class Raw:
    """The standard library, and no more."""

    name = "sqlite3"

    def __init__(self, path: Path) -> None:
        self.path = path
        self.db = sqlite3.connect(path, isolation_level=None)
        for setting in SETTINGS:
            self.db.execute(setting)
        self.numbers: Counter[str] = Counter()
        self.create()

    def create(self) -> None:
        """Make the table."""
        self.db.execute(TABLE)

    def rows(self, batch: Batch) -> list[tuple[str, int, str, str, bytes, str]]:
        """The same bytes for all."""
        rows = []
        for event in batch.events:
            self.numbers[batch.stream] += 1
            made = CODEC.encode(event)
            rows.append((batch.stream, self.numbers[batch.stream], event.event_id(), *made, ""))
        return rows

    def append(self, batch: Batch) -> None:
        """As the protocol says."""
        names = "stream, n, id, type, body, hash"
        self.db.execute("begin immediate")
        query = f"insert into events ({names}) values (?, ?, ?, ?, ?, ?)"
        self.db.executemany(query, self.rows(batch))
        self.db.execute("commit")

    def bodies(self) -> Iterator[bytes]:
        """As the protocol says."""
        for (body,) in self.db.execute("select body from events order by position"):
            yield body

    def check(self) -> None:
        """As the protocol says."""
        assert self.db.execute("pragma integrity_check").fetchone() == ("ok",)
        self.decode()

    def decode(self) -> None:
        """As the protocol says."""
        for body in self.bodies():
            json.loads(body)

    def replay(self, until: str) -> int:
        """As the protocol says."""
        return sum(_wanted(json.loads(body), until) for body in self.bodies())

    def backup(self) -> None:
        """As the protocol says."""
        copy = self.path.with_suffix(".copy")
        with closing(sqlite3.connect(copy)) as made:
            self.db.backup(made)
        copy.unlink()


class Utils(Raw):
    """sqlite-utils over the same settings."""

    name = "sqlite-utils"

    def create(self) -> None:
        """Make the table by its own means."""
        columns = {"position": int, "stream": str, "n": int, "id": str, "type": str}
        self.utils = Database(self.db)
        table = self.utils.table("events")
        table.create(columns | {"body": bytes, "hash": str}, pk="position")
        table.create_index(["stream", "n"], unique=True)
        table.create_index(["stream", "id"], unique=True)

    def append(self, batch: Batch) -> None:
        """As the protocol says."""
        names = ("stream", "n", "id", "type", "body", "hash")
        rows = [dict(zip(names, row, strict=True)) for row in self.rows(batch)]
        with self.utils.atomic():
            self.utils.table("events").insert_all(rows)

    def bodies(self) -> Iterator[bytes]:
        """As the protocol says."""
        for row in self.utils.table("events").rows_where(select="body", order_by="position"):
            yield row["body"]

    def backup(self) -> None:
        """It has no copy of its own: SQLite's."""
        copy = self.path.with_suffix(".copy")
        self.utils.execute("vacuum into ?", [str(copy)])
        copy.unlink()


class Eventsourcing(Raw):
    """The library eventsourcing: its recorder over SQLite, as an application uses it."""

    name = "eventsourcing"

    def __init__(self, path: Path) -> None:
        library: Any = importlib.import_module("eventsourcing.sqlite")
        self.stored: Any = importlib.import_module("eventsourcing.persistence").StoredEvent
        self.datastore = library.SQLiteDatastore(str(path))
        self.recorder = library.SQLiteApplicationRecorder(self.datastore)
        self.recorder.create_table()
        self.path = path
        self.numbers: Counter[str] = Counter()

    def append(self, batch: Batch) -> None:
        """As the protocol says; it keeps a name of the stream, a number, a type and the bytes."""
        stream = uuid5(NAMESPACE_URL, batch.stream)
        self.recorder.insert_events(
            [self.stored(stream, n, type_, body) for _, n, _, type_, body, _ in self.rows(batch)]
        )

    def bodies(self) -> Iterator[bytes]:
        """As the protocol says, by its notifications."""
        start = 1
        while page := self.recorder.select_notifications(start=start, limit=PAGE):
            yield from (each.state for each in page)
            start = page[-1].id + 1

    def check(self) -> None:
        """As the protocol says; it has no check of the file of its own: SQLite's."""
        with closing(sqlite3.connect(self.path)) as db:
            assert db.execute("pragma integrity_check").fetchone() == ("ok",)
        self.decode()

    def backup(self) -> None:
        """It has no copy of its own: SQLite's, from a connection beside it."""
        copy = self.path.with_suffix(".copy")
        with closing(sqlite3.connect(self.path)) as db:
            db.execute("vacuum into ?", (str(copy),))
        copy.unlink()


def _wanted(event: dict[str, Any], until: str) -> bool:
    at = event.get("published") or event.get("seen") or ""
    return event.get("tracker") == "strikes" and "quote" in event and at <= until
