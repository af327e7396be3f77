"""When a source is asked again: arithmetic with bounds."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.net.headers import max_age, retry_after
from monitor.sources.schedule import (
    BACK_OFF_CAP,
    DAY,
    JITTER,
    RETRY_AFTER_CAP,
    Schedule,
    first_due,
    next_due,
)
from tests.sources.documents import NOW

ids = st.text(max_size=20)
every = st.integers(60, 6 * 3600)


def wait(
    source_id: str, interval: int, *, hint: int = 0, wish: int = 0, failures: int = 0
) -> float:
    due = next_due(NOW, source_id, interval, hint=hint, retry_after=wish, failures=failures)
    return (due - NOW).total_seconds()


@settings(deadline=None)
@given(ids, every)
def test_the_interval_is_kept_within_a_tenth(source_id: str, interval: int) -> None:
    """Jitter is the same every time, and at most 10 %."""
    seconds = wait(source_id, interval)
    assert abs(seconds - interval) <= JITTER * interval + 0.001
    assert wait(source_id, interval) == seconds


@settings(deadline=None)
@given(ids, every, st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**6))
def test_a_server_is_never_asked_before_it_wants(
    source_id: str, interval: int, hint: int, wish: int, failures: int
) -> None:
    """Its figures are lower bounds up to their caps, and no source is given up."""
    seconds = wait(source_id, interval, hint=hint, wish=wish, failures=failures)
    assert seconds >= min(hint, DAY)
    assert seconds >= min(wish, RETRY_AFTER_CAP)
    assert seconds >= (1 - JITTER) * interval - 0.001
    assert seconds <= (1 + JITTER) * max(BACK_OFF_CAP, min(wish, RETRY_AFTER_CAP)) + 0.001


@settings(deadline=None)
@given(ids, every, st.integers(0, 50))
def test_failures_lengthen_the_wait(source_id: str, interval: int, failures: int) -> None:
    """The first is retried as usual, then the wait doubles up to a day."""
    usual = wait(source_id, interval)
    assert wait(source_id, interval, failures=1) == usual
    later = wait(source_id, interval, failures=failures + 1)
    assert later >= wait(source_id, interval, failures=failures)
    assert later == pytest.approx(min(usual * 2**failures, usual * DAY / interval))


def test_a_source_slower_than_a_day_stays_as_slow_when_it_fails() -> None:
    """The cap of the back-off does not make it faster."""
    assert wait("a", 3 * DAY, failures=9) == wait("a", 3 * DAY)


def test_first_polls_are_spread() -> None:
    """A thousand new sources start over some minutes, ten within seconds; a due time is kept."""
    dues = [first_due(NOW, f"s{n}", None, 1_000) for n in range(1_000)]
    spans = sorted((due - NOW).total_seconds() for due in dues)
    assert 0 <= spans[0] < 5
    assert 190 < spans[-1] <= 200
    assert (first_due(NOW, "a", None, 10) - NOW).total_seconds() <= 2
    later = NOW + timedelta(hours=1)
    assert first_due(NOW, "a", later, 10) == later
    assert first_due(NOW, "a", NOW - timedelta(hours=1), 10) >= NOW


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 5 ", 5),
        ("Wed, 04 Jun 2025 12:05:00 GMT", 300),
        ("Wed, 04 Jun 2025 11:00:00 GMT", 0),
        ("-5", 0),
        ("soon", 0),
        ("", 0),
        ("9" * 5_000, 0),
        ("Fri, 31 Dec 9999 23:59:59 -0100", 0),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str, seconds: int) -> None:
    """A date that is past, or words, mean nothing."""
    assert retry_after(value, NOW) == seconds


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"cache-control": "max-age=300"}, 300),
        ({"cache-control": 'public, Max-Age="300"'}, 300),
        ({"cache-control": "s-maxage=900, max-age=300"}, 300),
        ({"cache-control": "s-maxage=900"}, 0),
        ({"cache-control": "max-age=300", "age": "100"}, 200),
        ({"cache-control": "max-age=300", "age": "900"}, 0),
        ({"cache-control": "no-cache, max-age=300"}, 0),
        ({"cache-control": "max-age=300", "expires": "0"}, 300),
        ({"expires": "Wed, 04 Jun 2025 13:00:00 GMT"}, 3600),
        ({"expires": "Wed, 04 Jun 2025 13:00:00 GMT", "date": "Wed, 04 Jun 2025 12:30:00 GMT"},
         1800),
        ({"expires": "0"}, 0),
        ({"expires": "Fri, 31 Dec 9999 23:59:59 -0100"}, 0),
        ({}, 0),
    ],
)  # fmt: skip
def test_freshness_is_read_from_the_headers(headers: dict[str, str], seconds: int) -> None:
    """Cache-Control goes before Expires; what is for shared caches is not for us."""
    assert max_age(headers, NOW) == seconds


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("abcde"), st.integers(0, 50)), max_size=30),
    st.integers(0, 60),
)
def test_the_schedule_gives_what_is_due_in_order(adds: list[tuple[str, int]], until: int) -> None:
    """Like a dictionary of times that is sorted each time; an id counts once, at its last time."""
    schedule = Schedule()
    times = {}
    for source_id, seconds in adds:
        times[source_id] = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
        schedule.add(source_id, times[source_id])
    now = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=until)
    expected = sorted((time, source_id) for source_id, time in times.items() if time <= now)
    assert schedule.next() == min(times.values(), default=None)
    assert schedule.due(now) == [source_id for _, source_id in expected]
    assert schedule.due(now) == []
    assert len(schedule) == len(times) - len(expected)
