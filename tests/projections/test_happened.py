"""What had happened by a time, as it is known now: incidents, who is presumed dead, totals, steps."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from monitor import registry
from monitor.events import AnyEvent
from monitor.projections import Heard, Kind, View
from monitor.projections.happened import By
from monitor.projections.tally.bounding import UNSETTLED
from monitor.reports import AnyClaim
from monitor.topics import Tracker
from tests.projections.projection_claims import (
    DISASTER,
    TALLY,
    adjusted,
    at,
    best,
    incident,
    on,
    quantity,
    stands,
    status,
    total,
)
from tests.projections.test_projection_kinds import tracker_of


def by(tracker: Tracker, moment: datetime, *events: AnyEvent) -> View:
    kind: Kind = registry.resolve("projections", tracker.kind)
    return kind.view(tracker, stands(events).by(moment))


def end(n: int) -> datetime:
    """The end of day n."""
    return datetime.combine(at(n).date(), time.max, at(n).tzinfo)


def test_a_day_has_passed_when_it_has_ended() -> None:
    """Of a strike on a day nobody knows the hour; but nothing is reported before it happens."""
    noon, evening = By(at(5)), By(end(5))
    today, yesterday = at(5).toordinal(), at(4).toordinal()
    assert evening.happened(today, at(9))
    assert not noon.happened(today, at(9))
    assert noon.happened(yesterday, at(9))
    assert noon.happened(today, at(5, 11))
    assert noon.maybe(today)
    assert not noon.maybe(today + 1)


def test_a_late_report_counts_by_the_day_of_its_incident() -> None:
    """What was told on day 9 of day 3 had happened by day 4, as it is known now."""
    told = [incident(3, "a", 2, 2), incident(9, "b", 4, 3, place="north"), incident(9, "c", 5, 8)]
    assert best(by(TALLY, end(4), *told), "strikes", "killed") == (2, 6)
    assert best(by(TALLY, end(8), *told), "strikes", "killed") == (3, 11)


def test_an_incident_whose_days_lie_on_both_sides_raises_only_the_upper_bound() -> None:
    """It is shown, with the reason, and counted neither before nor twice."""
    span = incident(9, "a", 4, on(3, 6))
    view = by(TALLY, end(4), incident(2, "b", 1, 1, place="north"), span)
    assert view["killed"].items() >= {"min": 1, "best": 1, "max": 5}.items()
    assert view["strikes"] == {"min": 1, "best": 1, "max": 2}
    (unsure,) = [one for one in view["incidents"] if one["status"] != "counted"]
    assert unsure["reason"] == UNSETTLED
    assert view["occurred_by"]["maybe"] == [unsure["id"]]
    assert by(TALLY, end(6), span)["killed"]["best"] == 4
    assert by(TALLY, end(2), span)["incidents"] == []


def test_who_is_presumed_dead_belongs_to_the_incident_whenever_it_was_told() -> None:
    """Told on day 9 of the strike of day 2: it counts by day 3."""
    told: list[AnyClaim] = [incident(3, who, 5, 2, survivors=1) for who in "ab"]
    told += [adjusted(9, who, 2) for who in "ab"]
    told += [incident(9, who, 3, 8, place="north", survivors=1) for who in "ab"]
    view = by(TALLY, end(3), *told)
    assert (view["killed"]["confirmed"], view["killed"]["presumed_dead"]) == (5, 1)
    assert by(TALLY, end(1), *told)["killed"]["presumed_dead"] == 0


def test_the_floor_is_that_of_totals_which_count_up_to_the_time() -> None:
    """A later total says nothing of then; one that says itself as of which day does."""
    told: list[AnyClaim] = [incident(2, who, 3, 1) for who in "ab"]
    told += [incident(8, who, 4, 7, place="north") for who in "ab"]
    told += [total(3, who, 3) for who in "ab"] + [total(9, who, 7) for who in "ab"]
    assert by(TALLY, end(4), *told)["killed"]["floor"] == 3
    assert by(TALLY, end(9), *told)["killed"]["floor"] == 7
    dated = [total(9, who, 5, as_of=at(4).date()) for who in "ab"]
    view = by(TALLY, end(4), *told, *dated)
    assert (view["killed"]["floor"], view["killed"]["gap"]) == (5, 2)


def test_a_total_that_was_corrected_later_is_known_to_be_wrong() -> None:
    """By the time of the mistake, too."""
    told: list[AnyClaim] = [total(3, "a", 9), total(3, "b", 9)]
    put_right = [total(6, who, 7, assertion="correction") for who in "ab"]
    assert by(TALLY, end(4), *told)["killed"]["floor"] == 9
    assert by(TALLY, end(4), *told, *put_right)["killed"]["floor"] == 0


def test_the_toll_of_one_long_happening_is_that_of_its_reports_by_then() -> None:
    """It grows from report to report: nobody knows what it had been in between."""
    told = [*(total(2, who, 10) for who in "ab"), *(total(6, who, 40) for who in "ab")]
    assert by(DISASTER, end(3), *told)["killed"]["best"] == 10
    assert by(DISASTER, end(7), *told)["killed"]["best"] == 40
    assert by(DISASTER, end(1), *told)["incidents"] == []


QUESTION = tracker_of(registry.resolve("projections", "status"))


def stages(view: View) -> dict[str, Any]:
    return {one["kind"]: one["stage"] for one in view["episodes"]}


def test_a_step_lies_where_its_texts_put_it() -> None:
    """A call of day 3 that is told on day 5, with its day by one text and without by the other."""
    told = [
        status(1, "a", "offered"),
        status(5, "b", "held", "call", occurred=on(3)),
        status(5, "c", "held", "call"),
    ]
    assert stages(by(QUESTION, end(2), *told)) == {"call": "none", "meeting": "offered"}
    assert stages(by(QUESTION, end(3), *told)) == {"call": "held", "meeting": "offered"}


def test_a_meeting_has_not_lapsed_before_its_day() -> None:
    """By then it was still to come, whatever is known now."""
    told = [*(status(1, who, "scheduled", date=on(6)) for who in "ab"), status(12, "c", "mooted")]
    assert stages(by(QUESTION, end(4), *told))["meeting"] == "scheduled"
    assert stages(by(QUESTION, end(12), *told))["meeting"] == "lapsed"


def test_a_quantity_is_that_which_had_been_measured() -> None:
    """By the day of its publication; later values are left out and counted."""
    tracker = tracker_of(registry.resolve("projections", "quantity"))
    told = [quantity(1, "a", 10_000), quantity(5, "a", 12_000), quantity(9, "a", 14_000)]
    view = by(tracker, end(6), *told)
    assert (view["value"], view["claims"], view["occurred_by"]["later"]) == (12_000, 2, 1)


def test_voices_heard_one_after_the_other_are_those_told_apart_at_once() -> None:
    """By agency, outlet and paper, in any order."""
    claims = [
        quantity(1, "a", 1_000, wire="AP"),
        quantity(2, "b", 1_000, wire="AP"),
        quantity(3, "c", 1_000),
        quantity(4, "c", 1_000),
        quantity(5, "d", 1_000, lineage="c-3-12"),
    ]
    standing = stands(claims)
    for order in (claims, claims[::-1], claims[2:] + claims[:2]):
        heard = Heard(standing)
        for number, claim in enumerate(order, 1):
            heard.add(claim)
            assert heard.voices == len(set(standing.voiced(order[:number]).values()))
