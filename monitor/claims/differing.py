"""Two readings of one text compared: which claims are gained, lost, changed or still the same.

Two claims are the same when everything that they say is: by which rule of which pack they were found
does not count, nor does the number of the reading. What a language model has proposed is never the same
as what a rule has read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import msgspec
from msgspec import Struct, structs

from monitor.reports import MODEL, AnyClaim

Pair: TypeAlias = tuple[AnyClaim, AnyClaim]
"""A claim of the earlier reading, and what stands in its place."""

_encode = msgspec.json.Encoder(order="sorted").encode


class Compared(Struct, frozen=True):
    """How a reading differs from an earlier one of the same text."""

    gained: tuple[AnyClaim, ...] = ()
    lost: tuple[AnyClaim, ...] = ()
    changed: tuple[Pair, ...] = ()
    """What is read in the same words, or says the same in others."""
    same: tuple[Pair, ...] = ()

    def __bool__(self) -> bool:
        """True when there is a difference."""
        return bool(self.gained or self.lost or self.changed)


def compared(before: Sequence[AnyClaim], after: Sequence[AnyClaim]) -> Compared:
    """Each claim of either reading in one of the four groups, in the order of the text."""
    if before == after:
        return Compared(same=tuple(zip(before, after, strict=True)))
    waiting: defaultdict[bytes, list[AnyClaim]] = defaultdict(list)
    for claim in after:
        waiting[_said(claim)].append(claim)
    same: list[Pair] = []
    lost: list[AnyClaim] = []
    for claim in before:
        found = waiting[_said(claim)]
        if found:
            same.append((claim, found.pop(0)))
        else:
            lost.append(claim)
    gained = [claim for claim in after if any(claim is each for each in waiting[_said(claim)])]
    changed, lost, gained = _paired(lost, gained)
    return Compared(tuple(gained), tuple(lost), tuple(changed), tuple(same))


def says_the_same(one: AnyClaim, other: AnyClaim) -> bool:
    """True when both claim the same of the same tracker, in whatever words."""
    return (
        type(one) is type(other)
        and (one.tracker, one.assertion) == (other.tracker, other.assertion)
        and one.payload() == other.payload()
    )


def same_span(one: AnyClaim, other: AnyClaim) -> bool:
    """True when both quote the very same words of the text."""
    return one.quote == other.quote


def _said(claim: AnyClaim) -> bytes:
    """All that a claim says, without how it was found."""
    pack = MODEL if claim.by_model else ""  # it counts for less than what a rule has read
    return _encode(structs.replace(claim, id="-", rule="", pack=pack, reading=1))


def _paired(
    lost: Iterable[AnyClaim], gained: Iterable[AnyClaim]
) -> tuple[list[Pair], list[AnyClaim], list[AnyClaim]]:
    """What has the place of what, and what is left of either side.

    First what says the same in overlapping words, then anywhere in the text, then what is said in
    overlapping words: the more of them, the better.
    """
    gone, left = list(lost), list(gained)
    pairs: list[Pair] = []
    for fits in (_same_here, says_the_same, _overlap):
        for claim in list(gone):
            found = max(
                left, key=lambda each: (fits(claim, each), _overlap(claim, each)), default=None
            )
            if found is not None and fits(claim, found):
                pairs.append((claim, found))
                gone = [each for each in gone if each is not claim]
                left = [each for each in left if each is not found]
    order = {id(claim): place for place, claim in enumerate(lost)}
    return sorted(pairs, key=lambda pair: order[id(pair[0])]), gone, left


def _same_here(one: AnyClaim, other: AnyClaim) -> bool:
    """True when the same is said in overlapping words."""
    return says_the_same(one, other) and _overlap(one, other) > 0


def _overlap(one: AnyClaim, other: AnyClaim) -> int:
    """How many characters two claims of one kind and tracker both quote; one more when those are all."""
    ours, theirs = one.quote, other.quote
    alike = type(one) is type(other) and one.tracker == other.tracker
    if not alike or ours.field != theirs.field:
        return 0
    shared = min(ours.end, theirs.end) - max(ours.start, theirs.start)
    return max(shared, 0) + same_span(one, other)
