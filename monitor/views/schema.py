"""The tables of state/views.db: names instead of codes, ISO times, and nothing but the log's.

Light to import: `sqlite_utils` is loaded only by what makes a new file.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

APPLICATION = 0x6D6F6E76
""""monv" in the header of the file, so that another program's file is never taken for ours."""
VERSION = 12
"""Of the tables below. A file of another version is not migrated: it is made again from the log."""

# Columns in the order in which a person reads them; a key column is never null.
STORIES: dict[str, Any] = {
    "n": int,  # place in the order of arrival: the full-text index and the keys point at it
    "topic": str,
    "id": str,
    "kind": str,  # "original", or what kind of copy: "syndicated", "same text"
    "of": str,
    "joins": str,  # the lineages that a copy shares, as JSON
    "lineage": str,  # with bridges that came later: one value is one voice
    "first_lineage": str,  # as it was when the text was taken
    "url": str,
    "site": str,
    "source": str,
    "title": str,
    "text": str,
    "lang": str,
    "wire": str,
    "published": str,
    "day": str,
    "day_only": int,
    "seen": str,
    "told": str,  # when it was first reported: as published then, else seen
    "guid": str,
    "also": str,  # keys of further addresses
    "reading": int,
    "revisions": int,
    "why": str,
    "score": float,
}
VERSIONS: dict[str, Any] = {
    "topic": str,
    "story": str,
    "n": int,  # 0: as it was first seen
    "at": str,
    "title": str,
    "text": str,
    "published": str,
}
"""Of stories that were revised; of all others `stories` tells all."""
CLAIMS: dict[str, Any] = {
    "topic": str,
    "id": str,
    "tracker": str,
    "kind": str,
    "story": str,
    "reading": int,
    "lineage": str,
    "site": str,
    "url": str,
    "assertion": str,
    "quote": str,
    "field": str,
    "start": int,
    "end": int,
    "rule": str,
    "pack": str,
    "speaker": str,
    "via": str,
    "attribution": str,
    "published": str,
    "day": str,
    "seen": str,
    "retired": str,  # null while it stands, else "superseded", "retracted" or "undone"
    "body": str,
}
DEVELOPMENTS: dict[str, Any] = {
    "topic": str,
    "id": str,
    "position": int,  # in the log: later is newer, whatever the times say
    "tracker": str,
    "field": str,
    "before": str,
    "after": str,
    "title": str,
    "severity": str,
    "because": str,
    "kind": str,
    "voices": int,
    "official": int,
    "backfill": int,
    "unheard": int,  # 1: reported while its source was not heard
    "reread": int,  # 1: newer rules have brought it about, not the world
    "corrected_by": str,  # the person who has put it right; empty: nobody has
    "at": str,
    "seen": str,
}
ALERTS: dict[str, Any] = {
    "topic": str,
    "alert": str,
    "rule": str,
    "channel": str,
    "severity": str,
    "title": str,
    "body": str,
    "developments": str,
    "parts": str,  # what is told of each development, as JSON
    "state": str,
    "attempts": int,
    "final": int,  # 1: it failed and is not tried again
    "repetition": int,  # 1: an earlier sending may have arrived as well
    "snoozed": str,  # until when it is not to be sent; null: nobody has asked for that
    "raised": str,
    "at": str,
    "detail": str,
}
HELD: dict[str, Any] = {
    "topic": str,
    "rule": str,
    "developments": str,
    "reason": str,
    "detail": str,
    "until": str,  # null: until something changes
    "final": int,  # 1: never told
    "at": str,
}
CHANNELS: dict[str, Any] = {
    "channel": str,
    "delivered": int,
    "failed": int,  # sendings in vain, those after which it was given up included
    "given_up": int,
    "last_delivered": str,
    "failing_since": str,  # null: it has taken what it was given last
    "detail": str,  # why it fails
}
CORRECTIONS: dict[str, Any] = {  # a row for each claim that a correction is about
    "topic": str,
    "id": str,  # of the event: `monitor correct undo` takes it
    "tracker": str,  # null for a retraction and for other counts
    "incident": str,  # as it was called then
    "claim": str,
    "kind": str,  # "retracted", "corrected", "entered", "adjusted", "confirmed", "dismissed" ...
    "entered": int,  # 1: the claim is the person's own
    "counts": str,  # what a claim is corrected to, as JSON
    "who": str,
    "why": str,
    "at": str,
}
UNDOINGS: dict[str, Any] = {
    "topic": str,
    "id": str,
    "correction": str,
    "who": str,
    "why": str,
    "at": str,
}
MODEL_CALLS: dict[str, Any] = {
    "topic": str,
    "at": str,
    "model": str,
    "story": str,
    "reading": int,
    "outcome": str,  # "answered", or what went wrong in a word
    "detail": str,
    "asked": str,  # digest of the question; null when it failed
    "claims": int,  # null until the answer has been read
    "rejected": int,
    "reasons": str,  # reason -> how many, as JSON
    "tokens_in": int,
    "tokens_out": int,
    "seconds": float,
}
TABLES: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "stories": (STORIES, ("n",)),
    "versions": (VERSIONS, ("topic", "story", "n")),
    "claims": (CLAIMS, ("topic", "id")),
    "developments": (DEVELOPMENTS, ("topic", "id")),
    "alerts": (ALERTS, ("topic", "alert")),
    "held": (HELD, ()),
    "channels": (CHANNELS, ("channel",)),
    "corrections": (CORRECTIONS, ()),
    "undoings": (UNDOINGS, ("topic", "id")),
    "model_calls": (MODEL_CALLS, ("topic", "story", "at", "outcome")),
    "source_health": (
        {"source": str, "state": str, "since": str, "address": str, "detail": str},
        ("source",),
    ),
    "coverage_gaps": ({"source": str, "since": str, "until": str, "detail": str}, ()),
    "answers": ({"topic": str, "tracker": str, "answer": str}, ("topic", "tracker")),
    "lines": (
        {"topic": str, "tracker": str, "n": int, "label": str, "value": str, "note": str},
        ("topic", "tracker", "n"),
    ),
    "bases": ({"topic": str, "basis": str}, ("topic",)),  # what its answers were made from
    "checkpoint": ({"stream": str, "position": int, "n": int, "hash": str}, ("stream",)),
}
"""Columns and primary key of each table that is always there."""
INDEXES: tuple[tuple[str, tuple[str, ...], bool], ...] = (
    ("stories", ("topic", "id"), True),
    ("stories", ("topic", "lineage", "told"), False),
    ("stories", ("topic", "told"), False),
    ("claims", ("topic", "story"), False),
    ("corrections", ("topic", "claim"), False),
    ("corrections", ("topic", "id"), False),
)
KEYS = """
    create table story_keys (
        key integer not null, story integer not null, primary key (key, story)
    ) strict, without rowid
"""
"""By far the longest table: some sixty rows a story. See `monitor.views.index.table_keys`."""
POSTED = "create temp table posted (key integer not null, story integer not null)"
"""The same rows as they come, while a whole log is folded."""
SORTED = """
    insert or ignore into story_keys (key, story)
    select key, story from temp.posted order by key, story
"""
FILED = """
    create table filed (
        shelf integer not null, position integer not null, primary key (shelf, position)
    ) strict, without rowid
"""
"""Where in the log the events stand that one tracker's answers rest on. See `monitor.views.filed`."""
SEEN = """
    create table seen (
        position integer primary key, story text not null, site text not null, at text not null,
        links text not null
    ) strict
"""
"""What the voices of a tracker are made of: where each story was seen, with which it is one voice."""
SEARCH = "stories_fts"
TOKENS = "unicode61 remove_diacritics 2"
"""Words are found with or without their accents, also those made of combining marks."""
POSITIONS = frozenset(
    (table, "position") for table in ("checkpoint", "developments", "filed", "seen")
)
"""Columns that only tell where the log keeps an event: two logs may differ in them."""
COMPARED = frozenset(TABLES) - {"bases"}
"""Tables whose content the log decides alone."""
KEPT_APART = frozenset(("story_keys", "filed", "seen"))
"""Long tables, which nobody reads but the program."""
OURS = frozenset(TABLES) | KEPT_APART
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_NO_WORD = re.compile(r"\W+", re.ASCII)


def create(connection: sqlite3.Connection) -> None:
    """Make every table but the full-text index in an empty file."""
    from sqlite_utils import Database

    database = Database(connection)
    for name, (columns, key) in TABLES.items():
        database.table(name).create(columns, pk=key or None, not_null=key, strict=True)
    for name, columns_of_index, unique in INDEXES:
        database.table(name).create_index(columns_of_index, unique=unique)
    connection.execute(KEYS)
    connection.execute(FILED)
    connection.execute(SEEN)
    connection.execute(f"pragma application_id = {APPLICATION}")
    connection.execute(f"pragma user_version = {VERSION}")


def index_texts(connection: sqlite3.Connection) -> None:
    """Make the full-text index over what stands in `stories`; triggers keep it from then on."""
    from sqlite_utils import Database

    stories = Database(connection).table("stories")
    stories.enable_fts(("title", "text"), create_triggers=True, tokenize=TOKENS)


def is_ours(connection: sqlite3.Connection) -> bool:
    """True when the file was made by this version of the tables and is complete."""
    (application,) = connection.execute("pragma application_id").fetchone()
    (version,) = connection.execute("pragma user_version").fetchone()
    names = {name for (name,) in connection.execute("select name from sqlite_schema")}
    return (application, version) == (APPLICATION, VERSION) and names >= OURS | {SEARCH}


def answer_tables(connection: sqlite3.Connection) -> dict[str, set[str]]:
    """The tables that trackers have given rows for, with their columns."""
    query = "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'"
    names = {name for (name,) in connection.execute(query)}
    mine = {name for name in names - OURS if not name.startswith(SEARCH)}
    return {
        name: {row[1] for row in connection.execute(f'pragma table_info("{name}")')}
        for name in sorted(mine)
    }


def widen(
    connection: sqlite3.Connection, table: str, present: set[str], wanted: Iterable[str]
) -> None:
    """Make the table, or give it the columns that it lacks; `present` grows with it.

    Raises ValueError for a table that no tracker may write, or that is no name.
    """
    if not _NAME.fullmatch(table) or table in OURS or table.startswith((SEARCH, "sqlite_")):
        raise ValueError(f"a tracker cannot write to a table {table!r}")
    if not present:
        connection.execute(
            f'create table "{table}" (topic text not null, tracker text not null) strict'
        )
        connection.execute(f'create index "idx_{table}" on "{table}" (topic, tracker)')
        present |= {"topic", "tracker"}
    for column in wanted:
        if column not in present:
            # ANY keeps what it is given: no conversion that would depend on which row came first.
            connection.execute(f'alter table "{table}" add column "{column}" any')
            present.add(column)


def column(name: str) -> str:
    """The name of a column for what a row calls `name`: topics name measures as they like."""
    return _NO_WORD.sub("_", name.lower()) or "_"


def cell(value: object) -> object:
    """A value as a person reads it in a table: ISO dates, JSON for what has parts."""
    if value is None or isinstance(value, str | int | float):
        return int(value) if isinstance(value, bool) else value
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, Mapping | list | tuple):
        return json.dumps(value, ensure_ascii=False, default=cell)
    return str(value)
