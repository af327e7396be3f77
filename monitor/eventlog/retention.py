"""How many backups are kept: pure, by their times."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime, timedelta

from msgspec import Struct


class Keep(Struct, frozen=True, kw_only=True):
    """How many backups are kept: the newest of each of the last days, weeks and months that have one."""

    daily: int = 7
    """A mistake is noticed within a week ..."""
    weekly: int = 4
    """... damage within a month ..."""
    monthly: int = 12
    """... and a year of months for what is asked later. Together at most 23 times the size of the log."""


RECENT = timedelta(days=1)
"""So young all are kept: who makes one before and one after a change wants both."""


def kept(times: Iterable[datetime], keep: Keep, now: datetime) -> set[datetime]:
    """Which of the times are kept: the newest of each day, week and month, so many of each; recent ones."""
    newest_first = sorted(times, reverse=True)
    found = {at for at in newest_first if at > now - RECENT}
    rules: tuple[tuple[int, Callable[[datetime], Hashable]], ...] = (
        (keep.daily, datetime.date),
        (keep.weekly, lambda at: at.isocalendar()[:2]),
        (keep.monthly, lambda at: (at.year, at.month)),
    )
    for count, period in rules:
        first: dict[Hashable, datetime] = {}
        for at in newest_first:
            first.setdefault(period(at), at)
        found.update(list(first.values())[:count])
    return found
