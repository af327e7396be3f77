"""When a source is asked again: pure arithmetic over what its server and its feed say."""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Collection
from datetime import UTC, datetime, timedelta

DAY = 86_400
HINT_CAP = DAY
"""Seconds: a max-age or ttl beyond a day would leave us blind."""
BACK_OFF_CAP = DAY
"""Seconds: a failing source is asked at least daily, never given up."""
UNREACHED_CAP = 3_600
"""Seconds: where no server was reached it is most often our own network, and nobody is bothered: a longer
pause would leave us blind for a day after an outage of an hour."""
RETRY_AFTER_CAP = 7 * DAY
"""Seconds: a longer wish is a mistake of the server."""
JITTER = 0.1
"""Share of the interval by which a source's polls are shifted, so that they do not run in step."""
SKIP_SPREAD = 600
"""Seconds over which polls are spread that were moved to the next hour."""
HOST_PAUSE = 1.0
"""Seconds between two requests to one host."""
FIRST_SPACING = 0.2
"""Seconds between first polls: a thousand sources start within 200 s."""


def fraction(source_id: str) -> float:
    """A number in 0..1 that is always the same for a source."""
    return int.from_bytes(hashlib.blake2b(source_id.encode(), digest_size=4).digest()) / 2**32


def next_due(
    now: datetime,
    source_id: str,
    every: float,
    *,
    hint: int = 0,
    retry_after: int = 0,
    failures: int = 0,
    longest: float = BACK_OFF_CAP,
) -> datetime:
    """When to ask again.

    `every` is the usual interval, `hint` what the server or the feed asks for (max-age, ttl),
    all in seconds. The first failure is retried after the usual interval, then it doubles, up
    to `longest` seconds. Where the server's figure decides, the jitter only adds to it.
    """
    own = every * 2 ** min(max(failures - 1, 0), 16)
    own = max(every, min(own, longest))
    theirs = max(min(hint, HINT_CAP), min(retry_after, RETRY_AFTER_CAP))
    shift = JITTER * (2 * fraction(source_id) - 1)
    if theirs >= own:
        return now + timedelta(seconds=theirs * (1 + abs(shift)))
    return now + timedelta(seconds=max(own * (1 + shift), theirs))


def after_skips(
    due: datetime, source_id: str, hours: Collection[int], days: Collection[int]
) -> datetime:
    """A due time in an hour or on a day that the feed wants skipped, moved into the next hour.

    A hint and no rule: news breaks at night, so that there is one poll an hour all the same.
    """
    utc = due.astimezone(UTC)
    if utc.hour not in hours and utc.weekday() not in days:
        return due
    hour = utc.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return hour + timedelta(seconds=fraction(source_id) * SKIP_SPREAD)


def first_due(now: datetime, source_id: str, due: datetime | None, count: int) -> datetime:
    """When to ask after a start: at its time if that is to come, else soon, spread over `count`."""
    if due is not None and due > now:
        return due
    return now + timedelta(seconds=fraction(source_id) * count * FIRST_SPACING)


class Schedule:
    """Due times of sources by id, soonest first. Adding an id again replaces its time."""

    def __init__(self) -> None:
        """Start empty."""
        self._heap: list[tuple[datetime, str]] = []
        self._times: dict[str, datetime] = {}

    def __len__(self) -> int:
        """How many sources wait."""
        return len(self._times)

    def add(self, source_id: str, due: datetime) -> None:
        """Ask this source at `due`."""
        self._times[source_id] = due
        heapq.heappush(self._heap, (due, source_id))

    def next(self) -> datetime | None:
        """When the next source is due; None when there is none."""
        while self._heap and self._times.get(self._heap[0][1]) != self._heap[0][0]:
            heapq.heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def due(self, now: datetime) -> list[str]:
        """Take out the ids whose time has come, soonest first."""
        ids = []
        while (soonest := self.next()) is not None and soonest <= now:
            source_id = heapq.heappop(self._heap)[1]
            del self._times[source_id]
            ids.append(source_id)
        return ids
