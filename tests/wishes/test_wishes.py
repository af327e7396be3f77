"""A wish as it is written down, and the events that it comes to."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.notices import AlertAcknowledged, AlertAttempted, AlertRetried, AlertSnoozed
from monitor.wishes import (
    MOST_ALERTS,
    Acknowledge,
    AnyWish,
    Raised,
    Retry,
    Snooze,
    Unfulfillable,
    Whereabouts,
    events,
    read,
    told,
    written,
)
from tests.alerts.alert_samples import alert
from tests.strategies import texts, times

NOW = datetime(2025, 11, 16, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)
RAISED = {
    "a1": Raised("boats", "desk"),
    "a2": Raised("fires", "mail"),
    "a3": Raised("boats", "ntfy", attempts=16),
}

ids = st.text("0123456789abcdef", min_size=1, max_size=16)
names = texts(30).filter(bool)
wishes: st.SearchStrategy[AnyWish] = st.one_of(
    st.builds(
        Acknowledge, who=names, at=times(), alerts=st.lists(ids, min_size=1, max_size=4).map(tuple)
    ),
    st.builds(
        Snooze,
        who=names,
        at=times(),
        alerts=st.lists(ids, min_size=1, max_size=4).map(tuple),
        until=times(),
    ),
    st.builds(
        Retry,
        who=names,
        at=times(),
        alerts=st.dictionaries(ids, st.integers(0, 99), min_size=1, max_size=4),
    ),
)


@given(wishes)
def test_a_wish_is_read_as_it_was_written(wish: AnyWish) -> None:
    """Whatever it is, whoever wants it; and the same wish has the same bytes."""
    assert read(written(wish)) == wish
    assert written(read(written(wish))) == written(wish)


@given(wishes)
def test_a_wish_that_is_read_twice_gives_the_same_events(wish: AnyWish) -> None:
    """With the same ids, each once: to record it again changes nothing."""

    def where(alert: str) -> Raised:
        return Raised(f"topic-{alert[0]}", "desk", attempts=99)

    one, other = events(wish, where), events(read(written(wish)), where)
    assert one == other
    found = [event for stream in one.values() for event in stream]
    assert len({event.event_id() for event in found}) == len(found) == len(set(wish.alerts))


def test_a_wish_comes_to_an_event_an_alert_in_the_stream_of_the_alert() -> None:
    """With who, when, and the channel of the alert; an alert that is named twice counts once."""
    wish = Acknowledge(who="eva", at=NOW, alerts=("a1", "a2", "a1"))
    seen: dict[str, Any] = {"attempt": 0, "at": NOW, "detail": "eva"}
    assert events(wish, RAISED.get) == {
        "boats": [AlertAcknowledged(alert="a1", channel="desk", **seen)],
        "fires": [AlertAcknowledged(alert="a2", channel="mail", **seen)],
    }
    snooze = Snooze(who="eva", at=NOW, alerts=("a3",), until=LATER)
    assert events(snooze, RAISED.get) == {
        "boats": [AlertSnoozed(alert="a3", until=LATER, who="eva", at=NOW)]
    }
    retry = Retry(who="eva", at=NOW, alerts={"a3": 16})
    assert events(retry, RAISED.get) == {
        "boats": [AlertRetried(alert="a3", after=16, who="eva", at=NOW)]
    }


def test_a_wish_for_more_attempts_than_there_were_comes_to_nothing() -> None:
    """It would be wanted again after each attempt, without a pause."""
    with pytest.raises(Unfulfillable, match="alert a3 has had 16 attempts, not 1000000000"):
        events(Retry(who="eva", at=NOW, alerts={"a3": 10**9}), RAISED.get)


def test_where_an_alert_is_and_how_often_it_was_tried_comes_from_the_log() -> None:
    """Steps of others, and of alerts that nobody knows, count for nothing."""
    raised = Whereabouts()
    step: dict[str, Any] = {"channel": "desk", "at": NOW}
    for event in (
        AlertAttempted(alert="a1", attempt=9, **step),
        alert("a1"),
        AlertAttempted(alert="a1", attempt=2, **step),
        AlertAttempted(alert="a2", attempt=7, **step),
        AlertAttempted(alert="a1", attempt=1, **step),
    ):
        raised.add("boats", event)
    assert raised == {"a1": Raised("boats", "desk", 2)}


def test_times_of_another_zone_are_the_same_times() -> None:
    """In UTC, in the events and in what is told."""
    zone = timezone(timedelta(hours=-5))
    wish = Snooze(who="eva", at=NOW.astimezone(zone), alerts=("a1",), until=LATER.astimezone(zone))
    assert told(read(written(wish))).endswith("until 2025-11-16 14:00 UTC")
    plain = Snooze(who="eva", at=NOW, alerts=("a1",), until=LATER)
    (one,), (other,) = (events(each, RAISED.get)["boats"] for each in (wish, plain))
    assert one.event_id() == other.event_id()
    assert isinstance(one, AlertSnoozed)
    assert (one.at.tzinfo, one.until.tzinfo) == (UTC, UTC)


def test_two_people_may_acknowledge_the_same_alert() -> None:
    """Each is an event of its own."""
    found = [
        events(Acknowledge(who=who, at=NOW, alerts=("a1",)), RAISED.get)["boats"][0].event_id()
        for who in ("eva", "bob")
    ]
    assert found[0] != found[1]


def test_an_alert_that_there_is_not_makes_the_whole_wish_none() -> None:
    """What it comes to must not depend on when it is read."""
    with pytest.raises(Unfulfillable, match="there is no alert zz"):
        events(Acknowledge(who="eva", at=NOW, alerts=("a1", "zz")), RAISED.get)


def changed(**fields: object) -> bytes:
    """A letter with other fields in its wish."""
    letter = json.loads(written(Acknowledge(who="eva", at=NOW, alerts=("a1",))))
    letter["wish"].update(fields)
    return json.dumps(letter).encode()


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"not json",
        b"\xff\xfe",
        b"[]",
        b"{}",
        written(Acknowledge(who="eva", at=NOW, alerts=("a1",))).replace(b":1,", b":2,"),
        changed(type="Rebuild"),
        changed(alerts=[]),
        changed(alerts=[""]),
        changed(alerts=["a" * 65]),
        changed(alerts=["a"] * (MOST_ALERTS + 1)),
        changed(at="2025-11-16T12:00:00"),
        changed(at="9999-12-31T23:59:59-05:00"),
        changed(who=""),
        changed(who="e" * 101),
        changed(more=1),
        b'{"version":1,"wish":' * 10_000,
    ],
)
def test_what_is_no_wish_is_told_so(text: bytes) -> None:
    """Of another form, of another version, without a zone, beyond a bound."""
    with pytest.raises(Unfulfillable, match="it is no wish"):
        read(text)


def test_a_wish_in_a_sentence_holds_nothing_that_a_terminal_obeys() -> None:
    """It is told to whoever started the daemon."""
    who = "e\x1b[31mva\n"
    assert told(Acknowledge(who=who, at=NOW, alerts=("a1",))) == "e[31mva has seen 1 alert"
    assert told(Snooze(who="eva", at=NOW, alerts=("a1", "a2"), until=LATER)) == (
        "eva wants no more of 2 alerts until 2025-11-16 14:00 UTC"
    )
    assert told(Retry(who="eva", at=NOW, alerts={"a1": 0})) == "eva wants 1 alert sent again"
    (event,) = events(Acknowledge(who=who, at=NOW, alerts=("a1",)), RAISED.get)["boats"]
    assert isinstance(event, AlertAcknowledged)
    assert "\x1b" not in event.detail
