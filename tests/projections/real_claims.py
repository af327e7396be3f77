"""The claims that are read out of the default topic's archive, as events of the tracker "t"."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from hypothesis import strategies as st
from msgspec import structs

from monitor.backfill import by_day, read_file
from monitor.claims import Readers
from monitor.config import load
from monitor.entries import Entry, Story
from monitor.events import AnyEvent
from monitor.reports import Claim
from monitor.stories.gate import Gate
from monitor.stories.index import MemoryIndex
from monitor.stories.taking import take
from monitor.topics import Topic

CONFIG = Path(__file__).parents[2] / "config"
NOW = datetime(2025, 11, 29, 8, tzinfo=UTC)
"""When the archive is taken to be read."""


@cache
def topic() -> Topic:
    """The default topic."""
    return load(CONFIG).topic("us-venezuela")


@cache
def taken() -> tuple[tuple[AnyEvent, ...], tuple[Story, ...]]:
    """Events of the archive's texts, and the stories that are read for claims."""
    found, _ = read_file(CONFIG / "topics" / topic().archive, NOW)
    gate, index = Gate(topic()), MemoryIndex()
    events: list[AnyEvent] = []
    stories: list[Story] = []
    for entry in _ordered(found):
        if gate.passes(entry) is None:
            continue
        one = take(entry, index, topic().id)
        if one.events:
            index.add(one.known, one.keys)
        events.extend(one.events)
        if one.story is not None:
            stories.append(one.story)
    return tuple(events), tuple(stories)


def _ordered(found: list[Entry]) -> list[Entry]:
    return [entry for day in by_day(found) for entry in day]


@cache
def archive(tracker: str = "strikes") -> tuple[AnyEvent, ...]:
    """The stories, copies and revisions of the archive with the claims about one tracker, told of "t"."""
    events, stories = taken()
    readers = Readers(topic())
    claims = {
        claim.id: structs.replace(claim, tracker="t", id="")
        for story in stories
        for claim in readers.read(story)
        if claim.tracker == tracker
    }
    return (*events, *claims.values())


@st.composite
def stretches(draw: st.DrawFn, tracker: str = "strikes", days: int = 21) -> list[AnyEvent]:
    """What the archive says in some weeks, with the stories that are linked with it."""
    claims = [each for each in archive(tracker) if isinstance(each, Claim)]
    first = draw(st.sampled_from(sorted({claim.reported.toordinal() for claim in claims})))
    some = [c for c in claims if first <= c.reported.toordinal() < first + days]
    return [*(each for each in archive(tracker) if not isinstance(each, Claim)), *some]
