"""The laws of reconciliation, over claims at random and over worlds whose truth is known."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from msgspec import structs

from monitor.events import AnyEvent
from monitor.projections import View
from monitor.reports import AnyClaim, IncidentAdjusted, IncidentReported, TotalReported
from monitor.values import Assertion
from tests.projections.projection_claims import (
    at,
    best,
    copied,
    dozens,
    encoded,
    incident,
    on,
    retracted,
    tallied,
    total,
)
from tests.projections.projection_worlds import GAP, World, coverage, incidents, worlds

CLAIMS = (IncidentReported, TotalReported, IncidentAdjusted)
NOT_ASSERTED: tuple[Assertion, ...] = ("planned", "conditional", "negated", "denied", "background")

PHASES = (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)
law = settings(max_examples=30, deadline=None, phases=PHASES)

COVERAGE = {"outlets", "claims", "mentions", "because", "set_aside", "reported"}
"""Keys of a view that say who reported, not what is so."""


def figures(value: Any) -> Any:
    """A view without its coverage."""
    if isinstance(value, dict):
        return {key: figures(each) for key, each in value.items() if key not in COVERAGE}
    return [figures(each) for each in value] if isinstance(value, list) else value


def counted(view: View) -> list[dict[str, Any]]:
    return [one for one in view["incidents"] if one["status"] == "counted"]


def copy_of(claim: AnyClaim, days: int) -> list[AnyEvent]:
    """The same claim in a copy of its story, printed days later on another site."""
    assert claim.published is not None
    story = f"copy of {claim.story}"
    later = claim.published + timedelta(days, minutes=1)
    again = structs.replace(
        claim,
        id="",
        story=story,
        site="mirror.example",
        published=later,
        day=later.date(),
        seen=later,
    )
    return [copied(0, story, claim.story, claim.lineage), again]


@law
@given(coverage("tally"), st.integers(0, 3))
def test_copies_change_only_coverage(events: list[AnyEvent], days: int) -> None:
    """Two: whoever prints it again, days later, adds an outlet and nothing else."""
    gone = {event.claim for event in events if hasattr(event, "why") and hasattr(event, "claim")}
    told = [e for e in events if isinstance(e, CLAIMS) and e.id not in gone]
    copies = [each for claim in told[:4] for each in copy_of(claim, days)]
    assert figures(tallied(*events, *copies)) == figures(tallied(*events))


@law
@given(worlds())
def test_a_truly_told_world_is_found(world: World) -> None:
    """Right, lagging, bounded and wild totals about incidents that two outlets tell: the truth."""
    view = tallied(*world.claims)
    assert best(view, "strikes", "killed") == (len(world.tolls), sum(world.tolls))
    assert view["killed"]["floor"] <= sum(world.tolls)


@law
@given(worlds())
def test_the_floor_never_falls(world: World) -> None:
    """Three: from day to day, while nothing is corrected or retracted."""
    floors = [
        tallied(*world.claims, as_of=at(n, 23))["killed"]["floor"]
        for n in range(GAP * len(world.tolls) + 2)
    ]
    assert floors == sorted(floors)


@law
@given(coverage("tally"))
def test_sums_and_gap_make_the_floor(events: list[AnyEvent]) -> None:
    """Four: what is counted, presumed and missing add up, and every range holds its best."""
    view = tallied(*events)
    killed = view["killed"]
    told = counted(view)
    assert killed["confirmed"] == sum((one["killed"] or {"best": 0})["best"] for one in told)
    assert killed["presumed_dead"] == sum(one["presumed_dead"] for one in told)
    assert killed["confirmed"] + killed["presumed_dead"] + killed["gap"] == killed["floor"]
    for name in ("strikes", "vessels", "killed", "survivors"):
        assert 0 <= view[name]["min"] <= view[name]["best"] <= view[name]["max"]
        if name != "killed":
            assert view[name]["best"] == sum((one[name] or {"best": 0})["best"] for one in told)


@law
@given(coverage("tally"))
def test_a_retracted_claim_is_behind_no_figure(events: list[AnyEvent]) -> None:
    """Five: without its claims an incident is gone, and no figure names what was taken out."""
    view = tallied(*events)
    for one in view["incidents"][:2]:
        gone = [e for e in events if isinstance(e, IncidentReported) and e.id in one["claims"]]
        after = tallied(*events, *(retracted(30, claim) for claim in gone))
        taken = {claim.id for claim in gone}
        assert not taken.intersection(c for claims in after["because"].values() for c in claims)
        assert not taken.intersection(c for each in after["incidents"] for c in each["claims"])
    everything = [e for e in events if isinstance(e, CLAIMS)]
    empty = tallied(*events, *(retracted(30, claim) for claim in everything))
    assert best(empty, "strikes", "vessels", "killed", "survivors") == (0, 0, 0, 0)
    assert empty["incidents"] == []


@law
@given(coverage("tally"), st.integers(0, 18))
def test_the_answer_of_a_day_does_not_depend_on_later_days(events: list[AnyEvent], n: int) -> None:
    """Six: what was reported later is not known then, and what is asked later is the same."""
    early = [event for event in events if event.reported <= at(n)]
    assert encoded(tallied(*events, as_of=at(n))) == encoded(tallied(*early, as_of=at(n)))


@law
@given(worlds(with_totals=False), st.integers(1, 9))
def test_a_claim_with_a_day_touches_only_happenings_of_its_days(world: World, toll: int) -> None:
    """Seven: the others stay as they are, to the last byte."""
    before = tallied(*world.claims)
    far = GAP * len(world.tolls) + 5
    for day in (-9, far):
        after = tallied(*world.claims, incident(day, "z", toll, day))
        rest = [one for one in after["incidents"] if one["occurred"]["to"] != f"{at(day).date()}"]
        assert rest == before["incidents"]


@law
@given(worlds(), st.data())
def test_vague_and_open_claims_never_narrow(world: World, data: st.DataObject) -> None:
    """Nine: where outlets agree on a number, "dozens" and "at least one" change none."""
    number = data.draw(st.integers(0, len(world.tolls) - 1))
    killed = data.draw(st.sampled_from(((1, None), (0, None), dozens(1), None)))
    day = GAP * number
    vague = incident(day + 1, "z", killed, data.draw(st.sampled_from((on(day), on(day - 1, day)))))
    before, after = tallied(*world.claims), tallied(*world.claims, vague)
    assert best(after, "strikes", "killed") == best(before, "strikes", "killed")
    assert after["killed"]["max"] >= before["killed"]["max"]
    assert after["killed"]["min"] <= before["killed"]["min"]


@law
@given(
    coverage("tally"),
    incidents(),
    st.sampled_from(NOT_ASSERTED),
)
def test_what_is_not_asserted_never_enters(
    events: list[AnyEvent], claim: IncidentReported, assertion: Any
) -> None:
    """Nine: hedged, conditional, negated and background claims change no figure."""
    hedged = structs.replace(claim, id="", assertion=assertion)
    left, right = tallied(*events), tallied(*events, hedged)
    for view in (left, right):
        view.pop("lineages")
    assert figures(left) == figures(right)


@law
@given(worlds(), st.booleans())
def test_conventions_do_not_vote_against_each_other(world: World, presumed: bool) -> None:
    """Ten: totals under one convention leave those under the other as they were."""
    right = sum(world.tolls)
    told = GAP * len(world.tolls)
    mine = [total(told, who, right, presumed=presumed) for who in "xy"]
    other = [total(told, who, right + 1, presumed=not presumed) for who in "pqr"]
    verdicts = {
        line["verdict"]
        for line in tallied(*world.claims, *mine, *other)["reported"]
        if line["value"] == right and line["presumed"] is presumed
    }
    assert verdicts == {"supported"}
