"""What others are told of a channel that does not take alerts."""

from datetime import UTC, datetime, time
from typing import Any

import pytest
from msgspec import structs

from monitor.alerts.failing import FAILURES, Channels, others
from monitor.notices import AlertDelivered, AlertFailed, AlertRaised
from monitor.topics import AlertRule, QuietHours
from tests.alerts.alert_samples import HOUR, NOW, alert, topic

STORY = topic(
    AlertRule(id="all", channels=("desk", "phone")),
    AlertRule(id="worst", channels=("mail", "desk")),
)


def failed(attempt: int, name: str = "a1", **changes: Any) -> AlertFailed:
    fields: dict[str, Any] = {"detail": "it refuses connections", "at": NOW + attempt * HOUR}
    return AlertFailed(alert=name, channel="desk", attempt=attempt, **(fields | changes))


def raised(name: str = "a1") -> AlertRaised:
    return structs.replace(alert(name), topic="story")


def test_a_channel_that_fails_again_and_again_is_told_through_the_others() -> None:
    """At the third attempt in vain, not at a blip; what waits is named."""
    channels = Channels()
    assert [channels.notices(failed(n), raised(), STORY) for n in range(1, FAILURES)] == [[], []]
    found = channels.notices(failed(FAILURES), raised(), STORY)
    assert [each.channel for each in found] == ["phone", "mail"]
    assert found[0].title == "The channel desk does not take alerts"
    assert "desk: it refuses connections (attempt 3)" in found[0].body
    assert "Waiting: At least 83 killed" in found[0].body
    assert len({each.alert for each in found}) == 2


def test_it_is_told_once_until_the_channel_works_again() -> None:
    """Whatever else waits for it meanwhile, and also after a restart."""
    first = Channels().notices(failed(3), raised(), STORY)
    channels = Channels(first)
    assert channels.notices(failed(3, "a2"), raised("a2"), STORY) == []
    channels.add(AlertDelivered(alert="a2", channel="desk", attempt=4, at=NOW))
    assert len(channels.notices(failed(3, "a3"), raised("a3"), STORY)) == 2


def test_an_alert_that_is_given_up_is_passed_on_whole() -> None:
    """Each of them, also where the channel is known to fail: nothing is lost with it."""
    channels = Channels(Channels().notices(failed(3), raised(), STORY))
    found = channels.notices(failed(16, final=True), raised(), STORY)
    assert [each.channel for each in found] == ["phone", "mail"]
    assert found[0].title == "Not delivered to desk: At least 83 killed"
    assert found[0].body.endswith(raised().body)
    assert "monitor alerts retry a1" in found[0].body
    assert (found[0].severity, found[0].developments) == ("warning", ("d1",))


@pytest.mark.parametrize("final", [False, True])
def test_a_notice_about_a_channel_makes_no_further_notices(final: bool) -> None:
    """Two dead channels do not tell each other of it for ever."""
    (notice, _) = Channels().notices(failed(3), raised(), STORY)
    again = AlertFailed(alert=notice.alert, channel="phone", attempt=5, at=NOW, final=final)
    assert Channels().notices(again, notice, STORY) == []


def test_without_another_channel_it_is_the_terminal() -> None:
    """And where that is the one that fails, `monitor status` alone knows."""
    assert others(topic(AlertRule(id="r", channels=("desk",))), "desk") == ["terminal"]
    assert others(topic(AlertRule(id="r")), "terminal") == []


def test_no_reason_of_a_channel_makes_lines_or_commands() -> None:
    """What a server says may be hostile."""
    bad = failed(3, detail="no\x1b[2J\nroute")
    (found, _) = Channels().notices(bad, raised(), STORY)
    assert "no[2J route" in found.body


def test_a_channel_that_has_it_by_a_rule_of_its_own_is_not_given_it_again() -> None:
    """Only those that lack something of it; and whatever is tried again, once."""
    channels = Channels([structs.replace(alert("b1"), channel="phone", topic="story")])
    found = channels.notices(failed(16, final=True), raised(), STORY)
    assert [each.channel for each in found] == ["mail"]
    for each in found:
        channels.add(each)
    assert channels.notices(failed(17, final=True), raised(), STORY) == []


def test_nobody_is_woken_by_what_was_given_up_long_ago() -> None:
    """In quiet hours it waits for their end; what is critical does not."""
    night = QuietHours(time(22), time(7))
    story = topic(
        AlertRule(id="all", channels=("desk",)), AlertRule(id="p", channels=("phone",), quiet=night)
    )
    late = datetime(2025, 11, 16, 23, tzinfo=UTC)
    (found,) = Channels().notices(failed(16, final=True, at=late), raised(), story)
    assert found.at == datetime(2025, 11, 17, 7, tzinfo=UTC)
    worst = structs.replace(raised(), severity="critical")
    (found,) = Channels().notices(failed(16, final=True, at=late), worst, story)
    assert found.at == late
