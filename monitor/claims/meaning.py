"""One happening, a running total, or history: how a number in a sentence is meant.

Finding a number is easy; the errors are here. History comes before totals, and both before the news:
see `history` and `cumulative` for their grounds.
"""

from __future__ import annotations

from datetime import date, timedelta

from monitor.claims.case import MANY_EVENTS, Case, Counted
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
NOTHING: frozenset[str] = frozenset()
"""The classes of a sentence that counts nothing: nobody asks for them."""
EACH_REACH = 4
"""Words between the dead and "each": "killing three aboard each"."""


class Roles:
    """How each number of a sentence is meant: judged when it is first asked for, and once.

    The reader of happenings asks, that of totals, and a number of strikes what the dead beside it are.
    """

    def __init__(self, sentence: Sentence, cues: Cues, finds: list[Find], day: date | None) -> None:
        """Take all that the sentence counts; nothing is judged yet."""
        self._around = Counted(
            sentence, cues, finds, day, cues.names(sentence) if finds else NOTHING
        )
        self._known: dict[int, Role] = {}

    def of(self, find: Find) -> Role:
        """How a find is meant."""
        role = self._known.get(find.index)
        if role is None:
            role = self._known[find.index] = self._judged(find)
        return role

    def _judged(self, find: Find) -> Role:
        if find.role == "part":
            return "part"
        sentence, cues, _, day, _ = self._around
        if find.role == "total":
            one = cues.campaign and of_one_day(find, sentence, cues, day)
            return "incident" if one else "total"
        return _Meaning(Case(find, self._around), self).role()


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
    if day is None or not sentence.dated:
        return False
    latest = day - timedelta(days=NEWS_DAYS)
    return all(
        mention.code == "day" and mention.window.to < latest for _, mention in sentence.dated
    )


def _dated(sentence: Sentence, event: int) -> bool:
    """Whether a day stands beside the happening: "Tuesday's strikes", "the strike of Oct. 16"."""
    return any(
        event - 3 <= index < event + 4 and mention.code in {"day", "weekday"}
        for index, mention in sentence.dated
    )


CORRECTED = "/n-not-m-killed"
"""How the rules end that find "three, not four, killed"."""


class _Meaning:
    """A find judged."""

    def __init__(self, case: Case, roles: Roles) -> None:
        self.case, self.roles = case, roles

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
        if self.case.within(find.index, find.index + 3, "MORE", "ANOTHER"):
            return "incident"
        return self._of_the_dead() if find.says == "killed" else None

    def _of_the_dead(self) -> Role | None:
        """The role that a few words give to a number of dead."""
        if self._of_this_one():
            return "incident"
        if self._each() or self._of_survivors() or self._of_a_month() or self._intended():
            return "part"
        if self._corrects_them_all():
            return "total"
        return "incident" if self._of_the_day() else None

    def _corrects_them_all(self) -> bool:
        """Whether the corrected number is that of the campaign: "nine, not 10, killed in boat strikes"."""
        case = self.case
        campaign = (
            case.cues.campaign and not case.sentence.dated and not case.here("ORD", "ANOTHER")
        )
        return campaign and case.find.rule.endswith(CORRECTED) and case.plural_events()

    def _by_ground(self) -> Role:
        """History, a running total, or else one happening."""
        find, cumulative = self.case.find, Cumulative(self.case)
        if find.says == "survivors" and self.case.any_events():
            return "total"
        if find.rule.endswith("who-survived") and not self.case.here("EVENT"):
            return "background"  # "two men who survived were sent home": of which strike?
        if find.says == "killed" and self.case.many(self.case.begin, self.case.end):
            return "total"
        if cumulative.too_many():
            return "total"
        if find.rule.endswith("/killing-of-n"):  # known, or of them all
            return "total" if self.case.anywhere("SINCE", "SOFAR") else "background"
        if History(self.case).told():
            return "background"
        return "total" if cumulative.told() else "incident"

    def _of_this_one(self) -> bool:
        """Whether the dead are those of a happening just told: "eleven people died in that attack"."""
        case, end = self.case, self.case.find.end
        return any(
            case.at(index + 1, "EVENT")
            and not plural(case.sentence, index + 1)
            and case.at(index - 1, "IN", "BY", "FROM")
            for index in case.each(end, min(case.end, end + 5), "THIS", "WHO")
        )

    def _each(self) -> bool:
        """Whether so many are in each of several: "three killed on each"."""
        find = self.case.find
        return self.case.within(find.index + 1, find.end + EACH_REACH, "PER")

    def _intended(self) -> bool:
        """Whether somebody only means to: "threatens to kill ten"; or the dead are "found alive"."""
        case, find = self.case, self.case.find
        if case.at(find.begin, "KILL") and case.at(find.begin - 1, "TO"):
            kill = case.sentence.words[find.begin].low
            return not kill.endswith("ing")  # "confessed to killing 11"
        alive = case.each(find.end, min(find.end + ALIVE_REACH, case.end), "ALIVE")
        return bool(alive) and not case.within(find.end, alive[0] + 1, "AND", "COMMA", "NUM")

    def _of_a_month(self) -> bool:
        """Whether they are those of a month or week: "two strikes and five deaths: January was quiet"."""
        case = self.case
        if case.here("PERIOD"):
            return True
        dated = case.sentence.dated
        if not (dated and case.find.says == "killed" and case.cues.campaign):
            return False
        if case.in_part("SINCE") or case.anywhere("ORD"):
            return False
        if case.perfect():
            dated = [each for each in dated if case.begin <= each[0] < case.end]
        months = [mention.code in MONTHS for _, mention in dated]
        return bool(months) and all(months) and case.plural_events()

    def _of_survivors(self) -> bool:
        """Whether they are some of the dead already: "a second missile killed two who had survived"."""
        case = self.case
        if not case.anywhere("SURVIVOR", "SURVIVE"):
            return False
        for index in range(case.find.index + 1, case.find.index + 1 + SURVIVOR_REACH):
            if case.at(index, "AND", "COMMA", "STOP", "NUM"):
                return False
            if case.at(index, "SURVIVOR"):
                return True
            if case.at(index, "WHO"):
                return case.within(index, index + 4, "SURVIVE")
        return False

    def _field(self) -> Role:
        """A figure behind a label ("Killed: 6"): of all when a word of the whole campaign heads it."""
        heads = ("SOFAR", "OVERALL", "SPELL", "TOTAL")
        return "total" if self.case.within(0, self.case.find.index, *heads) else "incident"

    def _of_the_day(self) -> bool:
        """Whether so many deaths are those of one day: "a record 138 deaths in the past 24 hours"."""
        case, find = self.case, self.case.find
        return case.within(find.index, find.end, "DEATHS") and (
            case.here("DAILY") or case.within(find.index, find.end, "MORE", "NEW")
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
        if History(self.case).old_day() and not self.case.cumulative(
            self.case.begin, self.case.end
        ):
            return "incident" if self.case.news() else "background"
        if first:
            return "background"
        if many or self.case.cumulative(self.case.begin, self.case.end):
            return "total"
        killed = [find for find in self.case.finds if find.says == "killed"]
        only_totals = bool(killed) and all(self.roles.of(find) == "total" for find in killed)
        return "total" if only_totals and not self.case.news() else "incident"
