"""Everything at a glance, and whether it can be relied upon now. Without click: see `quick`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from monitor.cli.ending import STALE, Ended
from monitor.cli.figures import Said, brief
from monitor.cli.health import (
    complaints,
    counted,
    fate,
    health,
    last_round,
    waiting,
)
from monitor.cli.knowing import tables
from monitor.cli.lock import holder
from monitor.cli.outline import Outline
from monitor.cli.places import Places
from monitor.cli.rendering import bold, headed, out, out_json, say, table
from monitor.cli.times import ago, day, iso, minute, moment
from monitor.views.calls import model
from monitor.views.health import Health, remembered
from monitor.views.reading import Reading
from monitor.wording import many

Row = dict[str, Any]


class Glance(NamedTuple):
    """All that `status` tells."""

    now: datetime
    topics: Sequence[Outline]
    answers: dict[str, dict[str, Said]]
    """By topic and tracker."""
    sources: list[Health]
    undelivered: list[Row]
    overdue: list[Row]
    daemon: int | None
    """Its process id (0: unknown); None when none is running."""
    last_round: str | None
    model: Row | None
    """How the language model does; None when none was ever asked."""

    @property
    def complaints(self) -> list[str]:
        """Why this cannot be relied upon."""
        return complaints(self.sources, self.overdue)


def status(places: Places, *, check: bool = False) -> None:
    """Print it; with `check`, end with 4 when something is wrong."""
    found = _looked(places, places.now)
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
    with tables(places, topics) as reading:
        undelivered = [row for t in topics for row in reading.alerts(t.id, undelivered=True)]
        return Glance(
            now=now,
            topics=topics,
            answers={topic.id: _said(reading, topic.id) for topic in topics},
            sources=health(every, known, reading.health(), now),
            undelivered=undelivered,
            overdue=waiting(undelivered, now),
            daemon=holder(places.state),
            last_round=last_round(known),
            model=model(reading),
        )


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
        "daemon": {"running": found.daemon is not None, "pid": found.daemon or None},
        "last_round": found.last_round,
        "model": found.model,
        "stale": bool(found.complaints),
        "complaints": found.complaints,
    }


def _views(found: Glance, topic: Outline) -> Row:
    return {tracker: said.view for tracker, said in found.answers[topic.id].items()}


def _lines(found: Glance) -> Iterator[str]:
    for topic in found.topics:
        yield from headed(topic.title or topic.id, moment(found.now))
        yield from table(list(_trackers(topic, found.answers[topic.id])), style=bold)
        yield ""
    yield from table(list(_works(found)), "", bold)


def _trackers(topic: Outline, answers: dict[str, Said]) -> Iterator[tuple[str, str]]:
    for tracker in topic.trackers:
        said = answers.get(tracker.id)
        yield tracker.id, brief(said) if said else "nothing is known yet"


def _works(found: Glance) -> Iterator[tuple[str, str]]:
    yield "sources", counted(found.sources)
    for ill, names in _ills(found.sources).items():
        yield "", f"{', '.join(names)}: {ill}"
    late = f", {len(found.overdue)} overdue" if found.overdue else ""
    yield "alerts", f"{len(found.undelivered) or 'none'} undelivered{late}"
    for row in found.undelivered:
        yield "", f"{day(row['raised'])}, {fate(row)}: {row['title']}"
    yield "daemon", _daemon(found.daemon)
    if found.model is not None:
        yield from _model(found.model)
    last = found.last_round
    yield "last answer", f"{minute(last)} (UTC), {ago(last, found.now)}" if last else "never"


def _model(told: Row) -> Iterator[tuple[str, str]]:
    """What the language model has answered, what was rejected of it and why, and what ails it."""
    failed = f", {told['failed']} without an answer" if told["failed"] else ""
    yield "model", f"{told['model']}: {many(told['answered'], 'answer')}{failed}"
    rejected = f"{many(told['claims'], 'claim')}, {told['rejected']} rejected"
    why = ", ".join(f"{times} {reason}" for reason, times in told["reasons"].items())
    yield "", f"{rejected}: {why}" if why else rejected
    if told["failure"] is not None:
        yield "", f"no answer now: {told['failure']}"


def _daemon(process: int | None) -> str:
    if process is None:
        return "not running"
    return f"running, process {process}" if process else "running"


def _ills(found: Sequence[Health]) -> dict[str, list[str]]:
    """What ails which sources: those that ail alike in one line."""
    same: dict[str, list[str]] = {}
    for each in found:
        if each.state != "answering":
            since = f" since {minute(each.since)}" if each.since else ""
            last = f", last answer {minute(each.last_success)}" if each.last_success else ""
            reason = f"; {each.reason}" if each.reason else ""
            same.setdefault(f"{each.state}{since}{last}{reason}", []).append(each.id)
    return same
