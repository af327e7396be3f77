"""What of a tally is told, as which kind of development, in which words, and how loudly."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.events import AnyEvent
from monitor.projections import Change
from monitor.projections.tally.changing import changes
from monitor.projections.tally.grounds import grounds
from monitor.reports import AnyClaim
from tests.projections.projection_claims import (
    DISASTER,
    TALLY,
    incident,
    on,
    retracted,
    shown,
    stands,
    tallied,
    total,
)


def told(
    before: Sequence[AnyEvent], more: Sequence[AnyEvent], *, by: Sequence[AnyClaim] = ()
) -> list[Change]:
    """What is new with more events; by these claims something has been taken back."""
    old = tallied(*before) if before else None
    taken_back = frozenset(claim.id for claim in by)
    return changes(TALLY, old, tallied(*before, *more), taken_back)


def of(found: Sequence[Change], kind: str) -> Change:
    (change,) = [each for each in found if each.kind == kind]
    return change


# --- incidents -------------------------------------------------------------------------------


def test_a_new_incident_is_the_only_thing_that_is_told_aloud() -> None:
    """The figures that it moves are recorded below notice."""
    found = told(
        [incident(1, "a", 3, 1)], [incident(5, "a", 1, 5, place="north", strikes=1, survivors=1)]
    )
    assert [(each.kind, each.field, each.severity) for each in found] == [
        ("incident", "incident", "warning"),
        ("rise", "killed", "info"),
        ("rise", "strikes", "info"),
        ("rise", "vessels", "info"),
        ("rise", "survivors", "info"),
    ]
    assert found[0].title == "Strikes: 1 killed, North, 6 Mar 2031; now 2 strikes, 4 killed"
    assert found[-1].title == "Strikes: 1 survivor, was 0 (North, 6 Mar 2031)"


def test_an_incident_without_a_toll_says_so() -> None:
    """Nobody is told "0 killed" of what nobody has counted."""
    (change, *_) = told([], [incident(1, "a", None, 1, strikes=1)])
    assert change.title == "Strikes: 1 strike, toll not told, 2 Mar 2031; now 1 strike, 0 killed"


def test_an_unconfirmed_incident_that_counts_now_is_told_as_confirmed() -> None:
    """First as unconfirmed with the reason, then, with a second voice, as an incident."""
    known = [incident(2, who, 3, 1, place="north") for who in "ab"]
    doubtful = incident(3, "c", 3, on(2, 2, "weekday"), place="north")
    first = of(told(known, [doubtful]), "unconfirmed")
    assert first.title.startswith("Strikes: unconfirmed: 3 killed, North, 3 Mar 2031 (one voice; ")
    assert (first.before, first.severity) == ("", "notice")
    again = [incident(3, who, 3, 2, place="north") for who in "de"]
    change = of(told([*known, doubtful], again), "incident")
    assert change.before == "unconfirmed"
    assert change.title == (
        "Strikes: confirmed: 3 killed, North, 3 Mar 2031; now 2 strikes, 6 killed"
    )
    held = (TALLY, tallied(*known, doubtful, *again), first.field, first.after, first.because)
    assert grounds(*held) is None


def test_an_incident_that_does_not_count_any_more_is_told_with_the_reason() -> None:
    """And the fall of the toll that comes with it."""
    claims = [incident(1, who, 3, 1) for who in "ab"] + [incident(2, "c", 9, 2)]
    against = [total(6 + n, who, 3) for n, who in enumerate("abde")]
    found = told(claims, against)
    change = of(found, "unconfirmed")
    assert change.before == "counted"
    assert "not counted any more: 9 killed" in change.title
    fall = next(each for each in found if each.field == "killed")
    assert (fall.kind, fall.severity) == ("fall", "warning")
    assert fall.title == "Strikes: 3 killed, down from 12"


# --- figures ---------------------------------------------------------------------------------


def test_a_toll_that_becomes_known_is_told_with_its_happening() -> None:
    """It rises at notice; what moves beside it is below."""
    base = [incident(1, "a", 3, 1), incident(5, "a", None, 5, place="north")]
    change = of(told(base, [incident(6, "b", 2, 5, place="north")]), "rise")
    assert (change.field, change.severity) == ("killed", "notice")
    assert change.title == "Strikes: 5 killed, was 3 (North, 6 Mar 2031)"


def test_a_fall_is_a_correction_when_a_source_corrects_itself() -> None:
    """The claim says so; without one it is a fall."""
    old = incident(1, "a", 30, 1)
    new = incident(2, "a", 3, 1, assertion="correction")
    change = of(told([old], [new], by=[new]), "correction")
    assert (change.title, change.severity) == (
        "Strikes: corrected to 3 killed, was 30",
        "warning",
    )
    fall, *_ = told([old], [retracted(3, old)])
    assert (fall.kind, fall.title) == ("fall", "Strikes: 0 killed, down from 30")


def test_a_fall_is_a_correction_when_claims_are_withdrawn() -> None:
    """A revision or a person has taken them back: `taken_back` holds them."""
    old, other = incident(1, "a", 3, 1), incident(9, "b", 4, 9)
    found = told([old, other], [retracted(10, other)], by=[other])
    assert {(each.field, each.kind) for each in found} == {
        ("killed", "correction"),
        ("strikes", "correction"),
        ("vessels", "correction"),
    }
    assert [each.severity for each in found] == ["warning", "info", "info"]


def test_a_new_incident_told_by_a_correction_is_no_corrected_sum() -> None:
    """The sum rises because there is one more."""
    new = incident(9, "b", 4, 9, assertion="correction")
    found = told([incident(1, "a", 3, 1)], [new], by=[new])
    assert {each.kind for each in found} == {"incident", "rise"}


# --- totals ----------------------------------------------------------------------------------


def test_a_gap_is_told_when_it_is_found_grows_and_closes() -> None:
    """With the days in which the missing incident must lie."""
    base: list[AnyEvent] = [incident(1, who, 3, 1) for who in "ab"]
    base += [total(3, who, 3) for who in "ab"]
    more = [total(8, who, 7) for who in "abc"]
    found = of(told(base, more), "gap")
    assert (found.before, found.after, found.severity) == ("0", "4", "warning")
    assert found.title == (
        "Strikes: reported totals have 4 killed more than the incidents (4 to 9 Mar 2031)"
    )
    grown = of(told([*base, *more], [total(9, who, 8) for who in "abc"]), "gap")
    assert (grown.before, grown.after) == ("4", "5")
    assert "5 killed more than the incidents, before it was 4" in grown.title
    closed = of(told([*base, *more], [incident(9, who, 4, 5) for who in "ab"]), "gap")
    assert (closed.after, closed.severity) == ("0", "info")


def test_a_total_of_one_voice_is_claimed_and_one_of_several_disputes_ours() -> None:
    """So long as it goes beyond what is borne out."""
    base = [incident(1, who, 3, 1) for who in "ab"]
    one = of(told(base, [total(2, "c", 90)]), "claimed")
    assert one.title == "Strikes: c.example alone says 90 killed"
    both = [total(2, "c", 90), total(2, "d", 90)]
    (two,) = told(base, both)
    for found in ([two], told([*base, both[0]], [both[1]])):
        assert [each.kind for each in found] == ["dispute"]
        assert (two.before, two.after) == ("3 killed", "3 or 90 killed")
        assert two.title == (
            "Strikes: d.example and 1 more say 90 killed, the incidents come to 3 killed"
        )
    back = [total(3, who, 3, assertion="correction") for who in "cd"]
    settled = of(told([*base, *both], back, by=back), "settled")
    assert (settled.before, settled.after) == ("3 or 90 killed", "3 killed")
    held = (two.field, two.after, two.because)
    assert grounds(TALLY, tallied(*base, *both, incident(9, "a", 1, 9)), *held) == tuple(
        sorted(claim.id for claim in both)
    )
    assert grounds(TALLY, tallied(*base, *both, *back), *held) is None


def test_the_claims_of_a_total_are_its_grounds_while_it_waits() -> None:
    """A second voice is found there; when it is borne out nobody needs to wait for it."""
    base = [incident(1, who, 3, 1) for who in "ab"]
    first, second = total(2, "c", 90), total(2, "d", 90)
    change = of(told(base, [first]), "claimed")
    known = (change.field, change.after, change.because)
    assert grounds(TALLY, tallied(*base, first, second), *known) == tuple(
        sorted([first.id, second.id])
    )
    borne = [total(2, who, 90) for who in "efg"]
    assert grounds(TALLY, tallied(*base, first, second, *borne), *known) is None


# --- disputes --------------------------------------------------------------------------------


def test_outlets_that_give_different_numbers_are_a_dispute_until_they_agree() -> None:
    """One slip against many is none."""
    base = [incident(1, "a", 3, 1, ordinal=9), incident(1, "b", 3, 1, ordinal=9)]
    other = [incident(2, "c", 4, 1, ordinal=9), incident(2, "d", 4, 1, ordinal=9)]
    opened = of(told(base, other), "dispute")
    assert (opened.field, opened.before, opened.after) == (
        "killed.dispute",
        "3 killed",
        "3 or 4 killed",
    )
    assert (opened.title, opened.severity) == (
        "Strikes: outlets differ: 3 or 4 killed (2 Mar 2031)",
        "notice",
    )
    assert set(opened.because) == {claim.id for claim in other}
    more = [incident(3, who, 4, 1, ordinal=9) for who in "efg"]
    settled = of(told([*base, *other], more), "settled")
    assert (settled.before, settled.after, settled.severity) == (
        "3 or 4 killed",
        "4 killed",
        "info",
    )
    slip = [incident(3, "h", 5, 1, ordinal=9)]
    assert all(each.kind != "dispute" for each in told([*base, *other, *more], slip))


def test_a_new_incident_that_is_disputed_at_once_is_told_once_aloud() -> None:
    """The dispute is recorded below notice."""
    found = told([], [incident(1, "a", 3, 1, ordinal=9), incident(1, "b", 4, 1, ordinal=9)])
    assert of(found, "dispute").severity == "info"


def test_a_dispute_holds_while_these_numbers_are_given_of_this_happening() -> None:
    """Another happening with the same numbers is not it."""
    one = [incident(1, "a", 3, 1, ordinal=9), incident(1, "b", 4, 1, ordinal=9)]
    two = [incident(9, "a", 3, 9, ordinal=10), incident(9, "b", 4, 9, ordinal=10)]
    change = of(told([], one), "dispute")
    known = (change.field, change.after, change.because)
    assert grounds(TALLY, tallied(*one, *two), *known) == tuple(sorted(c.id for c in one))
    assert grounds(TALLY, tallied(*two), *known) is None


# --- grounds ---------------------------------------------------------------------------------


def test_an_incident_holds_by_its_claims_under_another_name() -> None:
    """A second voice with another day renames nothing that waits; merged away, it is gone."""
    first = incident(5, "a", 3, 5)
    change = of(told([], [first]), "incident")
    second = incident(5, "b", 3, 5, hour=3)
    found = grounds(TALLY, tallied(first, second), "incident", "another name", change.because)
    assert found == tuple(sorted([first.id, second.id]))
    gone = tallied(first, retracted(6, first))
    assert grounds(TALLY, gone, change.field, change.after, change.because) is None


def test_a_sum_holds_by_the_happening_that_has_moved_it() -> None:
    """Those who told of other happenings say nothing of this one."""
    old = [incident(1, who, 3, 1) for who in "abc"]
    first, second = incident(9, "a", 4, 9), incident(10, "b", 4, 9)
    change = next(each for each in told(old, [first]) if each.field == "killed")
    view = tallied(*old, first, second)
    assert grounds(TALLY, view, "killed", "7", change.because) == tuple(
        sorted([first.id, second.id])
    )
    view = tallied(*old, first, second, incident(15, "a", 1, 15))
    assert grounds(TALLY, view, "killed", "7", change.because) is None


# --- one happening ---------------------------------------------------------------------------


def test_a_disaster_whose_toll_is_corrected_is_told_once() -> None:
    """The toll says it; the floor beside it is the same figure."""
    before = [total(1, who, 115) for who in "ab"]
    after = [total(5, who, 97, assertion="correction") for who in "ab"]
    views = [shown(DISASTER, *some) for some in (before, [*before, *after])]
    found = changes(DISASTER, views[0], views[1], frozenset(claim.id for claim in after))
    assert [(each.field, each.kind) for each in found] == [("killed", "correction")]
    assert found[0].title == "Flood: corrected to 97 killed, was 115"
    assert stands(before).claims
