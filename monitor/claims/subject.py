"""What a tally is about, made ready for one language: its words in the roles that rules speak of."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta

from msgspec import Struct

from monitor.claims.counting import CountingRules, Find
from monitor.claims.patterns import Anchors, Mark
from monitor.claims.reading import Context
from monitor.claims.roles import Cues, clause_of
from monitor.claims.sentences import Sentence
from monitor.topics import Tracker

COMMA_COST = 3
"""A comma parts a place or a day from what happened about as much as three words do."""
EARLY = timedelta(days=28)
"""So long after the topic's first day its weeks, months and regions hold all that there was."""
REGION_REACH = 8
"""Words between an ordinal's noun and its region: "the second in the eastern Pacific"."""
REGIONAL = 3
"""Ordinals up to which a region's name limits the count: "the second in the Pacific"; a higher one is
the campaign's, and the place its own."""
PERIODS = {"week": 7, "month": 10, "month-1": 10}
"""Codes of dates that are stretches, with the highest ordinal that can count within one: "the second
strike this week" does, "the 20th strike, made earlier this week" counts the campaign."""


class Measures(Struct, frozen=True, forbid_unknown_fields=True):
    """Under which names the tracker counts; an empty name is not counted."""

    killed: str = "killed"
    survivors: str = "survivors"
    presumed: str = "presumed_dead"
    events: str = "events"
    objects: str = ""


class Options(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the reader wants to know of a topic."""

    event: tuple[str, ...]
    """Word groups of the happening as a noun: strike, attack, earthquake."""
    anchors: tuple[tuple[str, ...], ...]
    """Combinations of word groups, one of which a sentence must hold whole to be about the subject."""
    object: tuple[str, ...] = ()
    """Word groups of what is hit and counted besides: boats."""
    hit: tuple[str, ...] = ()
    """Word groups of the happening as a verb: struck, bombed."""
    human: tuple[str, ...] = ()
    """Word groups for people that only this subject calls so: narco-terrorists."""
    context: tuple[tuple[str, ...], ...] = ()
    """Combinations of word groups: in a text that holds one whole, somewhere, a sentence that tells of
    happenings and their dead is about the subject too."""
    unless: tuple[str, ...] = ()
    """Word groups that make a sentence speak of something else."""
    places: tuple[str, ...] = ()
    """Places of the topic where it can happen; all of them when empty."""
    measures: Measures = Measures()
    any_happening: bool = False
    """Whether whatever kills is the subject: no cause is another one, and a toll is that of what is told."""


class Subject:
    """One tally's words in one language."""

    def __init__(self, tracker: Tracker, options: Options, context: Context) -> None:
        """Compile rules, cues and anchors."""
        self.tracker, self.options, self.context = tracker, options, context
        self._sets = context.sets(
            {"EVENT": options.event, "OBJECT": options.object, "HIT": options.hit}
        )
        self._sets["HUMAN"] = "|".join(("HUMAN", *(f"@{group}" for group in options.human)))
        lexicon = context.lexicon
        presumed = (
            options.measures.presumed
        )  # where they are not kept apart the presumed dead are dead
        rules = (rule for rule in context.pack.rules if presumed or rule.says != "presumed")
        self.rules = CountingRules(rules, lexicon, self._sets)
        self.cues = Cues(lexicon, self._sets, campaign=not options.any_happening)
        wanted = options.places or tuple(context.topic.places)
        self._places = {char: name for char, name in context.places.items() if name in wanted}
        self.anchors = Anchors(options.anchors, lexicon)
        self.context_of = Anchors(options.context, lexicon)
        self.unless = lexicon.group_chars(options.unless)

    def mark(self, name: str) -> Mark:
        """A pattern that the pack has under this name."""
        return Mark(self.context.pack.marks[name], self.context.lexicon, self._sets)

    def anchored(self, sentence: Sentence) -> bool:
        """Whether the sentence is about the subject by itself."""
        return self.anchors.hold(sentence.kinds)

    def place_at(self, char: str) -> str | None:
        """The place that a word names, if it is one where it can happen."""
        return self._places.get(char)

    def places(self, sentence: Sentence) -> list[str]:
        """Every place of the sentence, in order."""
        if sentence.kinds.isdisjoint(self._places):
            return []
        return [self._places[char] for char in sentence.chars if char in self._places]

    def place(self, sentence: Sentence, near: int = 0) -> str | None:
        """The place of the sentence that stands nearest to a word; a comma counts as three words."""
        if sentence.kinds.isdisjoint(self._places):
            return None
        parts = self.cues.each(sentence, 0, len(sentence.chars), "COMMA", "STOP")
        named = [
            (_distance(index, near, parts), index, place)
            for index, char in enumerate(sentence.chars)
            if (place := self._places.get(char))
        ]
        return min(named)[2] if named else None

    def counts_objects(self, sentence: Sentence, find: Find) -> bool:
        """Whether an ordinal counts boats, not strikes."""
        noun = range(find.index, find.end)
        return any(self.cues.at(sentence, index, "OBJECT") for index in noun) and not any(
            self.cues.at(sentence, index, "EVENT") for index in noun
        )

    def partial(self, sentence: Sentence, find: Find, day: date | None) -> bool:
        """Whether an ordinal counts within a scope only, or is the second shot at the same boat.

        In the first weeks of the topic "the third this month" and "the second in the Caribbean" count all.
        """
        cues = self.cues
        if find.count.min == 1:
            return True
        if find.count.min == 2 and cues.anywhere(
            sentence, "SURVIVOR", "SURVIVE", "ALIVE", "EARLIER", "INITIAL"
        ):
            return True
        if self.early(day):
            return False
        clause = clause_of(sentence, cues, find.index)
        return (
            cues.within(sentence, find.end - 1, clause.end, "SCOPE")
            or self._in_a_period(sentence, find, clause.end)
            or self._within_days_or_place(sentence, find)
        )

    def early(self, day: date | None) -> bool:
        """Whether a text of that day is of the first weeks, when each strike had hit one boat."""
        since = self.context.topic.since
        return since is not None and day is not None and day - since <= EARLY

    def _in_a_period(self, sentence: Sentence, find: Find, end: int) -> bool:
        """Whether a week or month stands there that limits what is counted; "since" does not.

        Right behind the number, "the 14th in October", it limits any; further on, "the 21st strike on a
        boat in November", no more than happen in such a time.
        """
        return any(
            find.end <= index < end
            and (
                find.count.min <= PERIODS.get(mention.code, 0)
                or (mention.code == "month" and self._right_behind(find, index))
            )
            and not self.cues.within(sentence, find.index, index, "SINCE")
            for index, mention in sentence.dated
        )

    @staticmethod
    def _right_behind(find: Find, index: int) -> bool:
        return find.says == "ordinal" and index <= find.index + 2

    def _within_days_or_place(self, sentence: Sentence, find: Find) -> bool:
        """ "The fourth in nine days"; "the second Pacific strike": counted within days or a region."""
        behind = range(find.end - 1, find.end + 2)
        days = any(
            self.cues.at(sentence, index, "IN") and self.cues.at(sentence, index + 1, "AMOUNT")
            for index in behind
        )
        region = self.cues.within(sentence, find.index, find.end + REGION_REACH, "PLACE")
        few = find.count.min <= PERIODS["month"]
        return (days and few) or (region and find.count.min <= REGIONAL)


def _distance(one: int, other: int, parts: list[int]) -> int:
    """Words between two, and what the commas and stops there cost besides."""
    low, high = (one, other) if one < other else (other, one)
    between = bisect_left(parts, high) - bisect_left(parts, low)
    return high - low + COMMA_COST * between
