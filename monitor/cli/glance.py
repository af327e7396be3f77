"""Everything at a glance, and whether it can be relied upon now. Without click: see `quick`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple

from monitor.cli import health as h
from monitor.cli.ending import STALE, Ended
from monitor.cli.figures import Said, brief
from monitor.cli.knowing import tables
from monitor.cli.outline import Outline
from monitor.cli.places import Places
from monitor.cli.rendering import bold, headed, out, out_json, say, table
from monitor.cli.standing import Daemon, daemon
from monitor.cli.times import ago, ahead, day, iso, minute, moment
from monitor.errors import LogError, StateError
from monitor.state import room
from monitor.upkeep import Upkeep, Work, complaints, recall
from monitor.views.calls import model
from monitor.views.health import Health, remembered
from monitor.views.reading import Reading, Unreadable, log_position
from monitor.views.sending import Held, channels, held
from monitor.wording import many

Row = dict[str, Any]


class Log(NamedTuple):
    """The log on disk, and the tables beside it."""

    events: int
    bytes: int
    lag_events: int | None
    """Events that the tables lacked; None when they could not be read. They are made up for an answer."""


class Glance(NamedTuple):
    """All that `status` tells."""

    now: datetime
    topics: Sequence[Outline]
    answers: dict[str, dict[str, Said]]
    """By topic and tracker."""
    sources: list[Health]
    undelivered: list[Row]
    channels: list[Row]
    held: Held
    daemon: Daemon
    last_round: str | None
    log: Log
    model: Row | None
    """How the language model does; None when none was ever asked."""
    upkeep: Upkeep
    """When the log was checked and backed up."""

    @property
    def overdue(self) -> list[Row]:
        """Alerts that should have been delivered by now."""
        return h.waiting(self.undelivered, self.now)

    @property
    def given_up(self) -> list[Row]:
        """Alerts that are not tried again."""
        return h.given_up(self.undelivered)

    @property
    def complaints(self) -> list[str]:
        """Why this cannot be relied upon."""
        nobody = self.daemon.complaint(self.now)
        rest = h.complaints(self.sources, self.overdue, self.given_up)
        rest += complaints(self.upkeep, self.now)
        return [nobody, *rest] if nobody else rest


def status(places: Places, *, check: bool = False) -> None:
    """Print it; with `check`, end with 4 when something is wrong."""
    try:
        found = _looked(places, places.now)
    except (LogError, StateError) as error:
        if not check:
            raise
        say(str(error))
        raise Ended(STALE) from error
    if places.as_json:
        out_json(_plain(found))
    else:
        out(list(_lines(found)))
    if check and found.complaints:
        say("\n".join(found.complaints))
        raise Ended(STALE)


def _looked(places: Places, now: datetime) -> Glance:
    topics = places.topics()
    known = remembered(places.feeds)
    every = [source for topic in topics for source in topic.sources]
    log = _log(places)  # before the tables, which may be made anew for the answer
    with tables(places, topics) as reading:
        return Glance(
            now=now,
            topics=topics,
            answers={topic.id: _said(reading, topic.id) for topic in topics},
            sources=h.health(every, known, reading.health(), now),
            undelivered=[
                row for topic in topics for row in reading.alerts(topic.id, undelivered=True)
            ],
            channels=channels(reading),
            held=held(reading, topics[0].id if len(topics) == 1 else None),
            daemon=daemon(places.state, now),
            last_round=h.last_round(known),
            log=log,
            model=model(reading),
            upkeep=recall(places.state),
        )


def _log(places: Places) -> Log:
    events, lag = 0, None
    with suppress(
        Unreadable
    ):  # a log that cannot be read is said by whoever reads it for the answers
        events = log_position(places.log)
        with Reading.open(places.views) as reading:
            lag = max(0, events - reading.position())
    return Log(events, room(places.log), lag)


def _said(reading: Reading, topic: str) -> dict[str, Said]:
    lines = reading.lines(topic)
    answers = reading.answers(topic)
    return {tracker: Said(view, lines.get(tracker, ())) for tracker, view in answers.items()}


def _plain(found: Glance) -> Row:
    return {
        "as_of": iso(found.now),
        "topics": [
            {"topic": topic.id, "title": topic.title, "trackers": _views(found, topic)}
            for topic in found.topics
        ],
        "sources": [each._asdict() for each in found.sources],
        "undelivered": found.undelivered,
        "overdue": len(found.overdue),
        "given_up": len(found.given_up),
        "held": found.held._asdict(),
        "channels": found.channels,
        "daemon": found.daemon.plain(),
        "last_round": found.last_round,
        "next_round": h.next_round(found.sources),
        "log": found.log._asdict(),
        "model": found.model,
        "upkeep": found.upkeep.plain(),
        "stale": bool(found.complaints),
        "complaints": found.complaints,
    }


def _views(found: Glance, topic: Outline) -> Row:
    return {tracker: said.view for tracker, said in found.answers[topic.id].items()}


def _lines(found: Glance) -> Iterator[str]:
    for topic in found.topics:
        yield from headed(topic.title or topic.id, moment(found.now))
        yield from table(list(trackers(topic, found.answers[topic.id])), style=bold)
        yield ""
    yield from table(list(_works(found)), "", bold)


def trackers(topic: Outline, answers: dict[str, Said]) -> Iterator[tuple[str, str]]:
    """What each tracker says, in a sentence."""
    for tracker in topic.trackers:
        said = answers.get(tracker.id)
        yield tracker.id, brief(said) if said else "nothing is known yet"


def _works(found: Glance) -> Iterator[tuple[str, str]]:
    yield "sources", h.counted(found.sources)
    yield from (("", ill) for ill in h.ills(found.sources))
    yield from _told(found)
    yield "daemon", found.daemon.told(found.now)
    if found.model is not None:
        yield from _model(found.model)
    last = found.last_round
    yield "last answer", f"{minute(last)} (UTC), {ago(last, found.now)}" if last else "never"
    yield "next poll", _next(found)
    yield "log", _kept(found.log)
    if found.upkeep.known:
        yield "checked", _done(found.upkeep.verify, "whole", found.now)
        size = f"{sized(found.upkeep.backup.bytes)}, {found.upkeep.backup.file}"
        yield "backup", _done(found.upkeep.backup, size, found.now)
        yield from (("", f"damaged: {name}: {why}") for name, why in found.upkeep.damaged.items())


def _told(found: Glance) -> Iterator[tuple[str, str]]:
    """What people have not got, and through which channels they get it."""
    late = f", {len(found.overdue)} overdue" if found.overdue else ""
    dead = f", {len(found.given_up)} given up" if found.given_up else ""
    yield "alerts", f"{len(found.undelivered) or 'none'} undelivered{late}{dead}"
    for row in found.undelivered[: h.NAMED]:
        yield "", f"{day(row['raised'])}, {h.fate(row)}: {row['title']}"
    if len(found.undelivered) > h.NAMED:
        rest = len(found.undelivered) - h.NAMED
        yield "", f"and {rest:,} more; monitor alerts --undelivered lists them"
    if found.held.waiting:
        yield "held back", _held(found.held)
    for n, row in enumerate(found.channels):
        yield "" if n else "channels", h.channel(row)


def _held(found: Held) -> str:
    until = f", the first until {minute(found.until)} (UTC)" if found.until else ""
    why = ", ".join(f"{count} for {reason}" for reason, count in sorted(found.reasons.items()))
    return f"{many(found.waiting, 'development')}{until}: {why}"


def _next(found: Glance) -> str:
    due = h.next_round(found.sources)
    if found.daemon.state == "not running":
        return "none: the daemon is not running"
    return f"{minute(due)} (UTC), {ahead(due, found.now)}" if due else "none is planned yet"


def _kept(log: Log) -> str:
    size = f"{many(log.events, 'event')}, {sized(log.bytes)}"
    if log.lag_events is None:
        return f"{size}; the tables could not be read"
    return f"{size}; the tables lacked {log.lag_events:,} of them" if log.lag_events else size


def _done(work: Work, well: str, now: datetime) -> str:
    """When it was last done well, and why not since."""
    last = f"{minute(work.good)} (UTC), {ago(work.good, now)}: {well}" if work.good else "never yet"
    return f"failed {minute(work.last)}: {work.why}; last {last}" if work.why else last


def sized(count: int) -> str:
    """Bytes as people write them: "812 kB", "48.2 MB"."""
    for size, unit in ((1e9, "GB"), (1e6, "MB")):
        if count >= size:
            return f"{count / size:.1f} {unit}"
    return f"{count / 1e3:.0f} kB"


def _model(told: Row) -> Iterator[tuple[str, str]]:
    """What the language model has answered, what was rejected of it and why, and what ails it."""
    failed = f", {told['failed']} without an answer" if told["failed"] else ""
    yield "model", f"{told['model']}: {many(told['answered'], 'answer')}{failed}"
    rejected = f"{many(told['claims'], 'claim')}, {told['rejected']} rejected"
    why = ", ".join(f"{times} {reason}" for reason, times in told["reasons"].items())
    yield "", f"{rejected}: {why}" if why else rejected
    if told["failure"] is not None:
        yield "", f"no answer now: {told['failure']}"
