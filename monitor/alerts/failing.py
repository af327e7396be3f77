"""When a channel does not take alerts, another one says so, and passes on what was given up. Pure.

A channel that fails is told of once until it works again; each alert that is given up is passed on whole.
What such a notice itself cannot deliver is passed on no further: `monitor status` still shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec import structs

from monitor.alerts.hours import quiet_until
from monitor.events import AnyEvent
from monitor.notices import ABOUT_CHANNEL, AlertDelivered, AlertFailed, AlertRaised
from monitor.text import printable
from monitor.topics import Topic
from monitor.values import short_id

FAILURES = 3
"""Attempts in vain at one alert before the others are told: seven minutes, a restart is over by then."""

REMEMBERED = 5_000
"""Developments given to a channel that are remembered: those of the weeks in which one can be given up."""

FALLBACK = "terminal"
"""The channel that is always there."""


class Channels:
    """Which channels are known to fail, and what each was given; kept up to date by `add`."""

    def __init__(self, events: Iterable[AnyEvent] = ()) -> None:
        """Fold events of all topics, in the order of the log."""
        self._failing: set[str] = set()
        self._given: dict[str, dict[str, None]] = {}
        for event in events:
            self.add(event)

    def add(self, event: AnyEvent) -> None:
        """Take in an event; those that are not about channels are ignored."""
        if isinstance(event, AlertDelivered):
            self._failing.discard(event.channel)
        elif isinstance(event, AlertRaised):
            given = self._given.setdefault(event.channel, {})
            given.update(dict.fromkeys(event.developments))
            for name in list(given)[: max(0, len(given) - REMEMBERED)]:
                del given[name]
            if event.rule.startswith(ABOUT_CHANNEL):
                self._failing.add(event.rule.removeprefix(ABOUT_CHANNEL))

    def notices(self, failed: AlertFailed, alert: AlertRaised, topic: Topic) -> list[AlertRaised]:
        """What to raise because of this failure, through other channels of the topic.

        An alert that was given up goes to those that were not given its developments by rules of
        their own. Nobody is woken by it: in quiet hours it waits for their end.
        """
        if alert.rule.startswith(ABOUT_CHANNEL):
            return []
        if failed.final:
            made = [_passed_on(failed, alert, name) for name in self._without(alert, topic)]
        elif failed.attempt < FAILURES or failed.channel in self._failing:
            return []
        else:
            made = [_failing(failed, alert, name) for name in others(topic, alert.channel)]
        return [structs.replace(each, at=_awake(each, topic)) for each in made]

    def _without(self, alert: AlertRaised, topic: Topic) -> Iterator[str]:
        """The other channels that lack something of an alert."""
        for name in others(topic, alert.channel):
            given = self._given.get(name, {})
            if not alert.developments or any(each not in given for each in alert.developments):
                yield name


def _awake(alert: AlertRaised, topic: Topic) -> datetime:
    """When it is to be sent: at the end of the quiet hours that a rule has for its channel."""
    if alert.severity == "critical":
        return alert.at
    rules = (rule for rule in topic.rules if alert.channel in rule.channels)
    ends = (quiet_until(rule, alert.at) for rule in rules)
    return max((end for end in ends if end is not None), default=alert.at)


def others(topic: Topic, channel: str) -> list[str]:
    """The channels of the topic's rules but this one; the terminal when there is no other."""
    named = dict.fromkeys(name for rule in topic.rules for name in rule.channels)
    found = [name for name in named if name != channel]
    return found or ([FALLBACK] if channel != FALLBACK else [])


def _passed_on(failed: AlertFailed, alert: AlertRaised, channel: str) -> AlertRaised:
    """The whole alert, with what has become of it."""
    return AlertRaised(
        alert=_id("given up", alert.alert, channel),
        rule=f"{ABOUT_CHANNEL}{alert.channel}",
        channel=channel,
        severity=alert.severity,
        title=f"Not delivered to {alert.channel}: {alert.title}",
        body=f"{_why(failed)}\nIt was given up; to send it again: monitor alerts retry {alert.alert}"
        f"\n\n{alert.body}",
        developments=alert.developments,
        at=failed.at,
        topic=alert.topic,
        parts=alert.parts,
    )


def _failing(failed: AlertFailed, alert: AlertRaised, channel: str) -> AlertRaised:
    """That a channel takes nothing."""
    return AlertRaised(
        alert=_id("failing", alert.alert, str(failed.attempt), channel),
        rule=f"{ABOUT_CHANNEL}{alert.channel}",
        channel=channel,
        severity="warning",
        title=f"The channel {alert.channel} does not take alerts",
        body=f"{_why(failed)}\nIt is tried again. Waiting: {alert.title}\nmonitor alerts --undelivered",
        developments=(),
        at=failed.at,
        topic=alert.topic,
    )


def _why(failed: AlertFailed) -> str:
    return f"{failed.channel}: {printable(failed.detail)} (attempt {failed.attempt})"


def _id(*parts: str) -> str:
    return short_id("channel", *parts)
