"""Who is said to have said it: the speaker, and through whom.

Observations. Of 507 reports on the default topic 460 name a source, nearly always in the sentence of the
claim, else in the one before or after. Theory. Of the voices of a sentence the first person or body that says
or is cited is the speaker; an outlet that reports it is `via`, and the speaker where it reports on its own. A
denial is the speaker's only where nobody else speaks. "He", "the paper" and a subject that is left out go back
to the sentences before. An outlet that only signs ("(AFP)") speaks where nobody else does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from monitor.claims.language import Pack
from monitor.claims.lexicon import Lexicon
from monitor.claims.outlets import AGENCIES, OUTLETS
from monitor.claims.sentences import Sentence
from monitor.claims.voices import Voice, Voices
from monitor.topics import Person
from monitor.values import Attribution, SpeakerKind

BARELY = {"denied", "ordered"}
"""Manners that make a speaker only where nobody says anything."""
CREDIT = 3
"""Words of a sentence that only names the agency: "(AFP)" at the end of a text."""
PLACE_LINE = 6
"""Words of a line of place, day and agency before the name of the agency."""
BACK = 8
"""Sentences before a claim in which its speaker may have been named."""
AHEAD = 2
"""Sentences after a claim in which its speaker may yet be named."""


def speaker_labels(people: Mapping[str, Person]) -> dict[str, tuple[str, ...]]:
    """A label for every person, outlet and agency, and PERSON, OUTLET for all of them."""
    labels: dict[str, tuple[str, ...]] = {
        f"who-{name}": person.names for name, person in people.items()
    }
    named = {form for person in people.values() for form in person.names}
    outlets = {**OUTLETS, **AGENCIES}
    for name, forms in outlets.items():
        if name not in people:
            labels[f"who-{name}"] = tuple(form for form in forms if form not in named)
    labels["PERSON"] = tuple(sorted(named))
    labels["OUTLET"] = tuple(form for forms in outlets.values() for form in forms)
    return labels


class Speakers:
    """Finds the speaker of a sentence."""

    def __init__(self, people: Mapping[str, Person], lexicon: Lexicon, pack: Pack) -> None:
        """Take the topic's people; outlets and agencies come with the program."""
        kinds: dict[str, SpeakerKind] = {name: person.kind for name, person in people.items()}
        kinds.update({name: "outlet" for name in OUTLETS if name not in kinds})
        kinds.update({name: "agency" for name in AGENCIES if name not in kinds})
        self._kinds = kinds
        self._voices = Voices(kinds, lexicon, pack)
        self._by_char = self._voices.pieces.known

    def people_in(self, sentence: Sentence) -> list[tuple[int, str]]:
        """Index and name of every known name in the sentence."""
        return [
            (i, self._by_char[char])
            for i, char in enumerate(sentence.chars)
            if char in self._by_char
        ]

    def kind(self, name: str) -> SpeakerKind:
        """Official, named, outlet or agency; "unknown" when nobody is known by the name."""
        return self._kinds.get(name, "unknown")

    def of(self, sentence: Sentence) -> Attribution | None:
        """Who says what the sentence says, or None when it does not tell."""
        return _together([v for v in self.voices(sentence) if not v.who.takes_up])

    def voices(self, sentence: Sentence) -> list[Voice]:
        """Everybody who says something in the sentence."""
        return self._voices.of(sentence)

    def taken_up(self, sentence: Sentence) -> bool | None:
        """Whether an outlet named before is said to say it; False: somebody; None: neither."""
        return self._voices.taken_up(sentence)

    def denier(self, sentence: Sentence) -> str | None:
        """Who denies something in the sentence."""
        found = (v.who.name for v in self.voices(sentence) if v.manner == "denied")
        return next(found, None)


class Hearing:
    """Who says the sentences of one text; each is heard once."""

    def __init__(self, speakers: Speakers, sentences: Sequence[Sentence]) -> None:
        """Take the text, title first; nothing is heard yet."""
        self._speakers = speakers
        self._all = sentences
        self._titles = sum(each.field == "title" for each in sentences)
        self._voices: dict[int, list[Voice]] = {}
        self._heard: dict[tuple[int, bool], Attribution | None] = {}
        self._gone_back: dict[int, Attribution | None] = {}
        """To whom each "he said" goes back: a row of them is walked once, not from each of them again."""

    def behind(self, sentence: Sentence) -> Attribution:
        """Who says it: told there, else in the next one, else before or soon after; else who signs the text."""
        at = sentence.order + (self._titles if sentence.field == "text" else 0)
        told = self._at(at)
        if told is not None:  # of most claims: no other sentence is heard
            return told
        around = (at + 1, *range(at - 1, at - 1 - BACK, -1), *range(at + 2, at + 1 + AHEAD))
        for plainly in (True, False):
            for index in around:
                told = self._at(index, plainly=plainly)
                if told is not None:
                    return told
        return self._signed()

    def _at(self, index: int, *, plainly: bool = False) -> Attribution | None:
        """Who says the sentence at `index`, its pronouns resolved; `plainly`: no denial, no order."""
        if not 0 <= index < len(self._all):
            return None
        key = (index, plainly)
        if key not in self._heard:
            told = [v for v in self._voices_at(index) if not (plainly and v.manner in BARELY)]
            self._heard[key] = (
                _together([voice for voice in told if not voice.who.takes_up])
                or self._taken_up(index)
                or _together(told)
            )
        return self._heard[key]

    def _voices_at(self, index: int) -> list[Voice]:
        if index not in self._voices:
            self._voices[index] = self._speakers.voices(self._all[index])
        return self._voices[index]

    def _taken_up(self, index: int) -> Attribution | None:
        """Whom "he said" or "the paper reported" goes back to: the last before who spoke, or was named."""
        sentence = self._all[index]
        taken = {voice.who.takes_up for voice in self._voices_at(index)} - {""}
        outlet = False if taken else self._speakers.taken_up(sentence)
        if outlet is None:
            return None
        whose = self._named(index, outlet=False) if "whose" in taken else None
        return whose or self._before(index, outlet=outlet)

    def _before(self, index: int, *, outlet: bool) -> Attribution | None:
        """The last before who spoke, or was named; on from one "he said" to the one before it."""
        at, first, found = index - 1, index - BACK, None
        passed = [] if outlet else [index]
        while at >= max(first, 0):
            found = self._spoke(at, outlet=outlet)
            if found is not None:
                break
            if not outlet and self._speakers.taken_up(self._all[at]) is False:
                if at in self._gone_back:
                    found = self._gone_back[at]
                    break
                passed.append(at)
                first = at - BACK
            at -= 1
        self._gone_back.update(dict.fromkeys(passed, found))
        return found

    def _spoke(self, index: int, *, outlet: bool) -> Attribution | None:
        """Who speaks in a sentence by name, or is only named there: an outlet, or somebody else."""
        spoke = _together([v for v in self._voices_at(index) if not v.who.takes_up])
        if spoke is not None and self._is_outlet(spoke.speaker or "") == outlet:
            return spoke
        return self._named(index, outlet=outlet)

    def _named(self, index: int, *, outlet: bool) -> Attribution | None:
        """The first outlet that a sentence names, or the first that is none."""
        for _, name in self._speakers.people_in(self._all[index]):
            if self._is_outlet(name) == outlet:
                return Attribution(name, None, self._speakers.kind(name))
        return None

    def _is_outlet(self, name: str) -> bool:
        return self._speakers.kind(name) in {"outlet", "agency"}

    def _signed(self) -> Attribution:
        """The outlet that the headline names, or the line of place and agency before a text: "DOHA (AP)"."""
        for sentence in (*self._all[: self._titles + 1], *self._all[-1:]):
            for index, name in self._speakers.people_in(sentence):
                if self._is_outlet(name) and (
                    sentence.field == "title"
                    or _bracketed(sentence, index)
                    or len(sentence.words) <= CREDIT
                ):
                    return Attribution(name, None, self._speakers.kind(name))
        return Attribution()


def _bracketed(sentence: Sentence, index: int) -> bool:
    """Whether the name stands alone in brackets among the first words."""
    words = sentence.words
    return (
        0 < index <= PLACE_LINE
        and words[index - 1].low == "("
        and words[min(index + 1, len(words) - 1)].low == ")"
    )


def _together(voices: Sequence[Voice]) -> Attribution | None:
    """The voices of one sentence as speaker and via."""
    own = sorted((v for v in voices if v.outlet), key=lambda v: v.manner == "heard")
    outlets = [voice.who for voice in own]
    via = outlets[0].name if outlets else None
    people = [voice for voice in voices if not voice.outlet]
    said = [voice.who for voice in people if voice.manner not in BARELY]
    for who in sorted(said, key=lambda who: who.kind == "unknown"):
        return Attribution(who.name, via, who.kind)
    if outlets:
        return Attribution(outlets[0].name, None, outlets[0].kind)
    if people:
        return Attribution(people[0].who.name, None, people[0].who.kind)
    return None
