"""The latest supported value of a number, and what does not become it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest

from monitor import registry
from monitor.projections import Change, View
from monitor.projections.quantity.viewing import stated
from monitor.reports import AnyClaim
from monitor.topics import Tracker
from monitor.values import Count
from tests.projections.projection_claims import dozens, quantity, shown

TROOPS = Tracker(
    id="t",
    kind="quantity",
    title="Troops",
    reader="quantities",
    options={"unit": "troops", "plausible": [100, 100_000]},
)


def value(*claims: AnyClaim) -> int | None:
    found: int | None = shown(TROOPS, *claims)["value"]
    return found


def series(view: View) -> list[tuple[int, str]]:
    return [(point["value"], point["status"]) for point in view["series"]]


def about(low: int, high: int, words: str) -> Count:
    return Count(low, high, (words,))


def test_the_newest_day_decides() -> None:
    """Whatever the order of arrival."""
    claims = [quantity(1, "a", 6500), quantity(9, "b", 8000), quantity(4, "c", 7000)]
    assert value(*claims) == value(*claims[::-1]) == 8000


def test_without_claims_there_is_no_value() -> None:
    """Unknown is not 0."""
    view = shown(TROOPS)
    assert (view["value"], view["series"], view["range"]) == (None, [], {"min": None, "max": None})


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (Count(15_000, 15_000, ("15,000",)), 15_000),
        (Count(12_001, None, ("more than 12,000",)), 12_000),
        (Count(14_250, 15_750, ("about 15,000",)), 15_000),
        (Count(14_000, 16_000, ("some fifteen thousand",)), 15_000),
        (Count(13, None, ("more than a dozen",)), 13),
        (Count(70, 70), 70),
    ],
    ids=["exact", "more than", "about", "in words", "open in words", "by a person"],
)
def test_the_value_is_the_number_that_the_text_prints(count: Count, expected: int) -> None:
    """The bounds are kept beside it."""
    assert stated(count) == expected


def test_the_bounds_of_the_value_are_whole_numbers() -> None:
    """ "About 15,000" has both; an open one has itself."""
    view = shown(TROOPS, quantity(1, "a", about(14_250, 15_750, "about 15,000")))
    assert (view["value"], view["min"], view["max"]) == (15_000, 14_250, 15_750)
    view = shown(TROOPS, quantity(1, "a", (12_000, None)))
    assert (view["value"], view["min"], view["max"]) == (12_000, 12_000, 12_000)


def test_what_will_be_does_not_count() -> None:
    """ "Will bring the number to 14,500"."""
    claim = quantity(5, "b", 14_500, prospective=True)
    view = shown(TROOPS, quantity(1, "a", 10_000), claim)
    assert view["value"] == 10_000
    assert [one["claim"] for one in view["set_aside"]] == [claim.id]


@pytest.mark.parametrize(
    "wrong",
    [
        quantity(5, "b", 70, unit="per cent"),
        quantity(5, "b", 12, unit="troops"),
        quantity(5, "b", dozens(9000)),
        quantity(5, "b", 9000, assertion="possible"),
    ],
    ids=["unit", "implausible", "vague", "possible"],
)
def test_what_is_no_value_of_this_number_is_set_aside(wrong: AnyClaim) -> None:
    """Each with its reason."""
    view = shown(TROOPS, quantity(1, "a", 10_000), wrong)
    assert view["value"] == 10_000
    assert [one["claim"] for one in view["set_aside"]] == [wrong.id]


def test_a_jump_by_more_than_half_needs_two_voices() -> None:
    """The crew of one ship, told as the force: claimed until a second voice."""
    base = [quantity(1, who, 10_000) for who in "ab"]
    crew = quantity(3, "c", 4_000)
    view = shown(TROOPS, *base, crew)
    assert (view["value"], view["claimed"]["value"]) == (10_000, 4_000)
    copies = [quantity(4, who, 4_000, lineage=crew.lineage) for who in "de"]
    assert value(*base, crew, *copies) == 10_000
    assert value(*base, crew, quantity(4, "d", 4_000)) == 4_000


def test_an_old_figure_printed_late_needs_two_voices_to_come_back() -> None:
    """12,000 was left behind for 15,000."""
    base = [quantity(1, "a", 12_000), quantity(5, "a", 15_000)]
    view = shown(TROOPS, *base, quantity(7, "b", 12_000))
    assert (view["value"], series(view)[-1]) == (15_000, (12_000, "repeat"))
    assert value(*base, quantity(7, "b", 12_000), quantity(8, "c", 12_000)) == 12_000


def test_a_bound_that_holds_the_value_bears_it_out() -> None:
    """ "More than 5,000" while 6,500 stands changes nothing and adds a voice."""
    view = shown(TROOPS, quantity(1, "a", 6500), quantity(4, "b", (5000, None)))
    assert (view["value"], view["voices"], view["day"]) == (6500, 2, "2031-03-05")
    assert view["first_reported"]["site"] == "a.example"


def test_of_one_day_the_value_with_most_voices_stands() -> None:
    """The other is kept beside it."""
    view = shown(TROOPS, *(quantity(1, who, 10_000) for who in "ab"), quantity(1, "c", 11_000))
    assert view["value"] == 10_000
    assert sorted(series(view)) == [(10_000, "supported"), (11_000, "beside")]


def test_the_series_has_its_range() -> None:
    """From the lowest to the highest that was supported."""
    view = shown(TROOPS, quantity(1, "a", 6000), quantity(5, "a", 8000), quantity(7, "a", 50_000))
    assert view["range"] == {"min": 6000, "max": 8000}
    assert series(view) == [(6000, "supported"), (8000, "supported"), (50_000, "claimed")]


def test_a_new_value_and_a_claimed_one_are_news() -> None:
    """The second at a lower weight."""
    kind = registry.resolve("projections", "quantity")
    base = [quantity(1, "a", 10_000)]
    views: list[Any] = [None]
    for claim in (quantity(2, "a", 12_000), quantity(3, "b", 40_000)):
        views.append(shown(TROOPS, *base))
        base.append(claim)
    views.append(shown(TROOPS, *base))
    told = [kind.changes(TROOPS, old, new) for old, new in pairwise(views)]
    assert [[(c.field, c.before, c.after, c.severity) for c in each] for each in told] == [
        [("value", "", "10000", "notice")],
        [("value", "10000", "12000", "notice")],
        [("claimed", "", "40000", "info")],
    ]


def told(tracker: Tracker, before: Sequence[AnyClaim], more: Sequence[AnyClaim]) -> list[Change]:
    kind = registry.resolve("projections", "quantity")
    old = shown(tracker, *before) if before else None
    taken_back = frozenset(claim.id for claim in more if claim.assertion == "correction")
    found: list[Change] = kind.changes(tracker, old, shown(tracker, *before, *more), taken_back)
    return found


@pytest.mark.parametrize(
    ("after", "kind", "severity", "title"),
    [
        (12_000, "rise", "notice", "Troops: 12,000 troops, was 10,000"),
        (9_000, "fall", "notice", "Troops: 9,000 troops, was 10,000"),
        (10_400, "rise", "info", "Troops: 10,400 troops, was 10,000"),
    ],
)
def test_a_value_that_moves_by_no_more_than_noise_wakes_nobody(
    after: int, kind: str, severity: str, title: str
) -> None:
    """It is recorded all the same."""
    (change,) = told(TROOPS, [quantity(1, "a", 10_000)], [quantity(2, "b", after)])
    assert (change.kind, change.severity, change.title) == (kind, severity, title)


def test_small_steps_one_way_are_told_when_they_add_up() -> None:
    """What counts is how far it is from what was last told aloud."""
    claims = [quantity(n, "a", 10_000 + 300 * n) for n in range(4)]
    weights = [told(TROOPS, claims[:n], [claims[n]])[0].severity for n in range(1, len(claims))]
    assert weights == ["info", "notice", "info"]


def test_the_noise_of_a_poll_is_in_points() -> None:
    """Three of a hundred, not five per cent of seventy."""
    poll = Tracker(
        id="t",
        kind="quantity",
        title="Against",
        reader="quantities",
        options={"unit": "per cent", "points": 3},
    )
    for value, severity in ((43, "info"), (44, "notice")):
        claims = [quantity(n, "a", v, unit="per cent") for n, v in ((1, 40), (2, value))]
        (change,) = told(poll, [claims[0]], [claims[1]])
        assert change.severity == severity


def test_a_corrected_value_is_told_as_such() -> None:
    """The text says that it corrects."""
    more = [quantity(2, "a", 8_000, assertion="correction")]
    (change,) = told(TROOPS, [quantity(1, "a", 10_000)], list(more))
    assert (change.kind, change.title) == (
        "correction",
        "Troops: corrected to 8,000 troops, was 10,000",
    )


def test_a_dispute_of_many_values_has_a_title_of_one_line() -> None:
    """A feed may give a hundred figures a day: four are named, and what has changed says all of them."""
    more = [quantity(3, f"o{n}", 9_000 + 600 * n) for n in range(10)]
    dispute = told(TROOPS, [quantity(1, "a", 10_000)], more)[-1]
    values = dispute.after.count(" or ") + 1
    assert values > 6
    assert dispute.title.count(" or ") == 3
    assert dispute.title.endswith(f" troops and {values - 4} more")


def test_two_values_with_support_on_one_day_are_a_dispute() -> None:
    """Until a later day has one; a figure of one voice against three is none."""
    base = [quantity(1, "a", 10_000)]
    one, other = quantity(3, "b", 12_000), quantity(3, "c", 14_000)
    found = told(TROOPS, base, [one, other])
    assert [(each.kind, each.severity) for each in found] == [
        ("rise", "notice"),
        ("dispute", "info"),
    ]
    known = [quantity(3, who, 12_000) for who in "bd"]
    (beside,) = told(TROOPS, [*base, *known], [other])
    assert (beside.kind, beside.severity) == ("dispute", "notice")
    assert found[1].title == "Troops: outlets differ: 12,000 or 14,000 troops"
    assert set(found[1].because) == {one.id, other.id}
    settled = told(TROOPS, [*base, one, other], [quantity(5, who, 14_000) for who in "de"])
    assert settled[-1].title == "Troops: outlets agree now: 14,000 troops"
    many = [quantity(3, who, 12_000) for who in "bcd"]
    assert [each.kind for each in told(TROOPS, base, [*many, quantity(3, "e", 14_000)])] == ["rise"]
