"""The gates that a development passes before a rule tells it, each with its reason to hold. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec import Struct

from monitor.alerts import hours
from monitor.alerts.rules import borne, rank, urgency
from monitor.alerts.told import Told, Waiting
from monitor.notices import COVERAGE, DevelopmentNoted, HeldFor
from monitor.topics import AlertRule

STALE = timedelta(hours=48)
"""A development reported longer ago is history: it was read late (a source that had failed, a new
source with an old archive), or no second voice has come. So is one that should have been told so long
ago: nobody was there to send it. The outbox gives up after about as long."""


class Verdict(Struct, frozen=True):
    """Why a development is not told now."""

    reason: HeldFor
    detail: str = ""
    until: datetime | None = None
    final: bool = False


class Backing(Struct, frozen=True):
    """Who stands behind a development by now."""

    voices: int
    official: bool = False
    because: tuple[str, ...] = ()
    """Ids of their claims."""


Support = Callable[[DevelopmentNoted], Backing | None]
"""Who stands behind a development by now; None when what it says does not hold any more."""


def first(
    told: Told, rule: AlertRule, development: DevelopmentNoted, now: datetime
) -> Verdict | None:
    """What holds a development that has just been noted; None when it is to be told now."""
    return _history(development, now) or passed(told, rule, development, now)


def again(
    told: Told, rule: AlertRule, waiting: Waiting, now: datetime, support: Support
) -> Verdict | None:
    """What holds a development now that has waited; what still waits for the same keeps its verdict."""
    if waiting.reason == "voices":
        return _second(told, rule, waiting.development, now, support)
    if waiting.until is None or waiting.until > now:
        return Verdict(waiting.reason, until=waiting.until)
    if now - waiting.until > STALE:
        return Verdict("old news", "it was to be told two days ago", final=True)
    return passed(told, rule, waiting.development, now, after=waiting.reason)


def _second(
    told: Told, rule: AlertRule, development: DevelopmentNoted, now: datetime, support: Support
) -> Verdict | None:
    """Whether a second voice has come."""
    if now - development.at >= STALE:
        return Verdict("old news", "no further voice has come in two days", final=True)
    found = support(development)
    if found is None:
        return Verdict("superseded", "it does not hold any more", final=True)
    if not borne(rule, found.voices, official=found.official):
        return Verdict("voices")
    return passed(told, rule, development, now, after="voices")


def passed(
    told: Told,
    rule: AlertRule,
    development: DevelopmentNoted,
    now: datetime,
    after: HeldFor | None = None,
) -> Verdict | None:
    """The first gate that is shut; None when there is none. `after`: those up to this one are open."""
    behind = after is None
    for name, gate in _GATES:
        if behind or name in _ALWAYS:
            verdict = gate(told, rule, development, now)
            if verdict is not None:
                return verdict
        behind = behind or name == after
    return None


def _history(development: DevelopmentNoted, now: datetime) -> Verdict | None:
    if development.reread:
        return Verdict("read again", final=True)
    if development.backfill:
        return Verdict("backfill", final=True)
    if now - development.at > STALE and not development.unheard:
        return Verdict("old news", f"reported {development.at:%Y-%m-%d %H:%M} UTC", final=True)
    return None


def _voices(
    _: Told, rule: AlertRule, development: DevelopmentNoted, now: datetime
) -> Verdict | None:
    voices = max(development.voices, 1)
    if development.corrected_by:  # nobody else will say so
        return None
    if development.tracker == COVERAGE or borne(rule, voices, official=development.official):
        return None
    return Verdict("voices", f"{voices} of {rule.voices}")


def _digest(
    _: Told, rule: AlertRule, development: DevelopmentNoted, now: datetime
) -> Verdict | None:
    if rule.digest is None:
        return None
    return Verdict("digest", until=hours.digest_at(rule, rule.digest, now))


def _snooze(
    told: Told, rule: AlertRule, development: DevelopmentNoted, now: datetime
) -> Verdict | None:
    until = told.snoozed(development)
    if until is None or until <= now or urgency(rule, development) == "critical":
        return None
    return Verdict("snoozed", until=until)


def _quiet(
    _: Told, rule: AlertRule, development: DevelopmentNoted, now: datetime
) -> Verdict | None:
    until = hours.quiet_until(rule, now)
    if until is None or urgency(rule, development) == "critical":
        return None
    return Verdict("quiet hours", until=until)


def _cooldown(
    told: Told, rule: AlertRule, development: DevelopmentNoted, now: datetime
) -> Verdict | None:
    """An escalation breaks it, and so does a clock that has been put back."""
    before = told.field(rule.id, development)
    if before is None or before[0] > now or rank(urgency(rule, development)) > before[1]:
        return None
    until = before[0] + timedelta(seconds=rule.cooldown)
    return Verdict("cooldown", until=until) if until > now else None


def _throttle(
    told: Told, rule: AlertRule, development: DevelopmentNoted, now: datetime
) -> Verdict | None:
    last = told.last(rule.id)
    if last is None or last > now or urgency(rule, development) == "critical":
        return None
    until = last + timedelta(seconds=rule.throttle)
    return Verdict("throttle", until=until) if until > now else None


Gate = Callable[[Told, AlertRule, DevelopmentNoted, datetime], Verdict | None]
_GATES: tuple[tuple[HeldFor, Gate], ...] = (
    ("voices", _voices),
    ("digest", _digest),
    ("snoozed", _snooze),
    ("quiet hours", _quiet),
    ("cooldown", _cooldown),
    ("throttle", _throttle),
)
"""In this order: what waits for a voice has waited for it before it waits for the morning."""
_ALWAYS: frozenset[HeldFor] = frozenset(("snoozed", "quiet hours"))
"""Gates that may have shut again while a development waited at a later one."""
