"""Dates, waits and ages in HTTP headers.

Retry-After after RFC 9110 (10.2.3), Cache-Control and Expires after RFC 9111 (5.2.2, 5.3).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def http_date(value: str) -> datetime | None:
    """A date of an HTTP header in UTC, or None."""
    try:
        date = parsedate_to_datetime(value)
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, TypeError, OverflowError):  # no date, or one beyond the year 9999
        return None


def retry_after(value: str, now: datetime) -> int:
    """Seconds of a Retry-After header, given as seconds or as a date; 0 when it says nothing."""
    value = value.strip()
    if re.fullmatch(r"[0-9]{1,9}", value):
        return int(value)
    date = http_date(value)
    return max(0, round((date - now).total_seconds())) if date else 0


def max_age(headers: Mapping[str, str], now: datetime) -> int:
    """Seconds for which a response stays fresh, by Cache-Control, else by Expires."""
    control = headers.get("cache-control", "").lower()
    if re.search(r"\bno-(cache|store)\b", control):
        return 0
    if found := re.search(r"(?<![\w-])max-age\s*=\s*\"?([0-9]{1,9})", control):
        age = headers.get("age", "").strip()
        return max(0, int(found[1]) - (int(age) if re.fullmatch(r"[0-9]{1,9}", age) else 0))
    expires = http_date(headers.get("expires", ""))
    date = http_date(headers.get("date", "")) or now
    return max(0, round((expires - date).total_seconds())) if expires else 0
