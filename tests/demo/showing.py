"""What the demonstration shows: alerts as they arrive, and below them the date and the tally.

On a terminal the last line stays and changes; elsewhere it is printed once a week of the story. Lines
are at most 79 characters wide, and say without colour what they say with it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from rich.console import Console
from rich.live import Live
from rich.text import Text

from monitor import wording
from monitor.notices import AlertRaised, Part, Severity
from monitor.wording import many

WIDTH = 79
PARTS = 2
"""Developments of an alert that are shown; the rest is counted."""
QUOTED = 150
"""Characters of a quote: two lines."""
BAR = 14
"""Characters of the bar."""
COLOURS: dict[Severity, str] = {
    "info": "dim",
    "notice": "cyan",
    "warning": "yellow",
    "critical": "bold red",
}
WEEK = timedelta(days=7)


class Figures(NamedTuple):
    """How far the story has come, and what is known by then."""

    now: datetime
    done: float
    """Part of the story that has been told, 0 to 1."""
    strikes: int = 0
    killed: int = 0
    texts: int = 0
    copies: int = 0
    alerts: int = 0

    @property
    def tally(self) -> str:
        """What is counted."""
        return f"{many(self.strikes, 'strike')}, {self.killed} killed"

    @property
    def line(self) -> str:
        """All of it in a line."""
        filled = round(self.done * BAR)
        bar = "#" * filled + "." * (BAR - filled)
        return (
            f"{day(self.now)}  {bar}  {many(self.strikes, 'strike'):<10}  {self.killed} killed"
            f"  {many(self.texts, 'text')}  {many(self.alerts, 'alert')}"
        )


def day(when: datetime | date) -> str:
    """A day as people write it."""
    return f"{wording.day(when.isoformat()):>11}"


def wrapped(text: str, indent: int = 0, first: int | None = None) -> list[str]:
    """The text in lines of the right width; `first` is the indent of the first one."""
    begin = " " * (indent if first is None else first)
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=begin,
        subsequent_indent=" " * indent,
        break_on_hyphens=False,
    )


def alert_lines(alert: AlertRaised) -> Iterator[tuple[str, str]]:
    """Lines with their style: when and how urgent, then what has changed, from what to what, who says so."""
    colour = COLOURS[alert.severity]
    head = f"{day(alert.at)} {alert.at:%H:%M}  {alert.severity}"
    shown = alert.parts[:PARTS]
    yield colour, f"--- {head} {'-' * (WIDTH - len(head) - 5)}"
    for part in shown:
        yield from _part_lines(part, colour)
    if len(alert.parts) > len(shown):
        yield "dim", f"    and {len(alert.parts) - len(shown)} more in this message"


def _part_lines(part: Part, colour: str) -> Iterator[tuple[str, str]]:
    yield from ((colour, line) for line in wrapped(part.title, 4))
    before, after = part.before or "nothing", part.after or "nothing"
    change = f"{part.tracker} {part.field}: {before} -> {after}"
    yield from (("", line) for line in wrapped(change, 8, 6))
    for quote in part.quotes[:1]:
        text = textwrap.shorten(quote.text, QUOTED, placeholder=" ...")
        yield from (("italic", line) for line in wrapped(f'"{text}"', 7, 6))
        more = f", and {part.voices - 1} more" if part.voices > 1 else ""
        where = f"{quote.site}, {day(quote.at).strip()}{more}"
        yield from (("dim", line) for line in wrapped(where, 8))


class Screen:
    """Where it is shown, while a `with` lasts."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live = Live(console=console, auto_refresh=False, transient=True)
        self._next: datetime | None = None

    def __enter__(self) -> Screen:
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(self, *why: object) -> None:
        self.rest()

    def rest(self) -> None:
        """Nothing changes any more: the last line goes."""
        self._live.stop()

    def print(self, text: str = "", style: str = "") -> None:
        """A line, or several."""
        self._console.print(Text(text, style), soft_wrap=True)

    def alert(self, alert: AlertRaised) -> None:
        """An alert that has arrived."""
        for style, line in alert_lines(alert):
            self.print(line, style)

    def figures(self, figures: Figures) -> None:
        """The date and the tally; where there is no terminal, once a week of the story."""
        if self._console.is_terminal:
            self._live.update(Text(figures.line, "bold reverse"), refresh=True)
        elif self._next is None or figures.now >= self._next:
            self._next = (self._next or figures.now) + WEEK
            self.print(f"=== {figures.line}")


def best(answers: dict[str, dict[str, Any]], field: str) -> int:
    """A figure of the tally; 0 as long as there is none."""
    return int(answers.get("strikes", {}).get(field, {}).get("best") or 0)
