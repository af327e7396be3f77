"""All files through the worker, and beside bare feedparser: what answer each has, and what it costs."""

from __future__ import annotations

import io
import resource
import time
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import feedparser

from monitor.sources import Document, Failure, Parsed
from monitor.sources.feed import read
from monitor.sources.worker import GuardedWorker
from monitor.topics import Source

SOURCE = Source(id="suite", address="https://www.example.org/feed")
NOW = datetime(2026, 11, 28, tzinfo=UTC)
NONE_OF_ITS = "fewer than feedparser"
WRONG = ("fault", "parser", NONE_OF_ITS)
"""Answers that a real feed must not have."""


class Answer(NamedTuple):
    """What came of a file."""

    path: Path
    answer: str
    """"entries", "damaged, entries", "no entries", or the kind of a failure."""
    entries: int
    bare: int
    """Entries of feedparser with its defaults, at most as many as we take."""
    seconds: float
    detail: str


async def answers(files: Sequence[Path]) -> list[Answer]:
    """One after the other, through one worker."""
    async with GuardedWorker() as worker:
        return [await _answer(worker, path) for path in files]


async def _answer(worker: GuardedWorker, path: Path) -> Answer:
    body = path.read_bytes()
    document = Document(
        address=SOURCE.address, body=body, content_type="application/xml", retrieved=NOW
    )
    begun = time.perf_counter()
    found = await worker.run(read, SOURCE, document)
    seconds = time.perf_counter() - begun
    bare = _bare(body)
    if isinstance(found, Failure):
        return Answer(path, found.kind, 0, bare, seconds, found.sentence)
    answer = "entries" if found.entries else "no entries"
    if found.broken:
        answer = f"damaged, {answer}"
    return Answer(
        path, _judged(answer, found, bare), len(found.entries), bare, seconds, _told(found)
    )


def _judged(answer: str, found: Parsed, bare: int) -> str:
    """Entries with neither title nor text are left out, and said; any other that is missing is lost."""
    left_out = sum("neither title nor text" in each for each in found.warnings)
    return NONE_OF_ITS if len(found.entries) < bare and not left_out else answer


def _told(found: Parsed) -> str:
    undated = sum(entry.published is None for entry in found.entries)
    unlinked = sum(not entry.url for entry in found.entries)
    return f"{len(found.entries)} entries, {undated} undated, {unlinked} unlinked; {found.warnings}"


def _bare(body: bytes) -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return min(len(feedparser.parse(io.BytesIO(body)).entries), 500)


def table(found: Sequence[Answer]) -> Iterator[str]:
    """A line an answer."""
    yield f"{'answer':28}{'files':>7}{'entries':>9}{'feedparser':>12}{'slowest':>10}"
    for answer, count in Counter(each.answer for each in found).most_common():
        those = [each for each in found if each.answer == answer]
        yield _line(answer, count, those)
    yield _line("in all", len(found), found)
    for name, who in (("this process", resource.RUSAGE_SELF), ("worker", resource.RUSAGE_CHILDREN)):
        yield f"memory at most, {name}: {resource.getrusage(who).ru_maxrss // 1024} MB"


def _line(answer: str, count: int, those: Iterable[Answer]) -> str:
    those = list(those)
    entries, bare = sum(each.entries for each in those), sum(each.bare for each in those)
    slowest = max(each.seconds for each in those)
    return f"{answer:28}{count:7,}{entries:9,}{bare:12,}{slowest:8.2f} s"
