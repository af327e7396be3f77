"""Strikes on land that have begun: told with a verb of beginning and one of striking."""

from __future__ import annotations

import pytest

from tests.claims.reading import read, stages


@pytest.mark.parametrize(
    ("lang", "text", "begun"),
    [
        ("en", "The US military began striking targets on land in Venezuela.", True),
        ("en", "US begins bombing Venezuela", True),
        ("es", "EE.UU. comenzó a bombardear objetivos en Venezuela.", True),
        ("en", "The US may have begun bombing targets in Venezuela, a blog said.", False),
        ("es", "EE.UU. no ha comenzado a bombardear objetivos en Venezuela.", False),
    ],
)
def test_strikes_that_have_begun_are_carried_out(lang: str, text: str, begun: bool) -> None:
    """ "Began striking" is a strike that was made; "may have begun" is none."""
    told = stages(read(text, "2025-12-02", lang=lang), "land-strikes")
    assert ("carried_out" in told) == begun
