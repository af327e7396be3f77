"""What is under way at the same time, by name: polls, sendings."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from typing import Any


class Tasks:
    """Named tasks; one that raises is told to `crashed`, and none is forgotten."""

    def __init__(self, crashed: Callable[[BaseException], None]) -> None:
        """Nothing is under way yet."""
        self._crashed = crashed
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def __contains__(self, name: object) -> bool:
        """Whether something of that name is under way."""
        return name in self._tasks

    def __iter__(self) -> Iterator[str]:
        """The names of what is under way."""
        return iter(self._tasks)

    def __bool__(self) -> bool:
        """Whether anything is under way."""
        return bool(self._tasks)

    def start(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        """Let it run beside the others; its name must be free."""
        task = asyncio.create_task(work, name=name)
        self._tasks[name] = task
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.pop(task.get_name(), None)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self._crashed(error)

    async def ended(self, unless: asyncio.Event) -> None:
        """Wait until nothing is under way any more, or `unless` is set."""
        stop = asyncio.create_task(unless.wait())
        while self._tasks and not unless.is_set():
            await asyncio.wait({*self._tasks.values(), stop}, return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()

    async def drained(self, seconds: float) -> None:
        """Let what is under way end by itself for so long; then break it off."""
        if self._tasks:
            _, late = await asyncio.wait(set(self._tasks.values()), timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
