"""Strikes on land, a designation, troops and a poll: what each question is about, and what only looks like it."""

from __future__ import annotations

import pytest

from monitor.reports import QuantityReported
from tests.claims.reading import read, stages


def told(text: str, tracker: str, lang: str) -> list[str]:
    """The stages that a text told in December."""
    return stages(read(text, "2025-12-02", lang=lang), tracker)


LAND = [
    ("en", '"We\'re going to start by land, and it starts very soon," Trump said of Venezuela.', "imminent"),
    ("en", "Trump vowed to go after Venezuelan traffickers on land within days.", "imminent"),
    ("en", "The US is about to strike targets inside Venezuela, sources say.", "imminent"),
    ("en", "Strikes inside Venezuela are imminent, the Miami Herald reports.", "imminent"),
    ("en", "Trump said land is next.", "threatened"),
    ("en", "Trump is considering strikes on Venezuelan military sites.", "threatened"),
    ("en", "Trump refused to rule out sending ground troops to Venezuela.", "threatened"),
    ("en", "The Pentagon presented Trump with options for strikes inside Venezuela.", "threatened"),
    ("en", "Trump warned that operations would move from sea to land.", "threatened"),
    ("en", "US missiles hit a military base near Caracas, Trump said.", "carried_out"),
    ("en", "American forces raided a camp inside Venezuela overnight, officials said.", "carried_out"),
    ("es", '"Vamos a empezar por tierra muy pronto", dijo Trump.', "imminent"),
    ("es", "En cuestión de días habrá ataques en suelo venezolano, avisó Trump.", "imminent"),
    ("es", "Trump advierte de ataques terrestres inminentes en Venezuela.", "imminent"),
    ("es", "Trump no descarta enviar tropas a Venezuela.", "threatened"),
    ("es", "Trump sopesa bombardear objetivos dentro de Venezuela.", "threatened"),
    ("es", "EE.UU. ataca por primera vez en territorio venezolano", "carried_out"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "stage"), LAND)
def test_a_strike_on_land_is_threatened_near_or_made(lang: str, text: str, stage: str) -> None:
    """Its ground is named, or Venezuela is what would be struck."""
    assert told(text, "land-strikes", lang) == [stage]


NO_LAND = [
    ("en", "Trump denied he was planning strikes inside Venezuela."),
    ("en", "The White House ruled out ground troops in Venezuela."),
    ("en", "There is no order to strike targets on Venezuelan soil, the Pentagon said."),
    ("en", "Asked whether he had decided on strikes inside Venezuela, Trump did not answer."),
    ("en", "The Senate voted down a bid to bar an attack on Venezuela without approval."),
    ("en", "A drill simulated strikes on land in Puerto Rico."),
    ("en", "Trump closed Venezuelan airspace."),
    ("en", "A cyberattack on Venezuela's oil company was blamed on the US."),
    ("en", "Had the US struck Venezuela, oil would have risen."),
    ("es", "Trump negó que planee ataques dentro de Venezuela."),
    ("es", "La Casa Blanca descartó una invasión terrestre."),
]


@pytest.mark.parametrize(("lang", "text"), NO_LAND)
def test_what_is_ruled_out_asked_or_practised_is_no_strike_on_land(lang: str, text: str) -> None:
    """A denial, a question, a drill, another kind of blow: no stage."""
    assert told(text, "land-strikes", lang) == []


DESIGNATION = [
    ("en", "Rubio said the Cartel of the Suns would be listed as a foreign terrorist organization.", "planned"),
    ("en", "The US moved to blacklist the Cartel de los Soles.", "planned"),
    ("en", "The US formally added the Cartel de los Soles to its list of terrorist groups.", "in_effect"),
    ("en", "The US put the Cartel de los Soles, which it says Maduro leads, on its terror list.", "in_effect"),
    ("en", "The Cartel de los Soles is now a foreign terrorist organization under US law.", "in_effect"),
    ("es", "Rubio anunció que el Cartel de los Soles será declarado organización terrorista.", "planned"),
    ("es", "EE.UU. incluyó al Cartel de los Soles en su lista de grupos terroristas.", "in_effect"),
    ("es", "El Cartel de los Soles ya es oficialmente una organización terrorista para EE.UU.", "in_effect"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "stage"), DESIGNATION)
def test_a_designation_is_planned_or_in_effect(lang: str, text: str, stage: str) -> None:
    """A verb of listing with the cartel as its object, or the cartel called so."""
    assert told(text, "designation", lang) == [stage]


def test_that_the_cartel_does_not_exist_is_no_designation() -> None:
    """A denial of the cartel lists nobody."""
    assert told("Caracas says the Cartel de los Soles does not exist.", "designation", "en") == []


def counted(text: str, tracker: str, lang: str) -> list[int]:
    """The lower bounds of what is told of a quantity, but for what is to come."""
    return [
        claim.value.min
        for claim in read(text, "2025-12-02", lang=lang)
        if isinstance(claim, QuantityReported)
        and claim.tracker == tracker
        and not claim.prospective
    ]


TROOPS = [
    ("en", "A US force of 12,000 sits in the Caribbean.", 12000),
    ("en", "US troop levels in the Caribbean have risen to 16,000.", 16000),
    ("en", "The number of US troops in the region has reached 15,000.", 15000),
    ("en", "The carrier brings 4,000 sailors, for a total of 15,000 US troops in the Caribbean.", 15000),
    ("es", "Son ya 15.000 los soldados de EE.UU. en el Caribe.", 15000),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "troops"), TROOPS)
def test_the_troops_of_the_region_are_counted(lang: str, text: str, troops: int) -> None:
    """Before or after what is counted, whatever the ship brings besides."""
    assert counted(text, "troops", lang) == [troops]


NO_TROOPS = [
    ("en", "More than 4,000 sailors serve aboard the carrier Ford in the Caribbean."),
    ("en", "In 1989 the US sent 27,000 troops to Panama, its largest deployment in the region."),
    ("en", "15,000 Venezuelan troops were sent to the Caribbean coast, Trump was told."),
    ("en", "The Ford's arrival would bring the number of US troops in the region to 15,000."),
    ("en", "Trump sent 2,000 National Guard troops to Portland after US forces left the region."),
    ("es", "El portaaviones estadounidense lleva más de 4.000 marineros al Caribe."),
    ("es", "Maduro movilizó a 200.000 soldados ante el despliegue de EE.UU. en el Caribe."),
]


@pytest.mark.parametrize(("lang", "text"), NO_TROOPS)
def test_crews_other_armies_history_and_plans_are_not_counted(lang: str, text: str) -> None:
    """One ship, somebody else's soldiers, another year, a number to come."""
    assert counted(text, "troops", lang) == []


POLL = [
    ("en", "Two thirds of Americans oppose an attack on Venezuela, according to a survey.", [66]),
    ("en", "By 70% to 30%, Americans oppose military action in Venezuela, a CBS poll found.", [70]),
    ("en", "30% favor and 70% oppose US military action in Venezuela, CBS polling shows.", [70]),
    ("en", "Opposition to military action in Venezuela stands at 70%, a poll shows.", [70]),
    ("en", "Seven in ten Americans, according to a poll, oppose military action in Venezuela.", [70]),
    ("en", "53% support the strikes on boats and 47% oppose them, the poll says of Venezuela.", []),
    ("en", "76% say Trump has not explained his position on Venezuela, a poll found.", []),
    ("en", "A poll found that 29% back strikes on Venezuela and 51% oppose killing suspects at sea.", []),
    ("es", "Siete de cada diez estadounidenses rechazan una intervención en Venezuela, según un sondeo.", [70]),
    ("es", "Dos tercios de los encuestados se oponen a una intervención en Venezuela.", [66]),
    ("es", "El 30 % apoya y el 70 % se opone a la acción militar en Venezuela, según la encuesta.", [70]),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "share"), POLL)
def test_a_share_belongs_to_its_own_question(lang: str, text: str, share: list[int]) -> None:
    """Against, not for; action in Venezuela, not boats; a share ends where the next begins."""
    assert counted(text, "opposition", lang) == share
