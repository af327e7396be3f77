"""Laws 7 to 10 of reconciliation, over claims at random, worlds whose truth is known, and the archive.

7 locality, 8 readings, 9 vague never narrows, 10 conventions; and a truly told world is found.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import assume, example, given
from hypothesis import strategies as st
from msgspec import structs

from monitor.claims import Readers
from monitor.events import AnyEvent, StoryReread
from monitor.projections import View
from monitor.projections.ledger import Ledger, apply
from monitor.reports import AnyClaim, TotalReported
from tests.projections.projection_claims import (
    at,
    best,
    dozens,
    incident,
    on,
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
from tests.projections.tally_law import (
    FIGURES,
    NOT_ASSERTED,
    counted,
    days,
    few,
    figures,
    law,
    told,
)

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
@given(st.deferred(lambda: st.sampled_from(days(archive()))), st.integers(1, 12))
@example(datetime(2025, 10, 6, tzinfo=UTC), 6)
@example(datetime(2025, 11, 16, tzinfo=UTC), 4)
def test_law_7_holds_for_the_archive(told: datetime, toll: int) -> None:
    """One more text about one day: happenings farther off than a slip keep their figures.

    And all else, unless a claim could mean either: one of a wide window that reaches that day, or the new
    one itself, where the reported totals leave room for none but the happening that it tells again.
    """
    view = tallied(*archive())
    day = told.date()
    number = (day - at(0).date()).days
    after = tallied(*archive(), incident(number, "z", toll, number))
    near = {(day + timedelta(n)).isoformat() for n in range(-3, 4)}
    far = [one for one in view["incidents"] if one["occurred"]["to"] not in near]
    assert far
    kept = {one["id"]: one for one in after["incidents"]}
    for one in far:
        now = kept[one["id"]]
        assert all(now[name] == one[name] for name in ("occurred", "place", "killed"))
        assert now == one or any(reaches(each["window"], near) for each in (now, one))


def reaches(window: dict[str, str], days: set[str]) -> bool:
    """Whether one of the days is within."""
    return any(window["from"] <= day <= window["to"] for day in days)


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
