"""The part of a log on which one tracker's answers rest, and that it gives the answers of the whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from monitor.events import AnyEvent, StoryPublished
from monitor.projections.ledger import Ledger, apply, standing
from monitor.projections.shelves import gathered, shelves
from monitor.projections.sightings import Address, address
from monitor.reports import AnyClaim
from tests import strategies
from tests.projections.projection_claims import (
    at,
    copied,
    corrected,
    incident,
    retracted,
    revised,
)
from tests.projections.projection_worlds import SPAN, coverage
from tests.projections.test_projections_ledger import reread


class Kept:
    """Shelves in memory."""

    def __init__(self, events: Iterable[AnyEvent]) -> None:
        self.on: defaultdict[str, list[AnyEvent]] = defaultdict(list)
        self.given = 0
        for event in events:
            for shelf in shelves(event):
                self.on[shelf].append(event)

    def events(self, names: Collection[str]) -> Iterator[AnyEvent]:
        for event in self.found(names):
            assert not isinstance(event, StoryPublished)
            yield event

    def stories(self, names: Collection[str]) -> Iterator[tuple[str, Address]]:
        for event in self.found(names):
            assert isinstance(event, StoryPublished)
            yield event.story, address(event)

    def found(self, names: Collection[str]) -> Iterator[AnyEvent]:
        for name in names:
            self.given += len(self.on[name])
            yield from self.on[name]


@st.composite
def stories(draw: st.DrawFn) -> list[AnyEvent]:
    """Coverage of two trackers, its texts revised, read again and put right by persons."""
    events = draw(coverage("tally"))
    others = draw(coverage("status", max_size=4))
    claims = [each for each in events if isinstance(each, AnyClaim)]
    for claim in claims:
        fate = draw(st.integers(0, 9))
        told = draw(st.integers(0, SPAN))
        if fate == 0:
            events.append(revised(told, claim.story, 2, material=draw(st.booleans())))
        if fate == 1:
            events.append(reread(told, claim.story, 2, of=draw(st.integers(0, 1))))
            events.append(structs.replace(claim, id="", reading=2))
        if fate == 2:
            events.append(corrected(told, claim, killed=2))
    return events + [_other(each) for each in others]


def _other(event: AnyEvent) -> AnyEvent:
    return structs.replace(event, tracker="other") if isinstance(event, AnyClaim) else event


@settings(max_examples=60, deadline=None)
@given(stories(), st.integers(-1, SPAN + 2))
def test_the_part_of_a_tracker_gives_the_answer_of_the_whole(
    events: list[AnyEvent], told: int
) -> None:
    """At every time, for every tracker, whatever became of the texts."""
    whole = apply(Ledger(), events)
    for tracker in ("t", "other", "none"):
        part = gathered(tracker, Kept(events))
        for moment in (at(told), None):
            assert standing(part, tracker, moment) == standing(whole, tracker, moment)


@settings(max_examples=40, deadline=None)
@given(st.lists(strategies.events(), max_size=8), strategies.times())
def test_any_events_there_can_be_are_found_again(events: list[AnyEvent], moment: datetime) -> None:
    """Nothing that the ledger folds stands on no shelf."""
    whole = apply(Ledger(), events)
    for tracker in whole.claims:
        part = gathered(tracker, Kept(events))
        assert standing(part, tracker, moment) == standing(whole, tracker, moment)


def test_only_what_the_tracker_rests_on_is_asked_for() -> None:
    """Stories that nobody has made a claim of, and claims of other trackers, stay where they are."""
    mine, other = incident(1, "a", 3, 1), incident(1, "b", 4, 1, tracker="other")
    strangers: list[Any] = [copied(n, f"x{n}", f"y{n}") for n in range(50)]
    there = Kept([mine, other, *strangers, copied(2, "c", mine.story), retracted(3, other)])
    assert set(gathered("t", there).addresses) == {"c"}
    assert there.given < 6
