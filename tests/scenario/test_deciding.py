"""Whatever a person decides of the archive's incidents, the figures move by that and by nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import pytest

from monitor.cli import correcting
from monitor.cli.naming import Author, Known, copied
from monitor.reports import IncidentReported
from monitor.views.rebuild import stands
from tests.scenario.following import NOW, configured, following, read_archive

ANN = Author("ann", "checked", NOW)
MEASURES = ("strikes", "vessels", "killed", "survivors")

Shown = dict[str, Any]


class Desk(NamedTuple):
    """What is known after the archive, and what is shown of it."""

    known: Known
    view: Shown

    @property
    def counted(self) -> list[Shown]:
        found = [one for one in self.view["incidents"] if one["status"] == "counted"]
        assert len(found) == 18
        return found

    def after(self, made: correcting.Made) -> Shown:
        known = self.known.after(made)
        return known.view(known.tallies()[0])

    def moved(self, view: Shown) -> tuple[int, ...]:
        return tuple(view[name]["best"] - self.view[name]["best"] for name in MEASURES)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """After the archive."""
    with following(configured(tmp_path_factory.mktemp("state"))) as opened:
        read_archive(opened)
        follower = opened.followers[0]
        known = Known(follower.topic, follower.ledger)
        yield Desk(known, known.view(known.tallies()[0]))


def of(one: Shown) -> tuple[int, ...]:
    """What an incident adds to the figures, those who are presumed dead with it."""
    best = {name: (one[name] or {"best": 0})["best"] for name in MEASURES}
    best["killed"] += one["presumed_dead"]
    return tuple(best[name] for name in MEASURES)


def states(view: Shown, *without: str) -> dict[str, str]:
    return {one["id"]: one["status"] for one in view["incidents"] if one["id"] not in without}


def test_a_number_that_is_put_right_moves_the_sum_by_the_difference(desk: Desk) -> None:
    """Reports that repeat the old number are the same incident still, and no other is left out for it."""
    for one in desk.counted:
        right = one["killed"]["best"] + 5
        made = correcting.adjusted(desk.known, one["id"], [f"killed={right}"], "", ANN)
        view = desk.after(made)
        assert desk.moved(view) == (0, 0, 5, 0), one["id"]
        assert states(view) == states(desk.view), one["id"]


@pytest.mark.parametrize(
    "bounds", [lambda n: (n - 1, f"-{n + 1}"), lambda n: (n, "+")], ids=["between", "least"]
)
def test_bounds_that_a_person_gives_are_not_filled_in_from_totals(
    desk: Desk, bounds: Callable[[int], tuple[int, str]]
) -> None:
    """What was decided is shown, also where the totals would leave one number."""
    for one in desk.counted[:6]:
        low, high = bounds(one["killed"]["best"])
        made = correcting.adjusted(desk.known, one["id"], [f"killed={low}{high}"], "", ANN)
        now = next(each for each in desk.after(made)["incidents"] if each["id"] == one["id"])
        assert now["killed"]["min"] == low, one["id"]


def test_a_counted_incident_that_is_confirmed_counts_once(desk: Desk) -> None:
    """Also where outlets have told it again with another day."""
    for one in desk.counted:
        view = desk.after(correcting.judged(desk.known, one["id"], "confirmed", ANN))
        assert desk.moved(view) == (0, 0, 0, 0), one["id"]
        assert states(view) == states(desk.view), one["id"]


def test_what_is_dismissed_goes_and_nothing_takes_its_room(desk: Desk) -> None:
    """No incident that the totals refute comes back, and who is presumed dead goes with it."""
    for one in desk.counted:
        view = desk.after(correcting.judged(desk.known, one["id"], "dismissed", ANN))
        assert desk.moved(view) == tuple(-n for n in of(one)), one["id"]
        assert states(view, one["id"]) == states(desk.view, one["id"]), one["id"]


def test_two_that_are_one_make_no_room_for_a_third(desk: Desk) -> None:
    """What the totals have refuted stays so."""
    for one, other in pairwise(desk.counted):
        both = one["id"], other["id"]
        view = desk.after(correcting.merged(desk.known, both, ANN))
        assert states(view, *both) == states(desk.view, *both), both


def test_one_that_is_two_takes_no_room_of_a_third(desk: Desk) -> None:
    """No incident is left out because a person says that there was one more than the totals know."""
    known = states(desk.view)
    for one in desk.counted:
        view = desk.after(correcting.split(desk.known, one["id"], one["claims"][:1], ANN))
        untouched = [each["id"] for each in view["incidents"] if not each["corrections"]]
        now = states(view)
        assert {name: now[name] for name in untouched} == {name: known[name] for name in untouched}


@pytest.mark.parametrize("way", ["retracted", "valued"])
def test_copies_of_a_claim_are_put_right_with_it(desk: Desk, way: str) -> None:
    """They are one voice: else the copy, told later, would bring the old number back. Undone, it is as before."""
    known = desk.known
    every = known.ledger.claims["strikes"].values()
    told = [each for each in every if each.id in {c for one in desk.counted for c in one["claims"]}]
    claim = next(each for each in told if each.story == each.lineage and copied(known, each))
    if way == "retracted":
        made = correcting.retracted(known, [claim.id], ANN)
    else:
        made = correcting.valued(known, claim.id, ["killed=40"], ANN)
    ids = {claim.id, *copied(known, claim)}
    assert len(made) == len(ids) > 1
    after = known.after(made)
    standing = stands(known.tallies()[0], after.ledger).claims
    mine = [e for e in standing if isinstance(e, IncidentReported) and e.id in ids]
    said = {each.counts["killed"].min for each in mine}
    assert said == (set() if way == "retracted" else {40})
    back = after.after(correcting.undone(after, made[0].event_id(), ANN))
    assert back.view(back.tallies()[0]) == desk.view
