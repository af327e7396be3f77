"""Days, numbers and names as people read them, in a terminal and on the page. No locale is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime


def instead(name: str, names: Iterable[str]) -> str:
    """What may have been meant by an unknown name, else all there is."""
    import difflib  # only for a mistake

    known = sorted(filter(None, names))
    close = difflib.get_close_matches(name, known, n=1)
    if close:
        return f'did you mean "{close[0]}"?'
    return f"there are: {', '.join(known)}" if known else "there are none"


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Not the locale's: what is shown is the same everywhere."""


def day(text: str | None) -> str:
    """An ISO day or time as a day: "15 Nov 2025"; empty for none."""
    if not text:
        return ""
    at = datetime.fromisoformat(text)
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}"


def minute(text: str | None) -> str:
    """An ISO time to the minute, in its own zone: "15 Nov 2025 12:00"; empty for none."""
    return f"{day(text)} {datetime.fromisoformat(text).strftime('%H:%M')}" if text else ""


def span(days: Mapping[str, str | None] | None) -> str:
    """`{"from", "to"}`: "20 to 23 Nov 2025", "28 Oct to 2 Nov 2025"; empty when it is not known."""
    if not days or not days["to"]:
        return ""
    first, last = date.fromisoformat(days["from"] or days["to"]), date.fromisoformat(days["to"])
    if first == last:
        return day(days["to"])
    begin = f"{first.day}"
    if (first.year, first.month) != (last.year, last.month):
        begin += f" {MONTHS[first.month - 1]}"
    if first.year != last.year:
        begin += f" {first.year}"
    return f"{begin} to {day(days['to'])}"


def many(count: int, one: str, more: str = "") -> str:
    """`1 voice`, `1,200 voices`; `more` where it is not made with an s."""
    return f"{count:,} {one if count == 1 else more or f'{one}s'}"


def plain(name: str | None) -> str:
    """A name in the log for a reader: "carried_out" is "carried out"."""
    return (name or "").replace("_", " ").replace("-", " ")


def counted(number: int, name: str) -> str:
    """A number of what is counted under a name in the plural: "3 killed", "1 survivor", "20 presumed dead"."""
    name = plain(name)
    single = number == 1 and name.endswith("s") and not name.endswith("ss")
    return f"{number:,} {name[:-1] if single else name}"
