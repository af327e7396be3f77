"""Many polls at once. A host has one request at a time and a pause between two.

No host waits for another: a source that hangs holds up only the sources of its own host.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from monitor.errors import StateError
from monitor.sources import Failure, health
from monitor.sources.poll import Outcome, Tools, failed, poll
from monitor.text import host
from monitor.topics import Source

AT_ONCE = 50
"""Requests under way; beyond it only memory grows."""
HOST_PAUSE = 1.0
"""Seconds between two requests to one host."""
UNAVAILABLE = 503

log = logging.getLogger(__name__)


class Round:
    """Polls sources; kept as long as the daemon runs, because it remembers which hosts rest."""

    def __init__(
        self,
        tools: Tools,
        clock: Callable[[], datetime],
        *,
        at_once: int = AT_ONCE,
        pause: float = HOST_PAUSE,
    ) -> None:
        """`clock` gives the time, in UTC; `pause` is in seconds."""
        self._tools = tools
        self._clock = clock
        self._free = asyncio.Semaphore(at_once)
        self._hosts: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._last: dict[str, float] = {}
        self.pause = pause
        self._pauses: defaultdict[str, float] = defaultdict(lambda: pause)
        self._rest: dict[str, datetime] = {}

    async def poll_all(self, sources: Iterable[Source]) -> AsyncGenerator[Outcome, None]:
        """Poll these sources; each outcome as it comes in. Leaving the loop ends the rest."""
        tasks = [asyncio.create_task(self.poll(source), name=source.id) for source in sources]
        try:
            for done in asyncio.as_completed(tasks):
                yield await done
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def poll(self, source: Source) -> Outcome:
        """Poll one source when its host is free. What goes wrong is in the outcome; raises StateError."""
        name = host(self._address(source)) or source.id  # a program has no host to be spared
        async with self._hosts[
            name
        ]:  # before the semaphore: who waits for a host blocks nobody else
            until = self._rest.get(name)
            if until is not None and until > self._clock():
                return self._resting(source, name, until)
            await self._breathe(name, source.pause)
            async with self._free:
                outcome = await self._guarded(source)
            self._last[name] = asyncio.get_running_loop().time()
        self._note_rest(name, outcome)
        return outcome

    @asynccontextmanager
    async def turn(self, address: str, pause: float = 0.0) -> AsyncIterator[bool]:
        """The turn of an address's host, for a request that is no poll; False: it wants to be left alone."""
        name = host(address)
        async with self._hosts[name]:
            until = self._rest.get(name)
            if until is not None and until > self._clock():
                yield False
                return
            await self._breathe(name, pause)
            async with self._free:
                yield True
            self._last[name] = asyncio.get_running_loop().time()

    async def _guarded(self, source: Source) -> Outcome:
        now = self._clock()
        try:
            return await poll(source, self._tools, now)
        except StateError:
            raise
        except Exception as error:  # the boundary of a job: one source must not end the round
            log.exception("poll of %s", source.id, extra={"source": source.id})
            failure = Failure(
                kind="fault", sentence=f"a fault of this program: {type(error).__name__}"
            )
            state = health.kept_state(source, self._tools.answers.state(source.id))
            return failed(source, state, failure, now)

    async def _breathe(self, name: str, wanted: float) -> None:
        """Wait until the host's pause is over: the longest that one of its sources wants."""
        self._pauses[name] = max(self._pauses[name], wanted)
        last = self._last.get(name)
        if last is not None:
            passed = asyncio.get_running_loop().time() - last
            await asyncio.sleep(max(0.0, self._pauses[name] - passed))

    def _address(self, source: Source) -> str:
        """The address that will be asked."""
        return health.kept_state(source, self._tools.answers.state(source.id)).address

    def _resting(self, source: Source, name: str, until: datetime) -> Outcome:
        now = self._clock()
        wait = max(1, round((until - now).total_seconds()))
        sentence = f"{name}: not asked, it wants to be left alone for {wait} s more"
        failure = Failure(kind="resting", sentence=sentence, retry_after=wait)
        state = health.kept_state(source, self._tools.answers.state(source.id))
        return failed(source, state, failure, now)

    def _note_rest(self, name: str, outcome: Outcome) -> None:
        """A 503 with Retry-After is about the whole host (429 is about the one address)."""
        result = outcome.result
        if isinstance(result, Failure) and result.status == UNAVAILABLE and result.retry_after:
            self._rest[name] = outcome.at + timedelta(seconds=result.retry_after)
