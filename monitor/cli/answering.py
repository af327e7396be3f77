"""What a tracker says, from the tables or, at a time, from the log. Without click: see `quick`."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from monitor.cli.figures import Said, outward, shown
from monitor.cli.knowing import tables
from monitor.cli.outline import Outline, TrackerLine
from monitor.cli.places import Places, Usage
from monitor.cli.rendering import out, out_json
from monitor.cli.times import iso, moment
from monitor.cli.written import parse
from monitor.views.reading import Reading


class Times(NamedTuple):
    """Both times as a person writes them; None: not asked for."""

    as_of: str | None = None
    """What had been reported by then."""
    occurred_by: str | None = None
    """What had happened by then."""


NOW = Times()


class Asked(NamedTuple):
    """Which tracker at what time."""

    topic: Outline
    tracker: TrackerLine
    now: datetime
    as_of: datetime | None
    occurred_by: datetime | None = None

    @property
    def at(self) -> datetime:
        """The time for which the answer holds."""
        return self.as_of or self.now

    @property
    def plain(self) -> bool:
        """True for the answer of now, which the tables hold."""
        return self.as_of is None and self.occurred_by is None

    @property
    def told(self) -> str:
        """The times, with their zone, as a heading has them behind "as of"."""
        happened = f"; happened by {moment(self.occurred_by)}" if self.occurred_by else ""
        return f"{moment(self.at)}{happened}"


def asked(now: datetime, topic: Outline, tracker: TrackerLine, times: Times) -> Asked:
    """A tracker at times as a person writes them. Raises Usage."""
    return Asked(
        topic,
        tracker,
        now,
        asked_time("--as-of", times.as_of, now),
        asked_time("--occurred-by", times.occurred_by, now),
    )


def asked_time(option: str, text: str | None, now: datetime) -> datetime | None:
    """The time that an option gives; of a day its end. Raises Usage."""
    try:
        return None if text is None else parse(text, now, "end")
    except ValueError as error:
        raise Usage(f"{option}: {error}") from error


def answer(places: Places, wanted: Asked, reading: Reading) -> Said:
    """What the tracker says by the tables, or at a time by the log."""
    if not wanted.plain:
        return _then(places, wanted)
    topic, tracker = wanted.topic.id, wanted.tracker.id
    found = reading.answer(topic, tracker) or {}
    return Said(found, reading.lines(topic).get(tracker, ()))


def _then(places: Places, wanted: Asked) -> Said:
    from monitor.cli.past import said

    when = wanted.as_of, wanted.occurred_by
    return said(places, wanted.topic, wanted.tracker.id, *when)


def show(places: Places, tracker: str, times: Times = NOW) -> None:
    """Print what a tracker says."""
    topic = places.topic()
    _show(places, asked(places.now, topic, topic.tracker(tracker), times))


def tally(places: Places, times: Times = NOW) -> None:
    """Print what the first tally of the topic says."""
    topic = places.topic()
    _show(places, asked(places.now, topic, topic.main("tally"), times))


def meeting(places: Places, times: Times = NOW) -> None:
    """Print what the status called "meeting" says, else the first one."""
    topic = places.topic()
    _show(places, asked(places.now, topic, topic.main("status"), times))


def _show(places: Places, wanted: Asked) -> None:
    if wanted.plain:
        with tables(places, [wanted.topic]) as reading:
            said = answer(places, wanted, reading)
    else:
        said = _then(places, wanted)
    if places.as_json:
        out_json(outward(said.view, wanted.topic.id, wanted.tracker, iso(wanted.at)))
    else:
        out(shown(said, wanted.tracker, wanted.told))
