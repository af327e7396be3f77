"""What the log holds of texts, as it came: each text of a story as an entry and as the story that was read.

A story has its first text and one more for each material revision; a revision that was not material was
not read, and is none.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, structs

from monitor.entries import Entry, Story
from monitor.events import AnyEvent, StoryCopied, StoryPublished, StoryReread, StoryRevised
from monitor.stories.index import Known
from monitor.stories.taking import first_read, kept, read_again, revised


class Text(Struct, frozen=True, kw_only=True):
    """One text of a story."""

    entry: Entry
    """As its source gave it, but for what is not recorded: the credit is the agency that was found in it."""
    story: Story
    """As it was read first; its reading is the number of the text."""
    reading: int
    """Its newest reading: whose claims stand where this text does."""

    @property
    def number(self) -> int:
        """The reading in which it was read first."""
        return self.story.reading


class Recorded(Struct, kw_only=True):
    """What the log holds of one story."""

    first: StoryPublished
    known: Known
    """As it is kept after the events so far."""
    texts: list[Text]
    """In the order in which they were seen: the last one stands now."""
    numbers: dict[int, int]
    """Reading -> the number of the text that it has read."""

    def revise(self, event: StoryRevised) -> None:
        """Take a revision; it is one more text when it was material."""
        if event.material:
            story = read_again(event, self.known, self.first.lang)
            entry = _entry(self.first, event)
            self.texts.append(Text(entry=entry, story=story, reading=event.reading))
            self.numbers[event.reading] = event.reading
        self.known = revised(self.known, event)

    def reread(self, event: StoryReread) -> None:
        """Take a rereading of one of the texts."""
        earlier = (text.number for text in self.texts if text.number < event.reading)
        number = event.of or max(earlier, default=1)
        self.numbers[event.reading] = number
        for place, text in enumerate(self.texts):
            if text.number == number:
                reading = max(text.reading, event.reading)
                self.texts[place] = structs.replace(text, reading=reading)

    @property
    def last(self) -> int:
        """The highest reading that there has been."""
        return max(self.numbers)


def recorded(events: Iterable[AnyEvent]) -> dict[str, Recorded]:
    """Every story by id, in the order in which they were first seen; `events` in that of the log."""
    found: dict[str, Recorded] = {}
    for event in events:
        if isinstance(event, StoryPublished | StoryCopied):
            if event.story not in found:
                found[event.story] = _begun(event)
        elif isinstance(event, StoryRevised | StoryReread):
            story = found.get(event.story)
            if story is not None and isinstance(event, StoryRevised):
                story.revise(event)
            elif story is not None and isinstance(event, StoryReread):
                story.reread(event)
    return found


def _begun(event: StoryPublished) -> Recorded:
    """A story with its first text."""
    text = Text(entry=_entry(event, event), story=first_read(event), reading=1)
    return Recorded(first=event, known=kept(event), texts=[text], numbers={1: 1})


def _entry(first: StoryPublished, event: StoryPublished | StoryRevised) -> Entry:
    """The entry that brought the event."""
    lang, day, day_only = event.lang, event.day, event.day_only
    if lang is None:  # a revision of before such things were kept
        lang, day = first.lang, None if event.published else first.day
    return Entry(
        source=first.source,
        url=event.url,
        guid=first.guid,
        title=event.title,
        text=event.text,
        site=first.site,
        credit=event.wire or "",
        lang=lang,
        published=event.published,
        day=day,
        day_only=day_only,
        seen=event.seen,
    )
