"""What every reader gets and gives: a text in sentences, and the building of claims with their quotes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any, Protocol

from msgspec import Struct

from monitor.claims.attribution import Hearing, Speakers, speaker_labels
from monitor.claims.dates import reckoned
from monitor.claims.language import Pack
from monitor.claims.lexicon import SPECIAL, Lexicon
from monitor.claims.patterns import labels_of, unreadable
from monitor.claims.sentences import Lens, Sentence, prepare
from monitor.claims.vocabulary import Vocabulary
from monitor.entries import Story
from monitor.errors import NotFound
from monitor.registry import resolve
from monitor.reports import AnyClaim
from monitor.topics import Topic, Tracker
from monitor.values import Attribution, Quote
from monitor.wording import instead


class Context:
    """A topic in one language: its lexicon, its speakers and places, ready for every reader."""

    def __init__(self, topic: Topic, pack: Pack) -> None:
        """Put the pack's labels, the topic's word groups, places and people into one lexicon."""
        self.topic = topic
        self.pack = pack
        labels: dict[str, tuple[str, ...]] = {**pack.labels, **topic.words}
        for name, forms in topic.places.items():
            labels[f"place-{name}"] = forms
        labels["PLACE"] = tuple(form for forms in topic.places.values() for form in forms)
        for label, forms in speaker_labels(topic.people).items():
            labels[label] = (*labels.get(label, ()), *forms)
        self.lexicon = Lexicon(labels, pack.contractions)
        self.lens = Lens(pack, self.lexicon)
        self.speakers = Speakers(topic.people, self.lexicon, pack)
        self.places = {
            char: name for name in topic.places for char in self.lexicon.chars(f"place-{name}")
        }

    def sets(self, roles: Mapping[str, Sequence[str]]) -> dict[str, str]:
        """The pack's sets with the tracker's word groups for the roles that rules speak of."""
        named = {
            role: "|".join(f"@{group}" for group in groups)
            for role, groups in roles.items()
            if groups
        }
        return {**self.pack.sets, **named}


class Text(Struct):
    """One story as sentences."""

    story: Story
    day: date | None
    """The day of publication in the outlet's zone, when days can be counted from it."""
    sentences: list[Sentence]
    """Title first, then the text."""
    kinds: frozenset[str]
    """The characters that occur in one of them: a reader whose words are not there need not look."""
    hearing: Hearing | None = None
    """Who says its sentences, once somebody has asked."""


def text_of(story: Story, context: Context) -> Text:
    """The story's title and text in sentences."""
    day = reckoned(story.day)
    everything = [
        *prepare(story.title, "title", context.lens, day),
        *prepare(story.text, "text", context.lens, day),
    ]
    return Text(story, day, everything, frozenset().union(*[each.kinds for each in everything]))


class Reader(Protocol):
    """What a member of `monitor.claims.readers` offers under the name READER."""

    name: str
    options: type[Struct]
    """What `[tracker.read]` may say."""

    def problems(self, topic: Topic, tracker: Tracker) -> list[tuple[str, str]]:
        """Mistakes of the options that their types do not show: (key, reason)."""
        ...

    def vocabulary(self, tracker: Tracker, pack: Pack) -> Vocabulary:
        """What claims about the tracker can say."""
        ...

    def compile(self, tracker: Tracker, context: Context) -> CompiledReader:
        """Make ready for one tracker in one language."""
        ...


class CompiledReader(Protocol):
    """A reader made ready for one tracker in one language."""

    def read(self, text: Text) -> list[AnyClaim]:
        """The claims of a text, in order of the text; none when there are none."""
        ...


def quote(sentences: Sequence[Sentence], start: int | None = None, end: int | None = None) -> Quote:
    """The quote from the first to the last of sentences of one field, or a span of them."""
    first, last = sentences[0], sentences[-1]
    begin = first.start if start is None else start
    stop = last.end if end is None else end
    return Quote(first.field, begin, stop, first.text[begin:stop])


def provenance(text: Text, tracker: Tracker, pack: Pack) -> dict[str, Any]:
    """What every claim of a story carries besides what it claims."""
    story = text.story
    return {
        "tracker": tracker.id,
        "story": story.id,
        "reading": story.reading,
        "lineage": story.lineage,
        "wire": story.wire,
        "url": story.url,
        "site": story.site,
        "pack": pack.id,
        "published": story.published,
        "day": story.day,
        "seen": story.seen,
    }


def attributed(sentences: Sequence[Sentence], text: Text, speakers: Speakers) -> Attribution:
    """Who says it: in the first of these sentences, else around it."""
    if text.hearing is None:
        text.hearing = Hearing(speakers, text.sentences)
    return text.hearing.behind(sentences[0])


def unknown(
    key: str, what: str, names: Iterable[str], known: Collection[str]
) -> list[tuple[str, str]]:
    """A problem for each name that is not known, with what may have been meant."""
    return [
        (key, f'there is no {what} "{name}"; {instead(name, known)}')
        for name in names
        if name not in known
    ]


def unknown_groups(topic: Topic, key: str, groups: Iterable[str]) -> list[tuple[str, str]]:
    """A problem for each name that is no word group of the topic."""
    return unknown(key, "word group", groups, topic.words)


def pattern_labels(topic: Topic) -> set[str]:
    """Every label that a pattern of the topic may speak of; word groups with an @ before them."""
    found = {*SPECIAL, "PLACE", *speaker_labels(topic.people)}
    found |= {f"place-{name}" for name in topic.places}
    for lang in topic.langs:
        with suppress(NotFound):  # told where the topic names it
            pack = resolve("claims.packs", lang)
            found |= {*pack.labels, *pack.sets}
    return found | {f"@{name}" for name in topic.words}


def faulty(key: str, pattern: str, known: Collection[str]) -> list[tuple[str, str]]:
    """A problem for each thing in a pattern that cannot be read or is not known."""
    found = [(key, f'"{pattern}": {reason}') for reason in unreadable(pattern)]
    groups = {each[1:] for each in known if each.startswith("@")}
    for label in sorted(labels_of(pattern)):
        if label.startswith("@"):
            found += unknown(key, "word group", [label[1:]], groups)
        elif label not in groups:  # the @ may be left out
            found += unknown(key, "word class", [label], known)
    return found
