"""Whether what is told is what somebody denies: "the Pentagon denied that a strike killed six".

Theory. What follows "denied that", "denied killing" or "denied reports" up to a break of the sentence is
denied. Exceptions: what the denial takes for granted: "denied that the strike that killed six was illegal",
"denied that the six people killed were armed".
"""

from __future__ import annotations

from monitor.claims.counting import Find
from monitor.claims.sentences import Sentence
from monitor.claims.subject import Subject

BREAKS = ("COMMA", "STOP", "BUT", "AFTER")
"""What ends the words that a denial governs."""
NOUN_REACH = 12
"""Words between a relative "that" and the noun of a happening before it, place and target included."""


class Denials:
    """Finds denials for one tally in one language."""

    def __init__(self, subject: Subject) -> None:
        """Take the tally's words."""
        self._cues = subject.cues
        self._denied = subject.mark("denied")
        self._called_false = subject.mark("called_false")

    def denies(self, sentence: Sentence, find: Find | None) -> bool:
        """Whether the number, or without one the happening itself, is denied."""
        for match in self._called_false.within(sentence):
            if find is None or match.start() < find.index < match.end():
                return True
        for match in self._denied.within(sentence):
            start = match.start("v")
            at = find.index if find is not None else self._happening(sentence, start)
            if at is None or at <= start or self._over(sentence, match.end(), at):
                continue
            if not self._granted(sentence, start, at, find):
                return True
        return False

    def _over(self, sentence: Sentence, begin: int, end: int) -> bool:
        """Whether the denial ends between: at a break, or where something else is said instead."""
        cues = self._cues
        return cues.within(sentence, begin, end, *BREAKS) or any(
            cues.within(sentence, index, index + 4, "SAY")
            for index in cues.each(sentence, begin, end, "AND")
        )

    def negates(self, sentence: Sentence, find: Find) -> bool:
        """Whether "not" stands right before the killing: "did not kill six", "six were not killed"."""
        cues = self._cues
        if cues.within(sentence, find.begin, find.index, "KILL", "KILLS", "KILLED", "LEAVE"):
            return cues.at(sentence, find.begin - 1, "NOT")
        return find.end - 2 > find.index and cues.at(sentence, find.end - 2, "NOT")

    def _happening(self, sentence: Sentence, begin: int) -> int | None:
        """The first word of the happening behind `begin`."""
        told = self._cues.each(sentence, begin + 1, len(sentence.chars), "EVENT", "HIT")
        return told[0] if told else None

    def _granted(self, sentence: Sentence, start: int, at: int, find: Find | None) -> bool:
        """Whether the denial takes it for granted: a known strike, known dead."""
        cues = self._cues
        if find is None:
            return cues.at(sentence, at, "EVENT") and self._known(sentence, at, start)
        if cues.at(sentence, at - 1, "DET", "THOSE"):
            return True
        if not cues.within(sentence, find.begin, at, "KILL", "KILLS", "KILLED", "LEAVE"):
            return self._reduced(sentence, find)
        who = next(
            (i for i in (find.begin - 1, find.begin - 2) if cues.at(sentence, i, "WHO")), None
        )
        events = cues.each(sentence, start + 1, find.begin, "EVENT", "OBJECT")
        if who is None or not events or who < events[-1]:
            return False
        event = next((i for i in events if cues.at(sentence, i, "EVENT")), events[-1])
        reports = cues.within(sentence, start, event, "REPORTS")
        return not reports or self._known(sentence, event, start)

    def _reduced(self, sentence: Sentence, find: Find) -> bool:
        """Whether the dead are only described so: "that six people killed in the strike were armed"."""
        cues = self._cues
        if cues.within(sentence, find.index, find.end, "BE", "HAVE", "DIE"):
            return False
        return cues.within(sentence, find.end, find.end + NOUN_REACH, "BE")

    def _known(self, sentence: Sentence, event: int, start: int) -> bool:
        """Whether "the", "this" or a day makes the happening a known one."""
        for back in range(event - 1, max(start, event - 5), -1):
            if self._cues.at(sentence, back, "ART", "ANOTHER", "NUM", "WHO"):
                return False
            if self._cues.at(sentence, back, "DET", "THIS", "DATE", "THOSE", "EARLIER"):
                return True
        return False
