"""Whether a number runs on: the dead of all happenings so far, not of one.

Observations. Totals carry "since", "so far", a plural of strikes, a perfect tense, or a toll that is
brought somewhere. Theory. Each number is judged in its clause first, then in its sentence; a participle ("...,
killing at least 83") takes the meaning of the clause before it. Exceptions: "killing four, the fourth
strike since September" has its "since" in another clause.
"""

from __future__ import annotations

from monitor.claims.case import Case
from monitor.claims.roles import Clause, clause_of, news_day, plural

FEW_DEAD = 10
"""Fewer are a strike's: all strikes together had killed more on the first day."""
MANY_DEAD = 40
"""So many do not die at once without a happening that is named."""
FRAGMENT = 3
"""Words of a clause without a verb of its own: "20 strikes, 80 dead"."""


class Cumulative:
    """The grounds on which a find is a running total."""

    def __init__(self, case: Case) -> None:
        """Take the find in its sentence."""
        self.case = case

    def told(self) -> bool:
        """Whether it runs on: by the clause before, by its own clause, by its tense."""
        if self._inherits() or self._until_the_news() or self._of_them_all():
            return True
        if self._of_no_happening() or self._of_the_one_known():
            return True
        if self._sums_the_news():
            return False
        runs_on = self.case.cumulative(self.case.begin, self.case.end)
        if (
            runs_on
            and not self._ordinal_since()
            and not self._only_named(self.case.begin, self.case.end)
        ):
            return not self.case.of_one_event() or self.case.here("TOTALOF")
        if self._since_follows():
            return not self.case.of_one_event()
        return not self.case.news() and self._by_tense()

    def _of_them_all(self) -> bool:
        """Whether the dead are those of all strikes: "the 83 people killed by US strikes on boats"."""
        case, find = self.case, self.case.find
        if find.says != "killed" or not case.at(find.index - 1, "DET"):
            return False
        return any(
            plural(case.sentence, index)
            and case.within(find.index, index, "BY", "IN")
            and not case.within(index - 4, index + 3, "DATE", "NUM", "NEW")
            for index in case.each(find.index + 1, case.end, "EVENT")
        )

    def _inherits(self) -> bool:
        """A participle clause takes the role of the one before: "21 strikes, killing at least 83"."""
        if not self.case.begin:
            return False
        goes_on = self.case.at(self.case.begin, "KILL", "WITH", "LEAVE", "CLAIM", "AND")
        if not (goes_on or self.case.end - self.case.begin <= FRAGMENT):
            return False
        if self.case.many(0, self.case.begin):
            return True
        if self.case.begin < 2 or self._of_the_one_before():
            return False
        before = clause_of(self.case.sentence, self.case.cues, self.case.begin - 2)
        if self.case.within(before.begin, before.end, "ORD"):
            return False  # "the strike, the eighth so far, left two dead"
        if self.case.cumulative(before.begin, before.end):
            return not self.case.one_event(before) and not self._only_named(
                before.begin, before.end
            )
        return self._several_so_far(before)

    def _until_the_news(self) -> bool:
        """Whether it is what had been before the news: "had killed 61 before Monday's strike"."""
        if "BEFORE" not in self.case.there or not self.case.perfect():
            return False
        return any(
            self.case.within(index + 1, index + 6, "EVENT")
            for index in self.case.each(self.case.find.end, self.case.end, "BEFORE")
        )

    def _of_the_one_before(self) -> bool:
        """Whether "which killed four" follows one happening: "before Thursday's strike off Mexico, which"."""
        if not self.case.at(self.case.begin, "WHO"):
            return False
        events = self.case.each(0, self.case.begin, "EVENT")
        return bool(events) and not plural(self.case.sentence, events[-1])

    def _several_so_far(self, clause: Clause) -> bool:
        """Whether the clause sums up: "have destroyed at least three boats", and no day of late."""
        several = any(
            find.says in {"events", "objects"}
            and find.count.min > 1
            and clause.begin <= find.index < clause.end
            for find in self.case.finds
        )
        perfect = self.case.within(clause.begin, clause.end, "HAVE")
        return (
            several
            and perfect
            and not news_day(self.case.sentence, clause.begin, clause.end, self.case.day)
        )

    def _ordinal_since(self) -> bool:
        """Whether "since" belongs to an ordinal: "killing four in the fourth strike since September"."""
        end = self.case.find.end
        since = self.case.each(self.case.begin, self.case.end, "SINCE")
        return bool(since) and since[0] > end and self.case.within(end, since[0], "ORD")

    def _since_follows(self) -> bool:
        """Whether the next clause begins with "since"."""
        return self.case.at(self.case.end + 1, "SINCE")

    def too_many(self) -> bool:
        """Whether so many died in no single happening of a campaign: "both of us count 127 killed"."""
        case = self.case
        return (
            case.cues.campaign
            and case.find.says == "killed"
            and case.find.count.min >= MANY_DEAD
            and not case.of_one_event()
            and not case.news()
        )

    def _sums_the_news(self) -> bool:
        """Whether "in all" sums up the day's own: "sank three boats on Tuesday, with seven dead in all"."""
        case = self.case
        if not case.here("OVERALL", "TOTALOF"):
            return False
        alone = sum(find.says == "killed" for find in case.finds) == 1
        return (
            alone
            and case.find.count.min < MANY_DEAD
            and not case.anywhere("SINCE", "SOFAR", "SPELL")
            and (
                news_day(case.sentence, 0, len(case.sentence.words), case.day)
                or (case.here("THIS", "THOSE") and not case.perfect())
            )
        )

    def _only_named(self, begin: int, end: int) -> bool:
        """Whether the campaign is only named beside a few dead: "Campaign reaches the Pacific: two dead"."""
        case = self.case
        few = case.cues.campaign and case.find.count.min < FEW_DEAD and not case.find.count.vague
        return (
            few
            and not case.within(begin, end, "SINCE", "SOFAR", "OVERALL", "TOTALOF")
            and not case.perfect()
        )

    def _of_no_happening(self) -> bool:
        """Whether many have died of what has no day: "3,108 people have died of the fever"."""
        case = self.case
        return (
            case.find.says == "killed"
            and case.find.count.min >= MANY_DEAD
            and case.perfect()
            and case.within(case.find.index, case.find.end, "DIE")
            and not case.anywhere("EVENT", "HIT", "DATE")
        )

    def _of_the_one_known(self) -> bool:
        """Whether a known happening goes on killing: "the quake has now killed 1,036 people"."""
        case = self.case
        if case.cues.campaign or case.find.says != "killed" or not case.perfect():
            return False
        if case.within(case.begin, case.end, "NOW"):
            return True
        return any(
            case.within(index - 3, index, "DET")
            for index in case.each(case.begin, case.end, "EVENT")
            if index < case.find.begin or case.find.count.min >= MANY_DEAD
        )

    def _by_tense(self) -> bool:
        if self.case.find.says == "killed" and self.case.the_events():
            return True
        if not self.case.perfect() or self.case.of_one_event():
            return False
        if self.case.plural_events() or self.case.cumulative(0, len(self.case.sentence.chars)):
            return True
        if self.case.begin and self.case.within(0, self.case.begin, "ORD"):
            return True  # "the vessel was the 18th destroyed; at least 70 have died"
        later = self.case.cues.campaign and self.case.sentence.order > 0
        return later and not self.case.anywhere("EVENT")
