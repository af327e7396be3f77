"""What is changed afterwards: survivors presumed dead, retractions, corrections, revised texts."""

from __future__ import annotations

from monitor.projections.tally.changing import changes
from tests.projections.projection_claims import (
    TALLY,
    adjusted,
    at,
    best,
    corrected,
    incident,
    retracted,
    revised,
    tallied,
    total,
)

# --- survivors presumed dead ------------------------------------------------------------------


def test_a_survivor_presumed_dead_is_added_once_when_two_voices_bear_it_out() -> None:
    """One voice is only the upper end of the range; copies do not repeat it."""
    base = [incident(2, who, 14, 1, survivors=1) for who in "ab"]
    one = adjusted(5, "a", 1)
    view = tallied(*base, one)
    assert view["killed"] | {"floor": 0, "gap": 0} == {
        "min": 14, "best": 14, "max": 15, "confirmed": 14, "presumed_dead": 0, "floor": 0, "gap": 0,
    }  # fmt: skip
    view = tallied(*base, one, adjusted(6, "b", 1), adjusted(6, "c", 1))
    assert (view["killed"]["best"], view["killed"]["presumed_dead"]) == (15, 1)
    assert (view["killed"]["min"], view["killed"]["max"]) == (14, 15)


def test_a_total_that_contains_the_presumed_dead_is_the_second_voice() -> None:
    """A text tells of the one, another counts him without saying so."""
    base = [incident(2, who, 14, 1, survivors=1) for who in "ab"]
    view = tallied(*base, adjusted(5, "a", 1), total(6, "b", 15))
    assert view["killed"]["presumed_dead"] == 1
    own = total(5, "a", 15, lineage=adjusted(5, "a", 1).lineage)
    assert tallied(*base, adjusted(5, "a", 1), own)["killed"]["presumed_dead"] == 0


def test_without_a_day_it_is_the_last_happening_with_survivors() -> None:
    """The one who is missing must have been there."""
    base = [
        *(incident(2, who, 14, 1, survivors=1) for who in "ab"),
        *(incident(5, who, 3, 4) for who in "ab"),
    ]
    view = tallied(*base, adjusted(6, "a"), adjusted(6, "b"))
    assert [one["presumed_dead"] for one in view["incidents"]] == [1, 0]


def test_an_adjustment_of_nothing_is_set_aside() -> None:
    """No survivors anywhere: it is kept, with the reason."""
    claim = adjusted(6, "a")
    view = tallied(incident(5, "a", 3, 4), claim)
    assert [one["claim"] for one in view["set_aside"]] == [claim.id]


# --- persons ----------------------------------------------------------------------------------


def test_a_retracted_claim_takes_its_figure_along_and_says_why() -> None:
    """No claim, no number."""
    claim = incident(1, "a", 3, 1)
    view = tallied(claim, retracted(3, claim, "a drill"))
    assert best(view, "strikes", "killed") == (0, 0)
    assert view["set_aside"] == [{"claim": claim.id, "reason": "retracted by ann: a drill"}]
    assert best(tallied(claim, retracted(3, claim), as_of=at(2)), "killed") == (3,)


def test_a_correction_by_a_person_changes_the_figure() -> None:
    """A misread number is put right, with the claim's quote kept."""
    claim = incident(1, "a", 33, 1)
    assert best(tallied(claim, corrected(2, claim, killed=3)), "killed") == (3,)


def test_a_revised_toll_is_a_change_and_no_new_incident() -> None:
    """The only text about an incident says four where it said three."""
    old = incident(1, "a", 3, 1, story="s")
    new = incident(1, "a", 4, 1, story="s", reading=2)
    found = changes(TALLY, tallied(old), tallied(old, new, revised(3, "s", 2)))
    assert [(one.field, one.before, one.after) for one in found if one.field != "gap"] == [
        ("killed", "3", "4")
    ]
