"""Reads questions with stages of their own: the topic names each stage with its patterns."""

from __future__ import annotations

from msgspec import Struct, convert

from monitor.claims.patterns import compiled, labels_of
from monitor.claims.reading import Context, Text, attributed, provenance, quote
from monitor.claims.roles import Cues
from monitor.claims.sentences import Sentence
from monitor.reports import AnyClaim, StatusReported
from monitor.topics import Topic, Tracker


class Stage(Struct, frozen=True, forbid_unknown_fields=True):
    """One stage: patterns by language, any of which in a sentence tells it."""

    name: str
    patterns: dict[str, tuple[str, ...]]
    """Language to patterns (see `monitor.claims.patterns`); "any" goes for all languages."""


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
        """Word groups that the topic does not have."""
        options = convert(tracker.read, Options)
        groups = {group for groups in options.anchors for group in groups} | set(options.unless)
        for stage in options.stage:
            for patterns in stage.patterns.values():
                for pattern in patterns:
                    groups |= {label[1:] for label in labels_of(pattern) if label.startswith("@")}
        return [
            ("stage", f"there is no word group {name!r} in [words]")
            for name in sorted(groups - set(topic.words))
        ]

    def compile(self, tracker: Tracker, context: Context) -> CompiledStages:
        """The stages' patterns in one language."""
        return CompiledStages(tracker, convert(tracker.read, Options), context)


class CompiledStages:
    """The reader of one question in one language."""

    def __init__(self, tracker: Tracker, options: Options, context: Context) -> None:
        """Compile the patterns of the language."""
        self.tracker, self.options, self.context = tracker, options, context
        lexicon, sets = context.lexicon, context.sets({})
        self.anchors = [[lexicon.chars(group) for group in groups] for groups in options.anchors]
        self.unless = "".join(lexicon.chars(group) for group in options.unless)
        self.cues = Cues(lexicon, sets)
        self.stages = [
            (stage.name, f"{stage.name}-{number}", compiled(pattern, lexicon, sets))
            for stage in options.stage
            for key in (context.pack.lang, "any")
            for number, pattern in enumerate(stage.patterns.get(key, ()), 1)
        ]

    def read(self, text: Text) -> list[AnyClaim]:
        """One claim per sentence that tells a stage."""
        found: list[AnyClaim] = []
        for sentence in text.sentences:
            if self._about(sentence):
                step = next(
                    ((n, r) for n, r, pattern in self.stages if pattern.search(sentence.chars)),
                    None,
                )
                if step is not None:
                    found.append(self._claim(*step, sentence, text))
        return found

    def _about(self, sentence: Sentence) -> bool:
        if sentence.has(self.unless) or sentence.words[-1].low == "?":
            return False
        return not self.anchors or any(
            all(sentence.has(group) for group in groups) for groups in self.anchors
        )

    def _claim(self, stage: str, rule: str, sentence: Sentence, text: Text) -> StatusReported:
        dated = stage in self.options.dated
        days = [
            w.date.window
            for w in sentence.words
            if w.date is not None and w.date.code in {"day", "weekday"}
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
