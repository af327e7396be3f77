"""A log in a file that another log is made from, whatever its form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from monitor.errors import MonitorError
from monitor.eventlog import Head, Raw
from monitor.eventlog.parting import Part


class Unfit(MonitorError):
    """A file cannot be taken in as a log; the text says where it is wrong."""


class Foreign(Unfit):
    """It was never an exported log."""

    def __init__(self, name: str) -> None:
        """Say what it may be instead."""
        super().__init__(
            f"{name} is no exported log (`monitor log export`, jsonl or sqlite) and no backup; texts are taken"
            " in by `monitor import`"
        )


class Incoming(Protocol):
    """The events of such a file, from its first to its last, and what it says of itself."""

    name: str
    part: Part
    heads: dict[str, Head]
    """As the file tells them; known when the last row has been read."""

    def rows(self) -> Iterator[Raw]:
        """Raises Unfit where the file is wrong."""
        ...

    def where(self, position: int) -> str:
        """Where an event stands in the file, for a person."""
        ...
