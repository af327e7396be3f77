"""How calls and meetings, stages, quantities and statements are read."""

from __future__ import annotations

import pytest

from monitor.reports import QuantityReported, StatementReported, StatusReported
from tests.claims.reading import read, stages

MEETINGS = [
    ("Trump and Maduro discussed a possible meeting in the United States.", "discussed"),
    ("Maduro will meet Trump in Ankara on Dec. 10, Turkish officials said.", "scheduled"),
    ("Trump met Maduro in Doha on Tuesday.", "held"),
    ("The White House dismissed Maduro's offer of direct talks with Trump.", "denied"),
    ("Trump called off the talks with Maduro.", "cancelled"),
    ("The meeting between Trump and Maduro was postponed.", "postponed"),
    ("There are no plans for a meeting between Trump and Maduro.", "no_plans"),
    ("Trump and Maduro agreed to meet.", "agreed"),
    ("Maduro is ready to talk to Trump face to face.", "offered"),
    ("Trump said he may be having some discussions with Maduro.", "mooted"),
]


@pytest.mark.parametrize(("text", "stage"), MEETINGS)
def test_each_stage_of_a_meeting_is_told_apart(text, stage):
    """The highest rule that fits gives the stage."""
    assert stages(read(text), "meeting", "meeting") == [stage]


def test_a_call_told_a_week_later_has_its_own_days():
    """ "Last week" is the week before the one of publication; the third on the line is named."""
    claims = read(
        "President Trump spoke by phone last week with Nicolás Maduro, the New York Times reported on "
        "Friday. Marco Rubio was on the line."
    )
    (call,) = [c for c in claims if isinstance(c, StatusReported) and c.episode == "call"]
    assert (call.stage, str(call.occurred.from_), str(call.occurred.to)) == (
        "held",
        "2025-11-17",
        "2025-11-23",
    )
    assert (call.participants, call.attribution.speaker) == (("Rubio",), "New York Times")


@pytest.mark.parametrize(
    "text",
    [
        "Trump spoke by phone with Putin last week.",
        "Trump could speak with Maduro by phone.",
        "In 2018 Trump met Kim Jong Un in Singapore.",
        "Trump has not spoken with Maduro by phone.",
    ],
)
def test_other_pairs_plans_and_history_are_no_call(text):
    """No call is held where another pair, a plan, a denial or history is told."""
    assert "held" not in stages(read(text), "meeting", "call")


def test_exile_is_no_venue():
    """A country named for exile is not where they meet."""
    claims = read("Turkey could take Maduro in exile, an aide told Trump.")
    assert not [c for c in claims if isinstance(c, StatusReported) and c.venue]


def test_land_strikes_have_stages_of_their_own():
    """ "Very soon" is imminent; land alone is a threat."""
    assert stages(read("Trump said strikes on land would start very soon."), "land-strikes") == [
        "imminent"
    ]
    assert stages(read("Trump did not rule out strikes on land in Venezuela."), "land-strikes") == [
        "threatened"
    ]


def test_designation_is_planned_before_it_is_in_effect():
    """Announced for a day, then in force."""
    planned = read(
        "The US will designate Cartel de los Soles as a foreign terrorist organization on Nov. 24.",
        "2025-11-16",
    )
    done = read("The US designated Cartel de los Soles a foreign terrorist organization on Monday.")
    assert (stages(planned, "designation"), stages(done, "designation")) == (
        ["planned"],
        ["in_effect"],
    )


def test_troops_are_those_of_the_region_not_of_one_ship():
    """The number of the region is read, the crew of a carrier is not."""
    claims = read(
        "About 15,000 U.S. troops are in the Caribbean region. More than 4,000 sailors serve aboard the carrier."
    )
    (claim,) = [c for c in claims if isinstance(c, QuantityReported) and c.tracker == "troops"]
    assert claim.value.min <= 15000 <= claim.value.max


def test_the_question_is_part_of_a_share():
    """70 % against military action; the shares of other questions are not taken for it."""
    claims = read(
        "A CBS poll finds that 70% of Americans oppose military action in Venezuela."
        " 53% back the strikes on boats."
    )
    assert [
        c.value.min for c in claims if isinstance(c, QuantityReported) and c.tracker == "opposition"
    ] == [70]


def test_an_offer_names_who_makes_it():
    """The oil offer is Venezuela's, to Trump."""
    claims = read(
        "Maduro's government offered a stake in its oil fields to the United States, officials said."
    )
    found = [
        (c.speaker, c.act, c.about)
        for c in claims
        if isinstance(c, StatementReported) and c.act == "offer"
    ]
    assert ("Caracas", "offer", "oil") in found
