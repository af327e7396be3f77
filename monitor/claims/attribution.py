"""Who is said to have said it: the speaker, and through whom.

Observations. Of 507 reports on the default topic 460 name a source, nearly always beside a verb of
saying in the sentence of the claim, else in the one before. Theory. Each verb of saying belongs to
the nearest name; the first such person or body is the speaker; an outlet or agency that "reported"
is `via` when there is a speaker besides, else the speaker itself. "People familiar with the matter"
are anonymous.
"""

from __future__ import annotations

from collections.abc import Mapping

from monitor.claims.lexicon import Lexicon
from monitor.claims.outlets import AGENCIES, OUTLETS
from monitor.claims.patterns import characters
from monitor.claims.sentences import Sentence
from monitor.topics import Person
from monitor.values import Attribution, SpeakerKind

COMMA_COST = 3
"""A comma parts a name from a verb about as much as three words do."""
REACH = 7
"""Words between a name and its verb of saying: titles and first names stand between."""


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

    def __init__(
        self, people: Mapping[str, Person], lexicon: Lexicon, sets: Mapping[str, str]
    ) -> None:
        """Take the topic's people; outlets and agencies come with the program."""
        kinds: dict[str, SpeakerKind] = {name: person.kind for name, person in people.items()}
        kinds.update({name: "outlet" for name in OUTLETS if name not in kinds})
        kinds.update({name: "agency" for name in AGENCIES if name not in kinds})
        self._kinds = kinds
        self._by_char: dict[str, str] = {}
        for name in kinds:
            for char in lexicon.chars(f"who-{name}"):
                self._by_char.setdefault(char, name)
        self._say = characters("SAY", lexicon, sets)
        self._reported = characters("REPORTEDBY", lexicon, sets)
        self._comma = lexicon.special("COMMA")
        self._anonymous = characters("ANONYMOUS", lexicon, sets)

    def people_in(self, sentence: Sentence) -> list[tuple[int, str]]:
        """Index and name of every known name in the sentence."""
        return [
            (i, self._by_char[char])
            for i, char in enumerate(sentence.chars)
            if char in self._by_char
        ]

    def kind(self, name: str) -> SpeakerKind:
        """Official, named, outlet or agency."""
        return self._kinds.get(name, "unknown")

    def of(self, sentence: Sentence) -> Attribution | None:
        """Who says what the sentence says, or None when it does not tell."""
        verbs = [
            i
            for i, char in enumerate(sentence.chars)
            if char in self._say or char in self._reported
        ]
        names = self.people_in(sentence)
        said = [
            name for verb in verbs if (name := self._nearest(sentence, verb, names)) is not None
        ]
        speakers = [name for name in said if self._kinds[name] not in {"outlet", "agency"}]
        outlets = [name for name in said if self._kinds[name] in {"outlet", "agency"}]
        if speakers:
            via = outlets[0] if outlets else None
            return Attribution(speakers[0], via, self._kinds[speakers[0]])
        anonymous = any(char in self._anonymous for char in sentence.chars)
        if outlets and not anonymous:
            return Attribution(outlets[0], None, self._kinds[outlets[0]])
        if anonymous and (verbs or outlets):
            return Attribution("unnamed source", outlets[0] if outlets else None, "anonymous")
        return None

    def _nearest(self, sentence: Sentence, verb: int, names: list[tuple[int, str]]) -> str | None:
        """The name that a verb of saying belongs to: the nearest, a comma counting as distance."""
        near = []
        for index, name in names:
            low, high = sorted((index, verb))
            commas = sum(char == self._comma for char in sentence.chars[low:high])
            distance = high - low + COMMA_COST * commas
            if distance <= REACH:
                near.append((distance, index, name))
        return min(near)[2] if near else None
