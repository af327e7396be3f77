"""Laws of the desk, for rules, developments, snoozes and restarts at random."""

from collections.abc import Callable
from datetime import time
from itertools import permutations
from typing import Any

import msgspec
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec import structs

from monitor.alerts.desk import Backing
from monitor.alerts.hours import quiet_until
from monitor.alerts.rules import matches
from monitor.notices import DevelopmentNoted
from monitor.topics import AlertRule, Digest
from tests.alerts.alert_samples import HOUR, NOW, development
from tests.alerts.shifts import MINUTE, NIGHT, Shift, now_is, unknown

RULES = st.lists(
    st.builds(
        AlertRule,
        id=st.just(""),
        severity=st.sampled_from(("info", "notice", "warning")),
        voices=st.sampled_from((1, 1, 2)),
        channels=st.sampled_from((("phone",), ("mail", "phone"), ("mail",))),
        quiet=st.sampled_from((None, NIGHT)),
        digest=st.sampled_from((None, None, Digest(), Digest(time(8)))),
        zone=st.sampled_from(("UTC", "Europe/Berlin")),
        throttle=st.sampled_from((0, 60, 3600)),
        cooldown=st.sampled_from((0, 1800)),
    ),
    min_size=1,
    max_size=3,
).map(lambda rules: tuple(structs.replace(each, id=f"r{n}") for n, each in enumerate(rules)))
NOTED = st.fixed_dictionaries(
    {
        "severity": st.sampled_from(("info", "notice", "warning", "critical")),
        "field": st.sampled_from(("killed", "strikes")),
        "voices": st.integers(0, 3),
        "backfill": st.sampled_from((False, False, True)),
    }
)


class Step(msgspec.Struct, frozen=True):
    """A cycle, so many minutes after the one before."""

    minutes: int
    noted: tuple[dict[str, Any], ...] = ()
    second: bool = False
    """Whatever waits has a second voice from now on."""
    snooze: int = 0
    """The newest alert is snoozed for so many minutes."""
    flush: bool = False


STEPS = st.lists(
    st.builds(
        Step,
        st.integers(1, 900),
        st.lists(NOTED, max_size=3).map(tuple),
        st.booleans(),
        st.sampled_from((0, 0, 0, 5, 600)),
        st.sampled_from((False, False, True)),
    ),
    max_size=10,
)


def played(rules: tuple[AlertRule, ...], steps: list[Step], turn: Callable[[Shift], Any]) -> Shift:
    """Cycles some minutes apart; `turn` is done after each; then two days of looks."""
    shift, at, count = Shift(*rules), NOW, 0
    for step in steps:
        at += step.minutes * MINUTE
        made = []
        for changes in step.noted:
            count += 1
            made.append(development(f"d{count}", at=at, seen=at, **changes))
        shift.brings(*made, at=at)
        if step.second:
            shift.support.update({f"d{n}": Backing(2) for n in range(count + 1)})
        if step.snooze and shift.alerts:
            shift.snoozes(shift.alerts[-1], at, step.snooze)
        turn(shift)
        shift.tick(at + MINUTE / 2, flush=step.flush)
    for hour in range(60):
        turn(shift)
        shift.tick(at + (hour + 1) * HOUR)
    return shift


def pairs(shift: Shift) -> list[tuple[str, str, str]]:
    """Rule, channel, development, for each that was told."""
    return [(e.rule, e.channel, name) for e in shift.alerts for name in e.developments]


@settings(max_examples=60)
@given(RULES, STEPS)
def test_a_restart_at_any_moment_changes_nothing(
    rules: tuple[AlertRule, ...], steps: list[Step]
) -> None:
    """The log is all that a desk knows."""
    plainly = played(rules, steps, lambda shift: None)
    assert played(rules, steps, Shift.restart).log == plainly.log


SLIGHT: dict[str, Any] = {
    "severity": "notice",
    "field": "killed",
    "voices": 0,
    "backfill": False,
}
DIGESTED = (
    (
        AlertRule(id="r0", throttle=60, cooldown=1800, channels=("phone",)),
        AlertRule(id="r1", severity="info", digest=Digest(time(8)), channels=("phone",)),
    ),
    [
        Step(600, (SLIGHT,)),
        Step(600, (SLIGHT | {"field": "strikes"},)),
        Step(1, (SLIGHT,)),
    ],
)
"""One waits for the end of a pause, is told by a digest meanwhile, and could be taken along after it."""


@settings(max_examples=100)
@given(RULES, STEPS)
@example(*DIGESTED)
def test_each_development_is_told_once_or_dropped_with_a_reason(
    rules: tuple[AlertRule, ...], steps: list[Step]
) -> None:
    """Through each channel once, and once more by each rule that has waited for a second voice."""
    shift = played(rules, steps, lambda shift: None)
    told = pairs(shift)
    assert len(set(told)) == len(told), "a rule has told something twice"
    patient = {rule.id for rule in rules if rule.voices > 1}
    plain = [(channel, name) for rule, channel, name in told if rule not in patient]
    assert len(set(plain)) == len(plain), "a channel has told something twice"
    every = {
        (rule.id, e.development)
        for e in shift.log
        if isinstance(e, DevelopmentNoted)
        for rule in rules
        if matches(rule, e)
    }
    reached = {(channel, name) for _, channel, name in told}
    dropped = {(e.rule, name) for e in shift.holds if e.final for name in e.developments}
    for rule, name in every:
        through = all((channel, name) in reached for channel in shift.desk.rules[rule].channels)
        assert through or (rule, name) in dropped, (rule, name)
    assert shift.desk.told.waiting == {}


@settings(max_examples=60)
@given(RULES, STEPS)
def test_what_is_held_and_told_in_one_look_differs(
    rules: tuple[AlertRule, ...], steps: list[Step]
) -> None:
    """Nothing is told and held by the same rule at the same moment."""
    shift = played(rules, steps, lambda shift: None)
    told = {(e.rule, e.at, name) for e in shift.alerts for name in e.developments}
    held = {(e.rule, e.at, name) for e in shift.holds for name in e.developments}
    assert not told & held


@settings(max_examples=60)
@given(RULES, STEPS)
def test_quiet_hours_and_snoozes_let_only_what_is_critical_pass(
    rules: tuple[AlertRule, ...], steps: list[Step]
) -> None:
    """Whatever a development has waited for before."""
    shift = played(rules, steps, lambda shift: None)
    for each in shift.alerts:
        rule = shift.desk.rules[each.rule]
        if quiet_until(rule, each.at) is not None:
            assert {part.severity for part in each.parts} == {"critical"}


@settings(max_examples=60)
@given(RULES, st.lists(NOTED, min_size=1, max_size=4))
def test_the_order_within_a_cycle_does_not_matter(
    rules: tuple[AlertRule, ...], noted: list[dict[str, Any]]
) -> None:
    """The same events, with the same ids."""
    made = [now_is(f"d{n}", **changes) for n, changes in enumerate(noted)]
    found = [Shift(*rules).desk.decide(each, NOW, unknown) for each in permutations(made)]
    assert all(each == found[0] for each in found)
