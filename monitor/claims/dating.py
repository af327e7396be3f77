"""On which day a sentence puts a happening: the day stated, or the one on which it was announced."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta

from monitor.claims.happenings import announced_on
from monitor.claims.sentences import Sentence
from monitor.claims.spans import UNSAID
from monitor.claims.subject import COMMA_COST, Subject
from monitor.values import Window

HAPPENING = ("EVENT", "HIT", "KILL", "KILLS", "KILLED", "DIE", "OCCUR")
"""Words beside which a day is the happening's: "the attack of Dec. 9", "struck on Tuesday"."""
DATELINE = 6
"""Words within which a dateline has told its day."""


class Dating:
    """Finds the day of a happening for one tally in one language."""

    def __init__(self, subject: Subject) -> None:
        """Take the tally's words."""
        self._cues = subject.cues
        self._announced = subject.mark("announced")

    def window(
        self, sentence: Sentence, day: date | None, about: int | None = None
    ) -> Window | None:
        """The day that the sentence gives the happening; an announcement's day only bounds it.

        A day behind the part that counts (`about` is its word) is another's: "two were sent home; a third,
        who survived a strike on October 27, is missing".
        """
        if not sentence.dated:
            return None
        over = self._part_end(sentence, about)
        told = {match.start("d") for match in self._announced.within(sentence)}
        told |= self._dateline(sentence)
        stated: list[tuple[int, Window]] = []
        bound: list[Window] = []
        for index, mention in sentence.dated:
            if index >= over or mention.code in UNSAID:
                continue
            bounded = self._cues.within(sentence, index - 2, index, "SINCE", "BEFORE")
            if bounded and not self._of_the_news(sentence, index):
                continue
            if index - 2 in told and self._cues.at(sentence, index - 1, "COMMA"):
                told.add(index)
            if index in told or self._elsewhere(sentence, index):
                bound.append(mention.window)
            else:
                stated.append((self._distance(sentence, index), mention.window))
        night = [w for _, w in stated if (w.to - w.from_).days == 1]
        spoken = [w for w in (*bound, *(w for _, w in stated)) if w.from_ == w.to]
        if night and spoken:  # "on Sunday he said: last night"
            return Window(spoken[0].from_ - timedelta(days=1), spoken[0].to, "weekday")
        if stated:
            recent = [each for each in stated if day is None or each[1].to <= day]
            return min(recent or stated, key=lambda each: each[0])[1]
        return announced_on(bound[0].to) if bound else None

    def _part_end(self, sentence: Sentence, about: int | None) -> int:
        """Where the part of the sentence ends that holds a word: at the next semicolon or the like."""
        size = len(sentence.words)
        if about is None:
            return size
        stops = self._cues.each(sentence, about, size, "STOP")
        return stops[0] if stops else size

    def _distance(self, sentence: Sentence, index: int) -> int:
        """Words from a day to the nearest word of the happening; a comma counts as much as three."""
        length = len(sentence.words)
        commas = self._cues.each(sentence, 0, length, "COMMA", "STOP")
        here = bisect_left(commas, index)
        near = [
            abs(at - index) + COMMA_COST * abs(bisect_left(commas, at) - here)
            for at in self._cues.each(sentence, 0, length, *HAPPENING)
        ]
        return min(near, default=0)

    def _of_the_news(self, sentence: Sentence, index: int) -> bool:
        """Whether a clause tells of the happening of that day: "before Thursday's strike, which killed"."""
        if self._cues.at(sentence, index - 1, "SINCE") or not self._cues.within(
            sentence, index + 1, index + 4, "EVENT"
        ):
            return False
        return any(
            self._cues.within(sentence, at - 2, at, "COMMA")  # ", which", ", in which"
            for at in self._cues.each(sentence, index + 2, len(sentence.words), "WHO")
        )

    def _dateline(self, sentence: Sentence) -> set[int]:
        """The day in front of a report ("TEHRAN, Nov. 07 (MNA) -"): the report's, not the happening's."""
        if sentence.order:
            return set()
        for index, word in enumerate(sentence.words[:DATELINE]):
            if word.date is not None:
                ends = self._cues.at(sentence, index + 1, "COMMA", "DASH", "STOP")
                return {index} if ends else set()
            capital = sentence.text[word.start].isupper()
            if not (capital or self._cues.at(sentence, index, "COMMA", "STOP", "DASH")):
                return set()
        return set()

    def _elsewhere(self, sentence: Sentence, index: int) -> bool:
        """Whether a day stands in a clause of its own, where somebody speaks and nothing happens."""
        size = len(sentence.words)
        stops = self._cues.each(sentence, 0, size, "STOP")
        behind = bisect_left(stops, index)
        begin = stops[behind - 1] + 1 if behind else 0
        end = stops[behind] if behind < len(stops) else size
        if begin == 0 and end == size:
            return False
        happens = self._cues.within(sentence, begin, end, *HAPPENING, "DEAD", "DEATHS", "OBJECT")
        return self._cues.within(sentence, begin, end, "PERSON") and not happens
