"""Newer rules over stored stories: what they read otherwise, and the events that say so.

The texts come from the log, word for word as they were taken in; nothing else is asked, and nothing is
written here. A text about which the topic's gate says no today has no claims; so have those of a language
that the topic does not follow any more.

A story is touched only where its claims say something else. Then this text and those that came after it
in the same story get a reading of their own (`StoryReread`), so that the last text has the highest number
and every earlier time is answered by the newest reading of what there was then. Claims keep their dates:
that rules are better is no news, and `--as-of` answers from what had been reported.

What a person has done to a claim is done again to the one that takes its place: a retraction when it
claims the same, a correction when it quotes the same words as well. Otherwise it lapses, and is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple, TypeAlias, TypeVar

from msgspec import Struct, structs

from monitor.claims import Readers
from monitor.claims.differing import Compared, compared, same_span, says_the_same
from monitor.events import AnyEvent, ClaimCorrected, ClaimRetracted, DevelopmentNoted, StoryReread
from monitor.projections import View
from monitor.projections.developments import developments
from monitor.projections.ledger import Ledger, apply, corrected
from monitor.registry import resolve
from monitor.reports import AnyClaim, QuantityReported
from monitor.stories.gate import Gate
from monitor.stories.recorded import Recorded, Text, recorded
from monitor.topics import Topic
from monitor.values import Count
from monitor.views.rebuild import answer
from monitor.views.store import Answer

Verdict: TypeAlias = ClaimRetracted | ClaimCorrected
"""What a person has done to a claim."""
MARK = " (read again)"
"""Behind the title of a development that newer rules have brought about."""


class Lapsed(Struct, frozen=True):
    """What a person has done to a claim that is not read any more."""

    verdict: Verdict
    was: AnyClaim
    now: AnyClaim | None = None
    """What is read in its place, if something is."""


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


class Rules:
    """What reads a topic's texts now; it may be used for many plans."""

    def __init__(
        self, topic: Topic, gate: Gate | None = None, readers: Readers | None = None
    ) -> None:
        """Of a topic; `gate` and `readers` when somebody has made them ready."""
        self.topic = topic
        self.gate = gate or Gate(topic)
        self.readers = readers or Readers(topic)

    def relevant(self, text: Text) -> bool:
        """Whether the gate lets the text in."""
        return self.gate.passes(text.entry) is not None

    def read(self, text: Text) -> list[AnyClaim]:
        """The claims of a text as of its newest reading, each once."""
        if not self.relevant(text):
            return []
        claims = self.readers.read(structs.replace(text.story, reading=text.reading))
        return list({claim.id: claim for claim in claims}.values())

    def pack(self, text: Text) -> str:
        """What reads it; empty when nothing does."""
        context = self.readers.context(text.story.lang) if self.relevant(text) else None
        return context.pack.id if context else ""


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
    stories, claims = recorded(events), _by_reading(ledger)
    verdicts = _Verdicts(ledger)
    texts: list[Otherwise] = []
    for number, story in enumerate(stories.values(), 1):
        texts += _story_again(story, claims, rules, verdicts, now)
        progress(number, len(stories))
    told = [event for text in texts for event in text.events]
    before = after = _answers(topic, ledger)
    if told:
        ledger = apply(ledger, told)
        after = _answers(topic, ledger)
    noted = tuple(_noted(topic, before, after, texts, now)) if told else ()
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

_ByReading: TypeAlias = dict[tuple[str, int], list[AnyClaim]]


def _by_reading(ledger: Ledger) -> _ByReading:
    """Every claim by its story and reading."""
    found: _ByReading = defaultdict(list)
    for claims in ledger.claims.values():
        for claim in claims.values():
            found[claim.story, claim.reading].append(claim)
    return found


class _Again(NamedTuple):
    """A text with what was read in it, and what is read now."""

    text: Text
    before: list[AnyClaim]
    after: list[AnyClaim]


def _story_again(
    story: Recorded, claims: _ByReading, rules: Rules, verdicts: _Verdicts, now: datetime
) -> list[Otherwise]:
    """The texts of a story from the first one on that reads otherwise; none when all read the same."""
    read = [_text_again(text, claims, rules) for text in story.texts]
    differing = (place for place, (_, before, after) in enumerate(read) if compared(before, after))
    first = next(differing, len(read))
    return [
        _otherwise(again, story.last + step, again.text is story.texts[-1], rules, verdicts, now)
        for step, again in enumerate(read[first:], 1)
    ]


def _text_again(text: Text, claims: _ByReading, rules: Rules) -> _Again:
    """A text read with the number of its newest reading, so that equal claims are equal."""
    before = claims.get((text.story.id, text.reading), [])
    entered = [claim for claim in before if not claim.pack]  # by a person: no rule can read it
    return _Again(text, before, [*rules.read(text), *entered])


def _otherwise(
    again: _Again, reading: int, current: bool, rules: Rules, verdicts: _Verdicts, now: datetime
) -> Otherwise:
    """A text under the number of a new reading, with what is to be recorded of it."""
    text = again.text
    claims = [structs.replace(claim, reading=reading, id="") for claim in again.after]
    difference = compared(again.before, claims)
    carried, lapsed = verdicts.carried(difference)
    reread = StoryReread(
        story=text.story.id,
        reading=reading,
        of=text.number,
        pack=rules.pack(text),
        published=text.story.published,
        seen=text.story.seen,
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
        events=(reread, *claims, *carried),
    )


# --- what persons have done -----------------------------------------------------------------------


class _Verdicts:
    """What persons have done to claims."""

    def __init__(self, ledger: Ledger) -> None:
        self._retracted = ledger.retracted
        self._corrected = ledger.corrected

    def carried(self, difference: Compared) -> tuple[list[Verdict], list[Lapsed]]:
        """What is done again to the claims of the new reading, and what is not."""
        carried: list[Verdict] = []
        lapsed: list[Lapsed] = []
        for was, now in (*difference.same, *difference.changed):
            retractions, corrections = self._of(was.id)
            same = says_the_same(was, now)
            wanted = corrected(now, corrections)
            carried += (_done_again(each, now) for each in retractions if same)
            lapsed += (Lapsed(each, was, now) for each in retractions if not same)
            if same or (same_span(was, now) and _counts(wanted) != _counts(now)):
                carried += (_done_again(each, now) for each in corrections)
            elif _counts(wanted) != _counts(now):
                lapsed += (Lapsed(each, was, now) for each in corrections)
        for was in difference.lost:  # what was retracted is gone, as it was wanted
            lapsed += (Lapsed(each, was) for each in self._of(was.id)[1])
        return carried, lapsed

    def _of(self, claim: str) -> tuple[list[ClaimRetracted], list[ClaimCorrected]]:
        """Everything that was done to a claim, in the order in which it was."""
        return (
            sorted(self._retracted.get(claim, {}).values(), key=_when),
            sorted(self._corrected.get(claim, {}).values(), key=_when),
        )


def _when(verdict: Verdict) -> tuple[datetime, str]:
    return (verdict.at, verdict.event_id())


def _counts(claim: AnyClaim) -> dict[str, tuple[int, int | None]]:
    """The numbers of a claim by name; a single one is called "value"."""
    if isinstance(claim, QuantityReported):
        return {"value": (claim.value.min, claim.value.max)}
    counts: dict[str, Count] = getattr(claim, "counts", {})
    return {name: (count.min, count.max) for name, count in counts.items()}


_Made = TypeVar("_Made", ClaimRetracted, ClaimCorrected)


def _done_again(verdict: _Made, claim: AnyClaim) -> _Made:
    """The same by the same person at the same time, of another claim."""
    return structs.replace(verdict, claim=claim.id, of=verdict.of or verdict.claim)


# --- figures ----------------------------------------------------------------------------------------


def _answers(topic: Topic, ledger: Ledger) -> dict[str, Answer]:
    """What every tracker says."""
    return {tracker.id: answer(tracker, ledger) for tracker in topic.trackers}


def _noted(
    topic: Topic,
    before: dict[str, Answer],
    after: dict[str, Answer],
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
            claims={claim.id: claim for claim in mine},
            now=at,
            backfill=True,
        )
        for each in found:
            yield structs.replace(each, title=f"{each.title}{MARK}", reread=True, seen=now)


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
