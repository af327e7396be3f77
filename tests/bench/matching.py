"""Matching a story against 10,000 to 1,000,000 kept ones in views.db, beside a comparison with all of them.

The peer does what one would do first: `rapidfuzz.process.extract` over all titles, which finds the most
similar ones and decides nothing. Ours makes the keys, looks them up, reads the candidates and decides.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import accumulate
from pathlib import Path

from rapidfuzz import fuzz, process

from monitor.entries import Entry
from monitor.stories.index import Index, Keys, Known, MemoryIndex, posting_keys
from monitor.stories.taking import take
from monitor.views import schema
from monitor.views.index import SqliteIndex, table_keys
from tests.bench.figures import Figure, best, rate, times
from tests.eval.reading import SEEN

SIZES = (1_000, 10_000, 100_000)
MILLION = 1_000_000
ASKED = 200
"""Stories that are matched; a third are copies of kept ones."""
COMPARED = {1_000: 200, 10_000: 100, 100_000: 30, MILLION: 10}
"""How many of them are compared with all titles: it takes long."""
CUT_OFF = 85
"""Likeness from which titles are given back, as one would choose it."""
WORDS = 30
"""Of title and lead together: the median of real entries is a few more."""
VOCABULARY = 8_000
TOPIC = "bench"


def figures(folder: Path) -> Iterator[Figure]:
    """Stories a second at each size, in memory and in views.db."""
    chance = random.Random(1)
    leads = Leads(chance)
    kept = [leads.entry(number) for number in range(SIZES[-1])]
    told = [_told(entry) for entry in kept]
    memory, tables = MemoryIndex(), Tables(folder / "matching.db")
    added, first = 0, 0.0
    for size in SIZES:
        for known, keys in told[added:size]:
            memory.add(known, keys)
        tables.fill(told[added:size])
        added = size
        asked = leads.asked(kept[:size], chance)
        spent = _spent(asked, memory)
        first = first or spent
        yield _growth(size, spent, first)
        yield _beside(size, asked, tables.index, [entry.title for entry in kept[:size]])


def million(folder: Path) -> Iterator[Figure]:
    """The same with a million kept headlines; it takes some minutes to make them."""
    chance = random.Random(1)
    leads = Leads(chance, words=10)
    tables, kept = Tables(folder / "million.db"), []
    for start in range(0, MILLION, SIZES[-1]):
        batch = [leads.entry(number) for number in range(start, start + SIZES[-1])]
        tables.fill([_told(entry) for entry in batch])
        kept += batch
        if start + SIZES[-1] in (SIZES[-1], MILLION):
            titles = [entry.title for entry in kept]
            yield _beside(len(kept), leads.asked(kept, chance), tables.index, titles, "headlines ")


def _told(entry: Entry) -> tuple[Known, Keys]:
    """What is kept of a text that came first."""
    known = Known(
        story=entry.url,
        lineage=entry.url,
        source=entry.source,
        site=entry.site,
        url=entry.url,
        title=entry.title,
        text=entry.text,
        published=entry.published,
        day=entry.day,
        seen=entry.seen,
    )
    return known, posting_keys(known)


class Tables:
    """The tables that matching asks, filled without the log."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path)
        for setting in ("synchronous = off", "journal_mode = off", "cache_size = -400000"):
            self.connection.execute(f"pragma {setting}")
        schema.create(self.connection)
        self.index = SqliteIndex(self.connection, TOPIC)
        self.count = 0

    def fill(self, told: Sequence[tuple[Known, Keys]]) -> None:
        """Keep these texts as well."""
        names = "n, topic, id, kind, lineage, first_lineage, url, site, source, title, text, lang"
        names += ", guid, also, published, day, seen, day_only, reading, revisions, why"
        rows, posted = [], []
        for number, (known, keys) in enumerate(told, self.count + 1):
            at = known.seen.isoformat()
            where = (known.url, known.site, known.source, known.title, known.text, "", "", "[]")
            ids = (number, TOPIC, known.story, "original", known.story, known.story)
            rows.append((*ids, *where, at, at[:10], at, 0, 1, 0, ""))
            exact, shingles = table_keys(TOPIC, keys)
            posted += [(key, number) for key in (*exact, *shingles)]
        marks = ", ".join("?" * len(rows[0]))
        self.connection.executemany(f"insert into stories ({names}) values ({marks})", rows)
        self.connection.executemany("insert into story_keys values (?, ?)", sorted(posted))
        self.connection.commit()
        self.count += len(rows)


class Leads:
    """Made-up leads: words by Zipf's law, so that common ones are as common as in a language."""

    def __init__(self, chance: random.Random, words: int = WORDS) -> None:
        self.chance = chance
        self.count = words
        self.words = [f"w{number:x}" for number in range(VOCABULARY)]
        self.weights = list(accumulate(1 / (rank + 10) for rank in range(VOCABULARY)))

    def entry(self, number: int) -> Entry:
        """A text of its own, minutes after the one before."""
        words = self.chance.choices(self.words, cum_weights=self.weights, k=self.count)
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


def _compared(entries: Sequence[Entry], titles: Sequence[str]) -> float:
    """Seconds in which a title is compared with all."""

    def work() -> None:
        for entry in entries:
            process.extract(entry.title, titles, scorer=fuzz.ratio, score_cutoff=CUT_OFF)

    return best(work, runs=2) / len(entries)


def _growth(size: int, spent: float, first: float) -> Figure:
    peer = "" if size == SIZES[0] else f"at {SIZES[0]:,}: {rate(1, first, 'stories')}"
    ratio = "" if size == SIZES[0] else times(spent / first)
    what = f"match a story, {size:,} kept in memory"
    return Figure(what, rate(1, spent, "stories"), peer, ratio, "does not grow")


def _beside(
    size: int, asked: Sequence[Entry], index: Index, titles: Sequence[str], of: str = ""
) -> Figure:
    """Ours in the tables beside a comparison with all titles; the ratio is how many times as fast."""
    spent, compared = _spent(asked, index), _compared(asked[: COMPARED[size]], titles)
    what = f"match a story, {size:,} {of}kept in views.db"
    peer = f"process.extract: {rate(1, compared, 'stories')}"
    return Figure(what, rate(1, spent, "stories"), peer, times(compared / spent), "does not grow")
