"""What goes wrong at which feed, and when: a plan that is the same for the same seed.

Short faults come to every feed now and then. A few feeds have a fate of their own: dead for days, gone
for good, at a new address.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

Kind = Literal[
    "error",  # 500
    "busy",  # 429 with Retry-After
    "resting",  # 503 with Retry-After: the whole host wants to be left alone
    "cut off",  # the document ends in the middle
    "timeout",  # no answer
    "slow",  # the document, in drops
    "dead",  # the connection is broken off
    "elsewhere",  # 302 to where the feed is for the time being
    "moved",  # 301 to where it is from now on
    "gone",  # 410
]
SHORT: tuple[tuple[Kind, int], ...] = (
    ("error", 6),
    ("busy", 3),
    ("cut off", 4),
    ("slow", 4),
    ("elsewhere", 2),
    ("timeout", 2),
)
"""Faults that come and go, and how often each comes in twenty-one."""
EVERY = (4.0, 20.0)
"""Days between two short faults of a feed."""
LASTS = (2.0, 14.0)
"""Hours that a short fault lasts."""
QUIET = timedelta(days=2)
"""Nothing is wrong at first: the first answer of a source is never alerted, and it should be an early one."""
DEAD = (3.0, 5.0)
"""Days; what came meanwhile is still in the feed when it is back."""


class Fault(NamedTuple):
    """Something that is wrong for a while."""

    kind: Kind
    since: datetime
    until: datetime


class Plan:
    """The faults of each feed, by its name."""

    def __init__(
        self, names: Sequence[str], begin: datetime, until: datetime, seed: int = 1
    ) -> None:
        """The last feed goes for good; every seventh is dead for days, every eleventh moves."""
        self._faults: dict[str, list[Fault]] = {}
        for at, name in enumerate(names):
            chance = random.Random(f"faults {seed} {name}")
            found = [*_fates(at, len(names), begin, until, chance)]
            self._faults[name] = [*found, *_short(begin + QUIET, until, chance)]

    def at(self, name: str, now: datetime) -> Fault | None:
        """What is wrong with a feed at a time; its fate before what is short."""
        found = self._faults[name]
        return next((each for each in found if each.since <= now < each.until), None)

    def kinds(self) -> set[Kind]:
        """All that goes wrong somewhere."""
        return {each.kind for found in self._faults.values() for each in found}


def _short(begin: datetime, until: datetime, chance: random.Random) -> Iterator[Fault]:
    kinds, weights = zip(*SHORT, strict=True)
    at = begin + timedelta(days=chance.uniform(0, EVERY[1]))
    while at < until:
        (kind,) = chance.choices(kinds, weights)
        end = at + timedelta(hours=chance.uniform(*LASTS))
        yield Fault(kind, at, end)
        at = end + timedelta(days=chance.uniform(*EVERY))


def _fates(
    at: int, count: int, begin: datetime, until: datetime, chance: random.Random
) -> Iterator[Fault]:
    """What happens to this feed and to few others."""
    span = until - begin
    if at == count - 1:
        yield Fault("gone", begin + span / 2, until)
    elif at % 7 == 3:
        since = begin + span * chance.uniform(0.2, 0.8)
        yield Fault("dead", since, since + timedelta(days=chance.uniform(*DEAD)))
    elif at % 11 == 5:
        yield Fault("moved", begin + span * chance.uniform(0.1, 0.3), until)
    elif at == 1:
        since = begin + span / 3
        yield Fault("resting", since, since + timedelta(hours=9))
