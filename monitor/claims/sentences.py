"""A sentence made ready for rules: words folded, numbers and dates recognised, one character each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal

from msgspec import Struct

from monitor.claims.dates import DateMention, date_expression, dates_in
from monitor.claims.language import Pack
from monitor.claims.lexicon import Lexicon
from monitor.claims.numbers import Number, numbers
from monitor.claims.tokens import Token, sentences, tokenise
from monitor.values import Count

Field = Literal["title", "text"]


DATE = "\0date"
"""Stands for a date among the words: no text can hold it."""


class Lens:
    """What a text of one language is looked at through: the pack, the topic's lexicon, the date forms."""

    def __init__(self, pack: Pack, lexicon: Lexicon) -> None:
        """Compile the date forms of the pack."""
        self.pack = pack
        self.lexicon = lexicon
        self.dates = date_expression(pack.dates)


class Word(Struct):
    """One place in a sentence: a word, a phrase, a number with its hedge, or a date."""

    low: str
    start: int
    end: int
    char: str
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

    @property
    def start(self) -> int:
        """Where the sentence starts in the field."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.words[-1].end

    def has(self, chars: str) -> bool:
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
            return Count(1, 1, (self.span(min(index, noun), max(index, noun) + 1),))
        return Count(1, 1, said)


def prepare(text: str, field: Field, lens: Lens, day: date | None) -> list[Sentence]:
    """All sentences of a title or text."""
    pack, lexicon = lens.pack, lens.lexicon
    mentions = dates_in(text, pack.dates, lens.dates, day)
    found = []
    tokens = tokenise(text)
    for order, part in enumerate(sentences(_protect(tokens, mentions), pack.abbreviations)):
        words = _words(part, pack, lexicon, mentions)
        if words:
            chars = "".join(word.char for word in words)
            found.append(Sentence(field, text, words, chars, order, frozenset(chars)))
    return found


def _protect(tokens: list[Token], mentions: list[DateMention]) -> list[Token]:
    """Tokens with each date as one token, so that "Nov. 15" ends no sentence."""
    if not mentions:
        return tokens
    merged: list[Token] = []
    at = 0
    for token in tokens:
        while at < len(mentions) and mentions[at].end <= token.start:
            at += 1
        if at < len(mentions) and token.start >= mentions[at].start:
            mention = mentions[at]
            if not merged or merged[-1].start != mention.start:
                merged.append(Token(DATE, DATE, mention.start, mention.end, DATE))
            continue
        merged.append(token)
    return merged


def _words(
    tokens: list[Token], pack: Pack, lexicon: Lexicon, mentions: list[DateMention]
) -> list[Word]:
    by_start = {mention.start: mention for mention in mentions}
    dated = {index for index, token in enumerate(tokens) if token.low == DATE}
    counted = {number.begin: number for number in numbers(tokens, pack.numbers, dated)}
    words: list[Word] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if index in dated:
            char = lexicon.special("DATE")
            words.append(Word(DATE, token.start, token.end, char, date=by_start.get(token.start)))
            index += 1
            continue
        phrase = lexicon.phrase(tokens, index)
        number = counted.get(index)
        if number is not None and (phrase is None or phrase[0] < number.end - index):
            words.append(_number_word(tokens, number, lexicon))
            index = number.end
            continue
        length, char = phrase or (1, lexicon.char(token))
        last = tokens[index + length - 1]
        low = token.low if length == 1 else " ".join(t.low for t in tokens[index : index + length])
        words.append(Word(low, token.start, last.end, char))
        index += length
    return words


def _number_word(tokens: list[Token], number: Number, lexicon: Lexicon) -> Word:
    first, last = tokens[number.begin], tokens[number.end - 1]
    said = tokens[number.said - 1].end if number.said else last.end
    low = " ".join(token.low for token in tokens[number.begin : number.end])
    return Word(low, first.start, last.end, lexicon.special(number.kind), number, said=said)
