"""Laws of the outbox: nothing is lost, nothing is sent after it has been delivered."""

from datetime import timedelta
from itertools import pairwise

import pytest

from monitor.alerts import NotSent, Sent
from monitor.alerts.outbox import (
    FIRST_PAUSE,
    LONGEST_PAUSE,
    MOST_ATTEMPTS,
    Outbox,
    again,
    begin,
    end,
    pause,
)
from monitor.events import AnyEvent, SourceFailed
from monitor.notices import (
    AlertAttempted,
    AlertDelivered,
    AlertFailed,
    AlertRetried,
)
from tests.alerts.alert_samples import HOUR, NOW, alert
from tests.alerts.outbox_steps import (
    BROKEN,
    MINUTE,
    REFUSED,
    acknowledged,
    attempted,
    delivered,
    failed,
    retried,
    snoozed,
)

# --- what is due ------------------------------------------------------------------------------


def test_what_is_raised_is_due() -> None:
    """At once, with its text."""
    outbox = Outbox([alert()])
    assert [each.alert for each in outbox.due(NOW)] == [alert()]
    assert outbox.next_due == NOW


@pytest.mark.parametrize(
    "steps",
    [
        [attempted(1), delivered(1)],
        [attempted(1), failed(1), attempted(2), delivered(2)],
        [delivered(1), failed(1, final=True)],
        [acknowledged()],
        [failed(1, final=True), acknowledged()],
    ],
)
def test_what_somebody_has_is_not_sent_again(steps: list[AnyEvent]) -> None:
    """Delivered, or acknowledged by a person who has seen it elsewhere."""
    outbox = Outbox([alert(), *steps])
    assert (outbox.waiting, outbox.dead, outbox.next_due) == ([], [], None)
    assert outbox.due(NOW + 1000 * HOUR) == []


@pytest.mark.parametrize(
    ("steps", "due"),
    [
        ([attempted(1)], 2 * MINUTE),
        ([attempted(1), failed(1)], 3 * MINUTE),
        ([attempted(1), failed(1), attempted(2)], 3 * MINUTE),
        ([attempted(1), failed(1), attempted(2), failed(2)], 4 * MINUTE),
    ],
)
def test_what_failed_or_was_cut_off_is_due_after_a_pause(
    steps: list[AnyEvent], due: timedelta
) -> None:
    """The pause counts from the last step of the last attempt."""
    outbox = Outbox([alert(), *steps])
    assert outbox.next_due == NOW + due
    assert outbox.due(NOW + due - timedelta(seconds=1)) == []
    assert len(outbox.due(NOW + due)) == 1


def test_pauses_double_up_to_a_limit_and_come_to_an_end() -> None:
    """From a minute to six hours, in all a little less than the two days of fresh news."""
    pauses = [pause(number) for number in range(1, MOST_ATTEMPTS)]
    assert pauses[0] == FIRST_PAUSE
    assert all(b == min(2 * a, LONGEST_PAUSE) for a, b in pairwise(pauses))
    assert sum(pauses, timedelta()) == timedelta(hours=44, minutes=31)
    assert pause(10**6) == LONGEST_PAUSE


def test_the_longest_due_is_first() -> None:
    """Old news does not wait behind new ones."""
    outbox = Outbox([alert("b", at=NOW), alert("c", at=NOW - HOUR), alert("a", at=NOW)])
    assert [each.alert and each.alert.alert for each in outbox.due(NOW)] == ["c", "a", "b"]


def test_other_events_are_ignored() -> None:
    """The outbox may be given the whole log."""
    assert Outbox([SourceFailed(source="s", address="", at=NOW)]).waiting == []


def test_a_channel_that_wants_to_be_left_alone_is() -> None:
    """As long as it says, or as the pause is when that is longer; for a day at most."""
    step = end(attempted(1), NotSent("busy", retry_after=600), NOW + 2 * MINUTE)
    assert Outbox([alert(), attempted(1), step]).next_due == NOW + 12 * MINUTE
    soon = end(attempted(1), NotSent("busy", retry_after=1), NOW + 2 * MINUTE)
    assert Outbox([alert(), attempted(1), soon]).next_due == NOW + 3 * MINUTE
    never = end(attempted(1), NotSent("busy", retry_after=1e9), NOW)
    assert Outbox([alert(), attempted(1), never]).next_due == NOW + 24 * HOUR


def test_what_a_channel_wants_holds_for_all_its_alerts() -> None:
    """Those of other channels go out; so does one that a person has asked for since."""
    rest = end(attempted(1), NotSent("busy", retry_after=3600), NOW + 2 * MINUTE)
    others = [alert("a2"), alert("a3", at=NOW + 3 * MINUTE), alert("b1", channel="phone")]
    outbox = Outbox([alert(), attempted(1), rest, *others])
    assert due_ids(outbox, 5 * MINUTE) == ["b1"]
    assert due_ids(outbox, 62 * MINUTE) == ["a1", "a2", "a3", "b1"]
    outbox.add(AlertRetried(alert="a2", after=0, who="eva", at=NOW + 4 * MINUTE))
    assert due_ids(outbox, 5 * MINUTE) == ["a2", "b1"]


def test_a_channel_rests_also_when_the_alert_has_been_seen_meanwhile() -> None:
    """The person's having seen it does not make the channel willing."""
    rest = end(attempted(1), NotSent("busy", retry_after=3600), NOW + 2 * MINUTE)
    outbox = Outbox([alert(), acknowledged(), rest, alert("a2")])
    assert outbox.next_due == NOW + 62 * MINUTE


def due_ids(outbox: Outbox, after: timedelta) -> list[str]:
    return sorted(each.alert.alert for each in outbox.due(NOW + after) if each.alert)


def test_an_alert_that_is_snoozed_before_it_has_arrived_waits() -> None:
    """Nobody wants it before."""
    assert Outbox([alert(), snoozed(2 * HOUR)]).next_due == NOW + 2 * HOUR
    assert Outbox([alert(), delivered(), snoozed(2 * HOUR)]).next_due is None


@pytest.mark.parametrize(
    ("steps", "uncertain"),
    [
        ([], False),
        ([attempted(1)], True),
        ([attempted(1), failed(1)], False),
        ([attempted(1), failed(1, unknown=True)], True),
        ([attempted(1), attempted(2), failed(2)], True),
        ([attempted(1), failed(1), attempted(2), failed(2)], False),
    ],
)
def test_it_is_known_whether_an_earlier_sending_may_have_arrived(
    steps: list[AnyEvent], uncertain: bool
) -> None:
    """One that was cut off, or had no answer; not one that was refused."""
    found = Outbox([alert(), *steps]).get("a1")
    assert found is not None
    assert found.uncertain is uncertain


def test_a_channel_that_works_again_gets_at_once_what_it_had_not_taken() -> None:
    """Whatever pause it was in; once for each success, and not what a person has snoozed."""
    steps = [attempted(n) for n in range(1, 10)] + [failed(9)]
    other = AlertDelivered(alert="a2", channel="desk", attempt=1, at=NOW + 5 * MINUTE)
    elsewhere = AlertDelivered(alert="a2", channel="phone", attempt=1, at=NOW + 5 * MINUTE)
    assert Outbox([alert(), *steps, elsewhere]).due(NOW + HOUR) == []
    assert len(Outbox([alert(), *steps, other]).due(NOW + 5 * MINUTE)) == 1
    assert (
        Outbox([alert(), *steps, other, attempted(10, 6 * MINUTE), failed(10, at=6 * MINUTE)]).due(
            NOW + HOUR
        )
        == []
    )
    assert Outbox([alert(), *steps, other, snoozed(2 * HOUR)]).due(NOW + HOUR) == []


def test_a_clock_that_was_put_back_keeps_no_alert_waiting() -> None:
    """Its last attempt lies in the future: no pause counts from it."""
    days = timedelta(days=5)
    outbox = Outbox([alert(), attempted(1, days), failed(1, at=days)])
    assert len(outbox.due(NOW)) == 1
    assert outbox.due(NOW + days) == []


# --- giving up --------------------------------------------------------------------------------


def test_a_permanent_failure_is_given_up_at_once() -> None:
    """It stays visible, with its reason."""
    step = end(attempted(1), REFUSED, NOW)
    outbox = Outbox([alert(), attempted(1), step])
    assert isinstance(step, AlertFailed)
    assert outbox.waiting == []
    assert [each.reason for each in outbox.dead] == ["no such topic"]


def test_the_last_attempt_is_final() -> None:
    """A channel that stays dead ends among the dead letters."""
    step = end(attempted(MOST_ATTEMPTS), BROKEN, NOW)
    before = end(attempted(MOST_ATTEMPTS - 1), BROKEN, NOW)
    assert [isinstance(each, AlertFailed) and each.final for each in (before, step)] == [
        False,
        True,
    ]


def test_a_last_attempt_that_was_cut_off_is_given_up() -> None:
    """An alert whose sending stops the service does not stop it for ever."""
    outbox = Outbox([alert(), attempted(MOST_ATTEMPTS)])
    (waiting,) = outbox.due(NOW + 1000 * HOUR)
    step = begin(waiting, NOW)
    outbox.add(step)
    assert isinstance(step, AlertFailed)
    assert step.detail == "given up: nobody knows what came of attempt 16"
    assert len(outbox.dead) == 1


def test_a_person_may_try_again_what_was_given_up() -> None:
    """One more attempt; it can succeed, and else it is given up again."""
    outbox = Outbox([alert(), attempted(1), failed(1, final=True)])
    step = again(outbox.dead[0], NOW)
    assert step.attempt == 2
    outbox.add(step)
    assert outbox.dead == []
    assert len(outbox.waiting) == 1
    outbox.add(end(step, Sent(), NOW))
    assert (outbox.dead, outbox.waiting) == ([], [])


def test_what_was_given_up_is_due_at_once_when_a_person_asks_for_it() -> None:
    """It is no dead letter any more; the asking says when."""
    outbox = Outbox([alert(), attempted(1), failed(1, final=True), retried(1)])
    assert (outbox.dead, outbox.next_due) == ([], NOW + 3 * MINUTE)
    (due,) = outbox.due(NOW + 3 * MINUTE)
    assert begin(due, NOW + 3 * MINUTE) == attempted(2, 3 * MINUTE)


def test_a_wish_is_fulfilled_by_one_attempt() -> None:
    """Then the usual pauses hold, counted from the wish: the first is the shortest."""
    steps: list[AnyEvent] = [attempted(n, n * HOUR) for n in range(1, 6)]
    outbox = Outbox([alert(), *steps, retried(5, 6 * HOUR), attempted(6, 6 * HOUR)])
    assert outbox.next_due == NOW + 6 * HOUR + FIRST_PAUSE
    outbox.add(failed(6, at=6 * HOUR))
    assert outbox.next_due == NOW + 6 * HOUR + FIRST_PAUSE


def test_what_was_given_up_after_all_attempts_has_as_many_again() -> None:
    """The first of them does not end it."""
    last = end(attempted(MOST_ATTEMPTS), BROKEN, NOW)
    outbox = Outbox([alert(), last, retried(MOST_ATTEMPTS)])
    for tries in range(1, MOST_ATTEMPTS + 1):
        assert outbox.next_due is not None
        (due,) = outbox.due(outbox.next_due)
        begun = begin(due, outbox.next_due)
        assert isinstance(begun, AlertAttempted)
        outbox.add(begun)
        step = end(begun, BROKEN, begun.at, tries=due.tries + 1)
        assert isinstance(step, AlertFailed)
        assert step.final is (tries == MOST_ATTEMPTS)
        outbox.add(step)
    assert len(outbox.dead) == 1


def test_a_wish_that_came_too_late_changes_nothing() -> None:
    """It was meant for an attempt that has been followed by another one."""
    steps: list[AnyEvent] = [attempted(1), failed(1), attempted(2), failed(2, final=True)]
    assert len(Outbox([alert(), *steps, retried(1)]).dead) == 1


def test_nothing_of_what_was_delivered_is_sent_again() -> None:
    """Whoever asks for it."""
    assert Outbox([alert(), attempted(1), delivered(), retried(1)]).waiting == []


def test_a_snoozed_alert_waits_and_a_person_may_have_it_now() -> None:
    """The last word holds: what was snoozed before is sent, what is snoozed after it rests."""
    outbox = Outbox([alert(), snoozed(5 * HOUR)])
    assert outbox.next_due == NOW + 5 * HOUR
    outbox.add(retried(0))
    assert outbox.next_due == NOW + 3 * MINUTE
    outbox.add(snoozed(2 * HOUR, at=4 * MINUTE))
    assert outbox.next_due == NOW + 2 * HOUR


def test_a_wish_ends_the_rest_that_a_channel_has_asked_for() -> None:
    """The person knows better: the channel works again."""
    rest = AlertFailed(alert="a1", channel="desk", attempt=1, at=NOW, detail="", retry_after=7200)
    outbox = Outbox([alert(), attempted(1, 0 * HOUR), rest])
    assert outbox.next_due == NOW + 2 * HOUR
    outbox.add(retried(1))
    assert outbox.next_due == NOW + 3 * MINUTE


def test_what_is_gone_cannot_be_tried_again() -> None:
    """Asking for it is a bug of ours."""
    found = Outbox([alert(), delivered()]).get("a1")
    assert found is not None
    with pytest.raises(ValueError, match="nothing to send"):
        again(found, NOW)


def test_what_a_channel_says_is_made_printable() -> None:
    """A reason ends in terminals and pages."""
    assert end(attempted(1), NotSent("a\x1b[1m\nb"), NOW).detail == "a[1m b"
    assert end(attempted(1), Sent("a\x07\nb"), NOW).detail == "a b"
