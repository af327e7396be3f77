"""Reads questions with stages of their own: the topic names each stage with its patterns."""

from __future__ import annotations

import re
from typing import NamedTuple

from msgspec import Struct, convert

from monitor.claims.doubt import Doubt
from monitor.claims.language import Pack
from monitor.claims.patterns import Anchors, Mark, Sieve, compiled, needed
from monitor.claims.reading import (
    Context,
    Text,
    attributed,
    faulty,
    pattern_labels,
    provenance,
    quote,
    unknown_groups,
)
from monitor.claims.roles import old_year
from monitor.claims.sentences import Sentence
from monitor.claims.vocabulary import Vocabulary
from monitor.reports import AnyClaim, StatusReported
from monitor.topics import Topic, Tracker

DAYS = frozenset({"day", "weekday"})
"""Codes of dates that are one day."""


class Stage(Struct, frozen=True, forbid_unknown_fields=True):
    """One stage: patterns by language, any of which in a sentence tells it."""

    name: str
    patterns: dict[str, tuple[str, ...]]
    """Language to patterns (see `monitor.claims.patterns`); "any" goes for all languages."""
    done: bool = False
    """Whether it is a thing done: no "not", "could", "if" or "denied" may govern what is found."""
    open: bool = False
    """Whether it is a plan or threat: no denial and no "no" before it, and not only asked about."""
    anchors: tuple[tuple[str, ...], ...] = ()
    """The tracker's `anchors` for this stage alone; empty: those of the tracker."""
    unless: tuple[str, ...] = ()
    """Word groups that may not stand within what is found."""


class Ready(NamedTuple):
    """One stage, its patterns compiled."""

    stage: str
    patterns: Sieve[tuple[str, re.Pattern[str]]]
    """Rule and pattern."""
    done: bool
    open: bool
    anchors: Anchors
    unless: frozenset[str]


class Options(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the reader wants to know of a topic."""

    stage: tuple[Stage, ...]
    """From the highest to the lowest: the first that fits a sentence is told."""
    anchors: tuple[tuple[str, ...], ...] = ()
    """Combinations of word groups, one of which the sentence must hold."""
    unless: tuple[str, ...] = ()
    """Word groups that make a sentence speak of something else."""
    dated: tuple[str, ...] = ()
    """Stages whose day is read from the sentence (the day on which it takes effect)."""
    ahead: str = ""
    """Stage that is told instead when that day still lies ahead; empty: the same."""


class Stages:
    """The reader of statuses with stages of their own."""

    name = "stages"
    options = Options

    def problems(self, topic: Topic, tracker: Tracker) -> list[tuple[str, str]]:
        """Word groups that the topic does not have, and patterns that cannot be read."""
        options = convert(tracker.read, Options)
        known = pattern_labels(topic)
        found: list[tuple[str, str]] = []
        groups = {group for groups in options.anchors for group in groups} | set(options.unless)
        for stage in options.stage:
            groups |= {group for groups in stage.anchors for group in groups} | set(stage.unless)
            for lang, patterns in stage.patterns.items():
                for pattern in patterns:
                    found += faulty(f"stage[{stage.name}].patterns.{lang}", pattern, known)
        return [*unknown_groups(topic, "stage", sorted(groups)), *found]

    def vocabulary(self, tracker: Tracker, pack: Pack) -> Vocabulary:
        """The stages of the topic, as one episode."""
        of = convert(tracker.read, Options)
        names = (*(stage.name for stage in of.stage), *filter(None, (of.ahead,)))
        stages = {tracker.id: tuple(dict.fromkeys(names))}
        done = tuple(stage.name for stage in of.stage if stage.done)
        return Vocabulary(stages=stages, days=dict.fromkeys(of.dated, "occurred"), done=done)

    def compile(self, tracker: Tracker, context: Context) -> CompiledStages:
        """The stages' patterns in one language."""
        return CompiledStages(tracker, convert(tracker.read, Options), context)


class CompiledStages:
    """The reader of one question in one language."""

    def __init__(self, tracker: Tracker, options: Options, context: Context) -> None:
        """Compile the patterns of the language."""
        self.tracker, self.options, self.context = tracker, options, context
        lexicon, sets = context.lexicon, context.sets({})
        self.unless = lexicon.group_chars(options.unless)
        self.doubt = Doubt(context, sets)
        self.announced = Mark(context.pack.marks["announced"], lexicon, sets)
        self.stages = [
            Ready(
                stage.name,
                Sieve(
                    (
                        (f"{stage.name}-{number}", compiled(pattern, lexicon, sets)),
                        needed(pattern, lexicon, sets),
                    )
                    for key in (context.pack.lang, "any")
                    for number, pattern in enumerate(stage.patterns.get(key, ()), 1)
                ),
                stage.done,
                stage.open,
                Anchors(stage.anchors or options.anchors, lexicon),
                lexicon.group_chars(stage.unless),
            )
            for stage in options.stage
        ]

    def read(self, text: Text) -> list[AnyClaim]:
        """One claim per sentence that tells a stage."""
        found: list[AnyClaim] = []
        stages = [each for each in self.stages if not each.anchors or each.anchors.hold(text.kinds)]
        for sentence in text.sentences if stages else ():
            if sentence.has(self.unless) or sentence.words[-1].low == "?":
                continue
            for ready in stages:
                rule = self._rule(ready, sentence, text)
                if rule is not None:
                    found.append(self._claim(ready.stage, rule, sentence, text))
                    break
        return found

    def _rule(self, ready: Ready, sentence: Sentence, text: Text) -> str | None:
        """The rule by which the sentence tells the stage; as done, if it must be."""
        if ready.anchors and not ready.anchors.hold(sentence.kinds):
            return None
        return next(
            (
                rule
                for rule, pattern in ready.patterns.passing(sentence.kinds)
                for match in pattern.finditer(sentence.chars)
                if self._holds(ready, sentence, match, text)
            ),
            None,
        )

    def _holds(self, ready: Ready, sentence: Sentence, match: re.Match[str], text: Text) -> bool:
        """Whether nothing within the match or around it makes it something else."""
        if not frozenset(match[0]).isdisjoint(ready.unless):
            return False
        if ready.open and self.doubt.refused(sentence, match):
            return False
        return not ready.done or (
            self.doubt.done(sentence, match)
            and not self.doubt.supposed(sentence, match.end())
            and not self.doubt.disowned(sentence)
            and not old_year(sentence, text.day)
        )

    def _claim(self, stage: str, rule: str, sentence: Sentence, text: Text) -> StatusReported:
        dated = stage in self.options.dated
        told = {match.start("d") for match in self.announced.within(sentence)}
        days = [
            mention.window
            for index, mention in sentence.dated
            if mention.code in DAYS and index not in told
        ]
        when = days[-1] if days and dated else None
        if when is not None and text.day is not None and when.from_ > text.day:
            stage = self.options.ahead or stage
        return StatusReported(
            **provenance(text, self.tracker, self.context.pack),
            quote=quote([sentence]),
            rule=f"{self.tracker.id}/{rule}",
            attribution=attributed([sentence], text, self.context.speakers),
            episode=self.tracker.id,
            stage=stage,
            occurred=when,
        )


READER = Stages()
