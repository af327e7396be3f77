"""A news sitemap (sitemaps.org with Google's `news:` elements): what an outlet published in two days.

A sitemap index is followed one level, to the sitemaps that changed last. An index says nothing reliable
about whether they have changed: each of them is asked, with its own validators. An address of a news
sitemap itself is the better source.
"""

from __future__ import annotations

import asyncio
import re
import zlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from urllib.parse import urljoin

import msgspec
from msgspec import Struct, structs

from monitor.sources import (
    NO_VALIDATORS,
    Client,
    Document,
    Failure,
    NotModified,
    Parsed,
    Part,
    Retrieved,
    Validators,
    Worker,
    raw,
    written,
)
from monitor.sources.discovery import is_index
from monitor.sources.elements import Closed, Damaged, walk
from monitor.sources.schedule import HOST_PAUSE
from monitor.text import web_address
from monitor.topics import Source

ACCEPT = "application/xml, text/xml;q=0.9, */*;q=0.1"
FOLLOWED = 3
"""Sitemaps of an index that are asked for; news sitemaps hold two days, and one or two suffice."""
LISTED = 1_000
"""Sitemaps of an index that are looked at."""
UNPACKED = 32 << 20
"""Bytes of a `.xml.gz`; a sitemap may have 50 MB, one of two days' news has hardly one."""
SEVERAL = "application/x-monitor-sitemaps"
"""Content type of what several sitemaps are put together in."""

NOTHING = Part(NO_VALIDATORS, 0)
"""What is known of a sitemap that was never asked."""

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
    unchanged: int = 0
    """Entries of those that have not changed."""


class Sitemap:
    """A sitemap, or an index of them, at a web address."""

    sample = SAMPLE
    sample_type = "application/xml"

    def __init__(self, pause: float = HOST_PAUSE) -> None:
        """`pause`: seconds between the requests of one poll."""
        self._pause = pause

    async def retrieve(
        self, source: Source, validators: Validators, client: Client, *, now: datetime
    ) -> Retrieved:
        """Ask for the source's address; of an index, for the newest sitemaps in it as well."""
        answer = await client.get(source.address, validators, now=now, accept=ACCEPT)
        if isinstance(answer, Document) and is_index(answer.body):
            return await self._followed(answer, newest(answer), validators.parts, source, client)
        if isinstance(answer, NotModified) and validators.parts:
            index = Document(
                address=answer.validators.address,
                body=b"",
                validators=answer.validators,
                moved=answer.moved,
                max_age=answer.max_age,
                retrieved=now,
            )
            listed = list(validators.parts)
            return await self._followed(index, listed, validators.parts, source, client)
        return answer

    async def _followed(
        self,
        index: Document,
        addresses: list[str],
        known: Mapping[str, Part],
        source: Source,
        client: Client,
    ) -> Retrieved:
        """What the sitemaps of an index have brought; those that have not changed are left out."""
        bodies: list[bytes] = []
        failed: list[Failure] = []
        unchanged = 0
        parts: dict[str, Part] = {}
        for address in addresses:
            await asyncio.sleep(max(self._pause, source.pause))
            before = known.get(address, NOTHING)
            answer = await client.get(
                address,
                before.validators,
                now=index.retrieved,
                accept=ACCEPT,
                origin=index.address,
            )
            parts[address] = _part(answer, before)
            if isinstance(answer, Document):
                bodies.append(answer.body)
            elif isinstance(answer, Failure):
                failed.append(answer)
            else:
                unchanged += before.entries
        validators = structs.replace(index.validators, parts=parts)
        if not bodies and unchanged:
            return NotModified(validators=validators, moved=index.moved, max_age=index.max_age)
        if not bodies:
            return _nothing(failed)
        several = Several(tuple(bodies), tuple(each.sentence for each in failed), unchanged)
        body = msgspec.msgpack.encode(several)
        return structs.replace(index, body=body, content_type=SEVERAL, validators=validators)

    async def parse(self, source: Source, document: Document, worker: Worker) -> Parsed | Failure:
        """Read it in the worker."""
        return await worker.run(read, source, document)


SOURCE = Sitemap()


def _part(answer: Retrieved, before: Part) -> Part:
    """What is known of a sitemap after it was asked; one that has failed is as it was."""
    if isinstance(answer, Failure):
        return before
    entries = before.entries
    if isinstance(answer, Document):
        entries = max(1, answer.body.count(b"</url>"))
    return Part(answer.validators, entries)


def _nothing(failed: list[Failure]) -> Failure:
    """None of an index's sitemaps has come: what the last one says of it goes on, its pause as well."""
    if not failed:
        return Failure(kind="not a feed", sentence="no sitemap of this index came: it names none")
    why = failed[-1]
    kind = "not a feed" if why.kind == "gone" else why.kind  # the index itself is there
    sentence = f"no sitemap of this index came: {why.sentence}"
    return structs.replace(why, kind=kind, sentence=sentence)


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
        if not body.strip() or is_index(body):
            continue  # one level, and no more
        reading = _Reading()
        try:
            walk(_unpacked(body), reading.closed)
        except Damaged as error:
            damage = str(error)
        raws += reading.raws
        addresses += reading.addresses
    if damage and not raws:
        return Failure(kind="broken", sentence=f"this is damaged, nothing came out: {damage}")
    return _found(raws, addresses, damage, several, source, document)


def _found(
    raws: list[raw.Raw],
    addresses: int,
    damage: str,
    several: Several,
    source: Source,
    document: Document,
) -> Parsed | Failure:
    if not raws and several.unchanged:
        return Parsed(entries=(), cut=several.unchanged)
    if not raws and addresses:
        sentence = f"this sitemap has {addresses:,} addresses, but no titles: it is not one of news"
        return Failure(kind="not a feed", sentence=sentence)
    if not raws:
        return Failure(kind="not a feed", sentence="this is no sitemap with news in it")
    # a sitemap is in any order: the newest are those that must not be cut off
    raws.sort(key=lambda each: each.moment or (0,), reverse=True)
    found = raw.parsed(raws[: raw.ENTRIES_LIMIT], source, document, total=len(raws))
    missing = (f"a sitemap of the index is missing: {why}" for why in several.failed)
    warnings = (*found.warnings, *missing)
    if damage:
        warnings += (f"the document is damaged or cut off: {damage}",)
    return structs.replace(found, broken=bool(damage), warnings=warnings, cut=several.unchanged)


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
