"""Days that are named in a text: "Thursday", "Dec. 4", "4 de diciembre", as one token each.

Official boilerplate returns word for word with the next happening, and only its day is another.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

DAY = "<day>"
"""What stands in the words for every day that is named: two days are then at one place."""

WEEKDAYS = {
    word: number
    for number, row in enumerate(
        """monday lunes|tuesday tues martes|wednesday miercoles|thursday thurs jueves|friday viernes
        |saturday sabado|sunday domingo""".split("|")
    )
    for word in row.split()
}
WEEKDAYS |= {f"{word}s": number for word, number in WEEKDAYS.items() if word.endswith("day")}
"""Every name of a weekday, folded, with its number; with "s" for "Thursday's", whose apostrophe is dropped."""
_MONTHS = {
    word: number
    for number, row in enumerate(
        """january jan enero ene|february feb febrero|march mar marzo|april apr abril abr|may mayo
        |june jun junio|july jul julio|august aug agosto ago|september sept sep septiembre setiembre
        |october oct octubre|november nov noviembre|december dec diciembre dic""".split("|"),
        1,
    )
    for word in row.split()
}
_LAST = 31
_BETWEEN = frozenset({"de", "del", "of"})


class Day(Struct, frozen=True):
    """A day as it is named: a weekday, a date, or both."""

    weekday: int | None = None
    date: tuple[int, int] | None = None
    """Month and day of the month."""


def marked(words: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[Day, ...]]:
    """The words with `DAY` for each day, and the days in their order."""
    out: list[str] = []
    days: list[Day] = []
    at = 0
    while at < len(words):
        day, length = _day(words[at:])
        out.append(DAY if day else words[at])
        days.extend([day] if day else [])
        at += length
    return tuple(out), tuple(days)


def other_days(one: Day, other: Day, year: int) -> bool:
    """True when they cannot be one day; a weekday and a date are compared within the year."""
    if one.date and other.date:
        return one.date != other.date
    weekdays = {found for found in (_weekday(one, year), _weekday(other, year)) if found >= 0}
    return len(weekdays) > 1


def _day(words: tuple[str, ...]) -> tuple[Day | None, int]:
    """The day at the beginning of the words, and how many words it is; else None and 1."""
    weekday = WEEKDAYS.get(words[0])
    start = 0 if weekday is None else 1
    found, length = _date(words[start:])
    if weekday is None and found is None:
        return None, 1
    return Day(weekday, found), start + length


def _date(words: tuple[str, ...]) -> tuple[tuple[int, int] | None, int]:
    """Month and day at the beginning, in either order, with a year behind; and the words."""
    for month, day, length in _orders(words):
        if month in _MONTHS and 0 < (number := _number(day)) <= _LAST:
            more = [word for word in words[length : length + 2] if word not in _BETWEEN]
            year = bool(more) and len(more[0]) == len("2025") and more[0].startswith(("19", "20"))
            length += 1 + (words[length] in _BETWEEN) if year else 0
            return (_MONTHS[month], number), length
    return None, 0


def _orders(words: tuple[str, ...]) -> Iterator[tuple[str, str, int]]:
    """Month, day and length of what could be a date: "Dec 4", "4 December", "4 de diciembre"."""
    if len(words) > 1:
        yield words[0], words[1], 2
        yield words[1], words[0], 2
    if len(words) > len(("4", "de")) and words[1] in _BETWEEN:
        yield words[2], words[0], 3


def _number(word: str) -> int:
    """4 for "4" and "4th"; 0 for what is no day of a month."""
    plain = word[:-2] if word[-2:] in ("st", "nd", "rd", "th") else word
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < len("100") else 0


def _weekday(day: Day, year: int) -> int:
    """Its weekday, or -1 when the date is none."""
    if day.weekday is not None:
        return day.weekday
    try:
        return date(year, *day.date).weekday() if day.date else -1
    except ValueError:
        return -1
