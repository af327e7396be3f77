"""Many polls at once. A host has one request at a time and a pause between two.

A source that hangs holds up the sources of its own host, and one of the requests that may be under way.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from datetime import datetime, timedelta
from functools import partial

from msgspec import structs

from monitor.errors import StateError
from monitor.sources import (
    NO_VALIDATORS,
    Client,
    Failure,
    FailureKind,
    Parsed,
    Retrieved,
    Validators,
    health,
    schedule,
)
from monitor.sources.answers import Answers
from monitor.sources.client import FEEDS
from monitor.sources.poll import Outcome, Tools, failed, poll, resting
from monitor.text import host
from monitor.topics import Source

AT_ONCE = 50
"""Requests under way; beyond it only memory grows."""
UNAVAILABLE = 503
VISIT = 60.0
"""Seconds for which a poll waits for the turn of another host."""
REFUSALS = frozenset({403, 429, UNAVAILABLE})
"""Answers of a host that wants to be asked less."""
BURST = 3
"""Refusals of a host in a row, with no answer between, that are about all of it."""
REST = 600.0
"""Seconds for which a host is left alone after a burst; twice as long after each refusal more, ..."""
LONGEST_REST = schedule.DAY
"""... and never longer than this. One of its sources asks again then."""
DOUBLED = 10
"""Times: by then it is longer than the longest."""

log = logging.getLogger(__name__)


class Round:
    """Polls sources; kept as long as the daemon runs, because it remembers which hosts rest."""

    def __init__(
        self,
        tools: Tools,
        clock: Callable[[], datetime],
        *,
        at_once: int = AT_ONCE,
        pause: float = schedule.HOST_PAUSE,
    ) -> None:
        """`clock` gives the time, in UTC; `pause` is in seconds."""
        self._tools = tools
        self._clock = clock
        self._free = asyncio.Semaphore(at_once)
        self._hosts: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._last: dict[str, float] = {}
        self.pause = pause
        self._pauses: defaultdict[str, float] = defaultdict(lambda: pause)
        self._refused: defaultdict[str, int] = defaultdict(int)
        self._rest = _kept(tools.answers)

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
                outcome = await self._guarded(source, name)
            self._last[name] = asyncio.get_running_loop().time()
            return self._note_rest(name, outcome)

    @asynccontextmanager
    async def turn(self, address: str, pause: float = 0.0) -> AsyncIterator[datetime | None]:
        """The turn of an address's host, for a request that is no poll.

        Until when the host wants to be left alone: then it must not be asked.
        """
        name = host(address)
        async with self._hosts[name], self._spared(name, pause, self._free) as until:
            yield until

    @asynccontextmanager
    async def visit(self, address: str, pause: float) -> AsyncIterator[datetime | None]:
        """As `turn`, for a poll that asks another host than its own; it has its place already.

        Two polls that wait for each other's hosts must not wait for ever: raises TimeoutError.
        """
        name = host(address)
        async with asyncio.timeout(VISIT):
            await self._hosts[name].acquire()
        try:
            async with self._spared(name, pause, nullcontext()) as until:
                yield until
        finally:
            self._hosts[name].release()

    @asynccontextmanager
    async def _spared(
        self, name: str, pause: float, place: AbstractAsyncContextManager[None]
    ) -> AsyncIterator[datetime | None]:
        """With a host's lock held: after its pause, unless it wants to be left alone (until then)."""
        until = self._rest.get(name)
        if until is not None and until > self._clock():
            yield until
            return
        await self._breathe(name, pause)
        try:
            async with place:
                yield None
        finally:
            self._last[name] = asyncio.get_running_loop().time()

    def heard(self, address: str, answer: Retrieved) -> None:
        """Hear what a request that is no poll has brought: its host may want to be asked less."""
        self._note(host(address), answer, self._clock())

    async def _guarded(self, source: Source, name: str) -> Outcome:
        now = self._clock()
        client = _Visiting(self, self._tools.client, name, source.pause)
        try:
            return await poll(source, structs.replace(self._tools, client=client), now)
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
        failure = _left_alone(name, until - now, "resting")
        state = health.kept_state(source, self._tools.answers.state(source.id))
        return failed(source, state, failure, now)

    def _note_rest(self, name: str, outcome: Outcome) -> Outcome:
        """What a poll has met of its host's wishes; then it rests too."""
        if isinstance(outcome.result, Parsed):
            self._refused.pop(name, None)
            return outcome
        until = self._note(name, outcome.result, outcome.at)
        return resting(outcome, until) if until else outcome

    def _note(self, name: str, answer: Retrieved, at: datetime) -> datetime | None:
        """A 503 with Retry-After is about the whole host, and so are several refusals in a row.

        Until when the host rests because of this answer.
        """
        if not isinstance(answer, Failure):
            self._refused.pop(name, None)
            return None
        if answer.status not in REFUSALS:
            return None
        self._refused[name] += 1
        wait = self._wait(name, answer)
        if not wait:
            return None
        until = at + timedelta(seconds=wait)
        self._rest[name] = max(until, self._rest.get(name, until))
        return self._rest[name]

    def _wait(self, name: str, refusal: Failure) -> float:
        """Seconds for which a host is left alone after this refusal; 0: it is about one address."""
        wish = min(refusal.retry_after, schedule.RETRY_AFTER_CAP)
        wanted = wish if refusal.status == UNAVAILABLE else 0
        more = self._refused[name] - BURST
        if more < 0:
            return wanted
        doubled = REST * float(2 ** min(more, DOUBLED))
        return max(wanted, min(doubled, LONGEST_REST))


class _Visiting:
    """The client of one poll: what is asked of other hosts than its own is asked in their turn."""

    def __init__(self, rounds: Round, client: Client, home: str, pause: float) -> None:
        self._round, self._client, self._home, self._pause = rounds, client, home, pause

    async def get(
        self,
        address: str,
        validators: Validators = NO_VALIDATORS,
        *,
        now: datetime,
        accept: str = FEEDS,
        origin: str | None = None,
    ) -> Retrieved:
        """See `Client.get`. A host that wants to be left alone is not asked."""
        name = host(address)
        asked = partial(
            self._client.get, address, validators, now=now, accept=accept, origin=origin
        )
        if name in ("", self._home):
            return await asked()
        try:
            async with self._round.visit(address, self._pause) as until:
                answer = await asked() if until is None else _left_alone(name, until - now)
        except TimeoutError:
            return Failure(kind="timeout", sentence=f"{name}: others have asked it for too long")
        self._round.heard(address, answer)
        # what that host wants says nothing about the source's own
        return structs.replace(answer, status=0) if isinstance(answer, Failure) else answer


def _left_alone(name: str, wait: timedelta, kind: FailureKind = "status") -> Failure:
    """Instead of an answer of a host that rests."""
    seconds = max(1, round(wait.total_seconds()))
    sentence = f"{name}: not asked, it wants to be left alone for {seconds} s more"
    return Failure(kind=kind, sentence=sentence, retry_after=seconds)


def _kept(answers: Answers) -> dict[str, datetime]:
    """Which hosts rest, as it is remembered from before a start."""
    rests: dict[str, datetime] = {}
    for state in answers.states().values():
        if state.host_rest is not None:
            name = host(state.address)
            rests[name] = max(state.host_rest, rests.get(name, state.host_rest))
    return rests
