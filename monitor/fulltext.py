"""Full texts on demand: pages of stories whose feed gives less than a lead, where a source asks for it.

    entry that passes a gate --due?--> page --robots.txt, host's turn--> text --pipeline--> StoryRevised

A page is read when its entry is new, and again after one, six and twenty-four hours: what an outlet
changes without a word is a revision. What goes wrong with a page costs that reading and nothing else.
"""

from __future__ import annotations

import asyncio
import heapq
import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec import Struct, structs

from monitor.asking import Ground
from monitor.entries import Entry
from monitor.errors import NOT_NOW, LogError
from monitor.pipeline import Follower
from monitor.sources import NO_VALIDATORS, Document, Failure, Parsed, fulltext
from monitor.sources.poll import Tools
from monitor.sources.robots import Robots
from monitor.sources.round import Round
from monitor.sources.schedule import RETRY_AFTER_CAP
from monitor.text import host
from monitor.topics import Source

AGAIN = (timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))
"""When a page is read again after its entry was first seen: most silent edits come within a day."""
FIRST = timedelta(hours=24)
"""An entry that was published longer ago is not read: it is history, and so are its edits."""
RETRY = timedelta(minutes=1)
"""How long a page waits that could not be recorded (no room, no disk)."""
AT_ONCE = 4
"""Pages under way; a parse process has polls to work for as well."""
MOST = 5_000
"""Readings that wait."""
BUSY = frozenset({429, 503})
"""Answers of a host that wants fewer requests: then none of its pages is asked for, for a while."""
REST = timedelta(minutes=10)
"""How long, where it does not ask for more."""
HTML = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"

log = logging.getLogger(__name__)


class Reading(Struct, frozen=True, order=True):
    """A page that is to be read."""

    due: datetime
    address: str
    backfill: bool
    """Its entry came with a source's first answer: what it brings raises no alert."""


class Texts:
    """Reads pages beside the polls."""

    def __init__(
        self, sources: dict[str, Source], tools: Tools, rounds: Round, ground: Ground
    ) -> None:
        """Nothing waits yet."""
        self._sources = {name: each for name, each in sources.items() if each.full_text}
        self._tools, self._round, self._ground = tools, rounds, ground
        self._robots = Robots(tools.client)
        self._waiting: list[Reading] = []
        self._entries: dict[str, Entry] = {}
        self._under_way: set[str] = set()
        self._resting: dict[str, datetime] = {}

    def recall(self) -> None:
        """Let wait what is still to be read again of the entries that are kept. Raises StateError."""
        now = self._ground.clock()
        if self._sources:
            for entry in self._tools.answers.entries(since=now - AGAIN[-1]):
                if self._wanted(entry, now):
                    self._wait(entry, [at for at in _again(entry) if at > now], backfill=False)

    def add(self, entries: Iterable[Entry], *, backfill: bool) -> None:
        """Let the pages of new and changed entries wait."""
        now = self._ground.clock()
        for entry in entries if self._sources else ():
            if self._wanted(entry, now):
                self._wait(entry, [now, *_again(entry)], backfill=backfill)

    def start_due(self) -> bool:
        """Begin with what is due, beside the polls; False when nothing is."""
        now, begun = self._ground.clock(), False
        while self._waiting and self._waiting[0].due <= now and len(self._under_way) < AT_ONCE:
            reading = heapq.heappop(self._waiting)
            if reading.address not in self._under_way:
                self._under_way.add(reading.address)
                self._ground.under_way.start(f"page {reading.address}", self._work(reading))
                begun = True
        return begun

    async def finish(self, stopping: asyncio.Event) -> None:
        """Read all that is due, one after the other, unless the daemon stops."""
        while not stopping.is_set() and self.start_due():
            await self._ground.under_way.ended(unless=stopping)

    def _wanted(self, entry: Entry, now: datetime) -> bool:
        """Whether its source wants it, its feed gives too little, and some topic is interested."""
        return (
            entry.source in self._sources
            and fulltext.is_short(entry)
            and now - (entry.published or entry.seen) <= FIRST
            and any(self._interested(entry))
        )

    def _interested(self, entry: Entry) -> Iterable[Follower]:
        followers = self._ground.pipeline.followers
        return (each for each in followers if each.gate.passes(entry) is not None)

    def _wait(self, entry: Entry, times: Iterable[datetime], *, backfill: bool) -> None:
        """One source's word for a page is enough. Where it changes its mind, the page is read at once."""
        known = self._entries.setdefault(entry.url, entry)
        if known.source != entry.source:
            return
        self._entries[entry.url] = entry
        for due in list(times)[: 1 if known is not entry else None]:
            if len(self._waiting) < MOST:
                heapq.heappush(self._waiting, Reading(due, entry.url, backfill))

    async def _work(self, reading: Reading) -> None:
        entry = self._entries[reading.address]
        try:
            found = await self._read(reading, entry)
            if isinstance(found, Failure):
                log.debug("no text of %s: %s", entry.url, found.sentence)
            elif found is not None:
                self._take(structs.replace(entry, text=found, seen=self._ground.clock()), reading)
        except NOT_NOW as error:
            later = self._ground.clock() + RETRY
            self._wait(entry, [later], backfill=reading.backfill)
            self._ground.hold("a page", error)
        except LogError:
            raise
        except Exception:  # noqa: BLE001 - the boundary of a job; `say` tells where it was
            self._ground.say("fault", f"{entry.url} is not read, a fault of this program")
        finally:
            self._under_way.discard(reading.address)
            if not any(each.address == reading.address for each in self._waiting):
                self._entries.pop(reading.address, None)

    def _postponed(self, reading: Reading, entry: Entry) -> bool:
        """Whether the page's host wants to be left alone: then it waits, for a day at most."""
        now = self._ground.clock()
        until = self._resting.get(host(entry.url), now)
        if until > now and until - entry.seen <= AGAIN[-1]:
            self._wait(entry, [until], backfill=reading.backfill)
        return until > now

    def _rest(self, entry: Entry, failure: Failure, now: datetime) -> None:
        """Leave the host of a page alone when it is busy, as long as it asks for."""
        if failure.status in BUSY:
            wish = timedelta(seconds=min(failure.retry_after, RETRY_AFTER_CAP))
            self._resting[host(entry.url)] = now + max(wish, REST)

    def _take(self, entry: Entry, reading: Reading) -> None:
        """Put the entry with its whole text through, for each topic. Raises LogError, StateError."""
        pipeline, now = self._ground.pipeline, self._ground.clock()
        for follower in self._interested(entry):
            taking = pipeline.follow(follower, [entry], now, backfill=reading.backfill)
            self._ground.tell(entry.source, taking)

    async def _read(self, reading: Reading, entry: Entry) -> str | Failure | None:
        """The text of a page; None when its host must not be asked now."""
        source = self._sources[entry.source]

        async def rest() -> None:
            delay = self._robots.delay(entry.url)
            await asyncio.sleep(max(self._round.pause, source.pause, delay))

        pause = max(source.pause, self._robots.delay(entry.url))
        async with self._round.turn(entry.url, pause) as free:
            if not free or self._postponed(reading, entry):
                return None
            now = self._ground.clock()
            if not await self._robots.allows(entry.url, now, rest, origin=source.address):
                return Failure(kind="refused", sentence="its robots.txt does not want it read")
            page = await self._tools.client.get(
                entry.url, NO_VALIDATORS, now=now, accept=HTML, origin=source.address
            )
        if isinstance(page, Failure):
            self._rest(entry, page, now)
            return page
        if not isinstance(page, Document):
            return None
        if not fulltext.same_site(page.address, entry.url):
            return Failure(kind="refused", sentence=f"it leads to {page.address}")
        found = await self._tools.worker.run(fulltext.read, source, page)
        return _text(found, entry)


def reading(sources: dict[str, Source], tools: Tools, rounds: Round, ground: Ground) -> Texts:
    """Somebody who reads, with what is still to be read again. Raises StateError."""
    texts = Texts(sources, tools, rounds, ground)
    texts.recall()
    return texts


def _text(found: Parsed | Failure, entry: Entry) -> str | Failure:
    if isinstance(found, Failure):
        return found
    text = found.entries[0].text
    if not fulltext.belongs(text, entry):
        return Failure(kind="not a feed", sentence="the page has another text than its title says")
    return text


def _again(entry: Entry) -> list[datetime]:
    return [entry.seen + wait for wait in AGAIN]
