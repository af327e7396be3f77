"""Telling people: rules, the outbox, one file per channel.

    developments --rules--> AlertRaised --outbox: is it due?--> delivery --channel--> Sent, NotSent
                                             ^                                               |
                                             `--- AlertAttempted before; AlertDelivered or --'
                                                  AlertFailed after

`rules` and `outbox` are pure; whoever runs the service appends their events to the log. A channel
is one module that offers `CHANNEL`; it says what came of a sending as a value and raises nothing.
"""

from __future__ import annotations

from typing import Protocol, TypeVar

from msgspec import Struct

from monitor.events import AlertRaised
from monitor.text import printable

Options = TypeVar("Options", bound=Struct)


class Sent(Struct, frozen=True):
    """The channel has taken the alert; `detail` is what it says to that."""

    detail: str = ""


class NotSent(Struct, frozen=True):
    """The channel has not taken it, or nobody knows; `permanent`: trying again would not help."""

    reason: str
    permanent: bool = False


Outcome = Sent | NotSent


class Channel(Protocol[Options]):
    """A way to tell people. `options` is what it wants to know from `monitor.toml`."""

    options: type[Options]

    async def send(self, alert: AlertRaised, options: Options) -> Outcome:
        """Send it once, and say `Sent` only when it has been taken. Raises nothing."""
        ...


def printable_lines(text: str) -> str:
    """Text of several lines with nothing in them that a terminal would obey; indents stay."""
    return "\n".join(f"{_indent(line)}{printable(line).strip()}" for line in text.split("\n"))


def _indent(line: str) -> str:
    return " " * (len(line) - len(line.lstrip(" ")))


def describe(error: OSError) -> str:
    """What the system says to an operation that it has refused."""
    return error.strerror or type(error).__name__
