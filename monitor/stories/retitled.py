"""One outlet's story under another address: by its title, when nothing speaks against it.

The title is the same or says the same in other writing (`monitor.stories.titles`), both came out within a
day and a half, and neither texts nor addresses tell two stories.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TypeAlias

from monitor.stories.addresses import name_two
from monitor.stories.fingerprint import containment, lead_shingles, numbers, statuses
from monitor.stories.index import Known, Text
from monitor.stories.lexicon import significant
from monitor.stories.likeness import apart, contradict, lead_of, title_of
from monitor.stories.titles import alike, begins, cut_off, same_bag

TITLE_WINDOW = timedelta(hours=36)
"""One title on two days is one happening in 2.3 % of pairs only."""
FEWEST_EXACT = 4
"""Tokens of a title that is compared exactly: "Morning briefing" says nothing."""
FEWEST_NEAR = 5
"""Tokens of a title that is compared by likeness."""
CUT_OFF = 0.9
"""How alike a title is counted to be of which only the beginning, or another order, is there."""
SAME_LEAD = 0.9
"""Containment from which one outlet's two leads are one, whatever heading stands above them."""
AGREEING = 0.30
"""Containment from which the leads of two texts with nearly the same title are one text."""
RECURRING = 2
"""Stories of an outlet that already have the title: then it is a heading, not a title."""

Hits: TypeAlias = list[tuple[float, Known]]
"""Kept texts that pass a test, with how alike they are."""


def in_time(entry: Text, own: Sequence[Known]) -> list[Known]:
    """Texts of the outlet that a title can be compared with; a short one needs the very same text below it."""
    short = len(title_of(entry)) < FEWEST_EXACT
    return [
        known
        for known in own
        if apart(entry, known) <= TITLE_WINDOW and not (short and not _same_lead(entry, known))
    ]


def same_title(entry: Text, own: Sequence[Known]) -> Hits:
    """The same title over a text that agrees; not a heading that recurs, but over the very same text."""
    title = title_of(entry)
    same = [(1.0, known) for known in own if title == title_of(known)]
    if len(same) >= RECURRING:
        return [hit for hit in same if _same_lead(entry, hit[1])]
    return [
        hit
        for hit in same
        if _leads_agree(entry, hit[1])
        and not _bare(entry, hit[1])
        and not contradict(entry, hit[1])
    ]


def _same_lead(entry: Text, known: Known) -> bool:
    """True when text and addresses speak for one story, whatever stands above."""
    ours, theirs = lead_shingles(lead_of(entry)), lead_shingles(lead_of(known))
    return containment(ours, theirs) >= SAME_LEAD and not name_two(entry.url, known.url)


def _bare(entry: Text, known: Known) -> bool:
    """True when only the title speaks for one story, and the addresses speak against it."""
    return name_two(entry.url, known.url) and not _both_told(entry, known)


def near_title(entry: Text, own: Sequence[Known]) -> Hits:
    """Nearly the same title: the same numbers, the same status words and no word exchanged."""
    return [
        (score, known)
        for known in own
        if (score := _near(entry, known))
        and not name_two(entry.url, known.url)
        and _leads_agree(entry, known)
        and not contradict(entry, known)
    ]


def _near(entry: Text, known: Known) -> float:
    """How near two titles are that are long enough, or 0."""
    ours, theirs = title_of(entry), title_of(known)
    if ours == theirs or not ours or not theirs:
        return 0.0
    if min(len(ours), len(theirs)) < FEWEST_NEAR and not _same_lead(entry, known):
        return 0.0
    score = alike(ours, theirs)
    if score == 1:
        return score
    if cut_off(entry.title) or cut_off(known.title):  # a word that is lacking may be any word
        return CUT_OFF if begins(ours, theirs) and _both_told(entry, known) else 0.0
    return score or (CUT_OFF if same_bag(ours, theirs) and _same_lead(entry, known) else 0.0)


def _both_told(entry: Text, known: Known) -> bool:
    """True when there are texts to compare."""
    return bool(lead_of(entry) and lead_of(known))


def _say_the_same(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """True when no number and no status differs, and no word that counts is exchanged."""
    if numbers(ours) != numbers(theirs) or statuses(ours) != statuses(theirs):
        return False
    one, other = significant(ours), significant(theirs)
    return one <= other or other <= one


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
    if containment(lead_shingles(ours), lead_shingles(theirs)) >= AGREEING:
        return True
    return _say_the_same(ours, theirs)
