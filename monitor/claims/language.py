"""What a language pack holds: words, dates, labels and rules, as data. The packs are in `packs/`.

A pack is one file per language, found by its name. Its rules carry their own examples (`ok`, `no`),
which the tests run: a rule without an example that it reads is no rule.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Hedge = Literal["at_least", "more_than", "about", "nearly", "at_most", "less_than"]


class Numbers(Struct, frozen=True, kw_only=True):
    """Words for numbers, in folded lower case (no accents)."""

    units: dict[str, int]
    """One word, one value below a hundred, and hundreds that are one word ("doscientos")."""
    scales: dict[str, int]
    """Words that multiply what stands before: hundred, thousand, million."""
    ordinals: dict[str, int]
    """First to thirtieth; tens that take a unit ("twenty-first") are made of both lists."""
    dozens: dict[str, int]
    """"dozen" 12, "score" 20: multiply a number before them ("two dozen"), stand alone with an article."""
    vague: dict[str, int]
    """"dozens" at least 12 ...: the lower bounds of ACLED's conventions; open upwards."""
    hedges: dict[str, Hedge]
    """Phrases before a number."""
    after: dict[str, Hedge]
    """Phrases after a number ("or more")."""
    between: tuple[str, ...]
    """Words before a range: "between"."""
    joins: tuple[str, ...]
    """Words within a range: "to", "or"; "and" after "between"."""
    conjunction: str
    """The word within a number: "and", "y"."""
    articles: tuple[str, ...]
    """Articles that can stand for one."""
    number_signs: tuple[str, ...]
    """"number", "No." before a figure that counts along: "strike number 21"."""
    percent: tuple[str, ...]
    names: tuple[str, ...] = ()
    """Nouns whose number is a name: "Flight 371", "Route 66"."""
    money: tuple[str, ...]
    amounts: tuple[str, ...]
    """Nouns after a number that is no count of people or things: miles, years, tons, hours."""
    in_ten: tuple[str, ...]
    """Words within "seven in ten", "siete de cada diez"."""
    left: tuple[str, ...] = ()
    """Words before a number that is left for another one: "rose from 99 to 101" is no range."""
    tens_join: int = 0
    """From which ten on the conjunction stands before a unit: 30 in "treinta y dos"; 0: before none."""
    hundreds_join: bool = True
    """Whether it stands after hundreds and thousands: "two hundred and five", but "ciento cinco"."""
    alone: tuple[str, ...] = ()
    """Scales that need no number before them: "mil"."""
    halves: tuple[str, ...] = ("half",)
    """Words that halve a dozen or a scale: "half a dozen", "medio centenar"."""
    ties: tuple[str, ...] = ()
    """Words between a number and what it counts: "50 millones de dólares"."""
    partitive: tuple[str, ...] = ("of", "de")
    """Words that belong to a vague number: "dozens of"."""
    decimal: str = "."
    """The sign before decimals; the other one groups thousands."""


class Dates(Struct, frozen=True, kw_only=True):
    """Words for days, in folded lower case."""

    months: dict[str, int]
    namesakes: tuple[str, ...] = ()
    """Months that are names or other words too ("Marco"): without a day or a year they are no date."""
    weekdays: dict[str, int]
    """Monday is 0."""
    feasts: dict[str, tuple[int, int]] = {}
    """Days with a name of their own: month and day."""
    relative: dict[str, str]
    """Phrase to a code of `monitor.claims.dates`: "yesterday" -> "day-1"."""
    ago: tuple[str, ...]
    """Patterns with `{n}` and `{unit}`: "{n} {unit} ago"."""
    small: dict[str, int]
    """Number words before "days ago"; the article counts 1."""
    spans: dict[str, int]
    """Words for days and weeks, in days."""
    of: tuple[str, ...]
    """Words between the parts of a date: "of", "de", "the"."""
    last: tuple[str, ...]
    """Words that push a weekday into the past: "last"."""
    coming: tuple[str, ...]
    """Words that push it into the future: "next"."""
    month_first: bool
    """Whether 10/11 is 11 October."""
    day_words: dict[str, int] = {}
    """Words for the day before "de noviembre": "primero"."""
    until: tuple[str, ...] = ()
    """Words between two days of a month: "29 y 30 de octubre"."""


class Rule(Struct, frozen=True, kw_only=True):
    """One way in which texts say something. See `monitor.claims.patterns` for the pattern."""

    id: str
    says: str
    """What it finds: "killed", "total", "survivors", "presumed" ... for the tally; a stage elsewhere."""
    pattern: str
    ok: tuple[str, ...]
    """Texts in which it finds something, the found number or stage after "=>"."""
    no: tuple[str, ...] = ()
    """Texts that look like it and in which it must find nothing."""
    role: str = ""
    """What is known of the find beforehand: "total", "incident", "background"; empty when nothing."""
    and_one: bool = False
    """Whether one more is named beside the number: "killed along with six others" is 7."""
    passed: bool = False
    """Whether the number has been passed: "deaths top 2,000" is 2001 and more."""


class Pack(Struct, frozen=True, kw_only=True):
    """Everything that reading needs to know of one language."""

    lang: str
    version: int
    abbreviations: frozenset[str]
    """Words whose full stop ends no sentence."""
    contractions: dict[str, tuple[str, str]] = {}
    """Words in lower case that stand for two, the second being their last letters: "nos" for "em", "os".
    Everywhere else in the pack the two stand: "pelo menos" is "por o menos"."""
    numbers: Numbers
    dates: Dates
    labels: dict[str, tuple[str, ...]]
    sets: dict[str, str]
    """Names for alternatives: "HARD" -> "COMMA|STOP|NUM"; HARD is what the gap `=n` may not cross."""
    rules: tuple[Rule, ...]
    contacts: tuple[Rule, ...] = ()
    """How texts tell of contacts between two sides (A, B): `says` is "episode stage", in order of rank."""
    marks: dict[str, str]
    """Patterns of assertion and time that the readers ask for by name; see each pack's MARKS."""

    @property
    def id(self) -> str:
        """Language and version, as claims carry it."""
        return f"{self.lang}/{self.version}"


def words(text: str) -> tuple[str, ...]:
    """Words parted by blanks, phrases with "_" for their blanks."""
    return tuple(word.replace("_", " ") for word in text.split())
