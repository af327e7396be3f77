"""Whether a number belongs to what happened before the news: history, told as the ground of it.

Observations. Half of the texts that speak of dead without new ones name an old day or year, a court, an
anniversary, a clause of "after" or "who" with a known happening. Theory. A clause that says so makes
history of its number, unless it names a day within the last week as well.
"""

from __future__ import annotations

from datetime import date, timedelta

from monitor.claims.case import Case
from monitor.claims.roles import NEWS_DAYS, clause_of, news_day, plural

SINCE_REACH = 4
"""Words between "since" and its day: "since the beginning of September"."""
VICTIM_REACH = 4
"""Words behind the dead that still describe them: "five men convicted of spying"."""


OPENING = 4
"""Words within which "a day after" opens a sentence."""
MOURNED_REACH = 5
"""Words between a family or funeral and the number of its dead."""


class History:
    """The grounds on which a find is history."""

    def __init__(self, case: Case) -> None:
        """Take the find in its sentence."""
        self.case = case

    def told(self) -> bool:
        """An old day, an earlier happening, a court, a clause of "after" or "who"."""
        case = self.case
        if case.cues.campaign and self._fresh():
            return False
        if case.here("INITIAL") and not case.news() and case.day is not None:
            return not case.here("SINCE", "ORD") and not case.cumulative(0, case.end)
        if case.here("EARLIER") and not case.here("SINCE"):
            return not case.cumulative(0, len(case.sentence.chars)) and not case.perfect()
        if (self.old_day() or self._old_year() or self._only_old_days()) and not case.news():
            return True
        if case.within(case.find.begin - 4, case.find.begin, "BEGIN"):  # "it began with 11 dead"
            return True
        if self._after_all():
            return True
        if self._of_a_case() or (case.cues.campaign and self._of_those()) or self._of_the_mourned():
            return True
        return self._in_these() or self._subordinate() or self._of_the_cause()

    def _fresh(self) -> bool:
        """Whether the happening before the find has a day of late: "after Friday's strike, in which"."""
        case = self.case
        if "WHO" not in case.there or not case.sentence.dated:
            return False
        events = case.each(0, case.find.begin, "EVENT")
        if not events or not case.within(events[-1], case.find.begin, "WHO"):
            return False
        event = events[-1]
        return news_day(case.sentence, event - 3, event + 4, case.day)

    def old_day(self) -> bool:
        """Whether a day or month more than a week back stands there, and not behind "since".

        It is the clause's own, or that of the happening on which the clause goes on: "a strike on
        September 15, which killed three".
        """
        case = self.case
        if case.day is None or not (case.sentence.dated or "YEAR" in case.there):
            return False
        begin = case.told_from()
        if case.goes_on():
            before = clause_of(case.sentence, case.cues, case.begin - 2)
            events = case.each(before.begin, before.end, "EVENT")
            whole = begin if case.cues.campaign else before.begin
            begin = events[0] if events else whole
        return any(
            begin <= index < case.end
            and not self._since(index)
            and not case.within(case.find.index, index, "SINCE")
            for index in self._old(case.day - timedelta(days=NEWS_DAYS))
        )

    def _after_all(self) -> bool:
        """Whether the sentence begins with what came before: "A day after a quake, killing five, police"."""
        case = self.case
        if case.cues.campaign or "AFTER" not in case.there or not case.goes_on():
            return False
        before = clause_of(case.sentence, case.cues, case.begin - 2)
        return (
            before.begin == 0
            and case.within(0, OPENING, "AFTER")
            and case.end < len(case.sentence.words) - 1
        )

    def _since(self, index: int) -> bool:
        """Whether a day is one since which things count; "since it was sunk in May 1943" is another."""
        case = self.case
        behind = next(
            (i for i in range(index - 1, index - 1 - SINCE_REACH, -1) if case.at(i, "SINCE")), None
        )
        return behind is not None and not case.within(behind, index, "BE", "OCCUR", "HIT")

    def _only_old_days(self) -> bool:
        """Whether the only days of the sentence are old ones: a caption, "released on Oct. 24"."""
        case = self.case
        dated = case.sentence.dated
        if case.day is None or not dated or case.anywhere("SINCE", "ORD"):
            return False
        latest = case.day - timedelta(days=NEWS_DAYS)
        return all(mention.code == "day" and mention.window.to < latest for _, mention in dated)

    def _old_year(self) -> bool:
        """Whether the sentence is about an earlier year: "in 1989 troops invaded it, and hundreds died"."""
        case = self.case
        if case.day is None or "YEAR" not in case.there:
            return False
        return any(
            word.number is not None
            and word.number.kind == "YEAR"
            and word.number.min < case.day.year
            and case.at(index - 1, "IN")
            for index, word in enumerate(case.sentence.words[: case.begin])
        )

    def _old(self, latest: date) -> list[int]:
        """The words of the sentence that are days before `latest`, or years before its year."""
        sentence = self.case.sentence
        days = [index for index, mention in sentence.dated if mention.window.to < latest]
        for index in self.case.each(0, len(sentence.chars), "YEAR"):
            number = sentence.words[index].number
            if number is not None and number.kind == "YEAR" and number.min < latest.year:
                days.append(index)
        return days

    def _in_these(self) -> bool:
        """Whether the dead are those of happenings just told: "killed in those strikes"."""
        return any(
            self.case.at(index + 1, "EVENT") and plural(self.case.sentence, index + 1)
            for index in self.case.each(self.case.find.end, self.case.end, "THOSE", "THIS")
        )

    def _of_those(self) -> bool:
        """Whether the dead are those of a known number of happenings: "in the three attacks"."""
        case = self.case
        return any(
            case.at(index + 1, "DET")
            and case.at(index + 2, "NUM")
            and case.within(index + 2, case.end, "EVENT")
            for index in case.each(case.find.end, min(case.find.end + 3, case.end), "IN")
        )

    def _subordinate(self) -> bool:
        """Whether it stands behind "after" or "who" with a happening that is already known."""
        case, first = self.case, self.case.find.begin
        links = case.each(max(case.begin, first - 12), first, "AFTER", "WHO", "OVER")
        for index in reversed(links):
            # "after an attack that left 16 dead", "over a raid in which four were killed"
            described = case.within(first - 2, first, "WHO") and not case.news()
            if described and case.at(index, "OVER") and case.within(index, first, "EVENT"):
                return True
            if case.at(index, "AFTER") and not case.within(index, first, "NEW", "ANOTHER"):
                known = described or self._definite(index, first)
                return known or case.sentence.order > 0
            if (
                case.at(index, "WHO")
                and case.within(max(case.begin, index - 4), index, "EVENT")
                and self._definite(index - 4, index)
            ):
                return True
        return False

    def _of_the_mourned(self) -> bool:
        """Whether the dead are those of families and funerals: "the relatives of two men killed in"."""
        found = self.case.find.index
        return self.case.within(
            found - MOURNED_REACH, found, "FAMILY", "FUNERAL"
        ) and self.case.within(found - 2, found, "OF")

    def _of_a_case(self) -> bool:
        """Whether a court, an anniversary or an arrest is the news; "executes five convicted of" is not."""
        if not self.case.anywhere("COURT", "LEGAL", "REACTION"):
            return False
        after = self.case.find.end
        if any(
            not after <= index < after + VICTIM_REACH
            for index in self.case.each(0, len(self.case.sentence.words), "COURT")
        ):
            return True
        found = self.case.find.begin
        cues = ("LEGAL",) if self.case.cues.campaign else ("LEGAL", "REACTION")
        return self.case.within(0, found, *cues) and any(
            self.case.within(max(0, index - 8), index, "EVENT")
            for index in self.case.each(found - 3, found, "WHO")
        )

    def _of_the_cause(self) -> bool:
        """Whether ", which killed 17" follows what the news is only a consequence of.

        "Aftershocks went on in the wake of yesterday's quake, which killed 17": the happening stands
        behind "after" and is a known one.
        """
        begin = self.case.begin
        if begin < 2 or not self.case.within(begin, begin + 2, "WHO"):  # ", which", ", in which"
            return False
        if not self.case.anywhere("AFTER", "OVER"):
            return False
        before = clause_of(self.case.sentence, self.case.cues, self.case.begin - 2)
        for index in range(before.end - 1, before.begin - 1, -1):
            if self.case.at(index, "AFTER", "OVER"):
                return self._definite(index, before.end)
        return False

    def _definite(self, begin: int, end: int) -> bool:
        """Whether a happening there is known: "the strike that killed", "Monday's strikes"."""
        return any(self._known(index) for index in self.case.each(begin, end, "EVENT"))

    def _known(self, event: int) -> bool:
        new = ("ART", "NEW", "ANOTHER", "ORD", "NUM", "EVENT", "IN", "AFTER")
        for back in range(event - 1, max(event - 5, -1), -1):
            if self.case.at(back, *new):
                return False
            if self.case.at(back, "DET", "EARLIER", "DATE"):
                return True
        return False
