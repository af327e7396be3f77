"""The topics as a query needs them: ids, titles, trackers, sources; straight from their files.

Nothing is checked here but what is used: `monitor.config.load` names every mistake, and costs what
`msgspec` and the tracker kinds cost to import.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from monitor.config.folders import topic_files
from monitor.errors import NotFound
from monitor.text import printable
from monitor.views.basis import fingerprint


class TrackerLine(NamedTuple):
    """A tracker as its topic names it."""

    id: str
    kind: str
    title: str
    table: Mapping[str, Any] = MappingProxyType({})
    """What its file says of it, but for what it wants read."""


class SourceLine(NamedTuple):
    """A source as its topic names it."""

    id: str
    address: str
    every: int
    """Seconds between polls at most; 0: as its own habit has it."""


class Outline(NamedTuple):
    """A topic as its file names it."""

    id: str
    title: str
    enabled: bool
    trackers: tuple[TrackerLine, ...]
    sources: tuple[SourceLine, ...]
    fingerprint: str = ""
    """Of the bytes of its file."""

    def tracker(self, name: str) -> TrackerLine:
        """The tracker of that id. Raises NotFound, with the ids there are."""
        for each in self.trackers:
            if each.id == name:
                return each
        raise NotFound(
            f'topic {self.id}: there is no tracker "{printable(name)}"; there are: '
            + listed(each.id for each in self.trackers)
        )

    def main(self, kind: str) -> TrackerLine:
        """The tracker of a kind that is called "meeting", else the first. Raises NotFound."""
        found = [each for each in self.trackers if each.kind == kind]
        if not found:
            raise NotFound(f"topic {self.id}: there is no tracker of the kind {kind}")
        return next((each for each in found if each.id == "meeting"), found[0])


class Outlines(NamedTuple):
    """All topics of a configuration."""

    topics: tuple[Outline, ...]
    unreadable: tuple[Path, ...]
    """Files that are no topic; `monitor.config.load` says why."""


def outlines(config: Path) -> Outlines:
    """The topics of a configuration folder, in the order of their files."""
    topics, unreadable = [], []
    for path in topic_files(config):
        try:
            topics.append(_outline(path, path.read_bytes()))
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            unreadable.append(path)  # no text, no TOML, or tables of another form
    return Outlines(tuple(topics), tuple(unreadable))


def _tables(text: str) -> dict[str, Any]:
    """The head of a file, its trackers with their options, its sources: without words, which are most of it."""
    cuts = [(0, True)]
    cuts += [(found.start(), bool(_WANTED.fullmatch(found[1]))) for found in _HEADER.finditer(text)]
    ends = [start for start, _ in cuts[1:]] + [len(text)]
    wanted = "".join(text[start:end] for (start, kept), end in zip(cuts, ends, strict=True) if kept)
    try:
        return tomllib.loads(wanted)
    except tomllib.TOMLDecodeError:  # what looked like the beginning of a table was none
        return tomllib.loads(text)


_HEADER = re.compile(r"^\[\[?([\w.-]+)\]\]?[ \t]*(?:#.*)?$", re.MULTILINE)
_WANTED = re.compile(r"source|tracker(?:\.options.*)?")


def _outline(path: Path, content: bytes) -> Outline:
    table = _tables(content.decode())
    trackers = (
        TrackerLine(str(each["id"]), str(each["kind"]), str(each.get("title", "")), each)
        for each in table.get("tracker", ())
    )
    sources = (
        SourceLine(str(each["id"]), str(each.get("address", "")), int(each.get("every", EVERY)))
        for each in table.get("source", ())
    )
    return Outline(
        str(table.get("id") or path.stem),
        str(table.get("title", "")),
        table.get("enabled", True) is True,
        tuple(trackers),
        tuple(sources),
        fingerprint([content]),
    )


EVERY = 0
"""When a source does not say; as in `monitor.topics.Source`."""


def listed(names: Iterable[str]) -> str:
    """Names in a row, or that there are none."""
    return ", ".join(names) or "none"
