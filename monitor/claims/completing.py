"""What a whole text adds to the happenings that its sentences tell.

A report names the sea once and the toll elsewhere; it says "the 20th strike killed four" and nothing of the
boat; it is about a strike of weeks ago and tells no other. Each of these is settled here, when all
sentences have been read.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from monitor.claims.happenings import Draft, undated
from monitor.claims.reading import Text
from monitor.claims.roles import plural
from monitor.claims.subject import Subject
from monitor.values import Count

STANDING = {"asserted", "correction"}
"""The assertions of what enters a figure."""


class Completing:
    """Completes the happenings of a text, for one tally in one language."""

    def __init__(self, subject: Subject) -> None:
        """Take the tally's words and the first day of its topic."""
        self._subject, self._cues = subject, subject.cues
        self._since = subject.context.topic.since

    def completed(self, drafts: Sequence[Draft], text: Text) -> list[Draft]:
        """The drafts with what the text as a whole says of them; history last. Changes them."""
        self._about(drafts, text.day)
        news = [draft for draft in drafts if draft.assertion != "background"]
        place = self._only_place(text) if len(news) == 1 else None
        for draft in drafts:
            if draft.assertion == "background":
                continue
            if draft.window is None and text.day is not None:
                draft.window = undated(text.day)
            draft.place = draft.place or place
            self._imply(draft)
        return sorted(drafts, key=lambda draft: draft.assertion == "background")

    def _about(self, drafts: Sequence[Draft], day: date | None) -> None:
        """A text that tells a single happening of the campaign is about it, however old it is."""
        if self._since is None or any(draft.assertion in STANDING for draft in drafts):
            return
        past = [draft for draft in drafts if draft.assertion == "background"]
        days = {draft.firm and (draft.firm.from_, draft.firm.to) for draft in past}
        if len(days) != 1 or not past:
            return
        firm = past[0].firm
        one_day = firm is not None and firm.from_ == firm.to and firm.from_ >= self._since
        if one_day and len({draft.counts[draft.dead].min for draft in past}) == 1:
            past[0].assertion = "asserted"

    def _only_place(self, text: Text) -> str | None:
        """The place of the text, when it names just one: that of its only happening."""
        named = {
            place
            for sentence in text.sentences
            if not sentence.has(self._subject.unless)
            for place in self._subject.places(sentence)
        }
        return named.pop() if len(named) == 1 else None

    def _imply(self, draft: Draft) -> None:
        """Count what was hit where only the happening is told: one strike hit one boat, two hit two.

        Nobody says so, so the count is vague: it bounds from below and outvotes no number that is given.
        """
        measures = self._subject.options.measures
        name = measures.objects
        told = {measures.killed, measures.survivors} & set(draft.counts)
        if not name or name in draft.counts or not told:
            return
        events = draft.counts.get(measures.events)
        if events is not None and events.exact:
            draft.counts[name] = Count(events.min, events.max, events.words, vague=True)
        elif events is None:
            said = self._one_event(draft)
            if said:
                draft.counts[name] = Count(1, 1, (said,), vague=True)

    def _one_event(self, draft: Draft) -> str:
        """The word of the one happening that the draft's sentences tell; empty when none does."""
        for sentence in draft.sentences:
            for index in self._cues.each(sentence, 0, len(sentence.words), "EVENT"):
                if not plural(sentence, index):
                    word = sentence.words[index]
                    return sentence.text[word.start : word.end]
        return ""
