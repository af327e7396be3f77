"""Times as people ask for them and as they are shown. All are in UTC, and the output says so.

Light: the standard library and `monitor.wording`.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Literal

from monitor import wording

Edge = Literal["start", "end"]
"""What a day means: "since" a day begins with it, "as of" a day ends with it."""

NO_DATE = "no date"
LAST = timedelta(microseconds=1)
"""Between the end of a day and the next one: a time in the log is no finer."""
FORMS = '2025-10-28, 2025-10-28T18:00Z, yesterday, "yesterday 18:00", "2 weeks ago", 3h'
"""What is understood, for a person who has written something else."""

_UNITS = {
    "m": timedelta(minutes=1),
    "min": timedelta(minutes=1),
    "minute": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "hour": timedelta(hours=1),
    "d": timedelta(days=1),
    "day": timedelta(days=1),
    "w": timedelta(weeks=1),
    "week": timedelta(weeks=1),
}
_AGO = re.compile(rf"(\d{{1,6}}) ?({'|'.join(sorted(_UNITS, key=len, reverse=True))})s?(?: ago)?")
_DAYS = {"today": 0, "yesterday": 1, "tomorrow": -1}
_NAMED = re.compile(r"(today|yesterday|tomorrow)(?: (?:at )?(\d{1,2}):(\d{2}))?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def parse(text: str, now: datetime, edge: Edge) -> datetime:
    """The moment meant, in UTC; a time without a zone is UTC. Raises ValueError with a sentence."""
    asked = " ".join(text.lower().split())
    try:
        found = _ago(asked, now) or _named(asked, now, edge) or _written(asked, edge)
    except (ValueError, OverflowError) as error:
        raise ValueError(f'"{text}" is no time; write {FORMS}') from error
    return found.astimezone(UTC)


def span(text: str) -> timedelta:
    """How long is meant: "2h", "30 min", "1 day". Raises ValueError with a sentence."""
    match = _AGO.fullmatch(" ".join(text.lower().split()))
    if not match or match[0].endswith("ago"):
        raise ValueError(f'"{text}" is no length of time; write 30m, 2h, "1 day"')
    return int(match[1]) * _UNITS[match[2]]


def _ago(asked: str, now: datetime) -> datetime | None:
    """A time that lies back: "3h", "2 weeks ago"."""
    if asked == "now":
        return now
    match = _AGO.fullmatch(asked)
    return now - int(match[1]) * _UNITS[match[2]] if match else None


def _named(asked: str, now: datetime, edge: Edge) -> datetime | None:
    """A day by its name, with a time or without: "yesterday 18:00"."""
    match = _NAMED.fullmatch(asked)
    if not match:
        return None
    day = now.astimezone(UTC) - timedelta(days=_DAYS[match[1]])
    if match[2] is None:
        return _edge(day, edge)
    return day.replace(hour=int(match[2]), minute=int(match[3]), second=0, microsecond=0)


def _written(asked: str, edge: Edge) -> datetime:
    """An ISO day or time."""
    moment = datetime.fromisoformat(asked.upper())
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return _edge(moment, edge) if _DAY.fullmatch(asked) else moment


def _edge(day: datetime, edge: Edge) -> datetime:
    start = day.replace(hour=0, minute=0, second=0, microsecond=0)
    return start if edge == "start" else start + timedelta(days=1) - LAST


def iso(moment: datetime) -> str:
    """As JSON has it: UTC, whole seconds, "Z"."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def day(text: str | None) -> str:
    """An ISO day or time as a day: "15 Nov 2025"; "no date" for none."""
    return wording.day(text) or NO_DATE


def minute(text: str | None) -> str:
    """An ISO time to the minute: "15 Nov 2025 12:00"; "no date" for none."""
    return wording.minute(text) or NO_DATE


def reported(text: str | None, *, day_only: bool | None = None) -> str:
    """When a text was published, to the minute, or the day when only that is known.

    Noon stands for a day. Answers and developments keep the time alone (`day_only` None): there a text
    of exactly noon is shown with its day, too.
    """
    if day_only is None:
        day_only = bool(text) and "T12:00:00" in str(text)
    return day(text) if day_only else minute(text)


def moment(at: datetime) -> str:
    """A moment with its zone; the end of a day is that day."""
    text = iso(at)
    whole = (at + LAST).time() == datetime.min.time()
    return f"{day(text) if whole else minute(text)} (UTC)"


def duration(span: timedelta) -> str:
    """How long: "3 min"; in the largest unit that fits."""
    seconds = int(span.total_seconds())
    for size, unit in _SIZES:
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{max(seconds, 0)} s"


def ago(text: str, now: datetime) -> str:
    """How long an ISO time lies back: "3 min ago", "4 s ago"."""
    past = now - datetime.fromisoformat(text)
    if past < timedelta():
        return "in the future"
    return "just now" if past < timedelta(seconds=1) else f"{duration(past)} ago"


def ahead(text: str, now: datetime) -> str:
    """How far off an ISO time is: "in 5 min", "overdue by 2 h"."""
    wait = datetime.fromisoformat(text) - now
    return f"in {duration(wait)}" if wait >= timedelta() else f"overdue by {duration(-wait)}"


_SIZES = ((86_400, "d"), (3_600, "h"), (60, "min"))
