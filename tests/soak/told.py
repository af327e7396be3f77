"""What should have been told, counted from the log alone: which development went out through which channel.

It knows the rules of the topic and nothing of how the service decides when to send.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from monitor.alerts.rules import matches
from monitor.events import AnyEvent
from monitor.notices import ABOUT_CHANNEL, AlertDelivered, AlertHeld, AlertRaised, DevelopmentNoted
from monitor.topics import AlertRule


class Told(NamedTuple):
    """A development and the name of a channel."""

    development: str
    channel: str


def owed(events: Sequence[AnyEvent], rules: Iterable[AlertRule]) -> set[Told]:
    """What some rule wants told through a channel, unless that rule has given it up for good."""
    noted = [each for each in events if isinstance(each, DevelopmentNoted) and not each.backfill]
    dropped = {
        (each.rule, name)
        for each in events
        if isinstance(each, AlertHeld) and each.final
        for name in each.developments
    }
    return {
        Told(each.development, channel)
        for rule in rules
        for each in noted
        if matches(rule, each) and (rule.id, each.development) not in dropped
        for channel in rule.channels
    }


def raised(events: Iterable[AnyEvent]) -> Counter[Told]:
    """How often each development was told through each channel; news about channels is none."""
    return Counter(
        Told(name, each.channel)
        for each in events
        if isinstance(each, AlertRaised) and not each.rule.startswith(ABOUT_CHANNEL)
        for name in each.developments
    )


def alerts(events: Iterable[AnyEvent], channel: str) -> Counter[str]:
    """Ids of the alerts that were raised for a channel."""
    return Counter(
        each.alert for each in events if isinstance(each, AlertRaised) and each.channel == channel
    )


def delivered(events: Iterable[AnyEvent]) -> Counter[str]:
    """How often each alert was recorded as delivered."""
    return Counter(each.alert for each in events if isinstance(each, AlertDelivered))
