"""What trackers said at a time, worked out from the log: from the events that views.db names, or from all.

The tables hold where the events of a tracker stand. Where they are of no use the whole stream is folded,
which takes seconds where it would have taken tenths; the answer is the same.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from monitor.cli.figures import Said
from monitor.cli.knowing import ready
from monitor.cli.outline import Outline, TrackerLine
from monitor.cli.places import Places
from monitor.errors import NotFound
from monitor.text import printable

if TYPE_CHECKING:
    from monitor.eventlog.sqlite import SqliteLog
    from monitor.projections.ledger import Ledger
    from monitor.topics import Topic, Tracker
    from monitor.views.reading import Reading


class Past(NamedTuple):
    """A topic, to be asked about any time."""

    tracker: Callable[[str], Tracker]
    """How a tracker is configured."""
    ledger: Callable[[str], Ledger]
    """All that its answers rest on."""


def said(
    places: Places,
    topic: Outline,
    tracker: str,
    as_of: datetime | None,
    occurred_by: datetime | None = None,
) -> Said:
    """What the tracker says at these times. Raises as `past` does."""
    with past(places, topic) as found:
        return answer(found, tracker, as_of, occurred_by)


def answer(
    past: Past, name: str, as_of: datetime | None, occurred_by: datetime | None = None
) -> Said:
    """What a tracker says by what had been reported up to one time of what had happened by another."""
    from monitor.projections import Kind
    from monitor.projections.ledger import standing
    from monitor.registry import resolve

    tracker = past.tracker(name)
    kind: Kind = resolve("projections", tracker.kind)
    stands = standing(past.ledger(name), name, as_of, alone=tracker.model_alone)
    view = kind.view(tracker, stands.by(occurred_by))
    return Said(view, kind.lines(tracker, view))


@contextmanager
def past(places: Places, topic: Outline) -> Iterator[Past]:
    """The topic with all that was ever reported about it.

    Raises NotFound (nothing recorded), LogError, StateError, ConfigError.
    """
    from monitor.eventlog.sqlite import open_reader

    log = open_reader(places.log)
    if log is None:
        raise NotFound(f"nothing has been recorded in {places.state} yet; `monitor run` starts")
    with log, uncollected():
        reading = ready(places, topic)
        if reading is None:
            yield _folded(places, topic, log)
            return
        with reading:
            yield _looked_up(topic, log, reading)


def _looked_up(topic: Outline, log: SqliteLog, reading: Reading) -> Past:
    """From the events that the tables name. They were made from this very file: it has been checked."""
    from monitor.projections.shelves import gathered
    from monitor.views.filed import Filed

    shelves = Filed(reading.tuples, topic.id, log.at)
    return Past(
        lambda name: described(topic.tracker(name)),
        lambda name: gathered(name, shelves),
    )


def described(line: TrackerLine) -> Tracker:
    """The tracker of a file that has been checked, but for what it wants read: no answer depends on it."""
    from msgspec import convert

    from monitor.topics import Tracker

    return convert({"reader": "", **line.table}, Tracker)


def _folded(places: Places, topic: Outline, log: SqliteLog) -> Past:
    """From the whole stream."""
    from monitor.config import load
    from monitor.projections.ledger import FOLDED, Ledger, apply

    configured = load(places.config, places.state).topic(topic.id)
    types = {each.__name__ for each in FOLDED}
    ledger = apply(Ledger(), (each.event for each in log.read(stream=topic.id, types=types)))
    return Past(lambda name: _known(configured, name), lambda name: ledger)


def _known(topic: Topic, name: str) -> Tracker:
    tracker = topic.tracker(name)
    if tracker is None:
        raise NotFound(f'topic {topic.id}: there is no tracker "{printable(name)}"')
    return tracker


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the collector of cycles: the program ends before it would pay."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
