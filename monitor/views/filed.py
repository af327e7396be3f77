"""What a tracker's answers rest on: where in the log its events stand, and where stories were seen.

A shelf is kept as a number made of its name and the topic: a quarter of the size. Should two names ever
give one number, a few events too many are read, which change no answer. Stories are by far the most, and
of them little is asked: that is kept here, so that their texts need not be read.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any

import msgspec

from monitor.events import AnyEvent, Recorded, StoryPublished
from monitor.projections.shelves import shelves
from monitor.projections.sightings import Address, address

_FILED = "insert or ignore into filed (shelf, position) values (?, ?)"
_SEEN = "insert or ignore into seen (position, story, site, at, links) values (?, ?, ?, ?, ?)"
_ON = "from filed where shelf in (select value from json_each(?))"
_POSITIONS = f"select json_group_array(position) from (select distinct position {_ON})"
_STORIES = f"""
    select story, site, at, links from seen where position in (select position {_ON})
"""
_links = msgspec.json.Decoder(tuple[str, ...]).decode


def file(connection: sqlite3.Connection, recorded: Sequence[Recorded]) -> None:
    """Keep where these events stand, within the transaction that is open."""
    connection.executemany(_FILED, _places(recorded))
    connection.executemany(_SEEN, _stories(recorded))


def _places(recorded: Iterable[Recorded]) -> Iterator[tuple[int, int]]:
    for each in recorded:
        for shelf in shelves(each.event):
            yield _number(each.stream, shelf), each.position


def _stories(recorded: Iterable[Recorded]) -> Iterator[tuple[int, str, str, str, str]]:
    for each in recorded:
        if isinstance(each.event, StoryPublished):
            where = address(each.event)
            links = json.dumps(where.links) if where.links else ""
            yield each.position, each.event.story, where.site, where.at.isoformat(), links


class Filed:
    """The shelves of one topic (`monitor.projections.shelves.Shelves`)."""

    def __init__(
        self,
        tuples: Callable[[str, str], Sequence[tuple[Any, ...]]],
        topic: str,
        at: Callable[[Sequence[int]], Iterable[Recorded]],
    ) -> None:
        """`tuples` gives the rows of a query over the tables, `at` the events of the log at positions."""
        self._tuples, self._topic, self._at = tuples, topic, at

    def events(self, shelves: Collection[str]) -> Iterator[AnyEvent]:
        """As the protocol says."""
        ((positions,),) = self._tuples(_POSITIONS, self._numbers(shelves))
        found = self._at(json.loads(positions))
        return (each.event for each in found if each.stream == self._topic)

    def stories(self, shelves: Collection[str]) -> Iterator[tuple[str, Address]]:
        """As the protocol says."""
        for story, site, at, links in self._tuples(_STORIES, self._numbers(shelves)):
            joined = _links(links) if links else ()
            yield story, Address(site, datetime.fromisoformat(at), joined)

    def _numbers(self, shelves: Collection[str]) -> str:
        return json.dumps([_number(self._topic, name) for name in shelves])


def _number(topic: str, shelf: str) -> int:
    """Below 2**63, which SQLite can hold."""
    name = f"{topic}\0{shelf}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(name, digest_size=8).digest(), "big") >> 1
