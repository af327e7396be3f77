"""Texts that are worded alike and do not say the same: they are never one text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.stories.days import DAY, Day, marked
from monitor.stories.fingerprint import tokens
from monitor.stories.opposites import opposed
from tests.stories.story_samples import NOON, PATROL, against, entry

SAME_DAY = [("Sunday", "Nov. 16"), ("Sunday, Nov. 16", "16 November 2025"), ("Sunday", "domingo")]
OTHER_DAY = [
    ("Sunday", "Saturday"),
    ("Nov. 16", "Nov. 15"),
    ("16 November", "November 15th, 2025"),
    ("Sunday", "Nov. 15"),
    ("el domingo 16 de noviembre", "el domingo 23 de noviembre"),
    ("domingo", "lunes"),
]
CONTRARY = [
    ("The ministry confirmed it.", "The ministry denied it."),
    ("The talks were postponed.", "The talks were held."),
    ("The talks go on as scheduled.", "The talks are cancelled."),
    ("The union has agreed to it.", "The union has rejected it."),
    ("One sailor is dead.", "One sailor has survived."),
    ("The chase was lawful.", "The chase was not lawful."),
    ("The captain was charged.", "The captain wasn't charged."),
    ("El ministerio lo confirmó.", "El ministerio lo negó."),
    ("La reunión fue aplazada.", "La reunión fue cancelada."),
    ("El sindicato aceptó la oferta.", "El sindicato rechazó la oferta."),
    ("They found seven rifles more.", "They found eight rifles more."),
]


def said(one: str, other: str) -> str:
    """What two texts of that day say otherwise; the order does not count."""
    ours, theirs = tokens(one), tokens(other)
    found = opposed(ours, theirs, NOON)
    assert found == opposed(theirs, ours, NOON)
    return found


@pytest.mark.parametrize("pair", OTHER_DAY)
@pytest.mark.parametrize("site", ["gazette.example", "courier.example"])
def test_the_same_words_about_another_day_are_another_happening(
    pair: tuple[str, str], site: str
) -> None:
    """Official boilerplate returns with the next one: neither a copy nor a revision."""
    one, other = (PATROL.replace("Sunday", day) for day in pair)
    title = "Trawler stopped off the northern cape"
    later = entry(title, other, 24, site=site, url=f"https://{site}/b-2")
    assert against(later, entry(title, one, url="https://gazette.example/a-1")).kind == "new"


@pytest.mark.parametrize("pair", SAME_DAY)
def test_one_day_under_two_names_is_one_happening(pair: tuple[str, str]) -> None:
    """A weekday and the date that it fell on do not contradict each other."""
    one, other = (PATROL.replace("Sunday", day) for day in pair)
    assert said(one, other) == ""
    assert against(entry("B", other, 24, site="b", source="b"), entry("A", one)).kind == "copy"


def test_a_day_that_only_one_text_names_contradicts_nothing() -> None:
    """What is left out, and a day in another sentence, are no other day."""
    assert said(PATROL, PATROL.replace(" on Sunday", "")) == ""
    assert said(PATROL, f"{PATROL} Last Friday the cape was calm.") == ""


@pytest.mark.parametrize("pair", CONTRARY)
@pytest.mark.parametrize("site", ["gazette.example", "courier.example"])
def test_the_opposite_in_the_same_words_is_another_text(pair: tuple[str, str], site: str) -> None:
    """Wherever it stands, at the beginning or behind a lead that is the same."""
    title = "Trawler stopped off the northern cape"
    for one, other in (pair, pair[::-1]):
        for texts in ((f"{one} {PATROL}", f"{other} {PATROL}"), (PATROL + one, PATROL + other)):
            texts = (
                texts[0].replace("office.", "office. "),
                texts[1].replace("office.", "office. "),
            )
            later = entry(title, texts[1], 1, site=site, url=f"https://{site}/b-2")
            first = entry(title, texts[0], url="https://gazette.example/a-1")
            assert against(later, first).kind == "new"


def test_titles_that_contradict_each_other_make_two_voices() -> None:
    """Also over the same text at two outlets; another wording of a title does not."""
    first = entry("Ministry confirms chase", PATROL)
    for title, kind in (
        ("Ministry denies chase", "new"),
        ("Ministry does not confirm chase", "new"),
        ("Nine sailors held after a chase that the ministry confirms", "copy"),
        ("Rifles under the nets: Esperia denies a cover-up", "copy"),
    ):
        assert against(entry(title, PATROL, 1, site="b", source="b"), first).kind == kind


def test_another_wording_is_no_contradiction() -> None:
    """Synonyms, another order, and a sentence that only one has."""
    assert said("The ministry confirmed the chase", "The ministry has confirmed the chase") == ""
    assert said("One is dead, one survived", "One survived, one is dead") == ""
    assert said("The judge rejected the plea now", "The judge refused the plea now") == ""
    assert said(PATROL, f"{PATROL} The ministry denied that anybody had been hurt.") == ""


def test_days_are_marked_where_they_are_named() -> None:
    """Weekday and date together are one day; "may" and a lone number are words."""
    words, days = marked(
        tokens("On Thursday, Dec. 4, 2025, two may sail. 4 de mayo del 2025, lunes")
    )
    assert words == ("on", DAY, "two", "may", "sail", DAY, DAY)
    assert days == (Day(3, (12, 4)), Day(None, (5, 4)), Day(0))


def test_a_date_that_there_is_not_is_no_other_day() -> None:
    """ "Feb. 30" beside a weekday says nothing."""
    assert said("They came on Feb. 30 to the cape", "They came on Sunday to the cape") == ""


WORDS = st.lists(
    st.sampled_from(
        ["monday", "friday", "4", "december", "not", "denied", "confirmed", "the", "cape", "five"]
    ),
    max_size=12,
).map(tuple)


@given(WORDS, WORDS)
def test_contradiction_is_mutual(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    """What A says against B, B says against A; and nothing contradicts itself."""
    at = datetime(2025, 12, 5, tzinfo=UTC)
    assert opposed(one, other, at) == opposed(other, one, at)
    assert opposed(one, one, at) == ""
