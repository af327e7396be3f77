"""Stories put together by the happening that they tell of: a label for people who read, never a merge.

Each story goes to the group whose texts it is most like, or begins one (Miranda et al., EMNLP 2018: groups as
sums of TF-IDF vectors, online). Pairs are never chained: a story is compared with groups, not with stories.
News events are happenings in the world, not the events of the log. Nothing is counted by these
groups, so that a wrong one can mislead a reader and cannot lose a fact.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import datetime, timedelta
from heapq import nlargest
from typing import NamedTuple

from monitor.stories.days import Day, marked
from monitor.stories.fingerprint import numbers, tokens
from monitor.text import folded

GRAM = 4
"""Letters of a feature: parts of words find "strike" in "strikes", and names in other spellings."""
LEAD = 600
"""Characters of a text that are read: behind them comes background, which all reports of a topic share."""
TITLE_COUNTS = 2
"""Times that the title is counted: it tells what the text is about."""
POSTED = 25
"""Heaviest features of a story by which groups are found."""
ASKED = 30
"""Groups that share most of them and are compared."""
APART = timedelta(hours=72)
"""Reports of one happening end some days after it; the next one begins a group."""
OLDER_COUNTS = 0.7
"""Part of the likeness that is left of a group whose last report is long ago."""
ALIKE = 0.24
"""Likeness from which a story joins: B-cubed is flat from .22 to .30, and precision still rises."""
FEWEST = 1_000
"""Stories among which a feature is counted as rare at least: in a topic of five nothing would be."""

OTHER_NUMBERS = 0.7
"""Part of the likeness that is left when no number is the same. The thirteenth strike has the words of the
twelfth; a later toll has other numbers, too, and keeps the rest."""
OTHER_DAYS = 0.3
"""The same when other days are named."""

_WORD = re.compile(r"[^\W_]+")


class Report(NamedTuple):
    """What of a story is compared."""

    id: str
    title: str
    text: str
    at: datetime


class _Told(NamedTuple):
    """What a story tells, ready to be compared."""

    id: str
    at: datetime
    vector: Mapping[str, float]
    numbers: frozenset[str]
    days: frozenset[tuple[int, int]]
    """Month and day; a weekday is the last one before it was told."""


class _Group:
    """The stories of one happening and the sum of their features."""

    def __init__(self) -> None:
        self.stories: list[str] = []
        self.sum: defaultdict[str, float] = defaultdict(float)
        self.square = 0.0
        """Square of the length of the sum."""
        self.last: datetime | None = None
        self.numbers: set[str] = set()
        self.days: set[tuple[int, int]] = set()

    def add(self, told: _Told) -> None:
        self.stories.append(told.id)
        self.last = told.at
        self.numbers |= told.numbers
        self.days |= told.days
        for feature, weight in told.vector.items():
            self.square += weight * (2 * self.sum[feature] + weight)
            self.sum[feature] += weight

    def like(self, told: _Told) -> float:
        """Cosine, less for a group that has been silent or names other numbers or days."""
        shared = sum(weight * self.sum.get(feature, 0.0) for feature, weight in told.vector.items())
        silent = (told.at - self.last) / APART if self.last else 0.0
        likeness = OLDER_COUNTS + (1 - OLDER_COUNTS) * math.exp(-(silent**2) / 2)
        numbers, days = _others(told.numbers, self.numbers), _others(told.days, self.days)
        if numbers and days:
            return 0.0  # the same words, and nothing that they tell: the next one
        likeness *= OTHER_NUMBERS if numbers else OTHER_DAYS if days else 1.0
        return likeness * shared / math.sqrt(self.square or 1.0)


def _others(ours: Set[object], theirs: Set[object]) -> bool:
    """True when both name some, and none of them is the same."""
    return bool(ours and theirs) and ours.isdisjoint(theirs)


def grouped(reports: Iterable[Report], alike: float = ALIKE) -> list[list[str]]:
    """Ids of stories, group by group, oldest first; the same for every order of the reports."""
    ordered = sorted(reports, key=lambda report: (report.at, report.id))
    groups: list[_Group] = []
    posted: defaultdict[str, list[int]] = defaultdict(list)
    for told in map(_told, ordered, _vectors(ordered)):
        keys = nlargest(POSTED, told.vector, key=lambda feature: (told.vector[feature], feature))
        number = _best(told, Counter(n for key in keys for n in posted[key]), groups, alike)
        if number is None:
            number = len(groups)
            groups.append(_Group())
        groups[number].add(told)
        for key in keys:
            if number not in posted[key]:
                posted[key].append(number)
    return [group.stories for group in groups]


def _best(
    told: _Told, shared: Mapping[int, int], groups: Sequence[_Group], alike: float
) -> int | None:
    """Number of the group that a story is most like, or None when it is like none."""
    recent = [n for n in shared if told.at - (groups[n].last or told.at) <= APART]
    found = nlargest(ASKED, recent, key=lambda number: (shared[number], -number))
    likeness = {number: groups[number].like(told) for number in found}
    best = max(found, key=lambda number: (likeness[number], -number), default=None)
    return best if best is not None and likeness[best] >= alike else None


def _told(report: Report, vector: Mapping[str, float]) -> _Told:
    words = tokens(f"{report.title}. {report.text[:LEAD]}")
    days = frozenset(_day(day, report.at) for day in marked(words)[1])
    return _Told(report.id, report.at, vector, numbers(words), days)


def _day(day: Day, at: datetime) -> tuple[int, int]:
    """The date that is named: a weekday is the last one, today among them."""
    if day.date or day.weekday is None:
        return day.date or (at.month, at.day)
    date = at - timedelta(days=(at.weekday() - day.weekday) % 7)
    return date.month, date.day


def _vectors(reports: Sequence[Report]) -> list[Mapping[str, float]]:
    """TF-IDF of each story, of unit length; how rare a feature is, is counted over all of them."""
    counted = [Counter(_features(report)) for report in reports]
    spread = Counter(feature for counts in counted for feature in counts)
    total = max(FEWEST, len(reports))
    rare = {feature: math.log((total + 1) / (count + 0.5)) for feature, count in spread.items()}
    return [_unit({f: (1 + math.log(n)) * rare[f] for f, n in each.items()}) for each in counted]


def _unit(vector: dict[str, float]) -> Mapping[str, float]:
    length = math.sqrt(sum(weight**2 for weight in vector.values())) or 1.0
    return {feature: weight / length for feature, weight in vector.items()}


def _features(report: Report) -> list[str]:
    """Parts of the words of title and lead, padded with blanks so that a beginning is told from a middle."""
    text = " ".join((*[report.title] * TITLE_COUNTS, report.text[:LEAD]))
    return [part for word in _WORD.findall(folded(text)) for part in _parts(f" {word} ")]


def _parts(word: str) -> list[str]:
    return [word[place : place + GRAM] for place in range(max(1, len(word) - GRAM + 1))]
