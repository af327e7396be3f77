"""What queries read from state/views.db: answers, stories, developments, claims, health, alerts.

Only the standard library is imported here, and nothing is written: a query from a cold start costs
little more than the interpreter. A file that cannot be read is `Unreadable`, never a wrong answer.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple

from monitor.errors import StateError
from monitor.sqlitefile import read_only
from monitor.views.schema import SEARCH, answer_tables, is_ours

PATIENCE_MS = 500
"""How long a query waits for a lock. Readers of a WAL file wait for nobody but a recovery."""
LIMIT = 50
"""Rows that a listing gives unless told otherwise: a screen or two."""

Why = Literal["missing", "locked", "forbidden", "damaged", "other version"]
Row = dict[str, Any]
Line = tuple[str, str, str]
"""Label, value, note."""
StrPath = str | os.PathLike[str]


class Unreadable(StateError):
    """The tables cannot be read now; `why` in one word. They can be made again from the log."""

    def __init__(self, path: StrPath, why: Why) -> None:
        """Remember the reason."""
        self.why = why
        super().__init__(f"{path} cannot be read: {why}")


class Head(NamedTuple):
    """The last event that the tables hold: its position in the log and its hash."""

    position: int
    stream: str
    hash: str


_DEVELOPED = ("because", "official", "backfill", "reread")  # SQLite has no type for these


class Reading:
    """The tables of one views.db, read-only. Close it, or use it in a `with`."""

    def __init__(self, path: StrPath, connection: sqlite3.Connection) -> None:
        """Use `Reading.open`."""
        self._path = path
        self._connection = connection
        connection.row_factory = sqlite3.Row

    @classmethod
    def open(cls, path: StrPath) -> Reading:
        """The tables of the file. Raises Unreadable when there are none of this version."""
        if not os.path.exists(path):  # False also where we may not look
            raise Unreadable(path, "missing")
        with _explained(path), ExitStack() as undo:
            reading = undo.enter_context(cls(path, _connect(path)))
            if not is_ours(reading._connection):
                raise Unreadable(path, "other version")
            undo.pop_all()
            return reading

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> Reading:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- how new it is ------------------------------------------------------------------------

    def head(self) -> Head | None:
        """The last event that the tables hold; None when they are empty."""
        rows = self._rows(
            "select position, stream, hash from checkpoint order by position desc limit 1"
        )
        return Head(**rows[0]) if rows else None

    def position(self) -> int:
        """How far into the log the tables have come; 0 when they are empty."""
        head = self.head()
        return head.position if head else 0

    def mark(self, topic: str) -> Row | None:
        """Stream, number and hash of the topic's last event in the tables; None when it has none."""
        rows = self._rows("select stream, n, hash from checkpoint where stream = ?", topic)
        return rows[0] if rows else None

    def current(self, position: int) -> bool:
        """True when the tables hold the log up to `position`, its last one (0 for an empty log)."""
        return self.position() == position

    def made_from(self, bases: Mapping[str, str]) -> bool:
        """True when the answers of these topics were made from this (`monitor.views.basis`)."""
        made = {row["topic"]: row["basis"] for row in self._rows("select * from bases")}
        return bases.items() <= made.items()

    # --- answers ------------------------------------------------------------------------------

    def answer(self, topic: str, tracker: str) -> Row | None:
        """What the tracker says, as its kind gives it; None when it has said nothing."""
        return self.answers(topic).get(tracker)

    def answers(self, topic: str) -> dict[str, Row]:
        """What every tracker of the topic says."""
        query = "select tracker, answer from answers where topic = ? order by tracker"
        return {row["tracker"]: json.loads(row["answer"]) for row in self._rows(query, topic)}

    def lines(self, topic: str) -> dict[str, list[Line]]:
        """What every tracker of the topic says as its kind shows it: label, value, note."""
        query = "select tracker, label, value, note from lines where topic = ? order by tracker, n"
        found: dict[str, list[Line]] = {}
        for row in self._rows(query, topic):
            found.setdefault(row["tracker"], []).append((row["label"], row["value"], row["note"]))
        return found

    def rows(self, table: str, topic: str, tracker: str) -> list[Row]:
        """A table behind an answer ("incidents", "totals"), in the order of the answer."""
        with _explained(self._path):
            if table not in answer_tables(self._connection):
                return []
        query = f'select * from "{table}" where topic = ? and tracker = ? order by rowid'
        return self._rows(query, topic, tracker)

    # --- what was read ------------------------------------------------------------------------

    def stories(self, topic: str, words: str = "", *, limit: int = LIMIT) -> list[Row]:
        """Stories newest first, each with its copies; `words` must all occur in one of the texts."""
        found = _FOUND if words.strip() else "1"
        heads = self._rows(
            f"select lineage, max(coalesce(published, seen)) as at from stories"
            f" where topic = :topic and {found}"
            f" group by lineage order by at desc, lineage limit :limit",
            {"topic": topic, "words": phrases(words), "limit": limit},
        )
        return [self._story(topic, head["lineage"]) for head in heads]

    def _story(self, topic: str, lineage: str) -> Row:
        """One lineage as a story with its copies: the original first, else its first copy."""
        query = (
            "select * from stories where topic = ? and lineage = ? order by kind <> 'original', n"
        )
        first, *others = self._rows(query, topic, lineage)
        return shown(first, others, lineage)

    def opening(self, topic: str, story: str, length: int) -> str:
        """The first letters of a story's text; "" when there is no such story."""
        query = "select substr(text, 1, ?) as text from stories where topic = ? and id = ?"
        rows = self._rows(query, length, topic, story)
        return str(rows[0]["text"]) if rows else ""

    def developments(
        self,
        topic: str,
        *,
        since: datetime | None = None,
        after: int = 0,
        until: datetime | None = None,
        limit: int = LIMIT,
    ) -> list[Row]:
        """What has changed, newest first; only what we noted after `since` when it is given.

        `after` is a position in the log: what was recorded up to it is left out, whenever noted.
        `until` leaves out what was reported later.
        """
        rows = self._rows(
            "select * from developments where topic = ? and (? is null or seen > ?)"
            " and position > ? and (? is null or at <= ?) order by at desc, seen desc, id limit ?",
            *(topic, _stamp(since), _stamp(since), after, _stamp(until), _stamp(until), limit),
        )
        return [_parsed(row, *_DEVELOPED) for row in rows]

    def last_development(self, topic: str, tracker: str, field: str, until: datetime) -> Row | None:
        """What was noted last of a field of a tracker and had been reported by then."""
        rows = self._rows(
            "select * from developments where topic = ? and tracker = ? and field = ? and at <= ?"
            " order by at desc, seen desc, id limit 1",
            *(topic, tracker, field, _stamp(until)),
        )
        return _parsed(rows[0], *_DEVELOPED) if rows else None

    def claims(self, topic: str, ids: Iterable[str]) -> list[Row]:
        """The claims of these ids, in their order: quote, address, site, rule, attribution ..."""
        wanted = list(ids)
        rows = self._rows(
            "select claims.*, stories.title, stories.lineage as voice from claims left join stories"
            " on stories.topic = claims.topic and stories.id = claims.story"
            " where claims.topic = ? and claims.id in (select value from json_each(?))",
            *(topic, json.dumps(wanted)),
        )
        by_id = {row["id"]: _claim(row) for row in rows}
        return [by_id[each] for each in wanted if each in by_id]

    # --- what we did --------------------------------------------------------------------------

    def health(self) -> list[Row]:
        """Every source that has ever failed, moved or gone, with its state, since when and why."""
        return self._rows("select * from source_health order by source")

    def gaps(self, *, since: datetime | None = None) -> list[Row]:
        """The times in which entries may have been missed, newest first."""
        return self._rows(
            'select * from coverage_gaps where ? is null or "until" > ?'
            ' order by "until" desc, source, since',
            *(_stamp(since), _stamp(since)),
        )

    def alerts(self, topic: str | None = None, *, undelivered: bool = False) -> list[Row]:
        """The alerts of a topic or of all, newest first; all, or those that nobody has got yet."""
        rows = self._rows(
            "select * from alerts where (? is null or topic = ?)"
            " and (not ? or state in ('raised', 'attempted', 'failed'))"
            " order by raised desc, topic, alert",
            *(topic, topic, undelivered),
        )
        whole = (_parsed(row, "developments", "final", "repetition") for row in rows)
        return [{**row, "parts": json.loads(row["parts"])} for row in whole]

    def counts(self, topic: str) -> dict[str, int]:
        """How much is kept of the topic: stories, copies, claims (standing ones), developments."""
        rows = self._rows(
            "select (select count(*) from stories where topic = :t and of is null) as stories,"
            " (select count(*) from stories where topic = :t and of is not null) as copies,"
            " (select count(*) from claims where topic = :t and retired is null) as claims,"
            " (select count(*) from developments where topic = :t) as developments",
            {"t": topic},
        )
        return dict(rows[0])

    def select(self, query: str, *values: Any) -> list[Row]:
        """The rows of another module's query."""
        return self._rows(query, *values)

    def tuples(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """The same, of a long answer: without names, and with times as the tables hold them."""
        with _explained(self._path), closing(self._connection.cursor()) as cursor:
            cursor.row_factory = None
            return cursor.execute(query, values).fetchall()

    def _rows(self, query: str, *values: Any) -> list[Row]:
        """The rows of a query; a single mapping gives its named values."""
        bound: Any = tuple(map(_utf8, values))
        if len(values) == 1 and isinstance(values[0], dict):
            bound = {name: _utf8(value) for name, value in values[0].items()}
        with _explained(self._path):
            found = self._connection.execute(query, bound)
            times = [name for name, *_ in found.description if name in _TIMES]
            return [_outward(dict(row), times) for row in found]


_FOUND = f'n in (select rowid from "{SEARCH}" where "{SEARCH}" match :words)'


def shown(first: Row, copies: Iterable[Row], lineage: str) -> Row:
    """A story with its copies, as people read it."""
    names = ("id", "url", "site", "title", "published", "seen", "lang", "wire")
    copied = ("id", "url", "site", "title", "published", "kind", "score")
    return {
        **{name: first[name] for name in names},
        "day_only": bool(first["day_only"]),
        "copies": [{name: other[name] for name in copied} for other in copies],
        "revisions": first["revisions"],
        "lineage": lineage,
    }


def log_position(path: StrPath) -> int:
    """The last position in a log kept by SQLite; 0 when there is no log yet. Raises Unreadable."""
    if not os.path.exists(path):
        return 0
    with _explained(path):
        connection = _connect(path)
        try:
            return int(connection.execute("select max(position) from events").fetchone()[0] or 0)
        finally:
            connection.close()


def missing(log: StrPath, position: int, views: StrPath) -> str:
    """What to say of a log that ends before what the tables have seen; empty when it does not."""
    try:
        with Reading.open(views) as reading:
            seen = reading.position()
    except Unreadable:
        return ""
    if seen <= position:
        return ""
    return (
        f"{log} is shorter than what {views} has seen: it ends at event {position:,}, not {seen:,};"
        " the events between are missing (a backup restored? a log cut off?)"
    )


def _connect(path: StrPath) -> sqlite3.Connection:
    """A connection that cannot change anything, twice over."""
    connection = read_only(path, PATIENCE_MS / 1000)
    connection.execute("pragma query_only = 1")
    return connection


@contextmanager
def _explained(path: StrPath) -> Iterator[None]:
    """Turn what SQLite says about the file into Unreadable."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # without the extended part
        raise Unreadable(path, _REASONS.get(code, "damaged")) from error


_REASONS: dict[int, Why] = {
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_CANTOPEN: "forbidden",
    sqlite3.SQLITE_PERM: "forbidden",
    sqlite3.SQLITE_READONLY: "forbidden",
}


def _claim(row: Row) -> Row:
    """A claim as people read it: everything that its kind knows, and where it was said."""
    said = json.loads(row["body"])
    shown = ("id", "tracker", "kind", "story", "lineage", "site", "url", "title", "assertion")
    place = ("quote", "field", "start", "end", "rule", "pack")
    when = ("published", "day", "seen", "retired")
    who = {"speaker": row["speaker"], "via": row["via"], "kind": row["attribution"]}
    row["lineage"] = row["voice"] or row["lineage"]  # with the bridges that came later
    own = {name: value for name, value in said.items() if name not in _EVERY_CLAIM}
    return {**own, **{name: row[name] for name in (*shown, *place, *when)}, "attribution": who}


_EVERY_CLAIM = frozenset(
    ("type", "id", "tracker", "story", "reading", "lineage", "wire", "url", "site", "quote", "rule")
) | {"pack", "attribution", "assertion", "published", "day", "seen"}
_TIMES = frozenset(("published", "seen", "at", "raised", "since", "until", "last_answer"))
_TIMES |= {"last_delivered", "snoozed", "failing_since"}


def _outward(row: Row, times: Iterable[str]) -> Row:
    """These times with "Z", as everything that goes out writes them."""
    for name in times:
        if row[name]:
            row[name] = str(row[name]).replace("+00:00", "Z")
    return row


def _parsed(row: Row, listed: str, *flags: str) -> Row:
    """With a list and truth values instead of what the table holds for them."""
    return {**row, listed: json.loads(row[listed]), **{flag: bool(row[flag]) for flag in flags}}


def _utf8(value: Any) -> Any:
    """A value that SQLite takes: an argument of the command line may be no UTF-8."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def phrases(words: str) -> str:
    """A full-text query in which every word must occur, as itself or as a beginning."""
    plain = words.replace('"', " ").replace("\0", " ")
    return " ".join(f'"{word}"*' for word in plain.split()) or '""'


def _stamp(moment: datetime | None) -> str | None:
    """A moment as the tables write it, so that text compares as time."""
    return moment.astimezone(UTC).isoformat() if moment else None
