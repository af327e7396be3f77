"""What each rule tells now, holds back, and tells later. Pure: a fold over a topic's events.

    development --is the rule about it?--> gates, in their order --all open?--> AlertRaised
                                              `--one is shut--> AlertHeld, until when, and why

A gate holds a development until a time or until a second voice comes; then it goes on with the gates
behind. What is held is in the log, so that a restart loses and repeats nothing: only what has been held
by an event is told later, whatever the rules of a new configuration say about older developments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from msgspec import Struct, structs

from monitor.alerts import hours
from monitor.alerts.rules import DEFAULT, LookUp, alert, borne, matches, ordered, rank, urgency
from monitor.events import AnyEvent
from monitor.notices import (
    ABOUT_CHANNEL,
    COVERAGE,
    AlertHeld,
    AlertRaised,
    AlertSnoozed,
    DevelopmentNoted,
    HeldFor,
)
from monitor.topics import AlertRule, Topic

STALE = timedelta(hours=48)
"""A development reported longer ago is history: it was read late (a source that had failed, a new
source with an old archive), or no second voice has come. The outbox gives up after about as long."""

RECENT = 5_000
"""Developments that are remembered for the `AlertHeld` that comes with them: far more than a batch has."""

EVENTS = tuple(each.__name__ for each in (DevelopmentNoted, AlertRaised, AlertHeld, AlertSnoozed))
"""Names in the log of what a desk has to hear."""

Notice = AlertRaised | AlertHeld


class Backing(Struct, frozen=True):
    """Who stands behind a development by now."""

    voices: int
    official: bool = False
    because: tuple[str, ...] = ()
    """Ids of their claims."""


Support = Callable[[DevelopmentNoted], Backing | None]
"""Who stands behind a development by now; None when what it says does not hold any more."""


class Waiting(Struct, frozen=True):
    """A development that a rule holds back, and until when."""

    rule: str
    development: DevelopmentNoted
    reason: HeldFor
    until: datetime | None


class Verdict(Struct, frozen=True):
    """Why a development is not told now."""

    reason: HeldFor
    detail: str = ""
    until: datetime | None = None
    final: bool = False


Key = tuple[str, str]
"""What alerts are about: a tracker and a field of it."""


class Desk:
    """The rules of one topic, with what they have told and hold back; kept up to date by `add`."""

    def __init__(self, topic: Topic, events: Iterable[AnyEvent] = ()) -> None:
        """Fold the topic's events, in the order of the log."""
        self.topic = topic
        self.rules = {rule.id: rule for rule in topic.rules or (DEFAULT,)}
        self.waiting: dict[tuple[str, str], Waiting] = {}
        """By rule and development."""
        self._noted: dict[str, DevelopmentNoted] = {}
        self._last: dict[str, datetime] = {}
        self._told: dict[tuple[str, Key], tuple[datetime, int]] = {}
        self._about: dict[str, frozenset[Key]] = {}
        self._snoozed: dict[Key, datetime] = {}
        self._heard: dict[str, set[str]] = {}
        for event in events:
            self.add(event)

    # --- the fold ------------------------------------------------------------------------------

    def add(self, event: AnyEvent) -> None:
        """Take in an event of the topic; those that are not about alerts are ignored."""
        match event:
            case DevelopmentNoted():
                self._noted[event.development] = event
                if len(self._noted) > RECENT:
                    del self._noted[next(iter(self._noted))]
            case AlertRaised():
                self._raised(event)
            case AlertHeld():
                self._held(event)
            case AlertSnoozed():
                for key in self._about.get(event.alert, ()):
                    known = self._snoozed.get(key, event.until)
                    self._snoozed[key] = max(known, event.until)
            case _:
                pass

    def _raised(self, event: AlertRaised) -> None:
        if event.rule.startswith(ABOUT_CHANNEL):  # of no rule of the topic
            return
        for name in event.developments:
            self.waiting.pop((event.rule, name), None)
        self._heard.setdefault(event.channel, set()).update(event.developments)
        self._last[event.rule] = max(event.at, self._last.get(event.rule, event.at))
        self._about[event.alert] = frozenset((part.tracker, part.field) for part in event.parts)
        for part in event.parts:
            key = (event.rule, (part.tracker, part.field))
            self._told[key] = (event.at, rank(part.severity))

    def _held(self, event: AlertHeld) -> None:
        for name in event.developments:
            key = (event.rule, name)
            known = self._noted.get(name)
            if known is None and key in self.waiting:
                known = self.waiting[key].development
            self.waiting.pop(key, None)
            if known is not None and not event.final:
                self.waiting[key] = Waiting(event.rule, known, event.reason, event.until)

    # --- what is new ---------------------------------------------------------------------------

    def decide(
        self, noted: Iterable[DevelopmentNoted], now: datetime, look_up: LookUp
    ) -> list[Notice]:
        """What to record of the developments of one cycle: at most one alert for a rule and channel.

        A development is told through a channel by the first rule that wants it there. The same
        developments give the same events, in whatever order they come.
        """
        noted = tuple(noted)
        found: list[Notice] = []
        taken: dict[str, set[str]] = {}
        for rule in self.rules.values():
            mine = [each for each in ordered(rule, noted) if matches(rule, each)]
            fresh = [each for each in mine if not self._taken(rule, each, taken)]
            told: list[DevelopmentNoted] = []
            held: list[tuple[DevelopmentNoted, Verdict]] = []
            for each in fresh:
                verdict = self._verdict(rule, each, now)
                if verdict is None:
                    told.append(each)
                else:
                    held.append((each, verdict))
            found += self._outcome(rule, told, held, now, look_up, taken)
            _take(rule, told + [each for each, why in held if _will_be_told(why)], taken)
        return found

    def _taken(self, rule: AlertRule, each: DevelopmentNoted, taken: dict[str, set[str]]) -> bool:
        """Whether an earlier rule tells it through every channel of this one."""
        return all(each.development in taken.get(channel, ()) for channel in rule.channels)

    def _outcome(
        self,
        rule: AlertRule,
        told: list[DevelopmentNoted],
        held: list[tuple[DevelopmentNoted, Verdict]],
        now: datetime,
        look_up: LookUp,
        taken: dict[str, set[str]],
    ) -> Iterator[Notice]:
        """What goes out takes along what only waits for the next message of the rule."""
        along: set[str] = set()
        if told:
            told += [each for each, why in held if why.reason == "throttle"]
            held = [(each, why) for each, why in held if why.reason != "throttle"]
            key = (rule.id, "throttle")
            every = self.waiting.values()
            waited = [each.development for each in every if (each.rule, each.reason) == key]
            told += waited
            # that it is borne out is news, also where one voice has been told
            along = {each.development for each in waited} if rule.voices <= 1 else along
        left = {each.development: each for each in told}
        for channel in dict.fromkeys(rule.channels):
            gone = taken.get(channel, set()) | along & self._heard.get(channel, set())
            mine = [each for each in told if each.development not in gone]
            if mine:
                yield alert(rule, channel, ordered(rule, mine), self.topic, look_up, now)
            for each in mine:
                left.pop(each.development, None)
        why = Verdict("superseded", "another rule has told it", final=True)
        yield from _holds(rule, [*held, *((each, why) for each in left.values())], now)

    # --- what has waited -----------------------------------------------------------------------

    def due_at(self) -> datetime | None:
        """When to ask `due` next; None when nothing waits for a time."""
        return min(
            (each.until or each.development.at + STALE for each in self.waiting.values()),
            default=None,
        )

    def due(
        self, now: datetime, look_up: LookUp, support: Support, *, flush: bool = False
    ) -> list[Notice]:
        """What to record of what has waited; with `flush` what only waits for a next message is told."""
        found: list[Notice] = []
        heard = {channel: set(names) for channel, names in self._heard.items()}
        for rule in self.rules.values():
            told: list[DevelopmentNoted] = []
            held: list[tuple[DevelopmentNoted, Verdict]] = []
            for each in [one for one in self.waiting.values() if one.rule == rule.id]:
                verdict = self._again(rule, each, now, support, flush=flush)
                if verdict is None:
                    told.append(_backed(each.development, support))
                elif (verdict.reason, verdict.until) != (each.reason, each.until):
                    held.append((each.development, verdict))
            # that it is borne out is news, also where one voice has been told
            before = {} if rule.voices > 1 else heard
            found += self._outcome(rule, told, held, now, look_up, before)
            _take(rule, told, heard)
        return found + list(self._orphans(now))

    def _orphans(self, now: datetime) -> Iterator[AlertHeld]:
        """What rules hold back that the topic does not have any more."""
        for name in sorted({each.rule for each in self.waiting.values()} - self.rules.keys()):
            mine = [each.development for each in self.waiting.values() if each.rule == name]
            why = Verdict("superseded", "the topic has no such rule any more", final=True)
            yield _hold(name, mine, why, now)

    def _again(
        self, rule: AlertRule, each: Waiting, now: datetime, support: Support, *, flush: bool
    ) -> Verdict | None:
        """What holds a development now that has waited."""
        if each.reason == "voices":
            return self._second(rule, each.development, now, support)
        flushed = flush and each.reason == "throttle"
        if not flushed and (each.until is None or each.until > now):
            return Verdict(each.reason, until=each.until)
        return self._verdict(rule, each.development, now, after=each.reason)

    def _second(
        self, rule: AlertRule, development: DevelopmentNoted, now: datetime, support: Support
    ) -> Verdict | None:
        """Whether a second voice has come."""
        found = support(development)
        if found is None:
            return Verdict("superseded", "it does not hold any more", final=True)
        if borne(rule, found.voices, official=found.official):
            return self._verdict(rule, development, now, after="voices")
        if now - development.at >= STALE:
            return Verdict("old news", "no further voice has come in two days", final=True)
        return Verdict("voices")

    # --- gates ---------------------------------------------------------------------------------

    def _verdict(
        self,
        rule: AlertRule,
        development: DevelopmentNoted,
        now: datetime,
        after: HeldFor | None = None,
    ) -> Verdict | None:
        """What holds it; None when it is to be told now. `after`: the gates up to this one are open."""
        passed = after is not None
        for name, gate in _GATES:
            if not passed or name in _ALWAYS:
                verdict = gate(self, rule, development, now)
                if verdict is not None:
                    return verdict
            passed = passed and name != after
        return None

    def _history(
        self, rule: AlertRule, development: DevelopmentNoted, now: datetime
    ) -> Verdict | None:
        if development.reread:
            return Verdict("read again", final=True)
        if development.backfill:
            return Verdict("backfill", final=True)
        if now - development.at > STALE:
            return Verdict("old news", f"reported {development.at:%Y-%m-%d %H:%M} UTC", final=True)
        return None

    def _voices(
        self, rule: AlertRule, development: DevelopmentNoted, now: datetime
    ) -> Verdict | None:
        voices = max(development.voices, 1)
        if development.tracker == COVERAGE or borne(rule, voices, official=development.official):
            return None
        return Verdict("voices", f"{voices} of {rule.voices}")

    def _digest(
        self, rule: AlertRule, development: DevelopmentNoted, now: datetime
    ) -> Verdict | None:
        if rule.digest is None:
            return None
        return Verdict("digest", until=hours.digest_at(rule, rule.digest, now))

    def _snooze(
        self, rule: AlertRule, development: DevelopmentNoted, now: datetime
    ) -> Verdict | None:
        until = self._snoozed.get((development.tracker, development.field))
        if until is None or until <= now or urgency(rule, development) == "critical":
            return None
        return Verdict("snoozed", until=until)

    def _quiet(
        self, rule: AlertRule, development: DevelopmentNoted, now: datetime
    ) -> Verdict | None:
        until = hours.quiet_until(rule, now)
        if until is None or urgency(rule, development) == "critical":
            return None
        return Verdict("quiet hours", until=until)

    def _cooldown(
        self, rule: AlertRule, development: DevelopmentNoted, now: datetime
    ) -> Verdict | None:
        """An escalation breaks it."""
        told = self._told.get((rule.id, (development.tracker, development.field)))
        if told is None or rank(urgency(rule, development)) > told[1]:
            return None
        until = told[0] + timedelta(seconds=rule.cooldown)
        return Verdict("cooldown", until=until) if until > now else None

    def _throttle(
        self, rule: AlertRule, development: DevelopmentNoted, now: datetime
    ) -> Verdict | None:
        last = self._last.get(rule.id)
        if last is None or urgency(rule, development) == "critical":
            return None
        until = last + timedelta(seconds=rule.throttle)
        return Verdict("throttle", until=until) if until > now else None


Gate = Callable[[Desk, AlertRule, DevelopmentNoted, datetime], Verdict | None]
_GATES: tuple[tuple[HeldFor, Gate], ...] = (
    ("old news", Desk._history),
    ("voices", Desk._voices),
    ("digest", Desk._digest),
    ("snoozed", Desk._snooze),
    ("quiet hours", Desk._quiet),
    ("cooldown", Desk._cooldown),
    ("throttle", Desk._throttle),
)
"""In this order: what waits for a voice has waited for it before it waits for the morning."""
_ALWAYS: frozenset[HeldFor] = frozenset(("snoozed", "quiet hours"))
"""Gates that may have shut again while a development waited at a later one."""


def _backed(development: DevelopmentNoted, support: Support) -> DevelopmentNoted:
    """The development with all who stand behind it by now; as it was noted when nobody does any more."""
    found = support(development)
    if found is None or not found.because:
        return development
    return structs.replace(development, because=found.because, voices=found.voices)


def _will_be_told(verdict: Verdict) -> bool:
    """Whether it only waits for a time."""
    return not verdict.final and verdict.reason != "voices"


def _take(rule: AlertRule, told: Iterable[DevelopmentNoted], taken: dict[str, set[str]]) -> None:
    """Note that a rule tells these through its channels, now or later."""
    names = {each.development for each in told}
    for channel in rule.channels:
        taken.setdefault(channel, set()).update(names)


def _holds(
    rule: AlertRule, held: Iterable[tuple[DevelopmentNoted, Verdict]], now: datetime
) -> Iterator[AlertHeld]:
    """An event for each reason."""
    for verdict in dict.fromkeys(verdict for _, verdict in held):
        yield _hold(rule.id, [each for each, why in held if why == verdict], verdict, now)


def _hold(
    rule: str, held: Iterable[DevelopmentNoted], verdict: Verdict, now: datetime
) -> AlertHeld:
    return AlertHeld(
        rule=rule,
        developments=tuple(sorted(each.development for each in held)),
        reason=verdict.reason,
        detail=verdict.detail,
        until=verdict.until,
        final=verdict.final,
        at=now,
    )
