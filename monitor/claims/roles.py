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
from monitor.claims.sentences import Sentence

Role = Literal["incident", "total", "background", "part"]

MANY_EVENTS = 5
"""From five on, a number of strikes in one clause is the campaign's, not a day's: the most that was told
of one day is four."""
PERFECT_REACH = 8
"""Words between "have" and what it governs: "have been sunk and more than a dozen people killed"."""
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
        return not self.chars(names).isdisjoint(sentence.chars)


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


def role_of(
    find: Find, sentence: Sentence, cues: Cues, finds: list[Find], day: date | None
) -> Role:
    """How a find is meant."""
    if find.role == "total":
        return "total"
    clause = clause_of(sentence, cues, find.index)
    if find.says in {"events", "objects"}:
        return _count_role(find, sentence, cues, clause, finds, day)
    if cues.within(sentence, find.index, find.index + 3, "MORE", "ANOTHER"):
        return "incident"
    if find.says == "survivors" and _any_events(sentence, cues, clause):
        return "total"
    if find.says == "killed" and _many(sentence, finds, clause.begin, clause.end):
        return "total"
    if _is_background(find, sentence, cues, clause, day):
        return "background"
    if _is_total(find, sentence, cues, clause, finds, day):
        return "total"
    return "incident"


def news_day(sentence: Sentence, begin: int, end: int, day: date | None) -> bool:
    """Whether a day within the last week stands in begin..end."""
    if day is None:
        return False
    for word in sentence.words[max(begin, 0) : end]:
        if word.date is not None and word.date.code not in {"month", "month-1"}:
            window = word.date.window
            if (
                window.from_ >= day - timedelta(days=NEWS_DAYS)
                and (window.to - window.from_).days <= NEWS_DAYS
            ):
                return True
    return False


def _cumulative(sentence: Sentence, cues: Cues, begin: int, end: int) -> bool:
    """Whether words of a running total stand there: since, so far, in all, of the campaign."""
    return cues.within(sentence, begin, end, "SINCE", "SOFAR", "OVERALL", "SPELL", "TOTALOF")


def _many(sentence: Sentence, finds: list[Find], begin: int, end: int) -> bool:
    """Whether a number of strikes or boats that is more than a day's stands there."""
    return any(
        find.says in {"events", "objects"}
        and begin <= find.index < end
        and (find.count.min >= MANY_EVENTS or find.count.vague)
        for find in finds
    )


def _is_total(
    find: Find, sentence: Sentence, cues: Cues, clause: Clause, finds: list[Find], day: date | None
) -> bool:
    begin, end = clause.begin, clause.end
    before = clause_of(sentence, cues, begin - 2) if begin >= 2 else clause
    if begin > 0 and cues.at(sentence, begin, "KILL", "WITH", "LEAVE", "CLAIM", "AND"):
        if _many(sentence, finds, 0, begin):
            return True
        if _cumulative(sentence, cues, before.begin, before.end) and not _one_event(
            sentence, cues, before, finds
        ):
            return True
    if _cumulative(sentence, cues, begin, end) and not _ordinal_between(
        sentence, cues, find, clause
    ):
        return not _one_event(sentence, cues, clause, finds) or cues.within(
            sentence, begin, end, "TOTALOF"
        )
    if _many(sentence, finds, begin, end):
        return True
    following = clause_of(sentence, cues, end + 1) if end + 1 < len(sentence.chars) else clause
    if following != clause and cues.at(sentence, following.begin, "SINCE"):
        return not _one_event(sentence, cues, clause, finds)
    if news_day(sentence, begin, end, day):
        return False
    if find.says == "killed" and _the_events(sentence, cues, find, clause):
        return True
    if not _perfect(find, sentence, cues):
        return False
    if _one_event(sentence, cues, clause, finds):
        return False
    whole = _plural_events(sentence, cues, finds) or _cumulative(
        sentence, cues, 0, len(sentence.chars)
    )
    return whole or (sentence.order > 0 and not cues.anywhere(sentence, "EVENT"))


def _any_events(sentence: Sentence, cues: Cues, clause: Clause) -> bool:
    """Whether happenings without number or day stand there: "three men survived strikes"."""
    return any(
        cues.at(sentence, index, "EVENT")
        and plural(sentence, index)
        and not cues.within(sentence, index - 2, index, "NUM")
        for index in range(clause.begin, clause.end)
    ) and not cues.within(sentence, clause.begin, clause.end, "DATE", "ANOTHER", "NEW")


def _the_events(sentence: Sentence, cues: Cues, find: Find, clause: Clause) -> bool:
    """Whether the dead are those of "the strikes": all of them, known and without a number."""
    return any(
        cues.at(sentence, index, "EVENT")
        and plural(sentence, index)
        and cues.at(sentence, index - 1, "DET")
        and cues.at(sentence, index - 2, "BY", "IN", "FROM")
        for index in range(find.end, clause.end)
    )


def _perfect(find: Find, sentence: Sentence, cues: Cues) -> bool:
    """Whether the verb of the find is in the perfect: "have killed", "have now resulted in"."""
    clause = clause_of(sentence, cues, find.index)
    return cues.within(sentence, max(clause.begin, find.begin - PERFECT_REACH), find.end, "HAVE")


def _one_event(sentence: Sentence, cues: Cues, clause: Clause, finds: list[Find]) -> bool:
    """Whether one happening is the subject: "a strike", "another strike", "the latest attack"."""
    counted = {find.index for find in finds if find.says == "events"}
    for index in range(clause.begin, clause.end):
        if cues.at(sentence, index, "EVENT") and not plural(sentence, index):
            for back in range(index - 1, max(clause.begin, index - 6) - 1, -1):
                if back in counted or cues.at(sentence, back, "IN", "EVENT"):
                    break
                if cues.at(sentence, back, "ART", "ANOTHER", "NEW", "ORD"):
                    return True
    return False


def plural(sentence: Sentence, index: int) -> bool:
    """Whether the noun ends in -s: true for English and Spanish countable nouns of happenings."""
    return sentence.words[index].low.endswith("s")


def _plural_events(sentence: Sentence, cues: Cues, finds: list[Find]) -> bool:
    return any(
        cues.at(sentence, index, "EVENT") and plural(sentence, index)
        for index in range(len(sentence.chars))
    ) or any(find.says in {"events", "objects"} and find.count.min >= 2 for find in finds)


def _ordinal_between(sentence: Sentence, cues: Cues, find: Find, clause: Clause) -> bool:
    """Whether "since" belongs to an ordinal of the clause: "the fourth such strike since September"."""
    for index in range(clause.begin, clause.end):
        if cues.at(sentence, index, "SINCE"):
            return index > find.end and cues.within(sentence, find.end, index, "ORD")
    return False


def _is_background(
    find: Find, sentence: Sentence, cues: Cues, clause: Clause, day: date | None
) -> bool:
    """Whether the find is history: an old date, an earlier happening, a clause of "after" or "who"."""
    begin, end = clause.begin, clause.end
    if cues.within(sentence, begin, end, "EARLIER") and not cues.within(
        sentence, begin, end, "SINCE"
    ):
        return not _cumulative(sentence, cues, 0, len(sentence.chars)) and not _perfect(
            find, sentence, cues
        )
    if old_day(sentence, cues, begin, end, day) and not news_day(sentence, begin, end, day):
        return True
    if cues.anywhere(sentence, "COURT"):
        return True
    for index in range(find.end, min(find.end + 3, end)):
        if cues.at(sentence, index, "IN") and cues.at(sentence, index + 1, "DET"):
            if cues.within(sentence, index + 2, index + 3, "NUM") and cues.within(
                sentence, index + 2, end, "EVENT"
            ):
                return True
    for index in range(find.begin - 1, max(begin, find.begin - 12) - 1, -1):
        if cues.at(sentence, index, "AFTER") and not cues.within(
            sentence, index, find.begin, "NEW", "ANOTHER"
        ):
            return _definite(sentence, cues, index, find.begin) or sentence.order > 0
        if cues.at(sentence, index, "WHO") and cues.within(
            sentence, max(begin, index - 4), index, "EVENT"
        ):
            return _definite(sentence, cues, index - 4, index)
    return False


def _definite(sentence: Sentence, cues: Cues, begin: int, end: int) -> bool:
    """Whether the happening there is one already known ("the strike that killed", "Monday's strikes")."""
    for index in range(max(begin, 0), end):
        if not cues.at(sentence, index, "EVENT"):
            continue
        for back in range(index - 1, max(index - 5, -1), -1):
            if cues.at(
                sentence, back, "ART", "NEW", "ANOTHER", "ORD", "NUM", "EVENT", "IN", "AFTER"
            ):
                break
            if cues.at(sentence, back, "DET", "EARLIER", "DATE"):
                return True
    return False


def old_day(sentence: Sentence, cues: Cues, begin: int, end: int, day: date | None) -> bool:
    """Whether a day or month more than a week back stands there, and not behind "since"."""
    if day is None:
        return False
    return any(
        word.date is not None
        and word.date.window.to < day - timedelta(days=NEWS_DAYS)
        and not cues.within(sentence, index - 2, index, "SINCE")
        for index, word in enumerate(sentence.words[:end])
        if index >= begin
    )


def _count_role(
    find: Find, sentence: Sentence, cues: Cues, clause: Clause, finds: list[Find], day: date | None
) -> Role:
    """How a number of strikes or boats is meant."""
    many = find.count.min >= MANY_EVENTS or find.count.vague
    begin, end = clause.begin, clause.end
    if many and not cues.within(sentence, begin, end, "EARLIER"):
        return "total"
    if cues.within(sentence, begin, end, "EARLIER") and not many:
        return "background"
    if old_day(sentence, cues, begin, end, day) and not _cumulative(sentence, cues, begin, end):
        return "background" if not news_day(sentence, begin, end, day) else "incident"
    if many or _cumulative(sentence, cues, begin, end):
        return "total"
    killed = [other for other in finds if other.says == "killed"]
    if (
        killed
        and all(other.role == "total" for other in killed)
        and not news_day(sentence, begin, end, day)
    ):
        return "total"
    return "incident"
