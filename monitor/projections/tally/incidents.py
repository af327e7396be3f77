"""Clusters of reports settled into incidents: a day, a place, a value per measure, by votes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from string import ascii_lowercase

from msgspec import Struct, structs

from monitor.projections import Span, Standing, shared_days
from monitor.projections.rulings import Ruling
from monitor.projections.tally.clusters import Cluster
from monitor.projections.tally.options import Options
from monitor.projections.tally.reading import Grade, Report
from monitor.projections.tally.votes import Said, Value, said, settle
from monitor.reports import IncidentReported
from monitor.values import Count

NOTHING = Value(0, 0, 0)
"""A measure that nobody mentions."""

ANNOUNCED_DAYS = 4
"""The longest that a happening of the notes took to be announced."""

SEVERAL = Count(2, None)
"""Stands for a count that is not given where only one would matter."""


class Incident(Struct, frozen=True, kw_only=True):
    """One happening. Days are ordinals (`date.toordinal`)."""

    id: str = ""
    named: tuple[int, datetime, str]
    """Day, time and claim of the first report that gave a day: what its id is made of."""
    occurred: tuple[int, int]
    """The day by votes; a span when no claim names a day."""
    window: tuple[int, int]
    """All days that are claimed."""
    grade: Grade
    undated: bool
    several: bool
    """Several events told as one happening."""
    place: str | None
    ordinals: dict[int, tuple[IncidentReported, ...]]
    values: dict[str, Value]
    claims: tuple[IncidentReported, ...]
    mentions: tuple[str, ...] = ()
    """Claims that tell of it together with others: they give no value."""
    voices: int
    outlets: int
    reported: datetime
    reason: str = ""
    """Why it is not counted; empty for a counted one."""
    presumed: int = 0
    group: str = ""
    """What a person has put together: it is taken for no other incident."""
    ruling: Ruling | None = None
    """What a person has decided of it."""

    @property
    def confirmed(self) -> bool:
        """A person says that it is so: it is counted, whatever the totals leave room for."""
        return self.ruling is not None and self.ruling.done != "dismissed"

    @property
    def dismissed(self) -> bool:
        """A person says that it is not so."""
        return self.ruling is not None and self.ruling.done == "dismissed"

    @property
    def day(self) -> int:
        """Its place in time: the last day that it may be."""
        return self.occurred[1]

    @property
    def told(self) -> int:
        """From which day on totals can contain it: its own or that of its first report, the later one.

        What we hear of long after its day had been told before, in texts that we have not read.
        """
        return max(self.day, min(self.since, self.day + ANNOUNCED_DAYS))

    @property
    def since(self) -> int:
        """The day of its first report: what it tells cannot have happened later."""
        return self.reported.toordinal()

    def best(self, measure: str) -> int:
        """The settled number of a measure; 0 when nothing is said."""
        return self.values.get(measure, NOTHING).best

    def says(self, measure: str, number: int) -> bool:
        """Whether it is this number, or was told as this one: reports repeat what a person has put right."""
        value = self.values.get(measure, NOTHING)
        return number in (value.best, value.told)

    @property
    def ordinal(self) -> int | None:
        """The number that most lineages give it; of equals the lower (vessels run ahead of strikes)."""
        found = self.ordinals
        return max(found, key=lambda o: (len({c.lineage for c in found[o]}), -o)) if found else None


def incidents(found: Iterable[Cluster], standing: Standing, options: Options) -> list[Incident]:
    """The clusters as incidents, without ids yet."""
    return [_incident(cluster, standing, options) for cluster in found]


def named(found: Iterable[Incident], options: Options) -> list[Incident]:
    """Sorted by day and first report, with an id each: `PREFIX-YYMMDD` and a letter.

    The day is the one that its first dated report gave, and of one day that which was told first is
    "a": so what is reported later renames nothing, also when it moves the day of the incident by votes.
    """
    letters: dict[int, int] = defaultdict(int)
    ids: dict[int, str] = {}
    found = sorted(found, key=lambda i: (i.day, i.reported, i.claims[0].id))
    for number, one in sorted(enumerate(found), key=lambda each: (each[1].named, each[0])):
        day = one.named[0]
        ids[number] = f"{options.prefix}-{date.fromordinal(day):%y%m%d}{_letter(letters[day])}"
        letters[day] += 1
    return [structs.replace(one, id=ids[number]) for number, one in enumerate(found)]


def _letter(number: int) -> str:
    """a ... z, aa ..."""
    above, place = divmod(number, len(ascii_lowercase))
    return (_letter(above - 1) if above else "") + ascii_lowercase[place]


def _incident(cluster: Cluster, standing: Standing, options: Options) -> Incident:
    claims = sorted(
        (claim for report in cluster.reports for claim in report.claims),
        key=lambda claim: (claim.reported, claim.id),
    )
    voices = standing.voiced(claims)
    ordinals: dict[int, list[IncidentReported]] = defaultdict(list)
    for claim in claims:
        if claim.ordinal is not None:
            ordinals[claim.ordinal].append(claim)
    firm = [report for report in cluster.reports if report.firm]
    dated = (
        (claim.reported, claim.id, r.stated[1])
        for r in firm or cluster.reports
        for claim in r.claims
    )
    at, first, day = min(dated)
    occurred = _days(firm or cluster.reports, voices)
    return Incident(
        named=(day, at, first),
        occurred=occurred,
        window=(min(r.first for r in firm), max(r.last for r in firm)) if firm else occurred,
        grade=cluster.grade,
        undated=all(report.undated for report in cluster.reports),
        several=cluster.several,
        place=_place(claims, voices),
        ordinals={number: tuple(told) for number, told in sorted(ordinals.items())},
        values=_values(claims, voices, options),
        claims=tuple(claims),
        mentions=tuple(sorted(c.id for r in cluster.mentions for c in r.claims)),
        voices=len(set(voices.values())),
        outlets=standing.outlets(claims),
        reported=claims[0].reported,
        group=cluster.group,
        ruling=standing.rulings.verdict(claim.id for claim in claims),
    )


def _days(reports: list[Report], voices: dict[str, str]) -> tuple[int, int]:
    """The day by votes; without a claim that names a day, the run of days that most allow."""
    return shared_days(
        Span(voices[claim.id], *(r.stated if r.firm else (r.first, r.last)), r.grade)
        for r in reports
        for claim in r.claims
    )


def _place(claims: list[IncidentReported], voices: dict[str, str]) -> str | None:
    votes: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        if claim.place is not None:
            votes[claim.place].add(voices[claim.id])
    return max(sorted(votes), key=lambda place: len(votes[place]), default=None)


def _values(
    claims: list[IncidentReported], voices: dict[str, str], options: Options
) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for measure in options.measures:
        given = said(claims, measure, voices)
        if measure == options.event and options.object:
            given += _single_events(claims, voices, options)
        settled = settle(given)
        if settled is not None:
            values[measure] = settled
    return _defaults(values, tuple(claim.id for claim in claims), options)


def _single_events(
    claims: list[IncidentReported], voices: dict[str, str], options: Options
) -> list[Said]:
    """ "Struck a boat" says that it was one strike, where the strikes are not counted."""
    return [
        Said(voices[claim.id], claim.reported, 1, 1, False, False, claim.id)
        for claim in claims
        if options.event not in claim.counts and claim.counts.get(options.object, SEVERAL).max == 1
    ]


def _defaults(
    values: dict[str, Value], claims: tuple[str, ...], options: Options
) -> dict[str, Value]:
    """A happening without a count of events is one; of N objects, up to N and N most likely.

    "Struck two boats" were two strikes in one of two cases of the notes, "struck four" three of four:
    N errs less than 1, and totals may say better (`filling.filled`).
    """
    objects, events = values.get(options.object), values.get(options.event)
    if events is None:
        many = objects.best if objects else 1
        events = Value(min(1, many), many, many, claims=claims)
    if objects is None and options.object:
        objects = Value(events.min, events.best, events.max, claims=events.claims)
    values[options.event] = events
    if objects is not None:
        values[options.object] = objects
    return values
