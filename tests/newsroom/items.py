"""The words of the newsroom: an item, and a feed with all that it will ever publish."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime
from typing import Literal, NamedTuple

HELD = 20
"""Items that a feed holds: the newest ones."""


class Item(NamedTuple):
    """What a feed publishes."""

    at: datetime
    site: str
    url: str
    title: str
    text: str
    what: Literal["archive", "copy", "other"]


class Feed(NamedTuple):
    """A feed with all that it will ever publish, oldest first."""

    name: str
    kind: Literal["rss", "atom"]
    lang: str
    items: tuple[Item, ...]
    outlets: tuple[str, ...] = ()

    @property
    def site(self) -> str:
        """The one outlet of an Atom feed; empty where each item names its own."""
        return self.outlets[0] if self.kind == "atom" else ""

    def count(self, now: datetime) -> int:
        """How many items have been published."""
        return bisect_right(self.items, now, key=lambda item: item.at)

    def held(self, count: int) -> tuple[Item, ...]:
        """What is in the feed after so many items, newest first."""
        return self.items[max(0, count - HELD) : count][::-1]
