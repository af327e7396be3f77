"""What is not counted: the totals leave no room for it, or it may be another one told again."""

from __future__ import annotations

from typing import Any

from monitor.reports import AnyClaim, IncidentReported
from tests.projections.projection_claims import best, incident, on, tallied, total


def tolls(*claims: AnyClaim) -> list[int]:
    """The tolls of the counted incidents."""
    told = tallied(*claims)["incidents"]
    return [one["killed"]["best"] for one in told if one["status"] == "counted"]


def reasons(*claims: AnyClaim) -> dict[str, str]:
    """Why claims were set aside."""
    return {one["claim"]: one["reason"] for one in tallied(*claims)["set_aside"]}


def incidents(*claims: AnyClaim) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tallied(*claims)["incidents"]
    return found


def numbered(days: int, *, voices: str = "ab") -> list[IncidentReported]:
    """One strike every five days, each with its number."""
    return [
        incident(5 * n + 1, who, 2 + n, 5 * n, ordinal=n + 1) for n in range(days) for who in voices
    ]


def test_one_text_tells_a_new_happening_and_it_counts_at_once() -> None:
    """The first report is not held back when nothing speaks against it."""
    assert best(tallied(*numbered(3), incident(21, "c", 9, 20)), "strikes") == (4,)


def test_what_breaks_the_official_numbers_on_one_voice_is_not_counted() -> None:
    """The strikes before and after it are numbered: there is no room."""
    odd = incident(8, "c", 7, on(7, 8, "weekday"))
    view = tallied(*numbered(4), odd, *(total(20, who, strikes=4) for who in "ab"))
    assert best(view, "strikes", "killed") == (4, 14)
    (doubted,) = [one for one in view["incidents"] if one["status"] == "unconfirmed"]
    assert doubted["claims"] == [odd.id]
    assert odd.id in {one["claim"] for one in view["set_aside"]}


def test_a_second_voice_or_a_total_confirms_what_looks_told_again() -> None:
    """No day, an earlier toll, one voice: shown; with a witness: counted."""
    base = [*numbered(3), incident(1, "c", 2, 0)]
    again = incident(30, "c", 2, on(28, 30, "published"))
    assert best(tallied(*base, again), "strikes") == (3,)
    assert best(
        tallied(*base, again, incident(30, "d", 2, on(28, 30, "published"))), "strikes"
    ) == (4,)
    assert best(tallied(*base, again, total(30, "d", strikes=4)), "strikes") == (4,)


def test_the_same_toll_on_the_next_day_waits_for_a_second_voice() -> None:
    """A weekday resolved in the wrong zone is off by one."""
    base = [incident(2, who, 3, 1) for who in "ab"]
    slip = incident(2, "c", 3, on(2, 2, "weekday"))
    assert best(tallied(*base, slip), "strikes") == (1,)
    assert best(tallied(*base, slip, incident(2, "d", 3, on(2, 2, "weekday"))), "strikes") == (2,)


def test_of_two_tolls_told_by_one_text_each_the_totals_choose() -> None:
    """Four or six dead: the totals leave room for four."""
    base = numbered(3)
    rivals = [incident(21, "c", 6, 20), incident(21, "d", 4, 20)]
    after = [total(22, who, 13, strikes=4) for who in "ef"]
    assert tolls(*base, *rivals, *after) == [2, 3, 4, 4]


def test_a_running_total_told_as_news_is_not_counted() -> None:
    """ "At least nine dead in three strikes", without a day, when nine is what all had come to."""
    base = numbered(3)
    sums = [
        incident(13, who, (9, None), on(11, 13, "published"), vessels=(3, None)) for who in "cd"
    ]
    view = tallied(*base, *sums)
    assert best(view, "strikes", "killed") == (3, 9)
    assert {one["claim"] for one in view["set_aside"]} == {claim.id for claim in sums}


# --- the totals, all together -----------------------------------------------------------------


def test_an_incident_that_nobody_tells_does_not_blind_what_comes_after() -> None:
    """The third strike is in no text: the totals go on by it, and still refute what is wrong later."""
    known = [
        claim
        for n, toll in enumerate((2, 3, 0, 5, 6))
        for who in "ab"
        for claim in (incident(5 * n + 1, who, toll, 5 * n),)
        if toll
    ]
    sums = [
        total(5 * n + 1, who, killed, strikes=strikes)
        for n, killed, strikes in ((0, 2, 1), (1, 5, 2), (3, 14, 4), (4, 20, 5))
        for who in "cdf"
    ]
    odd = incident(18, "e", 9, 17)
    assert tolls(*known, *sums, odd) == [2, 3, 5, 6]


def test_a_total_of_strikes_and_dead_bears_out_only_what_both_add_up_with() -> None:
    """Three strikes with nine dead: the one that is missing killed four, not seven."""
    known = [incident(5 * n + 1, who, 2 + n, 5 * n) for n in (0, 1) for who in "ab"]
    wrong = incident(6, "e", 7, 5)
    after = [total(12, who, 9, strikes=3) for who in "cd"]
    assert tolls(*known, wrong, *after) == [2, 3]


def test_what_was_told_in_the_last_days_is_not_held_against_totals() -> None:
    """The strike of today is in no total yet; a week later the totals would have it."""
    known = [incident(5 * n + 1, who, 2 + n, 5 * n) for n in (0, 1) for who in "ab"]
    fresh = incident(12, "c", 6, 11)
    lagging = [total(12, who, 5, strikes=2) for who in "de"]
    assert tolls(*known, *lagging, fresh) == [2, 3, 6]
    later = [total(day, who, 5, strikes=2) for day in (18, 19) for who in "fgh"]
    assert tolls(*known, *lagging, fresh, *later) == [2, 3]


def test_what_three_voices_tell_is_not_left_out_for_two_totals() -> None:
    """Outlets lag; reporters who tell of a strike do not make it up."""
    known = [incident(1, who, 2, 0) for who in "ab"] + [incident(6, who, 3, 5) for who in "abc"]
    stale = [total(12, who, 2, strikes=1) for who in "de"]
    assert tolls(*known, *stale) == [2, 3]


def test_a_number_of_a_strike_does_not_lag() -> None:
    """ "The third" on the day of the third says that there were two before it, not four."""
    known = [
        incident(5 * n + 1, who, 2 + n, 5 * n, ordinal=n + 1) for n in range(4) for who in "ab"
    ]
    odd = incident(8, "c", 7, on(7, 8, "weekday"))
    assert tolls(*known, odd) == [2, 3, 4, 5]


def test_parts_told_by_several_outlets_are_no_further_strikes() -> None:
    """ "The first boat: eight dead" by two outlets, where five tell of fourteen in three strikes."""
    whole = [incident(2, who, 14, 1, strikes=3, place="north") for who in "abcde"]
    part = [incident(3, who, 8, 1, place="north") for who in "fg"]
    assert tolls(*whole, *part) == [14]
    sums = [total(9, who, 14, strikes=3) for who in "hij"]
    (one,) = incidents(*whole, *part, *sums)
    assert {claim.id for claim in part} <= set(one["claims"])


# --- told again ---------------------------------------------------------------------------------


def test_what_the_totals_refute_is_laid_to_what_it_tells_again() -> None:
    """One outlet has it a day later: shown there, without a vote, and named among what is set aside."""
    base = [incident(2, who, 3, 1, place="north") for who in "ab"]
    slip = incident(3, "c", 3, on(2, 2, "weekday"), place="north")
    (_, apart) = incidents(*base, slip)
    assert (apart["status"], apart["claims"]) == ("unconfirmed", [slip.id])
    sums = [total(9, who, 3, strikes=1) for who in "de"]
    view = tallied(*base, slip, *sums)
    (one,) = view["incidents"]
    assert slip.id in one["claims"]
    assert one["window"] == {"from": "2031-03-02", "to": "2031-03-03"}
    assert slip.id not in view["because"]["killed"]
    assert one["id"] in reasons(*base, slip, *sums)[slip.id]


def test_another_toll_of_the_same_day_that_the_totals_refute_is_a_dispute() -> None:
    """It gives no value and does not widen the range; that somebody says otherwise stays visible."""
    base = [incident(2, who, 3, 1) for who in "abc"]
    other = incident(2, "d", 7, 1)
    sums = [total(9, who, 3, strikes=1) for who in "ef"]
    (one,) = incidents(*base, other, *sums)
    assert (one["killed"], one["disputed"]) == ({"min": 3, "best": 3, "max": 3}, ["killed"])
    assert other.id in one["claims"]


def test_a_text_that_tells_the_toll_of_all_as_that_of_a_day_is_no_happening() -> None:
    """ "65 killed, among them a man lost on the 27th" is read as 65 on the 27th."""
    known = [incident(5 * n + 1, who, 4, 5 * n) for n in range(4) for who in "ab"]
    wrong = incident(18, "c", 16, 15)
    sums = [total(25, who, 16, strikes=4) for who in "de"]
    view = tallied(*known, wrong, *sums)
    assert [one["killed"]["best"] for one in view["incidents"]] == [4, 4, 4, 4]
    assert "running total" in reasons(*known, wrong, *sums)[wrong.id]


def test_a_happening_of_two_voices_on_another_day_stays_by_itself() -> None:
    """What two texts date alike is not laid to another day, though the totals have no room for it."""
    known = [incident(5 * n + 1, who, 4 + n, 5 * n) for n in range(4) for who in "abc"]
    other = [incident(13, who, 5, 12) for who in "de"]
    sums = [total(day, who, 22, strikes=4) for day in (20, 22) for who in "fghi"]
    found = incidents(*known, *other, *sums)
    assert [one["status"] for one in found].count("counted") == 4
    assert [set(one["claims"]) for one in found if one["status"] == "unconfirmed"] == [
        {claim.id for claim in other}
    ]


def test_nothing_is_taken_for_what_had_not_happened_when_it_was_told() -> None:
    """A strike told on Sunday is not Monday's, though toll and waters are the same."""
    early = incident(2, "c", 3, on(2, 2, "weekday"), place="north")
    later = [incident(4, who, 3, 3, place="north") for who in "ab"]
    assert tolls(early, *later) == [3, 3]


def test_what_a_text_tells_beside_another_is_not_that_other() -> None:
    """A text that tells two strikes does not tell one twice."""
    both = [
        incident(3, "a", 3, on(when, when, "weekday"), story="s", rule=f"{when}") for when in (1, 2)
    ]
    known = [incident(2, who, 3, 1) for who in "bc"]
    sums = [total(9, who, 3, strikes=1) for who in "de"]
    found = incidents(*both, *known, *sums)
    assert [one["status"] for one in found] == ["counted", "unconfirmed"]
