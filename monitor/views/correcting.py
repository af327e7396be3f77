"""What corrections by persons do to the tables. Claims stay as they were read; figures take what holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from monitor import corrections as c
from monitor import events as e
from monitor.views import schema
from monitor.views.statements import Change, encoded, insert, stamp


def undone_or_retracted(topic: str, claim: str) -> str:
    """SQL: why a claim does not stand for what persons did, else null."""
    made = f"select id from corrections where topic = {topic} and claim = {claim}"
    undone = f"select correction from undoings where topic = {topic}"
    return f"""
        case when exists ({made} and kind = 'retracted' and id not in ({undone})) then 'retracted'
             when exists ({made} and entered and id in ({undone})) then 'undone' end
    """


_CORRECTION = insert("corrections", schema.CORRECTIONS)
_UNDOING = insert("undoings", schema.UNDOINGS)
_RESTATED = f"""
    update claims set retired = coalesce(
        {undone_or_retracted("claims.topic", "claims.id")},
        case when reading < (select reading from stories
                             where topic = claims.topic and id = claims.story)
        then 'superseded' end)
    where topic = :topic and id in (select claim from corrections
                                    where topic = :topic and id = :correction)
"""
_REPLACED = """
    insert into corrections
        (topic, id, tracker, incident, claim, kind, entered, counts, who, why, at)
    select topic, id, tracker, incident, ?, kind, entered, counts, who, why, at from corrections
    where topic = ? and claim = ? and kind not in ('retracted', 'corrected')
"""


def _retracted(topic: str, event: e.ClaimRetracted) -> Iterator[Change]:
    """The claim does not stand, also when it comes later than its retraction."""
    made = _row(topic, event, event.correction_id(), "retracted")
    yield _CORRECTION, made | {"claim": event.claim}
    yield _RESTATED, {"topic": topic, "correction": event.correction_id()}


def _corrected(topic: str, event: e.ClaimCorrected) -> Iterator[Change]:
    """The claim stays as it was read."""
    made = _row(topic, event, event.correction_id(), "corrected")
    yield _CORRECTION, made | {"claim": event.claim, "counts": encoded(event.counts)}


def _entered(topic: str, event: c.ClaimEntered) -> Iterator[Change]:
    """The claim itself has a row of its own."""
    name = event.event_id()
    row = _row(topic, event, name, "adjusted" if event.incident else "entered")
    row |= {"tracker": event.tracker, "incident": event.incident}
    yield _CORRECTION, row | {"claim": event.claim, "entered": 1}
    yield from _each(row, event.claims)
    yield _RESTATED, {"topic": topic, "correction": name}


def _judged(topic: str, event: c.IncidentJudged) -> Iterator[Change]:
    """A row for each claim that tells of it."""
    row = _row(topic, event, event.event_id(), event.verdict)
    row |= {"tracker": event.tracker, "incident": event.incident}
    return _each(row, event.claims)


def _merged(topic: str, event: c.IncidentsMerged) -> Iterator[Change]:
    """A row for each claim of all of them."""
    row = _row(topic, event, event.event_id(), "merged")
    row |= {"tracker": event.tracker, "incident": " ".join(event.incidents)}
    return _each(row, event.claims)


def _split(topic: str, event: c.IncidentSplit) -> Iterator[Change]:
    """A row for each claim that tells of another one."""
    row = _row(topic, event, event.event_id(), "split off")
    row |= {"tracker": event.tracker, "incident": event.incident}
    return _each(row, event.claims)


def _undone(topic: str, event: c.CorrectionUndone) -> Iterator[Change]:
    """The correction keeps its rows; claims stand again, or do not any more."""
    made = {"id": event.event_id(), "correction": event.correction}
    told: dict[str, object] = {"who": event.who, "why": event.why, "at": stamp(event.at)}
    yield _UNDOING, told | made | {"topic": topic}
    yield _RESTATED, {"topic": topic, "correction": event.correction}


def _replaced(topic: str, event: c.ClaimsReplaced) -> Iterator[Change]:
    """What was decided of a claim is told of the one in its place as well."""
    for was, now in sorted(event.by.items()):
        yield _REPLACED, (now, topic, was)


def _row(
    topic: str, event: e.ClaimRetracted | e.ClaimCorrected | c.Decision, name: str, kind: str
) -> dict[str, object]:
    """A row of `corrections`, without its claim."""
    blank: dict[str, object] = dict.fromkeys(schema.CORRECTIONS)
    told = {"who": event.who, "why": event.why, "at": stamp(event.at)}
    return blank | {"topic": topic, "id": name, "kind": kind, "entered": 0} | told


def _each(row: dict[str, object], claims: Iterable[str]) -> Iterator[Change]:
    for claim in claims:
        yield _CORRECTION, row | {"claim": claim}


CORRECTIONS: dict[type, Callable[[str, Any], Iterator[Change]]] = {
    e.ClaimRetracted: _retracted,
    e.ClaimCorrected: _corrected,
    c.ClaimEntered: _entered,
    c.IncidentJudged: _judged,
    c.IncidentsMerged: _merged,
    c.IncidentSplit: _split,
    c.CorrectionUndone: _undone,
    c.ClaimsReplaced: _replaced,
}
"""What each event does, by its type."""
