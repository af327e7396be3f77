"""Developments: which events the changes of a view become, and who stands behind them."""

from __future__ import annotations

from typing import Any

from msgspec import structs

from monitor import registry
from monitor.events import AnyEvent
from monitor.notices import DevelopmentNoted
from monitor.projections import Kind, support
from monitor.projections.developments import Batch, PutRight, developments
from monitor.reports import AnyClaim, Claim
from monitor.values import Attribution
from tests.projections.projection_claims import (
    TALLY,
    at,
    copied,
    corrected,
    incident,
    retracted,
    revised,
    stands,
    tallied,
)

KIND: Kind = registry.resolve("projections", "tally")


def noted(old: list[AnyEvent], new: list[AnyEvent], **how: Any) -> dict[str, DevelopmentNoted]:
    """By field, what is noted when events come in."""
    before, after = tallied(*old), tallied(*old, *new)
    claims: dict[str, AnyClaim] = {e.id: e for e in new if isinstance(e, Claim)}
    batch = Batch(claims=claims, now=at(20), **how)
    found = developments(KIND, TALLY, before, after, stands([*old, *new]), batch)
    return {each.field: each for each in found}


def official(claim: AnyClaim) -> AnyClaim:
    return structs.replace(claim, attribution=Attribution("Pentagon", None, "official"))


def test_a_development_says_what_it_is_and_when_it_was_reported() -> None:
    """Dated by its newest claim, else by now."""
    found = noted([], [incident(5, "a", 3, 5), incident(6, "b", 3, 5)])
    assert (found["incident"].kind, found["incident"].at) == ("incident", at(6))
    claim = incident(1, "a", 3, 1)
    assert noted([claim], [retracted(2, claim)])["killed"].at == at(20)


def test_voices_are_those_behind_the_value_now() -> None:
    """Copies of one text are one; earlier reports of the same happening count."""
    one = incident(5, "a", 3, 5)
    again = incident(5, "b", 3, 5, lineage=one.lineage)
    assert noted([], [one, again])["incident"].voices == 1
    second = incident(6, "c", 4, 5, assertion="correction")
    assert noted([one], [second])["killed"].voices == 2


def test_an_official_voice_behind_it_is_said() -> None:
    """One is enough; that of another happening is none."""
    old = official(incident(1, "a", 3, 1))
    new = incident(9, "b", 4, 9)
    assert not noted([old], [new])["incident"].official
    assert noted([old], [new, official(incident(9, "c", 4, 9))])["incident"].official


def test_claims_that_do_not_stand_any_more_support_nothing() -> None:
    """Retracted after it was noted: no voice is left."""
    claim = official(incident(1, "a", 3, 1))
    assert support(stands([claim]), [claim.id]) == (1, True)
    assert support(stands([claim, retracted(2, claim)]), [claim.id]) == (0, False)
    other = incident(1, "b", 3, 1)
    link = copied(2, "c", claim.lineage, other.lineage)
    assert support(stands([claim, other, link]), [claim.id, other.id]).voices == 1


def test_a_figure_that_a_revised_text_lowers_is_corrected() -> None:
    """The outlet has taken back what it had said; newer rules are no outlet."""
    old = incident(1, "a", 30, 1, story="s")
    new = incident(1, "a", 3, 1, story="s", reading=2)
    revision: list[AnyEvent] = [new, revised(3, "s", 2)]
    assert noted([old], revision)["killed"].kind == "correction"
    again = noted([old], revision, reread=True, backfill=True)["killed"]
    assert (again.kind, again.reread, again.backfill) == ("fall", True, True)


def test_a_figure_that_a_person_puts_right_is_corrected() -> None:
    """By a retraction, or by other counts for a claim."""
    claim, other = incident(1, "a", 30, 1), incident(9, "a", 1, 9)
    assert noted([claim, other], [retracted(10, other)])["killed"].kind == "correction"
    put_right = [corrected(10, claim, killed=3)]
    by = PutRight(who="ann", why="misread", claims=frozenset({claim.id}))
    found = noted([claim], [*put_right], put_right=by)
    assert (found["killed"].kind, found["killed"].after) == ("correction", "3")
    assert found["killed"].corrected_by == "ann"
    assert found["killed"].title.endswith("(corrected by ann: misread)")


def test_the_same_change_of_the_same_batch_is_one_development() -> None:
    """Its id is made of what it tells: a retry is harmless, another batch is another one."""
    claims: list[AnyEvent] = [incident(5, "a", 3, 5)]
    first, second = noted([], claims), noted([], claims)
    assert first == second
    later = noted([incident(4, "z", 2, 4)], claims)
    assert later["incident"].development == first["incident"].development
    assert later["killed"].development != first["killed"].development
