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
from msgspec.structs import replace

from monitor.claims.doubt import Doubt
from monitor.claims.language import Pack, Rule
from monitor.claims.patterns import Mark, Sieve, characters, compiled, needed
from monitor.claims.reading import (
    Context,
    Text,
    attributed,
    provenance,
    quote,
    unknown,
    unknown_groups,
)
from monitor.claims.roles import Cues, old_year
from monitor.claims.sentences import Sentence
from monitor.claims.vocabulary import Vocabulary
from monitor.reports import AnyClaim, StatusReported
from monitor.topics import Topic, Tracker
from monitor.values import Window

CARRY = 2
"""Sentences after one that names both sides in which one side, or "they", is enough."""
NEVER = 1_000_000
"""More sentences than a text has."""
MODAL_REACH = {"during": 10, "open": 2}
"""By a rule's role: words before a verb in which "not", "will" or "could" still govern it ..."""
USUAL_REACH = 5
"""... and for all other roles."""
AROUND = 5
"""Words around "could talk" in which both sides stand when it is theirs."""
MEANT = {"meeting mooted", "meeting agreed", "meeting scheduled"}
"""What is still to come: it is theirs when both sides are named beside it, or no other leader is."""
NOUN_TAIL = 4
"""Words after "the call with Maduro" in which "could take place" makes a plan of it."""
MADE = (
    "NOT",
    "NO",
    "WILL",
    "COULD",
    "SHOULD",
    "PLANS",
    "OFFER",
    "POSSIBLE",
    "MIGHT",
    "DENY",
    "WANT",
    "EXPECT",
)
MODALS = {
    "past": (*MADE, "SPEAK"),
    "noun": (*MADE, "WEIGH", "SCHEDULE", "CANCEL", "POSTPONE"),
    "during": ("WILL", "COULD", "SHOULD", "PLANS", "MIGHT", "POSSIBLE", "WANT", "EXPECT"),
    "undone": ("NOT", "COULD", "MIGHT", "SHOULD"),
    "open": ("NOT", "NO"),
    "talked": ("NOT", "NO", "DENY"),
}  # fmt: skip
"""By a rule's role: what may not govern the verb."""
VERBS = {
    "past": ("SPOKE", "MET", "MEETS", "RANG", "GOT", "HELD", "TOOKPLACE", "BYPHONE"),
    "noun": ("CALL", "CONVERSATION", "SPEAK"),
    "during": ("CALL",),
    "undone": ("CANCEL", "ENDED", "POSTPONE", "LAPSE"),
    "talked": ("SPOKE", "DISCUSS", "WEIGH", "CALL", "CONVERSATION"),
}
"""By a rule's role: the words one of which is the verb."""
TOLD = frozenset({"past", "noun", "during"})
"""Roles of rules that tell of a contact that was made: where other leaders stand, both sides must be in it."""
HAPPENED = frozenset({"discussed", "agreed", "scheduled", "held", "postponed", "cancelled"})
"""Stages that tell of something done: a sentence that disowns it tells none of them."""
CONTACT = (
    "MEET|RECEIVE|WILLSPEAK|WOULDMEET|CONTACT|MET|MEETS|TALKS|CALL|CALLS|BYPHONE|CONVERSATION|SPOKE|RANG"
    "|SPEAK|WILLMEET|HELD|OFFER|SCHEDULE"
)
"""Classes one of which every rule of contacts asks for."""
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
        self.others = lexicon.group_chars(options.others)
        self.rules = Sieve(
            ((rule, compiled(rule.pattern, lexicon, sets)), needed(rule.pattern, lexicon, sets))
            for rule in context.pack.contacts
        )
        marks = context.pack.marks
        self.topics = frozenset(characters(CONTACT, lexicon, sets))
        self.men = frozenset(characters("DELEGATE", lexicon, sets))
        self.nobody = lexicon.special("OTHER")
        self.delegate = Mark(marks["delegate"], lexicon, sets)
        self.going_on = compiled(marks["goes_on"], lexicon, sets)
        self.they = frozenset(characters("THEY", lexicon, sets))
        self.he = frozenset(characters("REFERS", lexicon, sets))
        self.cues = Cues(lexicon, sets)
        self.doubt = Doubt(context, sets)
        self.announced = Mark(marks["announced"], lexicon, sets)
        self.venues = {
            char: name for name in options.venues for char in lexicon.chars(f"place-{name}")
        }

    def read(self, text: Text) -> list[AnyClaim]:
        """One claim per sentence and episode that tells a stage."""
        found: list[AnyClaim] = []
        if text.kinds.isdisjoint(self.one) or text.kinds.isdisjoint(self.other):
            return found
        since = self.context.topic.since
        if since is not None and text.day is not None and text.day < since:
            return found
        carry = last_one = last_other = NEVER
        for told in text.sentences:
            sentence = self._without_delegates(told)
            last_one = 0 if sentence.has(self.one) else last_one + 1
            last_other = 0 if sentence.has(self.other) else last_other + 1
            carry = 0 if last_one == last_other == 0 else carry + 1
            if carry and not self._goes_on(sentence, carry, max(last_one, last_other)):
                continue
            if sentence.has(self.topics) and not old_year(sentence, text.day):
                found += self._steps(sentence, text)
        return found

    def _without_delegates(self, sentence: Sentence) -> Sentence:
        """The sentence in which a side whose man is meant is nobody: "Trump's envoy met Maduro"."""
        if not sentence.has(self.men):
            return sentence
        chars = list(sentence.chars)
        for match in self.delegate.within(sentence):
            for name in match.groupdict():
                if match.start(name) >= 0:
                    chars[match.start(name)] = self.nobody
        masked = "".join(chars)
        return replace(sentence, chars=masked, kinds=frozenset(masked))

    def _goes_on(self, sentence: Sentence, carry: int, apart: int) -> bool:
        """Whether a sentence without both sides still speaks of the pair.

        `carry` counts the sentences since one that named both, `apart` those since the side that was
        named longer ago.
        """
        if apart >= NEVER or sentence.has(self.others):
            return False
        if carry <= CARRY:
            return bool(self.going_on.search(sentence.chars))
        return sentence.has(self.they) or (apart <= CARRY and sentence.has(self.he))

    def _old_day(self, sentence: Sentence, day: date | None) -> bool:
        """Whether the sentence names days long ago; of a plan they are those to come."""
        return day is not None and any(
            mention.window.to < day - OLD for _, mention in sentence.dated
        )

    def _steps(self, sentence: Sentence, text: Text) -> list[AnyClaim]:
        """The stage of each episode that the sentence tells."""
        told: dict[str, AnyClaim] = {}
        disowned = self.doubt.disowned(sentence)
        old = self._old_day(sentence, text.day)
        for rule, pattern in self.rules.passing(sentence.kinds):
            episode, _, stage = rule.says.partition(" ")
            if episode in told or (disowned and stage in HAPPENED) or (old and rule.role in TOLD):
                continue
            match = next(
                (m for m in pattern.finditer(sentence.chars) if self._holds(rule, sentence, m)),
                None,
            )
            if match is not None:
                told[episode] = self._claim(rule, episode, stage, sentence, text)
        return list(told.values())

    def _holds(self, rule: Rule, sentence: Sentence, match: re.Match[str]) -> bool:
        """Whether the match is no negation, no future, no question, and of no other pair."""
        if rule.role != "talked" and self.doubt.supposed(sentence, match.end()):
            return False
        if rule.says in MEANT and self._of_others(sentence, match, AROUND):
            return False
        if rule.role not in MODALS:
            return True
        if (rule.role in TOLD or rule.says == "call mooted") and self._of_others(sentence, match):
            return False
        begin, end = match.span()
        verb = next(
            (i for i in range(begin, end) if self.cues.at(sentence, i, *VERBS.get(rule.role, ()))),
            begin,
        )
        tail = end + NOUN_TAIL if rule.role == "noun" else verb
        return not self.cues.within(
            sentence, verb - MODAL_REACH.get(rule.role, USUAL_REACH), tail, *MODALS[rule.role]
        )

    def _of_others(self, sentence: Sentence, match: re.Match[str], around: int = 0) -> bool:
        """Whether another leader stands in the sentence, and not both sides in what was found or near it."""
        found = frozenset(sentence.chars[max(0, match.start() - around) : match.end() + around])
        return sentence.has(self.others) and (
            found.isdisjoint(self.one) or found.isdisjoint(self.other)
        )

    def _claim(
        self, rule: Rule, episode: str, stage: str, sentence: Sentence, text: Text
    ) -> StatusReported:
        attribution = attributed([sentence], text, self.context.speakers)
        party = self._party(sentence, stage)
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
            party=self.options.speakers.get(party or ""),
            venue=self._venue(sentence)
            if stage in {"scheduled", "held", "agreed"} and episode == "meeting"
            else None,
            date=when if stage == "scheduled" and ahead else None,
            occurred=when if held else None,
            participants=self._participants(sentence, text) if held else (),
        )

    def _party(self, sentence: Sentence, stage: str) -> str | None:
        """Who takes the position: it is told where its holder speaks, a denial where he denies."""
        speakers = self.context.speakers
        if stage == "denied" and (denier := speakers.denier(sentence)) is not None:
            return denier
        own = speakers.of(sentence)
        return own.speaker if own is not None else None

    def _when(self, sentence: Sentence, day: date | None) -> Window | None:
        """The day or week of the contact: not the one on which it was told."""
        told = {match.start("d") for match in self.announced.within(sentence)}
        windows = [
            mention.window
            for index, mention in sentence.dated
            if index not in told
            and mention.code != "month"
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
