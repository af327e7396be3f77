"""People in a list: "a member of parliament, her two aides and the pilot" are four.

Theory. A list is noun phrases parted by commas, the last one behind "and"; each begins with a number, an
article, "himself", or "the" with one person. A phrase that goes on as a subject ("and two others were hurt")
is not of the list; a first number that the others come to ("six people, two women and four men") is its sum.
"""

from __future__ import annotations

from msgspec import Struct

from monitor.claims.roles import Cues, plural
from monitor.claims.sentences import Sentence
from monitor.values import Count

LONGEST = 8
"""Words of one noun phrase."""
ENDS = (
    "COMMA", "AND", "STOP", "IN", "AT", "ON", "BY", "FROM", "WITH", "DATE", "AFTER", "BEFORE", "WHO", "BE", "HAVE",
    "DIE", "KILL", "KILLED", "SAY", "WOUND", "MISSING", "SURVIVE", "WHILE", "BUT", "INCLUDING", "LEAVE", "DASH",
)  # fmt: skip
"""What ends a noun phrase."""
GOES_ON = ("BE", "HAVE", "SAY", "WOUND", "MISSING", "SURVIVE", "DIE", "KILL", "KILLED", "LEAVE")
"""What makes the phrase before it the subject of another clause."""
NOBODY = ("EVENT", "OBJECT", "ANIMAL", "THING", "TIMEWORD", "AMOUNT", "MONEY", "DEATHS")
"""Nouns of which no phrase counts people."""


class Group(Struct, frozen=True):
    """One noun phrase: the word that counts it, its number, and where the phrase ends (excluded)."""

    index: int
    count: Count
    end: int


def listed(sentence: Sentence, cues: Cues, begin: int, *, named: bool = False) -> list[Group]:
    """The groups of the list that begins at a word; fewer than two when there is no list.

    `named` where whatever is listed is people: it dies.
    """
    groups: list[Group] = []
    at, joined = begin, 0
    while (group := _group(sentence, cues, at, named=named or bool(groups))) is not None:
        groups.append(group)
        if at > begin and cues.at(sentence, at - 1, "AND"):
            joined = len(groups)
        at = group.end
        if not cues.at(sentence, at, "COMMA", "AND"):
            break
        at += 2 if cues.at(sentence, at, "COMMA") and cues.at(sentence, at + 1, "AND") else 1
    return groups[: max(joined, 1)]


def subjects(sentence: Sentence, cues: Cues, begin: int, index: int) -> list[Group]:
    """The list that holds the word at `index` and has died: "two guards and an officer are killed"."""
    for start in range(begin, index + 1):
        groups = listed(sentence, cues, start, named=True)
        if len(groups) > 1 and any(group.index == index for group in groups):
            return groups
    return []


def people(groups: list[Group]) -> list[Count]:
    """The counts to be added: all, or the first when the others are its parts."""
    first, *others = [group.count for group in groups]
    parts = sum(count.min for count in others)
    return [first] if others and parts == first.min and len(others) > 1 else [first, *others]


def _group(sentence: Sentence, cues: Cues, begin: int, *, named: bool) -> Group | None:
    """The noun phrase that begins at a word, or None when none does.

    `named` when people have been named: then "her two aides" are people too.
    """
    at = begin
    while cues.at(sentence, at, "ALL", "ADV", "ANOTHER", "QUOTE"):
        at += 1
    found = _counted(sentence, cues, at)
    if found is None:
        return None
    index, count = found
    end, human = index + 1, cues.at(sentence, index, "SELF")
    while end < len(sentence.words) and not cues.at(sentence, end, *ENDS):
        if cues.at(sentence, end, *NOBODY) or end - begin > LONGEST:
            return None
        human = human or cues.at(sentence, end, "HUMAN", "ABOARD")
        end += 1
    counted = cues.at(sentence, index, "NUM", "ART") and end > index + 1
    alone = (named and counted) or (cues.at(sentence, index, "NUM") and end == index + 1)
    return Group(index, count, end) if human or alone else None


def _counted(sentence: Sentence, cues: Cues, at: int) -> tuple[int, Count] | None:
    """What counts a noun phrase: its number, or the one of "a", "himself", "the pilot"."""
    if cues.at(sentence, at, "DET"):
        after = at + 2 if cues.at(sentence, at + 1, "ALL") else at + 1
        if cues.at(sentence, after, "NUM"):
            at = after
        elif not any(
            cues.at(sentence, noun, "HUMAN") and not plural(sentence, noun)
            for noun in range(at + 1, at + 3)
        ):
            return None
    elif not cues.at(sentence, at, "NUM", "ART", "SELF"):
        return None
    count = sentence.count(at)
    return (at, count) if count is not None else None
