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
PARTS = ("NUM", "STOP", "BUT")
"""What parts a number from the words of another."""
GOVERNED = 3
"""Words between a preposition and the noun that it governs."""


class Causes:
    """Tells the dead of other causes from the tally's own, in one language."""

    def __init__(self, subject: Subject) -> None:
        """Take the tally's words; the other causes are the pack's without them."""
        self._cues = cues = subject.cues
        self._own = cues.chars(("EVENT", "HIT"))
        self._rival = cues.chars(("RIVAL",)) - self._own - cues.chars(("OBJECT",))
        if subject.options.any_happening:
            self._rival = frozenset()
        self._known = self._own | self._rival
        self._targets = bool(subject.options.object)
        self._rate, self._mishap = subject.mark("rate"), subject.mark("mishap")

    def marked(self, sentence: Sentence, finds: list[Find]) -> list[Find]:
        """The finds, those that count none of the tally's dead marked as such."""
        return [
            replace(find, role="part") if self._counts_none(sentence, find) else find
            for find in finds
        ]

    def _counts_none(self, sentence: Sentence, find: Find) -> bool:
        """Whether it is a rate, or counts the dead of another cause; decimals count nobody."""
        if find.says in {"events", "objects"}:
            return self._a_week(sentence, find)
        if find.says != "killed":
            return False
        number = sentence.words[find.index].number
        return (
            (number is not None and number.broken)
            or self._a_week(sentence, find)
            or self._on_average(sentence, find)
            or self._other(sentence, find)
        )

    # --- rates ---------------------------------------------------------------------------------

    def _a_week(self, sentence: Sentence, find: Find) -> bool:
        """Whether it is so many a week, a day, a strike."""
        if not self._rate.can_stand(sentence.kinds):
            return False
        for index in range(find.index, find.index + 2 + RATE_REACH):
            if self._rate.pattern.match(sentence.chars, index):
                return True
            if index > find.index and self._cues.at(sentence, index, *PARTS, "COMMA", "DATE"):
                return False
        return False

    def _on_average(self, sentence: Sentence, find: Find) -> bool:
        """Whether it is so many on average."""
        if not self._cues.anywhere(sentence, "AVERAGE"):
            return False
        behind = range(find.index + 1, find.index + 2 + RATE_REACH)
        before = range(find.index - 1, find.index - 2 - AVERAGE_REACH, -1)
        for words, stops in ((behind, (*PARTS, "COMMA")), (before, PARTS)):
            for index in words:
                if self._cues.at(sentence, index, "AVERAGE"):
                    return True
                if self._cues.at(sentence, index, *stops):
                    break
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
        behind = self._behind(sentence, find, end)
        if behind is not None:
            return sentence.chars[behind] in self._rival
        return self._subject_is(sentence, begin, find, end)

    def _behind(self, sentence: Sentence, find: Find, end: int) -> int | None:
        """The cause named behind a passive ("12 died in"), or within "the toll of the storm rose to 12"."""
        if find.role == "total":
            return self._first(sentence, find.begin, find.index)
        if self._active(sentence, find):
            return None
        return self._first(sentence, find.index + 1, end)

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
        return next(iter(self._causes(sentence, begin, end)), None)

    def _causes(self, sentence: Sentence, begin: int, end: int) -> list[int]:
        """Every cause in a stretch of words; "a raid on the boat" is what the tally counts, or nothing."""
        if sentence.kinds.isdisjoint(self._known):
            return []
        return [
            index
            for index, char in enumerate(sentence.chars[begin:end], begin)
            if char in self._known and not self._on_target(sentence, index)
        ]

    def _on_target(self, sentence: Sentence, index: int) -> bool:
        """Whether another cause is directed at what the tally's happening hits."""
        return (
            sentence.chars[index] in self._rival
            and self._cues.at(sentence, index + 1, "ON")
            and self._cues.within(sentence, index + 2, index + 7, "OBJECT")
        )

    def _subject_is(self, sentence: Sentence, begin: int, find: Find, end: int) -> bool:
        """Whether another cause is the subject, or the only cause that the clause names."""
        named = self._causes(sentence, begin, find.index)
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
            begin <= match.start() and match.end() <= end for match in self._mishap.within(sentence)
        )
