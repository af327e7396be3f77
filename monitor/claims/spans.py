"""Where words that somebody quotes stand in a text, and what they say there: numbers, days, places.

For quotes that no rule has found. A quote is taken to the edges of its words: of "33 killed" nobody can
quote "3 killed", and "at least 83" is not 83 because its hedge was left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from msgspec import Struct

from monitor.claims.happenings import QUOTE_SENTENCES, undated
from monitor.claims.numbers import Number
from monitor.claims.reading import Text
from monitor.claims.sentences import Field, Sentence, Word
from monitor.text import straight
from monitor.values import Count, Quote, Window

SHORTEST = 3
"""Words: fewer stand anywhere, and tell nobody what was claimed."""
LONGEST = 600
"""Characters, some four sentences of news: a quote of half the text holds any number."""
UNSAID = frozenset({"month", "month-1", "coming", "soon"})
"""Codes of dates that give no day of a happening."""
WIDEST = timedelta(days=7)
"""Days that a quote can name for one happening; what lies further apart is of several."""


class Span(Struct, frozen=True):
    """Quoted words in their place."""

    quote: Quote
    sentences: list[Sentence]
    """Those that the quote touches."""

    def words(self) -> Iterator[tuple[Sentence, int, Word]]:
        """The words of the quote, each with its sentence and index."""
        for sentence in self.sentences:
            for index, word in enumerate(sentence.words):
                if word.start >= self.quote.start and word.end <= self.quote.end:
                    yield sentence, index, word

    def numbers(self, kinds: Collection[str]) -> Iterator[tuple[int, Number, Count]]:
        """Numbers of these kinds: where each stands, what it is, how it counts."""
        for sentence, index, word in self.words():
            count = sentence.count(index) if word.number is not None else None
            if word.number is not None and count is not None and word.number.kind in kinds:
                yield word.start, word.number, count

    def around(self) -> Iterator[list[Word]]:
        """The words of the quote, then those of its sentences: where to look for what goes with it."""
        yield [word for _, _, word in self.words()]
        yield [word for sentence in self.sentences for word in sentence.words]

    def windows(self) -> list[Window]:
        """The days that the quote names; those of its sentences when it names none."""
        for words in self.around():
            dates = [word.date for word in words if word.date is not None]
            named = [each.window for each in dates if each.code not in UNSAID]
            if named:
                return list(dict.fromkeys(named))
        return []

    def happened(self, day: date | None) -> Window | None:
        """When it can have happened; the last days before publication when the quote does not tell."""
        past = [each for each in self.windows() if day is None or each.from_ <= day]
        if len(past) == 1:
            return past[0]
        if past:
            first, last = min(each.from_ for each in past), max(each.to for each in past)
            if last - first <= WIDEST:
                return Window(first, last, "weekday")
        return undated(day) if day is not None else None


class Quotable(NamedTuple):
    """A field of a story to quote from."""

    field: Field
    whole: str
    plain: str
    """With plain quotes and apostrophes; as long as `whole`."""
    sentences: list[Sentence]


def quotables(text: Text) -> tuple[Quotable, ...]:
    """What can be quoted of a story: the text before the title, which often repeats it."""
    fields: tuple[tuple[Field, str], ...] = (("text", text.story.text), ("title", text.story.title))
    return tuple(
        Quotable(name, whole, straight(whole), [s for s in text.sentences if s.field == name])
        for name, whole in fields
    )


def located(quoted: str, where: Iterable[Quotable]) -> Span | None:
    """Where these words first stand; None when they do not.

    Typographic quotes and apostrophes count as plain ones; all else has to agree letter for letter.
    """
    wanted = straight(quoted).strip()
    if not wanted:
        return None
    for source in where:
        begin = source.plain.find(wanted)
        if begin >= 0:
            return _span(source, begin, begin + len(wanted))
    return None


def _span(source: Quotable, begin: int, end: int) -> Span | None:
    """The span from the first to the last word that is touched; None when there is no word."""
    touched = [each for each in source.sentences if each.start < end and each.end > begin]
    words = [
        word for each in touched for word in each.words if word.start < end and word.end > begin
    ]
    if not words:
        return None
    first, last = words[0].start, words[-1].end
    return Span(Quote(source.field, first, last, source.whole[first:last]), touched)


def too_short(span: Span) -> bool:
    """Whether it has too few words to be evidence."""
    return len(span.quote.text.split()) < SHORTEST


def too_long(span: Span) -> bool:
    """Whether it is no quote any more but the text."""
    return len(span.quote.text) > LONGEST or len(span.sentences) > QUOTE_SENTENCES
