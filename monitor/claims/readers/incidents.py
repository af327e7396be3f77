"""Reads happenings and running totals for a tally: who was killed, how many, when, where, which one."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec import convert, structs

from monitor.claims.causes import Causes
from monitor.claims.completing import Completing
from monitor.claims.concerning import Concerning
from monitor.claims.counting import Find
from monitor.claims.dating import Dating
from monitor.claims.denials import Denials
from monitor.claims.groups import Groups
from monitor.claims.happenings import Draft, joined, told_once
from monitor.claims.language import Pack
from monitor.claims.meaning import Roles
from monitor.claims.reading import (
    Context,
    Text,
    attributed,
    provenance,
    quote,
    unknown,
    unknown_groups,
)
from monitor.claims.roles import news_day, plural
from monitor.claims.running import Totals
from monitor.claims.sentences import Sentence
from monitor.claims.subject import Options, Subject
from monitor.claims.vocabulary import Vocabulary
from monitor.reports import AnyClaim, IncidentReported, TotalReported
from monitor.topics import Topic, Tracker
from monitor.values import Assertion, Count

OLD = timedelta(days=7)
"""A day further back that stands by itself is that of a picture or of an archive."""
MANY_DEAD = 10
"""Below it an incident and a total can well have the same number."""


class Incidents:
    """The reader of tallies."""

    name = "incidents"
    options = Options

    def problems(self, topic: Topic, tracker: Tracker) -> list[tuple[str, str]]:
        """Word groups and places that the topic does not have."""
        options = convert(tracker.read, Options)
        found = unknown("places", "place", options.places, topic.places)
        for key in ("event", "object", "hit", "human", "unless"):
            found += unknown_groups(topic, key, getattr(options, key))
        for combination in options.anchors:
            found += unknown_groups(topic, "anchors", combination)
        return found

    def counts(self, tracker: Tracker) -> frozenset[str]:
        """Under which names the claims count."""
        measures = convert(tracker.read, Options).measures
        return frozenset(name for name in structs.astuple(measures) if name)

    def vocabulary(self, tracker: Tracker, pack: Pack) -> Vocabulary:
        """Incidents and totals of its measures; who is presumed dead is left to the rules."""
        options = convert(tracker.read, Options)
        of = options.measures
        counts = tuple(filter(None, (of.events, of.objects, of.killed, of.survivors)))
        return Vocabulary(counts=counts, events=of.events, places=options.places)

    def compile(self, tracker: Tracker, context: Context) -> CompiledIncidents:
        """The pack's counting rules with the tracker's words in their roles."""
        return CompiledIncidents(tracker, convert(tracker.read, Options), context)


class CompiledIncidents:
    """The reader of one tally in one language."""

    def __init__(self, tracker: Tracker, options: Options, context: Context) -> None:
        """Compile rules, cues and anchors."""
        self.subject = Subject(tracker, options, context)
        self.cues, self.options = self.subject.cues, options
        self.totals = Totals(self.subject)
        self.dating = Dating(self.subject)
        self.causes = Causes(self.subject)
        self.denials = Denials(self.subject)
        self.groups = Groups(self.subject)
        self.concerning = Concerning(self.subject)
        self.completing = Completing(self.subject)
        self.not_this = self.subject.mark("not_this")

    def read(self, text: Text) -> list[AnyClaim]:
        """Incidents first, in order of the text, then totals, then adjustments."""
        if not self.subject.anchors.hold(text.kinds):
            return []
        drafts: dict[str, list[Draft]] = {"title": [], "text": []}
        rest: list[AnyClaim] = []
        of_a_case = False
        for sentence, following in self.concerning.sentences(text):
            finds = self.causes.marked(sentence, self.subject.rules.finds(sentence))
            news = news_day(sentence, 0, len(sentence.words), text.day)
            of_a_case = not news and (of_a_case or self.cues.anywhere(sentence, "COURT"))
            roles = Roles(sentence, self.cues, finds, text.day)
            told = self._told(sentence, finds, roles, text.day, of_a_case=of_a_case)
            told += self._remarked(sentence, following, told, text.day)
            for draft in told:
                self._refer_back(draft, drafts[sentence.field])
                joined(drafts[sentence.field], draft)
            rest += self.totals.read(sentence, finds, roles, text)
        kept = [draft for draft in self._kept(drafts, text) if not self._is_the_total(draft, rest)]
        return [*(self._incident(draft, text) for draft in kept), *rest]

    def _refer_back(self, draft: Draft, before: list[Draft]) -> None:
        """Let "fourteen were killed in those strikes" be of the strikes just told. Changes the draft."""
        if draft.assertion != "background" or not before:
            return
        sentence, last = draft.sentences[0], before[-1]
        named = any(
            self.cues.at(sentence, index + 1, "EVENT")
            for index in self.cues.each(sentence, 0, len(sentence.words), "THIS", "THOSE")
        )
        if named and last.assertion == "asserted" and last.dead not in last.counts and last.firm:
            draft.assertion, draft.window = "asserted", None

    def _is_the_total(self, draft: Draft, rest: list[AnyClaim]) -> bool:
        """Whether a headline's number is the total that the text gives ("64 killed by boat strikes")."""
        killed = draft.counts.get(draft.dead)
        if (
            killed is None
            or draft.firm is not None
            or draft.ordinal is not None
            or killed.min < MANY_DEAD
        ):
            return False
        totals = [
            c.counts[draft.dead]
            for c in rest
            if isinstance(c, TotalReported) and draft.dead in c.counts
        ]
        return any(total.min == killed.min for total in totals)

    # --- one happening -----------------------------------------------------------------------

    def _told(
        self,
        sentence: Sentence,
        finds: list[Find],
        judged: Roles,
        day: date | None,
        *,
        of_a_case: bool,
    ) -> list[Draft]:
        """The happening that a sentence tells of, if any; history as a draft of its own.

        In the report of a court case every happening is one, unless the sentence names a day of late.
        """
        roles = {find.index: judged.of(find) for find in finds}
        if of_a_case:
            roles = {n: "background" if role == "incident" else role for n, role in roles.items()}
        dead = [find for find in finds if find.says == "killed"]
        if dead and all(roles[find.index] == "part" for find in dead):
            return []
        mine = [find for find in finds if roles[find.index] == "incident"]
        past = [find for find in dead if roles[find.index] == "background"]
        found = [self._past(sentence, find) for find in past[:1]]
        draft = self._draft(sentence, mine, finds, day)
        return [draft, *found] if draft is not None else found

    def _remarked(
        self, sentence: Sentence, following: Sentence | None, told: list[Draft], day: date | None
    ) -> list[Draft]:
        """A happening that is only spoken of: "another one last night", confirmed by nobody."""
        cues = self.cues
        here = cues.anywhere(sentence, "UNCONFIRMED")
        if not here and not cues.anywhere(sentence, "ANOTHERONE"):
            return []
        spoken = cues.anywhere(sentence, "ANOTHERONE") or cues.anywhere(sentence, "EVENT")
        doubted = here or (following is not None and cues.anywhere(following, "UNCONFIRMED"))
        if not (spoken and doubted) or any(draft.dead in draft.counts for draft in told):
            return []
        window = self.dating.window(sentence, day)
        if window is None:
            return []
        told.clear()
        draft = Draft(
            [sentence], {}, "remark", "possible", dead=self.options.measures.killed, another=True
        )
        draft.window, draft.place = window, self.subject.place(sentence)
        return [draft]

    def _draft(
        self, sentence: Sentence, mine: list[Find], finds: list[Find], day: date | None
    ) -> Draft | None:
        measures = self.options.measures
        dead = self.groups.dead(sentence, [find for find in mine if find.says == "killed"])
        counts = self._counts(mine)
        ordinal = next((find for find in mine if find.says == "ordinal"), None)
        light = dead is None and measures.survivors not in counts and not self._happens(sentence)
        if dead is None and any(find.says == "killed" for find in finds) and ordinal is None:
            light = True
        if light and ordinal is None and not self._dates_it(sentence):
            return None
        rescued = next((find.index for find in mine if find.says == "survivors"), None)
        window = self.dating.window(sentence, day, rescued)
        if light and window is not None and day is not None and window.to < day - OLD:
            return None  # a caption, an archive note
        rule = "happening"
        if light:
            counts = {}
        else:
            self._count_object(counts, sentence, finds)
        if dead is not None:
            counts[measures.killed], rule = dead
        draft = Draft([sentence], counts, rule, dead=measures.killed, light=light)
        draft.assertion = self._assertion(sentence, mine)
        draft.ordinal = self._ordinal(sentence, ordinal, day)
        draft.window = window
        counted = next((find.index for find in mine if find.says == "killed"), 0)
        draft.place = self.subject.place(sentence, counted)
        draft.another = self.cues.anywhere(sentence, "ANOTHER")
        return draft

    def _counts(self, mine: list[Find]) -> dict[str, Count]:
        """What is counted besides the dead: of each measure the first number."""
        measures = self.options.measures
        names = {
            "survivors": measures.survivors,
            "events": measures.events,
            "objects": measures.objects,
        }
        counts: dict[str, Count] = {}
        for find in mine:
            name = names.get(find.says)
            if name and name not in counts:
                counts[name] = find.count
        return counts

    def _count_object(
        self, counts: dict[str, Count], sentence: Sentence, finds: list[Find]
    ) -> None:
        """Add the one boat that was hit, where no number of boats is told. Changes `counts`."""
        name = self.options.measures.objects
        if not name or name in counts:
            return
        only = next((find for find in finds if find.says == "object"), None)
        one = only.count if only is not None else self._one_object(sentence, finds)
        if one is not None:
            counts[name] = one

    def _past(self, sentence: Sentence, find: Find) -> Draft:
        stated = (mention.window for _, mention in sentence.dated if mention.code != "month")
        window = next(stated, None)
        measures = self.options.measures
        draft = Draft(
            [sentence], {measures.killed: find.count}, find.rule, "background", dead=measures.killed
        )
        draft.window, draft.place = window, self.subject.place(sentence)
        return draft

    def _one_object(self, sentence: Sentence, finds: list[Find]) -> Count | None:
        """A boat in the singular, as headlines have it without an article."""
        if any(find.says == "objects" for find in finds):
            return None
        for index in self.cues.each(sentence, 0, len(sentence.words), "OBJECT"):
            if not plural(sentence, index):
                word = sentence.words[index]
                return Count(1, 1, (sentence.text[word.start : word.end],))
        return None

    def _dates_it(self, sentence: Sentence) -> bool:
        """Whether the sentence says when the happening was, and nothing of a campaign."""
        return (
            bool(sentence.dated)
            and (self.cues.anywhere(sentence, "HIT", "OCCUR") or self._one_happening(sentence))
            and not self.cues.anywhere(sentence, "IF", "COULD", "WILL")
        )

    def _one_happening(self, sentence: Sentence) -> bool:
        """Whether one is spoken of, or several that were on a day: "the strikes were on Monday"."""
        return any(
            not plural(sentence, index)
            or (
                self.cues.at(sentence, index + 1, "BE")
                and self.cues.within(sentence, index + 2, index + 5, "DATE")
            )
            for index in self.cues.each(sentence, 0, len(sentence.words), "EVENT")
        )

    def _happens(self, sentence: Sentence) -> bool:
        """Whether the sentence tells that something of the kind has happened."""
        cues = self.cues
        if not cues.anywhere(sentence, "HIT", "EVENT") or cues.anywhere(sentence, "IF"):
            return False
        named = cues.anywhere(sentence, "OBJECT", "ANOTHER") or self._was_survived(sentence)
        if self.options.object and not named:
            return False
        return not cues.anywhere(sentence, "COULD", "WILL", "SINCE", "SOFAR")

    def _was_survived(self, sentence: Sentence) -> bool:
        """Whether "a strike in which crew members survived" is told; "who survived a strike" is not."""
        if not self.cues.anywhere(sentence, "SURVIVE", "SURVIVOR"):
            return False
        end = len(sentence.words)
        events = self.cues.each(sentence, 0, end, "EVENT")
        return bool(events) and self.cues.within(sentence, events[0], end, "SURVIVE", "SURVIVOR")

    def _ordinal(self, sentence: Sentence, find: Find | None, day: date | None) -> int | None:
        """The ordinal of the campaign; one of a week, a region or a day is none."""
        if find is None or self.subject.partial(sentence, find, day) or not find.count.exact:
            return None
        return None if self.subject.counts_objects(sentence, find) else find.count.min

    def _assertion(self, sentence: Sentence, mine: list[Find]) -> Assertion:
        """How the sentence means it."""
        cues = self.cues
        first = next((find for find in mine if find.says == "killed"), None)
        at = first.begin if first else len(sentence.chars)
        if sentence.words[-1].low == "?" or cues.anywhere(sentence, "UNCONFIRMED"):
            return "possible"
        if self.denials.denies(sentence, first):
            return "denied"
        if first is not None and self.denials.negates(sentence, first):
            return "negated"
        if cues.within(sentence, 0, at, "IF"):
            return "conditional"
        if first is not None and cues.within(sentence, first.begin - 4, first.end, "COULD"):
            return "possible"
        if first is not None and cues.within(sentence, first.begin - 4, first.end, "WILL"):
            return "planned"
        if self.not_this.stands(sentence) or cues.anywhere(sentence, "CORRECT"):
            return "correction"
        return "asserted"

    def _kept(self, drafts: dict[str, list[Draft]], text: Text) -> list[Draft]:
        """The drafts worth a claim: with a toll, or a new happening that stands alone."""
        told = told_once(drafts["title"], drafts["text"])
        with_toll = [draft for draft in told if draft.dead in draft.counts]
        told = [draft for draft in told if not draft.light]
        kept = [
            draft for draft in told if draft in with_toll or self._stands_alone(draft, with_toll)
        ]
        return self.completing.completed(kept, text)

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
            **provenance(text, self.subject.tracker, self.subject.context.pack),
            quote=said,
            rule=draft.rule,
            assertion=draft.assertion,
            attribution=attributed(draft.sentences, text, self.subject.context.speakers),
            occurred=draft.window,
            place=draft.place,
            ordinal=draft.ordinal,
            counts=draft.counts,
            aggregate=events is not None and events.min > 1,
            another=draft.another,
        )


READER = Incidents()
