"""`log tail`, `log head`, `log verify`: the log itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from monitor.cli import backing, moving
from monitor.cli.options import with_places
from monitor.cli.places import Places
from monitor.cli.rendering import bold, out, out_json, table, wrapped
from monitor.cli.saying import summary
from monitor.cli.times import minute
from monitor.errors import NotFound
from monitor.text import printable

if TYPE_CHECKING:
    from monitor.eventlog import Raw
    from monitor.eventlog.sqlite import SqliteLog

LINES = 20
"""Events that `tail` shows unless told otherwise: a screen."""
SUMMARY = 160
"""Characters of a summary: two lines and a bit."""


@click.group(name="log")
def log() -> None:
    """Look at the log: the truth that all else is made from."""


for _command in (moving.export, moving.bring_in, backing.backup, backing.backups, backing.restore):
    log.add_command(_command)


@contextmanager
def _opened(places: Places) -> Iterator[SqliteLog]:
    """The log, for reading. Raises NotFound, LogError."""
    from monitor.eventlog.sqlite import open_reader

    found = open_reader(places.log)
    if found is None:
        raise NotFound(f"nothing has been recorded in {places.state} yet; `monitor run` starts")
    with found:
        yield found


@log.command()
@click.option("-n", "count", type=click.IntRange(1), default=LINES, show_default=True)
@with_places
def tail(places: Places, count: int) -> None:
    """The last events: position, time (UTC), stream, type, what it says."""
    with _opened(places) as opened:
        rows = list(opened.raw(max(opened.position() - count, 0)))
    if places.as_json:
        out_json([_event(row) for row in rows])
    else:
        out([line for row in rows for line in _lines(row)])


def _event(row: Raw) -> dict[str, Any]:
    shown = ("position", "stream", "n", "id", "type", "hash")
    return {name: getattr(row, name) for name in shown} | {"event": json.loads(row.body)}


def _lines(row: Raw) -> Iterator[str]:
    body = json.loads(row.body)
    when = minute(body.get("seen") or body.get("at"))
    yield bold("  ".join(map(printable, (str(row.position), when, row.stream, row.type))))
    said = summary(body)
    yield from wrapped(said if len(said) <= SUMMARY else f"{said[:SUMMARY]}...", "  ")


@log.command()
@with_places
def head(places: Places) -> None:
    """The last event of each stream: write the hashes down elsewhere to prove the log later."""
    with _opened(places) as opened:
        heads = {name: opened.head(name)._asdict() for name in opened.streams()}
    if places.as_json:
        out_json(heads)
        return
    rows = [(name, str(at["position"]), str(at["n"]), at["hash"]) for name, at in heads.items()]
    out(table([("stream", "position", "n", "hash"), *rows], "", bold))


@log.command()
@with_places
def verify(places: Places) -> None:
    """Check every event, its number, its hash and its id. Ends with 1 at the first that is wrong."""
    from monitor.eventlog.verify import verify as verified

    with _opened(places) as opened:
        found = verified(opened)
    if places.as_json:
        streams = {name: at._asdict() for name, at in found.streams.items()}
        out_json({"events": found.events, "ids": found.ids, "streams": streams})
        return
    out(f"{found.events:,} events are whole: numbers, hashes, {found.ids:,} ids, the file")
    out(table([(name, f"{at.n:,} events", at.hash) for name, at in found.streams.items()]))
