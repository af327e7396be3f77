"""The nights of the daemon: when the log is checked and backed up, and who hears how it went.

How it went is kept in state/upkeep.json for whoever asks; that it went wrong is a development of every
topic, and that all is well again is another one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from monitor.asking import Ground
from monitor.config.settings import Settings
from monitor.errors import NOT_NOW
from monitor.eventlog.overnight import Order, Result, aside
from monitor.notices import COVERAGE, DevelopmentNoted, Severity
from monitor.pace import Pace
from monitor.state import LOG
from monitor.text import printable
from monitor.topics import Topic
from monitor.upkeep import NOTHING, WELL, Upkeep, change, ills, missed, recall
from monitor.values import short_id
from monitor.wording import many

TASK = "the work of the night"
"""Its name among what is under way; no source can be called so."""
FIELD = "log.db"
"""What the developments are about; no source can be called so."""
DETAIL = 200
"""Characters of a reason in a development: the beginning of an error says enough."""

USUAL: Mapping[str, Any] = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
"""Of every job: one that is late runs all the same, once, and never twice at a time."""

log = logging.getLogger(__name__)


class Nights:
    """Plans the work, keeps how it went, and tells what is wrong."""

    def __init__(self, settings: Settings, ground: Ground) -> None:
        """Nothing is planned yet."""
        self._state, self._setup = settings.state_dir, settings.backup
        self._ground = ground

    def plan(self, scheduler: Any, pace: Pace) -> None:
        """Every night, and soon when the last one was missed; in a replay never.

        `scheduler` is one of APScheduler, which has no types. Its clock is the world's.
        """
        hour, now = self._setup.hour, self._ground.clock()
        if pace.night is None:
            return
        self._want(hour, now)
        if hour is None:
            return
        scheduler.add_job(self._begin, "cron", hour=hour, **USUAL)
        if missed(recall(self._state), hour, now):
            soon = now + timedelta(seconds=pace.night)
            scheduler.add_job(self._begin, "date", run_date=soon, **USUAL)

    def _want(self, hour: int | None, now: datetime) -> None:
        """Keep that it is wanted, for whoever looks whether it is done. What is not wanted is no ill."""
        found = recall(self._state)
        if hour is None:
            self._change(
                lambda found: NOTHING._replace(
                    backup=found.backup._replace(why="", failures=0), parted=found.parted
                )
            )
        elif hour != found.hour:
            since = found.since if found.hour is not None else _iso(now)
            self._change(lambda found: found._replace(hour=hour, since=since))

    async def _begin(self) -> None:
        """The scheduler's job: it only starts what takes long."""
        if TASK not in self._ground.under_way:
            self._ground.under_way.start(TASK, self._spend())

    async def _spend(self) -> None:
        """One night."""
        now = self._ground.clock()
        known, setup = recall(self._state), self._setup
        folder, own = setup.place(self._state), setup.folder is None
        order = Order(
            log=self._state / LOG,
            folder=folder,
            keep=setup.keep,
            now=now,
            damaged=known.damaged,
            own=own,
            looked=known.looked,
            parted=known.parted,
        )
        result = await aside(order)
        found = self._change(lambda found: after(found, result, now))
        self._say(result)
        self.tell(found, now, critical=result.corrupt)

    def _change(self, made: Callable[[Upkeep], Upkeep]) -> Upkeep:
        """What is known now; kept, where that can be done."""
        try:
            return change(self._state, made)
        except OSError as error:
            log.warning("how the log does cannot be kept: %s", error)
            return made(recall(self._state))

    def _say(self, result: Result) -> None:
        """For the person who started the daemon."""
        say = self._ground.say
        if result.checked:
            say("not whole" if result.corrupt else "not checked", result.checked)
        else:
            say("checked", f"{many(result.events, 'event')} of the log are whole")
        if result.saved:
            say("no backup", result.saved)
        elif result.file:
            say("backup", result.file)
        for name, why in result.damaged.items():
            say("damaged", f"the backup {name}: {why}")

    def tell(self, found: Upkeep, now: datetime, *, critical: bool) -> None:
        """Record in each topic that it stands otherwise than was told there; what cannot be, another night."""
        wrong = ills(found, now)
        stands = next(iter(wrong), WELL)
        severity: Severity = "critical" if critical else "warning" if wrong else "notice"
        title = wrong.get(stands, f"the log is {WELL} again")
        pipeline = self._ground.pipeline
        for follower in pipeline.followers:
            name, was = follower.topic.id, found.told.get(follower.topic.id, WELL)
            if stands == was:
                continue
            noted = development(follower.topic, (was, stands), title, severity, now)
            try:
                self._ground.tell(TASK, pipeline.note(follower, [noted], now))
            except NOT_NOW as error:
                self._ground.hold("how the log does", error)
                return
            self._change(partial(_told, topic=name, stands=stands))


def _told(found: Upkeep, *, topic: str, stands: str) -> Upkeep:
    return found._replace(told={**found.told, topic: stands})


def after(found: Upkeep, result: Result, now: datetime) -> Upkeep:
    """What is known after one more night."""
    at, events = _iso(now), result.events
    verify = found.verify.after(at, result.checked, events=events)._replace(corrupt=result.corrupt)
    backup = found.backup
    if result.saved or result.file:
        backup = backup.after(at, result.saved, events=events, file=result.file, size=result.bytes)
    empty = not (events or result.checked)
    since = at if empty else found.since
    looked = result.looked or found.looked
    known = found._replace(damaged=dict(result.damaged), looked=looked, since=since)
    return known._replace(verify=verify, backup=backup)


def development(
    topic: Topic, change: tuple[str, str], title: str, severity: Severity, now: datetime
) -> DevelopmentNoted:
    """That the log, or its backups, stand otherwise."""
    was, stands = change
    return DevelopmentNoted(
        development=short_id(COVERAGE, topic.id, FIELD, was, stands, now.isoformat()),
        tracker=COVERAGE,
        field=FIELD,
        before=was,
        after=stands,
        title=f"{topic.title}: {printable(title)[:DETAIL]}",
        severity=severity,
        because=(),
        at=now,
        seen=now,
    )


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
