"""Two texts that are worded alike and do not say the same: another day, the opposite, another number.

Texts are laid side by side; what is told is the difference at places where the words around agree. A
rewritten headline differs in a dozen words that count, and contradicts nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import pairwise

from monitor.stories.days import DAY, marked, other_days
from monitor.stories.fingerprint import numbers

Words = tuple[str, ...]
Block = tuple[int, int, int]
"""Where words that agree begin in the one, in the other, and how many they are."""

AROUND = 2
"""Words at a place, on both sides of it together, that agree: with one, chance puts texts together."""
EXCHANGED = 5
"""Words of an exchange at most: a longer one is another sentence, not the same with another word."""
NEGATED = 3
"""Words that a negation brings along at most: "did not confirm" for "confirmed"."""

_NOT = frozenset(
    """not never cannot cant wont dont doesnt didnt isnt arent wasnt werent hasnt havent hadnt wouldnt
    shouldnt couldnt nunca jamas""".split()
)

# Each row is one question; texts that give two of its answers at one place contradict each other.
_QUESTIONS = [
    (
        "confirm(s|ed|ing|a|o|an|ar|aron|ad[oa]s?)?",
        "den(y|ies|ied|ying)|nieg(a|an)|neg(o|ar|aron|aba|aban|ad[oa]s?)|desm(iente|ienten|intio|entir)",
    ),
    (
        "postpon(e|es|ed|ing)|delay(s|ed)?|pospu(so|est[oa]s?)|pospon(e|en|er)|aplaz(a|o|ar|ad[oa]s?)",
        "schedul(e|ed|es)|program(o|ad[oa]s?)|previst[oa]s?",
        "held|took|celebr(o|ar|aron|ad[oa]s?)",
        "cancel(s|ed|ing|a|o|an|ar|aron|ad[oa]s?)?|called",
    ),
    (
        "agree(s|d|ing)?|accept(s|ed|ing)?|approv(e|es|ed|ing)|back(s|ed)"
        "|acept(a|o|an|ar|aron|ad[oa]s?)|acuerd(a|an)|acord(o|ar|aron)|aprob(o|ar|aron|ad[oa]s?)|aprueba",
        "reject(s|ed|ing)?|refus(e|es|ed|ing)|veto(es|ed)?|rechaz(a|o|an|ar|aron|ad[oa]s?)|veta|veto",
    ),
    (
        "dead|died|dies|kill(s|ed)|death|muert[oa]s?|muri(o|eron)|muere|mueren",
        "surviv(e|es|ed|ors?)|alive|sobreviv(e|en|io|ieron|ientes?)|viv[oa]s",
    ),
    (
        "arrest(s|ed)|detain(s|ed)|deten(idos?|ida|idas)|detuv(o|ieron)",
        "freed|releas(e|es|ed)|liber(a|o|aron|ad[oa]s?)",
    ),
    ("missing|desaparecid[oa]s?", "found|rescued|hallad[oa]s?|encontrad[oa]s?|rescatad[oa]s?"),
    ("acquit(s|ted)|absuel(to|ta|ve)|absolvio", "convict(s|ed)|conden(a|o|ad[oa]s?)"),
    ("win|wins|won|gan(a|o|aron)", "lose|loses|lost|perd(io|ieron)|pierde"),
    ("rise|rises|rose|rising|sube|subio", "fall|falls|fell|falling|cae|cayo|baja|bajo"),
    ("lawful|legal", "unlawful|illegal|ilegal"),
]
_ANSWERS = [[re.compile(answer) for answer in answers] for answers in _QUESTIONS]


def opposed(one: Words, other: Words, at: datetime) -> str:
    """What the two say otherwise at one place, or "". Symmetric; `at` gives the year of dates."""
    from difflib import SequenceMatcher  # here: a query never matches, and must not load it

    if one == other:
        return ""
    # In one order, whichever came first: the matcher may choose otherwise among equal blocks.
    (ours, our_days), (theirs, their_days) = sorted((marked(one), marked(other)), key=repr)
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    for mine, its in _same_places(blocks, ours):
        left, right = our_days[ours[:mine].count(DAY)], their_days[theirs[:its].count(DAY)]
        if other_days(left, right, at.year):
            return "another day"
    told = (_exchange(*exchange) for exchange in _exchanges(blocks, ours, theirs))
    return next((reason for reason in told if reason), "")


def _same_places(blocks: Sequence[Block], ours: Words) -> Iterator[tuple[int, int]]:
    """Where both name a day among words that agree."""
    for mine, its, size in blocks:
        for step in range(size if size > AROUND else 0):
            if ours[mine + step] == DAY:
                yield mine + step, its + step


def _exchanges(
    blocks: Sequence[Block], ours: Words, theirs: Words
) -> Iterator[tuple[Words, Words]]:
    """What stands in one and in the other between words that agree."""
    for (mine, its, size), (my_next, its_next, next_size) in pairwise([(0, 0, 0), *blocks]):
        left, right = ours[mine + size : my_next], theirs[its + size : its_next]
        if size + next_size >= AROUND and max(len(left), len(right)) <= EXCHANGED:
            yield left, right


def _exchange(left: Words, right: Words) -> str:
    """What an exchange changes in what is said, or ""."""
    if max(len(left), len(right)) <= NEGATED and _negated(left) != _negated(right):
        return "a negation"
    if any(_contrary(_answers(one), _answers(other)) for one in left for other in right):
        return "the opposite"
    said = numbers(left), numbers(right)
    return "another number" if all(said) and not said[0] & said[1] else ""


def _negated(words: Words) -> bool:
    return not _NOT.isdisjoint(words)


def _contrary(one: frozenset[tuple[int, int]], other: frozenset[tuple[int, int]]) -> bool:
    """True when one question is answered otherwise by the other."""
    questions = {question for question, _ in one} & {question for question, _ in other}
    return bool(questions) and one.isdisjoint(other)


@lru_cache(maxsize=8_192)
def _answers(word: str) -> frozenset[tuple[int, int]]:
    """Questions that a word answers, and how."""
    return frozenset(
        (question, number)
        for question, answers in enumerate(_ANSWERS)
        for number, answer in enumerate(answers)
        if answer.fullmatch(word)
    )
