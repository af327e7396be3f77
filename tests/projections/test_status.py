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
        ("position", "us: no plans for a meeting"),
    ]


# --- plans, claims of one voice, disputes -----------------------------------------------------


def test_a_day_that_is_set_moved_or_dropped_is_told() -> None:
    """What the stage says by itself (it was held, it is off) is told once."""
    set_ = status(1, "a", "scheduled", date=on(9), venue="new-york")
    (_, day, place) = changed(shown(MEETING), shown(MEETING, set_))
    assert (day.kind, day.title) == ("plan", "Talks: meeting date 10 Mar 2031")
    assert (place.kind, place.after) == ("plan", "New York")
    moved = status(2, "a", "scheduled", date=on(9, 11))
    (change,) = changed(shown(MEETING, set_), shown(MEETING, set_, moved))
    assert change.title == "Talks: meeting date 10 to 12 Mar 2031, was 10 Mar 2031"
    bare = status(2, "b", "scheduled")
    gone = changed(shown(MEETING, set_, bare), shown(MEETING, set_, bare, retracted(3, set_)))
    assert [(each.field, each.before, each.after) for each in gone] == [
        ("meeting.date", "10 Mar 2031", ""),
        ("meeting.venue", "New York", ""),
    ]
    assert gone[0].title == "Talks: meeting date not known any more, was 10 Mar 2031"
    off = changed(shown(MEETING, set_), shown(MEETING, set_, status(3, "b", "cancelled")))
    assert [each.field for each in off] == ["stage"]


def test_a_stage_of_one_voice_is_claimed_until_a_second_tells_it() -> None:
    """Where the topic asks for two; then the claim has no grounds any more."""
    tracker = with_options(episodes=["meeting"], voices_needed=2)
    kind = registry.resolve("projections", "status")
    first, second = status(1, "a", "held"), status(2, "b", "held")
    views = [shown(tracker, *some) for some in ((), (first,), (first, second))]
    (change,) = kind.changes(tracker, views[0], views[1])
    assert (change.kind, change.field, change.after) == ("claimed", "claimed", "held")
    assert change.title == "Talks: a.example alone says meeting held"
    held = (change.field, change.after, change.because)
    assert kind.grounds(tracker, views[1], *held) == (first.id,)
    assert kind.grounds(tracker, views[2], *held) is None
    assert [each.kind for each in kind.changes(tracker, views[1], views[2])] == ["stage"]


def test_what_one_party_affirms_and_another_denies_is_a_dispute_until_it_is_not() -> None:
    """The position that opens it is below notice: it is told by the dispute."""
    yes = status(1, "a", "agreed", party="us")
    no = status(3, "b", "no_plans", party="them")
    opened = changed(shown(MEETING, yes), shown(MEETING, yes, no))
    assert [(each.kind, each.severity) for each in opened] == [
        ("dispute", "notice"),
        ("position", "info"),
    ]
    assert opened[0].title == "Talks: meeting disputed (them: no plans; us: agreed)"
    assert set(opened[0].because) == {yes.id, no.id}
    turned = status(4, "b", "agreed", party="them")
    closed = changed(shown(MEETING, yes, no), shown(MEETING, yes, no, turned))
    assert [(each.kind, each.severity) for each in closed] == [
        ("settled", "info"),
        ("position", "info"),
    ]


def test_an_old_denial_disputes_nothing_new() -> None:
    """Positions are kept for ever; weeks later it is another turn of the question."""
    no = status(1, "b", "no_plans", party="them")
    yes = status(20, "a", "agreed", party="us")
    found = changed(shown(MEETING, no), shown(MEETING, no, yes))
    assert "dispute" not in {each.kind for each in found}


def test_only_the_parties_that_a_topic_names_can_be_against_each_other() -> None:
    """An outlet that knows of no plans holds a position, too."""
    kind = registry.resolve("projections", "status")
    tracker = with_options(episodes=["meeting"], parties=["us", "them"])
    claims = [status(1, "a", "agreed", party="us"), status(2, "b", "no_plans", speaker="Daily")]
    found = kind.changes(tracker, None, shown(tracker, *claims))
    assert "dispute" not in {each.kind for each in found}
    more = status(2, "c", "no_plans", party="them")
    assert "dispute" in {
        each.kind for each in kind.changes(tracker, None, shown(tracker, *claims, more))
    }


def test_a_dispute_holds_whoever_joins_it() -> None:
    """It was held back for a second voice, and has got one."""
    kind = registry.resolve("projections", "status")
    yes, no = status(1, "a", "agreed", party="us"), status(2, "b", "no_plans", party="them")
    more = status(3, "c", "denied", party="others")
    change = next(each for each in changed(None, shown(MEETING, yes, no)) if each.kind == "dispute")
    held = (change.field, change.after, change.because)
    assert set(kind.grounds(MEETING, shown(MEETING, yes, no, more), *held)) == {
        yes.id,
        no.id,
        more.id,
    }
    assert kind.grounds(MEETING, shown(MEETING, yes), *held) is None


def test_stages_are_told_in_words() -> None:
    """No name of a program in a title; on a short ladder only the top wakes people."""
    kind = registry.resolve("projections", "status")
    (change,) = kind.changes(LAND, None, shown(LAND, status(1, "a", "carried_out", "t")))
    assert change.title == "Land strikes: carried out (a.example)"
    short = Tracker(
        id="t", kind="status", title="T", reader="stages", options={"stages": ["planned", "done"]}
    )
    weights = [
        kind.changes(short, None, shown(short, status(1, "a", stage, "t")))[0].severity
        for stage in ("planned", "done")
    ]
    assert weights == ["warning", "critical"]
