"""What of a topic was redacted, so that it is not taken in again: a fold over its events. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from monitor.entries import Entry
from monitor.events import AnyEvent, EventRedacted
from monitor.stories.taking import story_ids

EVENTS = (EventRedacted.__name__,)
"""Names in the log of what is folded here."""


class Redacted:
    """Events that are not to be recorded again, and stories whose texts are not."""

    def __init__(self) -> None:
        """Nothing was redacted yet."""
        self.events: set[str] = set()
        self.stories: set[str] = set()

    def passing(self, events: Iterable[AnyEvent]) -> Iterator[AnyEvent]:
        """The events, of which those that say so are remembered on their way."""
        for event in events:
            if isinstance(event, EventRedacted):
                self.events.add(event.event)
                self.stories.update((event.story,) if event.story else ())
            yield event

    def without(self, events: Iterable[AnyEvent]) -> list[AnyEvent]:
        """Those of the events that were not redacted."""
        if not self.events:
            return list(events)
        return [event for event in events if event.event_id() not in self.events]

    def covers(self, entry: Entry, topic: str) -> bool:
        """Whether an entry is such a story."""
        return bool(self.stories) and not self.stories.isdisjoint(story_ids(entry, topic))
