"""What reads a topic's texts now: its gate, its readers, and what is made of a model's answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from msgspec import structs

from monitor.claims import Readers
from monitor.claims.proposals import Judged, pack_id, read
from monitor.claims.reading import Context
from monitor.consulted import AnswerRead, ModelAnswered
from monitor.entries import Story
from monitor.reports import AnyClaim
from monitor.stories.gate import Gate
from monitor.stories.recorded import Text
from monitor.topics import Topic


class Heard(NamedTuple):
    """An answer of a language model, and what is made of it now."""

    answered: ModelAnswered
    judged: Judged
    parser: str

    def event(self, reading: int, now: datetime) -> AnswerRead:
        """That it was read for this reading of its story."""
        return AnswerRead(
            story=self.answered.story,
            reading=reading,
            asked=self.answered.asked,
            parser=self.parser,
            claims=len(self.judged.claims),
            rejected=self.judged.rejected,
            at=now,
        )


class Rules:
    """What reads a topic's texts now; it may be used for many plans."""

    def __init__(
        self, topic: Topic, gate: Gate | None = None, readers: Readers | None = None
    ) -> None:
        """Of a topic; `gate` and `readers` when somebody has made them ready."""
        self.topic = topic
        self.gate = gate or Gate(topic)
        self.readers = readers or Readers(topic)

    def relevant(self, text: Text) -> bool:
        """Whether the gate lets the text in."""
        return self.gate.passes(text.entry) is not None

    def read(self, text: Text) -> list[AnyClaim]:
        """What the rules read in a text, as of its newest reading."""
        return self.readers.read(_as_read(text)) if self.relevant(text) else []

    def hear(self, text: Text, answers: Sequence[ModelAnswered]) -> list[Heard]:
        """What the rules make of what a model has answered about a text."""
        context = self._context(text) if answers else None
        if context is None:
            return []
        parser, story = pack_id(context), _as_read(text)
        return [Heard(each, read(each, story, context), parser) for each in answers]

    def pack(self, text: Text) -> str:
        """What reads it; empty when nothing does."""
        context = self._context(text)
        return context.pack.id if context else ""

    def _context(self, text: Text) -> Context | None:
        """The topic in the language of a text; None when the text is not read."""
        return self.readers.context(text.story.lang) if self.relevant(text) else None


def _as_read(text: Text) -> Story:
    """The story with the number of its newest reading, so that equal claims are equal."""
    return structs.replace(text.story, reading=text.reading)
