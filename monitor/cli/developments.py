"""`timeline` and `since`: what has changed."""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import click

from monitor.cli.ending import NOTHING_FOUND, Ended
from monitor.cli.knowing import tables
from monitor.cli.options import with_places
from monitor.cli.places import Places, Usage
from monitor.cli.rendering import out, out_json, say, table
from monitor.cli.times import LAST, iso, moment, parse, reported
from monitor.views.reading import LIMIT

CURSORS = "looked"
"""Folder in the state where it is kept how far each user has looked, a file by user number."""
ALL = -1
"""SQLite's word for a listing without a limit."""

Row = dict[str, Any]


@click.command()
@click.option("--since", metavar="TIME", help="Only what was noted after then.")
@click.option("--limit", type=click.IntRange(1), default=LIMIT, show_default=True)
@with_places
def timeline(places: Places, since: str | None, limit: int) -> None:
    """Developments, newest first (times in UTC)."""
    start = _parsed(since, places.now) if since else None
    with tables(places) as reading:
        found = reading.developments(places.topic().id, since=start, limit=limit)
    if places.as_json:
        out_json(found)
    elif found:
        out(_lines(found))
    _end(found, f"nothing was noted after {moment(start)}" if start else "nothing has been noted")


@click.command()
@click.argument("time", required=False)
@with_places
def since(places: Places, time: str | None) -> None:
    """What has changed since TIME, or since you last looked (times in UTC)."""
    topic = places.topic().id
    cursor = places.state / CURSORS / f"{os.getuid()}.json"
    looked = Looked(_parsed(time, places.now), frozenset()) if time else _looked(cursor, topic)
    start = looked.at
    with tables(places) as reading:
        every = reading.developments(topic, since=start and start - LAST, limit=ALL)
    found = [row for row in every if looked.news(row)]
    if places.as_json:
        told = {"topic": topic, "since": iso(start) if start else None, "developments": found}
        out_json(told)
    elif found:
        out(_lines(found))
    sys.stdout.flush()  # what could not be shown has not been looked at
    if time is None and found:
        _remember(cursor, topic, every)
    _end(found, f"nothing has changed since {moment(start)}" if start else "nothing has been noted")


def _parsed(text: str, now: datetime) -> datetime:
    try:
        return parse(text, now, "start")
    except ValueError as error:
        raise Usage(str(error)) from error


def _lines(found: list[Row]) -> list[str]:
    """A line a development, under the time when it was reported."""
    return table([(reported(row["at"]), row["severity"], row["title"]) for row in found], "")


def _end(found: list[Row], sentence: str) -> None:
    if not found:
        say(sentence)
        raise Ended(NOTHING_FOUND)


# --- how far a user has looked ------------------------------------------------------------------


class Looked(NamedTuple):
    """How far a user has looked: when the newest development shown was noted, and which those were.

    A batch notes all that it finds at one time, and may be looked at before its end.
    """

    at: datetime | None
    shown: frozenset[str]

    def news(self, row: Row) -> bool:
        """True for a development that has not been shown."""
        return self.at is None or (
            row["id"] not in self.shown
            and (datetime.fromisoformat(row["seen"]) > self.at or bool(self.shown))
        )


def _looked(cursor: Path, topic: str) -> Looked:
    """How far the user has looked; nowhere at the first look."""
    try:
        kept = json.loads(cursor.read_text("utf-8"))[topic]
        return Looked(datetime.fromisoformat(kept["at"]), frozenset(kept["shown"]))
    except (OSError, ValueError, KeyError, TypeError):  # none yet, or not one of ours
        return Looked(None, frozenset())


def _remember(cursor: Path, topic: str, rows: list[Row]) -> None:
    """Keep how far the user has looked; that it cannot be kept is said."""
    at = max(row["seen"] for row in rows)
    looked = {"at": at, "shown": [row["id"] for row in rows if row["seen"] == at]}
    try:
        kept = json.loads(cursor.read_text("utf-8"))
    except (OSError, ValueError):
        kept = {}
    known = kept if isinstance(kept, dict) else {}
    fresh = cursor.with_name(f"{cursor.name}.new")
    try:
        cursor.parent.mkdir(exist_ok=True)
        fresh.write_text(json.dumps(known | {topic: looked}), "utf-8")
        fresh.replace(cursor)
    except OSError as error:
        say(f"{cursor} cannot be written ({error.strerror}): this is not kept as looked at")
