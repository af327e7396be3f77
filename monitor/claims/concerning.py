"""Which sentences of a text speak of a tally's subject: by their own words, or by what stands before them.

Theory. A sentence is about the subject when it holds one of the topic's combinations; so are the two behind
it, and any that speaks of the happenings once one has been told. Captions and lists of other stories are
passed over, and so is what the topic says is of something else.
"""

from __future__ import annotations

from collections.abc import Iterator

from monitor.claims.reading import Text
from monitor.claims.sentences import Sentence
from monitor.claims.subject import Subject

CARRY = 2
"""Sentences after one about the subject in which a number still speaks of it ("All four were killed")."""
ASIDE_REACH = 6
"""Words within which a caption or a related story is announced with a colon."""


class Concerning:
    """Picks the sentences that speak of one tally, in one language."""

    def __init__(self, subject: Subject) -> None:
        """Take the tally's words."""
        self._subject, self._cues = subject, subject.cues

    def sentences(self, text: Text) -> Iterator[tuple[Sentence, Sentence | None]]:
        """The sentences that speak of the subject, each with the one behind it."""
        sentences, unless = text.sentences, self._subject.unless
        else_ = not text.kinds.isdisjoint(unless)  # something else is spoken of in one of them
        anchored = [
            self._subject.anchored(sentence) and not (else_ and sentence.has(unless))
            for sentence in sentences
        ]
        known = any(anchored)
        context = self._subject.context_of.hold(text.kinds)
        if not known and not context:
            return
        carry = 0
        for index, sentence in enumerate(sentences):
            if (else_ and sentence.has(unless)) or self._is_aside(sentence):
                continue
            carry = CARRY if anchored[index] else carry - 1
            if (
                anchored[index]
                or carry >= 0
                or (known and self._speaks_of_it(sentence))
                or (context and self._tells_dead(sentence))
            ):
                yield sentence, sentences[index + 1] if index + 1 < len(sentences) else None

    def _tells_dead(self, sentence: Sentence) -> bool:
        """Whether happenings and their dead stand in a sentence: "strikes have killed 82"."""
        return self._cues.anywhere(sentence, "EVENT") and self._cues.anywhere(
            sentence, "KILL", "KILLS", "KILLED", "DEATHS", "DEAD", "DIE"
        )

    def _is_aside(self, sentence: Sentence) -> bool:
        """Whether it is a caption or a list of other stories: "RELATED: US strike kills five"."""
        if not self._cues.anywhere(sentence, "ASIDE"):
            return False
        colons = self._cues.each(sentence, 0, ASIDE_REACH, "COLON")
        return bool(colons) and self._cues.within(sentence, 0, colons[0], "ASIDE")

    def _speaks_of_it(self, sentence: Sentence) -> bool:
        return self._cues.anywhere(sentence, "EVENT", "TOLL", "SPELL")
