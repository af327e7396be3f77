"""Telling people: rules, the outbox, one file per channel.

    developments --desk: by the rules, now?--> AlertRaised --outbox: is it due?--> channel
                              |                    ^                                  |
                    AlertHeld `--- later, by desk -'       AlertAttempted before, AlertDelivered or
                                                           AlertFailed after: Sent, NotSent

`desk`, `rules`, `outbox` and `wording` are pure; whoever runs the service appends their events to the
log. A channel is one module that offers `CHANNEL`; it says what came of a sending as a value and raises
nothing. `posting` (HTTP), `smtp` and `letter` (mail) are what channels over a network are made of.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol, TypeVar

from msgspec import Struct

from monitor.notices import AlertRaised
from monitor.text import printable
from monitor.values import ID_LENGTH

Options = TypeVar("Options", bound=Struct)


class Mark(Struct, frozen=True):
    """Where the log of a topic was: the hash stands for everything up to that event.

    `monitor log verify --head STREAM:N:HASH` proves with it that nothing before was changed since.
    """

    stream: str
    n: int
    """Place of the event in its stream."""
    hash: str

    @property
    def short(self) -> str:
        """As text tells it."""
        return f"{self.stream}:{self.n}:{self.hash[:ID_LENGTH]}"


class Message(Struct, frozen=True, kw_only=True):
    """An alert on its way through a channel, with what is known only when it is sent."""

    alert: AlertRaised
    topic: str = ""
    """Title of the topic, as a person knows it."""
    attempt: int = 1
    repetition: bool = False
    """An earlier attempt may have arrived: where the channel has no key, the text says so."""
    page: str = ""
    """Address of the page about the topic; empty when there is none."""
    acknowledge: str = ""
    """Address at which it can be acknowledged (GET asks, POST does it); empty when there is none."""
    log: Mark | None = None
    """The log's last event of the topic when it is sent, behind the alert; None: of no log."""
    at: datetime | None = None
    """When it is sent; None: when it was raised."""

    @property
    def when(self) -> datetime:
        """When it is sent."""
        return self.at or self.alert.at


class Sent(Struct, frozen=True):
    """The channel has taken the alert; `detail` is what it says to that."""

    detail: str = ""


class NotSent(Struct, frozen=True):
    """The channel has not taken it, or nobody knows; `permanent`: trying again would not help."""

    reason: str
    permanent: bool = False
    unknown: bool = False
    """It may have arrived all the same: no answer came, or it came too late."""
    retry_after: float = 0.0
    """Seconds for which the channel wants to be left alone; 0: it has not said."""


Outcome = Sent | NotSent


class Channel(Protocol[Options]):
    """A way to tell people. `options` is what it wants to know from `monitor.toml`; where it offers
    `problems(options)`, that gives what types cannot say: pairs of a key and what is wrong with it.
    """

    options: type[Options]
    keyed: bool
    """The alert's id goes along in a way by which whoever receives it knows a repetition for one.
    Through a channel without a key, a repetition says of itself that it may be one."""

    async def send(self, message: Message, options: Options) -> Outcome:
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
