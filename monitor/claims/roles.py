"""The words that meaning hangs on, and the clauses in which they stand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from monitor.claims.lexicon import Lexicon
from monitor.claims.patterns import characters, compiled
from monitor.claims.sentences import Sentence

Role = Literal["incident", "total", "background", "part"]

BREAKS = ("COMMA", "STOP", "DASH", "BUT")
"""What parts clauses."""
NEWS_DAYS = 6
"""A happening told as news lies at most this many days back; a weekday reaches no further."""


class _Classes(dict[tuple[str, ...], frozenset[str]]):
    """The characters of classes, looked up when they are first asked for: asked a hundred times a text."""

    def __init__(self, lexicon: Lexicon, sets: Mapping[str, str]) -> None:
        self._lexicon, self._sets = lexicon, sets

    def __missing__(self, names: tuple[str, ...]) -> frozenset[str]:
        found = frozenset(characters("|".join(names), self._lexicon, self._sets))
        self[names] = found
        return found


class _Names(dict[str, frozenset[str]]):
    """The names of the classes to which a character belongs, looked up when it first comes."""

    def __init__(self, lexicon: Lexicon, sets: Mapping[str, str], classes: _Classes) -> None:
        self._lexicon, self._sets, self._classes = lexicon, sets, classes

    def __missing__(self, char: str) -> frozenset[str]:
        sets = {name for name in self._sets if char in self._classes[(name,)]}
        found = self[char] = self._lexicon.labels(char) | sets
        return found


class Cues:
    """The characters of each class that readers ask for, for one tracker in one language."""

    def __init__(self, lexicon: Lexicon, sets: Mapping[str, str], *, campaign: bool = True) -> None:
        """Classes are looked up when they are first asked for.

        `campaign` tells a series of happenings, where a toll is that of all of them, from any one.
        """
        self.campaign = campaign
        self._chars = _Classes(lexicon, sets)
        self._names = _Names(lexicon, sets, self._chars)
        self.breaks = compiled("|".join(BREAKS), lexicon, sets)

    def names(self, sentence: Sentence) -> frozenset[str]:
        """The names of all classes of which the sentence has a word.

        Where a dozen of them are asked for, most in vain, it is cheaper to make this list and look there.
        """
        names = self._names
        return frozenset().union(*[names[char] for char in sentence.kinds])

    def chars(self, names: tuple[str, ...]) -> frozenset[str]:
        """The characters of the classes."""
        return self._chars[names]

    def at(self, sentence: Sentence, index: int, *names: str) -> bool:
        """Whether the word at `index` is of one of the classes."""
        words = sentence.words
        return 0 <= index < len(words) and words[index].char in self._chars[names]

    def within(self, sentence: Sentence, begin: int, end: int, *names: str) -> bool:
        """Whether a word of one of the classes stands in begin..end (end excluded)."""
        if begin < 0 or end < 0:
            begin, end = max(begin, 0), max(end, 0)
        return not self._chars[names].isdisjoint(sentence.chars[begin:end])

    def each(self, sentence: Sentence, begin: int, end: int, *names: str) -> list[int]:
        """Where words of one of the classes stand in begin..end (end excluded), in order.

        To ask it is cheaper than to ask each word: most sentences have none, and one look tells.
        """
        chars = self._chars[names]
        if sentence.kinds.isdisjoint(chars):
            return []
        if begin < 0 or end < 0:
            begin, end = max(begin, 0), max(end, 0)
        words = sentence.words[begin:end]
        return [index for index, word in enumerate(words, begin) if word.char in chars]

    def anywhere(self, sentence: Sentence, *names: str) -> bool:
        """Whether one stands anywhere in the sentence."""
        return not sentence.kinds.isdisjoint(self._chars[names])


class Clause(Struct, frozen=True):
    """Words `begin`..`end` (end excluded) between two breaks."""

    begin: int
    end: int


def clause_of(sentence: Sentence, cues: Cues, index: int) -> Clause:
    """The clause around a word: between commas, stops, dashes and "but"."""
    chars = sentence.chars
    if not cues.anywhere(sentence, *BREAKS):
        return Clause(0, len(chars))
    after = cues.breaks.search(chars, index + 1)
    before = cues.breaks.search(chars[:index][::-1])  # backwards: the nearest one
    return Clause(
        index - before.start() if before is not None else 0,
        after.start() if after is not None else len(chars),
    )


def plural(sentence: Sentence, index: int) -> bool:
    """Whether the noun ends in -s: true for English and Spanish countable nouns of happenings."""
    return sentence.words[index].low.endswith("s")


def old_year(sentence: Sentence, day: date | None) -> bool:
    """Whether the sentence names a year before that of the day of its text."""
    return day is not None and any(
        word.number is not None and word.number.kind == "YEAR" and word.number.min < day.year
        for word in sentence.words
    )


def news_day(sentence: Sentence, begin: int, end: int, day: date | None) -> bool:
    """Whether a day within the last week stands in begin..end."""
    if day is None or not sentence.dated:
        return False
    earliest = day - timedelta(days=NEWS_DAYS)
    windows = (
        mention.window
        for index, mention in sentence.dated
        if begin <= index < end and mention.code not in {"month", "month-1"}
    )
    return any(w.from_ >= earliest and (w.to - w.from_).days <= NEWS_DAYS for w in windows)
