"""Reads measured numbers: troops in a region, a share of those asked, barrels a day."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, convert

from monitor.claims.language import Pack
from monitor.claims.patterns import Anchors, Mark, characters
from monitor.claims.reading import Context, Text, attributed, provenance, quote, unknown_groups
from monitor.claims.roles import Cues, clause_of
from monitor.claims.sentences import Sentence
from monitor.claims.vocabulary import Vocabulary
from monitor.reports import AnyClaim, QuantityReported
from monitor.topics import Topic, Tracker
from monitor.values import Count

NOUN_REACH = 5
"""Words between a number and what it counts: "15,000 U.S. military personnel"."""
PEOPLE_REACH = 8
"""The same when people come first: "850 people who are still listed as missing"."""
VERB_REACH = 14
"""Words between a share and the verb that says of what: "70% of those asked, according to a poll, oppose"."""
VERB_BACK = 12
"""Words between the noun and the share: "opposition to military action stands at 70%"."""
COUNT_BACK = 9
"""Words between what is counted and a number after it: "troops in the region have risen to 16,000"."""
FRACTIONS = {"TWOTHIRDS": (66, 67), "THREEQUARTERS": (75, 75)}
"""Classes of words for a share, and the per cent that they are."""
CLOSES = (
    "COMMA",
    "STOP",
    "AND",
    "BUT",
    "DASH",
    "DATE",
    "IN",
    "AT",
    "SINCE",
    "AFTER",
    "PREP",
    "QUOTE",
)
"""What may follow a number that stands alone: "has reached 16,000 in recent weeks"."""


class Options(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the reader wants to know of a topic."""

    unit: str
    """What is counted, as shown: "troops", "per cent"."""
    form: Literal["count", "share"] = "count"
    of: tuple[str, ...]
    """Word groups of what is counted, or (for a share) of the verb that says what they think."""
    heads: tuple[str, ...] = ()
    """Word groups right before a number that say what is counted: "a force of 12,000"."""
    others: tuple[str, ...] = ()
    """Word groups for others: what one has that is the subject of the clause is not counted."""
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
            *unknown_groups(topic, "heads", options.heads),
            *unknown_groups(topic, "others", options.others),
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
        self.of = lexicon.group_chars(options.of)
        self.heads = lexicon.group_chars(options.heads)
        self.others = lexicon.group_chars(options.others)
        self.unless = lexicon.group_chars(options.unless)
        self.anchors = Anchors(options.anchors, lexicon)
        self.near = Anchors(options.near, lexicon)
        self.number = lexicon.special("PCT" if options.form == "share" else "NUM")
        sets = context.sets({})
        shares = FRACTIONS.items() if options.form == "share" else ()
        self.fractions = {
            char: share for name, share in shares for char in characters(name, lexicon, sets)
        }
        self.numbers = frozenset((self.number, *self.fractions))
        self.cues = Cues(lexicon, sets)
        self._turned_only = frozenset(characters("SUPPORT", lexicon, sets)) - self.of
        self.number_of = Mark(context.pack.marks["number_of"], lexicon, sets)

    def read(self, text: Text) -> list[AnyClaim]:
        """One claim per sentence at most: the first number that fits."""
        if self.numbers.isdisjoint(text.kinds) or (self.near and not self.near.hold(text.kinds)):
            return []
        found: list[AnyClaim] = []
        for sentence in text.sentences:
            if self.numbers.isdisjoint(sentence.kinds) or (
                self.anchors and not self.anchors.hold(sentence.kinds)
            ):
                continue
            index = next(
                (i for i, char in enumerate(sentence.chars) if self._fits(sentence, i, char, text)),
                None,
            )
            if index is not None:
                found.append(self._claim(sentence, index, text))
        return found

    def _fits(self, sentence: Sentence, index: int, char: str, text: Text) -> bool:
        """Whether the word is a number of what the tracker counts, within its bounds."""
        if char in self.fractions:
            return self._share(sentence, index)
        number = sentence.words[index].number
        if char != self.number or number is None or number.min < self.options.least:
            return False
        if self.options.most is not None and (number.max or number.min) > self.options.most:
            return False
        if sentence.words[0].date is not None and sentence.words[0].date.code == "ago":
            return False  # "a week earlier it had been 385"
        if self.options.form == "share":
            return self._share(sentence, index)
        clause = clause_of(sentence, self.cues, index)
        if any(c in self.unless for c in sentence.chars[clause.begin : clause.end]):
            return False
        return (
            self._count(sentence, index)
            or self._number_of(sentence, index)
            or self._counted_before(sentence, index)
        ) and not (
            self._of_old(sentence, clause.begin, index, text)
            or self._of_others(sentence, clause.begin)
            or self._additional(sentence, index)
        )

    def _of_old(self, sentence: Sentence, begin: int, index: int, text: Text) -> bool:
        """Whether a year before that of the text stands before the number in its clause."""
        years = (word.number for word in sentence.words[begin:index] if word.number is not None)
        return text.day is not None and any(
            year.kind == "YEAR" and year.min < text.day.year for year in years
        )

    def _of_others(self, sentence: Sentence, begin: int) -> bool:
        """Whether somebody else is the subject: "Venezuela sent 25,000 soldiers to the border"."""
        if self.cues.at(sentence, begin, "DET"):
            begin += 1
        return begin < len(sentence.chars) and sentence.chars[begin] in self.others

    def _additional(self, sentence: Sentence, index: int) -> bool:
        """Whether the number only adds to another: "another 5,000 troops", "5.000 soldados más"."""
        behind = sentence.chars[index + 1 : index + 1 + NOUN_REACH]
        noun = next((i for i, c in enumerate(behind, index + 1) if c in self.of), index)
        return self.cues.at(sentence, index - 1, "ANOTHER") or self.cues.at(
            sentence, noun + 1, "MORE", "ANOTHER"
        )

    def _counted_before(self, sentence: Sentence, index: int) -> bool:
        """Whether what is counted stands before: "a force of 12,000", "troops have risen to 16,000"."""
        if index and sentence.chars[index - 1] in self.heads:
            return True
        after = index + 1
        if after < len(sentence.chars) and (
            not self.cues.at(sentence, after, *CLOSES) or self.cues.at(sentence, after, "TO")
        ):
            return False
        if not self.cues.within(sentence, index - 2, index, "TO", "REACH", "RISE", "NUMBERS", "BE"):
            return False
        back = sentence.chars[max(0, index - COUNT_BACK) : index]
        return any(c in self.of for c in back) and self.number not in back

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
            for match in self.number_of.within(sentence)
        )

    def _share(self, sentence: Sentence, index: int) -> bool:
        """Whether the share is of those who think so: the verb after it, or the noun before it."""
        end = self._end_of_share(sentence, index)
        span = sentence.chars[index + 1 : end]
        verb = next((i for i, c in enumerate(span[:VERB_REACH]) if c in self.of), None)
        turned = next((i for i, c in enumerate(span[:VERB_REACH]) if c in self._turned_only), None)
        if verb is not None and (turned is None or verb < turned):
            object_at = index + 2 + verb
            taken_up = self.cues.at(sentence, object_at, "IT")  # "oppose them": what stood before
            asked = sentence.chars[: object_at + 1] if taken_up else span
            return not any(c in self.unless for c in asked)
        if turned is not None:
            return False
        begin = self._begin_of_share(sentence, index)
        before = sentence.chars[max(begin, index - VERB_BACK) : index]
        return (
            any(c in self.of for c in before)
            and not any(c in self._turned_only or c in self.unless for c in before)
            and not any(c in self.unless for c in span)
        )

    def _end_of_share(self, sentence: Sentence, index: int) -> int:
        """Where the words end that speak of the share: at the next one, but for "by 70% to 30%"."""
        at = index + 1
        if self.cues.at(sentence, at, "TO", "DASH") and self._is_share(sentence, at + 1):
            at += 2
        while at < len(sentence.chars) and not (
            self.cues.at(sentence, at, "STOP") or self._is_share(sentence, at)
        ):
            at += 1
        return at

    def _begin_of_share(self, sentence: Sentence, index: int) -> int:
        """Where the words begin that can lead to the share; after the "to" of "70% to 30%" there are none."""
        at = index
        while at > 0 and not (
            self.cues.at(sentence, at - 1, "STOP") or self._is_share(sentence, at - 1)
        ):
            at -= 1
        second = index - at == 1 and self.cues.at(sentence, at, "TO", "DASH")
        return index if second else at

    def _is_share(self, sentence: Sentence, index: int) -> bool:
        return index < len(sentence.chars) and (
            sentence.chars[index] == self.number or sentence.chars[index] in self.fractions
        )

    def _value(self, sentence: Sentence, index: int) -> Count:
        """The number as a count, with the words that say it."""
        if sentence.chars[index] in self.fractions:
            least, most = self.fractions[sentence.chars[index]]
            return Count(least, most, (sentence.span(index, index + 1),))
        value = sentence.count(index)
        if value is None:
            raise AssertionError("a number word has a number")
        return value

    def _claim(self, sentence: Sentence, index: int, text: Text) -> QuantityReported:
        value = self._value(sentence, index)
        clause = clause_of(sentence, self.cues, index)
        ahead = self.cues.within(
            sentence, clause.begin, index, "WILL", "COULD", "WOULD", "EXPECT", "PLANS", "WEIGH"
        )
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
