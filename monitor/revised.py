"""What persons have decided of a text's claims, when its outlet has revised it, or another one copies it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from monitor.claims.differing import says_the_same
from monitor.corrections import ClaimsReplaced
from monitor.events import AnyEvent, ClaimCorrected, ClaimRetracted, StoryCopied, StoryRevised
from monitor.projections.correcting import decided, done_again
from monitor.projections.ledger import Ledger, find
from monitor.reports import AnyClaim, Claim


def in_place(ledger: Ledger, told: Sequence[AnyEvent]) -> Iterator[AnyEvent]:
    """What was decided of claims, or done to them, holds for those of a revised text that say the same.

    What was done to them holds for a copy as well: it is the same voice, and would bring the wrong number
    back. `told` is what a batch brings to the ledger; what is added to it comes of this.
    """
    known = decided(ledger) | ledger.retracted.keys() | ledger.corrected.keys()
    for event in told if known else ():
        if not isinstance(event, StoryRevised | StoryCopied):
            continue
        claims = [each for name in known if (each := find(ledger, name)) is not None]
        new = [e for e in told if isinstance(e, Claim) and e.story == event.story]
        if isinstance(event, StoryCopied):
            yield from _done(ledger, _pairs(_of_lineages(claims, new), new))
        elif event.material:
            pairs = _pairs([each for each in claims if each.story == event.story], new)
            if by := dict(pairs):
                yield ClaimsReplaced(
                    story=event.story, reading=event.reading, by=by, at=event.reported
                )
            yield from _done(ledger, pairs)


def _of_lineages(claims: Iterable[AnyClaim], new: Iterable[AnyClaim]) -> list[AnyClaim]:
    """Claims of texts of which the new ones' text is a copy."""
    lineages = {each.lineage for each in new}
    return [each for each in claims if each.lineage in lineages]


def _pairs(old: Iterable[AnyClaim], new: Sequence[AnyClaim]) -> list[tuple[str, str]]:
    """Claims, each with a new one that says the same."""
    return [(one.id, each.id) for one in old for each in new if says_the_same(one, each)]


def _done(
    ledger: Ledger, pairs: Iterable[tuple[str, str]]
) -> Iterable[ClaimRetracted | ClaimCorrected]:
    """Once for each claim: of a text that was revised before, each earlier one has it as well."""
    again = (each for pair in pairs for each in done_again(ledger, *pair))
    return {each.event_id(): each for each in again}.values()
