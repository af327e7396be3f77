"""What a rule tells at once, what it holds back, and when it tells that."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time, timedelta
from itertools import permutations
from typing import Any, Self

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.alerts.desk import STALE, Backing, Desk
from monitor.notices import AlertHeld, AlertRaised, AlertSnoozed, DevelopmentNoted
from monitor.topics import AlertRule, Digest, QuietHours
from tests.alerts.alert_samples import HOUR, NOW, development, topic

MINUTE = timedelta(minutes=1)
NIGHT = QuietHours(time(22), time(7))


def unknown(claim: str) -> None:
    """No claim is known."""


class Shift:
    """A desk at work: what it decides is recorded, and it hears of it."""

    def __init__(self, *rules: AlertRule) -> None:
        self.topic = topic(*rules)
        self.desk = Desk(self.topic)
        self.log: list[Any] = []
        self.support: dict[str, Backing | None] = {}

    def brings(self, *noted: DevelopmentNoted, at: datetime = NOW) -> Self:
        """A cycle with these developments."""
        return self._record([*noted, *self.desk.decide(noted, at, unknown)])

    def tick(self, at: datetime, *, flush: bool = False) -> Self:
        """A look at what waits."""
        return self._record(self.desk.due(at, unknown, self._support, flush=flush))

    def restart(self) -> Self:
        """Another desk takes up the log."""
        self.desk = Desk(self.topic, self.log)
        return self

    def _record(self, events: Iterable[Any]) -> Self:
        for event in events:
            self.log.append(event)
            self.desk.add(event)
        return self

    def _support(self, development: DevelopmentNoted) -> Backing | None:
        return self.support.get(development.development, Backing(development.voices))

    @property
    def told(self) -> list[tuple[str, ...]]:
        """The developments of each alert."""
        return [each.developments for each in self.log if isinstance(each, AlertRaised)]

    @property
    def held(self) -> list[tuple[str, str, datetime | None, bool]]:
        """Each reason, what for, until when, whether for good."""
        return [
            (each.reason, " ".join(each.developments), each.until, each.final)
            for each in self.log
            if isinstance(each, AlertHeld)
        ]


def now_is(name: str = "d1", at: datetime = NOW, **changes: Any) -> DevelopmentNoted:
    return development(name, at=at, seen=at, **changes)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"backfill": True}, "backfill"),
        ({"backfill": True, "reread": True}, "read again"),
        ({"at": NOW - STALE - MINUTE}, "old news"),
    ],
)
def test_what_is_no_news_is_held_for_good_and_says_why(
    changes: dict[str, Any], reason: str
) -> None:
    """An import, newer rules, an old story read late: no alert, and a record of it."""
    shift = Shift(AlertRule(id="r")).brings(development(severity="critical", **changes))
    assert shift.told == []
    assert shift.held == [(reason, "d1", None, True)]
    assert shift.tick(NOW + 72 * HOUR).told == []


def test_a_throttled_rule_tells_at_once_and_gathers_what_follows() -> None:
    """The first goes out; what comes within the pause is one message after it."""
    shift = Shift(AlertRule(id="r", throttle=60)).brings(now_is("d1"))
    shift.brings(now_is("d2"), at=NOW + timedelta(seconds=10))
    shift.brings(now_is("d3"), at=NOW + timedelta(seconds=20))
    assert shift.told == [("d1",)]
    assert shift.held[0] == ("throttle", "d2", NOW + MINUTE, False)
    assert shift.tick(NOW + timedelta(seconds=59)).told == [("d1",)]
    assert shift.desk.due_at() == NOW + MINUTE
    assert shift.tick(NOW + MINUTE).told == [("d1",), ("d2", "d3")]
    assert shift.desk.due_at() is None


def test_what_is_critical_passes_the_pause_and_takes_the_rest_along() -> None:
    """One message, not two."""
    shift = Shift(AlertRule(id="r", throttle=600)).brings(now_is("d1"))
    shift.brings(now_is("d2"), at=NOW + MINUTE)
    shift.brings(now_is("d3", severity="critical"), at=NOW + 2 * MINUTE)
    assert shift.told == [("d1",), ("d2", "d3")]


def test_a_round_that_ends_tells_what_waits_for_a_next_message() -> None:
    """There is no next one."""
    shift = Shift(AlertRule(id="r", throttle=600)).brings(now_is("d1")).brings(now_is("d2"))
    assert shift.tick(NOW, flush=True).told == [("d1",), ("d2",)]


def test_quiet_hours_hold_until_their_end_in_the_zone_of_the_rule() -> None:
    """22:00-07:00 in Berlin is 21:00-06:00 UTC in winter; then it is one message."""
    rule = AlertRule(id="r", quiet=NIGHT, zone="Europe/Berlin")
    late = datetime(2025, 11, 15, 21, 0, tzinfo=UTC)
    end = datetime(2025, 11, 16, 6, 0, tzinfo=UTC)
    shift = Shift(rule).brings(now_is("d0", late - MINUTE), at=late - MINUTE)
    shift.brings(now_is("d1", late), at=late)
    shift.brings(now_is("d2", late + HOUR), at=late + HOUR)
    assert shift.held[0] == ("quiet hours", "d1", end, False)
    assert shift.tick(end - MINUTE).told == [("d0",)]
    assert shift.tick(end).told == [("d0",), ("d1", "d2")]


def test_what_is_critical_is_told_at_night() -> None:
    """That is what it means."""
    night = datetime(2025, 11, 15, 23, tzinfo=UTC)
    shift = Shift(AlertRule(id="r", quiet=NIGHT))
    shift.brings(now_is("d1", night, severity="critical"), at=night)
    assert shift.told == [("d1",)]


@pytest.mark.parametrize(
    ("digest", "zone", "due"),
    [
        (Digest(), "UTC", datetime(2025, 11, 16, 13, tzinfo=UTC)),
        (Digest(), "Asia/Kathmandu", datetime(2025, 11, 16, 13, tzinfo=UTC)),
        (Digest(time(8)), "UTC", datetime(2025, 11, 17, 8, tzinfo=UTC)),
        (Digest(time(8)), "America/Caracas", datetime(2025, 11, 16, 12, tzinfo=UTC) + 24 * HOUR),
        (Digest(time(12, 30)), "UTC", datetime(2025, 11, 16, 12, 30, tzinfo=UTC)),
    ],
)
def test_a_digest_tells_at_its_time_what_has_gathered(
    digest: Digest, zone: str, due: datetime
) -> None:
    """Every hour, or at a time of day of the rule's zone; also what is critical waits for it."""
    shift = Shift(AlertRule(id="r", digest=digest, zone=zone))
    shift.brings(now_is("d1"), now_is("d2", severity="critical"))
    assert shift.held == [("digest", "d1 d2", due, False)]
    assert shift.tick(due - MINUTE).told == []
    assert shift.tick(due).told == [("d1", "d2")]


def test_a_digest_comes_once_a_day_where_clocks_change() -> None:
    """02:30 is skipped on 30 March in Berlin, and comes twice on 26 October."""
    rule = AlertRule(id="r", digest=Digest(time(2, 30)), zone="Europe/Berlin")
    for day in (datetime(2025, 3, 29, 12, tzinfo=UTC), datetime(2025, 10, 25, 12, tzinfo=UTC)):
        shift = Shift(rule).brings(now_is("d1", day), at=day)
        ((_, _, due, _),) = shift.held
        assert due is not None
        assert timedelta(hours=12) < due - day < timedelta(hours=15)
        assert shift.tick(due).told == [("d1",)]


def test_a_cooldown_holds_the_same_field_and_an_escalation_breaks_it() -> None:
    """Another field is no repetition; what is worse than what was told is not, either."""
    shift = Shift(AlertRule(id="r", cooldown=3600)).brings(now_is("d1"))
    shift.brings(now_is("d2"), at=NOW + MINUTE)
    assert shift.held == [("cooldown", "d2", NOW + HOUR, False)]
    shift.brings(now_is("d3", field="strikes"), at=NOW + MINUTE)
    shift.brings(now_is("d4", severity="warning"), at=NOW + 2 * MINUTE)
    assert shift.told == [("d1",), ("d3",), ("d4",)]
    assert shift.tick(NOW + HOUR).told[-1] == ("d2",)


def test_a_rule_waits_for_its_second_voice() -> None:
    """One voice is held; it goes out when another one stands behind it."""
    shift = Shift(AlertRule(id="r", voices=2)).brings(now_is(voices=1))
    assert shift.held == [("voices", "d1", None, False)]
    assert shift.tick(NOW + HOUR).told == []
    shift.support["d1"] = Backing(2)
    assert shift.tick(NOW + 2 * HOUR).told == [("d1",)]


def test_an_official_source_is_enough_where_the_rule_says_so() -> None:
    """However few voices there are."""
    one = now_is(voices=1, official=True)
    assert Shift(AlertRule(id="r", voices=3, official=True)).brings(one).told == [("d1",)]
    assert Shift(AlertRule(id="r", voices=3)).brings(one).told == []
    shift = Shift(AlertRule(id="r", voices=3, official=True)).brings(now_is(voices=1))
    shift.support["d1"] = Backing(2, official=True)
    assert shift.tick(NOW + HOUR).told == [("d1",)]


@pytest.mark.parametrize(
    ("found", "at", "reason"),
    [
        (None, NOW + HOUR, "superseded"),
        (Backing(1), NOW + STALE + MINUTE, "old news"),
    ],
)
def test_what_nobody_bears_out_is_dropped_with_a_reason(
    found: Backing | None, at: datetime, reason: str
) -> None:
    """It does not hold any more, or it is history by now."""
    shift = Shift(AlertRule(id="r", voices=2)).brings(now_is(voices=1))
    shift.support["d1"] = found
    shift.tick(at)
    assert shift.told == []
    assert shift.held[-1] == (reason, "d1", None, True)
    assert shift.desk.due_at() is None


def test_what_has_waited_for_a_voice_still_waits_for_the_morning() -> None:
    """The gates behind hold it as they would have."""
    night = datetime(2025, 11, 15, 23, tzinfo=UTC)
    shift = Shift(AlertRule(id="r", voices=2, quiet=NIGHT))
    shift.brings(now_is("d1", night, voices=1), at=night)
    shift.support["d1"] = Backing(2)
    assert shift.tick(night + HOUR).told == []
    assert shift.held[-1][0] == "quiet hours"
    assert shift.tick(datetime(2025, 11, 16, 7, tzinfo=UTC)).told == [("d1",)]


def test_what_ends_a_pause_at_night_waits_for_the_morning() -> None:
    """A pause that ends within quiet hours wakes nobody."""
    evening = datetime(2025, 11, 15, 21, 59, 30, tzinfo=UTC)
    shift = Shift(AlertRule(id="r", throttle=60, quiet=NIGHT)).brings(
        now_is("d1", evening), at=evening
    )
    shift.brings(now_is("d2", evening), at=evening + timedelta(seconds=5))
    assert shift.tick(evening + MINUTE).told == [("d1",)]
    assert shift.tick(datetime(2025, 11, 16, 7, tzinfo=UTC)).told == [("d1",), ("d2",)]


def test_a_development_is_told_once_through_a_channel() -> None:
    """By the first rule that wants it there; a later digest of everything does not repeat it."""
    rules = (
        AlertRule(id="now", severity="warning", channels=("phone",)),
        AlertRule(id="daily", severity="info", digest=Digest(), channels=("phone", "mail")),
    )
    shift = Shift(*rules).brings(now_is("d1", severity="warning"), now_is("d2", severity="info"))
    shift.tick(NOW + HOUR)
    told = [(e.channel, e.developments) for e in shift.log if isinstance(e, AlertRaised)]
    assert told == [("phone", ("d1",)), ("phone", ("d2",)), ("mail", ("d1", "d2"))]


def test_what_one_rule_holds_for_a_voice_another_may_tell() -> None:
    """ "Claimed" can be a rule of its own; that it is borne out is told all the same."""
    rules = (
        AlertRule(id="sure", voices=2),
        AlertRule(id="claimed", severity="info", urgency="info"),
    )
    shift = Shift(*rules).brings(now_is(voices=1))
    assert [(e.rule, e.severity) for e in shift.log if isinstance(e, AlertRaised)] == [
        ("claimed", "info")
    ]
    shift.support["d1"] = Backing(2)
    assert shift.tick(NOW + HOUR).told == [("d1",), ("d1",)]


def test_a_snooze_holds_what_the_alert_was_about() -> None:
    """Until then, but for what is critical; other fields go out."""
    shift = Shift(AlertRule(id="r")).brings(now_is("d1"))
    (alert,) = [each for each in shift.log if isinstance(each, AlertRaised)]
    until = NOW + 2 * HOUR
    shift._record([AlertSnoozed(alert=alert.alert, until=until, who="ada", at=NOW + MINUTE)])
    shift.brings(now_is("d2"), now_is("d3", field="strikes"), at=NOW + 2 * MINUTE)
    shift.brings(now_is("d4", severity="critical"), at=NOW + 3 * MINUTE)
    assert shift.told == [("d1",), ("d3",), ("d4",)]
    assert shift.held == [("snoozed", "d2", until, False)]
    assert shift.tick(until).told[-1] == ("d2",)


@pytest.mark.parametrize(
    ("rule", "sides", "told"),
    [
        ({"direction": "up"}, ("80", "83"), True),
        ({"direction": "up"}, ("83", "80"), False),
        ({"direction": "down"}, ("83", "80"), True),
        ({"direction": "up"}, ("", "83"), True),
        ({"direction": "up"}, ("mooted", "agreed"), False),
        ({"crosses": 100}, ("97", "100"), True),
        ({"crosses": 100}, ("100", "103"), False),
        ({"crosses": 100}, ("103", "99"), True),
        ({"crosses": 100, "direction": "up"}, ("103", "99"), False),
        ({"kinds": ("rise",)}, ("80", "83"), True),
        ({"kinds": ("correction",)}, ("80", "83"), False),
    ],
)
def test_a_rule_chooses_by_way_threshold_and_kind(
    rule: dict[str, Any], sides: tuple[str, str], told: bool
) -> None:
    """Words have no way; the number that is passed belongs to what is above it."""
    before, after = sides
    shift = Shift(AlertRule(id="r", **rule))
    shift.brings(now_is(before=before, after=after, kind="rise"))
    assert bool(shift.told) is told


def test_a_rule_that_is_gone_holds_nothing_any_more() -> None:
    """After a new configuration: said, not sent."""
    shift = Shift(AlertRule(id="old", digest=Digest())).brings(now_is())
    shift.topic = topic(AlertRule(id="new"))
    shift.restart().tick(NOW + HOUR)
    assert shift.told == []
    assert shift.held[-1] == ("superseded", "d1", None, True)
    assert shift.desk.due_at() is None


def test_a_new_rule_tells_nothing_of_what_was_noted_before_it() -> None:
    """Only what has been held by an event is told later."""
    shift = Shift(AlertRule(id="none", severity="critical")).brings(now_is())
    shift.topic = topic(AlertRule(id="all", severity="info"))
    assert shift.restart().tick(NOW + HOUR).told == []


def test_two_topics_never_share_an_alert() -> None:
    """Developments are named by their content, which may be the same in both."""
    one, other = Desk(topic(AlertRule(id="r"))), Desk(topic(AlertRule(id="r")))
    other.topic = type(other.topic)(id="other", title="", gate=other.topic.gate, trackers=())
    (first,), (second,) = (desk.decide([now_is()], NOW, unknown) for desk in (one, other))
    assert isinstance(first, AlertRaised)
    assert isinstance(second, AlertRaised)
    assert first.alert != second.alert


# --- laws -------------------------------------------------------------------------------------

RULES = (
    AlertRule(id="main", throttle=60, quiet=NIGHT, zone="Europe/Berlin", cooldown=1800),
    AlertRule(id="sure", severity="warning", voices=2, channels=("phone",)),
    AlertRule(id="daily", severity="info", digest=Digest(time(8)), channels=("mail", "terminal")),
)
NOTED = st.builds(
    lambda number, **changes: (number, changes),
    st.integers(0, 10_000),
    severity=st.sampled_from(("info", "notice", "warning", "critical")),
    field=st.sampled_from(("killed", "strikes")),
    voices=st.integers(0, 3),
    backfill=st.booleans(),
)
STEPS = st.lists(
    st.tuples(st.integers(1, 600), st.lists(NOTED, max_size=3), st.booleans()), max_size=12
)


def played(steps: list[tuple[int, list[Any], bool]], turn: Callable[[Shift], Any]) -> Shift:
    """Cycles some minutes apart; `turn` is done after each."""
    shift, at, count = Shift(*RULES), NOW, 0
    for minutes, noted, second in steps:
        at += minutes * MINUTE
        made = []
        for _, changes in noted:
            count += 1
            made.append(development(f"d{count}", at=at, seen=at, **changes))
        shift.brings(*made, at=at)
        if second:
            shift.support.update({f"d{n}": Backing(2) for n in range(count)})
        turn(shift)
        shift.tick(at + MINUTE / 2)
    noon = at.replace(hour=12) + 24 * HOUR
    return shift.tick(at + 3 * HOUR).tick(noon).tick(noon + 24 * HOUR).tick(noon + 96 * HOUR)


@given(STEPS)
def test_a_restart_at_any_moment_changes_nothing(steps: list[tuple[int, list[Any], bool]]) -> None:
    """The log is all that a desk knows."""
    plainly = played(steps, lambda shift: None)
    assert played(steps, Shift.restart).log == plainly.log


KILLED: dict[str, Any] = {"severity": "notice", "field": "killed", "voices": 0, "backfill": False}
DIGESTED = [
    (600, [(0, KILLED)], False),
    (600, [(0, KILLED | {"field": "strikes"})], False),
    (1, [(0, KILLED)], False),
]
"""One waits for the end of a pause, is told by a digest meanwhile, and could be taken along after it."""


@given(STEPS)
@example(DIGESTED)
def test_each_development_is_told_once_or_dropped_with_a_reason(
    steps: list[tuple[int, list[Any], bool]],
) -> None:
    """By each rule that is about it, through each channel at most once; at last nothing waits."""
    shift = played(steps, lambda shift: None)
    raised = [each for each in shift.log if isinstance(each, AlertRaised)]
    told = [(each.channel, name) for each in raised for name in each.developments]
    again = [pair for pair in told if told.count(pair) > 1]
    assert again == []
    dropped = {name for _, names, _, final in shift.held if final for name in names.split()}
    every = {e.development for e in shift.log if isinstance(e, DevelopmentNoted)}
    assert every == {name for _, name in told} | dropped
    assert shift.desk.waiting == {}


@given(st.lists(NOTED, min_size=1, max_size=4))
def test_the_order_within_a_cycle_does_not_matter(noted: list[Any]) -> None:
    """The same events, with the same ids."""
    made = [now_is(f"d{n}", **changes) for n, (_, changes) in enumerate(noted)]
    found = [Shift(*RULES).desk.decide(each, NOW, unknown) for each in permutations(made)]
    assert all(each == found[0] for each in found)
