"""What every kind of tracker keeps, whatever it counts; and kinds that do not, each seen to fail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import count
from typing import Any

import msgspec
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from msgspec import structs

from monitor import registry
from monitor.events import AnyEvent
from monitor.notices import SEVERITIES
from monitor.projections import NOBODY, Change, Kind, Standing, View
from monitor.projections.grounds import NOTHING
from monitor.projections.ledger import Ledger, apply, standing
from monitor.reports import AnyClaim
from monitor.topics import Tracker
from tests import strategies
from tests.projections.decisions import confirmed, dismissed, undone
from tests.projections.projection_claims import (
    BOATS,
    at,
    corrected,
    encoded,
    incident,
    retracted,
    stands,
    total,
)
from tests.projections.projection_worlds import SPAN, coverage

KINDS: tuple[str, ...] = registry.names("projections")
TABLES = {"incidents", "totals", "statuses", "quantities", "statements"}
FLAT = (str, int, float, bool, type(None))

OPTIONS: dict[str, dict[str, Any]] = {
    "tally": BOATS,
    "status": {"episodes": ["call", "meeting"], "main": "meeting", "voices_needed": 2},
    "quantity": {"unit": "troops", "plausible": [0, 100_000]},
}

law = settings(
    max_examples=20,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
)


def tracker_of(kind: Kind) -> Tracker:
    name = kind.name
    return Tracker(id="t", kind=name, title="T", reader=kind.reader, options=OPTIONS.get(name, {}))


# --- the contract: each rule yields what breaks it ---------------------------------------------


def set_like(kind: Kind, events: list[AnyEvent], chance: Any) -> Iterator[str]:
    """Any order, batching and repetition of the events gives the same bytes."""
    tracker = tracker_of(kind)
    once = encoded(kind.view(tracker, stands(events)))
    shuffled = [*events, *events[:3]]
    chance.shuffle(shuffled)
    middle = len(shuffled) // 2
    ledger = apply(apply(Ledger(), shuffled[:middle]), shuffled[middle:])
    if encoded(kind.view(tracker, standing(ledger, "t"))) != once:
        yield "the view depends on how events came in"


def plain(kind: Kind, events: list[AnyEvent], chance: Any) -> Iterator[str]:
    """The view is JSON and says what it is a view of."""
    view = kind.view(tracker_of(kind), stands(events))
    if msgspec.json.decode(encoded(view)) != view:
        yield "the view is not what its JSON says"
    if (view["tracker"], view["kind"]) != ("t", kind.name):
        yield "the view does not name its tracker and kind"


def borne_out(kind: Kind, events: list[AnyEvent], chance: Any) -> Iterator[str]:
    """Reasons name claims that stand; without claims the view is that of nothing."""
    tracker, found = tracker_of(kind), stands(events)
    view = kind.view(tracker, found)
    named = {claim for claims in view["because"].values() for claim in claims}
    if not named <= {claim.id for claim in found.claims}:
        yield "a reason names a claim that does not stand"
    if not {one["claim"] for one in view["set_aside"]} <= {
        *(claim.id for claim in found.claims),
        *(retired.claim for retired in found.retired),
    }:
        yield "something was set aside that nobody claimed"
    gone = [retracted(SPAN + 2, claim) for claim in found.claims]
    without = {**kind.view(tracker, stands([*events, *gone])), "set_aside": []}
    if without != kind.view(tracker, Standing()):
        yield "a figure stays when its claims are gone"


def as_reported(kind: Kind, events: list[AnyEvent], chance: Any) -> Iterator[str]:
    """What was reported later changes no earlier answer."""
    moment = at(chance.randint(0, SPAN))
    early = [event for event in events if event.reported <= moment]
    tracker = tracker_of(kind)
    views = [kind.view(tracker, stands(some, moment)) for some in (events, early)]
    if encoded(views[0]) != encoded(views[1]):
        yield "the answer of a day knows of later ones"


def newsworthy(kind: Kind, events: list[AnyEvent], chance: Any) -> Iterator[str]:
    """Nothing is news twice; what is news has a title, a weight and claims that stand."""
    tracker, moment = tracker_of(kind), at(chance.randint(0, SPAN))
    before, found = kind.view(tracker, stands(events, moment)), stands(events)
    after = kind.view(tracker, found)
    if kind.changes(tracker, after, after):
        yield "an unchanged view is news"
    if kind.changes(tracker, None, kind.view(tracker, Standing())):
        yield "nothing is news"
    for old in (None, before):
        yield from wrong_changes(kind.changes(tracker, old, after), {c.id for c in found.claims})


def wrong_changes(changes: Iterable[Change], claims: set[str]) -> Iterator[str]:
    for change in changes:
        if not change.title or change.severity not in SEVERITIES or change.before == change.after:
            yield f"no news: {change}"
        if not set(change.because) <= claims:
            yield f"news because of claims that do not stand: {change}"


def grounded(kind: Kind, events: list[AnyEvent], chance: Any) -> Iterator[str]:
    """What has just been noted has grounds; what the view does not say any more has none."""
    tracker, moment = tracker_of(kind), at(chance.randint(0, SPAN))
    before, after = kind.view(tracker, stands(events, moment)), kind.view(tracker, stands(events))
    first, then = kind.changes(tracker, None, before), kind.changes(tracker, before, after)
    for change, view in (*((c, before) for c in first), *((c, after) for c in then)):
        found = kind.grounds(tracker, view, change.field, change.after, change.because)
        if found is None or not set(change.because) <= set(found):
            yield f"no grounds for {change}: {found}"
    nothing = kind.view(tracker, Standing())
    told = Counter((change.field, change.after) for change in first)
    moved = {(change.field, change.before) for change in then}
    for change in first:
        known = (tracker, nothing, change.field, change.after, change.because)
        if change.after not in NOTHING and kind.grounds(*known) is not None:
            yield f"grounds without a claim: {change}"
        again = kind.grounds(tracker, after, change.field, change.after, change.because)
        key = (change.field, change.after)
        if key in moved and told[key] == 1 and again is not None:
            yield f"grounds for what has moved on: {change}"


def readable(kind: Kind, events: list[AnyEvent], chance: Any) -> Iterator[str]:
    """Rows are flat and go into known tables; lines are three pieces of text."""
    tracker = tracker_of(kind)
    for view in (kind.view(tracker, stands(events)), kind.view(tracker, Standing())):
        tables = kind.rows(tracker, view)
        if not tables.keys() <= TABLES:
            yield f"unknown tables: {tables.keys() - TABLES}"
        rows = [row for table in tables.values() for row in table]
        if not all(isinstance(cell, FLAT) for row in rows for cell in row.values()):
            yield "a row is not flat"
        if not all(row["tracker"] == "t" for row in rows):
            yield "a row does not name its tracker"
        lines = kind.lines(tracker, view)
        if not lines or not all(isinstance(cell, str) for line in lines for cell in line):
            yield "a line is not text, or there is none"


def undoable(kind: Kind, events: list[AnyEvent], chance: Any) -> Iterator[str]:
    """A correction that was undone leaves nothing, and one that was not yet made neither."""
    tracker, found = tracker_of(kind), stands(events)
    before = encoded(kind.view(tracker, found))
    if not found.claims:
        return
    claim = chance.choice(found.claims)
    ways = (retracted, partial(corrected, killed=3), confirmed, dismissed)
    made = chance.choice(ways)(SPAN + 2, claim)
    own = [*events, made]
    kind.view(tracker, stands(own))
    if encoded(kind.view(tracker, stands([*own, undone(SPAN + 3, made)]))) != before:
        yield "what was undone leaves a trace"
    moment = at(SPAN + 1, 23)
    views = [kind.view(tracker, stands(some, moment)) for some in (own, events)]
    if encoded(views[0]) != encoded(views[1]):
        yield "an earlier answer knows of a correction"


def by_then(kind: Kind, events: list[AnyEvent], chance: Any) -> Iterator[str]:
    """What had happened by a time: all of it in the end, nothing before, and never less later."""
    tracker, found = tracker_of(kind), stands(events)
    first, last = sorted(at(chance.randint(-10, SPAN), chance.randint(0, 23)) for _ in range(2))
    whole, end = kind.view(tracker, found), at(SPAN + 100)
    if unbounded(kind.view(tracker, found.by(end))) != whole:
        yield "something has never happened"
    before = unbounded(kind.view(tracker, found.by(at(-100))))
    if {**before, "set_aside": []} != kind.view(tracker, Standing()) | {"set_aside": []}:
        yield "something had happened before anything"
    earlier, later = (kind.view(tracker, found.by(when)) for when in (first, last))
    if not happenings(earlier) <= happenings(later) <= happenings(whole):
        yield f"what had happened by {first} had not by {last}"
    sums = least(earlier), least(later), least(whole)
    if any(sums[0][name] > sums[1][name] or sums[1][name] > sums[2][name] for name in sums[0]):
        yield "a sum falls with time"
    told = {day["claim"] for day in earlier["set_aside"]}.union(*earlier["because"].values())
    if not told <= {claim.id for claim in found.claims} | {gone.claim for gone in found.retired}:
        yield "a claim is behind it that does not stand"


def both_times(kind: Kind, events: list[AnyEvent], chance: Any) -> Iterator[str]:
    """What had been reported by one time of what had happened by another: either may be asked first."""
    tracker = tracker_of(kind)
    known, when = at(chance.randint(0, SPAN)), at(chance.randint(-5, SPAN), chance.randint(0, 23))
    cut = [event for event in events if event.reported <= known]
    asked = (
        stands(events, known).by(when),
        stands(events).by(when).until(known),
        stands(cut, known).by(when),
    )
    views = [kind.view(tracker, each) for each in asked if cut == events or each != asked[1]]
    if len({encoded(view) for view in views}) > 1:
        yield "the two times do not commute"
    if "occurred_by" not in views[0]:
        yield "the view does not say by when things had happened"


def unbounded(view: View) -> View:
    return {name: each for name, each in view.items() if name != "occurred_by"}


def happenings(view: View) -> set[Any]:
    """What a view says has happened: more can only come to it with time."""
    parts: dict[str, Callable[[View], Iterable[Any]]] = {
        "tally": lambda v: (one["id"] for one in v["incidents"] if one["status"] == "counted"),
        "status": lambda v: (
            (one["kind"], step["stage"]) for one in v["episodes"] for step in one["steps"]
        ),
        "quantity": lambda v: ((point["day"], point["value"]) for point in v["series"]),
        "statements": lambda v: ((s["speaker"], s["act"], s["about"]) for s in v["statements"]),
    }
    return set(parts[view["kind"]](view))


def least(view: View) -> dict[str, int]:
    """Its sums."""
    return {
        f"{name}.{bound}": each[bound]
        for name, each in view.items()
        for bound in ("min", "best")
        if isinstance(each, dict) and {"min", "best", "max"} <= each.keys()
    }


Rule = Callable[[Kind, list[AnyEvent], Any], Iterator[str]]
RULES: tuple[Rule, ...] = (
    set_like,
    plain,
    borne_out,
    as_reported,
    by_then,
    both_times,
    newsworthy,
    grounded,
    readable,
    undoable,
)


# --- the members -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("rule", RULES)
def test_a_kind_keeps_the_contract(name: str, rule: Rule) -> None:
    """Each rule, over random coverage."""
    kind: Kind = registry.resolve("projections", name)

    @law
    @given(coverage(name), st.randoms(use_true_random=False))
    def holds(events: list[AnyEvent], chance: Any) -> None:
        assert list(rule(kind, events, chance)) == []

    holds()


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_takes_any_claim_there_can_be(name: str) -> None:
    """Windows of a century, counts in the thousands, claims of every other kind: a view, no error."""
    kind: Kind = registry.resolve("projections", name)

    @settings(law, max_examples=15)
    @given(st.lists(strategies.claims(), max_size=5))
    def takes(claims: list[AnyClaim]) -> None:
        events: list[AnyEvent] = [structs.replace(claim, tracker="t") for claim in claims]
        assert kind.view(tracker_of(kind), stands(events))["claims"] <= len(events)

    takes()


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_says_who_it_is_and_what_it_may_be_told(name: str) -> None:
    """Its name is its module's; it works without options and refuses those that it does not know."""
    kind: Kind = registry.resolve("projections", name)
    assert (kind.name, kind.version >= 1, bool(kind.reader)) == (name, True, True)
    msgspec.convert({}, kind.options)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"no such option": 1}, kind.options)


# --- seeded wrong members ----------------------------------------------------------------------

TALLY: Kind = registry.resolve("projections", "tally")
EVENTS: list[AnyEvent] = [
    *(incident(2, who, 3, 1) for who in "abc"),
    *(incident(9, who, 4, 8, wire="AP") for who in "ab"),
    *(total(10, who, 7) for who in "cd"),
]
calls = count()


def with_view(change: Callable[[View, Standing], View]) -> Kind:
    def view(tracker: Tracker, found: Standing) -> View:
        return change(TALLY.view(tracker, found), found)

    return structs.replace(TALLY, view=view)


def last_seen(view: View, found: Standing) -> View:
    del found
    return {**view, "calls": next(calls)}


forgotten: set[str] = set()


def never_forgets(view: View, found: Standing) -> View:
    forgotten.update(each.claim for each in found.retired)
    return {**view, "claims": len({c.id for c in found.claims} - forgotten)}


def with_objects(view: View, found: Standing) -> View:
    return {**view, "claims": found.claims}


def invented(view: View, found: Standing) -> View:
    del found
    return {**view, "because": {"killed": ["nobody's claim"]}}


def own_number(view: View, found: Standing) -> View:
    return {**view, "survivors": len(found.retired)}


def foreseeing() -> Kind:
    """It numbers its answers: a later question changes what an earlier one gets."""
    shown: list[int] = []

    def remember(view: View, found: Standing) -> View:
        del found
        shown.append(view["killed"]["best"])
        return {**view, "record": len(shown)}

    return with_view(remember)


def always_news(
    tracker: Tracker, before: View | None, after: View, /, taken_back: frozenset[str] = NOBODY
) -> list[Change]:
    del before, taken_back
    news = Change(
        kind="change",
        field="x",
        before="",
        after="x",
        title=tracker.title,
        severity="info",
        because=(),
    )
    return [news, *TALLY.changes(tracker, None, after)]


def always_grounds(
    tracker: Tracker, view: View, field: str, after: str, because: tuple[str, ...]
) -> tuple[str, ...]:
    del tracker, view, field, after
    return because


def never_grounds(
    tracker: Tracker, view: View, field: str, after: str, because: tuple[str, ...]
) -> None:
    del tracker, view, field, after, because


def nested_rows(tracker: Tracker, view: View) -> dict[str, list[dict[str, Any]]]:
    return {"incidents": [{"tracker": tracker.id, **one} for one in view["incidents"]]}


def forgetful(view: View, found: Standing) -> View:
    """It shows nothing of what is asked for by a time."""
    return view if found.occurred_by is None else {**view, "incidents": []}


def deaf(view: View, found: Standing) -> View:
    """It counts what came later as well, and says nothing of the time."""
    return unbounded(TALLY.view(tracker_of(TALLY), found.by(None)))


WRONG: dict[str, tuple[Rule, Kind]] = {
    "counts its own calls": (set_like, with_view(last_seen)),
    "never forgets what was retracted": (undoable, with_view(never_forgets)),
    "gives objects": (plain, with_view(with_objects)),
    "invents a claim": (borne_out, with_view(invented)),
    "counts retracted claims": (borne_out, with_view(own_number)),
    "remembers later answers": (as_reported, foreseeing()),
    "forgets by when": (by_then, with_view(forgetful)),
    "counts what came later": (by_then, with_view(deaf)),
    "says nothing of the time": (both_times, with_view(deaf)),
    "has always news": (newsworthy, structs.replace(TALLY, changes=always_news)),
    "takes everything to hold for ever": (
        grounded,
        structs.replace(TALLY, grounds=always_grounds),
    ),
    "takes nothing to hold": (grounded, structs.replace(TALLY, grounds=never_grounds)),
    "nests its rows": (readable, structs.replace(TALLY, rows=nested_rows)),
}


class Fixed:
    """A chance that never surprises: the middle day, no shuffling."""

    def randint(self, low: int, high: int) -> int:
        return (low + high) // 3

    def shuffle(self, some: list[Any]) -> None:
        some.reverse()

    def choice(self, some: Sequence[Any]) -> Any:
        return some[0]


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_kind_breaks_its_rule(name: str) -> None:
    """A rule that never failed is not trusted; the tally itself passes on the same events."""
    rule, wrong = WRONG[name]
    assert list(rule(TALLY, EVENTS, Fixed())) == []
    assert list(rule(wrong, EVENTS, Fixed()))


def test_every_rule_has_a_seeded_wrong_kind() -> None:
    """No rule of the contract goes untested."""
    assert {rule for rule, _ in WRONG.values()} == set(RULES)
