"""Whole rounds as the daemon makes them, beside bare httpx and feedparser; what they need of memory."""

from __future__ import annotations

import asyncio
import io
import itertools
import multiprocessing
import resource
import shutil
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

import feedparser
import httpx

from monitor.sources import Document
from monitor.sources.answers import Answers
from monitor.sources.client import PoliteClient
from monitor.sources.feed import read
from monitor.sources.poll import Tools, keep
from monitor.sources.round import AT_ONCE, Round
from monitor.sources.worker import GuardedWorker
from monitor.topics import Source
from tests.bench.figures import Figure, rate, side_by_side, times
from tests.loopback import Exchange, Loopback, body
from tests.sources import mixture

SOURCES = 100
MANY = 1_000
MIXED = 500
ENTRIES = 40
"""Of a usual feed."""
NEW = 8
"""Of them in the next document: a fifth, as between two polls of a news feed."""
RUNS = 3


def figures(folder: Path) -> Iterator[Figure]:
    """First round, unchanged, changed; all in one server's time; then memory, then a bad lot."""
    tls = ssl.create_default_context()
    with _server() as (port, pipe), asyncio.Runner() as runner:
        worker = runner.run(_started())  # the daemon starts it once
        sources = _sources(port, SOURCES)
        numbers = itertools.count()

        def mine(kept: Path | None, document: int) -> Callable[[], object]:
            def once() -> None:
                pipe.send(document)
                pipe.recv()
                path = folder / f"{next(numbers)}.db"
                if kept is not None:
                    shutil.copy(kept, path)
                runner.run(_round(sources, path, tls, worker))

            return once

        def bare() -> None:
            runner.run(_bare(sources, port, tls))

        first = folder / "first.db"
        pipe.send(0)
        pipe.recv()
        runner.run(_round(sources, first, tls, worker))
        for what, kept, document, promised in (
            ("first round", None, 0, ">= 0.90x"),
            ("unchanged round, no validators", first, 0, ">= 4x"),
            (f"next document, {NEW} of {ENTRIES} new", first, 1, ">= 2x"),
        ):
            ours, theirs = side_by_side(mine(kept, document), bare, RUNS)
            yield Figure(
                f"{what}, {SOURCES} sources",
                rate(SOURCES, ours, "feeds"),
                f"httpx + feedparser: {rate(SOURCES, theirs, 'feeds')}",
                times(theirs / ours),
                promised,
            )
        worker.close()
        yield _memory(port)
    yield _mixed()


def _sources(port: int, count: int) -> list[Source]:
    return [Source(id=f"s{n}", address=f"http://h{n}.test:{port}/feed") for n in range(count)]


async def _started() -> GuardedWorker:
    worker = GuardedWorker()
    source = Source(id="s", address="https://www.example.org/feed")
    await worker.run(
        read, source, Document(address=source.address, body=_feed(0), retrieved=_now())
    )
    return worker


async def _round(
    sources: Sequence[Source], path: Path, tls: ssl.SSLContext, worker: GuardedWorker
) -> None:
    """As the daemon does, each outcome remembered."""
    client = PoliteClient(
        allow_private=[f"h{n}.test" for n in range(len(sources))],
        tls=tls,
        resolve=lambda host, port: ["127.0.0.1"],
    )
    with Answers(path) as answers:
        async with client:
            round_ = Round(Tools(client, worker, answers), _now, pause=0.0)
            async for outcome in round_.poll_all(sources):
                keep(answers, outcome)


async def _bare(sources: Sequence[Source], port: int, tls: ssl.SSLContext) -> None:
    free = asyncio.Semaphore(AT_ONCE)
    async with httpx.AsyncClient(verify=tls) as client:

        async def ask() -> None:
            async with free:
                answer = await client.get(f"http://127.0.0.1:{port}/feed")
            assert len(feedparser.parse(io.BytesIO(answer.content)).entries) == ENTRIES

        await asyncio.gather(*(ask() for _ in sources))


def _now() -> datetime:
    return datetime.now(UTC)


# --- the server -----------------------------------------------------------------------------------


@contextmanager
def _server() -> Iterator[tuple[int, Connection]]:
    """In a process of its own; told over the pipe which document it serves."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=_serve, args=(theirs,), daemon=True
    )
    process.start()
    try:
        yield ours.recv(), ours
    finally:
        ours.send(None)
        process.join(10)


def _serve(pipe: Connection) -> None:
    documents = [body(_feed(0)), body(_feed(NEW))]
    served = 0

    def now(exchange: Exchange) -> None:
        documents[served](exchange)

    with Loopback() as server:
        server.at("/feed", now)
        pipe.send(server.port)
        while (told := pipe.recv()) is not None:
            served = told
            pipe.send("well")


def _feed(first: int) -> bytes:
    """The entries from `first` on, the newest at the top."""
    entries = "".join(
        f"<item><title>What happened on pier {n}</title><link>https://www.example.org/{n}</link>"
        f"<guid>g{n}</guid><pubDate>Sat, 15 Nov 2025 12:{n % 60:02}:00 GMT</pubDate>"
        f"<description>&lt;p&gt;Ships &amp;amp; men, {'told at length ' * 40}&lt;/p&gt;</description></item>"
        for n in range(first + ENTRIES - 1, first - 1, -1)
    )
    head = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Pier</title>'
    return f"{head}{entries}</channel></rss>".encode()


# --- memory, and a bad lot --------------------------------------------------------------------------


def _memory(port: int) -> Figure:
    """In a process of its own, which has polled nothing before."""
    few, many = _measured(port, 1), _measured(port, MANY)
    return Figure(
        f"memory, first round of {MANY:,} sources",
        f"{many:.0f} MB",
        f"of 1 source: {few:.0f} MB",
        f"{(many - few) * 1024 / MANY:.0f} kB each",
        "<= 100 MB",
    )


def _measured(port: int, count: int) -> float:
    """Megabytes at most."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=_polls, args=(theirs, port, count)
    )
    process.start()
    found: float = ours.recv()
    process.join(10)
    return found


def _polls(pipe: Connection, port: int, count: int) -> None:
    with TemporaryDirectory(prefix="bench-") as folder:
        tls = ssl.create_default_context()
        path = Path(folder) / "feeds.db"
        asyncio.run(_round(_sources(port, count), path, tls, GuardedWorker()))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pipe.send(most)


def _mixed() -> Figure:
    """One round over feeds of which a third hang, drip, explode or lie."""
    with Loopback() as server, TemporaryDirectory(prefix="bench-") as folder:
        sources = mixture.sources(server, MIXED)
        begun = time.perf_counter()
        good = asyncio.run(_bad_lot(sources, Path(folder) / "feeds.db"))
        seconds = time.perf_counter() - begun
    wanted = sum(mixture.expected(each) is None for each in sources)
    return Figure(
        f"{MIXED} feeds, a third of them bad",
        f"{seconds:.1f} s",
        f"good ones that were read: {good} of {wanted}",
        "",
        "<= 20 s, all",
    )


async def _bad_lot(sources: Sequence[Source], path: Path) -> int:
    client = mixture.client(sources, ssl.create_default_context())
    with Answers(path) as answers:
        async with client, GuardedWorker(seconds=1.0) as worker:
            round_ = Round(Tools(client, worker, answers), _now, pause=0.0)
            found = [each async for each in round_.poll_all(sources)]
    return sum(bool(each.fresh) for each in found)
