"""`[[alert]]` of a topic's file: when to tell whom."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import time
from typing import Annotated, Literal

from msgspec import Meta, Struct

from monitor.config.shape import Place, instead
from monitor.notices import COVERAGE, DevelopmentKind, Severity
from monitor.topics import AlertRule, Digest, QuietHours, Topic

DURATION = re.compile(r"(\d{1,6})\s*(s|m|h|d)?")
SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
LONGEST = 7 * 86_400
"""Seconds. What is held back for longer than a week is not alerting."""
CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
THROTTLE = "1m"
"""Outlets tell a development within minutes of each other: what the first message lacks comes in one more."""


class RuleTable(Struct, frozen=True, kw_only=True):
    """The layout of an `[[alert]]`: as a rule, times and durations as people write them."""

    id: str
    tracker: str = "*"
    fields: tuple[str, ...] = ()
    kinds: tuple[DevelopmentKind, ...] = ()
    severity: Severity = "notice"
    direction: Literal["any", "up", "down"] = "any"
    crosses: int | None = None
    voices: Annotated[int, Meta(ge=1, le=20)] = 1
    official: bool = False
    channels: tuple[str, ...] = ("terminal",)
    urgency: Severity | None = None
    quiet: str = ""
    digest: str = ""
    zone: str = "UTC"
    throttle: str = THROTTLE
    cooldown: str = "0s"


def rule(table: RuleTable, place: Place) -> AlertRule:
    """The rule in a table; what cannot be read as a time is noted, and left out."""
    return AlertRule(
        id=table.id,
        tracker=table.tracker,
        fields=table.fields,
        kinds=table.kinds,
        severity=table.severity,
        direction=table.direction,
        crosses=table.crosses,
        voices=table.voices,
        official=table.official,
        channels=table.channels,
        urgency=table.urgency,
        quiet=_quiet(table.quiet, place.at("quiet")),
        digest=_digest(table.digest, place.at("digest")),
        zone=table.zone,
        throttle=_seconds(table.throttle, place.at("throttle")),
        cooldown=_seconds(table.cooldown, place.at("cooldown")),
    )


def _seconds(text: str, place: Place) -> int:
    """ "90s", "10m", "2h", "1d" in seconds."""
    found = DURATION.fullmatch(text.strip())
    seconds = int(found[1]) * SECONDS[found[2] or "s"] if found else LONGEST + 1
    if seconds <= LONGEST:
        return seconds
    if not place.noted:
        place.wrong(
            f'expected a time of at most seven days, like "90s", "10m", "2h", found "{text}"'
        )
    return 0


def _quiet(text: str, place: Place) -> QuietHours | None:
    """ "22:00-07:00"."""
    if not text:
        return None
    start, _, end = text.partition("-")
    first, last = _time(start), _time(end)
    if first is not None and last is not None and first != last:
        return QuietHours(first, last)
    if not place.noted:
        place.wrong(f'expected two times of day, like "22:00-07:00", found "{text}"')
    return None


def _digest(text: str, place: Place) -> Digest | None:
    """ "hourly", "daily 08:00"."""
    if not text:
        return None
    if text.strip() == "hourly":
        return Digest()
    word, _, clock = text.strip().partition(" ")
    at = _time(clock)
    if word == "daily" and at is not None:
        return Digest(at)
    if not place.noted:
        place.wrong(f'expected "hourly", or a time like "daily 08:00", found "{text}"')
    return None


def _time(text: str) -> time | None:
    found = CLOCK.fullmatch(text.strip())
    return time(int(found[1]), int(found[2])) if found else None


def check_rule(made: AlertRule, topic: Topic, channels: Iterable[str], place: Place) -> None:
    """Note what a rule names that there is not, and what it can never tell."""
    trackers = [tracker.id for tracker in topic.trackers]
    if made.tracker not in {"*", COVERAGE, *trackers} and not place.at("tracker").noted:
        place.at("tracker").wrong(
            f'there is no tracker "{made.tracker}"; {instead(made.tracker, [*trackers, COVERAGE])}'
        )
    for number, name in enumerate(made.channels, 1):
        where = place.at("channels").nth(number)
        if name not in channels and not where.noted:
            where.wrong(f'there is no channel "{name}" in monitor.toml; {instead(name, channels)}')
    if not is_zone(made.zone):
        place.at("zone").wrong(no_zone(made.zone))


def is_zone(name: str) -> bool:
    """Whether there is a time zone of that name here."""
    if name == "UTC":  # also where no zone files are installed
        return True
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # not found; not a relative path; a folder
        return False
    return True


def no_zone(name: str) -> str:
    """What to say of a zone that there is not."""
    return f'there is no time zone "{name}"; expected one like "America/New_York"'
