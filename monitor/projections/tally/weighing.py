"""Which of the incidents the reported totals bear out, all of them looked at together.

"The 21st strike" and "21 strikes" are counts of their own. Walking through the incidents in the order in
which they were told, every way of leaving doubtful ones out is followed, and how well the totals of the
time add up with it; the best way in the end is taken. A total says how far things had come, so one wrong
report early on does not blind all that follows, and an incident that nobody has told of is seen as a jump.

Points, all in the same unit: a total that adds up weighs as much as one voice that reports an incident.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from monitor.projections import Standing
from monitor.projections.tally.adjusting import Presumption
from monitor.projections.tally.incidents import NOTHING, Incident
from monitor.projections.tally.options import Options
from monitor.projections.tally.sums import LAG_DAYS, Total
from monitor.reports import AnyClaim, IncidentReported

SINGLE = 4
"""A total of events or of the dead that adds up."""
BOTH = 7
"""A total of events and of the dead, both of which add up: less than two, for one text gives them."""
PART = 1
"""One of the two adds up, the other does not: somebody's toll is wrong."""
LATE = 3
"""It adds up without what was told in the last days: it may lag, and says little against that."""
VOICE = 4
"""What a voice that reports an incident weighs: no single total of one measure outweighs it."""
SURE_VOICES = 3
"""From so many voices on each weighs double: what three tell is not left out for a total or two."""
SUSPECT = 8
"""What counting one costs that may be another told again: two totals must bear it out."""
RETOLD = 3
"""The same for a text without a day: one total is enough, for nothing else speaks against it."""
MISSING = 24
"""An incident that nobody tells, to explain the totals: dearer than leaving out what two voices tell."""
UNKNOWN = 4
"""A toll of which only a bound is known, set to what the totals leave for it."""
WAYS = 30
"""So many ways are followed side by side; doubling them changes nothing in made-up coverage."""
LOST = 28
"""A way so many points behind the best is given up: more than what an incident costs that nobody tells."""


class Sums(NamedTuple):
    """Events and dead: what had been reached, or by how much the totals are beyond the reports."""

    events: int
    dead: int


class Suspicion(NamedTuple):
    """Why an incident may be another told again."""

    reason: str
    cost: int
    """What counting it costs."""
    rival: str | None = None
    """The one that it may be; where that one is left out, nothing speaks against this."""


class Due(NamedTuple):
    """The numbers that a total gives, as what they would have to be beyond the sums; None when it does not."""

    events: int | None
    dead: tuple[int, ...] | None

    def met(self, beyond: Sums) -> int:
        """2 when all of them are so on a way, 1 when one of two is."""
        events = self.events is None or self.events == beyond.events
        dead = self.dead is None or beyond.dead in self.dead
        given = self.events is not None and self.dead is not None
        return 2 if events and dead else int(given and (events or dead))


class Testimony(NamedTuple):
    """What one text says had been reached, when it was told."""

    day: int
    events: int | None
    dead: int | None
    prior: bool
    presumed: bool | None
    ordinal: bool
    extra: int
    """So many may be presumed dead by then."""

    @property
    def punctual(self) -> bool:
        """True for what does not lag: the number of a strike, and what was before the newest."""
        return self.prior or self.ordinal

    def due(self, reached: Sums) -> Due:
        """By how much the totals would have to be beyond what had been reached for this one to add up."""
        dead: tuple[int, ...] | None = None
        if self.dead is not None:
            left = self.dead - reached.dead
            least = min(1, self.extra) if self.presumed else 0
            most = 0 if self.presumed is False else self.extra
            dead = tuple(left - extra for extra in range(least, most + 1))
        return Due(None if self.events is None else self.events - reached.events, dead)


class Way(NamedTuple):
    """Points so far, and the incidents left out, by their place."""

    points: int = 0
    without: tuple[int, ...] = ()
    agreed: int = 0
    """Day of the last total that added up."""


class Weighed(NamedTuple):
    """What the totals say of the incidents."""

    out: frozenset[str]
    """Ids of those with which the totals add up worse than without them."""
    agreed: int
    """Day of the last total that adds up with those that are left; 0 when none does."""


Ways = dict[Sums, Way]
"""By how far the totals are beyond the sum of all incidents."""


def weighed(
    incidents: Sequence[Incident],
    suspects: Mapping[str, Suspicion],
    evidence: Mapping[str, Sequence[Total]],
    presumption: Presumption,
    standing: Standing,
    options: Options,
) -> Weighed:
    """The incidents held against the totals.

    What was told in the last days is left out only when it is one of the suspects: totals lag.
    """
    ordered = sorted(incidents, key=lambda one: (one.told, one.id))
    told = _testimonies(evidence, ordered, presumption, standing, options)
    days = [one.told for one in ordered]
    newest = max([*days, *(each.day for each in told)], default=0)
    after: list[list[Testimony]] = [[] for _ in range(len(ordered) + 1)]
    for each in told:
        after[bisect_right(days, each.day)].append(each)
    walk = _Walk(days)
    walk.weigh(after[0])
    places = {one.id: number for number, one in enumerate(ordered)}
    for number, one in enumerate(ordered):
        size = Sums(one.best(options.event), one.best(options.dead))
        doubt = suspects.get(one.id)
        alone = VOICE * one.voices * (2 if one.voices >= SURE_VOICES else 1)
        weight = -doubt.cost if doubt else alone
        rival = places.get(doubt.rival) if doubt and doubt.rival else None
        sure = one.confirmed or (doubt is None and one.told > newest - LAG_DAYS)
        walk.pass_by(number, size, None if sure else (weight, rival, alone))
        if not one.values.get(options.dead, NOTHING).exact:
            walk.fill_in(after[number + 1])
        walk.weigh(after[number + 1])
    best = walk.best
    return Weighed(frozenset(ordered[number].id for number in best.without), best.agreed)


def _testimonies(
    evidence: Mapping[str, Sequence[Total]],
    incidents: Iterable[Incident],
    presumption: Presumption,
    standing: Standing,
    options: Options,
) -> list[Testimony]:
    """Events and dead by each claim, by day; once what a voice repeats.

    Objects say nothing here: one text in five gives the number of strikes as that of boats. The number
    of a strike counts from when that strike was told.
    """
    told = {claim.id: one.told for one in incidents for claim in one.claims}
    events = {total.claim.id: total for total in evidence[options.event]}
    dead = {total.claim.id: total for total in evidence[options.dead]}
    claims = {total.claim.id: total.claim for total in (*events.values(), *dead.values())}
    voices = standing.voiced(claims.values())
    found: list[tuple[int, AnyClaim, Testimony]] = []
    for name, claim in claims.items():
        one = events.get(name) or dead[name]
        day = told.get(name, one.day)
        each = Testimony(
            day=day,
            events=events[name].value if name in events else None,
            dead=dead[name].value if name in dead else None,
            prior=one.prior,
            presumed=one.presumed,
            ordinal=isinstance(claim, IncidentReported),
            extra=presumption.by(day),
        )
        found.append((day, claim, each))
    found.sort(key=lambda each: (each[0], each[1].reported, each[1].id))
    once: dict[tuple[object, ...], Testimony] = {}
    for _, told_by, each in found:
        once.setdefault((voices[told_by.id], *each[1:-1]), each)
    return list(once.values())


class _Walk:
    """The ways through the incidents, as far as they have been followed."""

    def __init__(self, days: Sequence[int]) -> None:
        self.days = days
        self.ways: Ways = {Sums(0, 0): Way()}
        self.before = self.sum = Sums(0, 0)
        self.passed = 0

    @property
    def best(self) -> Way:
        """The way with most points; of equals the one that leaves out fewer, then the later ones."""
        ordered = sorted(self.ways.items())
        return max((way for _, way in ordered), key=_rank)

    def pass_by(self, number: int, size: Sums, weights: tuple[int, int | None, int] | None) -> None:
        """Go on past an incident: with it, and without it where that has a price.

        The price, then the place of a rival, and the price where the rival is left out.
        """
        found: Ways = {}
        for beyond, way in self.ways.items():
            _keep(found, beyond, way)
            if weights is not None:
                price, rival, alone = weights
                price = alone if rival in way.without else price
                if price > LOST:
                    continue
                less = Sums(beyond.events - size.events, beyond.dead - size.dead)
                new = Way(way.points - price, (*way.without, number), way.agreed)
                _keep(found, less, new)
        self.ways = found
        self.before, self.passed = self.sum, number + 1
        self.sum = Sums(self.sum.events + size.events, self.sum.dead + size.dead)

    def fill_in(self, told: Collection[Testimony]) -> None:
        """The toll of the last incident is not known: any that these totals leave for it."""
        reached = {t.dead - self.sum.dead for t in told if t.dead is not None and not t.prior}
        for beyond, way in list(self.ways.items()):
            for dead in sorted(each for each in reached if each > beyond.dead):
                _keep(
                    self.ways, Sums(beyond.events, dead), way._replace(points=way.points - UNKNOWN)
                )

    def weigh(self, told: Collection[Testimony]) -> None:
        """Points for all totals up to the next incident."""
        if not told:
            return
        self.jump(told)
        held = [self.held(each) for each in told]
        found = {}
        for beyond, way in self.ways.items():
            left_out = self.days[way.without[-1]] if way.without else 0
            given = [points(beyond, left_out, *each) for each in held]
            agreed = [t.day for t, p in zip(told, given, strict=True) if p >= SINGLE]
            new = Way(way.points + sum(given), way.without, max([way.agreed, *agreed]))
            found[beyond] = new
        least = max(way.points for way in found.values()) - LOST
        kept = [each for each in found.items() if each[1].points >= least]
        self.ways = dict(sorted(kept, key=lambda each: (-each[1].points, each[0]))[:WAYS])

    def held(self, told: Testimony) -> tuple[Testimony, Due, Due | None]:
        """A total with what it must be; and what it must be when it lags behind what was told last."""
        if told.prior:
            return told, told.due(self.before), None
        lags = self.passed and self.days[self.passed - 1] > told.day - LAG_DAYS
        late = told.due(self.before) if lags and not told.punctual else None
        return told, told.due(self.sum), late

    def jump(self, told: Collection[Testimony]) -> None:
        """Something happened of which nobody has told: totals that give both say how much."""
        best = self.best
        new = best._replace(points=best.points - MISSING)
        for each in told:
            if each.events is not None and each.dead is not None and not each.prior:
                beyond = Sums(each.events - self.sum.events, each.dead - self.sum.dead)
                _keep(self.ways, beyond, new)


def points(beyond: Sums, left_out: int, told: Testimony, due: Due, late: Due | None) -> int:
    """How well a total adds up on a way that left something out that was told on that day."""
    met = due.met(beyond)
    if met > 1:
        if left_out > told.day - LAG_DAYS and not told.punctual:
            return LATE
        return SINGLE if None in due else BOTH
    if late is not None and late.met(beyond) > 1:
        return LATE
    return PART if met else 0


def _keep(ways: Ways, beyond: Sums, way: Way) -> None:
    """The better of the ways that lead to the same."""
    known = ways.get(beyond)
    if known is None or _rank(way) > _rank(known):
        ways[beyond] = way


def _rank(way: Way) -> tuple[int, int, tuple[int, ...]]:
    """More points first; of equals the one that leaves out fewer, then the later ones."""
    return way.points, -len(way.without), way.without
