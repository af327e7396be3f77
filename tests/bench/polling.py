"""A round in which nothing has changed, beside bare httpx; parsing, beside bare feedparser."""

from __future__ import annotations

import asyncio
import multiprocessing
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

import feedparser
import httpx

from monitor.sources import Document, Failure, NotModified, Parsed, Reader
from monitor.sources.answers import Answers
from monitor.sources.client import PoliteClient
from monitor.sources.feed import read
from monitor.sources.poll import Tools, keep
from monitor.sources.round import AT_ONCE, Round
from monitor.topics import Source
from tests.bench.figures import Figure, best, ms, rate, side_by_side, times
from tests.loopback import Loopback, conditional

SOURCES = 200
TAG = '"a"'
ENTRIES = 40
"""Of a usual feed."""


def figures(folder: Path) -> Iterator[Figure]:
    """The round, then the parser."""
    yield _steady(folder)
    yield _parse()


# --- a steady round ---------------------------------------------------------------------------------


def _steady(folder: Path) -> Figure:
    with _server() as port, Answers(folder / "feeds.db") as answers:
        tls = ssl.create_default_context()
        sources = [
            Source(id=f"s{n}", address=f"http://h{n}.test:{port}/feed") for n in range(SOURCES)
        ]
        asyncio.run(_round(sources, answers, tls))  # the first round parses; after it all are 304
        mine, bare = side_by_side(
            lambda: asyncio.run(_round(sources, answers, tls)),
            lambda: asyncio.run(_bare(port, tls)),
        )
    return Figure(
        f"steady round, {SOURCES} sources, 304",
        rate(SOURCES, mine, "polls"),
        f"bare httpx: {rate(SOURCES, bare, 'polls')}",
        times(bare / mine),
        ">= 0.90x",
    )


async def _round(sources: Sequence[Source], answers: Answers, tls: ssl.SSLContext) -> None:
    """As the daemon does, each outcome remembered."""
    client = PoliteClient(
        allow_private=[f"h{n}.test" for n in range(SOURCES)],
        tls=tls,
        resolve=lambda host, port: ["127.0.0.1"],
    )
    first = not answers.states()
    async with client:
        round_ = Round(Tools(client, Inline(), answers), _now, pause=0.0)
        async for outcome in round_.poll_all(sources):
            assert isinstance(outcome.result, Parsed if first else NotModified), outcome.result
            keep(answers, outcome)


async def _bare(port: int, tls: ssl.SSLContext) -> None:
    free = asyncio.Semaphore(AT_ONCE)
    async with httpx.AsyncClient(verify=tls, headers={"If-None-Match": TAG}) as client:

        async def ask() -> None:
            async with free:
                answer = await client.get(f"http://127.0.0.1:{port}/feed")
                assert answer.status_code == 304

        await asyncio.gather(*(ask() for _ in range(SOURCES)))


class Inline:
    """Runs a reader in this process: the first round is not on the clock."""

    async def run(self, reader: Reader, source: Source, document: Document) -> Parsed | Failure:
        return reader(source, document)


def _now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def _server() -> Iterator[int]:
    """The loopback server in a process of its own: it must not share our interpreter lock."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=_serve, args=(theirs,), daemon=True
    )
    process.start()
    try:
        yield ours.recv()
    finally:
        ours.send("enough")
        process.join(10)


def _serve(pipe: Connection) -> None:
    with Loopback() as server:
        server.at("/feed", conditional(_feed(1), etag=TAG))
        pipe.send(server.port)
        pipe.recv()


# --- parsing ------------------------------------------------------------------------------------------


def _parse() -> Figure:
    body = _feed(ENTRIES)
    source = Source(id="s", address="https://www.example.org/feed")
    document = Document(
        address=source.address, body=body, content_type="application/rss+xml", retrieved=_now()
    )
    mine, bare = side_by_side(
        _often(lambda: read(source, document)), _often(lambda: feedparser.parse(body))
    )
    return Figure(
        f"parse a feed of {ENTRIES} entries",
        ms(mine),
        f"bare feedparser: {ms(bare)}",
        times(mine / bare),
        "<= 1.15x",
    )


def _often(work: Callable[[], object]) -> Callable[[], object]:
    return lambda: best(work, runs=3)


def _feed(count: int) -> bytes:
    entries = "".join(
        f"<item><title>What happened on pier {n}</title><link>https://www.example.org/{n}</link>"
        f"<guid>g{n}</guid><pubDate>Sat, 15 Nov 2025 12:{n % 60:02}:00 GMT</pubDate>"
        f"<description>&lt;p&gt;Ships &amp;amp; men, {'told at length ' * 12}&lt;/p&gt;</description></item>"
        for n in range(count)
    )
    head = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Pier</title>'
    return f"{head}{entries}</channel></rss>".encode()
