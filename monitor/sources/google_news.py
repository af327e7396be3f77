"""A search or a topic of Google News, as RSS. Its entries are other people's, and it hides where they are.

The outlet is the one that `<source url>` names; its name is taken off the title. The text is a list of
other outlets' titles and is dropped: it would put their words into this one's mouth. Older links hold the
address of the page, newer ones do not. An entry becomes one story with the outlet's own when both have one
title: for that, the outlet is called as its own source calls it, which is found by its host, or said by
`outlets` where the host of its feed is another.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import cast

import msgspec
from msgspec import Struct, structs

from monitor.entries import Entry
from monitor.registry import resolve
from monitor.sources import (
    Client,
    Document,
    Failure,
    Kind,
    Parsed,
    Retrieved,
    Validators,
    Worker,
)
from monitor.stories.addresses import GOOGLE_NEWS
from monitor.text import host, web_address
from monitor.topics import Source

_OPAQUE = re.compile(
    r"https?://news\.google\.com/(?:rss/|__i/rss/rd/)?(?:articles|read)/([\w-]{16,2000})"
)
_PLAIN = re.compile(rb"https?://[\x21-\x7e]{4,1500}")

SAMPLE = b"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?><rss version="2.0"><channel>
<generator>NFE/5.0</generator><title>"harbour" - Google News</title><language>en-US</language>
<item><title>Ferry service resumes after storm - Harbour News</title>
<link>https://news.google.com/rss/articles/CBMiwwFBVV95cUxQa2dqd043R002YmtMMzRmUTQ5?oc=5</link>
<guid isPermaLink="false">CBMiwwFBVV95cUxQa2dqd043R002YmtMMzRmUTQ5</guid>
<pubDate>Tue, 03 Jun 2025 06:30:00 GMT</pubDate>
<description>&lt;ol&gt;&lt;li&gt;&lt;a href="x"&gt;Ferry service resumes after storm&lt;/a&gt;&lt;/li&gt;
&lt;li&gt;&lt;a href="y"&gt;Nine drown off the pier&lt;/a&gt;&lt;/li&gt;&lt;/ol&gt;</description>
<source url="https://www.harbour.example">Harbour News</source></item>
<item><title>Storm closes the port - Coast Times</title>
<link>https://news.google.com/rss/articles/CBMiG2h0dHBzOi8vY29hc3QuZXhhbXBsZS9zdG9ybdIBAA?oc=5</link>
<guid isPermaLink="false">CBMiG2h0dHBzOi8vY29hc3QuZXhhbXBsZS9zdG9ybdIBAA</guid>
<pubDate>Mon, 02 Jun 2025 23:30:00 GMT</pubDate>
<description>&lt;a href="x"&gt;Storm closes the port&lt;/a&gt;</description>
<source url="https://coast.example">Coast Times</source></item>
</channel></rss>
"""


class GoogleNewsOptions(Struct, frozen=True, kw_only=True):
    """What outlets are called here."""

    outlets: dict[str, str] = {}
    """Host of an outlet without www ("bbc.com") -> `site` of its own source ("BBC")."""


class GoogleNews:
    """A feed of Google News."""

    sample = SAMPLE
    sample_type = "application/xml"
    options = GoogleNewsOptions

    def among(self, source: Source, others: Iterable[Source]) -> Source:
        """The source with the names that the outlets have in their own sources, where these are clear."""
        outlets: dict[str, str | None] = {}
        for other in others:
            site = other.site or host(other.address)
            for domain in _domains(host(other.address)) if other.kind != "google_news" else ():
                outlets[domain] = site if outlets.get(domain, site) == site else None
        clear = {domain: site for domain, site in outlets.items() if site}
        given = msgspec.convert(source.options, GoogleNewsOptions).outlets
        return structs.replace(source, options={**source.options, "outlets": {**clear, **given}})

    async def retrieve(
        self, source: Source, validators: Validators, client: Client, *, now: datetime
    ) -> Retrieved:
        """Ask for the source's address."""
        return await client.get(source.address, validators, now=now)

    async def parse(self, source: Source, document: Document, worker: Worker) -> Parsed | Failure:
        """Read it as a feed, in the worker; then make the entries their outlets'."""
        found = await cast(Kind, resolve("sources", "feed")).parse(source, document, worker)
        if isinstance(found, Failure):
            return found
        outlets = msgspec.convert(source.options, GoogleNewsOptions).outlets
        return structs.replace(
            found, entries=tuple(_of_outlet(entry, outlets) for entry in found.entries)
        )


SOURCE = GoogleNews()


def _domains(name: str) -> Iterator[str]:
    """A host and what it belongs to: "rss.example.org", "example.org"."""
    labels = name.split(".")
    return (".".join(labels[start:]) for start in range(max(1, len(labels) - 1)))


def _of_outlet(entry: Entry, outlets: dict[str, str]) -> Entry:
    """The entry as its outlet's: its name here, its address where the link holds it, no text."""
    site = outlets.get(entry.site, entry.site)
    return structs.replace(entry, site=site, url=address_in(entry.url) or entry.url, text="")


def address_in(link: str) -> str:
    """The address of the page in a link of Google News; empty when it does not hold one.

    The last part of the path is base64 of a message whose fourth field was the address until 2024.
    """
    found = _OPAQUE.match(link)
    if not found:
        return ""
    try:
        message = base64.urlsafe_b64decode(found[1] + "=" * (-len(found[1]) % 4))
    except (binascii.Error, ValueError):
        return ""
    plain = _PLAIN.search(message)
    address = web_address(plain[0].decode("ascii")) if plain else ""
    return "" if host(address) in {"", GOOGLE_NEWS} else address
