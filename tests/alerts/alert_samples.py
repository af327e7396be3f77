"""Developments, claims and alerts for the tests."""

import sys
from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.alerts import Message
from monitor.notices import AlertRaised, DevelopmentNoted
from monitor.reports import TotalReported
from monitor.topics import AlertRule, Gate, Topic
from monitor.values import Count, Quote

NOW = datetime(2025, 11, 16, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SAID = "bringing the toll to at least 83"


def development(name: str = "d1", **changes: Any) -> DevelopmentNoted:
    fields: dict[str, Any] = {
        "development": name,
        "tracker": "strikes",
        "field": "killed",
        "before": "80",
        "after": "83",
        "title": "At least 83 killed",
        "severity": "notice",
        "because": (),
        "at": NOW - HOUR,
        "seen": NOW,
    }
    return DevelopmentNoted(**(fields | changes))


def claim(name: str, **changes: Any) -> TotalReported:
    fields: dict[str, Any] = {
        "id": name,
        "tracker": "strikes",
        "story": f"story-{name}",
        "lineage": f"lineage-{name}",
        "url": f"https://example.org/{name}",
        "site": "example.org",
        "quote": Quote("text", 0, len(SAID), SAID),
        "rule": "total",
        "pack": "en/1",
        "published": NOW - HOUR,
        "day": None,
        "seen": NOW,
        "counts": {"killed": Count(83, None, ("83",))},
    }
    return TotalReported(**(fields | changes))


def topic(*rules: AlertRule) -> Topic:
    return Topic(id="story", title="A story", gate=Gate(any=()), trackers=(), rules=rules)


def alert(name: str = "a1", **changes: Any) -> AlertRaised:
    fields: dict[str, Any] = {
        "alert": name,
        "rule": "toll",
        "channel": "desk",
        "severity": "warning",
        "title": "At least 83 killed",
        "body": 'At least 83 killed\n  strikes killed: 80 -> 83\n  "toll to at least 83"',
        "developments": ("d1",),
        "at": NOW,
    }
    return AlertRaised(**(fields | changes))


def message(name: str = "a1", **changes: Any) -> Message:
    """The alert of that name on its way."""
    return Message(alert=alert(name, **changes), topic="A story")


def program(text: str) -> list[str]:
    """A command that is a Python program."""
    return [sys.executable, "-c", text]
