"""Threads for what blocks and cannot be broken off: a name server, somebody else's library."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")


class Aside:
    """Up to `most` threads. Neither a cancelled task nor the end of the program waits for them.

    The threads of asyncio's or of an executor's pool would hold up the end of the program.
    """

    def __init__(self, most: int, name: str) -> None:
        """No thread is started before it is needed."""
        self._most, self._name = most, name
        self._work: queue.SimpleQueue[Callable[[], Callable[[], None]] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._threads = 0
        self._unfinished = 0

    async def run(self, work: Callable[[], T]) -> T:
        """What the work gives or raises; when the task is cancelled, nobody hears of it."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()
        self._work.put(lambda: _worked(loop, done, work))
        with self._lock:
            self._unfinished += 1
            wanted = self._threads < min(self._unfinished, self._most)
            self._threads += wanted
        if wanted:
            threading.Thread(target=self._run, name=self._name, daemon=True).start()
        return await done

    def close(self) -> None:
        """Let the threads end when they have done what they do."""
        for _ in range(self._threads):
            self._work.put(None)

    def _run(self) -> None:
        while (work := self._work.get()) is not None:
            tell = work()
            with self._lock:
                self._unfinished -= 1
            tell()


def _worked(
    loop: asyncio.AbstractEventLoop, done: asyncio.Future[T], work: Callable[[], T]
) -> Callable[[], None]:
    """In a thread: do the work, if somebody still waits; gives what tells the loop."""
    if done.cancelled():
        return lambda: None
    try:
        result = work()
    except Exception as error:  # noqa: BLE001 - the boundary of the thread: it is raised in the task
        failure = error
        return lambda: _tell(loop, done, lambda: done.set_exception(failure))
    return lambda: _tell(loop, done, lambda: done.set_result(result))


def _tell(
    loop: asyncio.AbstractEventLoop, done: asyncio.Future[Any], how: Callable[[], None]
) -> None:
    def settle() -> None:
        if not done.done():
            how()

    with suppress(RuntimeError):  # the loop has ended
        loop.call_soon_threadsafe(settle)
