"""An event of the log as a person reads it: where it stands, and what it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from monitor.cli.rendering import bold, wrapped
from monitor.cli.times import NO_DATE, minute
from monitor.errors import Corrupt
from monitor.text import printable

if TYPE_CHECKING:
    from monitor.eventlog import Raw

SUMMARY = 160
"""Characters of a summary: two lines and a bit."""


def described(row: Raw) -> Iterator[str]:
    """An event for a person: where it stands, and what it says."""
    from monitor.eventlog import fields

    try:
        body = fields(row)
        when, said = minute(told(body, "seen") or told(body, "at")), summary(body)
    except Corrupt as error:
        when, said = NO_DATE, f"{error.reason}; `monitor log verify` looks at all of it"
    yield bold("  ".join(map(printable, (str(row.position), when, row.stream, row.type))))
    yield from wrapped(said if len(said) <= SUMMARY else f"{said[:SUMMARY]}...", "  ")


def told(body: dict[str, Any], name: str) -> str | None:
    """A time that the event tells; None for none, or what damage has made of it."""
    text: Any = body.get(name)
    try:
        datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return str(text)


def summary(body: dict[str, Any]) -> str:
    """What an event says, in a line: by its fields, not by its type, so that none is forgotten."""
    if "redacted" in body:
        return "redacted"
    quote = body.get("quote")
    if isinstance(quote, dict):
        return f'{body.get("tracker")}: "{quote.get("text")}" ({body.get("site")})'
    parts = (str(body[name]) for name in _TELLING if body.get(name))
    return ", ".join(parts) or str(body.get("story", ""))


_TELLING = (
    *("site", "source", "title", "alert", "claim", "who", "why", "detail"),
    *("model", "parser", "answer"),
)
"""Fields that tell a person what an event is about."""
