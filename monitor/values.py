"""The small values that events are made of: quotes, counts, windows of days, who says it.

Counts are intervals, after MUC-4 and ACLED: "at least 83" is 83..None, "more than 80" is 81..None,
"6 to 8" is 6..8.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import ClassVar, Literal

from msgspec import Struct

from monitor.errors import QuoteError

Assertion = Literal[
    "asserted",
    "planned",
    "possible",
    "conditional",
    "negated",
    "denied",
    "background",
    "correction",
]
"""How the text means it. Only `asserted` and `correction` ever enter a figure."""

Basis = Literal["explicit", "weekday", "published", "none"]
"""Where a day comes from: a date in the text, a weekday or "overnight" resolved against the day of
publication, the day of publication itself, or nowhere (then the window is a guess)."""

SpeakerKind = Literal[
    "official", "named", "anonymous", "agency", "outlet", "own", "analyst", "unknown"
]
""""analyst" is whoever has entered the claim by hand."""

SCALES = (1, 10, 12, 100, 1_000, 1_000_000, 1_000_000_000)
"""What a word beside a figure can make of it: "seven in ten", "2 dozen", "15 thousand", "1.3 million"."""
DIGITS = re.compile(r"\d[\d.,]*")


def digest(*parts: str) -> str:
    """128-bit content id in hex; each part is closed by a NUL so that no two lists collide."""
    body = "\0".join((*parts, ""))
    return hashlib.blake2b(body.encode(), digest_size=16).hexdigest()


ID_LENGTH = 16
"""Hex digits of an id: 64 bits."""


def short_id(*parts: str) -> str:
    """The id of what is made of these parts: a story, a claim, a development, an alert."""
    return digest(*parts)[:ID_LENGTH]


class Quote(Struct, frozen=True):
    """The span of a story's title or text that says something: `text` is `field[start:end]`."""

    field: Literal["title", "text"]
    start: int
    end: int
    text: str


class Window(Struct, frozen=True, rename={"from_": "from"}):
    """Days between which something lies, both included; one day when both are the same."""

    from_: date
    to: date
    basis: Basis = "explicit"

    def __post_init__(self) -> None:
        """A window that ends before it begins is a bug."""
        if self.to < self.from_:
            raise ValueError(f"window ends {self.to} before it begins {self.from_}")


class Count(Struct, frozen=True):
    """A number as the text gives it: an interval, and the very words that say it.

    `max` is None when open ("at least"). `words` are the spans, several when the text gives parts
    ("four soldiers and three police" is 7..7 from two). `vague` marks "dozens" and the like.
    """

    min: int
    max: int | None
    words: tuple[str, ...] = ()
    vague: bool = False

    def __post_init__(self) -> None:
        """An interval that is negative or empty is a bug."""
        if self.min < 0 or (self.max is not None and self.max < self.min):
            raise ValueError(f"not an interval: {self.min}..{self.max}")

    @property
    def exact(self) -> bool:
        """True when it is one number."""
        return self.max == self.min


class Attribution(Struct, frozen=True):
    """Who is said to have said it: "X said, the Y reported" has speaker X and via Y."""

    speaker: str | None = None
    via: str | None = None
    kind: SpeakerKind = "unknown"


def summed(parts: Sequence[Count]) -> Count:
    """Several counts as one; open when one of them is. A single one stays as it is."""
    if len(parts) == 1:
        return parts[0]
    tops = [part.max for part in parts]
    high = None if None in tops else sum(top for top in tops if top is not None)
    words = tuple(word for part in parts for word in part.words)
    return Count(sum(part.min for part in parts), high, words, any(part.vague for part in parts))


def check_said(count: Count, quote: str, rule: str) -> None:
    """Raise QuoteError unless every word of `count` stands in `quote` and its digits bear it out."""
    if not count.words:
        raise QuoteError(f"{rule}: a number without words: {count.min}..{count.max}")
    for words in count.words:
        if words not in quote:
            raise QuoteError(f"{rule}: {words!r} does not occur in {quote!r}")
    if count.words[0] == str(count.min):  # the most usual case, and the rest takes its time
        return
    digits = [figure for words in count.words for figure in DIGITS.findall(words)]
    if not digits or len(count.words) > 1 or count.vague:
        return
    top = count.max if count.max is not None else count.min
    said = [value for figure in digits for value in _values(figure.rstrip(".,"))]
    if not any(count.min - 1 <= figure * scale <= top + 1 for figure in said for scale in SCALES):
        raise QuoteError(f"{rule}: {count.words!r} does not say {count.min}..{count.max}")


def _values(figure: str) -> Iterator[float]:
    """A printed figure with its comma, then its point, as the sign that groups thousands."""
    for group, decimal in ((",", "."), (".", ",")):
        plain = figure.replace(group, "").replace(decimal, ".")
        if plain.count(".") <= 1:
            yield float(plain)


def counts_text(counts: dict[str, Count]) -> tuple[str, ...]:
    """`measure=min..max` for each count, sorted: the same for the same values."""
    return tuple(f"{name}={count.min}..{count.max}" for name, count in sorted(counts.items()))


class Event(Struct, frozen=True, kw_only=True):
    """What every recorded event has. `identity` makes the id, so that a retry is harmless."""

    version: ClassVar[int] = 1

    def identity(self) -> tuple[str, ...]:
        """The parts of its content that make it this event and no other."""
        raise NotImplementedError

    @property
    def reported(self) -> datetime:
        """When the public could know it."""
        raise NotImplementedError

    def event_id(self) -> str:
        """The content-derived id under which the log keeps it."""
        return digest(type(self).__name__, *self.identity())
