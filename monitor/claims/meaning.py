"""One happening, a running total, or history: how a number in a sentence is meant.

Finding a number is easy; the errors are here. History comes before totals, and both before the news:
see `history` and `cumulative` for their grounds.
"""

from __future__ import annotations

from datetime import date, timedelta

from monitor.claims.case import MANY_EVENTS, Case
from monitor.claims.counting import Find
from monitor.claims.cumulative import MANY_DEAD, Cumulative
from monitor.claims.history import History
from monitor.claims.roles import NEWS_DAYS, Cues, Role, clause_of, plural
from monitor.claims.sentences import Sentence

SURVIVOR_REACH = 6
"""Words between the dead and "survivors" or "who had survived"."""
ALIVE_REACH = 4
"""Words between people who were taken for dead and "alive"."""
MONTHS = frozenset({"month", "month-1"})
"""Codes of dates that are whole months."""
EACH_REACH = 4
"""Words between the dead and "each": "killing three aboard each"."""


def role_of(
    find: Find, sentence: Sentence, cues: Cues, finds: list[Find], day: date | None
) -> Role:
    """How a find is meant."""
    if find.role == "part":
        return "part"
    if find.role == "total":
        return "incident" if cues.campaign and of_one_day(find, sentence, cues, day) else "total"
    return _Meaning(Case(find, sentence, cues, finds, day)).role()


def of_one_day(find: Find, sentence: Sentence, cues: Cues, day: date | None) -> bool:
    """Whether a toll is that of one happening: "raised the toll of the Oct. 16 strike to two"."""
    if find.count.min >= MANY_DEAD or cues.anywhere(sentence, "SINCE"):
        return False
    clause = clause_of(sentence, cues, find.index)
    events = cues.each(sentence, 0, len(sentence.words), "EVENT")
    if _on_old_days(sentence, day) and not any(plural(sentence, index) for index in events):
        return True
    return any(
        _dated(sentence, index) and cues.within(sentence, index - 5, index, "OF", "FROM", "IN")
        for index in cues.each(sentence, find.begin, clause.end, "EVENT")
    )


def _on_old_days(sentence: Sentence, day: date | None) -> bool:
    """Whether every day that the sentence names is more than a week back."""
    days = [word.date.window for word in sentence.words if word.date and word.date.code == "day"]
    dates = [word for word in sentence.words if word.date is not None]
    if day is None or not days or len(days) < len(dates):
        return False
    return all(window.to < day - timedelta(days=NEWS_DAYS) for window in days)


def _dated(sentence: Sentence, event: int) -> bool:
    """Whether a day stands beside the happening: "Tuesday's strikes", "the strike of Oct. 16"."""
    near = sentence.words[max(0, event - 3) : event + 4]
    return any(word.date is not None and word.date.code in {"day", "weekday"} for word in near)


class _Meaning:
    """A find judged."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.history, self.cumulative = History(case), Cumulative(case)

    def role(self) -> Role:
        """Counts of events and objects have rules of their own; history comes before totals."""
        if self.case.find.says in {"events", "objects"}:
            return self._counted()
        return self._by_form() or self._by_ground()

    def _by_form(self) -> Role | None:
        """The role that a few words give: a label, "more", "each", "in that attack"."""
        find = self.case.find
        if find.rule.endswith("-field"):
            return self._field()
        if self.case.within(find.index, find.index + 3, "MORE", "ANOTHER") or self._of_this_one():
            return "incident"
        if self._each() or self._of_survivors() or self._of_a_month() or self._intended():
            return "part"
        return "incident" if self._of_the_day() else None

    def _by_ground(self) -> Role:
        """History, a running total, or else one happening."""
        find = self.case.find
        if find.says == "survivors" and self.case.any_events():
            return "total"
        if find.rule.endswith("who-survived") and not self.case.here("EVENT"):
            return "background"  # "two men who survived were sent home": of which strike?
        if find.says == "killed" and self.case.many(self.case.begin, self.case.end):
            return "total"
        if self.cumulative.too_many():
            return "total"
        if find.rule.endswith("/killing-of-n"):  # known, or of them all
            return "total" if self.case.anywhere("SINCE", "SOFAR") else "background"
        if self.history.told():
            return "background"
        return "total" if self.cumulative.told() else "incident"

    def _of_this_one(self) -> bool:
        """Whether the dead are those of a happening just told: "eleven people died in that attack"."""
        case = self.case
        return case.find.says == "killed" and any(
            case.at(index, "THIS", "WHO")
            and case.at(index + 1, "EVENT")
            and not plural(case.sentence, index + 1)
            and case.at(index - 1, "IN", "BY", "FROM")
            for index in range(case.find.end, min(case.end, case.find.end + 5))
        )

    def _each(self) -> bool:
        """Whether so many are in each of several: "three killed on each"."""
        find = self.case.find
        return find.says == "killed" and self.case.within(
            find.index + 1, find.end + EACH_REACH, "PER"
        )

    def _intended(self) -> bool:
        """Whether somebody only means to: "threatens to kill ten"; or the dead are "found alive"."""
        case, find = self.case, self.case.find
        if find.says != "killed":
            return False
        kill = case.sentence.words[find.begin].low
        if case.at(find.begin, "KILL") and case.at(find.begin - 1, "TO"):
            return not kill.endswith("ing")  # "confessed to killing 11"
        alive = range(find.end, min(find.end + ALIVE_REACH, case.end))
        for index in alive:
            if case.at(index, "AND", "COMMA", "NUM"):
                return False
            if case.at(index, "ALIVE"):
                return True
        return False

    def _of_a_month(self) -> bool:
        """Whether they are those of a month or week: "two strikes and five deaths: January was quiet"."""
        case = self.case
        if case.find.says == "killed" and case.here("PERIOD"):
            return True
        words = case.sentence.words
        own = words[case.begin : case.end] if case.perfect() else words
        dates = [word.date.code for word in own if word.date is not None]
        return (
            case.find.says == "killed"
            and case.cues.campaign
            and bool(dates)
            and all(code in MONTHS for code in dates)
            and case.plural_events()
            and not case.in_part("SINCE")
            and not case.anywhere("ORD")
        )

    def _of_survivors(self) -> bool:
        """Whether they are some of the dead already: "a second missile killed two who had survived"."""
        find = self.case.find
        if find.says != "killed":
            return False
        for index in range(find.index + 1, find.index + 1 + SURVIVOR_REACH):
            if self.case.at(index, "AND", "COMMA", "STOP", "NUM"):
                return False
            if self.case.at(index, "SURVIVOR"):
                return True
            if self.case.at(index, "WHO"):
                return self.case.within(index, index + 4, "SURVIVE")
        return False

    def _field(self) -> Role:
        """A figure behind a label ("Killed: 6"): of all when a word of the whole campaign heads it."""
        heads = ("SOFAR", "OVERALL", "SPELL", "TOTAL")
        return "total" if self.case.within(0, self.case.find.index, *heads) else "incident"

    def _of_the_day(self) -> bool:
        """Whether so many deaths are those of one day: "a record 138 deaths in the past 24 hours"."""
        return (
            self.case.find.says == "killed"
            and self.case.within(self.case.find.index, self.case.find.end, "DEATHS")
            and (
                self.case.here("DAILY")
                or self.case.within(self.case.find.index, self.case.find.end, "MORE", "NEW")
            )
        )

    def _counted(self) -> Role:
        """How a number of strikes or boats is meant."""
        if self.case.find.rule.endswith("-field"):
            return self._field()
        first = self.case.at(self.case.find.index - 1, "ORD")  # "its first 21 strikes"
        count = self.case.find.count
        many = not first and (count.min >= MANY_EVENTS or count.vague)
        earlier = self.case.here("EARLIER")
        if many and not earlier:
            return "total"
        if earlier and not many:
            return "background"
        if self.history.old_day() and not self.case.cumulative(self.case.begin, self.case.end):
            return "incident" if self.case.news() else "background"
        if first:
            return "background"
        if many or self.case.cumulative(self.case.begin, self.case.end):
            return "total"
        case = self.case
        killed = [find for find in case.finds if find.says == "killed"]
        only_totals = bool(killed) and all(
            role_of(find, case.sentence, case.cues, case.finds, case.day) == "total"
            for find in killed
        )
        return "total" if only_totals and not self.case.news() else "incident"
