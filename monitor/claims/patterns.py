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
from collections.abc import Mapping
from functools import lru_cache

from monitor.claims.lexicon import Lexicon

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
