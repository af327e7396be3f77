"""A sentence made ready for rules: words folded, numbers and dates recognised, one character each."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Literal

from msgspec import Struct

from monitor.claims.dates import DateMention, date_expression, dates_in
from monitor.claims.language import Pack
from monitor.claims.lexicon import Lexicon, Phrase, Phrases
from monitor.claims.numbers import Number, numbers, openings
from monitor.claims.tokens import MARK, MEMORY, USUAL, Token, parted, sentences, tokens_of
from monitor.values import Count

Field = Literal["title", "text"]


DATE = f"{MARK}date"
"""Stands for a date among the words: no text can hold it."""


class Known(Struct, frozen=True):
    """What a word is wherever it stands."""

    char: str
    phrases: Phrases
    """Phrases that begin with it."""
    number: bool
    """Whether a number can begin with it."""
    begins: bool
    """Whether more than a word can begin here: a phrase, a number, a date."""


class Lens:
    """What a text of one language is looked at through: the pack, the topic's lexicon, the date forms."""

    def __init__(self, pack: Pack, lexicon: Lexicon) -> None:
        """Compile the date forms of the pack."""
        self.pack = pack
        self.lexicon = lexicon
        self.dates = date_expression(pack.dates)
        self._openings = openings(pack.numbers)
        self._known: dict[str, Known] = {}

    def known(self, tokens: Sequence[Token]) -> list[Known]:
        """What each token is. Words are remembered, up to so many; then it starts anew."""
        known = self._known
        if len(known) > MEMORY:
            known.clear()
        return [known.get(token.text) or self._learnt(token) for token in tokens]

    def _learnt(self, token: Token) -> Known:
        if token.low == DATE:
            return Known(self.lexicon.special("DATE"), {}, False, True)
        phrases = self.lexicon.phrases(token.fold)
        number = self._openings.begins(token.fold)
        found = Known(self.lexicon.char(token), phrases, number, number or bool(phrases))
        if len(token.text) <= USUAL:
            self._known[token.text] = found
        return found


class Word(Token):
    """One place in a sentence: a token, a phrase, a number with its hedge, or a date.

    Of what is made of several tokens no more is kept than how it is written in lower case.
    """

    char: str = ""
    """What it is to the rules."""
    number: Number | None = None
    date: DateMention | None = None
    said: int = 0
    """Where the words end that say the number."""


class Sentence(Struct):
    """The words of a sentence, its characters, and where it stands in the field."""

    field: Field
    text: str
    """The whole field: spans of words are spans of it."""
    words: list[Word]
    chars: str
    order: int
    """Which sentence of the field it is, from 0."""
    kinds: frozenset[str]
    """The characters that occur."""
    dated: Sequence[tuple[int, DateMention]] = ()
    """The words that are dates: their indices and what they mean. Most sentences have none."""

    @property
    def start(self) -> int:
        """Where the sentence starts in the field."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.words[-1].end

    def has(self, chars: str | frozenset[str]) -> bool:
        """Whether one of the characters occurs."""
        return not self.kinds.isdisjoint(chars)

    def find(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Every match of a compiled pattern, overlaps left out."""
        return pattern.finditer(self.chars)

    def span(self, begin: int, end: int) -> str:
        """The text from word `begin` up to, but not with, word `end`."""
        return self.text[self.words[begin].start : self.words[end - 1].end]

    def count(self, index: int, noun: int | None = None) -> Count | None:
        """What the word at `index` counts: its number, or one for an article or "sole"."""
        word = self.words[index]
        said = (self.text[word.start : word.said or word.end],)
        if word.number is not None:
            return Count(word.number.min, word.number.max, said, word.number.vague)
        if noun is not None:
            phrase = self.span(min(index, noun), max(index, noun) + 1)
            if not any(sign.isdigit() for sign in phrase):  # "a 37-year-old mother" is one, not 37
                return Count(1, 1, (phrase,))
        return Count(1, 1, said)


def prepare(text: str, field: Field, lens: Lens, day: date | None) -> list[Sentence]:
    """All sentences of a title or text."""
    pack = lens.pack
    mentions = dates_in(text, pack.dates, lens.dates, day)
    dated = {mention.start: mention for mention in mentions}
    tokens = tokens_of(text, Word)
    if mentions:
        tokens = _protect(tokens, mentions)
    if pack.contractions:
        tokens = parted(tokens, pack.contractions)
    found = []
    for order, part in enumerate(sentences(tokens, pack.abbreviations)):
        words = _words(part, lens, dated)
        chars = "".join([word.char for word in words])
        days = [(i, word.date) for i, word in enumerate(words) if word.date] if dated else ()
        found.append(Sentence(field, text, words, chars, order, frozenset(chars), days))
    return found


def _protect(tokens: list[Word], mentions: list[DateMention]) -> list[Word]:
    """Tokens with each date as one token, so that "Nov. 15" ends no sentence."""
    merged: list[Word] = []
    at = 0
    for mention in mentions:
        first = bisect_left(tokens, mention.start, at, key=_start)
        last = bisect_left(tokens, mention.end, first, key=_start)
        if first < last:
            merged += tokens[at:first]
            shown = MARK + tokens[first].text  # a capital begins a sentence: "Earlier this week"
            merged.append(Word(shown, DATE, mention.start, mention.end, DATE))
            at = last
    return merged + tokens[at:]


_start = attrgetter("start")


def _words(tokens: list[Word], lens: Lens, dated: Mapping[int, DateMention]) -> list[Word]:
    """The words of a sentence: its tokens, each with its character; then what is more in their place."""
    known = lens.known(tokens)
    for token, each in zip(tokens, known, strict=True):
        token.char = each.char
    begins = [index for index, each in enumerate(known) if each.begins]
    if not begins:
        return tokens
    taken = {index for index in begins if tokens[index].low == DATE} if dated else frozenset()
    at = [index for index in begins if known[index].number]
    found = numbers(tokens, lens.pack.numbers, taken, at) if at else ()
    counted = {number.begin: number for number in found}
    words: list[Word] = []
    free, last = 0, len(tokens) - 1
    for index in begins:
        if index < free:
            continue
        if index in taken:
            tokens[index].date = dated[tokens[index].start]
            continue
        number = counted.get(index)
        phrases = known[index].phrases
        entries = phrases.get(tokens[index + 1].fold, ()) if phrases and index < last else ()
        if number is None and not entries:  # most words that begin a phrase somewhere
            continue
        whole = _whole(tokens, index, number, entries, lens.lexicon)
        if whole is not None:
            words += tokens[free:index]
            free, word = whole
            words.append(word)
    return words + tokens[free:] if free else tokens


def _whole(
    tokens: list[Word],
    index: int,
    number: Number | None,
    phrases: Sequence[tuple[Phrase, str]],
    lexicon: Lexicon,
) -> tuple[int, Word] | None:
    """The number or phrase that begins at a token, the longer one, and where it ends; a phrase of the
    same length is no number."""
    for phrase, char in phrases:
        end = index + len(phrase)
        if number is not None and end < number.end:
            break
        parts = tokens[index:end]
        if tuple([token.fold for token in parts]) == phrase:
            low = " ".join([token.low for token in parts])
            return end, Word("", low, parts[0].start, parts[-1].end, "", char)
    return (number.end, _number_word(tokens, number, lexicon)) if number is not None else None


def _number_word(tokens: list[Word], number: Number, lexicon: Lexicon) -> Word:
    first, last = tokens[number.begin], tokens[number.end - 1]
    said = tokens[number.said - 1].end if number.said else last.end
    low = " ".join([token.low for token in tokens[number.begin : number.end]])
    char = lexicon.special(number.kind)
    return Word("", low, first.start, last.end, "", char, number, said=said)
