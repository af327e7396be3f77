"""What persons decide of incidents and totals, and what it does to a tally."""

from __future__ import annotations

from typing import Any

from monitor.events import AnyEvent
from monitor.projections import View
from monitor.topics import Tracker
from tests.projections.decisions import (
    changed,
    confirmed,
    dismissed,
    entered,
    incidents,
    merged,
    split,
    undone,
)
from tests.projections.projection_claims import (
    DISASTER,
    adjusted,
    best,
    incident,
    on,
    quantity,
    shown,
    status,
    tallied,
    total,
)

WHEN = 30
"""The day on which persons decide."""


def toll(*events: AnyEvent) -> int:
    return best(tallied(*events), "killed")[0]


def only(view: View) -> dict[str, Any]:
    (one,) = view["incidents"]
    found: dict[str, Any] = one
    return found


# --- confirmed and dismissed ------------------------------------------------------------------


def doubtful() -> tuple[list[AnyEvent], Any]:
    """Three tell of three dead, and one alone of five on the same day."""
    alone = incident(2, "d", 5, 1)
    return [*(incident(1, who, 3, 1) for who in "abc"), alone], alone


def test_what_one_voice_alone_tells_counts_when_a_person_confirms_it() -> None:
    """Whatever it may be another telling of."""
    events, alone = doubtful()
    assert toll(*events) == 3
    view = tallied(*events, confirmed(WHEN, alone))
    assert best(view, "killed") == (8,)
    assert [each["done"] for one in view["incidents"] for each in one["corrections"]] == [
        "confirmed"
    ]


def test_a_confirmed_incident_stays_whatever_totals_say_later() -> None:
    """Totals that leave no room for it refute others, and not what somebody has seen."""
    alone = incident(1, "a", 4, 1)
    later: list[AnyEvent] = [
        incident(9, "b", 2, 9),
        *(total(10 + n, who, 2, strikes=1) for n, who in enumerate("cde")),
    ]
    assert toll(alone, *later) == 2
    assert toll(alone, *later, confirmed(2, alone)) == 6


def test_what_a_person_dismisses_is_shown_with_the_reason_and_not_counted() -> None:
    """However many tell it."""
    claims = [incident(1, who, 3, 1) for who in "abcd"]
    view = tallied(*claims, dismissed(WHEN, *claims, why="a drill"))
    assert best(view, "killed") == (0,)
    assert only(view)["reason"] == "dismissed by ann: a drill"
    assert {each["reason"] for each in view["set_aside"]} == {"dismissed by ann: a drill"}


def test_the_last_verdict_holds_whoever_gave_it() -> None:
    """In the order of their times."""
    claim = incident(1, "a", 3, 1)
    verdicts = [dismissed(WHEN, claim), confirmed(WHEN + 1, claim, who="bob")]
    assert toll(claim, *verdicts) == toll(claim, *reversed(verdicts)) == 3
    assert toll(claim, *verdicts, dismissed(WHEN + 2, claim)) == 0


def test_later_reports_of_what_was_dismissed_are_dismissed_with_it() -> None:
    """They are laid to it; `monitor review` asks about it again."""
    claim = incident(1, "a", 3, 1)
    more = incident(2, "b", 3, 1)
    assert toll(claim, dismissed(WHEN, claim), more) == 0


def test_a_possibility_counts_when_a_person_confirms_it() -> None:
    """And when a text is sure of it later, it still counts once."""
    maybe = incident(1, "a", 3, 1, assertion="possible")
    assert toll(maybe) == 0
    assert toll(maybe, confirmed(WHEN, maybe)) == 3
    assert toll(maybe, confirmed(WHEN, maybe), incident(2, "b", 3, 1)) == 3


def test_a_total_of_one_voice_is_borne_out_by_a_person() -> None:
    """The floor rises to it; dismissed, nobody hears of it any more."""
    known, alone = [incident(1, who, 3, 1) for who in "ab"], total(2, "c", 9)
    view = tallied(*known, alone)
    assert (view["claimed"]["value"], view["killed"]["floor"]) == (9, 0)
    sure = tallied(*known, alone, confirmed(WHEN, alone))
    assert (sure["claimed"], sure["killed"]["floor"], sure["killed"]["gap"]) == (None, 9, 6)
    gone = tallied(*known, alone, dismissed(WHEN, alone))
    assert (gone["claimed"], gone["reported"]) == (None, [])
    assert [each["reason"] for each in gone["set_aside"]] == ["dismissed by ann: checked"]


def test_a_toll_of_one_happening_is_borne_out_by_a_person() -> None:
    """Where reports give the toll of all."""
    early, alone = [incident(1, who, 10, 1) for who in "ab"], total(2, "c", 90)
    assert best(shown(DISASTER, *early, alone), "killed") == (10,)
    assert best(shown(DISASTER, *early, alone, confirmed(WHEN, alone)), "killed") == (90,)
    assert shown(DISASTER, *early, alone, dismissed(WHEN, alone))["claimed"] is None


def test_who_is_presumed_dead_by_one_voice_is_confirmed() -> None:
    """Or is not: then it waits no more."""
    claims = [incident(1, who, 3, 1, survivors=1) for who in "ab"]
    alone = adjusted(5, "c", 1)
    assert toll(*claims, alone) == 3
    assert toll(*claims, alone, confirmed(WHEN, alone)) == 4
    assert tallied(*claims, alone, dismissed(WHEN, alone))["doubted"] == []


# --- entered and changed --------------------------------------------------------------------------


def test_an_incident_that_a_person_enters_counts() -> None:
    """Though nobody else tells it, and totals do not know of it."""
    known = [incident(1, who, 3, 1) for who in "ab"]
    totals = [total(12, who, 3, strikes=1) for who in "cd"]
    assert toll(*known, *totals, *entered(WHEN, 4, 8)) == 7


def test_later_reports_of_an_entered_incident_are_laid_to_it() -> None:
    """The news catches up: it is counted once."""
    view = tallied(*entered(10, 4, 8), *(incident(12, who, 4, 8) for who in "ab"))
    assert (best(view, "killed"), only(view)["voices"]) == ((4,), 3)


def test_one_entered_beside_one_that_looks_like_it_is_another() -> None:
    """Where the person says so; and later reports do not make one of the two."""
    known = [incident(8, who, 4, 8, place="north") for who in "ab"]
    assert toll(*known, *entered(WHEN, 4, 8)) == 4
    apart = entered(WHEN, 4, 8, known)
    assert toll(*known, *apart) == 8
    assert toll(*known, *apart, incident(31, "c", 4, 8, place="north")) == 8


def test_a_person_settles_the_numbers_of_an_incident() -> None:
    """Nothing is in dispute any more, and what was read stays behind the figure."""
    claims = [incident(1, who, n, 1, vessels=2) for who, n in (("a", 3), ("b", 4), ("c", 3))]
    assert only(tallied(*claims))["dissent"]
    view = tallied(*claims, *changed(WHEN, claims, killed=5))
    assert (best(view, "killed"), only(view)["dissent"]) == ((5,), {})
    assert {claim.id for claim in claims} < set(view["because"]["killed"])
    assert (
        toll(*claims, *changed(WHEN, claims, killed=5), *changed(WHEN + 1, claims, killed=4)) == 4
    )


def test_a_person_says_who_of_an_incident_is_presumed_dead() -> None:
    """Of the one that is named, whichever day it has; none of one that does not count."""
    first, second = ([incident(n, who, 3, n) for who in "ab"] for n in (1, 9))
    view = tallied(*first, *second, *changed(WHEN, first, presumed_dead=2))
    assert [one["presumed_dead"] for one in view["incidents"]] == [2, 0]
    gone = tallied(*first, dismissed(WHEN, *first), *changed(WHEN, first))
    assert best(gone, "killed") == (0,)


def test_a_person_settles_the_toll_of_one_happening() -> None:
    """Beside what else is told of it."""
    claims = [incident(1, who, 10, 1) for who in "ab"]
    assert best(shown(DISASTER, *claims, *changed(WHEN, claims, killed=12)), "killed") == (12,)


# --- together and apart ---------------------------------------------------------------------------


def test_merged_incidents_are_counted_once() -> None:
    """With the number that most give; what they say otherwise is a dispute."""
    first, second = [incident(1, who, 3, 1) for who in "abc"], [incident(6, "d", 4, 6)]
    assert toll(*first, *second) == 7
    view = tallied(*first, *second, merged(WHEN, *first, *second))
    assert (best(view, "killed"), only(view)["voices"]) == ((3,), 4)


def test_a_report_is_laid_to_a_merged_incident_by_any_of_its_days() -> None:
    """Each of its tellings is one of it."""
    first, second = [incident(1, "a", 3, 1)], [incident(6, "b", 3, 6)]
    more = [incident(7, "c", 3, 6), incident(7, "d", 3, 1)]
    assert only(tallied(*first, *second, merged(WHEN, *first, *second), *more))["voices"] == 4


def test_what_a_person_has_split_is_two_and_both_count() -> None:
    """Also where everything but the person speaks for one."""
    one, other = incident(1, "a", 3, 1), incident(1, "b", 3, 1)
    assert toll(one, other) == 3
    apart = split(WHEN, [other], [one])
    view = tallied(one, other, apart)
    assert incidents(view) == [("counted", 3, {one.id}), ("counted", 3, {other.id})]
    assert toll(one, other, apart, incident(3, "c", 3, 1)) == 6
    assert toll(one, other, apart, undone(WHEN + 1, apart)) == 3


def test_a_summary_does_not_swallow_what_a_person_has_put_together() -> None:
    """ "Five killed in two strikes" stays an incident when somebody says that it is one."""
    parts = [incident(1, "a", 2, 1), incident(3, "a", 3, 3)]
    several = incident(4, "b", 5, on(1, 3), strikes=2)
    assert len(tallied(*parts, several)["incidents"]) == 2
    later = incident(4, "c", 5, on(1, 3), strikes=2)
    kept = tallied(*parts, several, later, merged(WHEN, several, later))
    assert {several.id, later.id} in [each[2] for each in incidents(kept)]


def test_merging_takes_back_that_a_part_was_dismissed() -> None:
    """It was not another one: it is this one, which counts."""
    first, second = [incident(1, who, 3, 1) for who in "ab"], [incident(6, "d", 3, 6)]
    view = tallied(*first, *second, dismissed(WHEN, *second), merged(WHEN + 1, *first, *second))
    assert (only(view)["status"], best(view, "killed")) == ("counted", (3,))


# --- beside incidents -----------------------------------------------------------------------------

TROOPS = Tracker(id="t", kind="quantity", title="Troops", reader="quantities", options={})
TALKS = Tracker(
    id="t",
    kind="status",
    title="Talks",
    reader="contacts",
    options={"episodes": ["call", "meeting"], "main": "meeting", "voices_needed": 2},
)


def test_a_value_of_one_voice_is_confirmed_or_dismissed() -> None:
    """A leap that nobody else tells; of two on one day the one that is confirmed."""
    known, alone = [quantity(1, who, 100) for who in "ab"], quantity(5, "c", 900)
    view = shown(TROOPS, *known, alone)
    assert (view["value"], view["claimed"]["value"]) == (100, 900)
    assert shown(TROOPS, *known, alone, confirmed(WHEN, alone))["value"] == 900
    both = [alone, quantity(5, "d", 110), quantity(5, "e", 110)]
    assert shown(TROOPS, *known, *both)["value"] == 110
    assert shown(TROOPS, *known, *both, confirmed(WHEN, alone))["value"] == 900
    gone = shown(TROOPS, *known, alone, dismissed(WHEN, alone))
    assert (gone["value"], gone["claimed"]) == (100, None)
    assert gone["set_aside"] == [{"claim": alone.id, "reason": "dismissed by ann: checked"}]


def test_a_stage_of_one_voice_is_confirmed_or_dismissed() -> None:
    """That it was held is a lot for one outlet to say."""
    known, alone = [status(1, who, "agreed") for who in "ab"], status(5, "c", "held")

    def stage(*events: AnyEvent) -> str:
        found: str = shown(TALKS, *known, alone, *events)["stage"]
        return found

    assert (stage(), stage(confirmed(WHEN, alone)), stage(dismissed(WHEN, alone))) == (
        "agreed",
        "held",
        "agreed",
    )
    gone = shown(TALKS, *known, alone, dismissed(WHEN, alone))
    assert {each["claimed"] for each in gone["episodes"]} == {None}
