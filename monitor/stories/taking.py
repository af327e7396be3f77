"""An entry taken in: the event to record, the story to read, the text to keep.

All but the event follows from the events alone: an index rebuilt from the log is the one that was there
(`kept`, `revised`), and newer rules read the very story that was read (`first_read`, `read_again`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TypeAlias

from msgspec import Struct, structs

from monitor.entries import Entry, Story
from monitor.events import StoryCopied, StoryPublished, StoryRevised
from monitor.stories.addresses import address_key, outlet
from monitor.stories.credits import wire
from monitor.stories.index import Index, Keys, Known, posting_keys, query_keys
from monitor.stories.likeness import first_address, newest
from monitor.stories.matching import MOVED, Match, match
from monitor.stories.titles import cut_off
from monitor.values import short_id

ALSO = 8
"""Further addresses of a story that are remembered, the newest: a page moves once or twice."""
REVISED_WEEKDAYS = timedelta(days=3)
"""Up to so long after publication a weekday means the same, read from the day of the change or from the
day of publication, unless it is told in the change itself."""
SAME_TEXT = 0.995
"""Containment from which the two leads are one text."""

StoryEvent: TypeAlias = StoryPublished | StoryCopied | StoryRevised


class Taken(Struct, frozen=True, kw_only=True):
    """What comes of an entry."""

    match: Match
    events: tuple[StoryEvent, ...] = ()
    """To be recorded: one, or none for a duplicate."""
    story: Story | None = None
    """To be read for claims, or None when there is nothing new in it."""
    known: Known
    """To be kept, under `keys`."""
    keys: Keys


def take(entry: Entry, index: Index, topic_id: str) -> Taken:
    """Match an entry against the topic's texts. Nothing is added to the index here."""
    candidates = index.find(query_keys(entry))
    matched = match(entry, candidates)
    if matched.kind in ("new", "copy"):
        taken = {known.story: known for known in candidates}
        ids = list(story_ids(entry, topic_id))
        story = next((each for each in ids if each not in taken), None)
        if story is None:  # the same outlet said the same at the same time
            again = structs.replace(matched, kind="duplicate", story=ids[-1])
            return Taken(match=again, known=taken[ids[-1]], keys=Keys())
        return _first_seen(entry, matched, story)
    known = next(each for each in candidates if each.story == matched.story)
    if matched.kind == "duplicate":
        return Taken(match=matched, known=known, keys=Keys())
    return _changed(entry, matched, known)


def kept(event: StoryPublished | StoryCopied) -> Known:
    """The text to keep of a story that was first seen."""
    joins = event.joins if isinstance(event, StoryCopied) else ()
    return Known(
        story=event.story,
        lineage=joins[0] if joins else event.story,
        source=event.source,
        site=event.site,
        url=event.url,
        guid=event.guid,
        title=event.title,
        text=event.text,
        wire=event.wire,
        published=event.published,
        day=event.day,
        seen=event.seen,
    )


def revised(known: Known, event: StoryRevised) -> Known:
    """The text to keep after a revision: the new one, under the address where it was seen too."""
    address = address_key(event.url)
    also = known.also
    if address and address not in (address_key(known.url), *also):
        also = (*also, address)[-ALSO:]
    return structs.replace(
        known,
        also=also,
        title=event.title,
        text=event.text,
        # An edition at another address has a date of its own, and a title counts from the first one.
        published=(first_address(event.url, known) and event.published) or known.published,
        reading=event.reading,
        revisions=known.revisions + 1,
    )


def first_read(event: StoryPublished) -> Story:
    """A text that was first seen, as readers of claims want it."""
    return Story(
        id=event.story,
        lineage=kept(event).lineage,
        url=event.url,
        site=event.site,
        title=event.title,
        text=event.text,
        lang=event.lang,
        wire=event.wire,
        published=event.published,
        day=event.day,
        day_only=event.day_only,
        seen=event.seen,
    )


def read_again(event: StoryRevised, before: Known, lang: str) -> Story:
    """A revision as readers want it: what is new in it was reported when it was changed.

    That is the date it now carries when it is a later one, else when we saw it. Its weekdays count
    from then for some days; in an older page they are more likely the old ones. The whole text of what
    had a summary is none that was changed. `lang` is that of the first text, for an event that does not say.
    """
    published, day = event.published or before.published, event.day or before.day
    day_only = event.day_only
    redated = event.published and before.published and event.published > before.published
    if redated and event.lang is None and published:
        day = published.date()
    if not (redated or event.whole) and before.published is not None:
        near = event.seen - before.published <= REVISED_WEEKDAYS
        published, day_only = event.seen, False
        day = (event.seen_day or event.seen.date()) if near else day
    return Story(
        id=before.story,
        lineage=before.lineage,
        reading=event.reading,
        url=event.url,
        site=before.site,
        title=event.title,
        text=event.text,
        lang=lang if event.lang is None else event.lang,
        wire=event.wire or before.wire,
        published=published,
        day=day,
        day_only=day_only,
        seen=event.seen,
    )


def story_ids(entry: Entry, topic_id: str) -> Iterator[str]:
    """Ids for a story of this entry, the best first; the next one when a story has it already."""
    if address := address_key(entry.url):
        yield short_id(topic_id, address)
    if entry.guid:
        yield short_id(topic_id, entry.source, entry.guid)
    time = (entry.published or entry.seen).isoformat()
    outlet_says = (entry.source, entry.site, entry.url, entry.title, entry.text, time)
    yield short_id(topic_id, *outlet_says)


def _first_seen(entry: Entry, matched: Match, story: str) -> Taken:
    """A text that was not there: new, or a copy."""
    first = StoryPublished(
        story=story,
        source=entry.source,
        url=entry.url,
        guid=entry.guid,
        site=outlet(entry.site, entry.url, entry.source),
        title=entry.title,
        text=entry.text,
        lang=entry.lang,
        wire=wire(entry),
        published=entry.published,
        day=entry.day,
        day_only=entry.day_only,
        seen=entry.seen,
        why=matched.why,
    )
    event = first if matched.kind == "new" else _copied(first, matched)
    known = kept(event)
    return Taken(
        match=matched,
        events=(event,),
        story=first_read(event),
        known=known,
        keys=posting_keys(known),
    )


def _copied(first: StoryPublished, matched: Match) -> StoryCopied:
    """The same text as a copy."""
    return StoryCopied(
        **structs.asdict(first),
        of=matched.story,
        joins=matched.joins,
        kind="same text" if matched.score >= SAME_TEXT else "syndicated",
        score=matched.score,
    )


def _changed(entry: Entry, matched: Match, before: Known) -> Taken:
    """A revision; it is read only when it is material, and brings words only where it is no second place."""
    moved = matched.why.endswith(MOVED)
    stays = moved and not cut_off(before.title)
    title, text = (before.title, before.text) if stays else newest(entry, before)
    event = StoryRevised(
        story=before.story,
        url=entry.url or before.url,
        title=title,
        text=text,
        material=matched.material,
        reading=before.reading + matched.material,
        published=entry.published,
        seen=entry.seen,
        why=matched.why,
        lang=entry.lang,
        wire=wire(entry),
        day=entry.day,
        day_only=entry.day_only,
        seen_day=entry.seen_day,
        whole=entry.whole,
    )
    known = revised(before, event)
    return Taken(
        match=matched,
        events=(event,),
        story=read_again(event, before, entry.lang) if matched.material else None,
        known=known,
        keys=posting_keys(known),
    )
