"""A wish as it is written down, and the events that it comes to."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.corrections import ClaimEntered
from monitor.events import ClaimCorrected, ClaimRetracted
from monitor.notices import AlertAcknowledged, AlertAttempted, AlertRetried, AlertSnoozed
from monitor.reports import IncidentReported
from monitor.values import Attribution, Count, Quote, Window
from monitor.wishes import (
    MOST_ALERTS,
    Acknowledge,
    AlertWish,
    Correct,
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
wishes: st.SearchStrategy[AlertWish] = st.one_of(
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
def test_a_wish_is_read_as_it_was_written(wish: AlertWish) -> None:
    """Whatever it is, whoever wants it; and the same wish has the same bytes."""
    assert read(written(wish)) == wish
    assert written(read(written(wish))) == written(wish)


@given(wishes)
def test_a_wish_that_is_read_twice_gives_the_same_events(wish: AlertWish) -> None:
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


# --- corrections ----------------------------------------------------------------------------------

BY: dict[str, Any] = {"who": "ann", "why": "a drill", "at": NOW}
GONE = ClaimRetracted(claim="c1", **BY)


def entered(**more: Any) -> IncidentReported:
    """An incident that ann enters."""
    given: dict[str, Any] = {
        "tracker": "strikes",
        "story": "s",
        "lineage": "s",
        "url": "",
        "site": "entered by hand",
        "quote": Quote("text", 0, 8, "killed=4"),
        "rule": "by-hand",
        "pack": "",
        "attribution": Attribution("ann", None, "analyst"),
        "published": None,
        "day": NOW.date(),
        "seen": NOW,
        "counts": {"killed": Count(4, 4, ("killed=4",))},
    }
    return IncidentReported(**given | more)


def test_a_correction_comes_to_its_events_in_the_stream_of_its_topic() -> None:
    """Also after it was written down; it needs no alert."""
    claim = entered()
    own = ClaimEntered(tracker="strikes", claim=claim.id, **BY)
    wish = Correct(who="ann", at=NOW, topic="boats", events=(GONE, claim, own))
    assert read(written(wish)) == wish
    assert events(wish, RAISED.get) == {"boats": [GONE, claim, own]}
    assert told(wish) == "ann has corrected boats: a drill"


@pytest.mark.parametrize(
    "made",
    [
        [ClaimRetracted(claim="c1", **BY | {"who": "eva"})],
        [ClaimRetracted(claim="c1", **BY | {"at": LATER})],
        [entered()],
        [GONE, entered(pack="en/1")],
        [GONE, entered(attribution=Attribution("Pentagon", None, "official"))],
    ],
)
def test_nobody_corrects_in_the_name_of_another(made: list[Any]) -> None:
    """Not as somebody else, not at another time; and what is entered is told as the person's own."""
    with pytest.raises(ValueError, match=r"correction|person"):
        Correct(who="ann", at=NOW, topic="boats", events=tuple(made))


def test_a_correction_that_was_tampered_with_is_no_wish() -> None:
    """A number that its quote does not say, another author, an event that is no correction."""
    claim = entered()
    own = ClaimEntered(tracker="strikes", claim=claim.id, **BY)
    good = written(Correct(who="ann", at=NOW, topic="boats", events=(claim, own)))
    for was, now in (
        (b'"min":4', b'"min":400'),
        (b'"who":"ann"', b'"who":"eva"'),
        (b'"type":"ClaimEntered"', b'"type":"AlertRaised"'),
    ):
        assert was in good
        with pytest.raises(Unfulfillable):
            read(good.replace(was, now))


def test_a_number_or_a_day_that_cannot_be_is_no_correction() -> None:
    """No table could hold the one, and nobody can know of the other."""
    huge = ClaimCorrected(claim="c1", counts={"killed": Count(4, 10**30)}, **BY)
    with pytest.raises(ValueError, match="above"):
        Correct(who="ann", at=NOW, topic="boats", events=(huge,))
    claim = entered(occurred=Window(NOW.date(), NOW.date() + timedelta(days=2)))
    own = ClaimEntered(tracker="strikes", claim=claim.id, **BY)
    with pytest.raises(ValueError, match="has not been yet"):
        Correct(who="ann", at=NOW, topic="boats", events=(claim, own))
