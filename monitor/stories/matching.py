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
from typing import Literal, TypeAlias

from msgspec import Struct

from monitor.stories.addresses import address_key, live, page_key, path_day, path_id
from monitor.stories.fingerprint import (
    containment,
    lead,
    lead_shingles,
    numbers,
    overlap,
    sorted_title,
    statuses,
    title_tokens,
    tokens,
)
from monitor.stories.index import Known, Text, when
from monitor.stories.lexicon import significant
from monitor.stories.likeness import (
    apart,
    contradict,
    lead_of,
    place_of,
    sorted_title_of,
    still_there,
    title_of,
)

GUID_WINDOW = timedelta(days=30)
"""Some feeds count their guids anew: an old one is no identity."""
TITLE_WINDOW = timedelta(hours=36)
"""One title on two days is one happening in 2.3 % of pairs only."""
COPY_WINDOW = timedelta(hours=72)
"""Official boilerplate returns nearly word for word with the next happening."""
SAME_TOKENS = 60.0
"""token_set of two titles under one id of a path: a precaution against ids used again."""
NEAR = 90.0
"""token_sort of two titles of one outlet; without the other guards it would lose 6 % of news."""
FEWEST_EXACT = 4
"""Tokens of a title that is compared exactly: "Morning briefing" says nothing."""
FEWEST_NEAR = 5
"""Tokens of a title that is compared by likeness."""
RECURRING = 2
"""Stories of an outlet that already have the title: then it is a heading, not a title."""
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


Hits: TypeAlias = list[tuple[float, Known]]


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
    alike = _alike_titles(entry, own)
    yield "same title", _same_title(entry, alike)
    yield "near title", _near_title(entry, alike)


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


def _alike_titles(entry: Text, own: Sequence[Known]) -> Hits:
    """Texts of the outlet whose titles have nearly the same tokens in any order, in the window."""
    from rapidfuzz import fuzz, process  # here: a query never matches, and must not load it

    title = sorted_title_of(entry)
    if not own or len(title_of(entry)) < FEWEST_EXACT:
        return []
    titles = [sorted_title(known.title, known.site) for known in own]
    found = process.extract(title, titles, scorer=fuzz.ratio, score_cutoff=NEAR, limit=None)
    return [
        (score / 100, own[place])
        for _, score, place in found
        if apart(entry, own[place]) <= TITLE_WINDOW
    ]


def _same_title(entry: Text, alike: Hits) -> Hits:
    """The same title over a text that agrees; not a heading that recurs."""
    title = title_of(entry)
    same = [(1.0, known) for _, known in alike if title == title_of(known)]
    if len(same) >= RECURRING:
        return []
    return [
        hit
        for hit in same
        if _leads_agree(entry, hit[1])
        and not _bare(entry, hit[1])
        and not contradict(entry, hit[1])
    ]


def _bare(entry: Text, known: Known) -> bool:
    """True when only the title speaks for one story, and the addresses speak against it."""
    return _addresses_differ(entry, known) and not (lead_of(entry) and lead_of(known))


def _near_title(entry: Text, alike: Hits) -> Hits:
    """Nearly the same title: the same numbers, the same status words and no word exchanged."""
    title = title_of(entry)
    return [
        (score, known)
        for score, known in alike
        if min(len(title), len(title_of(known))) >= FEWEST_NEAR
        and title != title_of(known)
        and _say_the_same(title, title_of(known))
        and not _addresses_differ(entry, known)
        and _leads_agree(entry, known)
        and not contradict(entry, known)
    ]


def _say_the_same(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """True when no number and no status differs, and no word that counts is exchanged."""
    if numbers(ours) != numbers(theirs) or statuses(ours) != statuses(theirs):
        return False
    one, other = significant(ours), significant(theirs)
    return one <= other or other <= one  # "east Charlotte" is not "north Charlotte"


def _leads_agree(entry: Text, known: Known) -> bool:
    """True when nothing in the texts speaks against one story."""
    ours, theirs = lead_of(entry), lead_of(known)
    if not ours or not theirs or ours == theirs:
        return True
    shorter, longer = sorted((ours, theirs), key=len)
    if len(shorter) >= FEWEST_NEAR and longer[: len(shorter) - 1] == shorter[:-1]:
        return True  # one summary is cut off earlier; its last word may be cut too
    if numbers(ours) != numbers(theirs) or statuses(ours) != statuses(theirs):
        return False
    if containment(lead_shingles(ours), lead_shingles(theirs)) >= COPIED:
        return True
    return _say_the_same(ours, theirs)


def _addresses_differ(entry: Text, known: Known) -> bool:
    """True when the addresses name two texts: another id, or another day, in the path."""
    ids = {place for place in (path_id(entry.url), path_id(known.url)) if place}
    days = {day for day in (path_day(entry.url), path_day(known.url)) if day}
    return len(ids) > 1 or len(days) > 1


def _token_set(entry: Text, known: Known) -> float:
    """Likeness of titles that does not mind words which only one has, 0..100."""
    from rapidfuzz import fuzz  # here: a query never matches, and must not load it

    return fuzz.token_set_ratio(sorted_title_of(entry), sorted_title_of(known))


# --- what has changed? --------------------------------------------------------------------------


def _again(entry: Text, known: Known, score: float, why: str) -> Match:
    """A story that is known: is anything in it new?"""
    title = entry.title or known.title
    text = entry.text or known.text
    words, old = _all_words(title, text, known.site), _known_words(known)
    if words == old:
        if why not in ("same title", "near title") or _knows_address(entry, known):
            return Match(kind="duplicate", story=known.story, score=score, why=why)
        why = f"{why}, at another address"
        return Match(kind="revision", story=known.story, score=score, why=why)
    if why in ("same address", "same page") and _earlier(entry, known):
        why = f"{why}; an earlier version"
        return Match(kind="duplicate", story=known.story, score=score, why=why)
    told, known_told = _told(words), _told(old)
    if entry.source != known.source and told <= known_told and set(words) <= set(old):
        why = f"{why}; another feed tells less"
        return Match(kind="duplicate", story=known.story, score=score, why=why)
    reason = _material(entry, known, told != known_told, text)
    return Match(
        kind="revision",
        story=known.story,
        material=bool(reason),
        score=score,
        why=f"{why}; {reason or 'wording'} changed",
    )


def _earlier(entry: Text, known: Known) -> bool:
    """True when the source itself dates the text before the one that is kept: read out of order."""
    if entry.source != known.source or not (entry.published and known.published):
        return False
    return entry.published < known.published


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
    """Numbers and status words: what a change of makes another report."""
    return numbers(words) | statuses(words)


# --- a copy? ------------------------------------------------------------------------------------


def _copied(entry: Text, others: Iterable[Known]) -> Match:
    """A copy of every text of another outlet that shares its wording, else new.

    All of them, not the best only: then the lineages that come together do not depend on the order
    in which the texts arrived.
    """
    scored = [(score, known) for known in others if (score := shared_wording(entry, known))]
    if not scored:
        return Match(kind="new", why="nothing like it")
    score, best = min(scored, key=lambda each: (-each[0], when(each[1]), each[1].story))
    lineages = sorted({known.lineage for _, known in scored} - {best.lineage})
    return Match(
        kind="copy",
        story=best.story,
        score=round(score, 3),
        why=f"shares {score:.0%} of the lead's wording",
        joins=(best.lineage, *lineages),
    )


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
    return score
