"""What a whole text adds to what its sentences tell: place, boat, fields, ordinals of the first weeks."""

from __future__ import annotations

import pytest

from monitor.reports import IncidentAdjusted, TotalReported
from tests.claims.reading import incidents, read, totals, window


def test_the_only_place_of_a_text_is_that_of_its_only_strike() -> None:
    """Also when another sentence names it."""
    text = "A US strike on a boat killed three people on Thursday. It was in the eastern Pacific."
    (claim,) = incidents(read(text))
    assert claim.place == "pacific"


def test_a_text_with_two_strikes_lends_neither_the_place_of_the_other() -> None:
    """Where one is named and the other is not, the other has none."""
    text = (
        "A US strike on a boat killed four people on Wednesday in the Caribbean. A US strike on a "
        "boat killed six people on Monday."
    )
    assert [claim.place for claim in incidents(read(text))] == ["caribbean", None]


def test_the_place_beside_the_dead_is_theirs() -> None:
    """Not the first that the sentence names."""
    text = (
        "US strikes on boats have spread from the Caribbean to the Pacific, where two people were "
        "killed on Tuesday."
    )
    (claim,) = incidents(read(text))
    assert claim.place == "pacific"


def test_a_strike_without_a_boat_hit_one_and_two_hit_two() -> None:
    """It is no number that the text gives: it bounds, and outvotes none."""
    (one,) = incidents(read("The military's 20th strike killed four in the Caribbean on Monday."))
    vessels = one.counts["vessels"]
    assert (vessels.min, vessels.max, vessels.vague) == (1, 1, True)
    (two,) = incidents(read("Six people were killed in two US strikes in the Pacific on Sunday."))
    assert (two.counts["vessels"].min, two.counts["vessels"].vague) == (2, True)


def test_a_table_gives_the_strike_and_the_campaign() -> None:
    """Labels and figures, without a sentence."""
    text = (
        "No. 27 | Date: 2025-11-25 | Area: Caribbean Sea | Vessels: 1 | Killed: 6 || "
        "US campaign so far | Strikes: 27 | Vessels: 29 | Killed: 104"
    )
    claims = read(text)
    (claim,) = incidents(claims)
    assert (claim.counts["killed"].min, claim.place, str(window(claim).to)) == (
        6,
        "caribbean",
        "2025-11-25",
    )
    assert totals(claims) == {"killed": (104, 104), "strikes": (27, 27), "vessels": (29, 29)}


@pytest.mark.parametrize(
    ("text", "day", "strikes"),
    [
        ("Trump said the third US strike on a boat this month killed three.", "2025-09-20", 3),
        (
            "US forces made a second strike on a boat in the Caribbean on Monday, killing three.",
            "2025-09-15",
            2,
        ),
        ("The US strike on a boat was the sixth since last month.", "2025-10-17", 6),
        ("The US strike on a boat killed two; it is the tenth overall.", "2025-10-24", 10),
        ("US strike No. 26 on a boat killed six on Tuesday.", "2025-12-10", 26),
    ],
)
def test_an_ordinal_of_the_campaign_counts_all_strikes(text: str, day: str, strikes: int) -> None:
    """In the first weeks a month or a region holds them all."""
    assert totals(read(text, day))["strikes"] == (strikes, strikes)


@pytest.mark.parametrize(
    "text",
    [
        "It was the second US strike on a boat this week, and killed three on Tuesday.",
        "It was the third US strike on a boat in the Pacific, and killed three on Tuesday.",
        "The US attack on a boat on Friday, the 14th in November alone, killed two men.",
        "A judge asked about its first 21 US strikes on boats.",
    ],
)
def test_an_ordinal_within_weeks_or_regions_counts_none_later(text: str) -> None:
    """Nor do "the first 21 strikes"."""
    assert "strikes" not in totals(read(text, "2025-11-28"))


def test_strikes_have_killed_needs_no_boat_in_a_text_on_the_campaign() -> None:
    """The text says whose strikes they are."""
    text = (
        "Trump may act on land in Venezuela soon. Nearly two dozen known strikes have killed at least "
        "82 people."
    )
    assert totals(read(text))["killed"] == (82, None)


def test_who_was_pulled_out_alive_survived() -> None:
    """Rescued, found alive, pulled from the sea."""
    text = (
        "A patrol boat pulled one man alive from the Pacific after a US strike on a boat on Friday "
        "that killed two."
    )
    (claim,) = incidents(read(text, "2025-11-30"))
    assert (claim.counts["survivors"].min, claim.counts["killed"].min) == (1, 2)


@pytest.mark.parametrize(
    "text",
    [
        "US strikes have killed 11 people on three boats, including one presumed dead.",
        "US strikes have killed 11 people, counting a survivor presumed dead, on three boats.",
    ],
)
def test_who_is_presumed_dead_is_one_of_the_toll(text: str) -> None:
    """The number of the sentence is the toll; the presumed dead among them are counted on their own."""
    claims = read(text)
    assert totals(claims)["killed"] == (11, 11)
    assert [c.counts["presumed_dead"].min for c in claims if isinstance(c, IncidentAdjusted)] == [1]


def test_a_month_named_beside_does_not_limit_the_toll() -> None:
    """ "The third there this month" is a part; the toll it brings is the campaign's."""
    claims = read(
        "The sixth US strike on a boat killed three on Saturday, the third there this month,"
        " taking the dead to 22."
    )
    (total,) = (c for c in claims if isinstance(c, TotalReported) and "killed" in c.counts)
    assert (total.counts["killed"].min, total.scope) == (22, None)


def test_the_toll_of_all_strikes_is_corrected_not_that_of_one() -> None:
    """No day, several strikes: it is the campaign's; with a day it is that happening's."""
    (whole,) = read("Nine, not 10, killed in US boat strikes.")
    assert isinstance(whole, TotalReported)
    assert (whole.assertion, whole.counts["killed"].min) == ("correction", 9)
    (one,) = incidents(read("Nine people, not 10, were killed in Monday's US strikes on boats."))
    assert one.counts["killed"].min == 9
