"""`log backup`, `log backups`, `log restore`: copies of the log, and one of them in its place."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.ending import FAILED, NOTHING_FOUND, Ended
from monitor.cli.glance import sized
from monitor.cli.moving import headed, plain, recorded
from monitor.cli.options import with_places
from monitor.cli.places import Places
from monitor.cli.rendering import out, out_json, say, table, wrapped
from monitor.cli.times import ago, iso, minute
from monitor.errors import StateError
from monitor.upkeep import Upkeep, change, recall
from monitor.wording import many

if TYPE_CHECKING:
    from monitor.config.backup import BackupSetup
    from monitor.eventlog.backups import Made

_FOLDER = click.Path(file_okay=False, path_type=Path)


def _setup(places: Places) -> BackupSetup:
    from monitor.config import load

    return load(places.config, places.state, deep=False).settings.backup


def folder_of(places: Places) -> Path:
    """Where the backups are. Raises ConfigError."""
    return _setup(places).place(places.state)


@click.command()
@click.argument("folder", type=_FOLDER, required=False)
@click.option("--prune", is_flag=True, help="Delete what is not kept any more in FOLDER, too.")
@with_places
def backup(places: Places, folder: Path | None, prune: bool) -> None:
    """Copy the log into FOLDER, else into the one of monitor.toml, also beside the daemon.

    The copy is checked whole before it has its name, log-20251128T030000Z.db: it is a database of
    its own. In the folder of monitor.toml older ones are deleted as it says there.
    """
    from monitor.eventlog.backups import make, prepare
    from monitor.eventlog.backups import prune as deleted

    setup = _setup(places)
    where = setup.place(places.state) if folder is None else folder
    with recorded(places) as log:
        if not log.position():
            say("nothing has been recorded yet: there is nothing to back up")
            raise Ended(NOTHING_FOUND)
    prepare(where, own=folder is None and setup.folder is None)
    made = make(places.log, where, places.now)
    _remember(places, made)
    spared = recall(places.state).damaged
    gone = deleted(made.backup, setup.keep, spared) if folder is None or prune else []
    found = made.verified
    if places.as_json:
        told = {"file": str(made.backup.path), "bytes": made.backup.bytes, "events": found.events}
        out_json({**told, "heads": plain(found.streams), "deleted": [each.name for each in gone]})
        return
    size = sized(made.backup.bytes)
    out(
        [
            f"{made.backup.path}: {many(found.events, 'event')}, {size}, checked whole",
            *headed(found.streams),
        ]
    )
    if gone:
        say(f"deleted, as newer ones are kept: {', '.join(each.name for each in gone)}")


def _remember(places: Places, made: Made) -> None:
    """It counts like one of a night; where the state cannot be written it is only told."""
    events, size = made.verified.events, made.backup.bytes
    file, at = str(made.backup.path.resolve()), iso(places.now)
    _changed(
        places,
        lambda known: known._replace(
            backup=known.backup.after(at, "", events=events, file=file, size=size)
        ),
    )


def _put_back(known: Upkeep, *, at: str, events: int) -> Upkeep:
    """Checked, and from now on another log than that of the backups which were there."""
    return known._replace(verify=known.verify.after(at, "", events=events), parted=at)


def _changed(places: Places, made: Callable[[Upkeep], Upkeep]) -> None:
    with suppress(OSError):
        change(places.state, made)


@click.command()
@click.argument("folder", type=_FOLDER, required=False)
@click.option("--check", is_flag=True, help="Check each whole; ends with 1 when one is damaged.")
@with_places
def backups(places: Places, folder: Path | None, check: bool) -> None:
    """The backups in FOLDER, else in the one of monitor.toml, newest first (times in UTC)."""
    from monitor.eventlog.backups import damage, listed

    where = _setup(places).place(places.state) if folder is None else folder
    found = listed(where)
    wrong = {each.path.name: damage(each.path) for each in found} if check else {}
    if places.as_json:
        out_json(
            [
                {"file": str(each.path), "at": iso(each.at), "bytes": each.bytes}
                | ({"damage": wrong[each.path.name] or None} if check else {})
                for each in found
            ]
        )
    elif found:
        out(f"{where}:")
        rows = (
            (
                each.path.name,
                minute(iso(each.at)),
                sized(each.bytes),
                (wrong[each.path.name] or "whole") if check else ago(iso(each.at), places.now),
            )
            for each in found
        )
        out(table(list(rows)))
    if not found:
        say(f"there is no backup in {where}")
        raise Ended(NOTHING_FOUND)
    if any(wrong.values()):
        raise Ended(FAILED)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_places
def restore(places: Places, file: Path) -> None:
    """Put the backup FILE in the place of the log, with the daemon stopped.

    A copy of FILE is checked whole first. The log that was there is set aside with all that belongs
    to it, never deleted; the next start makes the tables anew and asks every source again.
    """
    from monitor.cli.lost import Lost, lost, told
    from monitor.eventlog.arriving import restore as put_back
    from monitor.opening import locked

    if not file.exists():
        raise StateError(f"there is no file {file}")
    with locked(places.state):
        before = _events(places)
        found, aside = put_back(file, places.state, places.now)
        _changed(places, partial(_put_back, at=iso(places.now), events=found.events))
    gone = lost(aside, found.streams) if aside else Lost()
    if places.as_json:
        out_json(
            {
                "log": str(places.log),
                "events": found.events,
                "heads": plain(found.streams),
                "aside": str(aside) if aside else None,
                "events_before": before,
                "lost": gone._asdict(),
            }
        )
        return
    out([f"{places.log}: {many(found.events, 'event')} of {file}", *headed(found.streams)])
    if aside is not None:
        held = f", with {many(before, 'event')}" if before is not None else ""
        say(f"what was there before is in {aside}{held}")
    for sentence in told(gone):
        say("\n".join(wrapped(sentence, "")))


def _events(places: Places) -> int | None:
    """How many there are now; None when that cannot be read."""
    from monitor.errors import LogError
    from monitor.eventlog.sqlite import open_reader

    with suppress(LogError, StateError):
        log = open_reader(places.log)
        if log is not None:
            with log:
                return log.position()
    return None
