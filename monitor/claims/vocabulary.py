"""What the claims about a tracker can say: its measures, stages, unit, acts.

A reader offers it, as `vocabulary(tracker, pack)`, beside what it reads: so a proposal from elsewhere (a
language model) can be held to the words of the tracker, and nothing here knows a kind of tracker. A
reader that the program does not have offers none.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from msgspec import Struct

from monitor.claims.language import Pack
from monitor.errors import NotFound
from monitor.registry import resolve
from monitor.topics import Topic, Tracker


class Saying(Struct, frozen=True):
    """One kind of statement, with the people of the topic who can make it (anybody when empty)."""

    act: str
    about: str
    speakers: tuple[str, ...] = ()
    to: str | None = None


class Vocabulary(Struct, frozen=True, kw_only=True):
    """What claims about one tracker can say; what is empty cannot be claimed."""

    counts: tuple[str, ...] = ()
    """Measures of incidents and totals."""
    events: str = ""
    """The measure that counts happenings: more than one makes a report of several."""
    stages: dict[str, tuple[str, ...]] = {}
    """By episode."""
    days: dict[str, Literal["date", "occurred"]] = {}
    """Stages whose day the words give: the day that is set, or the day on which it took place."""
    done: tuple[str, ...] = ()
    """Stages that tell of something done: a sentence that disowns it does not tell them."""
    places: tuple[str, ...] = ()
    """Places of the topic where a happening can be; all when empty."""
    parties: tuple[str, ...] = ()
    unit: str = ""
    share: bool = False
    """The number is a share of those asked, in per cent."""
    least: int = 0
    most: int | None = None
    sayings: tuple[Saying, ...] = ()

    def __bool__(self) -> bool:
        """False when nothing can be claimed."""
        return bool(self.counts or self.stages or self.unit or self.sayings)


class Spoken(NamedTuple):
    """A tracker with the vocabulary of its reader."""

    tracker: Tracker
    words: Vocabulary


def spoken(topic: Topic, pack: Pack, wanted: Iterable[str]) -> dict[str, Spoken]:
    """Those of the wanted trackers about which something can be claimed, in the topic's order."""
    names = frozenset(wanted)
    found = {}
    for tracker in topic.trackers:
        words = _vocabulary(tracker, pack) if tracker.id in names else Vocabulary()
        if words:
            found[tracker.id] = Spoken(tracker, words)
    return found


def _vocabulary(tracker: Tracker, pack: Pack) -> Vocabulary:
    try:
        reader = resolve("claims.readers", tracker.reader)
    except NotFound:
        return Vocabulary()
    made: Vocabulary = reader.vocabulary(tracker, pack)
    return made
