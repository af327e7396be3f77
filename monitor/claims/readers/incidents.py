"""Reads happenings and running totals for a tally: who was killed, how many, when, where, which one."""

from __future__ import annotations

from datetime import date

from msgspec import Struct, convert

from monitor.claims.counting import CountingRules, Find
from monitor.claims.happenings import Draft, announced_on, joined, told_once, undated
from monitor.claims.patterns import compiled
from monitor.claims.reading import (
    Context,
    Text,
    attributed,
    provenance,
    quote,
    unknown_groups,
)
from monitor.claims.roles import Cues, clause_of, news_day, plural, role_of
from monitor.claims.sentences import Sentence
from monitor.reports import AnyClaim, IncidentAdjusted, IncidentReported, TotalReported
from monitor.topics import Topic, Tracker
from monitor.values import Assertion, Count, Window

CARRY = 2
"""Sentences after one about the subject in which a number still speaks of it ("All four were killed")."""


MANY_DEAD = 10
"""Below it an incident and a total can well have the same number."""


class Measures(Struct, frozen=True, forbid_unknown_fields=True):
    """Under which names the tracker counts; an empty name is not counted."""

    killed: str = "killed"
    survivors: str = "survivors"
    presumed: str = "presumed_dead"
    events: str = "strikes"
    objects: str = "vessels"


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
    unless: tuple[str, ...] = ()
    """Word groups that make a sentence speak of something else."""
    places: tuple[str, ...] = ()
    """Places of the topic where it can happen; all of them when empty."""
    measures: Measures = Measures()


class Incidents:
    """The reader of tallies."""

    name = "incidents"
    options = Options

    def problems(self, topic: Topic, tracker: Tracker) -> list[tuple[str, str]]:
        """Word groups that the topic does not have."""
        options = convert(tracker.read, Options)
        found = []
        for key in ("event", "object", "hit", "human", "unless"):
            found += unknown_groups(topic, key, getattr(options, key))
        for combination in options.anchors:
            found += unknown_groups(topic, "anchors", combination)
        return found

    def compile(self, tracker: Tracker, context: Context) -> CompiledIncidents:
        """The pack's counting rules with the tracker's words in their roles."""
        return CompiledIncidents(tracker, convert(tracker.read, Options), context)


class CompiledIncidents:
    """The reader of one tally in one language."""

    def __init__(self, tracker: Tracker, options: Options, context: Context) -> None:
        """Compile rules, cues and anchors."""
        self.tracker, self.options, self.context = tracker, options, context
        roles = {"EVENT": options.event, "OBJECT": options.object, "HIT": options.hit}
        sets = context.sets(roles)
        human = "|".join(("HUMAN", *(f"@{group}" for group in options.human)))
        sets["HUMAN"] = human
        lexicon = context.lexicon
        self.rules = CountingRules(context.pack.rules, lexicon, sets)
        self.cues = Cues(lexicon, sets)
        wanted = options.places or tuple(context.topic.places)
        self.places = {char: name for char, name in context.places.items() if name in wanted}
        self.anchors = [[lexicon.chars(group) for group in groups] for groups in options.anchors]
        self.unless = "".join(lexicon.chars(group) for group in options.unless)
        marks = context.pack.marks
        self.announced = compiled(marks["announced"], lexicon, sets)
        self.presumed = compiled(marks["presumed_in_total"], lexicon, sets)
        self.not_this = compiled(marks["not_this"], lexicon, sets)

    def read(self, text: Text) -> list[AnyClaim]:
        """Incidents first, in order of the text, then totals, then adjustments."""
        drafts: dict[str, list[Draft]] = {"title": [], "text": []}
        rest: list[AnyClaim] = []
        carry = 0
        anchored_before = False
        for sentence in text.sentences:
            if sentence.has(self.unless):
                continue
            anchored = self._anchored(sentence)
            carry = CARRY if anchored else carry - 1
            if not anchored and not (carry >= 0 or (anchored_before and self._speaks_of_it(sentence))):
                continue
            anchored_before = anchored_before or anchored
            finds = self.rules.finds(sentence)
            told = self._told(sentence, finds, text.day)
            for draft in told:
                joined(drafts[sentence.field], draft)
            rest += self._totals(sentence, finds, text)
            rest += self._adjustments(sentence, finds, text)
        kept = [draft for draft in self._kept(drafts, text.day) if not self._is_the_total(draft, rest)]
        return [*(self._incident(draft, text) for draft in kept), *rest]

    def _is_the_total(self, draft: Draft, rest: list[AnyClaim]) -> bool:
        """Whether a headline's number is the total that the text gives ("64 killed by boat strikes")."""
        killed = draft.counts.get(draft.dead)
        if killed is None or draft.firm is not None or draft.ordinal is not None or killed.min < MANY_DEAD:
            return False
        totals = [c.counts[draft.dead] for c in rest if isinstance(c, TotalReported) and draft.dead in c.counts]
        return any(total.min == killed.min for total in totals)

    def _anchored(self, sentence: Sentence) -> bool:
        return any(all(sentence.has(group) for group in groups) for groups in self.anchors)

    def _speaks_of_it(self, sentence: Sentence) -> bool:
        return self.cues.anywhere(sentence, "EVENT", "TOLL", "SPELL")

    # --- one happening -----------------------------------------------------------------------

    def _told(self, sentence: Sentence, finds: list[Find], day: date | None) -> list[Draft]:
        """The happening that a sentence tells of, if any; history as a draft of its own."""
        roles = {find.index: role_of(find, sentence, self.cues, finds, day) for find in finds}
        mine = [find for find in finds if roles[find.index] == "incident"]
        past = [find for find in finds if roles[find.index] == "background" and find.says == "killed"]
        found = [self._past(sentence, find) for find in past[:1]]
        draft = self._draft(sentence, mine, finds, day)
        return [draft, *found] if draft is not None else found

    def _draft(self, sentence: Sentence, mine: list[Find], finds: list[Find], day: date | None) -> Draft | None:
        dead = self._dead(sentence, mine)
        counts: dict[str, Count] = {}
        measures = self.options.measures
        names = {"survivors": measures.survivors, "events": measures.events, "objects": measures.objects}
        for find in mine:
            name = names.get(find.says)
            if name and name not in counts:
                counts[name] = find.count
        only = next((find for find in finds if find.says == "object"), None)
        one = only.count if only is not None else self._one_object(sentence, finds)
        if one is not None and measures.objects and measures.objects not in counts:
            counts[measures.objects] = one
        ordinal = next((find for find in mine if find.says == "ordinal"), None)
        happens = self._happens(sentence)
        light = dead is None and not happens and measures.survivors not in counts
        if dead is None and any(find.says == "killed" for find in finds) and ordinal is None:
            light = True
        if light and not self._dates_it(sentence):
            return None
        rule = "happening"
        if dead is not None:
            counts[measures.killed], rule = dead
        draft = Draft([sentence], {} if light else counts, rule, dead=measures.killed, light=light)
        draft.assertion = self._assertion(sentence, mine)
        draft.ordinal = self._ordinal(sentence, ordinal)
        draft.window = self._window(sentence, day)
        draft.place = self._place(sentence)
        draft.another = self.cues.anywhere(sentence, "ANOTHER")
        return draft

    def _dead(self, sentence: Sentence, mine: list[Find]) -> tuple[Count, str] | None:
        """The dead of the happening, groups summed ("four soldiers and three police")."""
        killed = [find for find in mine if find.says == "killed"]
        if not killed or not self.options.measures.killed:
            return None
        first = killed[0]
        other = self._before_and(sentence, first, {find.index for find in killed})
        if other is None:
            return first.count, first.rule
        high = None if None in (first.count.max, other.max) else (first.count.max or 0) + (other.max or 0)
        return Count(first.count.min + other.min, high, (*other.words, *first.count.words)), first.rule

    def _before_and(self, sentence: Sentence, find: Find, known: set[int]) -> Count | None:
        """The group counted before "and": "four Armenian AND three Azerbaijani soldiers were killed"."""
        cues = self.cues
        if find.index < 2 or not cues.at(sentence, find.index - 1, "AND"):
            return None
        for back in range(find.index - 2, max(-1, find.index - 6), -1):
            if cues.at(sentence, back, "NUM"):
                return sentence.count(back) if back not in known else None
            if cues.at(sentence, back, "COMMA", "STOP", "KILLED", "KILL", "EVENT", "OBJECT", "IN", "DIE"):
                return None
        return None

    def _past(self, sentence: Sentence, find: Find) -> Draft:
        window = next(
            (word.date.window for word in sentence.words if word.date and word.date.code != "month"), None
        )
        measures = self.options.measures
        draft = Draft([sentence], {measures.killed: find.count}, find.rule, "background", dead=measures.killed)
        draft.window, draft.place = window, self._place(sentence)
        return draft

    def _one_object(self, sentence: Sentence, finds: list[Find]) -> Count | None:
        """A boat in the singular, as headlines have it without an article."""
        if any(find.says == "objects" for find in finds):
            return None
        for index, word in enumerate(sentence.words):
            if self.cues.at(sentence, index, "OBJECT") and not plural(sentence, index):
                return Count(1, 1, (sentence.text[word.start : word.end],))
        return None

    def _dates_it(self, sentence: Sentence) -> bool:
        """Whether the sentence says when the happening was, and nothing of a campaign."""
        return (
            self.cues.anywhere(sentence, "EVENT", "HIT", "OCCUR")
            and any(word.date is not None for word in sentence.words)
            and not self.cues.anywhere(sentence, "IF", "COULD", "WILL")
        )

    def _happens(self, sentence: Sentence) -> bool:
        """Whether the sentence tells that something of the kind has happened."""
        cues = self.cues
        hit = cues.anywhere(sentence, "HIT") or cues.anywhere(sentence, "EVENT")
        if not hit or cues.anywhere(sentence, "IF"):
            return False
        if self.options.object and not cues.anywhere(sentence, "OBJECT", "ANOTHER"):
            return False
        return not cues.anywhere(sentence, "COULD", "WILL", "SINCE", "SOFAR")

    def _ordinal(self, sentence: Sentence, find: Find | None) -> int | None:
        """The ordinal of the campaign; one of a week, a region or a day is none."""
        if find is None or self._partial(sentence, find) or not find.count.exact:
            return None
        noun = range(find.index, find.end)
        if any(self.cues.at(sentence, index, "OBJECT") for index in noun) and not any(
            self.cues.at(sentence, index, "EVENT") for index in noun
        ):
            return None
        return find.count.min

    def _partial(self, sentence: Sentence, find: Find) -> bool:
        """Whether an ordinal counts within a scope only, or is the second shot at the same boat."""
        cues = self.cues
        clause = clause_of(sentence, cues, find.index)
        if cues.within(sentence, find.end - 1, clause.end, "SCOPE"):
            return True
        if find.count.min == 1:
            return True
        return find.count.min == 2 and cues.anywhere(sentence, "SURVIVOR", "SURVIVE", "EARLIER")

    def _window(self, sentence: Sentence, day: date | None) -> Window | None:
        """The day that the sentence gives the happening; an announcement's day only bounds it."""
        told = {match.start("d") for match in self.announced.finditer(sentence.chars)}
        stated, bound = [], []
        for index, word in enumerate(sentence.words):
            if word.date is None or word.date.code in {"month", "month-1", "coming", "soon"}:
                continue
            if self.cues.within(sentence, index - 2, index, "SINCE", "BEFORE"):
                continue
            if index - 2 in told and self.cues.at(sentence, index - 1, "COMMA"):
                told.add(index)
            (bound if index in told else stated).append(word.date.window)
        if stated:
            recent = [w for w in stated if day is None or w.to <= day]
            return (recent or stated)[0]
        return announced_on(bound[0].to) if bound else None

    def _place(self, sentence: Sentence) -> str | None:
        return next((self.places[char] for char in sentence.chars if char in self.places), None)

    def _assertion(self, sentence: Sentence, mine: list[Find]) -> Assertion:
        """How the sentence means it."""
        cues = self.cues
        first = next((find for find in mine if find.says == "killed"), None)
        at = first.begin if first else len(sentence.chars)
        if sentence.words[-1].low == "?" or cues.anywhere(sentence, "UNCONFIRMED"):
            return "possible"
        if cues.within(sentence, 0, at, "IF"):
            return "conditional"
        if first is not None and cues.within(sentence, first.begin - 4, first.end, "COULD"):
            return "possible"
        if first is not None and cues.within(sentence, first.begin - 4, first.end, "WILL"):
            return "planned"
        if self.not_this.search(sentence.chars) or cues.anywhere(sentence, "CORRECT"):
            return "correction"
        return "asserted"

    def _kept(self, drafts: dict[str, list[Draft]], day: date | None) -> list[Draft]:
        """The drafts worth a claim: with a toll, or a new happening that stands alone."""
        told = told_once(drafts["title"], drafts["text"])
        with_toll = [draft for draft in told if draft.dead in draft.counts]
        told = [draft for draft in told if not draft.light]
        kept = [draft for draft in told if draft in with_toll or self._stands_alone(draft, with_toll)]
        for draft in kept:
            if draft.window is None and draft.assertion != "background" and day is not None:
                draft.window = undated(day)
        return sorted(kept, key=lambda draft: draft.assertion == "background")

    def _stands_alone(self, draft: Draft, with_toll: list[Draft]) -> bool:
        if draft.assertion == "possible":
            return True
        if any(other.assertion in {"asserted", "correction"} for other in with_toll):
            return False
        survivors = self.options.measures.survivors in draft.counts
        return survivors or draft.ordinal is not None or draft.firm is not None or draft.another

    def _incident(self, draft: Draft, text: Text) -> IncidentReported:
        measures = self.options.measures
        said = quote(draft.sentences)
        events = draft.counts.get(measures.events)
        return IncidentReported(
            **provenance(text, self.tracker, self.context.pack),
            quote=said, rule=draft.rule, assertion=draft.assertion,
            attribution=attributed(draft.sentences, text, self.context.speakers),
            occurred=draft.window, place=draft.place, ordinal=draft.ordinal, counts=draft.counts,
            aggregate=events is not None and events.min > 1, another=draft.another,
        )

    # --- totals ------------------------------------------------------------------------------

    def _totals(self, sentence: Sentence, finds: list[Find], text: Text) -> list[AnyClaim]:
        """The running totals of a sentence, as one claim."""
        measures = self.options.measures
        names = {"killed": measures.killed, "events": measures.events, "objects": measures.objects}
        counts: dict[str, Count] = {}
        rule = ""
        for find in finds:
            name = self._total_name(find, sentence, names)
            if name is None or name in counts:
                continue
            if find.says == "ordinal" or role_of(find, sentence, self.cues, finds, text.day) == "total":
                counts[name] = find.count
                rule = find.rule if find.says == "killed" or not rule else rule
        if not counts or self._hypothetical(sentence):
            return []
        whole = {"prior": self._prior(sentence), "scope": self._scope(sentence, finds, counts)}
        presumed = True if self.presumed.search(sentence.chars) else None
        lowered = self.cues.anywhere(sentence, "LOWER", "CORRECT") and measures.killed in counts
        return [
            TotalReported(
                **provenance(text, self.tracker, self.context.pack), **whole,
                quote=quote([sentence]), rule=rule, counts=counts, presumed=presumed,
                assertion="correction" if lowered else "asserted",
                attribution=attributed([sentence], text, self.context.speakers),
            )
        ]

    def _total_name(self, find: Find, sentence: Sentence, names: dict[str, str]) -> str | None:
        """The measure that a find totals: an ordinal totals the strikes or the boats."""
        if find.says != "ordinal":
            return names.get(find.says) or None
        if self._partial(sentence, find):
            return None
        noun = range(find.index, find.end)
        objects = any(self.cues.at(sentence, index, "OBJECT") for index in noun)
        events = any(self.cues.at(sentence, index, "EVENT") for index in noun)
        return (names["objects"] if objects and not events else names["events"]) or None

    def _hypothetical(self, sentence: Sentence) -> bool:
        return self.cues.anywhere(sentence, "IF") or sentence.words[-1].low == "?"

    def _prior(self, sentence: Sentence) -> bool:
        """Whether the total stops before the newest happening."""
        cues = self.cues
        return cues.anywhere(sentence, "BEFORE") or (
            cues.anywhere(sentence, "EARLIER") and not cues.anywhere(sentence, "SINCE", "ANOTHER")
        )

    def _scope(self, sentence: Sentence, finds: list[Find], counts: dict[str, Count]) -> str | None:
        """The region or time to which a total is limited, when the limit stands right behind it."""
        for find in finds:
            if find.count not in counts.values() or find.rule.endswith(("toll-n", "toll-bare")):
                continue
            near = sentence.chars[find.end : find.end + 4]
            places = [self.places[char] for char in near if char in self.places]
            if places and not self.cues.anywhere(sentence, "SINCE") and len(set(self._places(sentence))) == 1:
                return places[0]
            if self.cues.within(sentence, find.begin - 3, find.end + 4, "SCOPE") and not news_day(
                sentence, 0, len(sentence.words), None
            ):
                return "period"
        return None

    def _places(self, sentence: Sentence) -> list[str]:
        return [self.places[char] for char in sentence.chars if char in self.places]

    # --- adjustments -------------------------------------------------------------------------

    def _adjustments(self, sentence: Sentence, finds: list[Find], text: Text) -> list[AnyClaim]:
        """Survivors who are now presumed dead."""
        name = self.options.measures.presumed
        found = next((find for find in finds if find.says == "presumed"), None)
        if found is None or not name:
            return []
        window = next(
            (word.date.window for word in sentence.words if word.date and word.date.code == "day"), None
        )
        return [
            IncidentAdjusted(
                **provenance(text, self.tracker, self.context.pack),
                quote=quote([sentence]), rule=found.rule, counts={name: found.count}, occurred=window,
                attribution=attributed([sentence], text, self.context.speakers),
            )
        ]


READER = Incidents()
