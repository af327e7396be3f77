"""Newer rules over stored stories: what they would have read from the start, and nothing twice."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.cli.figures import differing
from monitor.entries import Entry
from monitor.projections.ledger import Ledger, apply
from monitor.rereading import Rules
from tests.scenario.rereading_desk import RULES, as_told, desks, other_rules, rules_of, worlds

some_rules = st.sampled_from(sorted(RULES)).map(lambda name: rules_of(RULES[name]))
Two = tuple[Rules, Rules]
slowly = settings(max_examples=15, deadline=None)


@slowly
@given(worlds(), some_rules)
def test_the_rules_that_have_read_a_story_change_nothing(
    entries: list[Entry], rules: Rules
) -> None:
    """Taken in, revised or copied: the same rules read the same, and there is nothing to record."""
    with desks() as (desk,):
        desk.take_in(rules, entries)
        found = desk.plan(rules)
        assert (found.events, found.texts, found.noted) == ((), (), ())
        assert found.before == found.after


@slowly
@given(worlds(), other_rules(), st.integers(0, 7))
def test_what_newer_rules_read_is_what_they_would_have_read_from_the_start(
    entries: list[Entry], both: Two, cut: int
) -> None:
    """Now and at every earlier time; once more changes nothing; texts that come later fit in."""
    old, new = both
    with desks(2) as (desk, fresh):
        desk.take_in(old, entries[:cut])
        desk.reread(new)
        assert desk.reread(new).events == ()
        desk.take_in(new, entries[cut:])
        assert desk.plan(new).events == ()
        fresh.take_in(new, entries)
        times = {each.seen for each in entries} | {each.published or each.seen for each in entries}
        for at in (*sorted(times), None):
            ours, theirs = (as_told(new, each.events(), at) for each in (desk, fresh))
            other = [name for name, said in theirs.items() if differing(ours[name], said)]
            assert other == []


@slowly
@given(worlds(), other_rules(), st.randoms(use_true_random=False))
def test_a_rereading_leaves_no_trace_of_order_or_batches(
    entries: list[Entry], both: Two, chance: Any
) -> None:
    """The tables are those of a rebuild, and the events give an equal ledger in any order."""
    old, new = both
    with desks() as (desk,):
        desk.take_in(old, entries)
        desk.reread(new)
        assert desk.differences(new.topic) == []
        events = desk.events()
        shuffled = [*events, *events]
        chance.shuffle(shuffled)
        ledger = Ledger()
        for start in range(0, len(shuffled), 5):
            ledger = apply(ledger, shuffled[start : start + 5])
        assert ledger == apply(Ledger(), events)


@slowly
@given(worlds(), other_rules())
def test_rules_that_are_taken_back_give_back_the_old_figures(
    entries: list[Entry], both: Two
) -> None:
    """Forth and back: the log is longer, and says what it said."""
    old, new = both
    with desks() as (desk,):
        desk.take_in(old, entries)
        events = desk.events()
        before = as_told(old, events)
        desk.reread(new)
        desk.reread(old)
        assert desk.events()[: len(events)] == events
        after = as_told(old, desk.events())
        assert [name for name, said in before.items() if differing(said, after[name])] == []
