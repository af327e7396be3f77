"""Developments, claims and alerts for the tests."""

import sys
from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.alerts import Mark, Message
from monitor.alerts.wording import block
from monitor.notices import AlertRaised, DevelopmentNoted, Part, Quoted
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


def part(name: str = "d1", **changes: Any) -> Part:
    """A development as an alert has it."""
    fields: dict[str, Any] = {
        "development": name,
        "tracker": "strikes",
        "field": "killed",
        "kind": "rise",
        "severity": "warning",
        "title": "At least 83 killed \u2014 \u201cmuertos\u201d",
        "before": "80",
        "after": "83",
        "at": NOW - HOUR,
        "voices": 3,
        "quotes": (
            Quoted(
                text=SAID,
                site="example.org",
                url="https://example.org/c1?a=1&b=2",
                at=NOW - HOUR,
                speaker="Pentagon",
            ),
            Quoted(text="83 muertos", site="diario.example", url="", at=NOW, by_model=True),
        ),
        "why": "monitor why strikes.killed --topic story",
    }
    return Part(**(fields | changes))


def told_message(*parts: Part, **changes: Any) -> Message:
    """An alert with its parts, a page, and an address at which it can be acknowledged."""
    parts = parts or (part(),)
    told = alert(
        title=parts[0].title,
        body="\n\n".join(block(each) for each in parts),
        developments=tuple(each.development for each in parts),
        parts=parts,
        topic="story",
        **changes,
    )
    return Message(
        alert=told,
        topic="A story",
        page="https://m.example/story",
        acknowledge="https://m.example/ack/a1",
        log=Mark("story", 412, "9f3c5a0d7e214b68" * 2),
        at=NOW,
    )


def program(text: str) -> list[str]:
    """A command that is a Python program."""
    return [sys.executable, "-c", text]
