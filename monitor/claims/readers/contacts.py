"""Reads contacts between two sides: calls and meetings, how far they have come, when, where, with whom.

Observations. Coverage tells an old stage after a newer one, speaks of other pairs and of exile in the
same breath, and a headline is stronger than its text. Theory. A sentence speaks of the pair when it
names both sides, or one of them right after a sentence that named both. For each episode the highest
ranking rule of the pack that fits gives the stage; a past needs a verb that is neither negated nor future,
and of what a sentence disowns ("a fake video claims", "both denied it") it tells no step that was made.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from msgspec import Struct, convert

from monitor.claims.doubt import Doubt
from monitor.claims.language import Pack, Rule
from monitor.claims.patterns import characters, compiled
from monitor.claims.reading import (
    Context,
    Text,
    attributed,
    provenance,
    quote,
    unknown,
    unknown_groups,
)
from monitor.claims.roles import Cues
from monitor.claims.sentences import Sentence
from monitor.claims.vocabulary import Vocabulary
from monitor.reports import AnyClaim, StatusReported
from monitor.topics import Topic, Tracker
from monitor.values import Window

CARRY = 2
"""Sentences after one that names both sides in which one side, or "they", is enough."""
MODAL_REACH = 5
"""Words before a verb in which "not", "will" or "could" still govern it."""
MODALS = {
    "past": (
        "NOT", "NO", "WILL", "COULD", "SHOULD", "PLANS", "OFFER", "POSSIBLE", "MIGHT", "SPEAK", "DENY",
    ),
    "undone": ("NOT", "COULD", "MIGHT", "SHOULD"),
}  # fmt: skip
"""By a rule's role: what may not govern the verb."""
VERBS = {"past": ("SPOKE", "MET", "PHONE", "HELD"), "undone": ("CANCEL", "POSTPONE")}
"""By a rule's role: the words one of which is the verb."""
HAPPENED = frozenset({"discussed", "agreed", "scheduled", "held", "postponed", "cancelled"})
"""Stages that tell of something done: a sentence that disowns it tells none of them."""
OLD = timedelta(days=120)
"""A contact dated further back is history, not a step of this question."""


class Options(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the reader wants to know of a topic."""

    sides: tuple[tuple[str, ...], tuple[str, ...]]
    """Word groups of the one side and of the other."""
    parties: tuple[str, str]
    """The two as people of the topic: so they are called in answers."""
    speakers: dict[str, str] = {}
    """Which person of the topic speaks for which party: a position is theirs."""
    venues: tuple[str, ...] = ()
    """Places of the topic that can be where they meet."""
    others: tuple[str, ...] = ()
    """Word groups of other leaders: where one stands without both sides, another pair is meant."""


class Contacts:
    """The reader of meetings and calls."""

    name = "contacts"
    options = Options

    def problems(self, topic: Topic, tracker: Tracker) -> list[tuple[str, str]]:
        """Word groups, people and places that the topic does not have."""
        options = convert(tracker.read, Options)
        return [
            *unknown_groups(topic, "sides", (*options.sides[0], *options.sides[1])),
            *unknown_groups(topic, "others", options.others),
            *unknown("parties", "person", options.parties, topic.people),
            *unknown("venues", "place", options.venues, topic.places),
            *unknown("speakers", "person", options.speakers, topic.people),
        ]

    def vocabulary(self, tracker: Tracker, pack: Pack) -> Vocabulary:
        """The episodes and stages that the pack's rules tell."""
        stages: dict[str, dict[str, None]] = {}
        for rule in pack.contacts:
            episode, _, stage = rule.says.partition(" ")
            stages.setdefault(episode, {})[stage] = None
        return Vocabulary(
            stages={episode: tuple(each) for episode, each in stages.items()},
            days={"scheduled": "date", "held": "occurred"},
            done=tuple(sorted(HAPPENED)),
            parties=convert(tracker.read, Options).parties,
        )

    def compile(self, tracker: Tracker, context: Context) -> CompiledContacts:
        """The pack's contact rules with the tracker's sides."""
        return CompiledContacts(tracker, convert(tracker.read, Options), context)


class CompiledContacts:
    """The reader of one question in one language."""

    def __init__(self, tracker: Tracker, options: Options, context: Context) -> None:
        """Compile rules and sides."""
        self.tracker, self.options, self.context = tracker, options, context
        one, other = options.sides
        sets = context.sets({"A": one, "B": other, "SIDE": (*one, *other)})
        lexicon = context.lexicon
        self.one = frozenset(characters("A", lexicon, sets))
        self.other = frozenset(characters("B", lexicon, sets))
        self.others = "".join(lexicon.chars(group) for group in options.others)
        self.rules = [
            (rule, compiled(rule.pattern, lexicon, sets)) for rule in context.pack.contacts
        ]
        self.cues = Cues(lexicon, sets)
        self.doubt = Doubt(context, sets)
        self.announced = compiled(context.pack.marks["announced"], lexicon, sets)
        self.venues = {
            char: name for name in options.venues for char in lexicon.chars(f"place-{name}")
        }

    def read(self, text: Text) -> list[AnyClaim]:
        """One claim per sentence and episode that tells a stage."""
        found: list[AnyClaim] = []
        carry = 0
        if text.kinds.isdisjoint(self.one) or text.kinds.isdisjoint(self.other):
            return []
        for sentence in text.sentences:
            both = sentence.has(self.one) and sentence.has(self.other)
            carry = CARRY if both else carry - 1
            if not both and not (carry >= 0 and self._goes_on(sentence)):
                continue
            if self._history(sentence, text.day):
                continue
            found += self._steps(sentence, text)
        return found

    def _goes_on(self, sentence: Sentence) -> bool:
        """Whether a sentence without both sides still speaks of the pair."""
        return not sentence.has(self.others)

    def _history(self, sentence: Sentence, day: date | None) -> bool:
        """Whether the sentence tells of long ago."""
        if day is None:
            return False
        return any(
            word.date is not None and word.date.window.to < day - OLD for word in sentence.words
        ) or any(
            word.number is not None and word.number.kind == "YEAR" and word.number.min < day.year
            for word in sentence.words
        )

    def _steps(self, sentence: Sentence, text: Text) -> list[AnyClaim]:
        """The stage of each episode that the sentence tells."""
        told: dict[str, AnyClaim] = {}
        disowned = self.doubt.disowned(sentence)
        for rule, pattern in self.rules:
            episode, _, stage = rule.says.partition(" ")
            if episode in told or (disowned and stage in HAPPENED):
                continue
            match = next(
                (m for m in pattern.finditer(sentence.chars) if self._holds(rule, sentence, m)),
                None,
            )
            if match is not None:
                told[episode] = self._claim(rule, episode, stage, sentence, text)
        return list(told.values())

    def _holds(self, rule: Rule, sentence: Sentence, match: re.Match[str]) -> bool:
        """Whether the match is no negation, no future and no question."""
        if self.doubt.supposed(sentence):
            return False
        if rule.role not in VERBS:
            return True
        verb = next(
            (
                i
                for i in range(match.start(), match.end())
                if self.cues.at(sentence, i, *VERBS[rule.role])
            ),
            match.start(),
        )
        return not self.cues.within(sentence, verb - MODAL_REACH, verb, *MODALS[rule.role])

    def _claim(
        self, rule: Rule, episode: str, stage: str, sentence: Sentence, text: Text
    ) -> StatusReported:
        attribution = attributed([sentence], text, self.context.speakers)
        own = self.context.speakers.of(sentence)  # a position is told where its holder speaks
        when = self._when(sentence, text.day)
        held = stage == "held"
        ahead = when is not None and text.day is not None and when.to >= text.day
        return StatusReported(
            **provenance(text, self.tracker, self.context.pack),
            quote=quote([sentence]),
            rule=rule.id,
            attribution=attribution,
            episode=episode,
            stage=stage,
            parties=self.options.parties,
            party=self.options.speakers.get(own.speaker or "") if own is not None else None,
            venue=self._venue(sentence)
            if stage in {"scheduled", "held", "agreed"} and episode == "meeting"
            else None,
            date=when if stage == "scheduled" and ahead else None,
            occurred=when if held else None,
            participants=self._participants(sentence, text) if held else (),
        )

    def _when(self, sentence: Sentence, day: date | None) -> Window | None:
        """The day or week of the contact: not the one on which it was told."""
        told = {match.start("d") for match in self.announced.finditer(sentence.chars)}
        windows = [
            word.date.window
            for index, word in enumerate(sentence.words)
            if word.date is not None
            and index not in told
            and word.date.code != "month"
            and not self.cues.at(sentence, index - 1, "SINCE")
            and not self.cues.within(sentence, 0, index, "BEFORE")
        ]
        if not windows:
            return None
        return max(windows, key=lambda window: (window.to - window.from_).days)

    def _venue(self, sentence: Sentence) -> str | None:
        return next((self.venues[char] for char in sentence.chars if char in self.venues), None)

    def _participants(self, sentence: Sentence, text: Text) -> tuple[str, ...]:
        """Third people who were on it: named beside "joined", "on the line", "took part"."""
        near = [
            sentence,
            *(
                s
                for s in text.sentences
                if s.field == sentence.field and s.order == sentence.order + 1
            ),
        ]
        sides = {*self.options.parties}
        found: list[str] = []
        for each in near:
            if self.cues.anywhere(each, "JOINED"):
                found += [
                    name
                    for _, name in self.context.speakers.people_in(each)
                    if name not in sides
                    and self.context.speakers.kind(name) not in {"outlet", "agency"}
                ]
        return tuple(dict.fromkeys(found))


READER = Contacts()
