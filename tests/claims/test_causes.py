"""Whose dead they are: other causes, rates, denials, and what had been before the news."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.entries import Story
from monitor.reports import AnyClaim, IncidentReported
from tests.claims.reading import incidents, read, readers, totals, window


def _killed(claims: list[AnyClaim]) -> list[int]:
    """The tolls of the happenings that are told as news."""
    return [c.counts["killed"].min for c in incidents(claims) if "killed" in c.counts]


OTHER_CAUSES = [
    (
        "en",
        "Tropical Storm Odette left 19 dead in the Caribbean; a US strike group near the boats helped.",
    ),
    (
        "en",
        "Three died in a helicopter crash off Puerto Rico, the Navy said, after the latest boat strike.",
    ),
    ("en", "Floods killed 22 people in the Caribbean while US strikes on boats went on."),
    ("en", "A fishing boat capsized in the Caribbean, killing nine; it was not hit by a strike."),
    ("en", "A cargo vessel struck a pier in the eastern Pacific, killing five sailors on Tuesday."),
    (
        "en",
        "A trawler sank in the Caribbean on Monday, killing eight, far from the US boats there.",
    ),
    (
        "es",
        "El huracán Odette mató a 19 personas en el Caribe; los ataques a lanchas se detuvieron.",
    ),
    ("es", "Murieron 12 personas en un accidente en el Caribe tras el ataque a una lancha."),
    ("en", "The toll of Hurricane Odette rose to 60 in Haiti as US strikes on boats continued."),
    ("es", "El número de muertos por el huracán sube a 60; siguen los ataques de EEUU a lanchas."),
    (
        "es",
        "Un ferri se hundió en el Caribe y murieron 30 personas; lejos quedan los ataques a lanchas.",
    ),
]


@pytest.mark.parametrize(("lang", "text"), OTHER_CAUSES)
def test_the_dead_of_another_cause_are_not_the_tallys(lang: str, text: str) -> None:
    """A storm, a crash or a ship that sinks by itself gives neither an incident nor a total."""
    claims = read(text, lang=lang)
    assert (incidents(claims), totals(claims)) == ([], {})


def test_a_total_stands_beside_the_dead_of_another_cause() -> None:
    """Each number has the cause of its own clause."""
    claims = read(
        "US strikes on boats have killed 83 people, while gang riots in Ecuador left 31 dead."
    )
    assert (incidents(claims), totals(claims)) == ([], {"killed": (83, 83)})


STILL_READ = [
    (
        "en",
        "A US strike on a boat killed four men on Tuesday, hours after an earthquake in Trinidad.",
    ),
    (
        "en",
        "As Hurricane Odette neared Jamaica, a US strike on a boat in the Caribbean killed four.",
    ),
    ("en", "Hours after a storm passed, US forces struck a boat in the Caribbean, killing four."),
    ("en", "The US sank a boat in the Caribbean on Tuesday, killing four."),
    ("en", "The boat sank after a US strike in the Caribbean on Tuesday, killing four."),
    ("en", "A US raid on a drug boat killed four people on Tuesday, a strike of the campaign."),
    ("en", "A US strike on a boat killed four people a day after Trump's threat."),
    ("es", "Estados Unidos hundió una lancha en el Caribe el martes y mató a cuatro personas."),
    ("es", "Un ataque de EEUU a una lancha mató a cuatro personas, mientras la tormenta avanzaba."),
]


@pytest.mark.parametrize(("lang", "text"), STILL_READ)
def test_another_cause_beside_the_strike_takes_nothing_away(lang: str, text: str) -> None:
    """A storm in another clause, or before the strike, leaves the strike its dead."""
    assert _killed(read(text, lang=lang)) == [4]


def test_a_topics_own_words_are_no_other_cause() -> None:
    """Where fires are the happening, they are what kills, whatever storm fans them."""
    at = datetime(2023, 8, 11, 12, tzinfo=UTC)
    story = Story(
        id="s",
        lineage="s",
        url="https://example.org/a",
        site="example.org",
        title="",
        text="Wildfires fanned by Hurricane Dora killed 53 people in Lahaina, Maui.",
        lang="en",
        published=at,
        day=at.date(),
        seen=at,
    )
    counts = [getattr(claim, "counts", {}) for claim in readers("maui-wildfires").read(story)]
    assert any(count.get("killed") and count["killed"].min == 53 for count in counts)


RATES = [
    ("en", "US strikes on boats have killed 8.7 people per week."),
    ("en", "US strikes on boats have killed seven people a week since September."),
    ("en", "The strikes on boats kill about four people every three days."),
    ("en", "US strikes on boats have killed an average of four people per strike."),
    ("en", "On average, each strike on a boat has killed four people."),
    ("es", "Los ataques de Estados Unidos a lanchas han matado a 8,7 personas por semana."),
    ("es", "Los ataques de Estados Unidos a lanchas han matado en promedio a cuatro personas."),
]


@pytest.mark.parametrize(("lang", "text"), RATES)
def test_a_rate_is_neither_a_toll_nor_a_total(lang: str, text: str) -> None:
    """So many a week, on average or with decimals counts nobody."""
    claims = read(text, lang=lang)
    assert (_killed(claims), totals(claims)) == ([], {})


DENIED = [
    ("en", "Southern Command denied that a US strike on a boat had killed six men on Tuesday."),
    ("en", "The Pentagon denied killing six fishermen in a strike on a boat on Tuesday."),
    ("en", "Reports that a US strike on a boat killed six on Tuesday were denied by the Pentagon."),
    ("en", "The Pentagon denied reports that a US strike hit a boat in the Caribbean on Tuesday."),
    ("en", "The US has denied it killed six fishermen in a strike on a boat on Tuesday."),
    ("en", "Caracas called false the report that a US strike on a boat killed 11 people."),
    ("es", "El Pentágono calificó de falsa la versión de que un ataque a una lancha mató a seis."),
    ("es", "El Pentágono desmintió informes de que un ataque a una lancha mató a seis personas."),
    ("es", "El Pentágono negó que un ataque a una lancha en el Caribe dejara seis muertos."),
]


@pytest.mark.parametrize(("lang", "text"), DENIED)
def test_what_is_denied_is_no_news(lang: str, text: str) -> None:
    """It is kept, as denied, and enters no figure."""
    claims = read(text, lang=lang)
    told = [c.assertion for c in claims if isinstance(c, IncidentReported)]
    assert (told, totals(claims)) == (["denied"], {})


NEGATED = [
    ("en", "The US did not kill six people in a strike on a boat on Tuesday, the Pentagon said."),
    ("es", "Estados Unidos no mató a seis personas en un ataque a una lancha el martes."),
]


@pytest.mark.parametrize(("lang", "text"), NEGATED)
def test_who_was_not_killed_is_not_counted(lang: str, text: str) -> None:
    """ "Did not kill six" is kept as negated."""
    claims = read(text, lang=lang)
    told = [c.assertion for c in claims if isinstance(c, IncidentReported)]
    assert (told, totals(claims)) == (["negated"], {})


def test_not_only_kills_all_the_same() -> None:
    """ "Did not only kill four" kills four."""
    text = "The strike on a boat did not only kill four men on Tuesday; it sank the boat."
    assert _killed(read(text)) == [4]


def test_so_many_strikes_a_week_are_not_the_strikes_of_the_news() -> None:
    """The rate of strikes is no measure of an incident that is told beside it."""
    (claim,) = incidents(
        read("The US averages two boat strikes a week; Tuesday's strike killed four people.")
    )
    assert {name: count.min for name, count in claim.counts.items() if not count.vague} == {
        "killed": 4
    }


def test_a_denied_total_is_none() -> None:
    """Nor is a total that is denied."""
    assert totals(read("The Pentagon denied reports that strikes on boats have killed 120.")) == {}


GRANTED = [
    "Hegseth denied wrongdoing after a strike on a boat killed six people on Tuesday.",
    "The Pentagon denied that the six people killed in the strike on a boat were fishermen.",
    "Hegseth dismissed criticism of the strike on a boat, which killed six people on Tuesday.",
    "A strike on a boat killed six people on Tuesday. Hegseth denied that it was illegal.",
]


@pytest.mark.parametrize("text", GRANTED)
def test_what_a_denial_takes_for_granted_is_told(text: str) -> None:
    """Who denies that a strike was illegal does not deny the strike."""
    assert _killed(read(text)) == [6]


BEFORE = [
    (
        "en",
        "Strikes had killed 61 people before Monday's attack on a vessel, which left three dead.",
    ),
    (
        "en",
        "The campaign had killed 61 people before Monday's strike on a boat off Mexico, which killed three.",
    ),
    (
        "es",
        "Los ataques habían matado a 61 personas antes del ataque del lunes a una lancha, que dejó tres muertos.",
    ),
]


@pytest.mark.parametrize(("lang", "text"), BEFORE)
def test_a_total_before_the_news_stands_beside_the_news(lang: str, text: str) -> None:
    """The total stops before the happening, which has its own toll and day."""
    claims = read(text, lang=lang)
    (claim,) = incidents(claims)
    assert (claim.counts["killed"].min, str(window(claim).from_)) == (3, "2025-11-24")
    assert totals(claims)["killed"] == (61, 61)
    assert [c.prior for c in claims if hasattr(c, "prior")] == [True]
