"""What a language model has proposed: it waits for a second voice, and gives way to the rules."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from monitor import registry
from monitor.events import AnyEvent
from monitor.projections import Kind, Standing, View
from monitor.projections.corroboration import ALONE, READ
from monitor.projections.ledger import Ledger, apply, standing
from monitor.reports import AnyClaim
from monitor.topics import Alone
from monitor.values import Quote
from tests import strategies
from tests.projections.projection_claims import (
    TALLY,
    best,
    copied,
    encoded,
    incident,
    on,
    quantity,
    revised,
    stands,
    statement,
    status,
    tallied,
    total,
)

PACK = {"pack": "model/1+en/1", "rule": "model/small@1"}


def later(claim: AnyClaim, start: int = 500) -> AnyClaim:
    """The same claim with its quote elsewhere in the text: the rules have not read these words."""
    quote = claim.quote
    there = Quote(quote.field, start, start + len(quote.text), quote.text)
    return structs.replace(claim, id="", quote=there)


def proposed(make: Any, *args: Any, **more: Any) -> AnyClaim:
    """A claim as a model has it."""
    claim: AnyClaim = make(*args, **PACK, **more)
    return claim


def waiting(found: Standing) -> dict[str, str]:
    """What does not stand, and why."""
    return {each.claim: each.reason for each in found.retired}


def counted(*events: AnyEvent) -> Standing:
    """What stands where a model's word counts at once."""
    return standing(apply(Ledger(), events), "t", alone="counted")


# --- alone ---------------------------------------------------------------------------------------


def test_what_only_a_model_has_read_moves_no_figure() -> None:
    """It is shown among what was set aside, with the reason, and is counted nowhere."""
    known: list[AnyClaim] = [incident(1, "a", 3, 1), incident(2, "b", 3, 1), total(3, "c", 3)]
    wild = [proposed(incident, 5, "m", 40, 5), proposed(total, 5, "m", 900)]
    before, after = tallied(*known), tallied(*known, *wild)
    alone = [{"claim": claim.id, "reason": ALONE} for claim in sorted(wild, key=lambda c: c.id)]
    assert after["set_aside"] == [*before["set_aside"], *alone]
    assert encoded({**after, "set_aside": []}) == encoded({**before, "set_aside": []})


@pytest.mark.parametrize(
    ("claim", "same"),
    [
        (proposed(incident, 5, "m", 4, 5), incident(6, "b", 4, on(4, 6))),
        (proposed(incident, 5, "m", 4, 5), proposed(incident, 6, "n", 4, 5)),
        (proposed(incident, 5, "m", 4, None), incident(6, "b", 4, None)),
        (proposed(incident, 5, "m", None, 5, ordinal=9), incident(6, "b", 4, 5, ordinal=9)),
        (proposed(total, 5, "m", 83), total(7, "b", (83, None))),
        (proposed(status, 5, "m", "held", "call"), status(6, "b", "held", "call")),
        (proposed(quantity, 5, "m", 15_000), quantity(6, "b", 15_000)),
        (
            proposed(statement, 5, "m", "Vesk", "offer", "oil"),
            statement(6, "b", "Vesk", "offer", "oil"),
        ),
    ],
)
def test_a_second_voice_bears_it_out(claim: AnyClaim, same: AnyClaim) -> None:
    """By rule or by model; from then on it is a claim like any other."""
    assert waiting(stands([claim])) == {claim.id: ALONE}
    found = stands([claim, same])
    assert {each.id for each in found.claims} == {claim.id, same.id}
    assert found.retired == ()


@pytest.mark.parametrize(
    ("claim", "other"),
    [
        (proposed(incident, 5, "m", 4, 5), incident(6, "b", 5, 5)),
        (proposed(incident, 5, "m", 4, 5), incident(9, "b", 4, 9)),
        (proposed(incident, 5, "m", 4, 5, ordinal=7), incident(6, "b", 4, 5, ordinal=8)),
        (proposed(incident, 5, "m", 4, 5, survivors=2), incident(6, "b", 4, 5)),
        (proposed(incident, 5, "m", 4, 5), total(6, "b", 4)),
        (proposed(incident, 5, "m", 4, 5), incident(6, "b", 4, 5, assertion="background")),
        (proposed(incident, 5, "m", 4, None), incident(30, "b", 4, None)),
        (proposed(total, 5, "m", 83), total(6, "b", 83, scope="week")),
        (proposed(total, 5, "m", 83), total(6, "b", 84)),
        (proposed(status, 5, "m", "held", "call"), status(6, "b", "held", "meeting")),
        (proposed(status, 5, "m", "held"), status(6, "b", "agreed")),
        (proposed(quantity, 5, "m", 15_000), quantity(6, "b", 15_000, unit="barrels")),
        (proposed(quantity, 5, "m", 15_000), quantity(6, "b", 15_000, prospective=True)),
        (proposed(statement, 5, "m", "Vesk", "offer"), statement(6, "b", "Vesk", "threat")),
    ],
)
def test_what_is_said_of_something_else_does_not(claim: AnyClaim, other: AnyClaim) -> None:
    """Another number, day, stage or subject, or the same one meant otherwise."""
    assert waiting(stands([claim, other])) == {claim.id: ALONE}


@pytest.mark.parametrize(
    "told",
    [
        [proposed(incident, 5, "m", 4, 5), proposed(incident, 6, "m", 4, 5)],
        [
            proposed(incident, 5, "m", 4, 5),
            proposed(incident, 6, "x", 4, 5, lineage="m-5-12"),
            copied(6, "x-6-12", "m-5-12", "m-5-12"),
        ],
        [proposed(incident, 6, "x", 4, 5, wire="AP"), proposed(incident, 6, "y", 4, 5, wire="AP")],
    ],
)
def test_one_voice_is_no_second_one_however_often_it_speaks(told: list[AnyEvent]) -> None:
    """The same outlet, a copy, two rewrites of one agency."""
    found = stands(told)
    assert found.claims == ()
    assert set(waiting(found).values()) == {ALONE}


def test_the_newest_figure_waits_for_the_voice_that_bears_it_out() -> None:
    """Then it moves once, on two voices."""
    claim, known = proposed(incident, 5, "m", 4, 5), incident(1, "a", 3, 1)
    assert best(tallied(known, claim), "strikes", "killed") == (1, 3)
    assert best(tallied(known, claim, proposed(incident, 6, "n", 4, 5)), "strikes", "killed") == (
        2,
        7,
    )


# --- the rules win -------------------------------------------------------------------------------


@pytest.mark.parametrize("alone", ["set aside", "counted"])
@pytest.mark.parametrize(
    ("claim", "rule"),
    [
        (later(proposed(incident, 5, "m", 5, 5)), incident(5, "m", 4, 5)),
        (later(proposed(incident, 5, "m", 5, None)), incident(5, "m", 4, 5)),
        (later(proposed(total, 5, "m", 83)), total(5, "m", 80)),
        (later(proposed(status, 5, "m", "held")), status(5, "m", "discussed")),
        (later(proposed(quantity, 5, "m", 9_000)), quantity(5, "m", 15_000)),
        (proposed(incident, 5, "m", 80, 5), total(5, "m", 80)),
        (proposed(incident, 5, "m", 80, 5), incident(5, "m", 80, 1, assertion="background")),
    ],
)
def test_where_the_rules_have_read_a_text_the_model_is_not_heard(
    claim: AnyClaim, rule: AnyClaim, alone: Alone
) -> None:
    """About the same thing, or in the same words; also when others say what the model says."""
    other = structs.replace(claim, id="", story="z", lineage="z", site="z.example", pack="en/1")
    found = standing(apply(Ledger(), [claim, rule, other]), "t", alone=alone)
    assert waiting(found) == {claim.id: READ}
    assert READ not in str(tallied(claim, rule)["set_aside"])


@pytest.mark.parametrize(
    ("claim", "rule"),
    [
        (later(proposed(incident, 5, "m", 5, 5)), incident(5, "m", 4, 2)),
        (later(proposed(incident, 5, "m", 5, 5, ordinal=8)), incident(5, "m", 4, 5, ordinal=7)),
        (later(proposed(incident, 5, "m", 5, 5)), incident(5, "m", 4, 5, assertion="background")),
        (later(proposed(total, 5, "m", strikes=20)), total(5, "m", 80)),
        (later(proposed(status, 5, "m", "held", "call")), status(5, "m", "held")),
        (later(proposed(statement, 5, "m", "V", "threat")), statement(5, "m", "V", "offer")),
    ],
)
def test_of_something_else_in_the_text_it_is_heard(claim: AnyClaim, rule: AnyClaim) -> None:
    """The rules may have missed it; it still needs its second voice."""
    assert waiting(stands([claim, rule])) == {claim.id: ALONE}
    assert waiting(counted(claim, rule)) == {}


# --- laws ----------------------------------------------------------------------------------------


def test_a_topic_may_let_a_model_count_at_once() -> None:
    """Then the figure moves on its word."""
    claim = proposed(incident, 5, "m", 4, 5)
    assert [each.id for each in counted(claim).claims] == [claim.id]
    kind: Kind = registry.resolve("projections", "tally")
    view: View = kind.view(TALLY, counted(claim))
    assert best(view, "killed") == (4,)


def of_a_model(claim: Any) -> AnyClaim:
    """The same claim as a model has it."""
    made: AnyClaim = structs.replace(claim, id="", **PACK)
    return made


STORIES = ("a-1-12", "b-1-12", "c-2-12")
TOLD = st.builds(
    lambda who, killed, when, reading, by_model: incident(
        int(who[2]),
        who[0],
        killed,
        when,
        reading=reading,
        lineage="c-2-12" if who[0] == "c" else "a-1-12",
        **(PACK if by_model else {}),
    ),
    st.sampled_from(STORIES),
    st.integers(2, 4),
    st.integers(1, 2),
    st.integers(1, 2),
    st.booleans(),
)
"""Incidents of three outlets, one of which copies another, in two readings, by rule or by model."""
CHANGES = st.sampled_from([revised(3, "a-1-12", 2), copied(2, "b-1-12", "a-1-12", "a-1-12")])
EVENTS = st.lists(TOLD | CHANGES, max_size=8)


@settings(max_examples=100, deadline=None)
@given(EVENTS, st.randoms(use_true_random=False))
def test_what_stands_does_not_depend_on_the_order(events: list[AnyEvent], chance: Any) -> None:
    """A function of the set of claims, whoever read them."""
    shuffled = [*events]
    chance.shuffle(shuffled)
    assert stands(events) == stands(shuffled)


@settings(max_examples=200, deadline=None)
@given(EVENTS)
def test_the_rules_read_on_as_if_there_were_no_model(events: list[Any]) -> None:
    """No claim of theirs is taken away, or kept, by what a model says beside it."""
    rules = [each for each in events if not getattr(each, "by_model", False)]
    kept = [each.id for each in stands(events).claims if not each.by_model]
    assert kept == [each.id for each in stands(rules).claims]


@settings(max_examples=30, deadline=None)
@given(st.lists(strategies.claims(), max_size=4))
def test_no_claim_of_any_type_counts_on_a_model_alone(claims: list[Any]) -> None:
    """Also when a model says it twice in one story."""
    events = [of_a_model(structs.replace(claim, tracker="t", reading=1)) for claim in claims]
    told = [structs.replace(claim, id="", story="s", lineage="s") for claim in events]
    assert stands(told).claims == ()
