"""Two readings of one text: gained, lost, changed, the same."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from monitor.claims.differing import compared, same_span, says_the_same
from monitor.reports import AnyClaim, IncidentReported
from monitor.values import Count, Quote

TEXT = "It took three. The navy struck a boat and killed three people."


def told(
    killed: int, words: str = TEXT, *, rule: str = "killed", pack: str = "en/1", reading: int = 1
) -> IncidentReported:
    """A claim of an incident in these words of the text."""
    start = TEXT.index(words)
    return IncidentReported(
        tracker="strikes",
        story="s",
        reading=reading,
        lineage="s",
        url="",
        site="a.example",
        quote=Quote("text", start, start + len(words), words),
        rule=rule,
        pack=pack,
        published=None,
        day=None,
        seen=datetime(2031, 3, 1, tzinfo=UTC),
        counts={"killed": Count(killed, killed, ("three",))},
    )


def test_how_a_claim_was_found_makes_no_difference() -> None:
    """Another rule, a newer pack, another number of the reading: the same is claimed."""
    before, after = told(3), told(3, rule="dead", pack="en/2", reading=4)
    found = compared([before], [after])
    assert not found
    assert found.same == ((before, after),)


def test_a_claim_in_the_same_words_is_changed() -> None:
    """It has the place of the one before, also when a longer span is quoted now."""
    before = told(3)
    for after in (told(4), told(4, "killed three people")):
        found = compared([before], [after])
        assert (found.gained, found.lost, found.changed) == ((), (), ((before, after),))


def test_of_several_the_one_in_the_very_same_words_has_its_place() -> None:
    """Whatever the order, and what is left is gained."""
    before, whole, part = told(3), told(4), told(5, "killed three people")
    for after in ([whole, part], [part, whole]):
        found = compared([before], after)
        assert (found.changed, found.gained) == (((before, whole),), (part,))


def test_claims_elsewhere_or_of_another_tracker_are_lost_and_gained() -> None:
    """Nothing has the place of what is quoted nowhere any more."""
    before = told(3, "It took three")
    for after in (told(4, "killed three"), structs.replace(before, tracker="raids", id="")):
        found = compared([before], [after])
        assert (found.gained, found.lost, found.changed) == ((after,), (before,), ())


def test_a_claim_that_has_moved_has_its_own_place() -> None:
    """What says the same elsewhere is the claim that was meant, not what is read in its words now."""
    before, moved, other = told(3, "killed three people"), told(3, "It took three"), told(4)
    for after in ([moved, other], [other, moved]):
        found = compared([before], after)
        assert (found.changed, found.gained, found.lost) == (((before, moved),), (other,), ())


def test_the_same_claim_twice_is_two() -> None:
    """One of them lost is a difference."""
    twin = told(3, rule="other")
    found = compared([told(3), twin], [told(3)])
    assert (len(found.same), len(found.lost)) == (1, 1)


def test_what_is_claimed_is_compared_apart_from_where() -> None:
    """The words are one thing, what they say another."""
    assert says_the_same(told(3), told(3, "killed three people"))
    assert not says_the_same(told(3), told(4))
    assert not says_the_same(told(3), structs.replace(told(3), assertion="denied", id=""))
    assert same_span(told(3), told(4))
    assert not same_span(told(3), told(3, "killed three people"))


SPANS = (TEXT, "It took three", "struck a boat and killed three", "killed three people")
readings = st.lists(
    st.builds(
        told,
        st.integers(1, 4),
        st.sampled_from(SPANS),
        rule=st.sampled_from(("a", "b")),
        reading=st.integers(1, 2),
    ),
    max_size=6,
)


@settings(deadline=None)
@given(readings, readings, st.lists(st.integers(0, 5), max_size=4))
def test_every_claim_is_in_one_group(
    before: list[AnyClaim], after: list[AnyClaim], kept: list[int]
) -> None:
    """Nothing is forgotten and nothing told twice; a reading does not differ from itself."""
    after += [before[n] for n in set(kept) if n < len(before)]
    found = compared(before, after)
    was = [*found.lost, *(old for old, _ in (*found.changed, *found.same))]
    now = [*found.gained, *(new for _, new in (*found.changed, *found.same))]
    assert sorted(map(id, was)) == sorted(map(id, before))
    assert sorted(map(id, now)) == sorted(map(id, after))
    assert not compared(after, after[::-1])
