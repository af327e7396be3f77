"""What a sentence counts: every number that a rule gives a meaning to, before anybody types it.

A find says only "three were killed", "21 strikes", "the 21st"; whether that is one happening or a
running total is decided in `monitor.claims.meaning`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from monitor.claims.language import Rule
from monitor.claims.lexicon import Lexicon
from monitor.claims.patterns import Sieve, compiled, needed
from monitor.claims.sentences import Sentence
from monitor.values import Count

PRECEDENCE = ("presumed", "killed", "survivors", "ordinal", "events", "objects", "object")
"""A number has one meaning: the first of these that a rule finds; totals before all."""


class Find(Struct, frozen=True):
    """One number with its meaning: `index` is its word, `begin`..`end` the words of the rule."""

    says: str
    role: str
    rule: str
    index: int
    begin: int
    end: int
    count: Count


class CountingRules:
    """The counting rules of a pack with the roles of one tracker."""

    def __init__(self, rules: Iterable[Rule], lexicon: Lexicon, sets: Mapping[str, str]) -> None:
        """Compile each rule; `sets` name the topic's word groups for EVENT, OBJECT and HIT."""
        self._of = lexicon.words("OF")
        order = sorted(rules, key=lambda rule: (rule.role != "total", PRECEDENCE.index(rule.says)))
        self._rules = Sieve(
            (
                (rule, compiled(rule.pattern, lexicon, sets)),
                needed(rule.pattern, lexicon, sets),
            )
            for rule in order
        )

    def finds(self, sentence: Sentence) -> list[Find]:
        """Every number of the sentence that has a meaning, in order of the text."""
        found: dict[int, Find] = {}
        for rule, pattern in self._rules.passing(sentence.kinds):
            for match in pattern.finditer(sentence.chars):
                find = _find(rule, match, sentence, self._of)
                if find is not None and find.index not in found:
                    found[find.index] = find
        return sorted(found.values(), key=lambda find: find.index)


TITLE_CASE = 0.6
"""Share of capitals from which a sentence is set like a headline, where capitals say nothing."""


def _of_another(sentence: Sentence, index: int, between: frozenset[str]) -> bool:
    """Whether it is the second number of "25 of the 31 people", "seven members of one family".

    `between` are the words between a part and its whole; phrases end in one ("the number of").
    """
    for of in range(index - 1, max(index - 3, -1), -1):
        if sentence.words[of].low.rpartition(" ")[2] in between:
            wholes = sentence.words[max(0, of - 2) : of]
            return any(w.number is not None and w.number.kind == "NUM" for w in wholes)
    return False


def _named(sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether the words are a name in a text of lower case: the film "Twelve Dead in Harrow Lane"."""
    last = sentence.text[sentence.words[match.end() - 1].start]
    if sentence.field == "title" or not last.isupper():
        return False
    letters = [sentence.text[word.start] for word in sentence.words]
    capitals = sum(letter.isupper() for letter in letters)
    return capitals < TITLE_CASE * sum(letter.isalpha() for letter in letters)


def _find(rule: Rule, match: re.Match[str], sentence: Sentence, of: frozenset[str]) -> Find | None:
    """The find of one match; None when its number turns out to be no count."""
    index = match.start("o" if rule.says == "ordinal" else "n")
    if index < 0:
        return None
    number = sentence.words[index].number
    whole = rule.id.endswith("/m-dead")
    if (not whole and _of_another(sentence, index, of)) or (
        number is not None and _named(sentence, match)
    ):
        return None
    if number is not None and number.broken:  # a magnitude, a rate: nobody is counted in decimals
        return None
    if number is None:
        count = sentence.count(
            index, min(match.end() - 1, index + 4) if rule.says != "object" else None
        )
    else:
        count = sentence.count(index)
    if count is None:
        return None
    if rule.role == "total" and count.min == 0 and count.max:
        count = Count(count.max, count.max, count.words)  # a toll that rises "up to 83" is 83
    if rule.passed and count.exact:
        count = Count(count.min + 1, None, count.words)
    if rule.and_one:
        top = None if count.max is None else count.max + 1
        count = Count(count.min + 1, top, count.words, count.vague)
    return Find(rule.says, rule.role, rule.id, index, match.start(), match.end(), count)
