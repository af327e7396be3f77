"""What people died of: whether a number of dead is the tally's, another cause's, or no count at all.

Observations. A report on strikes mentions the dead of storms, crashes and police raids, and rates ("four a
week"). Theory. The cause is the subject of the killing verb, or what follows "in" or "by" behind it, in the
same clause; a participle ("..., killing 30") has the subject of the clause before. The packs list causes in
general; a word by which the topic calls its own happening is never another cause.
"""

from __future__ import annotations

from msgspec.structs import replace

from monitor.claims.counting import Find
from monitor.claims.roles import clause_of
from monitor.claims.sentences import Sentence
from monitor.claims.subject import Subject

RATE_REACH = 6
"""Words between a number and "a week"."""
AVERAGE_REACH = 14
"""Words between "on average" and the number: "on average, each strike on a boat has killed four"."""
GOVERNED = 3
"""Words between a preposition and the noun that it governs."""


class Causes:
    """Tells the dead of other causes from the tally's own, in one language."""

    def __init__(self, subject: Subject) -> None:
        """Take the tally's words; the other causes are the pack's without them."""
        self._cues = cues = subject.cues
        self._own = cues.chars(("EVENT", "HIT"))
        self._rival = cues.chars(("RIVAL",)) - self._own - cues.chars(("OBJECT",))
        self._targets = bool(subject.options.object)
        self._rate, self._mishap = subject.mark("rate"), subject.mark("mishap")

    def marked(self, sentence: Sentence, finds: list[Find]) -> list[Find]:
        """The finds, those that count none of the tally's dead marked as such."""
        return [
            replace(find, role="part")
            if find.says == "killed"
            and (self._is_rate(sentence, find) or self._other(sentence, find))
            else find
            for find in finds
        ]

    # --- rates ---------------------------------------------------------------------------------

    def _is_rate(self, sentence: Sentence, find: Find) -> bool:
        """Whether it is so many a week, or on average; decimals count nobody."""
        cues, number = self._cues, sentence.words[find.index].number
        if number is not None and number.broken:
            return True
        for index in range(find.index + 1, find.index + 2 + RATE_REACH):
            if self._rate.match(sentence.chars, index) or cues.at(sentence, index, "AVERAGE"):
                return True
            if cues.at(sentence, index, "NUM", "STOP", "COMMA", "DATE", "BUT"):
                break
        for index in range(find.index - 1, find.index - 2 - AVERAGE_REACH, -1):
            if cues.at(sentence, index, "NUM", "STOP", "BUT"):
                return False
            if cues.at(sentence, index, "AVERAGE"):
                return True
        return False

    # --- other causes --------------------------------------------------------------------------

    def _other(self, sentence: Sentence, find: Find) -> bool:
        """Whether the clause names another cause of these deaths."""
        clause = clause_of(sentence, self._cues, find.index)
        begin, end = clause.begin, clause.end
        if self._goes_on(sentence, begin):
            begin = clause_of(sentence, self._cues, begin - 2).begin
        if self._mishap_before(sentence, begin, find.begin):
            return True
        active = self._active(sentence, find)
        behind = None if active else self._first(sentence, find.index + 1, end)
        if behind is not None:
            return sentence.chars[behind] in self._rival
        return self._subject_is(sentence, begin, find, end)

    def _goes_on(self, sentence: Sentence, begin: int) -> bool:
        """Whether the clause has its subject in the one before: ", killing 30", ", which killed 30"."""
        return (
            begin >= 2
            and self._cues.at(sentence, begin - 1, "COMMA", "DASH")
            and self._cues.at(sentence, begin, "KILL", "LEAVE", "CLAIM", "WITH", "AND", "WHO")
        )

    def _active(self, sentence: Sentence, find: Find) -> bool:
        """Whether a verb of killing with a subject stands before the number."""
        cues = self._cues
        return cues.within(
            sentence, find.begin, find.index, "KILL", "KILLS", "KILLED", "LEAVE", "CLAIM"
        ) and not cues.within(sentence, find.begin - 3, find.index, "BE")

    def _first(self, sentence: Sentence, begin: int, end: int) -> int | None:
        """The first cause in a stretch of words, the tally's or another."""
        known = self._own | self._rival
        return next((i for i in range(begin, end) if sentence.chars[i] in known), None)

    def _subject_is(self, sentence: Sentence, begin: int, find: Find, end: int) -> bool:
        """Whether another cause is the subject, or the only cause that the clause names."""
        named = [
            i for i in range(begin, find.index) if sentence.chars[i] in self._own | self._rival
        ]
        if self._cues.within(sentence, find.begin - 2, find.begin + 1, "WHO") and named:
            return sentence.chars[named[-1]] in self._rival
        if self._cues.at(sentence, find.begin, "KILL") and any(
            self._cues.at(sentence, index, "EVENT") for index in named
        ):
            return False
        for index in named:
            if sentence.chars[index] in self._own:
                return False
            if not self._governed(sentence, index, begin):
                return True
        behind = (
            None
            if named and not self._rivals_only(sentence, named)
            else self._first(sentence, find.index + 1, end)
        )
        if behind is not None:
            return sentence.chars[behind] in self._rival
        return any(not self._governed(sentence, index, begin, "AFTER", "BEFORE") for index in named)

    def _rivals_only(self, sentence: Sentence, named: list[int]) -> bool:
        return all(sentence.chars[index] in self._rival for index in named)

    def _governed(self, sentence: Sentence, index: int, begin: int, *by: str) -> bool:
        """Whether a preposition stands before the noun: "in a storm", "after the crash"."""
        by = by or ("IN", "AFTER", "BEFORE", "FROM", "OF", "AT", "WITH", "BY", "SINCE", "ON", "TO")
        return self._cues.within(sentence, max(begin, index - 1 - GOVERNED), index, *by)

    def _mishap_before(self, sentence: Sentence, begin: int, end: int) -> bool:
        """Whether a vessel sank or ran into something by itself there, and the tally's event is not told."""
        if not self._targets or self._cues.within(sentence, begin, end, "EVENT"):
            return False
        return any(
            begin <= match.start() and match.end() <= end
            for match in self._mishap.finditer(sentence.chars)
        )
