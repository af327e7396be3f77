"""Logs, topics and tracker kinds for the tests of the tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from msgspec import Struct

from monitor import corrections as c
from monitor import events as e
from monitor import notices
from monitor.eventlog.memory import MemoryLog
from monitor.projections import NOBODY, Change, Kind, Standing
from monitor.projections.grounds import as_told
from monitor.reports import (
    AnyClaim,
    IncidentReported,
    QuantityReported,
    StatementReported,
    StatusReported,
)
from monitor.topics import Gate, Topic, Tracker
from monitor.values import Count, Quote
from monitor.views.store import Views
from tests import strategies

START = datetime(2025, 11, 15, 12, tzinfo=UTC)


# --- a tracker kind that needs nothing else ---------------------------------------------------


class NoOptions(Struct):
    pass


def _view(tracker: Tracker, standing: Standing) -> dict[str, Any]:
    claims = [claim.id for claim in standing.claims]
    return {"tracker": tracker.id, "claims": claims, "voices": len(set(standing.voices.values()))}


def _rows(tracker: Tracker, view: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    rows = [{"claim": claim, "place": place} for place, claim in enumerate(view["claims"])]
    return {f"told_{tracker.id}": rows, "sums": [{"claims": len(rows), "of": [tracker.id]}]}


def _changes(
    tracker: Tracker,
    before: dict[str, Any] | None,
    after: dict[str, Any],
    /,
    taken_back: frozenset[str] = NOBODY,
) -> list[Change]:
    return []


COUNTING = Kind(
    name="counting",
    version=1,
    reader="none",
    options=NoOptions,
    view=_view,
    changes=_changes,
    grounds=as_told(_changes),
    rows=_rows,
    lines=lambda tracker, view: [],
)
"""How many claims stand, and which."""


def topic(name: str = "us", *, trackers: Sequence[str] = ("strikes", "troops")) -> Topic:
    """A topic whose trackers count claims."""
    return topic_of(name, dict.fromkeys(trackers, f"{__name__}:COUNTING"))


def topic_of(name: str, kinds: dict[str, str]) -> Topic:
    """A topic with trackers of these kinds."""
    made = (
        Tracker(id=tracker, kind=kind, title=tracker, reader="none")
        for tracker, kind in kinds.items()
    )
    return Topic(id=name, title=name, gate=Gate(any=()), trackers=tuple(made))


KINDS = {"strikes": "tally", "troops": "quantity", "meeting": "status", "said": "statements"}
"""Trackers of the kinds that come with the program."""
TOPICS = (topic("us"), topic_of("eu", KINDS))
"""One topic that only counts claims, one that makes figures of them."""


# --- events that meet each other --------------------------------------------------------------


def published(number: int, **fields: object) -> e.StoryPublished:
    """A story, a minute after the one before it."""
    given = story_fields(number) | fields
    return e.StoryPublished(**given)  # type: ignore[arg-type]  # named by the tests


def copied(number: int, of: int, *joins: int, **fields: object) -> e.StoryCopied:
    """A copy of an earlier story, which may bridge several lineages."""
    links = {"of": f"s{of}", "joins": tuple(f"s{each}" for each in joins or (of,)), "score": 0.5}
    given = story_fields(number) | links | fields
    return e.StoryCopied(**given)  # type: ignore[arg-type]  # named by the tests


def story_fields(number: int) -> dict[str, object]:
    """What a story and a copy have in common."""
    at = START + timedelta(minutes=number)
    return {
        "story": f"s{number}",
        "source": f"feed{number % 3}",
        "url": f"https://site{number % 3}.example/2025/story-{number}",
        "guid": f"g{number}",
        "site": f"site{number % 3}.example",
        "title": f"Title {number}",
        "text": f"What happened on day {number} at the northern cape",
        "lang": "en",
        "published": at,
        "day": at.date(),
        "seen": at + timedelta(seconds=1, microseconds=number),
    }


def revised(number: int, reading: int, text: str = "Revised", **fields: object) -> e.StoryRevised:
    """A later text of a story."""
    at = START + timedelta(hours=reading, minutes=number)
    given = {
        "story": f"s{number}",
        "url": f"https://site.example/moved-{number}",
        "title": f"Title {number}, {reading}",
        "text": text,
        "material": True,
        "reading": reading,
        "published": None,
        "seen": at,
    }
    return e.StoryRevised(**given | fields)  # type: ignore[arg-type]  # named by the tests


def reread(number: int, reading: int) -> e.StoryReread:
    """A story that newer rules have read."""
    return e.StoryReread(
        story=f"s{number}", reading=reading, pack="en/2", published=START, seen=START
    )


def claim(number: int, reading: int = 1, tracker: str = "strikes", killed: int = 3) -> AnyClaim:
    """What a story says."""
    at = START + timedelta(minutes=number)
    text = f"killed {killed} people"
    told: dict[str, Any] = {
        "tracker": tracker,
        "story": f"s{number}",
        "reading": reading,
        "lineage": f"s{number}",
        "url": f"https://site{number % 3}.example/2025/story-{number}",
        "site": f"site{number % 3}.example",
        "quote": Quote("text", 0, len(text), text),
        "rule": "en.killed",
        "pack": "en/1",
        "published": at,
        "day": at.date(),
        "seen": at,
    }
    count = Count(killed, killed, (str(killed),))
    if tracker == "troops":
        return QuantityReported(value=count, unit="troops", **told)
    if tracker == "meeting":
        return StatusReported(episode="meeting", stage="agreed", **told)
    if tracker == "said":
        return StatementReported(speaker="Orla", act="offer", about="talks", **told)
    return IncidentReported(counts={"killed": count}, **told)


def development(name: str, hours: int = 0, **fields: object) -> notices.DevelopmentNoted:
    """A change of the tally."""
    at = START + timedelta(hours=hours)
    given = {
        "development": name,
        "tracker": "strikes",
        "field": "killed",
        "before": "3",
        "after": "5",
        "title": f"The toll rises ({name})",
        "severity": "notice",
        "because": (claim(1).id, claim(2).id),
        "at": at,
        "seen": at,
    }
    return notices.DevelopmentNoted(**given | fields)  # type: ignore[arg-type]  # named by the tests


def raised(name: str) -> notices.AlertRaised:
    """An alert for a terminal."""
    told: dict[str, Any] = {"rule": "all", "channel": "terminal", "title": "t", "body": "b"}
    told["at"] = START
    return notices.AlertRaised(alert=name, severity="notice", developments=("d1",), **told)


def step(
    kind: type[notices.AlertStep], name: str, attempt: int, **fields: Any
) -> notices.AlertStep:
    """A step in the delivery of an alert."""
    at = START + timedelta(seconds=attempt)
    return kind(alert=name, channel="terminal", attempt=attempt, at=at, **fields)


def health(kind: type[e.SourceStep], source: str, minute: int, **fields: Any) -> e.SourceStep:
    """A change in the health of a source."""
    address = f"https://{source}.example/feed"
    at = START + timedelta(minutes=minute)
    return kind(source=source, address=address, at=at, detail=kind.__name__, **fields)


BY: dict[str, Any] = {"who": "me", "why": "wrong", "at": START}


def decisions(one: Any) -> tuple[e.AnyEvent, ...]:
    """Whatever a person can do to a claim, then each of it undone."""
    mine: dict[str, Any] = {"tracker": "t", "claims": (one.id,), **BY}
    made = (
        c.IncidentJudged(verdict="dismissed", **mine),
        c.IncidentsMerged(incidents=("X", "Y"), **mine),
        c.IncidentSplit(rest=("other",), incident="X", **mine),
        c.ClaimEntered(tracker="t", claim=one.id, **BY),
        c.ClaimEntered(claim=one.id, incident="X", **mine),
    )
    gone = e.ClaimRetracted(claim=one.id, **BY)
    names = (gone.correction_id(), *(each.event_id() for each in made))
    undone = (c.CorrectionUndone(correction=name, **BY) for name in names)
    replaced = c.ClaimsReplaced(story=one.story, reading=2, by={one.id: "new"}, at=START)
    return (gone, *made, *undone, replaced)


_NUMBERS = st.integers(0, 4)
_READINGS = st.integers(1, 3)
_NAMES = st.sampled_from(("a", "b"))
_CLAIMS = st.builds(claim, _NUMBERS, _READINGS, st.sampled_from(tuple(KINDS)))
_STEPS = st.sampled_from(
    (notices.AlertAttempted, notices.AlertDelivered, notices.AlertFailed, notices.AlertAcknowledged)
)
_HEALTH = st.sampled_from((e.SourceFailed, e.SourceRecovered, e.SourceMoved, e.SourceGone))
MEETING: st.SearchStrategy[Any] = st.one_of(
    st.builds(published, _NUMBERS),
    st.builds(lambda n, joins: copied(n, *joins), _NUMBERS, st.lists(_NUMBERS, min_size=1)),
    st.builds(revised, _NUMBERS, _READINGS, st.sampled_from(("One text", "Another text"))),
    st.builds(reread, _NUMBERS, _READINGS),
    _CLAIMS,
    _CLAIMS.map(lambda c: e.ClaimRetracted(claim=c.id, who="me", why="wrong", at=START)),
    st.builds(
        lambda c, count: e.ClaimCorrected(claim=c.id, counts=count, who="me", why="w", at=START),
        _CLAIMS,
        strategies.measured(),
    ),
    _CLAIMS.flatmap(lambda c: st.sampled_from(decisions(c))),
    st.builds(development, _NAMES),
    st.builds(raised, _NAMES),
    st.builds(step, _STEPS, _NAMES, _READINGS),
    st.builds(
        lambda name, n: notices.AlertRetried(alert=name, after=n, who="me", at=START),
        *(_NAMES, _NUMBERS),
    ),
    st.builds(health, _HEALTH, _NAMES, _NUMBERS),
)
"""Events about few stories, claims, alerts and sources, in orders that no pipeline would give."""


@st.composite
def logs(draw: st.DrawFn) -> MemoryLog:
    """A log of two topics and of sources."""
    streams = st.sampled_from(("us", "eu", "_sources"))
    drawn = draw(st.lists(st.tuples(streams, MEETING | strategies.events()), max_size=40))
    return log_of(*drawn)


def log_of(*events: tuple[str, e.AnyEvent]) -> MemoryLog:
    """A log of these events, each once."""
    log = MemoryLog()
    known = set()
    for stream, event in events:
        if (stream, event.event_id()) not in known:
            known.add((stream, event.event_id()))
            add(log, stream, event)
    return log


def add(log: MemoryLog, stream: str, *events: e.AnyEvent) -> list[e.Recorded]:
    """Append events; give them as the log keeps them."""
    before = log.position()
    log.append(stream, events, log.head(stream).position)
    return list(log.read(before))


def told(*events: e.AnyEvent) -> MemoryLog:
    """A log of one topic."""
    return log_of(*(("us", event) for event in events))


def tables(path: Path, log: Iterable[e.Recorded]) -> Views:
    """Tables that hold these events, without answers."""
    views = Views.open(path)
    views.apply(list(log))
    return views
