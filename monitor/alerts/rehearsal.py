"""What the rules would have told of a time that is over: the same desk, over developments as recorded.

Each development is taken as if it had been seen live when it was reported, also where it was read out of
an archive later; what newer rules have brought about is left out, for it was no news. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import groupby

from msgspec import Struct, structs

from monitor.alerts.desk import Backing, Desk, Notice
from monitor.alerts.rules import LookUp
from monitor.notices import AlertHeld, AlertRaised, DevelopmentNoted
from monitor.topics import Topic

SupportAt = Callable[[DevelopmentNoted, datetime], Backing | None]
"""As `desk.Support`, by what had been reported up to a time."""


class Rehearsal(Struct, frozen=True, kw_only=True):
    """What would have gone out, and what not."""

    alerts: tuple[AlertRaised, ...]
    held: tuple[AlertHeld, ...]
    """Each time that something was held back; what was told later is among the alerts as well."""
    waiting: tuple[str, ...]
    """Developments that would wait even now."""
    developments: int
    """How many there were."""


def rehearse(
    topic: Topic,
    noted: Iterable[DevelopmentNoted],
    voiced: Iterable[datetime],
    now: datetime,
    look_up: LookUp,
    support: SupportAt,
    *,
    since: datetime | None = None,
) -> Rehearsal:
    """Play the developments reported since a time to a desk that knows nothing before it.

    `voiced` are the times at which something was claimed: then a second voice may have come.
    """
    live = sorted(_live(noted, since), key=lambda each: (each.seen, each.development))
    times = sorted({at for at in voiced if live and live[0].seen <= at <= now})
    played = _Played(topic, look_up, support)
    for at, group in groupby(live, key=lambda each: each.seen):
        while times and times[0] <= at:
            played.until(times[0])
            played.look(times.pop(0))
        played.until(at)
        together = list(group)
        played.record(together)
        played.record(played.desk.decide(together, at, look_up))
    for at in times:
        played.until(at)
        played.look(at)
    played.until(now)
    return Rehearsal(
        alerts=tuple(each for each in played.notices if isinstance(each, AlertRaised)),
        held=tuple(each for each in played.notices if isinstance(each, AlertHeld)),
        waiting=tuple(sorted({name for _, name in played.desk.told.waiting})),
        developments=len(live),
    )


def _live(noted: Iterable[DevelopmentNoted], since: datetime | None) -> Iterator[DevelopmentNoted]:
    for each in noted:
        at = each.at if each.backfill else each.seen
        if not each.reread and (since is None or at >= since):
            yield structs.replace(each, backfill=False, at=min(each.at, at), seen=at)


class _Played:
    """A desk, and what it has said."""

    def __init__(self, topic: Topic, look_up: LookUp, support: SupportAt) -> None:
        self.desk = Desk(topic)
        self.notices: list[Notice] = []
        self._look_up = look_up
        self._support = support

    def record(self, events: Iterable[DevelopmentNoted | Notice]) -> None:
        """As the log would."""
        for event in events:
            self.desk.add(event)
            if not isinstance(event, DevelopmentNoted):
                self.notices.append(event)

    def look(self, at: datetime) -> None:
        """What is told at a time of what waits."""
        if self.desk.told.waiting:
            found = self.desk.due(at, self._look_up, lambda each: self._support(each, at))
            self.record(found)

    def until(self, at: datetime) -> None:
        """Every look that is due before then, at its own time."""
        while (due := self.desk.due_at()) is not None and due <= at:
            before = dict(self.desk.told.waiting)
            self.look(due)
            if self.desk.told.waiting == before:  # what waits for a voice waits on
                return
