"""Do two titles of one outlet say the same in other writing?

The same numbers as often, the same words that count, in the same order or with the halves exchanged.
Articles, capitals, marks, digits for number words and who says so do not matter. Order does: "Norland
beats Esperia" has the words of "Esperia beats Norland".
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from monitor.stories.fingerprint import numbers, said_numbers
from monitor.stories.lexicon import INCIDENTAL, status, stem

NEAR = 90.0
"""token_sort of two titles of which one has a word more; without the other guards it would lose 6 % of
news."""

Words = tuple[str, ...]


def alike(ours: Words, theirs: Words) -> float:
    """How alike, 0.9..1, or 0 when one of them says something else. Symmetric."""
    if _counted(ours) != _counted(theirs):
        return 0.0
    one, other = sorted((weighty(ours), weighty(theirs)), key=len)
    if len(one) == len(other):
        return 1.0 if one and set(one) == set(other) and _turned(one, other) else 0.0
    if not set(one) <= set(other) or _happened(ours) != _happened(theirs):
        return 0.0  # "east Charlotte" is not "north Charlotte"
    score = _token_sort(ours, theirs)
    return score if score and _turned(one, other) else 0.0


def same_bag(ours: Words, theirs: Words) -> bool:
    """True for the same words that count in any order: who did it to whom is then for the text to say."""
    return (
        _counted(ours) == _counted(theirs)
        and sorted(weighty(ours)) == sorted(weighty(theirs)) != []
    )


def cut_off(title: str) -> bool:
    """True for a title that its feed has cut: what it ended with is not known."""
    return title.rstrip().endswith(("…", "..."))


def begins(ours: Words, theirs: Words) -> bool:
    """True when the shorter one is the other's beginning: it was cut off."""
    shorter, longer = sorted((_plain(ours), _plain(theirs)), key=len)
    return longer[: len(shorter)] == shorter


def _plain(words: Words) -> Words:
    """The stems of the words that count and the numbers in digits, in their order."""
    counted = (word for word in words if word not in INCIDENTAL)
    return tuple(min(numbers((word,)), default=stem(word)) for word in counted)


@lru_cache(maxsize=8_192)
def _counted(words: Words) -> Words:
    """The numbers said, each as often as it is; a title is held against hundreds of its outlet."""
    return tuple(sorted(said_numbers(words)))


@lru_cache(maxsize=8_192)
def weighty(words: Words) -> Words:
    """The stems of the words that count, in their order, without the numbers."""
    return tuple(stem(word) for word in words if word not in INCIDENTAL and not numbers((word,)))


def _happened(words: Words) -> list[str]:
    """What is said to have become of something, each as often as it is said: "another", "new"."""
    return sorted(found for word in words if (found := status(word)))


def _token_sort(ours: Words, theirs: Words) -> float:
    """Likeness of the words in the order of the alphabet, or 0 below `NEAR`."""
    from rapidfuzz import fuzz  # here: a query never matches, and must not load it

    left, right = " ".join(sorted(ours)), " ".join(sorted(theirs))
    return fuzz.ratio(left, right, score_cutoff=NEAR) / 100


def _turned(one: Words, other: Words) -> bool:
    """True when the words of the shorter come in the longer one's order, from some word on round."""
    rounds = (one[start:] + one[:start] for start in range(len(one)))
    return any(_within(each, other) for each in rounds)


def _within(one: Sequence[str], other: Sequence[str]) -> bool:
    """True when the words come in this order in the other."""
    rest = iter(other)
    return all(word in rest for word in one)
