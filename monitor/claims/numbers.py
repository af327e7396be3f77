"""Numbers in a sentence: digits and words, hedges folded in, ages, money and times told apart.

Observations. Headlines and leads spell three quarters of incident tolls and print most totals in
digits; "at least" stands before two totals of three. Folding the hedge into the number is what makes
rules short and finds exact. Conventions: "about 65" is 58..72 (10 % either side), "nearly 80" is
72..80, "dozens" is 12 and more (ACLED). A number that counts neither people nor things (age, money,
distance, time, year, share) keeps its place but is never a count.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from monitor.claims.language import Hedge, Numbers
from monitor.claims.spelled import Plain, in_words
from monitor.claims.tokens import ORDINAL_END, Token

NumberKind = Literal["NUM", "ORD", "PCT", "MONEY", "YEAR", "AMOUNT"]
ABOUT = 10
""""about N" and "nearly N" stand for N within 10 per cent, in whole numbers: what press rounding leaves open."""
OVER_FROM = 10
""""over 2 agents killed" is a dispute over two agents; "over" is a hedge from ten on, unless after a verb."""
YEARS = range(1900, 2101)
ENDING = re.compile(rf"(?<=\d){ORDINAL_END}$")


class Number(Struct, frozen=True):
    """A number in a sentence: its interval, kind, and the tokens that it covers (end excluded)."""

    min: int
    max: int | None
    kind: NumberKind
    begin: int
    end: int
    core: int
    """The token where the number proper begins, after the hedge."""
    vague: bool = False
    hedged: bool = False
    said: int = 0
    """The token where the words that say it end; "out of ten" is not part of them."""
    broken: bool = False
    """Whether it has decimals: it never counts people."""


class Openings(Struct, frozen=True):
    """With what words a number can begin, once per pack."""

    words: Numbers
    first: frozenset[str]
    """Every word with which a number or its hedge can begin."""
    proper: frozenset[str]
    """Those with which a number proper can begin, whatever follows."""
    scaled: frozenset[str]
    """Words before which an article or "half" stands for one."""
    hedges: dict[str, tuple[tuple[list[str], Hedge], ...]]
    """The hedges before a number by their first word, the longest first."""
    after: dict[str, tuple[tuple[list[str], Hedge], ...]]
    """Those after a number."""
    percent: frozenset[str]
    money: frozenset[str]
    amounts: frozenset[str]
    """As in the pack. Sets: each number is asked for all of these nouns, mostly in vain."""

    def begins(self, fold: str) -> bool:
        """Whether a number can begin with a word, in folded lower case."""
        return (
            fold in self.first
            or fold[:1].isdigit()
            or ("-" in fold and fold.partition("-")[0] in self.first)
        )


_OPENINGS: dict[int, Openings] = {}
"""By the id of the pack's words; they are kept beside it, so that the id stays theirs."""


def openings(words: Numbers) -> Openings:
    """With what words the numbers of a language begin."""
    known = _OPENINGS.get(id(words))
    if known is None:
        hedges, after = _by_first(words.hedges), _by_first(words.after)
        proper = {*words.units, *words.ordinals, *words.dozens, *words.vague, *words.scales}
        first = {*proper, *words.articles, *words.halves, *words.between, *hedges}
        scaled = {*words.scales, *words.dozens}
        opens = (frozenset(first), frozenset(proper), frozenset(scaled))
        signs = (frozenset(words.percent), frozenset(words.money), frozenset(words.amounts))
        known = Openings(words, *opens, hedges, after, *signs)
        _OPENINGS[id(words)] = known
    return known


def _by_first(phrases: Mapping[str, Hedge]) -> dict[str, tuple[tuple[list[str], Hedge], ...]]:
    found: dict[str, list[tuple[list[str], Hedge]]] = {}
    for phrase, hedge in phrases.items():
        parts = phrase.split()
        found.setdefault(parts[0], []).append((parts, hedge))
    return {
        first: tuple(sorted(entries, key=lambda entry: -len(entry[0])))
        for first, entries in found.items()
    }


def numbers(
    tokens: Sequence[Token],
    words: Numbers,
    taken: Collection[int],
    at: Iterable[int] | None = None,
) -> list[Number]:
    """Every number of a sentence, in order. `taken` are tokens that belong to dates; `at` are those with
    which one can begin, where they are known."""
    opening = openings(words)
    lows = [token.fold for token in tokens]
    if at is None:
        at = [index for index, low in enumerate(lows) if opening.begins(low)]
    found: list[Number] = []
    free = 0
    for index in at:
        if index < free or index in taken:
            continue
        number = _number(tokens, lows, index, opening, taken)
        if number is not None:
            found.append(number)
            free = number.end
    return found


def _number(
    tokens: Sequence[Token], lows: list[str], index: int, opening: Openings, taken: Collection[int]
) -> Number | None:
    """The number that begins at `index`, hedge included."""
    words = opening.words
    hedge, core = _phrase(lows, index, opening.hedges)
    if hedge is None and lows[index] in words.between:
        core = index + 1
    if core in taken or core >= len(lows):
        return None
    first = _plain(tokens, lows, core, opening)
    if first is None and hedge == "at_least" and lows[core] in words.articles:
        first = Plain(1, core + 1)
    if first is None:
        return None
    low, high, end = _range(tokens, lows, first, opening, core)
    after, end = _phrase(lows, end, opening.after)
    hedge = hedge or after
    if hedge == "more_than" and lows[index] in {"over", "sobre"} and low < OVER_FROM:
        hedge, index = None, core
    least, most = _interval(low, high, hedge, first.vague)
    kind, end = _kind(tokens, lows, core, end, first, opening)
    if kind == "PCT" and _is_ten(lows[end - 1], words):
        least, most = low * 10, high * 10
    said = first.end if kind == "PCT" and least != low else end
    hedged, broken = hedge is not None, first.broken
    return Number(least, most, kind, index, end, core, first.vague, hedged, said, broken)


def _phrase(
    lows: list[str], at: int, phrases: Mapping[str, tuple[tuple[list[str], Hedge], ...]]
) -> tuple[Hedge | None, int]:
    """The hedge that begins at a word and where it ends, the longest first; or None and the word."""
    if at < len(lows):
        for parts, hedge in phrases.get(lows[at], ()):
            end = at + len(parts)
            if lows[at:end] == parts:
                return hedge, end
    return None, at


def _interval(low: int, high: int, hedge: Hedge | None, vague: bool) -> tuple[int, int | None]:
    """Bounds of a number under its hedge."""
    if vague:
        return low, None
    if hedge == "at_least":
        return low, None
    if hedge == "more_than":
        return low + 1, None
    if hedge == "about":
        return low * (100 - ABOUT) // 100, -(-high * (100 + ABOUT) // 100)
    if hedge == "nearly":
        return low * (100 - ABOUT) // 100, high
    if hedge == "at_most":
        return 0, high
    if hedge == "less_than":
        return 0, max(0, high - 1)
    return low, high


def _plain(tokens: Sequence[Token], lows: list[str], index: int, opening: Openings) -> Plain | None:
    """A number without hedge: digits, words, dozens, vague plurals, ordinals."""
    low, words = lows[index], opening.words
    if low[:1].isdigit():  # a lone accent folds to nothing
        return _digits(tokens, lows, index, words)
    if low in words.vague:
        more = index + 1 < len(lows) and lows[index + 1] in words.partitive
        return Plain(words.vague[low], index + (2 if more else 1), vague=True)
    following = lows[index + 1 : index + 3]
    if low not in opening.proper and "-" not in low and opening.scaled.isdisjoint(following):
        return None  # most articles
    return in_words(lows, index, words)


def _digits(tokens: Sequence[Token], lows: list[str], index: int, words: Numbers) -> Plain | None:
    text = tokens[index].low
    if ":" in text:
        return None
    body = ENDING.sub("", text)
    group = "," if words.decimal == "." else "."
    parts = body.split(group)
    grouped = len(parts) > 1 and all(len(part) == 3 for part in parts[1:])
    if len(parts) > 1 and not grouped and group == "," and words.decimal not in body:
        return None
    whole = body.replace(group, "") if grouped or group == "," else body
    other = "," if group == "." else "."
    if group == "." and not grouped and "." in whole:
        whole, other = whole, "."
    try:
        value = float(whole.replace(other, "."))
    except ValueError:
        return None
    end = index + 1
    scale = words.scales.get(lows[end]) if end < len(lows) else None
    if scale:
        value, end = value * scale, end + 1
    elif end < len(lows) and lows[end] in words.dozens:
        value, end = value * words.dozens[lows[end]], end + 1
    if value > 10**12:
        return None
    broken = end == index + 1 and not value.is_integer()
    return Plain(round(value), end, ordinal=body != text, broken=broken)


def _range(
    tokens: Sequence[Token], lows: list[str], first: Plain, opening: Openings, core: int
) -> tuple[int, int, int]:
    """The interval when a second number follows "to", "or", "-" (or "and" after "between")."""
    words, end = opening.words, first.end
    if end + 1 >= len(lows) or first.ordinal or first.vague:
        return first.value, first.value, end
    link = lows[end]
    if core > 0 and lows[core - 1] in words.left and link in words.joins:
        return first.value, first.value, end
    between = core > 0 and lows[core - 1] in words.between
    if link in words.joins or link in {"-", "–"} or (between and link == words.conjunction):
        second = _plain(tokens, lows, end + 1, opening)
        if second and not second.ordinal and second.value > first.value:
            return first.value, second.value, second.end
    return first.value, first.value, end


def _is_ten(low: str, words: Numbers) -> bool:
    """Whether a word is the ten of "seven in ten"."""
    return low == "10" or words.units.get(low) == 10


def _kind(
    tokens: Sequence[Token], lows: list[str], core: int, end: int, first: Plain, opening: Openings
) -> tuple[NumberKind, int]:
    """What is counted, by form alone, and where the number ends with its sign."""
    words, money, amounts = opening.words, opening.money, opening.amounts
    before = lows[core - 1] if core else ""
    after = lows[end] if end < len(lows) else ""
    second = lows[end + 1] if end + 1 < len(lows) else ""
    if after in words.ties and (second in money or second in amounts):
        after, second = second, ""
    if before == "." and core > 1:  # "No. 26"
        before = lows[core - 2]
    if first.ordinal or before in words.number_signs:
        return "ORD", end
    both = f"{after} {second}"
    if after in opening.percent or both in opening.percent:
        return "PCT", end + (1 if after in opening.percent else 2)
    if before in {"$", "€", "£"} or after in money or before in money:
        return "MONEY", end
    if after in words.in_ten and _is_ten(second, words):
        return "PCT", end + 2
    if both in words.in_ten and end + 2 < len(lows) and _is_ten(lows[end + 2], words):
        return "PCT", end + 3
    if (
        before in words.names
        or after in amounts
        or (after in {"-", "–"} and second.split("-")[0] in amounts)
    ):
        return "AMOUNT", end
    if (
        first.end == core + 1
        and tokens[core].text.isdigit()
        and first.value in YEARS
        and len(lows[core]) == 4
    ):
        return "YEAR", end
    return "NUM", end
