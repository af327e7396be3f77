"""`timeline` and `since`: what has changed."""

from __future__ import annotations

import json
import os
import re
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from monitor.cli.answering import asked_time
from monitor.cli.ending import NOTHING_FOUND, Ended
from monitor.cli.knowing import tables
from monitor.cli.options import AS_OF, with_places
from monitor.cli.places import Places, Usage
from monitor.cli.rendering import dim, out, out_json, say, table
from monitor.cli.times import iso, moment, reported
from monitor.cli.written import LAST, parse
from monitor.views.reading import LIMIT, Reading

CURSORS = "looked"
"""Folder in the state where it is kept how far each reader has looked: a file by user number, or name."""
READER = re.compile(r"[a-z][a-z0-9-]{0,31}")
"""A name for a reader: never a number, which is a user's."""
ALL = -1
"""SQLite's word for a listing without a limit."""

Row = dict[str, Any]


@click.command()
@click.option("--since", metavar="TIME", help="Only what was noted after then.")
@click.option("--limit", type=click.IntRange(1), default=LIMIT, show_default=True)
@AS_OF
@with_places
def timeline(places: Places, since: str | None, limit: int, as_of: str | None) -> None:
    """Developments, newest first (times in UTC)."""
    start = None if since is None else _parsed(since, places.now)
    until = asked_time("--as-of", as_of, places.now)
    with tables(places) as reading:
        found = reading.developments(places.topic().id, since=start, until=until, limit=limit)
    if places.as_json:
        out_json(found)
    elif found:
        out([*([dim(f"as of {moment(until)}")] if until else []), *_lines(found)])
    after = f"nothing was noted after {moment(start)}" if start else "nothing has been noted"
    _end(found, f"{after} that had been reported by {moment(until)}" if until else after)


@click.command()
@click.argument("time", required=False)
@click.option(
    "--reader", metavar="NAME", help="Look as this reader: one each for several programs."
)
@click.option("--peek", is_flag=True, help="Show it, and count it as not looked at.")
@click.option("--reset", is_flag=True, help="Forget how far was looked: show everything.")
@with_places
def since(places: Places, time: str | None, reader: str | None, peek: bool, reset: bool) -> None:
    """What has changed since TIME, or since you last looked (times in UTC).

    How far you have looked is kept for each user, or by the name that you give with --reader. With
    a TIME, and with --peek, it stays as it is.
    """
    if time is not None and (reader is not None or peek or reset):
        raise Usage("--reader, --peek and --reset are about the last look: leave TIME out, or them")
    topic = places.topic().id
    cursor = places.state / CURSORS / f"{_reader(reader)}.json"
    with tables(places) as reading:
        if time is not None:
            start: datetime | None = _parsed(time, places.now)
            found = reading.developments(topic, since=start and start - LAST, limit=ALL)
        else:
            looked = None if reset else _looked(cursor, topic, reading)
            start = datetime.fromisoformat(looked["seen"]) if looked else None
            after = looked["position"] if looked else 0
            found = reading.developments(topic, after=after, limit=ALL)
    if places.as_json:
        told = {"topic": topic, "since": iso(start) if start else None, "developments": found}
        out_json(told)
    elif found:
        out(_lines(found))
    sys.stdout.flush()  # what could not be shown has not been looked at
    if time is None and found and not peek:
        _remember(cursor, topic, found)
    _end(found, f"nothing has changed since {moment(start)}" if start else "nothing has been noted")


def _reader(name: str | None) -> str:
    """Who looks: the user, or who was named. Raises Usage."""
    if name is not None and not READER.fullmatch(name):
        raise Usage(
            f'"{name}" is no name for a reader: small letters, digits and hyphens, a letter first'
        )
    return name or str(os.getuid())


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


def _looked(cursor: Path, topic: str, reading: Reading) -> Row | None:
    """The last development in the log that was shown; None at the first look.

    Times do not tell: what is recorded later may have been noted earlier. A development that is not
    where it was is of another log, of which nothing has been shown.
    """
    try:
        kept = json.loads(cursor.read_text("utf-8"))[topic]
        after, last = int(kept["position"]) - 1, kept["id"]
    except (OSError, ValueError, KeyError, TypeError):  # none yet, or not one of ours
        return None
    there = reading.developments(topic, after=after, limit=ALL)
    return next((row for row in there if (row["position"], row["id"]) == (after + 1, last)), None)


def _remember(cursor: Path, topic: str, shown: list[Row]) -> None:
    """Keep how far the user has looked; that it cannot be kept is said."""
    last = max(shown, key=lambda row: int(row["position"]))
    looked = {"position": last["position"], "id": last["id"]}
    try:
        kept = json.loads(cursor.read_text("utf-8"))
    except (OSError, ValueError):
        kept = {}
    known = kept if isinstance(kept, dict) else {}
    fresh = cursor.with_name(f"{cursor.name}.{os.getpid()}")
    try:
        cursor.parent.mkdir(exist_ok=True)
        fresh.write_text(json.dumps(known | {topic: looked}), "utf-8")
        fresh.replace(cursor)
    except OSError as error:
        say(f"{cursor} cannot be written ({error.strerror}): this is not kept as looked at")
