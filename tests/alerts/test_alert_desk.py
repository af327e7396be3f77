"""What a rule tells at once, what it holds back, and when it tells that."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from monitor.alerts.desk import STALE, Backing, Desk
from monitor.alerts.hours import quiet_until
from monitor.notices import AlertRaised, AlertSnoozed
from monitor.topics import AlertRule, Digest, QuietHours
from tests.alerts.alert_samples import HOUR, NOW, development, topic
from tests.alerts.shifts import MINUTE, NIGHT, Shift, now_is, unknown


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


def test_what_waits_for_a_pause_does_not_pass_the_night_with_what_is_critical() -> None:
    """It is told in the morning, and not twice."""
    evening = datetime(2025, 11, 15, 21, 50, tzinfo=UTC)
    rule = AlertRule(id="r", throttle=3600, quiet=NIGHT)
    shift = Shift(rule).brings(now_is("d1", evening), at=evening)
    shift.brings(now_is("d2", evening), at=evening + MINUTE)
    late = evening + 70 * MINUTE
    shift.brings(now_is("d3", late, severity="critical"), at=late)
    shift.tick(late + MINUTE)
    assert shift.told == [("d1",), ("d3",)]
    assert shift.tick(datetime(2025, 11, 16, 7, tzinfo=UTC)).told[-1] == ("d2",)
    assert len(shift.told) == 3


def test_what_is_snoozed_is_not_taken_along() -> None:
    """By a critical development of another field."""
    shift = Shift(AlertRule(id="r", throttle=3600)).brings(now_is("d1"))
    shift.brings(now_is("d2"), at=NOW + MINUTE)
    shift.snoozes(shift.alerts[0], NOW + 2 * MINUTE, 600)
    shift.brings(now_is("d3", field="strikes", severity="critical"), at=NOW + 3 * MINUTE)
    assert shift.told == [("d1",), ("d3",)]


def test_a_snooze_can_be_shortened_and_ended() -> None:
    """The last word counts."""
    shift = Shift(AlertRule(id="r")).brings(now_is("d1"))
    shift.snoozes(shift.alerts[0], NOW, 30 * 24 * 60)
    shift.snoozes(shift.alerts[0], NOW + MINUTE, 1)
    assert shift.brings(now_is("d2"), at=NOW + 3 * MINUTE).told == [("d1",), ("d2",)]


@pytest.mark.parametrize("order", [("any", "sure"), ("sure", "any")])
def test_a_rule_for_two_voices_speaks_wherever_it_stands(order: tuple[str, str]) -> None:
    """Before or behind the rule that tells one voice through the same channel."""
    rules = {"any": AlertRule(id="any"), "sure": AlertRule(id="sure", voices=2)}
    shift = Shift(*(rules[name] for name in order)).brings(now_is(voices=1))
    assert [each.rule for each in shift.alerts] == ["any"]
    shift.support["d1"] = Backing(2)
    assert [each.rule for each in shift.tick(NOW + HOUR).alerts] == ["any", "sure"]


def test_two_voices_at_once_are_told_once_through_a_channel() -> None:
    """Nothing is left for the second rule to add."""
    rules = (AlertRule(id="any"), AlertRule(id="sure", voices=2))
    assert Shift(*rules).brings(now_is(voices=2)).tick(NOW + HOUR).told == [("d1",)]


def test_a_digest_does_not_keep_another_rule_from_telling_at_once() -> None:
    """Whichever comes first in the file; the digest then leaves it out."""
    rules = (
        AlertRule(id="daily", severity="info", digest=Digest(time(8))),
        AlertRule(id="now", severity="warning"),
    )
    shift = Shift(*rules).brings(now_is("d1", severity="critical"), now_is("d2", severity="info"))
    assert [(each.rule, each.developments) for each in shift.alerts] == [("now", ("d1",))]
    shift.tick(NOW + 24 * HOUR)
    assert shift.told == [("d1",), ("d2",)]


def test_what_a_rule_that_is_gone_held_back_another_still_tells() -> None:
    """Each rule holds what it is about by itself."""
    digest = AlertRule(id="daily", severity="info", digest=Digest(time(8)))
    night = AlertRule(id="now", quiet=NIGHT)
    late = datetime(2025, 11, 15, 23, tzinfo=UTC)
    shift = Shift(digest, night).brings(now_is("d1", late), at=late)
    shift.topic = topic(night)
    assert shift.restart().tick(late + 9 * HOUR).told == [("d1",)]


def test_what_was_to_be_told_long_ago_is_history() -> None:
    """The machine was off for a month: a digest of then is not news now."""
    shift = Shift(AlertRule(id="r", digest=Digest())).brings(now_is())
    shift.tick(NOW + 30 * 24 * HOUR)
    assert shift.told == []
    assert shift.held[-1] == ("old news", "d1", None, True)


def test_what_has_waited_quotes_all_who_bear_it_out_by_now() -> None:
    """Also what is taken along by another message."""
    shift = Shift(AlertRule(id="r", throttle=3600)).brings(now_is("d1", voices=1))
    shift.brings(now_is("d2", voices=1), at=NOW + MINUTE)
    shift.support["d2"] = Backing(4, because=("c1", "c2"))
    shift.tick(NOW + 2 * HOUR)
    assert [(p.development, p.voices) for p in shift.alerts[-1].parts] == [("d2", 4)]


def test_of_two_changes_of_a_field_the_worse_one_counts_for_the_cooldown() -> None:
    """What is as bad as the worst of them is no escalation."""
    both = (now_is("d1", severity="warning"), now_is("d2", severity="notice"))
    shift = Shift(AlertRule(id="r", cooldown=3600)).brings(*both)
    assert shift.brings(now_is("d3", severity="warning"), at=NOW + MINUTE).told == [("d1", "d2")]


def test_quiet_hours_end_at_the_second_half_past_two_when_clocks_go_back() -> None:
    """02:30 comes twice on 26 October 2025 in Berlin: at 00:30 and at 01:30 UTC."""
    rule = AlertRule(
        id="r", quiet=QuietHours(time(22), time(2, 30)), zone="Europe/Berlin", severity="info"
    )
    second = datetime(2025, 10, 26, 1, 10, tzinfo=UTC)
    assert quiet_until(rule, second) == datetime(2025, 10, 26, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("rule", [{"throttle": 3600}, {"cooldown": 3600}])
def test_a_clock_that_was_put_back_holds_nothing(rule: dict[str, Any]) -> None:
    """What was told lies in the future by now."""
    shift = Shift(AlertRule(id="r", **rule)).brings(
        now_is("d1", NOW + 120 * HOUR), at=NOW + 120 * HOUR
    )
    assert shift.brings(now_is("d2"), at=NOW).told == [("d1",), ("d2",)]


def test_what_was_reported_while_nobody_heard_is_news() -> None:
    """However old: the source was down, or the machine was off."""
    old = development("d1", at=NOW - 90 * HOUR, unheard=True)
    assert Shift(AlertRule(id="r")).brings(old).told == [("d1",)]
