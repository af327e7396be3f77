"""Which events of a topic hold words of a story: the story itself, its claims, and what repeats them.

Developments and alerts are known by the ids that lead to them, and hold the story where they share words
with it. Events are looked at as the fields that they were stored with, whatever their type: none is
forgotten because it came later.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

Fields = Mapping[str, Any]

RUN = 4
"""Words in a row that are taken for the story's own: fewer are in any two texts about one thing."""
SHORT_QUOTE = 2
"""Words of a quote that is looked for as a whole; a single one is nobody's."""
SAID = ("title", "text", "quote", "answer")
"""Fields by which an event of a story holds words of it."""
OWN_IDS = ("id", "development", "alert")
"""Fields by which an event that leads to the story is referred to by others."""

_WORD = re.compile(r"\w+")


class Place(NamedTuple):
    """An event that holds words of the story."""

    position: int
    type: str


class Held(NamedTuple):
    """Where words of a story are."""

    places: tuple[Place, ...]
    alerts: tuple[str, ...]
    """Ids of the alerts among them."""
    others: tuple[str, ...]
    """Stories that are copies of it, or share its lineage: texts of their own, in the same words."""


class _Words:
    """The words of one story."""

    def __init__(self) -> None:
        self._runs: set[tuple[str, ...]] = set()
        self._quotes: set[str] = set()

    def add(self, text: str) -> None:
        words = _words(text)
        self._runs.update(_runs(words))
        if SHORT_QUOTE <= len(words) < RUN:
            self._quotes.add(f" {' '.join(words)} ")

    def within(self, text: str) -> bool:
        words = _words(text)
        if not self._runs.isdisjoint(_runs(words)):
            return True
        line = f" {' '.join(words)} "
        return any(quote in line for quote in self._quotes)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(RUN)), strict=False)


class _Holding:
    """One story, looked for event after event."""

    def __init__(self, story: str) -> None:
        self._story, self._words, self._ids = story, _Words(), {story}
        self._places: list[Place] = []
        self._alerts: list[str] = []
        self._others: dict[str, None] = {}

    def take(self, place: Place, fields: Fields, strings: list[str]) -> None:
        """The next event, with every text in it."""
        if self._ids.isdisjoint(strings):
            return
        whose = fields.get("story", self._story)
        if whose != self._story:
            self._others[str(whose)] = None
            return
        self._ids.update(str(fields[name]) for name in OWN_IDS if fields.get(name))
        if self._holds(fields, strings):
            self._places.append(place)
            self._alerts += [str(fields["alert"])] if fields.get("alert") else []

    def _holds(self, fields: Fields, strings: list[str]) -> bool:
        if "story" not in fields:
            return any(map(self._words.within, strings))
        said = list(_strings([fields[name] for name in SAID if name in fields]))
        for text in said:
            self._words.add(text)
        return bool(said)

    def held(self) -> Held:
        return Held(tuple(self._places), tuple(self._alerts), tuple(self._others))


def holding(events: Iterable[tuple[Place, Fields]], story: str) -> Held:
    """The events of a topic that hold words of the story; `events` in the order of the log."""
    return holdings(events, (story,))[story]


def holdings(events: Iterable[tuple[Place, Fields]], stories: Iterable[str]) -> dict[str, Held]:
    """As `holding`, for several stories in one pass."""
    found = {story: _Holding(story) for story in stories}
    for place, fields in events:
        strings = list(_strings(fields))
        for each in found.values():
            each.take(place, fields, strings)
    return {story: each.held() for story, each in found.items()}


def _strings(value: object) -> Iterator[str]:
    """Every text in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
