"""A news sitemap (sitemaps.org with Google's `news:` elements): what an outlet published in two days.

A sitemap index is followed one level, to the sitemaps that changed last. An index says nothing reliable
about whether they have changed, so that it is asked without validators; an address of a news sitemap
itself is the better source.
"""

from __future__ import annotations

import asyncio
import re
import zlib
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urljoin

import msgspec
from msgspec import Struct, structs

from monitor.sources import (
    NO_VALIDATORS,
    Client,
    Document,
    Failure,
    Parsed,
    Retrieved,
    Validators,
    Worker,
    raw,
    written,
)
from monitor.sources.elements import Closed, Damaged, walk
from monitor.text import web_address
from monitor.topics import Source

ACCEPT = "application/xml, text/xml;q=0.9, */*;q=0.1"
FOLLOWED = 3
"""Sitemaps of an index that are asked for; news sitemaps hold two days, and one or two suffice."""
LISTED = 1_000
"""Sitemaps of an index that are looked at."""
PAUSE = 1.0
"""Seconds between the requests to one host, as between polls."""
UNPACKED = 32 << 20
"""Bytes of a `.xml.gz`; a sitemap may have 50 MB, one of two days' news has hardly one."""
SEVERAL = "application/x-monitor-sitemaps"
"""Content type of what several sitemaps are put together in."""

_INDEX = re.compile(rb"<(?:\w{1,20}:)?sitemapindex[\s>]")
_LOC = re.compile(rb"(?:\w{1,20}:)?(loc|lastmod)\s*>(.*)", re.DOTALL)

SAMPLE = b"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://example.org/ferry</loc><lastmod>2025-06-03T09:00:00Z</lastmod>
<news:news><news:publication><news:name>Harbour</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2025-06-03T08:30:00+02:00</news:publication_date>
<news:title>Ferry service resumes</news:title></news:news>
<image:image><image:loc>/ferry.jpg</image:loc><image:title>A ferry</image:title></image:image></url>
<url><loc>https://example.org/storm</loc>
<news:news><news:publication><news:name>Harbour</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2025-06-02T23:30:00Z</news:publication_date>
<news:title>Storm closes the port &amp; the pier</news:title></news:news></url>
<url><loc>https://example.org/about</loc></url>
</urlset>
"""


class Several(Struct, frozen=True):
    """What several sitemaps have brought, as the body of one document."""

    bodies: tuple[bytes, ...]
    failed: tuple[str, ...]


class Sitemap:
    """A sitemap, or an index of them, at a web address."""

    sample = SAMPLE
    sample_type = "application/xml"

    def __init__(self, pause: float = PAUSE) -> None:
        """`pause`: seconds between the requests of one poll."""
        self._pause = pause

    async def retrieve(
        self, source: Source, validators: Validators, client: Client, *, now: datetime
    ) -> Retrieved:
        """Ask for the source's address; of an index, for the newest sitemaps in it as well."""
        answer = await client.get(source.address, validators, now=now, accept=ACCEPT)
        if not isinstance(answer, Document) or not _INDEX.search(answer.body[:4_096]):
            return answer
        return await self._followed(answer, source, client, now)

    async def _followed(
        self, index: Document, source: Source, client: Client, now: datetime
    ) -> Document | Failure:
        bodies, failed = [], []
        for address in newest(index):
            await asyncio.sleep(max(self._pause, source.pause))
            answer = await client.get(
                address, NO_VALIDATORS, now=now, accept=ACCEPT, origin=index.address
            )
            if isinstance(answer, Document):
                bodies.append(answer.body)
            elif isinstance(answer, Failure):
                failed.append(answer.sentence)
        if not bodies:
            why = failed[0] if failed else "it names none"
            return Failure(kind="not a feed", sentence=f"no sitemap of this index came: {why}")
        body = msgspec.msgpack.encode(Several(tuple(bodies), tuple(failed)))
        return structs.replace(index, body=body, content_type=SEVERAL, validators=NO_VALIDATORS)

    async def parse(self, source: Source, document: Document, worker: Worker) -> Parsed | Failure:
        """Read it in the worker."""
        return await worker.run(read, source, document)


SOURCE = Sitemap()


def newest(index: Document) -> list[str]:
    """Addresses of the sitemaps of an index that changed last; of those without a date, the first.

    A scan in linear time: this much is needed before the worker has seen the document.
    """
    found: list[list[str]] = []
    for name, text in _marks(index.body):
        if name == b"loc":
            found.append([text, ""])
        elif found:
            found[-1][1] = text
    found.sort(key=lambda each: each[1], reverse=True)  # stable; dates of one form sort as text
    addresses = (_whole(address, index) for address, _ in found)
    return list(dict.fromkeys(filter(None, addresses)))[:FOLLOWED]


def _marks(body: bytes) -> Iterator[tuple[bytes, str]]:
    """The `loc` and `lastmod` of an index in their order."""
    for piece in body.split(b"<", 8 * LISTED):
        if mark := _LOC.match(piece[: raw.ADDRESS_LIMIT]):
            text = mark[2].decode("utf-8", "replace").strip()
            yield mark[1], text.replace("&amp;", "&")


def _whole(address: str, index: Document) -> str:
    try:
        return web_address(urljoin(index.address, address))
    except ValueError:  # half an IPv6 address
        return ""


def read(source: Source, document: Document) -> Parsed | Failure:
    """Entries of a news sitemap, or of several."""
    several = Several((document.body,), ())
    if document.content_type == SEVERAL:
        several = msgspec.msgpack.decode(document.body, type=Several)
    if not any(body.strip() for body in several.bodies):
        return Failure(kind="empty", sentence="the document is empty")
    raws: list[raw.Raw] = []
    addresses, damage = 0, ""
    for body in several.bodies:
        if not body.strip() or _INDEX.search(body[:4_096]):
            continue  # one level, and no more
        reading = _Reading()
        try:
            walk(_unpacked(body), reading.closed)
        except Damaged as error:
            damage = str(error)
        raws += reading.raws
        addresses += reading.addresses
    return _found(raws, addresses, damage, several.failed, source, document)


def _found(
    raws: list[raw.Raw],
    addresses: int,
    damage: str,
    failed: tuple[str, ...],
    source: Source,
    document: Document,
) -> Parsed | Failure:
    if damage and not raws:
        return Failure(kind="broken", sentence=f"this is damaged, nothing came out: {damage}")
    if not raws and addresses:
        sentence = f"this sitemap has {addresses:,} addresses, but no titles: it is not one of news"
        return Failure(kind="not a feed", sentence=sentence)
    if not raws:
        return Failure(kind="not a feed", sentence="this is no sitemap with news in it")
    # a sitemap is in any order: the newest are those that must not be cut off
    raws.sort(key=lambda each: each.moment or (0,), reverse=True)
    found = raw.parsed(raws[: raw.ENTRIES_LIMIT], source, document, total=len(raws))
    warnings = found.warnings + tuple(f"a sitemap of the index is missing: {why}" for why in failed)
    if damage:
        warnings += (f"the document is damaged or cut off: {damage}",)
    return structs.replace(found, broken=bool(damage), warnings=warnings)


def _unpacked(body: bytes) -> bytes:
    """The body of a `.xml.gz`, as far as it is bounded. Raises Damaged."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    packed = zlib.decompressobj(wbits=31)
    try:
        unpacked = packed.decompress(body, UNPACKED)
    except zlib.error as error:
        raise Damaged(f"it cannot be unpacked: {error}") from error
    if packed.unconsumed_tail:
        raise Damaged(f"it has more than {UNPACKED:,} bytes unpacked")
    return unpacked


class _Reading:
    """What the elements of one sitemap come to."""

    def __init__(self) -> None:
        self.raws: list[raw.Raw] = []
        self.addresses = 0
        self._parts: dict[str, str] = {}

    def closed(self, element: Closed) -> None:
        """Take up an element: an address with its news, or a part of it."""
        path = element.path
        if path[0] != "urlset":
            return
        if path[1:] == ("url",):
            self._address()
            self._parts = {}
        elif path[1:2] == ("url",):
            self._parts.setdefault("/".join(path[2:]), element.text)

    def _address(self) -> None:
        self.addresses += 1
        parts = self._parts
        title = parts.get("news/title", "")
        if not title:
            return
        date = written.understood(parts.get("news/publication_date") or parts.get("lastmod", ""))
        self.raws.append(
            raw.Raw(
                link=parts.get("loc", ""),
                title=title,
                date=date.date,
                moment=date.moment,
                lang=parts.get("news/publication/language", ""),
            )
        )
