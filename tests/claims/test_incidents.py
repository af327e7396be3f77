"""What the reader of tallies makes of texts as agencies and local papers write them."""

from __future__ import annotations

from typing import Any

import pytest

from monitor.reports import IncidentAdjusted, IncidentReported
from tests.claims.reading import incidents, read, totals, window

TOLD = [
    # text, killed, day, place, ordinal
    (
        "A US strike on a boat in the eastern Pacific killed three men on Saturday, Southern Command said.",
        (3, 3),
        "2025-11-22",
        "pacific",
        None,
    ),
    (
        "U.S. forces hit another vessel in the Caribbean on Tuesday, killing at least four.",
        (4, None),
        "2025-11-25",
        "caribbean",
        None,
    ),
    (
        "The 22nd strike on a suspected drug boat left two dead on Nov. 26, Hegseth said.",
        (2, 2),
        "2025-11-26",
        None,
        22,
    ),
    (
        "Six people aboard a vessel in the Caribbean were killed overnight in a US strike.",
        (6, 6),
        "2025-11-27..2025-11-28",
        "caribbean",
        None,
    ),
    (
        "Two of the crew died when the US destroyed a submersible in the Caribbean on Thursday.",
        (2, 2),
        "2025-11-27",
        "caribbean",
        None,
    ),
    (
        "A strike on a boat resulted in the deaths of eleven individuals on November 24, 2025.",
        (11, 11),
        "2025-11-24",
        None,
        None,
    ),
    (
        "Four sailors and three fishermen were killed when the US struck a boat on Monday.",
        (7, 7),
        "2025-11-24",
        None,
        None,
    ),
]


@pytest.mark.parametrize(("text", "killed", "day", "place", "ordinal"), TOLD)
def test_a_happening_is_read_with_toll_day_place_and_ordinal(
    text: str, killed: Any, day: Any, place: Any, ordinal: Any
) -> None:
    """One sentence of news gives one incident with everything that it says."""
    (claim,) = incidents(read(text))
    when = window(claim)
    days = f"{when.from_}" if when.from_ == when.to else f"{when.from_}..{when.to}"
    count = claim.counts["killed"]
    assert ((count.min, count.max), days, claim.place, claim.ordinal) == (
        killed,
        day,
        place,
        ordinal,
    )


def test_sentences_of_one_report_make_one_incident() -> None:
    """Toll, day and place may stand in three sentences; the quote holds every number."""
    (claim,) = incidents(
        read(
            "The US has struck another boat, Hegseth said on Sunday. Three men were killed. "
            "The strike was made on Saturday in the eastern Pacific.",
            "2025-11-23",
        )
    )
    assert (str(window(claim).from_), claim.place, claim.counts["killed"].min) == (
        "2025-11-22",
        "pacific",
        3,
    )
    assert all(word in claim.quote.text for count in claim.counts.values() for word in count.words)


def test_the_day_of_an_announcement_only_bounds_the_happening() -> None:
    """ "Hegseth said Friday" is not the day of the strike, but it was not later."""
    (claim,) = incidents(read("Hegseth said Friday that a strike on a boat had killed four men."))
    assert (window(claim).basis, str(window(claim).to)) == ("published", "2025-11-28")
    assert window(claim).from_ < window(claim).to


TOTALS = [
    (
        "The military has carried out 21 strikes on boats since September, killing at least 83 people.",
        {"killed": (83, None), "strikes": (21, 21)},
    ),
    (
        "US forces have hit 22 vessels and killed more than 80 people since early September.",
        {"killed": (81, None), "vessels": (22, 22)},
    ),
    (
        "A strike on a boat killed three people on Saturday, bringing the death toll to 83.",
        {"killed": (83, 83)},
    ),
    (
        "Dozens of strikes on boats have killed more than 80 people.",
        {"killed": (81, None), "strikes": (12, None)},
    ),
    (
        "It was the fifth strike on a boat. The total killed is now at least 27.",
        {"killed": (27, None), "strikes": (5, 5)},
    ),
    (
        "At least 72 people have been killed since the attacks on boats began.",
        {"killed": (72, None)},
    ),
]


@pytest.mark.parametrize(("text", "expected"), TOTALS)
def test_a_running_total_is_not_an_incident(text: str, expected: Any) -> None:
    """Totals are told by since, so far, tolls, perfect tenses and plurals; their numbers are no incident's."""
    claims = read(text)
    found = totals(claims)
    assert {name: found.get(name) for name in expected} == expected
    assert all(
        c.counts.get("killed") is None or c.counts["killed"].min < 10 for c in incidents(claims)
    )


NOTHING = [
    "Boat strikes killed a record 14 manatees off Florida this year.",
    "Baristas at 65 stores walked out on strike.",
    "Drug overdoses killed 80,000 Americans last year.",
    "If the carrier attacks boats, hundreds could be killed.",
    "Senators asked whether a strike on a boat could kill civilians?",
    "An Israeli strike killed three people in Gaza on Tuesday.",
    "No one was killed in the strike on the boat.",
    "The administration has not said how many people the strike on the boat killed.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_what_only_looks_like_it_yields_no_toll(text: str) -> None:
    """Homonyms, hypotheses, questions, negations and other wars give no killed of the tally."""
    found = [c for c in read(text) if isinstance(c, IncidentReported) and c.assertion == "asserted"]
    assert not [c for c in found if "killed" in c.counts]


def test_an_earlier_happening_in_the_text_is_background() -> None:
    """What happened weeks ago, or "the strike that killed", is history beside the news."""
    claims = read(
        "A US strike on a boat killed three people on Monday. "
        "Less than two weeks ago a strike in the Caribbean killed 11.",
        "2025-09-16",
    )
    assert [c.counts["killed"].min for c in incidents(claims)] == [3]
    past = [c for c in claims if isinstance(c, IncidentReported) and c.assertion == "background"]
    assert [c.counts["killed"].min for c in past] == [11]


def test_an_ordinal_of_a_week_is_none_of_the_campaign() -> None:
    """ "The second strike this week" says nothing about how many there were."""
    claims = read("The second strike on a boat this week killed two men on Tuesday.")
    assert [c.ordinal for c in incidents(claims)] == [None]
    assert "strikes" not in totals(claims)


def test_survivors_presumed_dead_adjust_an_earlier_incident() -> None:
    """Somebody who is presumed dead is an adjustment of the day that is named, not a death of today."""
    claims = read(
        "At least 65 people have died in the strikes on boats, including a man who survived "
        "the strike of Oct. 27 and is presumed dead.",
        "2025-11-02",
    )
    (adjusted,) = [c for c in claims if isinstance(c, IncidentAdjusted)]
    assert (adjusted.counts["presumed_dead"].min, str(window(adjusted).from_)) == (1, "2025-10-27")
    assert totals(claims)["killed"] == (65, None)


def test_a_remark_without_confirmation_stays_possible() -> None:
    """ "Another one last night", unconfirmed, is kept with its day but is no news of a strike."""
    claims = read(
        "Trump suggested on Sunday that the US had struck another boat last night; it has not been "
        "confirmed.",
        "2025-10-05",
    )
    found = [c for c in claims if isinstance(c, IncidentReported)]
    assert [c.assertion for c in found] == ["possible"]


def test_who_says_it_is_kept() -> None:
    """The speaker beside the verb of saying, and the outlet through which it is told."""
    (claim,) = incidents(
        read("A strike on a boat killed three people on Saturday, Southern Command said.")
    )
    assert (claim.attribution.speaker, claim.attribution.kind) == ("SOUTHCOM", "official")


@pytest.mark.parametrize(
    "text",
    [
        "strike on a boat killed " + "3 and " * 20_000,
        "boat " * 30_000,
        "a strike on a boat killed three people, " * 3_000,
    ],
)
def test_long_hostile_texts_are_read_to_the_end(text: str) -> None:
    """No text makes the reader give up: gaps are bounded, so it ends."""
    assert isinstance(read(text), list)
