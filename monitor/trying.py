"""What a topic would have found in texts that are kept already: the whole way, and nothing is written.

Each text goes through the gate, is matched against those before it and is read, in the order in which
it was published; what its claims add up to is worked out at the end. A text that is kept in several
places (as an entry, as a story of one topic or another) counts once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from monitor.backfill import by_day
from monitor.claims import Readers
from monitor.entries import Entry, Story
from monitor.events import AnyEvent
from monitor.projections.ledger import Ledger, apply
from monitor.reports import AnyClaim
from monitor.stories.gate import Gate, Miss
from monitor.stories.index import MemoryIndex
from monitor.stories.taking import take
from monitor.topics import Topic
from monitor.views.rebuild import answer
from monitor.views.store import Answer

NEAREST = 50
"""Texts that nearly pass which are kept as examples; all are counted."""


class Stored(Struct, frozen=True, kw_only=True):
    """Texts that are kept, and where they come from."""

    entries: tuple[Entry, ...] = ()
    """As sources gave them in the last 30 days."""
    recorded: tuple[Entry, ...] = ()
    """The texts of the stories in the log."""


class Found(Struct, frozen=True, kw_only=True):
    """A text that is about the topic, and new in some way."""

    combination: str
    """Of word groups, that has let it in."""
    kind: Literal["new", "copy", "revision"]
    story: Story
    claims: tuple[AnyClaim, ...]


class Near(Struct, frozen=True, kw_only=True):
    """A text that nearly passes."""

    entry: Entry
    misses: tuple[Miss, ...]


class Trial(Struct, frozen=True, kw_only=True):
    """What a topic would have found."""

    topic: Topic
    entries: int
    recorded: int
    texts: int
    """Of both, each text once."""
    combinations: dict[str, int]
    """How many texts each combination has let in, the most first."""
    known: int
    """Texts about the topic that say nothing new: they were told already."""
    found: tuple[Found, ...]
    """Newest first."""
    answers: dict[str, Answer]
    """By tracker: what it would say."""
    nearly: dict[Miss, int]
    """How many texts each thing alone has kept out, the most first."""
    nearest: tuple[Near, ...]
    """Examples, those with the most groups first."""
    silent: tuple[str, ...]
    """Sources of the topic that none of the texts has come from."""

    @property
    def passing(self) -> int:
        """How many texts are about the topic."""
        return sum(self.combinations.values())


def trial(topic: Topic, stored: Stored) -> Trial:
    """Put everything through for a topic."""
    gate = Gate(topic)
    texts = _each_once(stored)
    combinations: Counter[str] = Counter()
    about: list[tuple[str, Entry]] = []
    near: list[Near] = []
    for entry in texts:
        combination = gate.passes(entry)
        if combination is not None:
            combinations[combination] += 1
            about.append((combination, entry))
        elif misses := gate.misses(entry):
            near.append(Near(entry=entry, misses=misses))
    found, known, events = _taken(topic, about)
    ledger = apply(Ledger(), events)
    heard = {entry.source for entry in texts}
    return Trial(
        topic=topic,
        entries=len(stored.entries),
        recorded=len(stored.recorded),
        texts=len(texts),
        combinations=dict(combinations.most_common()),
        known=known,
        found=tuple(reversed(found)),
        answers={each.id: answer(each, ledger) for each in topic.trackers},
        nearly=_counted(near),
        nearest=tuple(sorted(near, key=_distance)[:NEAREST]),
        silent=tuple(each.id for each in topic.sources if each.id not in heard),
    )


def _each_once(stored: Stored) -> list[Entry]:
    """Each text once, in the order in which they were seen.

    A text that comes back at its address after another one is told again: it is no repetition.
    """
    recorded = {_words(entry) for entry in stored.recorded}
    fresh = (entry for entry in stored.entries if _words(entry) not in recorded)
    texts = {(_words(entry), entry.seen): entry for entry in (*stored.recorded, *fresh)}
    return sorted(texts.values(), key=lambda entry: entry.seen)


def _words(entry: Entry) -> tuple[str, str, str]:
    """What a text says, and where."""
    return entry.url or entry.guid, entry.title, entry.text


def _counted(near: Iterable[Near]) -> dict[Miss, int]:
    """How many texts each thing has kept out, where it is the nearest; the most first."""
    counts = Counter(each.misses[0] for each in near)
    return dict(sorted(counts.items(), key=lambda each: (-each[1], each[0])))


def _distance(near: Near) -> tuple[int, int]:
    """The nearest first: by groups that are there, then by how many combinations are near."""
    return -near.misses[0].groups, -len(near.misses)


def _taken(
    topic: Topic, about: Iterable[tuple[str, Entry]]
) -> tuple[list[Found], int, list[AnyEvent]]:
    """Texts matched and read in their order; how many were known; the events of all of them."""
    readers, index = Readers(topic), MemoryIndex()
    combinations = {id(entry): combination for combination, entry in about}
    found: list[Found] = []
    events: list[AnyEvent] = []
    known = 0
    for day in by_day([entry for _, entry in about]):
        for entry in day:
            taken = take(entry, index, topic.id)
            index.add(taken.known, taken.keys)
            events += taken.events
            if taken.story is None or taken.match.kind == "duplicate":
                known += 1
                continue
            claims = readers.read(taken.story)
            events += claims
            found.append(
                Found(
                    combination=combinations[id(entry)],
                    kind=taken.match.kind,
                    story=taken.story,
                    claims=tuple(claims),
                )
            )
    return found, known, events
