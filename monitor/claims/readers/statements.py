"""Reads who offered, threatened, demanded or denied something: acts that the topic names with patterns."""

from __future__ import annotations

from msgspec import Struct, convert

from monitor.claims.language import Pack
from monitor.claims.patterns import Sieve, compiled, needed
from monitor.claims.reading import (
    Context,
    Text,
    attributed,
    faulty,
    pattern_labels,
    provenance,
    quote,
    unknown,
)
from monitor.claims.sentences import Sentence
from monitor.claims.vocabulary import Saying, Vocabulary
from monitor.reports import AnyClaim, StatementReported
from monitor.topics import Topic, Tracker


class Act(Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of statement."""

    act: str
    """offer, threat, demand, denial ..."""
    about: str
    patterns: dict[str, tuple[str, ...]]
    """Language to patterns; "any" goes for all languages."""
    speakers: tuple[str, ...] = ()
    """People of the topic who can be its speaker; anybody when empty. The first is taken when none is named."""
    to: str | None = None


class Options(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the reader wants to know of a topic."""

    act: tuple[Act, ...]


class Statements:
    """The reader of statements."""

    name = "statements"
    options = Options

    def problems(self, topic: Topic, tracker: Tracker) -> list[tuple[str, str]]:
        """People that the topic does not have, and patterns that cannot be read."""
        options = convert(tracker.read, Options)
        known = pattern_labels(topic)
        found = []
        for act in options.act:
            key = f"act[{act.act}]"
            found += unknown(f"{key}.speakers", "person", act.speakers, topic.people)
            for lang, patterns in act.patterns.items():
                for pattern in patterns:
                    found += faulty(f"{key}.patterns.{lang}", pattern, known)
        return found

    def vocabulary(self, tracker: Tracker, pack: Pack) -> Vocabulary:
        """The acts of the topic."""
        acts = convert(tracker.read, Options).act
        return Vocabulary(sayings=tuple(Saying(a.act, a.about, a.speakers, a.to) for a in acts))

    def compile(self, tracker: Tracker, context: Context) -> CompiledStatements:
        """The acts' patterns in one language."""
        return CompiledStatements(tracker, convert(tracker.read, Options), context)


class CompiledStatements:
    """The reader of statements in one language."""

    def __init__(self, tracker: Tracker, options: Options, context: Context) -> None:
        """Compile the patterns of the language."""
        self.tracker, self.context = tracker, context
        lexicon, sets = context.lexicon, context.sets({})
        self.acts = Sieve(
            (
                (
                    act,
                    f"{tracker.id}/{act.act}-{act.about}".replace(" ", "-"),
                    compiled(pattern, lexicon, sets),
                ),
                needed(pattern, lexicon, sets),
            )
            for act in options.act
            for key in (context.pack.lang, "any")
            for pattern in act.patterns.get(key, ())
        )

    def read(self, text: Text) -> list[AnyClaim]:
        """One claim per act and story: the first sentence that makes it."""
        found: dict[str, AnyClaim] = {}
        if not self.acts.passing(text.kinds):
            return []
        for sentence in text.sentences:
            for act, rule, pattern in self.acts.passing(sentence.kinds):
                if rule not in found and pattern.search(sentence.chars):
                    claim = self._claim(act, rule, sentence, text)
                    if claim is not None:
                        found[rule] = claim
        return list(found.values())

    def _claim(
        self, act: Act, rule: str, sentence: Sentence, text: Text
    ) -> StatementReported | None:
        attribution = attributed([sentence], text, self.context.speakers)
        named = [name for _, name in self.context.speakers.people_in(sentence)]
        speaker = next((name for name in named if name in act.speakers), None)
        if speaker is None:
            speaker = act.speakers[0] if act.speakers else attribution.speaker
        if speaker is None:
            return None
        return StatementReported(
            **provenance(text, self.tracker, self.context.pack),
            quote=quote([sentence]),
            rule=rule,
            attribution=attribution,
            speaker=speaker,
            act=act.act,
            about=act.about,
            to=act.to,
        )


READER = Statements()
