"""What each rule tells now, holds back, and tells later. Pure: values in, events out.

    development --is the rule about it?--> gates, in their order --all open?--> AlertRaised
                                              `--one is shut--> AlertHeld, until when, and why

A gate holds a development until a time or until a second voice comes; then it goes on with the gates
behind. What is held is in the log, so that a restart loses and repeats nothing: only what has been held
by an event is told later, whatever the rules of a new configuration say about older developments.

Through a channel a development is told once, by the first rule that tells it there; what other rules hold
back of it is dropped when they come to it. Only that a second voice has borne it out is told once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec import Struct, structs

from monitor.alerts import gates
from monitor.alerts.gates import STALE, Backing, Support, Verdict
from monitor.alerts.rules import DEFAULT, LookUp, alert, matches, ordered
from monitor.alerts.told import EVENTS, Told, Waiting
from monitor.events import AnyEvent
from monitor.notices import AlertHeld, AlertRaised, DevelopmentNoted
from monitor.topics import AlertRule, Topic

__all__ = ["EVENTS", "STALE", "Backing", "Desk", "Notice", "Support"]

Notice = AlertRaised | AlertHeld


class Candidate(Struct, frozen=True):
    """A development before a rule, and what holds it; None: nothing."""

    development: DevelopmentNoted
    verdict: Verdict | None
    waited: Waiting | None = None
    """How it has been held so far; None: it is new."""

    @property
    def moved(self) -> bool:
        """Whether what holds it is to be recorded: it is new, or another reason, or another time."""
        if self.verdict is None or self.waited is None:
            return True
        return (self.verdict.reason, self.verdict.until) != (self.waited.reason, self.waited.until)


class Desk:
    """The rules of one topic at work; kept up to date by `add`."""

    def __init__(self, topic: Topic, events: Iterable[AnyEvent] = ()) -> None:
        """Fold the topic's events, in the order of the log."""
        self.topic = topic
        self.rules = {rule.id: rule for rule in topic.rules or (DEFAULT,)}
        self.told = Told()
        for event in events:
            self.told.add(event)

    def add(self, event: AnyEvent) -> None:
        """Take in an event of the topic that has been recorded."""
        self.told.add(event)

    def decide(
        self,
        noted: Iterable[DevelopmentNoted],
        now: datetime,
        look_up: LookUp,
        support: Support | None = None,
    ) -> list[Notice]:
        """What to record of the developments of one cycle: at most one alert for a rule and channel.

        The same developments give the same events, in whatever order they come. `support` is asked
        about what has waited and goes along.
        """
        noted = tuple(noted)
        look = _Look(self, now, look_up, support or _as_noted)
        for rule in self.rules.values():
            look.at(rule, [each for each in ordered(rule, noted) if matches(rule, each)])
        return look.found

    def due_at(self) -> datetime | None:
        """When to ask `due` next; None when nothing waits for a time."""
        return min(
            (each.until or each.development.at + STALE for each in self.told.waiting.values()),
            default=None,
        )

    def due(
        self, now: datetime, look_up: LookUp, support: Support, *, flush: bool = False
    ) -> list[Notice]:
        """What to record of what has waited; with `flush` what only waits for a next message is told."""
        look = _Look(self, now, look_up, support)
        for rule in self.rules.values():
            look.at(rule, (), again=True, flush=flush)
        return look.found + list(self._orphans(now))

    def _orphans(self, now: datetime) -> Iterator[AlertHeld]:
        """What rules hold back that the topic does not have any more."""
        every = self.told.waiting.values()
        for name in sorted({each.rule for each in every} - self.rules.keys()):
            why = Verdict("superseded", "the topic has no such rule any more", final=True)
            yield _hold(name, [each.development for each in self.told.of_rule(name)], why, now)


class _Look:
    """One look of all rules at one moment: what each tells, and what is told by then."""

    def __init__(self, desk: Desk, now: datetime, look_up: LookUp, support: Support) -> None:
        self.found: list[Notice] = []
        self._topic, self._told = desk.topic, desk.told
        self._now, self._look_up, self._support = now, look_up, support
        self._gone: set[tuple[str, str]] = set()
        """Channel and development, told within this look."""

    def at(
        self,
        rule: AlertRule,
        new: Iterable[DevelopmentNoted],
        *,
        again: bool = False,
        flush: bool = False,
    ) -> None:
        """What a rule tells of what is new, and, with `again`, of what has waited."""
        fresh = (Candidate(each, gates.first(self._told, rule, each, self._now)) for each in new)
        found = [each for each in fresh if self._left(rule, each)]
        if again:
            found += [
                Candidate(each.development, self._verdict(rule, each, flush=flush), each)
                for each in self._told.of_rule(rule.id)
            ]
        if any(each.verdict is None for each in found):
            found = self._with_company(rule, found)
        self._raise(rule, [each for each in found if each.verdict is None])
        held = [(each.development, each.verdict) for each in found if each.verdict and each.moved]
        self.found += _holds(rule.id, held, self._now)

    def _left(self, rule: AlertRule, each: Candidate) -> bool:
        """Whether something is left to tell of what is new: not where rules before tell it just now.

        A second voice, for which the rule waits, will be news of its own.
        """
        if rule.channels and each.verdict is not None and each.verdict.reason == "voices":
            return True
        name = each.development.development
        return not all((channel, name) in self._gone for channel in rule.channels)

    def _verdict(self, rule: AlertRule, each: Waiting, *, flush: bool) -> Verdict | None:
        if flush and each.reason == "throttle":
            return gates.passed(self._told, rule, each.development, self._now, after="throttle")
        return gates.again(self._told, rule, each, self._now, self._support)

    def _with_company(self, rule: AlertRule, found: list[Candidate]) -> list[Candidate]:
        """A message that goes out takes along what only waits for the next one."""
        known = {each.development.development for each in found}
        waiting = [
            Candidate(each.development, Verdict("throttle", until=each.until), each)
            for each in self._told.of_rule(rule.id)
            if each.reason == "throttle" and each.development.development not in known
        ]
        return [
            structs.replace(
                each,
                verdict=gates.passed(
                    self._told, rule, each.development, self._now, after="throttle"
                ),
            )
            if each.verdict is not None and each.verdict.reason == "throttle"
            else each
            for each in (*found, *waiting)
        ]

    def _raise(self, rule: AlertRule, told: list[Candidate]) -> None:
        """An alert for each channel, of what has not been told there; what is left over is dropped."""
        left = {each.development.development: each.development for each in told}
        for channel in dict.fromkeys(rule.channels):
            mine = [self._backed(each) for each in told if not self._known(channel, each)]
            if mine:
                notice = alert(
                    rule, channel, ordered(rule, mine), self._topic, self._look_up, self._now
                )
                self.found.append(notice)
            for each in mine:
                left.pop(each.development, None)
        for channel in rule.channels:
            self._gone.update((channel, each.development.development) for each in told)
        if left:
            why = Verdict("superseded", "another rule has told it", final=True)
            self.found.append(_hold(rule.id, left.values(), why, self._now))

    def _known(self, channel: str, each: Candidate) -> bool:
        """Whether it has been told there; that it is borne out has not."""
        if each.waited is not None and each.waited.second:
            return False
        here = (channel, each.development.development) in self._gone
        return here or self._told.through(channel, each.development)

    def _backed(self, each: Candidate) -> DevelopmentNoted:
        """What has waited, with all who stand behind it by now, where somebody does."""
        found = self._support(each.development) if each.waited is not None else None
        if found is None or not found.because:
            return each.development
        return structs.replace(each.development, because=found.because, voices=found.voices)


def _as_noted(development: DevelopmentNoted) -> Backing:
    """Those who stood behind it when it was noted."""
    return Backing(development.voices, development.official)


def _holds(
    rule: str, held: list[tuple[DevelopmentNoted, Verdict]], now: datetime
) -> Iterator[AlertHeld]:
    """An event for each reason."""
    for verdict in dict.fromkeys(verdict for _, verdict in held):
        yield _hold(rule, [each for each, why in held if why == verdict], verdict, now)


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
