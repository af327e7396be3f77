"""What persons have decided of a text's claims, when its outlet has revised it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.claims.differing import says_the_same
from monitor.corrections import ClaimsReplaced
from monitor.events import AnyEvent, StoryRevised
from monitor.projections.correcting import decided, done_again
from monitor.projections.ledger import Ledger, find
from monitor.reports import Claim


def in_place(ledger: Ledger, told: Sequence[AnyEvent]) -> Iterator[AnyEvent]:
    """What was decided of claims, or done to them, holds for those of a revised text that say the same.

    `told` is what a batch brings to the ledger; what is added to it comes of this.
    """
    known = decided(ledger) | ledger.retracted.keys() | ledger.corrected.keys()
    for event in told if known else ():
        if isinstance(event, StoryRevised) and event.material:
            was = [find(ledger, claim) for claim in known]
            gone = [each for each in was if each is not None and each.story == event.story]
            new = [e for e in told if isinstance(e, Claim) and e.story == event.story]
            by = {one.id: each.id for one in gone for each in new if says_the_same(one, each)}
            if by:
                yield ClaimsReplaced(
                    story=event.story, reading=event.reading, by=by, at=event.reported
                )
            again = (each for pair in by.items() for each in done_again(ledger, *pair))
            # Of a text that was revised before, each earlier claim has been retracted as well.
            yield from {each.event_id(): each for each in again}.values()
