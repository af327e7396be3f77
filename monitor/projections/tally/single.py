"""The toll of one long happening: it grows from report to report, or is corrected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple

from monitor.projections import Standing, unentered
from monitor.projections.tally.sums import WITNESSES
from monitor.projections.tally.votes import Counting, Said, Value, first_said, said, settle
from monitor.reports import AnyClaim, IncidentReported, TotalReported

PLAUSIBLE_GROWTH = 1.5
"""How far above the supported toll one voice is printed as the upper end of the range; beyond that it
is set aside until a second voice says so. Early tolls do double, but then many say it."""

FRESH = timedelta(days=2)
"""Measures that rise and fall (the missing) are read from the reports of the last two days."""


class Toll(NamedTuple):
    """A toll with what does not enter it."""

    value: Value
    floor: int
    """What two voices bear out; 0 when there is only one."""
    claimed: tuple[str, ...]


def readings(claims: Iterable[AnyClaim]) -> list[Counting]:
    """The claims that tell the toll: as an incident's or as a total's, of the whole."""
    return [
        claim
        for claim in claims
        if isinstance(claim, IncidentReported | TotalReported)
        and unentered(claim) is None
        and not (isinstance(claim, TotalReported) and claim.scope is not None)
    ]


def toll(claims: Sequence[Counting], measure: str, standing: Standing) -> Toll | None:
    """The highest number that two voices reach; of one voice alone its own. None when nobody says."""
    given = [s for s in said(claims, measure, standing.voiced(claims)) if not s.vague]
    given = _since_correction(first_said(given))
    if not given:
        return None
    sure = standing.rulings.confirmed
    floor = max(
        (s.low for s in given if _reaching(given, s.low) >= WITNESSES or sure(s.claim)), default=0
    )
    alone = max(s.low for s in given)
    best = floor or alone
    within = [s for s in given if s.low <= best * PLAUSIBLE_GROWTH]
    high = max(max(s.low, s.high or 0) for s in within) if floor else best
    high = min(high, int(best * PLAUSIBLE_GROWTH)) if floor else best
    exact = any(s.low == s.high == best for s in given)
    because = tuple(sorted(s.claim for s in within))
    value = Value(
        best, best, high, open=not exact, disputed=high > best, exact=exact, claims=because
    )
    return Toll(value, floor, tuple(sorted(s.claim for s in given if s not in within)))


def _reaching(given: list[Said], number: int) -> int:
    return len({s.voice for s in given if s.low >= number})


def _since_correction(given: list[Said]) -> list[Said]:
    """From the last corrected value on; older values that come back later need two voices."""
    corrections = [s for s in given if s.correction]
    if not corrections:
        return given
    value = max(corrections, key=lambda s: (s.at, s.claim)).low
    told = [s for s in corrections if s.low == value]
    since = min(s.at for s in told)
    corrected = {s.low for s in given if s.at <= since and not s.correction}
    later = [s for s in given if s.at > since and not s.correction]
    stand = [s for s in later if s.low not in corrected or _reaching(later, s.low) >= WITNESSES]
    return [*told, *stand]


def latest(claims: Sequence[Counting], measure: str, standing: Standing) -> Value | None:
    """The number that most voices of the last two days of reports give."""
    given = said(claims, measure, standing.voiced(claims))
    newest = max((s.at for s in given), default=None)
    return None if newest is None else settle(s for s in given if s.at >= newest - FRESH)
