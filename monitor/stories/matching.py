"""Is this text new, one that is known, a known one that has changed, or a copy of another outlet's?

Identity (an address, a guid, an exact title at one outlet) is decided apart from copying (shared
wording), and neither by fuzzy titles across outlets: in a stream on one topic no rule on titles
alone is precise enough to merge anything. A changed number is invisible to every fuzzy scorer, so
two texts with different numbers or different status words are never duplicates. Whatever is
uncertain stays separate: a false merge loses a development, a missed one is caught where claims are
counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Literal

from msgspec import Struct

from monitor.stories.addresses import address_key, live, page_key, path_id
from monitor.stories.background import news_shared
from monitor.stories.days import WEEKDAYS
from monitor.stories.fingerprint import (
    containment,
    lead,
    lead_shingles,
    numbers,
    overlap,
    said_numbers,
    title_tokens,
    tokens,
)
from monitor.stories.index import Known, Text, when, wire_of
from monitor.stories.lexicon import significant, telling
from monitor.stories.likeness import (
    apart,
    contradict,
    first_address,
    lead_of,
    newest,
    place_of,
    sorted_title_of,
    still_there,
    title_of,
)
from monitor.stories.retitled import Hits, in_time, near_title, same_title
from monitor.stories.versions import same_report

GUID_WINDOW = timedelta(days=30)
"""Some feeds count their guids anew: an old one is no identity."""
COPY_WINDOW = timedelta(hours=72)
"""Official boilerplate returns nearly word for word with the next happening."""
SAME_TOKENS = 60.0
"""token_set of two titles under one id of a path: a precaution against ids used again."""
COPIED = 0.30
"""Containment of leads: precision 1.00 and recall .87-.89, the same from 0.25 to 0.40."""
LONG_SHARED = 12
"""Shingles that copies share at least: 16 words. In summaries of 20 words the formula of the day
("the fatal shooting of a woman by an ... officer") makes a third of the shingles."""
SHORT_COPIED = 0.55
"""Containment from which a short summary may share fewer ..."""
SHORT_SHARED = 9
"""... but no fewer than these: 13 words."""
NUMBERS_SHARED = 0.5
"""Numbers of the leads that copies share at least."""
CHANGED = 0.30
"""Part of the lead's shingles that may change before it is read again."""


TITLES = ("same title", "near title")
"""Tests that a text passes by its title, so that its address is one more of the story."""
MOVED = "at another address"
"""Ends the reason of a revision that brings nothing but an address: the words that are kept stay."""


class Match(Struct, frozen=True, kw_only=True):
    """What a text is to the texts that are kept."""

    kind: Literal["new", "duplicate", "revision", "copy"]
    story: str = ""
    """The story that it is, or the most similar of those it copies; "" when new."""
    material: bool = False
    """A revision that has to be read again."""
    score: float = 0.0
    """How alike, 0..1."""
    why: str
    joins: tuple[str, ...] = ()
    """Lineages of all texts that it shares its wording with, that of `story` first."""


def match(entry: Text, candidates: Sequence[Known]) -> Match:
    """Decide by the first test that somebody passes, from the safest to the least safe."""
    place = place_of(entry)
    own = [known for known in candidates if known.site == place]
    for why, hits in _tests(entry, candidates, own):
        if hits:
            score, known = min(hits, key=lambda hit: (apart(entry, hit[1]), hit[1].story))
            return _again(entry, known, score, why)
    return _copied(entry, [known for known in candidates if known.site != place])


# --- the same story? ----------------------------------------------------------------------------


def _tests(
    entry: Text, candidates: Sequence[Known], own: Sequence[Known]
) -> Iterator[tuple[str, Hits]]:
    """The tests in their order, each with those that pass it; the next one only when asked for."""
    yield "same address", _same_address(entry, candidates)
    yield "same guid", _same_guid(entry, candidates)
    yield "same page", _same_page(entry, own)
    yield "same id in the path", _same_path_id(entry, candidates)
    near = in_time(entry, own)
    yield "same title", same_title(entry, near)
    yield "near title", near_title(entry, near)


def _same_address(entry: Text, candidates: Sequence[Known]) -> Hits:
    """One page; not when its feed gives it to several texts under guids of their own."""
    key = address_key(entry.url)
    return [
        (1.0, known)
        for known in candidates
        if key
        and key in (address_key(known.url), *known.also)
        and not (_other_guid(entry, known) and _token_set(entry, known) < SAME_TOKENS)
        and (not live(entry.url) or still_there(entry, known))
    ]


def _same_page(entry: Text, own: Sequence[Known]) -> Hits:
    """A page without an address of its own ("/live") that says nearly what it said."""
    key = page_key(entry.url)
    return [
        (1.0, known)
        for known in own
        if key
        and key == page_key(known.url)
        and ("" in (entry.guid, known.guid) or entry.guid == known.guid)
        and apart(entry, known) <= COPY_WINDOW
        and still_there(entry, known)
    ]


def _other_guid(entry: Text, known: Known) -> bool:
    """True for two guids of one source. One that is its own address ("...#2") is no second id."""
    if entry.source != known.source or not (entry.guid and known.guid):
        return False
    key = address_key(entry.url)
    guids = {address_key(entry.guid), address_key(known.guid)}
    return entry.guid != known.guid and key not in guids


def _same_guid(entry: Text, candidates: Sequence[Known]) -> Hits:
    """The source's own id, unless it is so old that it may be used again."""
    guid = (entry.source, entry.guid)
    return [
        (1.0, known)
        for known in candidates
        if entry.guid and guid == (known.source, known.guid) and apart(entry, known) <= GUID_WINDOW
    ]


def _same_path_id(entry: Text, candidates: Sequence[Known]) -> Hits:
    """The page's own id under another slug, with a title that is about the same."""
    place = path_id(entry.url)
    return [
        (score / 100, known)
        for known in candidates
        if place
        and place == path_id(known.url)
        and (score := _token_set(entry, known)) >= SAME_TOKENS
    ]


def _token_set(entry: Text, known: Known) -> float:
    """Likeness of titles that does not mind words which only one has, 0..100."""
    from rapidfuzz import fuzz  # here: a query never matches, and must not load it

    return fuzz.token_set_ratio(sorted_title_of(entry), sorted_title_of(known))


# --- what has changed? --------------------------------------------------------------------------


def _again(entry: Text, known: Known, score: float, why: str) -> Match:
    """A story that is known: is anything in it new?"""
    title, text = newest(entry, known)
    words, old = _all_words(title, text, known.site), _known_words(known)
    if words == old:
        if why not in TITLES or _knows_address(entry, known):
            return Match(kind="duplicate", story=known.story, score=score, why=why)
        why = f"{why}, {MOVED}"
        return Match(kind="revision", story=known.story, score=score, why=why)
    if why in ("same address", "same page") and _earlier(entry, known):
        why = f"{why}; an earlier version"
        return Match(kind="duplicate", story=known.story, score=score, why=why)
    if entry.source != known.source and set(words) <= set(old) and _told(words) <= _told(old):
        why = f"{why}; another feed tells less"
        return Match(kind="duplicate", story=known.story, score=score, why=why)
    told = _in_order(title, text, known.site) != _in_order(known.title, known.text, known.site)
    reason = _material(entry, known, told, text)
    if not reason and address_key(entry.url) in known.also:
        why = f"{why}; other words at another address"
        return Match(kind="duplicate", story=known.story, score=score, why=why)
    moved = why in TITLES and not reason
    alike = f"{why}, {score:.0%} alike" if score < 1 else why
    return Match(
        kind="revision",
        story=known.story,
        material=bool(reason),
        score=score,
        why=f"{alike}, {MOVED}" if moved else f"{alike}; {reason or 'wording'} changed",
    )


def _earlier(entry: Text, known: Known) -> bool:
    """True when the source itself dates the text before the one that is kept: read out of order.

    Only the story's first address tells: elsewhere an edition has a date of its own.
    """
    if entry.source != known.source or not (entry.published and known.published):
        return False
    return first_address(entry.url, known) and entry.published < known.published


def _material(entry: Text, known: Known, told_other: bool, text: str) -> str:
    """What has changed that makes it worth reading again, or ""."""
    if told_other:
        return "a number or a status"
    if live(entry.url):
        return "a live page"
    before, after = lead_of(known), lead(entry.title or known.title, text)
    old, new = lead_shingles(before), lead_shingles(after)
    if old and new:
        return "the lead" if 1 - len(old & new) / max(len(old), len(new)) > CHANGED else ""
    # Without a lead the title is all that is told.
    told = significant((*title_of(known), *before)), significant((*title_of(entry), *after))
    most = max(map(len, told))
    return "the title" if most and 1 - len(told[0] & told[1]) / most > CHANGED else ""


def _knows_address(entry: Text, known: Known) -> bool:
    """True when the address is none or one of the story's."""
    return address_key(entry.url) in ("", address_key(known.url), *known.also)


def _all_words(title: str, text: str, site: str) -> tuple[str, ...]:
    """Tokens of title and whole text."""
    return (*title_tokens(title, site), *tokens(text))


def _known_words(known: Known) -> tuple[str, ...]:
    return _all_words(known.title, known.text, known.site)


def _told(words: tuple[str, ...]) -> frozenset[str]:
    """Numbers, days, names with a digit in them ("F35") and status words: another one makes another report."""
    return numbers(words).union(filter(None, map(telling, words)), filter(_named, words))


def _in_order(title: str, text: str, site: str) -> tuple[list[str], ...]:
    """What is told, in its order, of the title and of the text: "3 dead, 4 hurt" is not "4 dead, 3 hurt"."""
    told = (title_tokens(title, site), tokens(text))
    return tuple(
        [*said_numbers(words), *filter(None, map(telling, words)), *filter(_named, words)]
        for words in told
    )


def _named(word: str) -> bool:
    """True for a weekday and for a name with a digit in it."""
    return word in WEEKDAYS or (word[0].isalpha() and any(map(str.isdigit, word)))


# --- a copy? ------------------------------------------------------------------------------------


def _copied(entry: Text, others: Iterable[Known]) -> Match:
    """A copy of every text of another outlet that shares its wording or its agency's report, else new.

    All of them, not the best only: then the lineages that come together do not depend on the order
    in which the texts arrived.
    """
    agency = wire_of(entry)
    scored = [found for known in others if (found := _shared(entry, known, agency))[0]]
    if not scored:
        return Match(kind="new", why="nothing like it")
    score, best, why = min(scored, key=lambda each: (-each[0], when(each[1]), each[1].story))
    lineages = sorted({known.lineage for _, known, _ in scored} - {best.lineage})
    return Match(
        kind="copy",
        story=best.story,
        score=round(score, 3),
        why=why,
        joins=(best.lineage, *lineages),
    )


def _shared(entry: Text, known: Known, agency: str | None) -> tuple[float, Known, str]:
    """What the two share, and in which words that is told."""
    if score := shared_wording(entry, known):
        return score, known, f"shares {score:.0%} of the lead's wording"
    if agency and agency == known.wire and (score := same_report(entry, known)):
        return score, known, f"credited to {agency} too, with {score:.0%} of what it tells"
    return 0.0, known, ""


def shared_wording(one: Text, other: Text) -> float:
    """Containment of the leads of two outlets' texts, or 0 when they are no copies. Symmetric."""
    if apart(one, other) > COPY_WINDOW:
        return 0.0
    ours, theirs = lead_of(one), lead_of(other)
    left, right = lead_shingles(ours), lead_shingles(theirs)
    score, shared = containment(left, right), len(left & right)
    copied = score >= COPIED and shared >= LONG_SHARED
    if not copied and not (score >= SHORT_COPIED and shared >= SHORT_SHARED):
        return 0.0
    if overlap(numbers(ours), numbers(theirs)) < NUMBERS_SHARED or contradict(one, other):
        return 0.0
    return score if news_shared(ours, theirs) else 0.0
