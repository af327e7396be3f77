"""Made-up coverage for laws: claims at random, and worlds whose truth is known."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import strategies as st

from monitor.events import AnyEvent
from monitor.reports import AnyClaim, IncidentReported, TotalReported
from monitor.values import Assertion, Basis, Window
from tests.projections.projection_claims import (
    Number,
    adjusted,
    copied,
    dozens,
    incident,
    on,
    quantity,
    retracted,
    statement,
    status,
    total,
)

OUTLETS = ("a", "b", "c", "d", "e")
SPAN = 16
"""Days of a random story: few, so that claims meet."""

told_days = st.integers(0, SPAN)
outlets = st.sampled_from(OUTLETS)
wires = st.sampled_from((None, None, None, "AP", "EFE"))
assertions: st.SearchStrategy[Assertion] = st.sampled_from(
    ("asserted", "asserted", "asserted", "asserted", "possible", "background", "correction")
)


@st.composite
def numbers(draw: st.DrawFn, high: int = 6) -> Number:
    """Mostly exact, sometimes at least, about, or vague."""
    number = draw(st.integers(0, high))
    form = draw(st.sampled_from(("exact", "exact", "exact", "open", "range", "vague")))
    forms: dict[str, Number] = {
        "exact": number,
        "open": (number, None),
        "range": (number, number + 2),
        "vague": dozens(number),
    }
    return forms[form]


@st.composite
def windows(draw: st.DrawFn, told: int) -> Window | None:
    """A day or some days up to the report, or none."""
    last = told - draw(st.integers(0, 3))
    basis: Basis = draw(st.sampled_from(("explicit", "explicit", "weekday", "published", "none")))
    length = draw(st.sampled_from((0, 0, 0, 2, 7)))
    return draw(st.sampled_from((on(last - length, last, basis), on(last, last, basis), None)))


@st.composite
def incidents(draw: st.DrawFn) -> IncidentReported:
    """One claim of an incident."""
    told = draw(told_days)
    more = draw(
        st.fixed_dictionaries(
            {"hour": st.integers(0, 3), "wire": wires, "assertion": assertions},
            optional={
                "place": st.sampled_from(("north", "south")),
                "ordinal": st.integers(1, 6),
                "another": st.booleans(),
                "vessels": st.integers(1, 3),
                "strikes": st.integers(1, 3),
                "survivors": numbers(2),
            },
        )
    )
    killed = draw(st.one_of(st.none(), numbers()))
    return incident(told, draw(outlets), killed, draw(windows(told)), **more)


@st.composite
def totals(draw: st.DrawFn) -> TotalReported:
    """One claim of a total."""
    more = draw(
        st.fixed_dictionaries(
            {"hour": st.integers(4, 7), "wire": wires, "assertion": assertions},
            optional={
                "prior": st.booleans(),
                "presumed": st.sampled_from((True, False, None)),
                "scope": st.sampled_from((None, "this week")),
                "strikes": st.integers(1, 6),
            },
        )
    )
    return total(draw(told_days), draw(outlets), draw(numbers(20)), **more)


@st.composite
def adjustments(draw: st.DrawFn) -> AnyClaim:
    """A survivor is presumed dead."""
    told = draw(told_days)
    when = draw(st.one_of(st.none(), windows(told)))
    return adjusted(told, draw(outlets), when, hour=draw(st.integers(8, 9)), dead=draw(numbers(2)))


@st.composite
def steps(draw: st.DrawFn) -> AnyClaim:
    """A step of a call or a meeting."""
    told = draw(told_days)
    stages = (
        "mooted",
        "discussed",
        "scheduled",
        "held",
        "denied",
        "no_plans",
        "postponed",
        "cancelled",
    )
    more = draw(
        st.fixed_dictionaries(
            {"assertion": assertions, "occurred": windows(told), "date": windows(told + 4)},
            optional={"party": st.sampled_from(("us", "them")), "venue": st.just("Doha")},
        )
    )
    episode = draw(st.sampled_from(("call", "meeting")))
    return status(told, draw(outlets), draw(st.sampled_from(stages)), episode, **more)


@st.composite
def quantities(draw: st.DrawFn) -> AnyClaim:
    """A number of troops."""
    low = draw(st.sampled_from((4000, 6500, 10_000, 12_000, 15_000)))
    values: tuple[Number, ...] = (low, (low, None), (low - 500, low + 500))
    value = draw(st.sampled_from(values))
    more = draw(
        st.fixed_dictionaries(
            {"assertion": assertions, "prospective": st.booleans(), "wire": wires}
        )
    )
    return quantity(draw(told_days), draw(outlets), value, **more)


@st.composite
def statements(draw: st.DrawFn) -> AnyClaim:
    """An offer or a threat."""
    act, speaker = draw(st.sampled_from(("offer", "threat"))), draw(st.sampled_from(("X", "Y")))
    return statement(draw(told_days), draw(outlets), speaker, act, assertion=draw(assertions))


CLAIMS: dict[str, st.SearchStrategy[AnyClaim]] = {
    "tally": st.one_of(incidents(), incidents(), totals(), adjustments()),
    "status": steps(),
    "quantity": quantities(),
    "statements": statements(),
}
"""Claims that a kind of tracker reads, by its name."""


@st.composite
def coverage(draw: st.DrawFn, kind: str, max_size: int = 14) -> list[AnyEvent]:
    """Claims of a tracker with copies of their stories and a retraction or two."""
    claims = draw(st.lists(CLAIMS[kind], max_size=max_size, unique_by=lambda claim: claim.id))
    stories = {claim.story: claim for claim in claims}
    events: list[AnyEvent] = list(claims)
    for claim in stories.values():  # a story is first seen once
        if draw(st.integers(0, 5)) == 0:
            other = draw(st.sampled_from(claims)).lineage
            events.append(
                copied(draw(told_days), f"x{claim.story}", claim.story, claim.lineage, other)
            )
    gone = [claim for claim in claims if draw(st.integers(0, 9)) == 0]
    return events + [retracted(SPAN + 1, claim) for claim in gone]


class World(NamedTuple):
    """What happened: toll by incident, five days apart; and reports that are true of it."""

    tolls: list[int]
    claims: list[AnyClaim]


GAP = 5
"""Days between the incidents of a world: more than any slip."""


@st.composite
def worlds(draw: st.DrawFn, *, with_totals: bool = True) -> World:
    """Incidents told truly by two to four outlets each, some of them in vague words or copies."""
    tolls = draw(st.lists(st.integers(1, 9), min_size=1, max_size=6))
    claims: list[AnyClaim] = []
    for number, toll in enumerate(tolls):
        happened = GAP * number
        for who in draw(st.lists(outlets, min_size=2, max_size=4, unique=True)):
            told = happened + draw(st.integers(0, 1))
            claims.append(incident(told, who, toll, happened, wire=None))
        if draw(st.booleans()):
            claims.append(
                incident(happened + 1, "v", (1, None), on(happened - 1, happened, "weekday"))
            )
        if with_totals:
            claims += draw(true_totals(happened + 1, sum(tolls[: number + 1]), sum(tolls[:number])))
    return World(tolls, claims)


@st.composite
def true_totals(draw: st.DrawFn, told: int, now: int, before: int) -> list[AnyClaim]:
    """Totals as real outlets give them: right, lagging, bounds, now and then far too high."""
    kinds: st.SearchStrategy[str] = st.sampled_from(("right", "right", "bound", "lagging", "wild"))
    claims: list[AnyClaim] = []
    for who in draw(st.lists(outlets, max_size=3, unique=True)):
        number: dict[str, Number] = {
            "right": now,
            "bound": (now, None),
            "lagging": before,
            "wild": 10_000 + 1_000 * told + ord(who),
        }
        claims.append(total(told, who, number[draw(kinds)], hour=15))
    return claims
