"""Quiet hours and digests: when they end, when they are due, in a zone of the world. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.topics import AlertRule, Digest, QuietHours

DAY = timedelta(days=1)


def quiet_until(rule: AlertRule, now: datetime) -> datetime | None:
    """When the quiet hours that hold now end, in UTC; None when they do not hold."""
    if rule.quiet is None:
        return None
    local = now.astimezone(_zone(rule))
    if not _within(rule.quiet, local.time()):
        return None
    ends = (_next(local, rule.quiet.end.replace(fold=fold)) for fold in (0, 1))
    return min(ends)  # where clocks are put back the end may come twice, and one be over


def digest_at(rule: AlertRule, digest: Digest, now: datetime) -> datetime:
    """The first time after now at which the rule tells what has gathered, in UTC."""
    local = now.astimezone(_zone(rule))
    if digest.at is None:
        # in UTC: there every hour has its successor, also where clocks are put back
        full = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        return full + timedelta(hours=1)
    return _next(local, digest.at)


def _zone(rule: AlertRule) -> ZoneInfo:
    return ZoneInfo(rule.zone)


def _within(quiet: QuietHours, at: time) -> bool:
    """Whether a time of day is in them; the end is not, and they may go over midnight."""
    if quiet.start <= quiet.end:
        return quiet.start <= at < quiet.end
    return at >= quiet.start or at < quiet.end


def _next(local: datetime, at: time) -> datetime:
    """The first moment after `local` at which a clock there shows `at`, in UTC.

    A time that is skipped when clocks are put forward comes as much later.
    """
    for days in (0, 1, 2):
        there = datetime.combine(local.date() + days * DAY, at, local.tzinfo).astimezone(UTC)
        if there > local.astimezone(UTC):
            return there
    raise AssertionError("a day has no such time")
