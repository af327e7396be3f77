"""Do two texts share their news, or a paragraph of background only?

An agency puts the same paragraphs on what went before under each of its reports on one course of events. Two
such reports share half of their words and tell of two happenings. So it is looked at where they begin to share,
and at what is left of them without what they share.
"""

from __future__ import annotations

from collections.abc import Iterator

from monitor.stories.fingerprint import SHINGLE, numbers, overlap
from monitor.stories.titles import weighty

Words = tuple[str, ...]

FROM_THE_START = 5
"""Words of a lead before those that it shares, at most, where the news itself is shared. Of 79 pairs of copies in
real feeds 76 have no more, in one of the two texts; a sentence of news is longer."""
FEWEST_OWN = 5
"""Words that count in what a text does not share, from which it tells something of its own."""
OWN_SHARED = 0.25
"""Part of these words that tell of one happening: later versions and translations have .26 to .70, reports on
other happenings less than .20 (once .31, with other numbers)."""
COUNTLESS = 0.40
"""The same where no number is there to be compared."""
NUMBERS_TOLD = 0.5
"""Part of the numbers that are the same."""


def news_shared(ours: Words, theirs: Words) -> bool:
    """True when two leads with words in common tell of one happening. Symmetric."""
    runs = _runs(ours) & _runs(theirs)
    firsts = [next((n for n, run in _placed(words) if run in runs), 0) for words in (ours, theirs)]
    return min(firsts) <= FROM_THE_START or own_agree(ours, theirs)


def own_agree(ours: Words, theirs: Words) -> bool:
    """True when what is left of both without what they share tells of one happening, or is next to nothing."""
    runs = _runs(ours) & _runs(theirs)
    one, other = _without(ours, runs), _without(theirs, runs)
    left, right = frozenset(weighty(one)), frozenset(weighty(other))
    smaller = min(len(left), len(right))
    if smaller < FEWEST_OWN:
        return True
    told = numbers(one), numbers(other)
    if overlap(*told) < NUMBERS_TOLD:
        return False
    return len(left & right) / smaller >= (OWN_SHARED if all(told) else COUNTLESS)


def _placed(words: Words) -> Iterator[tuple[int, Words]]:
    """Every run of words with its place."""
    return ((n, words[n : n + SHINGLE]) for n in range(len(words) - SHINGLE + 1))


def _runs(words: Words) -> frozenset[Words]:
    return frozenset(run for _, run in _placed(words))


def _without(words: Words, runs: frozenset[Words]) -> Words:
    """The words that are in none of the runs."""
    shared = {n + step for n, run in _placed(words) if run in runs for step in range(SHINGLE)}
    return tuple(word for n, word in enumerate(words) if n not in shared)
