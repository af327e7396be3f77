"""Words to labels, and labels to one character a token, so that rules can be regular expressions.

A word may carry several labels (a word group of the topic, a label of the language pack). Every set of
labels that occurs gets one private-use character; a rule element "KILL" becomes the class of all
characters whose set holds KILL. The sets are all known when the lexicon is made: exact words with the
beginnings ("narco*") that fit them, and the beginnings themselves. Words in no group are `OTHER`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from monitor.claims.tokens import Token, parted, tokenise
from monitor.text import folded

FIRST = 0xE000
"""First private-use code point: no text can hold it, so no word can be taken for a label."""
SPECIAL = (
    "NUM",
    "ORD",
    "PCT",
    "MONEY",
    "YEAR",
    "AMOUNT",
    "DATE",
    "COMMA",
    "STOP",
    "QUOTE",
    "DASH",
    "OTHER",
    "CAP",
    "COLON",
)
"""Labels that are given by form, not by a word list. CAP is a capitalised word in no group."""
SIGNS = {
    ",": "COMMA",
    ";": "STOP",
    ":": "STOP",
    ".": "STOP",
    "!": "STOP",
    "?": "STOP",
    '"': "QUOTE",
    "(": "COMMA",
    ")": "COMMA",
    "-": "DASH",
    "–": "DASH",
    "—": "DASH",
    "|": "STOP",
    "=": "STOP",
}
ALSO = {":": "COLON", "=": "COLON"}
"""A second label of a sign: a colon is a stop, and stands behind the label of a figure."""


class Phrase(tuple[str, ...]):
    """Words of a phrase, in folded lower case; `capital` when it is written with one."""

    capital = False


Phrases = Mapping[str, Sequence[tuple[Phrase, str]]]
"""What begins with the same word: by the second word, each with its character, the longest first."""


def _of_topic(label: str) -> bool:
    """Whether a label is a word group: no part of speech of the pack, no name of a person or place."""
    return not label.isupper() and not label.startswith(("who-", "place-"))


class Lexicon:
    """The labels of one topic in one language."""

    def __init__(
        self,
        labels: Mapping[str, Iterable[str]],
        contractions: Mapping[str, tuple[str, str]] = MappingProxyType({}),
    ) -> None:
        """Take each label with its words, phrases and beginnings ("narco*").

        Contractions in a phrase are the words that they stand for, as they are in the texts.
        """
        self._contractions = contractions
        self._exact: dict[str, set[str]] = {}
        self._upper: dict[str, set[str]] = {}
        self._begins: dict[str, set[str]] = {}
        self._phrases: dict[tuple[str, str], list[tuple[Phrase, set[str]]]] = {}
        for label, words in labels.items():
            for word in words:
                self._add(label, word)
        for phrases in self._phrases.values():
            phrases.sort(key=lambda entry: -len(entry[0]))
        self._lengths = {len(begin) for begin in self._begins}
        self._inherit()
        self._chars: dict[frozenset[str], str] = {}
        for special in SPECIAL:
            self._char(frozenset((special,)))
        self._signs = {
            sign: self._char(frozenset((label, *((ALSO[sign],) if sign in ALSO else ()))))
            for sign, label in SIGNS.items()
        }
        for labels_of in self._all_sets():
            self._char(frozenset(labels_of))
        self._labels_by_char = {char: labels for labels, char in self._chars.items()}
        self._by_label: dict[str, list[str]] = defaultdict(list)
        for char, carried in self._labels_by_char.items():
            for label in carried:
                self._by_label[label].append(char)
        self._starts: dict[str, dict[str, list[tuple[Phrase, str]]]] = {}
        for (first, second), entries in self._phrases.items():
            self._starts.setdefault(first, {})[second] = [
                (phrase, self._chars[frozenset(labels)]) for phrase, labels in entries
            ]

    def _add(self, label: str, word: str) -> None:
        tokens = parted(tokenise(word.rstrip("*")), self._contractions)
        parts = [token.fold for token in tokens]
        if len(parts) > 1:
            entry = Phrase(parts)
            entry.capital = word[:1].isupper()
            known = self._phrases.setdefault((parts[0], parts[1]), [])
            for phrase, labels in known:
                if phrase == entry:
                    labels.add(label)
                    return
            known.append((entry, {label}))
        elif word.endswith("*"):
            self._begins.setdefault(parts[0], set()).add(label)
        elif word.isupper() and word.isalpha() and len(word) > 1:
            self._upper.setdefault(word, set()).add(label)
        else:
            self._exact.setdefault(parts[0], set()).add(label)

    def _inherit(self) -> None:
        """A phrase is also what its words are for the topic: "U.S. troops" is of `us` and `troops`."""
        for phrases in self._phrases.values():
            for phrase, labels in phrases:
                for word in phrase:
                    upper = self._upper.get(word.upper(), set()) if phrase.capital else set()
                    labels |= {label for label in self._labels(word) | upper if _of_topic(label)}

    def _all_sets(self) -> Iterable[set[str]]:
        for word in self._exact:
            yield self._labels(word)
        for word in self._upper:
            yield self._labels(folded(word)) | self._upper[word]
        for begin in self._begins:
            yield self._labels(begin)
            yield self._begun(begin)
        for phrases in self._phrases.values():
            for _, labels in phrases:
                yield labels

    def _labels(self, word: str) -> set[str]:
        """Labels of a folded word: its own and those of every beginning that fits."""
        return self._exact.get(word, set()) | self._begun(word)

    def _begun(self, word: str) -> set[str]:
        """Labels of the beginnings that fit: "Venezuelan" has no label that only "Venezuela" has."""
        labels: set[str] = set()
        for length in self._lengths:
            labels |= self._begins.get(word[:length], set())
        return labels

    def _char(self, labels: frozenset[str]) -> str:
        char = self._chars.get(labels)
        if char is None:
            char = self._chars[labels] = chr(FIRST + len(self._chars))
        return char

    def special(self, label: str) -> str:
        """The character of a label that is given by form."""
        return self._chars[frozenset((label,))]

    def char(self, token: Token) -> str:
        """The character of a token."""
        if token.low in SIGNS:
            return self._signs[token.low]
        word = token.fold
        labels = self._labels(word)
        if token.text in self._upper:
            labels |= self._upper[token.text]
        if not labels and "-" in word:
            labels = self._labels(word.rsplit("-", 1)[1])
        if not labels:
            labels = {"CAP"} if token.text[0].isupper() else {"OTHER"}
        return self._chars.get(frozenset(labels)) or self._chars[frozenset(("OTHER",))]

    def words(self, label: str) -> frozenset[str]:
        """The single words of a label, in folded lower case."""
        return frozenset(word for word, labels in self._exact.items() if label in labels)

    def phrases(self, fold: str) -> Phrases:
        """The phrases that begin with a folded word."""
        return self._starts.get(fold, {})

    def chars(self, label: str) -> str:
        """All characters whose set holds the label; empty when no word carries it."""
        return "".join(self._by_label.get(label, ()))

    def labels(self, char: str) -> frozenset[str]:
        """The labels that a character stands for."""
        return self._labels_by_char.get(char, frozenset())

    def group_chars(self, labels: Iterable[str]) -> frozenset[str]:
        """All characters of several labels, to be looked for among those of a sentence.

        A set: to compare it with another costs by the smaller of the two, a text by its own length.
        """
        return frozenset().union(*map(self.chars, labels))
