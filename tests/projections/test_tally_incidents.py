"""Which reports tell of one happening, and what it is taken to be."""

from __future__ import annotations

from typing import Any

import pytest

from monitor.reports import AnyClaim
from tests.projections.projection_claims import (
    best,
    copied,
    dozens,
    incident,
    on,
    tallied,
    total,
)


def incidents(*claims: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tallied(*claims)["incidents"]
    return found


def tolls(*claims: AnyClaim) -> list[int]:
    return [one["killed"]["best"] for one in incidents(*claims) if one["status"] == "counted"]


# --- joining ----------------------------------------------------------------------------------


def test_reports_of_one_day_with_one_toll_are_one_happening() -> None:
    """Four outlets, one strike."""
    view = tallied(*(incident(2, who, 3, 1) for who in "abcd"))
    assert best(view, "strikes", "vessels", "killed") == (1, 1, 3)
    assert view["last_incident"]["voices"] == 4


def test_forty_copies_of_one_text_are_one_voice() -> None:
    """Coverage is counted, support is not."""
    claims = [incident(2, f"s{n}", 3, 1, lineage="one") for n in range(40)]
    (one,) = incidents(*claims)
    assert (one["voices"], one["outlets"]) == (1, 40)


def test_a_text_that_bridges_two_lineages_makes_them_one_voice() -> None:
    """Two stories turn out to be copies of a third."""
    claims = [incident(2, who, 3, 1, story=who) for who in ("a", "b")]
    assert incidents(*claims)[0]["voices"] == 2
    assert incidents(*claims, copied(3, "c", "a", "a", "b"))[0]["voices"] == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"killed": 3, "when": 1}, {"killed": 2, "when": 1}),
        ({"killed": 3, "when": 1, "place": "north"}, {"killed": 3, "when": 1, "place": "south"}),
        ({"killed": 3, "when": 1, "ordinal": 4}, {"killed": 3, "when": 1, "ordinal": 7}),
        ({"killed": 3, "when": 1}, {"killed": 3, "when": 4}),
    ],
    ids=["toll", "place", "ordinal", "day"],
)
def test_what_does_not_fit_is_another_happening(one: dict[str, Any], other: dict[str, Any]) -> None:
    """A false merge is the worst error."""
    claims = [
        incident(5, f"{who}{n}", **told) for who, told in (("a", one), ("b", other)) for n in "12"
    ]
    assert best(tallied(*claims), "strikes") == (2,)


def test_another_strike_of_the_same_story_is_not_merged_with_the_first() -> None:
    """ "Hours after the first" tells two of one day with one toll."""
    first = [incident(2, who, 3, 1, story=who) for who in "ab"]
    second = [incident(2, who, 3, 1, story=who, another=True, rule="two") for who in "ab"]
    assert best(tallied(*first, *second), "strikes", "killed") == (2, 6)


def test_an_equal_ordinal_joins_disputed_tolls() -> None:
    """The 20th strike is one strike, however many it killed."""
    claims = [incident(2, who, 4, 1, ordinal=20) for who in "ab"]
    (one,) = incidents(*claims, incident(2, "c", 6, 1, ordinal=20))
    assert one["killed"] == {"min": 4, "best": 4, "max": 6}
    assert one["disputed"] == ["killed"]


def test_a_vessel_number_beside_a_strike_number_is_the_same_happening() -> None:
    """ "The 18th" boat is "the 17th" strike when day and toll agree."""
    claims = [incident(2, who, 3, 1, ordinal=17) for who in "ab"]
    (one,) = incidents(*claims, incident(2, "c", 3, 1, ordinal=18))
    assert one["ordinal"] == 17


def test_days_that_differ_by_votes_are_settled_and_the_window_is_kept() -> None:
    """One outlet names another day of the numbered strike."""
    claims = [incident(4, who, 4, 1, ordinal=20) for who in "ab"]
    (one,) = incidents(*claims, incident(4, "c", 4, 3, ordinal=20))
    assert incidents(*claims, incident(20, "c", 4, 19, ordinal=20))[-1]["voices"] == 1
    assert one["occurred"] == {"from": "2031-03-02", "to": "2031-03-02"}
    assert one["window"] == {"from": "2031-03-02", "to": "2031-03-04"}
    assert one["id"] == "TEST-310302a"


def test_a_report_without_a_day_goes_to_the_best_anchor() -> None:
    """Ordinal before toll, toll before place, place before the nearest day."""
    base = [
        incident(1, "a", 3, 1, ordinal=4, place="north"),
        incident(1, "b", 3, 1, ordinal=4, place="north"),
        incident(5, "a", 2, 5, ordinal=5, place="south"),
        incident(5, "b", 2, 5, ordinal=5, place="south"),
    ]
    for vague, expected in (
        (incident(6, "c", when=None, ordinal=4), [3, 2]),
        (incident(6, "c", 2, when=on(0, 6, "none")), [2, 3]),
        (incident(6, "c", when=on(0, 6, "none"), place="north"), [3, 2]),
        (incident(6, "c", when=on(0, 6, "none")), [2, 3]),
    ):
        view = tallied(*base, vague)
        assert best(view, "strikes", "killed") == (2, 5)
        (told,) = [one for one in view["incidents"] if vague.id in one["claims"]]
        assert told["voices"] == 3
        assert told["killed"]["best"] == expected[0]


def test_other_counts_choose_between_anchors() -> None:
    """ "Two killed, two survived" is the strike with survivors, though another also killed two."""
    claims = [
        incident(1, "a", (1, None), 1, survivors=2),
        incident(1, "b", (1, None), 1, survivors=(1, None)),
        *(incident(5, who, 2, 5) for who in "ab"),
    ]
    vague = incident(6, "c", 2, on(-1, 6, "none"), survivors=2)
    assert tolls(*claims, vague) == [2, 2]


def test_a_text_without_a_day_that_repeats_a_distinct_happening_is_laid_to_it() -> None:
    """Background in a later text: the big one of two weeks ago is told again."""
    claims = [incident(1, who, 14, 1, strikes=3, vessels=4) for who in "ab"]
    again = incident(15, "c", 14, on(13, 15, "published"), strikes=3, vessels=4)
    assert best(tallied(*claims, again), "strikes", "killed") == (3, 14)


def test_a_copy_printed_days_later_is_no_new_happening() -> None:
    """ "On Tuesday" resolved against the day of the copy means the day of the first."""
    first = incident(2, "a", 3, on(1, 1, "weekday"))
    late = incident(9, "b", 3, on(8, 8, "weekday"), lineage=first.lineage)
    assert best(tallied(first, late), "strikes", "killed") == (1, 3)


def test_one_story_may_tell_two_happenings_with_one_toll() -> None:
    """Two days of one text are not taken for copies of one claim."""
    claims = [
        incident(5, who, 3, on(when, when, "weekday"), story=who, rule=f"{when}")
        for who in "ab"
        for when in (1, 4)
    ]
    assert best(tallied(*claims), "strikes", "killed") == (2, 6)


def test_a_text_without_a_day_tells_what_was_news_then() -> None:
    """A strike announced three days late is told for days as news, without its day."""
    dated = [incident(5, who, 3, 1, place="north") for who in "ab"]
    late = [incident(6, who, 3, on(4, 6, "published"), place="north") for who in "cd"]
    view = tallied(*dated, *late)
    assert (best(view, "strikes"), view["last_incident"]["voices"]) == ((1,), 4)


def test_a_text_without_a_day_is_not_laid_to_what_was_news_long_ago() -> None:
    """Two outlets tell of three dead a month later: that is another strike."""
    dated = [incident(5, who, 3, 1) for who in "ab"]
    new = [incident(35, who, 3, on(33, 35, "published")) for who in "cd"]
    assert best(tallied(*dated, *new), "strikes") == (2,)


def test_misdated_reports_of_a_number_are_the_strike_of_that_number() -> None:
    """A text gives the day of the first strike for the second: the number and the toll say which it is."""
    first = [incident(2, who, 11, 1) for who in "ab"]
    wrong = incident(15, "a", 3, 1, ordinal=2)
    right = [incident(15, "b", 3, 14, ordinal=2), incident(15, "c", 3, on(14, 14, "weekday"))]
    (_, second) = incidents(*first, wrong, *right)
    assert (second["occurred"]["to"], second["voices"]) == ("2031-03-15", 3)


def test_reports_that_a_third_one_binds_together_are_one_happening() -> None:
    """One outlet numbers it and has another toll; the others agree with one of the two."""
    claims = [
        incident(2, "a", 2, 1, place="north"),
        incident(2, "b", 1, 1, place="north", ordinal=9),
        incident(2, "c", 2, on(1, 1, "weekday"), place="north", ordinal=9),
    ]
    (one,) = incidents(*claims)
    assert (one["voices"], one["killed"]["best"], one["disputed"]) == (3, 2, ["killed"])


def test_four_boats_are_not_one_boat_with_the_same_toll() -> None:
    """Six killed on one boat last week; six on four boats without a day is something else."""
    one_boat = [incident(2, who, 6, 1, vessels=1) for who in "ab"]
    four = incident(3, "c", 6, on(1, 3, "published"), vessels=4)
    assert [one["voices"] for one in incidents(*one_boat, four)] == [2, 1]


# --- several in one ---------------------------------------------------------------------------


def test_a_summary_of_two_happenings_is_none_of_its_own() -> None:
    """ "Five killed in two strikes" where two and three were killed."""
    singles = [incident(2, who, 2, 1) for who in "ab"] + [incident(3, who, 3, 2) for who in "ab"]
    summary = incident(3, "c", 5, on(1, 2), strikes=2)
    view = tallied(*singles, summary)
    assert best(view, "strikes", "killed") == (2, 5)
    assert [one["mentions"] for one in view["incidents"]] == [[summary.id], [summary.id]]


def test_several_blows_announced_together_are_one_happening_of_several_events() -> None:
    """Four boats in three strikes: strikes by those that tell them, boats by those that tell those."""
    claims = [
        incident(2, "a", 14, 1, strikes=3, survivors=1),
        incident(2, "b", 14, 1, strikes=3, vessels=4),
        incident(2, "c", 14, 1, vessels=4),
    ]
    view = tallied(*claims)
    assert best(view, "strikes", "vessels", "killed", "survivors") == (3, 4, 14, 1)


def test_boats_without_a_count_of_strikes_are_as_many_strikes_unless_totals_say_otherwise() -> None:
    """Four boats: between one and four strikes; what totals leave is taken."""
    boats = [incident(2, who, 14, 1, vessels=4) for who in "ab"]
    view = tallied(*boats)
    assert view["strikes"] == {"min": 1, "best": 4, "max": 4}
    view = tallied(*boats, *(total(3, who, 14, strikes=3) for who in "ab"))
    assert view["strikes"] == {"min": 3, "best": 3, "max": 3}
    assert view["vessels"]["best"] == 4


def test_a_part_told_alone_is_not_added_to_the_whole() -> None:
    """ "The first boat: eight dead" is in the fourteen of the day."""
    whole = [incident(2, who, 14, 1, strikes=3, vessels=4) for who in "ab"]
    assert tolls(*whole, incident(2, "c", 8, 1)) == [14]


def test_disputed_tolls_of_one_day_with_the_same_strikes_are_one_dispute() -> None:
    """Three strikes with 14 or 16 dead are three strikes."""
    claims = [incident(2, who, 14, 1, strikes=3) for who in "abc"]
    view = tallied(*claims, *(incident(2, who, 16, 1, strikes=3) for who in "de"))
    assert view["strikes"]["best"] == 3
    assert view["killed"]["best"] == 14
    assert view["killed"]["max"] == 16


# --- values -----------------------------------------------------------------------------------


def test_a_lower_bound_gives_way_to_a_later_exact_value() -> None:
    """ "At least one" is no rival of "two"."""
    claims = [incident(1, who, (1, None), 1) for who in "abc"]
    assert tallied(*claims, incident(2, "d", 2, 1))["killed"]["confirmed"] == 2


def test_most_voices_win_then_the_latest_then_the_lowest() -> None:
    """Votes over exact values, one per voice."""
    three = [incident(1, who, 3, 1, ordinal=9) for who in "ab"]
    assert tolls(*three, incident(2, "c", 4, 1, ordinal=9)) == [3]
    assert tolls(three[0], incident(2, "c", 4, 1, ordinal=9)) == [4]
    assert tolls(three[0], incident(1, "c", 4, 1, ordinal=9)) == [3]


def test_a_late_copy_of_a_superseded_version_does_not_bring_it_back() -> None:
    """A voice counts with the value that it came to last, not with what was printed last."""
    claims = [
        incident(1, "a", 4, 1, lineage="x", ordinal=9),
        incident(2, "a", 3, 1, lineage="x", ordinal=9),
        incident(3, "b", 4, 1, lineage="x", ordinal=9),
    ]
    assert tolls(*claims) == [3]


def test_a_correction_overrules_what_was_said_before_it() -> None:
    """ "Three, not four", by one voice against three."""
    claims: list[AnyClaim] = [incident(1, who, 4, 1) for who in "abc"]
    view = tallied(*claims, incident(2, "d", 3, 1, assertion="correction"))
    assert best(view, "strikes", "killed") == (1, 3)


def test_a_dissent_of_one_against_three_is_noted_but_not_a_range() -> None:
    """The range is for real disputes; the dissent stays visible."""
    claims = [incident(1, who, 3, 1, ordinal=9) for who in "abc"]
    (one,) = incidents(*claims, incident(1, "d", 5, 1, ordinal=9))
    assert one["killed"] == {"min": 3, "best": 3, "max": 3}
    assert one["disputed"] == ["killed"]


def test_dozens_never_set_a_value() -> None:
    """A vague number neither joins the vote nor narrows it."""
    view = tallied(incident(1, "a", 30, 1), incident(1, "b", dozens(24), 1))
    assert view["killed"]["confirmed"] == 30


@pytest.mark.parametrize("assertion", ["planned", "conditional", "negated", "denied", "background"])
def test_only_what_is_asserted_enters_figures(assertion: Any) -> None:
    """Everything else is set aside with its reason."""
    told = incident(1, "a", 3, 1)
    other = incident(1, "b", 9, 4, assertion=assertion)
    view = tallied(told, other)
    assert best(view, "strikes", "killed") == (1, 3)
    (aside,) = view["set_aside"]
    assert (aside["claim"], assertion in aside["reason"]) == (other.id, True)


def test_a_possible_happening_is_shown_and_not_counted() -> None:
    """ "Another one last night", perhaps: its own record, counted 0."""
    view = tallied(incident(2, "a", 3, 1), incident(6, "b", None, 5, assertion="possible"))
    assert best(view, "strikes", "killed") == (1, 3)
    assert [one["status"] for one in view["incidents"]] == ["counted", "unconfirmed"]


def test_a_possible_report_of_a_known_happening_is_set_aside() -> None:
    """Doubt about a strike that others assert makes no second record."""
    view = tallied(incident(2, "a", 3, 1), incident(2, "b", 3, 1, assertion="possible"))
    assert len(view["incidents"]) == len(view["set_aside"]) == 1


def test_an_outlet_that_tells_it_twice_is_one_voice() -> None:
    """Two stories of one site, no agency credited."""
    claims = [incident(2, "a", 3, 1, hour=hour) for hour in (9, 18)]
    assert incidents(*claims)[0]["voices"] == 1
    wired = [
        incident(2, "a", 3, 1, hour=hour, wire=wire) for hour, wire in ((9, "AP"), (18, "AFP"))
    ]
    assert incidents(*wired)[0]["voices"] == 2


def test_one_boat_struck_says_one_strike_against_a_misread_number() -> None:
    """ "Days after three strikes" read as three: the others struck a boat."""
    claims = [incident(2, who, 4, 1, vessels=1) for who in "abc"]
    assert best(tallied(*claims, incident(2, "d", 4, 1, strikes=3, vessels=1)), "strikes") == (1,)
