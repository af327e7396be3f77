"""Which texts are about a topic: its word groups, each compiled once, asked in linear time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal, NamedTuple

from monitor.entries import Entry
from monitor.text import folded, straight
from monitor.topics import Topic

# Scripts without blanks between words: a word there has no edge to ask for.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_GAP = re.compile(r"[\s-]+")
_RUN = re.compile(r"\w+")
# What is no letter or figure, as a blank: to split there is five times as fast as to search for runs.
_BLANKS = {code: " " for code in range(128) if not _RUN.match(chr(code))}


class Group:
    """One group of words: any of them is enough.

    A word, a phrase or a beginning ("narco*") is found on folded text at the edges of words. One in
    capitals ("US") is found in capitals only, in the text as it stands: "us" is another word.
    """

    def __init__(self, words: Iterable[str]) -> None:
        """Make the group ready; a group without words is never found."""
        words = tuple(words)
        self._as_written = _Words(straight(word) for word in words if word.isupper())
        self._folded = _Words(folded(word) for word in words if not word.isupper())

    def found(self, as_written: str, in_folded: str) -> bool:
        """True when one of the words is in the text, given both ways."""
        return self.among(_Side(as_written), _Side(in_folded))

    def among(self, as_written: _Side, in_folded: _Side) -> bool:
        """The same for a text whose words have been told apart."""
        return self._as_written.found(as_written) or self._folded.found(in_folded)


class _Side:
    """A text, and the words in it: runs of letters and figures."""

    def __init__(self, text: str) -> None:
        self.text = text
        runs = text.translate(_BLANKS).split() if text.isascii() else _RUN.findall(text)
        self.words = frozenset(runs)


class _Words:
    """Words that are looked for in one way.

    Most are single words, and a look among those of the text finds them. For the others the text is
    searched, when the longest word of a phrase or the letters of a beginning are there at all.
    """

    def __init__(self, words: Iterable[str]) -> None:
        kept = {word.strip() for word in words if word.strip("*- ")}
        self._single = frozenset(
            word for word in kept if _RUN.fullmatch(word) and _edged(word) and _edged(word[-1])
        )
        asked, letters = set(), set()
        for word in kept - self._single:
            body = word.rstrip("*").strip()
            first = _RUN.match(body)
            if first and _edged(body) and first[0] != body:
                asked.add(_rarest(word) or first[0])
            else:
                letters.add(_GAP.split(body)[0])
        self._asked, self._letters = frozenset(asked), tuple(letters)
        self._expression = _compiled(kept - self._single)

    def found(self, side: _Side) -> bool:
        """Whether one of them is in the text."""
        if not side.words.isdisjoint(self._single):
            return True
        if self._expression is None:
            return False
        asked = not side.words.isdisjoint(self._asked)
        for letters in () if asked else self._letters:
            if letters in side.text:
                asked = True
                break
        return asked and self._expression.search(side.text) is not None


class Miss(NamedTuple):
    """What keeps out a text that all but passes: of a combination, one thing."""

    combination: str
    """As `Gate.passes` gives it."""
    why: Literal["lacks", "has", "day"]
    """A group of the combination is not there; one that rules out is; it is of another time."""
    group: str = ""
    """The group; none for a day."""

    @property
    def groups(self) -> int:
        """How many groups of the combination are there: the more, the nearer."""
        return self.combination.count("+") + (self.why != "lacks")


class _Text:
    """One text, asked for each group once: combinations share groups."""

    def __init__(self, groups: Mapping[str, Group], as_written: str) -> None:
        self._groups = groups
        self._as_written, self._folded = _Side(as_written), _Side(folded(as_written))
        self._found: dict[str, bool] = {}

    def has(self, name: str) -> bool:
        """Whether a word of the group stands in the text."""
        known = self._found.get(name)
        if known is None:
            known = self._groups[name].among(self._as_written, self._folded)
            self._found[name] = known
        return known

    def has_all(self, names: Iterable[str]) -> bool:
        """Whether each group has a word in the text."""
        found = self._found
        for name in names:
            known = found.get(name)  # asked here as well: most have been found by now
            if not (self.has(name) if known is None else known):
                return False
        return True


class Gate:
    """The gate of one topic."""

    def __init__(self, topic: Topic) -> None:
        """Compile the topic's groups. Raises KeyError for a group that the topic does not have."""
        self._since, self._until = topic.since, topic.until
        self._none = topic.gate.none
        self._any = [names for names in topic.gate.any if names]
        wanted = {name for names in (*self._any, self._none) for name in names}
        self._groups = {name: Group(topic.words[name]) for name in wanted}

    def passes(self, entry: Entry) -> str | None:
        """The combination of groups that lets the entry in ("actor+strike"), or None."""
        if not self._in_time(entry):
            return None
        text = _Text(self._groups, straight(f"{entry.title} \n {entry.text}"))
        if any(text.has(name) for name in self._none):
            return None
        for names in self._any:
            if text.has_all(names):
                return "+".join(names)
        return None

    def misses(self, entry: Entry) -> tuple[Miss, ...]:
        """Why an entry that all but passes is kept out, the nearest combination first.

        Either a whole combination is there, and words that rule it out, or the day, are against it; or
        of a combination of several groups one is not there. Empty for what passes, or is about
        something else.
        """
        text = _Text(self._groups, straight(f"{entry.title} \n {entry.text}"))
        against = [Miss("", "has", name) for name in self._none if text.has(name)]
        if not self._in_time(entry):
            against.append(Miss("", "day"))
        lacking = [(names, [n for n in names if not text.has(n)]) for names in self._any]
        whole = next(("+".join(names) for names, missing in lacking if not missing), "")
        if whole:
            return tuple(miss._replace(combination=whole) for miss in against)
        if against:
            return ()
        found = [
            Miss("+".join(names), "lacks", missing[0])
            for names, missing in lacking
            if len(missing) == 1 < len(names)
        ]
        return tuple(sorted(found, key=lambda miss: -miss.groups))

    def _in_time(self, entry: Entry) -> bool:
        """Published within the topic's days; what has no date counts by the day we saw it."""
        day: date = entry.day or (entry.published or entry.seen).date()
        return (self._since or day) <= day <= (self._until or day)


def _rarest(phrase: str) -> str:
    """The longest of the words that stand whole wherever the phrase does: of "on land" it is "land"."""
    whole = [part for part in _GAP.split(phrase) if part.isascii() and _RUN.fullmatch(part)]
    return max(whole, key=len, default="")


def _edged(word: str) -> bool:
    """Whether a word has an edge before it to ask for."""
    return not _UNSPACED.match(word)


def _compiled(words: Iterable[str]) -> re.Pattern[str] | None:
    """One alternation, the longest words first, or None when there are none."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    spaced = [_pattern(word) for word in ordered if _edged(word)]
    unspaced = [_pattern(word) for word in ordered if not _edged(word)]
    # The edge before a word is asked once for all of them: few places of a text begin a word.
    edged = [rf"(?<!\w)(?:{'|'.join(spaced)})"] if spaced else []
    parts = [*edged, *unspaced]
    return re.compile("|".join(parts)) if parts else None


def _pattern(word: str) -> str:
    """A word up to its edge; a blank or hyphen in it stands for either, a final * for any ending."""
    beginning = word.endswith("*")
    word = word.rstrip("*").strip()
    body = r"[\s-]+".join(re.escape(part) for part in _GAP.split(word))
    after = "" if beginning or not _edged(word[-1:]) else r"(?!\w)"
    return f"{body}{after}" if word else r"(?!)"
