"""Alerts on their way out: what is due is sent through its channel, each step recorded.

At least once: the attempt is recorded before the sending. Where nothing can be recorded nothing is sent,
and what became of a sending that could not be recorded is owed until it can be.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Collection, Iterable

from monitor.alerts import Mark, Message, NotSent
from monitor.alerts import Outcome as Sending
from monitor.alerts.delivery import deliver
from monitor.alerts.failing import Channels
from monitor.alerts.outbox import EVENTS, Delivery, Outbox, begin, end
from monitor.config import Configuration
from monitor.errors import NOT_NOW, StateError
from monitor.events import AnyEvent
from monitor.links import Links
from monitor.notices import AlertAttempted, AlertFailed, AlertRaised
from monitor.pace import Clock
from monitor.pipeline import Pipeline
from monitor.tasks import Tasks
from monitor.wishes import Whereabouts

AT_ONCE = 4
"""Sendings at a time through one channel: one that hangs holds up no other, and after an outage neither a
server nor the machine has to bear all of them together."""

log = logging.getLogger(__name__)
Hold = Callable[[str, Exception], None]
"""Hears what could not be recorded, and why."""


class Outgoing:
    """The outbox at work."""

    def __init__(
        self,
        configuration: Configuration,
        pipeline: Pipeline,
        clock: Clock,
        hold: Hold,
        crashed: Callable[[BaseException], None],
    ) -> None:
        """Take up what the log says is still to be sent."""
        self._settings = configuration.settings
        self._links = Links(self._settings.page, self._settings.state_dir)
        self._topics = {topic.id: topic for topic in configuration.topics}
        self._pipeline = pipeline
        self._clock = clock
        self._hold = hold
        self.sending = Tasks(crashed)
        self.outbox = Outbox()
        self.raised = Whereabouts()
        """Alert to the stream (the topic) in which it was raised, and its channel."""
        self.channels = Channels()
        self.owed: list[tuple[str, tuple[AnyEvent, ...]]] = []
        """Streams and events that are still to be recorded: what became of sendings."""
        for each in pipeline.log.read(types=EVENTS):
            self.take(each.stream, [each.event])

    def take(self, topic: str, events: Iterable[AnyEvent]) -> None:
        """Hear of alerts and of their steps, which are in the log."""
        for event in events:
            self.outbox.add(event)
            self.channels.add(event)
            self.raised.add(topic, event)

    async def send_once(self, unless: asyncio.Event) -> None:
        """Send all that is due now, each once, until it has ended or `unless` is set."""
        await self.sending.ended(unless)
        due = (each.alert for each in self.outbox.due(self._clock()))
        left = {alert.alert for alert in due if alert is not None}
        while not unless.is_set() and (begun := self.send_due(left)):
            left -= begun
            await self.sending.ended(unless)

    def send_due(self, among: Collection[str] | None = None) -> set[str]:
        """Begin to send what is due now, longest due first, AT_ONCE through a channel; which those are.

        The others wait for the next time. `among`: only these alerts.
        """
        begun: set[str] = set()
        busy = Counter(self.raised[name].channel for name in self.sending)
        for delivery in self.outbox.due(self._clock()):
            alert = delivery.alert
            if alert is None or alert.alert in self.sending or busy[alert.channel] >= AT_ONCE:
                continue
            if among is None or alert.alert in among:
                busy[alert.channel] += 1
                begun.add(alert.alert)
                self.sending.start(alert.alert, self._send(delivery))
        return begun

    async def _send(self, delivery: Delivery) -> None:
        """Record the attempt, send, record what came of it: sent at least once, never silently."""
        alert = delivery.alert
        if alert is None:
            return
        topic = self.raised[alert.alert].stream
        begun = begin(delivery, self._clock())
        try:
            steps = (begun, *self._because(begun, alert))
            self._pipeline.record(topic, steps)
        except NOT_NOW as error:
            self._hold(f"alert {alert.alert}, not sent", error)
            return
        self.take(topic, steps)
        if isinstance(begun, AlertAttempted):
            outcome = await self._delivered(self._message(begun, delivery, alert))
            ended = end(
                begun,
                outcome,
                self._clock(),
                repetition=delivery.uncertain,
                tries=delivery.tries + 1,
            )
            events = (ended, *self._because(ended, alert))
            self.take(topic, events)
            self.owed.append((topic, events))
            self.make_good()

    def _message(self, begun: AlertAttempted, delivery: Delivery, alert: AlertRaised) -> Message:
        """What goes through the channel; without links where none can be made."""
        topic = self.raised[alert.alert].stream
        known = self._topics.get(topic)
        try:
            acknowledge = self._links.acknowledge(alert.alert)
        except StateError as error:
            log.warning("alert %s goes without a link to acknowledge it: %s", alert.alert, error)
            acknowledge = ""
        return Message(
            alert=alert,
            topic=known.title if known else topic,
            attempt=begun.attempt,
            repetition=delivery.uncertain,
            page=self._links.page(topic) if known else "",
            acknowledge=acknowledge,
            log=self._mark(topic),
            at=begun.at,
        )

    def _mark(self, stream: str) -> Mark | None:
        """Where the log is, with the alert and this attempt in it."""
        try:
            head = self._pipeline.log.head(stream)
        except NOT_NOW as error:
            log.warning("an alert goes without the hash of the log: %s", error)
            return None
        return Mark(stream, head.n, head.hash) if head.n else None

    def _because(self, ended: AnyEvent, alert: AlertRaised) -> list[AlertRaised]:
        """What others are told when a channel does not take an alert."""
        topic = self._topics.get(alert.topic)
        if topic is None or not isinstance(ended, AlertFailed):
            return []
        return self.channels.notices(ended, alert, topic)

    async def _delivered(self, message: Message) -> Sending:
        name = message.alert.channel
        setup = self._settings.channels.get(name)
        if setup is None:
            return NotSent(f"monitor.toml has no channel {name} any more", permanent=True)
        return await deliver(setup.kind, setup.options, message)

    def make_good(self) -> None:
        """Record what could not be recorded before."""
        try:
            while self.owed:
                stream, events = self.owed[0]
                self._pipeline.record(stream, events)
                del self.owed[0]
        except NOT_NOW as error:
            self._hold("what became of alerts", error)
