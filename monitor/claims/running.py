"""Running totals in a sentence, and what changes about an earlier happening."""

from __future__ import annotations

from datetime import date

from monitor.claims.counting import Find
from monitor.claims.denials import Denials
from monitor.claims.meaning import CORRECTED, Roles
from monitor.claims.reading import Text, attributed, provenance, quote
from monitor.claims.roles import clause_of
from monitor.claims.sentences import Sentence
from monitor.claims.subject import REGIONAL, Subject
from monitor.reports import AnyClaim, IncidentAdjusted, TotalReported
from monitor.values import Assertion, Count

SCOPE_REACH = 4
"""Words between a total and the region that it is limited to."""


class Totals:
    """Reads totals and adjustments of one tally in one language."""

    def __init__(self, subject: Subject) -> None:
        """Take the tally's words."""
        self._subject = subject
        self._denials = Denials(subject)
        self._presumed = subject.mark("presumed_in_total")
        self._lowered = subject.mark("lowered")

    def read(
        self, sentence: Sentence, finds: list[Find], roles: Roles, text: Text
    ) -> list[AnyClaim]:
        """The running totals of a sentence as one claim, then its adjustments."""
        if not finds:
            return []
        totals = self._totals(sentence, finds, roles, text)
        return [*totals, *self._adjustments(sentence, finds, text)]

    def _totals(
        self, sentence: Sentence, finds: list[Find], roles: Roles, text: Text
    ) -> list[AnyClaim]:
        """The running totals of a sentence, as one claim."""
        measures = self._subject.options.measures
        names = {
            "killed": measures.killed,
            "events": measures.events,
            "objects": measures.objects,
            "survivors": measures.survivors,
        }
        counts: dict[str, Count] = {}
        rule = ""
        for find in sorted(finds, key=lambda find: not find.rule.endswith("corrected-to-n")):
            name = self._total_name(find, sentence, names, text.day)
            if name is None or name in counts:
                continue
            if find.says != "ordinal" and roles.of(find) != "total":
                continue
            if not self._may_be(sentence, find) and not self._supposed(sentence, find):
                counts[name] = find.count
                rule = find.rule if find.says == "killed" or not rule else rule
        if not counts:
            return []
        presumed = True if self._presumed.stands(sentence) else None
        return [
            TotalReported(
                **provenance(text, self._subject.tracker, self._subject.context.pack),
                quote=quote([sentence]),
                rule=rule,
                counts=counts,
                presumed=presumed,
                prior=self._prior(sentence),
                scope=self._scope(sentence, finds, counts),
                assertion=self._assertion(sentence, rule, measures.killed in counts),
                attribution=attributed([sentence], text, self._subject.context.speakers),
            )
        ]

    def _may_be(self, sentence: Sentence, find: Find) -> bool:
        """Whether it is what the total may come to ("the toll could reach 200"), or is denied."""
        could = self._subject.cues.within(sentence, find.begin, find.end, "COULD", "WILL")
        return could or (
            find.says == "killed"
            and (self._denials.denies(sentence, find) or self._denials.negates(sentence, find))
        )

    def _assertion(self, sentence: Sentence, rule: str, toll: bool) -> Assertion:
        """A toll that is lowered, or said to be corrected, takes the earlier ones back."""
        corrected = (
            rule.endswith(CORRECTED)
            or self._lowered.stands(sentence)
            or self._subject.cues.anywhere(sentence, "CORRECT")
        )
        return "correction" if toll and corrected else "asserted"

    def _hit(self, sentence: Sentence) -> bool:
        """Whether things are counted because something happened to them: "six Navy ships are there" is not."""
        return self._subject.cues.anywhere(
            sentence, "EVENT", "HIT", "KILL", "KILLED", "DEAD", "DEATHS", "TOLL", "SOFAR", "SPELL"
        )

    def _total_name(
        self, find: Find, sentence: Sentence, names: dict[str, str], day: date | None
    ) -> str | None:
        """The measure that a find totals: an ordinal totals the strikes or the boats."""
        if find.says == "objects" and not self._hit(sentence):
            return None
        if find.says != "ordinal":
            return names.get(find.says) or None
        if self._subject.partial(sentence, find, day):
            return None
        objects = self._subject.counts_objects(sentence, find) and not self._subject.early(day)
        return (names["objects"] if objects else names["events"]) or None

    def _supposed(self, sentence: Sentence, find: Find) -> bool:
        """Whether it is asked or supposed; "..., and it was not clear whether" supposes what follows."""
        if sentence.words[-1].low == "?":
            return True
        return self._subject.cues.within(sentence, 0, find.index, "IF")

    def _prior(self, sentence: Sentence) -> bool:
        """Whether the total stops before the newest happening."""
        cues = self._subject.cues
        return cues.anywhere(sentence, "BEFORE") or (
            cues.anywhere(sentence, "EARLIER") and not cues.anywhere(sentence, "SINCE", "ANOTHER")
        )

    def _scope(self, sentence: Sentence, finds: list[Find], counts: dict[str, Count]) -> str | None:
        """The region or time to which a total is limited: right behind it, or a month before it."""
        for find in finds:
            if find.count not in counts.values() or find.rule.endswith(("toll-n", "toll-bare")):
                continue
            if find.says == "ordinal" and find.count.min > REGIONAL:
                continue
            if self._subject.cues.within(sentence, find.begin, find.index, "BRING"):
                continue  # "the third there this month, taking the dead to 22"
            if self._in_a_month(sentence, find):
                return "period"
            contrast = self._contrasted(sentence, find)
            if contrast:
                return contrast
            places = self._places_behind(sentence, find.end)
            if (
                places
                and not self._subject.cues.anywhere(sentence, "SINCE")
                and len(set(self._subject.places(sentence))) == 1
            ):
                return places[0]
            if self._subject.cues.within(sentence, find.begin - 3, find.end + 4, "SCOPE"):
                return "period"
        return None

    def _contrasted(self, sentence: Sentence, find: Find) -> str | None:
        """The place of its clause, told beside another: "Pacific strikes killed 91, Caribbean ones 52"."""
        clause = clause_of(sentence, self._subject.cues, find.index)
        here = {
            place
            for char in sentence.chars[clause.begin : clause.end]
            if (place := self._subject.place_at(char))
        }
        every = set(self._subject.places(sentence))
        told = self._subject.cues.within(sentence, clause.begin, clause.end, "EVENT")
        return next(iter(here)) if told and len(here) == 1 and len(every) > 1 else None

    def _places_behind(self, sentence: Sentence, begin: int) -> list[str]:
        """The places right behind a number; "the Lahaina fire" names the happening, not a region."""
        named = [
            (index, self._subject.place_at(sentence.chars[index]))
            for index in range(begin, min(begin + SCOPE_REACH, len(sentence.chars)))
        ]
        return [
            place
            for index, place in named
            if place is not None and not self._subject.cues.at(sentence, index + 1, "EVENT")
        ]

    def _in_a_month(self, sentence: Sentence, find: Find) -> bool:
        """Whether "in October" stands before the number, and no "since" between or before."""
        clause = clause_of(sentence, self._subject.cues, find.index)
        months = any(
            index < find.index and mention.code in {"month", "month-1"}
            for index, mention in sentence.dated
        )
        return months and not self._subject.cues.within(
            sentence, 0, clause.end, "SINCE", "BRING", "TOLL"
        )

    def _adjustments(self, sentence: Sentence, finds: list[Find], text: Text) -> list[AnyClaim]:
        """Survivors who are now presumed dead."""
        name = self._subject.options.measures.presumed
        found = next((find for find in finds if find.says == "presumed"), None)
        if found is None or not name:
            return []
        stated = (mention.window for _, mention in sentence.dated if mention.code == "day")
        window = next(stated, None)
        return [
            IncidentAdjusted(
                **provenance(text, self._subject.tracker, self._subject.context.pack),
                quote=quote([sentence]),
                rule=found.rule,
                counts={name: found.count},
                occurred=window,
                attribution=attributed([sentence], text, self._subject.context.speakers),
            )
        ]
