"""The sources as they stand: what the daemon remembers of its polls, and what the log says of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple

from monitor.errors import StateError
from monitor.sources import State
from monitor.sources.answers import Answers
from monitor.state import FEEDS
from monitor.topics import Source, Topic
from monitor.views.reading import Reading, Row

Condition = Literal["answering", "failing", "gone", "not heard yet"]


class Outlook(NamedTuple):
    """One source at this moment."""

    source: Source
    condition: Condition
    since: str | None
    """ISO time from which it has been so, when it is known."""
    why: str
    last_success: datetime | None
    failures: int
    """In a row."""
    entries: int
    """How many its last good document held."""


def outlook(reading: Reading, state_dir: Path, topics: Iterable[Topic]) -> list[Outlook]:
    """Every source of the topics once, by id. Raises Unreadable."""
    told = {row["source"]: row for row in reading.health()}
    kept = remembered(state_dir / FEEDS)
    sources = {source.id: source for topic in topics for source in topic.sources}
    return [
        _one(source, kept.get(name), told.get(name)) for name, source in sorted(sources.items())
    ]


def remembered(path: Path) -> dict[str, State]:
    """What each source last answered; nothing when it cannot be read: it is only a memory."""
    if not path.exists():
        return {}
    try:
        with Answers(path, readonly=True) as answers:
            return answers.states()
    except StateError:
        return {}


def _one(source: Source, state: State | None, row: Row | None) -> Outlook:
    if state is not None and state.configured != source.address:
        state = row = None  # another address now: what was known is of the old one
    gone = state.gone if state else row is not None and row["state"] == "gone"
    failing = state.announced if state else row is not None and row["state"] == "failed"
    heard = state is not None and state.last_success is not None
    condition: Condition = "gone" if gone else "failing" if failing else "not heard yet"
    if condition == "not heard yet" and (heard or row is not None):
        condition = "answering"
    bad = condition in {"gone", "failing"}
    why = (state.last_error if state else "") or (row["detail"] if row and bad else "") or ""
    return Outlook(
        source=source,
        condition=condition,
        since=row["since"] if row else None,
        why=why,
        last_success=state.last_success if state else None,
        failures=state.failures if state else 0,
        entries=state.entries if state else 0,
    )


def blind(sources: Iterable[Outlook]) -> list[Outlook]:
    """Those of which nothing is heard: what only they tell is not in the figures."""
    return [each for each in sources if each.condition in {"failing", "gone"}]
