"""What is news, what is history, and what is the toll of all: grounds of meaning, one by one."""

from __future__ import annotations

import pytest

from monitor.reports import IncidentReported, TotalReported
from tests.claims.reading import any_dead, incidents, read, totals, window

HISTORY = [
    "Aftershocks shake the north in the wake of yesterday's earthquake, which killed 17 people.",
    "Three men are found guilty of the attack. The explosion destroyed a shop, killing five people.",
    "The ship was seen for the first time since it was torpedoed in May 1943, killing 268 people.",
    "Parliament observes a minute of silence for the 12 firefighters killed in the blaze.",
    "The minister resigns over Monday's bus crash, in which 17 children died.",
    "The country closes its border three days after an attack that left at least 16 officers dead.",
    "Police arrest a man suspected of carrying out Monday's bombings, which killed six visitors.",
]


@pytest.mark.parametrize("text", HISTORY)
def test_the_ground_of_the_news_is_no_news(text: str) -> None:
    """Courts, memorials, protests and consequences speak of dead who were told before."""
    assert any_dead(text, day="2022-11-28") == []


def test_the_dead_of_a_strike_of_this_week_are_news_wherever_they_are_told() -> None:
    """In a campaign every strike counts once, in a protest against it too."""
    text = "Trump joked on Sunday about Friday's strike on a boat off Venezuela, in which four people died."
    (claim,) = incidents(read(text, "2025-11-30"))
    assert (claim.counts["killed"].min, str(window(claim).to)) == (4, "2025-11-28")


def test_a_caption_of_an_old_strike_does_not_date_the_new_one() -> None:
    """Its day is older than news are, or it says that it is a caption."""
    text = (
        "A frame from a video released on Oct. 24, 2025, shows a boat before a US strike that killed six. "
        "U.S. forces hit two vessels on Thursday in the Pacific, and seven people were killed."
    )
    (claim,) = incidents(read(text))
    assert (claim.counts["killed"].min, str(window(claim).from_)) == (7, "2025-11-27")


def test_what_stands_in_lists_of_other_stories_is_passed_over() -> None:
    """A related story tells of another strike."""
    text = (
        "US forces killed three people on a boat on Thursday. RELATED: US strikes on boats kill 14. "
        "RELATED: Toll of boat strikes passes 100"
    )
    claims = read(text)
    assert [claim.counts["killed"].min for claim in incidents(claims)] == [3]
    assert "killed" not in totals(claims)


def test_a_text_about_one_old_strike_tells_it() -> None:
    """It is dated, so it joins the other reports of that day; a list of old strikes stays history."""
    one = (
        "Senators saw the video of the US strike on a boat on September 2 in the Caribbean, in which "
        "11 people died."
    )
    (claim,) = incidents(read(one))
    assert (claim.counts["killed"].min, str(window(claim).from_)) == (11, "2025-09-02")
    two = (
        "The US strike on a boat on September 2 killed 11 people. The US strike on a boat on "
        "September 15 killed three."
    )
    assert incidents(read(two)) == []


def test_two_men_killed_because_they_had_survived_are_some_of_the_dead() -> None:
    """They are in the toll of the strike already."""
    text = (
        "A second US strike on the boat on Tuesday killed two men who had survived the first. Eleven "
        "people died in that attack."
    )
    claims = [c for c in read(text) if isinstance(c, IncidentReported) and "killed" in c.counts]
    assert [claim.counts["killed"].min for claim in claims] == [11]


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("Both the Pentagon and we count 127 killed in strikes on boats.", 127),
        (
            "Two strikes on boats were made in January, and 129 people have died since September.",
            129,
        ),
        ("The eighty-three people killed by US strikes on boats had no trial.", 83),
        ("At least 17 of the 86 people killed in US strikes on boats were Colombians.", 86),
        ("With this strike on a boat the deaths add up to at least 98.", 98),
    ],
)
def test_the_dead_of_all_strikes_are_a_total(text: str, killed: int) -> None:
    """Too many for one strike, known as all of them, or the whole of which others are a part."""
    claims = read(text, "2026-01-28")
    assert totals(claims)["killed"][0] == killed
    assert incidents(claims) == []


def test_a_toll_that_was_passed_is_higher() -> None:
    """ "Passes 80" is 81 and more."""
    assert totals(read("The death toll of US strikes on boats passes 80."))["killed"] == (81, None)


def test_the_toll_of_one_strike_is_an_incident_s() -> None:
    """It is raised or lowered, and the campaign's stays what it was."""
    claims = read("The Pentagon raised the toll of the Nov. 25 strike on a boat from one to two.")
    assert [(c.counts["killed"].min, str(window(c).to)) for c in incidents(claims)] == [
        (2, "2025-11-25")
    ]
    assert totals(claims) == {}


def test_in_all_sums_up_the_day_when_nothing_else_does() -> None:
    """ "Seven dead in all" beside three boats of a day; with "since" it is the campaign's."""
    day = "US forces sank three boats in the Pacific on Thursday, with seven dead in all."
    assert [claim.counts["killed"].min for claim in incidents(read(day))] == [7]
    campaign = "US forces have sunk 22 boats since September, with 83 dead in all."
    assert totals(read(campaign))["killed"] == (83, 83)


def test_one_region_of_two_is_a_scope() -> None:
    """The strikes in the Pacific are not the campaign."""
    text = "The Pacific strikes on boats have killed 91 people, those in the Caribbean 52."
    found = [c.scope for c in read(text, "2026-02-20") if isinstance(c, TotalReported)]
    assert found
    assert set(found) == {"pacific"}
