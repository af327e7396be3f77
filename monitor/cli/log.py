"""`log tail`, `log head`: the log itself; `log verify` is in `proving`, `log redact` in `redacting`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from monitor.cli import backing, moving
from monitor.cli.options import with_places
from monitor.cli.places import Places
from monitor.cli.proving import verify
from monitor.cli.recorded import described
from monitor.cli.redacting import redact
from monitor.cli.rendering import bold, out, out_json, table
from monitor.errors import Corrupt, NotFound

if TYPE_CHECKING:
    from monitor.eventlog import Raw
    from monitor.eventlog.sqlite import SqliteLog

LINES = 20
"""Events that `tail` shows unless told otherwise: a screen."""


@click.group(name="log")
def log() -> None:
    """Look at the log: the truth that all else is made from."""


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
    _require_known(row.type for row in rows)
    if places.as_json:
        out_json([_event(row) for row in rows])
    else:
        out([line for row in rows for line in described(row)])


def _require_known(types: Iterable[str]) -> None:
    """Raise UnknownEvent when a newer version has written one of these."""
    from monitor.eventlog.codec import CODEC

    found = set(types)
    if not all(map(CODEC.knows, found)):
        raise CODEC.unknown(found)


def _event(row: Raw) -> dict[str, Any]:
    from monitor.eventlog import fields

    shown = ("position", "stream", "n", "id", "type", "hash")
    told: dict[str, Any] = {name: getattr(row, name) for name in shown}
    try:
        return told | {"event": fields(row)}
    except Corrupt as error:
        return told | {"event": None, "damage": error.reason}


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


_MOVING = (moving.export, moving.bring_in, backing.backup, backing.backups, backing.restore)
for _command in (verify, redact, *_MOVING):
    log.add_command(_command)
