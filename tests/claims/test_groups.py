"""The dead of one happening from several numbers: what is added, and what is not."""

from __future__ import annotations

import pytest

from tests.claims.reading import Sums, any_dead, incidents, read

ADDED: list[tuple[str, Sums]] = [
    ("Two guards and a police officer are killed in an attack on a bank.", (3, 3)),
    ("A crash kills a member of parliament, her two aides and the pilot.", (4, 4)),
    ("A balloon catches fire, killing the pilot and three passengers.", (4, 4)),
    (
        "A plane hits a street, killing all eight on board as well as two people on the ground.",
        (10, 10),
    ),
    ("A man kills himself and two others with a grenade.", (3, 3)),
    (
        "At least three soldiers are killed by shelling, while separate clashes kill two policemen.",
        (5, None),
    ),
    ("A gunman kills 68 people at a camp and a car bomb kills eight in the capital.", (76, 76)),
    ("The commander is killed along with six of his bodyguards.", (7, 7)),
    ("A lifeguard and two swimmers drown off the beach.", (3, 3)),
]
ALONE: list[tuple[str, Sums]] = [
    ("A fire kills six people, two women and four men.", (6, 6)),
    ("Six people are killed in a fire, including two children.", (6, 6)),
    ("A bomb kills three people and ten others are wounded.", (3, 3)),
    ("A raid kills five men, a neighbour said.", (5, 5)),
    ("The country reports 2,297 new cases and 11 deaths in the past 24 hours.", (11, 11)),
    ("A fire kills hundreds; rescuers have found 312 bodies.", (312, 312)),
    ("Seven of the nine people aboard the boat are dead.", (7, 7)),
    ("Eleven of 30 workers who were trapped have been found dead.", (11, 11)),
    ("Sixty people are injured and five are killed as a tram runs off the rails.", (5, 5)),
]


@pytest.mark.parametrize(("text", "killed"), [*ADDED, *ALONE])
def test_groups_are_added_and_parts_are_not(text: str, killed: Sums) -> None:
    """One number for the happening that the sentence tells."""
    assert [(count.min, count.max) for count in any_dead(text)] == [killed]


def test_the_dead_of_each_boat_make_the_dead_of_the_day() -> None:
    """Parts without a verb are added to the first, unless they come to what is told."""
    text = "US strikes hit two boats on Tuesday: four were killed on one boat, two on another."
    (claim,) = incidents(read(text))
    assert claim.counts["killed"].min == 6
    whole = (
        "US strikes on three boats killed eight men on Tuesday: three on the first, two on the second "
        "and three on the third."
    )
    (claim,) = incidents(read(whole))
    assert claim.counts["killed"].min == 8


def test_so_many_on_each_boat_are_not_the_dead_of_the_day() -> None:
    """Three on each of two boats are six; the text says six, or nothing is said."""
    text = "US strikes hit two boats on Tuesday, with three killed on each; all six were killed at once."
    assert {claim.counts["killed"].min for claim in incidents(read(text))} == {6}


@pytest.mark.parametrize(
    "text",
    [
        "Six men are arrested on suspicion of planning to kill the mayor.",
        "A commander threatens to kill ten hostages.",
        "Twelve Dead in Harrow Lane wins best film at the festival.",
        "Forty-six pilot whales die after stranding on a sandbank.",
        "A 6.4 magnitude earthquake shakes the coast.",
    ],
)
def test_nobody_has_died(text: str) -> None:
    """Plans, names, animals and magnitudes count no dead."""
    assert any_dead(text) == []


def test_the_article_that_counts_one_is_its_own_number() -> None:
    """ "A 37-year-old" is one; the age beside it does not speak against the quote."""
    (count,) = any_dead(
        "John Doe, a 37-year-old baker from the valley, was shot dead in the street."
    )
    assert (count.min, count.words) == (1, ("a",))
