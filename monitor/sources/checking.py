"""A source looked at once, for a person who thinks of adding it: what is read, how often, what is odd.

`look` asks, politely and once (twice where the first answer is a page that names a feed); the rest is
arithmetic over what came.
"""

from __future__ import annotations

import asyncio
import statistics
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import cast

from msgspec import Struct, structs

from monitor.entries import Entry
from monitor.registry import resolve
from monitor.sources import (
    NO_VALIDATORS,
    Client,
    Document,
    Failure,
    Kind,
    Parsed,
    Retrieved,
    State,
    Worker,
    discovery,
    habit,
)
from monitor.sources.answers import key
from monitor.sources.schedule import HOST_PAUSE
from monitor.text import host, without_password
from monitor.topics import Source
from monitor.wording import many

ANYTHING = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, "
    "text/html;q=0.8, */*;q=0.1"
)
"""The Accept header of a first look."""
LARGE = 1 << 20
"""Bytes of a document that is much for every quarter of an hour."""
DEAD = timedelta(days=30)
"""Without anything new a source is asleep."""
LATEST = 3_600
"""Seconds between polls that are proposed at most: a third of it bounds how soon a burst is noticed."""
STEP = 300
"""Seconds to which a proposal is rounded."""
NO_FEED = (
    "this is a web page that names no feed; it can be read with --kind page"
    " and selectors: --option entry=SELECTOR"
)
NO_JSON_FEED = (
    "this is JSON, but not a JSON Feed; it can be read with --kind json"
    " and paths: --option entries=PATH --option title=PATH --option link=PATH"
)
FIRST = datetime(2025, 1, 1, tzinfo=UTC)
"""Stands for the time of a document that has not come: nothing is reckoned from it."""
LEAD = 100
"""Characters from which a text may say more than its title."""
FULL = 0.9
"""Share of entries from which a habit is the source's."""


class Look(Struct, frozen=True, kw_only=True):
    """What has been seen."""

    source: Source
    """As it would be configured."""
    asked: str
    """The address that was given."""
    document: Document | None = None
    result: Parsed | Failure
    feeds: tuple[str, ...] = ()
    """Those that a page names, when the address was a page's."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What it holds; () when nothing came."""
        return self.result.entries if isinstance(self.result, Parsed) else ()


async def look(
    source: Source, client: Client, worker: Worker, now: datetime, *, pause: float = HOST_PAUSE
) -> Look:
    """Ask once. A source without a kind ("") is looked at for what it is."""
    if source.kind:
        return await _read(source, source.address, await _asked(source, client, now), worker)
    answer = await client.get(source.address, NO_VALIDATORS, now=now, accept=ANYTHING)
    asked = source.address
    feeds: tuple[str, ...] = ()
    if isinstance(answer, Document) and discovery.is_page(answer.body):
        feeds = tuple(discovery.feeds_named(answer))
        if not feeds:
            return _unread(source, "page", NO_FEED, answer)
        await asyncio.sleep(pause)
        source = structs.replace(source, address=feeds[0])
        answer = await client.get(source.address, NO_VALIDATORS, now=now, origin=asked)
    if isinstance(answer, Document) and discovery.is_api(answer.body):
        return _unread(source, "json", NO_JSON_FEED, answer)
    kind = discovery.kind_of(answer) if isinstance(answer, Document) else "feed"
    source = structs.replace(source, kind=kind)
    if kind == "sitemap" and isinstance(answer, Document) and discovery.is_index(answer.body):
        answer = await _asked(source, client, now)
    found = await _read(source, asked, answer, worker)
    return structs.replace(found, feeds=feeds)


async def _asked(source: Source, client: Client, now: datetime) -> Retrieved:
    kind = cast(Kind, resolve("sources", source.kind))
    return await kind.retrieve(source, NO_VALIDATORS, client, now=now)


async def _read(source: Source, asked: str, answer: Retrieved, worker: Worker) -> Look:
    if isinstance(answer, Failure):
        return Look(source=source, asked=asked, result=answer)
    if not isinstance(answer, Document):  # nothing was sent that could be unmodified
        failure = Failure(kind="status", sentence="it answers 304 to a first question")
        return Look(source=source, asked=asked, result=failure)
    kind = cast(Kind, resolve("sources", source.kind))
    source = structs.replace(source, address=answer.moved or source.address)
    result = await kind.parse(source, answer, worker)
    return Look(source=source, asked=asked, document=answer, result=result)


def _unread(source: Source, kind: str, sentence: str, document: Document) -> Look:
    """What a kind can read that has to be told how."""
    return Look(
        source=structs.replace(source, kind=kind),
        asked=source.address,
        document=document,
        result=Failure(kind="not a feed", sentence=sentence),
    )


def newest_first(found: Look) -> list[Entry]:
    """The entries, those without a date last."""
    dated = [each for each in found.entries if each.published]
    dated.sort(key=lambda each: cast(datetime, each.published), reverse=True)
    return dated + [each for each in found.entries if not each.published]


def median_gap(found: Look) -> timedelta | None:
    """How often an entry comes as a rule; None when that does not show."""
    gaps = _learnt(found).gaps
    return timedelta(seconds=statistics.median(gaps)) if gaps else None


def proposed(found: Look) -> int:
    """Seconds between polls that suit it while it publishes: what its habit would come to, rounded."""
    state = _learnt(found)
    nobody = Source(id=found.source.id)  # what is configured already decides nothing
    usual = habit.interval(nobody, state, state.newest or FIRST)
    return min(round(usual / STEP) * STEP, LATEST)


def _learnt(found: Look) -> State:
    """What a first document tells of its source."""
    now = found.document.retrieved if found.document else FIRST
    return habit.learnt(State(source=found.source.id), found.entries, now)


def language(found: Look) -> str:
    """The language of most entries; empty when they do not say."""
    counts = Counter(each.lang for each in found.entries if each.lang)
    return counts.most_common(1)[0][0] if counts else ""


def oddities(found: Look, now: datetime) -> list[str]:
    """What a person should know before adding it, as sentences."""
    odd = list(_of_address(found))
    if isinstance(found.result, Parsed):
        odd += [*found.result.warnings, *_of_entries(found, now)]
        if found.document is not None:
            odd += _of_server(found.document, found.result, found)
    return odd


def _of_address(found: Look) -> Iterator[str]:
    document = found.document
    if document is None or not document.address:
        return
    if document.moved:
        yield f"it has moved for good to {without_password(document.moved)}: use that address"
    elif not _same(document.address, found.source.address):
        yield f"it redirects to {document.address}, for now"
    if len(found.feeds) > 1:
        yield f"the page names other feeds as well: {', '.join(found.feeds[1:])}"


def _same(one: str, other: str) -> bool:
    """One address, but for how it is written."""
    plain = (without_password(each).rstrip("/").lower() for each in (one, other))
    return len(set(plain)) == 1


def _of_entries(found: Look, now: datetime) -> Iterator[str]:
    entries = found.entries
    if not entries:
        yield "it holds nothing now"
        return
    twice = sum(times - 1 for times in Counter(map(key, entries)).values())
    linkless = sum(not each.url for each in entries)
    bare = sum(len(each.text) < LEAD for each in entries)
    if twice:
        yield f"{twice} of {len(entries)} entries have the id of another"
    if linkless:
        yield f"{linkless} of {len(entries)} entries have no link to the web"
    if bare >= FULL * len(entries):
        yield "hardly more than titles: little can be read out of it" + (
            "" if found.source.kind == "google_news" else " without full_text = true"
        )
    yield from _of_dates(found, now)


def _of_dates(found: Look, now: datetime) -> Iterator[str]:
    times = [each.published for each in found.entries if each.published]
    if not times:
        return
    if now - max(times) > DEAD:
        yield f"nothing new for {(now - max(times)).days} days"
    reach = max(times) - min(times)
    if len(times) > 1 and reach < timedelta(seconds=2 * proposed(found)):
        minutes = max(1, round(reach.total_seconds() / 60))
        yield f"its {len(times)} entries reach back {minutes} min only: some may be missed between polls"
    days = sum(each.day_only for each in found.entries)
    if days >= FULL * len(found.entries):
        yield "its dates have no time of day"


def _of_server(document: Document, parsed: Parsed, found: Look) -> Iterator[str]:
    if not document.address:  # a program's output has no server
        return
    if not document.validators:
        yield "it gives no ETag and no Last-Modified: every poll brings the whole document"
    if len(document.body) > LARGE:
        yield f"each document has {len(document.body) / LARGE:.1f} MiB"
    wish = max(document.max_age, parsed.ttl)
    if wish > proposed(found):
        yield f"it asks to be left alone for {many(round(wish / 60), 'minute')} after each poll"
    if found.source.kind != "page" and document.content_type.lower().startswith("text/html"):
        yield "it says that it is a web page (Content-Type: text/html)"
    if host(document.address) != host(found.asked):
        yield f"it comes from another host: {host(document.address)}"
