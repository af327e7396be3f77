"""Entries and kept texts in our own words, for the tests of matching."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from monitor.entries import Entry
from monitor.stories.index import Known, MemoryIndex
from monitor.stories.matching import Match, match
from monitor.stories.taking import Taken, take

NOON = datetime(2025, 11, 16, 12, tzinfo=UTC)
"""The moment around which the samples are published."""

PATROL = (
    "The coast guard of Esperia said on Sunday that its patrol boats had stopped a trawler off the "
    "northern cape after a chase of several hours, found 300 crates of rifles under the nets and "
    "brought the nine sailors ashore, where a magistrate will hear them before the end of the "
    "week, according to a statement read to reporters in the harbor office."
)
"""A lead of some length, without quotes."""
VERDICT = (
    "Judges in the capital are expected to rule this spring on whether the railway company must "
    "pay for the flooded tunnel, a question that has divided engineers, insurers and the two "
    "towns at its ends ever since the pumps gave way during the storms of last autumn."
)
"""Another one."""


def entry(title: str = "", text: str = "", hours: float = 0, **fields: object) -> Entry:
    """An entry of one outlet, published `hours` after noon."""
    time = NOON + timedelta(hours=hours)
    given: dict[str, object] = {
        "source": "gazette",
        "site": "gazette.example",
        "title": title,
        "text": text,
        "published": time,
        "day": time.date(),
        "seen": time,
        **fields,
    }
    return Entry(**given)  # type: ignore[arg-type]  # the fields are named by the tests


def known(of: Entry) -> Known:
    """What is kept of an entry that came first."""
    return take(of, MemoryIndex(), "topic").known


def against(new: Entry, *old: Entry) -> Match:
    """What an entry is to others that are kept already."""
    return match(new, [known(each) for each in old])


def taken(entries: Iterable[Entry]) -> list[Taken]:
    """Entries taken in one after the other."""
    index = MemoryIndex()
    outcome = []
    for each in entries:
        outcome.append(take(each, index, "topic"))
        index.add(outcome[-1].known, outcome[-1].keys)
    return outcome
