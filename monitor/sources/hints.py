"""What a feed says of when it wants to be asked: ttl, sy:updatePeriod, skipHours, skipDays. Pure."""

from __future__ import annotations

import re

TTL_LIMIT = 10_080
"""Minutes: a week; a larger `ttl` is no number of minutes."""
LONGEST_LIST = 4_096
"""Bytes of a list of hours or days; 24 hours have fewer."""
PERIODS = {
    "hourly": 3_600,
    "daily": 86_400,
    "weekly": 7 * 86_400,
    "monthly": 30 * 86_400,
    "yearly": 365 * 86_400,
}
"""Seconds (web.resource.org/rss/1.0/modules/syndication)."""
MIDNIGHT = 24
"""Or 0: the specification has had both."""
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_HOUR = re.compile(rb"<hour>\s{0,9}([0-9]{1,2})\s{0,9}</hour>")
_DAY = re.compile(rb"<day>\s{0,9}([A-Za-z]{6,9})\s{0,9}</day>")


def ttl(written: str) -> int:
    """Seconds of an RSS `ttl`, which is in minutes; 0 when it is none."""
    written = written.strip()
    if not re.fullmatch(r"[0-9]{1,6}", written) or int(written) > TTL_LIMIT:
        return 0
    return int(written) * 60


def update(period: str, frequency: str) -> int:
    """Seconds between updates by sy:updatePeriod and sy:updateFrequency; 0 when it does not say."""
    times = int(frequency.strip()) if re.fullmatch(r"\s*[0-9]{1,4}\s*", frequency) else 1
    return PERIODS.get(period.strip().lower(), 0) // max(times, 1)


def skip_hours(body: bytes) -> tuple[int, ...]:
    """Hours of an RSS `skipHours`, in UTC; 24 is midnight."""
    found = {int(hour) for hour in _HOUR.findall(_inside(body, b"skipHours"))}
    return tuple(sorted({hour % MIDNIGHT for hour in found if hour <= MIDNIGHT}))


def skip_days(body: bytes) -> tuple[int, ...]:
    """Days of an RSS `skipDays`; Monday is 0."""
    named = (day.decode().lower() for day in _DAY.findall(_inside(body, b"skipDays")))
    return tuple(sorted({DAYS.index(day) for day in named if day in DAYS}))


def _inside(body: bytes, name: bytes) -> bytes:
    """What stands in the first element of a name, which feedparser does not give."""
    start = body.find(b"<" + name + b">")
    end = body.find(b"</" + name, start, start + LONGEST_LIST) if start >= 0 else -1
    return body[start:end] if end > 0 else b""
