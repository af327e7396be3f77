"""Readers run in a process of their own, with an alarm, a cap on memory, and a parent that kills.

Time is that of the processor: on a busy machine a good document takes long and is no worse for it.

feedparser has regular expressions whose time grows with the square of what a feed says (200 kB of
author: minutes). A thread cannot be stopped; a process can. The alarm ends the usual case and keeps
the process; the parent's own wait ends those in which C code never lets the alarm through.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import multiprocessing.connection
import os
import resource
import signal
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import FrameType
from typing import TypeVar

from monitor.sources import Document, Failure, Parsed, Reader
from monitor.topics import Source

T = TypeVar("T")

SECONDS = 5.0
"""Processor time for one document; the slowest of 6,300 real files took 1.2 s."""
GRACE = 1.0
"""Seconds beyond it that the parent leaves to the alarm before it kills."""
PATIENCE = 6
"""Times as much may pass by the clock: on a machine with so much to do, or for one that only sleeps."""
LOOK = 0.1
"""Seconds between two looks at a process whose time is nearly up, at least."""
START_SECONDS = 30.0
"""Time for a new process to come up on a busy machine."""
MEMORY = 1 << 30
"""Bytes of address space; 8 MiB of feed need up to 250 MB."""
CPU_OF_PROCESS = 2
"""What Linux calls the clock of a process, beside its pid (clock_getcpuclockid(3))."""
TRIES = 2
"""A process may die for reasons of its own (the system is out of memory): once more, not twice."""


class OutOfTime(BaseException):
    """The alarm. Not an `Exception`: no library may swallow it."""


class GuardedWorker:
    """A worker process, made when first needed, replaced when it breaks; who wants it waits his turn."""

    def __init__(self, *, seconds: float = SECONDS) -> None:
        """It parses about 50 feeds a second, ten times what a start asks for, and has 28 MB.

        Pages have one of their own (42 MB, trafilatura in it), so that no slow page holds up a poll.
        """
        self._seconds = seconds
        self._process = _Process()
        self._free = asyncio.Lock()

    async def __aenter__(self) -> GuardedWorker:
        """Nothing is started before it is needed."""
        return self

    async def __aexit__(self, *why: object) -> None:
        """End the process."""
        self.close()

    def close(self) -> None:
        """End the process at once."""
        self._process.kill()

    async def run(self, reader: Reader, source: Source, document: Document) -> Parsed | Failure:
        """What the reader gives, or a Failure of kind "parser"."""
        async with self._free:
            try:
                for _ in range(TRIES):
                    try:
                        return await self._process.run(reader, source, document, self._seconds)
                    except BrokenProcessPool:
                        self._process.kill()
            except BaseException:  # cancelled: the process may still be at it
                self._process.kill()
                raise
        return Failure(kind="parser", sentence="the parser died of this document")


class _Process:
    """A pool of one process, and its pid."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._pid = 0

    async def run(
        self, reader: Reader, source: Source, document: Document, seconds: float
    ) -> Parsed | Failure:
        """Raises BrokenProcessPool when the process has died."""
        loop = asyncio.get_running_loop()
        pool = await self._started()
        work = loop.run_in_executor(pool, guarded, reader, source, document, seconds)
        try:
            return await self._ended(work, seconds + GRACE)
        except TimeoutError:
            self.kill()
            return _took_too_long(seconds)
        finally:
            work.cancel()

    async def _ended(self, work: asyncio.Future[T], most: float) -> T:
        """What the work gives. Raises TimeoutError after so much processor time, or far more by the clock."""
        clock = asyncio.get_running_loop().time
        begun, had, left = clock(), _spent(self._pid), most
        while left > 0 and clock() - begun < PATIENCE * most:
            # so much of the processor's time takes at least as long by the clock
            if (await asyncio.wait([work], timeout=max(left, LOOK)))[0]:
                return await work
            now = _spent(self._pid)
            left = most - (clock() - begun if now is None or had is None else now - had)
        raise TimeoutError

    async def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # spawn: a fork of a process with threads may hang
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, mp_context=context, initializer=_prepare)
            pid = asyncio.get_running_loop().run_in_executor(self._pool, os.getpid)
            try:
                self._pid = await asyncio.wait_for(pid, START_SECONDS)
            except TimeoutError as error:
                raise BrokenProcessPool("the worker has not come up") from error
        return self._pool

    def kill(self) -> None:
        """End it; the next document gets a new one."""
        pool, pid, self._pool, self._pid = self._pool, self._pid, None, 0
        if pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if pool:
            pool.shutdown(wait=False, cancel_futures=True)


def guarded(reader: Reader, source: Source, document: Document, seconds: float) -> Parsed | Failure:
    """Run a reader under the alarm (in the worker). What it raises becomes a Failure."""
    try:
        signal.setitimer(signal.ITIMER_PROF, seconds)
        try:
            return reader(source, document)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    except OutOfTime:
        return _took_too_long(seconds)
    except MemoryError:
        return Failure(kind="parser", sentence="the document needs too much memory")
    except RecursionError:
        return Failure(kind="parser", sentence="the document is nested too deeply")
    except Exception as error:  # noqa: BLE001  # boundary: one document must not end the process
        reason = f"{type(error).__name__}: {str(error)[:200]}"
        return Failure(kind="fault", sentence=f"the reader failed on this document: {reason}")


def _spent(pid: int) -> float | None:
    """Seconds of the processor that a process has had; None where the system does not tell."""
    try:
        return time.clock_gettime((~pid << 3) | CPU_OF_PROCESS)
    except OSError:
        return None


def _took_too_long(seconds: float) -> Failure:
    return Failure(kind="parser", sentence=f"reading the document took more than {seconds:g} s")


def _prepare() -> None:
    """In the new process: the alarm, the caps, and the watch on the parent."""
    signal.signal(signal.SIGPROF, _alarm)
    for ignored in (signal.SIGINT, signal.SIGTERM):  # the parent decides when it ends
        signal.signal(ignored, signal.SIG_IGN)
    with contextlib.suppress(ValueError, OSError):  # refused by some sandboxes; the alarm stays
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    import feedparser  # noqa: F401  # not in the time of the first document


def _alarm(number: int, frame: FrameType | None) -> None:
    raise OutOfTime


def _end_with_parent() -> None:
    """A killed parent leaves no worker behind."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(0)
