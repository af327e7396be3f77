"""Times as they are shown. All are in UTC, and the output says so. `written` reads those that are asked for.

Light: the standard library and `monitor.wording`.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from monitor import wording
from monitor.cli.written import LAST

NO_DATE = "no date"


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
