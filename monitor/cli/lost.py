"""What the log that a backup has replaced held, and the backup does not: what a person has to do again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from monitor.errors import LogError, StateError
from monitor.eventlog import EMPTY, Head
from monitor.eventlog.sqlite import SqliteLog, open_reader
from monitor.events import AnyEvent, EventRedacted
from monitor.notices import AlertAcknowledged, AlertDelivered
from monitor.projections.correcting import corrections
from monitor.state import LOG
from monitor.wording import many


class Lost(NamedTuple):
    """Events that came after the backup."""

    events: int = 0
    alerts: int = 0
    """Delivered: what is told again is sent again."""
    acknowledged: int = 0
    corrections: int = 0
    """By persons."""
    bared: tuple[int, ...] = ()
    """Positions of events that were redacted since: the backup has their words."""


def lost(aside: Path, kept: Mapping[str, Head]) -> Lost:
    """What the log in a folder holds behind these heads; nothing where that cannot be read."""
    with suppress(LogError, StateError):
        log = open_reader(aside / LOG)
        if log is not None:
            with log:
                return _counted(list(_after(log, kept)), kept)
    return Lost()


def _after(log: SqliteLog, kept: Mapping[str, Head]) -> Iterator[tuple[str, AnyEvent]]:
    for stream in log.streams():
        last = kept.get(stream, EMPTY)
        for each in log.read(last.position, stream):
            yield stream, each.event


def _counted(found: list[tuple[str, AnyEvent]], kept: Mapping[str, Head]) -> Lost:
    events = [event for _, event in found]
    return Lost(
        events=len(events),
        alerts=len({each.alert for each in events if isinstance(each, AlertDelivered)}),
        acknowledged=sum(isinstance(each, AlertAcknowledged) for each in events),
        corrections=len(corrections(events)),
        bared=tuple(
            sorted(
                event.position
                for stream, event in found
                if isinstance(event, EventRedacted) and event.n <= kept.get(stream, EMPTY).n
            )
        ),
    )


def told(found: Lost) -> Iterator[str]:
    """For the person who has restored."""
    if found.events:
        yield f"{many(found.events, 'event')} came after the backup and {_are(found.events)} not in it"
    if found.alerts:
        yield f"{many(found.alerts, 'alert')} {_were(found.alerts)} delivered since, and may be sent again"
    if found.acknowledged:
        yield f"{many(found.acknowledged, 'acknowledgement')} {_are(found.acknowledged)} gone: acknowledge again"
    if found.corrections:
        yield (
            f"{many(found.corrections, 'correction')} by persons {_are(found.corrections)} gone, and"
            " figures are as they were before: correct again"
        )
    if found.bared:
        places = " ".join(map(str, found.bared))
        yield (
            f"{many(len(found.bared), 'event')} redacted since {_are(len(found.bared))} there with all"
            f" words again: take them out before the next start, monitor log redact {places} --reason TEXT"
        )


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"
