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
        self._any = self._saying | self._according | self._own | self._told
        self._cues = "".join(self._any)
        self._noun = chars("PREP|DET|ART|NUM")  # "the report", "in posts": no verb
        self._paper = chars("PAPER")
        self._inverted = compiled(pack.marks["inverted"], lexicon, pack.sets)
        self._by, self._stop = chars("BY"), chars("STOP")
        self._be = frozenset(pack.labels["BE"])
        self._before = chars("COMMA|QUOTE|STOP")
        self._to, self._unsaid = chars("TO"), chars("NOT|COULD|SHOULD")
        self._taken_up = compiled(pack.marks["taken_up"], lexicon, pack.sets)

    def of(self, sentence: Sentence) -> list[Voice]:
        """Every voice, in the order of the words of saying; a headline's colon comes first."""
        found = list(self._headed(sentence)) if sentence.field == "title" else []
        if sentence.has(self._cues):
            for at, char in enumerate(sentence.chars):
                if char in self._any:
                    voices = (self._at(sentence, at, char), self._heard(sentence, at, char))
                    found += [voice for voice in voices if voice is not None]
        return found

    def taken_up(self, sentence: Sentence) -> bool | None:
        """Whether the subject of saying is an outlet named before ("the paper said"); False: somebody ("he said").

        None when there is no such subject.
        """
        match = self._taken_up.search(sentence.chars) if sentence.has(self._cues) else None
        return None if match is None else not self._paper.isdisjoint(match[0])

    def _at(self, sentence: Sentence, at: int, char: str) -> Voice | None:
        if char in self._saying:
            return self._spoken(sentence, at, char)
        if char in self._according:
            colon = at + 1 < len(sentence.words) and sentence.words[at + 1].low == ":"
            who = self.pieces.after(sentence, at + 1 + colon)
            return Voice(who, at, "cited") if who is not None else None
        if char in self._own:
            return self._owned(sentence, at)
        return None

    def _spoken(self, sentence: Sentence, at: int, char: str) -> Voice | None:
        """The voice of a verb: its subject before or after it, or whom "by" names."""
        who = None
        if self._is(sentence, at - 1, self._noun):
            return None
        if not (at and sentence.words[at - 1].low.rpartition(" ")[2] in self._be):
            if self._unsaid_at(sentence, at):
                return None
            who = self._subject(sentence, at)
        who = who or self._by_whom(sentence, at)
        if who is None:
            return None
        if char in self._tell:
            return Voice(who, at, "said")
        if char in self._refuses or char in self._orders:
            return Voice(who, at, "denied" if char in self._refuses else "ordered")
        voice = Voice(who, at, "found")
        return voice if voice.outlet else None

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

    def _subject(self, sentence: Sentence, at: int) -> Who | None:
        """The name before the verb, or after it; after it first where a comma or quote stands before it."""
        turned = any(match.start("v") == at for match in self._inverted.finditer(sentence.chars))
        if not turned:
            return self.pieces.before(sentence, at)
        after = self.pieces.after(sentence, at + 1, ADJUNCTS, closed=True)
        if after is not None and self._is(sentence, at - 1, self._before):
            return after
        return self.pieces.before(sentence, at) or after

    def _by_whom(self, sentence: Sentence, at: int) -> Who | None:
        """Whom "by" names after a participle: "was announced on Tuesday by Hegseth"."""
        for by in range(at + 1, min(at + PASSIVE, len(sentence.chars))):
            if self._is(sentence, by, self._stop):
                return None
            if self._is(sentence, by, self._by):
                return self.pieces.after(sentence, by + 1)
        return None

    def _owned(self, sentence: Sentence, at: int) -> Voice | None:
        """Whose poll or count it is: "CNN's latest tally", "the Pentagon's own count"."""
        for index in range(at - 1, max(at - OWNER - 2, -1), -1):
            who = self.pieces.known_at(sentence, index)
            if who is not None:
                voice = Voice(who, at, "found")
                return voice if voice.outlet or sentence.words[index + 1].low == "'s" else None
        who = self.pieces.owner(sentence, at + 1)
        return Voice(who, at, "ordered") if who is not None and who.kind == "official" else None

    def _headed(self, sentence: Sentence) -> Iterator[Voice]:
        """Whom a colon of a headline names, before it at its beginning or after it at its end."""
        colons = [i for i, word in enumerate(sentence.words) if word.low == ":"]
        if not colons:
            return
        first, last = colons[0], colons[-1]
        who = self.pieces.who(sentence, Piece(0, first)) if 0 < first <= HEAD else None
        if who is not None and who.kind not in {"named", "unknown"}:
            yield Voice(who, first, "headed")
        who = self.pieces.who(sentence, Piece(last + 1, len(sentence.chars)))
        if (
            who is not None
            and len(sentence.chars) - last - 1 <= HEAD
            and who.kind not in {"named", "unknown"}
        ):
            yield Voice(who, last, "headed")

    def _is(self, sentence: Sentence, index: int, chars: frozenset[str]) -> bool:
        return 0 <= index < len(sentence.chars) and sentence.chars[index] in chars
