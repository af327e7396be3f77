"""One number in its sentence, with everything that its meaning is judged by."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from monitor.claims.counting import Find
from monitor.claims.roles import Clause, Cues, clause_of, news_day, plural
from monitor.claims.sentences import Sentence

MANY_EVENTS = 5
"""From five on, a number of strikes in one clause is the campaign's, not a day's: the most that was told
of one day is four."""
HEAD_REACH = 3
"""Words before a happening that say which one: "Monday's deadly US strike"."""
PERFECT_REACH = 8
"""Words between "have" and what it governs: "have been sunk and more than a dozen people killed"."""


class Counted(NamedTuple):
    """A sentence with all that it counts."""

    sentence: Sentence
    cues: Cues
    finds: list[Find]
    day: date | None
    """Of publication."""
    there: frozenset[str]
    """The names of the classes that stand in the sentence at all."""


class Case:
    """A find with its clause, its sentence and what else the sentence counts.

    It is asked some fifty questions, most of them in vain. So a question looks first among the names of the
    classes that stand in the sentence (`there`), and what several grounds ask is found once.
    """

    def __init__(self, find: Find, around: Counted) -> None:
        self.find = find
        self.sentence, self.cues, self.finds, self.day, self.there = around
        self.clause = clause_of(self.sentence, self.cues, find.index)
        self.begin, self.end = self.clause.begin, self.clause.end
        self._told_from: int | None = None
        self._news: bool | None = None
        self._perfect: bool | None = None
        self._one_event: bool | None = None

    def at(self, index: int, *names: str) -> bool:
        """Whether the word at `index` is of one of the classes."""
        chars = self.sentence.chars
        return 0 <= index < len(chars) and chars[index] in self.cues.chars(names)

    def within(self, begin: int, end: int, *names: str) -> bool:
        """Whether a word of one of the classes stands in begin..end (end excluded)."""
        if self.there.isdisjoint(names):
            return False
        return self.cues.within(self.sentence, begin, end, *names)

    def each(self, begin: int, end: int, *names: str) -> list[int]:
        """Where words of one of the classes stand in begin..end (end excluded), in order."""
        if self.there.isdisjoint(names):
            return []
        return self.cues.each(self.sentence, begin, end, *names)

    def anywhere(self, *names: str) -> bool:
        """Whether one stands anywhere in the sentence."""
        return not self.there.isdisjoint(names)

    def in_part(self, *names: str) -> bool:
        """Whether one stands in the part of the sentence between stops, colons, semicolons."""
        begin, end = self.begin, self.end
        while begin > 0 and not self.at(begin - 1, "STOP"):
            begin -= 1
        while end < len(self.sentence.chars) and not self.at(end, "STOP"):
            end += 1
        return self.within(begin, end, *names)

    def here(self, *names: str) -> bool:
        """Whether one stands in the clause of the find."""
        if self.there.isdisjoint(names):
            return False
        return self.cues.within(self.sentence, self.begin, self.end, *names)

    def news(self) -> bool:
        """Whether a day within the last week is that of the find: in its clause, or in "the strike that"."""
        if self._news is None:
            dated = self.day is not None and bool(self.sentence.dated)
            self._news = dated and news_day(self.sentence, self.told_from(), self.end, self.day)
        return self._news

    def told_from(self) -> int:
        """Where the find's own words begin: its clause, or the happening that "which", "killing" follow.

        "Recalled on Monday over the strike that killed four in May": Monday is not the strike's.
        """
        if self._told_from is None:
            who = self.each(self.begin, self.find.begin + 1, "WHO")
            heads = self.each(self.begin, who[-1], "EVENT") if who else []
            self._told_from = max(self.begin, heads[-1] - HEAD_REACH) if heads else self.begin
        return self._told_from

    def goes_on(self) -> bool:
        """Whether the clause goes on with the one before: "..., killing four", "..., which killed four"."""
        return self.begin >= 2 and self.at(self.begin, "KILL", "LEAVE", "CLAIM", "WITH", "WHO")

    def cumulative(self, begin: int, end: int) -> bool:
        """Whether words of a running total stand there: since, so far, in all, of the campaign."""
        names = ("SINCE", "SOFAR", "OVERALL", "SPELL", "TOTALOF")
        return self.within(begin, end, *names)

    def many(self, begin: int, end: int) -> bool:
        """Whether a number of strikes or boats that is more than a day's stands there."""
        if len(self.finds) == 1 and self.find.says == "killed":
            return False  # nothing else is counted
        return any(
            find.says in {"events", "objects"}
            and begin <= find.index < end
            and (find.count.min >= MANY_EVENTS or (find.count.vague and self.cues.campaign))
            for find in self.finds
        )

    def of_one_event(self) -> bool:
        """Whether one happening is the subject of the find's own clause."""
        if self._one_event is None:
            self._one_event = self.one_event(self.clause)
        return self._one_event

    def one_event(self, clause: Clause) -> bool:
        """Whether one happening is the subject: "a strike", "another strike", "the latest attack"."""
        if self.there.isdisjoint(("ART", "ANOTHER", "NEW", "ORD")):
            return False
        return any(
            not plural(self.sentence, index) and self.introduced(index, clause)
            for index in self.each(clause.begin, clause.end, "EVENT")
        )

    def introduced(self, event: int, clause: Clause) -> bool:
        """Whether "a", "another", "the latest" or an ordinal stands before the noun."""
        counted = {find.index for find in self.finds if find.says == "events"}
        for back in range(event - 1, max(clause.begin, event - 6) - 1, -1):
            if back in counted or self.at(back, "IN", "EVENT"):
                return False
            if self.at(back, "ART", "ANOTHER", "NEW", "ORD"):
                return True
        return False

    def plural_events(self) -> bool:
        """Whether several happenings are spoken of."""
        events = self.each(0, len(self.sentence.chars), "EVENT")
        if any(plural(self.sentence, index) for index in events):
            return True
        return any(f.says in {"events", "objects"} and f.count.min > 1 for f in self.finds)

    def any_events(self) -> bool:
        """Whether happenings without number or day stand there: "three men survived strikes"."""
        if self.here("DATE", "ANOTHER", "NEW"):
            return False
        return any(
            plural(self.sentence, index) and not self.within(index - 2, index, "NUM")
            for index in self.each(self.begin, self.end, "EVENT")
        )

    def the_events(self) -> bool:
        """Whether the dead are those of "the strikes": all of them, known and without a number."""
        return any(
            plural(self.sentence, index)
            and self.at(index - 1, "DET")
            and self.at(index - 2, "BY", "IN", "FROM")
            for index in self.each(self.find.end, self.end, "EVENT")
        )

    def perfect(self) -> bool:
        """Whether the verb of the find is in the perfect: "have killed", "have now resulted in"."""
        if self._perfect is None:
            self._perfect = "HAVE" in self.there and self._is_perfect()
        return self._perfect

    def _is_perfect(self) -> bool:
        begin = max(self.begin, self.find.begin - PERFECT_REACH)
        said = self.each(begin, self.find.begin, "SAY")
        begin = said[-1] if said else begin  # "had reported three killed"
        return self.within(begin, self.find.end, "HAVE")
