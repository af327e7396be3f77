"""What a tracker says, from the tables or, at a time, from the log. Without click: see `quick`."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from monitor.cli.figures import Said, outward, shown
from monitor.cli.knowing import tables
from monitor.cli.outline import Outline, TrackerLine
from monitor.cli.past import said as said_at
from monitor.cli.places import Places, Usage
from monitor.cli.rendering import out, out_json
from monitor.cli.times import iso, moment, parse
from monitor.views.reading import Reading


class Asked(NamedTuple):
    """Which tracker at what time."""

    topic: Outline
    tracker: TrackerLine
    now: datetime
    as_of: datetime | None

    @property
    def at(self) -> datetime:
        """The time for which the answer holds."""
        return self.as_of or self.now


def asked(now: datetime, topic: Outline, tracker: TrackerLine, as_of: str | None) -> Asked:
    """A tracker at a time as a person writes it. Raises Usage."""
    try:
        return Asked(topic, tracker, now, parse(as_of, now, "end") if as_of is not None else None)
    except ValueError as error:
        raise Usage(f"--as-of: {error}") from error


def answer(places: Places, wanted: Asked, reading: Reading) -> Said:
    """What the tracker says by the tables, or at a time by the log."""
    if wanted.as_of is None:
        topic, tracker = wanted.topic.id, wanted.tracker.id
        found = reading.answer(topic, tracker) or {}
        return Said(found, reading.lines(topic).get(tracker, ()))
    return said_at(places, wanted.topic, wanted.tracker.id, wanted.at)


def show(places: Places, tracker: str, as_of: str | None = None) -> None:
    """Print what a tracker says."""
    topic = places.topic()
    _show(places, asked(places.now, topic, topic.tracker(tracker), as_of))


def tally(places: Places, as_of: str | None = None) -> None:
    """Print what the first tally of the topic says."""
    topic = places.topic()
    _show(places, asked(places.now, topic, topic.main("tally"), as_of))


def meeting(places: Places, as_of: str | None = None) -> None:
    """Print what the status called "meeting" says, else the first one."""
    topic = places.topic()
    _show(places, asked(places.now, topic, topic.main("status"), as_of))


def _show(places: Places, wanted: Asked) -> None:
    if wanted.as_of is None:
        with tables(places, [wanted.topic]) as reading:
            said = answer(places, wanted, reading)
    else:
        said = said_at(places, wanted.topic, wanted.tracker.id, wanted.as_of)
    if places.as_json:
        out_json(outward(said.view, wanted.topic.id, wanted.tracker, iso(wanted.at)))
    else:
        out(shown(said, wanted.tracker, moment(wanted.at)))
