"""state/views.db for the one program that writes it: events in, readable tables out.

Every call of `apply` is one transaction with the checkpoint in it: after a crash the tables hold a
beginning of the log, and know which one.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, Self

from monitor.errors import StateError
from monitor.events import Recorded
from monitor.stories.index import Keys, Known
from monitor.views import filed, schema
from monitor.views.changes import POSTED, POSTED_APART, changes
from monitor.views.compare import dump
from monitor.views.index import SqliteIndex, known_story

WAIT_S = 5.0
"""How long the writer waits for a lock: only a second daemon or a person's tool holds one."""
SETTINGS = (
    "pragma journal_mode = wal",
    # What a power cut takes is applied again from the log: no fsync per commit.
    "pragma synchronous = normal",
    "pragma journal_size_limit = 67108864",
)
BULK_SETTINGS = (
    # A file that is still being made is thrown away after a crash: nothing is kept to undo it.
    "pragma journal_mode = off",
    "pragma synchronous = off",
    "pragma locking_mode = exclusive",
    "pragma cache_size = -65536",
)
ANSWERS = ("answers", "lines")
"""Tables that hold an answer whatever its kind; beside them stand those that kinds name."""
_DAMAGED = frozenset((sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT))
_REASONS = {
    sqlite3.SQLITE_FULL: "there is no room left",
    sqlite3.SQLITE_READONLY: "it is read-only",
    sqlite3.SQLITE_BUSY: "another program is writing to it",
    sqlite3.SQLITE_LOCKED: "another program is writing to it",
    sqlite3.SQLITE_CANTOPEN: "it or its folder cannot be read and written",
    sqlite3.SQLITE_PERM: "it must not be read and written by this user",
    sqlite3.SQLITE_IOERR: "the disk reports an error",
}
_CHECKPOINT = """
    insert into checkpoint (stream, position, n, hash) values (?, ?, ?, ?)
    on conflict do update set position = excluded.position, n = excluded.n, hash = excluded.hash
"""


class Damaged(StateError):
    """The file is no views.db of this version, or is damaged: it has to be made again."""


class Head(NamedTuple):
    """The last event of a stream that has been applied."""

    position: int
    n: int
    hash: str


class Answer(NamedTuple):
    """What a tracker says, with plain values that JSON can hold."""

    view: Mapping[str, Any]
    """As its kind gives it."""
    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    """By name of the table: "incidents", "totals" ..."""
    lines: Sequence[tuple[str, str, str]] = ()
    """Label, value, note, as its kind shows it: for queries, which import no kind."""


Answers = Mapping[tuple[str, str], Answer]
"""By topic and tracker."""
NO_ANSWERS: Answers = MappingProxyType({})
NO_KEYS: Mapping[Known, Keys] = MappingProxyType({})


class Views:
    """The tables. Bound to the thread that opened them; a context manager that closes them."""

    def __init__(self, path: Path, connection: sqlite3.Connection, *, bulk: bool = False) -> None:
        """Use `Views.open` or `Views.build`."""
        self.path = path
        self._connection = connection
        self._instead = {POSTED: POSTED_APART} if bulk else {}
        self._indexes: dict[str, SqliteIndex] = {}
        self._heads = dict(_heads(connection))

    @classmethod
    def open(cls, path: Path) -> Self:
        """The tables of the file; empty ones when it is not there. Raises StateError, Damaged."""
        new = not path.exists()
        with explained(path):
            connection = _connect(path, SETTINGS)
            if new:
                schema.create(connection)
                schema.index_texts(connection)
        with _closed_on_error(connection), explained(path):
            if not schema.is_ours(connection):
                raise Damaged(f"{path} was not made by this version of monitor")
            return cls(path, connection)

    @classmethod
    def build(cls, path: Path) -> Self:
        """Empty tables in a new file, for folding a whole log; `finish` makes them complete."""
        with explained(path):
            connection = _connect(path, BULK_SETTINGS)
            with _closed_on_error(connection):
                schema.create(connection)
                connection.execute(schema.POSTED)
                return cls(path, connection, bulk=True)

    def finish(self) -> None:
        """Put in order what `build` and `apply` have brought, and make the full-text index over it."""
        with explained(self.path):
            self._connection.execute(schema.SORTED)
            self._connection.execute("drop table temp.posted")
            schema.index_texts(self._connection)
        self._instead = {}

    def checkpoint(self) -> int:
        """Position of the last event that has been applied; 0 when there is none."""
        return max((head.position for head in self._heads.values()), default=0)

    def heads(self) -> Mapping[str, Head]:
        """The last event of each stream that has been applied."""
        return MappingProxyType(self._heads)

    def index(self, topic: str) -> SqliteIndex:
        """The kept texts of a topic, for matching; always the same one."""
        if topic not in self._indexes:
            self._indexes[topic] = SqliteIndex(self._connection, topic)
        return self._indexes[topic]

    def apply(
        self,
        recorded: Sequence[Recorded],
        answers: Answers = NO_ANSWERS,
        *,
        bases: Mapping[str, str] | None = None,
        keys: Mapping[Known, Keys] = NO_KEYS,
    ) -> None:
        """Bring in events, in the order of the log, and replace the answers of these trackers.

        What has been applied before is passed over. With `bases` (what the answers of each topic
        were made from) other trackers have no answer any more. The `keys` of stories that are given need
        not be made. Nothing is changed when it raises: StateError, Damaged, ValueError (an event before
        these is missing).
        """
        fresh = [each for each in recorded if each.n > self._applied(each.stream)]
        heads = self._followed(fresh)
        with self._writing():
            self._fold(fresh, keys)
            rows = [(stream, *head) for stream, head in heads.items()]
            self._connection.executemany(_CHECKPOINT, rows)
            if bases is not None:
                self._forget_answers()
                self._connection.executemany("insert into bases values (?, ?)", bases.items())
            for (topic, tracker), answer in answers.items():
                self._answer(topic, tracker, answer)
        self._heads.update(heads)
        for stream in heads.keys() & self._indexes.keys():
            self._indexes[stream].settle()

    def tuples(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of another module's query."""
        with explained(self.path):
            return self._connection.execute(query, values).fetchall()

    def dump(self) -> Iterator[bytes]:
        """The content of all tables in one order: the same log gives the same bytes."""
        with explained(self.path):
            yield from dump(self._connection)

    def close(self) -> None:
        """Give the file back; harmless when repeated."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- within the transaction ---------------------------------------------------------------

    def _applied(self, stream: str) -> int:
        """How many events of a stream have been applied."""
        head = self._heads.get(stream)
        return head.n if head else 0

    def _followed(self, recorded: Sequence[Recorded]) -> dict[str, Head]:
        """The heads after these events. Raises ValueError when one before them is missing."""
        heads: dict[str, Head] = {}
        for each in recorded:
            last = heads.get(each.stream) or self._heads.get(each.stream)
            expected = (last.n if last else 0) + each.passed + 1
            if each.n != expected:
                raise ValueError(f"stream {each.stream}: event {each.n} instead of {expected}")
            heads[each.stream] = Head(each.position, each.n, each.hash)
        return heads

    def _fold(self, recorded: Sequence[Recorded], keys: Mapping[Known, Keys]) -> None:
        """Strictly in order; neighbours with the same statement go down together."""
        filed.file(self._connection, recorded)
        steps = (step for each in recorded for step in changes(each, self._known, keys))
        for statement, run in groupby(steps, key=itemgetter(0)):
            how = self._instead.get(statement, statement)
            self._connection.executemany(how, (values for _, values in run))

    def _known(self, topic: str, story: str) -> Known | None:
        """What the tables keep of a story at this moment."""
        return known_story(self._connection, topic, story)

    def _forget_answers(self) -> None:
        """No tracker has an answer."""
        for table in ("bases", *ANSWERS, *schema.answer_tables(self._connection)):
            self._connection.execute(f'delete from "{table}"')

    def _answer(self, topic: str, tracker: str, answer: Answer) -> None:
        """One tracker's answer and its rows instead of those that are there."""
        tables = schema.answer_tables(self._connection)
        for table in (*ANSWERS, *tables):
            statement = f'delete from "{table}" where topic = ? and tracker = ?'
            self._connection.execute(statement, (topic, tracker))
        text = json.dumps(answer.view, ensure_ascii=False, default=schema.cell)
        self._connection.execute("insert into answers values (?, ?, ?)", (topic, tracker, text))
        lines = [(topic, tracker, n, *line) for n, line in enumerate(answer.lines)]
        self._connection.executemany("insert into lines values (?, ?, ?, ?, ?, ?)", lines)
        for table, rows in answer.rows.items():
            present = tables.setdefault(table, set())
            for row in rows:
                self._insert(table, present, {**row, "topic": topic, "tracker": tracker})

    def _insert(self, table: str, present: set[str], row: Mapping[str, Any]) -> None:
        """One row of an answer; its table grows the columns that it lacks."""
        cells = ((schema.column(name), schema.cell(value)) for name, value in row.items())
        filled = {name: cell for name, cell in cells if cell is not None}
        schema.widen(self._connection, table, present, filled)
        columns = ", ".join(f'"{name}"' for name in filled)
        places = ", ".join("?" * len(filled))
        self._connection.execute(
            f'insert into "{table}" ({columns}) values ({places})', tuple(filled.values())
        )

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction: all of it or nothing."""
        with explained(self.path):
            self._connection.execute("begin immediate")
            try:
                yield
                self._connection.execute("commit")
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("rollback")


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """What SQLite says about the file as a StateError; a wrong statement stays a bug."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # without the extended part
        if code in _DAMAGED:
            raise Damaged(f"{path} is damaged: {error}") from error
        if code in _REASONS:
            raise StateError(f"{path} cannot be written: {_REASONS[code]}") from error
        raise


def _connect(path: Path, settings: Sequence[str]) -> sqlite3.Connection:
    """A connection that begins no transaction by itself."""
    connection = sqlite3.connect(path, timeout=WAIT_S, isolation_level=None)
    with _closed_on_error(connection):
        for setting in settings:
            connection.execute(setting)
    return connection


@contextmanager
def _closed_on_error(connection: sqlite3.Connection) -> Iterator[None]:
    """Do not leave the file open when it turns out to be of no use."""
    try:
        yield
    except BaseException:
        connection.close()
        raise


def _heads(connection: sqlite3.Connection) -> Iterator[tuple[str, Head]]:
    """The checkpoint as it is stored."""
    for stream, *head in connection.execute("select stream, position, n, hash from checkpoint"):
        yield stream, Head(*head)
