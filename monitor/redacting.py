"""Bodies taken out of the log for good, and out of whatever was made from them.

    what holds words of a story? --which events--> a log without their bodies, with an event for each
        feeds.db forgets the entry, views.db is deleted --> the new log in its place --> views.db anew

Irreversible, and incomplete by nature: what was sent, printed, exported or backed up is elsewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from monitor.corrections import CorrectionUndone
from monitor.entries import Entry
from monitor.errors import NotFound, StateError
from monitor.eventlog import Raw, fields, is_note
from monitor.eventlog.rewriting import redact as rewrite
from monitor.eventlog.sqlite import SqliteLog
from monitor.eventlog.verify import Verified
from monitor.events import EventRedacted
from monitor.notices import AlertAttempted, AlertDelivered, AlertRaised
from monitor.sources.answers import Answers
from monitor.sqlitefile import remove
from monitor.state import FEEDS, LOG, VIEWS
from monitor.stories.holding import Fields, Place, holdings
from monitor.stories.taking import story_ids

TEXTS = ("StoryPublished", "StoryCopied", "StoryRevised")
"""Events that hold the text of a story itself."""

UNDONE = {
    "ClaimRetracted": ("claim", "id", "the claim that it retracts would count again"),
    "ClaimCorrected": ("claim", "id", "the claim that it corrects would count as it was read"),
    "AlertDelivered": ("alert", "alert", "the alert would be sent again"),
    "AlertFailed": ("alert", "alert", "the alert would be sent again"),
    "AlertAcknowledged": ("alert", "alert", "the alert would be repeated"),
}
"""Events that settle what becomes of another one -> its id is in this field, in the other one in that,
and what happens without them."""
DECISIONS = ("IncidentJudged", "IncidentsMerged", "IncidentSplit")
"""What a person has decided about several claims: undoing it is an event, and told."""
READINGS = ("StoryRevised", "StoryReread")
"""Events by which an earlier text, or reading, of a story does not count any more."""


class Sent(Struct, frozen=True):
    """An alert that somebody has."""

    alert: str
    channel: str
    at: datetime


class Plan(Struct, frozen=True, kw_only=True):
    """What is to be redacted, and what cannot be."""

    rows: tuple[Raw, ...]
    sent: tuple[Sent, ...] = ()
    """Alerts among them that were delivered: they cannot be taken back."""
    unsent: tuple[str, ...] = ()
    """Alerts among them that nobody has yet: they are not sent any more."""
    others: tuple[str, ...] = ()
    """Stories that hold the same words and are not among them: copies."""
    rest: dict[str, int] = {}
    """Story of which only a part is redacted -> events that hold words of it as well."""


def of_story(log: SqliteLog, story: str) -> Plan:
    """Every event that holds words of a story. Raises NotFound, LogError."""
    rows: list[Raw] = []
    others: dict[str, None] = {}
    for stream in log.streams():
        held = holdings(_said(log, stream), {story})[story]
        wanted = {place.position for place in held.places}
        rows += log.raw_at(wanted)
        others.update(dict.fromkeys(held.others if wanted else ()))
    if not rows:
        raise NotFound(f"no event holds words of a story {story}; is it redacted already?")
    sent, unsent = _alerts(log, rows)
    return Plan(rows=tuple(rows), sent=sent, unsent=unsent, others=tuple(others))


def at_positions(log: SqliteLog, positions: Collection[int]) -> Plan:
    """The events at these positions. Raises NotFound, StateError, LogError."""
    rows = _rows(log, positions)
    _require_settled(log, rows)
    told: dict[str, set[str]] = {}
    for row in rows:
        if story := str(fields(row).get("story", "")):
            told.setdefault(row.stream, set()).add(story)
    mine = {row.position for row in rows}
    rest: Counter[str] = Counter()
    for stream, stories in told.items():
        for story, held in holdings(_said(log, stream), stories).items():
            rest[story] += len({place.position for place in held.places} - mine)
    _require_readings(rows, rest)
    sent, unsent = _alerts(log, rows)
    return Plan(rows=tuple(rows), sent=sent, unsent=unsent, rest=dict(+rest))


def _rows(log: SqliteLog, positions: Collection[int]) -> list[Raw]:
    """What may be redacted of that. Raises NotFound, StateError, LogError."""
    found = {row.position: row for row in log.raw_at(positions)}
    for position in sorted(set(positions)):
        row = found.get(position)
        if row is None:
            raise NotFound(f"there is no event {position}; the last one is {log.position()}")
        if is_note(row.body):
            raise StateError(f"event {position} is redacted already")
        if _base(row) == EventRedacted.__name__:
            raise StateError(f"event {position} says that another one was redacted: it has to stay")
    return list(found.values())


def _said(log: SqliteLog, stream: str) -> Iterator[tuple[Place, Fields]]:
    """What the events of a stream say that can be redacted."""
    for row in log.raw(stream=stream):
        if not is_note(row.body) and _base(row) != EventRedacted.__name__:
            yield Place(row.position, row.type), fields(row)


def _require_settled(log: SqliteLog, rows: Sequence[Raw]) -> None:
    """Raise StateError where an event would go that alone settles what becomes of one that stays."""
    gone = {row.position for row in rows}
    for row in rows:
        kind, effect, position = _base(row), "", 0
        if kind in DECISIONS and not _undone(log, row):
            raise StateError(
                f"event {row.position} is a decision that holds, and nobody would hear that it holds no"
                f" longer: first monitor correct undo {row.id}"
            )
        if kind == CorrectionUndone.__name__:
            effect = "what it has undone would hold again"
            position = _correction(log, row, gone)
        elif kind in UNDONE and not _undone(log, row):
            effect = UNDONE[kind][2]
            position = _unsettled(log, row, gone)
        if position:
            raise StateError(
                f"event {row.position} cannot go alone, {effect}: redact event {position} as well"
            )


def _undone(log: SqliteLog, row: Raw) -> bool:
    """Whether a correction does not hold any more."""
    undoings = log.read(stream=row.stream, types=(CorrectionUndone.__name__,))
    return any(getattr(each.event, "correction", "") == row.id for each in undoings)


def _correction(log: SqliteLog, row: Raw, gone: Collection[int]) -> int:
    """Where the correction is that an undoing names; 0 when it goes, or is gone."""
    name = fields(row).get("correction", "")
    rows = (each for each in log.raw(stream=row.stream) if each.id == name)
    return next((e.position for e in rows if e.position not in gone and not is_note(e.body)), 0)


def _unsettled(log: SqliteLog, row: Raw, gone: Collection[int]) -> int:
    """Where the event is that an event settles alone; 0 when it goes too, or is settled by another one."""
    kind = _base(row)
    field, of, _ = UNDONE[kind]
    about, found = str(fields(row).get(field, "")), 0
    for each in log.raw(stream=row.stream):
        if each.position in gone or is_note(each.body) or about.encode() not in each.body:
            continue
        base, said = _base(each), fields(each)
        if base == kind and said.get(field) == about:
            return 0
        if said.get(of) == about and base not in (*UNDONE, AlertAttempted.__name__):
            found = found or each.position
    return found


def _require_readings(rows: Iterable[Raw], rest: Mapping[str, int]) -> None:
    """Raise StateError where what a story said before it was revised, or read again, would count again."""
    for row in rows:
        said = fields(row)
        story = str(said.get("story", ""))
        if _base(row) in READINGS and said.get("material", True) and rest.get(story):
            raise StateError(
                f"event {row.position} cannot go alone: what story {story} said before would count again;"
                f" redact all of it: --story {story}"
            )


def _alerts(log: SqliteLog, rows: Iterable[Raw]) -> tuple[tuple[Sent, ...], tuple[str, ...]]:
    """The alerts among the rows: those that were delivered, and the others."""
    raised = [
        str(fields(row).get("alert", "")) for row in rows if _base(row) == AlertRaised.__name__
    ]
    if not raised:
        return (), ()
    delivered = (each.event for each in log.read(types=(AlertDelivered.__name__,)))
    sent = [
        Sent(event.alert, event.channel, event.at)
        for event in delivered
        if isinstance(event, AlertDelivered) and event.alert in raised
    ]
    return tuple(sent), tuple(sorted(set(raised) - {each.alert for each in sent}))


def carry_out(state: Path, plan: Plan, *, who: str, why: str, at: datetime) -> Verified:
    """Redact; the state folder must be held. Gives what the new log holds. Raises LogError, StateError.

    views.db is gone afterwards: it is made again from the log by whoever needs it.
    """
    said: dict[str, list[EventRedacted]] = {}
    for row in plan.rows:
        story = str(fields(row).get("story", "")) if _is_text(row) else ""
        event = EventRedacted(
            position=row.position,
            n=row.n,
            event=row.id,
            kind=row.type,
            story=story,
            who=who,
            why=why,
            at=at,
        )
        said.setdefault(row.stream, []).append(event)

    def ready() -> None:
        _forget(state / FEEDS, plan.rows)
        remove(state / VIEWS)

    return rewrite(state / LOG, said, ready)


def _forget(feeds: Path, rows: Iterable[Raw]) -> None:
    """Take the entries of redacted stories out of feeds.db: under their addresses, and in their words."""
    told = [(row.stream, fields(row)) for row in rows if _is_text(row)]
    if not told or not feeds.exists():
        return
    stories = {(topic, str(said.get("story", ""))) for topic, said in told}
    texts = {(said.get("title"), said.get("text")) for _, said in told}
    topics = sorted({topic for topic, _ in stories})

    def unwanted(entry: Entry) -> bool:
        return (entry.title, entry.text) in texts or any(
            (topic, story) in stories for topic in topics for story in story_ids(entry, topic)
        )

    with Answers(feeds) as answers:
        answers.erase(unwanted)


def _is_text(row: Raw) -> bool:
    return _base(row) in TEXTS


def _base(row: Raw) -> str:
    """Its type, whatever the version."""
    return row.type.partition(".")[0]
