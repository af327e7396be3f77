"""Do two titles of one outlet say the same in other writing?

The same numbers and the same words that count, in the same order or with the halves exchanged. Articles,
capitals, marks, digits for number words and who says so do not matter. Order does: "Norland beats Esperia"
has the words of "Esperia beats Norland". One of them may have a word more, but not in the place of another:
"against" for "for" is another story, and so is "former" before "president".
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from monitor.stories.fingerprint import said_numbers, valued
from monitor.stories.lexicon import INCIDENTAL, stem, telling

NEAR = 90.0
"""token_sort of two titles of which one has a word more; without the other guards it would lose 6 % of
news."""

Words = tuple[str, ...]


def alike(ours: Words, theirs: Words) -> float:
    """How alike, 0.9..1, or 0 when one of them says something else. Symmetric."""
    (shorter, one), (longer, other) = sorted(
        ((words, told(words)) for words in (ours, theirs)), key=lambda each: len(each[1])
    )
    if not one or not set(one) <= set(other) or _other_letter(ours, theirs):
        return 0.0  # "east Charlotte" is not "north Charlotte"
    if len(one) == len(other):
        return float(_turned(one, other))
    if sorted(_counted(ours)) != sorted(_counted(theirs)):
        return 0.0
    if _happened(ours) != _happened(theirs) or not _turned(one, other):
        return 0.0
    score = _token_sort(ours, theirs)
    return score if score and not _exchanged(shorter, longer) else 0.0


def same_bag(ours: Words, theirs: Words) -> bool:
    """True for the same words that count in any order: who did it to whom is then for the text to say."""
    left, right = told(ours), told(theirs)
    if not left or len(left) != len(right) or sorted(left) != sorted(right):
        return False
    return _counted(ours) == _counted(theirs) and not _other_letter(ours, theirs)


def cut_off(title: str) -> bool:
    """True for a title that its feed has cut: what it ended with is not known."""
    return title.rstrip().endswith(("…", "..."))


def begins(ours: Words, theirs: Words) -> bool:
    """True when the shorter one is the other's beginning: it was cut off."""
    shorter, longer = sorted((told(ours), told(theirs)), key=len)
    return longer[: len(shorter)] == shorter


@lru_cache(maxsize=8_192)
def told(words: Words) -> Words:
    """The stems of the words that count and the numbers in digits, in their order."""
    return tuple(number or stem(word) for number, word in valued(words) if word not in INCIDENTAL)


@lru_cache(maxsize=8_192)
def _counted(words: Words) -> Words:
    """The numbers said, in their order; a title is held against hundreds of its outlet."""
    return tuple(said_numbers(words))


@lru_cache(maxsize=8_192)
def weighty(words: Words) -> Words:
    """The stems of the words that count, in their order, without the numbers."""
    return tuple(stem(word) for _, word in valued(words) if word and word not in INCIDENTAL)


def _happened(words: Words) -> list[str]:
    """What became of something, and of which one of its kind, each as often as it is said: "another", "former"."""
    return sorted(filter(None, map(telling, words)))


def _other_letter(ours: Words, theirs: Words) -> bool:
    """True when each has a letter that the other lacks: group A and group E, in which "e" is a word, too."""
    left, right = (
        {word for word in words if len(word) == 1 and word.isalpha()} for words in (ours, theirs)
    )
    return bool(left - right and right - left)


def _exchanged(shorter: Words, longer: Words) -> bool:
    """True when a word that the longer has more stands where the shorter has another one."""
    from difflib import SequenceMatcher  # here: a query never matches, and must not load it

    one, other = (
        [number or stem(word) for number, word in valued(words)] for words in (shorter, longer)
    )
    steps = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return any(way == "replace" for way, *_ in steps)


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
