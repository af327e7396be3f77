"""Is a text another version of what the same agency has told of the same happening?

A later version has a new beginning, and a translation that was translated back has other words throughout:
no wording is left to share. What is left are the names, the numbers and most of the words that count, and
the credit. Without the credit the same would be two outlets that report one happening.
"""

from __future__ import annotations

from datetime import timedelta

from monitor.stories.background import own_agree
from monitor.stories.fingerprint import numbers, overlap
from monitor.stories.index import Text
from monitor.stories.likeness import apart, contradict, opening_of
from monitor.stories.titles import weighty

VERSIONS_WINDOW = timedelta(hours=24)
"""An agency's versions of one report follow each other within a day."""
SAME_REPORT = 0.40
"""Part of the smaller text's words that count: later versions and translations have .41 to .80 of them, an
agency's reports on other happenings of one topic less than .20."""
COUNTLESS = 0.55
"""The same where no number is there to be compared."""
NUMBERS_TOLD = 0.5
"""More than this part of the numbers is the same: of a strike told by one template half of them may be."""
FEWEST_TOLD = 15
"""Words that count in a text that can be compared: two sentences. In one a formula makes half of them."""


def same_report(one: Text, other: Text) -> float:
    """How much two texts of one agency have in common, or 0 when they are two reports. Symmetric."""
    if apart(one, other) > VERSIONS_WINDOW:
        return 0.0
    ours, theirs = opening_of(one), opening_of(other)
    left, right = frozenset(weighty(ours)), frozenset(weighty(theirs))
    smaller = min(len(left), len(right))
    if smaller < FEWEST_TOLD:
        return 0.0
    told, known = numbers(ours), numbers(theirs)
    counted = bool(told and known)
    if counted and overlap(told, known) <= NUMBERS_TOLD:
        return 0.0
    shared = len(left & right) / smaller
    if shared < (SAME_REPORT if counted else COUNTLESS) or not own_agree(ours, theirs):
        return 0.0
    return 0.0 if contradict(one, other) else shared
