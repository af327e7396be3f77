"""The way of a text: an entry as a feed gave it, and the story that it becomes.

Both are plain frozen values. All their text has gone through `monitor.text.clean`: no tags, no
control characters, no bidi marks. Times are aware and in UTC; a `day` is a calendar day in the
outlet's own zone, because "on Tuesday" means the outlet's Tuesday.
"""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct


class Entry(Struct, frozen=True, kw_only=True):
    """What a source gave as one. `guid` and `url` may be empty, but never both with `title`."""

    source: str
    """Id of the source (unique in the configuration); "import" for a backfill."""
    url: str = ""
    """http(s) address, or empty."""
    guid: str = ""
    """The source's own id for it, on one line; a very long one as its hash, one that several entries of a
    document share left out."""
    title: str = ""
    text: str = ""
    """Summary or lead; at most 20,000 characters."""
    site: str = ""
    """The outlet: host without www, or the publisher named by an aggregator."""
    credit: str = ""
    """Author or byline, where wire credits are found."""
    lang: str = ""
    """Language of the source, ISO 639-1; empty when unknown."""
    published: datetime | None = None
    day: date | None = None
    """Day of publication in the outlet's zone; None when the entry has no date."""
    day_only: bool = False
    """True when only the day of `published` is known; its time is then noon UTC."""
    seen: datetime
    """When the document was retrieved that it is from: of a changed entry, the one with the change."""
    seen_day: date | None = None
    """The day of `seen` in the outlet's zone, where that is known; None: its day in UTC."""
    whole: bool = False
    """Its page's text in place of its summary: nothing has been changed, it was published as it was."""


class Story(Struct, frozen=True, kw_only=True):
    """A text to be read: one address's text in one revision, with its place in the lineage."""

    id: str
    lineage: str
    """Id of the text that this goes back to; its own id unless it is a copy."""
    reading: int = 1
    """Which reading of this story: 1, and one more for each material revision or reread."""
    url: str
    site: str
    title: str
    text: str
    lang: str
    wire: str | None = None
    """Agency credited ("AP"), else None."""
    published: datetime | None
    day: date | None
    day_only: bool = False
    seen: datetime
