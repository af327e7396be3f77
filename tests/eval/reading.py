"""What the program makes of labelled texts: as `monitor extract` does, gate first, then the readers."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from monitor.claims import Readers
from monitor.cli.texts import story_of
from monitor.config import load
from monitor.entries import Entry
from monitor.reports import AnyClaim
from monitor.sources import lines
from monitor.stories.gate import Gate
from monitor.topics import Topic
from tests.eval.texts import CasualtyRow, Row

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "tests" / "corpus"
SEEN = datetime(2025, 12, 1, 12, tzinfo=UTC)
"""When texts without a day of publication are taken to have been seen: within the topic's days."""


class Reading(NamedTuple):
    """What came of one text."""

    relevant: bool
    claims: Sequence[AnyClaim]
    seconds: float
    """Gate and readers, on the processor."""
    beyond: Sequence[AnyClaim] = ()
    """What the readers would have said of a text that the gate has kept out."""


def default_topic() -> Topic:
    """The topic that `story` sets are about."""
    return load(ROOT / "config").topic("us-venezuela")


def casualty_topic() -> Topic:
    """A topic of any fire, crash or attack: for the casualty sets only."""
    return load(CORPUS).topic("casualties")


def topic_for(rows: Sequence[Row]) -> Topic:
    """The topic with which a set is read."""
    return casualty_topic() if isinstance(rows[0], CasualtyRow) else default_topic()


def read_all(
    rows: Sequence[Row], topic: Topic, readers: Readers | None = None, *, warm: bool = True
) -> list[Reading]:
    """Every text read; when `warm`, all of them once before the clock runs."""
    gate, readers = Gate(topic), readers or Readers(topic)
    entries = [entry_of(row) for row in rows]
    for entry in entries if warm else ():
        _read(entry, gate, readers, topic)
    return [_read(entry, gate, readers, topic) for entry in entries]


def _read(entry: Entry, gate: Gate, readers: Readers, topic: Topic) -> Reading:
    start = time.thread_time()
    relevant = gate.passes(entry) is not None
    claims = readers.read(story_of(entry, topic)) if relevant else []
    spent = time.thread_time() - start
    beyond = () if relevant else readers.read(story_of(entry, topic))
    return Reading(relevant, claims, spent, beyond)


def entry_of(row: Row) -> Entry:
    """A row as an entry. Of a month ("2025-11") no day is known."""
    published = row.published if row.published and len(row.published) >= len("2025-11-28") else None
    line = {"title": row.title, "text": row.text, "lang": row.lang, "published": published}
    site, url = getattr(row, "site", ""), getattr(row, "url", "")
    return lines.entry({**line, "site": site, "url": url, "id": row.id}, SEEN)
