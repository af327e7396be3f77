"""Incident claims made comparable: days as windows, counts as intervals, equal ones in one report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import IntEnum

from msgspec import Struct

from monitor.projections import LONGEST_SPAN, Standing, day_of
from monitor.projections.tally.options import Options
from monitor.projections.tally.votes import Interval, interval
from monitor.reports import IncidentReported
from monitor.values import Window

VAGUE_DAYS = 7
"""A claim without any day is taken to mean the week up to its publication: outlets retell for about
that long, and 96 % of the incidents in the notes were told within it."""

ANNOUNCED_LATE = 2
"""Days by which a happening may precede the day of publication when a text gives no other day."""

ANY: Interval = (0, None)


class Grade(IntEnum):
    """How well a claim knows its day."""

    GUESS = 0
    SPAN = 1
    WEEKDAY = 2
    EXPLICIT = 3


class Report(Struct, frozen=True, kw_only=True):
    """Incident claims that say the same. Days are ordinals (`date.toordinal`)."""

    first: int
    last: int
    stated: tuple[int, int]
    """The window as given, without the allowance for a late announcement."""
    grade: Grade
    undated: bool
    """The text gives neither a date nor a weekday."""
    told: int
    """The day of its first publication."""
    place: str | None
    ordinal: int | None
    counts: tuple[tuple[str, int, int | None, bool], ...]
    """Measure, bounds, vague; sorted, and only measures of the tracker."""
    dead: Interval
    events: Interval
    several: bool
    correction: bool
    another: bool = False
    """The stories say that it is one more than another happening that they tell."""
    stories: frozenset[str] = frozenset()
    claims: tuple[IncidentReported, ...] = ()
    group: str = ""
    """What a person has put its claims together with; empty when nobody has."""

    @property
    def firm(self) -> bool:
        """True when it names one day."""
        return self.grade >= Grade.WEEKDAY

    @property
    def order(self) -> tuple[object, ...]:
        """Sorts by content: what knows more comes first, corrections after what they correct.

        Places come first of all: what names none is laid to one of them, and not they to it.
        """
        exact = self.dead[0] == self.dead[1]
        sooner = self.last if self.firm else self.last - self.first
        when = (sooner, self.first, self.last, *self.stated)
        which = (self.ordinal is None, self.ordinal or 0, self.place or "")
        counts = tuple((n, low, -1 if high is None else high, v) for n, low, high, v in self.counts)
        vague = (not self.firm, self.place is None, -self.grade)
        return (self.correction, *vague, *when, not exact, *which, counts, self.another)


def reports(
    claims: Iterable[IncidentReported], standing: Standing, options: Options
) -> list[Report]:
    """One report for all claims that say the same, in canonical order."""
    names = options.measures
    same: dict[tuple[object, ...], list[IncidentReported]] = {}
    for claim in claims:
        same.setdefault(_signature(claim, standing, names), []).append(claim)
    found = [_report(group, standing, names, options) for group in _told_twice(same)]
    return sorted(found, key=lambda report: report.order)


def _signature(
    claim: IncidentReported, standing: Standing, names: tuple[str, ...]
) -> tuple[object, ...]:
    """What makes two claims say the same.

    A copy printed days later resolves "on Tuesday" against its own day: unless the date is explicit,
    copies are known by their lineage, and the first of them gives the day.
    """
    window, voice = claim.occurred, standing.voices.get(claim.lineage, claim.lineage)
    explicit = window is not None and window.basis == "explicit"
    when = (window.from_, window.to) if window is not None and explicit else (voice, window is None)
    counts = tuple(
        (name, claim.counts[name].min, claim.counts[name].max, claim.counts[name].vague)
        for name in names
        if name in claim.counts
    )
    story = voice if claim.another else ""
    how = (claim.assertion == "correction", claim.aggregate, story, explicit)
    return (when, claim.place, claim.ordinal, counts, how, standing.rulings.group(claim.id))


def _told_twice(
    same: dict[tuple[object, ...], list[IncidentReported]],
) -> Iterator[list[IncidentReported]]:
    """The groups; those in which one story gives two windows are split by window."""
    for group in same.values():
        windows = {(claim.story, claim.occurred) for claim in group}
        if len(windows) == len({claim.story for claim in group}):
            yield group
            continue
        split: dict[Window | None, list[IncidentReported]] = {}
        for claim in group:
            split.setdefault(claim.occurred, []).append(claim)
        yield from split.values()


def _report(
    claims: list[IncidentReported], standing: Standing, names: tuple[str, ...], options: Options
) -> Report:
    claim = min(claims, key=lambda each: (each.reported, each.id))
    bounds = {name: interval(claim.counts[name]) for name in names if name in claim.counts}
    counts = ((name, *bounds[name], claim.counts[name].vague) for name in bounds)
    events, objects = bounds.get(options.event, ANY), bounds.get(options.object, ANY)
    published = day_of(claim).toordinal()
    first, last, stated, grade = _window(claim.occurred, published)
    return Report(
        first=first,
        last=last,
        stated=stated,
        grade=grade,
        undated=claim.occurred is None or claim.occurred.basis in ("published", "none"),
        told=published,
        place=claim.place,
        ordinal=claim.ordinal,
        counts=tuple(sorted(counts, key=lambda count: count[0])),
        dead=bounds.get(options.dead, ANY),
        events=events,
        several=claim.aggregate or events[0] > 1 or objects[0] > 1,
        correction=claim.assertion == "correction",
        another=claim.another,
        stories=frozenset(c.story for c in claims),
        claims=tuple(claims),
        group=standing.rulings.group(claim.id),
    )


def _window(window: Window | None, published: int) -> tuple[int, int, tuple[int, int], Grade]:
    """The days that it may mean, the days that it says, and how well it knows them."""
    if window is None:
        first = published - VAGUE_DAYS
        return first, published, (first, published), Grade.GUESS
    first, last = window.from_.toordinal(), window.to.toordinal()
    first = max(first, last - LONGEST_SPAN)
    stated = (first, last)
    if window.basis == "none":
        return first, last, stated, Grade.GUESS
    if window.basis == "published":
        return min(first, last - ANNOUNCED_LATE), last, stated, Grade.SPAN
    if first < last:
        return first, last, stated, Grade.SPAN
    grade = Grade.EXPLICIT if window.basis == "explicit" else Grade.WEEKDAY
    return first, last, stated, grade
