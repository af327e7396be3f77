"""Times as people write them, read as they mean them. A time without a zone is UTC, as all that is shown.

A text is a day, a time of day or both, in either order, with a zone behind it or none; or how long ago.
Nothing is guessed: "11/12/2025" is a day in November to some and one in December to others.

Light: the standard library and `monitor.wording`.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Literal, NamedTuple

from monitor.wording import MONTHS

Edge = Literal["start", "end"]
"""What a day means: "since" a day begins with it, "as of" a day ends with it. So for a month or a year."""

LAST = timedelta(microseconds=1)
"""Between the end of a day and the next one: a time in the log is no finer."""
FORMS = (
    '2025-10-28, "28 Oct 2025 18:00", 2025-10-28T18:00-04:00, "Oct 2025", noon, "yesterday 6pm", '
    '"last Monday", "2 weeks ago", 3h; a zone may follow ("18:00 America/New_York"), else it is UTC'
)
"""What is understood, for a person who has written something else."""

_UNITS = {
    "m": timedelta(minutes=1),
    "min": timedelta(minutes=1),
    "minute": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "hour": timedelta(hours=1),
    "d": timedelta(days=1),
    "day": timedelta(days=1),
    "w": timedelta(weeks=1),
    "week": timedelta(weeks=1),
}
_LONG = {"month": 1, "year": 12}
"""Units of no fixed length, in months."""
_NAMES = "|".join(sorted((*_UNITS, *_LONG), key=len, reverse=True))
_SPELLED = "one two three four five six seven eight nine ten eleven twelve".split()
_AGO = re.compile(rf"(\d{{1,6}}|an?|{'|'.join(_SPELLED)}) ?({_NAMES})s?( ago)?")
_DAYS = {"today": 0, "yesterday": 1, "tomorrow": -1}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(r"(?:last )?(mon|tue|wed|thu|fri|sat|sun)([a-z]*)")
_PROGRAMS = re.compile(r"\d{4}-?\d{2}-?\d{2}t\d")
_JOINED = re.compile(r"^(\s*\d{4}-\d{2}-\d{2})t(?=\d)")
_CLOCK = re.compile(r"(\d{1,2})(?::(\d{2})(?::(\d{2}))?)?([ap]m)?")
_HALF_DAY = 12
_CALLED = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_OFFSET = re.compile(r"(?:utc|gmt)?([+-])(\d{1,2})(?::?(\d{2}))?")
_PLACE = re.compile(r"[a-z_]+(?:/[a-z0-9_+-]+)+")
_NUMBERED = re.compile(r"(\d{4})(?:[-/.](?=\d+[-/.])|(?=\d{4}$))(\d{1,2})[-/.]?(\d{1,2})")
"""A day in figures, the year before: "2025-10-28", "20251028"."""
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
_FILLING = frozenset(("at", "on", "the", "of"))
_MONTHS = {name.lower(): number for number, name in enumerate(MONTHS, 1)}
_WHOLE = frozenset(
    "january february march april may june july august september october november december".split()
)


class _Days(NamedTuple):
    """The first day meant and the day after the last."""

    first: date
    after: date


def parse(text: str, now: datetime, edge: Edge) -> datetime:
    """The moment meant, in UTC. Raises ValueError with a sentence."""
    asked = " ".join(text.lower().split())
    try:
        found = _ago(asked, now) or _iso(asked) or _told(text, now, edge)
        return found.astimezone(UTC)
    except (ValueError, OverflowError, LookupError) as error:
        raise ValueError(f'"{text}" is no time; write {FORMS}') from error


def span(text: str) -> timedelta:
    """How long is meant: "2h", "30 min", "1 day". Raises ValueError with a sentence."""
    match = _AGO.fullmatch(" ".join(text.lower().split()))
    if not match or match[3] or match[2] in _LONG:
        raise ValueError(f'"{text}" is no length of time; write 30m, 2h, "1 day"')
    return _number(match[1]) * _UNITS[match[2]]


def _number(text: str) -> int:
    if text in _SPELLED:
        return _SPELLED.index(text) + 1
    return 1 if text in {"a", "an"} else int(text)


def _ago(asked: str, now: datetime) -> datetime | None:
    """A time that lies back: "3h", "2 weeks ago", "a month ago"."""
    if asked == "now":
        return now
    match = _AGO.fullmatch(asked)
    if match is None:
        return None
    count, unit = _number(match[1]), match[2]
    if unit in _UNITS:
        return now - count * _UNITS[unit]
    day = _back(now.date(), count * _LONG[unit])
    return datetime.combine(day, now.timetz())


def _back(day: date, months: int) -> date:
    """The same day so many months earlier; where that month is shorter its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = _month(year, month + 1).after - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def _iso(asked: str) -> datetime | None:
    """A time in one word, as programs write it: "2025-10-28T18:00Z"."""
    if " " in asked or not _PROGRAMS.match(asked):
        return None
    moment = datetime.fromisoformat(asked.upper())
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _told(text: str, now: datetime, edge: Edge) -> datetime:
    """A day, a time of day, a zone, as far as they are given. Raises ValueError, LookupError."""
    parted = _JOINED.sub(r"\1 ", text.lower().replace(",", " "))
    words = [word for word in parted.split() if word not in _FILLING]
    zone = _zone(words)
    clock = _clock(words)
    if not words and clock is None:
        raise ValueError(text)
    days = _days(words, now.astimezone(zone).date())
    if clock is None:
        first = datetime.combine(days.first, time(0), zone)
        after = datetime.combine(days.after, time(0), zone)
        return first if edge == "start" else after.astimezone(UTC) - LAST
    if days.after - days.first > timedelta(days=1):
        raise ValueError(text)  # a time of day, but of which day?
    return datetime.combine(days.first, clock, zone)


def _zone(words: list[str]) -> tzinfo:
    """The zone at the end, which is taken off; UTC when there is none."""
    last = words[-1] if words else ""
    if last in {"utc", "gmt", "z"}:
        words.pop()
        return UTC
    if match := _OFFSET.fullmatch(last):
        words.pop()
        span = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        return timezone(-span if match[1] == "-" else span)
    if _PLACE.fullmatch(last):
        words.pop()
        return _place(last)
    return UTC


def _place(name: str) -> tzinfo:
    """The zone of a place: "america/caracas". Raises LookupError, ValueError."""
    from zoneinfo import ZoneInfo, available_timezones

    try:
        return ZoneInfo("/".join(part.title() for part in name.split("/")))
    except (LookupError, ValueError):  # "America/Port_of_Spain" is not written like most
        return ZoneInfo({each.lower(): each for each in available_timezones()}[name])


def _clock(words: list[str]) -> time | None:
    """The time of day, which is taken out, where there is one: "18:00", "6pm", "6:30 pm", "noon"."""
    for n, word in enumerate(words):
        if word in _CALLED:
            del words[n]
            return _CALLED[word]
        half = words[n + 1] if words[n + 1 : n + 2] in (["am"], ["pm"]) else ""
        match = _CLOCK.fullmatch(word + half)
        if match and (match[2] or match[4]):
            del words[n : n + 1 + bool(half)]
            return _of_day(*match.groups())
    return None


def _of_day(hour: str, minute: str | None, second: str | None, half: str | None) -> time:
    hours = int(hour)
    if half:
        if not 1 <= hours <= _HALF_DAY:
            raise ValueError(hour)
        hours = hours % _HALF_DAY + (_HALF_DAY if half == "pm" else 0)
    return time(hours, int(minute or 0), int(second or 0))


# --- days -----------------------------------------------------------------------------------------


def _days(words: list[str], today: date) -> _Days:
    """The day, month or year that these words name; today for none."""
    asked = " ".join(words)
    if not asked:
        return _day(today)
    if asked in _DAYS:
        return _day(today - timedelta(days=_DAYS[asked]))
    if match := _WEEKDAY.fullmatch(asked):
        return _day(_weekday(match, today))
    if match := _NUMBERED.fullmatch(asked):
        return _day(date(int(match[1]), int(match[2]), int(match[3])))
    if match := re.fullmatch(r"(\d{4})-(\d{2})", asked):
        return _month(int(match[1]), int(match[2]))
    if re.fullmatch(r"\d{4}", asked):
        return _Days(date(int(asked), 1, 1), date(int(asked) + 1, 1, 1))
    return _in_words(words, today)


def _day(day: date) -> _Days:
    return _Days(day, day + timedelta(days=1))


def _month(year: int, month: int) -> _Days:
    after = date(year + month // 12, month % 12 + 1, 1)
    return _Days(date(year, month, 1), after)


def _weekday(match: re.Match[str], today: date) -> date:
    """The last such day before today."""
    number = next(n for n, name in enumerate(_WEEKDAYS) if name.startswith(match[1]))
    if not _WEEKDAYS[number].startswith(match[1] + match[2]):
        raise ValueError(match[0])
    return today - timedelta(days=(today.weekday() - number - 1) % 7 + 1)


def _in_words(words: list[str], today: date) -> _Days:
    """ "28 Oct 2025", "October 28, 2025", "Oct 2025", "28 Oct": the last one up to today."""
    names = [word for word in words if word.rstrip(".") in _MONTHS or word in _WHOLE]
    if len(names) != 1 or len(words) > 3:  # noqa: PLR2004  # day, month, year
        raise ValueError(words)
    month = _MONTHS[names[0].rstrip(".")[:3]]
    numbers = [word for word in words if word != names[0]]
    year = numbers.pop() if numbers and re.fullmatch(r"\d{4}", numbers[-1]) else ""
    if not numbers:
        return _month(int(year), month)
    match = _ORDINAL.fullmatch(numbers[0]) if len(numbers) == 1 else None
    if match is None:
        raise ValueError(words)
    if year:
        return _day(date(int(year), month, int(match[1])))
    this = date(today.year, month, int(match[1]))
    return _day(this if this <= today else this.replace(year=today.year - 1))
