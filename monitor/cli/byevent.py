"""`stories --by-event`: stories under the happening that they tell of, for reading. Nothing is merged.

The news event of the option's name is called a happening here: an event is what the log records.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from monitor.cli.rendering import behind, bold, wrapped
from monitor.cli.times import reported
from monitor.stories.newsevents import LEAD, Report, grouped
from monitor.views.reading import Reading
from monitor.views.then import Then
from monitor.wording import many

Row = dict[str, Any]

COMPARED = 2_000
"""Newest stories that are put together: comparing takes two or three seconds by then."""


def by_event(reading: Reading | Then, topic: str, words: str, limit: int) -> list[Row]:
    """Happenings newest first, each with its stories newest first, as `Reading.stories` gives them."""
    found = {each["id"]: each for each in reading.stories(topic, words, limit=COMPARED)}
    reports = [
        Report(
            id=name,
            title=each["title"],
            text=reading.opening(topic, name, LEAD),
            at=datetime.fromisoformat(_when(each)),
        )
        for name, each in found.items()
    ]
    made = [_happening([found[name] for name in group]) for group in grouped(reports)]
    return sorted(made, key=lambda each: (each["last"], each["title"]), reverse=True)[:limit]


def _happening(stories: Sequence[Row]) -> Row:
    """A happening, called by the title that most outlets have copied, else by the first."""
    named = max(stories, key=lambda story: len(story["copies"]))  # the first of the largest
    copied = [copy["site"] for story in stories for copy in story["copies"]]
    times = sorted(map(_when, stories))
    return {
        "title": named["title"],
        "first": times[0],
        "last": times[-1],
        "outlets": sorted({story["site"] for story in stories}.union(copied)),
        "stories": sorted(stories, key=_when, reverse=True),
    }


def _when(story: Row) -> str:
    """When it was reported, as the tables say it."""
    return str(story["published"] or story["seen"])


def told(happening: Row) -> Iterator[str]:
    """A happening: its name, how many tell of it, and a line a story."""
    stories, outlets = happening["stories"], happening["outlets"]
    yield from map(bold, wrapped(happening["title"] or "(no title)"))
    yield f"  {many(len(stories), 'story', 'stories')}, {many(len(outlets), 'outlet')}"
    for story in stories:
        when = reported(_when(story), day_only=story["day_only"])
        copies = len(story["copies"])
        also = f" and {many(copies, 'copy', 'copies')}" if copies else ""
        yield from behind(
            f"  {when}  ", f"{story['title'] or '(no title)'} ({story['site']}{also})"
        )
