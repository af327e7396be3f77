"""Dates as programs and pages write them: text of a form that is known, ISO 8601, or a number."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from msgspec import Struct

from monitor.sources.raw import DATE_LIMIT

MILLISECONDS = 100_000_000_000
"""From here on a number is no longer seconds: as seconds it would lie in the year 5138."""
EXAMPLE = datetime(2025, 11, 28, 14, 30, 15, tzinfo=UTC)
"""A time to try a form with."""

_HOUR = re.compile(r"(?<!%)(?:%%)*%[HIcXT]")


class Written(Struct, frozen=True):
    """A date as `Raw` takes it: how it is written, and what it means where that is known."""

    date: str = ""
    moment: tuple[int, ...] | None = None


def understood(value: object, form: str = "") -> Written:
    """What a value says; `form` is one of `strptime`'s. What cannot be read is nothing."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value)
    if not isinstance(value, str) or len(value) > DATE_LIMIT:
        return Written()
    written = value.strip()
    try:
        if form:
            return _formed(_by_form(written, form), whole=bool(_HOUR.search(form)))
        return Written(written, _parts(datetime.fromisoformat(written)))
    except (ValueError, OverflowError):
        return Written() if form else Written(written)


def bad_form(form: str) -> str:
    """Why a form is of no use; empty when it is one."""
    try:
        read = _by_form(EXAMPLE.strftime(form), form)
    except ValueError as error:
        return str(error)
    if read.date() != EXAMPLE.date():
        return "it does not name year, month and day"
    return ""


def _by_form(written: str, form: str) -> datetime:
    """Raises ValueError. Without a zone in it the time is the outlet's."""
    return datetime.strptime(written, form)  # noqa: DTZ007  # the form says whether it has a zone


def _number(value: float) -> Written:
    """Seconds or milliseconds since 1970."""
    try:
        seconds = value / 1000 if abs(value) >= MILLISECONDS else value
        return _formed(datetime.fromtimestamp(seconds, UTC), whole=True)
    except (ValueError, OverflowError, OSError):
        return Written()


def _formed(at: datetime, *, whole: bool) -> Written:
    """Written anew in ISO 8601: with its zone, if it has one, and with its hour, if that is known."""
    if not whole:
        return Written(at.date().isoformat(), _parts(at.replace(tzinfo=None)))
    if at.tzinfo is None:
        return Written(at.isoformat(), _parts(at))
    return Written(at.astimezone(UTC).isoformat(), _parts(at))


def _parts(at: datetime) -> tuple[int, ...]:
    return tuple((at.astimezone(UTC) if at.tzinfo else at).timetuple()[:6])
