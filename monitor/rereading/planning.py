"""What newer rules change of a topic: claims, the events that say so, figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from msgspec import Struct, structs

from monitor.claims.differing import Compared, compared
from monitor.consulted import ModelAnswered
from monitor.corrections import ClaimsReplaced
from monitor.events import AnyEvent, StoryReread
from monitor.notices import DevelopmentNoted
from monitor.projections import View
from monitor.projections.developments import Batch, developments
from monitor.projections.ledger import Ledger, apply
from monitor.registry import resolve
from monitor.reports import AnyClaim
from monitor.rereading.rules import Heard, Rules
from monitor.rereading.verdicts import Lapsed, Verdict, Verdicts
from monitor.stories.recorded import Recorded, Text, recorded
from monitor.topics import Topic
from monitor.views.rebuild import answer, stands
from monitor.views.store import Answer

MARK = " (read again)"
"""Behind the title of a development that newer rules have brought about."""


class Otherwise(Struct, frozen=True, kw_only=True):
    """One text that newer rules read otherwise, or one that came after it in its story."""

    text: Text
    reading: int
    """The number of the new reading."""
    current: bool
    """The story has this text now; otherwise a revision has replaced it."""
    relevant: bool
    """The topic's gate lets it in today."""
    difference: Compared
    carried: tuple[Verdict, ...] = ()
    """What persons have done, done again to the claims of the new reading."""
    lapsed: tuple[Lapsed, ...] = ()
    events: tuple[AnyEvent, ...]


class Plan(Struct, frozen=True, kw_only=True):
    """What newer rules change of a topic; nothing has been written."""

    topic: Topic
    stories: int = 0
    """How many were read."""
    texts: tuple[Otherwise, ...] = ()
    """Those that read otherwise, in the order in which their stories were first seen."""
    noted: tuple[DevelopmentNoted, ...] = ()
    """How figures change: traceable, never alerted."""
    events: tuple[AnyEvent, ...] = ()
    """All that is to be recorded, in this order, at once; empty when nothing reads otherwise."""
    before: dict[str, Answer] = {}
    """By tracker."""
    after: dict[str, Answer] = {}
    ledger: Ledger = Ledger()
    """With the events."""


def plan(
    rules: Rules,
    events: Iterable[AnyEvent],
    now: datetime,
    *,
    progress: Callable[[int, int], None] = lambda done, all: None,
) -> Plan:
    """What newer rules change of a topic, by all events of its stream in the order of the log.

    `progress` hears how many of all stories have been read. Without a change nothing is to be recorded:
    to reread at once again is harmless.
    """
    topic, events = rules.topic, list(events)
    ledger = apply(Ledger(), events)
    stories, known = recorded(events), _Known(ledger, events)
    texts: list[Otherwise] = []
    for number, story in enumerate(stories.values(), 1):
        texts += _story_again(story, known, rules, now)
        progress(number, len(stories))
    told = [event for text in texts for event in text.events]
    before = after = _answers(topic, ledger)
    if told:
        ledger = apply(ledger, told)
        after = _answers(topic, ledger)
    noted = tuple(_noted(topic, before, after, ledger, texts, now)) if told else ()
    return Plan(
        topic=topic,
        stories=len(stories),
        texts=tuple(texts),
        noted=noted,
        events=(*told, *noted),
        before=before,
        after=after,
        ledger=ledger,
    )


# --- one story ----------------------------------------------------------------------------------


class _Known:
    """What is known of all stories."""

    def __init__(self, ledger: Ledger, events: Iterable[AnyEvent]) -> None:
        self.verdicts = Verdicts(ledger)
        self._claims: defaultdict[tuple[str, int], list[AnyClaim]] = defaultdict(list)
        for claims in ledger.claims.values():
            for claim in claims.values():
                self._claims[claim.story, claim.reading].append(claim)
        self._answers: defaultdict[str, list[ModelAnswered]] = defaultdict(list)
        for event in events:
            if isinstance(event, ModelAnswered):
                self._answers[event.story].append(event)

    def claims(self, text: Text) -> list[AnyClaim]:
        """What was read in a text, by its newest reading."""
        return self._claims.get((text.story.id, text.reading), [])

    def answers(self, story: Recorded, text: Text) -> list[ModelAnswered]:
        """What a model has answered about a text."""
        found = self._answers.get(story.first.story, ())
        return [each for each in found if story.numbers.get(each.reading) == text.number]


class _Again(NamedTuple):
    """A text with what was read in it, and what is read now."""

    text: Text
    before: list[AnyClaim]
    after: list[AnyClaim]
    heard: list[Heard]


def _story_again(story: Recorded, known: _Known, rules: Rules, now: datetime) -> list[Otherwise]:
    """The texts of a story from the first one on that reads otherwise; none when all read the same."""
    read = [_text_again(story, text, known, rules) for text in story.texts]
    differing = (place for place, each in enumerate(read) if compared(each.before, each.after))
    first = next(differing, len(read))
    return [
        _otherwise(
            again,
            story.last + step,
            rules,
            known.verdicts,
            now,
            current=again.text is story.texts[-1],
        )
        for step, again in enumerate(read[first:], 1)
    ]


def _text_again(story: Recorded, text: Text, known: _Known, rules: Rules) -> _Again:
    """A text read by the rules, and what a model has answered about it; each claim once."""
    before = known.claims(text)
    entered = [claim for claim in before if not claim.pack]  # by a person: no rule can read it
    heard = rules.hear(text, known.answers(story, text))
    claims = [*rules.read(text), *(claim for each in heard for claim in each.judged.claims)]
    return _Again(
        text, before, list({each.id: each for each in (*claims, *entered)}.values()), heard
    )


def _otherwise(
    again: _Again,
    reading: int,
    rules: Rules,
    verdicts: Verdicts,
    now: datetime,
    *,
    current: bool,
) -> Otherwise:
    """A text under the number of a new reading, with what is to be recorded of it."""
    text = again.text
    claims = [structs.replace(claim, reading=reading, id="") for claim in again.after]
    difference = compared(again.before, claims)
    carried, lapsed = verdicts.carried(difference)
    story = text.story
    by = verdicts.replaced(difference)
    at = story.published or story.seen
    replaced = [ClaimsReplaced(story=story.id, reading=reading, by=by, at=at)] if by else []
    heard = {
        event.event_id(): event for each in again.heard for event in [each.event(reading, now)]
    }
    reread = StoryReread(
        story=story.id,
        reading=reading,
        of=text.number,
        pack=rules.pack(text),
        published=story.published,
        seen=story.seen,
        at=now,
    )
    return Otherwise(
        text=text,
        reading=reading,
        current=current,
        relevant=rules.relevant(text),
        difference=difference,
        carried=tuple(carried),
        lapsed=tuple(lapsed),
        events=(reread, *heard.values(), *claims, *carried, *replaced),
    )


# --- figures ----------------------------------------------------------------------------------------


def _answers(topic: Topic, ledger: Ledger) -> dict[str, Answer]:
    """What every tracker says."""
    return {tracker.id: answer(tracker, ledger) for tracker in topic.trackers}


def _noted(
    topic: Topic,
    before: dict[str, Answer],
    after: dict[str, Answer],
    ledger: Ledger,
    texts: Sequence[Otherwise],
    now: datetime,
) -> Iterator[DevelopmentNoted]:
    """How figures change, dated by when the newest of the claims that differ was reported."""
    touched = list(_touched(texts))
    for tracker in topic.trackers:
        mine = [claim for claim in touched if claim.tracker == tracker.id] or touched
        at = max((claim.reported for claim in mine), default=now)
        found = developments(
            resolve("projections", tracker.kind),
            tracker,
            _view(before[tracker.id]),
            _view(after[tracker.id]),
            stands(tracker, ledger),
            Batch(claims={claim.id: claim for claim in mine}, now=at, backfill=True, reread=True),
        )
        for each in found:
            yield structs.replace(each, title=f"{each.title}{MARK}", seen=now)


def _touched(texts: Iterable[Otherwise]) -> Iterator[AnyClaim]:
    """Every claim that says something else now, as it was and as it is."""
    for each in texts:
        yield from each.difference.lost
        yield from each.difference.gained
        for pair in each.difference.changed:
            yield from pair


def _view(found: Answer) -> View:
    """An answer's view as the kinds take it."""
    return dict(found.view)
