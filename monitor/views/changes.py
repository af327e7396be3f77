"""What each event does to the tables: statements with their values, in the order of the log.

Whatever depends on earlier events is asked in SQL, row by row, so that the same log gives the same
tables however it is cut into batches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from msgspec import structs

from monitor import consulted as c
from monitor import events as e
from monitor import notices
from monitor import reports as r
from monitor.stories.index import Keys, Known, posting_keys
from monitor.stories.taking import kept, revised
from monitor.views import schema
from monitor.views.channels import channel_changes
from monitor.views.correcting import CORRECTIONS, undone_or_retracted
from monitor.views.index import table_keys
from monitor.views.statements import Change, encoded, insert, stamp

LookUp = Callable[[str, str], Known | None]
"""What the tables keep of a story of a topic, after every change before."""


def changes(
    recorded: e.Recorded, look_up: LookUp, keys: Mapping[Known, Keys] = MappingProxyType({})
) -> Iterator[Change]:
    """What the event does to the tables. `keys` are those of stories that have been made already."""
    event, topic = recorded.event, recorded.stream
    if isinstance(event, e.StoryPublished):
        return _published(topic, event, keys)
    if isinstance(event, e.StoryRevised):
        return _revised(topic, event, look_up(topic, event.story))
    if isinstance(event, notices.DevelopmentNoted):
        return _noted(topic, event, recorded.position)
    return _CHANGES[type(event)](topic, event)


# --- texts -----------------------------------------------------------------------------------

_LINEAGE = """
    (select min(lineage) from stories
     where topic = :topic and id in (select value from json_each(:joined)))
"""
_STORY = insert(
    "stories",
    {name: each for name, each in schema.STORIES.items() if name != "n"},
    lineage=f"coalesce({_LINEAGE}, :of, :id)",
)
_BRIDGED = f"""
    update stories set lineage = {_LINEAGE}
    where topic = :topic and lineage in (
        select lineage from stories
        where topic = :topic and id in (select value from json_each(:joined)))
"""
POSTED = """
    insert or ignore into story_keys (key, story)
    select k.value, s.n from stories s, json_each(?) k where s.topic = ? and s.id = ?
"""
POSTED_APART = POSTED.replace("story_keys", "temp.posted")
"""The same where a whole log is folded: sorted at the end, for rows at random places cost most of the time."""
_REVISED = """
    update stories set also = ?, title = ?, text = ?, published = ?, revisions = ?,
        reading = max(reading, ?)
    where topic = ? and id = ?
"""
_VERSION = insert("versions", schema.VERSIONS)
_REREAD = "update stories set reading = max(reading, ?) where topic = ? and id = ?"
_SUPERSEDED = """
    update claims set retired = coalesce(retired, 'superseded')
    where topic = ? and story = ? and reading < ?
"""


def _published(topic: str, event: e.StoryPublished, keys: Mapping[Known, Keys]) -> Iterator[Change]:
    """A row, for an original as for a copy; a copy of several lineages makes them one."""
    copy = event if isinstance(event, e.StoryCopied) else None
    known = kept(event)
    joined = encoded((copy.of, *copy.joins)) if copy else "[]"
    if copy and len(copy.joins) > 1:
        yield _BRIDGED, {"topic": topic, "joined": joined}
    yield (
        _STORY,
        {
            **structs.asdict(event),
            "topic": topic,
            "id": event.story,
            "kind": copy.kind if copy else "original",
            "of": copy.of if copy else None,
            "score": copy.score if copy else None,
            "joined": joined,
            "joins": encoded(copy.joins) if copy else None,
            "told": stamp(event.reported),
            "first_lineage": known.lineage,
            "published": stamp(event.published),
            "day": event.day.isoformat() if event.day else None,
            "seen": stamp(event.seen),
            "also": "[]",
            "reading": known.reading,
            "revisions": 0,
        },
    )
    yield posted(topic, event.story, keys.get(known) or posting_keys(known))


def _revised(topic: str, event: e.StoryRevised, before: Known | None) -> Iterator[Change]:
    """The text that stands now; the claims of earlier readings do not stand any more."""
    if before is None:
        return
    known = revised(before, event)
    if not before.revisions:
        yield _VERSION, _version(topic, before, before.published or before.seen)
    yield _VERSION, _version(topic, known, event.reported)
    text = (encoded(known.also), known.title, known.text, stamp(known.published))
    yield _REVISED, (*text, known.revisions, known.reading, topic, event.story)
    yield posted(topic, event.story, posting_keys(known))
    yield _SUPERSEDED, (topic, event.story, event.reading)


def _version(topic: str, known: Known, at: datetime) -> dict[str, object]:
    """What a story said from some time on."""
    said = {"title": known.title, "text": known.text, "published": stamp(known.published)}
    return {"topic": topic, "story": known.story, "n": known.revisions, "at": stamp(at), **said}


def posted(topic: str, story: str, keys: Keys) -> Change:
    """A kept story under further keys."""
    exact, shingles = table_keys(topic, keys)
    return POSTED, (encoded(exact + shingles), topic, story)


def _reread(topic: str, event: e.StoryReread) -> Iterator[Change]:
    """The claims of earlier readings do not stand any more."""
    yield _REREAD, (event.reading, topic, event.story)
    yield _SUPERSEDED, (topic, event.story, event.reading)


# --- claims ----------------------------------------------------------------------------------

_CLAIM = insert(
    "claims",
    schema.CLAIMS,
    retired=f"""
        coalesce({undone_or_retracted(":topic", ":id")},
                 case when :reading < (select reading from stories
                                       where topic = :topic and id = :story)
                 then 'superseded' end)
    """,
)


def _claimed(topic: str, event: r.Claim) -> Iterator[Change]:
    """A row; the whole claim as JSON in `body`."""
    quote, who = event.quote, event.attribution
    yield (
        _CLAIM,
        {
            "topic": topic,
            "id": event.id,
            "tracker": event.tracker,
            "kind": event.word,
            "story": event.story,
            "reading": event.reading,
            "lineage": event.lineage,
            "site": event.site,
            "url": event.url,
            "assertion": event.assertion,
            "quote": quote.text,
            "field": quote.field,
            "start": quote.start,
            "end": quote.end,
            "rule": event.rule,
            "pack": event.pack,
            "speaker": who.speaker,
            "via": who.via,
            "attribution": who.kind,
            "published": stamp(event.published),
            "day": event.day.isoformat() if event.day else None,
            "seen": stamp(event.seen),
            "body": encoded(event),
        },
    )


# --- a language model ------------------------------------------------------------------------

_CALL = insert("model_calls", schema.MODEL_CALLS)
_READ = """
    update model_calls set claims = ?, rejected = ?, reasons = ?
    where topic = ? and story = ? and asked = ?
"""


def _answered(topic: str, event: c.ModelAnswered) -> Iterator[Change]:
    """A row; what was made of the answer comes with `AnswerRead`."""
    yield _CALL, {**_call(topic, event), "outcome": "answered", "detail": event.finish}


def _unanswered(topic: str, event: c.ModelFailed) -> Iterator[Change]:
    """A row."""
    yield _CALL, {**_call(topic, event), "outcome": event.kind}


def _call(topic: str, event: c.ModelAnswered | c.ModelFailed) -> dict[str, object]:
    """A row of `model_calls`, with null for what is not known."""
    blank = dict.fromkeys(schema.MODEL_CALLS)
    return {**blank, **structs.asdict(event), "topic": topic, "at": stamp(event.at)}


def _read(topic: str, event: c.AnswerRead) -> Iterator[Change]:
    """What the newest reading of the answer has made of it."""
    made = (event.claims, sum(event.rejected.values()), encoded(event.rejected))
    yield _READ, (*made, topic, event.story, event.asked)


# --- developments and alerts -----------------------------------------------------------------

_DEVELOPMENT = insert("developments", schema.DEVELOPMENTS)
_ALERT = insert("alerts", schema.ALERTS)
_HELD = insert("held", schema.HELD)
_SNOOZED = "update alerts set snoozed = max(coalesce(snoozed, ''), ?) where topic = ? and alert = ?"
_RETRIED = """
    update alerts set state = 'raised', final = 0, snoozed = null, at = ?
    where topic = ? and alert = ? and state not in ('delivered', 'acknowledged')
"""
_STEP = """
    update alerts set state = case state when 'acknowledged' then state else ? end,
        attempts = max(attempts, ?), repetition = max(repetition, ?), at = ?,
        final = case state when 'acknowledged' then final else ? end,
        detail = case state when 'acknowledged' then detail else ? end
    where topic = ? and alert = ?
"""
_STATES: dict[type[notices.AlertStep], str] = {
    notices.AlertAttempted: "attempted",
    notices.AlertDelivered: "delivered",
    notices.AlertFailed: "failed",
    notices.AlertAcknowledged: "acknowledged",
}


def _noted(topic: str, event: notices.DevelopmentNoted, position: int) -> Iterator[Change]:
    """A row."""
    yield (
        _DEVELOPMENT,
        {
            **structs.asdict(event),
            "topic": topic,
            "id": event.development,
            "position": position,
            "because": encoded(event.because),
            "at": stamp(event.at),
            "seen": stamp(event.seen),
        },
    )


def _raised(topic: str, event: notices.AlertRaised) -> Iterator[Change]:
    """A row that the steps of its delivery change."""
    at = stamp(event.at)
    told = {"developments": encoded(event.developments), "parts": encoded(event.parts)}
    new = {"state": "raised", "attempts": 0, "final": 0, "repetition": 0, "snoozed": None}
    row = structs.asdict(event) | told | new
    yield _ALERT, {**row, "topic": topic, "raised": at, "at": at, "detail": ""}


def _stepped(topic: str, event: notices.AlertStep) -> Iterator[Change]:
    """The state after the step; an alert once acknowledged stays so, and says by whom."""
    final = isinstance(event, notices.AlertFailed) and event.final
    again = isinstance(event, notices.AlertDelivered) and event.repetition
    step = (_STATES[type(event)], event.attempt, again, stamp(event.at), final, event.detail)
    yield _STEP, (*step, topic, event.alert)
    yield from channel_changes(event)


def _held(topic: str, event: notices.AlertHeld) -> Iterator[Change]:
    """A row."""
    told = structs.asdict(event) | {"topic": topic, "developments": encoded(event.developments)}
    yield _HELD, {**told, "until": stamp(event.until), "at": stamp(event.at)}


def _snoozed(topic: str, event: notices.AlertSnoozed) -> Iterator[Change]:
    """Until when it is not to be sent."""
    yield _SNOOZED, (stamp(event.until), topic, event.alert)


def _retried(topic: str, event: notices.AlertRetried) -> Iterator[Change]:
    """It waits to be sent again."""
    yield _RETRIED, (stamp(event.at), topic, event.alert)


# --- health of sources -----------------------------------------------------------------------

_HEALTH = """
    insert into source_health (source, state, since, address, detail) values (?, ?, ?, ?, ?)
    on conflict do update set state = excluded.state, since = excluded.since,
        address = excluded.address, detail = excluded.detail
"""
_MOVED = """
    insert into source_health (source, state, since, address, detail)
    values (?, 'answering', ?, ?, ?)
    on conflict do update set address = excluded.address, detail = excluded.detail
"""
_GAP = 'insert into coverage_gaps (source, since, "until", detail) values (?, ?, ?, ?)'
_HEALTHS: dict[type[e.SourceStep], str] = {
    e.SourceFailed: "failed",
    e.SourceRecovered: "answering",
    e.SourceGone: "gone",
}


def _changed_health(_: str, event: e.SourceStep) -> Iterator[Change]:
    """The state since this step."""
    state = (_HEALTHS[type(event)], stamp(event.at))
    yield _HEALTH, (event.source, *state, event.address, event.detail)


def _moved(_: str, event: e.SourceMoved) -> Iterator[Change]:
    """Another address in the same state."""
    yield _MOVED, (event.source, stamp(event.at), event.address, event.detail)


def _missed(_: str, event: e.CoverageGap) -> Iterator[Change]:
    """One more gap."""
    yield _GAP, (event.source, stamp(event.since), stamp(event.at), event.detail)


def _untold(_topic: str, _event: e.EventRedacted) -> Iterator[Change]:
    """What is left out of the log is left out of the tables."""
    return iter(())


_CHANGES: dict[type, Callable[[str, Any], Iterator[Change]]] = {
    e.StoryReread: _reread,
    e.EventRedacted: _untold,
    c.ModelAnswered: _answered,
    c.ModelFailed: _unanswered,
    c.AnswerRead: _read,
    notices.AlertRaised: _raised,
    notices.AlertHeld: _held,
    notices.AlertSnoozed: _snoozed,
    notices.AlertRetried: _retried,
    e.SourceMoved: _moved,
    e.CoverageGap: _missed,
    **dict.fromkeys(r.CLAIMS, _claimed),
    **CORRECTIONS,
    **dict.fromkeys(_STATES, _stepped),
    **dict.fromkeys(_HEALTHS, _changed_health),
}
