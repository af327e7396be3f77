"""What the daemon sees of its topics beside their texts: sources that go blind or come back, and silence.

The thin edge around `monitor.projections.coverage`: what that finds is recorded and told by the rules like
any other development. What a crash has left untold is told at the next start.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta

from monitor.events import Recorded, SourceFailed, SourceGone, SourceRecovered, SourceStep
from monitor.notices import COVERAGE, DevelopmentNoted
from monitor.pace import Clock
from monitor.pipeline import SOURCES_STREAM, Follower, Pipeline, Taking
from monitor.projections.coverage import Known, advance, observe, silent
from monitor.sources import State

NAMED = 5
"""Sources that are named when many have failed: a line or two."""

EVERY = timedelta(minutes=10)
"""Between two looks for silence, which lasts a day at least."""

BREAK = timedelta(hours=1)
"""Without a look for so long nobody has listened: the machine slept, or the service was held up."""

STEPS = tuple(each.__name__ for each in (SourceFailed, SourceGone, SourceRecovered))
"""Names in the log of what a source's health is made of."""


class Lookout:
    """What is known of the sources of each topic that is followed."""

    def __init__(self, pipeline: Pipeline, clock: Clock, *, since: datetime | None = None) -> None:
        """Take up what the log says. `since` is when a source last answered before this start: after
        a restart or a rereading we have not stopped listening.
        """
        self._pipeline = pipeline
        self._clock = clock
        now = clock()
        self._listening = None if since is not None and now - since <= BREAK else now
        self._next = now + EVERY
        self._known = {each.topic.id: self._kept(each) for each in pipeline.followers}

    def _kept(self, follower: Follower) -> Known:
        known = Known()
        steps = self._pipeline.log.read(stream=SOURCES_STREAM, types=STEPS)
        noted = self._pipeline.log.read(
            stream=follower.topic.id, types=(DevelopmentNoted.__name__,)
        )
        for each in sorted((*steps, *_of_coverage(noted)), key=lambda each: each.position):
            known = advance(known, each.event)
        return known

    def observe(
        self, steps: Iterable[SourceStep] = (), *, heard: Collection[str] = ()
    ) -> Iterator[Taking]:
        """Record what steps in the health of sources, which are in the log, mean to the topics.

        `heard` are sources that have just answered. Raises LogError, StateError.
        """
        steps = tuple(steps)
        for name, known in self._known.items():  # of every topic, before anything can fail
            for step in steps:
                known = advance(known, step)
            self._known[name] = known
        for follower in self._pipeline.followers:
            known = self._known[follower.topic.id]
            found = observe(follower.topic, known, (), self._clock(), heard=heard)
            if found:
                yield self._noted(follower, found)

    def listen(self) -> Iterator[Taking]:
        """Record, once in a while, that nothing has been told of a topic for too long, or is again."""
        now = self._clock()
        if now < self._next <= now + EVERY:  # further away: the clock has been put back
            return
        if now - self._next > BREAK:
            self._listening = now
        self._next = now + EVERY
        for follower in self._pipeline.followers:
            known = self._known[follower.topic.id]
            times = (each.at for each in follower.ledger.addresses.values())
            found = silent(follower.topic, known, times, now, listening=self._listening)
            if found is not None:
                yield self._noted(follower, [found])

    def _noted(self, follower: Follower, found: list[DevelopmentNoted]) -> Taking:
        taking = self._pipeline.note(follower, found, self._clock())
        known = self._known[follower.topic.id]
        for each in found:
            known = advance(known, each)
        self._known[follower.topic.id] = known
        return taking


def blind(states: Iterable[State]) -> str:
    """Which sources had failed before a start, in a sentence: they are not told one by one again."""
    names = [state.source for state in states if state.announced or state.gone]
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    shown = ", ".join(names[:NAMED])
    return f"no answer lately from {shown}{more}; monitor sources says why" if names else ""


def _of_coverage(noted: Iterable[Recorded]) -> Iterator[Recorded]:
    return (each for each in noted if getattr(each.event, "tracker", "") == COVERAGE)
