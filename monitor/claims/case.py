"""One number in its sentence, with everything that its meaning is judged by."""

from __future__ import annotations

from datetime import date

from monitor.claims.counting import Find
from monitor.claims.roles import Clause, Cues, clause_of, news_day, plural
from monitor.claims.sentences import Sentence

MANY_EVENTS = 5
"""From five on, a number of strikes in one clause is the campaign's, not a day's: the most that was told
of one day is four."""
PERFECT_REACH = 8
"""Words between "have" and what it governs: "have been sunk and more than a dozen people killed"."""


class Case:
    """A find with its clause, its sentence and what else the sentence counts."""

    def __init__(
        self, find: Find, sentence: Sentence, cues: Cues, finds: list[Find], day: date | None
    ) -> None:
        self.find, self.sentence, self.cues, self.finds, self.day = find, sentence, cues, finds, day
        self.clause = clause_of(sentence, cues, find.index)
        self.begin, self.end = self.clause.begin, self.clause.end

    def here(self, *names: str) -> bool:
        return self.cues.within(self.sentence, self.begin, self.end, *names)

    def news(self) -> bool:
        return news_day(self.sentence, self.begin, self.end, self.day)

    def cumulative(self, begin: int, end: int) -> bool:
        """Whether words of a running total stand there: since, so far, in all, of the campaign."""
        names = ("SINCE", "SOFAR", "OVERALL", "SPELL", "TOTALOF")
        return self.cues.within(self.sentence, begin, end, *names)

    def many(self, begin: int, end: int) -> bool:
        """Whether a number of strikes or boats that is more than a day's stands there."""
        return any(
            find.says in {"events", "objects"}
            and begin <= find.index < end
            and (find.count.min >= MANY_EVENTS or find.count.vague)
            for find in self.finds
        )

    def one_event(self, clause: Clause) -> bool:
        """Whether one happening is the subject: "a strike", "another strike", "the latest attack"."""
        return any(
            self.cues.at(self.sentence, index, "EVENT")
            and not plural(self.sentence, index)
            and self.introduced(index, clause)
            for index in range(clause.begin, clause.end)
        )

    def introduced(self, event: int, clause: Clause) -> bool:
        """Whether "a", "another", "the latest" or an ordinal stands before the noun."""
        counted = {find.index for find in self.finds if find.says == "events"}
        for back in range(event - 1, max(clause.begin, event - 6) - 1, -1):
            if back in counted or self.cues.at(self.sentence, back, "IN", "EVENT"):
                return False
            if self.cues.at(self.sentence, back, "ART", "ANOTHER", "NEW", "ORD"):
                return True
        return False

    def plural_events(self) -> bool:
        return any(
            self.cues.at(self.sentence, index, "EVENT") and plural(self.sentence, index)
            for index in range(len(self.sentence.chars))
        ) or any(f.says in {"events", "objects"} and f.count.min > 1 for f in self.finds)

    def any_events(self) -> bool:
        """Whether happenings without number or day stand there: "three men survived strikes"."""
        if self.here("DATE", "ANOTHER", "NEW"):
            return False
        return any(
            self.cues.at(self.sentence, index, "EVENT")
            and plural(self.sentence, index)
            and not self.cues.within(self.sentence, index - 2, index, "NUM")
            for index in range(self.begin, self.end)
        )

    def the_events(self) -> bool:
        """Whether the dead are those of "the strikes": all of them, known and without a number."""
        return any(
            self.cues.at(self.sentence, index, "EVENT")
            and plural(self.sentence, index)
            and self.cues.at(self.sentence, index - 1, "DET")
            and self.cues.at(self.sentence, index - 2, "BY", "IN", "FROM")
            for index in range(self.find.end, self.end)
        )

    def perfect(self) -> bool:
        """Whether the verb of the find is in the perfect: "have killed", "have now resulted in"."""
        begin = max(self.begin, self.find.begin - PERFECT_REACH)
        return self.cues.within(self.sentence, begin, self.find.end, "HAVE")
