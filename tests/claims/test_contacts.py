"""How calls and meetings, stages, quantities and statements are read."""

from __future__ import annotations

from typing import Any

import pytest

from monitor.reports import QuantityReported, StatementReported, StatusReported
from tests.claims.reading import read, stages, window

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
def test_each_stage_of_a_meeting_is_told_apart(text: str, stage: str) -> None:
    """The highest rule that fits gives the stage."""
    assert stages(read(text), "meeting", "meeting") == [stage]


def test_a_call_told_a_week_later_has_its_own_days() -> None:
    """ "Last week" is the week before the one of publication; the third on the line is named."""
    claims = read(
        "President Trump spoke by phone last week with Nicolás Maduro, the New York Times reported on "
        "Friday. Marco Rubio was on the line."
    )
    (call,) = [c for c in claims if isinstance(c, StatusReported) and c.episode == "call"]
    assert (call.stage, str(window(call).from_), str(window(call).to)) == (
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
def test_other_pairs_plans_and_history_are_no_call(text: str) -> None:
    """No call is held where another pair, a plan, a denial or history is told."""
    assert "held" not in stages(read(text), "meeting", "call")


def test_exile_is_no_venue() -> None:
    """A country named for exile is not where they meet."""
    claims = read("Turkey could take Maduro in exile, an aide told Trump.")
    assert not [c for c in claims if isinstance(c, StatusReported) and c.venue]


def test_land_strikes_have_stages_of_their_own() -> None:
    """ "Very soon" is imminent; land alone is a threat."""
    assert stages(read("Trump said strikes on land would start very soon."), "land-strikes") == [
        "imminent"
    ]
    assert stages(read("Trump did not rule out strikes on land in Venezuela."), "land-strikes") == [
        "threatened"
    ]


def test_designation_is_planned_before_it_is_in_effect() -> None:
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


def test_troops_are_those_of_the_region_not_of_one_ship() -> None:
    """The number of the region is read, the crew of a carrier is not."""
    claims = read(
        "About 15,000 U.S. troops are in the Caribbean region. More than 4,000 sailors serve aboard the carrier."
    )
    (claim,) = [c for c in claims if isinstance(c, QuantityReported) and c.tracker == "troops"]
    assert claim.value.max is not None
    assert claim.value.min <= 15000 <= claim.value.max


def test_the_question_is_part_of_a_share() -> None:
    """70 % against military action; the shares of other questions are not taken for it."""
    claims = read(
        "A CBS poll finds that 70% of Americans oppose military action in Venezuela."
        " 53% back the strikes on boats."
    )
    assert [
        c.value.min for c in claims if isinstance(c, QuantityReported) and c.tracker == "opposition"
    ] == [70]


def test_an_offer_names_who_makes_it() -> None:
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


UNDONE = [
    ("en", "The summit between Trump and Maduro set for 12 December in Doha was postponed.", "postponed"),
    ("en", "A meeting of Trump and Maduro, scheduled for Dec. 12 in Ankara, has been cancelled.", "cancelled"),
    ("en", "The talks between Trump and Maduro planned for Friday were called off.", "cancelled"),
    ("es", "La cumbre entre Trump y Maduro prevista para el 12 de diciembre en Doha fue pospuesta.", "postponed"),
    ("es", "El encuentro de Trump y Maduro, programado para el 12 de diciembre, ha sido cancelado.", "cancelled"),
    ("en", "The meeting between Trump and Maduro planned for 12 December in Doha stands.", "scheduled"),
    ("en", "The meeting between Trump and Maduro set for 12 December was not postponed.", "scheduled"),
    ("en", "The meeting of Trump and Maduro set for Dec. 12 follows flights that were cancelled.", "scheduled"),
    ("es", "La reunión de Trump y Maduro está prevista para el 12 de diciembre en Doha.", "scheduled"),
    ("es", "La reunión de Trump y Maduro prevista para el 12 de diciembre no fue aplazada.", "scheduled"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "stage"), UNDONE)
def test_what_was_planned_and_is_put_off_is_not_scheduled(lang: str, text: str, stage: str) -> None:
    """The day that was set stands between the meeting and the verb that undoes it."""
    assert stages(read(text, lang=lang), "meeting", "meeting") == [stage]


NOT_HELD = [
    ("en", "A doctored clip shows that Trump met Maduro in Caracas on Monday.", []),
    ("en", "Trump met Maduro in Doha, says a rumor that spread online.", []),
    ("en", "Trump met Maduro in Doha on Monday, a website wrote, but Caracas denied it.", ["denied"]),
    ("en", "Trump ought to have met Maduro in November, a lawmaker said.", []),
    ("en", "Trump could have met Maduro in November.", []),
    ("en", "Trump has never met Maduro, an aide said.", ["denied"]),
    ("es", "Trump se reunió con Maduro en Caracas, según un bulo.", []),
    ("es", "Trump se reunió con Maduro en Doha, dijo una web; ambos gobiernos lo negaron.", ["denied"]),
    ("es", "Trump no se reunió con Maduro, aseguró la Casa Blanca.", ["denied"]),
    ("en", "Trump met Maduro in Doha; Maduro denied that they had discussed oil.", ["held"]),
    ("es", "Trump se ha reunido con Maduro en Doha, confirmó la Casa Blanca.", ["held"]),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "told"), NOT_HELD)
def test_a_meeting_that_is_made_up_denied_or_missed_was_not_held(
    lang: str, text: str, told: Any
) -> None:
    """Fabricated, denied in the same breath, "should have", "never": no meeting was held."""
    assert stages(read(text, lang=lang), "meeting", "meeting") == told


CALLS = [
    ("en", "Trump said he has not talked to Maduro.", ["denied"]),
    ("en", "Caracas denied that Maduro had spoken with Trump.", ["denied"]),
    ("en", "Trump ought to have spoken with Maduro by phone, a lawmaker said.", []),
    ("es", "La Casa Blanca dijo que Trump no ha conversado con Maduro.", ["denied"]),
    ("en", "Maduro has neither confirmed nor denied that he spoke with Trump.", []),
    ("en", "Trump has spoken with Maduro, the White House said.", ["held"]),
]


@pytest.mark.parametrize(("lang", "text", "told"), CALLS)
def test_a_call_that_is_denied_is_told_as_denied(lang: str, text: str, told: Any) -> None:
    """ "Has not spoken", "denied that he had": a position, no call."""
    assert stages(read(text, lang=lang), "meeting", "call") == told


def test_one_sentence_can_deny_both_the_call_and_the_meeting() -> None:
    """Each episode has its own stage."""
    claims = read("Trump said he has not talked with Maduro and that no meeting is coming.")
    assert stages(claims, "meeting", "call") == ["denied"]
    assert stages(claims, "meeting", "meeting") == ["denied"]
