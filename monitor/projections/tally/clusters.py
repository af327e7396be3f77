"""Which reports tell of the same happening.

Reports that name a day come first and anchor; reports with a window or none are then laid to the best
anchor, by ordinal, then counts, then place, then day. A false merge loses a happening, a false split is
seen later in the sums: where reports do not fit, there are two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from monitor.projections.tally.reading import ANY, Grade, Report
from monitor.projections.tally.votes import Interval, meets

SLIP_DAYS = 14
"""By how many days outlets may differ about one happening that they number alike and whose toll they
give alike: announcements come days late, and a text can give the day of an earlier happening that it
tells as well. A number is used once in a campaign, so that little is risked."""

RETOLD_DAYS = 21
"""A text that gives no day at all and the very toll of a happening up to three weeks back retells it:
background in later texts. A longer reach would swallow new ones, for tolls repeat."""

NEWS_DAYS = 3
"""A text without any day tells of what became known in these days before it: rewrites of one announcement
trail it by so much, however late the announcement itself was."""


class Cluster:
    """Reports of one happening, while they are being gathered."""

    def __init__(self, report: Report) -> None:
        """Begin with its first report."""
        self.first, self.last = report.stated if report.firm else (report.first, report.last)
        self.firm = report.firm
        self.told = report.told
        self.grade = report.grade
        self.dead: Interval = report.dead
        self.place = report.place
        self.several = report.several
        self.ordinals: dict[int, set[str]] = defaultdict(set)
        """Number -> the lineages that give it."""
        self.known: dict[str, set[int]] = defaultdict(set)
        """Measure -> the exact numbers given; empty when only bounds are."""
        self.tolls: set[int] = set()
        self.stories: set[str] = set()
        self.lineages: set[str] = set()
        self.sites: set[str] = set()
        self.reports: list[Report] = []
        self.mentions: list[Report] = []
        """Reports that tell of it together with others, or of a part: they give it no value."""
        self.group = report.group
        """What a person has put together: it is joined with no other such."""
        self.add(report)

    def add(self, report: Report) -> None:
        """Take a report in; nothing that is exact is widened, nothing that is firm is moved."""
        self.reports.append(report)
        self.stories |= report.stories
        self.lineages.update(claim.lineage for claim in report.claims)
        self.sites.update(claim.site for claim in report.claims)
        self.place = self.place or report.place
        self.several = self.several or report.several
        self.grade = max(self.grade, report.grade)
        if report.firm or not self.firm:
            self.told = min(self.told, report.told)
        if report.ordinal is not None:
            self.ordinals[report.ordinal].update(claim.lineage for claim in report.claims)
        if meets(self.dead, report.dead):
            self.dead = _meet(self.dead, report.dead)
        if not self.firm and report.first <= self.last and self.first <= report.last:
            self.first, self.last = max(self.first, report.first), min(self.last, report.last)
        if report.dead[0] == report.dead[1]:
            self.tolls.add(report.dead[0])
        for name, low, high, _ in report.counts:
            self.known[name].update({low} if low == high else ())

    def absorb(self, other: Cluster) -> None:
        """Take in what has turned out to be the same happening."""
        self.group = self.group or other.group
        for report in other.reports:
            self.add(report)

    def bears(self, dead: Interval) -> bool:
        """True when a toll agrees with what is known here, or with one of the disputed numbers."""
        return meets(self.dead, dead) or any(meets((toll, toll), dead) for toll in self.tolls)

    @property
    def ordinal(self) -> int | None:
        """The number that most lineages give it; of equals the lower (vessels run ahead of strikes)."""
        given = self.ordinals
        return max(given, key=lambda number: (len(given[number]), -number), default=None)

    @property
    def toll(self) -> int | None:
        """The toll when it is one number."""
        return self.dead[0] if self.dead[0] == self.dead[1] else None


def _meet(one: Interval, other: Interval) -> Interval:
    highs = [high for high in (one[1], other[1]) if high is not None]
    return max(one[0], other[0]), min(highs, default=None)


def clusters(reports: Iterable[Report]) -> list[Cluster]:
    """The reports, in canonical order, each laid to the happening that it fits best.

    What persons have put together stands first: the others are laid to it, and not the other way.
    """
    gathered = _Gathering()
    waiting = []
    for report in reports:
        if report.group:
            gathered.put(report)
        else:
            waiting.append(report)
    for report in waiting:
        gathered.take(report)
    return gathered.clusters


class _Gathering:
    """The clusters so far, by day and by ordinal: no report is compared with all of them."""

    def __init__(self) -> None:
        self.clusters: list[Cluster] = []
        self.by_day: dict[int, list[int]] = defaultdict(list)
        self.by_ordinal: dict[int, list[int]] = defaultdict(list)
        self.by_told: dict[int, set[int]] = defaultdict(set)
        self.by_group: dict[str, int] = {}

    def put(self, report: Report) -> None:
        """Lay a report where a person has put it, with all its days."""
        number = self.by_group.setdefault(report.group, len(self.clusters))
        if number == len(self.clusters):
            self.open(report)
        else:
            self.clusters[number].add(report)
            self.find_by(report, number)
        self.by_told[self.clusters[number].told].add(number)

    def take(self, report: Report) -> None:
        """Lay a report to the happening that it tells of, or open one."""
        number = self.found(report)
        if number is None:
            number = len(self.clusters)
            self.open(report)
        else:
            self.clusters[number].add(report)
        self.by_told[self.clusters[number].told].add(number)

    def open(self, report: Report) -> None:
        number = len(self.clusters)
        self.clusters.append(Cluster(report))
        self.find_by(report, number)

    def find_by(self, report: Report, number: int) -> None:
        """Let a happening be found by the days and the number of one of its reports."""
        first, last = report.stated if report.firm else (report.first, report.last)
        for day in range(first, last + 1):
            if number not in self.by_day[day]:
                self.by_day[day].append(number)
        if report.ordinal is not None:
            self.by_ordinal[report.ordinal].append(number)

    def between(self, first: int, last: int) -> list[int]:
        found = {n for day in range(first, last + 1) for n in self.by_day.get(day, ())}
        return sorted(found)

    def announced(self, first: int, last: int) -> list[int]:
        """The happenings that were first told in these days, as far as dated reports say."""
        found = (n for day in range(first, last + 1) for n in self.by_told.get(day, ()))
        return [n for n in found if self.clusters[n].firm and self.clusters[n].told >= first]

    def found(self, report: Report) -> int | None:
        """The best of those that its window meets; without a day of what was news then, or is retold."""
        near = self.between(report.first, report.last)
        if not report.undated:
            return self.best(report, near)
        fresh = self.announced(report.told - NEWS_DAYS, report.told)
        found = self.best(report, sorted({*near, *fresh}))
        if found is not None:
            return found
        numbered = self.by_ordinal.get(report.ordinal, []) if report.ordinal is not None else []
        older = self.between(report.last - RETOLD_DAYS, report.first - 1)
        told = [n for n in older if self.clusters[n].toll == report.dead[0] == report.dead[1]]
        if report.grade > Grade.GUESS:
            told = [n for n in told if _same_otherwise(self.clusters[n], report)]
        found = self.best(report, numbered)
        return found if found is not None else self.best(report, told)

    def best(self, report: Report, numbers: Sequence[int]) -> int | None:
        fitting = [n for n in numbers if fits(self.clusters[n], report)]
        if not fitting:
            return None
        return max(fitting, key=lambda n: (*_likeness(self.clusters[n], report), -n))


def fits(cluster: Cluster, report: Report) -> bool:
    """True when the report can tell of this happening, as far as place, number and toll say."""
    if report.another and report.stories & cluster.stories:
        return False
    if report.ordinal is not None and report.ordinal in cluster.ordinals:
        return True
    if _apart(cluster, report) or not _tolls_agree(cluster, report):
        return False
    alike = (
        cluster.toll is not None and report.dead == cluster.dead and not _single(cluster, report)
    )
    if report.several and not (cluster.several or alike):
        return False
    return report.ordinal is None or not cluster.ordinals or (alike and _next_to(cluster, report))


def _tolls_agree(cluster: Cluster, report: Report) -> bool:
    """Also when it is corrected, or disputed among reports that agree in all else that they tell."""
    same_day = report.firm and cluster.firm and report.first == cluster.first
    return (
        report.correction
        or cluster.bears(report.dead)
        or (same_day and _same_otherwise(cluster, report))
    )


def _single(cluster: Cluster, report: Report) -> bool:
    """True when the report tells of several of what is known to be one here: four boats are not one."""
    return any(
        low > 1 and (low, high) != report.dead and cluster.known.get(name) == {1}
        for name, low, high, _ in report.counts
    )


def _same_otherwise(cluster: Cluster, report: Report) -> bool:
    """True when another count than the toll is the same and more than one: "three strikes"."""
    return any(
        low == high
        and low > 1
        and (low, high) != report.dead
        and low in cluster.known.get(name, ())
        for name, low, high, _ in report.counts
    )


def _next_to(cluster: Cluster, report: Report) -> bool:
    """True when "the 18th" (boat) can be "the 17th" (strike): on one day, or in one place."""
    beside = any(abs((report.ordinal or 0) - ordinal) == 1 for ordinal in cluster.ordinals)
    same_place = report.place is not None and report.place == cluster.place
    return beside and ((report.firm and cluster.firm) or same_place)


def _apart(cluster: Cluster, report: Report) -> bool:
    return None not in (cluster.place, report.place) and cluster.place != report.place


def _likeness(cluster: Cluster, report: Report) -> tuple[int, ...]:
    """Ordinal, counts, place, day, then how many tell it: the more the better, in this order."""
    counts = 0
    for name, low, high, vague in report.counts:
        known = cluster.known.get(name)
        if low == high and known and low in known and not vague:
            counts += 2
        elif low and known is None and (low, high) != ANY:
            counts -= 1
    ordinal = report.ordinal is not None and report.ordinal in cluster.ordinals
    place = report.place is not None and report.place == cluster.place
    old = abs(cluster.told - report.told) if report.undated else 0
    far = abs(cluster.last - report.last)
    return (int(ordinal), counts, int(place), -old, -far, len(cluster.lineages))
