"""Which words of a sentence name the speaker of a verb: pieces between prepositions, commas and verbs.

Observations. The nearest name to a verb of saying is often not its speaker: "told Maduro", "in a call with
Trump, Maduro said", "Hegseth, a friend of Trump, said". Theory. A piece that a preposition governs is passed
over, unless the head before it stands for it ("a spokesman for the Pentagon"); so is what stands between two
commas. What is left is a known name, a name in capitals, or a noun for speakers ("two officials",
"rescuers"), which is given as written.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

from monitor.claims.language import Pack
from monitor.claims.lexicon import Lexicon
from monitor.claims.sentences import Sentence
from monitor.claims.speech import Words
from monitor.values import SpeakerKind

PIECES = 5
"""Pieces that are passed over between a verb and its subject: "Hegseth, in a post on X late on Monday, said"."""
PIECE = 9
"""Words of one piece: "the UN High Commissioner for Human Rights"."""
ASIDE = 16
"""Words between two commas that part a subject from its verb."""
MODIFIERS = 4
"""Words in small letters before the head of a piece: "a senior US defense official"."""
AFTER_NOUN = 2
"""Words of a noun for speakers after it: "el canciller dominicano"."""
OWNER = 4
"""Words between a statement and the preposition before whose it is: "figures given by the Pentagon"."""
LONGEST_NAME = 60
"""Characters of a speaker as written; what is longer is no name."""
UPPER_SHARE = 0.6
"""From this share of capitalised words on a headline is all in capitals, and capitals mark no name."""
SUFFIXES = ("ly", "mente")
"""What ends an adverb: "angrily said"."""


TakesUp: TypeAlias = Literal["", "somebody", "whose"]


class Who(NamedTuple):
    """A speaker: the name by which the topic knows it, else the words of the text."""

    name: str
    kind: SpeakerKind
    takes_up: TakesUp = ""
    """Somebody named before ("the official"), or somebody of one who was ("a spokesman"); empty: neither."""


class Piece(NamedTuple):
    """Words `begin`..`end` (end excluded) of a sentence that may name somebody."""

    begin: int
    end: int


class Pieces:
    """Finds names around verbs, for one topic in one language."""

    def __init__(self, kinds: Mapping[str, SpeakerKind], lexicon: Lexicon, pack: Pack) -> None:
        """Take the known speakers with their kinds; their names are `who-` labels of the lexicon."""
        self._kinds = kinds
        self._abbreviations = pack.abbreviations
        self.known: dict[str, str] = {}
        for name in kinds:
            for char in lexicon.chars(f"who-{name}"):
                self.known.setdefault(char, name)
        self._words = Words(frozenset(self.known), lexicon, pack)

    def known_at(self, sentence: Sentence, index: int) -> Who | None:
        """The known name at a word, if it is one."""
        name = self.known.get(sentence.chars[index]) if index < len(sentence.chars) else None
        return Who(name, self._kinds[name]) if name is not None else None

    # --- before a verb ------------------------------------------------------------------------

    def before(self, sentence: Sentence, verb: int, *, plain: bool = False) -> Who | None:
        """The subject of a verb that stands after it; anybody when the verb is a `plain` "said"."""
        words = self._words
        end = last = self._lightened(sentence, verb)
        governed: Who | None = None
        for _ in range(PIECES):
            end = self._lightened(sentence, end)
            if _is(sentence, end - 1, words.comma):
                inner = self._whole_aside(sentence, end - 1)
                if inner is not None:
                    return inner
                end = last = self._aside_begin(sentence, end - 1)
                continue
            if _is(sentence, end - 1, words.loose):
                end -= 1  # "the Pentagon, which had reported two": the comma before "which" opens nothing
                end -= _is(sentence, end, words.who) and _is(sentence, end - 1, words.comma)
                continue
            piece = self._piece_before(sentence, end)
            if piece.begin >= piece.end or _is(sentence, piece.begin - 1, words.quoting):
                return None
            accompanies = end == last and _is(sentence, piece.begin - 1, words.accompanying)
            if accompanies and sentence.words[verb].low.endswith(("ing", "ndo")):
                return self.who(sentence, piece, last)  # "with officials saying"
            if _is(sentence, piece.begin - 1, words.prep):
                governed = self.who(sentence, piece) or governed
                end = piece.begin - 1
                continue
            if governed is not None and _is(sentence, end - 1, words.stand_for):
                by = _is(sentence, end - 1, words.own) and governed.kind == "named"
                return (
                    Who(governed.name, "outlet") if by else governed
                )  # "an analysis by OceanLens"
            found = self._joined(sentence, piece) or self.who(sentence, piece, last)
            return found or (self.anybody(sentence, piece) if plain and end == last else None)
        return None

    def _lightened(self, sentence: Sentence, end: int) -> int:
        """`end` moved before adverbs, days and auxiliaries."""
        while end > 0 and (
            sentence.chars[end - 1] in self._words.light
            or (
                sentence.text[sentence.words[end - 1].start].islower()
                and sentence.words[end - 1].low.endswith(SUFFIXES)
            )
        ):
            end -= 1
        return end

    def _piece_before(self, sentence: Sentence, end: int) -> Piece:
        """The words before `end` up to a break, an article, or what is not part of a known name."""
        begin, named = end, False
        while begin > 0 and end - begin < PIECE:
            char = sentence.chars[begin - 1]
            if char in self._words.breaks and not self._abbreviates(sentence, begin - 1):
                break
            if named and not self._tells(sentence, begin - 1) and char not in self._words.apposed:
                break  # "in a Thanksgiving call Trump said": the name is a piece of its own
            named = named or char in self.known
            begin -= 1
            if char in self._words.opens:
                break
        return Piece(begin, end)

    def _joined(self, sentence: Sentence, piece: Piece) -> Who | None:
        """The first of two that speak together: "the Times and the Post reported"."""
        if not _is(sentence, piece.begin - 1, self._words.conjunction):
            return None
        first = self._piece_before(sentence, piece.begin - 1)
        if first.begin > 0 and not _is(sentence, first.begin - 1, self._words.parts):
            return None
        return self.who(sentence, first)

    def _aside_begin(self, sentence: Sentence, close: int) -> int:
        """Where the comma stands that opens what the one at `close` ends; 0 when there is none."""
        for at in range(close - 1, max(close - ASIDE, 0) - 1, -1):
            if _is(sentence, at, self._words.comma):
                return at
            if _is(sentence, at, self._words.stop) and not self._abbreviates(sentence, at):
                break
        return 0

    def _whole_aside(self, sentence: Sentence, close: int) -> Who | None:
        """A name that is all that stands between two commas: "the war secretary, Pete Hegseth, said"."""
        begin = self._aside_begin(sentence, close) + 1
        piece = self._piece_before(sentence, close)
        if begin == 1 or piece.begin != begin or _is(sentence, begin, self._words.opens):
            return None
        found = self.who(sentence, piece)
        return found if found is not None and found.kind not in {"unknown", "anonymous"} else None

    # --- after a verb -------------------------------------------------------------------------

    def after(
        self,
        sentence: Sentence,
        start: int,
        adjuncts: int = 0,
        *,
        closed: bool = False,
        plain: bool = False,
    ) -> Who | None:
        """Who is named from `start` on; up to so many prepositional pieces are passed over first.

        When `closed`, no word may follow that the name could govern: "said Trump ordered" names nobody.
        """
        words, at = self._words, start
        for _ in range(adjuncts + 1):
            while _is(sentence, at, words.light):
                at += 1
            if not _is(sentence, at, words.prep):
                break
            at = self._piece_after(sentence, at + 1).end
        piece = self._piece_after(sentence, at)
        if piece.begin == piece.end:
            return None
        tail = self._tail(sentence, piece)
        if closed and tail < len(sentence.chars) and not _is(sentence, tail, words.closing):
            return self._plainly(sentence, at) if plain else None
        found = self.who(sentence, piece, tail)
        if found is None and _is(sentence, piece.end - 1, words.stand_for):
            return self.owner(sentence, piece.end)
        return found

    def _plainly(self, sentence: Sentence, start: int) -> Who | None:
        """Whoever follows a plain "said" with an article: "dijo un pescador de la zona"."""
        end = start + 2
        if not _is(sentence, start, self._words.opens) or end > len(sentence.chars):
            return None
        if end < len(sentence.chars) and not _is(sentence, end, self._words.closing):
            return None
        return self.anybody(sentence, Piece(start, end))

    def _tail(self, sentence: Sentence, piece: Piece) -> int:
        """Where the words end that belong to a noun for speakers: "el relator especial de la ONU"."""
        words, end = self._words, piece.end
        if not _is(sentence, end - 1, words.roles):
            return end
        while end < min(piece.end + AFTER_NOUN, len(sentence.chars)):
            if sentence.chars[end] in words.nameless or sentence.chars[end] in words.closing:
                break
            end += 1
        if _is(sentence, end, words.of):
            whose = self._piece_after(sentence, end + 1)
            if whose.end > whose.begin and self._tells(sentence, whose.end - 1):
                return whose.end
        return end

    def owner(self, sentence: Sentence, start: int) -> Who | None:
        """Whose statement or figures it is: "figures given to Congress by the Pentagon"."""
        for at in range(start, min(start + OWNER, len(sentence.chars))):
            if _is(sentence, at, self._words.parts):
                return None
            if _is(sentence, at, self._words.owning):
                return self.who(sentence, self._piece_after(sentence, at + 1))
            if _is(sentence, at, self._words.who):  # "a statement that Southern Command put out"
                names = (self.known_at(sentence, i) for i in range(at + 1, at + PIECE))
                return next((who for who in names if who is not None), None)
        return None

    def _piece_after(self, sentence: Sentence, start: int) -> Piece:
        """The first run of names or nouns for speakers, with the words in small letters before it."""
        end, named = start, False
        while end < min(len(sentence.chars), start + PIECE):
            char, telling = sentence.chars[end], self._tells(sentence, end)
            if not (named and self._abbreviates(sentence, end)):
                if char in self._words.breaks or (end > start and char in self._words.opens):
                    break
                if not telling and (named or end - start > MODIFIERS):
                    break
            named = named or telling
            end += 1
        return Piece(start, end)

    def _abbreviates(self, sentence: Sentence, index: int) -> bool:
        """Whether a full stop ends a title, not the name: "said Col. Jane Roe", "Jane Roe, D-Pa.,"."""
        words = sentence.words
        before = words[index - 1].low
        return (
            index > 0
            and words[index].low == "."
            and (before in self._abbreviations or "-" in before)
        )

    def _tells(self, sentence: Sentence, index: int) -> bool:
        """Whether the word is a name, or a noun for one."""
        char = sentence.chars[index]
        if char in self.known or char in self._words.roles or char in self._words.stand_for:
            return True
        return sentence.words[index].low == "'s" or self._capital(sentence, index)

    # --- what a piece names -------------------------------------------------------------------

    def who(self, sentence: Sentence, piece: Piece, tail: int = 0) -> Who | None:
        """Whom a piece names, or None; `tail` is where the words end that belong to it."""
        begin, end = piece
        while begin < end and _is(sentence, begin, self._words.opens):
            begin += 1
        while end > begin and sentence.words[end - 1].low in {"'s", "'"}:
            end -= 1
        if begin == end:
            return None
        piece = Piece(begin, end)
        for index in range(end - 1, begin - 1, -1):
            who = self.known_at(sentence, index)
            if who is not None:
                return self._with_known(sentence, piece, index, who, tail)
        if _is(sentence, end - 1, self._words.own):  # "a Quinn-Marsh poll"
            asked = self._named(sentence, Piece(begin, end - 1)) if end - begin > 1 else None
            return asked and Who(asked.name, "outlet")
        return self._named(sentence, piece, tail) or self._role(sentence, piece, tail)

    def anybody(self, sentence: Sentence, piece: Piece) -> Who | None:
        """Whoever a piece names in small letters: "a fish buyer"; only before a plain "said"."""
        words = self._words
        begin = piece.begin + _is(sentence, piece.begin, words.opens)
        head = piece.end - 1
        if (
            begin > head
            or sentence.chars[head] in words.nameless
            or sentence.chars[head] in words.own
        ):
            return None
        if not sentence.words[head].low.isalpha():
            return None
        return _said(sentence, begin, piece.end, "unknown")

    def _with_known(
        self, sentence: Sentence, piece: Piece, at: int, known: Who, tail: int
    ) -> Who | None:
        """The known name, unless it only says whose man or which strike: "Trump's strikes", "Maduro aides"."""
        words = self._words
        rest = [i for i in range(at + 1, piece.end) if sentence.words[i].low != "'s"]
        if known.kind in {"outlet", "agency"} and all(self._capital(sentence, i) for i in rest):
            return known  # "Fox News Digital"
        if not rest or any(sentence.chars[i] in words.stand_for for i in rest):
            return known
        if sentence.chars[rest[-1]] in words.followers:
            return self._role(sentence, piece, tail)
        if sentence.chars[rest[-1]] in words.office:
            return known
        return self._named(sentence, Piece(at + 1, piece.end))

    def _named(self, sentence: Sentence, piece: Piece, tail: int = 0) -> Who | None:
        """A name in capitals at the end of the piece, without titles; none in a headline in capitals."""
        begin, last = piece.end, piece.end - 1
        while begin > piece.begin and self._capital(sentence, begin - 1):
            begin -= 1
        if begin == piece.end or (begin == 0 and _is(sentence, last, self._words.roles)):
            return None
        if sentence.field == "title" and _all_capitals(sentence):
            return None
        while begin < last and _is(sentence, begin, self._words.title):
            begin += 1
        kind: SpeakerKind = "named"
        if _is(sentence, last, self._words.roles):
            kind = self._kind_of(sentence.chars[last])
            return _said(sentence, begin, max(piece.end, tail), kind)
        if begin == last and sentence.chars[last] != self._words.capital:
            kind = "unknown"  # a word of the topic: a country, a side
        return _said(sentence, begin, piece.end, kind)

    def _capital(self, sentence: Sentence, index: int) -> bool:
        word = sentence.words[index]
        return (
            sentence.chars[index] not in self._words.nameless
            and word.number is None
            and len(word.low) > 1
            and sentence.text[word.start].isupper()
        )

    def _role(self, sentence: Sentence, piece: Piece, tail: int) -> Who | None:
        """A noun for speakers with its modifiers on either side: "an official familiar with it"."""
        head = piece.end - 1
        while head > piece.begin and _is(sentence, head, self._words.trailing):
            head -= 1
        if not _is(sentence, head, self._words.roles) or head < piece.end - 1 - AFTER_NOUN:
            return None
        end = max(piece.end, tail)
        who = _said(sentence, piece.begin, end, self._kind_of(sentence.chars[head]))
        if who is not None and head == piece.begin == end - 1:
            return who._replace(takes_up=self._takes_up(sentence, head))
        return who

    def _takes_up(self, sentence: Sentence, head: int) -> TakesUp:
        """Whether the noun alone stands for somebody named before: "the official", "a spokesman"."""
        words = self._words
        if _is(sentence, head, words.spokesman) and _is(sentence, head - 1, words.opens):
            return "whose"
        if _is(sentence, head, words.post) and _is(sentence, head - 1, words.definite):
            return "somebody"
        return ""

    def _kind_of(self, head: str) -> SpeakerKind:
        if head in self._words.source:
            return "anonymous"
        return "official" if head in self._words.office else "unknown"


def _is(sentence: Sentence, index: int, chars: frozenset[str]) -> bool:
    return 0 <= index < len(sentence.chars) and sentence.chars[index] in chars


def _all_capitals(sentence: Sentence) -> bool:
    words = [word for word in sentence.words if word.low[:1].isalpha()]
    upper = sum(sentence.text[word.start].isupper() for word in words)
    return upper >= UPPER_SHARE * len(words)


def _said(sentence: Sentence, begin: int, end: int, kind: SpeakerKind) -> Who | None:
    """The words as a speaker, unless they are too many."""
    name = " ".join(sentence.span(begin, end).split())
    return Who(name, kind) if len(name) <= LONGEST_NAME else None
