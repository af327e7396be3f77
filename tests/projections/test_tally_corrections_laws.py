"""Laws of corrections by persons, over claims at random and over the archive.

1 order, 2 as of a time before, 3 undone, 4 conservation, 5 together and apart.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from monitor.corrections import CorrectionUndone
from monitor.events import AnyEvent
from monitor.projections import View
from monitor.projections.ledger import Ledger, apply, standing
from monitor.projections.tally import KIND
from tests.projections.decisions import corrections, made, undone
from tests.projections.projection_claims import TALLY, at, encoded, tallied
from tests.projections.projection_worlds import SPAN, coverage
from tests.projections.real_claims import archive
from tests.projections.tally_law import counted, few, law, told
from tests.projections.test_tally_laws import assert_borne_out, assert_conserved, batched

BEFORE = at(SPAN + 1, 23)
"""After all claims, before every correction."""
LATER = SPAN + 10


@st.composite
def corrected(draw: st.DrawFn) -> tuple[list[AnyEvent], list[AnyEvent]]:
    """Claims, and corrections of them, some of which are undone later."""
    events = draw(coverage("tally"))
    found = draw(corrections(events))
    gone = [each for each in made(found) if draw(st.integers(0, 3)) == 0]
    return events, [*found, *(undone(LATER, each) for each in gone)]


# --- 1 order -----------------------------------------------------------------------------------


@law
@given(corrected(), st.integers())
def test_any_order_batching_and_repetition_gives_the_same_bytes(
    both: tuple[list[AnyEvent], list[AnyEvent]], seed: int
) -> None:
    """An undoing may come before what it undoes, a correction before the claim."""
    events = [*both[0], *both[1]]
    assert encoded(batched(events, random.Random(seed))) == encoded(tallied(*events))


@law
@given(corrected())
def test_what_comes_bit_by_bit_is_what_comes_at_once(
    both: tuple[list[AnyEvent], list[AnyEvent]],
) -> None:
    """A ledger that grows event by event says what one made from all of them says."""
    ledger = Ledger()
    for event in (*both[0], *both[1]):
        ledger = apply(ledger, [event])
    assert ledger == apply(Ledger(), [*both[0], *both[1]])
    assert encoded(KIND.view(TALLY, standing(ledger, "t"))) == encoded(tallied(*both[0], *both[1]))


# --- 2 as of a time before ------------------------------------------------------------------------


@law
@given(corrected())
def test_as_of_a_time_before_a_correction_has_not_been_made(
    both: tuple[list[AnyEvent], list[AnyEvent]],
) -> None:
    """And at any time only those count that had been made by then."""
    events, later = both
    assert encoded(tallied(*events, *later, as_of=BEFORE)) == encoded(
        tallied(*events, as_of=BEFORE)
    )
    for when in (at(SPAN + 2, 23), at(SPAN + 4, 23), at(LATER - 1, 23)):
        by_then = [each for each in later if each.reported <= when]
        assert encoded(tallied(*events, *later, as_of=when)) == encoded(
            tallied(*events, *by_then, as_of=when)
        )


# --- 3 undone ------------------------------------------------------------------------------------


def all_undone(found: Sequence[AnyEvent]) -> list[AnyEvent]:
    return [*found, *(undone(LATER, each) for each in made(found))]


@law
@given(coverage("tally").flatmap(lambda e: st.tuples(st.just(e), corrections(e))))
def test_what_is_undone_leaves_the_view_to_the_byte(
    both: tuple[list[AnyEvent], list[AnyEvent]],
) -> None:
    """Whatever was done: all of it undone gives what there was."""
    events, found = both
    assert encoded(tallied(*events, *all_undone(found))) == encoded(tallied(*events))


@law
@given(coverage("tally").flatmap(lambda e: st.tuples(st.just(e), corrections(e))), st.data())
def test_one_that_is_undone_is_as_if_it_had_not_been_made(
    both: tuple[list[AnyEvent], list[AnyEvent]], data: st.DataObject
) -> None:
    """Also in the middle of others, which go on to hold."""
    events, found = both
    gone = data.draw(st.sampled_from(made(found)))
    left = [
        each
        for each in found
        if each is not gone and getattr(each, "id", "") != getattr(gone, "claim", " ")
    ]
    after = tallied(*events, *found, undone(LATER, gone))
    entered_alone = {each.id for each in told(left)}
    assert encoded(after) == encoded(tallied(*events, *left)), entered_alone


def test_all_of_it_holds_for_the_archive() -> None:
    """Every incident judged, each with the next one merged, then all of it undone."""
    from tests.projections.decisions import confirmed, dismissed, merged

    events, before = archive(), tallied(*archive())
    known = {claim.id: claim for claim in told(events)}
    happened = [[known[each] for each in one["claims"]] for one in before["incidents"]]
    found: list[AnyEvent] = []
    for number, claims in enumerate(happened[:12]):
        when = 1 + number
        found.append((confirmed if number % 2 else dismissed)(when, *claims))
        if number % 3 == 0:
            found.append(merged(when, *claims, *happened[number + 1]))
    assert encoded(tallied(*events, *found)) != encoded(before)
    gone = [undone(400, each) for each in made(found)]
    assert encoded(tallied(*events, *found, *gone)) == encoded(before)


# --- 4 conservation --------------------------------------------------------------------------------


@law
@given(corrected())
def test_sums_stay_sums_and_each_number_names_claims(
    both: tuple[list[AnyEvent], list[AnyEvent]],
) -> None:
    """Laws 4 and 5 of reconciliation hold whatever persons decide."""
    view = tallied(*both[0], *both[1])
    assert_conserved(view)
    assert_borne_out([*both[0], *both[1]], view)


# --- 5 together and apart ------------------------------------------------------------------------


def homes(view: View) -> dict[str, str]:
    """Claim -> the incident that has it."""
    return {claim: one["id"] for one in view["incidents"] for claim in one["claims"]}


@law
@given(coverage("tally").flatmap(lambda e: st.tuples(st.just(e), corrections(e))))
def test_what_was_decided_last_is_so(both: tuple[list[AnyEvent], list[AnyEvent]]) -> None:
    """Merged claims are in one incident, split ones in two, and a verdict decides what counts."""
    from monitor.corrections import IncidentJudged, IncidentsMerged, IncidentSplit

    events, found = both
    view, last = tallied(*events, *found), found[-1]
    home = homes(view)
    sure = {claim.id for claim in told(events) if claim.assertion in {"asserted", "correction"}}
    if isinstance(last, IncidentsMerged):
        assert len({home[each] for each in last.claims if each in home and each in sure}) <= 1
    if isinstance(last, IncidentSplit):
        one, other = (
            {home[c] for c in some if c in home and c in sure} for some in (last.claims, last.rest)
        )
        assert one.isdisjoint(other)
    if isinstance(last, IncidentJudged):
        counts = {claim for one in counted(view) for claim in one["claims"]}
        mine = {each for each in last.claims if each in home and each in sure}
        assert mine <= counts if last.verdict == "confirmed" else counts.isdisjoint(mine)


@few
@given(st.integers())
def test_an_undoing_undoes_nothing_else(seed: int) -> None:
    """That of a correction which there is not leaves everything as it is."""
    events = archive()
    stray = CorrectionUndone(correction=f"{seed}", who="bob", why="no", at=at(1))
    assert encoded(tallied(*events, stray)) == encoded(tallied(*events))
