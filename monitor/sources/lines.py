"""Lines of JSON to entries: archives, and texts that somebody has kept.

One object a line: `{"id","url","site","title","text","published","lang"}`; `id`, `site`, `lang` may be
left out, `published` is an ISO day or time, or null. A line that is wrong is told with its number; the
others go on. `entry` is for lines that no source gives (`monitor import`); those of a program (`command`)
are `told`, and what they leave open is that source's: its outlet, its zone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from typing import Any

from msgspec import Struct

from monitor.entries import Entry
from monitor.sources import Document
from monitor.sources.raw import EARLIEST, Raw, When, entry_of
from monitor.sources.written import understood
from monitor.text import host, paired
from monitor.topics import Source

NOON = time(12, tzinfo=UTC)
"""The time that stands for a day of which no time is known: at most twelve hours wrong."""
ORIGIN = "import"
"""Source of entries that no source has given."""
LATEST = 2100
"""A year beyond it is a slip or a trick, and days about the last one cannot be reckoned with."""
LONGEST_LINE = 1_000_000
"""Characters of a line; a longer one is no news text."""
EMPTY = "has neither title nor text"
"""What is wrong with a line that says nothing."""


class BadLine(Struct, frozen=True):
    """A line that could not be read, and why."""

    number: int
    reason: str


def entries(lines: Iterable[str], seen: datetime) -> Iterator[tuple[int, Entry] | BadLine]:
    """Each line's entry with its number, or what is wrong with it. Empty lines are passed over."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield number, entry(_parsed(line), seen)
        except ValueError as error:
            yield BadLine(number, str(error))


KEYS = ("id", "url", "site", "title", "text", "published", "lang")
"""What a line may say; anything else in it is passed over."""


def told(line: str) -> Raw:
    """What a line says, as any feed would. Raises ValueError with a sentence for a person."""
    return _told(_parsed(line))


def _parsed(line: str) -> dict[str, Any]:
    """The object of a line. Raises ValueError with a sentence for a person."""
    if len(line) > LONGEST_LINE:
        raise ValueError(f"is longer than {LONGEST_LINE:,} characters")
    try:
        found = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"is not JSON: {error.msg} at character {error.pos}") from error
    except RecursionError as error:
        raise ValueError("is not JSON that can be read: nested too deeply") from error
    if not isinstance(found, dict):
        raise ValueError(
            f'expected an object like {{"url": ..., "title": ...}}, found {type(found).__name__}'
        )
    return found


def entry(line: dict[str, Any], seen: datetime) -> Entry:
    """One object as an entry. Raises ValueError, naming the key.

    No source stands behind it: a time without a zone is in UTC, a day is the one that is written, and
    the outlet of a line that names none is its address's host.
    """
    said = _told(line)
    published, day, day_only = when(line.get("published"))
    dated = When(published, day, day_only) if published and day else None
    origin = Source(id=ORIGIN, site=host(said.link))
    nowhere = Document(address="", body=b"", retrieved=seen)
    found = entry_of(said, origin, nowhere, dated)
    if found is None:
        raise ValueError(EMPTY)
    return found


def _told(line: dict[str, Any]) -> Raw:
    """What an object says. Raises ValueError, naming the key."""
    when(line.get("published"))
    said = {key: _text(line, key) for key in KEYS}
    if not (said["title"] or said["text"]):
        raise ValueError(EMPTY)
    date = understood(said["published"])
    return Raw(
        guid=said["id"],
        link=said["url"],
        title=said["title"],
        text=said["text"],
        date=date.date,
        moment=date.moment,
        publisher=said["site"],
        lang=said["lang"],
    )


def _text(line: dict[str, Any], key: str) -> str:
    value = line.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"{key}: expected text, found {type(value).__name__}")
    return paired(value)


def when(value: object) -> tuple[datetime | None, date | None, bool]:
    """Time in UTC, day, and whether only the day is known. Raises ValueError."""
    if value is None or value == "":
        return None, None, False
    if not isinstance(value, str):
        raise ValueError(f"published: expected an ISO day or time, found {type(value).__name__}")
    try:
        at = datetime.fromisoformat(value)
    except ValueError as error:
        raise ValueError(
            'published: expected an ISO day or time like "2025-11-28",'
            f' found "{paired(value[:40])}"'
        ) from error
    if not EARLIEST <= at.year <= LATEST:
        raise ValueError(
            f"published: expected a year from {EARLIEST} to {LATEST}, found {at.year:04}"
        )
    day = at.date()
    if len(value) == len("2025-11-28"):
        return datetime.combine(day, NOON), day, True
    return at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC), day, False
