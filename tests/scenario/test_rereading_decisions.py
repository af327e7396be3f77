"""What persons have decided of incidents, when their stories are read again or revised."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.corrections import (
    ClaimEntered,
    ClaimsReplaced,
    CorrectionUndone,
    IncidentJudged,
    IncidentsMerged,
)
from monitor.entries import Entry
from monitor.events import AnyEvent, ClaimCorrected, ClaimRetracted
from monitor.notices import DevelopmentNoted
from monitor.reports import AnyClaim
from monitor.values import Count
from tests.cli import cli_state
from tests.projections.decisions import by_hand, ids
from tests.projections.projection_claims import at, incident
from tests.scenario.rereading_desk import TOPIC, Desk, as_told, desks, other_rules, rules_of, worlds
from tests.scenario.test_rereading_stands import (
    JUDGED,
    NARROW,
    NOW,
    WITH_PLACES,
    as_read_then,
    claims,
    killed,
    misread_first,
)

STRUCK, WIRE, *_ = cli_state.ENTRIES
BY: dict[str, Any] = {"who": "ann", "why": "seen", "at": JUDGED, "tracker": "strikes"}


@pytest.fixture
def desk() -> Iterator[Desk]:
    """Nothing taken in yet."""
    with desks() as (made,):
        yield made


def dismissed(*told: AnyClaim) -> IncidentJudged:
    return IncidentJudged(claims=ids(*told), verdict="dismissed", **BY)


def test_a_dismissal_goes_on_for_the_claims_in_the_place_of_its_own(desk: Desk) -> None:
    """Forth and back: what is not so is not so by newer rules, either; and it can still be undone."""
    desk.take_in(NOW, [STRUCK])
    verdict = dismissed(*claims(desk))
    desk.record(verdict)
    for rules in (WITH_PLACES, TOPIC, WITH_PLACES):
        assert desk.reread(rules_of(rules)).events
        assert killed(desk) == 0
    desk.record(CorrectionUndone(correction=verdict.event_id(), who="bob", why="no", at=JUDGED))
    assert killed(desk) == 2
    assert desk.differences(NOW.topic) == []


def test_a_dismissal_of_a_misreading_lapses_and_is_told(desk: Desk) -> None:
    """It was the wrong number that was not so: the mended one counts."""
    as_read_then(desk, [STRUCK], misread_first(killed=12))
    verdict = dismissed(*claims(desk))
    desk.record(verdict)
    (text,) = desk.reread(NOW).texts
    assert [each.verdict for each in text.lapsed] == [verdict]
    assert killed(desk) == 2


def test_a_verdict_on_a_claim_that_is_gone_lapses_and_is_told(desk: Desk) -> None:
    """Newer rules do not read it any more: there is nothing left that it could be about."""
    desk.take_in(NOW, [STRUCK])
    verdict = dismissed(*claims(desk))
    desk.record(verdict)
    (text,) = desk.reread(rules_of(NARROW)).texts
    assert [(each.verdict, each.now) for each in text.lapsed] == [(verdict, None)]


def test_merged_incidents_stay_one(desk: Desk) -> None:
    """Whatever newer rules read of where it was."""
    desk.take_in(NOW, [STRUCK, WIRE])
    told = claims(desk)
    assert len(as_told(NOW, desk.events())["strikes"].view["incidents"]) == 2
    desk.record(IncidentsMerged(claims=ids(*told), incidents=("X", "Y"), **BY))
    assert desk.reread(rules_of(WITH_PLACES)).events
    (one,) = as_told(NOW, desk.events())["strikes"].view["incidents"]
    assert {each["done"] for each in one["corrections"]} == {"merged"}


def test_an_incident_entered_by_hand_is_never_retired(desk: Desk) -> None:
    """No text has told it, so no reading can take it back."""
    desk.take_in(NOW, [STRUCK])
    claim = by_hand(incident(0, "hand", 7, 0, tracker="strikes"), 0)
    own = ClaimEntered(tracker="strikes", claim=claim.id, who="ann", why="seen", at=at(0))
    desk.record(claim, own)
    for rules in (WITH_PLACES, TOPIC):
        assert desk.reread(rules_of(rules)).events
        assert killed(desk) == 9


def revised(entry: Entry, text: str) -> Entry:
    return cli_state.changed(entry, text=text, seen=cli_state.NOW)


def test_a_dismissal_holds_for_a_revised_text_that_says_the_same(desk: Desk) -> None:
    """The outlet has added a sentence: nobody has to judge it again."""
    desk.take_in(NOW, [STRUCK])
    desk.record(dismissed(*claims(desk)))
    more = " The harbour office in Tarland was closed while the patrol came in late that night."
    desk.take_in(NOW, [revised(STRUCK, STRUCK.text + more * 3)])
    assert [e for e in desk.events() if isinstance(e, ClaimsReplaced)]
    assert killed(desk) == 0


MORE = " The harbour office in Tarland was closed while the patrol came in late that night."
FIVE = {"killed": Count(min=5, max=5, words=())}


@pytest.mark.parametrize(("done", "count"), [("retracted", 0), ("corrected", 5)])
def test_what_was_done_to_a_claim_holds_for_a_revised_text_that_says_the_same(
    done: str, count: int, desk: Desk
) -> None:
    """Revised twice: the wrong figure does not come back; undone once, it is back for good."""
    desk.take_in(NOW, [STRUCK])
    (claim,) = claims(desk)
    by: dict[str, Any] = {"claim": claim.id, "who": "ann", "why": "misread", "at": JUDGED}
    made = ClaimRetracted(**by) if done == "retracted" else ClaimCorrected(counts=FIVE, **by)
    desk.record(made)
    for times in (3, 9):
        noted = len(list(developments(desk)))
        desk.take_in(NOW, [revised(STRUCK, STRUCK.text + MORE * times)])
        assert claims(desk)[-1].id != claim.id
        assert killed(desk) == count
        assert len(list(developments(desk))) == noted
    undone = CorrectionUndone(correction=made.event_id(), who="bob", why="no", at=JUDGED)
    desk.record(undone)
    assert killed(desk) == 2


def developments(desk: Desk) -> Iterator[DevelopmentNoted]:
    return (each for each in desk.events() if isinstance(each, DevelopmentNoted))


@pytest.mark.parametrize("done", ["retracted", "corrected"])
def test_what_was_done_to_a_claim_does_not_hold_for_another_number(done: str, desk: Desk) -> None:
    """What the outlet says anew is news."""
    desk.take_in(NOW, [STRUCK])
    (claim,) = claims(desk)
    by: dict[str, Any] = {"claim": claim.id, "who": "ann", "why": "misread", "at": JUDGED}
    desk.record(ClaimRetracted(**by) if done == "retracted" else ClaimCorrected(counts=FIVE, **by))
    text = STRUCK.text.replace("killed two", "killed six")
    changed = cli_state.changed(revised(STRUCK, text), title="Norland navy strike kills six")
    desk.take_in(NOW, [changed])
    assert killed(desk) == 6


def test_a_dismissal_does_not_hold_for_a_revised_text_that_says_otherwise(desk: Desk) -> None:
    """Another number is news: it is worse to lose it than to be asked again."""
    desk.take_in(NOW, [STRUCK])
    desk.record(dismissed(*claims(desk)))
    text = STRUCK.text.replace("killed two", "killed six")
    changed = cli_state.changed(revised(STRUCK, text), title="Norland navy strike kills six")
    desk.take_in(NOW, [changed])
    assert killed(desk) == 6


@settings(max_examples=15, deadline=None)
@given(worlds(), other_rules(), st.data())
def test_undone_after_a_rereading_is_as_if_it_had_not_been_decided(
    entries: list[Entry], both: Any, data: st.DataObject
) -> None:
    """Whatever was decided before newer rules came, and whatever they read."""
    first, second = both
    with desks(2) as (plain, judged):
        for each in (plain, judged):
            each.take_in(first, entries)
        told = claims(judged)
        if not told:
            return
        some = data.draw(st.lists(st.sampled_from(told), min_size=1, unique_by=lambda c: c.id))
        one = IncidentsMerged(claims=ids(*some), incidents=("X",), **BY)
        verdict = one if data.draw(st.booleans()) else dismissed(*some)
        judged.record(verdict)
        for each in (plain, judged):
            each.reread(second)
        undone: AnyEvent = CorrectionUndone(
            correction=verdict.event_id(), who="bob", why="no", at=JUDGED
        )
        judged.record(undone)
        assert (
            as_told(second, judged.events())["strikes"].view
            == as_told(second, plain.events())["strikes"].view
        )
        assert judged.differences(second.topic) == []
