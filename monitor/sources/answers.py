"""What each source last answered, and the entries of the last 30 days: `feeds.db`.

A memory, not the truth: it may be deleted at any time (then sources are asked unconditionally, and
entries that come again are recognised as known stories further on). So the journal is flushed only
now and then, and a damaged file is replaced.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import msgspec

from monitor.entries import Entry
from monitor.errors import StateError
from monitor.sources import State
from monitor.sources.fulltext import Page
from monitor.values import digest

T = TypeVar("T")

NO_ITEMS: Mapping[str, bytes] = {}

VERSION = 1
"""Of the tables; another one in the file and it is replaced."""
KEEP = timedelta(days=30)
"""Entries are kept so long after they were last in their feed."""
TOUCH = timedelta(days=1)
"""How exactly it is known when an entry was last in its feed: saves a write per entry and poll."""
BUSY_MS = 5_000
"""Milliseconds to wait for somebody else's transaction."""

SCHEMA = f"""
CREATE TABLE IF NOT EXISTS sources (
    id TEXT PRIMARY KEY, next_due TEXT, parsed TEXT, state BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS entries (
    source TEXT NOT NULL, key TEXT NOT NULL, fingerprint TEXT NOT NULL,
    first_seen TEXT NOT NULL, last_seen TEXT NOT NULL, entry BLOB NOT NULL,
    PRIMARY KEY (source, key, fingerprint)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS items (source TEXT PRIMARY KEY, hashes BLOB NOT NULL)
    STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pages (address TEXT PRIMARY KEY, page BLOB NOT NULL)
    STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS entries_by_time ON entries (first_seen);
PRAGMA user_version = {VERSION};
"""

log = logging.getLogger(__name__)


def key(entry: Entry) -> str:
    """What makes it this entry of its source: guid, else address, else title and text."""
    return entry.guid or entry.url or digest(entry.title, entry.text)


def fingerprint(entry: Entry) -> str:
    """What makes it changed: its words. Dates and links of old entries change all the time."""
    return digest(entry.title, entry.text)


class Answers:
    """The store. One writer; a command reads it through `readonly`."""

    def __init__(self, path: Path, *, readonly: bool = False) -> None:
        """Open it, or make it. Raises StateError when the folder cannot be used."""
        self._path = path
        self._readonly = readonly
        self.withheld: Callable[[Entry], bool] = _nothing
        """Whose words are not to be kept, only that they are known."""
        self._db = self._opened()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __enter__(self) -> Answers:
        """For `with`."""
        return self

    def __exit__(self, *why: object) -> None:
        """Close."""
        self.close()

    def state(self, source_id: str) -> State | None:
        """What is known of a source; None when nothing is."""
        rows = self._all("SELECT state FROM sources WHERE id = ?", (source_id,))
        return msgspec.json.decode(rows[0][0], type=State) if rows else None

    def states(self) -> dict[str, State]:
        """What is known of every source, by id."""
        rows = self._all("SELECT id, state FROM sources ORDER BY id")
        return {name: msgspec.json.decode(state, type=State) for name, state in rows}

    def fresh(self, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        """Those entries of one document that are new, or whose words have changed; each once."""
        known = self._do(lambda db: _known(db, entries))
        out: dict[tuple[str, str], Entry] = {}
        for entry in entries:
            identity = (key(entry), fingerprint(entry))
            if identity[1] not in known.get(identity[0], {}):
                out.setdefault(identity, entry)
        return tuple(out.values())

    def knows_any(self, entries: Sequence[Entry]) -> bool:
        """Whether one of these has been seen before, in whatever words."""
        return bool(self._do(lambda db: _known(db, entries)))

    def items(self, source_id: str) -> bytes:
        """Hashes of the items of a source's last good document; empty when nothing is known of them."""
        rows = self._do(
            lambda db: db.execute(
                "SELECT hashes FROM items WHERE source = ?", (source_id,)
            ).fetchall()
        )
        return bytes(rows[0][0]) if rows else b""

    def keep(
        self,
        *polls: tuple[State, Sequence[Entry]],
        items: Mapping[str, bytes] = NO_ITEMS,
        pages: Sequence[Page] = (),
    ) -> None:
        """Write states, all entries of their documents, the hashes of items and the pages to be read
        in one transaction.

        To be called only after what came of the entries is safe: a crash before it means that they
        are fetched again, a crash after it that they are not. Raises StateError.
        """

        def write(db: sqlite3.Connection) -> None:
            with db:
                db.execute("BEGIN IMMEDIATE")
                for state, entries in polls:
                    _keep_entries(db, entries, self.withheld)
                    _keep_state(db, state)
                rows = list(items.items())
                db.executemany("INSERT OR REPLACE INTO items VALUES (?, ?)", rows)
                _keep_pages(db, [page for page in pages if not self.withheld(page.entry)])

        self._do(write)

    def pages(self) -> list[Page]:
        """The pages that are to be read, by address."""
        rows = self._all("SELECT page FROM pages ORDER BY address")
        return [msgspec.json.decode(body, type=Page) for (body,) in rows]

    def keep_page(self, page: Page) -> None:
        """Let it be read as this says. Raises StateError."""
        self._do(lambda db: _keep_pages(db, [page]))

    def drop_page(self, address: str) -> None:
        """It is not to be read any more. Raises StateError."""
        self._do(lambda db: db.execute("DELETE FROM pages WHERE address = ?", (address,)))

    def entries(self) -> Iterator[Entry]:
        """Stored entries, in the order in which they were first seen."""
        for (body,) in self._all("SELECT entry FROM entries ORDER BY first_seen, source, key"):
            yield msgspec.json.decode(body, type=Entry)

    def erase(self, unwanted: Callable[[Entry], bool]) -> int:
        """Take entries out of the file, to the last byte, with the pages that were to be read of them.

        Gives how many entries. Raises StateError.
        """
        gone = [
            row
            for row in self._all("SELECT source, key, fingerprint, entry FROM entries")
            if unwanted(msgspec.json.decode(row[3], type=Entry))
        ]
        pages = [(page.address,) for page in self.pages() if unwanted(page.entry)]

        def write(db: sqlite3.Connection) -> None:
            with db:
                db.executemany("DELETE FROM pages WHERE address = ?", pages)
                sql = "DELETE FROM entries WHERE source = ? AND key = ? AND fingerprint = ?"
                db.executemany(sql, [row[:3] for row in gone])
            if gone or pages:  # what is free in the file still holds the words, and so does the WAL
                db.execute("VACUUM")
                db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

        self._do(write)
        return len(gone)

    def prune(self, now: datetime) -> int:
        """Forget entries that left their feed 30 days ago; gives how many."""
        end = _stamp(now - KEEP)

        def write(db: sqlite3.Connection) -> int:
            with db:
                # Against the last time when the feed was parsed: a feed that answers 304 for two
                # months still has its old entries, and would bring them all as new.
                return db.execute(
                    "DELETE FROM entries WHERE last_seen < ? AND last_seen < coalesce("
                    "(SELECT parsed FROM sources WHERE id = entries.source), '9') ",
                    (end,),
                ).rowcount

        return self._do(write)

    def forget(self, keep: Iterable[str]) -> None:
        """Drop the states of sources that are not among these: they have left the configuration."""
        gone = sorted(set(self.states()) - set(keep))

        def write(db: sqlite3.Connection) -> None:
            with db:
                rows = [(name,) for name in gone]
                db.executemany("DELETE FROM sources WHERE id = ?", rows)
                db.executemany("DELETE FROM items WHERE source = ?", rows)

        self._do(write)

    def _all(self, sql: str, values: tuple[object, ...] = ()) -> list[tuple[str, ...]]:
        return self._do(lambda db: db.execute(sql, values).fetchall())

    def _do(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Work on the file; when it turns out to be damaged, on a new one."""
        try:
            return work(self._db)
        except sqlite3.OperationalError as error:  # no room, read-only, locked for too long
            raise StateError(f"{self._path}: {error}") from error
        except sqlite3.DatabaseError as error:
            if type(error) is not sqlite3.DatabaseError:  # a mistake in our SQL
                raise
            self._db.close()
            self._remove(error)
            self._db = self._checked()
            return work(self._db)

    def _opened(self) -> sqlite3.Connection:
        try:
            return self._checked()
        except sqlite3.OperationalError as error:
            raise StateError(f"{self._path}: {error}") from error
        except sqlite3.DatabaseError as error:
            self._remove(error)
            return self._checked()

    def _checked(self) -> sqlite3.Connection:
        """An open connection to a whole file. Raises sqlite3.DatabaseError when it is not."""
        mode = "ro" if self._readonly else "rwc"
        address = f"{self._path.absolute().as_uri()}?mode={mode}"
        db = sqlite3.connect(address, uri=True, isolation_level=None)
        try:
            db.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
            if reason := _unusable(db, quick=self._readonly):
                raise sqlite3.DatabaseError(reason)  # noqa: TRY301  # like those SQLite finds
            if not self._readonly:
                db.execute("PRAGMA journal_mode = WAL")
                db.execute("PRAGMA synchronous = NORMAL")
                db.executescript(SCHEMA)
        except BaseException:
            db.close()
            raise
        return db

    def _remove(self, reason: Exception) -> None:
        """Take the file away; what it held will be fetched again. Who only reads leaves it."""
        if self._readonly:
            raise StateError(f"{self._path} cannot be used: {reason}") from reason
        log.warning("%s cannot be used (%s): it is made anew", self._path, reason)
        for end in ("", "-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                self._path.with_name(self._path.name + end).unlink()


def _unusable(db: sqlite3.Connection, *, quick: bool) -> str:
    """Why the file is not one of ours; empty when it is, or is still empty."""
    version = db.execute("PRAGMA user_version").fetchone()[0]
    tables = db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if tables and version != VERSION:
        return f"it has version {version}, not {VERSION}"
    found = "ok" if quick else db.execute("PRAGMA quick_check(1)").fetchone()[0]
    return "" if found == "ok" else str(found)


def _known(db: sqlite3.Connection, entries: Sequence[Entry]) -> dict[str, dict[str, str]]:
    """For each key of one source's entries that is stored: its fingerprints with first_seen."""
    known: dict[str, dict[str, str]] = {}
    if not entries:
        return known
    sql = (
        "SELECT key, fingerprint, first_seen FROM entries "
        "WHERE source = ? AND key IN (SELECT value FROM json_each(?))"
    )
    for name, words, first in db.execute(sql, (entries[0].source, _keys(entries))):
        known.setdefault(name, {})[words] = first
    return known


def _nothing(_entry: Entry) -> bool:
    """No entry."""
    return False


def _keep_entries(
    db: sqlite3.Connection, entries: Sequence[Entry], withheld: Callable[[Entry], bool]
) -> None:
    """Store the entries of one document; of each key only the words that it has now."""
    if not entries:
        return
    source, seen = entries[0].source, entries[0].seen
    known = _known(db, entries)
    now = {(key(entry), fingerprint(entry)): entry for entry in reversed(entries)}
    for (name, words), entry in now.items():
        if words not in known.get(name, {}):
            first = min(known.get(name, {}).values(), default=_stamp(entry.seen))
            kept = (
                msgspec.structs.replace(entry, title="", text="", credit="")
                if withheld(entry)
                else entry
            )
            row = (source, name, words, first, _stamp(seen), msgspec.json.encode(kept))
            db.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)", row)
    stored = {(name, words) for name, versions in known.items() for words in versions}
    db.executemany(
        "DELETE FROM entries WHERE source = ? AND key = ? AND fingerprint = ?",
        [(source, name, words) for name, words in stored - now.keys()],
    )
    db.execute(
        "UPDATE entries SET last_seen = ? WHERE source = ? AND last_seen < ? "
        "AND key IN (SELECT value FROM json_each(?))",
        (_stamp(seen), source, _stamp(seen - TOUCH), _keys(entries)),
    )


def _keep_pages(db: sqlite3.Connection, pages: Iterable[Page]) -> None:
    rows = [(page.address, msgspec.json.encode(page)) for page in pages]
    db.executemany("INSERT OR REPLACE INTO pages VALUES (?, ?)", rows)


def _keep_state(db: sqlite3.Connection, state: State) -> None:
    due, parsed = (_stamp(time) if time else None for time in (state.next_due, state.parsed))
    row = (state.source, due, parsed, msgspec.json.encode(state))
    db.execute("INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?)", row)


def _keys(entries: Sequence[Entry]) -> str:
    """Their keys as a JSON list, for `json_each`."""
    return msgspec.json.encode(sorted({key(entry) for entry in entries})).decode()


def _stamp(time: datetime) -> str:
    """UTC with microseconds: sorts as text as it does as time."""
    return time.astimezone(UTC).isoformat(timespec="microseconds")
