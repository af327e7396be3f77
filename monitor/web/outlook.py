"""The sources of the topics, each with its health."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from monitor.state import FEEDS
from monitor.topics import Source, Topic
from monitor.views.health import Health, health, remembered
from monitor.views.reading import Reading


class Outlook(NamedTuple):
    """One source at this moment."""

    source: Source
    health: Health


def outlook(
    reading: Reading, state_dir: Path, topics: Iterable[Topic], now: datetime
) -> list[Outlook]:
    """Every source of the topics once, by id. Raises Unreadable."""
    told = {row["source"]: row for row in reading.health()}
    kept = remembered(state_dir / FEEDS)
    sources = {source.id: source for topic in topics for source in topic.sources}
    return [
        Outlook(each, health(name, each.address, kept.get(name), told.get(name), now))
        for name, each in sorted(sources.items())
    ]


def silent(sources: Iterable[Outlook]) -> list[Outlook]:
    """Those that were heard once: what only they tell now is not in the figures."""
    return [each for each in sources if each.health.state in {"blind", "late"}]
