"""Reading claims out of texts: tokens, numbers, dates, packs, readers.

    story -> sentences (tokens, numbers, dates, labels) -> one reader per tracker -> claims with quotes

`Readers` is the room's door: made once for a topic, it reads story after story. What a language knows is
data in `packs/`; what a topic knows is configuration; what is left here is how to read. In reading order:

tokens      text to sentences of tokens
numbers     digits and words; `spelled`: numbers in words
dates       days, resolved against the day of publication
language    what a pack holds
lexicon     words to labels, labels to one character a token
patterns    rules over labels, compiled to regular expressions
sentences   a sentence made ready for rules
outlets     outlets and agencies that others quote
speech      the classes of words between which speakers are found
pieces      which words name the speaker of a verb
voices      who speaks in a sentence
attribution who is said to have said it, and through whom
reading     what every reader gets and gives
roles       the words that meaning hangs on, and clauses
doubt       whether a thing is told as done
subject     what a tally is about
concerning  which sentences speak of it
counting    what a sentence counts; `lists`: people in a list
causes      what people died of
denials     what somebody denies
case        one number in its sentence
meaning     a happening, a running total or history; by `cumulative` and `history`
groups      the dead of one happening from several numbers
running     running totals, and adjustments
dating      on which day a sentence puts a happening
happenings  sentences of one happening, put together
completing  what a whole text adds to them
readers     one file per reader, for a tracker's claims
vocabulary  what claims about a tracker can say
question    what a language model is asked
spans       where words that somebody quotes stand
proposals   what a model proposes, held against the story
differing   two readings of one text compared
"""

from __future__ import annotations

from monitor.claims.reading import CompiledReader, Context, text_of
from monitor.entries import Story
from monitor.errors import NotFound
from monitor.registry import resolve
from monitor.reports import AnyClaim
from monitor.topics import Topic

__all__ = ["Readers"]


class Readers:
    """All readers of a topic, in each of its languages; a language is made ready when it first comes."""

    def __init__(self, topic: Topic) -> None:
        """Remember the topic; nothing is compiled yet."""
        self._topic = topic
        self._ready: dict[str, tuple[Context, list[CompiledReader]]] = {}

    def read(self, story: Story) -> list[AnyClaim]:
        """The claims of a story, by tracker and in order of the text. No language, no claims."""
        ready = self._in_language(story.lang)
        if ready is None:
            return []
        context, readers = ready
        text = text_of(story, context)
        return [claim for reader in readers for claim in reader.read(text)]

    def context(self, lang: str) -> Context | None:
        """The topic in a language, for other readers; None when it is not read in it."""
        ready = self._in_language(lang)
        return ready[0] if ready is not None else None

    def _in_language(self, lang: str) -> tuple[Context, list[CompiledReader]] | None:
        code = (lang or self._topic.langs[0]).lower().partition("-")[0]
        if code not in self._topic.langs:
            return None
        if code not in self._ready:
            try:
                pack = resolve("claims.packs", code)
            except NotFound:
                return None
            context = Context(self._topic, pack)
            trackers = self._topic.trackers
            readers = [resolve("claims.readers", t.reader).compile(t, context) for t in trackers]
            self._ready[code] = (context, readers)
        return self._ready[code]
