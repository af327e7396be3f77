"""What was done is told apart from what is denied, fabricated, threatened or only thought of."""

from __future__ import annotations

import pytest

from monitor.reports import StatusReported
from tests.claims.reading import read, stages, window

CARRIED_OUT = [
    (
        "en",
        "The US military conducted its first airstrike on Venezuelan territory, officials said.",
    ),
    ("en", "American forces started ground operations in Venezuela on Sunday."),
    ("en", "US warplanes bombed two airstrips inside Venezuela, the Pentagon said."),
    ("en", "The United States has struck a port facility in Venezuela, Trump said."),
    ("en", "US strikes Venezuela, blasts heard across the capital"),
    ("en", "Venezuelan soil was hit by US missiles before dawn."),
    ("en", "The first US attack on Venezuelan soil killed three people."),
    ("en", "US troops entered Venezuela early on Tuesday, the White House said."),
    ("en", "The US hit a dock in Venezuela where boats were loaded, Trump said."),
    ("es", "Estados Unidos ejecutó su primer ataque en suelo venezolano, confirmó el Pentágono."),
    ("es", "Aviones estadounidenses atacaron una pista en Venezuela."),
    ("es", "EE.UU. inició operaciones terrestres en Venezuela."),
    ("es", "EE.UU. bombardea Caracas y otras dos ciudades."),
    ("es", "El primer bombardeo de Estados Unidos en territorio venezolano dejó tres muertos."),
    ("es", "Soldados estadounidenses entraron en territorio venezolano."),
]


@pytest.mark.parametrize(("lang", "text"), CARRIED_OUT)
def test_a_strike_on_land_that_was_made_is_carried_out(lang: str, text: str) -> None:
    """A finite verb of striking with Venezuelan ground as what it hits."""
    assert stages(read(text, "2025-12-02", lang=lang), "land-strikes") == ["carried_out"]


NOT_CARRIED_OUT = [
    ("en", "The US has never conducted an airstrike on Venezuelan territory."),
    ("en", "The US might have bombed airstrips inside Venezuela, an analyst said."),
    ("en", "The Pentagon denied that it had bombed an airstrip inside Venezuela."),
    ("en", "US jets bombed an airstrip inside Venezuela, a doctored video claims."),
    (
        "en",
        "US jets bombed an airstrip inside Venezuela, Caracas said, but the Pentagon denied it.",
    ),
    ("en", "Trump vowed to launch ground operations in Venezuela."),
    ("en", "What happens if the US strikes Venezuela is unclear."),
    ("en", "Reporters asked whether US troops had entered Venezuela."),
    ("en", "Congress wants a vote before the US launches strikes on Venezuelan soil."),
    ("en", "Once the US begins land strikes in Venezuela there is no way back, a senator said."),
    ("en", "An attack by the United States on Venezuelan soil would be answered, Maduro said."),
    ("en", "The US began preparing strikes on land in Venezuela."),
    ("en", "The US sank a boat that had sailed from a port in Venezuela."),
    ("en", "US strikes Venezuela speedboat, killing two."),
    (
        "en",
        "The US carried out 21 strikes on boats and strikes on land in Venezuela will begin soon.",
    ),
    ("en", "In 1908 the United States bombed a port in Venezuela."),
    ("en", "Maduro launched exercises on Venezuelan soil after US strikes on boats."),
    ("en", "Did the US carry out a strike on Venezuelan soil?"),
    ("es", "Estados Unidos nunca atacó objetivos en territorio venezolano."),
    ("es", "Estados Unidos podría lanzar ataques en suelo venezolano."),
    ("es", "Si Estados Unidos bombardea territorio venezolano habrá guerra, dijo Maduro."),
    ("es", "Trump amenazó con lanzar ataques terrestres en Venezuela."),
    ("es", "El Pentágono negó que bombardeó una pista en Venezuela."),
    ("es", "EE.UU. bombardeó Caracas, afirma un video falso."),
    ("es", "EE.UU. atacó una lancha que zarpó de un puerto en Venezuela."),
]


@pytest.mark.parametrize(("lang", "text"), NOT_CARRIED_OUT)
def test_what_is_threatened_denied_or_fabricated_is_not_carried_out(lang: str, text: str) -> None:
    """ "Not", "could", "if", "denied", "fake", another target: no strike on land was made."""
    assert "carried_out" not in stages(read(text, "2025-12-02", lang=lang), "land-strikes")


def test_the_day_of_a_strike_on_land_is_not_the_day_on_which_it_was_told() -> None:
    """ "On Sunday, the Pentagon said on Monday": it took place on Sunday."""
    (claim,) = read(
        "US forces carried out a strike on Venezuelan soil on Sunday, the Pentagon said on Monday.",
        "2025-12-02",
    )
    assert isinstance(claim, StatusReported)
    assert (claim.stage, str(window(claim).from_)) == ("carried_out", "2025-11-30")
