"""Full texts on demand: pages of stories whose feed gives less than a lead, where a source asks for it.

    entry that passes a gate --due?--> page --robots.txt, host's turn--> text --pipeline--> StoryRevised

A page is read when its entry is new, and again after one, six and twenty-four hours: what an outlet
changes without a word is a revision. What goes wrong with a page costs that reading and nothing else.
"""

from __future__ import annotations

import asyncio
import heapq
import logging
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import structs

from monitor.asking import Ground
from monitor.entries import Entry
from monitor.errors import NOT_NOW, LogError
from monitor.intake import Brought, Intake
from monitor.pipeline import Follower
from monitor.sources import NO_VALIDATORS, Document, Failure, Parsed, fulltext
from monitor.sources.fulltext import Page
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
LAST = timedelta(hours=48)
"""So long after its entry was first seen a page is given up, whatever it waits for."""
AT_ONCE = 4
"""Pages under way; a parse process has polls to work for as well."""
MOST = 5_000
"""Pages that wait, for their first reading or the next: 1 kB each."""
BUSY = frozenset({429, 503})
"""Answers of a host that wants fewer requests: then none of its pages is asked for, for a while."""
REST = timedelta(minutes=10)
"""How long, where it does not ask for more."""
HTML = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"

log = logging.getLogger(__name__)


class Texts:
    """Reads pages beside the polls. Which are to be read is in feeds.db: a restart forgets none."""

    def __init__(
        self,
        sources: dict[str, Source],
        tools: Tools,
        rounds: Round,
        ground: Ground,
        intake: Intake,
    ) -> None:
        """Nothing waits yet."""
        self._sources = {name: each for name, each in sources.items() if each.full_text}
        self._tools, self._round = tools, rounds
        self._ground, self._intake = ground, intake
        self._robots = Robots(tools.client)
        self._pages: dict[str, Page] = {}
        self._times: list[tuple[datetime, str]] = []
        """A heap of when which page is due; what a page itself says counts."""
        self._under_way: set[str] = set()
        self._resting: dict[str, datetime] = {}
        self._full = False

    def recall(self) -> None:
        """Let wait what feeds.db has; times of reading again that are past are past. Raises StateError."""
        now = self._ground.clock()
        for page in self._tools.answers.pages():
            due = _next(page, now) if page.read else page.due
            if due is not None and self._wanted(page.entry, now, again=page.read):
                self._wait(structs.replace(page, due=due))
            else:
                self._tools.answers.drop_page(page.address)

    def wanted(self, entries: Iterable[Entry], news: Collection[Entry]) -> list[Page]:
        """The pages of new and changed entries that are to be read, to be kept with the entries.

        Those of `news` may raise alerts; what the others say at first is as old as they are.
        One source's word for a page is enough. Where it changes its mind, the page is read at once.
        """
        now = self._ground.clock()
        found: dict[str, Page] = {}
        for entry in entries if self._sources else ():
            if not self._wanted(entry, now):
                continue
            known = found.get(entry.url) or self._pages.get(entry.url)
            if known is None:
                old = entry not in news
                page = Page(entry=entry, since=entry.seen, due=now, backfill=old)
                found[entry.url] = page
            elif known.entry.source == entry.source:
                found[entry.url] = structs.replace(known, entry=entry, due=now)
        return list(found.values())

    def add(self, pages: Iterable[Page]) -> None:
        """Let these wait, which have been kept. Raises StateError."""
        for page in pages:
            if page.address not in self._pages and len(self._pages) >= MOST:
                self._drop_one()
            self._wait(page)

    def start_due(self) -> bool:
        """Begin with what is due, beside the polls; False when nothing is."""
        now, begun = self._ground.clock(), False
        while self._times and self._times[0][0] <= now and len(self._under_way) < AT_ONCE:
            due, address = heapq.heappop(self._times)
            page = self._pages.get(address)
            if page is not None and page.due == due and address not in self._under_way:
                self._under_way.add(address)
                self._ground.under_way.start(f"page {address}", self._work(page))
                begun = True
        return begun

    async def finish(self, stopping: asyncio.Event) -> None:
        """Read all that is due, one after the other, unless the daemon stops."""
        while not stopping.is_set() and self.start_due():
            await self._ground.under_way.ended(unless=stopping)

    def _wanted(self, entry: Entry, now: datetime, *, again: bool = False) -> bool:
        """Whether its source wants it, its feed gives too little, and some topic is interested."""
        return (
            entry.source in self._sources
            and fulltext.is_short(entry)
            and (again or now - (entry.published or entry.seen) <= FIRST)
            and any(self._interested(entry))
        )

    def _interested(self, entry: Entry) -> Iterable[Follower]:
        followers = self._ground.pipeline.followers
        return (each for each in followers if each.gate.passes(entry) is not None)

    def _wait(self, page: Page) -> None:
        self._pages[page.address] = page
        heapq.heappush(self._times, (page.due, page.address))

    def _drop_one(self) -> None:
        """Make room: what has been read once can best be spared, and of that what is due last."""
        spared = max(self._pages.values(), key=lambda page: (page.read, page.due))
        if not self._full:
            sentence = f"more than {MOST:,} pages wait to be read again: those due last are not"
            self._ground.say("pages", sentence)
        self._full = True
        del self._pages[spared.address]
        self._tools.answers.drop_page(spared.address)

    async def _work(self, page: Page) -> None:
        due, read = None, page.read
        try:
            found = await self._read(page)
            if isinstance(found, Failure):
                log.debug("no text of %s: %s", page.address, found.sentence)
            elif isinstance(found, datetime):
                due = found
            else:
                read = self._take(page, found) or read
        except NOT_NOW as error:
            due = self._ground.clock() + RETRY
            self._ground.hold("a page", error)
        except LogError:
            raise
        except Exception:  # noqa: BLE001 - the boundary of a job; `say` tells where it was
            self._ground.say("fault", f"{page.address} is not read, a fault of this program")
        finally:
            self._under_way.discard(page.address)
        self._go_on(page, due, read=read)
        self._full = self._full and len(self._pages) >= MOST

    def _go_on(self, page: Page, due: datetime | None, *, read: bool) -> None:
        """Let a page that was under way wait for its next time: `due`, else as it is usual."""
        now, known = self._ground.clock(), self._pages.get(page.address)
        if known is None:  # it has been dropped meanwhile
            return
        due = due or _next(page, now)
        if known is not page:  # its source has changed its mind meanwhile
            due = known.due
        try:
            if due is None or due - known.since > LAST:
                del self._pages[page.address]
                self._tools.answers.drop_page(page.address)
            else:
                later = structs.replace(known, due=due, read=read)
                self._wait(later)
                self._tools.answers.keep_page(later)
        except NOT_NOW as error:  # after a restart it is read once more
            self._ground.hold("a page", error)

    def _rest(self, entry: Entry, failure: Failure, now: datetime) -> None:
        """Leave the host of a page alone when it is busy, as long as it asks for.

        What it asks for all of it, polls hear as well. A page that is refused (403) is one that costs money.
        """
        if failure.status in BUSY:
            self._round.heard(entry.url, failure)
            wish = timedelta(seconds=min(failure.retry_after, RETRY_AFTER_CAP))
            self._resting[host(entry.url)] = now + max(wish, REST)

    def _take(self, page: Page, text: str) -> bool:
        """Put the entry with its whole text through; False when a topic could not take it.

        Raises LogError, StateError.
        """
        now = self._ground.clock()
        today = now.astimezone(ZoneInfo(self._sources[page.entry.source].zone)).date()
        entry = structs.replace(
            page.entry, text=text, seen=now, seen_day=today, whole=not page.read
        )
        quiet = page.backfill and not page.read
        taken = self._intake.take(Brought(entry.source, [entry], now, backfill=quiet))
        return len(taken) == len(self._ground.pipeline.followers)

    async def _read(self, page: Page) -> str | Failure | datetime:
        """The text of a page, or until when it has to wait because its host wants to be left alone."""
        entry, source = page.entry, self._sources[page.entry.source]

        async def rest() -> None:
            delay = self._robots.delay(entry.url)
            await asyncio.sleep(max(self._round.pause, source.pause, delay))

        pause = max(source.pause, self._robots.delay(entry.url))
        async with self._round.turn(entry.url, pause) as until:
            now = self._ground.clock()
            until = max(until or now, self._resting.get(host(entry.url), now))
            if until > now:
                return until
            if not await self._robots.allows(entry.url, now, rest, origin=source.address):
                return Failure(kind="refused", sentence="its robots.txt does not want it read")
            answer = await self._tools.client.get(
                entry.url, NO_VALIDATORS, now=now, accept=HTML, origin=source.address
            )
        if isinstance(answer, Failure):
            self._rest(entry, answer, now)
            return answer
        if not isinstance(answer, Document):
            return Failure(kind="refused", sentence="it says that nothing has changed")
        if not fulltext.same_site(answer.address, entry.url):
            return Failure(kind="refused", sentence=f"it leads to {answer.address}")
        found = await self._tools.worker.run(fulltext.read, source, answer)
        return _text(found, entry)


def reading(
    sources: dict[str, Source], tools: Tools, rounds: Round, ground: Ground, intake: Intake
) -> Texts:
    """Somebody who reads, with what is still to be read. Raises StateError."""
    texts = Texts(sources, tools, rounds, ground, intake)
    texts.recall()
    return texts


def _text(found: Parsed | Failure, entry: Entry) -> str | Failure:
    if isinstance(found, Failure):
        return found
    text = found.entries[0].text
    if not fulltext.belongs(text, entry):
        return Failure(kind="not a feed", sentence="the page has another text than its title says")
    return text


def _next(page: Page, now: datetime) -> datetime | None:
    """When a page is read again, as it is usual; None: it has been read for the last time."""
    return next((page.since + wait for wait in AGAIN if page.since + wait > now), None)
