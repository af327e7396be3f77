"""Which texts are about a topic: its word groups, each compiled once, asked in linear time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from monitor.entries import Entry
from monitor.text import folded, straight
from monitor.topics import Topic

# Scripts without blanks between words: a word there has no edge to ask for.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_GAP = re.compile(r"[\s-]+")


class Group:
    """One group of words: any of them is enough.

    A word, a phrase or a beginning ("narco*") is found on folded text at the edges of words. One in
    capitals ("US") is found in capitals only, in the text as it stands: "us" is another word.
    """

    def __init__(self, words: Iterable[str]) -> None:
        """Compile the group; a group without words is never found."""
        words = tuple(words)
        self._as_written = _compiled(straight(word) for word in words if word.isupper())
        self._folded = _compiled(folded(word) for word in words if not word.isupper())

    def found(self, as_written: str, in_folded: str) -> bool:
        """True when one of the words is in the text, given both ways."""
        return bool(
            (self._as_written and self._as_written.search(as_written))
            or (self._folded and self._folded.search(in_folded))
        )


class _Text:
    """One text, asked for each group once: combinations share groups."""

    def __init__(self, groups: Mapping[str, Group], as_written: str) -> None:
        self._groups = groups
        self._as_written, self._folded = as_written, folded(as_written)
        self._found: dict[str, bool] = {}

    def has(self, name: str) -> bool:
        """Whether a word of the group stands in the text."""
        known = self._found.get(name)
        if known is None:
            known = self._found[name] = self._groups[name].found(self._as_written, self._folded)
        return known


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
            if all(text.has(name) for name in names):
                return "+".join(names)
        return None

    def _in_time(self, entry: Entry) -> bool:
        """Published within the topic's days; what has no date counts by the day we saw it."""
        day: date = entry.day or (entry.published or entry.seen).date()
        return (self._since or day) <= day <= (self._until or day)


def _compiled(words: Iterable[str]) -> re.Pattern[str] | None:
    """One alternation, the longest words first, or None when there are none."""
    kept = {word.strip() for word in words if word.strip("*- ")}
    ordered = sorted(kept, key=lambda word: (-len(word), word))
    spaced = [_pattern(word) for word in ordered if not _UNSPACED.match(word)]
    unspaced = [_pattern(word) for word in ordered if _UNSPACED.match(word)]
    # The edge before a word is asked once for all of them: few places of a text begin a word.
    edged = [rf"(?<!\w)(?:{'|'.join(spaced)})"] if spaced else []
    parts = [*edged, *unspaced]
    return re.compile("|".join(parts)) if parts else None


def _pattern(word: str) -> str:
    """A word up to its edge; a blank or hyphen in it stands for either, a final * for any ending."""
    beginning = word.endswith("*")
    word = word.rstrip("*").strip()
    body = r"[\s-]+".join(re.escape(part) for part in _GAP.split(word))
    after = "" if beginning or _UNSPACED.match(word[-1:]) else r"(?!\w)"
    return f"{body}{after}" if word else r"(?!)"
