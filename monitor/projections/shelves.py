"""Which events the answer of one tracker depends on, so that nobody has to read a whole log for it.

Every event that the ledger folds stands on one shelf or several. `gathered` takes from the shelves what
`standing` asks for about one tracker: its claims, what has become of their texts, the stories that are one
voice with these, and what persons have put right. At every time the part gives the answer of the whole.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Protocol

from monitor.events import AnyEvent, StoryPublished, StoryReread, StoryRevised
from monitor.projections.ledger import FOLDED, Ledger, apply, seen
from monitor.projections.sightings import Address, address
from monitor.reports import Claim

EVERY = "every tracker"
"""The shelf of what may concern any claim, and is rare: retractions and corrections."""


class Shelves(Protocol):
    """Somewhere to look events up. What is given beyond what was asked for does no harm."""

    def events(self, shelves: Collection[str]) -> Iterable[AnyEvent]:
        """All events that stand on one of the shelves, in any order; not those of stories."""
        ...

    def stories(self, shelves: Collection[str]) -> Iterable[tuple[str, Address]]:
        """All stories that stand on one of them, with where they were seen."""
        ...


def shelves(event: AnyEvent) -> tuple[str, ...]:
    """Where an event stands; nowhere when the ledger passes it over."""
    if isinstance(event, Claim):
        return (_tracker(event.tracker),)
    if isinstance(event, StoryPublished):
        return tuple(_story(name) for name in address(event).links or (event.story,))
    if isinstance(event, StoryRevised | StoryReread):
        return (_text(event.story),)
    return (EVERY,) if type(event) in FOLDED else ()


def gathered(tracker: str, there: Shelves) -> Ledger:
    """The part of the ledger on which the answers of a tracker rest."""
    ledger = apply(Ledger(), there.events([EVERY, _tracker(tracker)]))
    claims = ledger.claims.get(tracker, {}).values()
    texts = sorted({claim.story for claim in claims})
    ledger = apply(ledger, there.events([_text(name) for name in texts]))
    known: set[str] = set()
    wanted = {claim.lineage for claim in claims}
    while wanted:
        known |= wanted
        ledger = seen(ledger, there.stories([_story(name) for name in sorted(wanted)]))
        wanted = ledger.linked.keys() - known
    return ledger


def _tracker(name: str) -> str:
    return f"tracker {name}"


def _story(name: str) -> str:
    return f"story {name}"


def _text(story: str) -> str:
    return f"text {story}"
