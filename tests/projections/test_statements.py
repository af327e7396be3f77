"""Who said what, newest first."""

from __future__ import annotations

from msgspec import structs

from monitor import registry
from monitor.topics import Tracker
from tests.projections.projection_claims import retracted, shown, statement

SAID = Tracker(
    id="t",
    kind="statements",
    title="Statements",
    reader="statements",
    options={"acts": ["offer", "threat"], "grave": ["threat"]},
)


def test_one_line_for_each_speaker_act_and_subject() -> None:
    """Reports of one statement are one, with the first and the last of them and the voices."""
    first = statement(1, "a", "X", "offer", "oil")
    again = statement(4, "b", "X", "offer", "oil")
    copy = statement(6, "c", "X", "offer", "oil", lineage=first.lineage)
    (one,) = shown(SAID, copy, again, first)["statements"]
    assert (one["first_reported"]["at"], one["last_reported"]) == (
        "2031-03-02T12:00:00Z",
        "2031-03-07T12:00:00Z",
    )
    assert (one["first_reported"]["site"], one["voices"], one["outlets"]) == ("a.example", 2, 3)


def test_the_newest_statement_is_on_top() -> None:
    """By when it was first reported, not by when it was last repeated."""
    view = shown(
        SAID,
        statement(1, "a", "X", "offer", "oil"),
        statement(3, "a", "Y", "threat"),
        statement(9, "b", "X", "offer", "oil"),
    )
    assert [(one["speaker"], one["act"]) for one in view["statements"]] == [
        ("Y", "threat"),
        ("X", "offer"),
    ]


def test_other_acts_and_what_was_not_said_are_set_aside() -> None:
    """Each with its reason."""
    other = statement(1, "a", "X", "greeting")
    denied = statement(1, "b", "X", "offer", assertion="denied")
    view = shown(SAID, other, denied)
    assert view["statements"] == []
    assert {one["claim"] for one in view["set_aside"]} == {other.id, denied.id}


def test_a_new_statement_is_news_once() -> None:
    """A repeat is none; a grave act weighs more."""
    kind = registry.resolve("projections", "statements")
    offer, threat = statement(1, "a", "X", "offer", "oil"), statement(2, "a", "Y", "threat")
    before = shown(SAID, offer)
    after = shown(SAID, offer, threat, statement(3, "b", "X", "offer", "oil"))
    (change,) = kind.changes(SAID, before, after)
    assert (change.field, change.severity, change.because) == ("statement", "warning", (threat.id,))
    assert [each.severity for each in kind.changes(SAID, None, before)] == ["notice"]


def test_a_statement_is_told_in_a_line_and_holds_while_it_is_told() -> None:
    """A second voice is found among its grounds, also when it says more of it."""
    kind = registry.resolve("projections", "statements")
    first = statement(1, "a", "X", "offer", "oil")
    second = structs.replace(statement(2, "b", "X", "offer", "oil"), to="Y", id="")
    (change,) = kind.changes(SAID, None, shown(SAID, first))
    assert change.title == "Statements: X, offer: oil (a.example)"
    held = (change.field, change.after, change.because)
    after = shown(SAID, first, second)
    assert set(kind.grounds(SAID, after, *held)) == {first.id, second.id}
    assert kind.changes(SAID, None, after)[0].after == "X, offer to Y: oil"
    assert kind.grounds(SAID, shown(SAID, second, retracted(3, second)), *held) is None
