"""Reported totals held against the sum of the incidents: floor, gap, what is set aside."""

from __future__ import annotations

from typing import Any

import pytest

from monitor.projections import View
from monitor.projections.tally.changing import changes
from monitor.reports import AnyClaim
from tests.projections.projection_claims import (
    DISASTER,
    TALLY,
    adjusted,
    at,
    dozens,
    incident,
    shown,
    tallied,
    total,
)

Claims = list[AnyClaim]


def told(*tolls: int, gap: int = 5) -> Claims:
    """Incidents of these tolls, one every five days, each by two voices on the next day."""
    return [
        incident(gap * n + 1, who, killed, gap * n)
        for n, killed in enumerate(tolls)
        for who in ("a", "b")
    ]


def killed(view: View) -> dict[str, Any]:
    found: dict[str, Any] = view["killed"]
    return found


def verdicts(view: View) -> dict[int, str]:
    return {
        line["value"]: line["verdict"] for line in view["reported"] if line["measure"] == "killed"
    }


def test_a_total_that_equals_the_sum_is_the_floor_and_leaves_no_gap() -> None:
    """One voice is enough where the incidents bear it out, "at least" or exact."""
    for number in (9, (9, None)):
        view = tallied(*told(2, 3, 4), total(11, "c", number))
        assert (killed(view)["floor"], killed(view)["gap"]) == (9, 0)
        assert view["because"]["floor"]


def test_without_any_total_the_floor_is_nothing_and_the_gap_is_the_sum() -> None:
    """What no total says is not said by one."""
    assert (killed(tallied(*told(2, 3)))["floor"], killed(tallied(*told(2, 3)))["gap"]) == (0, -5)


def test_one_voice_far_above_the_sum_is_claimed_and_moves_nothing() -> None:
    """A machine rewrite says 200."""
    view = tallied(*told(2, 3, 4), total(11, "c", 9), total(12, "d", 200))
    assert (killed(view)["best"], killed(view)["floor"]) == (9, 9)
    assert verdicts(view) == {9: "supported", 200: "claimed"}


def test_several_inventions_do_not_bear_each_other_out() -> None:
    """36 attacks with 200 dead by one rewrite, more than 100 with 1,000 by another: nothing moves."""
    claims: Claims = [*told(2, 3, 4), *(total(11, who, 9, strikes=3) for who in "cd")]
    wild = [total(12, "e", 200, strikes=36), total(13, "f", (1001, None), strikes=(101, None))]
    before, view = tallied(*claims), tallied(*claims, *wild)
    assert [view[name] for name in ("strikes", "vessels", "killed")] == [
        before[name] for name in ("strikes", "vessels", "killed")
    ]
    assert view["totals"] == before["totals"]
    assert (view["claimed"]["value"], view["claimed"]["voices"]) == (1001, 1)


def test_a_higher_total_of_one_voice_is_told_until_another_bears_it_out() -> None:
    """Nothing is counted, and nobody misses it: it is shown, and it is a development once."""
    before = tallied(*told(2, 3, 4), total(11, "c", 9))
    alone = tallied(*told(2, 3, 4), total(11, "c", 9), total(12, "d", 13))
    assert before["claimed"] is None
    assert alone["claimed"]["value"] == 13
    (change,) = changes(TALLY, before, alone)
    assert (change.field, change.after, change.severity) == ("claimed", "13", "notice")
    assert change.because == (alone["claimed"]["claim"],)
    assert not changes(TALLY, alone, alone)
    both = tallied(*told(2, 3, 4), total(11, "c", 9), total(12, "d", 13), total(12, "e", 13))
    assert (both["claimed"], killed(both)["floor"]) == (None, 13)


def test_copies_of_a_wrong_total_are_still_one_voice() -> None:
    """Also under one agency's credit in two lineages."""
    wrong = [total(12, who, 20, wire="AP") for who in "defg"]
    assert killed(tallied(*told(2, 3, 4), *wrong))["floor"] == 0


def test_two_voices_above_the_sum_move_the_floor_and_show_what_is_missing() -> None:
    """The report of an incident is lost: the totals before and after it say when and how many."""
    claims = told(2, 3)
    claims += [total(6, "c", 5), *(total(9, who, 9, strikes=3) for who in "cd")]
    view = tallied(*claims, *(incident(11, who, 1, 10) for who in "ab"))
    assert killed(view)["floor"] == 9
    assert view["implied"] == {"killed": 4, "strikes": 1, "from": "2031-03-07", "to": "2031-03-10"}


def test_what_totals_miss_for_a_day_or_two_is_not_missing() -> None:
    """Totals lag behind the newest incident: the gap is below zero, nothing is implied."""
    view = tallied(*told(2, 3, 4), total(11, "c", 5))
    assert (killed(view)["floor"], killed(view)["gap"], view["implied"]) == (5, -4, None)
    assert verdicts(view) == {5: "lagging"}


def test_a_total_far_behind_is_stale_and_never_lowers_the_floor() -> None:
    """ "More than five", a month later."""
    view = tallied(*told(2, 3, 4, 5), total(16, "c", 14), total(40, "d", (5, None)))
    assert killed(view)["floor"] == 14
    assert verdicts(view) == {14: "supported", 5: "stale"}


def test_two_voices_below_a_sum_that_is_too_high_are_a_floor_all_the_same() -> None:
    """The gap below zero shows that incidents and totals disagree."""
    claims = [*told(2, 3, 40), *(total(30, who, 9) for who in "cd")]
    assert (killed(tallied(*claims))["floor"], killed(tallied(*claims))["gap"]) == (9, -36)


def test_a_total_that_leaves_no_room_for_what_follows_is_an_outlier() -> None:
    """46, then 57 with a strike of 14 in between: the 46 was wrong."""
    claims = [*told(20, 23, 14), total(6, "c", 46), *(total(11, who, 57) for who in "de")]
    view = tallied(*claims)
    assert verdicts(view) == {46: "outlier", 57: "supported"}
    assert killed(view)["floor"] == 57


def test_two_voices_far_beyond_the_incidents_are_claimed_until_a_third_says_so() -> None:
    """Two outlets copy an invention from each other: an incident or two may be missing, not twenty."""
    claims = [*told(2, 3), *(total(6, who, 50) for who in "cd")]
    view = tallied(*claims)
    assert (killed(view)["floor"], verdicts(view), view["claimed"]["voices"]) == (
        0, {50: "claimed"}, 2,
    )  # fmt: skip
    assert killed(tallied(*claims, total(6, "e", 50)))["floor"] == 50


def test_a_floor_does_not_fall_when_better_supported_totals_are_lower() -> None:
    """What was borne out stays so, with the gap that it leaves, until somebody corrects it."""
    claims: Claims = [*told(2, 3), *(total(6, who, 9) for who in "cd")]
    later = [total(12, who, 5) for who in "efg"]
    view = tallied(*claims, *later)
    assert (killed(view)["floor"], killed(view)["gap"]) == (9, 4)
    assert view["implied"]["killed"] == 4
    assert killed(tallied(*claims, *later, total(13, "c", 5, assertion="correction")))["floor"] == 5


def test_a_total_stays_borne_out_when_the_incidents_are_told_otherwise_later() -> None:
    """Five added up when it was told; a fourth outlet's toll, later, does not take it back."""
    early = [*told(2), incident(6, "a", 3, 5, ordinal=2), total(7, "c", 5)]
    late = [incident(9, who, 2, 5, ordinal=2) for who in "def"]
    assert killed(tallied(*early))["floor"] == 5
    view = tallied(*early, *late)
    assert (killed(view)["best"], killed(view)["floor"], killed(view)["gap"]) == (4, 5, 1)


def test_a_total_is_borne_out_by_what_is_told_in_the_days_after_it() -> None:
    """The total comes first, the strike that it counts two days later."""
    claims = [*told(2, 3), total(8, "c", 9)]
    assert killed(tallied(*claims))["floor"] == 0
    assert killed(tallied(*claims, incident(10, "a", 4, 7)))["floor"] == 9


def test_a_stated_correction_lowers_the_floor() -> None:
    """ "Three, not five": the toll of the whole is lowered by those who gave it."""
    claims: Claims = [*told(2, 3), *(total(6, who, 7) for who in "cd")]
    assert killed(tallied(*claims))["floor"] == 7
    view = tallied(*claims, total(8, "c", 5, assertion="correction"))
    assert killed(view)["floor"] == 5
    assert verdicts(view) == {7: "corrected", 5: "supported"}


def test_a_correction_says_what_it_takes_back_and_is_a_development() -> None:
    """Seven, then five: the fall of the floor is told with the outlet that corrects itself."""
    claims: Claims = [*told(2, 3), *(total(6, who, 7) for who in "cd")]
    before = tallied(*claims)
    after = tallied(*claims, total(8, "c", 5, assertion="correction"))
    made = after["corrected"]
    assert (made["before"], made["value"], made["site"]) == (7, 5, "c.example")
    (change,) = [one for one in changes(TALLY, before, after) if one.field == "floor"]
    assert (change.before, change.after, change.severity) == ("7", "5", "warning")
    assert "c.example corrects 7 to 5" in change.title


def test_an_outlet_corrects_its_own_total_and_not_what_the_incidents_bear_out() -> None:
    """One takes back nine; that nine is what the incidents come to, and two others say so, stays."""
    claims: Claims = [*told(2, 3, 4), *(total(11, who, 9) for who in "cde")]
    view = tallied(*claims, total(12, "c", 8, assertion="correction"))
    assert killed(view)["floor"] == 9
    lines = [line for line in view["reported"] if line["value"] == 9]
    assert {(line["verdict"], line["voices"]) for line in lines} == {
        ("corrected", 1),
        ("supported", 2),
    }


def test_a_correction_by_two_stands_also_where_the_incidents_still_bear_the_old_total_out() -> None:
    """Of which incident one was taken off nobody says: the floor falls, the sum stays, the view names it."""
    claims: Claims = [*told(2, 3, 4), *(total(11, who, 9) for who in "cde")]
    view = tallied(*claims, *(total(12, who, 8, assertion="correction") for who in "fg"))
    assert (killed(view)["best"], killed(view)["floor"]) == (9, 8)
    assert (view["corrected"]["before"], view["corrected"]["value"]) == (9, 8)


def test_a_total_before_the_newest_incident_is_held_against_what_was_before() -> None:
    """ "The earlier strikes had killed five" is right while the newest is not counted."""
    view = tallied(*told(2, 3, 4), total(11, "c", 5, prior=True))
    assert verdicts(view) == {5: "supported"}


@pytest.mark.parametrize("number", [dozens(9), (8, 12)], ids=["dozens", "about"])
def test_vague_and_rough_totals_neither_support_nor_contradict(number: Any) -> None:
    """ "Dozens" never sets a floor, nor does "about ten"."""
    view = tallied(*told(2, 3, 4), total(11, "c", number), total(12, "d", number))
    assert (killed(view)["floor"], view["reported"]) == (0, [])


def test_a_total_of_a_part_is_set_aside() -> None:
    """ "In the Pacific alone"."""
    claim = total(11, "c", 9, scope="this week")
    view = tallied(*told(2, 3, 4), claim)
    assert killed(view)["floor"] == 0
    assert [one["claim"] for one in view["set_aside"]] == [claim.id]


def test_totals_with_and_without_the_presumed_dead_do_not_vote_against_each_other() -> None:
    """Nine dead and ten with the one presumed dead are both right: the floor is ten."""
    claims: Claims = told(2, 3, 4)
    claims += [
        incident(11, "c", 4, 10, survivors=1),
        adjusted(12, "c", 10),
        adjusted(12, "d", 10),
        total(13, "e", 9, presumed=False),
        total(13, "f", 9, presumed=False),
        total(13, "g", 10, presumed=True),
    ]
    view = tallied(*claims)
    assert killed(view) == {
        "min": 9, "best": 10, "max": 10, "confirmed": 9, "presumed_dead": 1, "floor": 10, "gap": 0,
    }  # fmt: skip
    assert verdicts(view) == {9: "supported", 10: "supported"}


def test_a_total_without_the_presumed_dead_counts_with_them_on_top() -> None:
    """Nine without him is a floor of ten."""
    claims: Claims = [*told(2, 3, 4), incident(11, "c", 4, 10, survivors=1)]
    claims += [adjusted(12, who, 10) for who in "cd"]
    assert killed(tallied(*claims, total(13, "e", 9, presumed=False)))["floor"] == 10


def test_totals_fill_in_an_incident_of_which_only_a_bound_is_known() -> None:
    """ "At least one" and totals that rise by two: two, with the claims of the totals behind it."""
    claims: Claims = [
        *told(2, 3),
        *(incident(11, who, (1, None), 10) for who in "ab"),
        *(incident(16, who, 4, 15) for who in "ab"),
    ]
    assert killed(tallied(*claims))["confirmed"] == 10
    after = [total(12, "c", 7), total(17, "d", 11)]
    view = tallied(*claims, *after)
    assert (killed(view)["confirmed"], killed(view)["gap"]) == (11, 0)
    assert {claim.id for claim in after} <= set(view["because"]["killed"])


def test_a_total_that_counts_other_events_fills_nothing_in() -> None:
    """It knows of a strike that we do not: what it leaves is that one's."""
    claims: Claims = [*told(2, 3), *(incident(11, who, (1, None), 10) for who in "ab")]
    view = tallied(*claims, *(total(12, who, 12, strikes=4) for who in "cd"))
    assert killed(view)["confirmed"] == 6


def test_strikes_are_not_vessels() -> None:
    """Each is summed over the incidents; a total of boats is not held against strikes."""
    claims: Claims = [
        *told(2, 3),
        *(incident(11, who, 9, 10, strikes=3, vessels=4) for who in "ab"),
    ]
    view = tallied(*claims, *(total(12, who, 14, strikes=5, vessels=6) for who in "cd"))
    assert (view["strikes"]["best"], view["vessels"]["best"]) == (5, 6)
    assert view["totals"]["strikes"] == {"floor": 5, "gap": 0}
    assert view["totals"]["vessels"] == {"floor": 6, "gap": 0}


def test_what_had_been_reported_by_then() -> None:
    """The answer of day 7 does not know day 12."""
    claims = [*told(2, 3, 4), total(6, "c", 5), total(11, "c", 9)]
    assert [killed(tallied(*claims, as_of=at(n)))["floor"] for n in (5, 7, 12)] == [0, 5, 9]
    assert [killed(tallied(*claims, as_of=at(n)))["best"] for n in (5, 7, 12)] == [2, 5, 9]


# --- one happening ---------------------------------------------------------------------------


def flood(*claims: AnyClaim) -> dict[str, Any]:
    view = shown(DISASTER, *claims)
    assert view["events"]["best"] == int(bool(claims))
    return killed(view)


def test_a_disasters_toll_grows_with_what_two_voices_reach() -> None:
    """120, 125, 131 by three outlets: two reach 125, 131 is the upper end."""
    claims = [
        total(n, who, number) for n, who, number in ((1, "a", 120), (2, "b", 125), (3, "c", 131))
    ]
    found = flood(*claims)
    assert (found["min"], found["best"], found["max"], found["floor"]) == (125, 125, 131, 125)


def test_one_voice_alone_is_shown_without_a_floor() -> None:
    """The first report is all there is."""
    found = flood(incident(1, "a", (12, None), 1))
    assert (found["best"], found["floor"]) == (12, 0)


def test_a_toll_far_above_the_others_waits_for_a_second_voice() -> None:
    """1,250 for 125."""
    claims = [total(1, who, 125) for who in "ab"]
    wrong = total(2, "c", 1250)
    assert flood(*claims, wrong)["max"] == 125
    assert flood(*claims, wrong, total(2, "d", 1250))["best"] == 1250
    view = shown(DISASTER, *claims, wrong)
    assert [one["claim"] for one in view["set_aside"]] == [wrong.id]


def test_a_disasters_toll_falls_by_a_correction_only() -> None:
    """35 becomes 32 when it is corrected; the old figure in a late copy does not bring it back."""
    claims: Claims = [total(1, who, 35) for who in "abc"]
    lower = [total(2, who, 32) for who in "de"]
    assert flood(*claims, *lower)["best"] == 35
    lowered = total(2, "a", 32, assertion="correction")
    assert flood(*claims, lowered, total(3, "d", 35))["best"] == 32
    assert flood(*claims, lowered, *(total(4, who, 36) for who in "de"))["best"] == 36


def test_the_missing_rise_and_fall_with_the_newest_reports() -> None:
    """Bodies are found: what counts are the last two days."""
    claims = [total(1, who, 5, missing=80) for who in "abc"]
    view = shown(DISASTER, *claims, *(total(9, who, 50, missing=30) for who in "ab"))
    assert view["missing"]["best"] == 30
