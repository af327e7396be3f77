"""A number in words: "two hundred and five", "twenty-first", "media docena", "mil millones"."""

from __future__ import annotations

from msgspec import Struct

from monitor.claims.language import Numbers

LONGEST = 9
"""Most tokens that one number in words is made of; more is a list."""


class Plain(Struct, frozen=True):
    """A number without its hedge: its value, and the token where it ends (excluded)."""

    value: int
    end: int
    ordinal: bool = False
    vague: bool = False
    broken: bool = False


def in_words(lows: list[str], index: int, words: Numbers) -> Plain | None:
    """Words of a number from `index` on: "two hundred and five", "twenty-one", "half a dozen"."""
    total = group = 0
    end, half = _lead(lows, index, words)
    begun = end > index
    if half:
        return Plain((words.scales.get(lows[end]) or words.dozens[lows[end]]) // 2, end + 1)
    while end < min(len(lows), index + LONGEST):
        low = lows[end]
        value, ordinal = _unit(low, words)
        if value is None and begun and _one(lows, end, words, group):
            value = 1
        if value is not None:
            if begun and not _fits(value, group):
                break
            group += value
            if ordinal:
                return _ordinal(lows, end, words, total + group)
        elif low in words.scales and (begun or low in words.alone):
            total, group = _scaled(total, group, words.scales[low])
        elif low in words.dozens:
            return Plain(max(group, 1) * words.dozens[low], end + 1)
        elif not (begun and _goes_on(lows, end, words, group or total)):
            break
        begun = True
        end += 1
    return Plain(total + group, end) if begun else None


def _fits(value: int, group: int) -> bool:
    """Whether a value goes on a running group: behind whole hundreds, and units behind whole tens."""
    return group % 100 == 0 or (20 <= group % 100 < 100 and value < 10 and group % 10 == 0)


def _lead(lows: list[str], index: int, words: Numbers) -> tuple[int, bool]:
    """Where the number goes on after "a", "half" or "half a" before a dozen or scale; and whether halved."""
    half = lows[index] in words.halves
    end = index + half
    if end < len(lows) and lows[end] in words.articles:
        end += 1
    if end > index and end < len(lows) and (lows[end] in words.scales or lows[end] in words.dozens):
        return end, half
    return index, False


def _scaled(total: int, group: int, scale: int) -> tuple[int, int]:
    """Total and running group after a scale: thousands close a group, hundreds stay in it.

    A larger scale before stays by itself ("two million three hundred thousand"); a smaller one is
    multiplied ("mil millones").
    """
    if scale >= 1000 and total >= scale:
        return total + max(group, 1) * scale, 0
    if scale >= 1000:
        return max(total + group, 1) * scale, 0
    return total, max(group, 1) * scale


def _one(lows: list[str], index: int, words: Numbers, group: int) -> bool:
    """Whether an article is the one of "treinta y un" or "ciento una"."""
    return (
        words.tens_join > 0
        and lows[index] in words.articles
        and (lows[index - 1] == words.conjunction or (group >= 100 and group % 100 == 0))
    )


def _ordinal(lows: list[str], index: int, words: Numbers, value: int) -> Plain:
    """An ordinal, with the unit that may follow its tens ("vigésimo primero")."""
    unit = words.ordinals.get(lows[index + 1], 0) if index + 1 < len(lows) else 0
    if value % 10 == 0 and 0 < unit < 10:
        return Plain(value + unit, index + 2, ordinal=True)
    return Plain(value, index + 1, ordinal=True)


def _unit(low: str, words: Numbers) -> tuple[int | None, bool]:
    """Value of one word below a hundred, also "twenty-one" and "twenty-first"; and whether ordinal."""
    if low in words.units:
        return words.units[low], False
    if low in words.ordinals:
        return words.ordinals[low], True
    left, _, unit = low.partition("-")
    tens = words.units.get(left) or words.ordinals.get(left, 0)
    if unit and tens >= 10 and tens % 10 == 0:
        if unit in words.units and words.units[unit] < 10 and left in words.units:
            return tens + words.units[unit], False
        if unit in words.ordinals and words.ordinals[unit] < 10:
            return tens + words.ordinals[unit], True
    return None, False


def _goes_on(lows: list[str], index: int, words: Numbers, before: int) -> bool:
    """Whether an "and" stands there that is inside the number ("hundred and five", "treinta y dos").

    `before` is what stands before it: tens, hundreds, or thousands.
    """
    if lows[index] != words.conjunction or index + 1 == len(lows):
        return False
    value, _ = _unit(lows[index + 1], words)
    if words.tens_join and lows[index + 1] in words.articles:
        value = 1
    if value is None:
        return False
    if words.tens_join and words.tens_join <= before % 100:
        return before % 10 == 0 and 0 < value < 10
    if not words.hundreds_join or before < 100 or before % 100:
        return False
    scale = words.scales.get(lows[index + 2], 0) if index + 2 < len(lows) else 0
    if before < 1000:
        return value < 100 and scale != 100  # "between two hundred and five hundred" are two
    return scale < 1000
