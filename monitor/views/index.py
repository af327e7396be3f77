"""The kept texts of one topic, looked up in views.db: the index that matching asks.

Texts that were added but whose events have not been applied yet lie over the tables, so that
several entries can be matched before anything is appended.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import lru_cache
from heapq import nlargest

from monitor.stories.fingerprint import stable
from monitor.stories.index import PER_KEY, PER_SHINGLE, SHARED, Keys, Known

FIRST_PENDING = 2**62
"""Number of the first text that has none yet: newer than every story in the table."""

_NUMBER = "select n from stories where topic = ? and id = ?"
_POSTED = "select story from story_keys where key = ? order by story desc limit ?"
_COLUMNS = (
    "id, first_lineage, source, site, url, also, guid, title, text, wire, published, day, seen,"
    " reading, revisions"
)
_KNOWN = f"select {_COLUMNS} from stories where n = ?"


class SqliteIndex:
    """See `monitor.stories.index.Index`. Numbers stand for stories: a higher one came later."""

    def __init__(self, connection: sqlite3.Connection, topic: str) -> None:
        """Look into the tables of an open views.db."""
        self._connection = connection
        self._topic = topic
        self._numbers: dict[str, int] = {}
        self._pending: dict[int, Known] = {}
        self._posted: defaultdict[int, set[int]] = defaultdict(set)

    def find(self, keys: Keys) -> list[Known]:
        """See `Index.find`."""
        exact, shingles = table_keys(self._topic, keys)
        found = set(self._last(exact, PER_KEY))
        shared = Counter(self._last(shingles, PER_SHINGLE))
        found.update(number for number, count in shared.items() if count >= SHARED)
        return [self._known(number) for number in sorted(found)]

    def add(self, known: Known, keys: Keys) -> None:
        """See `Index.add`; kept until the events that say so have been applied."""
        number = self._number(known.story)
        self._pending[number] = known
        exact, shingles = table_keys(self._topic, keys)
        for key in (*exact, *shingles):
            self._posted[key].add(number)

    def settle(self) -> None:
        """Forget what was added: the tables hold it now, or it was never appended."""
        self._numbers.clear()
        self._pending.clear()
        self._posted.clear()

    def _last(self, keys: Iterable[int], most: int) -> Iterator[int]:
        """The stories that came last under each key."""
        for key in keys:
            rows = self._connection.execute(_POSTED, (key, most))
            stored = [number for (number,) in rows]
            pending = self._posted.get(key)
            yield from nlargest(most, pending.union(stored)) if pending else stored

    def _number(self, story: str) -> int:
        """The number of a story: its own, or one behind all of them."""
        if story not in self._numbers:
            row = self._connection.execute(_NUMBER, (self._topic, story)).fetchone()
            self._numbers[story] = row[0] if row else FIRST_PENDING + len(self._numbers)
        return self._numbers[story]

    def _known(self, number: int) -> Known:
        """What is kept of a story."""
        if number in self._pending:
            return self._pending[number]
        return known(self._connection.execute(_KNOWN, (number,)).fetchone())


def table_keys(topic: str, keys: Keys) -> tuple[list[int], list[int]]:
    """The exact keys and the shingles as the table holds them.

    The topic and the kind of key are mixed in: half the size of a table with columns for them.
    """
    exact, shingle = _masks(topic)
    return [key ^ exact for key in keys.exact], [key ^ shingle for key in keys.shingles]


@lru_cache
def _masks(topic: str) -> tuple[int, int]:
    """A topic's numbers, below 2**63 like the keys."""
    return stable("exact", topic), stable("shingle", topic)


def known_story(connection: sqlite3.Connection, topic: str, story: str) -> Known | None:
    """What the tables keep of a story; None when they do not know it."""
    query = f"select {_COLUMNS} from stories where topic = ? and id = ?"
    row = connection.execute(query, (topic, story)).fetchone()
    return known(row) if row else None


def known(row: tuple[str, ...]) -> Known:
    """A row of `stories` as matching knows it."""
    story, lineage, source, site, url, also, guid, title, text, wire, *rest = row
    published, day, seen, reading, revisions = rest
    return Known(
        story=story,
        lineage=lineage,
        source=source,
        site=site,
        url=url,
        also=tuple(json.loads(also)),
        guid=guid,
        title=title,
        text=text,
        wire=wire,
        published=datetime.fromisoformat(published) if published else None,
        day=date.fromisoformat(day) if day else None,
        seen=datetime.fromisoformat(seen),
        reading=int(reading),
        revisions=int(revisions),
    )
