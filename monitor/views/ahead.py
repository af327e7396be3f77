"""The keys of stories made ahead, in other processes: of a long log they are most of the work.

What comes of it is the same: a story whose keys are not there has them made where it is folded.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import NamedTuple

from monitor.events import Recorded, StoryPublished
from monitor.stories.index import Keys, Known, posting_keys
from monitor.stories.taking import kept

WORTH = 20_000
"""Events that are folded alone: seconds of work; a process takes a third of a second to come up."""
MOST = 8
"""Processes at a time: beyond them the one that folds is what one waits for."""
WAITING = 3
"""Batches for each process that are read ahead: some megabytes."""


class Batch(NamedTuple):
    """Events with the keys of their stories, as far as they have been made."""

    events: list[Recorded]
    keys: Mapping[Known, Keys]


def keyed(batches: Iterator[list[Recorded]], processes: int = 0) -> Iterator[Batch]:
    """The batches in their order, on as many processors as there are (`processes`: on so many)."""
    workers = min(processes or len(os.sched_getaffinity(0)), MOST)
    alone = 0
    for batch in batches:
        yield Batch(batch, {})
        alone += len(batch)
        if alone >= WORTH and workers > 1:
            yield from _helped(batches, workers)


def _helped(batches: Iterable[list[Recorded]], workers: int) -> Iterator[Batch]:
    # spawn: a fork of a process with threads may hang
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_prepare)
    waiting: deque[tuple[list[Recorded], Future[list[Keys]] | None]] = deque()
    try:
        for batch in batches:
            waiting.append((batch, _asked(pool, batch)))
            if len(waiting) > workers * WAITING:
                yield _ready(*waiting.popleft())
        while waiting:
            yield _ready(*waiting.popleft())
    finally:
        pool.shutdown(cancel_futures=True)


def _prepare() -> None:
    """In a new process: Ctrl-C is the parent's to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _asked(pool: ProcessPoolExecutor, batch: list[Recorded]) -> Future[list[Keys]] | None:
    """The keys of a batch to come; None when there is nobody to make them."""
    try:
        return pool.submit(made, _texts(batch))
    except BrokenProcessPool:
        return None


def _texts(batch: Iterable[Recorded]) -> list[Known]:
    return [kept(each.event) for each in batch if isinstance(each.event, StoryPublished)]


def made(texts: list[Known]) -> list[Keys]:
    """The keys of each."""
    return [posting_keys(text) for text in texts]


def _ready(batch: list[Recorded], keys: Future[list[Keys]] | None) -> Batch:
    """With the keys, or without them when a process has been killed."""
    try:
        found = keys.result() if keys else []
    except BrokenProcessPool:
        found = []
    return Batch(batch, dict(zip(_texts(batch), found, strict=True)) if found else {})
