"""Reads measured numbers: troops in a region, a share of those asked, barrels a day."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, convert

from monitor.claims.language import Pack
from monitor.claims.patterns import Anchors, characters, compiled
from monitor.claims.reading import Context, Text, attributed, provenance, quote, unknown_groups
from monitor.claims.roles import Cues, clause_of
from monitor.claims.sentences import Sentence
from monitor.claims.vocabulary import Vocabulary
from monitor.reports import AnyClaim, QuantityReported
from monitor.topics import Topic, Tracker

NOUN_REACH = 5
"""Words between a number and what it counts: "15,000 U.S. military personnel"."""
PEOPLE_REACH = 8
"""The same when people come first: "850 people who are still listed as missing"."""
VERB_REACH = 9
"""Words between a share and the verb that says of what: "70% of those asked ... oppose"."""


class Options(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the reader wants to know of a topic."""

    unit: str
    """What is counted, as shown: "troops", "per cent"."""
    form: Literal["count", "share"] = "count"
    of: tuple[str, ...]
    """Word groups of what is counted, or (for a share) of the verb that says what they think."""
    anchors: tuple[tuple[str, ...], ...] = ()
    """Combinations of word groups, one of which the sentence must hold."""
    near: tuple[tuple[str, ...], ...] = ()
    """The same, but the title or another sentence of the story will do."""
    unless: tuple[str, ...] = ()
    """Word groups whose clause counts something else."""
    least: int = 0
    """Smaller numbers are something else."""
    most: int | None = None


class Quantities:
    """The reader of quantities."""

    name = "quantities"
    options = Options

    def problems(self, topic: Topic, tracker: Tracker) -> list[tuple[str, str]]:
        """Word groups that the topic does not have."""
        options = convert(tracker.read, Options)
        found = [
            *unknown_groups(topic, "of", options.of),
            *unknown_groups(topic, "unless", options.unless),
        ]
        for key, combinations in (("anchors", options.anchors), ("near", options.near)):
            for combination in combinations:
                found += unknown_groups(topic, key, combination)
        return found

    def vocabulary(self, tracker: Tracker, pack: Pack) -> Vocabulary:
        """A number in the unit, within its bounds."""
        of = convert(tracker.read, Options)
        return Vocabulary(unit=of.unit, share=of.form == "share", least=of.least, most=of.most)

    def compile(self, tracker: Tracker, context: Context) -> CompiledQuantities:
        """The tracker's words in one language."""
        return CompiledQuantities(tracker, convert(tracker.read, Options), context)


class CompiledQuantities:
    """The reader of one quantity in one language."""

    def __init__(self, tracker: Tracker, options: Options, context: Context) -> None:
        """Look up the characters of every group."""
        self.tracker, self.options, self.context = tracker, options, context
        lexicon = context.lexicon
        self.of = "".join(lexicon.chars(group) for group in options.of)
        self.unless = "".join(lexicon.chars(group) for group in options.unless)
        self.anchors = Anchors(options.anchors, lexicon)
        self.near = Anchors(options.near, lexicon)
        self.number = lexicon.special("PCT" if options.form == "share" else "NUM")
        sets = context.sets({})
        self.cues = Cues(lexicon, sets)
        self.turned = characters("SUPPORT", lexicon, sets)
        self.number_of = compiled(context.pack.marks["number_of"], lexicon, sets)

    def read(self, text: Text) -> list[AnyClaim]:
        """One claim per sentence at most: the first number that fits."""
        if self.number not in text.kinds or (self.near and not self.near.hold(text.kinds)):
            return []
        found: list[AnyClaim] = []
        for sentence in text.sentences:
            if self.number not in sentence.kinds or (
                self.anchors and not self.anchors.hold(sentence.kinds)
            ):
                continue
            index = next(
                (i for i, char in enumerate(sentence.chars) if self._fits(sentence, i, char)), None
            )
            if index is not None:
                found.append(self._claim(sentence, index, text))
        return found

    def _fits(self, sentence: Sentence, index: int, char: str) -> bool:
        """Whether the word is a number of what the tracker counts, within its bounds."""
        number = sentence.words[index].number
        if char != self.number or number is None or number.min < self.options.least:
            return False
        if self.options.most is not None and (number.max or number.min) > self.options.most:
            return False
        if sentence.words[0].date is not None and sentence.words[0].date.code == "ago":
            return False  # "a week earlier it had been 385"
        clause = clause_of(sentence, self.cues, index)
        if self.unless and any(c in self.unless for c in sentence.chars[clause.begin : clause.end]):
            return False
        return (
            self._share(sentence, index)
            if self.options.form == "share"
            else self._count(sentence, index) or self._number_of(sentence, index)
        )

    def _count(self, sentence: Sentence, index: int) -> bool:
        """Whether what is counted follows the number, with adjectives only between, or says of people."""
        reach = NOUN_REACH
        for at in range(index + 1, len(sentence.chars)):
            if at > index + reach or self.cues.at(
                sentence, at, "COMMA", "STOP", "NUM", "AND", "IN", "AT"
            ):
                return False
            if sentence.chars[at] in self.of:
                return True
            if self.cues.at(sentence, at, "HUMAN"):
                reach = PEOPLE_REACH
            elif reach == NOUN_REACH and self.cues.at(sentence, at, "BE", "HAVE"):
                return False
        return False

    def _number_of(self, sentence: Sentence, index: int) -> bool:
        """Whether "the number of" what is counted leads to it: "the number of missing fell to 66"."""
        return any(
            match.start("n") == index
            and any(c in self.of for c in sentence.chars[match.start() : index])
            for match in self.number_of.finditer(sentence.chars)
        )

    def _share(self, sentence: Sentence, index: int) -> bool:
        """Whether the verb of the share stands near, and no opposite nearer."""
        for at in range(index + 1, min(index + 1 + VERB_REACH, len(sentence.chars))):
            char = sentence.chars[at]
            if char in self.turned and char not in self.of:
                return False
            if char in self.of:
                return True
            if self.cues.at(sentence, at, "STOP") or sentence.chars[at] == self.number:
                break
        return any(c in self.of for c in sentence.chars[max(0, index - 4) : index]) and not any(
            c in self.turned for c in sentence.chars[index : index + VERB_REACH]
        )

    def _claim(self, sentence: Sentence, index: int, text: Text) -> QuantityReported:
        value = sentence.count(index)
        if value is None:
            raise AssertionError("a number word has a number")
        clause = clause_of(sentence, self.cues, index)
        ahead = self.cues.within(sentence, clause.begin, index, "WILL", "COULD", "BRING")
        return QuantityReported(
            **provenance(text, self.tracker, self.context.pack),
            quote=quote([sentence]),
            rule=f"{self.tracker.id}/{self.options.form}",
            value=value,
            unit=self.options.unit,
            prospective=ahead,
            attribution=attributed([sentence], text, self.context.speakers),
        )


READER = Quantities()
