"""The daemon: one tick a second, due sources polled, what they bring put through, alerts sent.

Wiring and nothing else: APScheduler gives the tick, a heap of due times says who is polled, the pipeline
does the work, the outbox says what is to be sent. A hung source holds up nobody: the tick never waits.
Where nothing can be written, nothing is asked or sent for a minute; then it is tried again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

from msgspec import structs

from monitor import notify
from monitor.alerts.outbox import SKEW
from monitor.asking import Asking, Ground, asking
from monitor.backfill import lost
from monitor.config import Configuration
from monitor.config.following import polled, reread
from monitor.errors import NOT_NOW, StateError
from monitor.events import AnyEvent
from monitor.heartbeat import Heartbeat
from monitor.inbox import Inbox
from monitor.intake import Brought, Intake, unknown
from monitor.lookout import Lookout, blind
from monitor.nightly import USUAL, Nights
from monitor.opening import FEEDS, VIEWS, polite
from monitor.outgoing import Outgoing
from monitor.pace import REAL, STARTED, Pace
from monitor.pages import reading
from monitor.pipeline import SOURCES_STREAM, Pipeline, Taking
from monitor.sources import Failure, health
from monitor.sources.answers import Answers
from monitor.sources.poll import Outcome, Tools, keep
from monitor.sources.round import Round
from monitor.sources.schedule import Schedule, first_due
from monitor.sources.worker import GuardedWorker
from monitor.tasks import Tasks
from monitor.telling import TOLD_FAILURES, Say
from monitor.topics import Source
from monitor.wording import many

TICK_END_S = 0.05
"""Seconds for a tick that has just begun: the scheduler would break it off and tell that as an error."""
POLL_DRAIN_S = 1.0
"""Seconds for polls under way to end after SIGTERM; one that is broken off is made again."""
DRAIN_S = 5.0
"""Seconds for sendings under way, which would be repeated. The promise is 10 in all."""
RETRY_S = 60.0
"""Seconds until it is tried again to record something (no room, no disk)."""
PRUNE_EVERY = timedelta(days=1)
"""Entries are kept for 30 days: a day more or less does not matter."""

log = logging.getLogger(__name__)


class Daemon:
    """The running service over an opened state folder."""

    def __init__(
        self, configuration: Configuration, pipeline: Pipeline, say: Say, pace: Pace = REAL
    ) -> None:
        """`say` takes a word and a sentence for the person who started it."""
        self.pace, self.clock = pace, pace.clock
        self.configuration, self.pipeline, self.say = configuration, pipeline, say
        self.sources = polled(configuration)
        self.schedule = Schedule()
        self.under_way = Tasks(self._stop_for)
        self.heartbeat = Heartbeat(configuration.settings.state_dir, STARTED)
        self.outgoing = Outgoing(configuration, pipeline, pace.clock, self._hold, self._stop_for)
        self.signs = notify.Signs(pace.tick)
        state = configuration.settings.state_dir
        self.inbox = Inbox(state, self.outgoing.raised.get, self._wanted, self.say)
        self.inbox.ready()
        self.stopping = asyncio.Event()
        self.told_to_stop = False
        self.answered = self.failed = self.unrecorded = 0
        self.held_until = datetime.min.replace(tzinfo=UTC)
        """Until then nothing is asked or sent: it could not be recorded."""
        self.looked = self.prune_at = datetime.min.replace(tzinfo=UTC)
        """When the last tick was, and when the work of the day is due."""
        self.lost: set[str] = set()
        """Sources that feeds.db has lost: what they bring is not their first answer."""
        self.owed: dict[str, Outcome] = {}
        """What polls have brought that could not be recorded: their sources are not asked meanwhile."""
        self.looked_out = False
        """What a crash has left untold of the sources has been told."""
        self.intake = Intake(pipeline, say, self._taken)
        self.asking: Asking | None = None
        self.loop: asyncio.AbstractEventLoop | None = None
        self.crash: BaseException | None = None
        """What has stopped it, if it was no person: a bug, a damaged log."""
        self._reread: Configuration | None = None

    async def run(self, *, once: bool = False) -> None:
        """Poll until told to stop; with `once`, every source once."""
        settings = self.configuration.settings
        async with AsyncExitStack() as stack:
            answers = self.answers = stack.enter_context(Answers(settings.state_dir / FEEDS))
            answers.withheld = self.pipeline.withholds
            worker = await stack.enter_async_context(GuardedWorker())
            pages = await stack.enter_async_context(GuardedWorker())
            client = await stack.enter_async_context(polite(settings))
            states = answers.states()
            heard = [each.last_success for each in states.values() if each.last_success]
            self.lookout = Lookout(self.pipeline, self.clock, since=max(heard, default=None))
            self.lost = lost(self.pipeline.log, self.sources.values(), states)
            tools = Tools(client, worker, answers)
            most, pause = settings.concurrency, self.pace.host_pause
            self.round = Round(tools, self.clock, at_once=most, pause=pause)
            ground = Ground(
                self.pipeline, self.under_way, self.clock, self.say, self._tell, self._hold
            )
            model = asking(settings.model, settings.state_dir / VIEWS, ground)
            self.asking = await stack.enter_async_context(model)
            for_pages = structs.replace(tools, worker=pages)
            self.texts = reading(self.sources, for_pages, self.round, ground, self.intake)
            self.nights = Nights(settings, ground)
            self.loop = asyncio.get_running_loop()
            if once:
                await self._one_round()
            else:
                await self._for_good()
            await self.under_way.drained(POLL_DRAIN_S)
            await self.outgoing.sending.drained(DRAIN_S)
            self._make_good()

    # --- the two ways to run -------------------------------------------------------------------

    async def _one_round(self) -> None:
        self._fulfil()
        states = self.answers.states()
        for source in self.sources.values():
            state = health.kept_state(source, states.get(source.id))
            if why := health.unasked(state, self.clock()):
                self.say("not asked", f"{source.id}: {why}", source=source.id)
            else:
                self.under_way.start(source.id, self._poll(source))
        await self.under_way.ended(unless=self.stopping)
        if not self.stopping.is_set():
            await self.texts.finish(self.stopping)
            self.outgoing.send_due()
            while self.clock() >= self.held_until and self.asking and self.asking.start_next():
                await self.under_way.ended(unless=self.stopping)
            self._tell_due(flush=True)
            await self.outgoing.send_once(unless=self.stopping)

    async def _for_good(self) -> None:
        from apscheduler.schedulers.asyncio import AsyncIOScheduler

        now = self.clock()
        self._plan(now)
        self._prune(now)
        states = self.answers.states()
        scheduler = AsyncIOScheduler(timezone=UTC)
        scheduler.add_job(self._tick, "interval", seconds=self.pace.tick, **USUAL)
        self.nights.plan(scheduler, self.pace)
        scheduler.start()
        kept = (health.kept_state(each, states.get(each.id)) for each in self.sources.values())
        if sentence := blind(kept):
            self.say("blind", sentence)
        self._announce_next()
        if self.successor is None:  # else the next one will be ready
            self.signs.ready(self._following())
        await self.stopping.wait()
        if self.successor is None:
            notify.tell("STOPPING=1")
        scheduler.pause()
        await asyncio.sleep(TICK_END_S)
        scheduler.shutdown(wait=False)

    def _plan(self, now: datetime) -> None:
        """When each source is asked first; what a clock that was put back has planned does not count."""
        states = self.answers.states()
        self.held_until = min(self.held_until, now)
        for source in self.sources.values():
            state = health.kept_state(source, states.get(source.id))
            ahead = max(filter(None, (state.last_success, state.parsed)), default=now) - now > SKEW
            if not state.gone and source.id not in self.under_way:
                due = None if ahead or self.looked - now > SKEW else health.due(source, state)
                self.schedule.add(source.id, first_due(now, source.id, due, len(self.sources)))

    async def _tick(self) -> None:
        """The job of every second: whatever goes wrong in it is told, not swallowed."""
        try:
            self._look(self.clock())
        except NOT_NOW as error:
            self._hold("the state", error)
        except Exception as error:  # noqa: BLE001 - the boundary of a job: a tick that fails ends it all
            self._stop_for(error)
        if not (self.under_way or self.outgoing.sending):
            self.pace.idle()

    def _look(self, now: datetime) -> None:
        """What is due now; feeds the watchdog when the log has answered."""
        self.pipeline.log.position()
        self.signs.feed()
        self.heartbeat.beat(held=now < self.held_until)
        if self.looked - now > SKEW:
            self.say("clock", "it has been put back: every source is asked anew")
            self._plan(now)
        self.looked = now
        if now < self.held_until:
            return
        self._make_good()
        self._fulfil()
        if now < self.held_until:  # there still is no room
            return
        self.signs.well()
        if now >= self.prune_at:
            self._prune(now)
        for source_id in self.schedule.due(now):
            source = self.sources.get(source_id)
            if source is not None and source_id not in self.under_way:
                self.under_way.start(source_id, self._poll(source))
        self.texts.start_due()
        if self.asking is not None:
            self.asking.start_next()
        self._tell_due()
        self.outgoing.send_due()

    def _tell_due(self, *, flush: bool = False) -> None:
        """Alerts of what rules have held back until now; with `flush`, until the next message."""
        for follower in self.pipeline.followers:
            self._tell("", self.pipeline.due(follower, self.clock(), flush=flush))
        if not self.looked_out:
            for taking in self.lookout.observe():
                self._tell("", taking)
            self.looked_out = True
        for taking in self.lookout.listen():
            self._tell("", taking)

    def _prune(self, now: datetime) -> None:
        """The work of every day, by the daemon's own clock."""
        self.prune_at = now + PRUNE_EVERY
        try:
            self.answers.forget(self.sources)
            self.answers.prune(now)
        except StateError as error:
            log.warning("old entries are kept a day longer: %s", error)

    def _following(self) -> str:
        return f"following {many(len(self.pipeline.followers), 'topic')}"

    def _announce_next(self) -> None:
        if (soonest := self.schedule.next()) is not None:
            self.say("next poll", f"in {max(0, round((soonest - self.clock()).total_seconds()))} s")

    # --- one source ----------------------------------------------------------------------------

    def _stop_for(self, error: BaseException) -> None:
        self.crash = self.crash or error
        self.stopping.set()

    async def _poll(self, source: Source) -> None:
        try:
            if source.id not in self.owed:
                self.owed[source.id] = await self.round.poll(source)
                self._report(self.owed[source.id])
            outcome = self.owed[source.id]
            self._take(source, outcome)
            due, now = self.owed.pop(source.id).state.next_due, self.clock()
            if due is not None and outcome.at - now > SKEW:  # the clock was put back meanwhile
                due = first_due(now, source.id, None, len(self.sources))
        except NOT_NOW as error:
            self._hold(source.id, error)
            due = self.clock() + timedelta(seconds=RETRY_S)
        if due is not None:
            self.schedule.add(source.id, due)

    def _take(self, source: Source, outcome: Outcome) -> None:
        """Record what a poll has brought, then remember that it has been polled.

        To be called again with the same when it could not be recorded: nothing is recorded twice.
        """
        heard = health.kept_state(source, self.answers.state(source.id)).last_success
        known = heard is None and source.id in self.lost
        old = heard is None and not known
        brought = Brought(source.id, outcome.fresh, outcome.at, backfill=old, heard=heard)
        takings = self.intake.take(brought)
        news = outcome.fresh if heard else unknown(outcome.fresh, takings) if known else ()
        steps = [step for step in outcome.steps if isinstance(step, AnyEvent)]
        self.pipeline.record(SOURCES_STREAM, steps)
        pages = self.texts.wanted(outcome.fresh, news)
        keep(self.answers, outcome, pages=pages)
        self.texts.add(pages)
        answered = () if isinstance(outcome.result, Failure) else (source.id,)
        for taking in self.lookout.observe(outcome.steps, heard=answered):
            self._tell(source.id, taking)
        if self.pipeline.behind is not None:
            self._hold("views.db", self.pipeline.behind)

    def _report(self, outcome: Outcome) -> None:
        """One line a poll for who debugs; a failure is told to the person when it is new."""
        name, result = outcome.source.id, outcome.result
        if not isinstance(result, Failure):
            self.answered += 1
            log.debug("polled %s: %s new", name, len(outcome.fresh), extra={"source": name})
            return
        asked = result.kind != "resting"
        self.failed += asked
        new = asked and outcome.state.failures in TOLD_FAILURES
        if new and result.kind != "fault":  # that has been told, with where it was
            self.say("no answer", f"{name}: {result.sentence}; {outcome.again}", source=name)
        else:
            log.debug("no answer from %s: %s", name, result.sentence, extra={"source": name})

    def _taken(self, name: str, taking: Taking, old: bool) -> None:  # as Intake has it
        """What has come of texts, wherever they are from: it is told, and a model may read them too."""
        self._tell(name, taking)
        if self.asking is not None:
            self.asking.add(taking, backfill=old)

    def _tell(self, name: str, taking: Taking) -> None:
        """What has come of a poll; its developments were told when they were recorded."""
        self.outgoing.take(taking.topic, taking.alerts)
        if taking.published or taking.copied or taking.revised:
            texts = f"{taking.published} new, {taking.copied} copies, {taking.revised} revised"
            said = f"{name}: {texts}, {taking.claims} claims"
            self.say("stories", said, topic=taking.topic)

    def _fulfil(self) -> None:
        """Record what people want; what cannot be recorded now goes on waiting."""
        try:
            self.inbox.fulfil()
        except NOT_NOW as error:
            self._hold("what somebody wants", error)

    def _wanted(self, stream: str, events: list[AnyEvent]) -> None:
        """Record what somebody wants, and what it changes."""
        self._tell("", self.pipeline.fulfil(stream, events, self.clock()))
        self.outgoing.take(stream, events)

    # --- where nothing can be written ----------------------------------------------------------

    def _hold(self, what: str, error: Exception) -> None:
        """Say once why nothing can be recorded, and leave it alone for a while."""
        self.unrecorded += 1
        self.signs.ails(f"waiting: {what}: {error}")
        if self.clock() >= self.held_until:
            self.held_until = self.clock() + timedelta(seconds=RETRY_S)
            self.say("not recorded", f"{what}: {error}; tried again in {RETRY_S:g} s")

    def _make_good(self) -> None:
        """Record what could not be recorded before, and show what could not be shown."""
        self.outgoing.make_good()
        try:
            self.pipeline.catch_up()
        except NOT_NOW as error:
            self._hold("views.db", error)

    # --- the end -------------------------------------------------------------------------------

    @property
    def successor(self) -> Configuration | None:
        """The configuration to go on with (SIGHUP); None when it has been told to stop since."""
        return None if self.told_to_stop else self._reread

    def stop(self) -> None:
        """End in order, for good. May be called at any time, also by a signal's handler."""
        self.told_to_stop = True
        self._soon(self.stopping.set)

    def reload(self) -> None:
        """Go on with the configuration as it is in its files now. May be called at any time."""
        self._soon(self._reload)

    def _soon(self, act: Callable[[], None]) -> None:
        """In the loop, which may be asleep; before it runs, at once."""
        if self.loop is None:
            act()
        else:
            self.loop.call_soon_threadsafe(act)

    def _reload(self) -> None:
        """Read the configuration again and go on with it; with the old one when it is wrong."""
        settings = self.configuration.settings
        if self.told_to_stop:
            return
        notify.reloading()
        found = reread(settings, self.say)
        if isinstance(found, int):
            mistakes = f"{many(found, 'mistake')} in the new configuration"
            self.signs.ready(f"{self._following()}, as before: {mistakes}")
            return
        self._reread = found
        if self.successor is not None:
            self.say("rereading", f"the configuration in {settings.config_dir}")
        self.stopping.set()
