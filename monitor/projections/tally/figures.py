"""From the claims that stand to the figures of a tally: the steps, in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from msgspec import Struct, structs

from monitor.projections import Standing, aside, unentered
from monitor.projections.happened import by
from monitor.projections.rulings import NONE
from monitor.projections.tally.adjusting import (
    Presumed,
    Presumption,
    adjustments,
    presumed,
    with_presumed,
)
from monitor.projections.tally.bounding import Happened, happened, within
from monitor.projections.tally.clusters import clusters
from monitor.projections.tally.deciding import (
    alone,
    as_without,
    by_hand,
    by_person,
    decisive,
    judged,
    kept,
    settled,
)
from monitor.projections.tally.doubts import counted
from monitor.projections.tally.filling import filled
from monitor.projections.tally.incidents import Incident, incidents, named
from monitor.projections.tally.joining import joined
from monitor.projections.tally.options import Options
from monitor.projections.tally.reading import reports
from monitor.projections.tally.retelling import Apart, laid
from monitor.projections.tally.sums import Total, numbered, totals
from monitor.projections.tally.totals import Known, Reconciled, Sums, reconcile, told_apart
from monitor.projections.tally.votes import meets
from monitor.reports import IncidentAdjusted, IncidentReported, TotalReported

_Claim = TypeVar("_Claim", bound=TotalReported | IncidentAdjusted)

UNSURE = "the text itself is not sure of it"


class Figures(Struct, frozen=True, kw_only=True):
    """A tally before it is written down."""

    incidents: tuple[Incident, ...]
    """By day; those that are not counted carry a reason."""
    presumed: tuple[Presumed, ...]
    totals: dict[str, Reconciled]
    """By measure: the toll, events, objects."""
    aside: tuple[dict[str, Any], ...]
    happened: Happened
    """What of it had happened by the time that is asked for."""

    @property
    def counted(self) -> list[Incident]:
        """The incidents that are in the sums."""
        return [one for one in self.incidents if not one.reason]


class Reckoned(Struct, frozen=True, kw_only=True):
    """The incidents as they are counted, before the totals are held against their sum."""

    incidents: tuple[Incident, ...]
    gathered: tuple[Incident, ...]
    """As they were before they were held against the totals."""
    presumed: tuple[Presumed, ...]
    given: dict[str, list[Total]]
    """The totals that can be compared, by measure."""
    aside: tuple[dict[str, Any], ...]


def figures(standing: Standing, options: Options) -> Figures:
    """Everything that a tally says, from the claims that stand."""
    limit = by(standing)
    now = reckoned(standing, options)
    past = happened(now.incidents, now.presumed, now.given, standing, limit)
    held = _reconciled(now, past, standing, options)
    apart = (*now.aside, *told_apart(held[options.dead]))
    return Figures(
        incidents=past.incidents,
        presumed=past.presumed,
        totals=held,
        aside=tuple(within(apart, past.left)),
        happened=past,
    )


def reckoned(standing: Standing, options: Options) -> Reckoned:
    """The incidents with who is presumed dead, held against the official counts."""
    told = [c for c in standing.claims if isinstance(c, IncidentReported)]
    told_totals, no_totals = kept(
        (c for c in standing.claims if isinstance(c, TotalReported)), standing
    )
    told_changes, no_changes = kept(
        (c for c in standing.claims if isinstance(c, IncidentAdjusted)), standing
    )
    apart = [aside(c, why) for c in standing.claims if (why := unentered(c)) and not _possible(c)]
    entered = _originals(told_totals, standing)
    given = {
        name: totals(entered, name)
        for name in (options.dead, options.event, options.object)
        if name
    }
    changed = _originals(told_changes, standing)
    gathered, unsure = _gathered(told, by_hand(changed, standing), standing, options)
    bare = structs.replace(standing, rulings=NONE)
    plain = (
        _gathered(_untouched(told, standing), (), bare, options)[0]
        if decisive(standing.rulings)
        else None
    )
    found, again = _held(gathered, plain, changed, given, standing, options)
    adjusted, lost = adjustments(changed, found, standing, options)
    added = presumed(adjusted, found, given[options.dead], standing, options)
    retold = [aside(claim, why) for claim, why in again]
    return Reckoned(
        incidents=tuple(with_presumed(found, added)),
        gathered=tuple(gathered),
        presumed=tuple(added),
        given=given,
        aside=(*apart, *no_totals, *no_changes, *retold, *unsure, *lost, *_scoped(entered)),
    )


def _originals(claims: Iterable[_Claim], standing: Standing) -> list[_Claim]:
    """What enters figures; of copies that say the same only the first, for its day is the one."""
    found: dict[tuple[str, ...], _Claim] = {}
    for claim in claims:
        if unentered(claim) is not None:
            continue
        voice = standing.voices.get(claim.lineage, claim.lineage)
        found.setdefault((voice, claim.assertion, *claim.payload()), claim)
    return list(found.values())


def _possible(claim: object) -> bool:
    return isinstance(claim, IncidentReported) and claim.assertion == "possible"


def _gathered(
    told: Sequence[IncidentReported],
    changes: Sequence[IncidentAdjusted],
    standing: Standing,
    options: Options,
) -> tuple[list[Incident], list[dict[str, Any]]]:
    """The incidents, named; what is told as a possibility is one of its own, unless it is one of these.

    What a person confirms is none any more; `changes` are those that persons have entered.
    """
    sure = [c for c in told if unentered(c) is None]
    found = _settled(sure, standing, options)
    more: list[Incident] = []
    apart: list[dict[str, Any]] = []
    for one in _settled([c for c in told if _possible(c)], standing, options):
        home = next((n for n, other in enumerate(found) if _same(one, other, options)), None)
        if home is None:
            more.append(one if one.confirmed else structs.replace(one, reason=UNSURE))
            continue
        apart.extend(aside(c, UNSURE) for c in one.claims)
        if one.confirmed and found[home].ruling is None:
            found[home] = structs.replace(found[home], ruling=one.ruling)
    every = settled(alone([*found, *more]), changes, standing, options)
    return named(every, options), apart


def _settled(
    claims: Sequence[IncidentReported], standing: Standing, options: Options
) -> list[Incident]:
    return incidents(joined(clusters(reports(claims, standing, options))), standing, options)


def _held(
    gathered: Sequence[Incident],
    plain: Sequence[Incident] | None,
    changed: Sequence[IncidentAdjusted],
    given: dict[str, list[Total]],
    standing: Standing,
    options: Options,
) -> tuple[list[Incident], list[Apart]]:
    """Held against the official counts and filled in from them; and the claims that tell one again.

    What a person dismisses is in these counts all the same, and what nobody has decided is held against
    them as if nothing were: `plain` are the incidents without decisions, if there are some. So figures move
    by what is decided, and by nothing else.
    """
    evidence = _evidence(gathered, given, options)
    presumption = Presumption(changed, options.presumed)
    found, refuted = counted(gathered, evidence, presumption, standing, options)
    if plain is not None:
        bare, out = counted(plain, _evidence(plain, given, options), presumption, standing, options)
        found, refuted = as_without(found, refuted, bare, out)
    found, again = laid(found, refuted, standing, options)
    return judged(filled(found, evidence, standing, options)), again


def _evidence(
    gathered: Sequence[Incident], given: dict[str, list[Total]], options: Options
) -> dict[str, list[Total]]:
    """The totals, and the numbers of incidents among those of events."""
    sure = [one for one in gathered if not one.reason]
    events = [*given[options.event], *numbered(sure, options.event)]
    events.sort(key=lambda total: (total.day, total.claim.reported, total.claim.id))
    return given | {options.event: events}


def _untouched(told: Iterable[IncidentReported], standing: Standing) -> list[IncidentReported]:
    """What was told, without what persons have entered."""
    return [claim for claim in told if not by_person(claim, standing)]


def _same(one: Incident, other: Incident, options: Options) -> bool:
    if one.group and other.group:
        return one.group == other.group
    tolls = [
        (value.min, None if value.open else value.max)
        for value in (each.values.get(options.dead) for each in (one, other))
        if value is not None
    ]
    return (
        one.occurred[0] <= other.occurred[1]
        and other.occurred[0] <= one.occurred[1]
        and (None in (one.place, other.place) or one.place == other.place)
        and (not tolls or meets(tolls[0], tolls[-1]))
    )


def _reconciled(
    now: Reckoned, past: Happened, standing: Standing, options: Options
) -> dict[str, Reconciled]:
    """The totals of each measure against the sums of now and of earlier times, reckoned once each."""
    earlier: dict[datetime, tuple[Reckoned, Happened]] = {}

    def then(at: datetime) -> tuple[Reckoned, Happened]:
        if at not in earlier:
            found = reckoned(standing.until(at), options)
            parts = (found.incidents, found.presumed, found.given)
            earlier[at] = found, happened(*parts, standing.until(at), by(standing))
        return earlier[at]

    def known(measure: str) -> Known:
        return lambda at: _sums(*then(at), measure, options)

    return {
        name: reconcile(given, name, _sums(now, past, name, options), known(name), standing)
        for name, given in past.given.items()
    }


def _sums(found: Reckoned, past: Happened, measure: str, options: Options) -> Sums:
    """The incidents, and who is presumed dead where the dead are counted."""
    told = past.presumed if measure == options.dead else ()
    doubted = sum(each.number for each in told if not each.supported)
    added = [each for each in told if each.supported]
    return Sums(past.incidents, added, found.gathered, doubted, past.later.get(measure, ()))


def _scoped(claims: Sequence[TotalReported]) -> list[dict[str, Any]]:
    return [aside(c, f"a total of a part only: {c.scope}") for c in claims if c.scope is not None]
