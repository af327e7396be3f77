"""The dead of one happening from several numbers: groups that are added, and parts of what is already told.

Observations. "Four soldiers and three police", "eight on board as well as two on the ground", "killed the
pilot and three passengers", "three on one boat, two on another" are sums; "six, among them two children"
and "eight: three on the first, two on the second and three on the third" are not. Theory. Groups are
joined by "and", or stand in clauses that say "another" or name other people; parts that come to the
number told are left alone.
"""

from __future__ import annotations

from monitor.claims.counting import Find
from monitor.claims.lists import GOES_ON, Group, listed, people, subjects
from monitor.claims.roles import clause_of
from monitor.claims.sentences import Sentence
from monitor.claims.subject import Subject
from monitor.values import Count, summed

REACH = 8
"""Words between the numbers of two groups that are counted together."""
OTHERS = ("ORD", "INITIAL", "THIS", "THOSE", "ONE", "ANOTHER")
"""Words by which one of several is told from the others."""
DAYS = frozenset({"day", "weekday"})
"""Codes of dates that are one day: the dead of another day are another happening's."""
VERB_REACH = 4
"""Words between the people of a list and what became of them: "have all been killed"."""
BETWEEN = ("COMMA", "STOP", "KILL", "KILLED", "DIE", "EVENT", "OBJECT", "NUM", "WOUND")
"""What does not stand between two groups that "and" joins."""
NO_GROUP = ("COMMA", "STOP", "KILLED", "KILL", "EVENT", "OBJECT", "IN", "DIE", "THING", "WOUND")
"""What does not stand between a group and "and": "2,297 new cases AND 11 deaths" are no two groups."""


class Groups:
    """Adds up the groups of dead of one happening, for one tally in one language."""

    def __init__(self, subject: Subject) -> None:
        """Take the tally's words."""
        self._cues = subject.cues
        self._parts = [subject.mark("further_part"), subject.mark("part_without_verb")]

    def dead(self, sentence: Sentence, killed: list[Find]) -> tuple[Count, str] | None:
        """The dead of the happening and the rule of the first number; None when there are none."""
        if not killed:
            return None
        first = killed[0]
        for find in killed:
            if find.rule.endswith("/n-more"):  # "the captain was killed along with six others"
                return find.count, find.rule
        exact = next((find for find in killed if find.count.exact), None)
        if first.count.vague and exact is not None:
            return exact.count, exact.rule
        listed = self._list(sentence, first)
        if len(listed) > 1:
            return summed(people(listed)), first.rule
        groups = [first]
        for find in killed[1:]:
            if self._goes_with(sentence, groups[-1], find) or self._besides(sentence, first, find):
                groups.append(find)
        parts = [count for find in groups for count in self._with_its_list(sentence, find)]
        known = {find.index for find in killed}
        if len(parts) == 1:
            parts = [*self._before_and(sentence, first, known), *parts]
        parts += self._further(sentence, parts, first, known)
        return summed(parts), first.rule

    def _list(self, sentence: Sentence, first: Find) -> list[Group]:
        """The list of people that the first number is of: what was killed, or who died."""
        cues = self._cues
        if not cues.anywhere(sentence, "AND"):  # it joins the last of a list
            return []
        if cues.within(sentence, first.begin, first.index, "KILL", "KILLS", "KILLED"):
            groups = listed(sentence, cues, first.index)
            over = groups and cues.at(sentence, groups[-1].end, *GOES_ON)
            return groups[:-1] if over else groups
        clause = clause_of(sentence, cues, first.index)
        groups = subjects(sentence, cues, clause.begin, first.index)
        died = groups and cues.within(
            sentence, groups[-1].end, groups[-1].end + VERB_REACH, "DIE", "KILLED", "DEAD"
        )
        return groups if died else []

    def _with_its_list(self, sentence: Sentence, find: Find) -> list[Count]:
        listed = self._list(sentence, find)
        return people(listed) if len(listed) > 1 else [find.count]

    def _goes_with(self, sentence: Sentence, last: Find, find: Find) -> bool:
        """Whether a group belongs to the one before: "four sailors AND three fishermen were killed"."""
        if not self._cues.at(sentence, find.index - 1, "AND") or find.index - last.index > REACH:
            return False
        return not self._cues.within(sentence, last.index + 1, find.index - 1, *BETWEEN)

    def _besides(self, sentence: Sentence, first: Find, find: Find) -> bool:
        """Whether another clause counts other dead: "..., while separate clashes killed four"."""
        cues = self._cues
        clause = clause_of(sentence, cues, find.index)
        other_day = any(
            first.index <= index < find.index and mention.code in DAYS
            for index, mention in sentence.dated
        )
        if other_day or cues.within(sentence, first.index, find.index, "INCLUDING", "THOSE"):
            return False
        if self._with_a_verb(sentence, first, find):
            return True
        if clause.begin <= first.index or cues.within(sentence, clause.begin - 1, find.index, "OF"):
            return False
        if cues.within(sentence, clause.begin, find.end, "FURTHER"):
            return True
        mine, other = self._people(sentence, first), self._people(sentence, find)
        parted = cues.within(sentence, first.end, find.begin, "WHILE")
        return parted and bool(mine) and bool(other) and mine != other

    def _with_a_verb(self, sentence: Sentence, first: Find, find: Find) -> bool:
        """Whether somebody else kills them: "a gunman kills 68 and a car bomb kills eight"."""
        cues = self._cues
        links = cues.each(sentence, first.end, find.begin, "AND", "WHILE", "BEFORE")
        if not links or not cues.within(sentence, first.begin, first.index, "KILL", "KILLS"):
            return False
        if cues.within(sentence, find.begin, find.index, "KILL", "KILLS"):
            return find.begin - links[-1] > 1
        return cues.at(sentence, links[-1], "BEFORE", "WHILE") and cues.at(
            sentence, find.end - 1, "KILLED", "DIE", "DEAD"
        )

    def _people(self, sentence: Sentence, find: Find) -> str:
        """The noun that a number of dead is of, when it is more than "people"."""
        for index in range(find.index + 1, min(find.index + 5, len(sentence.words))):
            if self._cues.at(sentence, index, "HUMAN"):
                word = sentence.words[index].low
                return "" if self._cues.at(sentence, index, "ANYBODY") else word
        return ""

    def _before_and(self, sentence: Sentence, find: Find, known: set[int]) -> list[Count]:
        """The groups before "and": "four Armenian AND three Azerbaijani soldiers", "eight, four AND two"."""
        cues = self._cues
        if find.index < 2 or not cues.at(sentence, find.index - 1, "AND"):
            return []
        for back in range(find.index - 2, max(-1, find.index - 6), -1):
            if cues.at(sentence, back, "NUM"):
                if back in known:
                    return []
                listed = cues.at(sentence, back - 1, "COMMA") and cues.at(sentence, back - 2, "NUM")
                every = [back - 2, back] if listed else [back]
                return [count for index in every if (count := sentence.count(index)) is not None]
            if cues.at(sentence, back, *NO_GROUP):
                return []
        return []

    def _further(
        self, sentence: Sentence, told: list[Count], first: Find, known: set[int]
    ) -> list[Count]:
        """Parts without a verb: "three died on one boat, two on another"; none when they come to what is told."""
        indices = {
            match.start("n")
            for part in self._parts
            if part.can_stand(sentence.kinds)
            for match in part.pattern.finditer(sentence.chars, first.index)
        }
        found = [
            count
            for index in sorted(indices - known)
            if (count := sentence.count(index)) is not None
        ]
        if not found:
            return []
        clause = clause_of(sentence, self._cues, first.index)
        a_part = any(
            self._cues.at(sentence, index, *OTHERS)
            or (
                self._cues.at(sentence, index, "ABED") and self._cues.at(sentence, index + 1, "NUM")
            )
            for index in range(clause.begin, clause.end)
        )
        if not a_part or sum(count.min for count in found) == summed(told).min:
            return []
        return found
