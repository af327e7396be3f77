"""Laws 1 to 6 of reconciliation, over claims at random, worlds whose truth is known, and the archive.

1 order, 2 copies, 3 the floor, 4 conservation, 5 no claim no number, 6 as of a time.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from monitor.events import AnyEvent
from monitor.projections import View
from monitor.projections.ledger import Ledger, apply, standing
from monitor.reports import AnyClaim
from tests.projections.projection_claims import (
    TALLY,
    at,
    best,
    copied,
    encoded,
    retracted,
    tallied,
)
from tests.projections.projection_worlds import (
    SPAN,
    World,
    coverage,
    worlds,
)
from tests.projections.real_claims import archive
from tests.projections.tally_law import (
    CLAIMS,
    FIGURES,
    counted,
    days,
    few,
    figures,
    law,
    told,
)

# --- 1 order -----------------------------------------------------------------------------------


def batched(events: Sequence[AnyEvent], chance: random.Random) -> View:
    """The view after these events in some order, in some batches, some of them twice."""
    mixed = [*events, *chance.sample(list(events), len(events) // 4)]
    chance.shuffle(mixed)
    ledger = Ledger()
    while mixed:
        size = chance.randint(1, max(1, len(mixed)))
        ledger, mixed = apply(ledger, mixed[:size]), mixed[size:]
    from monitor.projections.tally import KIND

    return KIND.view(TALLY, standing(ledger, "t"))


@law
@given(coverage("tally"), st.integers())
def test_law_1_any_order_batching_and_repetition_gives_the_same_bytes(
    events: list[AnyEvent], seed: int
) -> None:
    """Claims at random, some of them copied and some retracted."""
    assert encoded(batched(events, random.Random(seed))) == encoded(tallied(*events))


def test_law_1_holds_for_the_archive() -> None:
    """All its claims, ten times over."""
    once = encoded(tallied(*archive()))
    assert {encoded(batched(archive(), random.Random(seed))) for seed in range(10)} == {once}


# --- 2 copies ----------------------------------------------------------------------------------


def copy_of(claim: AnyClaim, later: int) -> list[AnyEvent]:
    """The same claim in a copy of its story, printed days later on another site."""
    assert claim.published is not None
    story = f"copy of {claim.story}"
    again_at = claim.published + timedelta(later, minutes=1)
    again = structs.replace(
        claim,
        id="",
        story=story,
        site="mirror.example",
        published=again_at,
        day=again_at.date(),
        seen=again_at,
    )
    return [copied(0, story, claim.story, claim.lineage), again]


@law
@given(coverage("tally"), st.integers(0, 3))
def test_law_2_copies_change_only_coverage(events: list[AnyEvent], later: int) -> None:
    """Whoever prints it again, days later, adds an outlet and nothing else."""
    gone = {event.claim for event in events if hasattr(event, "why") and hasattr(event, "claim")}
    claims = [claim for claim in told(events) if claim.id not in gone]
    copies = [each for claim in claims[:4] for each in copy_of(claim, later)]
    assert figures(tallied(*events, *copies)) == figures(tallied(*events))


@few
@given(st.lists(st.sampled_from(range(100)), min_size=1, max_size=5, unique=True))
def test_law_2_holds_for_the_archive(which: list[int]) -> None:
    """Copies of its original texts, a day later."""
    claims = [
        claim for claim in told(archive()) if claim.story == claim.lineage and claim.published
    ]
    copies = [each for number in which for each in copy_of(claims[number], 1)]
    assert figures(tallied(*archive(), *copies)) == figures(tallied(*archive()))


# --- 3 the floor ---------------------------------------------------------------------------------


def uncorrected(events: Iterable[AnyEvent]) -> list[AnyEvent]:
    """Claims of texts that correct nothing, each text a voice of its own to the end."""
    return [claim for claim in told(events) if claim.assertion != "correction"]


def assert_no_floor_falls(events: Sequence[AnyEvent]) -> None:
    floors = [
        {name: each["floor"] for name, each in tallied(*events, as_of=day)["totals"].items()}
        for day in days(events)
    ]
    for name in ("killed", "strikes", "vessels"):
        course = [each[name] for each in floors]
        assert course == sorted(course), name


@law
@given(coverage("tally", max_size=20))
def test_law_3_a_floor_never_falls_without_a_correction(events: list[AnyEvent]) -> None:
    """Whatever is claimed in the meantime: contradictions, wild totals, other tolls, other days."""
    assert_no_floor_falls(uncorrected(events))


@law
@given(worlds())
def test_law_3_holds_in_worlds_that_are_truly_told(world: World) -> None:
    """And the floor never exceeds the truth there."""
    assert_no_floor_falls(world.claims)
    assert tallied(*world.claims)["killed"]["floor"] <= sum(world.tolls)


def test_law_3_holds_for_the_archive() -> None:
    """From 2 September to 28 November 2025, copies and revisions included."""
    assert_no_floor_falls(archive())


# --- 4 conservation ------------------------------------------------------------------------------


def assert_conserved(view: View) -> None:
    killed, told_ = view["killed"], counted(view)
    assert killed["confirmed"] == sum((one["killed"] or {"best": 0})["best"] for one in told_)
    assert killed["presumed_dead"] == sum(one["presumed_dead"] for one in told_)
    assert killed["best"] == killed["confirmed"] + killed["presumed_dead"]
    assert killed["best"] + killed["gap"] == killed["floor"]
    for name in FIGURES:
        assert 0 <= view[name]["min"] <= view[name]["best"] <= view[name]["max"]
        for one in told_:
            value = one[name] or {"min": 0, "best": 0, "max": 0}
            assert 0 <= value["min"] <= value["best"] <= value["max"]
        if name != "killed":
            assert view[name]["best"] == sum((one[name] or {"best": 0})["best"] for one in told_)
    for name, each in view["totals"].items():
        assert each["gap"] == each["floor"] - view[name]["best"]


@law
@given(coverage("tally"))
def test_law_4_incidents_adjustments_and_gap_make_the_floor(events: list[AnyEvent]) -> None:
    """And every range holds its best."""
    assert_conserved(tallied(*events))


def test_law_4_holds_for_the_archive_on_every_day() -> None:
    """As of the end of each day on which something was reported."""
    for day in days(archive()):
        assert_conserved(tallied(*archive(), as_of=day))


# --- 5 no claim, no number -----------------------------------------------------------------------


def assert_borne_out(events: Sequence[AnyEvent], view: View) -> None:
    """Each number names claims, and what is taken out is behind none."""
    because: dict[str, list[str]] = view["because"]
    known = {claim.id for claim in told(events)}
    numbers = {name: view[name]["best"] for name in FIGURES} | {
        name: view["killed"][name] for name in ("confirmed", "presumed_dead", "floor")
    }
    for name, number in numbers.items():
        assert bool(because[name]) >= bool(number), name
        assert set(because[name]) <= known
    assert all(one["claims"] for one in view["incidents"])


def without(events: Sequence[AnyEvent], gone: Iterable[str]) -> View:
    taken_out = set(gone)
    late = max((claim.reported for claim in told(events)), default=at(0)) + timedelta(1)
    cut = [
        structs.replace(retracted(0, claim), at=late)
        for claim in told(events)
        if claim.id in taken_out
    ]
    return tallied(*events, *cut)


@law
@given(coverage("tally"))
def test_law_5_each_figure_names_claims_and_goes_with_them(events: list[AnyEvent]) -> None:
    """What its claims bore out is gone, or borne out by others: none of them is behind anything."""
    view = tallied(*events)
    assert_borne_out(events, view)
    for name, behind in view["because"].items():
        after = without(events, behind)
        left = {claim for claims in after["because"].values() for claim in claims}
        left |= {claim for one in after["incidents"] for claim in one["claims"]}
        assert not left.intersection(behind), name
        assert_borne_out(events, after)
    nothing = without(events, [claim.id for claim in told(events)])
    assert best(nothing, *FIGURES) == (0, 0, 0, 0)
    assert (nothing["killed"]["floor"], nothing["incidents"]) == (0, [])


@law
@given(worlds(with_totals=False), st.data())
def test_law_5_the_claims_of_one_happening_take_it_along_and_nothing_else(
    world: World, data: st.DataObject
) -> None:
    """The others stay as they are, to the last byte."""
    view = tallied(*world.claims)
    one = data.draw(st.sampled_from(view["incidents"]))
    after = without(world.claims, one["claims"])
    assert [each for each in view["incidents"] if each["id"] != one["id"]] == after["incidents"]
    assert best(after, "killed") == (best(view, "killed")[0] - one["killed"]["best"],)


def test_law_5_holds_for_the_archive() -> None:
    """Every figure, on the last day; and without all claims there is nothing."""
    view = tallied(*archive())
    assert_borne_out(archive(), view)
    assert view["killed"]["floor"] > 0
    assert best(without(archive(), [claim.id for claim in told(archive())]), *FIGURES) == (
        0,
        0,
        0,
        0,
    )


# --- 6 as of a time ------------------------------------------------------------------------------


@law
@given(coverage("tally"), st.integers(0, SPAN + 2))
def test_law_6_the_answer_of_a_day_does_not_depend_on_later_days(
    events: list[AnyEvent], n: int
) -> None:
    """What was reported later is not known then, and what is asked later is the same."""
    early = [event for event in events if event.reported <= at(n)]
    assert encoded(tallied(*events, as_of=at(n))) == encoded(tallied(*early, as_of=at(n)))


@law
@given(coverage("tally"), st.integers(1, 400))
def test_law_6_when_we_saw_it_changes_no_figure(events: list[AnyEvent], later: int) -> None:
    """A text that has a time of publication counts from then, whenever it was found."""
    seen = [
        structs.replace(event, seen=event.seen + timedelta(later))
        if isinstance(event, CLAIMS)
        else event
        for event in events
    ]
    assert encoded(tallied(*seen)) == encoded(tallied(*events))


@few
@given(st.data())
def test_law_6_holds_for_the_archive(data: st.DataObject) -> None:
    """Any of its days."""
    day = data.draw(st.sampled_from(days(archive())))
    early = [event for event in archive() if event.reported <= day]
    assert encoded(tallied(*archive(), as_of=day)) == encoded(tallied(*early, as_of=day))
