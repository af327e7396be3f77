"""One happening, a running total, or history: how a number in a sentence is meant.

Finding a number is easy; the errors are here. History comes before totals, and both before the news:
see `history` and `cumulative` for their grounds.
"""

from __future__ import annotations

from datetime import date

from monitor.claims.case import MANY_EVENTS, Case
from monitor.claims.counting import Find
from monitor.claims.cumulative import Cumulative
from monitor.claims.history import History
from monitor.claims.roles import Cues, Role
from monitor.claims.sentences import Sentence


def role_of(
    find: Find, sentence: Sentence, cues: Cues, finds: list[Find], day: date | None
) -> Role:
    """How a find is meant."""
    if find.role == "part":
        return "part"
    return (
        "total" if find.role == "total" else _Meaning(Case(find, sentence, cues, finds, day)).role()
    )


class _Meaning:
    """A find judged."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.history, self.cumulative = History(case), Cumulative(case)

    def role(self) -> Role:
        """Counts of events and objects have rules of their own; history comes before totals."""
        if self.case.find.says in {"events", "objects"}:
            return self._counted()
        if self.case.find.rule.endswith("-field"):
            return self._field()
        if self.case.cues.within(
            self.case.sentence, self.case.find.index, self.case.find.index + 3, "MORE", "ANOTHER"
        ):
            return "incident"
        if self.case.find.says == "survivors" and self.case.any_events():
            return "total"
        if self.case.find.says == "killed" and self.case.many(self.case.begin, self.case.end):
            return "total"
        if self._of_the_day():
            return "incident"
        if self.history.told():
            return "background"
        return "total" if self.cumulative.told() else "incident"

    def _field(self) -> Role:
        """A figure behind a label ("Killed: 6"): of all when a word of the whole campaign heads it."""
        heads = ("SOFAR", "OVERALL", "SPELL", "TOTAL")
        return (
            "total"
            if self.case.cues.within(self.case.sentence, 0, self.case.find.index, *heads)
            else "incident"
        )

    def _of_the_day(self) -> bool:
        """Whether so many deaths are those of one day: "a record 138 deaths in the past 24 hours"."""
        return (
            self.case.find.says == "killed"
            and self.case.cues.within(
                self.case.sentence, self.case.find.index, self.case.find.end, "DEATHS"
            )
            and (
                self.case.here("DAILY")
                or self.case.cues.within(
                    self.case.sentence, self.case.find.index, self.case.find.end, "MORE", "NEW"
                )
            )
        )

    def _counted(self) -> Role:
        """How a number of strikes or boats is meant."""
        if self.case.find.rule.endswith("-field"):
            return self._field()
        many = self.case.find.count.min >= MANY_EVENTS or self.case.find.count.vague
        earlier = self.case.here("EARLIER")
        if many and not earlier:
            return "total"
        if earlier and not many:
            return "background"
        if self.history._old_day() and not self.case.cumulative(self.case.begin, self.case.end):
            return "incident" if self.case.news() else "background"
        if many or self.case.cumulative(self.case.begin, self.case.end):
            return "total"
        killed = [find for find in self.case.finds if find.says == "killed"]
        only_totals = bool(killed) and all(find.role == "total" for find in killed)
        return "total" if only_totals and not self.case.news() else "incident"
