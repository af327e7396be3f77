"""Text to sentences of tokens, each with its span in the original text.

A token is a word (with its hyphens and apostrophe), a number as printed, or one sign. Everything later
works on tokens, so every quote can name its exact characters. Linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from msgspec import Struct

from monitor.text import folded, straight

ORDINAL_END = r"(?:st|nd|rd|th|er|r[oa]|d[oa]|t[oa]|m[oa]|v[oa]|n[oa]|\.?[ºª°])"
"""What makes an ordinal of a figure: 21st, 20º, 21.º, 3er, 5to, 2da."""
# Each alternative begins with one sign, so that a look at the next one rules most of them out.
TOKEN = re.compile(
    rf"""\n(?=[^\S\n]*(?:\n|[^\sa-zß-öø-ÿ])) # a line that ends, not one that is only wrapped
      | [A-Z]\.(?:[A-Z]\.)+                 # U.S., EE.UU. comes below
      | EE\.?[ ]?UU\.?                       # the Spanish form, one name
      | \d\d?:\d{{2}}(?!\w)                 # a time of day
      | \d\d*(?:[.,]\d+)*{ORDINAL_END}?(?!\w)  # 1,400  3.5  21st  20º
      | [$€£]                                # money
      | [^\W_]+(?:['-][^\W_]+)*              # words, narco-terrorist, Trump's, COVID-19
      | [^\s\w]""",
    re.VERBOSE,
)
MARK = "\0"
"""Stands before what has been put in the place of words: no text can hold it."""
LINE_END = "\n"
SENTENCE_END = {".", "!", "?", "…", LINE_END}
OPENERS = {'"', "'", "(", "[", "¿", "¡"}

LONGEST = 150
"""Words of a sentence, after which it is cut: real ones end below 80, and what is read in a sentence
costs more than its length."""
MEMORY = 20_000
"""Words whose forms are remembered: the vocabulary of a day's news."""
USUAL = 40
"""Characters of a word that is remembered; longer ones are no words, and would fill the memory."""


class Token(Struct):
    """A word, number or sign: as printed, as compared, and where it stands in the text."""

    text: str
    low: str
    start: int
    end: int
    fold: str
    """Lower case without accents: what word lists are compared with."""


T = TypeVar("T", bound=Token)


def tokenise(text: str) -> list[Token]:
    """All tokens of a text, in order. Typographic quotes count as plain ones; spans stay true."""
    return tokens_of(text, Token)


def tokens_of(text: str, kind: type[T]) -> list[T]:
    """The same as a kind of tokens that will know more: one object for each is enough."""
    plain = straight(text)
    exact = plain == text
    tokens = []
    for match in TOKEN.finditer(plain):
        word = match[0]
        end = match.end()
        start = end - len(word)
        low, fold, owner = _forms(word) if len(word) <= USUAL else _forms.__wrapped__(word)
        if owner:
            end -= 2
            tokens.append(kind(text[start:end], low, start, end, fold))
            tokens.append(kind(text[end : end + 2], "'s", end, end + 2, "'s"))
        else:
            tokens.append(kind(word if exact else text[start:end], low, start, end, fold))
    return tokens


@lru_cache(maxsize=MEMORY)
def _forms(word: str) -> tuple[str, str, bool]:
    """A word in lower case and folded, without its possessive, and whether it has one ("Trump's")."""
    low = word.lower()
    if low.endswith("'s"):
        return low[:-2], folded(low[:-2]), True
    return low, folded(low), False


def parted(tokens: list[T], contractions: Mapping[str, tuple[str, str]]) -> list[T]:
    """Tokens with each contraction as the two words that it stands for; together they keep its span."""
    found = []
    for token in tokens:
        words = contractions.get(token.low)
        if words is None:
            found.append(token)
            continue
        first, second = words
        at = token.end - len(second)
        shown = first.capitalize() if token.text[0].isupper() else first
        kind = type(token)
        found.append(kind(shown, first, token.start, at, folded(first)))
        found.append(kind(second, second, at, token.end, folded(second)))
    return found


def sentences(tokens: list[T], abbreviations: frozenset[str]) -> Iterator[list[T]]:
    """The tokens of one sentence after the other; "U.S.", "Nov." and initials do not end one."""
    begin = 0
    for index in [i for i, token in enumerate(tokens) if token.text in SENTENCE_END]:
        while index - begin >= LONGEST:
            yield tokens[begin : begin + LONGEST]
            begin += LONGEST
        if tokens[index].text == LINE_END:  # it parts sentences and belongs to none
            if index > begin:
                yield tokens[begin:index]
            begin = index + 1
        elif _ends(tokens, index, abbreviations):
            stop = index + 1
            while (
                stop < len(tokens) and tokens[stop].low in {'"', ")", "]"} and _joined(tokens, stop)
            ):
                stop += 1
            yield tokens[begin:stop]
            begin = stop
    while begin < len(tokens):
        stop = min(begin + LONGEST, len(tokens))
        yield tokens[begin:stop]
        begin = stop


def _joined(tokens: Sequence[Token], index: int) -> bool:
    """Whether the token touches the one before it."""
    return tokens[index].start == tokens[index - 1].end


def _ends(tokens: Sequence[Token], index: int, abbreviations: frozenset[str]) -> bool:
    """Whether the stop at `index` ends a sentence."""
    if index + 1 >= len(tokens):
        return True
    following = tokens[index + 1]
    if following.low in {'"', ")", "]"} and _joined(tokens, index + 1):
        return True
    if following.start == tokens[index].end:
        return False
    if tokens[index].text != ".":
        return True
    before = tokens[index - 1] if index else None
    if before is not None and before.end == tokens[index].start:
        if before.low in abbreviations and not before.low.isdigit():
            return False
        if len(before.text) == 1 and before.text.isupper():
            return False
    first = following.text.lstrip(MARK)[:1]  # a text may hold the mark alone
    return first.isupper() or first.isdigit() or following.low in OPENERS
