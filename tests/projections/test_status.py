"""How far a question has come: stages, what undoes them, positions, windows."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from monitor import registry
from monitor.events import AnyEvent
from monitor.projections import Change, View
from monitor.reports import AnyClaim
from monitor.topics import Tracker
from tests.projections.projection_claims import at, on, retracted, shown, status

MEETING = Tracker(
    id="t",
    kind="status",
    title="Talks",
    reader="contacts",
    options={"episodes": ["call", "meeting"], "main": "meeting"},
)
LAND = Tracker(
    id="t",
    kind="status",
    title="Land strikes",
    reader="stages",
    options={"stages": ["threatened", "imminent", "carried_out"]},
)


def with_options(**more: Any) -> Tracker:
    return Tracker(id="t", kind="status", title="Talks", reader="contacts", options=more)


def stage(*claims: AnyEvent) -> str:
    found: str = shown(MEETING, *claims)["stage"]
    return found


def episode(view: View, name: str) -> dict[str, Any]:
    return next(one for one in view["episodes"] if one["kind"] == name)


def changed(before: View | None, after: View) -> list[Change]:
    kind = registry.resolve("projections", "status")
    found: list[Change] = kind.changes(MEETING, before, after)
    return found


def test_nothing_told_is_none_in_every_episode() -> None:
    """The answer has its form before there is news."""
    view = shown(MEETING)
    assert (view["stage"], view["since"], view["positions"]) == ("none", None, {})
    assert [(one["kind"], one["stage"]) for one in view["episodes"]] == [
        ("call", "none"),
        ("meeting", "none"),
    ]


def test_a_late_report_of_an_earlier_stage_does_not_undo_a_later_one() -> None:
    """ "They may talk" after the call is an older truth, in any order of arrival."""
    claims = [status(1, "a", "held", "call"), status(5, "b", "mooted", "call")]
    for some in (claims, claims[::-1]):
        assert episode(shown(MEETING, *some), "call")["stage"] == "held"


def test_episodes_do_not_touch_each_other() -> None:
    """A call that was held is no meeting."""
    view = shown(MEETING, status(1, "a", "held", "call"), status(1, "a", "discussed"))
    assert (view["stage"], view["main"]) == ("discussed", "meeting")
    assert episode(view, "call")["stage"] == "held"


@pytest.mark.parametrize("undoing", ["cancelled", "postponed"])
def test_a_later_cancellation_undoes_what_was_scheduled(undoing: str) -> None:
    """Reported later it undoes; reported earlier it was about something before."""
    assert stage(status(1, "a", "scheduled"), status(3, "b", undoing)) == undoing
    assert stage(status(1, "a", undoing), status(3, "b", "scheduled")) == "scheduled"


def test_what_was_held_cannot_be_cancelled() -> None:
    """A cancellation after it means another meeting."""
    assert stage(status(1, "a", "held"), status(3, "b", "cancelled")) == "held"


def test_rewrites_of_the_old_state_do_not_revive_what_was_cancelled() -> None:
    """Copies trail the news by up to a day; two days later it is news again, from where it is then."""
    base = [status(1, "a", "scheduled"), status(3, "a", "cancelled")]
    echo = status(3, "b", "scheduled", hour=20)
    assert stage(*base, echo) == "cancelled"
    assert stage(*base, echo, status(6, "b", "mooted")) == "mooted"


def test_a_repeated_cancellation_keeps_its_first_day() -> None:
    """Since when it is off is when that was first reported."""
    view = shown(
        MEETING, status(1, "a", "scheduled"), *(status(n, "b", "cancelled") for n in (3, 6))
    )
    assert view["since"] == "2031-03-04T12:00:00Z"


@pytest.mark.parametrize("denial", ["denied", "no_plans"])
def test_denials_are_positions_and_the_stage_only_where_nothing_else_is(denial: str) -> None:
    """A White House denial of September does not hide the talks of November."""
    early = status(1, "a", denial, party="us")
    assert stage(early) == denial
    view = shown(MEETING, early, status(9, "b", "discussed"))
    assert view["stage"] == "discussed"
    assert view["positions"]["us"]["stage"] == denial
    assert stage(status(1, "b", "discussed"), status(9, "a", denial, party="us")) == "discussed"


def test_a_denied_step_is_the_position_of_who_denies_it() -> None:
    """ "There was no call", says the minister: no call, and his position."""
    claim = status(2, "a", "held", "call", assertion="denied", speaker="minister")
    view = shown(MEETING, claim)
    assert episode(view, "call")["stage"] == "none"
    assert view["positions"]["minister"]["stage"] == "denied"
    assert [one["claim"] for one in view["set_aside"]] == [claim.id]


@pytest.mark.parametrize(
    "assertion", ["planned", "possible", "conditional", "negated", "background"]
)
def test_only_what_is_asserted_is_a_step(assertion: Any) -> None:
    """A plan to meet is the stage of planning, told as such; not a meeting told as a plan."""
    assert stage(status(1, "a", "held", assertion=assertion)) == "none"


def test_the_last_position_of_each_party_stands() -> None:
    """Each side says its own."""
    view = shown(
        MEETING,
        status(1, "a", "offered", party="them"),
        status(2, "a", "no_plans", party="us"),
        status(4, "b", "mooted", party="us"),
    )
    assert {who: one["stage"] for who, one in view["positions"].items()} == {
        "them": "offered",
        "us": "mooted",
    }


def test_the_first_report_and_who_confirmed_it() -> None:
    """One paper had it first; copies of it confirm nothing."""
    first = status(8, "nyt", "held", "call", occurred=on(-4, 2), participants=("Rubio",))
    view = shown(
        MEETING,
        first,
        status(8, "copy", "held", "call", hour=14, lineage=first.lineage, occurred=on(-4, 2)),
        status(10, "cnn", "held", "call", speaker="Trump", participants=("Trump",)),
        status(9, "axios", "mooted", "call"),
    )
    call = episode(view, "call")
    assert call["first_reported"]["site"] == "nyt.example"
    assert [(one["site"], one["speaker"]) for one in call["confirmed_by"]] == [
        ("cnn.example", "Trump")
    ]
    assert (call["since"], call["voices"], call["outlets"]) == ("2031-03-09T12:00:00Z", 2, 3)
    assert call["participants"] == ["Rubio", "Trump"]


def test_when_it_took_place_is_what_most_voices_allow() -> None:
    """ "Last week" by one paper and ten copies, "Friday" by another: that Friday."""
    week = status(8, "nyt", "held", "call", occurred=on(-2, 4, "weekday"))
    copies = [
        status(8, f"c{n}", "held", "call", lineage=week.lineage, occurred=on(-2, 4, "weekday"))
        for n in range(10)
    ]
    assert episode(shown(MEETING, week, *copies), "call")["occurred"] == {
        "from": "2031-02-27",
        "to": "2031-03-05",
    }
    friday = status(9, "ap", "held", "call", occurred=on(3, 3, "weekday"))
    wrong = status(9, "blog", "held", "call", occurred=on(7))
    occurred = episode(shown(MEETING, week, *copies, friday, wrong), "call")["occurred"]
    assert occurred == {"from": "2031-03-04", "to": "2031-03-04"}


def test_day_and_place_are_those_of_the_current_stage() -> None:
    """What was set last is what is set."""
    view = shown(
        MEETING,
        status(1, "a", "scheduled", venue="Doha", date=on(9)),
        status(3, "b", "scheduled", venue="Ankara", date=on(12)),
    )
    meeting = episode(view, "meeting")
    assert (meeting["venue"], meeting["date"]) == (
        "Ankara",
        {"from": "2031-03-13", "to": "2031-03-13"},
    )


def test_a_day_that_passed_without_word_of_it_lapses() -> None:
    """Time does not hold a meeting: what was set is asked about, by the clock of the question."""
    claim = status(1, "a", "scheduled", date=on(5))
    assert shown(MEETING, claim, as_of=at(6))["stage"] == "scheduled"
    assert shown(MEETING, claim, as_of=at(8))["stage"] == "lapsed"
    assert stage(claim, status(9, "b", "held", occurred=on(5))) == "held"


def test_the_highest_stages_may_need_several_voices() -> None:
    """One voice for a meeting that was held is shown as its claim."""
    tracker = with_options(episodes=["meeting"], voices_needed=2)
    claims = [status(1, "a", "discussed"), status(2, "b", "held")]
    view = shown(tracker, *claims)
    (one,) = view["episodes"]
    assert (one["stage"], one["claimed"]["stage"], one["claimed"]["site"]) == (
        "discussed",
        "held",
        "b.example",
    )
    assert shown(tracker, *claims, status(3, "c", "held"))["stage"] == "held"
    assert shown(tracker, *claims, status(3, "c", "scheduled"))["stage"] == "scheduled"


def test_a_topic_may_have_its_own_ladder() -> None:
    """Threatened, imminent, carried out; other stages are set aside."""
    claims = [
        status(n, "a", name, "t") for n, name in enumerate(("imminent", "threatened", "held"))
    ]
    view = shown(LAND, *claims)
    assert view["stage"] == "imminent"
    assert [one["claim"] for one in view["set_aside"]] == [claims[2].id]


def test_an_unknown_episode_is_set_aside() -> None:
    """The talks of another pair are no episode of this question."""
    view = shown(MEETING, status(1, "a", "held", "summit"))
    assert (view["stage"], len(view["set_aside"])) == ("none", 1)


def test_a_retracted_report_takes_its_stage_along() -> None:
    """What one wrong text brought goes with it."""
    base, wrong = status(1, "a", "discussed"), status(2, "b", "held")
    assert stage(base, wrong, retracted(3, wrong)) == "discussed"


def test_a_new_stage_is_news_with_its_weight() -> None:
    """The two highest wake people; a stage taken back is told as such."""
    views = [shown(MEETING)]
    claims: list[AnyClaim] = []
    for n, name in enumerate(("mooted", "agreed", "scheduled", "cancelled")):
        claims.append(status(3 * n, "a", name))
        views.append(shown(MEETING, *claims))
    weights = [changed(old, new)[0].severity for old, new in pairwise(views)]
    assert weights == ["notice", "warning", "critical", "critical"]
    (back,) = [change for change in changed(views[3], views[1]) if change.field == "stage"]
    assert (back.before, back.after, back.severity) == ("scheduled", "mooted", "warning")


def test_a_stage_beside_the_main_question_has_its_own_field() -> None:
    """An alert rule can ask for the call alone."""
    (change,) = changed(None, shown(MEETING, status(1, "a", "held", "call")))
    assert (change.field, change.before, change.after) == ("call.stage", "none", "held")


def test_a_new_day_and_a_new_position_are_news() -> None:
    """Also while the stage stays."""
    first = status(1, "a", "scheduled", date=on(9))
    before = shown(MEETING, first)
    after = shown(
        MEETING,
        first,
        status(2, "b", "scheduled", date=on(12)),
        status(3, "b", "no_plans", party="us"),
    )
    assert [(change.field, change.after) for change in changed(before, after)] == [
        ("meeting.date", "13 Mar 2031"),
        ("position", "us: meeting, no plans"),
    ]
