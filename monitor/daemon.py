"""The daemon: one tick a second, due sources polled, what they bring put through, alerts sent.

Wiring and nothing else: APScheduler gives the tick, a heap of due times says who is polled, the pipeline
does the work, the outbox says what is to be sent. A hung source holds up nobody: the tick never waits.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable, Iterable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from functools import partial

from monitor import notify
from monitor.alerts.delivery import deliver
from monitor.alerts.outbox import Delivery, Outbox, begin, end
from monitor.config import Configuration
from monitor.errors import LogError, StateError
from monitor.events import AlertAttempted, AlertRaised, AnyEvent
from monitor.opening import FEEDS
from monitor.pipeline import SOURCES, Pipeline, Taking
from monitor.sources import Failure
from monitor.sources.answers import Answers
from monitor.sources.client import Limits, PoliteClient
from monitor.sources.poll import Outcome, Tools, keep
from monitor.sources.round import Round
from monitor.sources.schedule import Schedule, first_due
from monitor.sources.worker import GuardedWorker
from monitor.topics import Source

TICK_S = 1.0
"""Seconds between two looks at the heap of due times; nothing is polled more often than minutes."""
DRAIN_S = 5.0
"""Seconds for polls under way to end after SIGTERM; then they are broken off. The promise is 10."""
RETRY_S = 60.0
"""Seconds until a source is polled again whose entries could not be recorded (no room, no disk)."""

TOLD_FAILURES = {1, 3, 10}
"""Failures in a row that are told to the person; the others are in the service's log."""

log = logging.getLogger(__name__)
Say = Callable[[str, str], None]


def clock() -> datetime:
    """The time, in UTC: the only place where the daemon reads a clock."""
    return datetime.now(UTC)


class Daemon:
    """The running service over an opened state folder."""

    def __init__(self, configuration: Configuration, pipeline: Pipeline, say: Say) -> None:
        """`say` takes a word and a sentence for the person who started it."""
        self.configuration = configuration
        self.pipeline = pipeline
        self.say = say
        self.sources = polled(configuration)
        self.outbox = Outbox()
        self.streams: dict[str, str] = {}
        """Alert to the stream (the topic) in which it was raised."""
        for each in pipeline.log.read(types=ALERTS):
            self.outbox.add(each.event)
            if isinstance(each.event, AlertRaised):
                self.streams[each.event.alert] = each.stream
        self.schedule = Schedule()
        self.under_way: dict[str, asyncio.Task[None]] = {}
        self.sending: dict[str, asyncio.Task[None]] = {}
        self.stopping = asyncio.Event()
        self.answered = self.failed = 0
        self.crash: BaseException | None = None
        """The bug that has stopped it, if one has."""

    async def run(self, *, once: bool = False) -> None:
        """Poll until told to stop; with `once`, every source once."""
        settings = self.configuration.settings
        limits = Limits(deadline=settings.deadline, connections=settings.concurrency)
        async with AsyncExitStack() as stack:
            answers = stack.enter_context(Answers(settings.state_dir / FEEDS))
            worker = await stack.enter_async_context(GuardedWorker())
            client = await stack.enter_async_context(
                PoliteClient(
                    contact=settings.contact, allow_private=settings.allow_private, limits=limits
                )
            )
            self.answers = answers
            tools = Tools(client, worker, answers)
            self.round = Round(tools, clock, at_once=settings.concurrency)
            self._listen()
            if once:
                await self._one_round()
            else:
                await self._for_good()
            await self._drain()

    # --- the two ways to run -------------------------------------------------------------------

    async def _one_round(self) -> None:
        for source in self.sources.values():
            self._start(source)
        stop = asyncio.create_task(self.stopping.wait())
        while self.under_way and not self.stopping.is_set():
            await asyncio.wait(
                {*self.under_way.values(), stop}, return_when=asyncio.FIRST_COMPLETED
            )
        stop.cancel()
        if not self.stopping.is_set():
            self._send_due()
            while self.sending:
                await asyncio.wait(self.sending.values())

    async def _for_good(self) -> None:
        from apscheduler.schedulers.asyncio import AsyncIOScheduler

        now = clock()
        states = self.answers.states()
        for source in self.sources.values():
            state = states.get(source.id)
            if state is None or not state.gone:
                due = state.next_due if state else None
                self.schedule.add(source.id, first_due(now, source.id, due, len(self.sources)))
        scheduler = AsyncIOScheduler(timezone=UTC)
        scheduler.add_job(
            self._tick,
            "interval",
            seconds=TICK_S,
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
        scheduler.add_job(
            self._prune,
            "interval",
            hours=24,
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
        scheduler.start()
        self._announce_next()
        notify.tell("READY=1", f"STATUS=following {len(self.pipeline.followers)} topics")
        await self.stopping.wait()
        notify.tell("STOPPING=1")
        scheduler.shutdown(wait=False)

    async def _tick(self) -> None:
        """What is due now; feeds the watchdog when the log has answered."""
        now = clock()
        self.pipeline.log.position()
        notify.tell("WATCHDOG=1")
        for source_id in self.schedule.due(now):
            source = self.sources.get(source_id)
            if source is not None and source_id not in self.under_way:
                self._start(source)
        self._send_due()

    def _prune(self) -> None:
        self.answers.prune(clock())

    def _announce_next(self) -> None:
        soonest = self.schedule.next()
        if soonest is not None:
            wait = max(0, round((soonest - clock()).total_seconds()))
            self.say("next poll", f"in {wait} s")

    # --- one source ----------------------------------------------------------------------------

    def _start(self, source: Source) -> None:
        task = asyncio.create_task(self._poll(source), name=source.id)
        self.under_way[source.id] = task
        task.add_done_callback(partial(self._polled, source.id))

    def _polled(self, source_id: str, task: asyncio.Task[None]) -> None:
        self.under_way.pop(source_id, None)
        if not task.cancelled() and task.exception() is not None:
            self.crash = task.exception()
            self.stopping.set()

    async def _poll(self, source: Source) -> None:
        outcome = await self.round.poll(source)
        due = outcome.state.next_due
        try:
            self._take(source, outcome)
        except (LogError, StateError) as error:
            self.say("not recorded", f"{source.id}: {error}; tried again in {RETRY_S:g} s")
            due = clock() + timedelta(seconds=RETRY_S)
        if due is not None and not outcome.state.gone:
            self.schedule.add(source.id, due)

    def _take(self, source: Source, outcome: Outcome) -> None:
        """Record what a poll has brought, then remember that it has been polled."""
        first = self.answers.state(source.id)
        old = first is None or first.last_success is None
        self._report(outcome)
        if outcome.fresh:
            for taking in self.pipeline.take_in(outcome.fresh, outcome.at, backfill=old):
                self._tell(source, taking)
        self.pipeline.record(SOURCES, _events(outcome))
        keep(self.answers, outcome)

    def _report(self, outcome: Outcome) -> None:
        """One line a poll in the log; a failure is told to the person when it is new."""
        if not isinstance(outcome.result, Failure):
            self.answered += 1
            log.info("polled %s: %s new", outcome.source.id, len(outcome.fresh))
            return
        self.failed += 1
        if outcome.state.failures in TOLD_FAILURES:
            self.say(
                "no answer", f"{outcome.source.id}: {outcome.result.sentence}; {_again(outcome)}"
            )
        else:
            log.info("no answer from %s: %s", outcome.source.id, outcome.result.sentence)

    def _tell(self, source: Source, taking: Taking) -> None:
        for event in taking.alerts:
            self.outbox.add(event)
            self.streams[event.alert] = taking.topic
        if taking.published or taking.copied or taking.revised:
            self.say(
                "stories",
                f"{source.id}: {taking.published} new, {taking.copied} copies, {taking.revised} revised,"
                f" {taking.claims} claims",
            )
        for development in taking.developments:
            self.say("development", development.title)

    # --- alerts --------------------------------------------------------------------------------

    def _send_due(self) -> None:
        for delivery in self.outbox.due(clock()):
            if delivery.alert is not None and delivery.alert.alert not in self.sending:
                name = delivery.alert.alert
                task = asyncio.create_task(self._send(delivery), name=f"alert {name}")
                self.sending[name] = task
                task.add_done_callback(partial(self._sent, name))

    def _sent(self, name: str, task: asyncio.Task[None]) -> None:
        self.sending.pop(name, None)
        if not task.cancelled() and task.exception() is not None:
            self.crash = task.exception()
            self.stopping.set()

    async def _send(self, delivery: Delivery) -> None:
        """Record the attempt, send, record what came of it: sent at least once, never silently."""
        alert = delivery.alert
        if alert is None:
            return
        topic = self.streams[alert.alert]
        begun = begin(delivery, clock())
        self._record(topic, begun)
        if not isinstance(begun, AlertAttempted):
            return
        setup = self.configuration.settings.channels[alert.channel]
        outcome = await deliver(setup.kind, setup.options, alert)
        self._record(topic, end(begun, outcome, clock()))

    def _record(self, stream: str, event: AnyEvent) -> None:
        self.pipeline.record(stream, [event])
        self.outbox.add(event)

    # --- the end -------------------------------------------------------------------------------

    def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.stopping.set)

    async def _drain(self) -> None:
        """Let what is under way end, for a while; then break it off."""
        tasks: Iterable[asyncio.Task[None]] = [*self.under_way.values(), *self.sending.values()]
        waiting = set(tasks)
        if waiting:
            _, late = await asyncio.wait(waiting, timeout=DRAIN_S)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)


ALERTS = ("AlertRaised", "AlertAttempted", "AlertDelivered", "AlertFailed", "AlertAcknowledged")


def polled(configuration: Configuration) -> dict[str, Source]:
    """The sources of all topics that are followed, by id; one that serves several is polled once."""
    return {
        source.id: source
        for topic in configuration.topics
        if topic.enabled
        for source in topic.sources
    }


def _events(outcome: Outcome) -> list[AnyEvent]:
    """The changes of a source's health as events of the log."""
    return [step for step in outcome.steps if isinstance(step, AnyEvent)]


def _again(outcome: Outcome) -> str:
    """When a source is asked again, in words."""
    due = outcome.state.next_due
    if due is None:
        return "not asked again"
    minutes = max(1, round((due - outcome.at).total_seconds() / 60))
    return f"asked again in {minutes} min"
