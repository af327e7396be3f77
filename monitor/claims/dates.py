"""Days in a text, resolved against the day of publication.

Observations. Of the incidents that press texts tell, 22 % carry an explicit day, 55 % only a weekday,
22 % none. Theory. A weekday means the most recent one, today included; a day and month without a year
mean the nearest such day that is not more than two months after publication; "last week" is the week
before the one of publication, Monday to Sunday.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

from msgspec import Struct

from monitor.claims.language import Dates
from monitor.text import BEYOND_ASCII, folded, one_of
from monitor.values import Basis, Window

AHEAD = timedelta(days=62)
"""A date without a year lies at most two months after publication; else it is last year's."""
YEARS = range(1000, 3000)
"""Years that a text can mean; days and weeks about them can be reckoned with."""
ISO = r"(?P<iso_y>\d{4})-(?P<iso_m>\d{2})-(?P<iso_d>\d{2})(?!\d)(?:T[\d:.+Z-]+)?"
NUMERIC = (
    r"(?<![\d.,$])(?!24/7(?![\d/]))(?P<num_a>\d{1,2})(?P<sep>[/.-])(?P<num_b>\d{1,2})"
    r"(?:(?P=sep)(?P<num_y>\d{4}|\d{2}))?(?![\d.,%])"
)
""""24/7" is no day."""
DAY = r"(?P<{n}>\d{{1,2}})(?:st|nd|rd|th|\.?o|er|ro)?"
"""A day of the month; "1º" is "1o" by then."""


class DateMention(Struct, frozen=True):
    """A date expression in a text: where it stands and what days it means."""

    start: int
    end: int
    window: Window
    code: str
    """"day" for one stated day, "weekday", "month", or the code of a relative phrase."""


def reckoned(day: date | None) -> date | None:
    """A day of publication that days can be counted from; None for one at the calendar's end."""
    return day if day is not None and day.year in YEARS else None


def date_expression(dates: Dates) -> re.Pattern[str]:
    """One regular expression for all date forms of a language."""
    month, weekday = one_of(dates.months), one_of(dates.weekdays)
    of = one_of(dates.of)
    units = one_of(dates.spans)
    ago = "|".join(
        pattern.format(n=rf"(?P<ago_n{i}>\d{{1,3}}|[a-z]+)", unit=rf"(?P<ago_u{i}>{units})")
        for i, pattern in enumerate(dates.ago)
    )
    year = rf"(?:,?\s*(?:{of}\s+)?(?P<{{n}}>(?:19|20)\d\d))?"
    day_1, day_2 = DAY.format(n="d1"), DAY.format(n="d2")
    if dates.day_words:
        day_2 = rf"(?:{day_2}|(?P<d2w>{one_of(dates.day_words)}))"
    until = one_of(("-", "–", *dates.until))
    on = rf"(?:{weekday},?\s+)?"
    sides = one_of((*dates.last, *dates.coming))
    month_day = rf"{on}(?P<m1>{month})\.?\s+{day_1}(?:\s*{until}\s*(?P<d1b>\d{{1,2}}))?(?![\d:])"
    month_day += year.format(n="y1")
    first = rf"(?:(?P<d2a>\d{{1,2}})\s*{until}\s*)?"
    dot = _abbreviated(dates)
    day_month = rf"{on}{first}{day_2}\s+(?:{of}\s+)?(?P<m2>{month})\b{dot}" + year.format(n="y2")
    alone = rf"(?P<m3>{month})\b{dot}(?:\s+(?:{of}\s+)?(?P<y3>(?:19|20)\d\d))?"
    named = rf"(?:(?P<side>{sides})\s+)?(?P<wd>{weekday})(?:\s+(?P<side_after>{sides}))?"
    relative = rf"(?P<rel>{one_of(dates.relative)})"
    feast = rf"(?P<feast>{one_of(dates.feasts)})" if dates.feasts else ""
    forms = "|".join(
        filter(None, (ISO, month_day, day_month, NUMERIC, feast, relative, ago, named, alone))
    )
    return re.compile(rf"(?<![\w-])(?={_begins(dates)})(?:{forms})(?![\w])")


def _begins(dates: Dates) -> str:
    """With what every date form begins: asked first, since few words of a text begin a date."""
    ago = [pattern.partition(r"\s")[0] for pattern in dates.ago]
    if not all(word == "{n}" or word.isalpha() for word in ago):
        return ""  # it cannot be told: every word is tried
    named = (*dates.months, *dates.weekdays, *dates.feasts, *dates.relative, *dates.day_words)
    words = [*named, *dates.last, *dates.coming, *(word for word in ago if word != "{n}")]
    # possessive: a word without blank and unit behind it is not tried again letter by letter
    counted = rf"|[a-z]++\s++{one_of(dates.spans)}" if "{n}" in ago else ""
    return rf"\d|{one_of(words)}{counted}"


def _abbreviated(dates: Dates) -> str:
    """A full stop that belongs to a month's short name; behind a full name it ends the sentence."""
    short = [
        name
        for name, number in dates.months.items()
        if any(
            long.startswith(name) and long != name
            for long, n in dates.months.items()
            if n == number
        )
    ]
    ends = "|".join(rf"(?<=\b{re.escape(name)})" for name in sorted(short))
    return rf"(?:(?:{ends})\.)?" if ends else ""


COUNTED = re.compile(r" [a-z]")
"""What follows a number that counts something, and is no day of the month."""


def dates_in(
    text: str, words: Dates, expression: re.Pattern[str], day: date | None
) -> list[DateMention]:
    """Every date expression of a text that can be resolved; without `day` only full dates can."""
    plain = _same_length(text)
    found = []
    for match in expression.finditer(plain):
        try:
            resolved = _resolve(match, words, day, text)
        except (ValueError, OverflowError):  # "tomorrow" on the last day of the calendar
            continue
        end = match.end()
        if (
            resolved is None and match["m1"] and COUNTED.match(plain, end)
        ):  # "in September 31 strikes"
            resolved, end = _month(match, words, day, text, "m1"), match.end("m1")
        if resolved is not None:
            window, code = resolved
            found.append(DateMention(match.start(), end, window, code))
    return found


def _same_length(text: str) -> str:
    """Lower case without accents, character for character, so that spans stay true."""
    if text.isascii():
        return text.lower()
    return BEYOND_ASCII.sub(_fold_chars, text).lower()


def _fold_chars(found: re.Match[str]) -> str:
    return "".join([_fold_char(char) for char in found[0]])


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    plain = folded(char)
    return plain if len(plain) == 1 else char.lower() if len(char.lower()) == 1 else char


def _resolve(
    match: re.Match[str], words: Dates, day: date | None, text: str
) -> tuple[Window, str] | None:
    """The window of one match, or None when it cannot be a date."""
    if match["iso_y"]:
        return _one(_day(int(match["iso_y"]), int(match["iso_m"]), int(match["iso_d"])))
    if match["num_a"]:
        return _numeric(match, words, day)
    for month, first, year in (("m1", "d1", "y1"), ("m2", "d2", "y2")):
        if match[month]:
            return _named_day(match, words, day, (month, first, year))
    if match["m3"]:
        return _month(match, words, day, text)
    if day is None:
        return None
    if match["rel"] or (words.feasts and match["feast"]):
        return _named_otherwise(match, words, day)
    if match["wd"]:
        return _weekday(match, words, day)
    return _ago(match, words, day)


def _named_otherwise(match: re.Match[str], words: Dates, day: date) -> tuple[Window, str] | None:
    """A feast ("New Year's Eve") or a day that is reckoned from the one of publication ("yesterday")."""
    if match["rel"]:
        return _relative(words.relative[match["rel"]], day)
    return _one(_near(*words.feasts[match["feast"]], day))


def _one(
    found: date | None, basis: Basis = "explicit", code: str = "day"
) -> tuple[Window, str] | None:
    return (Window(found, found, basis), code) if found else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None


def _near(month: int, number: int, day: date | None) -> date | None:
    """The day of that month that lies nearest before (or little after) the day of publication."""
    if day is None:
        return None
    found = _day(day.year, month, number)
    if found is not None and found - day > AHEAD:
        return _day(day.year - 1, month, number)
    if found is not None and day - found > timedelta(days=366) - AHEAD:
        return _day(day.year + 1, month, number)
    return found


def _numeric(match: re.Match[str], words: Dates, day: date | None) -> tuple[Window, str] | None:
    """dd/mm(/yyyy) or mm/dd, whichever is possible; without a year only with a slash.

    Where both are, the one that lies nearest before the day of publication is meant.
    """
    first, second = int(match["num_a"] or 0), int(match["num_b"] or 0)
    month, number = (first, second) if words.month_first else (second, first)
    if match["sep"] in {".", "-"}:
        month, number = second, first
        if not match["num_y"]:
            return None
    if month > 12:
        month, number = number, month
    year = int(match["num_y"]) if match["num_y"] else None
    found = _in_year(year, month, number, day)
    other = _in_year(year, number, month, day) if number <= 12 and match["sep"] == "/" else None
    if day is not None and found is not None and other is not None and found > day >= other:
        found = other
    return _one(found)


def _in_year(year: int | None, month: int, number: int, day: date | None) -> date | None:
    """That day of the year, of this century when it has two digits; without one the nearest."""
    if month > 12:
        return None
    if year is None:
        return _near(month, number, day)
    return _day(year + 2000 if year < 100 else year, month, number)


def _named_day(
    match: re.Match[str], words: Dates, day: date | None, names: tuple[str, str, str]
) -> tuple[Window, str] | None:
    spelled = words.day_words.get(match["d2w"] or "", 0) if words.day_words else 0
    month, number = words.months[match[names[0]] or ""], int(match[names[1]] or spelled)
    year = match[names[2]]
    found = _day(int(year), month, number) if year else _near(month, number, day)
    other = match["d1b"] if names[0] == "m1" else match["d2a"]
    both = found and other and _day(found.year, found.month, int(other))
    if found and both and found != both:
        return Window(min(found, both), max(found, both), "explicit"), "days"
    return _one(found)


def _month(
    match: re.Match[str], words: Dates, day: date | None, text: str, group: str = "m3"
) -> tuple[Window, str] | None:
    """A month alone is a window of that month; in English it must begin with a capital (may, march)."""
    name = match[group]
    if words.month_first and not text[match.start(group)].isupper():
        return None
    month = words.months[name]
    if match["y3"]:
        year = int(match["y3"])
    elif day is not None and name not in words.namesakes:
        year = day.year if date(day.year, month, 1) <= day + AHEAD else day.year - 1
    else:
        return None
    return Window(
        date(year, month, 1), date(year, month, monthrange(year, month)[1]), "explicit"
    ), "month"


def _weekday(match: re.Match[str], words: Dates, day: date) -> tuple[Window, str] | None:
    side = match["side"] or match["side_after"] or ""
    back = (day.weekday() - words.weekdays[match["wd"] or ""]) % 7
    if side in words.coming:
        return _one(day + timedelta(days=7 - back), "weekday", "coming")
    if back == 0 and side in words.last:
        back = 7
    return _one(day - timedelta(days=back), "weekday", "weekday")


@lru_cache(maxsize=1024)
def _relative(code: str, day: date) -> tuple[Window, str] | None:
    """The window of a code: day-N, day+N, night, week-1, lateweek-1, week, weekend, month-1, days-N."""
    monday = day - timedelta(days=day.weekday())
    windows = {
        "night": (day - timedelta(days=1), day),
        "week-1": (monday - timedelta(days=7), monday - timedelta(days=1)),
        "lateweek-1": (monday - timedelta(days=4), monday - timedelta(days=1)),
        "earlyweek-1": (monday - timedelta(days=7), monday - timedelta(days=5)),
        "week": (monday, day),
        "month": (day.replace(day=1), day),
        "month-1": _month_before(day),
        "weekend": _weekend(day),
        "soon": (day, day + timedelta(days=7)),
    }
    if code in windows:
        return Window(*windows[code], "weekday"), code
    name, _, number = code.partition("-") if "-" in code else code.partition("+")
    shift = int(number) * (1 if "+" in code else -1)
    if name == "day":
        return _one(day + timedelta(days=shift), "weekday", code)
    if name == "days":
        return Window(day + timedelta(days=shift), day, "weekday"), code
    return None


def _month_before(day: date) -> tuple[date, date]:
    """First and last day of the month before."""
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def _weekend(day: date) -> tuple[date, date]:
    """The last Saturday and Sunday, up to the day itself."""
    saturday = day - timedelta(days=(day.weekday() - 5) % 7)
    return saturday, min(saturday + timedelta(days=1), day)


def _ago(match: re.Match[str], words: Dates, day: date) -> tuple[Window, str] | None:
    for index in range(len(words.ago)):
        number, unit = match[f"ago_n{index}"], match[f"ago_u{index}"]
        if not number or not unit:
            continue
        count = int(number) if number.isdigit() else words.small.get(number, 0)
        if not count:
            return None
        days = words.spans[unit]
        centre = day - timedelta(days=count * days)
        slack = timedelta(days=0 if days == 1 else days // 2)
        return Window(centre - slack, centre + slack, "weekday"), "ago"
    return None
