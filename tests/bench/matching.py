"""Matching a story against 1,000 to 100,000 kept ones, in memory and in views.db."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import accumulate
from pathlib import Path

from monitor.entries import Entry
from monitor.eventlog.memory import MemoryLog
from monitor.events import StoryPublished
from monitor.stories.index import Index, Keys, Known, MemoryIndex
from monitor.stories.taking import take
from monitor.views.index import SqliteIndex
from monitor.views.store import Views
from tests.bench.figures import Figure, best, rate, times
from tests.eval.reading import SEEN

SIZES = (1_000, 10_000, 100_000)
ASKED = 200
"""Stories that are matched; a third are copies of kept ones."""
WORDS = 30
"""Of title and lead together: the median of real entries is a few more."""
VOCABULARY = 8_000
TOPIC = "bench"


def figures(folder: Path) -> Iterator[Figure]:
    """Stories a second at each size; the peer is the smallest size."""
    chance = random.Random(1)
    leads = Leads(chance)
    kept = [leads.entry(number) for number in range(SIZES[-1])]
    memory = MemoryIndex()
    added = 0
    told: list[tuple[StoryPublished, Known, Keys]] = []
    for entry in kept:
        taken = take(entry, EMPTY, TOPIC)
        (event,) = taken.events
        assert isinstance(event, StoryPublished)
        told.append((event, taken.known, taken.keys))
    first = 0.0
    for size in SIZES:
        for _, known, keys in told[added:size]:
            memory.add(known, keys)
        added = size
        spent = _spent(leads.asked(kept[:size], chance), memory)
        first = first or spent
        yield _figure("memory", size, spent, first)
    yield from _in_tables(folder, leads, kept, [event for event, _, _ in told], chance)


def _in_tables(
    folder: Path,
    leads: Leads,
    kept: Sequence[Entry],
    events: Sequence[StoryPublished],
    chance: random.Random,
) -> Iterator[Figure]:
    first, added = 0.0, 0
    log = MemoryLog()
    with Views.build(folder / "matching.db") as views:
        for size in SIZES:
            log.append(TOPIC, events[added:size], log.head(TOPIC).position)
            views.apply(list(log.read(added)))
            added = size
            index = views.index(TOPIC)
            assert isinstance(index, SqliteIndex)
            spent = _spent(leads.asked(kept[:size], chance), index)
            first = first or spent
            yield _figure("views.db", size, spent, first)


class Nothing:
    """An index that keeps nothing: to make the keys of a text without matching it."""

    def find(self, keys: Keys) -> list[Known]:
        return []

    def add(self, known: Known, keys: Keys) -> None:
        pass


EMPTY = Nothing()


class Leads:
    """Made-up leads: words by Zipf's law, so that common ones are as common as in a language."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.words = [f"w{number:x}" for number in range(VOCABULARY)]
        self.weights = list(accumulate(1 / (rank + 10) for rank in range(VOCABULARY)))

    def entry(self, number: int) -> Entry:
        """A text of its own, minutes after the one before."""
        words = self.chance.choices(self.words, cum_weights=self.weights, k=WORDS)
        at = SEEN + timedelta(minutes=number)
        return Entry(
            source=f"feed{number % 300}",
            site=f"outlet{number % 300}.example",
            url=f"https://outlet{number % 300}.example/{number}",
            title=" ".join(words[:10]),
            text=" ".join(words[10:]),
            published=at,
            day=at.date(),
            seen=at,
        )

    def asked(self, kept: Sequence[Entry], chance: random.Random) -> list[Entry]:
        """New texts among copies of kept ones at other outlets."""
        found = []
        for number in range(ASKED):
            fresh = self.entry(len(kept) + number)
            if number % 3 == 0:
                old = chance.choice(kept)
                fresh = Entry(
                    source="copy",
                    site="copy.example",
                    url=f"https://copy.example/{number}",
                    title=old.title,
                    text=f"WIRE - {old.text}",
                    published=old.published,
                    day=old.day,
                    seen=old.seen,
                )
            found.append(fresh)
        return found


def _spent(entries: Sequence[Entry], index: Index) -> float:
    def work() -> None:
        for entry in entries:
            take(entry, index, TOPIC)

    return best(work, runs=3) / len(entries)


def _figure(where: str, size: int, spent: float, first: float) -> Figure:
    peer = "" if size == SIZES[0] else f"at {SIZES[0]:,}: {rate(1, first, 'stories')}"
    ratio = "" if size == SIZES[0] else times(spent / first)
    return Figure(
        f"match a story, {size:,} kept in {where}",
        rate(1, spent, "stories"),
        peer,
        ratio,
        "does not grow",
    )
