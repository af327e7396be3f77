"""What is read of a document without the items that are known, beside what is read of all of it."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from msgspec import structs

from monitor.entries import Entry
from monitor.sources import Document, Failure, Parsed, Reader, Retrieved, Validators, slicing
from monitor.sources.answers import Answers
from monitor.sources.feed import read
from monitor.sources.health import fresh_state
from monitor.sources.poll import Tools, keep, poll
from monitor.sources.raw import ENTRIES_LIMIT
from monitor.topics import Source

SOURCE = Source(id="series", address="https://www.example.org/feed")
START = datetime(2026, 11, 1, tzinfo=UTC)
STEP = timedelta(minutes=15)


class Proof(NamedTuple):
    """What came of the documents of one source."""

    name: str
    documents: int
    sliced: int
    """Documents that were read in part."""
    items: int
    cut: int
    wrong: tuple[str, ...]
    """Documents of which something else was read."""
    seconds: float
    whole_seconds: float


class Given:
    """A client that has one document."""

    def __init__(self) -> None:
        self.body = b""

    async def get(
        self,
        address: str,
        validators: Validators = Validators(),  # noqa: B008  # frozen
        *,
        now: datetime,
        accept: str = "",
        origin: str | None = None,
    ) -> Retrieved:
        return document(self.body, now)


class Timed:
    """Runs readers in this process, and knows what they have read and how long it took."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.cut = 0

    async def run(self, reader: Reader, source: Source, document: Document) -> Parsed | Failure:
        begun = time.perf_counter()
        found = reader(source, document)
        self.seconds += time.perf_counter() - begun
        self.cut = found.cut if isinstance(found, Parsed) else 0
        return found


def document(body: bytes, now: datetime = START) -> Document:
    """The body as it would have been retrieved."""
    return Document(
        address=SOURCE.address, body=body, content_type="application/xml", retrieved=now
    )


def series(folder: Path) -> Proof:
    """Consecutive documents, polled as the daemon does; beside them each read whole."""
    bodies = {path.name: path.read_bytes() for path in sorted(folder.glob("*.xml"))}
    return asyncio.run(_series(folder.name, bodies))


async def _series(name: str, bodies: dict[str, bytes]) -> Proof:
    client, worker = Given(), Timed()
    wrong, items, cut, parts = [], 0, 0, 0
    whole_seconds = 0.0
    with (
        TemporaryDirectory() as place,
        Answers(Path(place) / "a.db") as mine,
        Answers(Path(place) / "b.db") as plain,
    ):
        for number, (each, body) in enumerate(bodies.items()):
            now = START + number * STEP
            client.body, worker.cut = body, 0
            outcome = await poll(SOURCE, Tools(client, worker, mine), now)
            keep(mine, outcome)
            begun = time.perf_counter()
            fresh, count = _whole(plain, body, now)
            whole_seconds += time.perf_counter() - begun
            items, cut, parts = items + count, cut + worker.cut, parts + (worker.cut > 0)
            if outcome.fresh != fresh:
                wrong.append(f"{name}/{each}: {len(outcome.fresh)} entries, not {len(fresh)}")
    return Proof(name, len(bodies), parts, items, cut, tuple(wrong), worker.seconds, whole_seconds)


def _whole(answers: Answers, body: bytes, now: datetime) -> tuple[tuple[Entry, ...], int]:
    """What is new in a document that is read whole."""
    found = read(SOURCE, document(body, now))
    if isinstance(found, Failure):
        return (), 0
    fresh = answers.fresh(found.entries)
    answers.keep((fresh_state(SOURCE), found.entries))
    return fresh, len(found.entries)


def alone(files: Sequence[Path]) -> Proof:
    """Each file for itself: half of its items known, then the other half, then all."""
    wrong, items, cut, parts = [], 0, 0, 0
    seconds = whole_seconds = 0.0
    for path in files:
        body = path.read_bytes()
        begun = time.perf_counter()
        found = read(SOURCE, document(body))
        whole_seconds += time.perf_counter() - begun
        if isinstance(found, Failure) or not found.items:
            continue
        hashes = sorted(slicing.split(found.items))
        begun = time.perf_counter()
        halves = [_partly(body, half) for half in (hashes[::2], hashes[1::2])]
        seconds += (time.perf_counter() - begun) / 2
        parts, items = parts + 1, items + len(hashes)
        cut += sum(half.cut for half in halves)
        read_so = Counter(repr(entry) for half in halves for entry in half.entries)
        none = _partly(body, hashes)
        whole = Counter(map(repr, found.entries))
        # of more than are kept of one document, two halves keep more than the whole
        odd = whole - read_so if len(hashes) > ENTRIES_LIMIT else read_so != whole
        if odd or none.entries:
            wrong.append(str(path))
    return Proof("each alone", len(files), parts, items, cut, tuple(wrong), seconds, whole_seconds)


def _partly(body: bytes, known: Sequence[bytes]) -> Parsed:
    found = read(SOURCE, structs.replace(document(body), known=frozenset(known)))
    return found if isinstance(found, Parsed) else Parsed(entries=())


def table(proofs: Sequence[Proof]) -> Iterator[str]:
    """A line each."""
    heads = ("files", "in part", "entries", "cut", "wrong", "time", "whole")
    yield f"{'read in part':24}" + "".join(f"{head:>9}" for head in heads)
    for each in proofs:
        yield (
            f"{each.name:24}{each.documents:9,}{each.sliced:9,}{each.items:9,}{each.cut:9,}"
            f"{len(each.wrong):9}{each.seconds:7.2f} s{each.whole_seconds:7.2f} s"
        )
    for each in proofs:
        yield from (f"differs: {name}" for name in each.wrong)
