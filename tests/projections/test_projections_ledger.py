"""The ledger: a set of events, and what of it stands at a time."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.events import AnyEvent, StoryReread
from monitor.projections.ledger import Ledger, apply, find, standing
from monitor.values import Attribution
from tests import strategies
from tests.projections.projection_claims import (
    at,
    copied,
    corrected,
    incident,
    quantity,
    retracted,
    revised,
    stands,
)


def reread(told: int, story: str, reading: int, of: int = 0) -> StoryReread:
    times = {"published": at(told), "seen": at(told)}
    return StoryReread(story=story, reading=reading, of=of, pack="en/2", **times)


def ids(found: Any) -> list[str]:
    return [claim.id for claim in found.claims]


@settings(max_examples=30, deadline=None)
@given(st.lists(strategies.events(), max_size=6), st.randoms(use_true_random=False))
def test_any_order_batching_and_repetition_gives_an_equal_ledger(
    events: list[AnyEvent], chance: Any
) -> None:
    """The ledger is a set: how events came in leaves no trace."""
    once = apply(Ledger(), events)
    shuffled = [*events, *events]
    chance.shuffle(shuffled)
    ledger = Ledger()
    while shuffled:
        size = chance.randint(1, len(shuffled))
        ledger, shuffled = apply(ledger, shuffled[:size]), shuffled[size:]
    assert ledger == once
    encode = msgspec.json.Encoder(order="deterministic").encode
    assert encode(ledger) == encode(once)


@settings(max_examples=20, deadline=None)
@given(st.lists(strategies.events(), max_size=4), st.lists(strategies.events(), max_size=4))
def test_applying_leaves_the_given_ledger_as_it_was(
    first: list[AnyEvent], second: list[AnyEvent]
) -> None:
    """A ledger that somebody holds does not change under their hands."""
    before = apply(Ledger(), first)
    kept = msgspec.json.encode(before)
    apply(before, second)
    assert msgspec.json.encode(before) == kept


def test_two_events_under_one_id_are_settled_by_content_not_by_arrival() -> None:
    """The same claim seen twice with different addresses gives the same ledger either way."""
    one = incident(1, "a", 3, 1)
    other = msgspec.structs.replace(one, url="https://b.example/")
    assert one.id == other.id
    assert apply(Ledger(), [one, other]) == apply(Ledger(), [other, one])


def test_a_ledger_survives_being_written_and_read() -> None:
    """State is kept as JSON: what is read back is equal."""
    claim = incident(1, "a", 3, 1)
    events: list[AnyEvent] = [
        claim,
        copied(2, "b", "a-1-12", "a-1-12"),
        revised(3, "s", 2),
        retracted(4, claim),
    ]
    ledger = apply(Ledger(), [*events, corrected(4, claim, killed=4), reread(1, "s", 3)])
    assert msgspec.json.decode(msgspec.json.encode(ledger), type=Ledger) == ledger


def test_a_material_revision_retires_the_claims_of_earlier_readings_from_its_time_on() -> None:
    """Before the revision was seen the old reading stands, after it the new one."""
    old = incident(1, "a", 3, 1, story="s")
    new = incident(1, "a", 4, 1, story="s", reading=2)
    events: list[AnyEvent] = [old, new, revised(3, "s", 2)]
    assert ids(stands(events, at(2))) == [old.id]
    after = stands(events)
    assert ids(after) == [new.id]
    assert [(one.claim, one.shown) for one in after.retired] == [(old.id, False)]


def test_a_copy_does_not_say_what_its_lead_has_withdrawn() -> None:
    """They are one voice: the lead's four and the copy's older three are no dispute."""
    old = incident(1, "a", 3, 1, story="s")
    copy = incident(1, "b", 3, 1, story="c", lineage="s")
    new = incident(1, "a", 4, 1, story="s", reading=2)
    events: list[AnyEvent] = [old, copied(1, "c", "s"), copy, new, revised(3, "s", 2)]
    assert ids(stands(events, at(2))) == sorted([old.id, copy.id])
    after = stands(events)
    assert ids(after) == [new.id]
    assert {one.claim for one in after.retired} == {old.id, copy.id}


def test_a_copy_goes_on_saying_what_its_lead_still_says_or_never_said() -> None:
    """What a rewrite has added is its own; what a revision has left in stands."""
    old, kept = incident(1, "a", 3, 1, story="s"), incident(1, "a", 3, 1, story="s", reading=2)
    copy = incident(1, "b", 3, 1, story="c", lineage="s")
    own = incident(1, "b", 7, 1, story="c", lineage="s")
    events: list[AnyEvent] = [old, kept, copied(1, "c", "s"), copy, own, revised(3, "s", 2)]
    assert ids(stands(events)) == sorted([kept.id, copy.id, own.id])


def test_an_immaterial_revision_retires_nothing() -> None:
    """A mended comma is no new reading."""
    claim = incident(1, "a", 3, 1, story="s")
    assert ids(stands([claim, revised(2, "s", 1, material=False)])) == [claim.id]


def test_a_rereading_counts_from_the_storys_own_time() -> None:
    """Better rules tell what had been reported then; they are no news of today."""
    old = incident(1, "a", 3, 1, story="s")
    new = incident(1, "a", 4, 1, story="s", reading=2)
    assert ids(stands([old, new, reread(1, "s", 2)], at(1, 13))) == [new.id]


def test_a_rereading_of_a_revised_text_does_not_tell_the_revision_before_it_was_seen() -> None:
    """The text that newer rules have read was not there before the revision."""
    old = incident(1, "a", 3, 1, story="s")
    middle = incident(1, "a", 4, 1, story="s", reading=2)
    new = incident(1, "a", 5, 1, story="s", reading=3)
    events: list[AnyEvent] = [old, middle, new, revised(4, "s", 2), reread(1, "s", 3)]
    assert ids(stands(events, at(2))) == [old.id]
    assert ids(stands(events)) == [new.id]


def test_each_text_of_a_story_is_answered_by_its_newest_reading() -> None:
    """What was reported before a revision is told by newer rules as well, and stays before it."""
    read = [incident(1, "a", 3 + n, 1, story="s", reading=n) for n in (1, 2, 3, 4, 5)]
    again = [reread(1, "s", 3, of=1), reread(4, "s", 4, of=2)]
    events: list[AnyEvent] = [*read[:4], revised(4, "s", 2), *again]
    assert ids(stands(events, at(2))) == [read[2].id]
    assert ids(stands(events)) == [read[3].id]
    later: list[AnyEvent] = [*events, read[4], revised(6, "s", 5)]
    assert [ids(stands(later, at(day))) for day in (2, 5, 7)] == [
        [read[2].id],
        [read[3].id],
        [read[4].id],
    ]


def test_what_newer_rules_do_not_find_has_not_been_withdrawn() -> None:
    """A copy goes on saying it: only a text that was changed takes something back."""
    old = incident(1, "a", 3, 1, story="s")
    copy = incident(1, "b", 3, 1, story="c", lineage="s")
    events: list[AnyEvent] = [old, copied(1, "c", "s"), copy, reread(1, "s", 2, of=1)]
    assert ids(stands(events)) == [copy.id]
    assert ids(stands([*events, revised(3, "s", 3)])) == []


def test_a_retraction_holds_from_its_own_time_with_its_reason() -> None:
    """What was believed until the retraction can still be asked for."""
    claim = incident(1, "a", 3, 1)
    events: list[AnyEvent] = [claim, retracted(5, claim, "satire")]
    assert ids(stands(events, at(4))) == [claim.id]
    (retired,) = stands(events).retired
    assert (retired.claim, retired.shown) == (claim.id, True)
    assert "ann" in retired.reason
    assert "satire" in retired.reason


def test_the_last_correction_of_a_claim_by_then_gives_its_counts() -> None:
    """A person overrules what was read, number by number, and the rest stays."""
    claim = incident(1, "a", 3, 1, vessels=1)
    events: list[AnyEvent] = [claim, corrected(3, claim, killed=5), corrected(2, claim, killed=4)]
    found = [stands(events, when).claims[0] for when in (at(1), at(2), None)]
    assert [one.counts["killed"].min for one in found] == [3, 4, 5]  # type: ignore[union-attr]
    assert found[-1].counts["vessels"].min == 1  # type: ignore[union-attr]


def test_a_quantity_is_corrected_as_well() -> None:
    """A quantity has one number, whatever the correction calls it."""
    claim = quantity(1, "a", 100)
    (found,) = stands([claim, corrected(2, claim, value=120)]).claims
    assert found.value.min == 120  # type: ignore[union-attr]


def test_copies_join_lineages_into_one_voice_from_their_time_on() -> None:
    """A text that bridges two lineages makes one voice of them, whatever the order."""
    claims = [incident(1, who, 3, 1, story=who) for who in ("a", "b", "c")]
    bridge = copied(3, "x", "b", "b", "c")
    apart = stands([*claims, bridge], at(2)).voices
    assert apart == {"a": "a", "b": "b", "c": "c"}
    assert stands([bridge, *claims]).voices == {"a": "a", "b": "b", "c": "b"}


def test_sites_of_a_voice_include_copies_without_claims() -> None:
    """Coverage counts where a text was seen, also where nothing was read from it again."""
    claim = incident(1, "a", 3, 1, story="a")
    found = stands([claim, copied(2, "b", "a", "a"), copied(2, "c", "a", "a")])
    assert found.outlets(found.claims) == 3
    assert found.outlets([]) == 0


def test_claims_that_credit_one_agency_are_one_voice_among_those_given() -> None:
    """Two rewrites of a wire story are one witness; so is whoever shares a lineage with one."""
    wired = [incident(1, who, 3, 1, wire="AP") for who in ("a", "b")]
    plain = incident(1, "c", 3, 1, lineage=wired[0].lineage)
    other = incident(1, "d", 3, 1)
    found = stands([*wired, plain, other])
    assert len(set(found.voiced(found.claims).values())) == 2


def test_claims_that_have_it_from_one_paper_are_one_voice_among_those_given() -> None:
    """ "The Intercept reports": two blogs that repeat a paper are no second witness of it; two ministers are."""
    paper, minister = (
        Attribution("The Intercept", None, "outlet"),
        Attribution("the minister", None, "official"),
    )
    for said, voices in ((paper, 1), (minister, 2)):
        claims = [
            msgspec.structs.replace(incident(1, who, 3, 1, story=who), attribution=said)
            for who in ("a", "b")
        ]
        found = stands(claims)
        assert len(set(found.voiced(found.claims).values())) == voices


def test_find_gives_any_claim_that_was_ever_made() -> None:
    """A figure's reasons can be looked up after they were retired."""
    claim = incident(1, "a", 3, 1)
    ledger = apply(Ledger(), [claim, retracted(2, claim)])
    assert find(ledger, claim.id) == claim
    assert find(ledger, "nothing") is None
    assert standing(ledger, "another tracker").claims == ()
