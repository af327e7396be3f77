"""Stories that the model has not read yet: which is next, and when. Pure: the clock is an argument.

The newest comes first: with more stories than calls an hour, what is left behind is the oldest, and after
two days it is history. An endpoint that does not answer is left alone for a while that doubles.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec import Struct, structs

from monitor.entries import Story
from monitor.models import OURS, NoAnswer

HISTORY = timedelta(hours=48)
"""What was reported longer ago is history, as for alerts: it is not asked about."""
MOST = 1_000
"""Stories that wait, each up to 20 kB; two days of the busiest topic have fewer."""
TRIES = 3
"""Calls about one story that may fail for what can lie in the story."""
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
"""An endpoint that is down is asked hourly: each call in vain is an event of the log."""
LONGEST_WISH = timedelta(days=1)
"""A longer Retry-After is a mistake of the server."""
HOUR = timedelta(hours=1)


class Waiting(Struct, frozen=True, kw_only=True):
    """A story that is to be asked about."""

    topic: str
    story: Story
    backfill: bool = False
    """It came with old texts, or was found at a start: what it brings raises no alert."""
    tries: int = 0

    @property
    def key(self) -> tuple[str, str]:
        """One story waits once."""
        return self.topic, self.story.id

    @property
    def told(self) -> datetime:
        """When it was reported."""
        return self.story.published or self.story.seen


class Queue:
    """Who waits, and what the endpoint has been through."""

    def __init__(self, per_hour: int, asked: Iterable[datetime] = ()) -> None:
        """`asked` are the calls of the last hour, oldest first."""
        self._waiting: dict[tuple[str, str], Waiting] = {}
        self._asked: deque[datetime] = deque(asked, maxlen=per_hour)
        self.failures = 0
        """Calls in a row that were not answered."""
        self._not_before: datetime | None = None

    def __len__(self) -> int:
        """How many wait."""
        return len(self._waiting)

    def add(self, waiting: Waiting) -> None:
        """Let a story wait, instead of an earlier text of it; the oldest goes when there are too many."""
        self._waiting[waiting.key] = waiting
        if len(self._waiting) > MOST:
            del self._waiting[min(self._waiting.values(), key=_order).key]

    def next(self, now: datetime) -> Waiting | None:
        """The story to ask about now; None when nothing waits, or nobody may be asked yet."""
        for each in [each for each in self._waiting.values() if now - each.told > HISTORY]:
            del self._waiting[each.key]
        if self._not_before is not None and now < self._not_before:
            return None
        spent = len(self._asked) == self._asked.maxlen and now - self._asked[0] < HOUR
        return None if spent else max(self._waiting.values(), key=_order, default=None)

    def asked(self, now: datetime) -> None:
        """A call is being made."""
        self._asked.append(now)

    def done(self, waiting: Waiting) -> None:
        """It has been answered, or there is nothing to ask; a later text that came meanwhile waits on."""
        if self._waiting.get(waiting.key) == waiting:
            del self._waiting[waiting.key]

    def answered(self, waiting: Waiting) -> None:
        """The endpoint is well."""
        self.failures, self._not_before = 0, None
        self.done(waiting)

    def failed(self, waiting: Waiting, why: NoAnswer, now: datetime) -> None:
        """Leave the endpoint alone for a while, and the story for good after `TRIES`."""
        self.failures += 1
        pause = min(FIRST_PAUSE * 2 ** min(self.failures - 1, 16), LONGEST_PAUSE)
        wish = min(timedelta(seconds=why.retry_after), LONGEST_WISH)
        self._not_before = now + max(pause, wish)
        if why.kind in OURS and self._waiting.get(waiting.key) == waiting:
            tried = structs.replace(waiting, tries=waiting.tries + 1)
            self._waiting[waiting.key] = tried
            if tried.tries >= TRIES:
                self.done(tried)


def _order(waiting: Waiting) -> tuple[bool, datetime, tuple[str, str]]:
    """What has failed comes after what has not; else the newest first."""
    return (not waiting.tries, waiting.told, waiting.key)
