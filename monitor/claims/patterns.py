"""Rules over labels, compiled to regular expressions over one character a token.

A pattern is elements parted by blanks:

    KILL            a token with that label            n:NUM      the same, captured as "n"
    A|B             with one of the labels             !A|B       with none of them
    @boat           a word group of the topic          ~4         up to four tokens, none a STOP
    KILL? KILL* KILL+                                  -4         up to four, no STOP, no COMMA
    ( A B | C )?    a group, alternatives              =4         up to four, none of HARD
                                                       _4         up to four, none of FRAME (adjectives)
    (! A B )        not followed by                    (!< A )    not preceded by (one element)

Gaps are bounded and lazy, so matching is linear in the length of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Generic, TypeVar

from monitor.claims.lexicon import Lexicon
from monitor.claims.sentences import Sentence

T = TypeVar("T")

ELEMENT = re.compile(
    r"(?:(?P<name>[a-z_]\w*):)?(?P<no>!)?(?P<labels>@?[\w-]+(?:\|@?[\w-]+)*)(?P<times>[?*+]?)"
)
GAP = re.compile(r"(?P<kind>[~=_-])(?P<most>\d+)")
BARS = {"~": "STOP", "-": "STOP|COMMA", "=": "HARD", "_": "FRAME"}
"""What a gap may not cross."""
GROUPS = {"(": "(?:", "(!": "(?!", "(!<": "(?<!"}
CLOSERS = {")", ")?", ")*", ")+", "|", "^", "$"}
NEVER = r"[^\s\S]"
"""Matches nothing: an element none of whose labels any word carries."""


def compiled(pattern: str, lexicon: Lexicon, sets: Mapping[str, str]) -> re.Pattern[str]:
    """The regular expression of a pattern; `sets` are names for alternatives, roles included.

    Raises ValueError when an element cannot be read.
    """
    return _compile("".join(_element(part, lexicon, sets) for part in pattern.split()))


@lru_cache(maxsize=4096)
def _compile(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


def _element(part: str, lexicon: Lexicon, sets: Mapping[str, str]) -> str:
    if part in GROUPS:
        return GROUPS[part]
    if part in CLOSERS:
        return part
    gap = GAP.fullmatch(part)
    if gap:
        barred = characters(BARS[gap["kind"]], lexicon, sets)
        return f"[^{barred}]{{0,{gap['most']}}}?"
    element = ELEMENT.fullmatch(part)
    if element is None:
        raise ValueError(f"cannot read {part!r}")
    chars = characters(element["labels"], lexicon, sets)
    negated = "^" if element["no"] else ""
    found = f"[{negated}{chars}]" if chars else (r"[\s\S]" if negated else NEVER)
    found = f"(?P<{element['name']}>{found})" if element["name"] else found
    return found + element["times"]


def needed(pattern: str, lexicon: Lexicon, sets: Mapping[str, str]) -> tuple[frozenset[str], ...]:
    """What every match holds: a character of each of these. A look at them is cheaper than a search."""
    return _needs(iter(pattern.split()), lexicon, sets)[0]


def _needs(
    parts: Iterator[str], lexicon: Lexicon, sets: Mapping[str, str]
) -> tuple[tuple[frozenset[str], ...], str]:
    """The needs of the alternatives up to the end of their group, and the sign that ends it."""
    alternatives: list[list[frozenset[str]]] = [[]]
    closer = ""
    for part in parts:
        element = ELEMENT.fullmatch(part)
        if part in GROUPS:
            inner, closer = _needs(parts, lexicon, sets)
            if part == "(" and closer in {")", ")+"}:
                alternatives[-1] += inner
        elif part == "|":
            alternatives.append([])
        elif part in CLOSERS and part.startswith(")"):
            closer = part
            break
        elif (
            element
            and not GAP.fullmatch(part)
            and not element["no"]
            and element["times"] in ("", "+")
        ):
            alternatives[-1].append(frozenset(characters(element["labels"], lexicon, sets)))
    if len(alternatives) == 1:
        return tuple(alternatives[0]), closer
    if not all(alternatives):
        return (), closer
    return (frozenset().union(*(min(each, key=len) for each in alternatives)),), closer


class Mark:
    """A pattern that a pack has under a name, searched only where it can be: few sentences have its words."""

    def __init__(self, pattern: str, lexicon: Lexicon, sets: Mapping[str, str]) -> None:
        """Compile it, and look up what each of its alternatives needs."""
        self.pattern = compiled(pattern, lexicon, sets)
        self._needs = [needed(each, lexicon, sets) for each in _alternatives(pattern)]

    def can_stand(self, kinds: frozenset[str]) -> bool:
        """Whether these characters have all that one of its alternatives needs."""
        return _have_all_of_one(kinds, self._needs)

    def within(self, sentence: Sentence) -> Iterable[re.Match[str]]:
        """Every match in a sentence, overlaps left out."""
        if _have_all_of_one(sentence.kinds, self._needs):
            return self.pattern.finditer(sentence.chars)
        return ()

    def stands(self, sentence: Sentence) -> bool:
        """Whether it is found in a sentence."""
        if _have_all_of_one(sentence.kinds, self._needs):
            return self.pattern.search(sentence.chars) is not None
        return False


def _alternatives(pattern: str) -> list[str]:
    """The alternatives of a pattern that stand in no group."""
    found: list[list[str]] = [[]]
    depth = 0
    for part in pattern.split():
        depth += (part in GROUPS) - (part in CLOSERS and part.startswith(")"))
        if part == "|" and not depth:
            found.append([])
        else:
            found[-1].append(part)
    return [" ".join(parts) for parts in found]


def _have_all_of_one(
    kinds: frozenset[str], combinations: Iterable[Iterable[frozenset[str]]]
) -> bool:
    """Whether there is a combination of which these characters have one of each set."""
    for sets in combinations:
        for each in sets:
            if kinds.isdisjoint(each):
                break
        else:
            return True
    return False


class Sieve(Generic[T]):
    """Things that each need some characters: those that a sentence can satisfy, without asking one by one."""

    def __init__(self, entries: Iterable[tuple[T, Iterable[frozenset[str]]]]) -> None:
        """Take each thing with the sets of which a sentence must have a character; their order stays."""
        bits: dict[frozenset[str], int] = {}
        self._entries: list[tuple[T, int]] = []
        for entry, needs in entries:
            wanted = 0
            for need in needs:
                wanted |= bits.setdefault(need, 1 << len(bits))
            self._entries.append((entry, wanted))
        self._bits: dict[str, int] = {}
        for need, bit in bits.items():
            for char in need:
                self._bits[char] = self._bits.get(char, 0) | bit

    def passing(self, kinds: Iterable[str]) -> list[T]:
        """What these characters satisfy."""
        had = 0
        for char in kinds:
            had |= self._bits.get(char, 0)
        return [entry for entry, wanted in self._entries if wanted & had == wanted]


class Anchors:
    """Combinations of word groups, one of which must stand whole: what a sentence must speak of."""

    def __init__(self, combinations: Iterable[Iterable[str]], lexicon: Lexicon) -> None:
        """Look up the characters of each group."""
        self._combinations = [
            [frozenset(lexicon.chars(group)) for group in groups] for groups in combinations
        ]

    def __bool__(self) -> bool:
        """Whether anything is asked."""
        return bool(self._combinations)

    def hold(self, kinds: frozenset[str]) -> bool:
        """Whether these characters have one of each group of a combination."""
        return _have_all_of_one(kinds, self._combinations)


def unreadable(pattern: str) -> list[str]:
    """What is wrong with the form of a pattern: parts that are none, groups that do not close."""
    parts = pattern.split()
    known = (*GROUPS, *CLOSERS)
    found = [
        f"{part!r} cannot be read"
        for part in parts
        if part not in known and not GAP.fullmatch(part) and not ELEMENT.fullmatch(part)
    ]
    signs = [GROUPS.get(part, part if part in CLOSERS else "x") for part in parts]
    try:
        re.compile("".join(signs))
    except re.error as error:
        found.append(f"its groups do not fit: {error.msg}")
    return found


def characters(labels: str, lexicon: Lexicon, sets: Mapping[str, str]) -> str:
    """All characters of the alternatives "A|B"; a set may add to the label of its own name."""
    found: set[str] = set()
    for label in labels.split("|"):
        inner = sets.get(label, "").split("|") if label in sets else []
        found.update(lexicon.chars(label.removeprefix("@")))
        for part in inner:
            if part != label:
                found.update(characters(part, lexicon, sets))
    return "".join(sorted(found))


def labels_of(pattern: str) -> set[str]:
    """Every label and word group ("@name") that a pattern speaks of."""
    found: set[str] = set()
    for part in pattern.split():
        element = ELEMENT.fullmatch(part)
        if element is not None and not GAP.fullmatch(part) and part not in GROUPS:
            found |= set(element["labels"].split("|"))
    return found
