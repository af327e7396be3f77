"""One happening, a running total, or history: how a number in a sentence is meant.

Observations. Finding a number is easy; the errors are here. Totals carry "since", "so far", a plural of
strikes, a perfect tense, or a toll that is brought somewhere. History stands behind "after", "who", a
possessive or an old date. Theory. Each number is judged in its clause first, then in its sentence; a
participle ("..., killing at least 83") takes the role of the clause before it. Exceptions: "killing
four, the fourth strike since September" has its "since" in another clause.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from monitor.claims.counting import Find
from monitor.claims.lexicon import Lexicon
from monitor.claims.patterns import characters
from monitor.claims.sentences import Sentence, Word

Role = Literal["incident", "total", "background", "part"]

MANY_EVENTS = 5
"""From five on, a number of strikes in one clause is the campaign's, not a day's: the most that was told
of one day is four."""
FRAGMENT = 3
"""Words of a clause without a verb of its own: "20 strikes, 80 dead"."""
PERFECT_REACH = 8
"""Words between "have" and what it governs: "have been sunk and more than a dozen people killed"."""
SINCE_REACH = 4
"""Words between "since" and its day: "since the beginning of September"."""
NEWS_DAYS = 6
"""A happening told as news lies at most this many days back; a weekday reaches no further."""


class Cues:
    """The characters of each class that typing looks for, for one tracker in one language."""

    def __init__(self, lexicon: Lexicon, sets: Mapping[str, str]) -> None:
        """Classes are looked up when they are first asked for."""
        self._lexicon, self._sets = lexicon, sets
        self._chars: dict[tuple[str, ...], frozenset[str]] = {}

    def chars(self, names: tuple[str, ...]) -> frozenset[str]:
        """The characters of the classes."""
        found = self._chars.get(names)
        if found is None:
            found = frozenset(characters("|".join(names), self._lexicon, self._sets))
            self._chars[names] = found
        return found

    def at(self, sentence: Sentence, index: int, *names: str) -> bool:
        """Whether the word at `index` is of one of the classes."""
        return 0 <= index < len(sentence.chars) and sentence.chars[index] in self.chars(names)

    def within(self, sentence: Sentence, begin: int, end: int, *names: str) -> bool:
        """Whether a word of one of the classes stands in begin..end (end excluded)."""
        return not self.chars(names).isdisjoint(sentence.chars[max(begin, 0) : max(end, 0)])

    def anywhere(self, sentence: Sentence, *names: str) -> bool:
        """Whether one stands anywhere in the sentence."""
        return not sentence.kinds.isdisjoint(self.chars(names))


class Clause(Struct, frozen=True):
    """Words `begin`..`end` (end excluded) between two breaks."""

    begin: int
    end: int


def clause_of(sentence: Sentence, cues: Cues, index: int) -> Clause:
    """The clause around a word: between commas, stops, dashes and "but"."""
    begin = index
    while begin > 0 and not cues.at(sentence, begin - 1, "COMMA", "STOP", "DASH", "BUT"):
        begin -= 1
    end = index + 1
    while end < len(sentence.chars) and not cues.at(sentence, end, "COMMA", "STOP", "DASH", "BUT"):
        end += 1
    return Clause(begin, end)


def plural(sentence: Sentence, index: int) -> bool:
    """Whether the noun ends in -s: true for English and Spanish countable nouns of happenings."""
    return sentence.words[index].low.endswith("s")


def news_day(sentence: Sentence, begin: int, end: int, day: date | None) -> bool:
    """Whether a day within the last week stands in begin..end."""
    if day is None:
        return False
    earliest = day - timedelta(days=NEWS_DAYS)
    windows = (
        word.date.window
        for word in sentence.words[max(begin, 0) : end]
        if word.date is not None and word.date.code not in {"month", "month-1"}
    )
    return any(w.from_ >= earliest and (w.to - w.from_).days <= NEWS_DAYS for w in windows)


def role_of(
    find: Find, sentence: Sentence, cues: Cues, finds: list[Find], day: date | None
) -> Role:
    """How a find is meant."""
    if find.role == "part":
        return "part"
    return "total" if find.role == "total" else _Case(find, sentence, cues, finds, day).role()


class _Case:
    """One find in its sentence, with everything that its role is judged by."""

    def __init__(
        self, find: Find, sentence: Sentence, cues: Cues, finds: list[Find], day: date | None
    ) -> None:
        self.find, self.sentence, self.cues, self.finds, self.day = find, sentence, cues, finds, day
        self.clause = clause_of(sentence, cues, find.index)
        self.begin, self.end = self.clause.begin, self.clause.end

    def role(self) -> Role:
        """Counts of events and objects have rules of their own; history comes before totals."""
        if self.find.says in {"events", "objects"}:
            return self._counted()
        if self.cues.within(self.sentence, self.find.index, self.find.index + 3, "MORE", "ANOTHER"):
            return "incident"
        if self.find.says == "survivors" and self._any_events():
            return "total"
        if self.find.says == "killed" and self._many(self.begin, self.end):
            return "total"
        if self._of_the_day():
            return "incident"
        if self._history():
            return "background"
        return "total" if self._total() else "incident"

    # --- what stands where ---------------------------------------------------------------------

    def _here(self, *names: str) -> bool:
        return self.cues.within(self.sentence, self.begin, self.end, *names)

    def _news(self) -> bool:
        return news_day(self.sentence, self.begin, self.end, self.day)

    def _cumulative(self, begin: int, end: int) -> bool:
        """Whether words of a running total stand there: since, so far, in all, of the campaign."""
        names = ("SINCE", "SOFAR", "OVERALL", "SPELL", "TOTALOF")
        return self.cues.within(self.sentence, begin, end, *names)

    def _many(self, begin: int, end: int) -> bool:
        """Whether a number of strikes or boats that is more than a day's stands there."""
        return any(
            find.says in {"events", "objects"}
            and begin <= find.index < end
            and (find.count.min >= MANY_EVENTS or find.count.vague)
            for find in self.finds
        )

    def _one_event(self, clause: Clause) -> bool:
        """Whether one happening is the subject: "a strike", "another strike", "the latest attack"."""
        return any(
            self.cues.at(self.sentence, index, "EVENT")
            and not plural(self.sentence, index)
            and self._introduced(index, clause)
            for index in range(clause.begin, clause.end)
        )

    def _introduced(self, event: int, clause: Clause) -> bool:
        """Whether "a", "another", "the latest" or an ordinal stands before the noun."""
        counted = {find.index for find in self.finds if find.says == "events"}
        for back in range(event - 1, max(clause.begin, event - 6) - 1, -1):
            if back in counted or self.cues.at(self.sentence, back, "IN", "EVENT"):
                return False
            if self.cues.at(self.sentence, back, "ART", "ANOTHER", "NEW", "ORD"):
                return True
        return False

    def _plural_events(self) -> bool:
        return any(
            self.cues.at(self.sentence, index, "EVENT") and plural(self.sentence, index)
            for index in range(len(self.sentence.chars))
        ) or any(f.says in {"events", "objects"} and f.count.min > 1 for f in self.finds)

    def _any_events(self) -> bool:
        """Whether happenings without number or day stand there: "three men survived strikes"."""
        if self._here("DATE", "ANOTHER", "NEW"):
            return False
        return any(
            self.cues.at(self.sentence, index, "EVENT")
            and plural(self.sentence, index)
            and not self.cues.within(self.sentence, index - 2, index, "NUM")
            for index in range(self.begin, self.end)
        )

    def _the_events(self) -> bool:
        """Whether the dead are those of "the strikes": all of them, known and without a number."""
        return any(
            self.cues.at(self.sentence, index, "EVENT")
            and plural(self.sentence, index)
            and self.cues.at(self.sentence, index - 1, "DET")
            and self.cues.at(self.sentence, index - 2, "BY", "IN", "FROM")
            for index in range(self.find.end, self.end)
        )

    def _perfect(self) -> bool:
        """Whether the verb of the find is in the perfect: "have killed", "have now resulted in"."""
        begin = max(self.begin, self.find.begin - PERFECT_REACH)
        return self.cues.within(self.sentence, begin, self.find.end, "HAVE")

    def _of_the_day(self) -> bool:
        """Whether so many deaths are those of one day: "a record 138 deaths in the past 24 hours"."""
        return (
            self.find.says == "killed"
            and self.cues.within(self.sentence, self.find.index, self.find.end, "DEATHS")
            and (
                self._here("DAILY")
                or self.cues.within(self.sentence, self.find.index, self.find.end, "MORE", "NEW")
            )
        )

    # --- totals --------------------------------------------------------------------------------

    def _total(self) -> bool:
        """Whether it runs on: by the clause before, by its own clause, by its tense."""
        if self._inherits() or self._until_the_news():
            return True
        if self._cumulative(self.begin, self.end) and not self._ordinal_since():
            return not self._one_event(self.clause) or self._here("TOTALOF")
        if self._since_follows():
            return not self._one_event(self.clause)
        return not self._news() and self._by_tense()

    def _inherits(self) -> bool:
        """A participle clause takes the role of the one before: "21 strikes, killing at least 83"."""
        goes_on = self.cues.at(self.sentence, self.begin, "KILL", "WITH", "LEAVE", "CLAIM", "AND")
        if not self.begin or not (goes_on or self.end - self.begin <= FRAGMENT):
            return False
        if self._many(0, self.begin):
            return True
        if self.begin < 2 or self._of_the_one_before():
            return False
        before = clause_of(self.sentence, self.cues, self.begin - 2)
        if self.cues.within(self.sentence, before.begin, before.end, "ORD"):
            return False  # "the strike, the eighth so far, left two dead"
        if self._cumulative(before.begin, before.end):
            return not self._one_event(before)
        return self._several_so_far(before)

    def _until_the_news(self) -> bool:
        """Whether it is what had been before the news: "had killed 61 before Monday's strike"."""
        return self._perfect() and any(
            self.cues.at(self.sentence, index, "BEFORE")
            and self.cues.within(self.sentence, index + 1, index + 6, "EVENT")
            for index in range(self.find.end, self.end)
        )

    def _of_the_one_before(self) -> bool:
        """Whether "which killed four" follows one happening: "before Thursday's strike off Mexico, which"."""
        if not self.cues.at(self.sentence, self.begin, "WHO"):
            return False
        last = next(
            (i for i in range(self.begin - 1, -1, -1) if self.cues.at(self.sentence, i, "EVENT")),
            None,
        )
        return last is not None and not plural(self.sentence, last)

    def _several_so_far(self, clause: Clause) -> bool:
        """Whether the clause sums up: "have destroyed at least three boats", and no day of late."""
        several = any(
            find.says in {"events", "objects"}
            and find.count.min > 1
            and clause.begin <= find.index < clause.end
            for find in self.finds
        )
        perfect = self.cues.within(self.sentence, clause.begin, clause.end, "HAVE")
        return (
            several and perfect and not news_day(self.sentence, clause.begin, clause.end, self.day)
        )

    def _ordinal_since(self) -> bool:
        """Whether "since" belongs to an ordinal: "killing four in the fourth strike since September"."""
        for index in range(self.begin, self.end):
            if self.cues.at(self.sentence, index, "SINCE"):
                end = self.find.end
                return index > end and self.cues.within(self.sentence, end, index, "ORD")
        return False

    def _since_follows(self) -> bool:
        """Whether the next clause begins with "since"."""
        return self.cues.at(self.sentence, self.end + 1, "SINCE")

    def _by_tense(self) -> bool:
        if self.find.says == "killed" and self._the_events():
            return True
        if not self._perfect() or self._one_event(self.clause):
            return False
        if self._plural_events() or self._cumulative(0, len(self.sentence.chars)):
            return True
        if self.begin and self.cues.within(self.sentence, 0, self.begin, "ORD"):
            return True  # "the vessel was the 18th destroyed; at least 70 have died"
        return self.sentence.order > 0 and not self.cues.anywhere(self.sentence, "EVENT")

    # --- history -------------------------------------------------------------------------------

    def _history(self) -> bool:
        """An old day, an earlier happening, a court, a clause of "after" or "who"."""
        if self._here("EARLIER") and not self._here("SINCE"):
            return not self._cumulative(0, len(self.sentence.chars)) and not self._perfect()
        if (self._old_day() or self._old_year()) and not self._news():
            return True
        if self.cues.anywhere(self.sentence, "COURT") or self._of_those():
            return True
        return self._in_these() or self._subordinate() or self._of_the_cause()

    def _old_day(self) -> bool:
        """Whether a day or month more than a week back stands in the clause, and not behind "since"."""
        if self.day is None:
            return False
        latest = self.day - timedelta(days=NEWS_DAYS)
        return any(
            self._is_old(word, latest)
            and not self.cues.within(self.sentence, index - SINCE_REACH, index, "SINCE")
            for index, word in enumerate(self.sentence.words[: self.end])
            if index >= self.begin
        )

    def _old_year(self) -> bool:
        """Whether the sentence is about an earlier year: "in 1989 troops invaded it, and hundreds died"."""
        return self.day is not None and any(
            word.number is not None
            and word.number.kind == "YEAR"
            and word.number.min < self.day.year
            and self.cues.at(self.sentence, index - 1, "IN")
            for index, word in enumerate(self.sentence.words[: self.begin])
        )

    def _is_old(self, word: Word, latest: date) -> bool:
        """Whether a day before `latest`, or a year before its year, stands there."""
        if word.date is not None:
            return word.date.window.to < latest
        number = word.number
        return number is not None and number.kind == "YEAR" and number.min < latest.year

    def _in_these(self) -> bool:
        """Whether the dead are those of happenings just told: "killed in those strikes"."""
        return any(
            self.cues.at(self.sentence, index, "THOSE", "THIS")
            and self.cues.at(self.sentence, index + 1, "EVENT")
            and plural(self.sentence, index + 1)
            for index in range(self.find.end, self.end)
        )

    def _of_those(self) -> bool:
        """Whether the dead are those of a known number of happenings: "in the three attacks"."""
        return any(
            self.cues.at(self.sentence, index, "IN")
            and self.cues.at(self.sentence, index + 1, "DET")
            and self.cues.at(self.sentence, index + 2, "NUM")
            and self.cues.within(self.sentence, index + 2, self.end, "EVENT")
            for index in range(self.find.end, min(self.find.end + 3, self.end))
        )

    def _subordinate(self) -> bool:
        """Whether it stands behind "after" or "who" with a happening that is already known."""
        first = self.find.begin
        for index in range(first - 1, max(self.begin, first - 12) - 1, -1):
            if self.cues.at(self.sentence, index, "AFTER") and not self.cues.within(
                self.sentence, index, first, "NEW", "ANOTHER"
            ):
                return self._definite(index, first) or self.sentence.order > 0
            if self.cues.at(self.sentence, index, "WHO") and self.cues.within(
                self.sentence, max(self.begin, index - 4), index, "EVENT"
            ):
                return self._definite(index - 4, index)
        return False

    def _of_the_cause(self) -> bool:
        """Whether ", which killed 17" follows what the news is only a consequence of.

        "Aftershocks went on in the wake of yesterday's quake, which killed 17": the happening stands
        behind "after" and is a known one.
        """
        if self.begin < 2 or not self.cues.at(self.sentence, self.begin, "WHO"):
            return False
        before = clause_of(self.sentence, self.cues, self.begin - 2)
        for index in range(before.end - 1, before.begin - 1, -1):
            if self.cues.at(self.sentence, index, "AFTER"):
                return self._definite(index, before.end)
        return False

    def _definite(self, begin: int, end: int) -> bool:
        """Whether a happening there is known: "the strike that killed", "Monday's strikes"."""
        return any(
            self.cues.at(self.sentence, index, "EVENT") and self._known(index)
            for index in range(max(begin, 0), end)
        )

    def _known(self, event: int) -> bool:
        new = ("ART", "NEW", "ANOTHER", "ORD", "NUM", "EVENT", "IN", "AFTER")
        for back in range(event - 1, max(event - 5, -1), -1):
            if self.cues.at(self.sentence, back, *new):
                return False
            if self.cues.at(self.sentence, back, "DET", "EARLIER", "DATE"):
                return True
        return False

    # --- strikes and boats ---------------------------------------------------------------------

    def _counted(self) -> Role:
        """How a number of strikes or boats is meant."""
        many = self.find.count.min >= MANY_EVENTS or self.find.count.vague
        earlier = self._here("EARLIER")
        if many and not earlier:
            return "total"
        if earlier and not many:
            return "background"
        if self._old_day() and not self._cumulative(self.begin, self.end):
            return "incident" if self._news() else "background"
        if many or self._cumulative(self.begin, self.end):
            return "total"
        killed = [find for find in self.finds if find.says == "killed"]
        only_totals = bool(killed) and all(find.role == "total" for find in killed)
        return "total" if only_totals and not self._news() else "incident"
