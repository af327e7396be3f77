"""What is done for the log each night, in a process of its own: it is checked whole and backed up.

Neither the polls nor the alerts wait for it, and it ends with the daemon.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from monitor.errors import Corrupt, LogError, StateError
from monitor.eventlog.backups import (
    ADVICE,
    Made,
    compare,
    damage,
    listed,
    make,
    origin,
    prepare,
    prune,
)
from monitor.eventlog.retention import Keep
from monitor.eventlog.sqlite import SqliteLog, open_reader
from monitor.eventlog.verify import verify

LIMIT_S = 4 * 3600.0
"""Seconds after which it is given up: a log of a million events takes a minute or two."""
END_S = 1.0
"""Seconds for the end of a process that was killed: one that hangs on a disk is not waited for."""
NICE = 10
"""Added to the niceness of the process: polls come first."""


class Order(NamedTuple):
    """What is to be done."""

    log: Path
    folder: Path
    keep: Keep
    now: datetime
    damaged: Mapping[str, str] = {}
    """Backups that are known to be damaged."""
    own: bool = False
    """The folder is in the state, and made when it is not there."""
    looked: str = ""
    """The older backup that was read last."""
    parted: str | None = None
    """When another log was put in the place of the one that older backups are of (ISO)."""


class Result(NamedTuple):
    """What has come of it."""

    events: int = 0
    checked: str = ""
    """Why the log is not known to be whole; empty when it is ..."""
    corrupt: bool = False
    """... and whether it is damaged."""
    saved: str = ""
    """Why there is no backup; empty when there is one."""
    file: str = ""
    bytes: int = 0
    deleted: tuple[str, ...] = ()
    damaged: Mapping[str, str] = {}
    """Backups as far as is known now."""
    astray: Mapping[str, str] = {}
    """Backups that hold what the log does not."""
    looked: str = ""
    """The older backup that was read."""


def work(order: Order) -> Result:
    """Check the log, back it up, look at an older backup, delete what is not kept any more."""
    result = _checked(order)._replace(damaged=_still(order), looked=order.looked)
    if not (result.events or result.checked):
        return result  # nothing has been recorded yet
    try:
        prepare(order.folder, own=order.own)
        made = make(order.log, order.folder, order.now)
        result = result._replace(file=str(made.backup.path), bytes=made.backup.bytes)
        looked, wrong = _older(order, made)
        result = result._replace(damaged={**result.damaged, **wrong}, looked=looked)
        # What the log has lost is never deleted: it may be in these alone.
        gone = prune(made.backup, order.keep, {*result.damaged, *result.astray})
        return result._replace(deleted=tuple(each.name for each in gone))
    except (LogError, StateError) as error:
        return result._replace(saved=str(error))


def _checked(order: Order) -> Result:
    """The log, and whether it goes on from its backups. Nothing in it: nothing wrong."""
    events = 0
    try:
        found = open_reader(order.log)
        if found is not None:
            with found:
                events = found.position()
                events = verify(found).events
                return _compared(found, order, events)
    except (LogError, StateError) as error:
        return Result(events, str(error), isinstance(error, Corrupt))
    return Result(events)


def _compared(log: SqliteLog, order: Order, events: int) -> Result:
    try:
        astray = compare(log, order.folder, order.parted).astray
    except StateError:
        return Result(events)  # a folder that cannot be read: told when the backup fails
    if not astray:
        return Result(events)
    name, why = next(iter(astray.items()))
    told = f"the log is not what was backed up as {name}: {why}; {ADVICE}"
    return Result(events, told, corrupt=True, astray=astray)


def _still(order: Order) -> dict[str, str]:
    """Damaged backups that are still there."""
    return {name: why for name, why in order.damaged.items() if (order.folder / name).exists()}


def _older(order: Order, made: Made) -> tuple[str, dict[str, str]]:
    """Each night another of the older backups is read whole: a disk forgets quietly.

    From the newest to the oldest: the other way round it would keep pace with what is added.
    """
    mine = (origin(made.backup.path), None)  # None: too damaged to say whose it is
    known = {made.backup.path.name, *order.damaged}
    older = [each.path for each in listed(order.folder) if each.path.name not in known]
    older = [path for path in older if origin(path) in mine]
    if not older:
        return "", {}
    chosen = next((path for path in older if path.name < order.looked), older[0])
    why = damage(chosen)
    return chosen.name, {chosen.name: why} if why else {}


# --- its process --------------------------------------------------------------------------------


async def aside(order: Order, seconds: float = LIMIT_S) -> Result:
    """Let a process do it, which ends with this call, also with one that is broken off."""
    context = multiprocessing.get_context("spawn")  # a fork of a process with threads may hang
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(there, order), daemon=True)
    loop, heard = asyncio.get_running_loop(), asyncio.Event()
    try:
        process.start()
        there.close()
        loop.add_reader(here.fileno(), heard.set)
        await asyncio.wait_for(heard.wait(), seconds)
        found: Result = here.recv()
    except TimeoutError:
        return _undone(f"it has taken more than {seconds / 3600:g} hours")
    except (EOFError, OSError) as error:
        return _undone(f"its process has ended too early {str(error) and f'({error})'}".strip())
    else:
        return found
    finally:
        loop.remove_reader(here.fileno())
        here.close()
        if process.pid is not None:
            process.kill()
            process.join(END_S)


def _undone(why: str) -> Result:
    return Result(checked=f"not done, {why}", saved=f"not done, {why}")


def _serve(back: Connection, order: Order) -> None:
    """In the process: everything else goes first, and the daemon decides when it ends."""
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with suppress(OSError):  # a sandbox may refuse it
        os.nice(NICE)
    back.send(work(order))


def _end_with_parent() -> None:
    """A killed daemon leaves nobody behind."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(0)
