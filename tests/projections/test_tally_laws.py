"""The ten laws of reconciliation, each over claims at random, worlds whose truth is known, and the archive.

1 order, 2 copies, 3 the floor, 4 conservation, 5 no claim no number, 6 as of a time, 7 locality, 8 readings,
9 vague never narrows, 10 conventions.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st
from msgspec import structs

from monitor.claims import Readers
from monitor.events import AnyEvent, StoryReread
from monitor.projections import View
from monitor.projections.ledger import Ledger, apply, standing
from monitor.reports import AnyClaim, IncidentAdjusted, IncidentReported, TotalReported
from monitor.values import Assertion
from tests.projections.projection_claims import (
    TALLY,
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
from tests.projections.projection_worlds import (
    GAP,
    SPAN,
    World,
    coverage,
    incidents,
    totals,
    worlds,
)
from tests.projections.real_claims import archive, taken, topic

CLAIMS = (IncidentReported, TotalReported, IncidentAdjusted)
NOT_ASSERTED: tuple[Assertion, ...] = ("planned", "conditional", "negated", "denied", "background")
FIGURES = ("strikes", "vessels", "killed", "survivors")

PHASES = (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)
law = settings(max_examples=30, deadline=None, phases=PHASES)
few = settings(law, max_examples=8)
"""For laws that look at the archive again and again."""

COVERAGE = {"outlets", "claims", "mentions", "because", "set_aside", "reported"}
"""Keys of a view that say who reported, not what is so."""


def figures(value: Any) -> Any:
    """A view without its coverage."""
    if isinstance(value, dict):
        return {key: figures(each) for key, each in value.items() if key not in COVERAGE}
    return [figures(each) for each in value] if isinstance(value, list) else value


def counted(view: View) -> list[dict[str, Any]]:
    return [one for one in view["incidents"] if one["status"] == "counted"]


def told(events: Iterable[AnyEvent]) -> list[Any]:
    """The claims among events."""
    return [event for event in events if isinstance(event, CLAIMS)]


def days(events: Iterable[AnyEvent]) -> list[datetime]:
    """The end of each day on which something was reported."""
    found = {event.reported.date() for event in told(events)}
    return [
        datetime.combine(day, datetime.max.time(), at(0).tzinfo).replace(microsecond=0)
        for day in sorted(found)
    ]


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


# --- 7 locality ----------------------------------------------------------------------------------


@law
@given(worlds(with_totals=False), st.integers(1, 9), st.data())
def test_law_7_a_claim_with_a_day_touches_only_happenings_of_its_days(
    world: World, toll: int, data: st.DataObject
) -> None:
    """Before, after and between the others: they stay as they are, to the last byte."""
    before = tallied(*world.claims)
    between = [GAP * n + 3 for n in range(len(world.tolls))]
    day = data.draw(st.sampled_from([-9, *between, GAP * len(world.tolls) + 5]))
    after = tallied(*world.claims, incident(day, "z", toll, day))
    rest = [one for one in after["incidents"] if one["occurred"]["to"] != f"{at(day).date()}"]
    assert rest == before["incidents"]


@few
@given(st.data(), st.integers(1, 12))
def test_law_7_holds_for_the_archive(data: st.DataObject, toll: int) -> None:
    """One more text about one day: happenings farther off than a slip keep all that they are."""
    view = tallied(*archive())
    day = data.draw(st.sampled_from(days(archive()))).date()
    number = (day - at(0).date()).days
    after = tallied(*archive(), incident(number, "z", toll, number))
    near = {(day + timedelta(n)).isoformat() for n in range(-3, 4)}
    far = [one for one in view["incidents"] if one["occurred"]["to"] not in near]
    assert far
    kept = {one["id"]: one for one in after["incidents"]}
    assert [kept.get(one["id"]) for one in far] == far


# --- 8 readings ----------------------------------------------------------------------------------


@law
@given(coverage("tally"), st.data())
def test_law_8_reading_a_story_again_only_appends(
    events: list[AnyEvent], data: st.DataObject
) -> None:
    """Newer rules that read the same give the same figures; the older claims stay in the log."""
    claims = told(events)
    assume(claims)
    story = data.draw(st.sampled_from(sorted({claim.story for claim in claims})))
    gone = {event.claim for event in events if hasattr(event, "why") and hasattr(event, "claim")}
    old = [claim for claim in claims if claim.story == story]
    assume(not gone.intersection(claim.id for claim in old))
    again = [structs.replace(claim, id="", reading=2) for claim in old]
    first = min(old, key=lambda claim: claim.reported)
    reread = StoryReread(
        story=story,
        reading=2,
        pack="en/2",
        published=first.reported,
        seen=at(SPAN + 3),
    )
    after = tallied(*events, reread, *again)
    assert renamed(figures(after), {}) == renamed(figures(tallied(*events)), {})
    ledger = apply(Ledger(), [*events, reread, *again])
    assert {claim.id for claim in claims} <= ledger.claims["t"].keys()


def renamed(value: Any, names: dict[str, str]) -> Any:
    """A view in which claims are called by the order in which they are named."""
    if isinstance(value, dict):
        return {
            key: names.setdefault(each, f"claim {len(names)}")
            if key == "claim"
            else renamed(each, names)
            for key, each in value.items()
        }
    return [renamed(each, names) for each in value] if isinstance(value, list) else value


def test_law_8_the_same_texts_and_rules_give_the_same_claims() -> None:
    """Read by fresh readers, in another order, after other texts."""
    _, stories = taken()
    some = stories[::7]
    first = {story.id: Readers(topic()).read(story) for story in some[:3]}
    readers = Readers(topic())
    again = {story.id: readers.read(story) for story in reversed(some)}
    assert first
    assert all(again[name] == claims for name, claims in first.items())
    assert all(readers.read(story) == again[story.id] for story in some)


# --- 9 vague never narrows -----------------------------------------------------------------------


@law
@given(worlds(), st.data())
def test_law_9_vague_and_open_claims_never_narrow(world: World, data: st.DataObject) -> None:
    """Where outlets agree on a number, "dozens" and "at least one" change none."""
    number = data.draw(st.integers(0, len(world.tolls) - 1))
    killed = data.draw(st.sampled_from(((1, None), (0, None), dozens(1), None)))
    day = GAP * number
    vague = incident(day + 1, "z", killed, data.draw(st.sampled_from((on(day), on(day - 1, day)))))
    before, after = tallied(*world.claims), tallied(*world.claims, vague)
    assert best(after, "strikes", "killed") == best(before, "strikes", "killed")
    assert after["killed"]["max"] >= before["killed"]["max"]
    assert after["killed"]["min"] <= before["killed"]["min"]


@law
@given(coverage("tally"), st.one_of(incidents(), totals()), st.sampled_from(NOT_ASSERTED))
def test_law_9_what_is_not_asserted_never_enters(
    events: list[AnyEvent], claim: AnyClaim, assertion: Any
) -> None:
    """Hedged, conditional, negated and background claims change no figure."""
    hedged = structs.replace(claim, id="", assertion=assertion)
    left, right = tallied(*events), tallied(*events, hedged)
    for view in (left, right):
        view.pop("lineages")
    assert figures(left) == figures(right)


@law
@given(coverage("tally"), st.integers(0, SPAN), st.integers(1, 60))
def test_law_9_a_vague_total_is_no_total(events: list[AnyEvent], day: int, number: int) -> None:
    """ "Dozens have died" and "between 40 and 60" bear nothing out and refute nothing."""
    rough = [total(day, "z", dozens(number)), total(day, "y", (number, number + 9))]
    left, right = tallied(*events), tallied(*events, *rough)
    for view in (left, right):
        view.pop("lineages")
    assert figures(left) == figures(right)


@few
@given(st.data())
def test_law_9_holds_for_the_archive(data: st.DataObject) -> None:
    """ "At least one" about a day on which there was a strike."""
    view = tallied(*archive())
    one = data.draw(st.sampled_from(counted(view)))
    day = (datetime.fromisoformat(one["occurred"]["to"]).date() - at(0).date()).days
    vague = incident(day + 1, "z", (1, None), day, place=one["place"])
    after = tallied(*archive(), vague)
    assert [after[name] for name in FIGURES] == [view[name] for name in FIGURES]


# --- 10 conventions ------------------------------------------------------------------------------


def verdicts(view: View, presumed: bool | None) -> list[tuple[Any, ...]]:
    return [
        (line["measure"], line["day"], line["value"], line["verdict"], line["voices"])
        for line in view["reported"]
        if line["presumed"] is presumed
    ]


@law
@given(worlds(), st.booleans(), st.integers(1, 3), st.sampled_from(("x", "xy")))
def test_law_10_conventions_do_not_vote_against_each_other(
    world: World, presumed: bool, more: int, voices: str
) -> None:
    """Any number of totals under one convention leaves those under the other as they were."""
    right, day = sum(world.tolls), GAP * len(world.tolls)
    mine = [total(day, who, right + more, presumed=presumed) for who in voices]
    other = [total(day + 5, who, right, presumed=not presumed) for who in "pqr"]
    before, after = tallied(*world.claims, *mine), tallied(*world.claims, *mine, *other)
    assert verdicts(before, presumed)
    assert verdicts(after, presumed) == verdicts(before, presumed)


@law
@given(st.lists(totals(), max_size=12, unique_by=lambda claim: claim.id))
def test_law_10_holds_for_totals_alone(claims: list[TotalReported]) -> None:
    """Without incidents to bear them out, each convention has its own verdicts."""
    plain = [
        structs.replace(claim, id="", assertion="asserted", scope=None)
        for claim in claims
        if claim.presumed is not None
    ]
    both = tallied(*plain)
    for presumed in (True, False):
        mine = [claim for claim in plain if claim.presumed is presumed]
        alone = verdicts(tallied(*mine), presumed)
        assert [line for line in verdicts(both, presumed)] == alone


# --- worlds --------------------------------------------------------------------------------------


@law
@given(worlds())
def test_a_truly_told_world_is_found(world: World) -> None:
    """Right, lagging, bounded and wild totals about incidents that two outlets tell: the truth."""
    view = tallied(*world.claims)
    assert best(view, "strikes", "killed") == (len(world.tolls), sum(world.tolls))
