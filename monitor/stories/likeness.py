"""What of two texts is laid side by side, and whether they speak against each other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from monitor.stories.addresses import address_key, outlet
from monitor.stories.fingerprint import (
    FEWEST_SHINGLES,
    containment,
    lead,
    lead_shingles,
    numbers,
    opening,
    sorted_title,
    title_tokens,
)
from monitor.stories.index import Known, Text, body, when
from monitor.stories.lexicon import significant
from monitor.stories.opposites import opposed
from monitor.stories.titles import begins, cut_off

STILL_THERE = 0.30
"""Containment of what a page that is written on and on said before: a text with a new toll keeps most
of its wording, the next entry of a live blog none, and must not take back what stood there."""
FEWEST_COUNTED = 3
"""Words that count in a title by which a page without a text is known again."""


def title_of(text: Text) -> tuple[str, ...]:
    """Tokens of the title."""
    return title_tokens(text.title, place_of(text))


def sorted_title_of(text: Text) -> str:
    """Tokens of the title in the order of the alphabet."""
    return sorted_title(text.title, place_of(text))


def place_of(text: Text) -> str:
    """The outlet; a kept text has it already."""
    return text.site if isinstance(text, Known) else outlet(text.site, text.url, text.source)


def lead_of(text: Text) -> tuple[str, ...]:
    """The words of the lead."""
    return lead(text.title, body(text))


def apart(entry: Text, known: Text) -> timedelta:
    """Time between the two, whichever came first."""
    return abs(when(entry) - when(known))


def newest(entry: Text, known: Known) -> tuple[str, str]:
    """Title and text as they stand with this entry: what it lacks, or has cut off, stays as it was."""
    cut = cut_off(entry.title) and begins(title_of(entry), title_of(known))
    return known.title if cut else entry.title or known.title, body(entry) or known.text


def first_address(url: str, known: Known) -> bool:
    """True for the address where a kept text was seen first, and for none."""
    return address_key(url) in ("", address_key(known.url))


def contradict(one: Text, other: Text) -> bool:
    """True when titles or texts name another day, or say the opposite, in the same words."""
    return any(contradictions(one, other))


def contradictions(one: Text, other: Text) -> Iterator[str]:
    """What the titles, then the texts, say otherwise in the same words."""
    at = min(when(one), when(other))
    yield opposed(title_of(one), title_of(other), at)
    yield opposed(opening_of(one), opening_of(other), at)


def opening_of(text: Text) -> tuple[str, ...]:
    """The words of the lead and of the sentences behind it."""
    return opening(body(text))


def still_there(entry: Text, known: Known) -> bool:
    """True when a page that is written on and on has changed its text, not put another there."""
    if "another day" in contradictions(entry, known):
        return False
    ours, theirs = (lead_shingles(opening_of(each)) for each in (entry, known))
    if min(len(ours), len(theirs)) >= FEWEST_SHINGLES:
        return containment(ours, theirs) >= STILL_THERE
    # Too little text to tell: by the title, in which a number may be another.
    left, right = significant(_uncounted(title_of(entry))), significant(_uncounted(title_of(known)))
    if min(len(left), len(right)) < FEWEST_COUNTED:
        return title_of(entry) == title_of(known) and opening_of(entry) == opening_of(known)
    return left <= right or right <= left


def _uncounted(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words without the numbers."""
    return tuple(word for word in words if not numbers((word,)))
