"""A log in a file verified in parts, a process for each: decoding keeps a processor busy.

Each part begins with the heads that the file gives for its start, and these must be those with which
the part before it ends. Where anything is amiss, or a process is lost, one pass over all of it says what.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Collection, Iterable
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from itertools import pairwise, takewhile
from typing import NamedTuple

from monitor.errors import LogError
from monitor.eventlog import Head
from monitor.eventlog.codec import CODEC
from monitor.eventlog.sqlite import SqliteLog, open_reader
from monitor.eventlog.verify import (
    Chain,
    Findings,
    Redactions,
    Verified,
    concluded,
    examine,
    verify,
)

WORTH = 40_000
"""Events of a part: under a second's work; a process takes a third of one to come up."""
MOST = 8
"""Processes at a time: beyond them the disk is what one waits for."""


class Task(NamedTuple):
    """A part of the log: what lies behind `after`, up to and with `until`."""

    path: str
    after: int
    until: int
    heads: dict[str, Head]
    """Of the streams, at its start."""
    ids: bool
    seek: frozenset[str]


def verify_file(
    log: SqliteLog, *, ids: bool = True, seek: Collection[str] = (), processes: int = 0
) -> Verified:
    """As `verify`, on as many processors as there are (`processes`: on so many).

    What is appended meanwhile is not looked at.
    """
    last = log.position()
    parts = min(processes or len(os.sched_getaffinity(0)), MOST, last // WORTH)
    if parts <= 1:
        return verify(log, ids=ids, seek=seek)
    ends = [last * part // parts for part in range(parts + 1)]
    tasks = [
        Task(log.path, after, until, log.heads_at(after), ids, frozenset(seek))
        for after, until in pairwise(ends)
    ]
    try:
        found = _joined(tasks, _worked(tasks))
    except (BrokenExecutor, OSError):  # a process was killed, or none could be started
        found = None
    if found is None:
        return verify(log, ids=ids, seek=seek)
    log.check_store()
    return concluded(found)


def _worked(tasks: list[Task]) -> list[Findings | None]:
    """What is found in each part: the first one is looked at here, the others elsewhere."""
    # spawn: a fork of a process with threads may hang
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(len(tasks) - 1, mp_context=context, initializer=_prepare) as pool:
        others = [pool.submit(work, task) for task in tasks[1:]]
        return [work(tasks[0]), *(other.result() for other in others)]


def _prepare() -> None:
    """In a new process: Ctrl-C is the parent's to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def work(task: Task) -> Findings | None:
    """What is found in one part; None when it is not whole."""
    try:
        log = open_reader(task.path)
        if log is None:
            return None
        with log:
            rows = takewhile(lambda row: row.position <= task.until, log.raw(task.after))
            chain = Chain(task.after, task.heads)
            found = examine(rows, CODEC, chain, ids=task.ids, seek=task.seek)
    except LogError:
        return None
    return found if found.position == task.until else None


def _joined(tasks: Iterable[Task], parts: Iterable[Findings | None]) -> Findings | None:
    """All parts as one; None where one is not whole or does not begin as the one before it ends."""
    every = Findings(0, {}, 0, Redactions(), set(), [])
    for task, part in zip(tasks, parts, strict=True):
        if part is None or task.heads != every.heads:
            return None
        gone, said = every.redactions.gone, every.redactions.said
        every = Findings(
            part.position,
            part.heads,
            every.ids + part.ids,
            Redactions(gone | part.redactions.gone, said | part.redactions.said),
            every.unknown | part.unknown,
            every.met + part.met,
        )
    return every
