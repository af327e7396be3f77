"""Who speaks in a sentence: the voices to which its words of saying belong.

Texts say who says it in few ways: a subject beside a verb of saying, on either side ("Hegseth wrote", "dijo
Hegseth"); "according to"; a passive with "by"; a poll or count with an owner; a headline's colon.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from monitor.claims.language import Pack
from monitor.claims.lexicon import Lexicon
from monitor.claims.patterns import characters, compiled
from monitor.claims.pieces import Piece, Pieces, Who
from monitor.claims.sentences import Sentence
from monitor.values import SpeakerKind

Manner = Literal["said", "found", "cited", "denied", "ordered", "headed", "heard"]

PASSIVE = 12
"""Words between a participle of saying and "by"."""
NEGATED = 2
"""Words before a verb of saying in which "not" or "would" make it unsaid."""
ADJUNCTS = 3
"""Prepositional pieces between a verb and a subject after it: "informó este martes en X el Pentágono"."""
OWNER = 2
"""Words between an outlet and its poll or count: "CNN's latest tally"."""
HEAD = 5
"""Words before the colon of a headline that can name a speaker."""


class Voice(NamedTuple):
    """Somebody who says something in a sentence."""

    who: Who
    at: int
    """The word of saying."""
    manner: Manner

    @property
    def outlet(self) -> bool:
        """Whether it reports what others say."""
        return self.who.kind in {"outlet", "agency"}


class Voices:
    """Finds the voices of sentences, for one topic in one language."""

    def __init__(self, kinds: Mapping[str, SpeakerKind], lexicon: Lexicon, pack: Pack) -> None:
        """Take the known speakers with their kinds."""
        self.pieces = Pieces(kinds, lexicon, pack)

        def chars(labels: str) -> frozenset[str]:
            return frozenset(characters(labels, lexicon, pack.sets))

        self._tell, self._finds, self._refuses = chars("TELL"), chars("FINDS"), chars("REFUSES")
        self._orders = chars("ORDERS")
        self._saying = self._tell | self._finds | self._refuses | self._orders
        self._according, self._own = chars("ACCORDING"), chars("OWNWORDS")
        self._told = chars("TOLD")
        self._statement = chars("STATEMENT")
        self._credit = chars("CREDIT")
        self._any = self._saying | self._according | self._own | self._told
        self._any |= self._credit
        self._noun = chars("PREP|DET|ART|NUM")  # "the report", "in posts": no verb
        self._plain = chars("PLAINLY")
        self._adds, self._closes = chars("ADDS"), chars("COMMA|STOP|QUOTE|WHO|PREP|DATE|PERSON")
        self._stops = chars("STOP")
        self._quote = chars("QUOTE")
        self._within = chars("IN|ON|AT")
        self._paper = chars("PAPER")
        self._inverted = compiled(pack.marks["inverted"], lexicon, pack.sets)
        self._by, self._stop = chars("BY"), chars("STOP")
        self._be = frozenset(pack.labels["BE"])
        self._before = chars("COMMA|QUOTE|STOP")
        self._to, self._unsaid = chars("TO"), chars("NOT|COULD|SHOULD")
        self._taken_up = compiled(pack.marks["taken_up"], lexicon, pack.sets)

    def of(self, sentence: Sentence) -> list[Voice]:
        """Every voice, in the order of the words of saying; a headline's colon comes first."""
        found = list(self._headed(sentence))
        if sentence.has(self._any):
            turned = {match.start("v") for match in self._inverted.finditer(sentence.chars)}
            for at, char in enumerate(sentence.chars):
                if char in self._any:
                    voices = (
                        self._at(sentence, at, char, turned=at in turned),
                        self._heard(sentence, at, char),
                    )
                    found += [voice for voice in voices if voice is not None]
        return found or list(self._quoted(sentence))

    def taken_up(self, sentence: Sentence) -> bool | None:
        """Whether the subject of saying is an outlet named before ("the paper said"); False: somebody ("he said").

        None when there is no such subject.
        """
        match = self._taken_up.search(sentence.chars) if sentence.has(self._any) else None
        return None if match is None else not self._paper.isdisjoint(match[0])

    def _at(self, sentence: Sentence, at: int, char: str, *, turned: bool) -> Voice | None:
        voice = self._spoken(sentence, at, char, turned) if char in self._saying else None
        if voice is not None:
            return voice
        if char in self._credit and (value := self._value(sentence, at)):
            who = self.pieces.after(sentence, value)
            return Voice(who, at, "cited") if who is not None else None
        if char in self._according:
            colon = at + 1 < len(sentence.words) and sentence.words[at + 1].low == ":"
            to = self._is(sentence, at + 1, self._to)
            who = self.pieces.after(sentence, at + 1 + (colon or to))
            return Voice(who, at, "cited") if who is not None else None
        if char in self._own:
            return self._owned(sentence, at)
        return None

    def _value(self, sentence: Sentence, at: int) -> int:
        """Where the value begins of "Source: Southern Command" or "source=@Southcom"; 0 when there is none."""
        words = sentence.words
        if at + 2 >= len(words) or words[at + 1].low not in {":", "="}:
            return 0
        return at + 2 + (words[at + 2].low == "@")

    def _spoken(self, sentence: Sentence, at: int, char: str, turned: bool) -> Voice | None:
        """The voice of a verb: its subject before or after it, or whom "by" names."""
        who = None
        if self._is(sentence, at - 1, self._noun) or self._adds_something(sentence, at):
            return None
        if not (at and sentence.words[at - 1].low.rpartition(" ")[2] in self._be):
            if self._unsaid_at(sentence, at):
                return None
            who = self._subject(sentence, at, turned)
        who = who or self._by_whom(sentence, at)
        if who is None:
            return None
        if char in self._tell:
            return Voice(who, at, "said")
        if char in self._refuses or char in self._orders:
            return Voice(who, at, "denied" if char in self._refuses else "ordered")
        voice = Voice(who, at, "found")
        return voice if voice.outlet else None

    def _adds_something(self, sentence: Sentence, at: int) -> bool:
        """Whether "added" has an object: "added 50,000 jobs" says nothing."""
        return (
            self._is(sentence, at, self._adds)
            and at + 1 < len(sentence.chars)
            and not self._is(sentence, at + 1, self._closes)
        )

    def _heard(self, sentence: Sentence, at: int, char: str) -> Voice | None:
        """To whom it is told, when that is an outlet: "told Reuters"."""
        if char not in self._told:
            return None
        to = at + 1 + self._is(sentence, at + 1, self._noun)
        who = self.pieces.known_at(sentence, to)
        voice = Voice(who, at, "heard") if who is not None else None
        return voice if voice is not None and voice.outlet else None

    def _unsaid_at(self, sentence: Sentence, at: int) -> bool:
        """Whether the verb is governed by "not", "would" or "to"."""
        return self._is(sentence, at - 1, self._to) or any(
            self._is(sentence, at - n, self._unsaid) for n in range(1, NEGATED + 1)
        )

    def _subject(self, sentence: Sentence, at: int, turned: bool) -> Who | None:
        """The name before the verb, or after it; after it first where a comma or quote stands before it."""
        plain = self._is(sentence, at, self._plain)
        if not turned:
            return self.pieces.before(sentence, at, plain=plain)
        after = self.pieces.after(sentence, at + 1, ADJUNCTS, closed=True, plain=plain)
        if after is not None and self._is(sentence, at - 1, self._before):
            return after
        return self.pieces.before(sentence, at, plain=plain) or after

    def _by_whom(self, sentence: Sentence, at: int) -> Who | None:
        """Whom "by" names after a participle, or in which outlet it stood: "first reported in the Intercept"."""
        for by in range(at + 1, min(at + PASSIVE, len(sentence.chars))):
            if self._is(sentence, by, self._stop):
                return None
            if self._is(sentence, by, self._by):
                return self.pieces.after(sentence, by + 1)
            if self._is(sentence, by, self._within):
                who = self.pieces.after(sentence, by + 1)
                if who is not None and who.kind in {"outlet", "agency"}:
                    return who
        return None

    def _owned(self, sentence: Sentence, at: int) -> Voice | None:
        """Whose poll or count it is: "CNN's latest tally", "the Pentagon's own count"."""
        for index in range(at - 1, max(at - OWNER - 2, -1), -1):
            who = self.pieces.known_at(sentence, index)
            if who is not None:
                voice = Voice(who, at, "found")
                return voice if voice.outlet or sentence.words[index + 1].low == "'s" else None
        who = self.pieces.owner(sentence, at + 1)
        if who is None or who.kind != "official":
            return None
        return Voice(who, at, "said" if self._is(sentence, at, self._statement) else "ordered")

    def _headed(self, sentence: Sentence) -> Iterator[Voice]:
        """Whom a colon names: before it ("HEGSETH: We struck"), after it at a headline's end, or as quoted."""
        if not sentence.has(self._stops):
            return
        colons = [i for i, word in enumerate(sentence.words) if word.low == ":"]
        if not colons:
            return
        first, last = colons[0], colons[-1]
        around = [(0, first)]
        if sentence.field == "title":
            around.append((last + 1, len(sentence.chars)))
        for begin, end in around:
            if self._is(sentence, begin, self._credit):
                continue
            who = self.pieces.who(sentence, Piece(begin, end)) if 0 < end - begin <= HEAD else None
            if who is not None and who.kind not in {"named", "unknown"}:
                yield Voice(who, first, "headed")
                return

    def _quoted(self, sentence: Sentence) -> Iterator[Voice]:
        """Whose words a colon and a quote give: "Trump, on meeting Maduro: 'We will see'"."""
        if not (sentence.has(self._stops) and sentence.has(self._quote)):
            return
        for colon, word in enumerate(sentence.words):
            if word.low == ":" and self._is(sentence, colon + 1, self._quote):
                names = (self.pieces.known_at(sentence, i) for i in range(colon))
                yield from (Voice(who, colon, "headed") for who in names if who is not None)
                return

    def _is(self, sentence: Sentence, index: int, chars: frozenset[str]) -> bool:
        return 0 <= index < len(sentence.chars) and sentence.chars[index] in chars
