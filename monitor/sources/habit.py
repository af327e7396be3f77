"""How often a source publishes, and how often it is asked for that reason. Pure.

It is asked at half the median of the pauses between its new entries: then an entry waits a quarter of
such a pause on average. A long night moves a median little; a source that has fallen silent is asked
less and less.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from statistics import median

from msgspec import structs

from monitor.entries import Entry
from monitor.sources import State
from monitor.topics import Source

SHORTEST = 300
"""Seconds: no source that has not been singled out in the configuration is asked more often."""
LONGEST = 6 * 3_600
"""Seconds: the slowest source is asked four times a day, unless its server asks for less."""
UNKNOWN = 900
"""Seconds between polls while nothing is known of a source."""
SHARE = 0.5
"""Of the usual pause between two entries."""
KEPT = 16
"""Pauses that the habit is made of: half a day of a busy source, two weeks of a daily one."""
ENOUGH = 3
"""Pauses that make a habit."""
TOGETHER = 60
"""Seconds within which entries have come in one go."""
SILENCE = 1 / 16
"""Of the time without anything new: after eight hours half an hour, after four days six hours."""
FASTER = 3
"""How many times more often than `every` a busy source is asked."""
HASTE = 4
"""How many times the interval is halved at most after a gap: 15 minutes become one, within bounds."""
CALM = 0.25
"""Share of new entries in a document below which twice the interval would have lost none either."""


def interval(source: Source, state: State, now: datetime) -> float:
    """Seconds until the next poll of a source that is well, before its server is heard."""
    longest = source.every or LONGEST
    floor = source.fastest or min(SHORTEST, longest)
    shortest = source.fastest or min(longest, max(SHORTEST, source.every // FASTER))
    usual = min(max(_usual(source, state, now), shortest), longest)
    return max(floor, usual / float(2**state.haste))


def _usual(source: Source, state: State, now: datetime) -> float:
    if len(state.gaps) < ENOUGH or state.newest is None:
        return source.every or state.update or UNKNOWN
    silent = (now - state.newest).total_seconds()
    return max(SHARE * median(state.gaps), SILENCE * silent)


def learnt(state: State, entries: Sequence[Entry], now: datetime) -> State:
    """The state after entries that are new; from a first document, with the pauses between its dates."""
    times = _times(entries, state.newest, now)
    if not times:
        return state
    known = times if state.newest is None else [state.newest, *times]
    gaps = [round((later - earlier).total_seconds()) for earlier, later in pairwise(known)]
    gaps = [gap for gap in gaps if gap >= TOGETHER]
    kept = (*state.gaps, *gaps)[-KEPT:]
    return structs.replace(state, gaps=kept, newest=times[-1])


def _times(entries: Iterable[Entry], newest: datetime | None, now: datetime) -> list[datetime]:
    """When these entries have come, in order. What is older than what is known tells nothing new."""
    times = set()
    for entry in entries:
        dated = entry.published is not None and not entry.day_only and entry.published <= now
        time = entry.published if dated and entry.published else now
        if newest is None or time > newest:
            times.add(time)
    return sorted(times)


def hurried(state: State, *, gap: bool, new: int, count: int) -> State:
    """The state with more haste after a gap, with less where there is room again."""
    if gap:
        return structs.replace(state, haste=min(state.haste + 1, HASTE))
    if state.haste and new <= CALM * count:
        return structs.replace(state, haste=state.haste - 1)
    return state
