"""Texts that were reported before we looked: an archive, or what somebody has kept.

They go through the whole way like any other text, day by day in the order in which they were published,
so that the developments have the dates of then; none of them is ever alerted.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from itertools import groupby
from pathlib import Path

from msgspec import Struct, structs

from monitor.entries import Entry
from monitor.errors import StateError
from monitor.eventlog import EventLog
from monitor.pipeline import Follower, Pipeline
from monitor.sources import State
from monitor.sources.health import unheard
from monitor.sources.lines import BadLine, entries
from monitor.stories.taking import take
from monitor.topics import Source


class Imported(Struct, frozen=True, kw_only=True):
    """What an import has brought."""

    lines: int = 0
    bad: tuple[BadLine, ...] = ()
    relevant: int = 0
    stories: int = 0
    copies: int = 0
    revisions: int = 0
    claims: int = 0


STDIN = Path("-")
"""The file that means standard input."""


def read_file(path: Path, seen: datetime) -> tuple[list[Entry], list[BadLine]]:
    """The entries of a JSONL file and the lines that are wrong. Raises StateError when it cannot be read."""
    with lines(path) as found:
        return sort_out(entries(found, seen))


@contextmanager
def lines(path: Path) -> Iterator[Iterable[str]]:
    """The lines of a file of UTF-8, or of standard input ("-"). Raises StateError."""
    try:
        with sys.stdin.buffer if path == STDIN else path.open("rb") as file:
            # Some editors begin with a mark (-sig); a broken letter spoils a word, not the file.
            yield io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise StateError(f"{path} cannot be read: {error.strerror}") from error


def sort_out(found: Iterable[tuple[int, Entry] | BadLine]) -> tuple[list[Entry], list[BadLine]]:
    """Entries on the one side, wrong lines on the other."""
    good: list[Entry] = []
    bad: list[BadLine] = []
    for each in found:
        if isinstance(each, BadLine):
            bad.append(each)
        else:
            good.append(each[1])
    return good, bad


def by_day(found: Iterable[Entry]) -> Iterator[list[Entry]]:
    """Entries of one day after the other; those without a date come last."""
    ordered = sorted(found, key=_order)
    for _, day in groupby(ordered, key=lambda entry: _order(entry)[:2]):
        yield list(day)


def missing(pipeline: Pipeline, follower: Follower, found: Iterable[Entry]) -> list[Entry]:
    """Those about the topic that have not been taken in: none when the last of them has been.

    All at first; the rest when an import was broken off.
    """
    ordered = [each for day in by_day(found) for each in day]
    index, topic = pipeline.views.index(follower.topic.id), follower.topic.id

    def unknown(entry: Entry) -> bool:
        return take(entry, index, topic).match.kind in {"new", "copy"}

    passing = (each for each in reversed(ordered) if follower.gate.passes(each) is not None)
    last = next(passing, None)
    if last is None or not unknown(last):
        return []
    return [each for each in ordered if follower.gate.passes(each) is not None and unknown(each)]


def lost(log: EventLog, sources: Iterable[Source], states: Mapping[str, State]) -> set[str]:
    """Those of the sources that feeds.db has lost: what they bring is not their first answer.

    Of which the log holds a story; where nothing is known of any source, all that are in doubt.
    """
    new = {each.id for each in sources if unheard(each, states.get(each.id))}
    stories = log.read(types=("StoryPublished", "StoryCopied")) if new else ()
    told = {getattr(each.event, "source", "") for each in stories}.intersection(new)
    return new if told and not states else told


def _order(entry: Entry) -> tuple[bool, str, str, str]:
    at = entry.published
    return (
        at is None,
        at.date().isoformat() if at else "",
        at.isoformat() if at else "",
        entry.url,
    )


def bring_in(
    pipeline: Pipeline,
    followers: Iterable[Follower],
    found: list[Entry],
    bad: list[BadLine],
    now: datetime,
    *,
    progress: Callable[[int], None] = lambda _: None,
) -> Imported:
    """Put entries through for these topics; `progress` hears how many have gone through.

    The ids of a file's lines are the file's own ("1", "2"): two files can use the same, so a text is
    known by its address, outlet, time and wording alone.
    """
    found = [structs.replace(entry, guid="") for entry in found]
    followers = list(followers)
    totals = dict.fromkeys(("relevant", "published", "copied", "revised", "claims"), 0)
    for day in by_day(found):
        for follower in followers:
            taking = pipeline.follow(follower, day, now, backfill=True)
            for name in totals:
                totals[name] += getattr(taking, name)
        progress(len(day))
    return Imported(
        lines=len(found) + len(bad),
        bad=tuple(bad),
        relevant=totals["relevant"],
        stories=totals["published"],
        copies=totals["copied"],
        revisions=totals["revised"],
        claims=totals["claims"],
    )
