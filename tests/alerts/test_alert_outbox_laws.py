"""Laws of the outbox: any order of steps, any channel, a death at any moment."""

from hypothesis import given
from hypothesis import strategies as st

from monitor.alerts import Outcome, Sent
from monitor.alerts.outbox import (
    MOST_ATTEMPTS,
    Outbox,
    begin,
    end,
)
from monitor.events import AnyEvent
from monitor.notices import (
    AlertAcknowledged,
    AlertAttempted,
    AlertDelivered,
)
from tests.alerts.alert_samples import NOW, alert
from tests.alerts.outbox_steps import (
    BROKEN,
    LATE,
    MINUTE,
    REFUSED,
    acknowledged,
    attempted,
    delivered,
    failed,
    retried,
    snoozed,
)

numbers = st.integers(1, 4)
times = st.integers(0, 5).map(lambda n: n * MINUTE)
steps = st.one_of(
    st.just(alert()),
    st.builds(attempted, numbers, times),
    st.builds(
        failed,
        numbers,
        final=st.booleans(),
        unknown=st.booleans(),
        retry_after=st.sampled_from((0.0, 600.0)),
        at=times,
    ),
    st.builds(delivered, numbers),
    st.just(acknowledged()),
    st.builds(retried, st.integers(0, 4), times),
    st.builds(snoozed, times, times),
)


def seen(outbox: Outbox) -> object:
    return (outbox.get("a1"), outbox.waiting, outbox.dead, outbox.next_due)


@given(st.lists(steps, max_size=8).flatmap(lambda s: st.tuples(st.just(s), st.permutations(s))))
def test_the_order_of_events_does_not_matter(orders: tuple[list[AnyEvent], ...]) -> None:
    """The same steps in any order, and each any number of times, give the same outbox."""
    one, other = orders
    assert seen(Outbox(one)) == seen(Outbox(other)) == seen(Outbox([*one, *other]))


@given(st.lists(steps, max_size=8))
def test_what_was_raised_is_somewhere(events: list[AnyEvent]) -> None:
    """Waiting, dead, or in somebody's hands: exactly one of the three."""
    outbox = Outbox([alert(), *events])
    closed = any(isinstance(each, AlertDelivered | AlertAcknowledged) for each in events)
    assert [len(outbox.waiting), len(outbox.dead), int(closed)].count(1) == 1
    assert len(outbox.waiting) + len(outbox.dead) + closed == 1


class Desk:
    """A channel that answers as it is told, and keeps what it has taken."""

    def __init__(self, answers: list[str]) -> None:
        self.answers = iter(answers)
        self.taken = 0

    def send(self) -> Outcome | None:
        """None: the service died before it had the answer, the channel may have taken it."""
        answer = next(self.answers, "sent")
        self.taken += answer in {"sent", "sent, died", "late"}
        outcomes: dict[str, Outcome] = {
            "sent": Sent(),
            "broken": BROKEN,
            "refused": REFUSED,
            "late": LATE,
        }
        return outcomes.get(answer)


@given(
    st.lists(
        st.sampled_from(["sent", "broken", "refused", "late", "died before", "died", "sent, died"]),
        max_size=20,
    )
)
def test_an_alert_is_sent_until_it_is_taken_or_given_up(answers: list[str]) -> None:
    """Whatever the channel does and wherever the service dies, with a restart from the log."""
    log: list[AnyEvent] = [alert()]
    desk = Desk(answers)
    now = NOW
    for _ in range(2 * MOST_ATTEMPTS):
        outbox = Outbox(log)
        if outbox.next_due is None:
            break
        now = max(now, outbox.next_due)
        (due,) = outbox.due(now)
        begun = begin(due, now)
        assert due.uncertain or not desk.taken, "a repetition that nobody can know for one"
        log.append(begun)
        outcome = desk.send() if isinstance(begun, AlertAttempted) else None
        if isinstance(begun, AlertAttempted) and outcome is not None:
            log.append(end(begun, outcome, now))
    outbox = Outbox(log)
    assert outbox.waiting == []
    assert bool(desk.taken) or len(outbox.dead) == 1
    ends = [n for n, each in enumerate(log) if isinstance(each, AlertDelivered)]
    assert ends in ([], [len(log) - 1])
    assert len({each.event_id() for each in log}) == len(log)
