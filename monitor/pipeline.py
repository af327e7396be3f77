"""One batch of entries on its way.

    entries --gate: is it about the topic?--> --match: new, copy, revision, known?--> story
       --read--> claims --fold--> what changes --developments--> --rules--> alerts
       --append: all of it at once--> LOG --apply--> state/views.db

Everything up to `append` is decided before anything is written; the log is written first, and what
views.db lacks after a crash, or when there was no room for it, it takes from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial

from msgspec import Struct, structs

from monitor.alerts.desk import EVENTS as DESK_EVENTS
from monitor.alerts.desk import Backing, Desk, Notice
from monitor.claims import Readers
from monitor.entries import Entry, Story
from monitor.errors import NOT_NOW, StateError, Unavailable
from monitor.eventlog import EventLog
from monitor.events import AnyEvent, StoryCopied, StoryPublished, StoryRevised
from monitor.notices import AlertRaised, DevelopmentNoted
from monitor.projections import Kind, Standing, View, support
from monitor.projections.correcting import astray, corrections, put_right
from monitor.projections.developments import Batch, developments
from monitor.projections.ledger import Ledger, apply, find
from monitor.registry import resolve
from monitor.reports import Claim
from monitor.revised import in_place
from monitor.stories.gate import Gate
from monitor.stories.redacted import EVENTS as REDACTIONS
from monitor.stories.redacted import Redacted
from monitor.stories.taking import take
from monitor.text import printable
from monitor.topics import Topic, Tracker
from monitor.views.rebuild import answer, answered, stands
from monitor.views.store import Answer, Views
from monitor.wishes import Unfulfillable

SOURCES_STREAM = "_sources"
"""Stream of the health of the sources; no topic can have that name."""

Listener = Callable[[str, Sequence[AnyEvent]], None]
"""Hears of the events that have been appended to a stream."""


def unheard(stream: str, events: Sequence[AnyEvent]) -> None:
    """Nobody listens."""


class Taking(Struct, frozen=True, kw_only=True):
    """What a batch has brought to a topic."""

    topic: str
    entries: int = 0
    relevant: int = 0
    published: int = 0
    copied: int = 0
    revised: int = 0
    claims: int = 0
    developments: tuple[DevelopmentNoted, ...] = ()
    alerts: tuple[AlertRaised, ...] = ()
    fresh: tuple[Story, ...] = ()
    """What the rules have just read, without copies: whoever else reads is given these."""


class Follower:
    """One topic being followed: its gate, its readers, what is known of it and what it says."""

    def __init__(self, topic: Topic, ledger: Ledger, desk: Desk, redacted: Redacted) -> None:
        """Take up the topic where its events have left it."""
        self.topic = topic
        self.desk = desk
        self.redacted = redacted
        self.moved = True
        """An answer has changed since it was asked what may be told of what waits."""
        self.gate = Gate(topic)
        self.readers = Readers(topic)
        self.ledger = ledger
        self.views = {tracker.id: _view(answer(tracker, ledger)) for tracker in topic.trackers}


class Pipeline:
    """The log, the views, and the topics that are followed: where batches go through."""

    def __init__(
        self, log: EventLog, views: Views, topics: Iterable[Topic], ledgers: dict[str, Ledger]
    ) -> None:
        """`ledgers` hold what the log says, by topic."""
        self.log = log
        self.views = views
        self.followers = [self._follower(topic, ledgers.get(topic.id)) for topic in topics]
        self.behind: StateError | Unavailable | None = None
        """Why the tables lack events that the log holds; None when they lack none."""
        self._unshown: dict[tuple[str, str], Answer] = {}
        self.listener: Listener = unheard

    def _follower(self, topic: Topic, ledger: Ledger | None) -> Follower:
        """The topic with what its events say."""
        redacted = Redacted()
        read = self.log.read(stream=topic.id, types=(*DESK_EVENTS, *REDACTIONS))
        told = redacted.passing(each.event for each in read)
        return Follower(topic, ledger or Ledger(), Desk(topic, told), redacted)

    def withholds(self, entry: Entry) -> bool:
        """Whether an entry is a story that was redacted: its text is not to be kept anywhere."""
        return any(each.redacted.covers(entry, each.topic.id) for each in self.followers)

    def take_in(
        self, entries: Sequence[Entry], now: datetime, *, backfill: bool = False
    ) -> list[Taking]:
        """Put a batch through, for every topic. Raises LogError, StateError; then nothing is lost but time."""
        return [
            self.follow(follower, entries, now, backfill=backfill) for follower in self.followers
        ]

    def follow(
        self,
        follower: Follower,
        entries: Sequence[Entry],
        now: datetime,
        *,
        backfill: bool = False,
        heard: datetime | None = None,
    ) -> Taking:
        """Put a batch through for one topic; `heard`: when its source was heard last before."""
        try:
            return self._followed(follower, entries, now, backfill=backfill, heard=heard)
        finally:
            # after a failure: what was to be kept has not been recorded, so it is not known
            self.views.index(follower.topic.id).settle()

    def _followed(
        self,
        follower: Follower,
        entries: Sequence[Entry],
        now: datetime,
        *,
        backfill: bool,
        heard: datetime | None,
    ) -> Taking:
        relevant = [entry for entry in entries if follower.gate.passes(entry) is not None]
        if relevant:
            self.catch_up()  # texts are compared with those of the tables
        told, fresh = self._told(follower, relevant)
        taking = Taking(topic=follower.topic.id)
        if told:
            taking = self._recorded(follower, told, now, backfill=backfill, heard=heard)
        return structs.replace(taking, entries=len(entries), relevant=len(relevant), fresh=fresh)

    def hear(
        self, follower: Follower, told: Sequence[AnyEvent], now: datetime, *, backfill: bool = False
    ) -> Taking:
        """Record what else was read out of a story that is in the log. Raises LogError, StateError."""
        known = follower.ledger.claims
        new = [
            event
            for event in told
            if not (isinstance(event, Claim) and event.id in known.get(event.tracker, ()))
        ]
        return self._recorded(follower, new, now, backfill=backfill)

    def fulfil(self, stream: str, told: Sequence[AnyEvent], now: datetime) -> Taking:
        """Record what a person wants: of alerts, or a correction with all that it changes.

        Raises Unfulfillable when the correction is of what there is not; LogError, StateError.
        """
        if not corrections(told):
            self.record(stream, told)
            return Taking(topic=stream)
        follower = next((each for each in self.followers if each.topic.id == stream), None)
        if follower is None:
            raise Unfulfillable(f"the topic {printable(stream)} is not followed")
        if unknown := astray(follower.ledger, told):
            raise Unfulfillable(f"{follower.topic.id}: {unknown}")
        return self._recorded(follower, told, now, backfill=False)

    def _recorded(
        self,
        follower: Follower,
        told: Sequence[AnyEvent],
        now: datetime,
        *,
        backfill: bool,
        heard: datetime | None = None,
    ) -> Taking:
        """What these events change is found, then all of it is appended at once."""
        by = put_right(follower.ledger, told)
        told = [*told, *in_place(follower.ledger, told)]
        ledger = apply(follower.ledger, told)
        touched = follower.topic.trackers if by else _touched(follower.topic, told)
        found = {tracker.id: stands(tracker, ledger) for tracker in touched}
        answers = {tracker.id: answered(tracker, found[tracker.id]) for tracker in touched}
        claims = {event.id: event for event in told if isinstance(event, Claim)}
        batch = Batch(claims=claims, now=now, backfill=backfill, heard=heard, put_right=by)
        noted = _noted(follower, answers, found, batch)
        views = follower.views | {name: _view(each) for name, each in answers.items()}
        support = partial(_support, follower.topic, views, ledger)
        notices = follower.desk.decide(noted, now, partial(find, ledger), support)
        self._append(follower.topic.id, [*told, *noted, *notices])
        self._answered(follower, ledger, answers)
        _heard(follower, [*noted, *notices])
        return _taking(follower.topic.id, told, noted, notices)

    def note(self, follower: Follower, noted: Sequence[DevelopmentNoted], now: datetime) -> Taking:
        """Record developments that no text has brought: what can be seen. Raises LogError, StateError."""
        notices = follower.desk.decide(noted, now, partial(find, follower.ledger))
        self.record(follower.topic.id, [*noted, *notices])
        return _taking(follower.topic.id, (), noted, notices)

    def due(self, follower: Follower, now: datetime, *, flush: bool = False) -> Taking:
        """Record what is told by now of what has waited; with `flush`, what waits for a next message.

        Raises LogError, StateError; then it still waits.
        """
        due = follower.desk.due_at()
        notices: list[Notice] = []
        if due is not None and (flush or follower.moved or due <= now):
            support = partial(_support, follower.topic, follower.views, follower.ledger)
            look_up = partial(find, follower.ledger)
            notices = follower.desk.due(now, look_up, support, flush=flush)
        if notices:
            self.record(follower.topic.id, notices)
        follower.moved = False
        return _taking(follower.topic.id, (), (), notices)

    def amend(
        self,
        follower: Follower,
        events: Sequence[AnyEvent],
        ledger: Ledger,
        answers: dict[str, Answer],
        now: datetime,
    ) -> None:
        """Record what changes the claims of stories that are known, and what then stands.

        All of it at once, without an alert. `ledger` and `answers` hold these events already.
        """
        noted = [event for event in events if isinstance(event, DevelopmentNoted)]
        notices = follower.desk.decide(noted, now, partial(find, ledger))
        self._append(follower.topic.id, [*events, *notices])
        self._answered(follower, ledger, answers)
        _heard(follower, [*noted, *notices])

    def record(self, stream: str, events: Sequence[AnyEvent]) -> None:
        """Record events that no text has brought: health of sources, steps of an alert."""
        if events:
            self._append(stream, events)
            for follower in self.followers:
                if follower.topic.id == stream:
                    _heard(follower, events)
            self._show({})

    def catch_up(self) -> None:
        """Bring into the tables what they lack of the log. Raises StateError, Unavailable."""
        if self.behind is not None:
            self._apply()

    def _told(
        self, follower: Follower, entries: Sequence[Entry]
    ) -> tuple[list[AnyEvent], tuple[Story, ...]]:
        """Story events and claims of the entries, in their order, the same event once; what was read."""
        index = self.views.index(follower.topic.id)
        told: dict[str, AnyEvent] = {}
        fresh: list[Story] = []
        for entry in entries:
            taken = take(entry, index, follower.topic.id)
            if taken.known.story in follower.redacted.stories:
                continue
            if taken.events:
                index.add(taken.known, taken.keys)
            events: list[AnyEvent] = [*taken.events]
            if taken.story is not None:
                events += follower.readers.read(taken.story)
                fresh += [taken.story] if taken.story.lineage == taken.story.id else []
            for event in events:
                told.setdefault(event.event_id(), event)
        return list(told.values()), tuple(fresh)

    def _append(self, stream: str, events: Sequence[AnyEvent]) -> None:
        for follower in self.followers:
            if follower.topic.id == stream:
                events = follower.redacted.without(events)
        self.log.append(stream, events, self.log.head(stream).position)
        self.listener(stream, events)

    def _answered(self, follower: Follower, ledger: Ledger, answers: dict[str, Answer]) -> None:
        """Keep what is known of a topic now, and show it."""
        follower.ledger = ledger
        follower.moved = True
        follower.views.update({name: _view(each) for name, each in answers.items()})
        self._show({(follower.topic.id, name): each for name, each in answers.items()})

    def _show(self, answers: dict[tuple[str, str], Answer]) -> None:
        """Tables after the log. What cannot be shown has been recorded all the same: `behind`."""
        self._unshown.update(answers)
        try:
            self._apply()
        except NOT_NOW as error:
            self.behind = error

    def _apply(self) -> None:
        """All of the log that the tables lack."""
        self.views.apply(list(self.log.read(self.views.checkpoint())), self._unshown)
        self._unshown.clear()
        self.behind = None


def _view(found: Answer) -> View:
    """An answer's view as the kinds take it."""
    return dict(found.view)


def _touched(topic: Topic, told: Sequence[AnyEvent]) -> list[Tracker]:
    """Trackers whose answer can have changed: with a new claim, or all when texts were joined or revised."""
    if any(isinstance(event, StoryCopied | StoryRevised) for event in told):
        return list(topic.trackers)
    names = {event.tracker for event in told if isinstance(event, Claim)}
    return [tracker for tracker in topic.trackers if tracker.id in names]


def _support(
    topic: Topic, views: Mapping[str, View], ledger: Ledger, development: DevelopmentNoted
) -> Backing | None:
    """Who stands behind a development by now; None when what it says does not hold any more."""
    tracker = topic.tracker(development.tracker)
    view = views.get(development.tracker)
    if tracker is None or view is None:
        return None
    return backing(development, tracker, view, partial(stands, tracker, ledger))


def backing(
    development: DevelopmentNoted, tracker: Tracker, view: View, standing: Callable[[], Standing]
) -> Backing | None:
    """Who stands behind a development in this view of its tracker; None when the view says otherwise."""
    kind: Kind = resolve("projections", tracker.kind)
    noted = (development.field, development.after, development.because)
    claims = kind.grounds(tracker, view, *noted)
    if claims is None:
        return None
    found = support(standing(), claims)
    return Backing(found.voices, found.official, claims)


def _heard(follower: Follower, events: Iterable[AnyEvent]) -> None:
    """Let the desk know what has been recorded."""
    for event in events:
        follower.desk.add(event)


def _noted(
    follower: Follower, answers: dict[str, Answer], standings: dict[str, Standing], batch: Batch
) -> list[DevelopmentNoted]:
    """The developments of every tracker that has changed."""
    found: list[DevelopmentNoted] = []
    for tracker in follower.topic.trackers:
        if tracker.id in answers:
            kind = resolve("projections", tracker.kind)
            before, after = follower.views.get(tracker.id), _view(answers[tracker.id])
            found += developments(kind, tracker, before, after, standings[tracker.id], batch)
    return found


def _taking(
    topic: str,
    told: Sequence[AnyEvent],
    noted: Sequence[DevelopmentNoted],
    notices: Sequence[Notice],
) -> Taking:
    copied = sum(isinstance(event, StoryCopied) for event in told)
    return Taking(
        topic=topic,
        published=sum(isinstance(event, StoryPublished) for event in told) - copied,
        copied=copied,
        revised=sum(isinstance(event, StoryRevised) for event in told),
        claims=sum(isinstance(event, Claim) for event in told),
        developments=tuple(noted),
        alerts=tuple(each for each in notices if isinstance(each, AlertRaised)),
    )
