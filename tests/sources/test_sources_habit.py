"""How often a source is asked: as it publishes, within bounds, and sooner where something was missed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from monitor.entries import Entry
from monitor.sources import Parsed, State, habit, health
from monitor.topics import Source
from tests.sources.documents import NOW, SOURCE, document, numbered, parsed

START = health.fresh_state(SOURCE)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def entry(published: datetime | None, *, day_only: bool = False) -> Entry:
    return Entry(source=SOURCE.id, title="A", published=published, day_only=day_only, seen=NOW)


def every(pause: timedelta, count: int = 20, end: datetime = NOW) -> list[Entry]:
    """Entries with the same pause between them, newest first as in a feed."""
    return [entry(end - number * pause) for number in range(count)]


def wait(state: State, source: Source = SOURCE, now: datetime = NOW) -> timedelta:
    return timedelta(seconds=habit.interval(source, state, now))


def learnt(entries: Sequence[Entry], now: datetime = NOW) -> State:
    return habit.learnt(START, entries, now)


# --- the interval -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pause", "expected"),
    [
        (2 * MINUTE, 5 * MINUTE),
        (20 * MINUTE, 10 * MINUTE),
        (2 * HOUR, HOUR),
        (2 * DAY, 6 * HOUR),
    ],
)
def test_it_is_half_the_usual_pause_within_bounds(pause: timedelta, expected: timedelta) -> None:
    """From the dates of a first document on: at least five minutes, at most six hours."""
    assert wait(learnt(every(pause))) == expected


def test_without_a_habit_it_is_a_quarter_of_an_hour_or_what_the_feed_says() -> None:
    """sy:updatePeriod says hourly; two pauses are no habit yet."""
    assert wait(START) == 15 * MINUTE
    assert wait(structs.replace(START, update=3_600)) == HOUR
    assert wait(structs.replace(START, update=365 * 86_400)) == 6 * HOUR
    assert wait(learnt(every(HOUR, count=3))) == 15 * MINUTE
    assert wait(structs.replace(learnt(every(HOUR)), update=86_400)) == 30 * MINUTE


@pytest.mark.parametrize(
    ("source", "pause", "expected"),
    [
        (structs.replace(SOURCE, every=900), 2 * DAY, 15 * MINUTE),
        (structs.replace(SOURCE, every=900), MINUTE, 5 * MINUTE),
        (structs.replace(SOURCE, every=3_600), MINUTE, 20 * MINUTE),
        (structs.replace(SOURCE, every=120), DAY, 2 * MINUTE),
        (structs.replace(SOURCE, every=900, fastest=900), MINUTE, 15 * MINUTE),
        (structs.replace(SOURCE, fastest=60), MINUTE, MINUTE),
        (structs.replace(SOURCE, every=172_800), 30 * DAY, 2 * DAY),
    ],
)
def test_the_configuration_bounds_it(source: Source, pause: timedelta, expected: timedelta) -> None:
    """`every` is the longest, `fastest` the shortest; without it a third of `every`, five minutes."""
    assert wait(learnt(every(pause)), source) == expected


def test_silence_makes_it_longer() -> None:
    """A busy source at night: after eight hours half an hour, after days six hours."""
    busy = learnt(every(10 * MINUTE))
    assert wait(busy) == 5 * MINUTE
    assert wait(busy, now=NOW + 8 * HOUR) == 30 * MINUTE
    assert wait(busy, now=NOW + 30 * DAY) == 6 * HOUR


def test_a_long_night_is_no_habit() -> None:
    """One pause of twelve hours among those of ten minutes."""
    day = every(10 * MINUTE, count=10)
    before = every(10 * MINUTE, count=10, end=NOW - 12 * HOUR)
    assert wait(learnt([*day, *before])) == 5 * MINUTE


def test_entries_that_come_together_are_one() -> None:
    """A bulletin of ten once a day is a daily source."""
    bulletins = [entry(NOW - n * DAY - timedelta(seconds=k)) for n in range(8) for k in range(10)]
    assert wait(learnt(bulletins)) == 6 * HOUR


def test_what_has_no_date_has_come_now() -> None:
    """Undated entries, days without an hour, and dates that are still to come count when they are seen."""
    state = START
    for number in range(6):
        now = NOW + number * HOUR
        new = [
            entry(None),
            entry(now - DAY, day_only=True),
            entry(now + HOUR),
        ]
        state = habit.learnt(state, new, now)
    assert state.gaps == (3_600,) * 5


def test_an_old_entry_that_appears_late_says_nothing() -> None:
    """It has not come after the newest."""
    state = learnt(every(HOUR))
    assert habit.learnt(state, [entry(NOW - DAY)], NOW + HOUR) == state


def test_a_habit_changes_with_the_source() -> None:
    """After a dozen quick entries the slow ones before are forgotten."""
    state = learnt(every(6 * HOUR))
    for number in range(1, 13):
        now = NOW + number * 10 * MINUTE
        state = habit.learnt(state, [entry(now)], now)
    assert wait(state, now=NOW + 2 * HOUR) == 5 * MINUTE


@settings(deadline=None)
@given(
    st.lists(st.integers(-(10**7), 10**6), max_size=40),
    st.sampled_from([0, 60, 900, 30_000]),
    st.integers(0, habit.HASTE),
    st.integers(0, 10**8),
)
def test_it_is_always_within_its_bounds(
    times: list[int], longest: int, haste: int, later: int
) -> None:
    """Whatever a feed says of its dates."""
    source = structs.replace(SOURCE, every=longest)
    state = learnt([entry(NOW + timedelta(seconds=each)) for each in times])
    state = structs.replace(state, haste=haste)
    seconds = habit.interval(source, state, NOW + timedelta(seconds=later))
    assert seconds <= (longest or habit.LONGEST)
    assert seconds >= min(habit.SHORTEST, longest or habit.LONGEST)


# --- haste ------------------------------------------------------------------------------------------


def after(state: State, found: Parsed, now: datetime, *, known: bool) -> State:
    return health.after_parsed(
        state, SOURCE, document(b"x"), found, now, known=known, fresh=() if known else found.entries
    )


def test_a_gap_shortens_the_interval_until_there_is_room_again() -> None:
    """Nothing overlaps: half of it; most is known again: back."""
    found = parsed(numbered(9))
    first = after(START, found, NOW, known=False)
    usual = wait(first)
    gap = after(first, parsed(numbered(9, first=20)), NOW + 15 * MINUTE, known=False)
    assert wait(gap) == usual / 2
    assert gap.next_due is not None
    assert gap.next_due - NOW - 15 * MINUTE < usual * 0.6
    calm = after(gap, found, NOW + 25 * MINUTE, known=True)
    assert wait(calm) == usual


def test_half_new_is_no_room() -> None:
    """At twice the interval nothing would overlap."""
    hasty = structs.replace(START, haste=2)
    assert habit.hurried(hasty, gap=False, new=5, count=10).haste == 2
    assert habit.hurried(hasty, gap=False, new=2, count=10).haste == 1
    assert habit.hurried(hasty, gap=True, new=10, count=10).haste == 3


def test_an_absence_of_ours_is_no_reason_to_hurry() -> None:
    """After three days everything is new; it is told, and the interval stays."""
    first = after(START, parsed(numbered(9)), NOW, known=False)
    back = parsed(numbered(9, first=50))
    later = NOW + 3 * DAY
    state = after(first, back, later, known=False)
    assert state.haste == 0
    assert len(health.steps(first, state, later, parsed=back, known=False)) == 1


def test_the_window_of_a_gap_begins_with_the_last_answer() -> None:
    """A 304 says that nothing had changed by then."""
    first = after(START, parsed(numbered(9)), NOW, known=False)
    same = structs.replace(first, last_success=NOW + HOUR)
    (gap,) = health.steps(same, same, NOW + 2 * HOUR, parsed=parsed(numbered(9, 50)), known=False)
    assert getattr(gap, "since", None) == NOW + HOUR
