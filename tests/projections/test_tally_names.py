"""The ids of incidents: theatre, day, letter; what later reports do to them, and what they do not."""

from __future__ import annotations

from itertools import permutations

from monitor.events import AnyEvent
from monitor.reports import AnyClaim
from tests.projections.projection_claims import incident, on, tallied, total


def ids(*claims: AnyEvent) -> list[str]:
    """The ids of all incidents, in their order."""
    return [one["id"] for one in tallied(*claims)["incidents"]]


def test_an_id_is_the_theatre_the_day_and_a_letter() -> None:
    """Two strikes of one day have two letters."""
    assert ids(incident(2, "a", 3, 1), incident(2, "b", 5, 1, place="south", ordinal=2)) == [
        "TEST-310302a",
        "TEST-310302b",
    ]


def test_an_id_does_not_depend_on_the_order_of_arrival() -> None:
    """Letters go by when a strike was first reported."""
    claims = [incident(n + 2, who, n + 3, 1, ordinal=n + 1) for n, who in enumerate("abc")]
    assert {tuple(ids(*some)) for some in permutations(claims)} == {
        ("TEST-310302a", "TEST-310302b", "TEST-310302c")
    }


def test_a_strike_of_that_day_told_later_takes_the_next_letter() -> None:
    """Though it happened earlier on the day: what has been published is not renamed."""
    first = [incident(2, who, 3, 1, place="north") for who in "ab"]
    later = [incident(4, who, 5, 1, place="south") for who in "ab"]
    before, after = tallied(*first), tallied(*first, *later)
    (name,) = [one["id"] for one in before["incidents"]]
    assert {one["id"]: one["place"] for one in after["incidents"]} == {
        name: "north",
        "TEST-310302b": "south",
    }


def test_an_id_stays_when_later_reports_move_the_day() -> None:
    """Two outlets say Tuesday, then three say Monday: it is Monday's, under the name it was told by."""
    told: list[AnyClaim] = [incident(3, who, 4, on(2, 2, "weekday"), ordinal=9) for who in "ab"]
    assert ids(*told) == ["TEST-310303a"]
    view = tallied(*told, *(incident(4, who, 4, 1, ordinal=9) for who in "cde"))
    (one,) = view["incidents"]
    assert (one["occurred"]["to"], one["id"]) == ("2031-03-02", "TEST-310303a")


def test_the_first_report_with_a_day_names_it() -> None:
    """Before it the day of publication stands in; from then on the name stays."""
    vague = incident(4, "a", 4, on(2, 4, "published"), place="north")
    dated = incident(4, "b", 4, 2, hour=15, place="north")
    assert ids(vague) == ["TEST-310305a"]
    assert ids(vague, dated) == ["TEST-310303a"]
    assert ids(vague, dated, incident(6, "c", 4, 2, place="north")) == ["TEST-310303a"]


def test_a_name_is_not_used_again_when_its_incident_turns_out_to_be_another() -> None:
    """The first report of that day was a strike of the day before: the letter is gone with it."""
    known = [incident(2, who, 3, 1, place="north") for who in "ab"]
    slip = incident(3, "c", 3, on(2, 2, "weekday"), place="north")
    new = [incident(4, who, 5, 2, place="south") for who in "ab"]
    assert ids(*known, slip, *new) == ["TEST-310302a", "TEST-310303a", "TEST-310303b"]
    sums = [total(9, who, 8, strikes=2) for who in "de"]
    assert ids(*known, slip, *new, *sums) == ["TEST-310302a", "TEST-310303b"]
